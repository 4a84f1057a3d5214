// Booking for several schools of a trust in one go: one form, one check, one press. Each school is
// still its own booking with its own form id, all of its places or none, so that pressing twice or
// breaking off half-way makes no booking twice and halves none.
import type { Problems } from '#base/web/field.tsx'
import { lacking, onlyWay, type Way, waysAsked } from '#booking/bookings/attendance.ts'
import {
  allowanceOf,
  type BookingSchool,
  leftFor,
  limitRefusal,
  type Refusal,
  type RoleOption,
  refusalToAsk,
} from '#booking/bookings/booking.ts'
import type { MoneyGround, Priced } from '#booking/bookings/pricing.ts'
import { type Asked, emptyBooking, readAsked, type TypedBooking } from '#booking/placing/forms.ts'
import { filledIn } from '#booking/placing/pasted-people.ts'
import { type Attendance, type EventDetails, eventFor } from '#events/events/event.ts'
import type { Typed } from '#events/questions/forms.ts'

/** The most schools in one press. */
export const mostSchools = 20

/** `seen`: pence shown of version `priceId`; `meant`: records of its people, in their order. */
export type TypedRow = { schoolId: string; formId: string; places: string; people: string; priceId: string; seen: string; meant: string[] }

export type TypedTrust = {
  rows: TypedRow[]
  wait: TypedBooking['wait']
  termsId: string
  authority: boolean
  answers: Typed
  attendance: Attendance | ''
}

/** Where it is said whose record one of a school's people is, both by their place in the form. */
export const meantAt = (school: number, person: number): string => `${school}-${person + 1}`

export type AskedSchool = { row: TypedRow; school: BookingSchool; asked: Asked }

export type SchoolPrice = Priced & { ground: MoneyGround }

export type TrustBooking = { reference: string; schoolId: string; confirmed: number; unnamed: number; waiting: number; held: number }

export type Ground = { event: EventDetails; schools: readonly BookingSchool[]; roles: readonly RoleOption[]; day: string }

const isAsked = ({ places, people }: TypedRow): boolean => (places.trim() !== '' && !/^0+$/.test(places.trim())) || people.trim() !== ''

/** What a school's places leave of the event, as in `compose`: what would wait takes nothing. */
const leftBy = (event: EventDetails, school: BookingSchool, many: number, wait: TypedTrust['wait'], way: Way): EventDetails => {
  if (event.rules.approval) return event
  const left = leftFor(eventFor(event, way), school, 'school')
  const taken = left >= many ? many : wait === 'partly' ? left : 0
  const waiting = many - taken
  return {
    ...event,
    taken: event.taken + taken,
    waiting: event.waiting + waiting,
    ...(way === 'online'
      ? { takenOnline: event.takenOnline + taken, waitingOnline: event.waitingOnline + waiting }
      : { heldBack: event.heldBack - Math.min(taken, school.heldBack) }),
  }
}

/** Everyone of the trust comes the same way: in one form there is one choice for all. */
const comingBy = (asked: Asked, attendance: TypedTrust['attendance']): Asked => ({
  ...asked,
  delegates: asked.delegates.map((delegate) => ({ ...delegate, attendance: attendance || undefined })),
  unnamedOnline: attendance === 'online' ? asked.unnamed : 0,
})

export type Judged = {
  asked: AskedSchool[]
  /** `after`: how many places the schools above would take; `event`: as they would leave it. */
  refused: (AskedSchool & { reason: Refusal; many: number; after: number; event: EventDetails })[]
  problems: Problems
}

/**
 * What the form asks for, school by school. Problems stand at the fields; `refused`: what cannot be
 * booked now, as each stands after the schools above it.
 * @param instead where the invitation of somebody without an address goes
 */
export const judge = (typed: TypedTrust, ground: Ground, now: Date, instead: string | undefined): Judged => {
  const found: Judged = { asked: [], refused: [], problems: {} }
  let { event } = ground
  for (const [index, row] of typed.rows.entries()) {
    const school = ground.schools.find(({ id }) => id === row.schoolId)
    if (!school || !isAsked(row)) continue
    const after = event.taken - ground.event.taken
    const here = { event, school: { ...school, trustTaken: school.trustTaken + after } }
    const empty = emptyBooking(school.id, row.formId, 0)
    const { typed: filled, problems: pasted } = filledIn({ ...empty, pasted: row.people }, { ...ground, colleagues: [] })
    const [ofPeople] = Object.values(pasted)
    if (ofPeople) {
      found.problems[`people-${index + 1}`] = `${school.name}: ${ofPeople}`
      continue
    }
    const read = readAsked({ ...filled, places: row.places.trim() }, 'school', allowanceOf(here.event, here.school), instead)
    if (!read.ok) {
      const { places, ...people } = read.problems
      if (places) found.problems[`places-${index + 1}`] = `${school.name}: ${places}`
      const [person] = Object.values(people)
      if (person) found.problems[`people-${index + 1}`] = `${school.name}: ${person}`
      continue
    }
    const delegates = read.asked.delegates.map((one, at) => ({ ...one, meant: row.meant[at] || undefined }))
    const all = comingBy({ ...read.asked, delegates }, typed.attendance)
    const many = all.delegates.length + all.unnamed
    const reason =
      refusalToAsk(here.event, here.school, 'school', now) ??
      limitRefusal(here.event, here.school, many) ??
      (typed.wait !== '' || here.event.rules.approval
        ? undefined
        : lacking(here.event, here.school, 'school', waysAsked(here.event, all))?.reason)
    if (reason)
      found.refused.push({
        row,
        school: here.school,
        asked: all,
        reason,
        many,
        after,
        event,
      })
    else {
      found.asked.push({ row, school, asked: all })
      event = leftBy(event, school, many, typed.wait, onlyWay(waysAsked(event, all)) ?? null)
    }
  }
  return found
}
