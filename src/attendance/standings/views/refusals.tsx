import { sayChanged, sayStored } from '#base/changed.ts'
import { atField, type Refusal } from '#base/web/press.tsx'
import type { AddExceptionReason } from '../add-exception.ts'

export const exceptionRefusals: Record<AddExceptionReason, Refusal> = {
  ...atField('personId', {
    person_is_erased: 'This person is no longer on the record. Choose somebody else, or the whole school',
    no_such_requirement: 'Choose from the lists again',
  }),
  saved_otherwise: { field: 'reason', says: sayStored('what it gave stands', 'Give it now to give another beside it') },
}

export const endRefusal = sayChanged('It has', 'ended')

export const evidenceRefusal = sayChanged('What is known of it has')
