import { type Instant, sayLongDay } from '#base/dates.ts'
import { inSubjectOf } from '#emails/calendars/event-facts.ts'
import { footerOf, type Rendered, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, subject, wordsOf } from '#emails/messages/words.ts'
import { type JoiningFacts, noteBlocks } from './reminder.tsx'
import { type NextDate, nextBlocks } from './thanks.tsx'

export const absenceNotedWords = {
  subject: subject('We missed you: {title}', ['title']),
  heading: heading('We missed you'),
  opening: {
    label: 'We missed you',
    text: 'You had a place at “{title}” on {day}, and the register says that you were not there. We hope that all is well.',
    must: ['title', 'day'],
  },
  wrong: {
    label: 'If the register is wrong',
    text: 'If you were there, or came late or online, tell us and we put it right: {contact}.',
  },
} satisfies Slots

type AbsenceNotedFacts = JoiningFacts & { name: string; heldAt: Instant; dates: readonly NextDate[]; placePage?: string | undefined }

/** To somebody marked absent: how to correct it, and other dates. Other messages cover money. */
export const absenceNoted = ({ sender, event, contact, note, name, heldAt, dates, placePage }: AbsenceNotedFacts): Rendered => {
  const asked = contact || sender.contactEmail || sender.council.name
  const words = wordsOf(
    'absence_noted',
    absenceNotedWords,
    sender.words,
    {
      title: event.title,
      day: sayLongDay(heldAt),
      name,
      contact: asked,
    },
    inSubjectOf(event),
  )
  return worded(words, footerOf(sender, contact), [
    { paragraph: `Dear ${name},` },
    ...paragraphsOf(words('opening')),
    ...paragraphsOf(words('wrong')),
    ...(placePage ? [{ button: 'Your place', href: placePage }] : []),
    ...noteBlocks(note),
    ...(dates.length > 0 ? [{ paragraph: 'You can come on another date:' }, ...nextBlocks(dates)] : []),
  ])
}
