import { sayChanged, shownNow } from '#base/changed.ts'
import type { PostponeRefusal } from '../postponement.ts'
import type { CloseRefusal, OpenRefusal, SaveRoundRefusal } from '../round.ts'

export const saveRoundRefusals: Record<SaveRoundRefusal, string> = {
  round_is_open: 'This audit is open, so what schools were told stays as it is',
  no_such_form: 'This form is not there any more',
}
export const openRefusals: Record<OpenRefusal, string> = {
  form_not_published: 'Publish the form first',
  already_open: 'This audit is open already',
  no_schools: 'No school is of this audience, so nobody would be asked',
  deadline_past: 'The deadline has passed: choose a later one first',
  texts_not_checked: 'Tick off the texts on the page of powers, or say why the audit opens before',
}
export const closeRefusals: Record<CloseRefusal, string> = {
  not_over: 'It can be closed once the final date has passed, because schools are counted then',
  already_closed: 'It is closed already',
  school_has_longer: 'A school was given longer: close it once its final date has passed',
}
export const postponeRefusals: Record<PostponeRefusal, string> = {
  round_is_closed: 'The audit is closed, so its dates stay as they are',
  dates_have_changed: sayChanged('The dates have', 'put off', shownNow),
  return_has_come: 'The school has answered meanwhile, so its dates stay as they are',
  not_put_off: 'Choose a date that is later than the one before, and still to come; one of the two may stay as it is',
}
