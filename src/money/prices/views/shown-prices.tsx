import { type Instant, instant, sayDeadline } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Bullets, Table } from '#base/web/page-parts.tsx'
import { isEarly, type PriceList, sayLess, sayOnlineLess, sayQuote, sayRule, usualPrice } from '../price.ts'
import { grossOf, type OwnPrice, shownPrices } from '../shown-price.ts'

type ShownPricesProps = {
  list: PriceList
  earlyUntil: Instant | null
  own: readonly OwnPrice[]
  /** People choose between the room and online. */
  mixed: boolean
  now: Date
}

/** What a place costs for anyone, and for the reader's own schools with the row that applies. */
export const ShownPrices = ({ list, earlyUntil, own, mixed, now }: ShownPricesProps) => {
  const lines = shownPrices(list)
  const early = isEarly(earlyUntil, instant(now)) && lines.some((line) => line.early.pence !== line.price.pence)
  const withVat = lines.some((line) => grossOf(line.price) !== line.price.pence)
  const numeric = (text: string) => ({ text, numeric: true as const })
  return (
    <>
      {own.map(({ name, next: quote }) => (
        <p class="govuk-inset-text">
          <strong>
            The next place for {name}: {sayQuote(quote)}.
          </strong>
          <br />
          {quote.pence === 0 && quote.rule.listPence > 0
            ? `Otherwise a place costs ${sayMoney(quote.rule.listPence)}${withVat ? ' without VAT' : ''}. `
            : ''}
          {quote.rule.row === 'row'
            ? `Price used: ${sayRule(quote.rule)}. It goes by what the school legally is on the day of the event.`
            : `It is ${usualPrice}${sayLess(quote.rule.onlineLess)}.`}
        </p>
      ))}
      <Table
        caption={early && earlyUntil ? `Early prices hold until ${sayDeadline(earlyUntil)}` : 'Prices of one place'}
        captionClass={early ? 'govuk-table__caption--s' : 'govuk-visually-hidden'}
        columns={[
          'For whom',
          ...(early ? [numeric('Early price'), ...(withVat ? [numeric('With VAT')] : [])] : []),
          numeric(early ? 'Afterwards' : 'Price'),
          ...(withVat ? [numeric('With VAT')] : []),
        ]}
        rows={lines.map((line) => [
          line.who,
          ...(early ? [sayMoney(line.early.pence), ...(withVat ? [sayMoney(grossOf(line.early))] : [])] : []),
          sayMoney(line.price.pence),
          ...(withVat ? [sayMoney(grossOf(line.price))] : []),
        ])}
        dense
      />
      <Bullets>
        {withVat ? null : <li>No VAT is charged.</li>}
        {list.freePlaces === 0 ? null : (
          <li>
            {list.freePlaces === 1
              ? 'The first place of each school is free of charge.'
              : `The first ${list.freePlaces} places of each school are free of charge.`}
          </li>
        )}
        {mixed && sayOnlineLess(list) ? <li>{sayOnlineLess(list)}</li> : null}
        <li>Places that your service agreement or your trust’s covers cost nothing.</li>
        {list.notes ? <li class="muster-lines">{list.notes}</li> : null}
      </Bullets>
    </>
  )
}
