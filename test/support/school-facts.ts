import { newId, newReference } from '#base/id.ts'
import { db, request, rows, run, tick } from './factories.ts'
import { unescaped } from './plain.ts'
import { type Facts, rowText, sql } from './row-of.ts'
import { add, all, insert, insertEach } from './rows.ts'
import type { Row } from './usual.ts'

/** Somebody is marked at a session, once it has begun. */
const marked = (sessionId: string, of: Partial<Row<'Mark'>>, now: string): SqlStatement => {
  const receivedAt = sql('MAX(?1, (SELECT startsAt FROM Session WHERE id = ?2))', now, sessionId)
  return insert('Mark', { sessionId, ...of, happenedAt: now, notedAt: now, receivedAt, source: 'screen' })
}

/**
 * A confirmed place of one person at every session of the event, marked when `markType` is given.
 */
export const aDelegate = async (
  event: { id: string; sessions: { id: string }[] },
  schoolId: string,
  facts: { name?: string; markType?: string; state?: string; represents?: string[]; personId?: string } = {},
) => {
  const now = tick().toISOString()
  const [bookingId, placeId, reference] = [newId(tick()), newId(tick()), newReference()]
  const personId = facts.personId ?? newId(tick())
  await db.batch([
    ...(facts.personId === undefined ? [insert('Person', { id: personId, name: facts.name ?? 'Ann Lee', createdAt: now })] : []),
    insert('Booking', { id: bookingId, reference, eventId: event.id, schoolId, formId: bookingId, createdAt: now }),
    insert('Place', {
      id: placeId,
      bookingId,
      eventId: event.id,
      schoolId,
      personId,
      roleId: 'dsl',
      state: facts.state ?? 'confirmed',
      stateAt: now,
      createdAt: now,
    }),
    ...(facts.represents ?? []).map((other) => insert('PlaceRepresents', { placeId, schoolId: other })),
    ...event.sessions.flatMap((session) => [
      insert('PlaceSession', { placeId, sessionId: session.id }),
      ...(facts.markType ? [marked(session.id, { placeId, markType: facts.markType }, now)] : []),
    ]),
  ])
  return { personId, bookingId, placeId, reference }
}

/** Someone who came without a place, matched to the school and marked as attended. */
export const aWalkIn = async (event: { id: string; sessions: { id: string }[] }, schoolId: string, name: string) => {
  const now = tick().toISOString()
  const [personId, walkInId, sessionId] = [newId(tick()), newId(tick()), event.sessions[0]?.id ?? '']
  await db.batch([
    insert('Person', { id: personId, name, createdAt: now }),
    insert('WalkIn', { id: walkInId, eventId: event.id, sessionId, personId, schoolId, createdAt: now }),
    marked(sessionId, { walkInId, markType: 'attended' }, now),
  ])
}

export const aSuccession = (from: { id: string; urn: string }, to: { id: string; urn: string }, how: 'one_to_one' | 'merger' | 'split') =>
  add('Succession', { fromSchoolId: from.id, toSchoolId: to.id, fromUrn: from.urn, toUrn: to.urn, how, happenedOn: '2025-09-01' })

/** Primary schools that the register has had since January, many at once. @returns their ids */
export const someSchools = async (many: number, laCode = '884'): Promise<string[]> => {
  const schools = Array.from({ length: many }, (_, n) => ({ id: newId(tick()), urn: String(900_000 + n) }))
  const learnedAt = '2026-01-01T00:00:00.000Z'
  const identities = schools.map(({ id, urn }, n) => ({ id, schoolId: id, urn, name: `School ${n}`, laCode, statusCode: '1', learnedAt }))
  await db.batch([
    insertEach(
      'School',
      schools.map(({ id }) => ({ id, rootId: id, origin: 'register', name: 'S', createdAt: learnedAt })),
    ),
    insertEach('SchoolIdentity', identities),
  ])
  return schools.map(({ id }) => id)
}

/**
 * So many open schools, written by the database itself.
 * @param facts in which SQL may name `i`, the number of each
 */
export const pourSchools = (many: number, facts: Facts<'School'>): Promise<SqlResult> => {
  const id = sql(`printf('00000000-0000-7000-8000-%012d', 900000 + i)`)
  const where = { town: 'Newcastle upon Tyne', postcode: 'NE1 1AA', urn: sql('200000 + i') }
  const what = { statusCode: '1', kind: 'primary', phase: 'Primary' }
  const school = { id, rootId: id, origin: 'register', ...where, ...what, ...facts }
  return run(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${many}) ${rowText('School', school, 'n')}`)
}

/** A form with one uploaded file, as a browser sends it. */
export const upload = (
  path: string,
  cookie: string,
  fields: Record<string, string>,
  content: string | Uint8Array<ArrayBuffer>,
): Promise<Response> => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new File([content], 'list.csv', { type: 'text/csv' }))
  const origin = 'http://localhost:8787'
  return request(path, { method: 'POST', cookie, headers: { origin }, body: form })
}

/** The hidden fields of the form on a page, as sending it would send them. */
export const hiddenFields = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescaped(value)]),
  )

/** What was tried with a school, the earliest first. */
export const triedWith = (schoolId: string) =>
  rows(
    `SELECT COALESCE(t.matter, c.matter) AS matter, t.rung, t.means, t.result, t.happenedAt, t.byId
     FROM CurrentContact t LEFT JOIN Chase c ON c.id = t.chaseId WHERE t.schoolId = ?1 ORDER BY t.happenedAt, t.id`,
    schoolId,
  )

/** What the people on these places told of food and access. */
export const someNeeds = async (places: Partial<Row<'Place'>>, told: Partial<Row<'Need'>>): Promise<void> => {
  for (const { id, personId, eventId } of await all('Place', places))
    if (personId) await add('Need', { placeId: id, personId, eventId, deleteAfter: '2099-01-01T00:00:00.000Z', ...told })
}
