import { type Day, sayLongDay } from '#base/dates.ts'
import type { EventForInvites } from '#calendars/invites/invite.ts'
import type { Wave } from '#correspondence/evaluations/evaluation.ts'
import { inSubjectOf } from '#emails/calendars/event-facts.ts'
import { footerOf, type Rendered, type Sender, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, subject, wordsOf } from '#emails/messages/words.ts'

const opening = (text: string) => ({ label: 'What is asked', text, must: ['title'] })

export const evaluationWords = {
  subject: subject('What was it worth? {title}', ['title']),
  heading: heading('What was it worth?'),
  opening: opening('You came to “{title}”. A few questions help to make the next one better. They take two minutes.'),
} satisfies Slots

export const evaluationLaterWords = {
  subject: subject('What has changed since? {title}', ['title']),
  heading: heading('What has changed since?'),
  opening: opening(
    'Some weeks ago you came to “{title}”. Please say what has changed in practice, and what has not. “Not yet” is as useful an answer as “done”.',
  ),
} satisfies Slots

export const evaluationHeadWords = {
  subject: subject('What has changed at {school}? {title}', ['title']),
  heading: heading('What has changed at {school}?', ['school']),
  opening: opening(
    'Some weeks ago somebody from {school} came to “{title}”. Please say what has changed in how you work there. We never ask about the person who came.',
  ),
} satisfies Slots

const byWave = {
  after: ['evaluation', evaluationWords],
  later: ['evaluation_later', evaluationLaterWords],
  head: ['evaluation_head', evaluationHeadWords],
} as const satisfies Record<Wave, readonly [string, Slots]>

type EvaluationFacts = {
  sender: Sender
  event: EventForInvites
  wave: Wave
  name: string
  schoolName: string
  contact: string
  /** The last day on which answers are taken. */
  until: Day
  page: string
  /** Their certificate depends on it. */
  waits?: boolean
}

/** The link to the questions about an event, for one person. */
export const evaluation = ({ sender, event, wave, name, schoolName, contact, until, page, waits }: EvaluationFacts): Rendered => {
  const [kind, slots] = byWave[wave]
  const words = wordsOf(kind, slots, sender.words, { title: event.title, school: schoolName || 'your organisation' }, inSubjectOf(event))
  return worded(words, footerOf(sender, contact), [
    { paragraph: `Dear ${name},` },
    ...paragraphsOf(words('opening')),
    { button: 'Answer the questions', href: page },
    {
      paragraph: `Answer once, until ${sayLongDay(until)}. Your answers are kept without your name and apart from this link, and shown only together with those of at least four others. ${waits ? 'Your certificate follows on the day after, or once that time is over; nothing else depends on it.' : 'You do not have to, and nothing depends on it.'} We do not remind you.`,
    },
    { small: ['Please do not pass the link on', contact ? `. Questions to ${contact}.` : '.'] },
  ])
}
