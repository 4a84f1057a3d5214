import type { Child } from 'hono/jsx'
import { sayDate, sayPlaceCost } from '#attendance/requirements/coming.ts'
import { Next } from '#attendance/standings/views/standing.tsx'
import type { Calendar } from '#base/council/working-day.ts'
import { instant, sayDay, sayDays, sayShortDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import type { Problems } from '#base/web/field.tsx'
import { form, select } from '#base/web/fields.tsx'
import { sentField } from '#base/web/form.ts'
import { Details, Heading, P, Table, VisuallyHidden } from '#base/web/page-parts.tsx'
import { capital, counted, listed } from '#base/words.ts'
import { sayInRoom } from '#booking/bookings/attendance.ts'
import { sayOvertaken, sayRefusal } from '#booking/bookings/views/refusals.tsx'
import { sayChosenLater } from '#booking/workshops/choice.ts'
import { sayMailLimit } from '#messages/outbox/mail-plan.ts'
import type { Terms } from '#money/terms/terms.ts'
import { Authority, sayAuthority, TermsInWords } from '#money/terms/views/terms.tsx'
import { termsLabel } from '#money/terms/words.ts'
import type { DueOutcome, Tried } from '../book-due.ts'
import { type DueBooking, type DueLine, type DuePlan, type DueSchool, type Payers, whoPays } from '../due-places.ts'

export const buttonOf = ({ places, pence }: DuePlan): string =>
  places === 0 ? 'Show what it costs' : `Book ${counted(places, 'place')}${pence > 0 ? ` for ${sayMoney(pence)}` : ''}`

const costOf = ({ bookings }: DuePlan, line: DueLine): string => {
  const booking = bookings.find(({ lines }) => lines.includes(line))
  return booking ? capital(sayPlaceCost(booking.quotes[booking.lines.indexOf(line)])) : ''
}

/** What was passed over before the first date, which the line may say once. */
const passedOf = ({ next, person }: DueLine): string => (next && 'full' in next ? sayDate({ ...next, quote: undefined }, person.name) : '')

/** What every date of a line is of; undefined: each choice says its own. */
const titleOf = ({ dates }: DueLine): string | undefined => {
  const [title, ...others] = new Set(dates.map((date) => date.title))
  return others.length === 0 ? title : undefined
}

export const fieldOf = ({ key }: DueLine): string => `at-${key}`

const dateField = (line: DueLine) =>
  select(
    `Date for ${line.person.name}, ${listed(line.trainings)}`,
    [
      ...line.dates.map(({ code, days, title }) => ({ value: code, text: titleOf(line) ? sayDays(days) : `${sayDays(days)}: ${title}` })),
      { value: '', text: 'Do not book now' },
    ],
    sentField,
    { labelClass: 'govuk-visually-hidden' },
  )

export const dueForm = ({ lines }: DuePlan) => form(Object.fromEntries(lines.map((line) => [fieldOf(line), dateField(line)])))

type Fields = Record<string, Child>

const sayToPay = (pence: number): string => (pence > 0 ? sayMoney(pence) : 'nothing to pay')

/** `Ash, Leominster: 2 places for Sunita Rao and Raj Patel, £95.00` */
const saySchool = ({ name }: DueSchool, { lines, places, pence }: Pick<DuePlan, 'lines' | 'places' | 'pence'>): string => {
  const people = [...new Set(lines.filter(({ code }) => code !== '').map(({ person }) => person.name))]
  return places === 0 ? `${name}: nobody` : `${name}: ${counted(places, 'place')} for ${listed(people)}, ${sayToPay(pence)}`
}

/** With several schools each is folded, and its summary says who is booked. */
const LinesOf = ({ school, plan, fields, ...payers }: { school: DueSchool; plan: DuePlan; fields: Fields } & Payers) => {
  const lines = plan.lines.filter((line) => line.school === school && line.dates.length > 0)
  const own = plan.bookings.filter((booking) => booking.school === school)
  const pence = own.reduce((sum, booking) => sum + booking.pence, 0)
  const places = own.reduce((sum, booking) => sum + booking.lines.length, 0)
  const whole = (
    <>
      <Table
        dense
        caption={school.name}
        columns={['Who', 'Training', 'Due', 'Date', { text: 'Cost', numeric: true }]}
        rows={lines.map((line) => [
          line.person.name,
          listed(line.trainings),
          line.due ? <span class="muster-nowrap">{sayShortDay(line.due)}</span> : 'No training on our record',
          <>
            {titleOf(line)}
            {fields[fieldOf(line)]}
            {passedOf(line) ? <div class="govuk-hint govuk-!-margin-bottom-0">{passedOf(line)}</div> : null}
          </>,
          costOf(plan, line),
        ])}
      />
      {places > 0 ? (
        <P>
          {counted(places, 'place')}, {sayToPay(pence)}. {whoPays(own, payers)}
        </P>
      ) : null}
    </>
  )
  if (lines.length === 0) return null
  return plan.lines.every((line) => line.school === school) ? (
    whole
  ) : (
    <Details summary={saySchool(school, { lines, places, pence })} open={lines.some(({ unfit }) => unfit !== undefined)}>
      {whole}
    </Details>
  )
}

const TermsOf = ({ booking, terms, calendar, now }: { booking: DueBooking; terms: readonly Terms[]; calendar: Calendar; now: Date }) => {
  const own = terms.find(({ id }) => id === booking.event.termsId)
  return own ? <TermsInWords terms={own} event={booking.event} calendar={calendar} now={now} /> : null
}

type DueFormProps = {
  fields: Fields
  schools: readonly DueSchool[]
  plan: DuePlan
  terms: readonly Terms[]
  termsIds: readonly string[]
  calendar: Calendar
  accepted: boolean
  problems: Problems | undefined
} & Payers

/** Each event of which terms are accepted, once, however many schools book it. */
const eventsWithTerms = ({ bookings }: DuePlan): DueBooking[] => {
  const own = bookings.filter(({ event }) => event.termsId !== null)
  return [...Map.groupBy(own, ({ event }) => event.id).values()].flatMap(([first]) => first ?? [])
}

export const DueForm = ({ fields, schools, plan, terms, termsIds, calendar, now, payers, stripe, accepted, problems }: DueFormProps) => {
  const withTerms = eventsWithTerms(plan)
  const labels = terms.filter(({ id }) => termsIds.includes(id)).map(termsLabel)
  return (
    <>
      {schools.length > 1 ? <P>Open a school to see who pays and what each place costs, or to change a date.</P> : null}
      {schools.map((school) => (
        <LinesOf school={school} plan={plan} fields={fields} payers={payers} stripe={stripe} now={now} />
      ))}
      {[...new Set(plan.bookings.map(({ event }) => event))].map((event) => {
        const later = [sayInRoom(event, now), sayChosenLater(event, now)].filter(Boolean).join(' ')
        return later ? (
          <P>
            {event.title}: {later}
          </P>
        ) : null
      })}
      {withTerms.length > 0 ? <Heading>If someone cannot come</Heading> : null}
      {withTerms.length === 1
        ? withTerms.map((booking) => <TermsOf booking={booking} terms={terms} calendar={calendar} now={now} />)
        : withTerms.map((booking) => (
            <Details summary={`${booking.event.title}, ${sayDay(booking.event.sessions[0]?.startsAt ?? instant(now))}`}>
              <TermsOf booking={booking} terms={terms} calendar={calendar} now={now} />
            </Details>
          ))}
      {withTerms.length > 0 ? (
        <Authority
          accepted={accepted}
          problems={problems}
          text={sayAuthority(schools.length === 1 ? 'the school’s money' : 'these schools’ money', listed(labels))}
        />
      ) : null}
      {plan.places > 0 ? (
        <P>
          <strong>{plan.pence > 0 ? `${sayMoney(plan.pence)} for ${counted(plan.places, 'place')}` : 'Nothing is to be paid'}</strong>
          {plan.pence > 0 ? '. You can add an order number on each booking.' : '.'}
        </P>
      ) : null}
      <P>
        If you change a date, you see the new sum before anything is booked. One event is booked for all of a school’s people whom its date
        still fits, or for none of them; if one is refused, the others are still booked.
      </P>
    </>
  )
}

export const NothingDue = ({ plan }: { plan: DuePlan }) =>
  plan.lines.length === 0 ? <P>Nobody is due for training who has no place yet.</P> : null

/** Those for whom there is no date that is booked so: what follows for each. */
export const NotByThisForm = ({ plan }: { plan: DuePlan }) => {
  const groups = Map.groupBy(
    plan.lines.filter(({ dates }) => dates.length === 0),
    ({ key, trainings, next }) => (next ? key : listed(trainings)),
  )
  const rows = [...groups.values()].flatMap((lines) => {
    const [first] = lines
    if (!first) return []
    const { next, school, person, trainings } = first
    const names = lines.map((line) => (
      <div>
        {line.person.name}
        <VisuallyHidden>, {line.school.name}</VisuallyHidden>
      </div>
    ))
    return [[names, listed(trainings), next ? <Next step={next} schoolId={school.schoolId} who={person.name} /> : 'No date yet']]
  })
  return rows.length === 0 ? null : <Table dense caption="Not booked on this page" columns={['Who', 'Training', 'Next']} rows={rows} />
}

const whoOf = ({ lines, event }: DueBooking): string => `${listed(lines.map(({ person }) => person.name))} (${event.title})`

/** Why a booking for these people was refused; '': it was not. */
export const sayNotBooked = ({ result, ground, overtaken }: Tried, people: readonly string[], now: Date): string => {
  if (result.ok) return ''
  if (result.reason === 'too_much_mail') return sayMailLimit(undefined, now)
  const school = ground?.schools[0]
  if (result.reason === 'no_such_event' || !ground || !school) return 'You can no longer book this.'
  const facts = { event: ground.event, school, asked: people.length, who: listed(people) }
  return (overtaken ? sayOvertaken : sayRefusal)(result.reason, facts).replace(/ ?Nothing has been booked\.$/, '')
}

const whyNot = ({ booking, tried }: DueOutcome, now: Date): string =>
  sayNotBooked(
    tried,
    booking.lines.map(({ person }) => person.name),
    now,
  )

/** undefined: nothing was refused. @param unfit whose date does not fit, a sentence each */
export const sayRefusedDue = (outcomes: readonly DueOutcome[], unfit: readonly string[], now: Date): string | undefined => {
  const booked = outcomes.flatMap(({ booking, tried: { result } }) => (result.ok ? [`${whoOf(booking)}, ${result.value.reference}`] : []))
  const refused = outcomes.flatMap((one) => (one.tried.result.ok ? [] : [`${whoOf(one.booking)}: ${whyNot(one, now)}`]))
  if (refused.length + unfit.length === 0) return undefined
  const done = booked.length === 0 ? 'Nothing was booked.' : `Booked: ${booked.join('; ')}.`
  const said = refused.length > 0 ? ` Not booked: ${refused.join(' ')}` : ''
  return `${[`${done}${said}`, ...unfit].join(' ')} What you can book now is below.`
}
