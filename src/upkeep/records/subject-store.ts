import { type Act, stamp } from '#base/act.ts'
import { type Day, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, each, mapped, one, type Read, readTogether, together } from '#base/db/read.ts'
import { insert, pick } from '#base/db/write.ts'
import { withoutIds } from '#base/log/entry.ts'
import { withoutSecrets } from '#base/web/secret-path.ts'
import { personal } from './personal-store.ts'
import { ofPerson, setsOfPerson } from './scope-store.ts'
import type { IdentityHow, Outcome, RequestKind, Section, Stored, SubjectCell, SubjectRequestRow } from './subject.ts'
import { type Fact, factsOfPerson } from './subject-fact-store.ts'
import { logOfPerson } from './subject-log-store.ts'
import { workOfPerson } from './subject-work-store.ts'

/** By table of `personal-store.ts`; '': only keys and codes, which open things. */
export const given: Record<string, string> = {
  // What they typed for others may name people known nowhere else, who could not be redacted.
  SavedForm: 'page expiresAt',
  'SavedForm about': '',
  SignIn: 'browser provider factorBy createdAt seenAt expiresAt revokedAt',
  KnownBrowser: 'seenAt',
  SignInCode: 'email createdAt expiresAt',
  Factor: 'label',
  RecoveryCode: '',
  OidcVisit: '',
  OidcIdentity: 'issuer subject shownAs linkedAt endedAt',
  RoleToTell: 'email',
  AddressAtSchool: 'email',
  EmailChange: 'oldEmail newEmail createdAt usedAt',
  Feed: 'kind createdAt endedAt',
  DelegateStatement: 'statement saidAt',
  Joining: 'joinedAt otherName',
  PlaceLink: 'createdAt endedAt',
  AcceptanceLink: 'createdAt expiresAt',
  Need: 'dietary access givenAt deleteAfter answer answeredAt',
  Answer: 'value answeredAt supersededAt',
  InviteReply: 'answer receivedAt',
  MessageBody: 'toAddress subject text',
  'MessageBody about': 'subject text',
  Message: '',
  SendingRecipient: 'email name state',
  AddressProblem: 'email kind at solved solvedAt',
  MailConsent: 'email given how at topicId',
  DateAsked: 'topicId requirementId askedAt endedAt',
  UnsubscribeLink: 'email createdAt topicId',
  SchoolContact: 'name email telephone source learnedAt endedAt',
  Claim: 'state evidence reason requestedAt decidedAt',
  TrustClaim: 'state evidence reason requestedAt decidedAt',
  UnlistedClaim: 'name postcode setting state reason requestedAt decidedAt',
  BookingRequest: 'state places reason requestedAt settledAt',
  Booking: 'reference channel askedBy refusedReason createdAt cancelledAt',
  BookingPayer: 'billingEmail createdAt',
  PayerDetails: 'billingName billingEmail billingAddress createdAt',
  Event: 'title contactName contactEmail contactTelephone',
  Certificate: 'number name title fromDay attended minutes schoolName issuedAt',
  NoticeFact: 'notice means toWhom reason at',
  GuidanceReceipt: 'what level name role meetsOn day',
  GuidanceAnswer: 'answer name role decidedOn answeredAt',
  Mark: 'markType reason happenedAt',
  Place: 'reason',
  SealedLeaf: '',
  DataComplaint: 'name email about receivedAt outcome answer answeredAt',
  LocalMail: '',
  Account: 'email createdAt askedTopicId',
  Person: 'name email telephone createdAt',
}

const columnsOf = (text: string): string[] => text.split(' ').filter(Boolean)
export const copied: readonly Fact[] = [
  ...factsOfPerson,
  ...workOfPerson,
  logOfPerson,
  ...personal.flatMap((one) => {
    const kind = one.kind ?? one.table
    const columns = given[kind] ?? ''
    if (columns === '') return []
    const sql = `SELECT ${columnsOf(columns)
      .map((column) => `t.${column}`)
      .join(', ')} FROM ${one.table} t WHERE ${one.whose}`
    return [{ title: one.words, source: kind, columns, sql }]
  }),
]

const nameOf = (db: SqlDatabase, personId: string): Read<{ name: string | null } | undefined> =>
  one(db.prepare('SELECT name FROM Person WHERE id = ?1 AND erasedAt IS NULL').bind(personId))

/** @param of turns a section's SQL into what is read */
const readSections = (db: SqlDatabase, personId: string, of: (sql: string) => string): Read<Record<string, SubjectCell>[][]> =>
  each(copied.map(({ sql }) => all<Record<string, SubjectCell>>(db.prepare(setsOfPerson + of(ofPerson(sql))).bind(personId))))

/** How much a copy would hold; undefined if unknown or erased. */
export const selectStored = (db: SqlDatabase, personId: string): Read<Stored | undefined> =>
  mapped(
    together({ person: nameOf(db, personId), counts: readSections(db, personId, (sql) => `SELECT COUNT(*) AS n FROM (${sql})`) }),
    ({ person, counts }) =>
      person?.name
        ? { name: person.name, counts: copied.map(({ title }, at) => ({ title, rows: Number(counts[at]?.[0]?.['n']) })) }
        : undefined,
  )

export type Gathered = { name: string; sections: Section[]; own: string[]; others: string[] }

/** Everything about a person, in one round trip; undefined if unknown or erased. */
export const gather = async (db: SqlDatabase, personId: string): Promise<Gathered | undefined> => {
  const ask = (sql: string) => db.prepare(setsOfPerson + ofPerson(sql)).bind(personId)
  const { person, own, others, sections } = await readTogether(db, {
    person: nameOf(db, personId),
    own: all<{ word: string | null }>(
      ask(`SELECT name AS word FROM Person WHERE id IN {person} UNION SELECT email FROM Person WHERE id IN {person} UNION SELECT email FROM Account WHERE id IN {account}
        UNION SELECT id FROM {email}`),
    ),
    // Everybody who may be named in their messages: on their bookings, at their events and schools.
    others: all<{ name: string | null }>(
      ask(`SELECT DISTINCT n.name FROM Person n WHERE n.erasedAt IS NULL AND n.id NOT IN {person} AND (n.id IN (
          SELECT q.personId FROM Place q WHERE q.schoolId IN {school} OR q.eventId IN (SELECT p.eventId FROM Place p WHERE p.id IN {place}))
        OR n.id IN (SELECT r.personId FROM RoleAtSchool r WHERE r.schoolId IN {school})
        OR n.id IN (SELECT b.bookerPersonId FROM Booking b WHERE b.schoolId IN {school})
        OR n.id IN (SELECT a.personId FROM Account a JOIN StaffRole f ON f.accountId = a.id)) LIMIT 3000`),
    ),
    sections: mapped(
      readSections(db, personId, (sql) => sql),
      (read) =>
        copied.map(({ title, source, columns }, at) => ({
          title,
          source,
          columns: columnsOf(columns),
          rows: (read[at] ?? []).map((row) =>
            columnsOf(columns).map((column) => {
              const cell = row[column] ?? null
              return typeof cell !== 'string' ? cell : source === 'Log' ? withoutIds(cell) : withoutSecrets(cell)
            }),
          ),
        })),
    ),
  })
  if (!person || person.name === null) return undefined
  const words = (found: readonly (string | null)[]): string[] => found.flatMap((word) => word || [])
  return { name: person.name, own: words(own.map(({ word }) => word)), others: words(others.map((other) => other.name)), sections }
}

const requestColumns = 'id, personId, kind, receivedOn, dueOn, recordedAt, identityHow, identityAt, madeAt, outcome, answeredAt'

export const selectRequests = (db: SqlDatabase, personId: string): Read<SubjectRequestRow[]> =>
  all(db.prepare(`SELECT ${requestColumns} FROM SubjectRequest WHERE personId = ?1 ORDER BY recordedAt DESC`).bind(personId))

/** Open requests, the next deadline first, with current names. */
export const selectOpenRequests = (db: SqlDatabase): Read<(SubjectRequestRow & { name: string | null })[]> =>
  all(
    db.prepare(
      `SELECT r.id, r.personId, r.kind, r.receivedOn, r.dueOn, r.recordedAt, r.identityHow, r.identityAt, r.madeAt, r.outcome, r.answeredAt, p.name
       FROM SubjectRequest r JOIN Person p ON p.id = r.personId WHERE r.answeredAt IS NULL ORDER BY r.dueOn LIMIT 100`,
    ),
  )

export const requestById = (db: SqlDatabase, id: string): Promise<SubjectRequestRow | null> =>
  db.prepare(`SELECT ${requestColumns} FROM SubjectRequest WHERE id = ?1`).bind(id).first<SubjectRequestRow>()

export const insertRequest = (
  act: Act,
  request: { id: string; personId: string; kind: RequestKind; receivedOn: Day; dueOn: Day },
): SqlStatement[] => [
  guard(act.db, 'EXISTS (SELECT 1 FROM Person WHERE id = ?1 AND erasedAt IS NULL)', request.personId),
  insert(act.db, 'SubjectRequest', { ...pick(request, ['id', 'personId', 'kind', 'receivedOn', 'dueOn']), ...stamp(act, 'recorded') }),
]

const step = (act: Act, id: string, set: string, ...values: unknown[]): SqlStatement =>
  act.db.prepare(`UPDATE SubjectRequest SET ${set} WHERE id = ?1`).bind(id, instant(act.now), act.actor.accountId ?? null, ...values)

export const noteIdentity = (act: Act, id: string, how: IdentityHow): SqlStatement =>
  step(act, id, 'identityAt = ?2, identityById = ?3, identityHow = ?4', how)
export const noteMade = (act: Act, id: string): SqlStatement => step(act, id, 'madeAt = ?2, madeById = ?3')
export const noteAnswer = (act: Act, id: string, outcome: Outcome): SqlStatement =>
  step(act, id, 'answeredAt = ?2, answeredById = ?3, outcome = ?4', outcome)
