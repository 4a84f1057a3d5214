// Hand-written texts about others that may name somebody: each such column is read before erasing,
// shown, and rewritten without the name where decided.

import { guard } from '#base/db/atomically.ts'
import { all, each, mapped, type Read, readNow, readTogether } from '#base/db/read.ts'
import { textsOfComplaints, textsOfSessions } from './complaint-text-store.ts'
import { type FoundText, passagesOf, type Sought, spelledParts, without } from './naming.ts'
import { personal } from './personal-store.ts'
import type { RecordClass } from './record.ts'
import { textsOfReturns } from './return-text-store.ts'
import { ofDoomed, ofPerson, setsOfPerson } from './scope-store.ts'

export type FreeText = {
  table: string
  column: string
  /** Row t's key, if not `id`. */
  key?: string
  words: string
  class: RecordClass
  /** SQL: row t's event and school: a single part of a name is searched only in their texts. */
  event?: string
  school?: string
  /** SQL: row t's text is skipped. */
  except?: string
  /** What changes with the text: its sent copies. ?1 is the key. */
  also?: string
}

const ofBooking = (column: string): string => `(SELECT b.${column} FROM Booking b WHERE b.id = t.bookingId)`
const ofLine = (column: string): string => `(SELECT l.${column} FROM LedgerLine l WHERE l.number = t.lineNumber)`
const ofMessage = (column: string): string => `(SELECT m.${column} FROM Message m WHERE m.id = t.messageId)`
const ofMark = `(SELECT x.eventId FROM Session x WHERE x.id = t.sessionId)`
const ofRole = '(SELECT r.schoolId FROM RoleAtSchool r WHERE r.id = t.roleAtSchoolId)'
const ofEarlier = '(SELECT a.schoolId FROM EarlierAttendance a WHERE a.id = t.earlierId)'
const ofIssue = '(SELECT i.schoolId FROM GuidanceIssue i WHERE i.id = t.issueId)'
const ofQuestion = '(SELECT q.eventId FROM EvaluationQuestion q WHERE q.id = t.questionId)'
const payersSchool = `(SELECT y.schoolId FROM Payer y WHERE y.id = t.payerId)`
const noneWaits = `NOT EXISTS (SELECT 1 FROM Message m WHERE (m.sendingId = ?1 OR m.id = ?1) AND m.state IN ('queued', 'sending'))`
const noCopies = `UPDATE MessageBody SET subject = 'A message that named somebody who was erased', text = 'The text is not kept: it named a person who was erased.', html = '', attachments = '[]'
  WHERE messageId IN (SELECT m.id FROM Message m WHERE m.sendingId = ?1)`
// Messages with a whole name lose their text another way; these are searched for single parts.
const wholeName = `NOT EXISTS (SELECT 1 FROM Person x WHERE x.id IN {person} AND x.name <> '' AND instr(x.name, ' ') = 0)`

const money = { class: 'money', event: ofBooking('eventId'), school: `COALESCE(${ofBooking('schoolId')}, ${payersSchool})` } as const
const proposal = { table: 'MoneyProposal', ...money } as const
const mailing = { table: 'Sending', class: 'messages' as const, event: 't.eventId', also: noCopies }
const line = { class: 'money', event: ofLine('eventId'), school: ofLine('schoolId') } as const
const claim = { class: 'claims', school: 't.schoolId' } as const
const booking = { table: 'Booking', class: 'people', event: 't.eventId', school: 't.schoolId' } as const
const body = {
  table: 'MessageBody',
  key: 't.messageId',
  class: 'messages',
  event: ofMessage('eventId'),
  school: ofMessage('schoolId'),
  except: wholeName,
  also: `UPDATE MessageBody SET html = '', attachments = '[]' WHERE messageId = ?1`,
} as const

/** Messages come before the sendings they copy, and are rewritten in that order. */
export const freeTexts: readonly FreeText[] = [
  {
    table: 'LedgerLine',
    column: 'reason',
    key: 't.number',
    words: 'Why something stands in the ledger',
    class: 'money',
    event: 't.eventId',
    school: 't.schoolId',
  },
  { ...proposal, column: 'reason', words: 'Why money was to be waived or undone' },
  { ...proposal, column: 'decision', words: 'What was said when deciding on money' },
  { table: 'StaffProposal', column: 'asked', words: 'What a second person was to approve', class: 'people' },
  { table: 'StaffProposal', column: 'reason', words: 'Why a second person was to approve something', class: 'people' },
  { table: 'StaffProposal', column: 'decision', words: 'What a second person said of something', class: 'people' },
  { table: 'LineDispute', column: 'words', words: 'What a school disputed', ...line },
  { table: 'LineDispute', column: 'answer', words: 'What a dispute was answered', ...line },
  { table: 'FinanceFileAnswer', column: 'reason', key: 't.batchId', words: 'Why finance refused a file', class: 'money' },
  { table: 'PayerRoute', column: 'reason', words: 'Why a school pays in another way', class: 'money', school: payersSchool },
  { ...body, column: 'subject', words: 'Subject of a message to somebody else' },
  { ...body, column: 'text', words: 'Message to somebody else' },
  { ...mailing, column: 'subject', words: 'Subject of a message to a group' },
  { ...mailing, column: 'basis', words: 'What a notice to a group rests on' },
  { ...mailing, column: 'body', words: 'Message to a group' },
  { table: 'BulkAct', column: 'typed', words: 'Why many bookings were changed at once', class: 'people' },
  {
    table: 'EventMessage',
    column: 'note',
    key: `t.eventId || ' ' || t.kind`,
    words: 'Note in automatic messages',
    class: 'messages',
    event: 't.eventId',
  },
  { table: 'Event', column: 'cancelReason', words: 'Why an event was cancelled', class: 'people', event: 't.id' },
  { table: 'Event', column: 'description', words: 'Description of an event', class: 'people', event: 't.id' },
  { table: 'Session', column: 'about', words: 'What a session is about', class: 'people', event: 't.eventId' },
  { table: 'Session', column: 'speakers', words: 'Who speaks at a session', class: 'people', event: 't.eventId' },
  { table: 'Feed', column: 'trainer', words: 'Whose calendar of a trainer it is', class: 'people' },
  { table: 'Session', column: 'calledOffWhy', words: 'Why a part of an event was called off', class: 'people', event: 't.eventId' },
  { table: 'StoredFile', column: 'name', words: 'Name of a file to download', class: 'people' },
  { table: 'Material', column: 'title', words: 'What a material is called', class: 'people', event: 't.eventId' },
  { table: 'Material', column: 'words', words: 'What is said of a material', class: 'people', event: 't.eventId' },
  { table: 'Wording', column: 'text', words: 'The council’s own words in messages', class: 'messages' },
  { table: 'RoleDispute', column: 'reason', words: 'Why somebody does not hold a role', class: 'people', school: ofRole },
  {
    table: 'RequirementException',
    column: 'reason',
    words: 'Why a requirement is not asked, or later',
    class: 'people',
    school: 't.schoolId',
  },
  { table: 'StaffStatement', column: 'saidBy', words: 'Who stated what staff were trained', class: 'people', school: 't.schoolId' },
  { table: 'StaffDay', column: 'what', words: 'What a staff day of a school is for', class: 'people', school: 't.schoolId' },
  { table: 'EvidenceCheck', column: 'note', words: 'What was seen of a training elsewhere', class: 'people', school: ofEarlier },
  { table: 'EvaluationAnswer', column: 'value', words: 'What somebody wrote about an event', class: 'answers', event: ofQuestion },
  ...textsOfReturns,
  { table: 'ReplyWord', column: 'words', words: 'What a school answered to its line of a report', class: 'people', school: 't.schoolId' },
  { table: 'ReplyDecision', column: 'reason', words: 'What was decided on an answer to a report', class: 'people' },
  { table: 'MeetingReport', column: 'pending', words: 'Who waits in a report of a meeting', class: 'answers', event: ofMark },
  { table: 'CertificateEnd', column: 'words', key: 't.certificateId', words: 'Why a certificate was revoked', class: 'people' },
  { table: 'GuidanceAnswer', column: 'reason', words: 'Why a school answered so to guidance', class: 'people', school: ofIssue },
  {
    table: 'GuidanceAnswerCheck',
    column: 'note',
    words: 'What an officer saw of an answer to guidance',
    class: 'people',
    school: '(SELECT i.schoolId FROM GuidanceAnswer a JOIN GuidanceIssue i ON i.id = a.issueId WHERE a.id = t.answerId)',
  },
  { table: 'GuidanceAnswer', column: 'minute', words: 'Where a decision on guidance is minuted', class: 'people', school: ofIssue },
  { table: 'ContactTried', column: 'note', words: 'What was noted of a contact with a school', class: 'people', school: 't.schoolId' },
  { table: 'RegisterReview', column: 'reason', words: 'Decision on a school of the register', class: 'people', school: 't.schoolId' },
  { table: 'Setting', column: 'value', key: 't.key', words: 'Setting or text of a page', class: 'people' },
  {
    table: 'LegalHold',
    column: 'reason',
    words: 'Why something was held',
    class: 'people',
    event: `IIF(t.scope = 'event', t.value, NULL)`,
  },
  {
    table: 'LegalHold',
    column: 'endReason',
    words: 'Why something is no longer held',
    class: 'people',
    event: `IIF(t.scope = 'event', t.value, NULL)`,
  },
  { table: 'Claim', column: 'reason', words: 'What was said of somebody else’s request to book for a school', ...claim },
  {
    table: 'TrustClaim',
    column: 'reason',
    words: 'What was said of somebody else’s request to book for a trust',
    class: 'claims',
  },
  ...textsOfComplaints,
  ...textsOfSessions,
  { table: 'UnlistedClaim', column: 'reason', words: 'What was said of somebody else’s setting', class: 'claims' },
  {
    table: 'BookingRequest',
    column: 'reason',
    words: 'What was said of somebody else’s request for places',
    class: 'claims',
    event: 't.eventId',
    school: 't.schoolId',
  },
  { ...booking, column: 'askedBy', words: 'Who asked for a booking' },
  { ...booking, column: 'refusedReason', words: 'Why a booking was refused' },
  { table: 'Mark', column: 'reason', words: 'Why somebody else’s mark was corrected', class: 'attendance', event: ofMark },
  {
    table: 'Answer',
    column: 'value',
    words: 'Somebody else’s answer to a question',
    class: 'answers',
    event: ofBooking('eventId'),
    school: ofBooking('schoolId'),
  },
]

const keyOf = ({ key }: FreeText): string => key ?? 't.id'
const idOf = (one: FreeText): string => `${one.table}.${one.column}`

const near = ({ event, school }: FreeText): string =>
  [
    ...(school === undefined ? [] : [`${school} IN {school}`]),
    ...(event === undefined
      ? []
      : [
          `${event} IN (SELECT p.eventId FROM Place p WHERE p.id IN {place} UNION SELECT v.eventId FROM WalkIn v WHERE v.personId IN {person})`,
        ]),
  ].join(' OR ') || '0'

/** SQL: row t's text is handled another way, or skipped. */
const exceptOf = ({ table, column, except }: FreeText): string =>
  [
    // The cheaper condition first.
    ...(except ? [except] : []),
    ...personal.filter((one) => one.table === table && one.columns.split(' ').includes(column)).map(({ whose }) => whose),
  ]
    .map((sql) => `COALESCE((${sql}), 0)`)
    .join(' OR ') || '0'

/**
 * SQL: all parts of a name or an address, or one part where it is about theirs.
 * ?2: names, ?3: addresses.
 */
const candidates = (one: FreeText): string => {
  const text = `t.${one.column}`
  const isSpelled = `EXISTS (SELECT 1 FROM json_each(part.value) way WHERE instr(lower(${text}), way.value) > 0)`
  return `SELECT ${keyOf(one)} AS id, ${text} AS text, (${near(one)}) AS near FROM ${one.table} t
    WHERE ${text} <> '' AND NOT (${exceptOf(one)}) AND (
      EXISTS (SELECT 1 FROM json_each(?3) address WHERE instr(lower(${text}), address.value) > 0)
      OR EXISTS (SELECT 1 FROM json_each(?2) name WHERE json_array_length(name.value) > 0
        AND NOT EXISTS (SELECT 1 FROM json_each(name.value) part WHERE NOT ${isSpelled}))
      OR ((${near(one)}) AND EXISTS (SELECT 1 FROM json_each(?2) name, json_each(name.value) part WHERE ${isSpelled})))`
}

/** `counts`: texts worth reading by column, which must be the same in the end. */
export type FoundTexts = { sought: Sought; found: FoundText[]; counts: number[] }

const bindings = (sought: Sought): [string, string] => [
  JSON.stringify(spelledParts(sought.names)),
  JSON.stringify(sought.addresses.map((address) => address.toLowerCase())),
]

/** Every text by others that may name a person, certain ones first. Two round trips. */
export const readTexts = async (db: SqlDatabase, personId: string): Promise<FoundTexts> => {
  const ask = (sql: string, ...values: string[]) => db.prepare(setsOfPerson + ofPerson(sql)).bind(personId, ...values)
  const words = (sql: string): Read<string[]> => mapped(all<{ word: string }>(ask(sql)), (rows) => rows.map(({ word }) => word))
  const sought = await readTogether(db, {
    names: words(`SELECT DISTINCT name AS word FROM Person WHERE id IN {person} AND name <> '' ORDER BY 1`),
    addresses: words(`SELECT DISTINCT id AS word FROM {email} ORDER BY 1`),
  })
  if (sought.names.length + sought.addresses.length === 0) return { sought, found: [], counts: freeTexts.map(() => 0) }
  const read = await readNow(
    db,
    each(
      freeTexts.map((one) =>
        mapped(all<{ id: string | number; text: string; near: number }>(ask(candidates(one), ...bindings(sought))), (rows) => ({
          one,
          rows,
        })),
      ),
    ),
  )
  const texts = read.flatMap(({ one, rows }) =>
    rows.flatMap(({ id, text, near: close }): FoundText[] => {
      const passages = passagesOf(text, sought, close === 1)
      if (passages.length === 0) return []
      const sure = passages.some((passage) => passage.sure)
      return [{ id: `${idOf(one)}.${id}`, words: one.words, text, passages, near: close === 1, sure }]
    }),
  )
  const weight = (text: FoundText): number => (text.sure ? 0 : 2) + (text.near ? 0 : 1)
  return { sought, found: texts.toSorted((a, b) => weight(a) - weight(b)), counts: read.map(({ rows }) => rows.length) }
}

// Limit of texts with a single part of the name; nobody would read more.
const mostShown = 100

export const shownTexts = ({ found }: FoundTexts): FoundText[] =>
  found.slice(0, Math.max(mostShown, found.filter(({ sure }) => sure).length))

/** The name is removed by default where it is certainly theirs, and about their school or event. */
export const byDefault = ({ found }: FoundTexts): string[] => found.filter(({ sure, near: close }) => sure && close).map(({ id }) => id)

/** Guard once the sets are in `RowToDestroy`: nothing was written since the texts were read. */
export const textsAsRead = (db: SqlDatabase, personId: string, { sought, counts }: FoundTexts): SqlStatement[] =>
  sought.names.length + sought.addresses.length === 0
    ? []
    : freeTexts.map((one, index) =>
        guard(
          db,
          `?1 <> '' AND ?2 <> '' AND ?3 <> '' AND ?4 = (SELECT COUNT(*) FROM (${ofDoomed(candidates(one))}))`,
          personId,
          ...bindings(sought),
          counts[index] ?? 0,
        ),
      )

/** Removes the name from the chosen texts, each as read; holds refuse. */
export const writeTexts = (db: SqlDatabase, personId: string, { found }: FoundTexts, chosen: ReadonlySet<string>): SqlStatement[] =>
  freeTexts.flatMap((one) =>
    found
      .filter(({ id }) => chosen.has(id) && id.startsWith(`${idOf(one)}.`))
      .flatMap(({ id, text, passages }) => {
        const key = id.slice(idOf(one).length + 1)
        const row = `${keyOf(one)} = ?1`
        return [
          guard(db, `EXISTS (SELECT 1 FROM ${one.table} t WHERE ${row} AND t.${one.column} = ?2)`, key, text),
          db
            .prepare(
              `INSERT OR IGNORE INTO RowToDestroy (kind, id, class, personId, eventId) SELECT '${one.table}', ${keyOf(one)}, '${one.class}', ?2, ${one.event ?? 'NULL'} FROM ${one.table} t WHERE ${row}`,
            )
            .bind(key, personId),
          db.prepare(`UPDATE ${one.table} AS t SET ${one.column} = ?2 WHERE ${row}`).bind(key, without(text, passages)),
          ...(one.also === undefined ? [] : [guard(db, noneWaits, key), db.prepare(one.also).bind(key)]),
        ]
      }),
  )
