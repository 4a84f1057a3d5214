// What a page says of reserved places before they are released is what releasing them does.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { eventByCode } from '#events/events/store.ts'
import { chance } from '#test/support/chance.ts'
import { anEvent, db, request, rows, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { insert } from '#test/support/rows.ts'
import { aGuest, anOrganiser, asks } from './world.ts'

const seed = 20_261_205
const { is, one } = chance(seed)
const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z', placesPerSchool: null }

it('“As many places as the page says are free or on offer once they are released.”', async () => {
  const { cookie } = await anOrganiser()
  const seen = { otherwise: 0, offered: 0, left: 0 }
  for (let round = 0; round < 24; round += 1) {
    const [capacity, places] = [one([6, 8]), one([2, 3, 4])]
    const event = await anEvent({ ...inTime, capacity })
    const [kept, other] = [await aGuest(), await aGuest()]
    const id = newId(tick())
    await db.batch([
      insert('HeldBack', { id, eventId: event.id, places, releaseAt: '2099-05-01T08:00:00.000Z' }),
      insert('HeldBackSchool', { heldBackId: id, schoolId: kept.school.id }),
    ])
    const used = one([0, 1, 2])
    if (used > 0) await asks(kept, event.code, used)
    await asks(other, event.code, one([1, capacity - places]))
    if (is(0.5)) await asks(await aGuest(), event.code, one([1, 2]))
    const state = async () => {
      const now = await eventByCode(db, event.code, new Date())
      const [found] = await rows<{ offered: number; ofKept: number }>(
        `SELECT SUM(p.offerId IS NOT NULL) AS offered, SUM(p.schoolId = ?2 AND p.state = 'confirmed') AS ofKept FROM Place p WHERE p.eventId = ?1`,
        ...[event.id, kept.school.id],
      )
      const free = now ? now.capacity - now.taken - now.heldBack : -1
      return { forAll: free + (found?.offered ?? 0), offered: found?.offered ?? 0, ofKept: found?.ofKept ?? 0 }
    }
    const before = await state()
    const path = `/organiser/events/${event.code}/held-back/${id}/release`
    const page = await textOf(request(path, { cookie }))
    const said = {
      released: Number(/Release (\d+) places? now\?/.exec(page)?.[1]),
      stay: Number(/The (\d+) places? taken already stay/.exec(page)?.[1] ?? 0),
    }
    expect((await request(path, { cookie, form: {} })).status).toBe(303)
    const after = await state()
    expect([round, said], `seed ${seed}`).toEqual([round, { released: after.forAll - before.forAll, stay: after.ofKept }])
    if (places !== said.released) seen.otherwise += 1
    if (after.offered > before.offered) seen.offered += 1
    if (after.forAll > after.offered) seen.left += 1
  }
  expect(Object.values(seen).map((rounds) => rounds > 0)).toEqual([true, true, true])
})
