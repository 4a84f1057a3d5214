import { type Day, sayDay, sayShortDay } from '#base/dates.ts'
import { Files } from '#base/list/views.tsx'
import { sayMoney } from '#base/money.ts'
import { Button, DayField, type Problems } from '#base/web/field.tsx'
import { Caption, ErrorSummary, P, Table, Title } from '#base/web/page-parts.tsx'
import { routeWords } from '#money/ledger/line.ts'
import { sayWaits, type Waits } from '#money/ledger/second-person.ts'
import { type Statement, sayLine } from '../account.ts'
import { money } from './parts.tsx'

type StatementPageProps = {
  councilName: string
  payerName: string
  statement: Statement
  /** What waits for approval; shown when the statement runs up to today. */
  waits: Waits
  path: string
  payer?: string | undefined
  span: { typed: { from: string; to: string }; problems?: Problems | undefined }
  today: Day
}

/** Prints on paper. `path` is its address; `payer` chooses one of several payers. */
export const StatementPage = ({
  councilName,
  payerName,
  statement,
  waits,
  path,
  payer,
  span: { typed, problems },
  today,
}: StatementPageProps) => (
  <div class="muster-paper">
    <ErrorSummary problems={problems} />
    <Title>
      <Caption>
        {councilName}: {payerName}
      </Caption>
      Statement from {sayDay(statement.from)} to {sayDay(statement.to)}
    </Title>
    <form method="get" action={path} class="muster-filter muster-when" novalidate>
      {payer ? <input type="hidden" name="payer" value={payer} /> : null}
      <DayField name="from" label="From" value={typed.from} problems={problems} />
      <DayField name="to" label="To" value={typed.to} problems={problems} />
      <Button kind="secondary">Show these days</Button>
    </form>
    <Table
      caption={`By the day on which it happened. Charged ${sayMoney(statement.charged)}, paid or taken off ${sayMoney(statement.received)}`}
      captionClass="govuk-table__caption--s"
      columns={['Date', 'What', 'Booking', 'How it is paid', money('Net'), money('VAT'), money('Total'), money('Balance')]}
      rows={[
        [sayShortDay(statement.from), 'Balance brought forward', '', '', '', '', '', sayMoney(statement.opening)],
        ...statement.lines.map((line) => [
          sayShortDay(line.happenedOn),
          sayLine(line),
          line.reference ?? '',
          routeWords[line.route],
          sayMoney(line.pence),
          sayMoney(line.vatPence),
          sayMoney(line.gross),
          sayMoney(line.balance),
        ]),
        [sayShortDay(statement.to), 'Balance carried forward', '', '', '', '', '', sayMoney(statement.closing)],
      ]}
      dense
    />
    {statement.lines.length === 0 ? <P>Nothing was charged or paid in these days.</P> : null}
    <P>
      <strong>
        {statement.closing < 0
          ? `${sayMoney(-statement.closing)} in your favour`
          : statement.closing === 0
            ? 'Nothing owed'
            : `${sayMoney(statement.closing)} owed`}
      </strong>{' '}
      {statement.to === today ? `up to today, ${sayDay(today)}` : `at the end of ${sayDay(statement.to)}`}.{' '}
      {statement.to === today ? sayWaits(waits, statement.closing).join(' ') : ''}
    </P>
    <Files
      at={path}
      query={`?${new URLSearchParams({ from: statement.from, to: statement.to, ...(payer ? { payer } : {}) })}`}
      says="Download this statement"
    />
  </div>
)
