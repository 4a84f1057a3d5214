import { inWords } from '#base/words.ts'
import { footerOf, type Rendered, worded } from '#emails/messages/mail.tsx'
import { heading, type Slots, subject, wordsOf } from '#emails/messages/words.ts'
import { type RequestFacts, requestBlock, requestFields } from './request-kept.tsx'

export const requestBookedWords = {
  subject: subject('An answer to what you asked for: {title}', ['title']),
  heading: heading('An answer to what you asked for'),
} satisfies Slots

/** To whoever asked their school for places, also for colleagues: they are booked, or wait. */
export const requestBooked = (props: RequestFacts & { isListed: boolean; booked: number; page: string }): Rendered => {
  const words = wordsOf('request_booked', requestBookedWords, props.sender.words, requestFields(props), { title: props.subjectTitle })
  return worded(words, footerOf(props.sender, props.contact), [
    {
      paragraph: props.isListed
        ? 'What you asked for is on the waiting list, or the organiser decides.'
        : `Booked: ${inWords(props.booked, 'place')}.`,
    },
    requestBlock(props),
    { button: 'See what you asked for', href: props.page },
  ])
}
