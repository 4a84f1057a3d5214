import { type Act, signed } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'
import { insert, insertEach, update } from '#base/db/write.ts'
import { type Clash, clashesOf, type Engagement } from '#events/events/engagement.ts'
import { engagements } from '#events/events/engagement-store.ts'
import { booksForRoot } from '#people/accounts/account-store.ts'
import type { AskedSession, AskedState, OtherSchools, SessionAsk, SessionOffer, SharedSession } from './asked-session.ts'

const row = `SELECT x.id, x.about, x.days, x.people, x.alsoFor, x.state, x.askedAt, x.askedById, x.startsAt, x.endsAt, x.trainer, x.place,
    x.pence, x.vatPence, x.vatCodeId, x.termsId, x.title, x.topicId, x.purpose, x.level, x.reason, x.eventId,
    (SELECT code FROM Event WHERE id = x.eventId) AS eventCode, (SELECT o.id FROM ActiveSession o WHERE o.eventId = x.eventId ORDER BY o.startsAt LIMIT 1) AS sessionId,
    (SELECT b.reference FROM Booking b WHERE b.formId = x.id) AS bookingReference, (SELECT email FROM Account WHERE id = x.answeredById) AS answeredByEmail, COALESCE(p.name, a.email) AS askedBy, a.email AS askerEmail, a.personId AS askerPersonId,
    (SELECT json_group_array(json_object('id', m.id, 'name', m.name, 'town', m.town, 'urn', m.urn)) FROM AskedSessionSchool f
       JOIN School o ON o.id = f.schoolId JOIN School m ON m.id = o.rootId WHERE f.askedId = x.id) AS others,
    r.id AS schoolId, r.name, r.town, r.urn, ${booksForRoot('x.askedById')} AS mayAct
  FROM AskedSession x JOIN School s ON s.id = x.schoolId JOIN School r ON r.id = s.rootId
  JOIN Account a ON a.id = x.askedById LEFT JOIN Person p ON p.id = a.personId`

type Flat = Omit<AskedSession, 'school' | 'others' | 'days' | 'mayAct'> &
  AskedSession['school'] & { schoolId: string; others: string; days: string; mayAct: number }

const sessionOf = ({ schoolId, name, town, urn, others, days, mayAct, ...rest }: Flat): AskedSession => ({
  ...rest,
  school: { id: schoolId, name, town, urn },
  others: JSON.parse(others),
  days: JSON.parse(days),
  mayAct: mayAct === 1,
})

/** The newest first. */
export const askedRows = (state: AskedState | undefined): Rows<AskedSession, Flat> => ({
  sql: `${row}${state ? ` WHERE x.state = ?1` : ''}`,
  values: state ? [state] : [],
  by: ['askedAt DESC', 'id DESC'],
  made: sessionOf,
})

export const selectAskedOfSchool = (db: SqlDatabase, rootId: string): Read<AskedSession[]> =>
  mapped(all<Flat>(db.prepare(`${row} WHERE r.id = ?1 ORDER BY x.askedAt DESC, x.id DESC LIMIT 100`).bind(rootId)), (rows) =>
    rows.map(sessionOf),
  )

/** Offered sessions to come that others asked for, also for this school (a root): no price. */
export const selectShared = (db: SqlDatabase, rootId: string, now: Date): Read<SharedSession[]> =>
  all<SharedSession>(
    db
      .prepare(
        `SELECT x.id, x.state, json_object('name', r.name, 'town', r.town, 'urn', r.urn) AS by, e.code AS eventCode, x.title, x.startsAt, x.endsAt, x.trainer, x.place
         FROM School m CROSS JOIN AskedSessionSchool f ON f.schoolId = m.id JOIN AskedSession x ON x.id = f.askedId
           JOIN School s ON s.id = x.schoolId JOIN School r ON r.id = s.rootId LEFT JOIN Event e ON e.id = x.eventId
         WHERE m.rootId = ?1 AND x.endsAt > ?2 AND (x.state = 'offered' OR e.state = 'published') ORDER BY x.startsAt, x.id LIMIT 100`,
      )
      .bind(rootId, instant(now)),
    { by: 'json' },
  )

/** @param rootId whose it must be; undefined: of any school */
export const selectAskedSession = (db: SqlDatabase, id: string, rootId?: string): Read<AskedSession | undefined> =>
  mapped(
    one<Flat>(db.prepare(`${row} WHERE x.id = ?1 AND (?2 IS NULL OR r.id = ?2)`).bind(id, rootId ?? null)),
    (found) => found && sessionOf(found),
  )

export const selectByToken = (db: SqlDatabase, tokenHash: string): Read<AskedSession | undefined> =>
  mapped(one<Flat>(db.prepare(`${row} WHERE x.tokenHash = ?1`).bind(tokenHash)), (found) => found && sessionOf(found))

/** Guard: whoever asks may book for the school. */
export const stillActs = ({ db, actor }: Act, rootId: string): SqlStatement =>
  guard(db, booksForRoot('?1', '?2'), actor.accountId ?? '', rootId)

const insertOthers = (db: SqlDatabase, askedId: string, schoolIds: readonly string[]): SqlStatement =>
  insertEach(
    db,
    'AskedSessionSchool',
    schoolIds.map((schoolId) => ({ schoolId })),
    ['schoolId'],
    { askedId },
  )

export const insertAsked = (
  act: Act,
  id: string,
  schoolId: string,
  { days, schoolIds, ...ask }: SessionAsk & OtherSchools,
): SqlStatement[] => [
  insert(act.db, 'AskedSession', { id, schoolId, ...ask, days: JSON.stringify(days), ...signed(act, 'asked') }),
  insertOthers(act.db, id, schoolIds),
]

/** Instead of those that it was for, unless it ended meanwhile. */
export const changeOthers = ({ db }: Act, { id }: Pick<AskedSession, 'id'>, { schoolIds, alsoFor }: OtherSchools): SqlStatement[] => [
  guard(db, `(SELECT state FROM AskedSession WHERE id = ?1) IN ('asked', 'offered', 'accepted')`, id),
  db.prepare('DELETE FROM AskedSessionSchool WHERE askedId = ?1').bind(id),
  insertOthers(db, id, schoolIds),
  update(db, 'AskedSession', { alsoFor }, { id }),
]

/** Guard: nobody has answered it meanwhile. */
const stillIn = (db: SqlDatabase, id: string, state: AskedState): SqlStatement =>
  guard(db, '(SELECT state FROM AskedSession WHERE id = ?1) = ?2', id, state)

export const answerAsked = (
  act: Act,
  id: string,
  from: 'asked' | 'offered',
  answer: (SessionOffer & { state: 'offered'; tokenHash: string }) | { state: 'refused'; reason: string },
): SqlStatement[] => [stillIn(act.db, id, from), update(act.db, 'AskedSession', { ...answer, ...signed(act, 'answered') }, { id })]

/** @param accountId of whoever settles it, also by the link of a mail */
export const settleAsked = (
  { db, now }: Pick<Act, 'db' | 'now'>,
  { id, state }: Pick<AskedSession, 'id' | 'state'>,
  to: 'accepted' | 'declined' | 'withdrawn',
  accountId: string,
  eventId: string | null,
): SqlStatement[] => [
  stillIn(db, id, state),
  update(db, 'AskedSession', { state: to, settledAt: instant(now), settledById: accountId, eventId }, { id }),
]

/** What else the trainer gives, or the place holds, at the time of an offer. */
export const selectClashes = (db: SqlDatabase, id: string, { title, startsAt, endsAt, trainer, place }: SessionOffer): Read<Clash[]> =>
  mapped(
    all<Engagement>(
      db.prepare(`SELECT * FROM (${engagements('?1', '?2')}) WHERE id <> ?3 ORDER BY startsAt, title`).bind(startsAt, endsAt, id),
    ),
    (others) =>
      clashesOf({ id, eventId: null, code: null, title, startsAt, endsAt, speakers: trainer, venue: place, room: '' }, others).slice(0, 5),
  )

/** Opens the event of a session to its school alone, which is why it has no date of publishing. */
export const openEvent = ({ db }: Act, id: string, termsId: string | null): SqlStatement =>
  update(db, 'Event', { state: 'published', termsId }, { id, state: 'draft' })

/** Nobody books further places. */
export const closeEvent = ({ db, now }: Act, id: string): SqlStatement => update(db, 'Event', { bookingClosedAt: instant(now) }, { id })
