import { sayChanged, sayStored } from '#base/changed.ts'
import { atField, type Refusal } from '#base/web/press.tsx'
import type { ApplyReason } from '../apply-source.ts'
import type { CountedReason } from '../count-event.ts'
import type { EditionReason } from '../save-edition.ts'
import type { TitleReason } from '../save-titles.ts'

export const editionRefusals: Record<EditionReason | 'begins_already', Refusal> = {
  ...atField('validFrom', {
    changed_meanwhile: sayChanged('This rule has'),
    editions_overlap: 'Another edition is in force on some of these days. Choose other days, or change those of the other edition first',
    saved_otherwise: sayStored('the edition stands', 'Change that edition, or start with an empty form'),
  }),
  ...atField('validFrom', { begins_already: 'An edition begins on that day already. Change that one, or choose another day' }, 422),
}

export const changesOtherwise = sayChanged('What it would change has')

export const sourceRefusals: Record<ApplyReason, Refusal> = {
  ...atField('validFrom', {
    changed_meanwhile: changesOtherwise,
    saved_otherwise: sayStored('what it brought in stands', 'Start with an empty form'),
  }),
  ...atField(
    'validFrom',
    {
      begins_already: 'An edition of one of these rules begins on that day already. Change that one, or choose another day',
      not_in_force: 'One of these rules is not in force on that day. Choose another day, or leave that rule as it is',
      nothing_chosen: 'Choose at least one rule that is in the new edition',
    },
    422,
  ),
}

export const titleRefusals: Record<TitleReason, string> = {
  changed_meanwhile: changesOtherwise,
  nothing_changes: 'Choose what at least one course counted as',
}

export const countRefusals: Record<CountedReason, Refusal> = {
  changed_meanwhile: { field: 'nothing', says: sayChanged('What it counts as has') },
  no_reason: { field: 'reason', says: 'Choose why it is changed', status: 422 },
}
