import { sayLongDay, sayWhen } from '#base/dates.ts'
import { type CalledOff, restOf, sayCalledOff, sayDayWithout } from '#calendars/invites/called-off.ts'
import { type Choosing, sessionsAhead } from '#calendars/invites/entry.ts'
import { calendarTitleOf, contactOf, daysOf, type EventForInvites, type Shown } from '#calendars/invites/invite.ts'
import { footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'
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
export const sessionCalledOff = ({
  sender,
  page,
  event,
  schoolName,
  calledOff,
  attends,
  shown,
  free,
  placePage,
  choosing,
}: {
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
  const { session, why, choose } = calledOff
  const rest = restOf(event, attends)
  const others = event.sessions.filter(({ block }) => block && block === session.block)
  // Somebody choosing another workshop stays for it.
  const ahead = choose === 'again' ? sessionsAhead(event, attends, [session.block ?? '', ...(choosing?.blocks ?? [])]) : rest
  const words = wordsOf(
    'session_called_off',
    sessionCalledOffWords,
    sender.words,
    { title: event.title, day: sayLongDay(session.startsAt), part: sayCalledOff(event, session), school: schoolName },
    { title: calendarTitleOf(event) },
  )
  const days = daysOf(ahead).map((day) => sayEntryWhen({ title: '', where: '', joiningLink: event.joiningLink, ...day }))
  return mail(
    words('subject'),
    [
      { heading: words('heading') },
      ...paragraphsOf(words('opening')),
      ...(why ? [{ paragraph: why }] : []),
      ...(choose === 'again'
        ? []
        : [
            {
              paragraph: `${choose === 'ask' ? 'This is your day without another workshop. ' : ''}${sayDayWithout(session, rest, event.attendanceMode === 'online' ? 'join' : 'come')}`,
            },
          ]),
      ...(choose === 'again' || choose === 'ask' ? paragraphsOf(words(choose)) : []),
      ...(choose === 'again' || choose === 'ask'
        ? [
            { paragraph: 'These workshops remain:' },
            { list: others.map(({ title, startsAt, endsAt }) => `${title}, ${sayWhen(startsAt, endsAt)}`) },
          ]
        : []),
      { facts: shown ? entryFacts(shown, choosing) : [['Your times now', days.join('; ') || undefined]] },
      ...freeBlocks(schoolName, free),
      ...paragraphsOf(words(shown ? 'closing' : 'closingOut')),
      ...placeBlocks(page, placePage, choosing),
    ],
    footerOf(sender, contactOf(event)),
  )
}
