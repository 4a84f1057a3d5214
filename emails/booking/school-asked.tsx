import { sayLongDay } from '#base/dates.ts'
import { footerOf, type Rendered, type Sender, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const schoolAskedWords = {
  subject: subject('Places for {school}: your answer is needed', ['school']),
  heading: heading('Who asks for a place'),
  opening: sentence(
    'What it means',
    'These people ask {school} for a place. They have none yet. We email them once you book or say no, or when booking closes without an answer.',
  ),
} satisfies Slots

/**
 * `school` if the mail is for several. `startsAt`: null if no session is active.
 * `asker`: '' if they gave no name.
 */
export type AskedInMail = {
  school?: string | undefined
  people: readonly { name: string; role: string | null }[]
  asker: string
  event: string
  startsAt: string | null
}

/** To a contact: all who ask their schools for a place since the last such mail. */
export const schoolAsked = (props: { sender: Sender; school: string; asked: readonly AskedInMail[]; link: string }): Rendered => {
  const { sender, school, asked, link } = props
  const words = wordsOf('school_asked', schoolAskedWords, sender.words, { school })
  return worded(words, footerOf(sender, ''), [
    ...paragraphsOf(words('opening')),
    ...asked.map(({ school: at, people, asker, event, startsAt }) => ({
      facts: [
        ['School', at],
        ['Who', people.map(({ name, role }) => (role ? `${name} (${role})` : name)).join(', ')],
        ['Event', event],
        ['Day', startsAt ? sayLongDay(startsAt) : ''],
        ['Asked by', people.some(({ name }) => name === asker) ? '' : asker],
      ] as [string, string][],
    })),
    { button: 'Book, or say not this time', href: link },
    { small: `Opening this changes nothing. Do not forward this email: the link lets anybody answer for ${school}.` },
  ])
}
