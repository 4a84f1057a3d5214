// “A message about a change says what was and what is now, and nothing else: of workshops only those that the reader's own people chose.”
import { expect, it } from 'vitest'
import type { EventForInvites, Shown } from '#calendars/invites/invite.ts'
import { linesOfChange, seenOfEntry, seenOfEvent } from '#calendars/invites/told-change.ts'

const at = (time: string, day = '12'): string => `2026-06-${day}T${time}:00.000Z`
const opening = { id: 'a', title: 'Opening', startsAt: at('08:30'), endsAt: at('09:30') }
const anxiety = { id: 'd', title: 'Anxiety', startsAt: at('10:00'), endsAt: at('11:00'), block: 'Workshops' }
const bullying = { id: 'e', title: 'Bullying', startsAt: at('10:00'), endsAt: at('11:00'), block: 'Workshops' }
const closing = { id: 'c', title: 'Closing', startsAt: at('13:00'), endsAt: at('14:00') }
const event: EventForInvites = {
  ...{ id: 'e', code: 'KWR4TZ', title: 'Knife crime', attendanceMode: 'in_person', venueName: 'Hotel', venueAddress: 'Belmont Road' },
  ...{ venuePostcode: 'HR2 7BP', joiningLink: '', contactName: '', contactEmail: '', contactTelephone: '', calendarEntries: 'each' },
  sessions: [opening, anxiety, bullying, closing],
}
const one: EventForInvites = { ...event, sessions: [{ ...opening, title: '' }] }
const move = <S extends { startsAt: string; endsAt: string }>(session: S, hours: number): S => {
  const later = (moment: string) => new Date(Date.parse(moment) + hours * 3_600_000).toISOString()
  return { ...session, startsAt: later(session.startsAt), endsAt: later(session.endsAt) }
}
const moved = (of: EventForInvites, hours: number, ...ids: string[]): EventForInvites => ({
  ...of,
  sessions: of.sessions.map((session) => (ids.length === 0 || ids.includes(session.id) ? move(session, hours) : session)),
})
const other = (of: EventForInvites, id: string, facts: Partial<EventForInvites['sessions'][number]>): EventForInvites => ({
  ...of,
  sessions: of.sessions.map((session) => (session.id === id ? { ...session, ...facts } : session)),
})

it.each<[what: string, before: EventForInvites, after: EventForInvites, lines: string[]]>([
  ['nothing', event, event, []],
  ['a title', event, { ...event, title: 'Knives' }, ['Title: was “Knife crime”, now “Knives”.']],
  ['what calendars call it, which whoever booked does not see', event, { ...event, calendarTitle: 'Briefing' }, []],
  ['another day', event, moved(event, 24), ['Day: was Friday 12 June 2026, now Saturday 13 June 2026.']],
  ['another hour', one, moved(one, 1), ['Time: was 9:30am to 10:30am, now 10:30am to 11:30am.']],
  [
    'another day and hour',
    one,
    moved(one, 25),
    ['Day: was Friday 12 June 2026, now Saturday 13 June 2026.', 'Time: was 9:30am to 10:30am, now 10:30am to 11:30am.'],
  ],
  ['a part', event, moved(event, -1, 'c'), ['Time: was 9:30am to 3pm, now 9:30am to 2pm.', '“Closing”: was 2pm to 3pm, now 1pm to 2pm.']],
  ['the name of a part', event, other(event, 'c', { title: 'The end' }), ['2pm to 3pm: was “Closing”, now “The end”.']],
  ['a room', event, other(event, 'a', { room: 'Hall' }), ['Room of “Opening”: was not known, now Hall.']],
  ['the room of one session', other(one, 'a', { room: 'Hall' }), other(one, 'a', { room: 'Room 2' }), ['Room: was Hall, now Room 2.']],
  [
    'a part more and one gone',
    event,
    { ...event, sessions: [opening, anxiety, bullying, { ...closing, id: 'x', title: 'Panel' }] },
    ['No longer: “Closing”, 2pm to 3pm.', 'New: “Panel”, 2pm to 3pm.'],
  ],
  [
    'a second day',
    one,
    { ...one, sessions: [...one.sessions, move({ ...opening, id: 'x', title: '' }, 24)] },
    [
      'Days: was Friday 12 June 2026, 9:30am to 10:30am, now Friday 12 June 2026, 9:30am to 10:30am and Saturday 13 June 2026, 9:30am to 10:30am.',
    ],
  ],
  [
    'a venue',
    event,
    { ...event, venueName: 'Shire Hall' },
    ['Place: was Hotel, Belmont Road, HR2 7BP, now Shire Hall, Belmont Road, HR2 7BP.'],
  ],
  ['a workshop that nobody here chose', event, other(event, 'e', { title: 'Unkindness', room: 'Hall' }), []],
  ['a workshop that somebody here chose', event, other(event, 'd', { title: 'Worry' }), ['11am to midday: was “Anxiety”, now “Worry”.']],
])('to whoever booked, with one delegate at “Anxiety” and one who has yet to choose: %s', (_, before, after, lines) => {
  const chosen = new Set(['d'])
  expect(linesOfChange(seenOfEvent(before, chosen), seenOfEvent(after, chosen))).toEqual(lines)
})

const shown: Shown = { title: 'Knife crime', startsAt: at('08:30'), endsAt: at('14:00'), where: 'Hotel', joiningLink: '' }
const day: Shown = { ...shown, parts: [opening, anxiety, closing].map(({ title, startsAt, endsAt }) => ({ title, startsAt, endsAt })) }

it.each<[what: string, was: Shown, is: Shown, lines: string[]]>([
  ['the same', day, { ...day }, []],
  [
    'another day',
    day,
    { ...move(day, 24), parts: day.parts?.map((part) => move(part, 24)) },
    ['Day: was Friday 12 June 2026, now Saturday 13 June 2026.'],
  ],
  [
    'one part later',
    day,
    { ...day, parts: day.parts?.map((part) => (part.title === 'Anxiety' ? move(part, 0.5) : part)) },
    ['“Anxiety”: was 11am to midday, now 11:30am to 12:30pm.'],
  ],
  [
    'another workshop',
    day,
    { ...day, parts: day.parts?.map((part) => (part.title === 'Anxiety' ? { ...part, title: 'Bullying' } : part)) },
    ['11am to midday: was “Anxiety”, now “Bullying”.'],
  ],
  [
    'the room of one',
    { ...shown, room: 'Hall', where: 'Hall, Hotel' },
    { ...shown, room: 'Room 2', where: 'Room 2, Hotel' },
    ['Room: was Hall, now Room 2.'],
  ],
  [
    'a neutral name',
    { ...shown, about: shown.title },
    { ...shown, title: 'Training', about: shown.title },
    ['Name in your calendar: was “Knife crime”, now “Training”.'],
  ],
  ['a link', shown, { ...shown, joiningLink: 'https://a.example' }, ['The link to join is new.']],
  [
    'another link, to which the same one of theirs leads',
    { ...shown, joiningLink: 'https://a.example' },
    { ...shown, joiningLink: 'https://b.example' },
    [],
  ],
])('of one entry of a calendar: %s', (_, was, is, lines) => {
  expect(linesOfChange(seenOfEntry(was), seenOfEntry(is))).toEqual(lines)
})
