import { type Instant, londonDay, sayLongDay } from '#base/dates.ts'
import { footerOf, type Rendered, type Sender, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const dateFoundWords = {
  subject: subject('There is a date: {title}', ['title']),
  heading: heading('There is a date'),
  opening: sentence('What has happened', 'You asked us to tell you when there is a date for {topic}. “{title}” is on {day}.', [
    'title',
    'day',
  ]),
} satisfies Slots

type DateFacts = { sender: Sender; about: string; title: string; startsAt: Instant; page: string }

/** Once, to somebody who asked to hear of a date. */
export const dateFound = ({ sender, about, title, startsAt, page }: DateFacts): Rendered => {
  const words = wordsOf('date_found', dateFoundWords, sender.words, { topic: about, title, day: sayLongDay(londonDay(startsAt)) })
  return worded(words, footerOf(sender, sender.contactEmail), [
    ...paragraphsOf(words('opening')),
    { paragraph: 'A place was free when we wrote this, and none is kept for you. We do not write about it again.' },
    { button: 'See the date and book', href: page },
  ])
}
