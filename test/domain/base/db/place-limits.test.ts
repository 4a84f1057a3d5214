// The triggers that give out places, against a model of the same rules written without SQL: they
// refuse what breaks a rule, and nothing else.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { holdsFor } from '#test/support/holds.ts'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../../prisma/migrations')
const schema = readdirSync(folder)
  .filter((file) => file.endsWith('.sql'))
  .sort()
  .map((file) => readFileSync(join(folder, file), 'utf8'))
  .join('\n')

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

const attempt = (db: DatabaseSync, sql: string, ...values: (string | number | null)[]): string | undefined => {
  try {
    statement(db, sql).run(...values)
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
  for (const school of schools)
    statement(db, `INSERT INTO School (id, rootId, origin, name, trustUid, createdAt) VALUES (?, ?, 'register', ?, ?, ?)`).run(
      String(school),
      String(school),
      `School ${school}`,
      trustOf(school) ?? null,
      at(0),
    )
  db.exec(`UPDATE School SET rootId = '3' WHERE id = '2'`)
}

const arranged = (db: DatabaseSync, of: Limits): Limits => {
  emptied(db)
  statement(
    db,
    `INSERT INTO Event (id, code, title, topicId, purpose, minutes, state, attendanceMode, capacity, placesPerSchool, placesPerTrust, createdAt, publishedAt)
     VALUES ('e', 'ABC234', 'Conference', 'prevent', 'training', 60, 'published', 'in_person', ?, ?, ?, ?, ?)`,
  ).run(of.capacity, of.perSchool, of.perTrust, at(0), at(0))
  statement(db, `INSERT INTO Session (id, eventId, position, startsAt, endsAt) VALUES ('x', 'e', 1, ?, ?)`).run(at(1000), at(1006))
  for (const school of schools)
    for (const channel of ['school', 'organiser'])
      statement(
        db,
        `INSERT INTO Booking (id, reference, eventId, schoolId, channel, formId, createdAt) VALUES (?1, ?1, 'e', ?2, ?3, ?1, ?4)`,
      ).run(`${channel} ${school}`, String(school), channel, at(0))
  let reserved = 0
  const kept = of.kept.flatMap((one, index) => {
    const tried = attempt(
      db,
      `INSERT INTO HeldBack (id, eventId, places, forWhom, releaseAt, createdAt) VALUES (?, 'e', ?, 'schools', ?, ?)`,
      `k${index}`,
      one.places,
      at(one.until),
      at(0),
    )
    expect(tried).toEqual(reserved + one.places > of.capacity ? 'held_back_too_many' : undefined)
    if (tried) return []
    reserved += one.places
    for (const school of one.forSchools)
      statement(db, 'INSERT INTO HeldBackSchool (heldBackId, schoolId) VALUES (?, ?)').run(`k${index}`, String(school))
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
        expect(attempt(db, `UPDATE Event SET capacity = ?, changedAt = ? WHERE id = 'e'`, act.to, at(now))).toEqual(
          tooLow ? 'capacity_below_taken' : undefined,
        )
        if (!tooLow) of.capacity = act.to
      }
      if (act.does === 'ask') {
        const keptId = of.kept.find((kept) => kept.id === act.kept)?.id
        const until = act.how === 'held' ? now + act.hours : now
        const expected = act.how === 'wait' ? undefined : rule(now, of, seats, act.school, keptId, act.byOrganiser)
        const answer = attempt(
          db,
          `INSERT INTO Place (id, bookingId, eventId, schoolId, state, heldUntil, waitsFor, heldBackId, stateAt, createdAt) VALUES (?, ?, 'e', ?, ?, ?, ?, ?, ?, ?)`,
          `p${seats.length}`,
          `${act.byOrganiser ? 'organiser' : 'school'} ${act.school}`,
          String(act.school),
          act.how === 'confirmed' ? 'confirmed' : 'held',
          act.how === 'confirmed' ? null : at(until),
          act.how === 'wait' ? 'list' : null,
          keptId === undefined ? null : `k${keptId}`,
          at(now),
          at(now),
        )
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
        const answer =
          state === 'held' && seat.state === 'held'
            ? attempt(db, 'UPDATE Place SET heldUntil = ?, stateAt = ? WHERE id = ?', at(until), at(now), `p${index}`)
            : attempt(
                db,
                'UPDATE Place SET state = ?, heldUntil = ?, stateAt = ? WHERE id = ?',
                state,
                state === 'held' ? at(until) : null,
                at(now),
                `p${index}`,
              )
        expect(answer).toEqual(expected)
        if (answer === undefined) Object.assign(seat, { state, until })
      }
    }
  })
})
