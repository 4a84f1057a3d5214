import { expect, it } from 'vitest'
import { entriesOf, reconcile, sayParts } from '#calendars/invites/entry.ts'
import type { EventForInvites, LiveInvitation } from '#calendars/invites/invite.ts'

const opening = { id: 'a', title: 'Opening', startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T09:30:00.000Z' }
const early = { id: 'b', title: 'Early bird', startsAt: '2026-06-12T07:30:00.000Z', endsAt: '2026-06-12T10:30:00.000Z', block: 'Extra' }
const practice = { id: 'c', title: '', startsAt: '2026-06-13T08:30:00.000Z', endsAt: '2026-06-13T09:30:00.000Z' }
const event: EventForInvites = {
  ...{ id: 'e', code: 'KWR4TZ', title: 'Knife crime', attendanceMode: 'in_person', joiningLink: '', venueName: 'Hotel', venueAddress: '' },
  ...{ venuePostcode: '', contactName: '', contactEmail: '', contactTelephone: '', calendarEntries: 'day' },
  sessions: [early, opening, practice],
}
const place = { placeId: 'p' }
const wanted = (of: EventForInvites, ids: string[]) => [
  {
    place,
    entries: entriesOf(
      of,
      ids.map((id) => ({ id })),
    ),
  },
]
const invitation = (sessionId: string, shown: LiveInvitation['shown']): LiveInvitation => ({
  ...{
    id: `i-${sessionId}`,
    placeId: 'p',
    personId: 'n',
    sessionId,
    uid: sessionId,
    sequence: 0,
    shown,
    name: 'Ann',
    email: 'a@example.org',
  },
  ...{ schoolId: 's', schoolName: 'S', attendance: null, bookingId: 'k', attends: [] },
})

it('a day is known by what everyone attends, also where a workshop begins before it', () => {
  const [first, second] = entriesOf(event, [opening, early, practice])
  expect(first).toMatchObject({
    sessionId: 'a',
    shown: { title: 'Knife crime: day 1 of 2', startsAt: early.startsAt, endsAt: early.endsAt },
  })
  expect(first && sayParts(first.shown, 'calendar')).toEqual(['8:30am to 11:30am: Early bird', '9:30am to 10:30am: Opening'])
  // One session without a name says nothing that the entry does not say.
  expect(second?.shown.parts).toBeUndefined()
  expect(entriesOf(event, [early]).map(({ sessionId }) => sessionId)).toEqual(['b'])
})

it('a session of another event, or that is gone, makes no entry', () => {
  expect(entriesOf(event, [{ id: 'x' }])).toEqual([])
})

it('live invitations that are as wanted are left alone, whatever order things come in', () => {
  const entries = entriesOf(event, [practice, early, opening])
  const live = entries.map(({ sessionId, shown }) => invitation(sessionId, shown)).reverse()
  expect(reconcile(wanted(event, ['a', 'b', 'c']), live, '2026-06-01T00:00:00.000Z')).toEqual({
    missing: [],
    different: [],
    tooMany: [],
    moved: [],
  })
})

it('what is missing is sent, what differs is updated, what is too much is taken back; other places are left alone', () => {
  const [was] = entriesOf({ ...event, calendarEntries: 'each' }, [opening])
  const stray = invitation('z', { ...(was as never as { shown: LiveInvitation['shown'] }).shown })
  const other = { ...stray, id: 'other', placeId: 'q' }
  const live = [invitation('a', (was as { shown: LiveInvitation['shown'] }).shown), stray, other]
  const found = reconcile(wanted(event, ['a', 'b', 'c']), live, '2026-06-01T00:00:00.000Z')
  expect(found.missing.map(({ entry }) => entry.sessionId)).toEqual(['c'])
  expect(found.different.map(({ id, was: before, shown }) => [id, before.title, shown.title])).toEqual([
    ['i-a', 'Knife crime: Opening', 'Knife crime: day 1 of 2'],
  ])
  expect(found.tooMany.map(({ id }) => id)).toEqual(['i-z'])
})

it('what is over is neither sent, nor changed, nor taken back', () => {
  const [was] = entriesOf({ ...event, calendarEntries: 'each' }, [opening])
  const shown = (was as { shown: LiveInvitation['shown'] }).shown
  const after = '2026-07-01T00:00:00.000Z'
  expect(reconcile(wanted({ ...event, title: 'Corrected' }, ['a', 'c']), [invitation('a', shown), invitation('z', shown)], after)).toEqual({
    ...{ missing: [], different: [], tooMany: [], moved: [] },
  })
  // Moved from the past into the future, it is told.
  const moved = { ...event, sessions: [{ ...opening, startsAt: '2026-08-01T08:30:00.000Z', endsAt: '2026-08-01T09:30:00.000Z' }] }
  expect(reconcile(wanted(moved, ['a']), [invitation('a', shown)], after).different).toHaveLength(1)
})

it('the entry of a day stays the same entry when the session that it was known by is called off', () => {
  const panel = { id: 'd', title: 'Panel', startsAt: '2026-06-12T10:00:00.000Z', endsAt: '2026-06-12T11:00:00.000Z' }
  const full = { ...event, sessions: [opening, panel, practice] }
  const live = entriesOf(full, full.sessions).map(({ sessionId, shown }) => invitation(sessionId, shown))
  const after = { ...full, sessions: [panel, practice], calledOff: [opening] }
  const changed = reconcile(wanted(after, ['a', 'c', 'd']), live, '2026-06-01T00:00:00.000Z', true)
  expect(changed).toMatchObject({ moved: [{ id: 'i-a', sessionId: 'd' }], missing: [], tooMany: [] })
  expect(changed.different).toMatchObject([
    { id: 'i-a', sessionId: 'd', shown: { title: 'Knife crime: day 1 of 2', startsAt: panel.startsAt } },
  ])
  const gone = reconcile(
    wanted({ ...full, sessions: [opening, panel], calledOff: [practice] }, ['a', 'c', 'd']),
    live,
    '2026-06-01T00:00:00.000Z',
    true,
  )
  expect([gone.tooMany.map(({ id }) => id), gone.different, gone.moved]).toEqual([['i-c'], [], []])
})
