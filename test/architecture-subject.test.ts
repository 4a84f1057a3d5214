// What a copy for whoever asks for their own data leaves out is decided where the table is added, and not when somebody asks.
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { schema } from '#test/support/schema.ts'
import { ofPerson, setsOfPerson } from '#upkeep/records/scope-store.ts'
import { copied } from '#upkeep/records/subject-store.ts'

const db = new DatabaseSync(':memory:')
db.exec(schema)

type Key = { table: string; from: string; to: string }
const keys = db
  .prepare(
    `SELECT m.name AS "table", f."from" AS "from", f."table" AS "to" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`,
  )
  .all() as Key[]
const columns = db
  .prepare(`SELECT m.name AS "table", c.name AS "column" FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'`)
  .all() as { table: string; column: string }[]

/** Columns that lead to somebody without a foreign key. */
const leads =
  /^(personId|accountId|placeId|walkInId|bookingId|messageId|contactId|linkId|invitationId|subjectId|email|recipient|toAddress)$/
/** Each row is of one person or account, so that whatever names such a row is about them. */
const ofSomebody = new Set([
  ...['Person', 'Account'],
  ...keys.filter(({ from, to }) => /(person|account)Id$/i.test(from) && /^(Person|Account)$/.test(to)).map(({ table }) => table),
])
const namesSomebody = new Set([
  ...ofSomebody,
  ...keys.filter(({ to }) => ofSomebody.has(to)).map(({ table }) => table),
  ...columns.filter(({ column }) => leads.test(column)).map(({ table }) => table),
])

/** Why a table that names somebody is not in a copy. */
const leftOut: Record<string, string> = {
  'It is the deed of an officer or a school, about something else than a person: the log in the copy says that they did it, and when.': `
    Sending Wording Succession RegisterImport RegisterReview EarlyYearsProvider ProviderSchool Series CancellationTerms BankHoliday TermDate Venue Session AskedSession HeldBack Offer
    BulkAct BulkItem VatCode PriceList PriceCode RouteDefault CentralPayer PayerRoute Agreement ClosedPeriod MoneyProposal MoneySetting FinanceFile
    FinanceFileAnswer EventMessage RetentionPeriod RetentionRun RoleGap RequirementEdition SourceEdition CourseTitle CountsTowards StaffStatement StaffDay CodeLimit FrozenReport Report FinalReport ReportTemplate ReportShowing ReportReply
    ReplyDecision Publication Chase MeetingThreshold MeetingReport Recommendation RecommendationAnswer RecommendationAction ActionStep NationalAdvice AdviceDecision GuidanceDocument GuidanceVersion GuidanceAnswerCheck GuidanceLaunch GuidancePublished
    CaseRecordAudit ReturnFeedback ReturnFormVersion ReturnPower ReturnRound ReturnPostponement ReturnReopening ReturnRedaction ReturnOtherAudit ReturnSample ReturnModeration CheckedGrade
    DoorLink AnswerLink StaffProposal EvaluationAnswer`,
  'It is what a school owes or is owed: what a place of theirs was charged is in the copy.':
    'PlacePrice AgreementLine LedgerLine LineNotice InvoiceRequest Checkout CardRefund CardDispute Invoice',
  'It is said with the place, in its section.': 'PlaceSession PlaceRepresents',
  'It is counted of a school, from marks that are in the copy.': 'SchoolReached',
  'It says of a second person that they may be the same, or are not.': 'PersonPair LikelyPair',
  'It holds keys alone, which open things.':
    'RecoveryCode OidcVisit FactorChallenge CertificateLink SealedLeaf GuidanceLink RolesLink BookingLink AskedLink',
  'It is work that the service has before it, and is gone once that is done.':
    'FailedJob PersonToCompare ClaimToTell RequestToTell ChaseSending RowToDestroy RowToSeal StripeCall CheckpointMail SentOnce',
  'It is a fingerprint of a letter, and the letter is in the copy.': 'AccountDigest',
  'It is of somebody erased, of whom no copy can be made.': 'Erasure ErasureToRepeat',
  'It is there on a developer’s machine alone.': 'LocalMail',
}
const listed = Object.values(leftOut).flatMap((tables) => tables.trim().split(/\s+/))
const given = new Set(copied.map(({ source }) => source.replace(/ about$/, '')))

// “Every table that names somebody is in the copy of their data, or left out for a reason: say which when you add one.”
it('every table that names somebody is in the copy of their data, or left out for a reason: say which when you add one', () => {
  expect([...namesSomebody].filter((table) => !given.has(table) && !listed.includes(table)).toSorted()).toEqual([])
})

it('what is left out names somebody, is not in the copy, and is said once', () => {
  expect(listed.filter((table, n) => !namesSomebody.has(table) || given.has(table) || listed.indexOf(table) !== n)).toEqual([])
})

it('each section of the copy reads the table that it is of, and has the columns that it says', () => {
  const wrong = copied.filter(({ source, columns: said, sql }) => {
    const selected = db.prepare(setsOfPerson + ofPerson(sql)).columns()
    return !new RegExp(`FROM ${source.replace(/ about$/, '')} [tl]\\b`).test(sql) || selected.map(({ name }) => name).join(' ') !== said
  })
  expect(wrong.map(({ source, title }) => `${source}: ${title}`)).toEqual([])
})
