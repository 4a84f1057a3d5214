import { sayMoney } from '#base/money.ts'
import { Tag } from '#base/web/page-parts.tsx'
import { grossOf } from '#money/ledger/line.ts'

export const money = (text: string) => ({ text, numeric: true as const })

/** Nothing where there is nothing, so that what is owed is seen. */
export const sayAny = (pence: number): string => (pence === 0 ? '' : sayMoney(pence))

/** A balance in words: owed, in credit, or nothing. */
export const sayOwed = (owed: number): string =>
  owed === 0 ? 'Nothing owed' : owed > 0 ? `${sayMoney(owed)} owed` : `${sayMoney(-owed)} credit`

/** The same as a school reads it. */
export const sayToPay = (owed: number): string => (owed === 0 ? 'Nothing' : owed > 0 ? sayMoney(owed) : `We owe you ${sayMoney(-owed)}`)

export const OwedTag = ({ owed, disputed = false }: { owed: number; disputed?: boolean }) => (
  <>
    {owed > 0 ? <Tag colour="yellow">Owed</Tag> : owed < 0 ? <Tag colour="blue">Credit</Tag> : <Tag colour="green">Settled</Tag>}
    {disputed ? (
      <>
        {' '}
        <Tag colour="orange">Not agreed</Tag>
      </>
    ) : null}
  </>
)

/** `£120.00` with its VAT underneath. */
export const Sum = ({ pence, vatPence }: { pence: number; vatPence: number }) => (
  <>
    {sayMoney(grossOf({ pence, vatPence }))}
    {vatPence === 0 ? null : <div class="govuk-hint govuk-!-margin-bottom-0">VAT {sayMoney(vatPence)}</div>}
  </>
)

export const invoiceStates: Record<string, string> = {
  draft: 'Being made',
  sent: 'Sent',
  overdue: 'Overdue',
  paid: 'Paid',
  owed_again: 'Owed again',
  void: 'Cancelled',
  uncollectible: 'Written off',
}
