import type { Council } from '#base/council.ts'
import { type Instant, sayDeadline } from '#base/dates.ts'
import { type Rendered, sentBy, worded } from '#emails/messages/mail.tsx'
import { heading, type OwnWords, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const returnSubmittedWords = {
  subject: subject('{title} of {school} is submitted: number {number}', ['title', 'school', 'number']),
  heading: heading('The audit is submitted'),
  what: sentence('What was done', 'The head of {school} submitted “{title}” on {when}. Its number is {number}.', [
    'school',
    'title',
    'when',
    'number',
  ]),
  inTime: sentence('When it came by the deadline', 'It came by the deadline.', []),
  byFinal: sentence('When it came by the final date', 'It came after the deadline and by the final date.', []),
  late: sentence('When it came later', 'It came after the final date, and is counted as late.', []),
  next: sentence(
    'What follows',
    'Anybody who still has to sign can do so on its page. To change an answer, ask {council} to open it again.',
    ['council'],
  ),
} satisfies Slots

/** To whoever wrote in a school's return or signed it. */
export const returnSubmittedMail = (props: {
  school: string
  schoolId: string
  returnId: string
  title: string
  number: string
  came: 'by_deadline' | 'by_final' | 'after_final'
  at: Instant
  council: Council
  serviceUrl: string
  words: OwnWords | undefined
}): Rendered => {
  const { council, came } = props
  const words = wordsOf('return_submitted', returnSubmittedWords, props.words, {
    school: props.school,
    title: props.title,
    number: props.number,
    when: sayDeadline(props.at),
    service: council.serviceName,
    council: council.name,
  })
  return worded(words, sentBy(council, `${props.serviceUrl}/privacy`), [
    ...paragraphsOf(words('what')),
    ...paragraphsOf(words(came === 'by_deadline' ? 'inTime' : came === 'by_final' ? 'byFinal' : 'late')),
    ...paragraphsOf(words('next')),
    { button: 'See the audit', href: `${props.serviceUrl}/school/${props.schoolId}/returns/${props.returnId}` },
  ])
}
