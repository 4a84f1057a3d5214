import type { Child } from 'hono/jsx'
import { sayDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Heading, P, Table, Tag, type TagColour } from '#base/web/page-parts.tsx'
import { BookingLink } from '#booking/bookings/views/booking-link.tsx'
import { type ListedDispute, type ListedRefund, type RefundState, stateWords, whyWords } from '../refund.ts'

const colours: Record<RefundState, TagColour> = { asked: 'yellow', pending: 'blue', succeeded: 'green', failed: 'red' }
const disputeWords: Record<ListedDispute['state'], [TagColour, string]> = {
  open: ['orange', 'Open'],
  won: ['green', 'Won'],
  lost: ['red', 'Lost'],
}

type CardsPageProps = {
  refunds: readonly ListedRefund[]
  disputes: readonly ListedDispute[]
  again: (refund: ListedRefund) => Child
  allow: Child
}

export const CardsPage = ({ refunds, disputes, again, allow }: CardsPageProps) => (
  <>
    {refunds.length === 0 ? (
      <P>Nothing has been paid back to a card yet. When places are cancelled by the terms, it happens by itself.</P>
    ) : (
      <Table
        dense
        caption="Paid back to cards"
        columns={['Booking', 'School', 'Event', 'Why', 'State', { text: 'Sum', numeric: true }, 'Asked']}
        rows={refunds.map((refund) => [
          <BookingLink reference={refund.reference} />,
          refund.schoolName,
          refund.eventTitle,
          whyWords[refund.why],
          <>
            <Tag colour={colours[refund.state]}>{stateWords[refund.state]}</Tag>
            {refund.state === 'failed' && refund.again === 0 ? again(refund) : null}
          </>,
          sayMoney(refund.pence),
          sayDay(refund.createdAt),
        ])}
      />
    )}
    {disputes.length === 0 ? (
      <P>No bank has disputed a payment.</P>
    ) : (
      <Table
        dense
        caption="Payments disputed by a bank"
        columns={['Booking', 'School', 'State', { text: 'Sum', numeric: true }, 'Raised', 'Number at Stripe']}
        rows={disputes.map((dispute) => [
          <BookingLink reference={dispute.reference} />,
          dispute.schoolName,
          <Tag colour={disputeWords[dispute.state][0]}>{disputeWords[dispute.state][1]}</Tag>,
          sayMoney(dispute.pence),
          sayDay(dispute.raisedAt),
          dispute.id,
        ])}
      />
    )}
    <Heading>Who may pay by card</Heading>
    {allow}
  </>
)
