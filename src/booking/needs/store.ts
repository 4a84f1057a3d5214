import type { Act, Moment } from '#base/act.ts'
import { type Day, type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { all, mapped, one, only, type Read, readNow, readTogether, together } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { isBooker } from '#booking/bookings/booker.ts'
import { type Attendance, type EventDetails, eventFor, placesOpen } from '#events/events/event.ts'
import { eventRow, oneEvent, selectEventByCode } from '#events/events/store.ts'
import { joinedToMaterial, materialColumns, placeHas, shownBy } from '#events/materials/store.ts'
import { answerColumns, answersBy, questionColumns, questionsBy } from '#events/questions/store.ts'
import { joinNotified, nameOfNotified } from '#people/accounts/account-store.ts'
import type { AccessMatter } from './access.ts'
import { selectMatters } from './access-store.ts'
import { type AccessChoice, type DietaryChoice, isNothing, linkDays, type Needs, noNeeds, type Stated, statedOf } from './need.ts'
import type { LinkState, OwnPlace } from './own-place.ts'

type NeedRow = { dietary: string; access: string }

const needsOf = (row: NeedRow): Needs => ({ dietary: statedOf<DietaryChoice>(row.dietary), access: statedOf<AccessChoice>(row.access) })

const stored = (stated: Stated<string>): string => (stated.choices.length === 0 && stated.words === '' ? '' : JSON.stringify(stated))

// ?1 is the token's hash, ?2 the instant. A link works while its person is on the place, and for
// some days after the event.
const linked = `PlaceLink l JOIN Place p ON p.id = l.placeId AND p.personId = l.personId AND p.state <> 'cancelled'`
const live = `l.tokenHash = ?1 AND l.endedAt IS NULL
  AND ?2 < (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', MAX(z.endsAt), '+${linkDays} days') FROM Session z WHERE z.eventId = p.eventId)`

type PlaceRow = {
  linkId: string
  word: string | null
  placeId: string
  personId: string
  name: string | null
  email: string | null
  role: string | null
  state: 'held' | 'confirmed'
  bookingId: string
  reference: string
  schoolId: string
  schoolName: string
  town: string
  urn: string | null
  accountId: string | null
  bookerEmail: string | null
  bookerName: string | null
  workshopIds: string
  attendance: Attendance | null
}

/** A link's place with everything its page shows, in one round trip. */
export const readOwnPlace = async (act: Act, tokenHash: string): Promise<LinkState> => {
  const { db } = act
  const { link, row, event, questions, answers, need, materials } = await readTogether(db, {
    link: one<{ id: string }>(db.prepare('SELECT id FROM PlaceLink WHERE tokenHash = ?1').bind(tokenHash)),
    row: one<PlaceRow>(
      db
        .prepare(
          `SELECT l.id AS linkId, p.id AS placeId, p.personId, n.name, n.email, ro.label AS role, p.state, p.attendance, p.bookingId, b.reference, s.rootId AS schoolId, r.name AS schoolName, r.town, r.urn,
             (SELECT json_object('statement', w.statement, 'at', w.saidAt) FROM PlaceLink k JOIN DelegateStatement w ON w.linkId = k.id
              WHERE k.placeId = p.id AND k.personId = p.personId AND k.endedAt IS NULL ORDER BY w.rowid DESC LIMIT 1) AS word,
             a.id AS accountId, a.email AS bookerEmail, ${nameOfNotified} AS bookerName,
             (SELECT json_group_array(x.id) FROM PlaceSession c JOIN ActiveSession x ON x.id = c.sessionId WHERE c.placeId = p.id AND x.block <> '') AS workshopIds
           FROM ${linked} JOIN Booking b ON b.id = p.bookingId JOIN School s ON s.id = p.schoolId JOIN School r ON r.id = s.rootId
             JOIN Person n ON n.id = p.personId LEFT JOIN Role ro ON ro.id = p.roleId ${joinNotified('LEFT JOIN')}
           WHERE ${live}`,
        )
        .bind(tokenHash, instant(act.now)),
    ),
    event: oneEvent(
      db
        .prepare(`${eventRow} WHERE e.id = (SELECT p.eventId FROM PlaceLink l JOIN Place p ON p.id = l.placeId WHERE l.tokenHash = ?2)`)
        .bind(instant(act.now), tokenHash),
    ),
    questions: questionsBy(
      db
        .prepare(
          `SELECT ${questionColumns} FROM ${linked} JOIN EventQuestion q ON q.eventId = p.eventId AND q.scope = 'place' AND q.retiredAt IS NULL WHERE ${live} ORDER BY q.position, q.id`,
        )
        .bind(tokenHash, instant(act.now)),
    ),
    answers: answersBy(
      db
        .prepare(`SELECT ${answerColumns} FROM ${linked} JOIN Answer a ON a.placeId = p.id AND a.supersededAt IS NULL WHERE ${live}`)
        .bind(tokenHash, instant(act.now)),
    ),
    materials: shownBy(
      db
        .prepare(
          `SELECT ${materialColumns} FROM ${linked} JOIN Material m ON ${placeHas} ${joinedToMaterial}
           WHERE e.state = 'published' AND ${live} ORDER BY m.position, m.id`,
        )
        .bind(tokenHash, instant(act.now)),
    ),
    need: one<NeedRow & { answerBy: Day | null; answer: string; doneAt: Instant | null }>(
      db
        .prepare(
          `SELECT w.dietary, w.access, w.answerBy, w.answer, w.doneAt FROM ${linked} JOIN Need w ON w.placeId = p.id AND w.personId = p.personId AND w.deleteAfter > ?2 WHERE ${live}`,
        )
        .bind(tokenHash, instant(act.now)),
    ),
  })
  if (!row || !event) return { state: link ? 'ended' : 'unknown' }
  // Whoever holds the link may be somebody else; at a shared address anybody could be asking.
  const isOwner = act.actor.personId === row.personId && !act.actor.shared
  return {
    state: 'live',
    own: {
      linkId: row.linkId,
      word: row.word === null ? undefined : (JSON.parse(row.word) as OwnPlace['word']),
      placeId: row.placeId,
      personId: row.personId,
      name: row.name,
      role: row.role,
      state: row.state,
      bookingId: row.bookingId,
      reference: row.reference,
      schoolId: row.schoolId,
      school: { name: row.schoolName, town: row.town, urn: row.urn },
      booker: row.accountId && row.bookerEmail ? { accountId: row.accountId, email: row.bookerEmail, name: row.bookerName } : undefined,
      isOwnBooking: isBooker({ email: row.bookerEmail, name: row.bookerName }, row),
      workshopIds: JSON.parse(row.workshopIds) as string[],
      attendance: row.attendance,
      event: eventFor(event, row.attendance),
      otherWay: otherWayOf(event, row),
      questions,
      answers,
      needs: need && isOwner ? needsOf(need) : noNeeds,
      materials: materials[0],
      hasNeeds: need !== undefined,
      access: isOwner && need?.answerBy ? { by: need.answerBy, answer: need.answer, isDone: need.doneAt !== null } : undefined,
    },
  }
}

/** Where somebody sure of their place can go instead until the cut-off, if there is room. */
const otherWayOf = (event: EventDetails, { state, attendance }: PlaceRow): OwnPlace['otherWay'] => {
  if (attendance === null || state !== 'confirmed') return undefined
  const to = attendance === 'online' ? 'in_person' : 'online'
  return { to, left: placesOpen(eventFor(event, to)) }
}

export const stillOnPlace = (db: SqlDatabase, placeId: string, personId: string): SqlStatement =>
  guard(db, `EXISTS (SELECT 1 FROM Place p WHERE p.id = ?1 AND p.personId = ?2 AND p.state <> 'cancelled')`, placeId, personId)

const deletionDay = `(SELECT strftime('%Y-%m-%dT%H:%M:%fZ', MAX(endsAt), '+30 days') FROM ActiveSession WHERE eventId = ?3)`

/**
 * The deletion day is computed from the sessions as they are then. While the stated access stays
 * the same, so do its answer and who gives it.
 */
export const replaceNeeds = (
  act: Act,
  of: { placeId: string; personId: string; eventId: string },
  needs: Needs,
  answerBy: Day,
): SqlStatement[] => {
  const { db } = act
  if (isNothing(needs)) return [db.prepare('DELETE FROM Need WHERE placeId = ?1 AND personId = ?2').bind(of.placeId, of.personId)]
  const access = stored(needs.access)
  const by = access === '' ? null : answerBy
  const told = [of.placeId, of.personId, of.eventId, stored(needs.dietary), access, instant(act.now), by] as const
  return [
    db
      .prepare(
        `UPDATE Need SET dietary = ?4, access = ?5, givenAt = ?6, deleteAfter = ${deletionDay}, answerBy = IIF(access = ?5, answerBy, ?7), accessAt = IIF(access = ?5, accessAt, ?6),
           answer = IIF(access = ?5, answer, ''), answeredAt = IIF(access = ?5, answeredAt, NULL), doneAt = IIF(access = ?5, doneAt, NULL)
         WHERE placeId = ?1 AND personId = ?2`,
      )
      .bind(...told),
    db
      .prepare(
        `INSERT INTO Need (placeId, personId, eventId, dietary, access, givenAt, accessAt, answerBy, matter, deleteAfter)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ${deletionDay} WHERE true ON CONFLICT (placeId) DO NOTHING`,
      )
      .bind(...told, newId(act.now)),
  ]
}

/** Events with needs past their deletion day, and how many people's. */
export const deletionsDue = ({ now }: Moment): Condition[] => [exists('SELECT 1 FROM Need WHERE deleteAfter <= ?1', instant(now))]

export const dueForDeletion = async (db: SqlDatabase, now: Instant): Promise<{ eventId: string; people: number }[]> =>
  (
    await db
      .prepare('SELECT eventId, COUNT(*) AS people FROM Need WHERE deleteAfter <= ?1 GROUP BY +eventId ORDER BY eventId')
      .bind(now)
      .all<{ eventId: string; people: number }>()
  ).results

/** What is left of them is how many people stated each kind of access. */
export const deleteDue = (db: SqlDatabase, eventId: string, now: Instant): SqlStatement[] => [
  db
    .prepare(
      `INSERT INTO AccessCount (eventId, kind, people)
       SELECT w.eventId, COALESCE(c.value, 'words'), COUNT(*) FROM Need w LEFT JOIN json_each(IIF(w.access = '', '{"choices":[]}', w.access), '$.choices') c
       WHERE w.eventId = ?1 AND w.deleteAfter <= ?2 AND w.access <> '' GROUP BY 1, 2
       ON CONFLICT (eventId, kind) DO UPDATE SET people = people + excluded.people`,
    )
    .bind(eventId, now),
  db.prepare('DELETE FROM Need WHERE eventId = ?1 AND deleteAfter <= ?2').bind(eventId, now),
]

/** SQL: somebody came instead of whoever has this place, and they have not come. */
export const replacedAt = (placeId: string): string => `EXISTS (SELECT 1 FROM ReplacedPlace h WHERE h.placeId = ${placeId})`

/** `needs`: of people with a place, in no identifying order. */
export type EventNeeds = {
  event: EventDetails
  confirmed: number
  needs: Needs[]
  matters: AccessMatter[]
  /** Of those that are deleted. */
  counts: { kind: string; people: number }[]
}

export const selectEventNeeds = (db: SqlDatabase, now: Date, code: string): Read<EventNeeds | undefined> => {
  const read = together({
    event: selectEventByCode(db, code, now),
    confirmed: only<{ n: number }>(
      db
        .prepare(
          `SELECT COUNT(*) AS n FROM Place p JOIN Event e ON e.id = p.eventId WHERE e.code = ?1 AND p.state = 'confirmed' AND NOT ${replacedAt('p.id')}`,
        )
        .bind(code.toUpperCase()),
    ),
    needs: all<NeedRow>(
      db
        .prepare(
          `SELECT w.dietary, w.access FROM Need w JOIN Event e ON e.id = w.eventId WHERE e.code = ?1 AND w.deleteAfter > ?2 AND NOT ${replacedAt('w.placeId')} ORDER BY w.dietary, w.access`,
        )
        .bind(code.toUpperCase(), instant(now)),
    ),
    matters: selectMatters(db, now, code),
    counts: all<{ kind: string; people: number }>(
      db
        .prepare('SELECT c.kind, c.people FROM Event e JOIN AccessCount c ON c.eventId = e.id WHERE e.code = ?1 ORDER BY c.kind')
        .bind(code.toUpperCase()),
    ),
  })
  return mapped(
    read,
    ({ event, confirmed, needs, ...more }) => event && { event, confirmed: confirmed.n, needs: needs.map(needsOf), ...more },
  )
}

export const readEventNeeds = (act: Act, code: string): Promise<EventNeeds | undefined> =>
  readNow(act.db, selectEventNeeds(act.db, act.now, code))

export type NamedAccess = { name: string | null; school: string; town: string; urn: string | null; access: Stated<AccessChoice> }

/** Access needs with names, for those who greet people. */
export const readNamedAccess = async (act: Act, eventId: string): Promise<NamedAccess[]> =>
  (
    await act.db
      .prepare(
        `SELECT n.name, r.name AS school, r.town, r.urn, w.access FROM Need w JOIN Person n ON n.id = w.personId JOIN Place p ON p.id = w.placeId
           JOIN School s ON s.id = p.schoolId JOIN School r ON r.id = s.rootId
         WHERE w.eventId = ?1 AND w.access <> '' AND w.deleteAfter > ?2 AND NOT ${replacedAt('w.placeId')} ORDER BY n.name COLLATE NOCASE, w.placeId`,
      )
      .bind(eventId, instant(act.now))
      .all<Omit<NamedAccess, 'access'> & { access: string }>()
  ).results.map((row) => ({ ...row, access: statedOf<AccessChoice>(row.access) }))
