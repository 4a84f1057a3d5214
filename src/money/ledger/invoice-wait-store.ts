/** Days that an invoice waits for its purchase order number, until finance sets others. */
export const usualWaitDays = 1

export const chargeKinds = `'charge', 'cancellation_charge', 'not_attending_charge'`

/** SQL: what was taken back of charge `l`, negative. */
export const takenBack = (column: 'pence' | 'vatPence') =>
  `(SELECT COALESCE(SUM(r.${column}), 0) FROM LedgerLine r WHERE r.reversesNumber = l.number AND r.kind IN ('credit', 'waiver'))`

// Lines of an invoice that Stripe totalled differently wait until finance issues it again.
const notInvoiced = `NOT EXISTS (SELECT 1 FROM InvoiceLine o JOIN Invoice i ON i.id = o.invoiceId WHERE o.lineNumber = l.number AND (i.state <> 'void'
  OR EXISTS (SELECT 1 FROM StripeObjectState x WHERE x.objectId = i.stripeId AND x.state = 'total_differs'
    AND NOT EXISTS (SELECT 1 FROM StripeObjectState y WHERE y.objectId = i.stripeId AND y.state = 'issue_again'))))`

const undisputed = `NOT EXISTS (SELECT 1 FROM LineDispute d WHERE d.lineNumber = l.number AND d.settledAt IS NULL)`

const waitDays = `COALESCE((SELECT value ->> '$.waitDays' FROM MoneySetting WHERE key = 'stripe_invoice' AND supersededAt IS NULL), ${usualWaitDays})`

/** SQL: when charge `l` may be invoiced; '': at once; NULL: nobody has agreed to pay yet. */
export const goesAt = `(SELECT IIF(b.poNumber <> '', '', strftime('%Y-%m-%dT%H:%M:%fZ', MAX(l.at, b.agreedAt), '+' || ${waitDays} || ' days'))
  FROM BookingPayer b WHERE b.bookingId = l.bookingId AND b.payerId = l.payerId AND b.agreedAt IS NOT NULL AND b.supersededAt IS NULL)`

/** SQL: charge `l` is to be invoiced through Stripe, at the latest `goesAt`. */
export const toBeInvoiced = `l.route = 'stripe_invoice' AND l.kind IN (${chargeKinds}) AND ${notInvoiced} AND ${undisputed}
    AND l.pence + l.vatPence + ${takenBack('pence')} + ${takenBack('vatPence')} > 0`
