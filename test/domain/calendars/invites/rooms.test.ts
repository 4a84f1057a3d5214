import { expect, it } from 'vitest'
import { entriesOf, sayParts } from '#calendars/invites/entry.ts'
import { type EventForInvites, programmeOf } from '#calendars/invites/invite.ts'
import { changesOfEntry, changesOfEvent } from '#calendars/invites/named-change.ts'

const event: EventForInvites = {
  id: 'e',
  code: 'ABC234',
  title: 'A day of workshops',
  attendanceMode: 'in_person',
  venueName: 'Three Counties Hotel',
  venueAddress: '',
  venuePostcode: 'HR2 7BP',
  joiningLink: '',
  contactName: '',
  contactEmail: '',
  contactTelephone: '',
  sessions: [
    { id: 'a', title: 'Opening', startsAt: '2027-06-11T08:30:00.000Z', endsAt: '2027-06-11T09:30:00.000Z', block: '', room: 'Main hall' },
    { id: 'b', title: 'Records', startsAt: '2027-06-11T10:00:00.000Z', endsAt: '2027-06-11T11:00:00.000Z', block: 'Workshops', room: '' },
  ],
}
const [opening, records] = event.sessions as [EventForInvites['sessions'][number], EventForInvites['sessions'][number]]
const elsewhere: EventForInvites = { ...event, sessions: [{ ...opening, room: 'Chapel' }, records] }

it('a calendar entry says the room before the venue, and the venue alone where no room is known', () => {
  expect(entriesOf(event, event.sessions).map(({ shown }) => shown.where)).toEqual([
    'Main hall, Three Counties Hotel, HR2 7BP',
    'Three Counties Hotel, HR2 7BP',
  ])
})

it('an entry for a day says the room of each part', () => {
  const [entry] = entriesOf({ ...event, calendarEntries: 'day' }, event.sessions)
  expect(entry && sayParts(entry.shown, 'calendar')).toEqual(['9:30am to 10:30am: Opening (Main hall)', '11am to midday: Records'])
})

it('an online event has no rooms in calendars', () => {
  expect(entriesOf({ ...event, attendanceMode: 'online' }, event.sessions).map(({ shown }) => shown.where)).toEqual(['Online', 'Online'])
})

it('people are told when a part moves to another room', () => {
  expect(changesOfEvent(event, elsewhere)).toEqual(['room'])
  const [was] = entriesOf(event, [opening])
  const [is] = entriesOf(elsewhere, [opening])
  expect(was && is && changesOfEntry(was.shown, is.shown, false)).toEqual(['room'])
  const day = (of: EventForInvites) => entriesOf({ ...of, calendarEntries: 'day' }, of.sessions)[0]?.shown
  const [before, after] = [day(event), day(elsewhere)]
  expect(before && after && changesOfEntry(before, after, false)).toEqual(['room'])
})

it('breaks stand in the programme where they are', () => {
  const breaks = [{ title: 'Coffee', startsAt: '2027-06-11T09:30:00.000Z', endsAt: '2027-06-11T10:00:00.000Z' }]
  expect(programmeOf(event.sessions, ['b'], breaks)).toEqual([
    '9:30am to 10:30am: Opening (Main hall)',
    '10:30am to 11am: Coffee',
    '11am to midday: Workshops: Records',
  ])
})
