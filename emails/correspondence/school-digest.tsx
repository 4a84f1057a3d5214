import { counted } from '#base/words.ts'
import { type Block, footerOf, type Rendered, type Sender, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const schoolDigestWords = {
  subject: subject('To do this week: {school}', ['school']),
  heading: heading('To do: {school}', ['school']),
  opening: sentence('What this is', 'This is to be done at {school}.', ['school']),
  book: sentence('Whom they can book', 'Book whose training is due. You do not need to sign in:'),
  why: sentence(
    'Why they get it',
    'You get this because you can book for {school}. It comes at most once a week, in term, while something is due. It cannot be turned off.',
    ['school'],
  ),
} satisfies Slots

/** `by`: its deadline in words, or ''. `names`: who is in a role, and where that is confirmed. */
type DigestThing = {
  what: string
  why: string
  by: string
  press: { text: string; href: string }
  names?: { said: readonly string[]; href: string } | undefined
}

/** `Book Sunita Rao for 2 March 2027, £95`, and where one press does it. */
export type DigestLink = { text: string; href: string }

/** What one school has to do. */
export type DigestPart = { school: string; home: string; things: readonly DigestThing[] }

const wholeOf = ({ things, home }: DigestPart): Block[] => [
  ...things.map(({ what, why, by, press, names }) => ({
    paragraph: [
      `${what}\n${[why, by && `${by}.`].filter(Boolean).join(' ')}\n`,
      ...(names ? [`${names.said.join('\n')}\n`, { text: 'These are right', href: names.href }, '\n'] : []),
      { text: press.text, href: press.href },
    ],
  })),
  { button: `See all ${counted(things.length, 'thing')}`, href: home },
]

/** Of one school among several: a line for each thing. */
const shortOf = ({ school, home, things }: DigestPart): Block => ({
  paragraph: [
    { text: school, href: home },
    ...things.flatMap(({ what, by, press }) => [`\n${what}${by ? ` (${lower(by)})` : ''}: `, press]),
  ],
})

const lower = (text: string): string => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`

/**
 * To everybody who may read about the school. Names nobody in the subject.
 * @param name of the school, of a trust, or how many schools
 * @param all of a letter for several schools: where those who are due are booked
 */
export const schoolDigest = (of: {
  sender: Sender
  name: string
  books: readonly DigestLink[]
  all?: DigestLink | undefined
  parts: readonly DigestPart[]
}): Rendered => {
  const words = wordsOf('school_digest', schoolDigestWords, of.sender.words, { school: of.name, council: of.sender.council.name })
  const [only] = of.parts
  return worded(words, footerOf(of.sender, of.sender.contactEmail), [
    ...paragraphsOf(words('opening')),
    ...(of.all ? [{ button: of.all.text, href: of.all.href }] : []),
    ...(of.books.length > 0
      ? [...paragraphsOf(words('book')), ...of.books.map(({ text, href }) => ({ paragraph: [{ text, href }] }))]
      : []),
    ...(only?.school === of.name ? wholeOf(only) : of.parts.map(shortOf)),
    ...paragraphsOf(words('why')).map(({ paragraph }) => ({ small: paragraph })),
  ])
}
