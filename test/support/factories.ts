// What a test needs to exist, made directly in the database: each test makes its own school and
// event, never a shared seed.

import { app } from '#app.tsx'
import { type Act, type Actor, nobody, type StaffRoleName } from '#base/act.ts'
import { upsert } from '#base/db/write.ts'
import { newId, newReference, newToken, sha256 } from '#base/id.ts'
import type { Result } from '#base/result.ts'
import type { Bindings } from '#base/web/env.ts'
import { byTrips, databaseWith } from '#test/support/database-with.ts'
import { bindings, db, exec, rows, run } from './database.ts'
import { answered } from './plain.ts'
import { insert } from './rows.ts'
import { tick } from './tick.ts'
import type { Row } from './usual.ts'

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
  assets: bindings.ASSETS,
  laCodes: ['884'],
  stripe: undefined,
  ...overrides,
})

/** @returns the value of an act that is not refused here */
export const accepted = <T>(result: Result<T, string>): T => {
  if (!result.ok) throw new Error(result.reason)
  return result.value
}

export { existing } from './existing.ts'

let number = 100_000
const next = (): number => {
  number += 1
  return number
}

/**
 * An open primary school of the configured area unless told otherwise. `urn` is made up when not
 * given.
 */
export const aSchool = async (
  facts: { readonly [Column in Exclude<keyof Row<'SchoolIdentity'>, 'latitude' | 'longitude'>]?: string } = {},
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
  const { id, name } = school
  await db.batch([
    insert('School', { id, rootId: id, origin: 'register', name, createdAt: now.toISOString() }),
    insert('SchoolIdentity', { ...school, id: newId(now), schoolId: id, learnedAt: now.toISOString() }),
  ])
  return school
}

/** What the council set, as it is stored. */
export const aSetting = (key: string, value: unknown): Promise<SqlResult> =>
  upsert(db, 'Setting', ['key'], { key, value: JSON.stringify(value), changedAt: tick().toISOString() }, ['value']).run()

/**
 * A published event three months ahead of the test clock with one session, 50 places, two a school,
 * unless told otherwise.
 */
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
  const { sessions: _, startsAt: _from, endsAt: _to, ...row } = event
  await db.batch([
    insert('Event', {
      ...row,
      purpose: 'training',
      minutes: 360,
      venueName: 'Three Counties Hotel',
      venueAddress: 'Belmont Road, Hereford',
      venuePostcode: 'HR2 7BP',
      createdAt: now.toISOString(),
      publishedAt: now.toISOString(),
      cancelledAt: event.state === 'cancelled' ? now.toISOString() : null,
    }),
    ...sessions.map((session, index) => insert('Session', { eventId: event.id, position: index + 1, ...session })),
  ])
  return event
}

/**
 * An account with staff roles and approved claims, and the actor and browser cookie that go with
 * it.
 */
export const anAccount = async (
  facts: {
    email?: string
    name?: string
    roles?: StaffRoleName[]
    doorEventIds?: string[]
    schoolIds?: string[]
    /** Of schools for which it may not book. */
    viewedSchoolIds?: string[]
    /**
     * When they last showed that it is they; so lately that nothing asks for it again, unless told
     * otherwise.
     */
    provenAt?: string
  } = {},
) => {
  const now = tick()
  const accountId = newId(now)
  const personId = newId(tick())
  const email = facts.email ?? `person${next()}@example.sch.uk`
  const name = facts.name ?? 'Siân Pritchard'
  const token = newToken()
  const at = now.toISOString()
  const provenAt = facts.provenAt ?? '2099-01-01T00:00:00.000Z'
  await db.batch([
    insert('Person', { id: personId, name, email, createdAt: at }),
    insert('Account', { id: accountId, email, personId, createdAt: at }),
    insert('SignIn', { id: await sha256(token), accountId, createdAt: at, seenAt: at, provenAt }),
    ...(facts.roles ?? []).filter((role) => role !== 'door').map((role) => insert('StaffRole', { accountId, role, grantedAt: at })),
    ...(facts.doorEventIds ?? []).map((eventId) => insert('StaffRole', { accountId, role: 'door', eventId, grantedAt: at })),
    ...[...(facts.schoolIds ?? []), ...(facts.viewedSchoolIds ?? [])].flatMap((schoolId) => {
      const [id, books] = [newId(tick()), facts.schoolIds?.includes(schoolId) ? 1 : 0]
      const evidence = 'council_holds_address'
      return [
        insert('Claim', {
          id,
          accountId,
          schoolId,
          state: 'approved',
          evidence,
          approver: books,
          mayBook: books,
          requestedAt: at,
          decidedAt: at,
        }),
        insert('ClaimEvidence', { id, claimId: id, kind: 'organiser', at }),
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
    schoolIds: [...(facts.schoolIds ?? []), ...(facts.viewedSchoolIds ?? [])],
    viewedSchoolIds: facts.viewedSchoolIds ?? [],
    askedSchoolIds: [],
    settingIds: [],
    approverSchoolIds: facts.schoolIds ?? [],
    shared: false,
  }
  return { accountId, personId, email, name, actor, cookie: `muster=${token}` }
}

/**
 * A request to the whole app as a browser would make it: form bodies are URL-encoded, same origin.
 * What is left to `waitUntil`, such as sending mail, is done when it answers, unless a test asks
 * for it as `left`.
 */
export const request = async (
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
    left?: Promise<unknown>[]
  } = {},
): Promise<Response> => {
  const { origin = 'http://localhost:8787' } = options
  const entries = Array.isArray(options.form)
    ? options.form
    : Object.entries(options.form ?? {}).flatMap(([name, value]) =>
        Array.isArray(value) ? value.map((v) => [name, v] as [string, string]) : [[name, value] as [string, string]],
      )
  const left = options.left ?? []
  const answer = await app.request(
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
      waitUntil: (promise: Promise<unknown>) => void left.push(promise),
      passThroughOnException: () => {},
      props: {},
    } as unknown as ExecutionContext,
  )
  while (!options.left && left.length > 0) await Promise.all(left.splice(0))
  return answer
}

/** The page of an answer, as it is. */
export const htmlOf = async (asked: Promise<Response>, status?: number): Promise<string> =>
  (await (status ? answered(asked, status) : asked)).text()

/** Where a form that was taken leads. */
export const leadsTo = async (asked: Promise<Response>): Promise<string> => (await answered(asked, 303)).headers.get('location') ?? ''

/**
 * A database that counts its round trips (one for each first, all, run, raw and batch) and the rows
 * that they write.
 */
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

/** How many round trips something takes. */
export const tripsOf = async (ask: (on: SqlDatabase) => Promise<unknown>): Promise<number> => {
  const counted = counting()
  await ask(counted.db)
  return counted.trips()
}

/**
 * A database on which no guard is looked at, for controls: what a guard keeps from happening
 * happens.
 */
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
