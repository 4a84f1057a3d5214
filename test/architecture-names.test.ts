// What becomes of each column that can hold a person's name when that name changes is decided where the column is added.
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { schema } from '#test/support/schema.ts'

const db = new DatabaseSync(':memory:')
db.exec(schema)

const columns = (
  db
    .prepare(
      `SELECT m.name || '.' || c.name AS "column" FROM sqlite_schema m, pragma_table_info(m.name) c
       WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND (lower(c.name) LIKE '%name' OR c.name IN ('askedBy', 'saidBy', 'toWhom', 'owner', 'signer', 'shownAs', 'speakers', 'doneBy', 'toAddress'))`,
    )
    .all() as { column: string }[]
).map(({ column }) => column)

const treated: Record<string, string> = {
  'It is the name itself: pages, lists, badges and files read it here.': 'Person.name',
  'It follows in the batch that changes the name, by a trigger.': `
    GuidanceReceipt.name GuidanceAnswer.name SchoolContact.name Event.contactName PayerDetails.billingName Booking.askedBy SendingRecipient.name
    NoticeFact.toWhom StaffStatement.saidBy ReturnAction.owner`,
  'It is issued anew under the new name; the old one leads there, and only the council reads it.': 'Certificate.name',
  'It was sent or written as it is: only the council’s people read it.':
    'MessageBody.toAddress LocalMail.toAddress DataComplaint.name RecommendationAction.owner',
  'It is free text about the day, which schools type anew or the council edits.': 'Session.speakers Joining.otherName UnlistedClaim.name',
  'It is what a provider of sign-in called them, shown to nobody but themselves.': 'OidcIdentity.shownAs OidcVisit.shownAs',
}
/** Names of schools, places, files, prices and days, and words of the software. */
const ofThings = new Set(
  `Agreement.name BankHoliday.name CancellationTerms.name CaseRecordAudit.doneBy Certificate.schoolName EarlyYearsProvider.name EarlyYearsProvider.wardName
  Event.venueName FinalFile.name FrozenSchool.districtName FrozenSchool.name FrozenSchool.trustName FrozenSchool.wardName PriceList.name
  PublishedLine.laName PublishedLine.name RegisterImport.fileName RegisterImport.linksFileName RegisterImportChange.name ReportLine.name
  ReportLine.trustName ReturnCounted.trustName ReturnCounted.wardName School.name School.trustName School.wardName SchoolIdentity.districtName
  SchoolIdentity.federationName SchoolIdentity.laName SchoolIdentity.name SchoolIdentity.statusName SchoolIdentity.trustName
  SchoolIdentity.typeGroupName SchoolIdentity.typeName SchoolIdentity.wardName SealCheckpoint.signer Session.venueName
  StoredFile.name TermDate.name VatCode.name Venue.name WatchedTogether.saidBy`.split(/\s+/),
)

const listed = Object.values(treated).flatMap((names) => names.trim().split(/\s+/))

// “Each column that can hold a person’s name says what becomes of it when the name changes.”
it('each column that can hold a person’s name says what becomes of it when the name changes: say which when you add one', () => {
  expect(columns.filter((column) => !listed.includes(column) && !ofThings.has(column)).toSorted()).toEqual([])
  expect([...listed, ...ofThings].filter((column) => !columns.includes(column))).toEqual([])
})
