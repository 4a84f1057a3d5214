// Whatever schools and organisers do, in whatever order and at the same moment, what must always be true is true afterwards.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Act } from '../../../src/act.ts'
import { auditAll } from '../../../src/audit/store.ts'
import { cancelBooking } from '../../../src/bookings/cancel-booking.ts'
import { placeBooking } from '../../../src/bookings/place-booking.ts'
import { readEvent, valuesOf } from '../../../src/events/forms.ts'
import { readVocabulary } from '../../../src/events/list-store.ts'
import { changeEvent } from '../../../src/events/save-event.ts'
import { eventByCode } from '../../../src/events/store.ts'
import { anAccount, anAct, anEvent, aSchool, db, rows } from '../../support/factories.ts'

type World = {
  event: Awaited<ReturnType<typeof anEvent>>
  contacts: Awaited<ReturnType<typeof anAccount>>[]
  organiser: Act['actor']
}

// One clock for all worlds: a hold of yesterday's world must not run again.
let hour = 0

type Doing =
  | { does: 'book'; school: number; named: number; unnamed: number; wait: boolean; partly: boolean; person: number }
  | { does: 'cancel'; which: number; whole: boolean }
  | { does: 'capacity'; to: number }

const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)]

const doing: fc.Arbitrary<Doing> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('book' as const),
      school: fc.nat(3),
      named: fc.nat(2),
      unnamed: fc.nat(2),
      wait: fc.boolean(),
      partly: fc.boolean(),
      person: fc.nat(5),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('cancel' as const), which: fc.nat(20), whole: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('capacity' as const), to: fc.integer({ min: 1, max: 6 }) }) },
)

const actOf = (actor: Act['actor']): Act => anAct({ actor, now: new Date(Date.parse('2026-03-10T09:00:00.000Z') + hour * 3_600_000) })

const run = async (world: World, one: Doing): Promise<void> => {
  if (one.does === 'book') {
    const contact = pick(world.contacts, one.school)
    if (!contact || one.named + one.unnamed === 0) return
    await placeBooking(actOf(contact.actor), {
      code: world.event.code,
      schoolId: contact.actor.schoolIds[0] ?? '',
      formId: crypto.randomUUID(),
      delegates: Array.from({ length: one.named }, (_, n) => ({
        name: `Person ${one.person + n}`,
        email: `person${one.person + n}@shared.example`,
        roleId: 'dsl',
        represents: [],
      })),
      unnamed: one.unnamed,
      ifFull: one.wait ? 'wait' : 'refuse',
      partly: one.partly,
    })
  }
  if (one.does === 'cancel') {
    const places = await rows<{ reference: string; id: string }>(
      `SELECT b.reference, p.id FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE p.eventId = ?1 AND p.state <> 'cancelled' ORDER BY p.rowid`,
      world.event.id,
    )
    const place = pick(places, one.which)
    if (place) await cancelBooking(actOf(world.organiser), place.reference, one.whole ? undefined : [place.id])
  }
  if (one.does === 'capacity') {
    const act = actOf(world.organiser)
    const event = await eventByCode(db, world.event.code, act.now)
    if (!event) throw new Error('The event is gone')
    const { draft } = readEvent({ ...valuesOf(event), capacity: String(one.to) }, await readVocabulary(db, act.now))
    if (!draft) throw new Error('The event does not make sense')
    await changeEvent(act, { event, version: event.version, draft })
  }
}

const aWorld = async (): Promise<World> => {
  const trust = { trustUid: crypto.randomUUID(), trustName: 'Hedgerow Trust' }
  const schools = [await aSchool(trust), await aSchool(trust), await aSchool(), await aSchool()]
  const event = await anEvent({ capacity: 4, placesPerSchool: 3 })
  await db.prepare('UPDATE Event SET placesPerTrust = 3 WHERE id = ?1').bind(event.id).run()
  return {
    event,
    contacts: await Promise.all(schools.map((school) => anAccount({ schoolIds: [school.id] }))),
    organiser: (await anAccount({ roles: ['organiser'] })).actor,
  }
}

const broken = async (world: World): Promise<string[]> =>
  (await auditAll(db, actOf(world.organiser).now)).invariants
    .filter((one) => !one.ok)
    .map((one) => `${one.name}: ${one.violations.join(', ')}`)

it('after any sequence of acts, one by one or several at once, every invariant of the audit holds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(doing, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }), async (moments) => {
      const world = await aWorld()
      for (const atOnce of moments) {
        await Promise.all(atOnce.map((one) => run(world, one)))
        expect(await broken(world)).toEqual([])
        hour += 1
      }
    }),
    { numRuns: 25, endOnFailure: true },
  )
}, 120_000)
