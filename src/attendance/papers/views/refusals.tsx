import { sayChanged, sayStored, shownNow } from '#base/changed.ts'
import { proposalRefusals } from '#people/proposals/views/refusals.tsx'
import { mostNamed } from '../paper.ts'

export const replyRefusals = {
  reply_time_is_over: 'The days to answer are over, so nothing was saved. Write to the council if it is still wrong.',
} as const

export const decisionRefusals = {
  reply_has_changed: sayChanged('What the school answers has', 'saved', shownNow),
} as const

export const issueRefusals = {
  ...proposalRefusals,
  no_such_proposal: 'There is no such proposal.',
  paper_needs_a_second: 'The settings ask for a second person now. Propose the paper again.',
  line_not_shown: 'Not every school that the paper names was shown its line yet. Nothing was issued.',
  time_to_reply_runs: 'A school that the paper names may still answer to its line. Nothing was issued.',
  names_unreached: sayChanged('Which schools were reached has', 'issued', shownNow),
  reply_not_decided: 'A school says that its line is wrong, and nobody has decided on that yet. Nothing was issued.',
  answers_changed: sayChanged('What schools answer has', 'issued', 'The draft below is as things stand now: look at it, then issue it'),
  paper_has_changed: sayChanged('What the paper rests on, or what you may do, has', 'issued', shownNow),
  saved_otherwise: sayStored('a paper is issued', 'Issue again to issue another'),
  too_long: `The paper is longer than one may be: it names more than ${mostNamed.toLocaleString('en-GB')} schools, or holds too much text. Nothing was issued. Issue it without names, or freeze a report of a longer period, in which more schools took part; the file of the report has the line of every school.`,
} as const
