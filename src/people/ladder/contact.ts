// A contact tried: that somebody at a school was contacted about a matter, or that it was tried. It
// is appended and never edited; a correction is a contact of its own, in place of the earlier one.

export const means = ['message', 'letter', 'telephone', 'visit'] as const
export type Means = (typeof means)[number]

export const meansWords: Record<Means, string> = { message: 'Message', letter: 'Letter', telephone: 'Telephone', visit: 'Visit' }

/** `not_so`: a correction alone, of what never happened. */
export const results = ['written_to', 'no_answer', 'left_message', 'spoke', 'answered', 'not_so'] as const
export type Result = (typeof results)[number]

/** What a mail server said is no contact: whoever got a message was written to. */
export const resultWords: Record<Result, string> = {
  written_to: 'Written to',
  no_answer: 'Nobody answered',
  left_message: 'Left a message',
  spoke: 'Spoke to them',
  answered: 'Answered: the matter is closed',
  not_so: 'Did not happen',
}

export const resultsOf: Record<Means, readonly Result[]> = {
  message: ['written_to', 'answered'],
  letter: ['written_to', 'answered'],
  telephone: ['no_answer', 'left_message', 'spoke', 'answered'],
  visit: ['no_answer', 'left_message', 'spoke', 'answered'],
}

export const chasedMatters = [
  'requirement',
  'roles_not_confirmed',
  'names_missing',
  'never_reached',
  'guidance',
  'return_missing',
  'return_plan',
] as const
export type ChasedMatter = (typeof chasedMatters)[number]

/** `event`: a change of an event, told by telephone; `due`: the weekly note of what is due. */
export type Matter = ChasedMatter | 'event' | 'due'

export const matterWords: Record<Matter, string> = {
  requirement: 'A training rule that is not met by our record',
  roles_not_confirmed: 'Nobody confirmed the school’s roles this year',
  names_missing: 'Places without names',
  never_reached: 'No record of any attendance',
  guidance: 'Guidance without an answer',
  return_missing: 'A safeguarding audit that was not submitted',
  return_plan: 'What is still to be done after a safeguarding audit',
  event: 'A change of an event',
  due: 'What is due from the school',
}
