import { sayChanged } from '#base/changed.ts'
import type { RequestReason } from '../answer-request.ts'
import type { RunReason } from '../decide-run.ts'
import type { EraseReason } from '../erasure.ts'
import type { HoldReason } from '../place-hold.ts'

export const eraseRefusals: Record<EraseReason, string> = {
  no_such_person: 'There is no such person',
  already_erased: 'This person is erased already',
  merged: 'This record was merged into another. Erase that one: this goes with it',
  is_staff: 'This person works for the council here. End their roles first',
  has_coming_place: 'This person has a place at an event that is not over. Cancel it or pass it on first',
  mail_is_waiting: 'A message that names them waits to be sent. Try again in some minutes',
  request_is_waiting: 'A request for places that waits names this person. Decide on who asked for them, or have it taken back, first',
  held: 'A hold keeps this from being destroyed. End the hold first, if you may',
  changed: sayChanged('Something about this person has', 'erased'),
}

export const holdRefusals: Record<HoldReason, string> = {
  nothing_there: 'No class, person or event is known by this',
  several_people: 'Several people have this address. Open the record of the one you mean under People, and hold it from there',
  already_held: 'This is held already',
  changed: 'You may not do this any more',
}

export const runRefusals: Record<RunReason, string> = {
  nothing_due: 'Nothing of this class is due',
  under_way: 'A run of this class is waiting or under way already',
  own_destruction: 'Somebody else must approve what you proposed',
  decided: 'This was decided in the meantime',
  out_of_limits: 'The period must lie within the limits',
  changed: 'You may not do this any more',
}

export const requestRefusals: Record<RequestReason, string> = {
  no_such_request: 'There is no such request',
  answered: 'This request is answered already',
  identity_first: 'Say first how it was made sure who asks',
  copy_first: 'Make the copy first',
  changed: sayChanged('This request has'),
  made_already: 'This form recorded a request already. Press again if there is another one',
}
