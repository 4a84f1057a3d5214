// Whatever schools and organisers do, in whatever order and at the same moment, what must always be true is true afterwards.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Act, nobody } from '#base/act.ts'
import { readNow } from '#base/db/read.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { undoCancellation } from '#booking/cancelling/undo-cancellation.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { offerFreedPlaces } from '#booking/waiting/offer-places.ts'
import { acceptOffer, declineOffer, expireOffers } from '#booking/waiting/settle-offer.ts'
import { chooseWorkshops } from '#booking/workshops/choose-workshops.ts'
import { followAddresses } from '#calendars/invites/follow-address.ts'
import { callOffSession } from '#events/editing/call-off-session.ts'
import { type EventValues, readEvent, valuesOf } from '#events/editing/forms.ts'
import { changeEvent } from '#events/editing/save-event.ts'
import { selectVocabulary } from '#events/events/list-store.ts'
import { eventByCode } from '#events/events/store.ts'
import { comparisonHash, mergePeople } from '#people/people/merge-people.ts'
import { undoMerge } from '#people/people/undo-merge.ts'
import { anAccount, anAct, anEvent, aSchool, db, existing, rows } from '#test/support/factories.ts'
import { missedByTheLook, neverDue } from '#test/support/silent.ts'
import { movable } from '#test/worker/people/people/movable.ts'
import { auditAll } from '#upkeep/audit/store.ts'

type World = {
  event: Awaited<ReturnType<typeof anEvent>>
  contacts: Awaited<ReturnType<typeof anAccount>>[]
  organiser: Act['actor']
}

// The same sequences each time: a landing must not depend on luck. Another number looks elsewhere.
const seed = 20_261_127

// One clock for all worlds: a hold of yesterday's world must not run again.
let hour = 0

type Doing =
  | { does: 'book'; school: number; named: number; unnamed: number; wait: boolean; acceptsFewer: boolean; person: number }
  | { does: 'telephone'; school: number; asker: number; named: number; unnamed: number; addressed: boolean; person: number }
  | { does: 'cancel'; which: number; whole: boolean }
  | { does: 'send'; which: number; person: number }
  | { does: 'offers' | 'lapses' }
  | { does: 'accept' | 'decline'; which: number }
  | { does: 'restore'; which: number }
  | { does: 'capacity'; to: number }
  | { does: 'choose'; which: number; workshops: number[] }
  | { does: 'merge'; one: number; other: number }
  | { does: 'part'; which: number }
  | { does: 'callOff'; which: number }
  | { does: 'workshop'; which: number; to: number; turn: boolean }

const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)]

const doing: fc.Arbitrary<Doing> = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.record({
      does: fc.constant('book' as const),
      school: fc.nat(3),
      named: fc.nat(2),
      unnamed: fc.nat(2),
      wait: fc.nat(2).map((n) => n > 0),
      acceptsFewer: fc.boolean(),
      person: fc.nat(24),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('cancel' as const), which: fc.nat(20), whole: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('send' as const), which: fc.nat(20), person: fc.nat(25) }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constantFrom('offers' as const, 'offers' as const, 'lapses' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constantFrom('accept' as const, 'accept' as const, 'decline' as const), which: fc.nat(5) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('choose' as const), which: fc.nat(20), workshops: fc.array(fc.nat(3), { maxLength: 2 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('workshop' as const),
      which: fc.nat(3),
      to: fc.integer({ min: 1, max: 3 }),
      turn: fc.nat(3).map((n) => n === 0),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('callOff' as const), which: fc.nat(8) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('merge' as const), one: fc.nat(25), other: fc.nat(25) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('part' as const), which: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('restore' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('capacity' as const), to: fc.integer({ min: 1, max: 6 }) }) },
)

/** The same, and schools that telephone, for which the organiser goes past those who wait. */
const doingWithTelephone: fc.Arbitrary<Doing> = fc.oneof(
  { weight: 4, arbitrary: doing },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('telephone' as const),
      school: fc.nat(3),
      asker: fc.nat(4),
      named: fc.nat(2),
      unnamed: fc.nat(1),
      addressed: fc.boolean(),
      person: fc.nat(24),
    }),
  },
)

const clock = (): number => Date.parse('2026-03-10T09:00:00.000Z') + hour * 3_600_000

const actOf = (actor: Act['actor']): Act => anAct({ actor, now: new Date(clock()) })

const aDelegate = (n: number) => ({
  name: `Person ${String.fromCharCode(65 + n)}`,
  email: `person${n}@shared.example`,
  roleId: 'dsl',
  represents: [],
})

/** Somebody known nowhere, somebody who may come too, one without an address, one who acts for a school, and one of the council. */
const askers = (world: World) => [
  { name: 'Jo Price', email: 'jo@shared.example', telephone: '01632 960100' },
  { name: 'Person A', email: 'person0@shared.example', telephone: '' },
  { name: 'Sam Lee', email: '', telephone: '01632 960122' },
  { name: world.contacts[0]?.name ?? '', email: world.contacts[0]?.email ?? '', telephone: '' },
  { name: 'Mair Hughes', email: world.organiser.email ?? '', telephone: '' },
]

const standing = (world: World) =>
  rows<{ reference: string; id: string; personId: string | null }>(
    `SELECT b.reference, p.id, p.personId FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE p.eventId = ?1 AND p.state <> 'cancelled' ORDER BY p.rowid`,
    world.event.id,
  )

const run = async (world: World, one: Doing): Promise<void> => {
  if (one.does === 'book') {
    const contact = pick(world.contacts, one.school)
    if (!contact || one.named + one.unnamed === 0) return
    await placeBooking(actOf(contact.actor), {
      code: world.event.code,
      schoolId: contact.actor.schoolIds[0] ?? '',
      formId: crypto.randomUUID(),
      delegates: Array.from({ length: one.named }, (_, n) => aDelegate(one.person + n)),
      unnamed: one.unnamed,
      ifFull: one.wait ? 'wait' : 'refuse',
      acceptsFewer: one.acceptsFewer,
    })
  }
  if (one.does === 'telephone') {
    const contact = pick(world.contacts, one.school)
    if (!contact || one.named + one.unnamed === 0) return
    await placeBooking(actOf(world.organiser), {
      code: world.event.code,
      schoolId: contact.actor.schoolIds[0] ?? '',
      formId: crypto.randomUUID(),
      delegates: Array.from({ length: one.named }, (_, n) => aDelegate(one.person + n)).map((delegate) =>
        one.addressed ? delegate : { ...delegate, email: '' },
      ),
      unnamed: one.unnamed,
      ifFull: 'wait',
      askedBy: 'by telephone',
      contact: askers(world)[one.asker],
    })
  }
  if (one.does === 'cancel') {
    const place = pick(await standing(world), one.which)
    if (place) await cancelBooking(actOf(world.organiser), place.reference, one.whole ? undefined : [place.id])
  }
  if (one.does === 'send') {
    const place = pick(await standing(world), one.which)
    const delegate = aDelegate(one.person)
    if (place) await nameDelegates(actOf(world.organiser), place.reference, [{ placeId: place.id, was: place.personId, delegate }])
  }
  if (one.does === 'merge') {
    const people = await rows<{ id: string }>(
      `SELECT id FROM Person p WHERE email LIKE 'person%@shared.example' AND id NOT IN (SELECT mergedId FROM PersonMerge WHERE undoneAt IS NULL) ORDER BY name, id`,
    )
    const [kept, merged] = [pick(people, one.one)?.id ?? '', pick(people, one.other)?.id ?? '']
    await mergePeople(actOf(world.organiser), {
      keptId: kept,
      mergedId: merged,
      seen: await comparisonHash(await movable(kept), await movable(merged)),
    })
  }
  if (one.does === 'part') {
    const merges = await rows<{ id: string }>('SELECT id FROM PersonMerge WHERE undoneAt IS NULL ORDER BY rowid DESC')
    const merge = pick(merges, one.which)
    if (merge) await undoMerge(actOf(world.organiser), merge.id)
  }
  if (one.does === 'restore') {
    const cancelled = await rows<{ reference: string; id: string }>(
      `SELECT b.reference, p.id FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE p.eventId = ?1 AND p.state = 'cancelled' ORDER BY p.rowid DESC`,
      world.event.id,
    )
    const place = pick(cancelled, one.which)
    if (place) await undoCancellation(actOf(world.organiser), place.reference, [place.id])
  }
  if (one.does === 'offers') await offerFreedPlaces(actOf(nobody))
  if (one.does === 'lapses') await expireOffers(actOf(nobody))
  if (one.does === 'accept' || one.does === 'decline') {
    const offers = await rows<{ id: string }>('SELECT id FROM Offer WHERE eventId = ?1 ORDER BY offeredAt DESC', world.event.id)
    const offer = pick(offers, one.which)
    if (offer) await (one.does === 'accept' ? acceptOffer : declineOffer)(actOf(world.organiser), { id: offer.id })
  }
  if (one.does === 'choose') {
    const place = pick(await standing(world), one.which)
    const sessionIds = one.workshops.map((n) => world.event.sessions[n + 1]?.id ?? '')
    if (place) await chooseWorkshops(actOf(world.organiser), { placeId: place.id, sessionIds, by: 'organiser' })
  }
  if (one.does === 'callOff') {
    const act = actOf(world.organiser)
    const event = await eventByCode(db, world.event.code, act.now)
    const sessionId = world.event.sessions[one.which]?.id
    if (event && sessionId) await callOffSession(act, { event, version: event.version, sessionId, why: 'The speaker is ill.' })
  }
  if (one.does === 'workshop') {
    const session = world.event.sessions[one.which + 1]
    await edit(world, (values) => ({
      ...values,
      sessions: values.sessions.map((row) => {
        if (row.id !== session?.id) return row
        const block = !one.turn ? row.block : row.block === '' ? (session.block ?? '') : ''
        return { ...row, block, places: block === '' ? '' : String(one.to) }
      }),
    }))
  }
  if (one.does === 'capacity') await edit(world, (values) => ({ ...values, capacity: String(one.to) }))
}

const edit = async (world: World, change: (values: EventValues) => EventValues): Promise<void> => {
  const act = actOf(world.organiser)
  const event = await eventByCode(db, world.event.code, act.now).then(existing)
  const { draft } = readEvent(change(valuesOf(event)), await readNow(db, selectVocabulary(db, act.now)))
  if (!draft) throw new Error('The event does not make sense')
  await changeEvent(act, { event, version: event.version, draft })
}

const aWorld = async (): Promise<World> => {
  const trust = { trustUid: crypto.randomUUID(), trustName: 'Hedgerow Trust' }
  const schools = [await aSchool(trust), await aSchool(trust), await aSchool(), await aSchool()]
  const day = new Date(clock() + 90 * 86_400_000).toISOString().slice(0, 10)
  const at = (from: string, to: string) => ({ startsAt: `${day}T${from}:00.000Z`, endsAt: `${day}T${to}:00.000Z` })
  // Bullying overlaps with both workshops of the noon, Anxiety with the first.
  const event = await anEvent({
    capacity: 4,
    placesPerSchool: 3,
    sessions: [
      at('08:30', '15:00'),
      { ...at('10:00', '11:30'), title: 'Anxiety', block: 'Morning', capacity: 2 },
      { ...at('10:00', '12:30'), title: 'Bullying', block: 'Morning', capacity: 2 },
      { ...at('11:00', '12:00'), title: 'Consent', block: 'Noon', capacity: 1 },
      { ...at('12:00', '13:00'), title: 'Drugs', block: 'Noon' },
    ],
  })
  await db.prepare('UPDATE Event SET placesPerTrust = 3 WHERE id = ?1').bind(event.id).run()
  return {
    event,
    contacts: await Promise.all(schools.map((school) => anAccount({ schoolIds: [school.id] }))),
    organiser: (await anAccount({ roles: ['organiser'] })).actor,
  }
}

// The schedule stands still here, so that offers run out and nothing notices: they must count as nothing all the same.
const onSchedule = ['offer_settled_when_over']

const broken = async (world: World): Promise<string[]> =>
  (await auditAll(db, actOf(world.organiser).now)).invariants
    .filter((one) => !one.ok && !onSchedule.includes(one.name))
    .map((one) => `${one.name}: ${one.violations.join(', ')}`)

const expected = [
  'booking.placed',
  'booking.listed',
  'booking.places_cancelled',
  'booking.cancellation_undone',
  'booking.workshops_chosen',
  'place.named',
  'place.swapped',
  'offer.made',
  'offer.accepted',
  'offer.expired',
  'event.changed',
  'session.called_off',
  'person.merged',
  'person.merge_undone',
]

/** Does so many random sequences of acts, several of them at the same moment, and audits everything after each moment, or looks for what is wrong otherwise. */
const holdAfterAny = (
  acts: fc.Arbitrary<Doing>,
  most: { moments: number; sequences: number },
  wrong: (world: World) => Promise<string[]> = broken,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(acts, { minLength: 1, maxLength: 4, size: 'max' }), { minLength: 10, maxLength: most.moments, size: 'max' }),
      async (moments) => {
        const world = await aWorld()
        for (const atOnce of moments) {
          await Promise.all(atOnce.map((one) => run(world, one)))
          // A merge stops entries that wait for another mailbox; the clock makes them anew within a minute.
          await followAddresses(actOf(nobody))
          expect(await wrong(world)).toEqual([])
          hour += atOnce.length * 9
        }
      },
    ),
    { numRuns: most.sequences, seed, endOnFailure: true },
  )

it('after any sequence of acts, one by one or several at once, every invariant of the audit holds', async () => {
  await holdAfterAny(doing, { moments: 25, sequences: 12 })
  // The sequences have come to everything that they are about.
  const done = (await rows<{ act: string }>('SELECT DISTINCT act FROM Log ORDER BY act')).map(({ act }) => act)
  for (const act of expected) expect(done).toContain(act)
})

it('after any sequence of acts, a job of which the look says that nothing is due writes nothing and sends nothing', async () => {
  await holdAfterAny(doingWithTelephone, { moments: 20, sequences: 6 }, () => missedByTheLook(actOf(nobody)))
})

it('control: a look that never says that an offer has run out, or that a place is free for those who wait, is found out', async () => {
  const found = new Set<string>()
  for (const [does, job] of [
    ['lapses', 'expireOffers'],
    ['offers', 'offerFreedPlaces'],
  ] as const) {
    const world = await aWorld()
    const book = { does: 'book', named: 0, unnamed: 2, wait: true, acceptsFewer: true, person: 0 } as const
    for (const school of [0, 2, 3]) await run(world, { ...book, school })
    await run(world, { does: 'cancel', which: 0, whole: true })
    if (does === 'lapses') {
      await run(world, { does: 'offers' })
      hour += 24 * 5
    }
    for (const name of await missedByTheLook(actOf(nobody), neverDue(job))) found.add(name)
  }
  expect([...found].sort()).toEqual(['expireOffers', 'offerFreedPlaces'])
})

it('so it does when schools telephone and an organiser books for them', async () => {
  await holdAfterAny(doingWithTelephone, { moments: 20, sequences: 4 })
  const asked = await rows(
    `SELECT DISTINCT bookedById IS NOT NULL AS mailed FROM Booking WHERE channel = 'organiser' AND askedBy <> '' ORDER BY mailed`,
  )
  expect(asked).toEqual([{ mailed: 0 }, { mailed: 1 }])
})
