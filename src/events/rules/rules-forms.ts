// Booking rules as typed.

import * as z from 'zod'
import type { Calendar } from '#base/council/working-day.ts'
import {
  type Instant,
  instant,
  londonDay,
  londonInstant,
  londonTime,
  sayBeginning,
  sayDay,
  sayDeadline,
  sayLongDay,
  sayTime,
} from '#base/dates.ts'
import type { Problems } from '#base/web/field.tsx'
import { type Body, oneLine, text } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { type Accepting, type BookingRules, type EventDetails, firstStart, type WaitingOrder, waitingOrders } from '#events/events/event.ts'
import { dayTyped, timeTyped, wholeNumber } from '#events/events/form-values.ts'
import { lastSchoolHour } from '#money/terms/school-hours.ts'

const names = [
  'placesPerTrust',
  'approval',
  'waitingOrder',
  'offerHours',
  'namesDueDate',
  'namesDueTime',
  'namesRelease',
  'choicesCloseDate',
  'choicesCloseTime',
  'attendanceClosesDate',
  'attendanceClosesTime',
  'termsId',
  'priceId',
  'earlyUntilDate',
  'earlyUntilTime',
] as const

/** The form as typed, to read or show again. */
export type RulesValues = Record<(typeof names)[number], string>

const line = (body: Body, name: string): string => cutTo(oneLine(text(body, name)), 200)

export const rulesValues = (body: Body): RulesValues => Object.fromEntries(names.map((name) => [name, line(body, name)])) as RulesValues

const day = (at: Instant | null): string => (at ? londonDay(at) : '')
const time = (at: Instant | null): string => (at ? londonTime(at) : '')

export const rulesValuesOf = (event: Pick<EventDetails, 'rules' | 'termsId' | 'priceId' | 'earlyUntil'>): RulesValues => ({
  placesPerTrust: event.rules.placesPerTrust === null ? '' : String(event.rules.placesPerTrust),
  approval: event.rules.approval ? 'yes' : '',
  waitingOrder: event.rules.waitingOrder,
  offerHours: String(event.rules.offerHours),
  namesDueDate: day(event.rules.namesDueAt),
  namesDueTime: time(event.rules.namesDueAt),
  namesRelease: event.rules.namesRelease ? 'yes' : '',
  choicesCloseDate: day(event.rules.choicesCloseAt),
  choicesCloseTime: time(event.rules.choicesCloseAt),
  attendanceClosesDate: day(event.rules.attendanceClosesAt),
  attendanceClosesTime: time(event.rules.attendanceClosesAt),
  termsId: event.termsId ?? '',
  priceId: event.priceId ?? '',
  earlyUntilDate: day(event.earlyUntil),
  earlyUntilTime: time(event.earlyUntil),
})

const momentTyped = (dateText: string, timeText: string, name: string, what: string, problems: Problems): Instant | null => {
  if (!dateText && !timeText) return null
  const date = dayTyped(dateText)
  const clock = timeTyped(timeText)
  if (!date) problems[`${name}Date`] = `Enter the date by which ${what}, such as 12/6/2026, or leave date and time blank`
  if (!clock) problems[`${name}Time`] = `Enter the time by which ${what}, such as 17:00`
  if (!date || !clock) return null
  const at = londonInstant(date, clock)
  if (!at) problems[`${name}Time`] = `There is no ${clock} on ${sayDay(date)}: the clocks go forward from 1am to 2am. Enter another time`
  return at ? instant(at) : null
}

/**
 * The problem names the school hour used instead of a deadline outside school hours.
 * @returns it as form fields; undefined: the deadline may stay, or none is left
 */
const schoolHour = (
  at: Instant,
  calendar: Calendar,
  now: Date,
  name: 'namesDue' | 'choicesClose' | 'attendanceCloses' | 'earlyUntil' | 'release',
  what: string,
  problems: Problems,
): Partial<Record<string, string>> => {
  const date = `${name}Date`
  const due = lastSchoolHour(at, calendar)
  if (at <= instant(now) || due === at || problems[date] || problems[`${name}Time`]) return {}
  if (due <= instant(now)) {
    problems[date] = `Enter a later time by which ${what}: schools do not work between now and ${sayDeadline(at)}`
    return {}
  }
  problems[date] =
    `Schools do not work on ${sayLongDay(at)} at ${sayTime(at)}. The form now has the last hour before it at which they do, ${sayDeadline(due)}: save it, or enter another time by which ${what}`
  return { [date]: londonDay(due), [`${name}Time`]: londonTime(due) }
}

/** `hasEarly`: the list has an early price. */
export type Choosable = { terms: readonly { id: string }[]; prices: readonly { id: string; hasEarly: boolean }[] }

/** The typed rules, or a problem for each wrong field. */
export const readRules = (
  values: RulesValues,
  event: Pick<EventDetails, 'rules' | 'sessions'>,
  { terms, prices, calendar }: Choosable & { calendar: Calendar },
  now: Date,
):
  | { rules: BookingRules; accepting: Accepting; problems?: never }
  | { rules?: never; accepting?: never; problems: Problems; used: Partial<RulesValues> } => {
  const problems: Problems = {}
  const used: Partial<RulesValues> = {}
  const placesPerTrust = values.placesPerTrust === '' ? null : wholeNumber(values.placesPerTrust)
  if (placesPerTrust !== null && !(placesPerTrust >= 1))
    problems['placesPerTrust'] = 'Enter the places for the schools of one trust as a number of at least 1, or leave it blank'
  const waitingOrder = waitingOrders.find((order) => order === values.waitingOrder)
  if (!waitingOrder) problems['waitingOrder'] = 'Choose in which order freed places are offered'
  const offerHours = wholeNumber(values.offerHours)
  if (!(offerHours >= 1 && offerHours <= 336)) problems['offerHours'] = 'Enter for how many hours an offer stands, from 1 to 336 (14 days)'
  const start = firstStart(event)
  const beforeStart = (at: Instant | null, name: string, what: string): void => {
    if (at !== null && start !== undefined && at >= start)
      problems[`${name}Date`] ??= `Enter a time before the event begins (${sayBeginning(start)}), by which ${what}`
  }
  const namesDueAt = momentTyped(values.namesDueDate, values.namesDueTime, 'namesDue', 'names are due', problems)
  beforeStart(namesDueAt, 'namesDue', 'names are due')
  if (namesDueAt !== null && namesDueAt !== event.rules.namesDueAt && namesDueAt <= instant(now))
    problems['namesDueDate'] ??= 'Enter a time that lies ahead, by which names are due'
  if (namesDueAt !== null) Object.assign(used, schoolHour(namesDueAt, calendar, now, 'namesDue', 'names are due', problems))
  const namesRelease = values.namesRelease === 'yes'
  if (namesRelease && !values.namesDueDate && !values.namesDueTime)
    problems['namesDueDate'] ??= 'Enter by when names are due, or do not have places without a name released'
  const choicesCloseAt = momentTyped(values.choicesCloseDate, values.choicesCloseTime, 'choicesClose', 'workshops can be changed', problems)
  beforeStart(choicesCloseAt, 'choicesClose', 'workshops can be changed')
  if (choicesCloseAt !== null)
    Object.assign(used, schoolHour(choicesCloseAt, calendar, now, 'choicesClose', 'workshops can be changed', problems))
  const changes = 'people can change between the room and online'
  const attendanceClosesAt = momentTyped(values.attendanceClosesDate, values.attendanceClosesTime, 'attendanceCloses', changes, problems)
  beforeStart(attendanceClosesAt, 'attendanceCloses', changes)
  if (attendanceClosesAt !== null) Object.assign(used, schoolHour(attendanceClosesAt, calendar, now, 'attendanceCloses', changes, problems))
  const termsId = values.termsId === '' ? null : values.termsId
  if (termsId !== null && !terms.some((one) => one.id === termsId))
    problems['termsId'] = 'Choose terms from the list: those that you chose are retired or have a newer version'
  const priceId = values.priceId === '' ? null : values.priceId
  const price = prices.find((one) => one.id === priceId)
  if (priceId !== null && !price)
    problems['priceId'] = 'Choose prices from the list: those that you chose are retired or have a newer version'
  const earlyUntil = momentTyped(values.earlyUntilDate, values.earlyUntilTime, 'earlyUntil', 'the early price ends', problems)
  beforeStart(earlyUntil, 'earlyUntil', 'the early price ends')
  if (earlyUntil !== null && priceId === null)
    problems['earlyUntilDate'] ??= 'Choose prices for the event, or leave the end of the early price blank'
  if (earlyUntil !== null && price && !price.hasEarly)
    problems['earlyUntilDate'] ??= 'These prices have no early price: choose others, or leave its end blank'
  if (earlyUntil !== null) Object.assign(used, schoolHour(earlyUntil, calendar, now, 'earlyUntil', 'the early price ends', problems))
  if (Object.keys(problems).length > 0) return { problems, used }
  return {
    rules: {
      placesPerTrust,
      approval: values.approval === 'yes',
      waitingOrder: waitingOrder as WaitingOrder,
      offerHours,
      namesDueAt,
      namesRelease,
      choicesCloseAt,
      attendanceClosesAt,
    },
    accepting: { termsId, priceId, earlyUntil },
  }
}

/** `schools`: the selects in order, empty ones too. */
export type HeldBackValues = { places: string; forWhom: string; schools: string[]; releaseDate: string; releaseTime: string }

export const mostSchoolsHeldFor = 50

export const heldBackValues = (body: Body): HeldBackValues => {
  const rows = Math.min(Math.max(1, wholeNumber(line(body, 'rows')) || 1), mostSchoolsHeldFor)
  return {
    places: line(body, 'places'),
    forWhom: line(body, 'forWhom'),
    schools: Array.from({ length: rows }, (_, index) => line(body, `school-${index + 1}`)),
    releaseDate: line(body, 'releaseDate'),
    releaseTime: line(body, 'releaseTime'),
  }
}

export type HeldBackTyped = { places: number; forWhom: 'schools' | 'no_record'; schoolIds: string[]; releaseAt: Instant }

/** @param selectable ids of the schools that may be chosen */
export const readHeldBack = (
  values: HeldBackValues,
  event: Pick<EventDetails, 'sessions' | 'capacity'>,
  selectable: readonly string[],
  calendar: Calendar,
  now: Date,
): { heldBack: HeldBackTyped; problems?: never } | { heldBack?: never; problems: Problems; used: Partial<HeldBackValues> } => {
  const problems: Problems = {}
  const places = wholeNumber(values.places)
  if (!(places >= 1)) problems['places'] = 'Enter how many places to reserve, such as 5'
  else if (places > event.capacity)
    problems['places'] =
      event.capacity === 1 ? 'The event has one place: enter 1' : `Enter no more than the ${event.capacity} places of the event`
  const forWhom = values.forWhom === 'schools' || values.forWhom === 'no_record' ? values.forWhom : undefined
  if (!forWhom) problems['forWhom'] = 'Choose for which schools the places are reserved'
  const schoolIds = [...new Set(values.schools.filter(Boolean))]
  if (forWhom === 'schools' && schoolIds.length === 0) problems['school-1'] = 'Choose at least one school'
  const unknown = values.schools.findIndex((id) => id !== '' && !selectable.includes(id))
  if (forWhom === 'schools' && unknown >= 0) problems[`school-${unknown + 1}`] = 'Choose a school from the list'
  const start = firstStart(event)
  const releaseAt = momentTyped(values.releaseDate, values.releaseTime, 'release', 'the places are released', problems)
  if (releaseAt === null) problems['releaseDate'] ??= 'Enter the date on which the places are released to everyone, such as 12/6/2026'
  else if (releaseAt <= instant(now)) problems['releaseDate'] ??= 'Enter a time that lies ahead, at which the places are released'
  else if (start !== undefined && releaseAt > start)
    problems['releaseDate'] ??= `Enter a time no later than the start of the event (${sayBeginning(start)})`
  const used = releaseAt === null ? {} : schoolHour(releaseAt, calendar, now, 'release', 'the places are released', problems)
  if (!forWhom || releaseAt === null || Object.keys(problems).length > 0) return { problems, used }
  return { heldBack: { places, forWhom, schoolIds: forWhom === 'schools' ? schoolIds : [], releaseAt } }
}

const heldBackButton = z.object({ id: z.uuid().optional().catch(undefined), do: z.string().catch('save') })

/** The form's id, so that sending it twice acts once, and the pressed button. */
export const readHeldBackButton = (body: Body) => heldBackButton.parse(body)
