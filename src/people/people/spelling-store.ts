import { type Act, stamp } from '#base/act.ts'
import { type Day, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, type Read } from '#base/db/read.ts'
import { insert, update, upsert } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { nameKey } from '#base/person-name.ts'
import { insertPeople } from '#people/accounts/account-store.ts'
import { hasCourse, seenBySchool } from './earlier-course-store.ts'
import { type KnownAsk, type KnownPerson, type MeantPerson, pairOf } from './spelling.ts'

// A school or a place of it ?1, addresses ?2, London day ?3.
const here = `own AS MATERIALIZED (
    SELECT o.id FROM School w JOIN School o ON o.rootId = w.rootId WHERE w.id = COALESCE((SELECT p.schoolId FROM Place p WHERE p.id = ?1), ?1)),
  here AS MATERIALIZED (
    SELECT personId AS id, MAX(holds) AS holds, MAX(ended) > MAX(holds) AS hasLeft FROM (
      SELECT ra.personId, ra.toDate IS NULL OR ra.toDate > ?3 AS holds, COALESCE(ra.toDate <= ?3, 0) AS ended
      FROM own CROSS JOIN RoleAtSchool ra ON ra.schoolId = own.id AND ra.supersededAt IS NULL
      UNION ALL SELECT p.personId, 0, 0 FROM own CROSS JOIN Place p ON p.schoolId = own.id WHERE p.personId IS NOT NULL
      UNION ALL SELECT b.bookerPersonId, 0, 0 FROM own CROSS JOIN Booking b ON b.schoolId = own.id WHERE b.bookerPersonId IS NOT NULL
      UNION ALL SELECT w.personId, 0, 0 FROM own CROSS JOIN WalkIn w ON w.schoolId = own.id
      UNION ALL SELECT a.personId, 0, 0 FROM own CROSS JOIN EarlierAttendance a ON a.schoolId = own.id AND a.supersededAt IS NULL WHERE a.personId IS NOT NULL
    ) GROUP BY personId)`

// A merged record is a spelling of the kept one, and so is an account that one person uses.
const spelled = `${here},
  spelled AS (
    SELECT COALESCE(k.keptId, p.id) AS id, p.name, COALESCE(p.email, '') AS email FROM (
      SELECT id FROM Person WHERE email IN (SELECT value FROM json_each(?2))
      UNION SELECT id FROM here
      UNION SELECT m.mergedId FROM here CROSS JOIN PersonMerge m ON m.keptId = here.id AND m.undoneAt IS NULL
    ) x CROSS JOIN Person p ON p.id = x.id AND p.erasedAt IS NULL LEFT JOIN PersonMergedInto k ON k.mergedId = p.id
    UNION SELECT p.id, p.name, a.email FROM (
      SELECT id FROM Account WHERE email IN (SELECT value FROM json_each(?2))
      UNION SELECT a.id FROM here CROSS JOIN Account a ON a.personId = here.id
    ) x CROSS JOIN Account a ON a.id = x.id AND a.shared = 0 CROSS JOIN Person p ON p.id = a.personId AND p.erasedAt IS NULL)`

const bound = (statement: SqlStatement, { schoolId, emails }: KnownAsk, day: Day, ...more: string[]): SqlStatement =>
  statement.bind(schoolId, JSON.stringify(emails), day, ...more)

const ownRoot = '(SELECT z.rootId FROM own JOIN School z ON z.id = own.id LIMIT 1)'

/** Those who may be meant, whoever holds a role at the school first. */
export const selectKnown = (db: SqlDatabase, now: Date, ask: KnownAsk): Read<KnownPerson[]> =>
  all<KnownPerson>(
    bound(
      db.prepare(
        `WITH ${spelled},
             there AS MATERIALIZED (
               SELECT e.id FROM Event e WHERE e.id = ?4 UNION SELECT e.id FROM Event e WHERE e.code = upper(?4) UNION SELECT p.eventId FROM Place p WHERE p.id = ?4
               UNION SELECT x.eventId FROM Session x WHERE x.id = ?4)
           SELECT s.id, s.name, s.email, h.id IS NOT NULL AS atSchool, COALESCE(h.hasLeft, 0) AS hasLeft,
             EXISTS (SELECT 1 FROM Place x WHERE x.personId = s.id AND x.state <> 'cancelled' AND x.eventId IN there) AS hasPlace,
             ${hasCourse('s.id', '(SELECT id FROM there)', seenBySchool(ownRoot, 's.id'))} AS hasCourse,
             ${clashesOf('s.id', '(SELECT id FROM there)', ownRoot)} AS clashes,
             (SELECT json_group_array(ra.roleId) FROM own CROSS JOIN RoleAtSchool ra ON ra.personId = s.id AND ra.schoolId = own.id
              WHERE ra.supersededAt IS NULL AND ra.toDate IS NULL) AS roleIds,
             (SELECT q.label FROM own CROSS JOIN RoleAtSchool ra ON ra.personId = s.id AND ra.schoolId = own.id JOIN Role q ON q.id = ra.roleId
              WHERE ra.supersededAt IS NULL AND (ra.toDate IS NULL OR ra.toDate > ?3) ORDER BY ra.confirmedAt IS NULL, ra.learnedAt DESC LIMIT 1) AS role
           FROM spelled s LEFT JOIN here h ON h.id = s.id ORDER BY h.holds DESC, h.id IS NULL, s.id`,
      ),
      ask,
      londonDay(now),
      ask.eventId ?? '',
    ),
    { atSchool: 'flag', hasLeft: 'flag', hasPlace: 'flag', hasCourse: 'flag', clashes: 'json', roleIds: 'json' },
  )

const lower = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())

/** Guard: whoever has one of the addresses, or a name at the school as it is typed, is as read. */
export const sameKnown = (act: Act, ask: KnownAsk, names: readonly string[], known: readonly KnownPerson[]): SqlStatement => {
  const asTyped = names.map(lower)
  const near = known.filter(({ name, email, atSchool }) => ask.emails.includes(email) || (atSchool && asTyped.includes(lower(name))))
  return guard(
    act.db,
    `(WITH ${spelled} SELECT json_group_array(id) FROM (SELECT DISTINCT s.id FROM spelled s WHERE s.email IN (SELECT value FROM json_each(?2))
        OR (lower(s.name) IN (SELECT value FROM json_each(?4)) AND s.id IN (SELECT id FROM here)) ORDER BY s.id)) = ?5`,
    ask.schoolId,
    JSON.stringify(ask.emails),
    londonDay(act.now),
    JSON.stringify(asTyped),
    JSON.stringify([...new Set(near.map(({ id }) => id))].sort()),
  )
}

/**
 * Adds who is new, as somebody else than those whom the school (a root) was asked about, or as like
 * those of whom nobody could be asked. Keeps what was said to be of somebody who is known: an
 * address that is their first, else a spelling, as a record that was merged into theirs.
 */
export const keepMeant = (
  act: Act,
  schoolId: string | undefined,
  meant: readonly MeantPerson[],
  known: readonly KnownPerson[],
): SqlStatement[] => {
  const learned = meant.flatMap(({ named, match, id }) => (match.is === 'known' && match.learned ? [{ named, id }] : []))
  const at = instant(act.now)
  return [
    ...insertPeople(
      act.db,
      at,
      meant.flatMap(({ named, match, id }) => (match.is === 'known' ? [] : [{ id, name: named.name, email: named.email || null }])),
    ),
    ...noteNotAsked(
      act.db,
      meant.flatMap(({ match, id }) => (match.is === 'asked' ? match.records.map((other) => pairOf(id, other.id)) : [])),
    ),
    ...meant.flatMap(({ match, id }) =>
      match.is === 'new' ? match.apart.map((other) => savePair(act, { one: id, other, isOne: false, schoolId })) : [],
    ),
    ...learned.flatMap(({ named: { name, email }, id }) => {
      const own = known.filter((one) => one.id === id)
      const isFirst = email !== '' && own.every((one) => one.email === '')
      const isSpelt = own.some((one) => nameKey(one.name) === nameKey(name) && (isFirst || one.email === email))
      const spellingId = newId(act.now)
      return [
        logged(act, {
          act: 'person.spelling_kept',
          subject: ['person', id],
          ...(schoolId ? { schoolId } : {}),
          after: { address: isFirst, ...(isSpelt ? {} : { spellingId }) },
        }),
        ...(isFirst ? [update(act.db, 'Person', { email }, { id, email: null })] : []),
        ...(isSpelt
          ? []
          : [
              ...insertPeople(act.db, at, [{ id: spellingId, name, email: email || null }]),
              insert(act.db, 'PersonMerge', {
                id: newId(act.now),
                keptId: id,
                mergedId: spellingId,
                moved: '{}',
                mergedAt: at,
                mergedById: act.actor.accountId ?? null,
              }),
            ]),
      ]
    }),
    ...(schoolId === undefined ? [] : [addressesTyped(act, schoolId, [...new Set(meant.map(({ named }) => named.email))])]),
  ]
}

/**
 * SQL: a person's address as a school (a root id) knows it: one taken after they left is
 * not shown. @param current the address that they have
 */
export const addressAt = (person: string, root: string, current: string): string => {
  const kept = `FROM AddressAtSchool kept JOIN School keptAt ON keptAt.id = kept.schoolId AND keptAt.rootId = ${root} WHERE kept.personId = ${person}`
  return `IIF(EXISTS (SELECT 1 ${kept}), (SELECT kept.email ${kept}), ${current})`
}

/** A school (a root id) has typed these addresses: it knows them. */
export const addressesTyped = (act: Act, schoolId: string, emails: readonly string[]): SqlStatement =>
  act.db
    .prepare(
      `DELETE FROM AddressAtSchool WHERE personId IN (SELECT p.id FROM json_each(?2) j JOIN Person p ON p.email = j.value)
         AND schoolId IN (SELECT o.id FROM School o WHERE o.rootId = ?1)`,
    )
    .bind(schoolId, JSON.stringify(emails))

/** SQL: a list of `Clash`; the other event is named to its own school (a root) alone. */
export const clashesOf = (personId: string, eventId: string, rootId: string): string =>
  `(SELECT json_group_array(json_object('title', c.title, 'startsAt', c.startsAt, 'endsAt', c.endsAt)) FROM (
    SELECT IIF((SELECT z.rootId FROM School z WHERE z.id = o.schoolId) = ${rootId}, ev.title, '') AS title,
      MIN(y.startsAt) AS startsAt, MAX(y.endsAt) AS endsAt
    FROM Place o JOIN Event ev ON ev.id = o.eventId AND ev.state = 'published' JOIN ActiveSession y ON y.eventId = o.eventId
      JOIN ActiveSession x ON x.eventId = ${eventId} AND date(x.startsAt) = date(y.startsAt)
    WHERE o.personId = ${personId} AND o.eventId <> ${eventId} AND o.state = 'confirmed'
    GROUP BY o.id, date(y.startsAt) HAVING MIN(y.startsAt) < MAX(x.endsAt) AND MIN(x.startsAt) < MAX(y.endsAt)
    ORDER BY startsAt, o.id) c)`

/** The same of place `alias`, against its own event. */
export const clashesOfPlace = (alias: string): string =>
  clashesOf(`${alias}.personId`, `${alias}.eventId`, `(SELECT z.rootId FROM School z WHERE z.id = ${alias}.schoolId)`)

/** Notes that somebody was named where it could not be asked whether they are one of these. */
const noteNotAsked = (db: SqlDatabase, pairs: readonly (readonly [string, string])[]): SqlStatement[] =>
  pairs.length === 0
    ? []
    : [
        db
          .prepare(
            `INSERT INTO LikelyPair (oneId, otherId, why) SELECT v.value ->> 0, v.value ->> 1, 'not_asked' FROM json_each(?1) v WHERE true
             ON CONFLICT (oneId, otherId) DO UPDATE SET why = excluded.why`,
          )
          .bind(JSON.stringify(pairs)),
      ]

/** Keeps what was said of two records, by a school or the council, instead of what was before. */
export const savePair = (act: Act, pair: { one: string; other: string; isOne: boolean; schoolId: string | undefined }): SqlStatement => {
  const [oneId, otherId] = pairOf(pair.one, pair.other)
  const answer = { isOne: pair.isOne, schoolId: pair.schoolId ?? null, ...stamp(act, 'said') }
  return upsert(act.db, 'PersonPair', ['oneId', 'otherId'], { oneId, otherId, ...answer })
}
