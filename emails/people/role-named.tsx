import { sayDay } from '#base/dates.ts'
import { mail, type Rendered } from '#emails/messages/mail.tsx'
import { heading, type OwnWords, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const roleNamedWords = {
  subject: subject('Your role at {school}', ['school']),
  heading: heading('You are named in a role'),
  named: sentence('What was said', '{who} has told {service} that you hold the following at {school}.', ['who', 'school']),
  wrong: sentence(
    'When it is wrong',
    'If it is right, you need do nothing. If it is not, sign in with this address and say so on your record: until it is answered the role counts in nothing.',
  ),
} satisfies Slots

/** To whoever somebody else names in roles: the first at once, others of a day in one mail. */
export const roleNamedMail = (props: {
  roles: readonly { role: string; school: string; since: string | undefined }[]
  by: 'school' | 'council'
  council: { name: string; serviceName: string }
  serviceUrl: string
  words: OwnWords | undefined
}): Rendered => {
  const { council, roles } = props
  const [school = '', ...others] = new Set(roles.map((one) => one.school))
  const words = wordsOf('role_named', roleNamedWords, props.words, {
    school: others.length === 0 ? school : 'your schools and settings',
    who: props.by === 'council' ? council.name : 'Somebody who answers for it',
    service: council.serviceName,
    council: council.name,
  })
  return mail(
    words('subject'),
    [
      { heading: words('heading') },
      ...paragraphsOf(words('named')),
      ...roles.map((one) => ({
        facts: [
          ['Role', one.role],
          ['Where', one.school],
          ['Since', one.since ? sayDay(one.since) : 'not known'],
        ] as [string, string][],
      })),
      ...paragraphsOf(words('wrong')),
      { button: 'See your record', href: `${props.serviceUrl}/account/record` },
    ],
    [{ small: [`Sent by ${council.name}. `, { text: 'Privacy notice', href: `${props.serviceUrl}/privacy` }] }],
  )
}
