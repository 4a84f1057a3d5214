// A word that councils or later work add is a row of its vocabulary and the code that says what it is called. Neither is there without the other.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { sources } from '#attendance/attendance/mark.ts'
import { kinds, questionKinds } from '#base/questions/kind.ts'
import { whyWords as skipReasons } from '#correspondence/mailings/mailing.ts'
import { eventFacts } from '#events/events/event-facts.ts'
import { kinds as messageKinds } from '#messages/outbox/kind.ts'
import { kindWords as lineKinds, takeBackWords } from '#money/ledger/line.ts'
import { canBeDefault, routes } from '#money/payers/payer.ts'
import { routeWords } from '#money/payers/words.ts'
import { priceBases } from '#money/prices/price.ts'
import { whyWords as refundReasons } from '#payments/cards/refund.ts'
import { councilRoles, roleLabels } from '#people/accounts/account.ts'
import { evidenceKinds } from '#people/claims/claim.ts'
import { resetWhyWords } from '#people/factors/reset.ts'
import { chasedMatters, matterWords } from '#people/ladder/contact.ts'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../../prisma/migrations')
const db = new DatabaseSync(':memory:')
for (const file of readdirSync(folder).sort()) db.exec(readFileSync(join(folder, file), 'utf8'))
const idsOf = (table: string, where = '1'): string[] =>
  db
    .prepare(`SELECT id FROM ${table} WHERE ${where} ORDER BY id`)
    .all()
    .map((row) => String(row['id']))
const sorted = (words: readonly string[]): string[] => [...words].sort()

const vocabularies: Record<string, readonly string[]> = {
  StaffRoleKind: Object.keys(roleLabels),
  EvidenceKind: Object.keys(evidenceKinds),
  AttendanceMode: (eventFacts.attendanceMode.options ?? []).map(({ value }) => value),
  QuestionKind: kinds,
  MarkSource: sources,
  PaymentRoute: Object.keys(routeWords),
  PriceBasis: priceBases,
  LedgerLineKind: Object.keys(lineKinds),
  MessageKind: messageKinds,
  ChaseMatter: Object.keys(matterWords),
  Reason: [resetWhyWords, takeBackWords, refundReasons, skipReasons].flatMap((words) => Object.keys(words)),
}

for (const [table, words] of Object.entries(vocabularies))
  it(`every word of ${table} has its row, and every row its word`, () => {
    expect(idsOf(table)).toEqual(sorted(words))
  })

it('each reason is one of the column that offers it', () => {
  for (const [of, words] of Object.entries({
    'FactorReset.reason': resetWhyWords,
    'MoneyProposal.why': takeBackWords,
    'CardRefund.why': refundReasons,
    'SendingRecipient.why': skipReasons,
  }))
    expect(idsOf('Reason', `of = '${of}'`)).toEqual(sorted(Object.keys(words)))
})

it('the code and the rows agree on what a word does', () => {
  expect(idsOf('ChaseMatter', 'isChased = 1')).toEqual(sorted(chasedMatters))
  expect(idsOf('StaffRoleKind', 'isStaff = 1')).toEqual(sorted(councilRoles))
  expect(idsOf('PaymentRoute', 'canBeDefault = 1')).toEqual(sorted(routes.filter(canBeDefault)))
  expect(idsOf('QuestionKind', 'isWords = 1')).toEqual(sorted(kinds.filter((kind) => questionKinds[kind].isWords)))
})
