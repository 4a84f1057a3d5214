import { newId, newReference } from '#base/id.ts'
import { db, request, rows, tick } from './factories.ts'
import { unescaped } from './plain.ts'
import { add, all, insert } from './rows.ts'
import type { Row } from './usual.ts'

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
      ...(facts.markType
        ? [
            db
              .prepare(
                `INSERT INTO Mark (id, sessionId, placeId, markType, happenedAt, notedAt, receivedAt, source)
                 SELECT ?1, s.id, ?3, ?4, ?5, ?5, MAX(?5, s.startsAt), 'screen' FROM Session s WHERE s.id = ?2`,
              )
              .bind(newId(tick()), session.id, placeId, facts.markType, now),
          ]
        : []),
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
    db
      .prepare(
        `INSERT INTO Mark (id, sessionId, walkInId, markType, happenedAt, notedAt, receivedAt, source)
         SELECT ?1, s.id, ?3, 'attended', ?4, ?4, MAX(?4, s.startsAt), 'screen' FROM Session s WHERE s.id = ?2`,
      )
      .bind(newId(tick()), sessionId, walkInId, now),
  ])
}

export const aSuccession = (from: { id: string; urn: string }, to: { id: string; urn: string }, how: 'one_to_one' | 'merger' | 'split') =>
  add('Succession', { fromSchoolId: from.id, toSchoolId: to.id, fromUrn: from.urn, toUrn: to.urn, how, happenedOn: '2025-09-01' })

/** Primary schools that the register has had since January, many at once. @returns their ids */
export const someSchools = async (many: number, laCode = '884'): Promise<string[]> => {
  const schools = Array.from({ length: many }, (_, n) => ({ id: newId(tick()), urn: String(900_000 + n) }))
  const json = JSON.stringify(schools)
  await db.batch([
    db
      .prepare(
        `INSERT INTO School (id, rootId, origin, name, createdAt)
         SELECT value ->> 'id', value ->> 'id', 'register', 'S', '2026-01-01T00:00:00.000Z' FROM json_each(?1)`,
      )
      .bind(json),
    db
      .prepare(
        `INSERT INTO SchoolIdentity (id, schoolId, urn, name, laCode, statusCode, sector, kind, learnedAt)
         SELECT value ->> 'id', value ->> 'id', value ->> 'urn', 'School ' || key, ?2, '1', 'maintained', 'primary', '2026-01-01T00:00:00.000Z' FROM json_each(?1)`,
      )
      .bind(json, laCode),
  ])
  return schools.map(({ id }) => id)
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
