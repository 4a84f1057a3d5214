import { sayChanged, shownNow } from '#base/changed.ts'
import { gone, type Refusal } from '#base/web/press.tsx'
import { atStart } from '#base/words.ts'
import type { WalkInRefusal } from '../add-walk-in.ts'
import type { CloseRefusal } from '../close-register.ts'
import type { MarkRefusal } from '../mark-attendance.ts'
import type { EveryoneRefusal } from '../mark-everyone.ts'
import type { MatchRefusal } from '../match-walk-in.ts'
import type { NameAtDoorRefusal } from '../name-at-door.ts'

const noRegister = 'This register does not exist'
const notOnRegister = 'This person is not on this register'
const notARole = 'Choose a role of the list'
export const hasCome = 'Somebody of this name and school is here already. If this is another person, add a middle name'

/** What to do after a refused mark; '' for those answered with 404. */
export const markRefusals: Record<MarkRefusal, string> = {
  not_on_register: notOnRegister,
  id_used_otherwise: 'This form has been used for somebody else: reload the register and mark them again',
  already_marked: 'They are marked already: if that is wrong, choose what is right and why',
  corrected_meanwhile: sayChanged('What is marked has'),
  needs_reason: 'Choose or write why you change what is marked',
  register_is_signed: 'This register is signed off: choose or write why it is marked only now',
  place_not_named: 'This place has no name yet: name who came first, or mark that nobody came',
  too_early: 'The day of this session has not come: until then only apologies can be marked',
  event_cancelled: 'The event was cancelled before this session began, or the session is called off, so nobody can be marked',
}

export const everyoneRefusals: Record<EveryoneRefusal, string> = {
  not_on_register: noRegister,
  marked_meanwhile:
    'Somebody else has marked one of them meanwhile, or one of them no longer comes to this session, so nothing was saved: check the list as it is now',
  place_not_named: 'One of them has a place without a name: name who came first, then mark the others',
  too_early: markRefusals.too_early,
  event_cancelled: markRefusals.event_cancelled,
  register_is_signed: 'This register has been signed off meanwhile: mark each person with a reason',
}

export const sayNotMarked = (left: number): string => `${atStart(left, 'person is', 'people are')} not marked yet`

export const sayCloseRefusal = (left: number): Record<CloseRefusal, string> => ({
  not_your_register: noRegister,
  not_everyone_marked: `${sayNotMarked(left)}: mark everyone before you sign off the register`,
  already_closed: 'This register is signed off already',
  not_over: 'This session is not over: its register can be signed off once it has ended',
  called_off: 'This session is called off, so its register does not have to be signed off',
  figures_changed: sayChanged('The figures have', 'signed off', shownNow),
})

export const nameRefusals: Record<NameAtDoorRefusal, { field: string; says: string }> = {
  not_on_register: { field: 'name', says: 'This place is not on this register' },
  named_already: { field: 'name', says: 'Somebody has been named for this place meanwhile: look at the register' },
  event_cancelled: {
    field: 'name',
    says: 'The event or the place was cancelled, or the session is called off, so nobody can be named',
  },
  unknown_role: { field: 'roleId', says: notARole },
  not_a_name: { field: 'name', says: 'Enter the name of the person, not of an office or a post' },
  already_has_place: { field: 'name', says: 'This person has a place already: mark them where they stand on the register' },
}

export const walkInRefusals: Record<WalkInRefusal, Refusal> = {
  not_your_register: gone,
  unknown_school: { field: 'schoolId', says: 'Choose a school of the list, or write what they said' },
  unknown_role: { field: 'roleId', says: notARole },
  register_is_signed: { field: 'reasonChoice', says: 'This register is signed off: choose or write why they are added only now' },
  too_early: { field: 'name', says: 'The day of this session has not come: nobody can have come to it' },
  event_cancelled: {
    field: 'name',
    says: 'The event was cancelled before this session began, or the session is called off, so nobody can be added',
  },
  id_used_otherwise: { field: 'name', says: 'This form has been used already: open it again from the register' },
  has_come_already: { field: 'name', says: hasCome },
}

const ofList = (refusal: Refusal): Refusal => (typeof refusal === 'object' && 'says' in refusal ? { ...refusal, field: 'pasted' } : refusal)

export const listRefusals: Record<WalkInRefusal, Refusal> = {
  ...walkInRefusals,
  too_early: ofList(walkInRefusals.too_early),
  event_cancelled: ofList(walkInRefusals.event_cancelled),
}

export const matchRefusals: Record<MatchRefusal, Refusal> = {
  not_on_register: { field: 'schoolId', says: notOnRegister },
  unknown_school: { field: 'schoolId', says: 'Choose a school of the list' },
  needs_confirmation: '',
  matched_meanwhile: { field: 'schoolId', says: sayChanged('The school of this person has') },
}
