import { type Instant, sayInstant, sayLongDay, sayWhen } from '#base/dates.ts'
import { atStart } from '#base/words.ts'
import { inSubjectOf } from '#emails/calendars/event-facts.ts'
import { type Block, footerOf, type Rendered, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, subject, wordsOf } from '#emails/messages/words.ts'
import { type JoiningFacts, noteBlocks } from './reminder.tsx'

export const thanksWords = {
  subject: subject('Thank you for coming: {title}', ['title']),
  heading: heading('Thank you for coming'),
  opening: {
    label: 'Thanks',
    text: 'Thank you for coming to “{title}” on {day}. Your attendance is recorded.',
    must: ['title', 'day'],
  },
  next: { label: 'Before what comes next', text: 'What comes next:' },
} satisfies Slots

export type NextDate = { title: string; startsAt: Instant; endsAt: Instant; where: string; page: string; left: number }

/** Future dates, a line each with a link. */
export const nextBlocks = (dates: readonly NextDate[]): Block[] =>
  dates.map(({ title, startsAt, endsAt, where, page, left }) => ({
    paragraph: [
      { text: title, href: page },
      `: ${sayWhen(startsAt, endsAt)}${where ? `, ${where}` : ''}. ${atStart(left, 'place is', 'places are')} left.`,
    ],
  }))

/** Where their slides are: on their own page, or on their record once they sign in. */
export type WhereMaterials = { page: string; signsIn: boolean; from: Instant | undefined }

const materialBlocks = ({ page, signsIn, from }: WhereMaterials): Block[] => [
  {
    paragraph: `Slides and other materials ${from ? `will be on your own page from ${sayInstant(from)}` : 'are on your own page'}${signsIn ? ': sign in there with this address' : ''}.`,
  },
  { button: 'Your own page', href: page },
]

type ThanksFacts = JoiningFacts & {
  name: string
  heldAt: Instant
  dates: readonly NextDate[]
  materials?: WhereMaterials | undefined
  /** undefined for somebody who came without a place. */
  placePage?: string | undefined
}

/** To somebody who came: thanks, the organiser's note, and dates of the same topic to book. */
export const thanks = ({ sender, event, contact, note, name, heldAt, dates, materials, placePage }: ThanksFacts): Rendered => {
  const words = wordsOf('thanks', thanksWords, sender.words, { title: event.title, day: sayLongDay(heldAt), name }, inSubjectOf(event))
  return worded(words, footerOf(sender, contact), [
    { paragraph: `Dear ${name},` },
    ...paragraphsOf(words('opening')),
    ...(materials ? materialBlocks(materials) : placePage ? [{ button: 'Your place', href: placePage }] : []),
    ...(note || dates.length > 0 ? [{ paragraph: words('next') }] : []),
    ...noteBlocks(note),
    ...nextBlocks(dates),
    { small: ['If your attendance is recorded wrongly, tell us', contact ? `: ${contact}.` : '.'] },
  ])
}
