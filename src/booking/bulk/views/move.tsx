import { sayMoney } from '#base/money.ts'
import { Button } from '#base/web/field.tsx'
import { Caption, ErrorSummary, Link, P, Page, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import type { Bulk } from '../bulk.ts'
import { type PricedMove, sumsOfMoves } from '../move.ts'
import { sayItemRefusal } from './refusals.tsx'

const shown = 500

/** `£13.00 more`, `£13.00 less`, `The same` */
const sayDifference = ({ was, is }: { was: number; is: number }): string =>
  is === was ? 'The same' : `${sayMoney(Math.abs(is - was))} ${is > was ? 'more' : 'less'}`

const money = (text: string) => ({ text, numeric: true as const })

type BulkMovePageProps = {
  bulk: Bulk
  to: { code: string; text: string }
  moves: readonly PricedMove[]
  /** What is shown here, sent back by the form. */
  seen: string
  changed: boolean
}

export const BulkMovePage = ({ bulk, to, moves, seen, changed }: BulkMovePageProps) => {
  const places = moves.flatMap(({ places: its, refusal, ...move }) => its.map((place) => ({ ...move, ...place, refusal })))
  const moving = places.filter(({ refusal }) => refusal === undefined).length
  const sums = sumsOfMoves(moves)
  return (
    <Page>
      <ErrorSummary problems={changed ? { prices: 'What the places cost has changed. Look at it again' } : undefined} />
      <Caption>Nothing has been done yet</Caption>
      <Title>Check before you move them</Title>
      <SummaryList
        rows={[
          ['To', to.text],
          ['Places', sayNumber(moving)],
          ['They cost now', sayMoney(sums.was)],
          ['They cost at the new date', sayMoney(sums.is)],
          ['Difference', sayDifference(sums)],
        ]}
      />
      <P>
        The price of the old date is credited and that of the new one charged. A booking is moved only at the price shown here: one that
        costs something else when it is its turn stays, and you can choose it again.
      </P>
      {moving === 0 ? null : (
        <form method="post" action={`/organiser/bookings/bulk/${bulk.id}/start`}>
          <input type="hidden" name="to" value={to.code} />
          <input type="hidden" name="seen" value={seen} />
          <Button>Move {counted(moving, 'place')}</Button>
        </form>
      )}
      <P>
        <Link href={`/organiser/bookings/bulk/${bulk.id}`}>Choose another date</Link>
      </P>
      <div id="prices">
        <Table
          dense
          caption="What each place costs, with VAT"
          columns={['School', 'Booking', 'Who', money('Now'), money('At the new date'), money('Difference')]}
          rows={places
            .slice(0, shown)
            .map((place) => [
              place.school,
              <Link href={`/bookings/${place.reference}`}>{place.reference}</Link>,
              place.name ?? 'No name yet',
              sayMoney(place.was),
              ...(place.refusal ? ['Not moved', sayItemRefusal(place.refusal)] : [sayMoney(place.is), sayDifference(place)]),
            ])}
        />
        {places.length > shown ? <P>The first {sayNumber(shown)} places are shown. The sums are of all.</P> : null}
      </div>
    </Page>
  )
}
