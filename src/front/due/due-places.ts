// Who of some schools is due for training, the dates that fit them, and what booking those costs.

import {
  type ComingEvent,
  countsFor,
  datesFor,
  isDate,
  isSeen,
  type NextDate,
  type NextStep,
  nextStep,
  type SchoolAhead,
  type Unfit,
} from '#attendance/requirements/coming.ts'
import type { SchoolStanding } from '#attendance/requirements/school-standing.ts'
import { isDue } from '#attendance/requirements/standing.ts'
import { dueOf } from '#attendance/requirements/standing-row.ts'
import type { Day } from '#base/dates.ts'
import { sayRoute } from '#booking/bookings/money-words.ts'
import { payerFor, pricedDay } from '#booking/bookings/pricing.ts'
import type { PayerGround } from '#money/payers/store.ts'
import type { Quote } from '#money/prices/price.ts'
import { totalOf } from '#money/prices/price.ts'

export type DueSchool = {
  schoolId: string
  name: string
  trustName: string | null
  found: readonly SchoolStanding[]
  events: readonly ComingEvent[]
  ahead: SchoolAhead
  people: ReadonlyMap<string, { name: string; email: string }>
}

type Person = { personId: string; name: string; email: string; roleId: string }

/** A person with a training that is due. `key`: as its field ends; `code`: chosen, or ''. */
export type DueLine = {
  key: string
  school: DueSchool
  person: Person
  trainings: string[]
  due: Day | undefined
  dates: readonly NextDate[]
  code: string
  /** Why the chosen date does not fit them any more. */
  unfit: Unfit | undefined
  next: NextStep | undefined
}

/** What one school books of one event. `pence`: with VAT. */
export type DueBooking = { school: DueSchool; event: ComingEvent; lines: DueLine[]; quotes: readonly Quote[]; pence: number }

/** The days on which it is decided who pays for these. */
export const payersAsked = ({ bookings }: DuePlan, now: Date): { rootId: string; day: Day }[] =>
  bookings.flatMap(({ school, event, pence }) => (pence > 0 ? { rootId: school.schoolId, day: pricedDay(event, now) } : []))

export type DuePlan = { lines: DueLine[]; bookings: DueBooking[]; places: number; pence: number }

/** Chosen codes by key; undefined: nobody has chosen, so the first date that fits each is. */
export type Chosen = Readonly<Record<string, string>> | undefined

type Holder = { school: DueSchool; key: string; person: Person; standing: SchoolStanding; due: Day | undefined; next: NextStep | undefined }

const holdersOf = (school: DueSchool, chosen: Chosen, now: Date): Holder[] =>
  school.found.flatMap((standing) =>
    standing.holders.flatMap(({ spell: { personId, roleId }, standing: own }) => {
      const known = school.people.get(personId)
      const key = `${school.schoolId}.${personId}.${standing.edition.requirementId}`
      if (!known || standing.edition.whose === 'statement') return []
      const next = nextStep(standing.edition, { personId, roleId, state: own.state }, school.ahead, school.events, now)
      // A form that is sent again is of people who are booked already.
      const isAsked = isDue(own.state) && !isSeen(next)
      return isAsked || chosen?.[key] ? [{ school, key, person: { ...known, personId, roleId }, standing, due: dueOf(own), next }] : []
    }),
  )

type Taken = { school: DueSchool; event: ComingEvent; personId: string }

/** A school as it would be after these places. */
const aheadAfter = (school: DueSchool, taken: readonly Taken[]): SchoolAhead => {
  const at = (id: string, isOf: (other: DueSchool) => boolean) => taken.filter((one) => one.event.id === id && isOf(one.school)).length
  const places = taken.map(({ event, personId }) => ({
    personId,
    eventId: event.id,
    reference: '',
    state: 'confirmed' as const,
    waitsFor: null,
    heldUntil: null,
    offerId: null,
  }))
  return {
    ...school.ahead,
    places: [...school.ahead.places, ...places],
    allowedAt: (event) => {
      const allowed = school.ahead.allowedAt(event)
      const own = at(event.id, ({ schoolId }) => schoolId === school.schoolId)
      return {
        ...allowed,
        taken: allowed.taken + own,
        trustTaken: allowed.trustTaken + at(event.id, ({ trustName }) => trustName !== null && trustName === school.trustName),
        heldBack: Math.max(0, allowed.heldBack - own),
      }
    },
  }
}

const eventsAfter = (events: readonly ComingEvent[], taken: readonly Taken[]): ComingEvent[] =>
  events.map((event) => ({ ...event, taken: event.taken + taken.filter((one) => one.event.id === event.id).length }))

const lineOf = ({ school, key, person, standing, due, next }: Holder, taken: readonly Taken[], chosen: Chosen, now: Date): DueLine => {
  const counting = eventsAfter(
    school.events.filter((event) => countsFor(standing.edition, event)),
    taken,
  )
  const found = datesFor(aheadAfter(school, taken), counting, person, school.events, now)
  const code = chosen?.[key] ?? ''
  const dates = found.flatMap(({ date, unfit }) =>
    date.is === 'book' && date.asks === 'nothing' && (!unfit || date.code === code) ? [date] : [],
  )
  const waits = next !== undefined && !isDate(next)
  const first = waits ? '' : (dates[0]?.code ?? '')
  const unfit = found.find(({ date }) => date.code === code)?.unfit
  return { key, school, person, trainings: [standing.edition.label], due, dates, code: chosen ? code : first, unfit, next }
}

const bookingsOf = (lines: readonly DueLine[]): DueBooking[] => {
  const used = new Map<string, number>()
  const booked = lines.filter(({ code }) => code !== '')
  return [...Map.groupBy(booked, ({ school, code }) => `${school.schoolId} ${code}`).values()].flatMap((own) => {
    const [first] = own
    const event = first?.school.events.find(({ code }) => code === first.code)
    if (!first || !event) return []
    const quotes = first.school.ahead.quotesAt(event, own.length, used) ?? []
    for (const { agreementId } of quotes) if (agreementId) used.set(agreementId, (used.get(agreementId) ?? 0) + 1)
    return [{ school: first.school, event, lines: own, quotes, pence: totalOf(quotes).gross }]
  })
}

/** Whoever is overdue longest has the first choice; one date may count for several trainings. */
export const planOf = (schools: readonly DueSchool[], chosen: Chosen, now: Date): DuePlan => {
  const holders = schools
    .flatMap((school) => holdersOf(school, chosen, now))
    .toSorted((a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999') || a.person.name.localeCompare(b.person.name, 'en'))
  const lines: DueLine[] = []
  const taken: Taken[] = []
  for (const holder of holders) {
    // Of several schools with the same person one books.
    const own = lines.filter(({ person }) => person.personId === holder.person.personId)
    const same = own.find(({ code }) =>
      holder.school.events.some((event) => event.code === code && countsFor(holder.standing.edition, event)),
    )
    if (same && !chosen?.[holder.key]) {
      if (same.school === holder.school) same.trainings.push(holder.standing.edition.label)
      continue
    }
    const line = lineOf(holder, taken, chosen, now)
    const event = holder.school.events.find(({ code }) => code === line.code)
    lines.push(line)
    if (event) taken.push({ school: holder.school, event, personId: holder.person.personId })
  }
  const bookings = bookingsOf(lines)
  return {
    lines,
    bookings,
    places: bookings.reduce((sum, one) => sum + one.lines.length, 0),
    pence: bookings.reduce((sum, { pence }) => sum + pence, 0),
  }
}

/** What is booked without those whose chosen date does not fit them any more. */
export const fittingOf = ({ lines }: DuePlan): DueBooking[] => bookingsOf(lines.filter(({ unfit }) => !unfit))

export type Payers = { payers: readonly PayerGround[]; stripe: boolean; now: Date }

/** Who pays for what one school books, each way once. */
export const whoPays = (bookings: readonly DueBooking[], { payers, stripe, now }: Payers): string =>
  [
    ...new Set(
      bookings.flatMap(({ school: { schoolId }, event, pence }) => {
        const payer = payers.find(({ rootId, standing }) => rootId === schoolId && standing.day === pricedDay(event, now))
        return payer && pence > 0 ? sayRoute(payerFor(payer, schoolId, pence, { stripe }), payer.trustName) : []
      }),
    ),
  ].join(' ')

/** What a form has chosen, to be compared with what was shown. */
export const sayChosen = ({ bookings }: DuePlan): string =>
  bookings
    .flatMap(({ lines }) => lines.map(({ key, code }) => `${key}=${code}`))
    .toSorted()
    .join(' ')
