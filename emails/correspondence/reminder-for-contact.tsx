import { sayLongDay, sayTime } from '#base/dates.ts'
import { atStart } from '#base/words.ts'
import type { SessionForInvites } from '#calendars/invites/invite.ts'
import { ofBookingInSubject } from '#emails/calendars/event-facts.ts'
import { footerOf, mail, type Rendered } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, subject, wordsOf } from '#emails/messages/words.ts'
import { type JoiningFacts, joiningBlocks, noteBlocks } from './reminder.tsx'

export const reminderForContactWords = {
  subject: subject('Who is coming: {title}, {day}, {time}, for {school}', ['title']),
  heading: heading('Who is coming from {school}', ['school']),
  headingUnnamed: heading('Your places have no name yet', [], 'Heading, when nobody is named'),
  opening: {
    label: 'First sentence',
    text: 'Coming to “{title}” on {day}. Each of them gets the details by email.',
    must: ['title', 'day'],
  },
  swap: {
    label: 'If somebody cannot come',
    text: 'If someone cannot come, send someone else free of charge up to the start, or cancel so that another school can come.',
  },
} satisfies Slots

/** To whoever booked, with the delegates' reminder: who is coming, and unnamed places. */
export const reminderForContact = ({
  sender,
  event,
  contact,
  note,
  schoolName,
  sessions,
  delegates,
  unnamed,
  reference,
  bookingPage,
}: JoiningFacts & {
  schoolName: string
  sessions: readonly SessionForInvites[]
  delegates: readonly string[]
  unnamed: number
  reference: string
  bookingPage: string
}): Rendered => {
  const day = sessions[0] ? sayLongDay(sessions[0].startsAt) : ''
  const words = wordsOf(
    'reminder_for_contact',
    reminderForContactWords,
    sender.words,
    { title: event.title, school: schoolName, day, time: sessions[0] ? sayTime(sessions[0].startsAt) : '' },
    ofBookingInSubject(event, reference, schoolName),
  )
  return mail(
    words('subject'),
    [
      { heading: words(delegates.length === 0 ? 'headingUnnamed' : 'heading') },
      ...(delegates.length === 0 ? [] : paragraphsOf(words('opening'))),
      ...(delegates.length === 0 ? [] : [{ list: delegates }]),
      ...(unnamed === 0
        ? []
        : [
            {
              paragraph: `${atStart(unnamed, 'place has', 'places have')} no name yet. People you name get the details, and are expected at the door.`,
            },
            { button: 'Name the people who are coming', href: `${bookingPage}/names` },
          ]),
      ...joiningBlocks(event, sessions, false),
      { facts: [['Reference', reference]] },
      ...noteBlocks(note),
      ...paragraphsOf(words('swap')),
      { button: 'See or change your booking', href: bookingPage },
    ],
    footerOf(sender, contact),
  )
}
