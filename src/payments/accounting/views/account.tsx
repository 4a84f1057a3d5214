import { sayInstant, sayShortDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Link, Table, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import { BookingLink } from '#booking/bookings/views/booking-link.tsx'
import { isCharge, kindWords, sayLineRule } from '#money/ledger/line.ts'
import type { AccountLine, PayerBooking, PayerCard } from '../account.ts'
import { money, OwedTag } from './parts.tsx'

const Action = ({ href, text, about }: { href: string; text: string; about: string }) => (
  <li>
    <Link href={href}>
      {text}
      <VisuallyHidden> {about}</VisuallyHidden>
    </Link>
  </li>
)

type BookingsProps = { bookings: readonly PayerBooking[]; onAccount: number; here: string; writes: boolean }

const Bookings = ({ bookings, onAccount, here, writes }: BookingsProps) => (
  <Table
    caption="By booking"
    columns={['Booking', money('Paid'), money('Open'), ...(writes ? ['What to do'] : [])]}
    rows={bookings.map((booking) => [
      <>
        <BookingLink reference={booking.reference} />
        <div class="govuk-hint govuk-!-margin-bottom-0">{booking.eventTitle}</div>
      </>,
      sayMoney(booking.paid),
      <>
        {sayMoney(booking.owed)} <OwedTag owed={booking.owed} />
      </>,
      ...(writes
        ? [
            <ul class="govuk-list govuk-!-margin-bottom-0">
              {booking.owed > 0 ? (
                <>
                  <Action
                    href={`${here}/payment?booking=${booking.reference}`}
                    text="Record a payment"
                    about={`for ${booking.reference}`}
                  />
                  {onAccount > 0 ? (
                    <Action
                      href={`${here}/put?booking=${booking.reference}`}
                      text="Use money on account for it"
                      about={booking.reference}
                    />
                  ) : null}
                  <Action
                    href={`${here}/write-off?booking=${booking.reference}`}
                    text="Write off"
                    about={`what is owed for ${booking.reference}`}
                  />
                </>
              ) : booking.owed < 0 ? (
                <Action href={`${here}/refund?booking=${booking.reference}`} text="Pay back" about={`for ${booking.reference}`} />
              ) : null}
            </ul>,
          ]
        : []),
    ])}
  />
)

export const What = ({ line }: { line: AccountLine }) => (
  <>
    {kindWords[line.kind]}
    {line.disputed ? (
      <>
        {' '}
        <Tag colour="orange">Not agreed</Tag>
      </>
    ) : null}
    <div class="govuk-hint govuk-!-margin-bottom-0">
      {sayLineRule(line.rule)}
      {line.reversesNumber === null ? '' : ` (takes back line ${line.reversesNumber})`}
      {line.takenBackBy === null ? '' : ` (undone by line ${line.takenBackBy})`}
    </div>
  </>
)

export const WhoAndWhy = ({ line }: { line: AccountLine }) => (
  <>
    {line.byName ?? 'By itself'}, {sayInstant(line.at)}
    {line.approvedByName ? `, approved by ${line.approvedByName}` : ''}
    <div class="govuk-hint govuk-!-margin-bottom-0">
      {line.happenedOn === line.at.slice(0, 10) ? '' : `Happened on ${sayShortDay(line.happenedOn)}. `}
      {line.reason}
    </div>
  </>
)

export const ToDo = ({ line }: { line: AccountLine }) =>
  isCharge(line.kind) && line.left > 0 ? (
    <Link href={`/organiser/finance/lines/${line.number}/waiver`}>
      Waive<VisuallyHidden> line {line.number}</VisuallyHidden>
    </Link>
  ) : line.takeBackAsked ? (
    <>Asked to undo it</>
  ) : line.mayTakeBack ? (
    <Link href={`/organiser/finance/lines/${line.number}/take-back`}>
      Undo<VisuallyHidden> the payment of line {line.number}</VisuallyHidden>
    </Link>
  ) : null

type BeforeLinesProps = {
  payer: PayerCard
  sums: { owed: number; onAccount: number }
  bookings: readonly PayerBooking[]
  /** Payments that do not count until a second person approves them. */
  waiting: readonly { id: string; reference: string | null; pence: number; happenedOn: string; reason: string }[]
  /** May record payments and propose; others only read. */
  writes: boolean
  opensSchool: boolean
}

export const BeforeLines = ({ payer, sums, bookings, waiting, writes, opensSchool }: BeforeLinesProps) => {
  const here = `/organiser/finance/accounts/${payer.id}`
  return (
    <>
      <ul class="muster-figures">
        <li>
          <span class="muster-figure">{sayMoney(Math.abs(sums.owed))}</span> {sums.owed < 0 ? 'credit held' : 'owed in all'}
        </li>
        {sums.onAccount > 0 ? (
          <li>
            <span class="muster-figure">{sayMoney(sums.onAccount)}</span> of it on account, for no booking yet
          </li>
        ) : null}
      </ul>
      <p class="govuk-body muster-actions">
        {writes ? (
          <a class="govuk-button" href={`${here}/payment`}>
            Record a payment
          </a>
        ) : null}
        <Link href={`${here}/statement`}>Statement</Link>
        <Link href={`/organiser/finance/payers/${payer.id}`}>How it pays</Link>
        {payer.schoolId && opensSchool ? <Link href={`/organiser/schools/${payer.schoolId}`}>The school</Link> : null}
      </p>
      {waiting.length === 0 ? null : (
        <Table
          caption="Waiting for a second person, and not counted yet"
          columns={['Payment', 'Booking', 'Came in on', 'Reference', money('Amount')]}
          rows={waiting.map((one) => [
            <Link href={`/organiser/finance/proposals/${one.id}`}>
              Look at it<VisuallyHidden>: {sayMoney(one.pence)}</VisuallyHidden>
            </Link>,
            one.reference ?? 'On account',
            sayShortDay(one.happenedOn),
            one.reason,
            sayMoney(one.pence),
          ])}
        />
      )}
      {bookings.length === 0 ? null : <Bookings bookings={bookings} here={here} writes={writes} onAccount={sums.onAccount} />}
    </>
  )
}
