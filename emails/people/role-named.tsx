import type { Council } from '#base/council.ts'
import { sayDay } from '#base/dates.ts'
import { mail, type Rendered, sentBy } from '#emails/messages/mail.tsx'
import { heading, type OwnWords, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const roleNamedWords = {
  subject: subject('Your role at {school}', ['school']),
  subjectOfOthers: subject('Who leads {school}: a change', ['school']),
  heading: heading('You are named in a role'),
  headingOfOthers: heading('Somebody was named as head or governor'),
  named: sentence('What was said', '{who} has told {service} that you hold the following at {school}.', ['who', 'school']),
  elsewhere: sentence(
    'Of what they attended for others',
    'It sees what you attended for it. What you attended for other schools and settings it sees once you agree, on your record: “Is this right?”.',
  ),
  ofOthers: sentence(
    'What was said of somebody else',
    '{who} has told {service} that somebody holds the following at {school}. We tell everybody whose address we have for it, and the person who had the role before.',
    ['who', 'school'],
  ),
  wrongOfOthers: sentence(
    'When what was said of somebody else is wrong',
    'If it is not right, answer this message or ring {council}. The people who look after the roles there can also change it in the service.',
    ['council'],
  ),
  proposed: sentence(
    'When only they say so themselves',
    'Where it says that somebody has only said it themselves, it counts once it is confirmed: by the head, by somebody with another address that {council} holds for {school}, or by {council}.',
    ['council', 'school'],
  ),
  wrong: sentence(
    'When it is wrong',
    'If it is not right, sign in with this address and tell us on your record. The role counts in nothing until we have an answer.',
  ),
} satisfies Slots

/**
 * To people named in roles, and to a school about its head and governors: the first at once, others
 * of a day together.
 */
export const roleNamedMail = (props: {
  /** `who`: undefined for the reader's own. */
  roles: readonly { role: string; school: string; since: string | undefined; who?: string | undefined; isProposed?: boolean }[]
  by: 'school' | 'council'
  /** Where the reader may change somebody else's role. */
  schoolId: string | undefined
  council: Council
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
  const own = roles.filter(({ who }) => who === undefined)
  const ofOthers = roles.filter(({ who }) => who !== undefined)
  const factsOf = (one: (typeof roles)[number]) => ({
    facts: [
      ...(one.who ? [['Who', one.isProposed ? `${one.who}, who has only said it themselves` : one.who]] : []),
      ['Role', one.role],
      ['Where', one.school],
      ['Since', one.since ? sayDay(one.since) : 'not known'],
    ] as [string, string][],
  })
  return mail(words(own.length > 0 ? 'subject' : 'subjectOfOthers'), sentBy(council, `${props.serviceUrl}/privacy`), [
    { heading: words(own.length > 0 ? 'heading' : 'headingOfOthers') },
    ...(own.length > 0
      ? [
          ...paragraphsOf(words('named')),
          ...own.map(factsOf),
          ...paragraphsOf(words('wrong')),
          ...(props.by === 'school' ? paragraphsOf(words('elsewhere')) : []),
        ]
      : []),
    ...(ofOthers.length > 0 ? [...paragraphsOf(words('ofOthers')), ...ofOthers.map(factsOf)] : []),
    ...(ofOthers.some(({ isProposed }) => isProposed) ? paragraphsOf(words('proposed')) : []),
    ...(ofOthers.length > 0 ? paragraphsOf(words('wrongOfOthers')) : []),
    ...(own.length > 0 ? [{ button: 'See your record', href: `${props.serviceUrl}/account/record` }] : []),
    ...(own.length === 0 && props.schoolId
      ? [{ button: 'See who holds which role', href: `${props.serviceUrl}/school/${props.schoolId}/roles` }]
      : []),
  ])
}
