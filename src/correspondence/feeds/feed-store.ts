// SQL for feeds' addresses: who has one, making and ending them. Only hashes are stored.

import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, one, readTogether } from '#base/db/read.ts'
import { insert } from '#base/db/write.ts'
import { actsForRoot } from '#people/accounts/account-store.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import type { FeedOf, LiveFeed, OwnFeeds } from './feed.ts'

const ofPerson = `f.kind = 'person' AND f.endedAt IS NULL AND f.personId = ?1 AND f.ofSchoolId IS NULL`
// SQL: made by the link to a place of school ?2, or of one that became it.
const ofLink = `f.kind = 'person' AND f.endedAt IS NULL AND f.personId = ?1
  AND f.ofSchoolId IN (SELECT x.id FROM School x WHERE x.rootId = (SELECT o.rootId FROM School o WHERE o.id = ?2))`
// SQL: merged schools share their addresses. ?2 is the account.
const ofSchool = `f.kind = 'school' AND f.endedAt IS NULL AND f.accountId = ?2 AND f.schoolId IN (SELECT x.id FROM School x WHERE x.rootId = ?1)`

const ofTrainer = `f.kind = 'trainer' AND f.endedAt IS NULL AND lower(f.trainer) = lower(?1)`

const live = (act: Act, of: FeedOf): { where: string; values: string[] } =>
  of.kind === 'trainer'
    ? { where: ofTrainer, values: [of.trainer] }
    : of.kind === 'person'
      ? of.link
        ? { where: ofLink, values: [of.personId, of.link.schoolId] }
        : { where: ofPerson, values: [of.personId] }
      : { where: ofSchool, values: [of.schoolId, act.actor.accountId ?? ''] }

/** A person's current address for a school's places, made by the link to one of them. */
export const readLinkFeed = (db: SqlDatabase, personId: string, schoolId: string): Promise<LiveFeed | null> =>
  db.prepare(`SELECT f.id, f.createdAt FROM Feed f WHERE ${ofLink} ORDER BY f.id DESC LIMIT 1`).bind(personId, schoolId).first<LiveFeed>()

/** The person's places, and each school's that the account acts for. One round trip. */
export const readOwnFeeds = async (act: Act): Promise<OwnFeeds> => {
  const { person, schools } = await readTogether(act.db, {
    person: one<LiveFeed>(
      act.db.prepare(`SELECT f.id, f.createdAt FROM Feed f WHERE ${ofPerson} ORDER BY f.id DESC LIMIT 1`).bind(act.actor.personId ?? ''),
    ),
    schools: all<Row>(
      act.db
        .prepare(
          `SELECT r.id, r.name, r.town, r.urn, f.id AS feedId, f.createdAt FROM School r
             LEFT JOIN Feed f ON f.id = (SELECT MAX(d.id) FROM School x JOIN Feed d ON d.schoolId = x.id AND d.accountId = ?2 AND d.kind = 'school' AND d.endedAt IS NULL
               WHERE x.rootId = r.id)
           WHERE r.id IN (SELECT value FROM json_each(?1)) ORDER BY r.name, r.id`,
        )
        .bind(JSON.stringify(act.actor.schoolIds), act.actor.accountId ?? ''),
    ),
  })
  type Row = { id: string; name: string; town: string; urn: string | null; feedId: string | null; createdAt: string | null }
  return {
    person,
    schools: schools.map(({ feedId, createdAt, ...school }) => ({
      ...school,
      feed: feedId && createdAt ? { id: feedId, createdAt } : undefined,
    })),
  }
}

/** Guard: the current address is the one that was shown; '': none. */
export const asSeen = (act: Act, of: FeedOf, seen: string): SqlStatement => {
  const { where, values } = live(act, of)
  return guard(act.db, `COALESCE((SELECT MAX(f.id) FROM Feed f WHERE ${where}), '') = ?${values.length + 1}`, ...values, seen)
}

/** Guard: the account acts for the school or is an organiser, or the person is on the place. */
export const mayStill = (act: Act, of: FeedOf): SqlStatement[] => {
  if (of.kind === 'trainer') return [stillHolds(act, ['organiser', 'administrator'])]
  if (of.kind === 'school')
    return [
      guard(act.db, `EXISTS (SELECT 1 FROM School r WHERE r.id = ?1 AND ${actsForRoot('?2')})`, of.schoolId, act.actor.accountId ?? ''),
    ]
  return [
    guard(act.db, 'EXISTS (SELECT 1 FROM Person n WHERE n.id = ?1 AND n.erasedAt IS NULL)', of.personId),
    ...(of.link === undefined
      ? []
      : [
          guard(
            act.db,
            `EXISTS (SELECT 1 FROM Place p WHERE p.id = ?1 AND p.personId = ?2 AND p.state <> 'cancelled')`,
            of.link.placeId,
            of.personId,
          ),
        ]),
  ]
}

export const endLive = (act: Act, of: FeedOf): SqlStatement => {
  const { where, values } = live(act, of)
  return act.db
    .prepare(`UPDATE Feed SET endedAt = ?${values.length + 1} WHERE id IN (SELECT f.id FROM Feed f WHERE ${where})`)
    .bind(...values, instant(act.now))
}

export const insertFeed = (act: Act, of: FeedOf, feed: { id: string; tokenHash: string }): SqlStatement =>
  insert(act.db, 'Feed', {
    id: feed.id,
    kind: of.kind,
    personId: of.kind === 'person' ? of.personId : null,
    schoolId: of.kind === 'school' ? of.schoolId : null,
    trainer: of.kind === 'trainer' ? of.trainer : null,
    accountId: act.actor.accountId ?? null,
    tokenHash: feed.tokenHash,
    createdAt: instant(act.now),
    ofSchoolId: of.kind === 'person' ? (of.link?.schoolId ?? null) : null,
  })
