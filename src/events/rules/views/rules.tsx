import type { Child } from 'hono/jsx'
import { sayDeadline } from '#base/dates.ts'
import { Heading, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { namedRules } from '#events/events/booking-rules.ts'
import { type EventDetails, hasUseFor, isOfOneSchool, onePrice } from '#events/events/event.ts'
import { When } from '#events/events/views/deadline.tsx'
import { type PriceList, priceLabel } from '#money/prices/price.ts'
import { typedAs } from '../deadline-forms.ts'
import { deadlinesOf, type RulesGround } from '../rules-forms.ts'

/** How places are given out; a school's limit is on the event's own form. */
export const AboutRules = ({ event }: { event: EventDetails }) => (
  <>
    <P>
      They hold from when you save them. What is booked stays booked, with the terms and prices that it accepted. When a limit is raised,
      places that schools wait for are offered at once.
    </P>
    <SummaryList
      rows={[
        [
          'Places for each school',
          event.placesPerSchool === null ? 'No limit' : counted(event.placesPerSchool, 'place'),
          { href: `/organiser/events/${event.code}/edit/booking#placesPerSchool`, text: 'Change' },
        ],
      ]}
    />
  </>
)

export const rulesHints = {
  terms: (
    <>
      Whoever books from now on accepts them. They are written under <Link href="/organiser/terms">terms of cancelling</Link>
    </>
  ),
  prices: (
    <>
      What a place costs whoever books from now on. Finance writes the <Link href="/organiser/finance/prices">price lists</Link>
    </>
  ),
}

/** One below another, a date beside its time. */
export const RulesFields = ({ fields, ground }: { fields: Readonly<Record<string, Child>>; ground: RulesGround }) => {
  const deadlines = new Map(deadlinesOf(ground).map(([name, one]) => [`${typedAs(name)}Date`, { ...one, part: typedAs(name) }]))
  const times = new Set([...deadlines.values()].map(({ part }) => `${part}Time`))
  return (
    <>
      {Object.entries(fields).map(([name, field]) => {
        const deadline = deadlines.get(name)
        if (times.has(name)) return null
        return deadline ? (
          <When name={deadline.part} label={deadline.label} hint={deadline.hint}>
            {field}
            {fields[`${deadline.part}Time`]}
          </When>
        ) : (
          field
        )
      })}
    </>
  )
}

/** A row for each rule, those without a name of their own after the one before. */
const ruleRows = (event: EventDetails): [name: string, says: string][] => {
  const rows: [string, string][] = []
  for (const [name, rule] of namedRules) {
    const says = rule.says(event.rules[name] as never, event.rules)
    const last = rows.at(-1)
    if (rule.row === undefined && last) last[1] += says
    else if (rule.row !== undefined && hasUseFor(event, rule.only)) rows.push([rule.row, says])
  }
  return rows
}

/** The rules on the organisers' page of the event, with links. */
export const EventRules = ({ event, prices }: { event: EventDetails; prices: Pick<PriceList, 'name' | 'version'> | undefined }) => {
  const at = `/organiser/events/${event.code}`
  const change = event.state === 'cancelled' ? undefined : { href: `${at}/rules`, text: 'Change' }
  const row = (key: string, value: string) => (change ? ([key, value, change] as const) : ([key, value] as const))
  return (
    <>
      <Heading>Rules of booking</Heading>
      <SummaryList
        rows={[
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
          ...ruleRows(event).map(([name, says]) => row(name, says)),
          row('Terms of cancelling', event.termsId === null ? 'None: cancelling is free of charge' : 'Chosen; whoever books accepts them'),
          row(
            'Price',
            prices
              ? `${priceLabel(prices)}${event.earlyUntil ? `; early prices until ${sayDeadline(event.earlyUntil)}` : ''}`
              : isOfOneSchool(event)
                ? onePrice
                : 'Free of charge',
          ),
        ]}
      />
    </>
  )
}
