import type { Council } from '#base/council.ts'
import { type Instant, sayDeadline } from '#base/dates.ts'
import { type Rendered, sentBy, worded } from '#emails/messages/mail.tsx'
import { heading, type OwnWords, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const returnRedactedWords = {
  subject: subject('Words are taken out of {title} of {school}', ['title', 'school']),
  heading: heading('Words are taken out of the audit'),
  what: sentence('What was done', 'On {when} {name} of {council} took words out of “{title}” of {school}. A mark shows where they were.', [
    'when',
    'name',
    'council',
    'title',
    'school',
  ]),
  next: sentence(
    'What follows',
    'We do not keep them, and nobody else writes in your audit. If something is to be said there, write it without those words, or ask {council} to open the audit again.',
    ['council'],
  ),
} satisfies Slots

/** To the head, and to whoever wrote the words or signed as head. */
export const returnRedactedMail = (props: {
  school: string
  schoolId: string
  returnId: string
  title: string
  at: Instant
  /** The officer’s name; '' where none is known. */
  by: string
  reason: string
  council: Council
  serviceUrl: string
  words: OwnWords | undefined
}): Rendered => {
  const { council } = props
  const words = wordsOf('return_redacted', returnRedactedWords, props.words, {
    school: props.school,
    title: props.title,
    when: sayDeadline(props.at),
    name: props.by || 'an officer',
    service: council.serviceName,
    council: council.name,
  })
  return worded(words, sentBy(council, `${props.serviceUrl}/privacy`), [
    ...paragraphsOf(words('what')),
    { facts: [['Why', props.reason]] },
    ...paragraphsOf(words('next')),
    { button: 'See the audit', href: `${props.serviceUrl}/school/${props.schoolId}/returns/${props.returnId}` },
  ])
}
