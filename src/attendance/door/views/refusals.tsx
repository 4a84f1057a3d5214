import type { MarkRefusal } from '#attendance/attendance/mark-attendance.ts'
import type { NameAtDoorRefusal } from '#attendance/attendance/name-at-door.ts'
import { hasCome, markRefusals, nameRefusals } from '#attendance/attendance/views/refusals.tsx'
import { sayChanged, shownNow } from '#base/changed.ts'
import { gone, type Refusal } from '#base/web/press.tsx'
import type { AddRefusal } from '../add-at-door.ts'
import type { CloseDayRefusal } from '../close-day.ts'
import type { MakeLinkRefusal } from '../make-door-link.ts'
import type { ArrivalRefusal } from '../record-arrivals.ts'

/** Why one press was refused, in the words that a device shows too. */
export const arrivalRefusals: Record<ArrivalRefusal, string> = {
  not_expected: 'They are not expected on this day, or their place was cancelled: add them as someone who is not on the list',
  no_name: 'This place has no name yet: name who came',
  before_its_day: 'The day has not come: nobody can have arrived',
  id_used_otherwise: 'This press was used for somebody else: press again',
  nothing_to_take_back: 'There is nothing to undo: look at what is said of them',
  taken_back_already: 'This was undone already',
  event_cancelled: 'The event was cancelled: nobody can be checked in',
  device_ended: 'An organiser took this device off check-in, or its time is over: sign in again',
}

export const addRefusals: Record<AddRefusal, string> = {
  unknown_school: 'Choose a school of the list, or write what they said',
  unknown_role: 'Choose a role of the list',
  not_expected: 'Their colleague’s place was cancelled: add them as someone who is not on the list',
  not_that_day: 'The event has no session on this day that they could come to',
  before_its_day: arrivalRefusals.before_its_day,
  id_used_otherwise: arrivalRefusals.id_used_otherwise,
  has_come_already: hasCome,
  event_cancelled: arrivalRefusals.event_cancelled,
  device_ended: arrivalRefusals.device_ended,
}

const markedOtherwise = 'Somebody has marked them otherwise in the register meanwhile: change it there'

export const doorMarkRefusals: Record<MarkRefusal, string> = {
  ...markRefusals,
  not_on_register: 'They are not on the register of this session',
  id_used_otherwise: arrivalRefusals.id_used_otherwise,
  already_marked: markedOtherwise,
  corrected_meanwhile: markedOtherwise,
  needs_reason: markedOtherwise,
}

export const sayNameRefusal = (reason: NameAtDoorRefusal): string => nameRefusals[reason].says

/** The ticks are not those the page was worked out for. */
export const otherTicks = 'Nothing is signed off yet. This is what signing off does without those you left out: check it and press again'

export const noSuchDay = 'Choose a day of the event that is not over'

export const makeLinkRefusals: Record<MakeLinkRefusal, Refusal> = {
  no_such_day: noSuchDay,
  made_already: 'This link was made already. Make another one if you have not kept it',
  not_allowed: gone,
}

export const closeDayRefusals: Record<CloseDayRefusal, string> = {
  nothing_to_close: 'Every register of this day is signed off already',
  not_over: 'The last session is not over: sign off the day once it is',
  figures_changed: sayChanged('The figures have', 'signed off', shownNow),
}
