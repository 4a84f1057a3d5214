// What a test needs to exist, made directly in the database: each test makes its own school and event, never a shared seed.

import { app } from '#app.tsx'
import { type Act, type Actor, nobody, type StaffRoleName } from '#base/act.ts'
import { newId, newReference, newToken, sha256 } from '#base/id.ts'
import type { Bindings } from '#base/web/env.ts'
import { byTrips, databaseWith } from '#test/support/database-with.ts'
import { bindings, db, exec, rows, run } from './database.ts'
import { tick } from './tick.ts'

export { bindings, db, exec, rows, run, tick }

export const anAct = (overrides: Partial<Act> = {}): Act => ({
  db,
  now: tick(),
  actor: nobody,
  origin: 'web',
  requestId: crypto.randomUUID(),
  baseUrl: 'http://localhost:8787',
  mailFrom: bindings.MAIL_FROM,
  ticketKey: bindings.TICKET_KEY,
  laCodes: ['884'],
  stripe: undefined,
  ...overrides,
})

let number = 100_000
const next = (): number => {
  number += 1
  return number
}

/** What the register says of a school besides; '' unless a test says otherwise. */
const contextColumns = [
  ...(['districtName', 'religiousCharacter', 'gender', 'urbanRural', 'pupils', 'girls', 'censusOn', 'capacity'] as const),
  ...(['freeMealsPercent', 'easting', 'northing', 'telephone', 'website'] as const),
] as const

/** An open primary school of the configured area unless told otherwise. `urn` is made up when not given. */
export const aSchool = async (
  facts: Partial<
    Record<
      | 'urn'
      | 'name'
      | 'town'
      | 'postcode'
      | 'laCode'
      | 'statusCode'
      | 'sector'
      | 'kind'
      | 'trustUid'
      | 'trustName'
      | 'wardName'
      | 'phase'
      | 'opensOn'
      | 'closesOn'
      | (typeof contextColumns)[number],
      string
    >
  > = {},
) => {
  const now = tick()
  const n = next()
  const school = {
    id: newId(now),
    urn: String(n),
    name: `School ${n}`,
    town: 'Leominster',
    postcode: 'HR6 8AA',
    laCode: '884',
    statusCode: '1',
    sector: 'maintained',
    kind: 'primary',
    phase: 'Primary',
    wardName: 'Leominster East',
    ...facts,
  }
  await db.batch([
    db
      .prepare(`INSERT INTO School (id, rootId, origin, name, createdAt) VALUES (?1, ?1, 'register', ?2, ?3)`)
      .bind(school.id, school.name, now.toISOString()),
    db
      .prepare(
        `INSERT INTO SchoolIdentity (id, schoolId, urn, name, laCode, statusCode, sector, kind, phase, town, postcode, wardName, trustUid, trustName, opensOn, closesOn, learnedAt, ${contextColumns.join(', ')})
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ${contextColumns.map(() => '?').join(', ')})`,
      )
      .bind(
        newId(now),
        school.id,
        school.urn,
        school.name,
        school.laCode,
        school.statusCode,
        school.sector,
        school.kind,
        school.phase,
        school.town,
        school.postcode,
        school.wardName,
        facts.trustUid ?? null,
        facts.trustName ?? null,
        facts.opensOn ?? null,
        facts.closesOn ?? null,
        now.toISOString(),
        ...contextColumns.map((name) => facts[name] ?? ''),
      ),
  ])
  return school
}

/** A published event three months ahead of the test clock with one session, 50 places, two a school, unless told otherwise. */
export const anEvent = async (
  facts: Partial<{
    title: string
    topicId: string
    capacity: number
    onlineCapacity: number
    placesPerSchool: number | null
    state: string
    startsAt: string
    endsAt: string
    sessions: { startsAt: string; endsAt: string; title?: string; block?: string; capacity?: number }[]
    bookingOpensAt: string
    bookingClosesAt: string
    attendanceMode: string
    joiningLink: string
    contactEmail: string
    /** null: neutral where the topic is sensitive. */
    calendarTitle: string | null
    calendarEntries: string
    alarmMinutes: number | null
  }> = {},
) => {
  const now = tick()
  const startsAt = facts.startsAt ?? '2026-06-12T08:30:00.000Z'
  const endsAt = facts.endsAt ?? '2026-06-12T15:00:00.000Z'
  const given: NonNullable<typeof facts.sessions> = facts.sessions ?? [{ startsAt, endsAt }]
  const sessions = given.map((session) => ({ id: newId(tick()), ...session }))
  const event = {
    id: newId(now),
    code: newReference(),
    title: 'Safeguarding conference',
    topicId: 'child-on-child-abuse',
    capacity: 50,
    placesPerSchool: 2 as number | null,
    state: 'published',
    attendanceMode: 'in_person',
    joiningLink: '',
    contactEmail: 'events@example.gov.uk',
    calendarTitle: '' as string | null,
    calendarEntries: 'each',
    alarmMinutes: null as number | null,
    ...facts,
    sessions,
  }
  await db.batch([
    db
      .prepare(
        `INSERT INTO Event (id, code, title, topicId, purpose, minutes, state, attendanceMode, venueName, venueAddress, venuePostcode, joiningLink, capacity, placesPerSchool, bookingOpensAt, bookingClosesAt, contactEmail, createdAt, publishedAt, cancelledAt, calendarTitle, calendarEntries, alarmMinutes, onlineCapacity)
         VALUES (?1, ?2, ?3, ?4, 'training', 360, ?5, ?6, 'Three Counties Hotel', 'Belmont Road, Hereford', 'HR2 7BP', ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13, ?14, ?15, ?16, ?17, ?18)`,
      )
      .bind(
        event.id,
        event.code,
        event.title,
        event.topicId,
        event.state,
        event.attendanceMode,
        event.joiningLink,
        event.capacity,
        event.placesPerSchool,
        facts.bookingOpensAt ?? null,
        facts.bookingClosesAt ?? null,
        event.contactEmail,
        now.toISOString(),
        event.state === 'cancelled' ? now.toISOString() : null,
        event.calendarTitle,
        event.calendarEntries,
        event.alarmMinutes,
        facts.onlineCapacity ?? null,
      ),
    ...sessions.map((session, position) =>
      db
        .prepare(
          `INSERT INTO Session (id, eventId, position, startsAt, endsAt, title, block, capacity) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
        )
        .bind(
          session.id,
          event.id,
          position + 1,
          session.startsAt,
          session.endsAt,
          session.title ?? '',
          session.block ?? '',
          session.capacity ?? null,
        ),
    ),
  ])
  return event
}

/** An account with staff roles and approved claims, and the actor and browser cookie that go with it. */
export const anAccount = async (
  facts: {
    email?: string
    name?: string
    roles?: StaffRoleName[]
    doorEventIds?: string[]
    schoolIds?: string[]
    /** When they last showed that it is they; so lately that nothing asks for it again, unless told otherwise. */
    provenAt?: string
  } = {},
) => {
  const now = tick()
  const accountId = newId(now)
  const personId = newId(tick())
  const email = facts.email ?? `person${next()}@example.sch.uk`
  const name = facts.name ?? 'Siân Pritchard'
  const token = newToken()
  await db.batch([
    db.prepare('INSERT INTO Person (id, name, email, createdAt) VALUES (?1, ?2, ?3, ?4)').bind(personId, name, email, now.toISOString()),
    db
      .prepare('INSERT INTO Account (id, email, personId, createdAt) VALUES (?1, ?2, ?3, ?4)')
      .bind(accountId, email, personId, now.toISOString()),
    db
      .prepare('INSERT INTO SignIn (id, accountId, createdAt, seenAt, expiresAt, provenAt) VALUES (?1, ?2, ?3, ?3, ?4, ?5)')
      .bind(await sha256(token), accountId, now.toISOString(), '2099-01-01T00:00:00.000Z', facts.provenAt ?? '2099-01-01T00:00:00.000Z'),
    ...(facts.roles ?? [])
      .filter((role) => role !== 'door')
      .map((role) =>
        db
          .prepare('INSERT INTO StaffRole (id, accountId, role, grantedAt) VALUES (?1, ?2, ?3, ?4)')
          .bind(newId(tick()), accountId, role, now.toISOString()),
      ),
    ...(facts.doorEventIds ?? []).map((eventId) =>
      db
        .prepare(`INSERT INTO StaffRole (id, accountId, role, eventId, grantedAt) VALUES (?1, ?2, 'door', ?3, ?4)`)
        .bind(newId(tick()), accountId, eventId, now.toISOString()),
    ),
    ...(facts.schoolIds ?? []).flatMap((schoolId) => {
      const claimId = newId(tick())
      return [
        db
          .prepare(
            `INSERT INTO Claim (id, accountId, schoolId, state, evidence, approver, requestedAt, decidedAt) VALUES (?1, ?2, ?3, 'approved', 'council_holds_address', 1, ?4, ?4)`,
          )
          .bind(claimId, accountId, schoolId, now.toISOString()),
        db.prepare(`INSERT INTO ClaimEvidence (id, claimId, kind, at) VALUES (?1, ?1, 'organiser', ?2)`).bind(claimId, now.toISOString()),
      ]
    }),
  ])
  const actor: Actor = {
    accountId,
    email,
    personId,
    name,
    roles: [...(facts.roles ?? []), ...(facts.doorEventIds?.length ? (['door'] as const) : [])],
    doorEventIds: facts.doorEventIds ?? [],
    schoolIds: facts.schoolIds ?? [],
    askedSchoolIds: [],
    settingIds: [],
    approverSchoolIds: facts.schoolIds ?? [],
    shared: false,
  }
  return { accountId, personId, email, name, actor, cookie: `muster=${token}` }
}

/** A request to the whole app as a browser would make it: form bodies are URL-encoded, same origin. */
export const request = (
  path: string,
  options: {
    cookie?: string
    form?: Record<string, string | string[]> | [string, string][]
    method?: string
    headers?: Record<string, string>
    /** Sent as it is, instead of a form. */
    body?: BodyInit
    bindings?: Partial<Bindings>
    /** Where the service is reached; on one's own computer unless told otherwise. */
    origin?: string
  } = {},
): Promise<Response> => {
  const { origin = 'http://localhost:8787' } = options
  const entries = Array.isArray(options.form)
    ? options.form
    : Object.entries(options.form ?? {}).flatMap(([name, value]) =>
        Array.isArray(value) ? value.map((v) => [name, v] as [string, string]) : [[name, value] as [string, string]],
      )
  return Promise.resolve(
    app.request(
      origin + path,
      {
        method: options.method ?? (options.form ? 'POST' : 'GET'),
        headers: {
          ...(options.cookie ? { cookie: options.cookie } : {}),
          ...(options.form ? { 'content-type': 'application/x-www-form-urlencoded', origin } : {}),
          ...options.headers,
        },
        ...(options.form ? { body: new URLSearchParams(entries) } : options.body === undefined ? {} : { body: options.body }),
      },
      { ...bindings, ...options.bindings },
      {
        waitUntil: (promise: Promise<unknown>) => void waiting.push(promise),
        passThroughOnException: () => {},
        props: {},
      } as unknown as ExecutionContext,
    ),
  )
}

const waiting: Promise<unknown>[] = []
/** Everything that handlers left to `waitUntil`, such as the immediate attempt to send mail. */
export const settled = async (): Promise<void> => {
  while (waiting.length > 0) await Promise.all(waiting.splice(0))
}

/** A database that counts its round trips (one for each first, all, run, raw and batch) and the rows that they write. */
export const counting = (): { db: SqlDatabase; trips: () => number; written: () => number } => {
  let trips = 0
  let written = 0
  const counted = byTrips(db, async (make) => {
    trips += 1
    const answer = await make()
    for (const one of [answer].flat()) written += (one as SqlResult | null)?.meta?.rows_written ?? 0
    return answer
  })
  return { db: counted, trips: () => trips, written: () => written }
}

/** A database on which no guard is looked at, for controls: what a guard keeps from happening happens. */
export const withoutGuards: SqlDatabase = databaseWith(db, {
  prepare: (sql: string) => (sql.includes("json('guard broken')") ? { bind: () => db.prepare('SELECT 1') } : db.prepare(sql)),
})

/** A database on which something else happens just before the n-th batch of a verb. */
export const before = (nth: number, meanwhile: () => Promise<unknown>, on: SqlDatabase = db): SqlDatabase => {
  let batches = 0
  return databaseWith(on, {
    batch: async (statements: SqlStatement[]) => {
      batches += 1
      if (batches === nth) await meanwhile()
      return on.batch(statements)
    },
  })
}

/** The cookies that an answer sets, as the browser sends them back. */
export const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((cookie) => !cookie.endsWith('='))
    .join('; ')

/** What the next page says at its top, once. */
export const saidBy = (answer: Response | undefined): string =>
  decodeURIComponent(decodeURIComponent(answer?.headers.get('set-cookie') ?? ''))
