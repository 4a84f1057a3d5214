// What falls due is done for everybody else when it cannot be done for one.
import { expect, it, vi } from 'vitest'
import { tryAgain } from '#base/db/failed-job.ts'
import { endPastRequests } from '#booking/waiting/end-request.ts'
import { expireOffers } from '#booking/waiting/settle-offer.ts'
import { anAct, db, rows, tick } from '#test/support/factories.ts'
import { aFullEvent, aGuest, asks, offerNow, offersOf, placesOf } from './world.ts'

/** Whatever would be logged of this booking fails, as any fault that is in one row would. */
const breaks = async (reference: string): Promise<() => Promise<unknown>> => {
  const [booking] = await rows<{ id: string }>('SELECT id FROM Booking WHERE reference = ?1', reference)
  const name = `Broken_${reference.replaceAll(/\W/g, '')}`
  await db
    .prepare(`CREATE TRIGGER ${name} BEFORE INSERT ON Log WHEN NEW.subjectId = '${booking?.id}' BEGIN SELECT RAISE(ABORT, 'broken'); END`)
    .run()
  return async () => {
    await db.prepare(`DROP TRIGGER ${name}`).run()
    await tryAgain(db, { now: new Date('2099-12-31T00:00:00.000Z') })
  }
}

const quietly = async <T>(run: () => Promise<T>): Promise<T> => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const result = await run()
  said.mockRestore()
  return result
}

it('An offer that cannot be settled keeps no other that has run out from being settled', async () => {
  const { event, free } = await aFullEvent(2)
  const [bad, good] = [await asks(await aGuest(), event.code, 1), await asks(await aGuest(), event.code, 1)]
  await free(2)
  await offerNow()
  const later = new Date(Date.parse((await offersOf(event.id))[0]?.expiresAt ?? '') + 60_000)
  const mended = await breaks(bad)
  expect(await quietly(() => expireOffers(anAct({ now: later, origin: 'schedule' })))).toBe(true)
  expect((await offersOf(event.id)).map(({ state }) => state)).toEqual(['open', 'lapsed'])
  expect(await placesOf(good)).toEqual([{ state: 'cancelled', waitsFor: 'list', n: 1 }])
  await mended()
  await expireOffers(anAct({ now: later, origin: 'schedule' }))
  expect((await offersOf(event.id)).map(({ state }) => state)).toEqual(['lapsed', 'lapsed'])
})

it('A request that cannot be ended keeps no other of the event from ending when it begins', async () => {
  const { event } = await aFullEvent(1)
  const [bad, good] = [await asks(await aGuest(), event.code, 1), await asks(await aGuest(), event.code, 1)]
  const [first] = await rows<{ at: string }>('SELECT MIN(startsAt) AS at FROM Session WHERE eventId = ?1', event.id)
  const mended = await breaks(bad)
  expect(await quietly(() => endPastRequests(anAct({ now: new Date(first?.at ?? ''), origin: 'schedule' })))).toBe(true)
  expect([await placesOf(bad), await placesOf(good)]).toEqual([
    [{ state: 'held', waitsFor: 'list', n: 1 }],
    [{ state: 'cancelled', waitsFor: 'list', n: 1 }],
  ])
  await mended()
})

it('Events of which nothing can be offered, however many, keep no other from offering what came free', async () => {
  for (let n = 0; n < 20; n += 1) {
    const { event, free } = await aFullEvent(2)
    await asks(await aGuest(), event.code, 2)
    await free(1)
  }
  const { event, free } = await aFullEvent(1)
  await asks(await aGuest(), event.code, 1)
  await free(1)
  for (let run = 0; run < 40 && (await offersOf(event.id)).length === 0; run += 1) await offerNow(tick())
  expect((await offersOf(event.id)).map(({ state }) => state)).toEqual(['open'])
})
