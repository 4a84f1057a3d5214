import type { Council } from '#base/council.ts'
import { type Instant, sayDeadline } from '#base/dates.ts'
import { mail, type Rendered, sentBy } from '#emails/messages/mail.tsx'
import { heading, type OwnWords, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const returnOpenedWords = {
  subject: subject('{title}: please fill in the return of {school}', ['title', 'school']),
  heading: heading('Your safeguarding audit is open'),
  ask: sentence(
    'What is asked',
    '{council} asks {school} to fill in its annual safeguarding return. Submit it by {dueOn}. A governor, trustee or the proprietor can sign after that.',
    ['council', 'school', 'dueOn'],
  ),
  late: sentence('What happens when it is late', 'A return that comes later is kept as late, and is counted until {finalOn}.', ['finalOn']),
  together: sentence(
    'How it is filled in',
    'Several of you can fill it in together. What each of you types is saved. Under what power it is asked and who will read it stands before the first question.',
    [],
  ),
} satisfies Slots

/** To every address of a school that is asked for its return. */
export const returnOpenedMail = (props: {
  school: string
  schoolId: string
  returnId: string
  title: string
  deadlineAt: Instant
  finalAt: Instant
  council: Council
  serviceUrl: string
  words: OwnWords | undefined
}): Rendered => {
  const { council } = props
  const words = wordsOf('return_opened', returnOpenedWords, props.words, {
    school: props.school,
    title: props.title,
    dueOn: sayDeadline(props.deadlineAt),
    finalOn: sayDeadline(props.finalAt),
    service: council.serviceName,
    council: council.name,
  })
  return mail(
    words('subject'),
    [
      { heading: words('heading') },
      ...paragraphsOf(words('ask')),
      ...paragraphsOf(words('late')),
      ...paragraphsOf(words('together')),
      { button: 'Open the return', href: `${props.serviceUrl}/school/${props.schoolId}/returns/${props.returnId}` },
    ],
    sentBy(council, `${props.serviceUrl}/privacy`),
  )
}

export const returnPutOffWords = {
  subject: subject('{title}: the deadline is now {dueOn}', ['title', 'dueOn']),
  heading: heading('You have longer for your safeguarding audit'),
  putOff: sentence(
    'What has changed',
    '{council} has put off the dates of the annual safeguarding return of {school}. Submit it by {dueOn}; a return that comes later is kept as late, and is counted until {finalOn}.',
    ['council', 'school', 'dueOn', 'finalOn'],
  ),
  why: sentence('Why', 'The reason: {reason}', ['reason']),
  kept: sentence('What stays', 'What you have typed is kept.', []),
} satisfies Slots

/** To every address of a school that has not submitted, when its round is postponed. */
export const returnPutOffMail = (props: Parameters<typeof returnOpenedMail>[0] & { reason: string }): Rendered => {
  const { council } = props
  const words = wordsOf('return_put_off', returnPutOffWords, props.words, {
    school: props.school,
    title: props.title,
    dueOn: sayDeadline(props.deadlineAt),
    finalOn: sayDeadline(props.finalAt),
    service: council.serviceName,
    council: council.name,
    reason: props.reason,
  })
  return mail(
    words('subject'),
    [
      { heading: words('heading') },
      ...paragraphsOf(words('putOff')),
      ...paragraphsOf(words('why')),
      ...paragraphsOf(words('kept')),
      { button: 'Open the return', href: `${props.serviceUrl}/school/${props.schoolId}/returns/${props.returnId}` },
    ],
    sentBy(council, `${props.serviceUrl}/privacy`),
  )
}
