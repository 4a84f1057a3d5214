// However many book at the same moment, no more places have a code or are free of charge than there are. Each race has a control: without the
// trigger that judges it, it happens.
import { expect, it } from 'vitest'
import { aSchool, db, rows, tick } from '#test/support/factories.ts'
import { aPriceCode, aPricedEvent, aPriceList } from '#test/support/money.ts'

/** Twenty places of twenty bookings of one school are priced at once, all for the same reason. */
const rush = async (basis: 'code' | 'first_free', limit: number) => {
  const list = await aPriceList({ freePlaces: basis === 'first_free' ? limit : 0 })
  const event = await aPricedEvent({ priceId: list.id })
  const school = await aSchool()
  const payerId = `payer-of-${school.id}`
  const code = basis === 'code' ? await aPriceCode(list.key, { percentOff: 50, mostPlaces: limit }) : undefined
  const at = tick().toISOString()
  await db.prepare(`INSERT INTO Payer (id, kind, schoolId, createdAt) VALUES (?1, 'school', ?2, ?3)`).bind(payerId, school.id, at).run()
  const pence = basis === 'code' ? 5000 : 0
  const price = (id: string) =>
    db.batch([
      db
        .prepare(
          `INSERT INTO Booking (id, reference, eventId, schoolId, channel, formId, createdAt) VALUES (?1, ?1, ?2, ?3, 'school', ?1, ?4)`,
        )
        .bind(id, event.id, school.id, at),
      db
        .prepare(
          `INSERT INTO PlacePrice (id, placeId, bookingId, eventId, schoolId, payerId, route, priceId, status, area, agreement, basis, pence, vatPence, vatCodeId, codeId, rule, createdAt)
           VALUES (?1, ?1, ?1, ?2, ?3, ?4, 'invoice', ?5, 'maintained', 'inside', 'without', ?6, ?7, ?8, ?9, ?10, '{}', ?11)`,
        )
        .bind(id, event.id, school.id, payerId, list.id, basis, pence, pence / 5, list.vatCodeId, code?.id ?? null, at),
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
  await db.prepare(`DROP TRIGGER ${name}`).run()
  try {
    return await race()
  } finally {
    await db.prepare(kept?.sql ?? '').run()
  }
}

// “However many use a code at the same moment, no more places have it than it is for; a place that is cancelled gives its use back.”
it('twenty places ask at once for a code that is for five: exactly five get it, and one that is cancelled leaves room for another', async () => {
  const { counts, price, event } = await rush('code', 5)
  expect(counts).toEqual({ priced: 5, code_used_up: 15 })
  const [given] = await rows<{ id: string }>('SELECT id FROM PlacePrice WHERE eventId = ?1 ORDER BY id LIMIT 1', event.id)
  await db.prepare('UPDATE PlacePrice SET supersededAt = ?2 WHERE id = ?1').bind(given?.id, tick().toISOString()).run()
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
