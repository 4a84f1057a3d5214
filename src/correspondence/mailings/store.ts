import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { type At, type Rows, type Slice, selectSlice } from '#base/db/list-rows.ts'
import { one, only, type Read, readNow, together } from '#base/db/read.ts'
import { insertEach, pick, sql, update } from '#base/db/write.ts'
import type { EventDetails } from '#events/events/event.ts'
import { eventRow, oneEvent } from '#events/events/store.ts'
import type { MessageNature } from '#messages/outbox/kind.ts'
import { sayWritten } from '#messages/outbox/sending.ts'
import { booksForRoot } from '#people/accounts/account-store.ts'
import type { ChasedMatter } from '#people/ladder/contact.ts'
import { type ListedMailing, type Mailing, pageSize, pieceSize, type RecipientCounts, type SentTo, type WhyNotStarted } from './mailing.ts'
import type { Recipient, WhySkipped } from './people.ts'
import { settingKinds } from './people-store.ts'

const columns = `s.id, s.eventId, s.nature, s.subject, s.body, s.basis, s.materialId, (SELECT m.title FROM Material m WHERE m.id = s.materialId) AS materialTitle, s.audience, s.state, s.createdAt, a.email AS createdBy, s.startedAt, s.endedAt, s.goesAt, s.notStarted, s.againAt, s.againOfId`
const fromMailings = `FROM Sending s LEFT JOIN Account a ON a.id = s.createdById`

export const selectMailing = (db: SqlDatabase, id: string): Read<Mailing | undefined> =>
  one<Mailing>(db.prepare(`SELECT ${columns} ${fromMailings} WHERE s.id = ?1 AND s.kind = 'mailing'`).bind(id), { audience: 'json' })

export const mailingById = (db: SqlDatabase, id: string): Promise<Mailing | undefined> => readNow(db, selectMailing(db, id))

export const selectEventOf = (db: SqlDatabase, id: string, now: Date): Read<EventDetails | undefined> =>
  oneEvent(db.prepare(`${eventRow} WHERE e.id = (SELECT eventId FROM Sending WHERE id = ?2)`).bind(instant(now), id))

/** Mailings under way first, then those that wait, then drafts, then sent ones, newest first. */
export const mailingRows: Rows<ListedMailing, ListedMailing & { eventTitle: string | null; startsAt: Instant | null }> = {
  sql: `SELECT s.id, s.subject, s.nature, s.state, s.goesAt, s.notStarted, s.createdAt, s.startedAt, s.endedAt,
         COALESCE(s.startedAt, IIF(s.state = 'waiting', s.goesAt, s.createdAt)) AS at,
         COALESCE((SELECT n.name FROM Person n WHERE n.id = a.personId), a.email) AS writtenBy,
         CASE s.state WHEN 'sending' THEN 0 WHEN 'paused' THEN 0 WHEN 'waiting' THEN 1 WHEN 'draft' THEN 2 ELSE 3 END AS rank,
         (SELECT e.title FROM Event e WHERE e.id = s.eventId) AS eventTitle, (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = s.eventId) AS startsAt,
         (SELECT COUNT(*) FROM SendingRecipient r WHERE r.sendingId = s.id) AS recipients,
         (SELECT COUNT(*) FROM SendingRecipient r WHERE r.sendingId = s.id AND r.state = 'skipped') AS skipped
       ${fromMailings} WHERE s.kind = 'mailing'`,
  by: ['rank', 'at DESC', 'id DESC'],
  size: pageSize,
  made: ({ eventTitle, startsAt, ...mailing }) => ({ ...mailing, subject: sayWritten(mailing.subject, eventTitle, startsAt) }),
}

const written = ['eventId', 'nature', 'subject', 'body', 'basis', 'materialId'] as const

/** Guard: the mailing is as it was read, and in that state. */
export const draftAsRead = (act: Act, draft: Mailing, state: 'draft' | 'waiting' = 'draft'): SqlStatement =>
  guard(
    act.db,
    `EXISTS (SELECT 1 FROM Sending WHERE id = ?1 AND state = ?2 AND audience = ?3 AND ${[...written, 'goesAt'].map((name) => `${name} IS ?4 ->> '$.${name}'`).join(' AND ')})`,
    draft.id,
    state,
    JSON.stringify(draft.audience),
    JSON.stringify(pick(draft, [...written, 'goesAt'])),
  )

export type DraftChange = Pick<Mailing, (typeof written)[number] | 'audience'>

export const updatedDraft = (act: Act, id: string, to: DraftChange): SqlStatement =>
  update(
    act.db,
    'Sending',
    {
      ...pick(to, written),
      audience: JSON.stringify(to.audience),
      notStarted: null,
    },
    { id },
  )

/** Of a draft, before it waits: when it starts. */
export const setTime = (act: Act, id: string, goesAt: Instant): SqlStatement =>
  update(act.db, 'Sending', { goesAt, notStarted: null }, { id })

/** One that waits is a draft again. */
export const keptBack = (act: Act, id: string, notStarted: WhyNotStarted): SqlStatement =>
  update(act.db, 'Sending', { state: 'draft', notStarted }, { id, state: 'waiting' })

export const deletedDraft = (act: Act, id: string): SqlStatement =>
  act.db.prepare(`DELETE FROM Sending WHERE id = ?1 AND state = 'draft'`).bind(id)

/** A recipient as it is kept; `email` '': the school or trust has no address. */
export type RecipientRow = Omit<Recipient, 'school' | 'individual' | 'reference' | 'why' | 'trustSchools' | 'schoolId'> & {
  schoolId: string | null
  trustUid: string | null
  why: WhySkipped | null
}

/** A started mailing's recipients, numbered in order; skipped ones with their reason. */
export const insertRecipients = (act: Act, sendingId: string, recipients: readonly RecipientRow[]): SqlStatement[] =>
  Array.from({ length: Math.ceil(recipients.length / 1_000) }, (_, at) =>
    insertEach(
      act.db,
      'SendingRecipient',
      recipients.slice(at * 1_000, (at + 1) * 1_000),
      ['email', 'name', 'schoolId', 'trustUid', 'bookingId', 'placeId', 'personId', 'accountId', 'why'],
      { sendingId, number: sql('?1 + key', at * 1_000 + 1), state: sql(`IIF(value ->> '$.why' IS NULL, 'waiting', 'skipped')`) },
    ),
  )

/** SQL: mailings whose time has come at ?1. */
const inTime = `FROM Sending s WHERE s.state = 'waiting' AND s.goesAt <= ?1 AND ${triable('sendMailings', 's.id')}`

/** SQL: mailings being sent with recipients left. */
const underWay = `FROM Sending s WHERE s.state = 'sending' AND s.kind = 'mailing'
  AND EXISTS (SELECT 1 FROM SendingRecipient r WHERE r.sendingId = s.id AND r.state = 'waiting' AND ${triable('sendMailings', `r.sendingId || ' ' || r.number`)})
  AND ${triable('sendMailings', 's.id')}`

export const mailingsDue = ({ now }: Pick<Act, 'now'>): Condition[] => [
  exists(`SELECT 1 ${underWay}`),
  exists(`SELECT 1 ${inTime}`, instant(now)),
]

/** Those to start, and those under way, the longest first. */
export const mailingsToGo = async ({ db, now }: Act): Promise<string[]> => {
  const some = (from: string, by: string) => `SELECT * FROM (SELECT s.id ${from} ORDER BY s.${by}, s.id LIMIT 5)`
  const found = await db
    .prepare(`${some(inTime, 'goesAt')} UNION ALL ${some(underWay, 'startedAt')}`)
    .bind(instant(now))
    .all<{ id: string }>()
  return found.results.map(({ id }) => id)
}

export type NextRecipient = {
  number: number
  email: string
  name: string
  schoolId: string | null
  trustUid: string | null
  bookingId: string | null
  placeId: string | null
  personId: string | null
  accountId: string | null
  rootId: string | null
  schoolName: string | null
  reference: string | null
  isIndividual: number
  fails: number
  consents: number
  stopped: number
  /** Of the guidance that the message follows up: the version that the school was given. */
  issueId: string | null
  /** The account at the address, where it may book for the school. */
  bookerId: string | null
}

/** SQL: the account at an address that may book for a school (a root). */
const bookerAt = (email: string, root: string): string =>
  `(SELECT a.id FROM Account a WHERE a.email = ${email} AND ${booksForRoot('a.id', root)})`

export const selectBookerAt = (db: SqlDatabase, email: string, schoolId: string): Read<{ id: string | null }> =>
  only<{ id: string | null }>(db.prepare(`SELECT ${bookerAt('?1', '?2')} AS id`).bind(email, schoolId))

/** A mailing's next recipients by number, with what is known of their addresses now. */
export const nextRecipients = async (db: SqlDatabase, sendingId: string): Promise<NextRecipient[]> =>
  (
    await db
      .prepare(
        `SELECT q.number, q.email, q.name, q.schoolId, q.trustUid, q.bookingId, q.placeId, q.personId, q.accountId, r.id AS rootId, r.name AS schoolName, (r.outsideKind IS 'childminder'
             OR r.outsideKind IN (${settingKinds.map((one) => `'${one}'`).join(', ')}) AND (SELECT g.audience ->> '$.settings' FROM Sending g WHERE g.id = q.sendingId) IS 'asked') AS isIndividual, b.reference,
           EXISTS (SELECT 1 FROM AddressProblem t WHERE t.email = q.email AND t.solvedAt IS NULL) AS fails,
           EXISTS (SELECT 1 FROM CurrentConsent k WHERE k.email = q.email AND k.topicId = '' AND k.given = 1) AS consents,
           EXISTS (SELECT 1 FROM CurrentConsent k WHERE k.email = q.email AND k.topicId <> '' AND k.given = 0
             AND k.topicId = (SELECT e.topicId FROM Sending g JOIN Event e ON e.id = g.eventId WHERE g.id = q.sendingId)) AS stopped,
           (SELECT MIN(i.id) FROM ChaseSending z CROSS JOIN Chase c ON c.id = z.chaseId AND c.matter = 'guidance' JOIN CurrentGuidance v ON v.documentId = c.subjectId
             JOIN GuidanceIssue i ON i.versionId = v.id JOIN School m ON m.id = i.schoolId AND m.rootId = r.id WHERE z.sendingId = q.sendingId) AS issueId,
           ${bookerAt('q.email', 'r.id')} AS bookerId
         FROM SendingRecipient q LEFT JOIN School s ON s.id = q.schoolId LEFT JOIN School r ON r.id = s.rootId
           LEFT JOIN Booking b ON b.id = q.bookingId AND q.placeId IS NULL
         WHERE q.sendingId = ?1 AND q.state = 'waiting' AND ${triable('sendMailings', `q.sendingId || ' ' || q.number`)} ORDER BY q.number LIMIT ?2`,
      )
      .bind(sendingId, pieceSize)
      .all<NextRecipient>()
  ).results

/** What a mailing follows up: the same with all its schools. */
export const matterOf = async (db: SqlDatabase, sendingId: string): Promise<ChasedMatter | undefined> =>
  (await db
    .prepare('SELECT c.matter FROM ChaseSending z JOIN Chase c ON c.id = z.chaseId WHERE z.sendingId = ?1 LIMIT 1')
    .bind(sendingId)
    .first<ChasedMatter>('matter')) ?? undefined

/** Links by which schools open the guidance that they were given, without signing in. */
export const insertReadingLinks = ({ db, now }: Act, links: readonly { tokenHash: string; issueId: string }[]): SqlStatement[] =>
  links.length === 0 ? [] : [insertEach(db, 'GuidanceLink', links, ['tokenHash', 'issueId'], { createdAt: instant(now) })]

/**
 * Guard: the mailing is under way and its event as it was read, all of these addresses work, those
 * whose consent it needs still give it, and of an invitation none has stopped those on its topic.
 * @param asked addresses whose consent is needed
 */
export const mayStillGo = (
  act: Act,
  mailing: { id: string; nature: MessageNature },
  event: { id: string; version: number } | undefined,
  emails: readonly string[],
  asked: readonly string[],
): SqlStatement =>
  guard(
    act.db,
    `(SELECT state FROM Sending WHERE id = ?1) = 'sending'
       AND (?5 IS NULL OR (SELECT version FROM Event WHERE id = ?5) = ?6)
       AND NOT EXISTS (SELECT 1 FROM AddressProblem t WHERE t.solvedAt IS NULL AND t.email IN (SELECT value FROM json_each(?2)))
       AND NOT EXISTS (SELECT 1 FROM json_each(?3) j WHERE NOT EXISTS (SELECT 1 FROM CurrentConsent c WHERE c.email = j.value AND c.topicId = '' AND c.given = 1))
       AND (?4 = 0 OR NOT EXISTS (SELECT 1 FROM Sending g JOIN Event e ON e.id = g.eventId JOIN CurrentConsent c ON c.topicId = e.topicId AND c.given = 0
         WHERE g.id = ?1 AND c.email IN (SELECT value FROM json_each(?2))))`,
    mailing.id,
    JSON.stringify(emails),
    JSON.stringify(asked),
    mailing.nature === 'training' ? 1 : 0,
    event?.id ?? null,
    event?.version ?? null,
  )

export type Settling = { number: number; messageId?: string; why?: WhySkipped }

/** Settles recipients; one already settled fails the batch, so that nobody is queued twice. */
export const settledRecipients = (act: Act, sendingId: string, ones: readonly Settling[]): SqlStatement =>
  act.db
    .prepare(
      `UPDATE SendingRecipient SET state = IIF(j.value ->> '$.why' IS NULL, 'queued', 'skipped'), why = j.value ->> '$.why', messageId = j.value ->> '$.messageId'
       FROM json_each(?1) j WHERE sendingId = j.value ->> '$.sendingId' AND number = j.value ->> '$.number'`,
    )
    // With the whole key in each, SQLite looks each up instead of reading all for every recipient.
    .bind(JSON.stringify(ones.map((one) => ({ ...one, sendingId }))))

/** Waiting recipients get nothing. The outbox withholds queued messages it has not tried. */
export const stoppedRecipients = (act: Act, sendingId: string): SqlStatement =>
  update(act.db, 'SendingRecipient', { state: 'skipped', why: 'stopped' }, { sendingId, state: 'waiting' })

/** One page of a started mailing's recipients with outcomes, and all counts. */
export const selectRecipients = (
  db: SqlDatabase,
  sendingId: string,
  at: At,
): Read<{ recipients: Slice<SentTo>; counts: RecipientCounts }> => {
  const why = (word: WhySkipped): string => `COALESCE(SUM(why = '${word}'), 0) AS ${word}`
  return together({
    recipients: selectSlice<SentTo, SentTo>(
      db,
      {
        sql: `SELECT q.number, q.email, q.name, COALESCE(r.name, (SELECT MAX(t.trustName) FROM School t WHERE t.trustUid = q.trustUid), '') AS school, COALESCE(r.town, '') AS town, r.urn, q.state, q.why, q.messageId,
             m.state AS messageState, m.deliveryStatus
           FROM SendingRecipient q LEFT JOIN School s ON s.id = q.schoolId LEFT JOIN School r ON r.id = s.rootId LEFT JOIN Message m ON m.id = q.messageId
           WHERE q.sendingId = ?1`,
        values: [sendingId],
        by: ['number'],
      },
      at,
    ),
    counts: only<RecipientCounts>(
      db
        .prepare(
          `SELECT COUNT(*) AS "all", COALESCE(SUM(state = 'waiting'), 0) AS waiting, COALESCE(SUM(state = 'queued'), 0) AS queued,
             COUNT(DISTINCT schoolId) AS schools, ${(['no_consent', 'unsubscribed', 'address_fails', 'stopped', 'settled', 'no_address', 'with_school'] as const).map(why).join(', ')}
           FROM SendingRecipient WHERE sendingId = ?1`,
        )
        .bind(sendingId),
    ),
  })
}
