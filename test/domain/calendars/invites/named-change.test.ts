// “A change has one name on the page before it is saved, in messages and in the history of a booking.”
import { expect, it } from 'vitest'
import type { EventForInvites, Shown } from '#calendars/invites/invite.ts'
import { type ChangeName, changesOfEntry, changesOfEvent, sayChanges } from '#calendars/invites/named-change.ts'
import { isMove } from '#events/events/moved-event.ts'

const at = (time: string, day = '12'): string => `2026-06-${day}T${time}:00.000Z`
const opening = { id: 'a', title: 'Opening', startsAt: at('08:30'), endsAt: at('09:30') }
const panel = { id: 'b', title: 'Panel', startsAt: at('10:00'), endsAt: at('11:00') }
const closing = { id: 'c', title: 'Closing', startsAt: at('13:00'), endsAt: at('14:00') }
const anxiety = { id: 'd', title: 'Anxiety', startsAt: at('11:30'), endsAt: at('12:30'), block: 'Workshops', chosen: 1 }
const bullying = { id: 'e', title: 'Bullying', startsAt: at('11:30'), endsAt: at('12:30'), block: 'Workshops', chosen: 0 }
const event: EventForInvites = {
  ...{ id: 'e', code: 'KWR4TZ', title: 'Knife crime', attendanceMode: 'in_person', venueName: 'Hotel', venueAddress: 'Belmont Road' },
  ...{ venuePostcode: 'HR2 7BP', joiningLink: '', contactName: '', contactEmail: '', contactTelephone: '', calendarEntries: 'each' },
  sessions: [opening, panel, anxiety, bullying, closing],
}
const one: EventForInvites = { ...event, sessions: [{ ...opening, title: '' }] }
const twoDays: EventForInvites = { ...event, sessions: [opening, { ...panel, startsAt: at('08:30', '13'), endsAt: at('15:00', '13') }] }
const later = <S extends { startsAt: string; endsAt: string }>(session: S, hours: number): S => {
  const move = (moment: string) => new Date(Date.parse(moment) + hours * 3_600_000).toISOString()
  return { ...session, startsAt: move(session.startsAt), endsAt: move(session.endsAt) }
}

const table: [what: string, before: EventForInvites, after: EventForInvites, names: ChangeName[], move: boolean][] = [
  ['nothing', event, { ...event }, [], false],
  ['a title', event, { ...event, title: 'Knives' }, ['title'], false],
  ['what calendars call it', event, { ...event, calendarTitle: 'Briefing' }, ['calendar_title'], false],
  ['how calendars put it together', event, { ...event, calendarEntries: 'day' }, ['entries'], false],
  ['a venue', event, { ...event, venueName: 'Shire Hall' }, ['place'], true],
  ['a postcode', event, { ...event, venuePostcode: 'HR1 2HX' }, ['place'], true],
  ['online instead', event, { ...event, attendanceMode: 'online', joiningLink: 'https://a.example' }, ['place', 'joining_link'], true],
  ['a link', { ...event, joiningLink: 'https://a.example' }, { ...event, joiningLink: 'https://b.example' }, ['joining_link'], false],
  ['the day of one session', one, { ...one, sessions: one.sessions.map((s) => later(s, 24)) }, ['date'], true],
  ['the hour of one session', one, { ...one, sessions: one.sessions.map((s) => later(s, 1)) }, ['times'], true],
  ['the day of all sessions', event, { ...event, sessions: event.sessions.map((s) => later(s, 24)) }, ['date'], true],
  ['the day and the hour of one session', one, { ...one, sessions: one.sessions.map((s) => later(s, 25)) }, ['date', 'times'], true],
  [
    'one day more',
    one,
    { ...one, sessions: [...one.sessions, later({ ...opening, id: 'x', title: '' }, 24)] },
    ['date', 'programme'],
    true,
  ],
  ['another room', event, { ...event, sessions: event.sessions.map((s) => ({ ...s, room: 'Hall' })) }, ['room'], false],
  [
    'another venue of a part',
    event,
    { ...event, sessions: [{ ...opening, venueName: 'Shire Hall' }, ...event.sessions.slice(1)] },
    ['place'],
    true,
  ],
  [
    'the hour of all, workshops apart',
    { ...event, sessions: [opening, panel] },
    { ...event, sessions: [later(opening, 1), later(panel, 1)] },
    ['times', 'programme'],
    true,
  ],
  ['one of two days', twoDays, { ...twoDays, sessions: [opening, later(twoDays.sessions[1] ?? panel, 24)] }, ['date'], true],
  ['a part within the day', event, { ...event, sessions: [opening, later(panel, 0.25), anxiety, bullying, closing] }, ['programme'], false],
  [
    'the name of a part',
    event,
    { ...event, sessions: [opening, { ...panel, title: 'Talk' }, anxiety, bullying, closing] },
    ['programme'],
    false,
  ],
  [
    'one part more, within the day',
    event,
    { ...event, sessions: [...event.sessions, { ...panel, id: 'x', title: 'Poster' }] },
    ['programme'],
    false,
  ],
  ['the first part gone', event, { ...event, sessions: event.sessions.slice(1) }, ['times', 'programme'], true],
  ['a middle part gone', event, { ...event, sessions: event.sessions.filter(({ id }) => id !== 'b') }, ['programme'], false],
  [
    'a chosen workshop',
    event,
    { ...event, sessions: [opening, panel, { ...anxiety, title: 'Worry' }, bullying, closing] },
    ['workshops'],
    false,
  ],
  [
    'a workshop that nobody chose',
    event,
    { ...event, sessions: [opening, panel, anxiety, { ...bullying, title: 'Unkindness' }, closing] },
    [],
    false,
  ],
  [
    'the hours of the workshops',
    event,
    { ...event, sessions: [opening, panel, later(anxiety, 0.25), later(bullying, 0.25), closing] },
    ['programme', 'workshops'],
    false,
  ],
  ['a title and a place', event, { ...event, title: 'Knives', venueName: 'Shire Hall' }, ['title', 'place'], true],
]

// “Another programme within the same hours, another title or another link is no such change.”
it.each(table)(
  '%s is called what it is, and is a move only when the day, its hours or the place change',
  (_, before, after, names, move) => {
    expect(changesOfEvent(before, after)).toEqual(names)
    expect(isMove(names)).toBe(move)
  },
)

const shown: Shown = { title: 'Knife crime: Panel', startsAt: panel.startsAt, endsAt: panel.endsAt, where: 'Hotel', joiningLink: '' }
const day: Shown = { ...shown, title: 'Knife crime', parts: [opening, panel] }

it.each<[string, Shown, Shown, boolean, ChangeName[]]>([
  ['nothing', shown, { ...shown }, false, []],
  ['the event called differently', shown, { ...shown, title: 'Knives: Panel' }, true, ['title']],
  ['a part called differently', shown, { ...shown, title: 'Knife crime: Talk' }, false, ['programme']],
  ['a neutral title', { ...shown, about: shown.title }, { ...shown, title: 'Training', about: shown.title }, false, ['calendar_title']],
  ['its time', shown, later(shown, 1), false, ['times']],
  ['its day', shown, later(shown, 24), false, ['date']],
  ['its room', { ...shown, room: 'Hall', where: 'Hall, Hotel' }, { ...shown, room: 'Room 2', where: 'Room 2, Hotel' }, false, ['room']],
  ['its place and room', shown, { ...shown, room: 'Room 2', where: 'Room 2, Shire Hall' }, false, ['place', 'room']],
  ['its place', shown, { ...shown, where: 'Shire Hall' }, false, ['place']],
  ['its link', shown, { ...shown, joiningLink: 'https://a.example' }, false, ['joining_link']],
  ['the room of a part', day, { ...day, parts: [{ ...opening, room: 'Hall' }, panel] }, false, ['room']],
  ['a part of the day', day, { ...day, parts: [opening, later(panel, 0.25)] }, false, ['programme']],
])('of one entry, %s', (_, was, is, renamed, names) => {
  expect(changesOfEntry(was, is, renamed)).toEqual(names)
})

it('several are listed as people list things, and none is called details', () => {
  expect([sayChanges([]), sayChanges(['times']), sayChanges(['times', 'place']), sayChanges(['title', 'times', 'joining_link'])]).toEqual([
    ...['details', 'time', 'time and place', 'title, time and joining link'],
  ])
})
