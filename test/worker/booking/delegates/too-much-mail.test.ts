// Mail to addresses that a school typed goes out in the council's name: it has an end.
import { expect, it } from 'vitest'
import type { Actor } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { spending, typedMail } from '#base/limits/spend-budget.ts'
import { limitReached } from '#base/limits/store.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { anAccount, anAct, aSchool, db, rows } from '#test/support/factories.ts'
import { aBooking, namesOn, person } from './bookings.ts'

const nine = new Date('2026-11-02T09:00:00.000Z')
const minutes = (n: number): Date => new Date(nine.getTime() + n * 60_000)
const personOn = async (placeId: string | undefined) =>
  (await rows<{ personId: string }>('SELECT personId FROM Place WHERE id = ?1', placeId))[0]?.personId ?? ''

it('“A place passes from one person to another at most six times in a day”: ten swaps in a row send no more than six times three mails, and nothing is changed by the others', async () => {
  const { event, contact, reference, places } = await aBooking(['Ann Lee'], 0, { now: nine })
  const before = (await rows('SELECT id FROM Message WHERE eventId = ?1', event.id)).length
  const done: string[] = []
  for (let n = 1; n <= 10; n += 1) {
    const swapped = await nameDelegates(anAct({ actor: contact.actor, now: minutes(n) }), reference, [
      { placeId: places[0]?.id ?? '', was: await personOn(places[0]?.id), delegate: person(`Person ${'ABCDEFGHIJ'[n]}${'abcdefghij'[n]}`) },
    ])
    done.push(swapped.ok ? 'done' : swapped.reason)
  }
  expect(done).toEqual([...Array(6).fill('done'), ...Array(4).fill('too_much_mail')])
  expect(await namesOn(event.id)).toEqual(['Person Gg'])
  expect((await rows('SELECT id FROM Message WHERE eventId = ?1', event.id)).length - before).toBe(18)
  const organiser = await anAccount({ roles: ['organiser'] })
  const byCouncil = await nameDelegates(anAct({ actor: organiser.actor, now: minutes(11) }), reference, [
    { placeId: places[0]?.id ?? '', was: await personOn(places[0]?.id), delegate: person('Zoe Hughes') },
  ])
  expect(byCouncil.ok).toBe(true)
  const tomorrow = await nameDelegates(anAct({ actor: contact.actor, now: minutes(24 * 60 + 7) }), reference, [
    { placeId: places[0]?.id ?? '', was: await personOn(places[0]?.id), delegate: person('Yan Hughes') },
  ])
  expect(tomorrow.ok).toBe(true)
})

/** Whether mails to these addresses go within the budgets. */
const spend = async (actor: Actor, schoolId: string, at: Date, emails: readonly string[]): Promise<boolean> => {
  const act = anAct({ actor, now: at })
  const statements = spending(act, await typedMail(act, { schoolId, emails }))
  const written = await atomically(db, [db.prepare('SELECT 1'), ...statements], { [limitReached]: 'limit_reached' } as const)
  return written.ok
}

it('sixty mails to one address at the same moment are forty; without the trigger they are sixty, and another school has its own', async () => {
  const [school, other] = [await aSchool(), await aSchool()]
  const { actor } = await anAccount({ schoolIds: [school.id, other.id] })
  const allAtOnce = async (schoolId: string, email: string) =>
    (await Promise.all(Array.from({ length: 60 }, () => spend(actor, schoolId, nine, [email])))).filter(Boolean).length
  expect(await allAtOnce(school.id, 'victim@elsewhere.example')).toBe(40)
  expect(await spend(actor, other.id, nine, ['victim@elsewhere.example'])).toBe(true)
  const [trigger] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'LimitUse_within_limit'`)
  await db.prepare('DROP TRIGGER LimitUse_within_limit').run()
  try {
    expect(await allAtOnce(school.id, 'other@elsewhere.example')).toBe(60)
  } finally {
    await db.prepare(trigger?.sql ?? '').run()
  }
})

it('“At most two hundred mails in an hour for one person and four hundred in a day for one school go to addresses that it typed, forty in a day to one of them; the council’s own people have no such limit.”', async () => {
  const school = await aSchool()
  const many = (mails: number) => Array.from({ length: mails }, () => `${crypto.randomUUID()}@example.sch.uk`)
  const of = (actor: Actor, at: Date, mails: number) => spend(actor, school.id, at, many(mails))
  const one = (await anAccount({ schoolIds: [school.id] })).actor
  const other = (await anAccount({ schoolIds: [school.id] })).actor
  expect([await of(one, nine, 150), await of(one, nine, 51), await of(one, nine, 50), await of(one, nine, 1)]).toEqual([
    true,
    false,
    true,
    false,
  ])
  expect([await of(other, nine, 200), await of(one, minutes(61), 1), await of(one, minutes(24 * 60), 100)]).toEqual([true, false, true])
  const organiser = await anAccount({ roles: ['organiser'] })
  expect(await of(organiser.actor, nine, 1000)).toBe(true)
})
