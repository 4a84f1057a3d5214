import { sayLongDay, sayTime, sayWhen } from '#base/dates.ts'
import { type EventForInvites, roomOf, type SessionForInvites, whereOf } from '#calendars/invites/invite.ts'
import { inSubject, inSubjectOf } from '#emails/calendars/event-facts.ts'
import { type Block, footerOf, type Rendered, type Sender, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, subject, wordsOf } from '#emails/messages/words.ts'

export const reminderWords = {
  subject: subject('Reminder: {title}, {day}, {time}, for {school}', ['title']),
  heading: heading('See you on {day}'),
  opening: {
    label: 'First sentence',
    text: 'You have a place at “{title}”, for {school}.',
    must: ['title'],
  },
  swap: {
    label: 'If they cannot come',
    text: 'If you cannot come, someone else can come instead.',
  },
} satisfies Slots

export type JoiningFacts = {
  sender: Sender
  event: EventForInvites
  contact: string
  note: string
}

/** `Friday 12 June 2026, 9:30am to 4pm, UK time`: online, people may be abroad. */
const sayTimes = (event: EventForInvites, session: SessionForInvites): string =>
  `${sayWhen(session.startsAt, session.endsAt)}${event.attendanceMode === 'online' ? ', UK time' : ''}`

/** When, where and how to get there; a joining link only where `joins`. */
export const joiningBlocks = (event: EventForInvites, sessions: readonly SessionForInvites[], joins: boolean): Block[] => {
  const where = whereOf(event, sessions)
  const online = event.attendanceMode === 'online'
  const venue = online ? '' : whereOf({ ...event, attendanceMode: 'in_person' }, sessions)
  const inRoom = (session: SessionForInvites): string => (online || !roomOf(session) ? '' : `, ${roomOf(session)}`)
  return [
    {
      facts: [
        ...sessions.map((session, index): [string, string] => [
          session.title || (index === 0 ? 'When' : 'And'),
          `${sayTimes(event, session)}${inRoom(session)}`,
        ]),
        ['Where', where],
      ],
    },
    ...(!venue
      ? []
      : venue.split('; ').map((one, _, all) => ({
          paragraph: [
            {
              text: all.length > 1 ? `Map: ${one.split(',')[0]}` : 'Map',
              href: `https://www.openstreetmap.org/search?query=${encodeURIComponent(one)}`,
            },
          ],
        }))),
    ...(online && joins
      ? event.joiningLink
        ? [{ button: 'Join online', href: event.joiningLink }]
        : [{ paragraph: 'The link to join is not known yet. You will find it on the page of your place as soon as it is.' }]
      : []),
  ]
}

export const noteBlocks = (note: string): Block[] => paragraphsOf(note.replaceAll(/\r\n?/g, '\n'))

type ReminderFacts = JoiningFacts & {
  name: string
  schoolName: string
  /** Their sessions, in order. */
  sessions: readonly SessionForInvites[]
  placePage: string | undefined
  ticket?: string | undefined
}

/** To a delegate: when and where, how to join, what to know, and how to send somebody else. */
export const reminder = ({ sender, event, contact, note, name, schoolName, sessions, placePage, ticket }: ReminderFacts): Rendered => {
  const first = sessions[0]
  const day = first ? sayLongDay(first.startsAt) : ''
  const time = first ? `${sayTime(first.startsAt)}${event.attendanceMode === 'online' ? ' UK time' : ''}` : ''
  const words = wordsOf(
    'reminder',
    reminderWords,
    sender.words,
    { title: event.title, school: schoolName, day, time, name },
    { ...inSubjectOf(event), school: inSubject(schoolName) },
  )
  return worded(words, footerOf(sender, contact), [
    { paragraph: `Dear ${name},` },
    ...paragraphsOf(words('opening')),
    ...joiningBlocks(event, sessions, true),
    ...noteBlocks(note),
    ...(placePage
      ? [
          { button: 'Your place', href: placePage },
          {
            paragraph: 'Say there what you need or that you cannot come. The link is yours alone.',
          },
        ]
      : []),
    ...paragraphsOf(words('swap')),
    ...(ticket && placePage && event.attendanceMode !== 'online' ? [{ ticket }] : []),
  ])
}
