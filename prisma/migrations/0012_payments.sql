-- Files for the council's finance system, cards and invoices through Stripe.

-- Running numbers without gaps, raised in the batch that uses them.
CREATE TABLE RunningNumber (
  kind TEXT NOT NULL PRIMARY KEY,
  last INTEGER NOT NULL CHECK (last >= 0)
);

CREATE TRIGGER RunningNumber_goes_up BEFORE UPDATE ON RunningNumber WHEN NEW.last <> OLD.last + 1 BEGIN
  SELECT RAISE(ABORT, 'number_taken');
END;

INSERT INTO RunningNumber (kind, last) VALUES ('journal', 0), ('invoice_request', 0), ('request', 0), ('invoice', 0), ('credit_note', 0), ('receipt', 0);

-- The council's finance system --------------------------------------------------------------------------------

-- One file, kept as it was written, so that it can be fetched again byte for byte.
CREATE TABLE FinanceFile (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('journal', 'invoice_request')),
  number INTEGER NOT NULL CHECK (number > 0),
  lines INTEGER NOT NULL CHECK (lines > 0),
  pence INTEGER NOT NULL,
  vatPence INTEGER NOT NULL,
  content TEXT NOT NULL,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  UNIQUE (kind, number)
);

CREATE TRIGGER FinanceFile_stands BEFORE UPDATE ON FinanceFile BEGIN SELECT RAISE(ABORT, 'finance_file_stands'); END;
CREATE TRIGGER FinanceFile_kept BEFORE DELETE ON FinanceFile BEGIN SELECT RAISE(ABORT, 'finance_file_stands'); END;

-- returnedAt: when the finance system rejected the file; the line may then go into another. A line is in at most one file that was not rejected
-- (decision 27).
CREATE TABLE FinanceFileLine (
  lineNumber INTEGER NOT NULL REFERENCES LedgerLine (number),
  batchId TEXT NOT NULL REFERENCES FinanceFile (id),
  requestId TEXT REFERENCES InvoiceRequest (id),
  returnedAt TEXT,
  PRIMARY KEY (batchId, lineNumber)
);
-- Each line is in at most one file that was not rejected, and only a line of that route.
CREATE UNIQUE INDEX FinanceFileLine_in_one_file ON FinanceFileLine (lineNumber) WHERE returnedAt IS NULL;
CREATE INDEX FinanceFileLine_returned ON FinanceFileLine (lineNumber) WHERE returnedAt IS NOT NULL;
CREATE INDEX FinanceFileLine_request ON FinanceFileLine (requestId) WHERE requestId IS NOT NULL;

CREATE TRIGGER FinanceFileLine_new BEFORE INSERT ON FinanceFileLine
WHEN NEW.returnedAt IS NOT NULL OR EXISTS (SELECT 1 FROM FinanceFileAnswer a WHERE a.batchId = NEW.batchId)
BEGIN SELECT RAISE(ABORT, 'finance_file_line_stands'); END;
-- Its only change is that its file was rejected.
CREATE TRIGGER FinanceFileLine_stands BEFORE UPDATE ON FinanceFileLine
WHEN OLD.returnedAt IS NOT NULL
  OR NEW.lineNumber <> OLD.lineNumber
  OR NEW.batchId <> OLD.batchId
  OR NEW.requestId IS NOT OLD.requestId
  OR NOT EXISTS (
    SELECT 1
    FROM FinanceFileAnswer a
    WHERE a.batchId = OLD.batchId AND a.answer = 'rejected' AND a.answeredAt = NEW.returnedAt
  )
BEGIN SELECT RAISE(ABORT, 'finance_file_line_stands'); END;
CREATE TRIGGER FinanceFileLine_kept BEFORE DELETE ON FinanceFileLine BEGIN SELECT RAISE(ABORT, 'finance_file_line_stands'); END;
CREATE TRIGGER FinanceFileLine_of_route BEFORE INSERT ON FinanceFileLine BEGIN
  SELECT RAISE(ABORT, 'line_not_for_file')
  FROM LedgerLine l
  JOIN LedgerLineKind k ON k.id = l.kind
  JOIN PaymentRoute r ON r.id = l.route
  JOIN FinanceFile b ON b.id = NEW.batchId
  WHERE l.number = NEW.lineNumber AND (r.fileKind IS NOT b.kind OR k.isMoney = 1);
END;
CREATE TRIGGER FinanceFileLine_of_request BEFORE INSERT ON FinanceFileLine WHEN NEW.requestId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'line_not_of_request')
  FROM InvoiceRequest r
  JOIN LedgerLine l ON l.number = NEW.lineNumber
  WHERE r.id = NEW.requestId
    AND (r.batchId <> NEW.batchId OR r.payerId <> l.payerId OR r.bookingId IS NOT l.bookingId);
END;
CREATE TRIGGER FinanceFileLine_counts_in_request AFTER INSERT ON FinanceFileLine WHEN NEW.requestId IS NOT NULL BEGIN
  UPDATE InvoiceRequest
  SET pence = pence + (SELECT l.pence FROM LedgerLine l WHERE l.number = NEW.lineNumber),
    vatPence = vatPence + (SELECT l.vatPence FROM LedgerLine l WHERE l.number = NEW.lineNumber)
  WHERE id = NEW.requestId;
END;

-- One invoice (or credit note, when below nothing) that the council's finance system is asked for: the lines of one booking and payer in one
-- file. Rows with one reference are one request, joined of several bookings (decision 27).
CREATE TABLE InvoiceRequest (
  id TEXT NOT NULL PRIMARY KEY,
  reference TEXT NOT NULL,
  batchId TEXT NOT NULL REFERENCES FinanceFile (id),
  payerId TEXT NOT NULL REFERENCES Payer (id),
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  poNumber TEXT NOT NULL DEFAULT '',
  -- What its lines add up to: counted by the database, line by line.
  pence INTEGER NOT NULL DEFAULT 0,
  vatPence INTEGER NOT NULL DEFAULT 0,
  UNIQUE (reference, bookingId)
);
CREATE INDEX InvoiceRequest_booking ON InvoiceRequest (bookingId);
CREATE INDEX InvoiceRequest_batch ON InvoiceRequest (batchId);

-- Its reference is the next number of requests, or one that its file has used: a file that was composed from a number somebody else has used since fails.
CREATE TRIGGER InvoiceRequest_takes_number BEFORE INSERT ON InvoiceRequest
WHEN NEW.reference GLOB 'IR[0-9]*'
  AND NOT EXISTS (SELECT 1 FROM InvoiceRequest r WHERE r.reference = NEW.reference AND r.batchId = NEW.batchId)
BEGIN
  UPDATE RunningNumber
  SET last = last + 1
  WHERE kind = 'request';
  SELECT RAISE(ABORT, 'request_number_taken')
  FROM RunningNumber n
  WHERE n.kind = 'request' AND NEW.reference <> printf('IR%06d', n.last);
END;
-- A request is of one payer and one event.
CREATE TRIGGER InvoiceRequest_of_one_payer_and_event BEFORE INSERT ON InvoiceRequest BEGIN
  SELECT RAISE(ABORT, 'request_of_two_payers_or_events')
  FROM InvoiceRequest r
  JOIN Booking a ON a.id = r.bookingId
  JOIN Booking b ON b.id = NEW.bookingId
  WHERE r.reference = NEW.reference
    AND r.batchId = NEW.batchId
    AND (r.payerId <> NEW.payerId OR a.eventId <> b.eventId);
END;
-- It begins with nothing, and the only change is that its lines are counted.
CREATE TRIGGER InvoiceRequest_begins_empty BEFORE INSERT ON InvoiceRequest
WHEN NEW.pence <> 0 OR NEW.vatPence <> 0
BEGIN SELECT RAISE(ABORT, 'request_begins_empty'); END;
CREATE TRIGGER InvoiceRequest_stands BEFORE UPDATE ON InvoiceRequest
WHEN (
  NEW.id, NEW.reference, NEW.batchId, NEW.payerId, NEW.bookingId, NEW.poNumber
) <> (OLD.id, OLD.reference, OLD.batchId, OLD.payerId, OLD.bookingId, OLD.poNumber)
  OR (NEW.pence, NEW.vatPence) <> (
    SELECT COALESCE(SUM(l.pence), 0), COALESCE(SUM(l.vatPence), 0)
    FROM FinanceFileLine x
    JOIN LedgerLine l ON l.number = x.lineNumber
    WHERE x.requestId = OLD.id
  )
BEGIN SELECT RAISE(ABORT, 'invoice_request_stands'); END;
CREATE TRIGGER InvoiceRequest_kept BEFORE DELETE ON InvoiceRequest BEGIN SELECT RAISE(ABORT, 'invoice_request_stands'); END;

-- What the finance system said of a file, as finance brought it back: once, for good.
CREATE TABLE FinanceFileAnswer (
  batchId TEXT NOT NULL PRIMARY KEY REFERENCES FinanceFile (id),
  answer TEXT NOT NULL CHECK (answer IN ('accepted', 'rejected')),
  reason TEXT NOT NULL DEFAULT '',
  answeredAt TEXT NOT NULL CHECK (answeredAt IS strftime('%Y-%m-%dT%H:%M:%fZ', answeredAt)),
  answeredById TEXT REFERENCES Account (id),
  CHECK ((answer = 'rejected') = (length(trim(reason)) > 0))
);

CREATE TRIGGER FinanceFileAnswer_stands BEFORE UPDATE ON FinanceFileAnswer
WHEN NEW.answer <> OLD.answer
  OR NEW.answeredAt <> OLD.answeredAt
  OR NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'FinanceFileAnswer' AND d.id = OLD.batchId)
BEGIN SELECT RAISE(ABORT, 'finance_file_answer_stands'); END;
CREATE TRIGGER FinanceFileAnswer_kept BEFORE DELETE ON FinanceFileAnswer BEGIN SELECT RAISE(ABORT, 'finance_file_answer_stands'); END;
-- A file of which something was paid was evidently not rejected. A payment that was taken back does not count.
CREATE TRIGGER FinanceFileAnswer_not_paid BEFORE INSERT ON FinanceFileAnswer WHEN NEW.answer = 'rejected' BEGIN
  SELECT RAISE(ABORT, 'request_was_paid')
  FROM InvoiceRequest r
  JOIN LedgerLine m ON m.source >= 'request:' || r.reference || ':'
    AND m.source < 'request:' || r.reference || ';'
    AND m.kind = 'payment'
  WHERE r.batchId = NEW.batchId AND NOT EXISTS (SELECT 1 FROM LedgerLine o WHERE o.reversesNumber = m.number);
END;
CREATE TRIGGER FinanceFileAnswer_returns_lines AFTER INSERT ON FinanceFileAnswer WHEN NEW.answer = 'rejected' BEGIN
  UPDATE FinanceFileLine
  SET returnedAt = NEW.answeredAt
  WHERE batchId = NEW.batchId;
END;

-- Stripe ------------------------------------------------------------------------------------------------------

-- The customer at Stripe that a payer is.
CREATE TABLE StripeCustomer (
  payerId TEXT NOT NULL PRIMARY KEY REFERENCES Payer (id),
  stripeId TEXT NOT NULL UNIQUE,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt))
);

-- One call that changes something at Stripe, stored with its key before it is made. subjectId: the row it is about (Checkout, Invoice,
-- CreditNote, CardRefund, Payer). A call that is not known to have succeeded is made again with the same key for a day, and reconciled after.
CREATE TABLE StripeCall (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  subjectId TEXT NOT NULL,
  idempotencyKey TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'done', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  dueAt TEXT NOT NULL,
  claimedUntil TEXT,
  doneAt TEXT,
  stripeId TEXT,
  lastError TEXT
);
CREATE INDEX StripeCall_due ON StripeCall (dueAt) WHERE state = 'queued';
CREATE INDEX StripeCall_subject ON StripeCall (subjectId);
CREATE INDEX StripeCall_failed ON StripeCall (createdAt) WHERE state = 'failed';

CREATE TRIGGER StripeCall_may_make_due AFTER UPDATE OF state ON StripeCall
WHEN NEW.kind = 'invoice.void'
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind IN ('credits', 'issues');
END;

-- An event that Stripe told of: kept once, acted on from here. Its body is not kept: the object is fetched anew.
CREATE TABLE StripeEvent (
  id TEXT NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  objectKind TEXT NOT NULL,
  objectId TEXT NOT NULL,
  apiVersion TEXT,
  createdAt TEXT NOT NULL,
  receivedAt TEXT NOT NULL CHECK (receivedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', receivedAt)),
  processedAt TEXT,
  outcome TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  dueAt TEXT NOT NULL,
  lastError TEXT
);
CREATE INDEX StripeEvent_due ON StripeEvent (dueAt) WHERE processedAt IS NULL;
CREATE INDEX StripeEvent_object ON StripeEvent (objectId);

CREATE TRIGGER StripeEvent_processed_once BEFORE UPDATE ON StripeEvent WHEN OLD.processedAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'event_is_processed');
END;

-- A state of an object at Stripe that has been acted on; whatever tells of it again changes nothing. Checkout, CardRefund and Invoice only go
-- forward.
CREATE TABLE StripeObjectState (
  objectId TEXT NOT NULL,
  state TEXT NOT NULL,
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  eventId TEXT,
  PRIMARY KEY (objectId, state)
);

CREATE TRIGGER StripeObjectState_may_make_due AFTER INSERT ON StripeObjectState
WHEN NEW.state IN ('total_differs', 'issue_again')
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind IN ('credits', 'issues');
END;

-- Cards -------------------------------------------------------------------------------------------------------

-- A payment by card on Stripe's own page. forWhat 'places': its places are held until expiresAt plus a margin and become certain when it is
-- paid; 'balance': what a booking owes already. pence: all of it, with VAT.
CREATE TABLE Checkout (
  id TEXT NOT NULL PRIMARY KEY,
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  payerId TEXT NOT NULL REFERENCES Payer (id),
  forWhat TEXT NOT NULL CHECK (forWhat IN ('places', 'balance')),
  pence INTEGER NOT NULL CHECK (pence > 0),
  state TEXT NOT NULL CHECK (state IN ('asked', 'open', 'paid', 'expired', 'failed')),
  -- What became of a payment: its places are certain, or it came too late and goes back.
  outcome TEXT CHECK (outcome IN ('confirmed', 'applied', 'too_late')),
  stripeId TEXT UNIQUE,
  paymentIntentId TEXT UNIQUE,
  expiresAt TEXT NOT NULL,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  settledAt TEXT
);
CREATE INDEX Checkout_booking ON Checkout (bookingId);
CREATE INDEX Checkout_unsettled ON Checkout (expiresAt) WHERE state IN ('asked', 'open');
-- One at a time: a second tab goes on with the first one's.
CREATE UNIQUE INDEX Checkout_one_open ON Checkout (bookingId) WHERE state IN ('asked', 'open');

CREATE TRIGGER Checkout_may_make_due AFTER UPDATE OF state ON Checkout
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind IN ('carries', 'refunds');
END;

CREATE TRIGGER Checkout_only_forward BEFORE UPDATE OF state ON Checkout
WHEN NOT (
  NEW.state = OLD.state
  OR (OLD.state = 'asked' AND NEW.state IN ('open', 'failed', 'expired', 'paid'))
  OR (OLD.state = 'open' AND NEW.state IN ('paid', 'expired', 'failed'))
  OR (OLD.state IN ('expired', 'failed') AND NEW.state = 'paid')
)
BEGIN SELECT RAISE(ABORT, 'checkout_only_forward'); END;

-- Money that goes back to a card. why: by the terms of cancelling, because it was paid too late, because two people let something off, or
-- because somebody sent it back on Stripe's own pages.
CREATE TABLE CardRefund (
  id TEXT NOT NULL PRIMARY KEY,
  checkoutId TEXT NOT NULL REFERENCES Checkout (id),
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  payerId TEXT NOT NULL REFERENCES Payer (id),
  pence INTEGER NOT NULL CHECK (pence > 0),
  why TEXT NOT NULL REFERENCES Reason (id),
  proposalId TEXT REFERENCES MoneyProposal (id),
  state TEXT NOT NULL CHECK (state IN ('asked', 'pending', 'succeeded', 'failed')),
  stripeId TEXT UNIQUE,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  settledAt TEXT
);
CREATE INDEX CardRefund_booking ON CardRefund (bookingId);
CREATE INDEX CardRefund_checkout ON CardRefund (checkoutId);

CREATE TRIGGER CardRefund_new_may_make_due AFTER INSERT ON CardRefund
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind IN ('carries', 'refunds');
END;
CREATE TRIGGER CardRefund_may_make_due AFTER UPDATE OF state ON CardRefund
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind IN ('carries', 'refunds');
END;

-- No more goes back than was paid.
CREATE TRIGGER CardRefund_of_what_was_paid BEFORE INSERT ON CardRefund BEGIN
  SELECT RAISE(ABORT, 'more_than_paid')
  FROM Checkout c
  WHERE c.id = NEW.checkoutId
    AND (
      c.state <> 'paid'
      OR c.pence < NEW.pence + (
        SELECT COALESCE(SUM(r.pence), 0)
        FROM CardRefund r
        WHERE r.checkoutId = c.id AND r.state <> 'failed'
      )
    );
END;
CREATE TRIGGER CardRefund_only_forward BEFORE UPDATE OF state ON CardRefund
WHEN NOT (
  NEW.state = OLD.state
  OR (OLD.state IN ('asked', 'pending') AND NEW.state IN ('pending', 'succeeded', 'failed'))
  OR (OLD.state = 'succeeded' AND NEW.state = 'failed')
)
BEGIN SELECT RAISE(ABORT, 'refund_only_forward'); END;

-- A cardholder's bank takes back a payment: finance answers on Stripe's pages. id: Stripe's. One that is lost is a refund in the ledger.
CREATE TABLE CardDispute (
  id TEXT NOT NULL PRIMARY KEY,
  checkoutId TEXT NOT NULL REFERENCES Checkout (id),
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  payerId TEXT NOT NULL REFERENCES Payer (id),
  pence INTEGER NOT NULL CHECK (pence > 0),
  state TEXT NOT NULL CHECK (state IN ('open', 'won', 'lost')),
  raisedAt TEXT NOT NULL CHECK (raisedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', raisedAt)),
  settledAt TEXT,
  CHECK ((state = 'open') = (settledAt IS NULL))
);
CREATE INDEX CardDispute_booking ON CardDispute (bookingId);

CREATE TRIGGER CardDispute_new_may_make_due AFTER INSERT ON CardDispute
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind IN ('carries', 'refunds');
END;
CREATE TRIGGER CardDispute_may_make_due AFTER UPDATE OF state ON CardDispute
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind IN ('carries', 'refunds');
END;

CREATE TRIGGER CardDispute_settled_once BEFORE UPDATE ON CardDispute
WHEN OLD.settledAt IS NOT NULL OR NEW.pence <> OLD.pence OR NEW.checkoutId <> OLD.checkoutId
BEGIN SELECT RAISE(ABORT, 'card_dispute_is_settled'); END;

-- Invoices through Stripe -------------------------------------------------------------------------------------

-- An invoice through Stripe, with a running number of our own. state 'draft': its calls are not done yet. replacesId: it was issued again.
CREATE TABLE Invoice (
  id TEXT NOT NULL PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  payerId TEXT NOT NULL REFERENCES Payer (id),
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'overdue', 'paid', 'void', 'uncollectible')),
  poNumber TEXT NOT NULL DEFAULT '',
  pence INTEGER NOT NULL CHECK (pence >= 0),
  vatPence INTEGER NOT NULL CHECK (vatPence >= 0),
  -- Net and VAT credited by credit notes, and what has been received for it.
  taxPoint TEXT NOT NULL CHECK (taxPoint IS date(taxPoint)),
  dueOn TEXT NOT NULL CHECK (dueOn IS date(dueOn)),
  stripeId TEXT UNIQUE,
  hostedUrl TEXT,
  replacesId TEXT REFERENCES Invoice (id),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  sentAt TEXT,
  settledAt TEXT
);
CREATE INDEX Invoice_booking ON Invoice (bookingId);
CREATE INDEX Invoice_payer ON Invoice (payerId);
CREATE INDEX Invoice_unpaid ON Invoice (dueOn) WHERE state IN ('draft', 'sent', 'overdue');

CREATE TRIGGER Invoice_may_make_due AFTER UPDATE OF state ON Invoice
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind IN ('credits', 'issues');
END;

CREATE TRIGGER Invoice_only_forward BEFORE UPDATE OF state ON Invoice
WHEN NOT (
  NEW.state = OLD.state
  OR (OLD.state = 'draft' AND NEW.state IN ('sent', 'void', 'overdue', 'paid'))
  OR (OLD.state = 'sent' AND NEW.state IN ('overdue', 'paid', 'void', 'uncollectible'))
  OR (OLD.state = 'overdue' AND NEW.state IN ('paid', 'void', 'uncollectible'))
  OR (OLD.state = 'uncollectible' AND NEW.state IN ('paid', 'void'))
)
BEGIN SELECT RAISE(ABORT, 'invoice_only_forward'); END;
CREATE TRIGGER Invoice_stands BEFORE UPDATE ON Invoice
WHEN NEW.number <> OLD.number
  OR NEW.pence <> OLD.pence
  OR NEW.vatPence <> OLD.vatPence
  OR NEW.poNumber <> OLD.poNumber
  OR NEW.taxPoint <> OLD.taxPoint
  OR NEW.payerId <> OLD.payerId
BEGIN SELECT RAISE(ABORT, 'invoice_stands'); END;
CREATE TRIGGER Invoice_kept BEFORE DELETE ON Invoice BEGIN SELECT RAISE(ABORT, 'invoice_stands'); END;

-- A line is on one invoice that stands.
CREATE TABLE InvoiceLine (
  invoiceId TEXT NOT NULL REFERENCES Invoice (id),
  lineNumber INTEGER NOT NULL REFERENCES LedgerLine (number),
  PRIMARY KEY (invoiceId, lineNumber)
);
CREATE INDEX InvoiceLine_line ON InvoiceLine (lineNumber);

CREATE TRIGGER InvoiceLine_may_make_due AFTER INSERT ON InvoiceLine
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind IN ('credits', 'issues');
END;

CREATE TRIGGER InvoiceLine_once BEFORE INSERT ON InvoiceLine BEGIN
  SELECT RAISE(ABORT, 'line_is_invoiced')
  WHERE EXISTS (
    SELECT 1
    FROM InvoiceLine o
    JOIN Invoice i ON i.id = o.invoiceId
    WHERE o.lineNumber = NEW.lineNumber AND i.state <> 'void'
  );
  SELECT RAISE(ABORT, 'line_is_invoiced')
  WHERE EXISTS (SELECT 1 FROM CreditNote c WHERE c.lineNumber = NEW.lineNumber);
END;

-- What a credit or waiver took off an invoice, with a running number of its own.
CREATE TABLE CreditNote (
  id TEXT NOT NULL PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  invoiceId TEXT NOT NULL REFERENCES Invoice (id),
  lineNumber INTEGER NOT NULL UNIQUE REFERENCES LedgerLine (number),
  pence INTEGER NOT NULL CHECK (pence >= 0),
  vatPence INTEGER NOT NULL CHECK (vatPence >= 0),
  stripeId TEXT UNIQUE,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt))
);
CREATE INDEX CreditNote_invoice ON CreditNote (invoiceId);
