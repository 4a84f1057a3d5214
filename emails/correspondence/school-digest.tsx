import { counted } from '#base/words.ts'
import { footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const schoolDigestWords = {
  subject: subject('To do this week: {school}', ['school']),
  heading: heading('To do: {school}', ['school']),
  opening: sentence('What this is', 'This is what {school} has to do.', ['school']),
  book: sentence('Whom they can book', 'Book whose training is due. You do not need to sign in:'),
  why: sentence(
    'Why they get it',
    'You get this because you can book for {school}. It comes at most once a week, in term, while something is due. It cannot be turned off.',
    ['school'],
  ),
} satisfies Slots

/** `by`: its deadline in words, or ''. `names`: who is in a role, and where that is confirmed. */
export type DigestThing = {
  what: string
  why: string
  by: string
  press: { text: string; href: string }
  names?: { said: readonly string[]; href: string } | undefined
}

/** `Book Sunita Rao for 2 March 2027, £95`, and where one press does it. */
export type DigestLink = { text: string; href: string }

/** To everybody who may read about the school. Names nobody in the subject. */
export const schoolDigest = (facts: {
  sender: Sender
  school: string
  home: string
  books: readonly DigestLink[]
  things: readonly DigestThing[]
}): Rendered => {
  const words = wordsOf('school_digest', schoolDigestWords, facts.sender.words, {
    school: facts.school,
    council: facts.sender.council.name,
  })
  return mail(
    words('subject'),
    [
      { heading: words('heading') },
      ...paragraphsOf(words('opening')),
      ...(facts.books.length > 0
        ? [...paragraphsOf(words('book')), ...facts.books.map(({ text, href }) => ({ paragraph: [{ text, href }] }))]
        : []),
      ...facts.things.map(({ what, why, by, press, names }) => ({
        paragraph: [
          `${what}\n${[why, by && `${by}.`].filter(Boolean).join(' ')}\n`,
          ...(names ? [`${names.said.join('\n')}\n`, { text: 'These are right', href: names.href }, '\n'] : []),
          { text: press.text, href: press.href },
        ],
      })),
      { button: `See all ${counted(facts.things.length, 'thing')}`, href: facts.home },
      ...paragraphsOf(words('why')).map(({ paragraph }) => ({ small: paragraph })),
    ],
    footerOf(facts.sender, facts.sender.contactEmail),
  )
}
