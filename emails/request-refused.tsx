import { footerOf, mail, type Rendered } from './mail.tsx'
import { type RequestFacts, requestBlock, requestFields } from './request-kept.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from './words.ts'

export const requestRefusedWords = {
  subject: subject('Nothing was booked: {title}', ['title']),
  heading: heading('Nothing was booked'),
  opening: sentence('What happened', 'What you asked for could not be booked. {because}', ['because']),
} satisfies Slots

/** To whoever asked while nobody had confirmed them: nothing was booked, and why. */
export const requestRefused = (props: RequestFacts & { because: string; eventPage: string }): Rendered => {
  const words = wordsOf('request_refused', requestRefusedWords, props.sender.words, { ...requestFields(props), because: props.because })
  return mail(
    words('subject'),
    [
      { heading: words('heading') },
      ...paragraphsOf(words('opening')),
      requestBlock(props),
      { paragraph: 'What you typed about the people coming has been deleted.' },
      { button: 'See the event', href: props.eventPage },
    ],
    footerOf(props.sender, props.contact),
  )
}
