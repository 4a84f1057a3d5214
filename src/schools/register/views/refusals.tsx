import type { ApplyRefusal } from '../apply-import.ts'
import type { DecideRefusal, TakeBackRefusal } from '../decide-review.ts'
import type { UndoRefusal } from '../undo-import.ts'

export const applyRefusals: Record<ApplyRefusal, string> = {
  not_found: 'This import no longer exists.',
  not_ready: 'This import was discarded, or its file was not accepted or not read to its end, so there is nothing to apply.',
  already_applied: 'This import has been applied already.',
  register_changed_since:
    'The register has changed since this file was compared with it: import the file again to see what it would change now.',
}

/** Discarded twice, or applied meanwhile. */
export const discardRefusal = 'This import does not wait any more, so nothing was discarded. The page shows what became of it.'

export const undoRefusals: Record<UndoRefusal, string> = {
  not_found: 'This import no longer exists.',
  not_applied: 'This import has not been applied, so there is nothing to undo.',
  not_the_last: 'A later import has been applied. Only the last one can be undone.',
  schools_in_use:
    'A school that this import created already has bookings, contacts, claims or attendance, so the import cannot be undone. Correct single schools by importing a newer file.',
  decided_since: 'A question about a school has been answered since. Take that answer back first.',
}

export const decideRefusals: Record<DecideRefusal, string> = {
  not_found: 'This question no longer exists.',
  not_an_answer: 'Choose one of the answers.',
  already_decided: 'Somebody else has answered this question in the meantime.',
  school_not_held: 'One of the two schools is not held any more, so this cannot be decided.',
  already_one_school: 'The two are one school already.',
  changed: 'What we hold of the two schools has changed since the page was shown. Read it again, then decide.',
}

export const takeBackRefusals: Record<TakeBackRefusal, string> = {
  not_found: 'There is no answer to take back.',
  built_upon: 'A later import or answer builds on this one. Take that back first.',
}
