import type { Council } from '#base/council.ts'
import { type Rendered, sentBy, worded } from '#emails/messages/mail.tsx'
import { heading, type OwnWords, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const lineShownWords = {
  subject: subject('What we will publish about {school}', ['school']),
  heading: heading('What we will publish about your school'),
  what: sentence(
    'What was done',
    '{report} of {council} is about safeguarding conferences, training and guidance. It may name {school} once you have had time to answer.',
    ['council', 'report', 'school'],
  ),
  published: sentence(
    'What was done, of a report that is to be published',
    '{report} of {council} is about conferences. We mean to publish which schools took part. It says whether {school} did.',
    ['council', 'report', 'school'],
  ),
  ask: sentence(
    'What is asked',
    'Sign in to see what it says and why. If it is wrong, tell us there: you have {days} school days from when this first reaches your school. Your answer is shown beside it, and your school is not named before.',
    ['days'],
  ),
} satisfies Slots

/** To every address of a school that was shown its line of a report. */
export const lineShownMail = (props: {
  school: string
  schoolId: string
  /** “Report 14”. */
  report: string
  reportId: string
  replyDays: number
  /** A report of coverage, which the council may publish. */
  isCoverage: boolean
  council: Council
  serviceUrl: string
  words: OwnWords | undefined
}): Rendered => {
  const { council } = props
  const words = wordsOf('line_shown', lineShownWords, props.words, {
    school: props.school,
    report: props.report,
    days: String(props.replyDays),
    service: council.serviceName,
    council: council.name,
  })
  return worded(words, sentBy(council, `${props.serviceUrl}/privacy`), [
    ...paragraphsOf(words(props.isCoverage ? 'published' : 'what')),
    ...paragraphsOf(words('ask')),
    { button: 'See what it says', href: `${props.serviceUrl}/school/${props.schoolId}/reports/${encodeURIComponent(props.reportId)}` },
  ])
}
