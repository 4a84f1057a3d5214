-- Requests for invoices that are joined: all that one payer is asked for one event in one file, under one number.
--
-- A row is what a request asks of one booking. Rows of the same number are one request. The number was unique, which cannot be changed, so the
-- table is made anew with the rows that it had; foreign keys are looked at when the file is done.
PRAGMA defer_foreign_keys = on;
CREATE TABLE KeptRequest AS SELECT * FROM InvoiceRequest;
DROP TABLE InvoiceRequest;
CREATE TABLE InvoiceRequest (
  id TEXT NOT NULL PRIMARY KEY,
  reference TEXT NOT NULL,
  batchId TEXT NOT NULL REFERENCES ExportBatch (id),
  payerId TEXT NOT NULL REFERENCES Payer (id),
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  poNumber TEXT NOT NULL DEFAULT '',
  -- What its lines add up to: counted by the database, line by line.
  pence INTEGER NOT NULL DEFAULT 0,
  vatPence INTEGER NOT NULL DEFAULT 0,
  UNIQUE (reference, bookingId)
);
INSERT INTO InvoiceRequest (id, reference, batchId, payerId, bookingId, poNumber, pence, vatPence)
  SELECT id, reference, batchId, payerId, bookingId, poNumber, pence, vatPence FROM KeptRequest ORDER BY rowid;
DROP TABLE KeptRequest;
CREATE INDEX InvoiceRequest_booking ON InvoiceRequest (bookingId);
CREATE INDEX InvoiceRequest_batch ON InvoiceRequest (batchId);
-- Its reference is the next number of requests, or one that its file has used: a file that was composed from a number somebody else has used since fails.
CREATE TRIGGER InvoiceRequest_takes_number BEFORE INSERT ON InvoiceRequest
WHEN NEW.reference GLOB 'IR[0-9]*' AND NOT EXISTS (SELECT 1 FROM InvoiceRequest r WHERE r.reference = NEW.reference AND r.batchId = NEW.batchId) BEGIN
  UPDATE RunningNumber SET last = last + 1 WHERE kind = 'request';
  SELECT RAISE(ABORT, 'number_taken') FROM RunningNumber n WHERE n.kind = 'request' AND NEW.reference <> printf('IR%06d', n.last);
END;
-- A request is of one payer and one event.
CREATE TRIGGER InvoiceRequest_of_one_payer_and_event BEFORE INSERT ON InvoiceRequest BEGIN
  SELECT RAISE(ABORT, 'request_of_two') FROM InvoiceRequest r JOIN Booking a ON a.id = r.bookingId JOIN Booking b ON b.id = NEW.bookingId
  WHERE r.reference = NEW.reference AND r.batchId = NEW.batchId AND (r.payerId <> NEW.payerId OR a.eventId <> b.eventId);
END;
-- It begins with nothing, and the only change is that its lines are counted.
CREATE TRIGGER InvoiceRequest_begins_empty BEFORE INSERT ON InvoiceRequest WHEN NEW.pence <> 0 OR NEW.vatPence <> 0
BEGIN SELECT RAISE(ABORT, 'request_is_its_lines'); END;
CREATE TRIGGER InvoiceRequest_stands BEFORE UPDATE ON InvoiceRequest
WHEN (NEW.id, NEW.reference, NEW.batchId, NEW.payerId, NEW.bookingId, NEW.poNumber) <> (OLD.id, OLD.reference, OLD.batchId, OLD.payerId, OLD.bookingId, OLD.poNumber)
  OR (NEW.pence, NEW.vatPence) <> (SELECT COALESCE(SUM(l.pence), 0), COALESCE(SUM(l.vatPence), 0)
    FROM ExportLine x JOIN LedgerLine l ON l.number = x.lineNumber WHERE x.requestId = OLD.id)
BEGIN SELECT RAISE(ABORT, 'batch_stands'); END;
CREATE TRIGGER InvoiceRequest_kept BEFORE DELETE ON InvoiceRequest BEGIN SELECT RAISE(ABORT, 'batch_stands'); END;
CREATE TRIGGER ExportLine_of_request BEFORE INSERT ON ExportLine WHEN NEW.requestId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'line_not_of_request') FROM InvoiceRequest r JOIN LedgerLine l ON l.number = NEW.lineNumber
  WHERE r.id = NEW.requestId AND (r.batchId <> NEW.batchId OR r.payerId <> l.payerId OR r.bookingId IS NOT l.bookingId);
END;
CREATE TRIGGER ExportLine_counts_in_request AFTER INSERT ON ExportLine WHEN NEW.requestId IS NOT NULL BEGIN
  UPDATE InvoiceRequest SET
    pence = pence + (SELECT l.pence FROM LedgerLine l WHERE l.number = NEW.lineNumber),
    vatPence = vatPence + (SELECT l.vatPence FROM LedgerLine l WHERE l.number = NEW.lineNumber)
  WHERE id = NEW.requestId;
END;

-- A payment of a joined request is a line for each booking that it pays. Their source is that of the payment, a line break, which no reference of
-- a payment holds, and the booking.
CREATE TRIGGER LedgerLine_of_request BEFORE INSERT ON LedgerLine WHEN NEW.kind = 'payment' AND NEW.source LIKE 'request:%' BEGIN
  SELECT RAISE(ABORT, 'payment_not_of_request') WHERE NOT EXISTS (
    SELECT 1 FROM InvoiceRequest r JOIN Booking b ON b.id = r.bookingId
    WHERE r.reference = substr(NEW.source, 9, instr(substr(NEW.source, 9), ':') - 1) AND r.bookingId = NEW.bookingId AND r.payerId = NEW.payerId
      AND IIF(EXISTS (SELECT 1 FROM InvoiceRequest o WHERE o.reference = r.reference AND o.bookingId <> r.bookingId),
        substr(NEW.source, instr(NEW.source, char(10))) = char(10) || b.reference, instr(NEW.source, char(10)) = 0));
END;
-- A payment by hand above the sum that finance has set counts only when a second person agreed to it; one of a joined request counts whole.
DROP TRIGGER LedgerLine_of_second_person;
CREATE TRIGGER LedgerLine_of_second_person BEFORE INSERT ON LedgerLine
WHEN NEW.kind = 'payment' AND NEW.approvedById IS NULL AND (NEW.source LIKE 'hand:%' OR NEW.source LIKE 'request:%' OR NEW.source LIKE 'outside:%') BEGIN
  SELECT RAISE(ABORT, 'second_person_needed') FROM MoneySetting s
  WHERE s.key = 'second_person' AND s.supersededAt IS NULL
    AND -NEW.pence + IIF(instr(NEW.source, char(10)) = 0, 0, (SELECT -COALESCE(SUM(o.pence), 0) FROM LedgerLine o
      WHERE o.kind = 'payment' AND o.source <> NEW.source AND o.source > substr(NEW.source, 1, instr(NEW.source, char(10)))
        AND o.source < substr(NEW.source, 1, instr(NEW.source, char(10)) - 1) || char(11))) > (s.value ->> '$.abovePence');
END;

-- togetherId: the first of proposals that are decided together, itself included: the parts of one payment of a joined request.
ALTER TABLE MoneyProposal ADD COLUMN togetherId TEXT;
CREATE INDEX MoneyProposal_together ON MoneyProposal (togetherId) WHERE togetherId IS NOT NULL;
CREATE TRIGGER MoneyProposal_begins_together BEFORE INSERT ON MoneyProposal WHEN NEW.togetherId IS NOT NULL AND NEW.togetherId <> NEW.id BEGIN
  SELECT RAISE(ABORT, 'not_together') WHERE NOT EXISTS (SELECT 1 FROM MoneyProposal m WHERE m.id = NEW.togetherId AND m.togetherId = m.id
    AND m.state = 'proposed' AND m.kind = NEW.kind AND m.payerId = NEW.payerId AND m.proposedById = NEW.proposedById);
END;
CREATE TRIGGER MoneyProposal_stays_together BEFORE UPDATE ON MoneyProposal WHEN NEW.togetherId IS NOT OLD.togetherId
BEGIN SELECT RAISE(ABORT, 'not_together'); END;
CREATE TRIGGER MoneyProposal_decided_together AFTER UPDATE OF state ON MoneyProposal WHEN NEW.togetherId IS NOT NULL BEGIN
  UPDATE MoneyProposal SET state = NEW.state, decidedAt = NEW.decidedAt, decidedById = NEW.decidedById, decision = NEW.decision
  WHERE togetherId = NEW.togetherId AND state = 'proposed';
END;
-- A payment of a joined request is taken back with all its parts.
CREATE TRIGGER LedgerLine_takes_joined_payment_back BEFORE INSERT ON LedgerLine WHEN NEW.kind = 'taken_back' BEGIN
  SELECT RAISE(ABORT, 'taken_back_in_part') FROM LedgerLine p JOIN LedgerLine o ON o.kind = 'payment' AND o.number <> p.number
    AND o.source > substr(p.source, 1, instr(p.source, char(10))) AND o.source < substr(p.source, 1, instr(p.source, char(10)) - 1) || char(11)
  WHERE p.number = NEW.reversesNumber AND instr(p.source, char(10)) > 0 AND NOT EXISTS (
    SELECT 1 FROM MoneyProposal m JOIN MoneyProposal t ON t.togetherId = m.togetherId
    WHERE m.id = NEW.proposalId AND t.kind = 'take_back' AND t.state = 'approved' AND t.lineNumber = o.number);
END;
