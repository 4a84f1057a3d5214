import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, each, mapped, one, only, type Read, together } from '#base/db/read.ts'
import { insert } from '#base/db/write.ts'
import { logged } from '#base/log/store.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import type { EraseObstacle, ErasureGround, ErasurePreview, HoldOnPerson } from './erasure.ts'
import { mentions } from './mention-store.ts'
import { type Personal, scopes } from './personal.ts'
import { personal } from './personal-store.ts'
import { nameSet, ofDoomed, ofPerson, setsOfPerson } from './scope-store.ts'
import { type FoundTexts, textsAsRead, writeTexts } from './text-store.ts'

const kindOf = ({ kind, table }: Personal): string => kind ?? table
const keyOf = ({ key }: Personal, alias: string): string => (key ?? 't.id').replaceAll('t.', alias)

const nameRows = (one: Personal): string =>
  `INSERT INTO RowToDestroy (kind, id, class, personId, eventId)
   SELECT '${kindOf(one)}', ${keyOf(one, 't.')}, '${one.class}', ${one.holder ?? '?1'}, ${one.event ?? 'NULL'} FROM ${one.table} t WHERE ${ofDoomed(one.whose)}`

/** SQL: deletes the rows named in `RowToDestroy` for one line of the list, or empties them. */
const destroyRows = (one: Personal): string => {
  const among = `WHERE ${keyOf(one, '')} IN (SELECT d.id FROM RowToDestroy d WHERE d.kind = '${kindOf(one)}')`
  return one.instead === undefined ? `DELETE FROM ${one.table} ${among}` : `UPDATE ${one.table} SET ${ofDoomed(one.instead)} ${among}`
}

const bound = (db: SqlDatabase, sql: string, values: readonly unknown[]): SqlStatement =>
  sql.includes('?1') ? db.prepare(sql).bind(...values.slice(0, sql.includes('?2') ? 2 : 1)) : db.prepare(sql)

// What must end first: acting for schools, waiting requests and mail, the person behind a shared
// mailbox.
const endings = [
  `UPDATE Claim SET state = IIF(state = 'approved', 'ended', 'refused'), decidedAt = ?1, decidedById = COALESCE(?2, decidedById)
   WHERE state IN ('approved', 'requested') AND (accountId IN {account} OR personId IN {person})`,
  `UPDATE TrustClaim SET state = IIF(state = 'approved', 'ended', 'refused'), decidedAt = ?1, decidedById = COALESCE(?2, decidedById)
   WHERE state IN ('approved', 'requested') AND (accountId IN {account} OR personId IN {person})`,
  `UPDATE UnlistedClaim SET state = 'refused', decidedAt = ?1, decidedById = ?2 WHERE state = 'requested' AND (accountId IN {account} OR personId IN {person})`,
  `UPDATE BookingRequest SET state = 'withdrawn', typed = NULL, settledAt = ?1 WHERE state = 'waiting' AND accountId IN {account}`,
  `UPDATE StaffRole SET revokedAt = ?1, revokedById = ?2 WHERE linkId IS NOT NULL AND revokedAt IS NULL AND accountId IN {account}`,
  `UPDATE Message SET state = 'failed', withheld = 1, claimedUntil = NULL WHERE state = 'queued' AND id IN {letter}`,
  `UPDATE SendingRecipient SET state = 'skipped', why = 'stopped' WHERE state = 'waiting'
     AND sendingId || ' ' || number IN (SELECT d.id FROM RowToDestroy d WHERE d.kind = 'SendingRecipient')`,
  `UPDATE SignIn SET personId = NULL WHERE personId IN {person} AND accountId NOT IN {account}`,
  `UPDATE Account SET personId = NULL WHERE personId IN {person} AND id NOT IN {account} AND erasedAt IS NULL`,
]

const isComing = (person: string, now: string): string =>
  `p.personId IN ${person} AND (p.state = 'confirmed' OR (p.state = 'held' AND (p.waitsFor IS NOT NULL OR p.heldUntil > ${now})))
   AND (SELECT e.state FROM Event e WHERE e.id = p.eventId) <> 'cancelled'
   AND (SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = p.eventId) > ${now}`
// SQL: a message to them is being sent, or one to somebody else that names them is unsent.
const isWaiting = (letter: string, mention: string): string =>
  `(m.state = 'sending' AND m.id IN ${letter}) OR (m.state IN ('queued', 'sending') AND m.id IN ${mention})`
// SQL: somebody else's request for places, which would create and invite a person of that name
// again.
const asksForThem = `r.state = 'waiting' AND r.accountId NOT IN {account}
   AND (${mentions('r.typed')} OR EXISTS (SELECT 1 FROM {person} x WHERE instr(r.typed, x.id) > 0))`
const isStaff = (account: string): string => `f.revokedAt IS NULL AND f.linkId IS NULL AND f.accountId IN ${account}`

/**
 * Erases a person and merged records in one batch: names the rows in `RowToDestroy`, where a hold
 * refuses, and destroys them. Fails for a future place, council staff, or waiting messages or
 * requests that name them. @param byId who decided @param texts found texts, and those to rewrite
 */
export const eraseRows = (
  act: Act,
  personId: string,
  ground: ErasureGround,
  byId: string | null,
  texts: { read: FoundTexts; chosen: ReadonlySet<string> },
): SqlStatement[] => {
  const { db } = act
  const now = instant(act.now)
  const of = (sql: string) => bound(db, ofDoomed(sql), [personId])
  return [
    guard(
      db,
      `EXISTS (SELECT 1 FROM Person p WHERE p.id = ?1 AND p.erasedAt IS NULL) AND NOT EXISTS (SELECT 1 FROM PersonMergedInto k WHERE k.mergedId = ?1)`,
      personId,
    ),
    ...scopes.map((scope) => bound(db, nameSet(scope), [personId])),
    guard(
      db,
      ofDoomed(`NOT EXISTS (SELECT 1 FROM Place p WHERE ${isComing('{person}', '?1')}) AND NOT EXISTS (SELECT 1 FROM StaffRole f WHERE ${isStaff('{account}')})
        AND NOT EXISTS (SELECT 1 FROM Message m WHERE ${isWaiting('{letter}', '{mention}')})
        AND NOT EXISTS (SELECT 1 FROM BookingRequest r WHERE ${asksForThem})`),
      now,
    ),
    ...textsAsRead(db, personId, texts.read),
    ...personal.map((one) => bound(db, nameRows(one), [personId])),
    ...endings.map((sql) => bound(db, ofDoomed(sql), [now, byId])),
    ...personal.map((one) => bound(db, destroyRows(one), [now])),
    ...writeTexts(db, personId, texts.read, texts.chosen),
    insert(db, 'Erasure', { personId, ground, at: now, byId }),
    of('DELETE FROM RowToDestroy'),
    logged(act, { act: 'person.erased', subject: ['person', personId], after: { ground } }),
  ]
}

/** Guard for an organiser who erases somebody. */
export const mayErase = (act: Act): SqlStatement => stillHolds(act, ['administrator', 'organiser'])

/** What erasing would do; undefined for an unknown person. */
export const selectErasure = (db: SqlDatabase, personId: string, at: Date): Read<ErasurePreview | undefined> => {
  const now = instant(at)
  const ask = (sql: string, ...values: unknown[]) => db.prepare(setsOfPerson + ofPerson(sql)).bind(personId, ...values)
  const reads = {
    person: one<{ id: string; name: string | null; erasedAt: string | null; merged: number; staff: number }>(
      db
        .prepare(
          `SELECT p.id, p.name, p.erasedAt, EXISTS (SELECT 1 FROM PersonMergedInto k WHERE k.mergedId = p.id) AS merged,
             EXISTS (SELECT 1 FROM Account a JOIN StaffRole f ON f.accountId = a.id AND f.revokedAt IS NULL AND f.linkId IS NULL WHERE a.personId = p.id) AS staff
           FROM Person p WHERE p.id = ?1`,
        )
        .bind(personId),
    ),
    coming: all<ErasurePreview['coming'][number]>(
      ask(
        `SELECT e.title, e.code, b.reference FROM Place p JOIN Event e ON e.id = p.eventId JOIN Booking b ON b.id = p.bookingId
         WHERE ${isComing('{person}', '?2')} ORDER BY e.title`,
        now,
      ),
    ),
    waiting: only<{ n: number }>(ask(`SELECT COUNT(*) AS n FROM Message m WHERE ${isWaiting('{letter}', '{mention}')}`)),
    requests: all<ErasurePreview['requests'][number]>(
      ask(`SELECT DISTINCT e.title, e.code FROM BookingRequest r JOIN Event e ON e.id = r.eventId WHERE ${asksForThem} ORDER BY e.title`),
    ),
    holds: all<HoldOnPerson & { value: string }>(
      ask(
        `SELECT h.id, h.scope, h.value, h.reason, h.reviewOn, (SELECT e.title FROM Event e WHERE h.scope = 'event' AND e.id = h.value) AS label FROM LegalHold h
         WHERE h.endedAt IS NULL AND (h.scope = 'class' OR (h.scope = 'person' AND h.value IN {person}) OR (h.scope = 'event' AND h.value IN (
           SELECT p.eventId FROM Place p WHERE p.id IN {place} UNION SELECT w.eventId FROM WalkIn w WHERE w.personId IN {person})))`,
      ),
    ),
    stays: only<ErasurePreview['stays']>(
      ask(
        `SELECT (SELECT COUNT(*) FROM Place p WHERE p.personId IN {person}) AS places, (SELECT COUNT(*) FROM WalkIn w WHERE w.personId IN {person}) AS walkIns,
         (SELECT COUNT(*) FROM Mark k WHERE k.placeId IN (SELECT p.id FROM Place p WHERE p.personId IN {person})
            OR k.walkInId IN (SELECT w.id FROM WalkIn w WHERE w.personId IN {person})) AS marks,
         (SELECT COUNT(*) FROM RoleAtSchool r WHERE r.personId IN {person}) AS roles,
         (SELECT COUNT(*) FROM EarlierAttendance x WHERE x.personId IN {person}) AS earlier`,
      ),
    ),
    goes: each(
      personal.map(({ table, whose, words, class: of }) =>
        mapped(only<{ n: number }>(ask(`SELECT COUNT(*) AS n FROM ${table} t WHERE ${whose}`)), ({ n }) => ({ words, class: of, rows: n })),
      ),
    ),
  }
  return mapped(together(reads), ({ person, coming, waiting, requests, holds, stays, goes }) => {
    if (!person) return undefined
    const going = goes.filter(({ rows }) => rows > 0)
    const classes = new Set<string>(going.map((line) => line.class))
    const held = holds
      .filter((hold) => hold.scope !== 'class' || classes.has(hold.value))
      .map((hold) => ({ ...hold, label: hold.label ?? hold.value }))
    const waitingMail = waiting.n
    const obstacle: EraseObstacle | undefined = person.erasedAt
      ? 'already_erased'
      : person.merged
        ? 'merged'
        : person.staff
          ? 'is_staff'
          : held.length > 0
            ? 'held'
            : coming.length > 0
              ? 'has_coming_place'
              : waitingMail > 0
                ? 'mail_is_waiting'
                : requests.length > 0
                  ? 'request_is_waiting'
                  : undefined
    return {
      person: { id: person.id, name: person.name ?? '' },
      goes: going.map(({ words, rows }) => ({ words, rows })),
      stays,
      holds: held,
      coming,
      waitingMail,
      requests,
      obstacle,
    }
  })
}
