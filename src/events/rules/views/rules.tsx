import { type Instant, sayDeadline } from '#base/dates.ts'
import { Button, Choices, DayField, type Problems, Select, TextField } from '#base/web/field.tsx'
import { Caption, ErrorSummary, Heading, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { blocksOf, type EventDetails, isMixed, type WaitingOrder, waitingOrders } from '#events/events/event.ts'
import { sayOfferHours } from '#events/events/views/words.tsx'
import type { PriceList } from '#money/prices/price.ts'
import { priceLabel } from '#money/prices/words.ts'
import type { Terms } from '#money/terms/terms.ts'
import { termsLabel } from '#money/terms/words.ts'
import type { RulesValues } from '../rules-forms.ts'

const orders: Record<WaitingOrder, { text: string; hint: string }> = {
  first_come: { text: 'First come, first served', hint: 'Whoever asked first' },
  no_record_first: { text: 'No record first', hint: 'Schools of which nobody has been recorded at this topic, then whoever asked first' },
}

type MomentProps = {
  name: 'namesDue' | 'choicesClose' | 'attendanceCloses' | 'earlyUntil'
  label: string
  hint: string
  values: RulesValues
  problems: Problems
}

const Moment = ({ name, label, hint, values, problems }: MomentProps) => (
  <fieldset class="govuk-fieldset muster-session" aria-describedby={`${name}-hint`}>
    <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{label}</legend>
    <div class="govuk-hint" id={`${name}-hint`}>
      {hint}
    </div>
    <div class="muster-when">
      <DayField name={`${name}Date`} label="Date" value={values[`${name}Date`]} problems={problems} />
      <TextField name={`${name}Time`} label="Time" type="time" value={values[`${name}Time`]} problems={problems} width={5} />
    </div>
  </fieldset>
)

type RulesPageProps = {
  event: EventDetails
  values: RulesValues
  terms: readonly Terms[]
  prices: readonly Pick<PriceList, 'id' | 'name' | 'version'>[]
  version: number
  problems?: Problems | undefined
  /** When an offer made now would expire; undefined: too late. */
  offerNow: Instant | undefined
}

/** How places are given out; a school's limit is on the event's own form. */
export const RulesPage = ({ event, values, terms, prices, version, problems = {}, offerNow }: RulesPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Caption>{event.title}</Caption>
    <Title>Rules of booking</Title>
    <P>
      They hold from when you save them. What is booked stays booked, with the terms and prices that it accepted. When a limit is raised,
      places that schools wait for are offered at once.
    </P>
    <SummaryList
      rows={[
        [
          'Places for each school',
          event.placesPerSchool === null ? 'No limit' : counted(event.placesPerSchool, 'place'),
          { href: `/organiser/events/${event.code}/edit#placesPerSchool`, text: 'Change' },
        ],
      ]}
    />
    <form method="post" action={`/organiser/events/${event.code}/rules`} novalidate id="rules">
      <input type="hidden" name="version" value={String(version)} />
      <TextField
        name="placesPerTrust"
        label="Places for the schools of one trust together"
        hint="Leave it blank for no limit. A school without a trust is not concerned"
        value={values.placesPerTrust}
        problems={problems}
        width={4}
        inputmode="numeric"
        labelClass="govuk-label--s"
      />
      <Choices
        type="checkboxes"
        name="approval"
        label="Approval"
        values={[values.approval]}
        options={[
          {
            value: 'yes',
            text: 'An organiser decides on each booking of a school',
            hint: 'A request takes no place until it is approved. What you book for a school needs no approval',
          },
        ]}
        problems={problems}
      />
      <Choices
        type="radios"
        name="waitingOrder"
        label="In which order are freed places offered to the waiting list?"
        values={[values.waitingOrder]}
        options={waitingOrders.map((order) => ({ value: order, ...orders[order] }))}
        problems={problems}
      />
      <TextField
        name="offerHours"
        label="For how many hours does an offer stand?"
        hint={`From 1 to 336 (14 days). 24 hours are one school day: evenings, weekends, bank holidays and school holidays do not count. An offer never goes beyond the start, and its places count as taken until it ends. Offers that are open keep their time.${offerNow ? ` By what is saved, one made now would end on ${sayDeadline(offerNow)}` : ''}`}
        value={values.offerHours}
        problems={problems}
        width={3}
        inputmode="numeric"
        labelClass="govuk-label--s"
      />
      <Moment
        name="namesDue"
        label="Names are due by (optional)"
        hint="Schools may take places without a name. They are reminded a week and a day before this, and once after. Choose a school day between 8am and 4pm. Blank: until the event begins"
        values={values}
        problems={problems}
      />
      <Choices
        type="checkboxes"
        name="namesRelease"
        label="Places without a name then"
        values={[values.namesRelease]}
        options={[{ value: 'yes', text: 'They are released, at no cost, and go to the waiting list' }]}
        problems={problems}
      />
      {blocksOf(event.sessions).length > 0 || values.choicesCloseDate || values.choicesCloseTime ? (
        <Moment
          name="choicesClose"
          label="Workshops can be changed until (optional)"
          hint="Afterwards only organisers move people. Choose a school day between 8am and 4pm. Blank: until the event begins"
          values={values}
          problems={problems}
        />
      ) : null}
      {isMixed(event) || values.attendanceClosesDate || values.attendanceClosesTime ? (
        <Moment
          name="attendanceCloses"
          label="People change between the room and online until (optional)"
          hint="Afterwards only organisers change it. Choose a school day between 8am and 4pm. Blank: until the event begins"
          values={values}
          problems={problems}
        />
      ) : null}
      <Select
        name="termsId"
        label="Terms of cancelling"
        labelClass="govuk-label--s"
        hint={
          <>
            Whoever books from now on accepts them. They are written under <Link href="/organiser/terms">terms of cancelling</Link>
          </>
        }
        value={values.termsId}
        options={[
          { value: '', text: 'None: cancelling is free of charge' },
          ...terms.map((one) => ({ value: one.id, text: termsLabel(one) })),
        ]}
        problems={problems}
      />
      <Select
        name="priceId"
        label="Price"
        labelClass="govuk-label--s"
        hint={
          <>
            What a place costs whoever books from now on. Finance writes the <Link href="/organiser/finance/prices">price lists</Link>
          </>
        }
        value={values.priceId}
        options={[{ value: '', text: 'Free of charge' }, ...prices.map((one) => ({ value: one.id, text: priceLabel(one) }))]}
        problems={problems}
      />
      {prices.length === 0 ? null : (
        <Moment
          name="earlyUntil"
          label="Early price until (optional)"
          hint="The early prices of the list hold for places booked up to this time. Blank: they never hold"
          values={values}
          problems={problems}
        />
      )}
      <Button>Save</Button>
    </form>
  </Page>
)

/** The rules on the organisers' page of the event, with links. */
export const EventRules = ({ event, prices }: { event: EventDetails; prices: Pick<PriceList, 'name' | 'version'> | undefined }) => {
  const at = `/organiser/events/${event.code}`
  const { rules } = event
  const change = event.state === 'cancelled' ? undefined : { href: `${at}/rules`, text: 'Change' }
  const row = (key: string, value: string | undefined) => (change ? ([key, value, change] as const) : ([key, value] as const))
  return (
    <>
      <Heading>Rules of booking</Heading>
      <SummaryList
        rows={[
          row('Places for one trust', rules.placesPerTrust === null ? 'No limit' : String(rules.placesPerTrust)),
          row('Approval', rules.approval ? 'An organiser decides on each booking' : 'Not needed'),
          [
            'Reserved',
            <Link href={`${at}/held-back`}>
              {event.heldBack === 0 ? 'No places are reserved now' : `${counted(event.heldBack, 'place')} reserved and not taken`}
            </Link>,
          ],
          [
            'Waiting list',
            event.state === 'draft' ? undefined : (
              <Link href={`${at}/waiting`}>
                {event.waiting === 0 ? 'Who waits, and offers' : `${counted(event.waiting, 'place')} waited for`}
              </Link>
            ),
          ],
          row('Order of the list', orders[rules.waitingOrder].text),
          row('An offer stands for', sayOfferHours(rules.offerHours)),
          row(
            'Names due',
            rules.namesDueAt === null
              ? 'Until the event begins'
              : `${sayDeadline(rules.namesDueAt)}${rules.namesRelease ? ', then places without a name are released' : ''}`,
          ),
          row(
            'Workshops can be changed',
            blocksOf(event.sessions).length === 0
              ? undefined
              : `Until ${rules.choicesCloseAt ? sayDeadline(rules.choicesCloseAt) : 'the event begins'}`,
          ),
          row(
            'Room or online can be changed',
            isMixed(event) ? `Until ${rules.attendanceClosesAt ? sayDeadline(rules.attendanceClosesAt) : 'the event begins'}` : undefined,
          ),
          row('Terms of cancelling', event.termsId === null ? 'None: cancelling is free of charge' : 'Chosen; whoever books accepts them'),
          row(
            'Price',
            prices
              ? `${priceLabel(prices)}${event.earlyUntil ? `; early prices until ${sayDeadline(event.earlyUntil)}` : ''}`
              : 'Free of charge',
          ),
        ]}
      />
    </>
  )
}
