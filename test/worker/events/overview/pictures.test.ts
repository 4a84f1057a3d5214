// The pictures of an event count what the database holds, each person and place once.
import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { selectArrived, selectBooked } from '#events/overview/picture-store.ts'
import { anAccount, anEvent, aSchool, db, htmlOf, request, run, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'

const { cookie } = await anAccount({ roles: ['organiser'] })
const get = async (path: string) => plain(await htmlOf(request(path, { cookie })))

const placeOf = async (event: { id: string; sessions: { id: string }[] }, createdAt: string, state = 'confirmed'): Promise<string> => {
  const { id: schoolId } = await aSchool()
  const bookingId = await add('Booking', { reference: newId(tick()), eventId: event.id, schoolId, formId: newId(tick()), createdAt })
  const personId = await add('Person', { name: 'Jo Price', createdAt })
  const placeId = await add('Place', { personId, bookingId, eventId: event.id, schoolId, state, stateAt: createdAt, createdAt })
  for (const { id: sessionId } of event.sessions) await add('PlaceSession', { placeId, sessionId })
  return placeId
}

it('shows how places were booked, beside the date before it in its series', async () => {
  const first = await anEvent({ startsAt: '2026-03-02T09:30:00.000Z', endsAt: '2026-03-02T12:00:00.000Z' })
  const second = await anEvent({ startsAt: '2026-04-13T09:30:00.000Z', endsAt: '2026-04-13T12:00:00.000Z' })
  const seriesId = await add('Series', { title: 'Refresher', topicId: 'child-on-child-abuse', createdAt: tick().toISOString() })
  await run('UPDATE Event SET seriesId = ?1 WHERE id IN (?2, ?3)', seriesId, first.id, second.id)
  await placeOf(first, '2026-02-10T10:00:00.000Z')
  for (const at of ['2025-01-01', '2026-03-29', '2026-03-30', '2026-04-14']) await placeOf(second, `${at}T10:00:00.000Z`)
  await placeOf(second, '2026-03-29T10:00:00.000Z', 'cancelled')
  const booked = await readNow(db, selectBooked(db, second.code))
  expect(booked).toEqual([
    { weeks: 0, n: 1, isEarlier: 0, earlierCode: null },
    { weeks: 2, n: 2, isEarlier: 0, earlierCode: null },
    { weeks: 26, n: 1, isEarlier: 0, earlierCode: null },
    { weeks: 2, n: 1, isEarlier: 1, earlierCode: first.code },
  ])
  expect(await readNow(db, selectBooked(db, first.code))).toEqual([{ weeks: 2, n: 1, isEarlier: 0, earlierCode: null }])
  expect(await get(`/organiser/events/${second.code}`)).toContain('Places that are still booked')
})

it('shows when people arrived, each by the first time, once somebody has', async () => {
  const event = await anEvent({ startsAt: '2026-03-02T09:30:00.000Z', endsAt: '2026-03-02T12:00:00.000Z' })
  const [one, other, wrong] = [
    await placeOf(event, '2026-02-10T10:00:00.000Z'),
    await placeOf(event, '2026-02-10T10:00:00.000Z'),
    await placeOf(event, '2026-02-10T10:00:00.000Z'),
  ]
  expect(await get(`/organiser/events/${event.code}/day`)).not.toContain('Arrivals on')
  const arrival = (placeId: string, time: string, undoesId: string | null = null) => {
    const at = `2026-03-02T${time}:00.000Z`
    return add('Arrival', {
      eventId: event.id,
      day: '2026-03-02',
      placeId,
      kind: 'arrived',
      happenedAt: at,
      notedAt: at,
      receivedAt: at,
      undoesId,
    })
  }
  await arrival(one, '09:01')
  await arrival(one, '09:40')
  await arrival(other, '09:04')
  await arrival(wrong, '09:20', await arrival(wrong, '09:20'))
  expect(await readNow(db, selectArrived(db, event.code))).toEqual([{ slot: Date.parse('2026-03-02T09:00:00Z') / 300_000, n: 2 }])
  const page = await get(`/organiser/events/${event.code}/day`)
  expect(page).toContain('Arrivals on 2 March 2026')
  expect(page).toContain('2 people arrived')
})
