import { sayMoney, vatOf } from '#base/money.ts'
import { Table } from '#base/web/page-parts.tsx'
import { findPrice, hasEarly, type PriceList, priceCells, sayRow, sayVat } from '../price.ts'

/** The prices of each row with VAT, and whether the row or the default gives them. */
export const PriceTable = ({ list }: { list: PriceList }) => {
  const early = hasEarly(list)
  const numeric = (text: string) => ({ text, numeric: true as const })
  return (
    <Table
      caption={`What a place costs: ${list.name}`}
      captionClass="govuk-table__caption--s"
      columns={[
        'For whom',
        numeric('Price'),
        numeric('With VAT'),
        ...(early ? [numeric('Early price'), numeric('With VAT')] : []),
        'VAT',
        'Which price',
      ]}
      rows={priceCells.map((cell) => {
        const price = findPrice(list, cell, false)
        const sooner = findPrice(list, cell, true)
        const gross = (pence: number) => sayMoney(pence + vatOf(pence, price.vat.basisPoints))
        return [
          sayRow(cell),
          sayMoney(price.pence),
          gross(price.pence),
          ...(early ? (sooner.early ? [sayMoney(sooner.pence), gross(sooner.pence)] : ['', '']) : []),
          sayVat(price.vat),
          price.row === 'row' ? 'This row' : 'The default',
        ]
      })}
      dense
    />
  )
}
