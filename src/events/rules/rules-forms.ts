// The rules of booking as typed: those that are declared, and what new bookings accept.
import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, instant, sayBeginning, sayDeadline } from '#base/dates.ts'
import type { Problems } from '#base/web/field.tsx'
import { type Field, type Form, judgedForm, select, type Texts } from '#base/web/fields.tsx'
import { lineField } from '#base/web/form.ts'
import { fieldOf } from '#base/web/setting-fields.tsx'
import { type BookingRules, bookingRules, type Deadline, isDeadline, namedRules, type Rule } from '#events/events/booking-rules.ts'
import { type Accepting, type EventDetails, firstStart, hasUseFor } from '#events/events/event.ts'
import { offerDeadline } from '#events/events/offer-deadline.ts'
import { hasEarly, type PriceList, priceLabel } from '#money/prices/price.ts'
import type { Terms } from '#money/terms/terms.ts'
import { termsLabel } from '#money/terms/words.ts'
import { deadlineFields, filledDeadline, momentTyped, schoolHour, typedAs } from './deadline-forms.ts'

export type RulesGround = { event: EventDetails; terms: readonly Terms[]; prices: readonly PriceList[]; calendar: Calendar }

type Hint = NonNullable<Parameters<typeof select>[3]>['hint']

export type RulesTyped = { rules: Partial<BookingRules>; accepting: Accepting }

const early = {
  label: 'Early price until (optional)',
  by: 'the early price ends',
  hint: 'The early prices of the list hold for places booked up to this time. Blank: they never hold',
}

/** Those that the event has use for, or has set. */
const askedOf = (event: EventDetails) =>
  namedRules.filter(([name, { only }]) => hasUseFor(event, only) || event.rules[name] !== bookingRules[name].usual)

/** The times that are asked, by name, in the order of the form. */
export const deadlinesOf = ({
  event,
  prices,
}: RulesGround): readonly (readonly [name: string, Pick<Deadline, 'label' | 'by' | 'hint' | 'ahead'>])[] => [
  ...askedOf(event).flatMap(([name, one]) => (isDeadline(one) ? [[name, one] as const] : [])),
  ...(prices.length === 0 ? [] : [['earlyUntil', early] as const]),
]

const chosen = (label: string, none: string, options: readonly { value: string; text: string }[], hint: Hint): Field<string> =>
  select(label, [{ value: '', text: none }, ...options], lineField, {
    hint,
    labelClass: 'govuk-label--s',
  })

/** @param hints of the terms and prices, with links */
export const rulesForm = (ground: RulesGround, now: Date, hints: { terms: Hint; prices: Hint }): Form<RulesTyped> => {
  const { event, terms, prices, calendar } = ground
  const offered = event.state === 'published' ? offerDeadline(event, now, calendar) : undefined
  const hintOf = (name: string, { hint }: Rule<unknown>) =>
    name === 'offerHours' && offered ? { hint: `${hint} By what is saved, one made now would end on ${sayDeadline(offered)}` } : {}
  const declared = askedOf(event).map(([name, one]) =>
    isDeadline(one) ? deadlineFields(name) : { [name]: fieldOf({ ...one, ...hintOf(name, one) }, 'govuk-label--s') },
  )
  const fields: Record<string, Field<unknown>> = Object.assign({}, ...declared, {
    termsId: chosen(
      'Terms of cancelling',
      'None: cancelling is free of charge',
      terms.map((one) => ({ value: one.id, text: termsLabel(one) })),
      hints.terms,
    ),
    priceId: chosen(
      'Price',
      'Free of charge',
      prices.map((one) => ({ value: one.id, text: priceLabel(one) })),
      hints.prices,
    ),
    ...(prices.length === 0 ? {} : deadlineFields('earlyUntil')),
  })
  return judgedForm(fields, (typed, context): RulesTyped => {
    const { rules, accepting, problems, instead } = readRules(typed as Readonly<Record<string, string>>, ground, now)
    for (const [name, message] of Object.entries(problems)) context.addIssue({ code: 'custom', path: [name], message, params: { instead } })
    return { rules, accepting }
  })
}

const readRules = (typed: Readonly<Record<string, unknown>>, ground: RulesGround, now: Date) => {
  const { event, terms, prices, calendar } = ground
  const problems: Problems = {}
  const instead: Record<string, string> = {}
  const start = firstStart(event)
  const was: Readonly<Record<string, unknown>> = { ...event.rules, earlyUntil: event.earlyUntil }
  const textOf = (name: string): string => String(typed[name] ?? '')
  const times: Record<string, Instant | null> = {}
  for (const [name, { by, ahead }] of deadlinesOf(ground)) {
    const part = typedAs(name)
    const deadline = { name: part, what: by, problems }
    const at = momentTyped(textOf(`${part}Date`), textOf(`${part}Time`), deadline)
    times[name] = at
    if (at === null) continue
    if (start !== undefined && at >= start)
      problems[`${part}Date`] ??= `Enter a time before the event begins (${sayBeginning(start)}), by which ${by}`
    if (ahead && at !== was[name] && at <= instant(now)) problems[`${part}Date`] ??= `Enter a time that lies ahead, by which ${by}`
    if (name !== 'earlyUntil') Object.assign(instead, schoolHour(at, calendar, now, deadline))
  }
  if (typed['namesRelease'] && !textOf('namesDueDate') && !textOf('namesDueTime'))
    problems['namesDueDate'] ??= 'Enter by when names are due, or do not have places without a name released'
  const termsId = textOf('termsId') || null
  if (termsId !== null && !terms.some((one) => one.id === termsId))
    problems['termsId'] = 'Choose terms from the list: those that you chose are retired or have a newer version'
  const priceId = textOf('priceId') || null
  const price = prices.find((one) => one.id === priceId)
  if (priceId !== null && !price)
    problems['priceId'] = 'Choose prices from the list: those that you chose are retired or have a newer version'
  const { earlyUntil = null, ...deadlines } = times
  if (earlyUntil !== null) {
    if (priceId === null) problems['earlyUntilDate'] ??= 'Choose prices for the event, or leave the end of the early price blank'
    else if (price && !hasEarly(price))
      problems['earlyUntilDate'] ??= 'These prices have no early price: choose others, or leave its end blank'
    Object.assign(instead, schoolHour(earlyUntil, calendar, now, { name: 'earlyUntil', what: early.by, problems }))
  }
  const own = askedOf(event).flatMap(([name, one]) => (isDeadline(one) ? [] : [[name, typed[name]]]))
  const rules = { ...Object.fromEntries(own), ...deadlines } as Partial<BookingRules>
  return { rules, accepting: { termsId, priceId, earlyUntil }, problems, instead }
}

export const filledRules = (event: EventDetails): Texts => {
  const shown = namedRules.map(([name, one]) =>
    isDeadline(one) ? filledDeadline(name, event.rules[name] as Instant | null) : { [name]: one.show(event.rules[name]) },
  )
  return Object.assign(
    { termsId: event.termsId ?? '', priceId: event.priceId ?? '' },
    ...shown,
    filledDeadline('earlyUntil', event.earlyUntil),
  )
}
