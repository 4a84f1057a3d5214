// The triggers that give out places, against a model of the same rules written without SQL: they
// refuse what breaks a rule, and nothing else.
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { holdsFor } from '#test/support/holds.ts'
import { type Facts, rowOf } from '#test/support/row-of.ts'
import { schema } from '#test/support/schema.ts'
import type { Table } from '#test/support/usual.ts'

const at = (hour: number): string => new Date(Date.parse('2026-03-02T09:00:00.000Z') + hour * 3_600_000).toISOString()

// Schools 0 and 1 are of one trust; 2 turned out to be 3.
const schools = [0, 1, 2, 3, 4]
const rootOf = (school: number): number => (school === 2 ? 3 : school)
const trustOf = (school: number): string | undefined => (school < 2 ? 'hedgerow' : undefined)

type Kept = { id: number; places: number; forSchools: number[]; until: number }
type Seat = { school: number; state: 'confirmed' | 'held' | 'cancelled'; until: number; list: boolean; keptId: number | undefined }
type Limits = { capacity: number; perSchool: number | null; perTrust: number | null; kept: Kept[] }

type Doing =
  | { does: 'ask'; school: number; kept: number; how: 'confirmed' | 'held' | 'wait'; byOrganiser: boolean; hours: number }
  | { does: 'confirm' | 'offer' | 'cancel'; which: number; hours: number }
  | { does: 'pass'; hours: number }
  | { does: 'capacity'; to: number }

const limits: fc.Arbitrary<Limits> = fc.record({
  capacity: fc.integer({ min: 1, max: 6 }),
  perSchool: fc.option(fc.integer({ min: 1, max: 3 })),
  perTrust: fc.option(fc.integer({ min: 1, max: 3 })),
  kept: fc.array(
    fc.record({
      id: fc.constant(0),
      places: fc.integer({ min: 1, max: 3 }),
      forSchools: fc.subarray(schools),
      until: fc.integer({ min: 1, max: 20 }),
    }),
    { maxLength: 2 },
  ),
})

const doing: fc.Arbitrary<Doing> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('ask' as const),
      school: fc.constantFrom(...schools),
      kept: fc.nat(3),
      how: fc.constantFrom('confirmed' as const, 'held' as const, 'wait' as const),
      byOrganiser: fc.boolean(),
      hours: fc.integer({ min: 1, max: 6 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constantFrom('confirm' as const, 'offer' as const, 'cancel' as const),
      which: fc.nat(9),
      hours: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('capacity' as const), to: fc.integer({ min: 1, max: 6 }) }) },
)

/** What the rules say of one more taken place of `school`; undefined when it fits. */
const rule = (
  now: number,
  of: Limits,
  seats: Seat[],
  school: number,
  keptId: number | undefined,
  passesList: boolean,
): string | undefined => {
  const taken = seats.filter((seat) => seat.state === 'confirmed' || (seat.state === 'held' && seat.until > now))
  const active = of.kept.filter((kept) => kept.until > now)
  const activeIds = active.map((kept) => kept.id)
  const same = (one: number, other: number): boolean => rootOf(one) === rootOf(other)
  if (taken.length >= of.capacity) return 'event_full'
  if (of.perSchool !== null && taken.filter((seat) => same(seat.school, school)).length >= of.perSchool) return 'school_limit_reached'
  const trust = trustOf(rootOf(school))
  if (of.perTrust !== null && trust && taken.filter((seat) => trustOf(rootOf(seat.school)) === trust).length >= of.perTrust)
    return 'trust_limit_reached'
  const reserved = active.reduce((sum, kept) => sum + kept.places, 0)
  const general = taken.filter((seat) => seat.keptId === undefined || !activeIds.includes(seat.keptId)).length
  if (keptId === undefined && active.length > 0 && general + reserved >= of.capacity) return 'held_back'
  const kept = active.find((one) => one.id === keptId)
  if (kept) {
    const used = taken.filter((seat) => seat.keptId === kept.id).length
    if (used >= kept.places || !kept.forSchools.some((one) => same(one, school))) return 'not_held_back_for_school'
  }
  const waiting = seats.filter((seat) => seat.state === 'held' && seat.list && seat.until <= now).length
  if (!passesList && keptId === undefined && waiting > 0 && taken.length + waiting >= of.capacity) return 'others_are_waiting'
  return undefined
}

const prepared = new Map<string, StatementSync>()
/** Preparing takes far longer than running: each of them brings the triggers of its table. */
const statement = (db: DatabaseSync, sql: string): StatementSync => {
  const known = prepared.get(sql) ?? db.prepare(sql)
  prepared.set(sql, known)
  return known
}

const run = (db: DatabaseSync, sql: string, ...values: (string | number | null)[]) => statement(db, sql).run(...values)

const store = <T extends Table>(db: DatabaseSync, table: T, facts: Facts<T>): void => {
  const row = rowOf(table, facts) as Record<string, string | number | null>
  const names = Object.keys(row)
  run(db, `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`, ...Object.values(row))
}

const attempt = (act: () => unknown): string | undefined => {
  try {
    act()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const migrated = (): DatabaseSync => {
  const db = new DatabaseSync(':memory:')
  db.exec(schema)
  db.exec('BEGIN; SAVEPOINT empty')
  return db
}

const emptied = (db: DatabaseSync): void => {
  db.exec('ROLLBACK TO empty')
  for (const school of schools) {
    const id = String(school)
    store(db, 'School', { id, rootId: id, origin: 'register', name: `School ${school}`, trustUid: trustOf(school) ?? null })
  }
  db.exec(`UPDATE School SET rootId = '3' WHERE id = '2'`)
}

const arranged = (db: DatabaseSync, of: Limits): Limits => {
  emptied(db)
  const limited = { capacity: of.capacity, placesPerSchool: of.perSchool, placesPerTrust: of.perTrust }
  const conference = { id: 'e', code: 'ABC234', title: 'Conference', topicId: 'prevent', purpose: 'training', minutes: 60 }
  const published = { state: 'published', attendanceMode: 'in_person', createdAt: at(0), publishedAt: at(0) }
  store(db, 'Event', { ...conference, ...published, ...limited })
  store(db, 'Session', { id: 'x', eventId: 'e', position: 1, startsAt: at(1000), endsAt: at(1006) })
  for (const school of schools)
    for (const channel of ['school', 'organiser']) {
      const id = `${channel} ${school}`
      store(db, 'Booking', { id, reference: id, eventId: 'e', schoolId: String(school), channel, createdAt: at(0) })
    }
  let reserved = 0
  const kept = of.kept.flatMap((one, index) => {
    const heldBack = { id: `k${index}`, eventId: 'e', places: one.places, releaseAt: at(one.until), createdAt: at(0) }
    const tried = attempt(() => store(db, 'HeldBack', heldBack))
    expect(tried).toEqual(reserved + one.places > of.capacity ? 'held_back_too_many' : undefined)
    if (tried) return []
    reserved += one.places
    for (const school of one.forSchools) store(db, 'HeldBackSchool', { heldBackId: `k${index}`, schoolId: String(school) })
    return [{ ...one, id: index }]
  })
  return { ...of, kept }
}

it('the database gives out places by the rules and by nothing else: capacity, school, trust, reserved, waiting list, by the clock', () => {
  const db = migrated()
  holdsFor([limits, fc.array(doing, { minLength: 5, maxLength: 25 })], { numRuns: 400 }, (wanted, acts) => {
    const of = arranged(db, wanted)
    const seats: Seat[] = []
    let now = 0.5
    for (const act of acts) {
      if (act.does === 'pass') now += act.hours
      if (act.does === 'capacity') {
        const taken = seats.filter((seat) => seat.state === 'confirmed' || (seat.state === 'held' && seat.until > now))
        const active = of.kept.filter((kept) => kept.until > now)
        const general = taken.filter((seat) => !active.some((kept) => kept.id === seat.keptId)).length
        const tooLow = act.to < of.capacity && act.to < general + active.reduce((sum, kept) => sum + kept.places, 0)
        const changed = attempt(() => run(db, `UPDATE Event SET capacity = ?, changedAt = ? WHERE id = 'e'`, act.to, at(now)))
        expect(changed).toEqual(tooLow ? 'capacity_below_taken' : undefined)
        if (!tooLow) of.capacity = act.to
      }
      if (act.does === 'ask') {
        const keptId = of.kept.find((kept) => kept.id === act.kept)?.id
        const until = act.how === 'held' ? now + act.hours : now
        const expected = act.how === 'wait' ? undefined : rule(now, of, seats, act.school, keptId, act.byOrganiser)
        const place = {
          id: `p${seats.length}`,
          bookingId: `${act.byOrganiser ? 'organiser' : 'school'} ${act.school}`,
          eventId: 'e',
          schoolId: String(act.school),
          state: act.how === 'confirmed' ? 'confirmed' : 'held',
          heldUntil: act.how === 'confirmed' ? null : at(until),
          waitsFor: act.how === 'wait' ? 'list' : null,
          heldBackId: keptId === undefined ? null : `k${keptId}`,
          stateAt: at(now),
          createdAt: at(now),
        }
        const answer = attempt(() => store(db, 'Place', place))
        expect(answer).toEqual(expected)
        // Refused or not, the model and the database number their places alike.
        if (answer === undefined)
          seats.push({
            school: act.school,
            state: act.how === 'confirmed' ? 'confirmed' : 'held',
            until,
            list: act.how === 'wait',
            keptId,
          })
      }
      if (act.does === 'confirm' || act.does === 'offer' || act.does === 'cancel') {
        const index = seats.length === 0 ? -1 : act.which % seats.length
        const seat = seats[index]
        if (!seat) continue
        const has = seat.state === 'confirmed' || (seat.state === 'held' && seat.until > now)
        const others = seats.filter((_, n) => n !== index)
        const expected = act.does === 'cancel' || has ? undefined : rule(now, of, others, seat.school, seat.keptId, true)
        const state = act.does === 'cancel' ? 'cancelled' : act.does === 'confirm' ? 'confirmed' : 'held'
        const until = now + act.hours
        // An offer makes a hold run again and leaves the state alone, for which SQLite works out
        // less before the trigger.
        const answer = attempt(() =>
          state === 'held' && seat.state === 'held'
            ? run(db, 'UPDATE Place SET heldUntil = ?, stateAt = ? WHERE id = ?', at(until), at(now), `p${index}`)
            : run(
                db,
                'UPDATE Place SET state = ?, heldUntil = ?, stateAt = ? WHERE id = ?',
                state,
                state === 'held' ? at(until) : null,
                at(now),
                `p${index}`,
              ),
        )
        expect(answer).toEqual(expected)
        if (answer === undefined) Object.assign(seat, { state, until })
      }
    }
  })
})
