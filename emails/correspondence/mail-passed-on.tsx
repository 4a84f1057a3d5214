import { footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'
import { paragraphsOf, type Slots, wordsOf } from '#emails/messages/words.ts'

export const mailPassedOnWords = {
  why: {
    label: 'Why they get it',
    text: 'Somebody wrote to the address that our messages come from, which nobody reads. This is what they wrote. Your answer goes to them.',
  },
} satisfies Slots

type MailPassedOnFacts = {
  sender: Sender
  from: string
  subject: string
  text: string
  title: string | null
  contact: string
}

/** To whoever looks after the event: the text that a person wrote to the sending address. */
export const mailPassedOn = ({ sender, from, subject, text, title, contact }: MailPassedOnFacts): Rendered => {
  const says = wordsOf('mail_passed_on', mailPassedOnWords, sender.words, {})
  return mail(`Passed on: ${subject || 'mail without a subject'}`, footerOf(sender, contact), [
    { heading: 'Somebody has written to us' },
    ...paragraphsOf(says('why')),
    {
      facts: [
        ['From', from],
        ['Subject', subject || '(none)'],
        ['Seems to be about', title ?? undefined],
      ],
    },
    ...(text ? text.split(/\n\s*\n/).map((paragraph) => ({ paragraph })) : [{ paragraph: '(It holds no text.)' }]),
  ])
}
