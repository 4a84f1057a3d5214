// However many book at the same moment, no more places have a code or are free of charge than there
// are. Each race has a control: without the trigger that judges it, it happens.

import { expect, it } from 'vitest'
import { aSchool, db, rows, run, tick } from '#test/support/factories.ts'
import { aPriceCode, aPricedEvent, aPriceList } from '#test/support/money.ts'
import { add, insert } from '#test/support/rows.ts'

/** Twenty places of twenty bookings of one school are priced at once, all for the same reason. */
const rush = async (basis: 'code' | 'first_free', limit: number) => {
  const list = await aPriceList({ freePlaces: basis === 'first_free' ? limit : 0 })
  const event = await aPricedEvent({ priceId: list.id })
  const school = await aSchool()
  const payerId = `payer-of-${school.id}`
  const code = basis === 'code' ? await aPriceCode(list.key, { percentOff: 50, mostPlaces: limit }) : undefined
  await add('Payer', { id: payerId, schoolId: school.id })
  const pence = basis === 'code' ? 5000 : 0
  const price = (id: string) =>
    db.batch([
      insert('Booking', { id, reference: id, eventId: event.id, schoolId: school.id, channel: 'school', formId: id }),
      insert('PlacePrice', {
        id,
        placeId: id,
        bookingId: id,
        eventId: event.id,
        schoolId: school.id,
        payerId,
        route: 'invoice',
        priceId: list.id,
        basis,
        pence,
        vatPence: pence / 5,
        vatCodeId: list.vatCodeId,
        codeId: code?.id ?? null,
        rule: '{}',
      }),
    ])
  const asked = await Promise.allSettled(Array.from({ length: 20 }, () => price(crypto.randomUUID())))
  const words = asked.map((one) =>
    one.status === 'fulfilled' ? 'priced' : (/code_used_up|free_places_used/.exec(String(one.reason))?.[0] ?? 'other'),
  )
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return { counts, price, event }
}

const withoutTrigger = async <T>(name: string, race: () => Promise<T>): Promise<T> => {
  const [kept] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?1`, name)
  await run(`DROP TRIGGER ${name}`)
  try {
    return await race()
  } finally {
    await db.prepare(kept?.sql ?? '').run()
  }
}

// “However many use a code at the same moment, no more places have it than it is for; a place
// that is cancelled gives its use back.”
it('twenty places ask at once for a code that is for five: exactly five get it, and one that is cancelled leaves room for another', async () => {
  const { counts, price, event } = await rush('code', 5)
  expect(counts).toEqual({ priced: 5, code_used_up: 15 })
  const [given] = await rows<{ id: string }>('SELECT id FROM PlacePrice WHERE eventId = ?1 ORDER BY id LIMIT 1', event.id)
  await run('UPDATE PlacePrice SET supersededAt = ?2 WHERE id = ?1', given?.id, tick().toISOString())
  await price(crypto.randomUUID())
  await expect(price(crypto.randomUUID())).rejects.toThrow('code_used_up')
})

it('control: without its trigger all twenty have the code', async () => {
  expect((await withoutTrigger('PlacePrice_fits', () => rush('code', 5))).counts).toEqual({ priced: 20 })
})

it('twenty places of one school ask at once to be among its first three, which are free of charge: exactly three are', async () => {
  expect((await rush('first_free', 3)).counts).toEqual({ priced: 3, free_places_used: 17 })
})

it('control: without its trigger all twenty are free of charge', async () => {
  expect((await withoutTrigger('PlacePrice_fits', () => rush('first_free', 3))).counts).toEqual({ priced: 20 })
})
