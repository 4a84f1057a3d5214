import type { Council } from '#base/council.ts'
import { type Day, sayDay } from '#base/dates.ts'
import { plural } from '#base/words.ts'
import { type Rendered, sentBy, worded } from '#emails/messages/mail.tsx'
import { heading, type OwnWords, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const guidanceIssuedWords = {
  subject: subject('{document}: for {school}', ['document', 'school']),
  heading: heading('{council} has issued guidance to you'),
  first: sentence('What was issued', '{council} has issued “{document}” to {school}.', ['council', 'document', 'school']),
  next: sentence('What was issued, of a later version', '{council} has issued a new version of “{document}” to {school}.', [
    'council',
    'document',
    'school',
  ]),
  adopt: sentence(
    'What is asked, where the school decides',
    'Your governors, trust or proprietor are asked to decide whether to adopt it, and your school to say what was decided by {dueOn}.',
    ['dueOn'],
  ),
  answer: sentence('What is asked, where the school answers', 'Your school is asked to answer by {dueOn}.', ['dueOn']),
  tell_staff: sentence('What is asked, where staff are told', 'Please tell your staff by {dueOn}, and say that you have it.', ['dueOn']),
  answered: sentence(
    'What is asked, where an earlier answer stands',
    'Your school has answered an earlier version. That answer still counts: you need not answer again.',
    [],
  ),
  nothing: sentence('What is asked, where it is for information', 'It is for your information. Please say that you have it.', []),
} satisfies Slots

/** To each named person of a school that was given a version. */
export const guidanceIssuedMail = (props: {
  title: string
  school: string
  /** answered: the school's answer to an earlier version is still valid. */
  asked: 'adopt' | 'answer' | 'answered' | 'tell_staff' | 'nothing'
  isNew: boolean
  dueBy: 'day' | 'governors'
  dueOn: Day
  whatToDo: string
  files: readonly string[]
  /** Opens without signing in. */
  href: string
  council: Council
  serviceUrl: string
  words: OwnWords | undefined
}): Rendered => {
  const { council } = props
  const words = wordsOf('guidance_issued', guidanceIssuedWords, props.words, {
    document: props.title,
    school: props.school,
    dueOn: sayDay(props.dueOn),
    service: council.serviceName,
    council: council.name,
  })
  return worded(words, sentBy(council, `${props.serviceUrl}/privacy`), [
    ...paragraphsOf(words(props.isNew ? 'first' : 'next')),
    ...paragraphsOf(words(props.asked)),
    ...paragraphsOf(props.whatToDo),
    { facts: [[plural(props.files.length, 'File'), props.files.join('\n')]] },
    { button: 'Read it', href: props.href },
    {
      small: [
        `The link is for ${props.school}. Anybody who opens it can say, under their name and role, that they have it${
          props.asked === 'adopt' || props.asked === 'answer' ? ', and send its answer' : ''
        }.`,
      ],
    },
  ])
}
