-- Money put from an account to a booking, and invoices recorded as paid elsewhere, are taken back like other payments that somebody recorded.

-- Only a payment that was recorded by hand is taken back, whole, once, and not after its money was paid back or put to a booking.
DROP TRIGGER LedgerLine_takes_payment_back;
CREATE TRIGGER LedgerLine_takes_payment_back BEFORE INSERT ON LedgerLine WHEN NEW.kind = 'taken_back' BEGIN
  SELECT RAISE(ABORT, 'payment_stands') WHERE NOT EXISTS (SELECT 1 FROM LedgerLine l WHERE l.number = NEW.reversesNumber AND l.kind = 'payment'
    AND (l.source LIKE 'hand:%' OR l.source LIKE 'request:%' OR l.source LIKE 'outside:%' OR l.source LIKE 'put:%:to')
    AND l.payerId = NEW.payerId AND l.bookingId IS NEW.bookingId AND l.pence + NEW.pence = 0);
  SELECT RAISE(ABORT, 'already_taken_back') WHERE EXISTS (SELECT 1 FROM LedgerLine o WHERE o.reversesNumber = NEW.reversesNumber);
  SELECT RAISE(ABORT, 'payment_is_spent') WHERE NEW.pence > (SELECT -COALESCE(SUM(l.pence), 0) FROM LedgerLine l
    WHERE l.payerId = NEW.payerId AND l.bookingId IS NEW.bookingId AND l.kind IN ('payment', 'refund', 'taken_back')
      AND NOT (l.route = 'card' OR l.source LIKE 'stripe:%' OR l.source LIKE 'journal:%'));
END;
-- What is taken back from the booking to which it was put is on the account again, by the same act: no half of it can be written alone.
CREATE TRIGGER LedgerLine_puts_back AFTER INSERT ON LedgerLine WHEN NEW.kind = 'taken_back' BEGIN
  INSERT INTO LedgerLine (kind, payerId, route, bookingId, pence, rule, at, byId, approvedById, reversesNumber, proposalId, source)
  SELECT 'payment', f.payerId, f.route, NULL, -f.pence, json_object('why', 'put_back', 'line', NEW.number), NEW.at, NEW.byId, NEW.approvedById, f.number,
    NEW.proposalId, f.source || ':taken_back'
  FROM LedgerLine p JOIN LedgerLine f ON f.source = substr(p.source, 1, length(p.source) - 2) || 'from'
  WHERE p.number = NEW.reversesNumber AND p.source LIKE 'put:%:to';
END;
CREATE TRIGGER LedgerLine_puts_back_both BEFORE INSERT ON LedgerLine WHEN NEW.kind = 'payment' AND NEW.reversesNumber IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'taken_back_in_part') WHERE NOT EXISTS (
    SELECT 1 FROM LedgerLine f JOIN LedgerLine p ON p.source = substr(f.source, 1, length(f.source) - 4) || 'to'
      JOIN LedgerLine t ON t.reversesNumber = p.number AND t.kind = 'taken_back' AND t.proposalId IS NEW.proposalId
    WHERE f.number = NEW.reversesNumber AND f.source LIKE 'put:%:from' AND f.pence + NEW.pence = 0 AND NEW.bookingId IS NULL);
END;
