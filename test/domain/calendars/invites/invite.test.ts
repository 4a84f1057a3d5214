import { expect, it } from 'vitest'
import { entryTitle, shownOf, showsTheSame, whereOf } from '#calendars/invites/invite.ts'

const morning = { id: 'a', title: '', startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T11:00:00.000Z' }
const later = { id: 'b', title: 'Supervision', startsAt: '2026-07-12T08:30:00.000Z', endsAt: '2026-07-12T11:00:00.000Z' }
const event = {
  id: 'e',
  code: 'KWR4TZ',
  title: 'Conference',
  attendanceMode: 'in_person' as const,
  venueName: 'Hotel',
  venueAddress: 'Belmont Road\r\nHereford',
  venuePostcode: 'HR2 7BP',
  joiningLink: 'https://meet.example/x',
  contactName: '',
  contactEmail: '',
  contactTelephone: '',
  sessions: [morning],
}

it('an entry says which part of an event it is, if there are several', () => {
  expect(entryTitle(event, morning)).toBe('Conference')
  const two = { ...event, sessions: [morning, later] }
  expect([entryTitle(two, morning), entryTitle(two, later)]).toEqual(['Conference: part 1 of 2', 'Conference: Supervision'])
})

it('the place is one line, and the link is shown only of an event online', () => {
  expect(whereOf(event)).toBe('Hotel, Belmont Road, Hereford, HR2 7BP')
  expect(shownOf(event, morning).joiningLink).toBe('')
  expect(shownOf({ ...event, attendanceMode: 'online' }, morning)).toMatchObject({ where: 'Online', joiningLink: 'https://meet.example/x' })
})

it('what a calendar does not show makes no difference', () => {
  const shown = shownOf(event, morning)
  expect(showsTheSame(shown, shownOf({ ...event, contactName: 'Jo', joiningLink: 'https://other.example' }, morning))).toBe(true)
  expect(showsTheSame(shown, shownOf({ ...event, title: 'Other' }, morning))).toBe(false)
  expect(showsTheSame(shown, shownOf({ ...event, venueName: 'Hall' }, morning))).toBe(false)
  expect(showsTheSame(shown, { ...shown, endsAt: '2026-06-12T12:00:00.000Z' })).toBe(false)
})
