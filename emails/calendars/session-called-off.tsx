import { sayLongDay, sayWhen } from '#base/dates.ts'
import { type CalledOff, restOf, sayCalledOff, sayDayWithout } from '#calendars/invites/called-off.ts'
import { type Choosing, sessionsAhead } from '#calendars/invites/entry.ts'
import { calendarTitleOf, contactOf, daysOf, type EventForInvites, type Shown } from '#calendars/invites/invite.ts'
import { footerOf, type Rendered, type Sender, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'
import type { FreeAfter } from '#money/terms/words.ts'
import { entryFacts, freeBlocks, placeBlocks, sayEntryWhen } from './invitation.tsx'

export const sessionCalledOffWords = {
  subject: subject('A part is called off: {title}, {day}', ['title']),
  heading: heading('The event goes ahead; one part of it does not'),
  opening: sentence(
    'What happened',
    'A part of “{title}” is called off: {part}. Everything else of the event takes place, and your place for {school} is kept.',
    ['title', 'part'],
  ),
  again: sentence(
    'When a workshop of theirs is called off',
    'It is the workshop that was chosen for you. Please choose another one on your page.',
  ),
  ask: sentence(
    'When workshops can no longer be changed',
    'It is the workshop that was chosen for you. Workshops can no longer be changed on your page: ask the organiser for another one.',
  ),
  closing: sentence('About the calendar, when an entry changes', 'The entry attached replaces the one in your calendar.'),
  closingOut: sentence('About the calendar, when an entry goes', 'The entry attached takes it out of your calendar.'),
} satisfies Slots

/**
 * To a delegate: a session is called off, the event goes ahead, and the rest of their day.
 * @param shown their entry from now on; undefined: it is cancelled
 */
export const sessionCalledOff = (of: {
  sender: Sender
  page: string
  event: EventForInvites
  schoolName: string
  calledOff: CalledOff
  attends: readonly string[]
  shown: Shown | undefined
  free?: FreeAfter | undefined
  placePage: string | undefined
  choosing?: Choosing | undefined
}): Rendered => {
  const { session, why, choose } = of.calledOff
  const rest = restOf(of.event, of.attends)
  const others = of.event.sessions.filter(({ block }) => block && block === session.block)
  // Somebody choosing another workshop stays for it.
  const ahead = choose === 'again' ? sessionsAhead(of.event, of.attends, [session.block ?? '', ...(of.choosing?.blocks ?? [])]) : rest
  const words = wordsOf(
    'session_called_off',
    sessionCalledOffWords,
    of.sender.words,
    { title: of.event.title, day: sayLongDay(session.startsAt), part: sayCalledOff(of.event, session), school: of.schoolName },
    { title: calendarTitleOf(of.event) },
  )
  const days = daysOf(ahead).map((day) => sayEntryWhen({ title: '', where: '', joiningLink: of.event.joiningLink, ...day }))
  return worded(words, footerOf(of.sender, contactOf(of.event)), [
    ...paragraphsOf(words('opening')),
    ...(why ? [{ paragraph: why }] : []),
    ...(choose === 'again'
      ? []
      : [
          {
            paragraph: `${choose === 'ask' ? 'This is your day without another workshop. ' : ''}${sayDayWithout(session, rest, of.event.attendanceMode === 'online' ? 'join' : 'come')}`,
          },
        ]),
    ...(choose === 'again' || choose === 'ask' ? paragraphsOf(words(choose)) : []),
    ...(choose === 'again' || choose === 'ask'
      ? [
          { paragraph: 'These workshops remain:' },
          { list: others.map(({ title, startsAt, endsAt }) => `${title}, ${sayWhen(startsAt, endsAt)}`) },
        ]
      : []),
    { facts: of.shown ? entryFacts(of.shown, of.choosing) : [['Your times now', days.join('; ') || undefined]] },
    ...freeBlocks(of.schoolName, of.free),
    ...paragraphsOf(words(of.shown ? 'closing' : 'closingOut')),
    ...placeBlocks(of.page, of.placePage, of.choosing),
  ])
}
