import { type Block, footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'
import { type Slots, wordsOf } from '#emails/messages/words.ts'
import type { MessageNature } from '#messages/outbox/kind.ts'

/** The small print that says why somebody gets it; the organiser writes the rest. */
export const byHandWords = {
  service: {
    label: 'Why it comes: service message',
    text: 'You get this because of {title}: you have a place, booked one or came. It holds no advertising.',
    must: ['title'],
  },
  statutory: {
    label: 'Why it comes: statutory notice',
    text: 'This is a notice that {council} must give in its safeguarding duties. It goes to everyone whom it concerns and cannot be unsubscribed from.',
  },
  promotion: {
    label: 'Why it comes: promotion',
    text: 'You get this because you asked {council} for news of new conferences.',
  },
} as const satisfies Slots

/**
 * A message that an organiser wrote.
 * @param paragraphs with fields filled in
 * @param unsubscribe where to stop them; promotions only
 */
export const byHand = ({
  sender,
  nature,
  subject,
  paragraphs,
  title,
  contact,
  unsubscribe,
}: {
  sender: Sender
  nature: MessageNature
  subject: string
  paragraphs: readonly Block[]
  title: string | undefined
  contact: string
  unsubscribe: string | undefined
}): Rendered => {
  const say = wordsOf('mailing', byHandWords, sender.words, { title: title ?? 'an event', council: sender.councilName })
  return mail(
    subject,
    [{ heading: subject }, ...paragraphs],
    [
      { small: say(nature) },
      ...(unsubscribe ? [{ small: [{ text: 'Stop these messages', href: unsubscribe }] }] : []),
      ...footerOf(sender, contact),
    ],
  )
}
