-- Payments that are taken back, and large payments that a second person agrees to.
--
-- A CHECK cannot be changed, so the three tables are made anew with the rows that they had. Between dropping a table and filling it again its rows
-- are missing to those that name them: foreign keys are looked at when the file is done. A table
-- that names another must be there when that one is dropped.
PRAGMA defer_foreign_keys = on;
CREATE TABLE KeptLine AS SELECT * FROM LedgerLine;
CREATE TABLE KeptProposal AS SELECT * FROM MoneyProposal;
CREATE TABLE KeptSetting AS SELECT * FROM MoneySetting;

-- Sums above nothing are owed to the council, sums below it are in the payer's favour. bookingId NULL: money on account that belongs to no
-- booking yet. source: what a line of money came from, so that it is posted once. period and happenedOn are filled in when left empty.
DROP TABLE LedgerLine;
CREATE TABLE LedgerLine (
  number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('charge', 'cancellation_charge', 'not_attending_charge', 'waiver', 'credit', 'payment', 'refund', 'write_off', 'taken_back')),
  payerId TEXT NOT NULL REFERENCES Payer (id),
  route TEXT NOT NULL CHECK (route IN ('recharge', 'invoice', 'stripe_invoice', 'card', 'agreement')),
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
  CHECK (kind NOT IN ('charge', 'cancellation_charge', 'not_attending_charge', 'refund', 'taken_back') OR (pence >= 0 AND vatPence >= 0)),
  CHECK (kind NOT IN ('waiver', 'credit', 'payment', 'write_off') OR (pence <= 0 AND vatPence <= 0)),
  CHECK (bookingId IS NOT NULL OR kind IN ('payment', 'refund', 'taken_back')),
  CHECK (kind NOT IN ('waiver', 'write_off', 'taken_back') OR (proposalId IS NOT NULL AND approvedById IS NOT NULL AND length(trim(reason)) > 0)),
  CHECK (kind NOT IN ('payment', 'refund', 'taken_back') OR source IS NOT NULL),
  CHECK (kind <> 'taken_back' OR reversesNumber IS NOT NULL),
  CHECK (kind <> 'payment' OR (approvedById IS NULL) = (proposalId IS NULL))
);
INSERT INTO LedgerLine (number, kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, vatPence, vatCodeId, period, happenedOn, rule, reason, at, byId, approvedById, reversesNumber, placePriceId, chargeId, proposalId, source)
  SELECT number, kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, vatPence, vatCodeId, period, happenedOn, rule, reason, at, byId, approvedById, reversesNumber, placePriceId, chargeId, proposalId, source FROM KeptLine ORDER BY number;
CREATE INDEX LedgerLine_payer ON LedgerLine (payerId, number);
CREATE INDEX LedgerLine_booking ON LedgerLine (bookingId, number);
CREATE INDEX LedgerLine_school ON LedgerLine (schoolId, number);
CREATE INDEX LedgerLine_event ON LedgerLine (eventId);
CREATE INDEX LedgerLine_reverses ON LedgerLine (reversesNumber) WHERE reversesNumber IS NOT NULL;
CREATE INDEX LedgerLine_price ON LedgerLine (placePriceId) WHERE placePriceId IS NOT NULL;
CREATE INDEX LedgerLine_charge ON LedgerLine (chargeId) WHERE chargeId IS NOT NULL;
CREATE INDEX LedgerLine_at ON LedgerLine (at);
CREATE INDEX LedgerLine_to_export ON LedgerLine (route, number) WHERE kind NOT IN ('payment', 'refund', 'taken_back');
CREATE TRIGGER LedgerLine_stands BEFORE UPDATE ON LedgerLine
WHEN OLD.period <> '' OR NEW.pence <> OLD.pence OR NEW.vatPence <> OLD.vatPence OR NEW.kind <> OLD.kind OR NEW.payerId <> OLD.payerId OR NEW.bookingId IS NOT OLD.bookingId OR NEW.at <> OLD.at
BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;
CREATE TRIGGER LedgerLine_kept BEFORE DELETE ON LedgerLine BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;
-- What takes a line back takes back no more than is left of it, from the same payer.
CREATE TRIGGER LedgerLine_reverses_what_is_left BEFORE INSERT ON LedgerLine WHEN NEW.reversesNumber IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'more_than_line') FROM LedgerLine l WHERE l.number = NEW.reversesNumber AND (
    l.payerId <> NEW.payerId OR l.bookingId IS NOT NEW.bookingId
    OR l.pence + NEW.pence + (SELECT COALESCE(SUM(o.pence), 0) FROM LedgerLine o WHERE o.reversesNumber = l.number) < 0
    OR l.vatPence + NEW.vatPence + (SELECT COALESCE(SUM(o.vatPence), 0) FROM LedgerLine o WHERE o.reversesNumber = l.number) < 0);
END;
-- The London day and month of the instant; a month that is closed gives way to the one after the last closed.
CREATE TRIGGER LedgerLine_in_period AFTER INSERT ON LedgerLine BEGIN
  UPDATE LedgerLine SET
    happenedOn = IIF(NEW.happenedOn = '', (SELECT date(NEW.at, IIF(
      NEW.at >= date(substr(NEW.at, 1, 4) || '-03-31', '-6 days', 'weekday 0') || 'T01:00' AND NEW.at < date(substr(NEW.at, 1, 4) || '-10-31', '-6 days', 'weekday 0') || 'T01:00',
      '+1 hour', '+0 hours'))), NEW.happenedOn),
    period = MAX(
      strftime('%Y-%m', NEW.at, IIF(
        NEW.at >= date(substr(NEW.at, 1, 4) || '-03-31', '-6 days', 'weekday 0') || 'T01:00' AND NEW.at < date(substr(NEW.at, 1, 4) || '-10-31', '-6 days', 'weekday 0') || 'T01:00',
        '+1 hour', '+0 hours')),
      COALESCE((SELECT strftime('%Y-%m', MAX(c.period) || '-01', '+1 month') FROM ClosedPeriod c), ''))
  WHERE number = NEW.number AND period = '';
END;
-- Only a payment that was recorded by hand is taken back, whole, once, and not after its money was paid back or put to a booking.
CREATE TRIGGER LedgerLine_takes_payment_back BEFORE INSERT ON LedgerLine WHEN NEW.kind = 'taken_back' BEGIN
  SELECT RAISE(ABORT, 'payment_stands') WHERE NOT EXISTS (SELECT 1 FROM LedgerLine l WHERE l.number = NEW.reversesNumber AND l.kind = 'payment'
    AND (l.source LIKE 'hand:%' OR l.source LIKE 'request:%') AND l.payerId = NEW.payerId AND l.bookingId IS NEW.bookingId AND l.pence + NEW.pence = 0);
  SELECT RAISE(ABORT, 'already_taken_back') WHERE EXISTS (SELECT 1 FROM LedgerLine o WHERE o.reversesNumber = NEW.reversesNumber);
  SELECT RAISE(ABORT, 'payment_is_spent') WHERE NEW.pence > (SELECT -COALESCE(SUM(l.pence), 0) FROM LedgerLine l
    WHERE l.payerId = NEW.payerId AND l.bookingId IS NEW.bookingId AND l.kind IN ('payment', 'refund', 'taken_back')
      AND NOT (l.route = 'card' OR l.source LIKE 'stripe:%' OR l.source LIKE 'journal:%'));
END;
-- A payment by hand above the sum that finance has set counts only when a second person agreed to it.
CREATE TRIGGER LedgerLine_of_second_person BEFORE INSERT ON LedgerLine
WHEN NEW.kind = 'payment' AND NEW.approvedById IS NULL AND (NEW.source LIKE 'hand:%' OR NEW.source LIKE 'request:%' OR NEW.source LIKE 'outside:%') BEGIN
  SELECT RAISE(ABORT, 'second_person_needed') FROM MoneySetting s
  WHERE s.key = 'second_person' AND s.supersededAt IS NULL AND -NEW.pence > (s.value ->> '$.abovePence');
END;

-- What somebody asks to let off, pay back, write off or take back, and payments by hand above the sum that finance has set; somebody else
-- decides. pence, vatPence: positive sums. bookingId NULL: money on account.
DROP TABLE MoneyProposal;
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
  why TEXT CHECK (why IN ('wrong_request', 'wrong_sum', 'returned', 'not_received')),
  -- Of a payment that waits: the day on which it came in, and the source that its line will have. Its reason is the reference.
  happenedOn TEXT CHECK (happenedOn IS date(happenedOn)),
  source TEXT,
  CHECK (bookingId IS NOT NULL OR kind IN ('take_back', 'payment')),
  CHECK ((kind = 'take_back') = (why IS NOT NULL)),
  CHECK (kind <> 'take_back' OR lineNumber IS NOT NULL),
  CHECK ((kind = 'payment') = (happenedOn IS NOT NULL AND source IS NOT NULL)),
  CHECK ((state = 'proposed') = (decidedAt IS NULL))
);
INSERT INTO MoneyProposal (id, kind, bookingId, payerId, chargeId, lineNumber, pence, vatPence, reason, proposedAt, proposedById, state, decidedAt, decidedById, decision)
  SELECT id, kind, bookingId, payerId, chargeId, lineNumber, pence, vatPence, reason, proposedAt, proposedById, state, decidedAt, decidedById, decision FROM KeptProposal ORDER BY rowid;
CREATE INDEX MoneyProposal_open ON MoneyProposal (proposedAt) WHERE state = 'proposed';
CREATE INDEX MoneyProposal_booking ON MoneyProposal (bookingId);
CREATE UNIQUE INDEX MoneyProposal_once ON MoneyProposal (chargeId) WHERE state = 'proposed' AND chargeId IS NOT NULL;
CREATE TRIGGER MoneyProposal_decided_once BEFORE UPDATE ON MoneyProposal BEGIN
  SELECT RAISE(ABORT, 'proposal_is_decided') WHERE OLD.state <> 'proposed' OR NEW.pence <> OLD.pence OR NEW.vatPence <> OLD.vatPence OR NEW.kind <> OLD.kind OR NEW.reason <> OLD.reason OR NEW.proposedById <> OLD.proposedById;
  SELECT RAISE(ABORT, 'own_proposal') WHERE NEW.state = 'approved' AND (NEW.decidedById IS NULL OR NEW.decidedById = NEW.proposedById OR EXISTS (
    SELECT 1 FROM Account a JOIN Account b ON b.personId = a.personId WHERE a.id = NEW.decidedById AND b.id = NEW.proposedById));
END;
CREATE TRIGGER MoneyProposal_kept BEFORE DELETE ON MoneyProposal BEGIN SELECT RAISE(ABORT, 'proposal_is_decided'); END;
-- A payment is asked to be taken back, and a payment is brought, once at a time.
CREATE UNIQUE INDEX MoneyProposal_take_back_once ON MoneyProposal (lineNumber) WHERE state = 'proposed' AND kind = 'take_back';
CREATE UNIQUE INDEX MoneyProposal_payment_once ON MoneyProposal (source) WHERE state IN ('proposed', 'approved') AND source IS NOT NULL;

-- What finance sets, such as the columns of a file or the sum above which a payment needs a second person: one JSON object a kind. A change supersedes.
DROP TABLE MoneySetting;
CREATE TABLE MoneySetting (
  id TEXT NOT NULL PRIMARY KEY,
  key TEXT NOT NULL CHECK (key IN ('journal', 'invoice_request', 'stripe_invoice', 'card', 'supplier', 'second_person')),
  value TEXT NOT NULL CHECK (json_valid(value)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  supersededAt TEXT
);
INSERT INTO MoneySetting (id, key, value, createdAt, createdById, supersededAt)
  SELECT id, key, value, createdAt, createdById, supersededAt FROM KeptSetting ORDER BY rowid;
CREATE UNIQUE INDEX MoneySetting_once ON MoneySetting (key) WHERE supersededAt IS NULL;

DROP TABLE KeptLine;
DROP TABLE KeptProposal;
DROP TABLE KeptSetting;

-- Lines of money are in no file of charges.
DROP TRIGGER ExportLine_of_route;
CREATE TRIGGER ExportLine_of_route BEFORE INSERT ON ExportLine BEGIN
  SELECT RAISE(ABORT, 'line_not_for_export') FROM LedgerLine l JOIN ExportBatch b ON b.id = NEW.batchId
  WHERE l.number = NEW.lineNumber AND (l.route <> IIF(b.kind = 'journal', 'recharge', 'invoice') OR l.kind IN ('payment', 'refund', 'taken_back'));
END;
