import { sayChanged } from '#base/changed.ts'
import { type Instant, sayBeginning, sayDeadline, sayInstant } from '#base/dates.ts'
import { sayUntil } from '#base/limits/limit.ts'
import { afterwards, atField, gone, type Refusal as PressRefusal } from '#base/web/press.tsx'
import { counted, listed } from '#base/words.ts'
import { contactOf } from '#calendars/invites/invite.ts'
import { allPlaces, bookingEndsAt, type EventDetails, eventFor, firstStart, placesLeft, sayCourse } from '#events/events/event.ts'
import { attendanceWords } from '#events/events/views/words.tsx'
import { kinds } from '#schools/schools/school.ts'
import type { Way } from '../attendance.ts'
import { type BookingSchool, type CancelRefusal, type Refusal, sayTrustLimit, type UndoRefusal } from '../booking.ts'

/** `who`: the people the refusal is about. */
export type RefusalFacts = {
  event: EventDetails
  school: BookingSchool
  asked: number
  who?: string | undefined
  next?: string | undefined
  way?: Way | undefined
}

const ask = (event: EventDetails): string => (contactOf(event) ? ` If you have a question, ask ${contactOf(event)}.` : '')

/** '' without a date. @param due of the booking: the same on form, page, mails and first page */
export const sayNamesDue = (due: Instant | undefined, { rules }: Pick<EventDetails, 'rules'>, now: Instant): string => {
  if (due === undefined) return ''
  return due > now
    ? `Names by ${sayDeadline(due)}.${rules.namesRelease ? ' A place without a name is then given back, at no cost.' : ''}`
    : `We asked for names by ${sayDeadline(due)}.`
}

export const noSuchBooking = 'There is no such booking.'
export const cancelledEvent = 'This event has been cancelled, so nobody can book it.'

/** Of the people whom the event is not for. `next`: the next date of the earlier course. */
export const unfitRefusals = {
  course_missing: ({ event, who, next }: Pick<RefusalFacts, 'event' | 'who' | 'next'>) =>
    `This event needs an earlier course: ${event.audience.course ? sayCourse(event.audience.course) : 'see its page'}. Our record, as far as the school may see it, does not show it for ${who || 'one of these people'}. ${next ? `The next date is ${next}.` : 'No date of it that they can come to can be booked at the moment.'} Somebody who attended for another school can show it by confirming their role on their own page.`,
  reason_missing: ({ event: { audience } }: Pick<RefusalFacts, 'event'>) =>
    `This event is meant for ${listed([
      ...audience.kinds.map((kind) => `${kinds[kind].toLowerCase()} schools`),
      ...audience.roles.map(({ label }) => label),
      ...(audience.course ? [`people who attended ${sayCourse(audience.course)}`] : []),
    ])}. Say why this person comes`,
}

/** Of the people who are named, however they come to have places. */
export const namesRefusals = {
  unknown_role: 'Choose a role from the list for each person.',
  same_person_twice: 'The same person is named twice. Name each person once.',
}

const whereLeft = (way: Way): string => (way === null ? '' : ` ${attendanceWords[way]}`)

const sentences: Record<Refusal, (facts: RefusalFacts) => string> = {
  event_cancelled: () => cancelledEvent,
  event_over: () => 'This event is over.',
  booking_not_open: ({ event }) =>
    event.bookingOpensAt ? `Booking is not open yet. It opens on ${sayBeginning(event.bookingOpensAt)}.` : 'Booking is not open yet.',
  booking_closed: ({ event }) => {
    const end = bookingEndsAt(event)
    return `${end ? `Booking closed on ${sayInstant(end)}${end === firstStart(event) ? ', when the event began' : ''}.` : 'Booking is closed.'}${ask(event)}`
  },
  workshop_full: () => 'A workshop that you chose has no place left. Choose another one, or choose later. Nothing has been booked.',
  workshops_clash: () =>
    'Two of the workshops of one person are at the same time. Choose others, or choose later. Nothing has been booked.',
  attendance_missing: () => 'Choose for each person whether they come to the room or online.',
  event_full: ({ event, asked, way = null }) => {
    const left = placesLeft(eventFor(event, way))
    return left === 0
      ? `${way === null ? 'This event is full' : `No place is left ${attendanceWords[way]}`}. You can join the waiting list.`
      : `There ${left === 1 ? 'is 1 place' : `are ${left} places`} left${whereLeft(way)} and you asked for ${asked}. Nothing has been booked.`
  },
  others_are_waiting: ({ event, way = null }) =>
    `Other schools are waiting for places${whereLeft(way)}, and those left (${placesLeft(eventFor(event, way))}) are offered to them first. You can join the waiting list.`,
  held_back: ({ event, way = null }) =>
    `The places left${whereLeft(way)} (${placesLeft(eventFor(event, way))}) are reserved for other schools for now. You can join the waiting list.`,
  trust_limit_reached: ({ event, school, asked }) => `${sayTrustLimit(event, school, asked)} Nothing has been booked.`,
  terms_not_accepted: () =>
    'The terms of cancelling have to be accepted, or have changed since you saw them. Read them and try again. Nothing has been booked.',
  school_limit_reached: ({ event, school, asked }) => {
    const limit = event.placesPerSchool ?? allPlaces(event)
    return school.taken >= limit
      ? `${school.name} has ${school.taken} of ${counted(limit, 'place')}, which is as many as one school can have at this event.`
      : `${school.name} has ${school.taken} of ${limit} places${school.waiting > 0 ? `, waits for ${school.waiting}` : ''} and you asked for ${asked} more. Nothing has been booked.`
  },
  kind_not_invited: ({ event, school }) =>
    `This event is for ${listed(event.audience.kinds.map((kind) => kinds[kind].toLowerCase()))} schools, and the register has ${school.name} as ${kinds[school.kind as keyof typeof kinds]?.toLowerCase() ?? school.kind}.${ask(event)}`,
  role_not_invited: ({ event }) =>
    `This event is for these roles: ${listed(event.audience.roles.map((role) => role.label))}. Choose one of them.${ask(event)}`,
  ...unfitRefusals,
  unknown_role: () => namesRefusals.unknown_role,
  unknown_school: ({ school }) =>
    `Choose the other schools that a person represents from the list; ${school.name} itself needs no mention.`,
  same_person_twice: () => namesRefusals.same_person_twice,
  already_has_place: ({ who }) =>
    `${who || 'One of these people'} already has a place at this event, or waits for one. Each person can be booked once. Nothing has been booked.`,
  who_is_meant: () => 'Choose who is meant, of each person we ask about. Nothing has been booked.',
  contact_is_staff: () =>
    'This address is of somebody who works for the council. Enter the person who asked at the school. Nothing has been booked.',
  not_a_name: () => 'Each delegate is a person with a name. Leave a place to be named later when you do not know who is coming.',
  event_changed: () => `${sayChanged('The event has', 'booked')}.`,
  answers_incomplete: () => 'Answer the questions that must be answered.',
  price_not_accepted: () =>
    'The price has to be accepted, or has changed since you saw it. Read what it costs now and try again. Nothing has been booked.',
  price_changed: () => 'It costs something else by now than you saw. Read what it costs now and try again. Nothing has been booked.',
  code_unknown: () => 'There is no such code for this event, or it has ended. Check it, or leave it out. Nothing has been booked.',
  code_used_up: () => 'The code has been used for as many places as it is good for. Leave it out and try again. Nothing has been booked.',
  form_already_used: () => 'This form has been sent before. Start a new booking.',
}

export const sayRefusal = (reason: Refusal, facts: RefusalFacts): string => sentences[reason](facts)

const tooFewLeft = ({ event, asked, way }: RefusalFacts): string =>
  asked === 1
    ? sentences.event_full({
        event: { ...event, capacity: 0, ...(event.onlineCapacity ? { onlineCapacity: 0 } : {}) },
        school: {} as BookingSchool,
        asked,
        way,
      })
    : `Somebody else was quicker: fewer than ${asked} places are left by now. Nothing has been booked.`

const overLimit =
  (reason: 'school_limit_reached' | 'trust_limit_reached') =>
  ({ event, school, asked }: RefusalFacts): string => {
    const taken = { taken: event.placesPerSchool ?? 0, trustTaken: event.rules.placesPerTrust ?? 0 }
    return asked === 1
      ? sentences[reason]({ event, school: { ...school, ...taken }, asked })
      : `Somebody else has just booked for ${reason === 'school_limit_reached' ? school.name : (school.trustName ?? 'the trust')}: it can have fewer than ${asked} more places at this event by now. Nothing has been booked.`
  }

const overtaken: Partial<Record<Refusal, (facts: RefusalFacts) => string>> = {
  event_full: tooFewLeft,
  others_are_waiting: () =>
    'Other schools are waiting for the places that are left. You can join the waiting list. Nothing has been booked.',
  held_back: () =>
    'The places that are left are reserved for other schools for now. You can join the waiting list. Nothing has been booked.',
  school_limit_reached: overLimit('school_limit_reached'),
  trust_limit_reached: overLimit('trust_limit_reached'),
}

/** For a refusal by the write, after reading said otherwise. */
export const sayOvertaken = (reason: Refusal, facts: RefusalFacts): string => (overtaken[reason] ?? sentences[reason])(facts)

export const sayGuessedOut = (until: Instant, now: Date): string =>
  `Too many codes that do not hold have been tried. Leave the code out, or try again ${sayUntil(until, now)}. Nothing has been booked.`

export const tooLateToCancel = {
  event_started: 'The event has begun, so places can no longer be cancelled: the register says who came.',
  event_cancelled: 'The event itself is cancelled, so there is nothing left to cancel.',
}

export const cancelRefusals = {
  ...tooLateToCancel,
  no_such_booking: gone,
  event_changed: { afresh: `${sayChanged('The booking has', 'cancelled')}.` },
  charge_changed: { field: 'charge', says: sayChanged('What cancelling costs has', 'cancelled', 'Read what it costs now, then decide') },
  reason_missing: { field: 'reason', says: 'Say why the charge should be waived', status: 422 },
} satisfies Record<CancelRefusal, PressRefusal>

export const tooLateToUndo = {
  event_started: 'The event has begun, so no cancellation can be undone: the register says who came.',
  event_cancelled: 'The event itself is cancelled.',
}

export const undoRefusals = {
  ...afterwards(tooLateToUndo),
  no_such_booking: gone,
  nothing_chosen: { field: 'place', says: 'Choose at least one place', status: 422 },
  ...atField('place', {
    event_full: 'There is no room for these places any more: the event is full, counting places on offer. Nothing has been changed',
    school_limit_reached:
      'The school would have more places than one school may have at this event. Choose fewer, or raise the limit first',
    trust_limit_reached:
      'The schools of the trust would have more places than one trust may have at this event. Choose fewer, or raise the limit first',
    held_back: 'The places left are reserved for other schools. Nothing has been changed',
    already_has_place: 'One of these people has another place at this event by now. Leave them out, or cancel that place first',
    changed_meanwhile: sayChanged('The booking has', 'undone'),
  }),
} satisfies Record<UndoRefusal, PressRefusal>

export const payingRefusals = {
  billed: 'The bill has been sent or asked for already. Ask the council to change it',
  changed_meanwhile: sayChanged('The booking has'),
}
