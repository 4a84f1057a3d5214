import type { Council } from '#base/council.ts'
import { type Instant, sayDeadline } from '#base/dates.ts'
import { type Rendered, sentBy, worded } from '#emails/messages/mail.tsx'
import { heading, type OwnWords, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const returnOpenedWords = {
  subject: subject('{title}: please fill it in for {school}', ['title', 'school']),
  heading: heading('Your safeguarding audit is open'),
  ask: sentence(
    'What is asked',
    '{council} asks {school} to fill in its safeguarding audit. Submit it by {dueOn}. A governor, trustee or the proprietor can sign after that.',
    ['council', 'school', 'dueOn'],
  ),
  late: sentence('What happens when it is late', 'One that comes later is marked as late, and counted until {finalOn}.', ['finalOn']),
  together: sentence(
    'How it is filled in',
    'Several of you can fill it in together: what each types is saved. The first page says by what power we ask, and who will read it.',
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
  return worded(words, sentBy(council, `${props.serviceUrl}/privacy`), [
    ...paragraphsOf(words('ask')),
    ...paragraphsOf(words('late')),
    ...paragraphsOf(words('together')),
    { button: 'Open the audit', href: `${props.serviceUrl}/school/${props.schoolId}/returns/${props.returnId}` },
  ])
}

export const returnPutOffWords = {
  subject: subject('{title}: the deadline is now {dueOn}', ['title', 'dueOn']),
  heading: heading('You have longer for your safeguarding audit'),
  putOff: sentence(
    'What has changed',
    '{council} gives {school} longer for its safeguarding audit. Submit it by {dueOn}. One that comes later is marked as late, and counted until {finalOn}.',
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
  return worded(words, sentBy(council, `${props.serviceUrl}/privacy`), [
    ...paragraphsOf(words('putOff')),
    ...paragraphsOf(words('why')),
    ...paragraphsOf(words('kept')),
    { button: 'Open the audit', href: `${props.serviceUrl}/school/${props.schoolId}/returns/${props.returnId}` },
  ])
}
