import type { MoneyInvariant } from './money.ts'

const gross = (of: string): string => `${of}.pence + ${of}.vatPence`

/** Lines made by a price or a charge. */
const owing = `('charge', 'cancellation_charge', 'not_attending_charge')`

/** SQL: what is left of line l after credits. */
const left = `${gross('l')} + (SELECT COALESCE(SUM(${gross('o')}), 0) FROM LedgerLine o WHERE o.reversesNumber = l.number)`

/** SQL: of a joined payment, the source before its booking, and a text that sorts after it. */
const whole = (of: string): string => `substr(${of}.source, 1, instr(${of}.source, char(10)))`
const afterWhole = (of: string): string => `substr(${of}.source, 1, instr(${of}.source, char(10)) - 1) || char(11)`

export const moneyViolations: Record<MoneyInvariant, string> = {
  // Waivers of a withdrawn price or charge were credited with it, and cancel out.
  ledger_is_prices_charges_and_money: `WITH said AS (
      SELECT x.bookingId, SUM(x.pence + x.vatPence) AS pence FROM PlacePrice x JOIN Place p ON p.id = x.placeId
      WHERE x.supersededAt IS NULL AND p.state = 'confirmed' GROUP BY x.bookingId
      UNION ALL SELECT c.bookingId, SUM(c.pence + c.vatPence) FROM Charge c WHERE c.postedAt IS NOT NULL AND c.withdrawnAt IS NULL AND c.pence > 0 GROUP BY c.bookingId
      UNION ALL SELECT l.bookingId, SUM(${gross('l')}) FROM LedgerLine l WHERE l.kind IN ('payment', 'refund', 'taken_back', 'write_off') AND l.bookingId IS NOT NULL GROUP BY l.bookingId
      UNION ALL SELECT w.bookingId, SUM(${gross('w')}) FROM LedgerLine w JOIN LedgerLine l ON l.number = w.reversesNumber
        LEFT JOIN PlacePrice x ON x.id = l.placePriceId LEFT JOIN Charge c ON c.id = l.chargeId
      WHERE w.kind = 'waiver' AND ((x.id IS NOT NULL AND x.supersededAt IS NULL) OR (c.id IS NOT NULL AND c.withdrawnAt IS NULL)) GROUP BY w.bookingId),
    posted AS (SELECT l.bookingId, SUM(${gross('l')}) AS pence FROM LedgerLine l WHERE l.bookingId IS NOT NULL GROUP BY l.bookingId)
    SELECT b.id FROM Booking b LEFT JOIN posted l ON l.bookingId = b.id
    WHERE COALESCE(l.pence, 0) <> COALESCE((SELECT SUM(s.pence) FROM said s WHERE s.bookingId = b.id), 0)`,

  chargeable_place_has_payer: `SELECT p.id FROM Place p LEFT JOIN PlacePrice x ON x.placeId = p.id AND x.supersededAt IS NULL
      LEFT JOIN BookingPayer b ON b.bookingId = p.bookingId AND b.supersededAt IS NULL
    WHERE p.state = 'confirmed' AND ((x.id IS NOT NULL AND b.id IS NULL) OR (b.priceId IS NOT NULL AND x.id IS NULL) OR x.bookingId <> p.bookingId)`,

  certain_place_charged_once: `SELECT x.placeId AS id FROM PlacePrice x JOIN Place p ON p.id = x.placeId
    WHERE x.supersededAt IS NULL AND p.state = 'confirmed' AND ${gross('x')} > 0 AND (
      SELECT COUNT(*) FROM LedgerLine l WHERE l.placePriceId = x.id AND l.kind = 'charge' AND l.pence = x.pence AND l.vatPence = x.vatPence AND l.payerId = x.payerId) <> 1`,

  ended_price_taken_back: `SELECT x.placeId AS id FROM PlacePrice x JOIN LedgerLine l ON l.placePriceId = x.id AND l.kind = 'charge'
    WHERE x.supersededAt IS NOT NULL AND ${left} <> 0`,

  posted_charge_has_line: `SELECT c.id FROM Charge c WHERE (
      SELECT COUNT(*) FROM LedgerLine l WHERE l.chargeId = c.id AND l.kind IN ${owing} AND l.pence = c.pence AND l.vatPence = c.vatPence)
    <> (c.postedAt IS NOT NULL AND c.pence > 0)`,

  withdrawn_charge_taken_back: `SELECT c.id FROM Charge c JOIN LedgerLine l ON l.chargeId = c.id AND l.kind IN ${owing}
    WHERE c.withdrawnAt IS NOT NULL AND ${left} <> 0`,

  nothing_taken_back_twice: `SELECT CAST(l.number AS TEXT) AS id FROM LedgerLine l WHERE l.kind IN ${owing} AND ${left} < 0`,

  two_people_let_off: `SELECT CAST(l.number AS TEXT) AS id FROM LedgerLine l LEFT JOIN MoneyProposal m ON m.id = l.proposalId
      LEFT JOIN Account a ON a.id = m.proposedById LEFT JOIN Account z ON z.id = m.decidedById
    WHERE l.kind IN ('waiver', 'write_off', 'taken_back') AND (m.id IS NULL OR m.state <> 'approved' OR m.decidedById IS NOT l.approvedById
      OR m.proposedById = m.decidedById OR a.personId = z.personId OR trim(m.reason) = '')`,

  payment_taken_back_once: `SELECT CAST(l.number AS TEXT) AS id FROM LedgerLine l LEFT JOIN LedgerLine p ON p.number = l.reversesNumber
      LEFT JOIN MoneyProposal m ON m.id = l.proposalId
    WHERE l.kind = 'taken_back' AND (p.number IS NULL OR p.kind <> 'payment' OR p.payerId <> l.payerId OR p.bookingId IS NOT l.bookingId
      OR ${gross('p')} + ${gross('l')} <> 0 OR NOT (p.source LIKE 'hand:%' OR p.source LIKE 'request:%' OR p.source LIKE 'outside:%' OR p.source LIKE 'put:%:to')
      OR (SELECT COUNT(*) FROM LedgerLine o WHERE o.reversesNumber = p.number) <> 1 OR m.kind IS NOT 'take_back' OR m.lineNumber IS NOT p.number)
    UNION SELECT m.id FROM MoneyProposal m WHERE m.kind = 'take_back' AND (m.state = 'approved') <> EXISTS (
      SELECT 1 FROM LedgerLine l WHERE l.proposalId = m.id AND l.kind = 'taken_back' AND l.reversesNumber = m.lineNumber)`,

  put_is_whole: `WITH put AS (SELECT l.number, l.source, l.payerId, l.bookingId, l.pence,
        (SELECT COUNT(*) FROM LedgerLine o WHERE o.reversesNumber = l.number AND o.kind = IIF(l.kind = 'payment', 'taken_back', 'payment') AND o.pence + l.pence = 0) AS back
      FROM LedgerLine l WHERE l.source >= 'put:' AND l.source < 'put;' AND l.reversesNumber IS NULL)
    SELECT CAST(p.number AS TEXT) AS id FROM put p WHERE NOT EXISTS (SELECT 1 FROM put o WHERE o.number <> p.number
      AND rtrim(o.source, 'fromt') = rtrim(p.source, 'fromt') AND o.payerId = p.payerId AND o.pence + p.pence = 0 AND o.back = p.back AND (o.bookingId IS NULL) <> (p.bookingId IS NULL))`,

  agreed_payment_posted_once: `SELECT m.id FROM MoneyProposal m WHERE m.kind = 'payment' AND (m.state = 'approved') <> (
      SELECT COUNT(*) FROM LedgerLine l WHERE l.source = m.source AND l.proposalId = m.id AND l.kind = 'payment' AND l.pence = -m.pence
        AND l.payerId = m.payerId AND l.bookingId IS m.bookingId AND l.approvedById IS m.decidedById)`,

  large_payment_by_two: `SELECT CAST(l.number AS TEXT) AS id FROM LedgerLine l JOIN (SELECT value, createdAt, supersededAt FROM MoneySetting WHERE key = 'second_person'
      UNION ALL SELECT '{"abovePence":100000}', '', (SELECT MIN(createdAt) FROM MoneySetting WHERE key = 'second_person')) s
      ON s.createdAt < l.at AND COALESCE(s.supersededAt, '9999') > l.at
    WHERE l.kind = 'payment' AND (l.source LIKE 'hand:%' OR l.source LIKE 'request:%' OR l.source LIKE 'outside:%') AND l.approvedById IS NULL
      AND IIF(instr(l.source, char(10)) = 0, -l.pence, (SELECT -SUM(o.pence) FROM LedgerLine o WHERE o.kind = 'payment' AND o.source > ${whole('l')} AND o.source < ${afterWhole('l')})) > (s.value ->> '$.abovePence')`,

  line_in_open_period: `SELECT CAST(l.number AS TEXT) AS id FROM LedgerLine l JOIN ClosedPeriod c ON l.period <= c.period AND c.closedAt < l.at`,

  agreement_within_places: `SELECT a.id FROM Agreement a JOIN PlacePrice x ON x.agreementId = a.id AND x.supersededAt IS NULL
    WHERE a.places IS NOT NULL GROUP BY a.id HAVING COUNT(*) > a.places`,

  agreement_drawn_and_given_back: `SELECT a.id FROM Agreement a WHERE
    (SELECT COALESCE(-SUM(g.places), 0) FROM AgreementLine g WHERE g.agreementId = a.id)
      <> (SELECT COUNT(*) FROM PlacePrice x WHERE x.agreementId = a.id AND x.supersededAt IS NULL)`,

  first_places_free_within_limit: `SELECT x.eventId || ' ' || s.rootId AS id FROM PlacePrice x JOIN PriceList l ON l.id = x.priceId JOIN School s ON s.id = x.schoolId
    WHERE x.basis = 'first_free' AND x.supersededAt IS NULL GROUP BY x.eventId, s.rootId HAVING COUNT(*) > MAX(l.freePlaces)`,

  first_free_place_used: `SELECT DISTINCT x.eventId || ' ' || s.rootId AS id FROM PlacePrice x JOIN Place p ON p.id = x.placeId AND p.state = 'confirmed'
      JOIN PriceList l ON l.id = x.priceId JOIN School s ON s.id = x.schoolId
    WHERE x.supersededAt IS NULL AND x.pence > 0 AND l.freePlaces > (SELECT COUNT(*) FROM PlacePrice o JOIN School t ON t.id = o.schoolId
      WHERE o.eventId = x.eventId AND o.basis = 'first_free' AND o.supersededAt IS NULL AND t.rootId = s.rootId)`,

  code_within_limit: `SELECT c.id FROM PriceCode c JOIN PlacePrice x ON x.codeId = c.id AND x.supersededAt IS NULL GROUP BY c.id HAVING COUNT(*) > c.mostPlaces`,

  batch_adds_up: `SELECT b.id FROM FinanceFile b LEFT JOIN FinanceFileLine e ON e.batchId = b.id LEFT JOIN LedgerLine l ON l.number = e.lineNumber
    GROUP BY b.id HAVING COUNT(l.number) <> b.lines OR COALESCE(SUM(l.pence), 0) <> b.pence OR COALESCE(SUM(l.vatPence), 0) <> b.vatPence`,

  line_in_one_file: `SELECT CAST(x.lineNumber AS TEXT) AS id FROM FinanceFileLine x LEFT JOIN FinanceFileAnswer a ON a.batchId = x.batchId
    WHERE a.answer IS NOT 'rejected' GROUP BY x.lineNumber HAVING COUNT(*) > 1`,

  rejected_file_gives_lines_back: `SELECT DISTINCT x.batchId AS id FROM FinanceFileLine x LEFT JOIN FinanceFileAnswer a ON a.batchId = x.batchId
    WHERE (x.returnedAt IS NOT NULL) <> (a.answer IS 'rejected')`,

  journal_settles_lines: `SELECT CAST(l.number AS TEXT) AS id FROM LedgerLine l
    WHERE l.number IN (SELECT x.lineNumber FROM FinanceFileLine x JOIN FinanceFile b ON b.id = x.batchId AND b.kind = 'journal')
      AND (SELECT COALESCE(SUM(${gross('m')}), 0) FROM LedgerLine m WHERE m.source = 'journal:' || l.number
          OR (m.source >= 'journal:' || l.number || ':' AND m.source < 'journal:' || l.number || ';'))
        <> IIF(EXISTS (SELECT 1 FROM FinanceFileLine x LEFT JOIN FinanceFileAnswer a ON a.batchId = x.batchId WHERE x.lineNumber = l.number AND a.answer IS NOT 'rejected'),
          -(${gross('l')}), 0)`,

  request_adds_up: `SELECT r.id FROM InvoiceRequest r LEFT JOIN FinanceFileLine e ON e.requestId = r.id LEFT JOIN LedgerLine l ON l.number = e.lineNumber
    GROUP BY r.id HAVING COALESCE(SUM(l.pence), 0) <> r.pence OR COALESCE(SUM(l.vatPence), 0) <> r.vatPence
      OR COUNT(CASE WHEN l.bookingId IS NOT r.bookingId OR l.payerId <> r.payerId THEN 1 END) > 0`,

  joined_request_of_one_payer: `SELECT r.reference AS id FROM InvoiceRequest r JOIN Booking b ON b.id = r.bookingId GROUP BY r.reference
    HAVING COUNT(DISTINCT r.batchId) > 1 OR COUNT(DISTINCT r.payerId) > 1 OR COUNT(DISTINCT b.eventId) > 1
      OR (COUNT(*) > 1 AND MIN(r.pence + r.vatPence) <= 0)`,

  payment_is_of_its_request: `SELECT CAST(l.number AS TEXT) AS id FROM LedgerLine l
    LEFT JOIN InvoiceRequest r ON r.reference = substr(l.source, 9, instr(substr(l.source, 9), ':') - 1) AND r.bookingId = l.bookingId AND r.payerId = l.payerId
    WHERE l.kind = 'payment' AND l.source LIKE 'request:%' AND (r.id IS NULL
      OR (instr(l.source, char(10)) > 0) <> ((SELECT COUNT(*) FROM InvoiceRequest o WHERE o.reference = r.reference) > 1))`,

  joined_payment_is_whole: `SELECT CAST(l.number AS TEXT) AS id FROM LedgerLine l JOIN LedgerLine o ON o.kind = 'payment' AND o.source > ${whole('l')} AND o.source < ${afterWhole('l')}
    WHERE l.kind = 'payment' AND instr(l.source, char(10)) > 0 AND ((o.number > l.number AND (o.reason, o.happenedOn, o.at, COALESCE(o.approvedById, '')) <> (l.reason, l.happenedOn, l.at, COALESCE(l.approvedById, '')))
      OR (EXISTS (SELECT 1 FROM LedgerLine t WHERE t.reversesNumber = l.number) AND NOT EXISTS (SELECT 1 FROM LedgerLine t WHERE t.reversesNumber = o.number)))
    UNION SELECT m.togetherId FROM MoneyProposal m WHERE m.togetherId IS NOT NULL GROUP BY m.togetherId
      HAVING COUNT(DISTINCT m.state) > 1 OR COUNT(DISTINCT m.kind) > 1 OR COUNT(DISTINCT m.payerId) > 1 OR COUNT(DISTINCT m.proposedById) > 1`,

  invoice_adds_up: `SELECT i.id FROM Invoice i LEFT JOIN InvoiceLine e ON e.invoiceId = i.id LEFT JOIN LedgerLine l ON l.number = e.lineNumber
    GROUP BY i.id HAVING COALESCE(SUM(l.pence), 0) <> i.pence OR COALESCE(SUM(l.vatPence), 0) <> i.vatPence
      OR COUNT(CASE WHEN l.bookingId IS NOT i.bookingId OR l.payerId <> i.payerId THEN 1 END) > 0`,

  invoice_numbers_without_gaps: `SELECT n.kind AS id FROM RunningNumber n JOIN (
      SELECT 'invoice' AS kind, COUNT(*) AS count, COALESCE(MAX(number), 0) AS most FROM Invoice
      UNION ALL SELECT 'credit_note', COUNT(*), COALESCE(MAX(number), 0) FROM CreditNote) d ON d.kind = n.kind
    WHERE d.count <> d.most OR d.most <> n.last`,

  paid_checkout_is_a_payment: `SELECT c.id FROM Checkout c LEFT JOIN LedgerLine l ON l.source = 'stripe:' || c.paymentIntentId
    WHERE c.state = 'paid' AND (l.number IS NULL OR l.kind <> 'payment' OR ${gross('l')} <> -c.pence OR l.bookingId <> c.bookingId)`,

  refund_is_a_refund: `SELECT r.id FROM CardRefund r LEFT JOIN LedgerLine l ON l.source = 'stripe:' || r.stripeId
    WHERE r.state = 'succeeded' AND (l.number IS NULL OR l.kind <> 'refund' OR ${gross('l')} <> r.pence OR l.bookingId <> r.bookingId)`,

  no_more_refunded_than_paid: `SELECT c.id FROM Checkout c JOIN CardRefund r ON r.checkoutId = c.id AND r.state <> 'failed'
    GROUP BY c.id HAVING SUM(r.pence) > c.pence OR c.state <> 'paid'`,

  hold_ends: `SELECT p.id FROM Place p WHERE p.state = 'held' AND p.waitsFor IS NULL AND p.heldUntil <= strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '-2 hours')`,
}
