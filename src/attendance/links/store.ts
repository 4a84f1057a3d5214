// SQL for links that book one place for somebody whose training is due.
import { type Act, signed } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, one, type Read } from '#base/db/read.ts'
import { insert, insertEach, sql } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { actsOf, booksForRoot } from '#people/accounts/account-store.ts'
import { clashesOf } from '#people/people/spelling-store.ts'
import { type BookingLink, type LinkRule, linkDays, type PriceSaid } from './booking-link.ts'

/** SQL: whether the account of link `l` may book for its school (root `r`) now. */
const mayBook = `(a.erasedAt IS NULL AND ${booksForRoot('l.accountId')})`

/** SQL: whether an account acts for the trust of school `r`, or for several schools of it. */
const byTrust = (accountId: string): string =>
  `(SELECT COALESCE(MAX(x.byTrust AND x.rootId = r.id), 0) OR COUNT(DISTINCT x.rootId) > 1
  FROM ${actsOf(accountId)} x WHERE (SELECT z.trustUid FROM School z WHERE z.id = x.rootId) = r.trustUid)`

/** SQL: what school (a root) said last. */
const limitOf = (root: string): string =>
  `FROM School m CROSS JOIN CodeLimit k ON k.schoolId = m.id LEFT JOIN Account y ON y.id = k.setById LEFT JOIN Person v ON v.id = y.personId
   WHERE m.rootId = ${root} ORDER BY k.setAt DESC, k.id DESC LIMIT 1`

export type CodeLimit = { pence: number; setAt: Instant; by: string }

export const selectCodeLimit = (db: SqlDatabase, schoolId: string): Read<CodeLimit | undefined> =>
  one<CodeLimit>(db.prepare(`SELECT k.pence, k.setAt, COALESCE(v.name, y.email) AS by ${limitOf('?1')}`).bind(schoolId))

export const insertCodeLimit = (act: Act, schoolId: string, pence: number): SqlStatement =>
  insert(act.db, 'CodeLimit', { id: newId(act.now), schoolId, pence, ...signed(act, 'set') })

/** What decides, at each school (a root), whether an account books there by the link of a mail. */
export const selectLinkRules = (db: SqlDatabase, accountId: string, rootIds: readonly string[]): Read<LinkRule[]> =>
  all<LinkRule>(
    db
      .prepare(
        `SELECT r.id AS schoolId, r.isOpen, ${byTrust('?1')} AS byTrust, (SELECT k.pence ${limitOf('r.id')}) AS codeAbove
         FROM json_each(?2) j JOIN School r ON r.id = j.value`,
      )
      .bind(accountId, JSON.stringify(rootIds)),
  )

const fromLink = `FROM BookingLink l JOIN School s ON s.id = l.schoolId JOIN School r ON r.id = s.rootId JOIN Account a ON a.id = l.accountId`

export const selectBookingLink = (db: SqlDatabase, tokenHash: string): Read<BookingLink | undefined> =>
  one<BookingLink>(
    db
      .prepare(
        `SELECT r.id AS schoolId, r.name, r.town, r.urn, r.outsideKind, r.isOpen, l.accountId, a.email, w.id AS bookerId, w.name AS bookerName,
           ${mayBook} AS mayBook, ${byTrust('l.accountId')} AS byTrust, (SELECT k.pence ${limitOf('r.id')}) AS codeAbove, n.id AS personId, n.name AS who, l.roleId, q.label AS role, l.requirementId, e.code, e.title, l.startsAt,
           (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS beginsAt, l.pence, l.basis, l.termsId, l.formId, l.endsAt, l.sentAt,
           b.reference, b.cancelledAt IS NOT NULL AS bookingEnded,
           EXISTS (SELECT 1 FROM DateAsked d WHERE d.accountId = l.accountId AND d.requirementId = l.requirementId AND d.endedAt IS NULL) AS isAsked,
           (SELECT MAX(p.heldUntil) FROM Place p WHERE p.bookingId = b.id AND p.state = 'held') AS heldUntil
         ${fromLink} JOIN Person n ON n.id = l.personId AND n.erasedAt IS NULL JOIN Role q ON q.id = l.roleId
           LEFT JOIN Person w ON w.id = a.personId AND a.shared = 0 LEFT JOIN Booking b ON b.formId = l.formId JOIN Event e ON e.id = COALESCE(b.eventId, l.eventId)
         WHERE l.tokenHash = ?1`,
      )
      .bind(tokenHash),
  )

/** Guard: whoever got the link may still book for the school. */
export const linkWorks = (act: Act, tokenHash: string): SqlStatement =>
  guard(
    act.db,
    `EXISTS (SELECT 1 ${fromLink} WHERE l.tokenHash = ?1 AND l.endsAt > ?2 AND r.isOpen AND ${mayBook})`,
    tokenHash,
    instant(act.now),
  )

/**
 * Guards: the link works, the event begins when it was shown to, nothing else of the person is at
 * the same time, and no other link has booked them for the same training.
 */
export const linkHolds = (
  act: Act,
  tokenHash: string,
  { personId, schoolId }: BookingLink,
  { eventId, begins }: { eventId: string; begins: Instant },
): SqlStatement[] => [
  linkWorks(act, tokenHash),
  guard(act.db, '(SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = ?1) = ?2', eventId, begins),
  guard(act.db, `${clashesOf('?1', '?2', '?3')} = '[]'`, personId, eventId, schoolId),
  guard(
    act.db,
    `NOT EXISTS (SELECT 1 FROM BookingLink l JOIN BookingLink o ON o.personId = l.personId AND o.requirementId = l.requirementId AND o.tokenHash <> l.tokenHash
       JOIN Booking b ON b.formId = o.formId JOIN Place p ON p.bookingId = b.id AND p.state <> 'cancelled' AND p.personId = l.personId
       JOIN ActiveSession x ON x.eventId = p.eventId AND x.endsAt > ?2 WHERE l.tokenHash = ?1)`,
    tokenHash,
    instant(act.now),
  ),
]

export type NewBookingLink = PriceSaid & {
  tokenHash: string
  formId: string
  accountId: string
  schoolId: string
  personId: string
  roleId: string
  requirementId: string
  code: string
}

const event = (what: string): string => `(SELECT ${what} FROM Event e WHERE e.code = value ->> 'code')`
const begins = '(SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id)'

/** They end with the event, the close of its booking, or after some weeks. */
export const insertBookingLinks = (act: Act, links: readonly NewBookingLink[]): SqlStatement => {
  const latest: Instant = instant(addMinutes(act.now, linkDays * 24 * 60))
  return insertEach(
    act.db,
    'BookingLink',
    links,
    ['tokenHash', 'formId', 'accountId', 'schoolId', 'personId', 'roleId', 'requirementId', 'pence', 'basis'],
    {
      eventId: sql(event('e.id')),
      startsAt: sql(event(begins)),
      termsId: sql(event('e.termsId')),
      sentAt: instant(act.now),
      endsAt: sql(event(`MIN(?1, ${begins}, COALESCE(e.bookingClosesAt, ?1))`), latest),
    },
  )
}
