-- The ledger: what is owed and why, and what two people decide. Money is whole pence.

-- Kinds of line. sign: 1, it raises what is owed to the council; -1, it lowers it. isMoney: money moved, so that it needs no booking and says from
-- where; all others are charges and what is taken off them, which go into files. needsTwo: a second person agreed to a proposal, with a reason.
CREATE TABLE LedgerLineKind (
  id TEXT NOT NULL PRIMARY KEY,
  sign INTEGER NOT NULL CHECK (sign IN (-1, 1)),
  isMoney INTEGER NOT NULL CHECK (isMoney IN (0, 1)),
  needsTwo INTEGER NOT NULL CHECK (needsTwo IN (0, 1))
);

INSERT INTO LedgerLineKind (id, sign, isMoney, needsTwo) VALUES
  ('charge', 1, 0, 0),
  ('cancellation_charge', 1, 0, 0),
  ('not_attending_charge', 1, 0, 0),
  ('waiver', -1, 0, 1),
  ('credit', -1, 0, 0),
  ('payment', -1, 1, 0),
  ('refund', 1, 1, 0),
  ('write_off', -1, 0, 1),
  ('taken_back', 1, 1, 1);

-- Sums above nothing are owed to the council, sums below it are in the payer's favour. bookingId NULL: money on account that belongs to no
-- booking yet. source: what a line of money came from, so that it is posted once. period and happenedOn are filled in when left empty.
CREATE TABLE LedgerLine (
  number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL REFERENCES LedgerLineKind (id),
  payerId TEXT NOT NULL REFERENCES Payer (id),
  route TEXT NOT NULL REFERENCES PaymentRoute (id),
  bookingId TEXT REFERENCES Booking (id),
  placeId TEXT REFERENCES Place (id),
  eventId TEXT REFERENCES Event (id),
  schoolId TEXT REFERENCES School (id),
  pence INTEGER NOT NULL,
  vatPence INTEGER NOT NULL DEFAULT 0,
  vatCodeId TEXT REFERENCES VatCode (id),
  period TEXT NOT NULL DEFAULT '',
  happenedOn TEXT NOT NULL DEFAULT '',
  rule TEXT NOT NULL CHECK (json_valid(rule)),
  reason TEXT NOT NULL DEFAULT '',
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  byId TEXT REFERENCES Account (id),
  approvedById TEXT REFERENCES Account (id),
  reversesNumber INTEGER REFERENCES LedgerLine (number),
  placePriceId TEXT REFERENCES PlacePrice (id),
  chargeId TEXT REFERENCES Charge (id),
  proposalId TEXT REFERENCES MoneyProposal (id),
  source TEXT UNIQUE,
  CHECK (pence <> 0 OR vatPence <> 0),
  CHECK (kind <> 'taken_back' OR reversesNumber IS NOT NULL),
  CHECK (kind <> 'payment' OR (approvedById IS NULL) = (proposalId IS NULL))
);
CREATE INDEX LedgerLine_payer ON LedgerLine (payerId, number);
CREATE INDEX LedgerLine_booking ON LedgerLine (bookingId, number);
CREATE INDEX LedgerLine_school ON LedgerLine (schoolId, number);
CREATE INDEX LedgerLine_event ON LedgerLine (eventId);
CREATE INDEX LedgerLine_reverses ON LedgerLine (reversesNumber) WHERE reversesNumber IS NOT NULL;
CREATE INDEX LedgerLine_price ON LedgerLine (placePriceId) WHERE placePriceId IS NOT NULL;
CREATE INDEX LedgerLine_charge ON LedgerLine (chargeId) WHERE chargeId IS NOT NULL;
CREATE INDEX LedgerLine_at ON LedgerLine (at);
CREATE INDEX LedgerLine_to_export ON LedgerLine (route, number);

-- A while after a line whoever booked is told of it, unless the act that wrote it has told them.
CREATE TRIGGER LedgerLine_to_be_told AFTER INSERT ON LedgerLine
WHEN NEW.kind IN ('charge', 'cancellation_charge', 'not_attending_charge', 'credit')
BEGIN
  UPDATE NextLook
  SET at = MIN(at, strftime('%Y-%m-%dT%H:%M:%fZ', NEW.at, '+10 minutes')), version = version + 1
  WHERE kind = 'notices';
END;
CREATE TRIGGER LedgerLine_may_be_invoiced AFTER INSERT ON LedgerLine
WHEN NEW.route = 'stripe_invoice'
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind IN ('credits', 'issues');
END;
CREATE TRIGGER LedgerLine_may_go_back AFTER INSERT ON LedgerLine
WHEN EXISTS (SELECT 1 FROM Checkout c WHERE c.bookingId = NEW.bookingId)
  OR (SELECT b.movedFromId FROM Booking b WHERE b.id = NEW.bookingId) IS NOT NULL
  OR EXISTS (SELECT 1 FROM Booking m WHERE m.movedFromId = NEW.bookingId)
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind IN ('carries', 'refunds');
END;

CREATE TRIGGER LedgerLine_of_kind BEFORE INSERT ON LedgerLine BEGIN
  SELECT RAISE(ABORT, 'line_of_other_sign')
  FROM LedgerLineKind k
  WHERE k.id = NEW.kind AND (NEW.pence * k.sign < 0 OR NEW.vatPence * k.sign < 0);
  SELECT RAISE(ABORT, 'line_without_booking')
  FROM LedgerLineKind k
  WHERE k.id = NEW.kind AND k.isMoney = 0 AND NEW.bookingId IS NULL;
  SELECT RAISE(ABORT, 'money_without_source')
  FROM LedgerLineKind k
  WHERE k.id = NEW.kind AND k.isMoney = 1 AND NEW.source IS NULL;
  SELECT RAISE(ABORT, 'line_without_second_person')
  FROM LedgerLineKind k
  WHERE k.id = NEW.kind
    AND k.needsTwo = 1
    AND (NEW.proposalId IS NULL OR NEW.approvedById IS NULL OR length(trim(NEW.reason)) = 0);
END;
CREATE TRIGGER LedgerLine_stands BEFORE UPDATE ON LedgerLine
WHEN (OLD.period <> '' AND NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'LedgerLine' AND d.id = OLD.number))
  OR NEW.pence <> OLD.pence
  OR NEW.vatPence <> OLD.vatPence
  OR NEW.kind <> OLD.kind
  OR NEW.payerId <> OLD.payerId
  OR NEW.bookingId IS NOT OLD.bookingId
  OR NEW.at <> OLD.at
BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;
CREATE TRIGGER LedgerLine_kept BEFORE DELETE ON LedgerLine BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;
-- What takes a line back takes back no more than is left of it, from the same payer.
CREATE TRIGGER LedgerLine_reverses_what_is_left BEFORE INSERT ON LedgerLine
WHEN NEW.reversesNumber IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'more_than_line')
  FROM LedgerLine l
  WHERE l.number = NEW.reversesNumber
    AND (
      l.payerId <> NEW.payerId
      OR l.bookingId IS NOT NEW.bookingId
      OR l.pence + NEW.pence + (
        SELECT COALESCE(SUM(o.pence), 0) FROM LedgerLine o WHERE o.reversesNumber = l.number
      ) < 0
      OR l.vatPence + NEW.vatPence + (
        SELECT COALESCE(SUM(o.vatPence), 0) FROM LedgerLine o WHERE o.reversesNumber = l.number
      ) < 0
    );
END;
-- The London day and month of the instant; a month that is closed gives way to the one after the last closed.
CREATE TRIGGER LedgerLine_in_period AFTER INSERT ON LedgerLine BEGIN
  UPDATE LedgerLine
  SET happenedOn = IIF(
      NEW.happenedOn = '',
      (
        SELECT date(
          NEW.at,
          IIF(
            NEW.at >= date(substr(NEW.at, 1, 4) || '-03-31', '-6 days', 'weekday 0') || 'T01:00'
            AND NEW.at < date(
              substr(NEW.at, 1, 4) || '-10-31', '-6 days', 'weekday 0'
            ) || 'T01:00', '+1 hour', '+0 hours'
          )
        )
      ),
      NEW.happenedOn
    ),
    period = MAX(
      strftime(
        '%Y-%m', NEW.at,
        IIF(
          NEW.at >= date(substr(NEW.at, 1, 4) || '-03-31', '-6 days', 'weekday 0') || 'T01:00'
          AND NEW.at < date(substr(NEW.at, 1, 4) || '-10-31', '-6 days', 'weekday 0') || 'T01:00', '+1 hour', '+0 hours'
        )
      ),
      COALESCE((SELECT strftime('%Y-%m', MAX(c.period) || '-01', '+1 month') FROM ClosedPeriod c), '')
    )
  WHERE number = NEW.number AND period = '';
END;
-- A payment of a joined request is a line for each booking that it pays. Their source is that of the payment, a line break, which no reference of
-- a payment holds, and the booking.
CREATE TRIGGER LedgerLine_of_request BEFORE INSERT ON LedgerLine
WHEN NEW.kind = 'payment' AND NEW.source LIKE 'request:%'
BEGIN
  SELECT RAISE(ABORT, 'payment_not_of_request')
  WHERE NOT EXISTS (
    SELECT 1
    FROM InvoiceRequest r
    JOIN Booking b ON b.id = r.bookingId
    WHERE r.reference = substr(NEW.source, 9, instr(substr(NEW.source, 9), ':') - 1)
      AND r.bookingId = NEW.bookingId
      AND r.payerId = NEW.payerId
      AND IIF(
        EXISTS (SELECT 1 FROM InvoiceRequest o WHERE o.reference = r.reference AND o.bookingId <> r.bookingId),
        substr(NEW.source, instr(NEW.source, char(10))) = char(10) || b.reference, instr(NEW.source, char(10)) = 0
      )
  );
END;
-- A payment by hand above £1,000, or the sum that finance has set, counts only when a second person agreed to it.
CREATE TRIGGER LedgerLine_of_second_person BEFORE INSERT ON LedgerLine
WHEN NEW.kind = 'payment'
  AND NEW.approvedById IS NULL
  AND (NEW.source LIKE 'hand:%' OR NEW.source LIKE 'request:%' OR NEW.source LIKE 'outside:%')
BEGIN
  SELECT RAISE(ABORT, 'second_person_needed')
  FROM (
    SELECT COALESCE((SELECT value FROM MoneySetting WHERE key = 'second_person' AND supersededAt IS NULL), '{"abovePence":100000}') AS value) s
  WHERE - NEW.pence + IIF(
      instr(NEW.source, char(10)) = 0, 0,
      (
        SELECT -COALESCE(SUM(o.pence), 0)
        FROM LedgerLine o
        WHERE o.kind = 'payment'
          AND o.source <> NEW.source
          AND o.source > substr(NEW.source, 1, instr(NEW.source, char(10)))
          AND o.source < substr(NEW.source, 1, instr(NEW.source, char(10)) - 1) || char(11)
      )
    ) > (s.value ->> '$.abovePence');
END;
-- A payment of a joined request is taken back with all its parts.
CREATE TRIGGER LedgerLine_takes_joined_payment_back BEFORE INSERT ON LedgerLine WHEN NEW.kind = 'taken_back' BEGIN
  SELECT RAISE(ABORT, 'taken_back_in_part')
  FROM LedgerLine p
  JOIN LedgerLine o ON o.kind = 'payment'
    AND o.number <> p.number
    AND o.source > substr(p.source, 1, instr(p.source, char(10)))
    AND o.source < substr(p.source, 1, instr(p.source, char(10)) - 1) || char(11)
  WHERE p.number = NEW.reversesNumber
    AND instr(p.source, char(10)) > 0
    AND NOT EXISTS (
      SELECT 1
      FROM MoneyProposal m
      JOIN MoneyProposal t ON t.togetherId = m.togetherId
      WHERE m.id = NEW.proposalId AND t.kind = 'take_back' AND t.state = 'approved' AND t.lineNumber = o.number
    );
END;
-- Only a payment that was recorded by hand is taken back, whole, once, and not after its money was paid back or put to a booking.
CREATE TRIGGER LedgerLine_takes_payment_back BEFORE INSERT ON LedgerLine WHEN NEW.kind = 'taken_back' BEGIN
  SELECT RAISE(ABORT, 'payment_stands')
  WHERE NOT EXISTS (
    SELECT 1
    FROM LedgerLine l
    WHERE l.number = NEW.reversesNumber
      AND l.kind = 'payment'
      AND (
        l.source LIKE 'hand:%' OR l.source LIKE 'request:%' OR l.source LIKE 'outside:%' OR l.source LIKE 'put:%:to'
      )
      AND l.payerId = NEW.payerId
      AND l.bookingId IS NEW.bookingId
      AND l.pence + NEW.pence = 0
  );
  SELECT RAISE(ABORT, 'already_taken_back')
  WHERE EXISTS (SELECT 1 FROM LedgerLine o WHERE o.reversesNumber = NEW.reversesNumber);
  SELECT RAISE(ABORT, 'payment_is_spent')
  WHERE NEW.pence > (
    SELECT -COALESCE(SUM(l.pence), 0)
    FROM LedgerLine l
    WHERE l.payerId = NEW.payerId
      AND l.bookingId IS NEW.bookingId
      AND l.kind IN (SELECT k.id FROM LedgerLineKind k WHERE k.isMoney = 1)
      AND NOT (l.route = 'card' OR l.source LIKE 'stripe:%' OR l.source LIKE 'journal:%')
  );
END;
-- What is taken back from the booking to which it was put is on the account again, by the same act: no half of it can be written alone.
CREATE TRIGGER LedgerLine_puts_back AFTER INSERT ON LedgerLine WHEN NEW.kind = 'taken_back' BEGIN
  INSERT INTO LedgerLine (
    kind, payerId, route, bookingId, pence, rule, at, byId, approvedById, reversesNumber, proposalId, source
  )
  SELECT 'payment', f.payerId, f.route, NULL, - f.pence, json_object('why', 'put_back', 'line', NEW.number), NEW.at,
    NEW.byId, NEW.approvedById, f.number, NEW.proposalId, f.source || ':taken_back'
  FROM LedgerLine p
  JOIN LedgerLine f ON f.source = substr(p.source, 1, length(p.source) - 2) || 'from'
  WHERE p.number = NEW.reversesNumber AND p.source LIKE 'put:%:to';
END;
CREATE TRIGGER LedgerLine_puts_back_both BEFORE INSERT ON LedgerLine
WHEN NEW.kind = 'payment' AND NEW.reversesNumber IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'taken_back_in_part')
  WHERE NOT EXISTS (
    SELECT 1
    FROM LedgerLine f
    JOIN LedgerLine p ON p.source = substr(f.source, 1, length(f.source) - 4) || 'to'
    JOIN LedgerLine t ON t.reversesNumber = p.number AND t.kind = 'taken_back' AND t.proposalId IS NEW.proposalId
    WHERE f.number = NEW.reversesNumber
      AND f.source LIKE 'put:%:from'
      AND f.pence + NEW.pence = 0
      AND NEW.bookingId IS NULL
  );
END;

-- A month whose accounts are closed: later lines go to the month after the last closed one.
CREATE TABLE ClosedPeriod (
  period TEXT NOT NULL PRIMARY KEY CHECK (period || '-01' IS date(period || '-01')),
  closedAt TEXT NOT NULL CHECK (closedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', closedAt)),
  closedById TEXT REFERENCES Account (id)
);

CREATE TRIGGER ClosedPeriod_stands BEFORE UPDATE ON ClosedPeriod BEGIN SELECT RAISE(ABORT, 'period_is_closed'); END;
CREATE TRIGGER ClosedPeriod_kept BEFORE DELETE ON ClosedPeriod BEGIN SELECT RAISE(ABORT, 'period_is_closed'); END;

-- That a line of the ledger was told to the payer, by which message.
CREATE TABLE LineNotice (
  lineNumber INTEGER NOT NULL REFERENCES LedgerLine (number),
  messageId TEXT NOT NULL REFERENCES Message (id),
  PRIMARY KEY (lineNumber, messageId)
);

-- words, answer: may name a person, and are never logged.
CREATE TABLE LineDispute (
  id TEXT NOT NULL PRIMARY KEY,
  lineNumber INTEGER NOT NULL REFERENCES LedgerLine (number),
  words TEXT NOT NULL CHECK (length(trim(words)) > 0),
  raisedAt TEXT NOT NULL CHECK (raisedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', raisedAt)),
  raisedById TEXT REFERENCES Account (id),
  outcome TEXT CHECK (outcome IN ('stands', 'let_off', 'withdrawn')),
  answer TEXT NOT NULL DEFAULT '',
  settledAt TEXT,
  settledById TEXT REFERENCES Account (id),
  CHECK ((outcome IS NULL) = (settledAt IS NULL))
);
CREATE UNIQUE INDEX LineDispute_open ON LineDispute (lineNumber) WHERE settledAt IS NULL;
CREATE INDEX LineDispute_line ON LineDispute (lineNumber);

CREATE TRIGGER LineDispute_may_make_due AFTER UPDATE OF settledAt ON LineDispute
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind IN ('credits', 'issues');
END;

CREATE TRIGGER LineDispute_settled_once BEFORE UPDATE ON LineDispute
WHEN NEW.lineNumber <> OLD.lineNumber
  OR ((OLD.settledAt IS NOT NULL OR NEW.words <> OLD.words)
    AND NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'LineDispute' AND d.id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'line_dispute_is_settled'); END;

-- What somebody asks to let off, pay back or write off; somebody else approves it. pence, vatPence: positive sums. Also a payment to take back,
-- and one above the sum that finance sets.
CREATE TABLE MoneyProposal (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('waiver', 'refund', 'write_off', 'take_back', 'payment')),
  bookingId TEXT REFERENCES Booking (id),
  payerId TEXT NOT NULL REFERENCES Payer (id),
  -- A waiver lets off a charge for cancelling or not attending (whole), or part of a line; what takes a payment back names its line.
  chargeId TEXT REFERENCES Charge (id),
  lineNumber INTEGER REFERENCES LedgerLine (number),
  pence INTEGER NOT NULL CHECK (pence >= 0),
  vatPence INTEGER NOT NULL DEFAULT 0 CHECK (vatPence >= 0),
  reason TEXT NOT NULL CHECK (length(trim(reason)) > 0),
  proposedAt TEXT NOT NULL CHECK (proposedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', proposedAt)),
  proposedById TEXT NOT NULL REFERENCES Account (id),
  state TEXT NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'approved', 'refused', 'withdrawn')),
  decidedAt TEXT,
  decidedById TEXT REFERENCES Account (id),
  decision TEXT NOT NULL DEFAULT '',
  -- Of a payment to take back: why, as the school reads it.
  why TEXT REFERENCES Reason (id),
  -- Of a payment that waits: the day on which it came in, and the source that its line will have. Its reason is the reference.
  happenedOn TEXT CHECK (happenedOn IS date(happenedOn)),
  source TEXT,
  -- togetherId: the first of proposals that are decided together, itself included: the parts of one payment of a joined request.
  togetherId TEXT,
  -- One of the council's people whom the proposer asked by mail to decide, until then, whatever their role.
  askedId TEXT REFERENCES Account (id),
  askedUntil TEXT CHECK (askedUntil IS strftime('%Y-%m-%dT%H:%M:%fZ', askedUntil)),
  CHECK ((askedId IS NULL) = (askedUntil IS NULL)),
  CHECK (bookingId IS NOT NULL OR kind IN ('take_back', 'payment')),
  CHECK ((kind = 'take_back') = (why IS NOT NULL)),
  CHECK ((kind = 'payment') = (happenedOn IS NOT NULL AND source IS NOT NULL)),
  CHECK ((state = 'proposed') = (decidedAt IS NULL))
);
CREATE INDEX MoneyProposal_open ON MoneyProposal (proposedAt) WHERE state = 'proposed';
CREATE INDEX MoneyProposal_booking ON MoneyProposal (bookingId);
CREATE UNIQUE INDEX MoneyProposal_once ON MoneyProposal (chargeId) WHERE state = 'proposed' AND chargeId IS NOT NULL;
-- A payment is asked to be taken back, and a payment is brought, once at a time.
CREATE UNIQUE INDEX MoneyProposal_take_back_once ON MoneyProposal (lineNumber) WHERE state = 'proposed' AND kind = 'take_back';
CREATE UNIQUE INDEX MoneyProposal_payment_once ON MoneyProposal (source) WHERE state IN ('proposed', 'approved') AND source IS NOT NULL;
CREATE INDEX MoneyProposal_together ON MoneyProposal (togetherId) WHERE togetherId IS NOT NULL;
CREATE INDEX MoneyProposal_charge ON MoneyProposal (chargeId) WHERE chargeId IS NOT NULL;

CREATE TRIGGER MoneyProposal_decided_once BEFORE UPDATE ON MoneyProposal BEGIN
  SELECT RAISE(ABORT, 'proposal_is_decided')
  WHERE NEW.pence <> OLD.pence
    OR NEW.lineNumber IS NOT OLD.lineNumber
    OR NEW.vatPence <> OLD.vatPence
    OR NEW.kind <> OLD.kind
    OR NEW.proposedById <> OLD.proposedById
    OR ((OLD.state <> 'proposed' OR NEW.reason <> OLD.reason)
      AND NOT (NEW.state = OLD.state AND EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'MoneyProposal' AND d.id = OLD.id)));
  SELECT RAISE(ABORT, 'own_proposal')
  WHERE NEW.state = 'approved'
    AND (NEW.decidedById IS NULL
      OR NEW.decidedById = NEW.proposedById
      OR (OLD.state <> NEW.state AND EXISTS (
        SELECT 1
        FROM AccountTieBesidesBrowser a JOIN AccountTieBesidesBrowser b ON b.tie = a.tie
        WHERE a.accountId = NEW.decidedById AND b.accountId = NEW.proposedById)));
END;
CREATE TRIGGER MoneyProposal_asks_another BEFORE UPDATE OF askedId ON MoneyProposal WHEN NEW.askedId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'asked_is_no_second_for_money')
  WHERE NOT EXISTS (SELECT 1 FROM StaffRole r WHERE r.accountId = NEW.askedId AND r.role <> 'door' AND r.revokedAt IS NULL)
    OR EXISTS (
      SELECT 1
      FROM AccountTieBesidesBrowser a JOIN AccountTieBesidesBrowser b ON b.tie = a.tie
      WHERE a.accountId = NEW.askedId AND b.accountId = NEW.proposedById);
END;
-- Not a CHECK: a restore loads proposals before the lines that they name.
CREATE TRIGGER MoneyProposal_names_its_line BEFORE INSERT ON MoneyProposal BEGIN
  SELECT RAISE(ABORT, 'take_back_without_line')
  WHERE NEW.kind = 'take_back' AND NEW.lineNumber IS NULL;
END;
CREATE TRIGGER MoneyProposal_kept BEFORE DELETE ON MoneyProposal BEGIN SELECT RAISE(ABORT, 'proposal_is_decided'); END;
CREATE TRIGGER MoneyProposal_begins_together BEFORE INSERT ON MoneyProposal
WHEN NEW.togetherId IS NOT NULL AND NEW.togetherId <> NEW.id
BEGIN
  SELECT RAISE(ABORT, 'proposals_not_together')
  WHERE NOT EXISTS (
    SELECT 1
    FROM MoneyProposal m
    WHERE m.id = NEW.togetherId
      AND m.togetherId = m.id
      AND m.state = 'proposed'
      AND m.kind = NEW.kind
      AND m.payerId = NEW.payerId
      AND m.proposedById = NEW.proposedById
  );
END;
CREATE TRIGGER MoneyProposal_stays_together BEFORE UPDATE ON MoneyProposal
WHEN NEW.togetherId IS NOT OLD.togetherId
BEGIN SELECT RAISE(ABORT, 'proposals_not_together'); END;
CREATE TRIGGER MoneyProposal_decided_together AFTER UPDATE OF state ON MoneyProposal
WHEN NEW.togetherId IS NOT NULL
BEGIN
  UPDATE MoneyProposal
  SET state = NEW.state, decidedAt = NEW.decidedAt, decidedById = NEW.decidedById, decision = NEW.decision
  WHERE togetherId = NEW.togetherId AND state = 'proposed';
END;

-- The columns of a file, and more that finance sets: one JSON object a kind. A change supersedes.
CREATE TABLE MoneySetting (
  id TEXT NOT NULL PRIMARY KEY,
  key TEXT NOT NULL CHECK (key IN ('journal', 'invoice_request', 'stripe_invoice', 'card', 'supplier', 'second_person')),
  value TEXT NOT NULL CHECK (json_valid(value)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  supersededAt TEXT
);
CREATE UNIQUE INDEX MoneySetting_once ON MoneySetting (key) WHERE supersededAt IS NULL;
