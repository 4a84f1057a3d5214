// The bench's data, written straight into its scratch database: schools, contacts with sessions,
// events, attendances. Triggers are off meanwhile and back before anything is measured.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Miniflare } from '#commands/miniflare.ts'
import { root } from '#commands/settings.ts'

export type Database = Awaited<ReturnType<Miniflare['getD1Database']>>

export type BenchSchool = {
  urn: string
  laCode: string
  name: string
  town: string
  sector: string
  kind: string
  phase: string
  ward: string
  /** Made up, for the shared data leave much empty, so that each breakdown has categories. */
  facts: Record<'district' | 'trust' | 'faith' | 'gender' | 'urbanRural' | 'pupils' | 'meals', string>
}

const learnedAt = '2024-01-01T00:00:00.000Z'
export const idOf = (kind: number, n: number): string => `0190000${kind}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const tokenOf = (n: number): string => `bench-${n}`
export const cookieOf = (n: number): string => `muster=${tokenOf(n)}`

const kinds = ['primary', 'primary', 'primary', 'secondary', 'special', 'all_through', 'post_16', 'nursery']
const sectors = ['maintained', 'academy', 'academy', 'independent']

const factsOf = (n: number): BenchSchool['facts'] => ({
  district: `District ${n % 9}`,
  trust: n % 4 === 1 ? `${5001 + (n % 40)}` : '',
  faith: ['None', 'Church of England', 'Roman Catholic', '', 'Does not apply'][n % 5] ?? '',
  gender: ['Mixed', 'Mixed', 'Girls', 'Boys'][n % 4] ?? '',
  urbanRural: ['Rural village', 'Urban city and town', ''][n % 3] ?? '',
  pupils: String((n * 37) % 1600),
  meals: String((n * 7) % 60),
})

/** Schools numbered from `first`, of one authority or spread over 153 of them. */
export const madeUpSchools = (count: number, first: number, laCode?: string): BenchSchool[] =>
  Array.from({ length: count }, (_, n) => ({
    urn: String(first + n),
    laCode: laCode ?? String(201 + (n % 153)),
    name: `${['Ashmead', 'Barnwick', 'St Mary’s', 'Elmstow'][n % 4]} School ${n}`,
    town: `Town ${n % 400}`,
    sector: sectors[n % 4] ?? 'maintained',
    kind: kinds[n % 8] ?? 'primary',
    phase: n % 8 < 3 ? 'Primary' : 'Secondary',
    ward: `Ward ${n % 800}`,
    facts: factsOf(n),
  }))

/** The open schools of England from the shared data if it is there, otherwise as many made up. */
export const englishSchools = (): { schools: BenchSchool[]; from: string } => {
  const path = join(root, '..', 'shared', 'data', 'england_edubasealldata_reconstructed.csv.gz')
  if (!existsSync(path)) return { schools: madeUpSchools(26_509, 200_000), from: 'made up' }
  const lines = new TextDecoder('windows-1252').decode(gunzipSync(readFileSync(path))).split('\r\n')
  const cells = (line: string): string[] => line.slice(1, -1).split('","')
  const header = cells(lines[0] ?? '')
  const [urn, la, name, town, ward, phase] = [
    'URN',
    'LA (code)',
    'EstablishmentName',
    'Town',
    'AdministrativeWard (name)',
    'PhaseOfEducation (name)',
  ].map((column) => header.indexOf(column)) as [number, number, number, number, number, number]
  const schools = lines.slice(1).flatMap((line, n): BenchSchool[] => {
    const row = cells(line)
    if (!row[urn]) return []
    return [
      {
        urn: row[urn],
        laCode: row[la] || '999',
        name: row[name] || `School ${n}`,
        town: row[town] ?? '',
        sector: sectors[n % 4] ?? 'maintained',
        kind: kinds[n % 8] ?? 'primary',
        phase: row[phase] ?? '',
        ward: row[ward] ?? '',
        facts: factsOf(n),
      },
    ]
  })
  return { schools, from: 'shared data' }
}

/** Runs `fill` without triggers, then puts them back. */
export const withoutTriggers = async (db: Database, fill: () => Promise<void>): Promise<void> => {
  const triggers = (await db.prepare(`SELECT name, sql FROM sqlite_master WHERE type = 'trigger'`).all<{ name: string; sql: string }>())
    .results
  if (triggers.length > 0) await db.batch(triggers.map(({ name }) => db.prepare(`DROP TRIGGER "${name}"`)))
  try {
    await fill()
    // Triggers would have said that every school is to be followed.
    await db.prepare('INSERT OR IGNORE INTO StandingToFollow (rootId, version) SELECT id, 1 FROM School WHERE rootId = id').run()
  } finally {
    if (triggers.length > 0) await db.batch(triggers.map(({ sql }) => db.prepare(sql)))
  }
}

/** Schools with their identities; school `n` has the id `idOf(1, first + n)`. */
export const pourSchools = async (db: Database, schools: readonly BenchSchool[], first: number): Promise<void> => {
  for (let from = 0; from < schools.length; from += 4000) {
    const rows = JSON.stringify(
      schools
        .slice(from, from + 4000)
        .map((school, n) => ({ ...school, id: idOf(1, first + from + n), identity: idOf(2, first + from + n) })),
    )
    await db.batch([
      db
        .prepare(
          `INSERT INTO School (id, rootId, origin, name, urn, town, laCode, sector, kind, phase, wardName, trustUid, trustName, statusCode, createdAt)
           SELECT value ->> 'id', value ->> 'id', 'register', value ->> 'name', value ->> 'urn', value ->> 'town', value ->> 'laCode',
             value ->> 'sector', value ->> 'kind', value ->> 'phase', value ->> 'ward', NULLIF(value ->> '$.facts.trust', ''),
             'Trust ' || NULLIF(value ->> '$.facts.trust', ''), '1', ?2 FROM json_each(?1)`,
        )
        .bind(rows, learnedAt),
      db
        .prepare(
          `INSERT INTO SchoolIdentity (id, schoolId, urn, name, laCode, statusCode, statusName, sector, kind, phase, town, wardName, districtName,
             trustUid, trustName, religiousCharacter, gender, urbanRural, pupils, freeMealsPercent, learnedAt)
           SELECT value ->> 'identity', value ->> 'id', value ->> 'urn', value ->> 'name', value ->> 'laCode', '1', 'Open', value ->> 'sector',
             value ->> 'kind', value ->> 'phase', value ->> 'town', value ->> 'ward', value ->> '$.facts.district',
             NULLIF(value ->> '$.facts.trust', ''), 'Trust ' || NULLIF(value ->> '$.facts.trust', ''), value ->> '$.facts.faith',
             value ->> '$.facts.gender', value ->> '$.facts.urbanRural', value ->> '$.facts.pupils', value ->> '$.facts.meals', ?2
           FROM json_each(?1)`,
        )
        .bind(rows, learnedAt),
    ])
  }
}

/**
 * Accounts `first` to `first + count - 1`, each signed in (`cookieOf`): the contact of the school
 * of the same number, or staff.
 */
export const pourAccounts = async (db: Database, first: number, count: number, role?: string): Promise<void> => {
  const rows = JSON.stringify(
    Array.from({ length: count }, (_, n) => ({
      account: idOf(3, first + n),
      person: idOf(4, first + n),
      school: idOf(1, first + n),
      claim: idOf(5, first + n),
      email: `contact${first + n}@bench.example`,
      hash: createHash('sha256')
        .update(tokenOf(first + n))
        .digest('hex'),
    })),
  )
  const from = 'FROM json_each(?1)'
  await db.batch([
    db
      .prepare(
        `INSERT INTO Person (id, name, email, createdAt) SELECT value ->> 'person', 'Contact ' || key, value ->> 'email', ?2 ${from}`,
      )
      .bind(rows, learnedAt),
    db
      .prepare(
        `INSERT INTO Account (id, email, personId, createdAt) SELECT value ->> 'account', value ->> 'email', value ->> 'person', ?2 ${from}`,
      )
      .bind(rows, learnedAt),
    db
      .prepare(
        // They have just shown that it is they, as whoever asks for a file has to.
        `INSERT INTO SignIn (id, accountId, createdAt, seenAt, provenAt, expiresAt)
         SELECT value ->> 'hash', value ->> 'account', ?2, ?3, '2099-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z' ${from}`,
      )
      .bind(rows, learnedAt, new Date().toISOString()),
    role
      ? db
          .prepare(`INSERT INTO StaffRole (id, accountId, role, grantedAt) SELECT value ->> 'claim', value ->> 'account', ?3, ?2 ${from}`)
          .bind(rows, learnedAt, role)
      : db
          .prepare(
            `INSERT INTO Claim (id, accountId, schoolId, state, evidence, requestedAt, decidedAt, decidedById)
             SELECT value ->> 'claim', value ->> 'account', value ->> 'school', 'approved', 'organiser', ?2, ?2, value ->> 'account' ${from}`,
          )
          .bind(rows, learnedAt),
    db
      .prepare(
        `INSERT INTO ClaimEvidence (id, claimId, kind, at) SELECT c.id, c.id, 'organiser', ?2 FROM json_each(?1) JOIN Claim c ON c.id = value ->> 'claim'`,
      )
      .bind(rows, learnedAt),
  ])
}

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString()

/**
 * Events `first` to `first + count - 1`, a day apart from `days` from today, one session each,
 * room for everybody.
 */
export const pourEvents = async (db: Database, first: number, count: number, days: number, capacity = 100_000): Promise<void> => {
  await db.batch(
    Array.from({ length: count }, (_, n) => [
      db
        .prepare(
          `INSERT INTO Event (id, code, title, topicId, purpose, minutes, state, attendanceMode, venueName, venueAddress, venuePostcode, capacity, createdAt, publishedAt, contactEmail)
           VALUES (?1, ?2, ?3, 'online-safety', 'training', 180, 'published', 'in_person', 'Guildhall', 'High Street', 'AK1 1AA', ?5, ?4, ?4, 'events@bench.example')`,
        )
        .bind(idOf(6, first + n), `BNCH${String(first + n).padStart(2, '0')}`, `Conference ${first + n}`, learnedAt, capacity),
      db
        .prepare('INSERT INTO Session (id, eventId, position, startsAt, endsAt) VALUES (?1, ?2, 1, ?3, ?4)')
        .bind(idOf(7, first + n), idOf(6, first + n), day(days + n), day(days + n + 0.2)),
    ]).flat(),
  )
}

/**
 * `count` places spread over `events` events from number `event` and `schools` schools from number
 * `school`; marked when `marked`.
 */
export const pourAttendances = async (
  db: Database,
  at: { first: number; count: number; event: number; events: number; school: number; schools: number; marked: boolean },
): Promise<void> => {
  const series = `WITH RECURSIVE n (i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)`
  const id = (kind: number, number: string): string => `printf('0190000${kind}-0000-7000-8000-%012x', ${number})`
  const event = `(?3 + i % ${at.events})`
  // Some schools come often and some never: squaring the number favours the first ones.
  const school = `(?4 + ((i * 7919 % ${at.schools}) * (i * 104729 % ${at.schools})) / ${at.schools})`
  const values = [at.first, at.first + at.count - 1, at.event, at.school]
  const pour = (sql: string, used: number) => db.prepare(`${sql}`).bind(...values.slice(0, used))
  await db.batch([
    pour(`INSERT INTO Person (id, name, createdAt) ${series} SELECT ${id(8, 'i')}, 'Delegate ' || i, '${learnedAt}' FROM n`, 2),
    pour(
      `INSERT INTO Booking (id, reference, eventId, schoolId, channel, formId, createdAt)
       ${series} SELECT ${id(9, 'i')}, printf('B%06d', i), ${id(6, event)}, ${id(1, school)}, 'organiser', ${id(9, 'i')}, '${learnedAt}' FROM n`,
      4,
    ),
    pour(
      `INSERT INTO Place (id, bookingId, eventId, schoolId, personId, roleId, state, stateAt, createdAt)
       ${series} SELECT ${id(8, 'i')}, ${id(9, 'i')}, ${id(6, event)}, ${id(1, school)}, ${id(8, 'i')}, 'dsl', 'confirmed', '${learnedAt}', '${learnedAt}' FROM n`,
      4,
    ),
    pour(`INSERT INTO PlaceSession (placeId, sessionId) ${series} SELECT ${id(8, 'i')}, ${id(7, event)} FROM n`, 3),
    ...(at.marked
      ? [
          pour(
            `INSERT INTO Mark (id, sessionId, placeId, markType, happenedAt, notedAt, receivedAt, source)
             ${series} SELECT ${id(8, 'i')}, ${id(7, event)}, ${id(8, 'i')}, CASE WHEN i % 12 = 0 THEN 'absent' WHEN i % 25 = 0 THEN 'part' ELSE 'attended' END,
               '${learnedAt}', '${learnedAt}', '${learnedAt}', 'screen' FROM n`,
            3,
          ),
          // What the triggers would have kept.
          pour(
            `INSERT INTO SchoolReached (schoolId, sessionId, markId, how, markType)
             SELECT v.schoolId, v.sessionId, v.markId, v.how, v.markType FROM (${series} SELECT ${id(8, 'i')} AS markId FROM n) m
             CROSS JOIN MarkCountsFor v ON v.markId = m.markId`,
            2,
          ),
        ]
      : []),
  ])
}

/** Signs off the register of every session from number `first`. */
export const pourSignOffs = async (db: Database, first: number, count: number): Promise<void> => {
  await db.batch(
    Array.from({ length: count }, (_, n) =>
      db
        .prepare('INSERT INTO RegisterSignOff (id, sessionId, signedAt, attended, part, absent, apologies) VALUES (?1, ?1, ?2, 0, 0, 0, 0)')
        .bind(idOf(7, first + n), learnedAt),
    ),
  )
}

/** The authorities whose schools are "ours" from now on. */
export const pourArea = async (db: Database, laCodes: readonly string[]): Promise<void> => {
  await db
    .prepare(`INSERT INTO Setting (key, value, changedAt) VALUES ('council', ?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?1`)
    .bind(JSON.stringify({ name: 'Bench', laCodes }), learnedAt)
    .run()
}
/** The address of the feed of school number `school` for its account of the same number. */
export const pourFeed = async (db: Database, school: number): Promise<string> => {
  const token = `bench-feed-${school}`.padEnd(43, '-')
  await db
    .prepare(
      `INSERT INTO Feed (id, kind, schoolId, accountId, tokenHash, createdAt) VALUES (?1, 'school', ?2, ?3, ?4, '2026-01-01T00:00:00.000Z')`,
    )
    .bind(idOf(2, school), idOf(1, school), idOf(3, school), createHash('sha256').update(token).digest('hex'))
    .run()
  return `/feeds/${token}.ics`
}
