import { footerOf, type Rendered, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'
import { type RequestFacts, requestBlock, requestFields } from './request-kept.tsx'

export const requestRefusedWords = {
  subject: subject('Nothing was booked: {title}', ['title']),
  heading: heading('Nothing was booked'),
  opening: sentence('What happened', 'What you asked for could not be booked. {because}', ['because']),
} satisfies Slots

/**
 * Nothing was booked, and why. `again`: they are confirmed now; `people` whom they named, a line
 * each.
 */
export const requestRefused = (
  props: RequestFacts & { because: string; eventPage: string; again?: { people: readonly string[]; form: string } | undefined },
): Rendered => {
  const words = wordsOf(
    'request_refused',
    requestRefusedWords,
    props.sender.words,
    { ...requestFields(props), because: props.because },
    { title: props.subjectTitle },
  )
  const { again } = props
  return worded(words, footerOf(props.sender, props.contact), [
    ...paragraphsOf(words('opening')),
    requestBlock(props),
    ...(again && again.people.length > 0
      ? [
          {
            paragraph: 'What you typed about the people coming is deleted here. To book again, paste these lines into the form:',
          },
          { list: [...again.people] },
        ]
      : [{ paragraph: 'What you typed about the people coming has been deleted.' }]),
    again ? { button: 'Book places', href: again.form } : { button: 'See the event', href: props.eventPage },
  ])
}
