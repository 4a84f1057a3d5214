import { sayDay } from '#base/dates.ts'
import type { Document } from '#base/document.ts'
import { sayMoney } from '#base/money.ts'
import { Caption, Link, P, SummaryList, Title } from '#base/web/page-parts.tsx'
import { kindWords, type LineRule, routeWords, sayLineRule } from '#money/ledger/line.ts'
import type { Route } from '#money/payers/payer.ts'
import type { AccountLine } from '../account.ts'
import { Sum } from './parts.tsx'

export type ShownReceipt = {
  number: number
  pence: number
  happenedOn: string
  reference: string | null
  eventTitle: string | null
  takenBack: string | null
}

export const DisputedCharge = ({ line }: { line: AccountLine }) => (
  <>
    <SummaryList
      rows={[
        ['Charge', kindWords[line.kind]],
        ['Total', <Sum {...line} />],
        ['Booking', `${line.reference}, ${line.eventTitle}`],
        ['Charged on', sayDay(line.happenedOn)],
        ['Rule', sayLineRule(line.rule)],
      ]}
    />
    <P>Nobody asks you for this charge until the council has looked at it. You can withdraw it.</P>
  </>
)

type Receipt = ShownReceipt & { route: string; reason: string; source: string; payerKind: 'school' | 'trust' }
type Papers = { receipt: Receipt; school: { name: string; trustName: string | null }; council: { name: string; contactEmail: string } }

const titleOfReceipt = ({ number }: Receipt): string => `Receipt ${number}`

const sayNoLonger = (takenBack: string): string => `${sayLineRule(JSON.parse(takenBack) as LineRule)}.`

const receiptRows = ({ receipt, school }: Papers): [label: string, value: string][] => [
  ['Received from', receipt.payerKind === 'trust' ? (school.trustName ?? 'The trust') : school.name],
  ['Amount', sayMoney(receipt.pence)],
  ['Received on', sayDay(receipt.happenedOn)],
  ['For', receipt.reference ? `Booking ${receipt.reference}, ${receipt.eventTitle ?? ''}` : 'On account'],
  ['Paid by', receipt.source.startsWith('stripe:') && receipt.route === 'card' ? 'Card' : routeWords[receipt.route as Route]],
  ['Reference', receipt.reason],
]

const notVat = 'This is a receipt and no VAT invoice. VAT is stated for each charge on the page of the booking and on the statement.'

export const receiptDocument = (papers: Papers): Document => {
  const { receipt, council } = papers
  return {
    title: titleOfReceipt(receipt),
    lines: [council.name, ...(council.contactEmail ? [`Questions: ${council.contactEmail}`] : [])],
    blocks: [
      ...(receipt.takenBack
        ? [{ kind: 'paragraph' as const, text: `This receipt no longer holds. ${sayNoLonger(receipt.takenBack)}`, strong: true }]
        : []),
      {
        kind: 'table',
        caption: 'What was received',
        sheet: 'Receipt',
        columns: [
          { name: 'What', width: 20 },
          { name: 'Received', width: 50 },
        ],
        rows: receiptRows(papers).filter(([, value]) => value !== ''),
      },
      { kind: 'paragraph', text: notVat },
    ],
  }
}

export const ReceiptPage = (papers: Papers & { file: string }) => {
  const { receipt, council, file } = papers
  return (
    <div class="muster-paper">
      <Title>
        <Caption>{council.name}</Caption>
        {titleOfReceipt(receipt)}
      </Title>
      {receipt.takenBack ? (
        <P>
          <strong>This receipt no longer holds.</strong> {sayNoLonger(receipt.takenBack)}
        </P>
      ) : null}
      <SummaryList rows={receiptRows(papers)} />
      <P>{notVat}</P>
      {council.contactEmail ? <P>Questions: {council.contactEmail}.</P> : null}
      <P>
        <Link href={file}>Save as PDF</Link>
      </P>
    </div>
  )
}
