import type { Act, Actor } from '#base/act.ts'
import { nobody, type StaffRoleName } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { all, type Read, readTogether } from '#base/db/read.ts'
import type { Booking, Place } from '#base/db/rows.ts'
import { newId } from '#base/id.ts'
import type { SchoolOption } from '#schools/schools/school.ts'

/** Whether the database has data, and whether it is the demonstration. */
export const schoolsHeld = async (db: SqlDatabase): Promise<{ schools: number; demonstration: boolean }> => {
  const row = await db
    .prepare(
      `SELECT (SELECT COUNT(*) FROM School WHERE rootId = id AND origin = 'register') AS schools,
         EXISTS (SELECT 1 FROM Account WHERE email = 'administrator@muster.example') AS demonstration`,
    )
    .first<{ schools: number; demonstration: number }>()
  return { schools: row?.schools ?? 0, demonstration: row?.demonstration === 1 }
}

/** Those of the people's addresses that have an account. */
export const addressesHeld = async (db: SqlDatabase, people: readonly { email: string }[]): Promise<string[]> =>
  (
    await db
      .prepare(`SELECT email FROM Account WHERE email IN (SELECT value ->> 'email' FROM json_each(?1))`)
      .bind(JSON.stringify(people))
      .all<{ email: string }>()
  ).results.map(({ email }) => email)

/**
 * Minimal reads: the least that a page with as many round trips and statements can cost.
 * @param trips statements per round trip
 */
export const readTrips = async (db: SqlDatabase, trips: readonly number[]): Promise<void> => {
  const read = db.prepare('SELECT value FROM Setting WHERE key = ?1').bind('council')
  for (const statements of trips) if (statements > 0) await db.batch(Array.from({ length: statements }, () => read))
}

export type CountySchool = SchoolOption & { urn: string; firstUrn: string; kind: string; sector: string; trustName: string | null }

/** The county's open schools by the last register, by URN. */
export const openSchools = async (db: SqlDatabase, laCode: string): Promise<CountySchool[]> =>
  (
    await db
      .prepare(
        `SELECT id, name, town, urn, kind, sector, trustName,
           (SELECT MIN(i.urn) FROM SchoolIdentity i JOIN School m ON m.id = i.schoolId WHERE m.rootId = School.id) AS firstUrn FROM School
         WHERE rootId = id AND origin = 'register' AND laCode = ?1 AND isOpen ORDER BY urn`,
      )
      .bind(laCode)
      .all<CountySchool>()
  ).results

export const trustUidOf = async (db: SqlDatabase, name: string): Promise<string | undefined> =>
  (await db.prepare('SELECT trustUid FROM School WHERE rootId = id AND trustName = ?1 LIMIT 1').bind(name).first<{ trustUid: string }>())
    ?.trustUid

/** Ids of outside organisations, partner agencies first. */
export const outsideOrganisations = async (db: SqlDatabase): Promise<string[]> =>
  (
    await db
      .prepare(`SELECT id FROM School WHERE origin = 'outside' ORDER BY outsideKind = 'partner_agency' DESC, name`)
      .all<{ id: string }>()
  ).results.map(({ id }) => id)

export const outsideNamed = async (db: SqlDatabase, name: string): Promise<{ id: string; name: string } | undefined> =>
  (await db
    .prepare(`SELECT id, name FROM School WHERE origin = 'outside' AND name = ?1`)
    .bind(name)
    .first<{ id: string; name: string }>()) ?? undefined

/** Accounts, as after signing in, of people who were named with these addresses. */
export const insertAccountsOf = (act: Act, emails: readonly string[]): Promise<unknown> =>
  act.db.batch(
    emails.map((email) =>
      act.db
        .prepare(
          `INSERT INTO Account (id, email, personId, createdAt, sharedSaidAt)
           SELECT ?1, ?2, n.id, ?3, ?3 FROM Person n
           WHERE n.email = ?2 AND NOT EXISTS (SELECT 1 FROM Account a WHERE a.email = ?2 OR a.personId = n.id) ORDER BY n.id LIMIT 1`,
        )
        .bind(newId(act.now), email, instant(act.now)),
    ),
  )

export type Contact = { accountId: string; personId: string; name: string; email: string }

/** People with an account each, as after signing in and naming themselves. */
export const insertedAccounts = (act: Act, people: readonly Contact[]): SqlStatement[] => {
  const rows = JSON.stringify(people)
  return [
    act.db
      .prepare(
        `INSERT INTO Person (id, name, email, createdAt)
         SELECT value ->> 'personId', value ->> 'name', value ->> 'email', ?2 FROM json_each(?1)`,
      )
      .bind(rows, instant(act.now)),
    act.db
      .prepare(
        `INSERT INTO Account (id, email, personId, createdAt, sharedSaidAt)
         SELECT value ->> 'accountId', value ->> 'email', value ->> 'personId', ?2, ?2 FROM json_each(?1)`,
      )
      .bind(rows, instant(act.now)),
  ]
}

/** An account as a sign-in reads it; undefined for an unknown address. */
export const actorOf = async (db: SqlDatabase, email: string): Promise<Actor | undefined> => {
  const row = await db
    .prepare(
      `SELECT a.id, a.email, a.personId, p.name,
         (SELECT json_group_array(r.role) FROM StaffRole r WHERE r.accountId = a.id AND r.revokedAt IS NULL) AS roles,
         (SELECT json_group_array(s.rootId) FROM Claim c JOIN School s ON s.id = c.schoolId WHERE c.accountId = a.id AND c.state = 'approved') AS schoolIds
       FROM Account a LEFT JOIN Person p ON p.id = a.personId WHERE a.email = ?1`,
    )
    .bind(email)
    .first<{ id: string; email: string; personId: string; name: string; roles: string; schoolIds: string }>()
  if (!row) return undefined
  return {
    ...nobody,
    accountId: row.id,
    email: row.email,
    personId: row.personId,
    name: row.name,
    roles: JSON.parse(row.roles) as StaffRoleName[],
    schoolIds: JSON.parse(row.schoolIds) as string[],
  }
}

/** Who acts for each school, by its id. */
export const contactActors = async (db: SqlDatabase): Promise<Map<string, Actor>> => {
  const rows = await db
    .prepare(
      `SELECT s.rootId AS schoolId, a.id AS accountId, a.email, a.personId, p.name FROM Claim c JOIN School s ON s.id = c.schoolId
         JOIN Account a ON a.id = c.accountId JOIN Person p ON p.id = a.personId
       WHERE c.state = 'approved' ORDER BY c.requestedAt DESC, c.id DESC`,
    )
    .all<{ schoolId: string; accountId: string; email: string; personId: string; name: string }>()
  return new Map(rows.results.map(({ schoolId, ...account }) => [schoolId, { ...nobody, ...account, schoolIds: [schoolId] }]))
}

/** Marks messages before `until` as accepted long ago; they skip the local inbox. */
export const deliveredLongAgo = async (db: SqlDatabase, until: Instant): Promise<number> => {
  const [sent] = await db.batch([
    db
      .prepare(
        `UPDATE Message SET state = 'sent', attempts = 1, firstTriedAt = createdAt, sentAt = createdAt, providerId = 'demonstration-' || id,
           deliveryStatus = 'delivered', deliveryStatusAt = createdAt WHERE state = 'queued' AND createdAt < ?1 AND kind <> 'school_digest'`,
      )
      .bind(until),
    db.prepare(
      `INSERT INTO MailEvent (id, type, at, receivedAt, providerId, messageId, followedAt, outcome)
       SELECT 'delivered-' || id, 'email.delivered', sentAt, sentAt, providerId, id, sentAt, 'followed' FROM Message WHERE providerId = 'demonstration-' || id`,
    ),
  ])
  return sent?.meta.changes ?? 0
}

const liveAhead = `Invitation i JOIN Session x ON x.id = i.sessionId AND x.startsAt > ?1 JOIN Event e ON e.id = x.eventId AND e.state = 'published'
  JOIN Message m ON m.invitationId = i.id AND m.sequence = i.sequence AND m.deliveryStatus = 'delivered' WHERE i.state = 'live'`

/** Calendars of some delegates have answered: mostly yes, a few tentative. */
export const answeredByCalendars = async (db: SqlDatabase, now: Date): Promise<void> => {
  const answer = `CASE m.rowid % 20 WHEN 7 THEN 'tentative' ELSE 'accepted' END`
  const answered = `${liveAhead} AND m.rowid % 3 = 1`
  await db.batch([
    db
      .prepare(
        `INSERT INTO MailEvent (id, type, at, receivedAt, providerId, followedAt, outcome)
         SELECT 'answer-' || m.id, 'email.received', m.sentAt, m.sentAt, 'answer-' || m.id, m.sentAt, 'answer' FROM ${answered}`,
      )
      .bind(instant(now)),
    db
      .prepare(
        `INSERT INTO InviteReply (id, invitationId, answer, sequence, stamp, receivedAt)
         SELECT 'answer-' || m.id, i.id, ${answer}, i.sequence, m.sentAt, m.sentAt FROM ${answered}`,
      )
      .bind(instant(now)),
  ])
}

/** One delegate's mailbox does not exist: their invitation, the last mail to it, bounced. */
export const returnedMail = async (db: SqlDatabase, now: Date): Promise<void> => {
  await db
    .prepare(
      `INSERT INTO MailEvent (id, type, at, receivedAt, providerId, messageId, detail)
       SELECT 'returned-' || m.id, 'email.bounced', m.sentAt, ?1, m.providerId, m.id,
         json_object('bounceType', 'Permanent', 'subType', 'General', 'reason', 'The recipient’s mail server knows no such mailbox')
       FROM ${liveAhead} AND m.rowid % 3 = 2 AND NOT EXISTS (SELECT 1 FROM Account a JOIN MessageBody b ON b.email = a.email WHERE b.messageId = m.id)
         AND NOT EXISTS (SELECT 1 FROM MessageBody b JOIN MessageBody o ON o.email = b.email JOIN Message l ON l.id = o.messageId
           WHERE b.messageId = m.id AND l.createdAt > m.createdAt)
       ORDER BY x.startsAt, m.rowid DESC LIMIT 1`,
    )
    .bind(instant(now))
    .run()
}

/** The provider refused the latest message of this kind before `until`: a mistyped address. */
export const refusedByProvider = async (db: SqlDatabase, kind: string, until: Instant): Promise<void> => {
  await db
    .prepare(
      `UPDATE Message SET state = 'failed', attempts = 1, firstTriedAt = createdAt, lastError = 'the address was refused: mailbox unavailable'
       WHERE id = (SELECT id FROM Message WHERE kind = ?1 AND state = 'queued' AND createdAt < ?2 ORDER BY rowid DESC LIMIT 1)`,
    )
    .bind(kind, until)
    .run()
}

/** An event's current places, by booking. */
export const standingPlaces = async (
  db: SqlDatabase,
  eventId: string,
): Promise<{ id: string; bookingId: string; schoolId: string; accountId: string | null; reference: string }[]> =>
  (
    await db
      .prepare(
        `SELECT p.id, p.bookingId, p.schoolId, b.bookedById AS accountId, b.reference FROM Place p JOIN Booking b ON b.id = p.bookingId
         WHERE p.eventId = ?1 AND p.state = 'confirmed' ORDER BY p.createdAt, p.id`,
      )
      .bind(eventId)
      .all<Pick<Place, 'id' | 'bookingId' | 'schoolId'> & Pick<Booking, 'reference'> & { accountId: string | null }>()
  ).results

/** The smallest batch that writes: one row, in a table that is swept. */
export const writeBatch = async (db: SqlDatabase, now: Date): Promise<void> => {
  await db.batch([
    db.prepare(`INSERT INTO LimitUse (key, windows, at) VALUES (?1, '[[1,1]]', ?2)`).bind(`floor ${crypto.randomUUID()}`, instant(now)),
  ])
}

export const seriesOfTitle = async (db: SqlDatabase, title: string): Promise<string | undefined> =>
  (await db.prepare('SELECT id FROM Series WHERE title = ?1').bind(title).first<{ id: string }>())?.id

/** An event's bookings to approve, in order. */
export const referencesForApproval = async (db: SqlDatabase, eventId: string): Promise<string[]> =>
  (
    await db
      .prepare(
        `SELECT b.reference FROM Booking b WHERE b.eventId = ?1 AND EXISTS (
           SELECT 1 FROM Place p WHERE p.bookingId = b.id AND p.state = 'held' AND p.waitsFor = 'approval') ORDER BY b.createdAt, b.id`,
      )
      .bind(eventId)
      .all<Pick<Booking, 'reference'>>()
  ).results.map(({ reference }) => reference)

/** The newest charges for late cancelling, one per school. */
export const newestCharges = async (db: SqlDatabase): Promise<{ number: number; rootId: string }[]> =>
  (
    await db
      .prepare(
        `SELECT MAX(l.number) AS number, s.rootId FROM LedgerLine l JOIN School s ON s.id = l.schoolId
         WHERE l.kind = 'cancellation_charge' AND NOT EXISTS (SELECT 1 FROM LedgerLine o WHERE o.reversesNumber = l.number)
         GROUP BY s.rootId ORDER BY 1 DESC LIMIT 2`,
      )
      .all<{ number: number; rootId: string }>()
  ).results

/** Open schools whose roles nobody confirmed, and those of which nobody was ever recorded. */
export const schoolsToChase = async (db: SqlDatabase): Promise<{ unconfirmed: string[]; unreached: string[] }> => {
  const rootsWithout = (table: string) =>
    all<{ id: string }>(
      db.prepare(
        `SELECT r.id FROM School r WHERE r.rootId = r.id AND r.origin = 'register' AND r.isOpen
           AND NOT EXISTS (SELECT 1 FROM School m JOIN ${table} x ON x.schoolId = m.id WHERE m.rootId = r.id) ORDER BY r.name, r.id LIMIT 3`,
      ),
    )
  const { unconfirmed, unreached } = await readTogether(db, {
    unconfirmed: rootsWithout('RolesConfirmation'),
    unreached: rootsWithout('(SELECT schoolId FROM SchoolReached UNION ALL SELECT schoolId FROM EarlierAttendance)'),
  })
  return { unconfirmed: unconfirmed.map(({ id }) => id), unreached: unreached.map(({ id }) => id) }
}

/** The tokens of the links that went out about an event. */
export const selectLinks = (db: SqlDatabase, eventId: string, kind: string): Read<{ token: string }[]> =>
  all(
    db
      .prepare(
        `SELECT substr(b.text, instr(b.text, '/evaluate/') + 10, 43) AS token FROM Message m JOIN MessageBody b ON b.messageId = m.id
         WHERE m.eventId = ?1 AND m.kind = ?2 ORDER BY m.id`,
      )
      .bind(eventId, kind),
  )

/** Events that ask something some weeks later. */
export const selectEvaluatedLater = (db: SqlDatabase): Read<{ id: string; code: string }[]> =>
  all(db.prepare(`SELECT e.id, e.code FROM Event e JOIN EvaluationWave w ON w.eventId = e.id AND w.wave = 'later' ORDER BY e.id`))

/** One of the invitations to training. @throws Error when nobody was invited */
export const oneInvitation = async (db: SqlDatabase): Promise<{ text: string; createdAt: Instant }> => {
  const found = await db
    .prepare(
      `SELECT b.text, m.createdAt FROM Message m JOIN MessageBody b ON b.messageId = m.id JOIN School s ON s.id = m.schoolId AND s.origin = 'register'
       WHERE m.nature = 'training' ORDER BY m.rowid LIMIT 1 OFFSET 7`,
    )
    .first<{ text: string; createdAt: Instant }>()
  if (!found) throw new Error('Nobody was invited')
  return found
}
