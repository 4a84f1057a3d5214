import { sayInstant } from '#base/dates.ts'
import { inWords } from '#base/words.ts'
import { footerOf, type Rendered, type Sender, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const requestKeptWords = {
  subject: subject('We keep your request: {title}', ['title']),
  heading: heading('We keep your request'),
  opening: sentence(
    'What it means',
    'You have no place yet. Once somebody confirms that you may book for {school}, we book what you asked for, or put it on the waiting list from when you asked, and email you.',
  ),
} satisfies Slots

/** `subjectTitle`: the event’s title that others may see. */
export type RequestFacts = {
  sender: Sender
  event: string
  subjectTitle: string
  school: string
  places: number
  requestedAt: string
  contact: string
}

export const requestFields = ({ event, school, places, requestedAt }: RequestFacts) => ({
  title: event,
  school,
  places: inWords(places, 'place'),
  asked: sayInstant(requestedAt),
})

export const requestBlock = ({ event, school, places, requestedAt }: RequestFacts): { facts: [string, string][] } => ({
  facts: [
    ['Event', event],
    ['For', school],
    ['Asked for', inWords(places, 'place')],
    ['Asked', sayInstant(requestedAt)],
  ],
})

/** To somebody not confirmed yet: their request is stored without a place; who decides by when. */
export const requestKept = (
  props: RequestFacts & {
    /** Who was asked, by when they answer and whom to phone, as rows. */
    waiting: readonly [string, string][]
    page: string
  },
): Rendered => {
  const words = wordsOf('request_kept', requestKeptWords, props.sender.words, requestFields(props), { title: props.subjectTitle })
  return worded(words, footerOf(props.sender, props.contact), [
    ...paragraphsOf(words('opening')),
    requestBlock(props),
    ...(props.waiting.length > 0 ? [{ facts: [...props.waiting] }] : []),
    { button: 'See or withdraw your request', href: props.page },
  ])
}
