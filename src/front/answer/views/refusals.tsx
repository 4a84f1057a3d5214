import { sayChanged, sayStored, shownNow } from '#base/changed.ts'
import { fileRefusals } from '#base/files/views/refusals.tsx'
import { answerLinksMost } from '#base/limits/budget.ts'
import { atField } from '#base/web/press.tsx'
import type { NotFinal, NotMade } from '../report.ts'
import type { NotChosen } from '../template.ts'

export const notMade: Record<Exclude<NotMade, 'no_subject'>, string> = {
  goes_on_changing: 'So much is being recorded that no position could be kept. No report was made. Try again in a few minutes.',
  saved_otherwise: sayStored('a report is made, of another topic', 'Make a report again'),
  too_long: 'This area has more schools than a report can hold. No report was made.',
}

export const notFinal: Record<Exclude<NotFinal, 'no_report'>, string> = {
  report_has_no_entry: 'The position is not in the protected record yet. This takes a minute or two. Then make it final.',
  report_needs_a_second:
    'Somebody else makes this report final: the settings ask for two people, and you made the draft, with this account or another of yours.',
  report_is_final: 'This report is final already.',
  line_not_shown: 'Not every school was shown what the report says of it. It is not final. Show schools their lines first.',
  time_to_reply_runs: 'A school may still answer what the report says of it. The report is not final.',
  reply_not_decided: 'A school says that something is wrong, and nobody has decided on that yet. The report is not final.',
  names_unreached: sayChanged('Which schools were reached has', 'made final', shownNow),
  answers_changed: sayChanged('What schools answer has', 'made final', shownNow),
  too_long: 'This area has more schools than a file of a report can hold. The report is still a draft.',
}

export const linkRefusals = {
  not_allowed: 'You may no longer do this',
  ...atField('lastDay', { answer_link_too_long: 'Choose an earlier day: the settings no longer allow this one' }, 422),
  ...atField('email', { enough_today: `You have sent ${answerLinksMost} links in 24 hours. Send more tomorrow` }, 422),
}

const sentences: Record<NotChosen, string> = {
  ...fileRefusals,
  no_word_file: 'Choose a Word file (docx)',
  no_place_for_report:
    'This template has no paragraph that says {{report}} and nothing else. Add one where the report begins. More than 30 MB inside it is not taken either',
}

export const templateRefusals = atField('file', sentences, 422)
