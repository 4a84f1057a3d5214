import type { EventForInvites } from '#calendars/invites/invite.ts'
import { bookingWordsOf } from '#emails/calendars/event-facts.ts'
import { footerOf, type Rendered, type Sender, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'

export const recordCorrectedWords = {
  subject: subject('The record is corrected: {title}', ['title']),
  heading: heading('What our record says of an event is corrected'),
  opening: sentence(
    'What is corrected',
    'The register of “{title}”, at which {school} had places, is signed off. What our record says of it was wrong, and two people of the council have corrected it.',
    ['title', 'school'],
  ),
  after: sentence(
    'What follows',
    'Certificates that say otherwise are replaced by others, which are sent to those who hold them. If the record is wrong now, tell us.',
  ),
} satisfies Slots

/** To whoever booked places: a signed-off register is corrected, and why. */
export const recordCorrected = (facts: {
  sender: Sender
  event: EventForInvites
  reference: string
  schoolName: string
  bookingPage: string
  contact: string
  lines: readonly string[]
  reason: string
}): Rendered => {
  const words = bookingWordsOf('record_corrected', recordCorrectedWords, facts)
  return worded(words, footerOf(facts.sender, facts.contact), [
    ...paragraphsOf(words('opening')),
    { list: [...facts.lines] },
    {
      facts: [
        ['Why', facts.reason],
        ['Reference', facts.reference],
      ],
    },
    ...paragraphsOf(words('after')),
    { button: 'See your booking', href: facts.bookingPage },
  ])
}
