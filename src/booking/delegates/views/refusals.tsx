import { sayChanged } from '#base/changed.ts'
import { sayDeadline } from '#base/dates.ts'
import { listed } from '#base/words.ts'
import { namesRefusals, unfitRefusals } from '#booking/bookings/views/refusals.tsx'
import type { EventDetails } from '#events/events/event.ts'
import type { AttendanceRefusal } from '../change-attendance.ts'
import type { CorrectionRefusal, Named, NamingRefusal } from '../delegate.ts'

type Facts = { event: EventDetails; schoolName: string; who: string }

const sentences: Record<NamingRefusal | CorrectionRefusal, (facts: Facts) => string> = {
  no_such_booking: () => 'This booking does not exist.',
  place_changed: ({ who }) =>
    who
      ? `Meanwhile ${who} was named for this place. What you typed is not saved: check who is coming now, and save it again only if it should be so.`
      : 'Somebody else has just been named for this place, or it has been cancelled. Check who is coming now, then try again. Nothing has been changed.',
  event_started: () =>
    'The event has begun, so who has a place can no longer be changed. Anybody who came instead is added at the door. Nothing has been changed.',
  event_cancelled: () => 'This event has been cancelled, so nobody needs to be named.',
  place_has_marks: () => 'The register has an entry for this place already, so it cannot change hands. Tell the organiser who came.',
  not_a_name: () => 'Each delegate is a person with a name. Leave the place without a name when you do not know who is coming.',
  same_person_twice: () => namesRefusals.same_person_twice,
  already_has_place: ({ who }) =>
    `${who || 'One of these people'} already has a place at this event, or waits for one. Each person can have one place. Nothing has been changed.`,
  who_is_meant: () => 'Choose who is meant, of each person we ask about. Nothing has been changed.',
  other_place: ({ who }) => `${who || 'One of these people'} has another place that day. Save again if they come all the same.`,
  unknown_role: () => namesRefusals.unknown_role,
  role_not_invited: ({ event }) =>
    `This event is for these roles: ${listed(event.audience.roles.map((role) => role.label))}. Choose one of them, or ask the organiser.`,
  ...unfitRefusals,
  kind_not_invited: ({ schoolName }) =>
    `This event is no longer meant for schools like ${schoolName}, so nobody new can be named. Ask the organiser. Nothing has been changed.`,
  unknown_school: ({ schoolName }) =>
    `Choose the other schools that a person comes for from the list; ${schoolName} itself needs no mention.`,
  event_changed: () => `${sayChanged('The event or the booking has')}.`,
  relied_on: ({ who }) =>
    `${who || 'This person'} is also known to another school, signs in with these details, or is your head or governor, so we do not change them here. They can change them in their own account; a head or governor can be named again under Roles. Nothing has been changed.`,
  someone_else: () =>
    'Somebody else has this name and address already. Choose “Send someone else” to give them the place. Nothing has been changed.',
}

export const sayNamingRefusal = (reason: NamingRefusal | CorrectionRefusal, facts: Facts): string => sentences[reason](facts)

const attendanceSentences: Record<Exclude<AttendanceRefusal, 'no_such_place'>, (event: EventDetails) => string> = {
  event_cancelled: () => 'This event is cancelled, so nobody needs to change how they come.',
  event_started: () => 'The event has begun. Nothing has been changed.',
  attendance_closed: ({ rules, contactEmail }) =>
    `The room or online could be changed until ${rules.attendanceClosesAt ? sayDeadline(rules.attendanceClosesAt) : 'the event began'}. Ask the organiser${contactEmail ? ` (${contactEmail})` : ''}.`,
  event_full: () => 'No place is left there. Nothing has been changed.',
  others_are_waiting: () => 'Schools wait for the places left there, and are offered them first. Nothing has been changed.',
  held_back: () => 'The places left there are reserved for other schools for now. Nothing has been changed.',
  costs_otherwise: () => 'It would change what the place costs, so the person who booked has to change it. Nothing has been changed.',
  ask_organiser: ({ contactEmail }) =>
    `It would change what the place costs, and that cannot be done here: somebody else would pay by now, or cards are not taken any more. Ask the organiser${contactEmail ? ` (${contactEmail})` : ''}. Nothing has been changed.`,
  price_changed: () => 'It costs something else by now than you saw. Read what it costs now, then decide. Nothing has been changed.',
  changed: () => `${sayChanged('The place or the event has')}.`,
}

export const sayAttendanceRefusal = (reason: Exclude<AttendanceRefusal, 'no_such_place'>, event: EventDetails): string =>
  attendanceSentences[reason](event)

export const sayNamed = ({ named, swapped, changed }: Named): string => {
  if (swapped > 0) return 'Done. The people who now come are sent an invitation, and those who no longer come a message.'
  if (named > 0) return named === 1 ? 'Named. One person now has the place.' : `Named. ${named} people now have a place.`
  return changed > 0 ? 'The details are changed.' : 'That had been saved already.'
}
