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
export const reminderForContact = (
  of: JoiningFacts & {
    schoolName: string
    sessions: readonly SessionForInvites[]
    delegates: readonly string[]
    unnamed: number
    reference: string
    bookingPage: string
  },
): Rendered => {
  const day = of.sessions[0] ? sayLongDay(of.sessions[0].startsAt) : ''
  const words = wordsOf(
    'reminder_for_contact',
    reminderForContactWords,
    of.sender.words,
    { title: of.event.title, school: of.schoolName, day, time: of.sessions[0] ? sayTime(of.sessions[0].startsAt) : '' },
    ofBookingInSubject(of.event, of.reference, of.schoolName),
  )
  return mail(words('subject'), footerOf(of.sender, of.contact), [
    { heading: words(of.delegates.length === 0 ? 'headingUnnamed' : 'heading') },
    ...(of.delegates.length === 0 ? [] : paragraphsOf(words('opening'))),
    ...(of.delegates.length === 0 ? [] : [{ list: of.delegates }]),
    ...(of.unnamed === 0
      ? []
      : [
          {
            paragraph: `${atStart(of.unnamed, 'place has', 'places have')} no name yet. People you name get the details, and are expected at the door.`,
          },
          { button: 'Name the people who are coming', href: `${of.bookingPage}/names` },
        ]),
    ...joiningBlocks(of.event, of.sessions, false),
    { facts: [['Reference', of.reference]] },
    ...noteBlocks(of.note),
    ...paragraphsOf(words('swap')),
    { button: 'See or change your booking', href: of.bookingPage },
  ])
}
