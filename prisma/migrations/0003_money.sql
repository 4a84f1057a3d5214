-- Money as schools pay it: prices, who pays and how, the append-only ledger, files for the council's finance system, and Stripe as one provider.
--
-- How it fits together. An event names a version of a price list. When a booking is made, BookingPayer says who pays it, by which route, and
-- which version of the prices was accepted; PlacePrice says what each place costs that is certain or held while somebody pays. Triggers post
-- the ledger from there: a place that becomes certain posts the charge of its price; a place that ends supersedes its price, and that credits
-- the charge; another price for a certain place credits the old and charges the new. Charge (cancelling, not attending) posts a line when it
-- is posted, and takes it back when it is withdrawn. Nothing else writes lines for places, so no verb can forget one; verbs write payments,
-- refunds and what two people approved. What somebody owes is the sum of the lines. All sums are whole pence; vatPence comes on top of pence.

-- VAT and prices ---------------------------------------------------------------------------------------------------------------------

-- Finance's own table: no rate is known to the program. basisPoints: 2000 is 20 %.
CREATE TABLE VatCode (
  id TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 20),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  basisPoints INTEGER NOT NULL CHECK (basisPoints BETWEEN 0 AND 10000),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  retiredAt TEXT,
  retiredById TEXT REFERENCES Account (id)
);
CREATE UNIQUE INDEX VatCode_code ON VatCode (code COLLATE NOCASE) WHERE retiredAt IS NULL;
CREATE TRIGGER VatCode_stands BEFORE UPDATE ON VatCode
WHEN OLD.retiredAt IS NOT NULL OR NEW.code <> OLD.code OR NEW.name <> OLD.name OR NEW.basisPoints <> OLD.basisPoints
BEGIN SELECT RAISE(ABORT, 'vat_code_stands'); END;
CREATE TRIGGER VatCode_kept BEFORE DELETE ON VatCode BEGIN SELECT RAISE(ABORT, 'vat_code_stands'); END;

-- One version of a list of prices; an edit is a new version under the same key, so what a booker accepted is never rewritten.
-- freePlaces: so many places of each school at an event are free of charge.
CREATE TABLE PriceList (
  id TEXT NOT NULL PRIMARY KEY,
  priceKey TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  defaultPence INTEGER NOT NULL CHECK (defaultPence BETWEEN 0 AND 1000000),
  defaultEarlyPence INTEGER CHECK (defaultEarlyPence BETWEEN 0 AND 1000000),
  vatCodeId TEXT NOT NULL REFERENCES VatCode (id),
  freePlaces INTEGER NOT NULL DEFAULT 0 CHECK (freePlaces BETWEEN 0 AND 100),
  notes TEXT NOT NULL DEFAULT '',
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  retiredAt TEXT,
  UNIQUE (priceKey, version)
);
CREATE TRIGGER PriceList_stands BEFORE UPDATE ON PriceList
WHEN OLD.retiredAt IS NOT NULL OR NEW.id <> OLD.id OR NEW.priceKey <> OLD.priceKey OR NEW.version <> OLD.version OR NEW.name <> OLD.name
  OR NEW.defaultPence <> OLD.defaultPence OR NEW.defaultEarlyPence IS NOT OLD.defaultEarlyPence OR NEW.vatCodeId <> OLD.vatCodeId
  OR NEW.freePlaces <> OLD.freePlaces OR NEW.notes <> OLD.notes
BEGIN SELECT RAISE(ABORT, 'prices_stand'); END;
CREATE TRIGGER PriceList_kept BEFORE DELETE ON PriceList BEGIN SELECT RAISE(ABORT, 'prices_stand'); END;

-- What differs from the default. A blank (NULL) falls back to it: pence to defaultPence (and then earlyPence to defaultEarlyPence),
-- vatCodeId to the list's.
CREATE TABLE PriceRow (
  priceId TEXT NOT NULL REFERENCES PriceList (id),
  status TEXT NOT NULL CHECK (status IN ('maintained', 'academy', 'independent', 'further_education', 'other')),
  area TEXT NOT NULL CHECK (area IN ('inside', 'outside')),
  agreement TEXT NOT NULL CHECK (agreement IN ('with', 'without')),
  pence INTEGER CHECK (pence BETWEEN 0 AND 1000000),
  earlyPence INTEGER CHECK (earlyPence BETWEEN 0 AND 1000000),
  vatCodeId TEXT REFERENCES VatCode (id),
  PRIMARY KEY (priceId, status, area, agreement)
);
CREATE TRIGGER PriceRow_stands BEFORE UPDATE ON PriceRow BEGIN SELECT RAISE(ABORT, 'prices_stand'); END;
CREATE TRIGGER PriceRow_kept BEFORE DELETE ON PriceRow BEGIN SELECT RAISE(ABORT, 'prices_stand'); END;

-- A code that makes the places of one list cheaper, for so many places in all.
CREATE TABLE PriceCode (
  id TEXT NOT NULL PRIMARY KEY,
  priceKey TEXT NOT NULL,
  code TEXT NOT NULL CHECK (code = upper(code) AND length(code) BETWEEN 3 AND 30),
  percentOff INTEGER CHECK (percentOff BETWEEN 1 AND 100),
  penceOff INTEGER CHECK (penceOff BETWEEN 1 AND 1000000),
  mostPlaces INTEGER NOT NULL CHECK (mostPlaces BETWEEN 1 AND 10000),
  validUntil TEXT,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  endedAt TEXT,
  endedById TEXT REFERENCES Account (id),
  CHECK ((percentOff IS NULL) <> (penceOff IS NULL))
);
CREATE UNIQUE INDEX PriceCode_once ON PriceCode (priceKey, code) WHERE endedAt IS NULL;
CREATE TRIGGER PriceCode_only_ends BEFORE UPDATE ON PriceCode
WHEN OLD.endedAt IS NOT NULL OR NEW.endedAt IS NULL OR NEW.code <> OLD.code OR NEW.mostPlaces <> OLD.mostPlaces OR NEW.percentOff IS NOT OLD.percentOff OR NEW.penceOff IS NOT OLD.penceOff
BEGIN SELECT RAISE(ABORT, 'code_only_ends'); END;

-- priceId: the version that new bookings accept; NULL: free of charge. earlyUntil: up to this instant the early prices hold.
ALTER TABLE Event ADD COLUMN priceId TEXT REFERENCES PriceList (id);
ALTER TABLE Event ADD COLUMN earlyUntil TEXT;
-- VAT of what cancelling and not attending cost; NULL: none.
ALTER TABLE CancellationTerms ADD COLUMN vatCodeId TEXT REFERENCES VatCode (id);

-- Who pays, and how -----------------------------------------------------------------------------------------------------------------------

CREATE TABLE Payer (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('school', 'trust')),
  schoolId TEXT UNIQUE REFERENCES School (id),
  trustUid TEXT UNIQUE,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  CHECK ((kind = 'school') = (schoolId IS NOT NULL)),
  CHECK ((kind = 'trust') = (trustUid IS NOT NULL))
);
CREATE TRIGGER Payer_stands BEFORE UPDATE ON Payer BEGIN SELECT RAISE(ABORT, 'payer_stands'); END;
CREATE TRIGGER Payer_kept BEFORE DELETE ON Payer BEGIN SELECT RAISE(ABORT, 'payer_stands'); END;

-- Finance's word on how a payer pays for events from fromDay until before toDay. A change supersedes and is another row.
CREATE TABLE PayerRoute (
  id TEXT NOT NULL PRIMARY KEY,
  payerId TEXT NOT NULL REFERENCES Payer (id),
  route TEXT NOT NULL CHECK (route IN ('recharge', 'invoice', 'stripe_invoice', 'card', 'agreement')),
  fromDay TEXT NOT NULL CHECK (fromDay IS date(fromDay)),
  toDay TEXT CHECK (toDay IS NULL OR (toDay IS date(toDay) AND toDay > fromDay)),
  reason TEXT NOT NULL DEFAULT '',
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  supersededAt TEXT,
  supersededById TEXT REFERENCES Account (id)
);
CREATE INDEX PayerRoute_payer ON PayerRoute (payerId) WHERE supersededAt IS NULL;
CREATE TRIGGER PayerRoute_one_at_a_time BEFORE INSERT ON PayerRoute BEGIN
  SELECT RAISE(ABORT, 'routes_overlap') FROM PayerRoute o WHERE o.payerId = NEW.payerId AND o.supersededAt IS NULL
    AND o.fromDay < COALESCE(NEW.toDay, '9999') AND NEW.fromDay < COALESCE(o.toDay, '9999');
END;
CREATE TRIGGER PayerRoute_only_superseded BEFORE UPDATE ON PayerRoute
WHEN OLD.supersededAt IS NOT NULL OR NEW.supersededAt IS NULL OR NEW.route <> OLD.route OR NEW.fromDay <> OLD.fromDay OR NEW.toDay IS NOT OLD.toDay
BEGIN SELECT RAISE(ABORT, 'route_stands'); END;
CREATE TRIGGER PayerRoute_kept BEFORE DELETE ON PayerRoute BEGIN SELECT RAISE(ABORT, 'route_stands'); END;

-- The route by legal status where finance has said nothing of the payer. No row: recharge for the area's maintained schools, else the
-- council's own invoice.
CREATE TABLE RouteDefault (
  id TEXT NOT NULL PRIMARY KEY,
  status TEXT NOT NULL CHECK (status IN ('maintained', 'academy', 'independent', 'further_education', 'other')),
  area TEXT NOT NULL CHECK (area IN ('inside', 'outside')),
  route TEXT NOT NULL CHECK (route IN ('recharge', 'invoice', 'stripe_invoice', 'card')),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  supersededAt TEXT
);
CREATE UNIQUE INDEX RouteDefault_once ON RouteDefault (status, area) WHERE supersededAt IS NULL;
CREATE TRIGGER RouteDefault_only_superseded BEFORE UPDATE ON RouteDefault
WHEN OLD.supersededAt IS NOT NULL OR NEW.supersededAt IS NULL OR NEW.status <> OLD.status OR NEW.area <> OLD.area OR NEW.route <> OLD.route
BEGIN SELECT RAISE(ABORT, 'route_stands'); END;

-- A trust that pays for its schools, for events from fromDay until before toDay.
CREATE TABLE CentralPayer (
  id TEXT NOT NULL PRIMARY KEY,
  trustUid TEXT NOT NULL,
  fromDay TEXT NOT NULL CHECK (fromDay IS date(fromDay)),
  toDay TEXT CHECK (toDay IS NULL OR (toDay IS date(toDay) AND toDay > fromDay)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  supersededAt TEXT,
  supersededById TEXT REFERENCES Account (id)
);
CREATE INDEX CentralPayer_trust ON CentralPayer (trustUid) WHERE supersededAt IS NULL;
CREATE TRIGGER CentralPayer_one_at_a_time BEFORE INSERT ON CentralPayer BEGIN
  SELECT RAISE(ABORT, 'routes_overlap') FROM CentralPayer o WHERE o.trustUid = NEW.trustUid AND o.supersededAt IS NULL
    AND o.fromDay < COALESCE(NEW.toDay, '9999') AND NEW.fromDay < COALESCE(o.toDay, '9999');
END;
CREATE TRIGGER CentralPayer_only_superseded BEFORE UPDATE ON CentralPayer
WHEN OLD.supersededAt IS NOT NULL OR NEW.supersededAt IS NULL OR NEW.trustUid <> OLD.trustUid OR NEW.fromDay <> OLD.fromDay OR NEW.toDay IS NOT OLD.toDay
BEGIN SELECT RAISE(ABORT, 'route_stands'); END;
CREATE TRIGGER CentralPayer_kept BEFORE DELETE ON CentralPayer BEGIN SELECT RAISE(ABORT, 'route_stands'); END;

-- What is known of a payer for its bills. customerNumber: in the council's finance system.
CREATE TABLE PayerDetails (
  id TEXT NOT NULL PRIMARY KEY,
  payerId TEXT NOT NULL REFERENCES Payer (id),
  costCentre TEXT NOT NULL DEFAULT '',
  subjectiveCode TEXT NOT NULL DEFAULT '',
  customerNumber TEXT NOT NULL DEFAULT '',
  billingName TEXT NOT NULL DEFAULT '',
  billingEmail TEXT NOT NULL DEFAULT '',
  billingAddress TEXT NOT NULL DEFAULT '',
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  supersededAt TEXT
);
CREATE UNIQUE INDEX PayerDetails_once ON PayerDetails (payerId) WHERE supersededAt IS NULL;

-- A service agreement of a school (a root) or a trust: places at events from fromDay until before toDay are covered, so many of them, or
-- (places NULL) any number. pricedWith 1: beyond its places the prices "with agreement" hold.
CREATE TABLE Agreement (
  id TEXT NOT NULL PRIMARY KEY,
  schoolId TEXT REFERENCES School (id),
  trustUid TEXT,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  fromDay TEXT NOT NULL CHECK (fromDay IS date(fromDay)),
  toDay TEXT CHECK (toDay IS NULL OR (toDay IS date(toDay) AND toDay > fromDay)),
  places INTEGER CHECK (places >= 0),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  endedAt TEXT,
  endedById TEXT REFERENCES Account (id),
  CHECK ((schoolId IS NULL) <> (trustUid IS NULL))
);
CREATE INDEX Agreement_school ON Agreement (schoolId) WHERE endedAt IS NULL;
CREATE INDEX Agreement_trust ON Agreement (trustUid) WHERE endedAt IS NULL;
CREATE TRIGGER Agreement_stands BEFORE UPDATE ON Agreement
WHEN OLD.endedAt IS NOT NULL OR NEW.endedAt IS NULL OR NEW.schoolId IS NOT OLD.schoolId OR NEW.trustUid IS NOT OLD.trustUid OR NEW.fromDay <> OLD.fromDay OR NEW.toDay IS NOT OLD.toDay OR NEW.places IS NOT OLD.places
BEGIN SELECT RAISE(ABORT, 'agreement_stands'); END;
CREATE TRIGGER Agreement_kept BEFORE DELETE ON Agreement BEGIN SELECT RAISE(ABORT, 'agreement_stands'); END;

-- Places of an agreement drawn down (-1) and given back (+1), posted by the triggers of PlacePrice.
CREATE TABLE AgreementLine (
  number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  agreementId TEXT NOT NULL REFERENCES Agreement (id),
  placePriceId TEXT NOT NULL REFERENCES PlacePrice (id),
  placeId TEXT NOT NULL,
  places INTEGER NOT NULL CHECK (places IN (-1, 1)),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  UNIQUE (placePriceId, places)
);
CREATE INDEX AgreementLine_agreement ON AgreementLine (agreementId);
CREATE TRIGGER AgreementLine_stands BEFORE UPDATE ON AgreementLine BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;
CREATE TRIGGER AgreementLine_kept BEFORE DELETE ON AgreementLine BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;

-- What a booking accepted of money: who pays, by which route, with which references, by which version of the prices. pricedAsOf: the instant
-- by which early prices are judged. agreedAt: when somebody of the school accepted it; NULL: nobody of the school has yet.
CREATE TABLE BookingPayer (
  id TEXT NOT NULL PRIMARY KEY,
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  payerId TEXT NOT NULL REFERENCES Payer (id),
  route TEXT NOT NULL CHECK (route IN ('recharge', 'invoice', 'stripe_invoice', 'card', 'agreement')),
  priceId TEXT REFERENCES PriceList (id),
  codeId TEXT REFERENCES PriceCode (id),
  poNumber TEXT NOT NULL DEFAULT '',
  costCentre TEXT NOT NULL DEFAULT '',
  subjectiveCode TEXT NOT NULL DEFAULT '',
  billingEmail TEXT NOT NULL DEFAULT '',
  pricedAsOf TEXT NOT NULL CHECK (pricedAsOf IS strftime('%Y-%m-%dT%H:%M:%fZ', pricedAsOf)),
  agreedAt TEXT,
  agreedById TEXT REFERENCES Account (id),
  -- Why this payer and this route, as JSON of the facts at the time.
  rule TEXT NOT NULL CHECK (json_valid(rule)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  supersededAt TEXT
);
CREATE UNIQUE INDEX BookingPayer_once ON BookingPayer (bookingId) WHERE supersededAt IS NULL;
CREATE INDEX BookingPayer_payer ON BookingPayer (payerId);
CREATE TRIGGER BookingPayer_only_superseded BEFORE UPDATE ON BookingPayer
WHEN OLD.supersededAt IS NOT NULL OR NEW.supersededAt IS NULL OR NEW.payerId <> OLD.payerId OR NEW.route <> OLD.route OR NEW.priceId IS NOT OLD.priceId OR NEW.rule <> OLD.rule
BEGIN SELECT RAISE(ABORT, 'booking_payer_stands'); END;
CREATE TRIGGER BookingPayer_kept BEFORE DELETE ON BookingPayer BEGIN SELECT RAISE(ABORT, 'booking_payer_stands'); END;

-- What one place costs, with everything that made it so. Written before its place is confirmed or held; superseded when the place ends or is
-- priced anew. because: the price list, its early price, one of the school's first free places, an agreement, or a code.
CREATE TABLE PlacePrice (
  id TEXT NOT NULL PRIMARY KEY,
  placeId TEXT NOT NULL,
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  eventId TEXT NOT NULL REFERENCES Event (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  payerId TEXT NOT NULL REFERENCES Payer (id),
  route TEXT NOT NULL CHECK (route IN ('recharge', 'invoice', 'stripe_invoice', 'card', 'agreement')),
  priceId TEXT NOT NULL REFERENCES PriceList (id),
  status TEXT NOT NULL CHECK (status IN ('maintained', 'academy', 'independent', 'further_education', 'other')),
  area TEXT NOT NULL CHECK (area IN ('inside', 'outside')),
  agreement TEXT NOT NULL CHECK (agreement IN ('with', 'without')),
  because TEXT NOT NULL CHECK (because IN ('price', 'early', 'first_free', 'agreement', 'code')),
  pence INTEGER NOT NULL CHECK (pence >= 0),
  vatPence INTEGER NOT NULL CHECK (vatPence >= 0),
  vatCodeId TEXT NOT NULL REFERENCES VatCode (id),
  agreementId TEXT REFERENCES Agreement (id),
  codeId TEXT REFERENCES PriceCode (id),
  rule TEXT NOT NULL CHECK (json_valid(rule)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  supersededAt TEXT,
  CHECK ((because = 'agreement') = (agreementId IS NOT NULL)),
  CHECK (because NOT IN ('agreement', 'first_free') OR pence = 0)
);
CREATE UNIQUE INDEX PlacePrice_once ON PlacePrice (placeId) WHERE supersededAt IS NULL;
CREATE INDEX PlacePrice_booking ON PlacePrice (bookingId) WHERE supersededAt IS NULL;
CREATE INDEX PlacePrice_event ON PlacePrice (eventId, because) WHERE supersededAt IS NULL;
CREATE INDEX PlacePrice_agreement ON PlacePrice (agreementId) WHERE supersededAt IS NULL AND agreementId IS NOT NULL;
CREATE INDEX PlacePrice_code ON PlacePrice (codeId) WHERE supersededAt IS NULL AND codeId IS NOT NULL;
CREATE TRIGGER PlacePrice_fits BEFORE INSERT ON PlacePrice BEGIN
  SELECT RAISE(ABORT, 'agreement_used_up') FROM Agreement a WHERE a.id = NEW.agreementId AND (a.endedAt IS NOT NULL OR a.places <= (
    SELECT COUNT(*) FROM PlacePrice o WHERE o.agreementId = a.id AND o.supersededAt IS NULL AND o.placeId <> NEW.placeId));
  SELECT RAISE(ABORT, 'free_places_used') FROM PriceList l WHERE NEW.because = 'first_free' AND l.id = NEW.priceId AND l.freePlaces <= (
    SELECT COUNT(*) FROM PlacePrice o JOIN School s ON s.id = o.schoolId
    WHERE o.eventId = NEW.eventId AND o.because = 'first_free' AND o.supersededAt IS NULL AND o.placeId <> NEW.placeId
      AND s.rootId = (SELECT n.rootId FROM School n WHERE n.id = NEW.schoolId));
  SELECT RAISE(ABORT, 'code_used_up') FROM PriceCode c WHERE c.id = NEW.codeId AND c.mostPlaces <= (
    SELECT COUNT(*) FROM PlacePrice o WHERE o.codeId = c.id AND o.supersededAt IS NULL AND o.placeId <> NEW.placeId);
END;
CREATE TRIGGER PlacePrice_only_superseded BEFORE UPDATE ON PlacePrice
WHEN OLD.supersededAt IS NOT NULL OR NEW.supersededAt IS NULL OR NEW.placeId <> OLD.placeId OR NEW.payerId <> OLD.payerId OR NEW.pence <> OLD.pence OR NEW.vatPence <> OLD.vatPence OR NEW.rule <> OLD.rule
BEGIN SELECT RAISE(ABORT, 'place_price_stands'); END;
CREATE TRIGGER PlacePrice_kept BEFORE DELETE ON PlacePrice BEGIN SELECT RAISE(ABORT, 'place_price_stands'); END;
CREATE TRIGGER PlacePrice_draws AFTER INSERT ON PlacePrice WHEN NEW.agreementId IS NOT NULL BEGIN
  INSERT INTO AgreementLine (agreementId, placePriceId, placeId, places, at) VALUES (NEW.agreementId, NEW.id, NEW.placeId, -1, NEW.createdAt);
END;
CREATE TRIGGER PlacePrice_gives_back AFTER UPDATE OF supersededAt ON PlacePrice WHEN OLD.agreementId IS NOT NULL BEGIN
  INSERT INTO AgreementLine (agreementId, placePriceId, placeId, places, at) VALUES (OLD.agreementId, OLD.id, OLD.placeId, 1, NEW.supersededAt);
END;

-- The ledger -----------------------------------------------------------------------------------------------------------------------------

-- A month whose accounts are closed: later lines go to the month after the last closed one.
CREATE TABLE ClosedPeriod (
  period TEXT NOT NULL PRIMARY KEY CHECK (period || '-01' IS date(period || '-01')),
  closedAt TEXT NOT NULL CHECK (closedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', closedAt)),
  closedById TEXT REFERENCES Account (id)
);
CREATE TRIGGER ClosedPeriod_stands BEFORE UPDATE ON ClosedPeriod BEGIN SELECT RAISE(ABORT, 'period_is_closed'); END;
CREATE TRIGGER ClosedPeriod_kept BEFORE DELETE ON ClosedPeriod BEGIN SELECT RAISE(ABORT, 'period_is_closed'); END;

-- What somebody asks to let off, pay back or write off; somebody else approves it. pence, vatPence: positive sums.
CREATE TABLE MoneyProposal (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('waiver', 'refund', 'write_off')),
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  payerId TEXT NOT NULL REFERENCES Payer (id),
  -- A waiver lets off a charge for cancelling or not attending (whole), or part of a line.
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
  CHECK ((state = 'proposed') = (decidedAt IS NULL))
);
CREATE INDEX MoneyProposal_open ON MoneyProposal (proposedAt) WHERE state = 'proposed';
CREATE INDEX MoneyProposal_booking ON MoneyProposal (bookingId);
CREATE UNIQUE INDEX MoneyProposal_once ON MoneyProposal (chargeId) WHERE state = 'proposed' AND chargeId IS NOT NULL;
CREATE TRIGGER MoneyProposal_decided_once BEFORE UPDATE ON MoneyProposal BEGIN
  SELECT RAISE(ABORT, 'proposal_is_decided') WHERE OLD.state <> 'proposed' OR NEW.pence <> OLD.pence OR NEW.vatPence <> OLD.vatPence OR NEW.kind <> OLD.kind OR NEW.reason <> OLD.reason OR NEW.proposedById <> OLD.proposedById;
  SELECT RAISE(ABORT, 'own_proposal') WHERE NEW.state = 'approved' AND (NEW.decidedById IS NULL OR NEW.decidedById = NEW.proposedById OR EXISTS (
    SELECT 1 FROM Account a JOIN Account b ON b.personId = a.personId WHERE a.id = NEW.decidedById AND b.id = NEW.proposedById));
END;
CREATE TRIGGER MoneyProposal_kept BEFORE DELETE ON MoneyProposal BEGIN SELECT RAISE(ABORT, 'proposal_is_decided'); END;

-- Sums above nothing are owed to the council, sums below it are in the payer's favour. bookingId NULL: money on account that belongs to no
-- booking yet. source: what a line of money came from, so that it is posted once. period and happenedOn are filled in when left empty.
CREATE TABLE LedgerLine (
  number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('charge', 'cancellation_charge', 'not_attending_charge', 'waiver', 'credit', 'payment', 'refund', 'write_off')),
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
  CHECK (kind NOT IN ('charge', 'cancellation_charge', 'not_attending_charge', 'refund') OR (pence >= 0 AND vatPence >= 0)),
  CHECK (kind NOT IN ('waiver', 'credit', 'payment', 'write_off') OR (pence <= 0 AND vatPence <= 0)),
  CHECK (bookingId IS NOT NULL OR kind IN ('payment', 'refund')),
  CHECK (kind NOT IN ('waiver', 'write_off') OR (proposalId IS NOT NULL AND approvedById IS NOT NULL AND length(trim(reason)) > 0)),
  CHECK (kind NOT IN ('payment', 'refund') OR source IS NOT NULL)
);
CREATE INDEX LedgerLine_payer ON LedgerLine (payerId, number);
CREATE INDEX LedgerLine_booking ON LedgerLine (bookingId, number);
CREATE INDEX LedgerLine_school ON LedgerLine (schoolId, number);
CREATE INDEX LedgerLine_event ON LedgerLine (eventId);
CREATE INDEX LedgerLine_reverses ON LedgerLine (reversesNumber) WHERE reversesNumber IS NOT NULL;
CREATE INDEX LedgerLine_price ON LedgerLine (placePriceId) WHERE placePriceId IS NOT NULL;
CREATE INDEX LedgerLine_charge ON LedgerLine (chargeId) WHERE chargeId IS NOT NULL;
CREATE INDEX LedgerLine_at ON LedgerLine (at);
CREATE INDEX LedgerLine_to_export ON LedgerLine (route, number) WHERE kind NOT IN ('payment', 'refund');
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

-- How far changes of schools, events and payers have been followed into what is priced: one row, for the job that prices anew.
CREATE TABLE PricesFollowed (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  doneUpTo TEXT NOT NULL DEFAULT '',
  upTo TEXT,
  afterId TEXT NOT NULL DEFAULT ''
);
INSERT INTO PricesFollowed (id) VALUES (1);
CREATE INDEX SchoolIdentity_learned ON SchoolIdentity (learnedAt);

-- Places held while somebody pays: few at any time, and looked for every minute.
CREATE INDEX Place_on_hold ON Place (heldUntil) WHERE state = 'held' AND waitsFor IS NULL;

-- Places post their charges ------------------------------------------------------------------------------------------------------------------

-- At an event that costs something nothing is certain, or held while somebody pays, without a payer and a price.
CREATE TRIGGER Place_has_price_on_insert BEFORE INSERT ON Place WHEN NEW.waitsFor IS NULL AND NEW.state <> 'cancelled' BEGIN
  SELECT RAISE(ABORT, 'place_without_payer') FROM Event e WHERE e.id = NEW.eventId AND e.priceId IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM BookingPayer b WHERE b.bookingId = NEW.bookingId AND b.supersededAt IS NULL);
  SELECT RAISE(ABORT, 'place_without_price') FROM Event e WHERE e.id = NEW.eventId AND e.priceId IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM PlacePrice x WHERE x.placeId = NEW.id AND x.supersededAt IS NULL);
END;
CREATE TRIGGER Place_has_price BEFORE UPDATE OF state ON Place WHEN NEW.state = 'confirmed' AND OLD.state <> 'confirmed' BEGIN
  SELECT RAISE(ABORT, 'place_without_payer') FROM Event e WHERE e.id = NEW.eventId AND e.priceId IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM BookingPayer b WHERE b.bookingId = NEW.bookingId AND b.supersededAt IS NULL);
  SELECT RAISE(ABORT, 'place_without_price') FROM Event e WHERE e.id = NEW.eventId AND e.priceId IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM PlacePrice x WHERE x.placeId = NEW.id AND x.supersededAt IS NULL);
END;
CREATE TRIGGER Place_posts_charge_on_insert AFTER INSERT ON Place WHEN NEW.state = 'confirmed' BEGIN
  INSERT INTO LedgerLine (kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, vatPence, vatCodeId, rule, at, byId, placePriceId)
  SELECT 'charge', x.payerId, x.route, x.bookingId, x.placeId, x.eventId, x.schoolId, x.pence, x.vatPence, x.vatCodeId, x.rule, NEW.stateAt, x.createdById, x.id
  FROM PlacePrice x WHERE x.placeId = NEW.id AND x.supersededAt IS NULL AND (x.pence > 0 OR x.vatPence > 0);
END;
CREATE TRIGGER Place_posts_charge AFTER UPDATE OF state ON Place WHEN NEW.state = 'confirmed' AND OLD.state <> 'confirmed' BEGIN
  INSERT INTO LedgerLine (kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, vatPence, vatCodeId, rule, at, byId, placePriceId)
  SELECT 'charge', x.payerId, x.route, x.bookingId, x.placeId, x.eventId, x.schoolId, x.pence, x.vatPence, x.vatCodeId, x.rule, NEW.stateAt, x.createdById, x.id
  FROM PlacePrice x WHERE x.placeId = NEW.id AND x.supersededAt IS NULL AND (x.pence > 0 OR x.vatPence > 0);
END;
CREATE TRIGGER PlacePrice_posts_charge AFTER INSERT ON PlacePrice
WHEN (NEW.pence > 0 OR NEW.vatPence > 0) AND EXISTS (SELECT 1 FROM Place p WHERE p.id = NEW.placeId AND p.state = 'confirmed') BEGIN
  INSERT INTO LedgerLine (kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, vatPence, vatCodeId, rule, at, byId, placePriceId)
  VALUES ('charge', NEW.payerId, NEW.route, NEW.bookingId, NEW.placeId, NEW.eventId, NEW.schoolId, NEW.pence, NEW.vatPence, NEW.vatCodeId, NEW.rule, NEW.createdAt, NEW.createdById, NEW.id);
END;
CREATE TRIGGER Place_ends_price AFTER UPDATE OF state ON Place WHEN NEW.state = 'cancelled' AND OLD.state <> 'cancelled' BEGIN
  UPDATE PlacePrice SET supersededAt = NEW.stateAt WHERE placeId = NEW.id AND supersededAt IS NULL;
END;
-- What is left of the line after what was waived of it is credited.
CREATE TRIGGER PlacePrice_credits_charge AFTER UPDATE OF supersededAt ON PlacePrice BEGIN
  INSERT INTO LedgerLine (kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, vatPence, vatCodeId, rule, at, byId, reversesNumber, placePriceId)
  SELECT 'credit', l.payerId, l.route, l.bookingId, l.placeId, l.eventId, l.schoolId, -l.pence - r.pence, -l.vatPence - r.vatPence, l.vatCodeId,
    json_object('why', COALESCE((SELECT IIF(p.state = 'cancelled', 'place_ended', 'priced_anew') FROM Place p WHERE p.id = OLD.placeId), 'place_ended')),
    NEW.supersededAt, (SELECT p.endedById FROM Place p WHERE p.id = OLD.placeId AND p.state = 'cancelled'), l.number, OLD.id
  FROM LedgerLine l, (SELECT COALESCE(SUM(o.pence), 0) AS pence, COALESCE(SUM(o.vatPence), 0) AS vatPence FROM LedgerLine o
      WHERE o.reversesNumber = (SELECT c.number FROM LedgerLine c WHERE c.placePriceId = OLD.id AND c.kind = 'charge')) r
  WHERE l.placePriceId = OLD.id AND l.kind = 'charge' AND (l.pence + r.pence > 0 OR l.vatPence + r.vatPence > 0);
END;

-- Charges for cancelling and not attending ------------------------------------------------------------------------------------------------------

-- postedAt: when it became money; one for not attending is proposed until somebody has reviewed it. waivedById: the proposal that let it off.
DROP TRIGGER Charge_stands;
ALTER TABLE Charge ADD COLUMN vatPence INTEGER NOT NULL DEFAULT 0 CHECK (vatPence >= 0);
ALTER TABLE Charge ADD COLUMN vatCodeId TEXT REFERENCES VatCode (id);
ALTER TABLE Charge ADD COLUMN postedAt TEXT;
ALTER TABLE Charge ADD COLUMN postedById TEXT REFERENCES Account (id);
ALTER TABLE Charge ADD COLUMN proposalId TEXT REFERENCES MoneyProposal (id);
UPDATE Charge SET postedAt = at, postedById = byId WHERE kind = 'cancellation' AND withdrawnAt IS NULL;
CREATE INDEX Charge_to_review ON Charge (at) WHERE postedAt IS NULL AND withdrawnAt IS NULL;
CREATE TRIGGER Charge_stands BEFORE UPDATE ON Charge
WHEN OLD.withdrawnAt IS NOT NULL OR (NEW.withdrawnAt IS NULL AND (OLD.postedAt IS NOT NULL OR NEW.postedAt IS NULL))
  OR (OLD.postedAt IS NOT NULL AND NEW.postedAt IS NOT OLD.postedAt)
  OR NEW.pence <> OLD.pence OR NEW.vatPence <> OLD.vatPence OR NEW.rule <> OLD.rule OR NEW.placeId <> OLD.placeId OR NEW.kind <> OLD.kind
BEGIN SELECT RAISE(ABORT, 'charge_stands'); END;
CREATE TRIGGER Charge_has_payer BEFORE INSERT ON Charge WHEN NEW.postedAt IS NOT NULL AND NEW.pence > 0 AND NEW.withdrawnAt IS NULL BEGIN
  SELECT RAISE(ABORT, 'charge_without_payer') WHERE NOT EXISTS (SELECT 1 FROM BookingPayer b WHERE b.bookingId = NEW.bookingId AND b.supersededAt IS NULL);
END;
CREATE TRIGGER Charge_has_payer_when_posted BEFORE UPDATE OF postedAt ON Charge WHEN NEW.postedAt IS NOT NULL AND NEW.pence > 0 BEGIN
  SELECT RAISE(ABORT, 'charge_without_payer') WHERE NOT EXISTS (SELECT 1 FROM BookingPayer b WHERE b.bookingId = NEW.bookingId AND b.supersededAt IS NULL);
END;
CREATE TRIGGER Charge_posts_line_on_insert AFTER INSERT ON Charge WHEN NEW.postedAt IS NOT NULL AND NEW.withdrawnAt IS NULL AND NEW.pence > 0 BEGIN
  INSERT INTO LedgerLine (kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, vatPence, vatCodeId, rule, at, byId, chargeId)
  SELECT IIF(NEW.kind = 'cancellation', 'cancellation_charge', 'not_attending_charge'), b.payerId, b.route, NEW.bookingId, NEW.placeId, NEW.eventId, NEW.schoolId,
    NEW.pence, NEW.vatPence, NEW.vatCodeId, NEW.rule, NEW.postedAt, NEW.postedById, NEW.id
  FROM BookingPayer b WHERE b.bookingId = NEW.bookingId AND b.supersededAt IS NULL;
END;
CREATE TRIGGER Charge_posts_line AFTER UPDATE OF postedAt ON Charge WHEN OLD.postedAt IS NULL AND NEW.postedAt IS NOT NULL AND NEW.withdrawnAt IS NULL AND NEW.pence > 0 BEGIN
  INSERT INTO LedgerLine (kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, vatPence, vatCodeId, rule, at, byId, chargeId)
  SELECT IIF(NEW.kind = 'cancellation', 'cancellation_charge', 'not_attending_charge'), b.payerId, b.route, NEW.bookingId, NEW.placeId, NEW.eventId, NEW.schoolId,
    NEW.pence, NEW.vatPence, NEW.vatCodeId, NEW.rule, NEW.postedAt, NEW.postedById, NEW.id
  FROM BookingPayer b WHERE b.bookingId = NEW.bookingId AND b.supersededAt IS NULL;
END;
-- Withdrawn by an approved proposal it is a waiver, else a credit (the cancellation was undone, or somebody turned out to have come).
CREATE TRIGGER Charge_takes_line_back AFTER UPDATE OF withdrawnAt ON Charge WHEN OLD.withdrawnAt IS NULL AND NEW.withdrawnAt IS NOT NULL BEGIN
  INSERT INTO LedgerLine (kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, vatPence, vatCodeId, rule, reason, at, byId, approvedById, reversesNumber, chargeId, proposalId)
  SELECT IIF(NEW.proposalId IS NULL, 'credit', 'waiver'), l.payerId, l.route, l.bookingId, l.placeId, l.eventId, l.schoolId, -l.pence - r.pence, -l.vatPence - r.vatPence, l.vatCodeId,
    json_object('why', IIF(NEW.proposalId IS NULL, 'charge_withdrawn', 'let_off')), COALESCE(m.reason, ''), NEW.withdrawnAt, COALESCE(m.proposedById, NEW.withdrawnById), m.decidedById, l.number, NEW.id, NEW.proposalId
  FROM LedgerLine l LEFT JOIN MoneyProposal m ON m.id = NEW.proposalId, (SELECT COALESCE(SUM(o.pence), 0) AS pence, COALESCE(SUM(o.vatPence), 0) AS vatPence FROM LedgerLine o
      WHERE o.reversesNumber = (SELECT c.number FROM LedgerLine c WHERE c.chargeId = NEW.id AND c.kind IN ('cancellation_charge', 'not_attending_charge'))) r
  WHERE l.chargeId = NEW.id AND l.kind IN ('cancellation_charge', 'not_attending_charge') AND (l.pence + r.pence > 0 OR l.vatPence + r.vatPence > 0);
END;

-- What a line was told, and what somebody said against it -------------------------------------------------------------------------------------

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
CREATE TRIGGER LineDispute_settled_once BEFORE UPDATE ON LineDispute WHEN OLD.settledAt IS NOT NULL OR NEW.lineNumber <> OLD.lineNumber OR NEW.words <> OLD.words
BEGIN SELECT RAISE(ABORT, 'dispute_is_settled'); END;

-- Files for the council's finance system ------------------------------------------------------------------------------------------------------

-- The columns of a file, and more that finance sets: one JSON object a kind. A change supersedes.
CREATE TABLE MoneySetting (
  id TEXT NOT NULL PRIMARY KEY,
  key TEXT NOT NULL CHECK (key IN ('journal', 'invoice_request', 'stripe_invoice', 'card', 'supplier')),
  value TEXT NOT NULL CHECK (json_valid(value)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  supersededAt TEXT
);
CREATE UNIQUE INDEX MoneySetting_once ON MoneySetting (key) WHERE supersededAt IS NULL;

-- One file, kept as it was written, so that it can be fetched again byte for byte.
CREATE TABLE ExportBatch (
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
CREATE TRIGGER ExportBatch_stands BEFORE UPDATE ON ExportBatch BEGIN SELECT RAISE(ABORT, 'batch_stands'); END;
CREATE TRIGGER ExportBatch_kept BEFORE DELETE ON ExportBatch BEGIN SELECT RAISE(ABORT, 'batch_stands'); END;
-- Each line is in one file once, and only a line of that route.
CREATE TABLE ExportLine (
  lineNumber INTEGER NOT NULL PRIMARY KEY REFERENCES LedgerLine (number),
  batchId TEXT NOT NULL REFERENCES ExportBatch (id),
  requestId TEXT REFERENCES InvoiceRequest (id)
);
CREATE INDEX ExportLine_batch ON ExportLine (batchId);
CREATE INDEX ExportLine_request ON ExportLine (requestId) WHERE requestId IS NOT NULL;
CREATE TRIGGER ExportLine_of_route BEFORE INSERT ON ExportLine BEGIN
  SELECT RAISE(ABORT, 'line_not_for_export') FROM LedgerLine l JOIN ExportBatch b ON b.id = NEW.batchId
  WHERE l.number = NEW.lineNumber AND (l.route <> IIF(b.kind = 'journal', 'recharge', 'invoice') OR l.kind IN ('payment', 'refund'));
END;
CREATE TRIGGER ExportLine_stands BEFORE UPDATE ON ExportLine BEGIN SELECT RAISE(ABORT, 'batch_stands'); END;
CREATE TRIGGER ExportLine_kept BEFORE DELETE ON ExportLine BEGIN SELECT RAISE(ABORT, 'batch_stands'); END;
-- One invoice (or credit note, when below nothing) that the council's finance system is asked for: the lines of one booking and payer in one file.
CREATE TABLE InvoiceRequest (
  id TEXT NOT NULL PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  batchId TEXT NOT NULL REFERENCES ExportBatch (id),
  payerId TEXT NOT NULL REFERENCES Payer (id),
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  poNumber TEXT NOT NULL DEFAULT '',
  pence INTEGER NOT NULL,
  vatPence INTEGER NOT NULL
);
CREATE INDEX InvoiceRequest_booking ON InvoiceRequest (bookingId);
CREATE INDEX InvoiceRequest_batch ON InvoiceRequest (batchId);
-- Its reference is the next number of requests: a file that was composed from a number somebody else has used since fails.
CREATE TRIGGER InvoiceRequest_takes_number BEFORE INSERT ON InvoiceRequest WHEN NEW.reference GLOB 'IR[0-9]*' BEGIN
  UPDATE RunningNumber SET last = last + 1 WHERE kind = 'request';
  SELECT RAISE(ABORT, 'number_taken') FROM RunningNumber n WHERE n.kind = 'request' AND NEW.reference <> printf('IR%06d', n.last);
END;
CREATE TRIGGER InvoiceRequest_stands BEFORE UPDATE ON InvoiceRequest BEGIN SELECT RAISE(ABORT, 'batch_stands'); END;
CREATE TRIGGER InvoiceRequest_kept BEFORE DELETE ON InvoiceRequest BEGIN SELECT RAISE(ABORT, 'batch_stands'); END;

-- Running numbers without gaps, raised in the batch that uses them.
CREATE TABLE RunningNumber (
  kind TEXT NOT NULL PRIMARY KEY,
  last INTEGER NOT NULL CHECK (last >= 0)
);
INSERT INTO RunningNumber (kind, last) VALUES ('journal', 0), ('invoice_request', 0), ('request', 0), ('invoice', 0), ('credit_note', 0), ('receipt', 0);
CREATE TRIGGER RunningNumber_goes_up BEFORE UPDATE ON RunningNumber WHEN NEW.last <> OLD.last + 1 BEGIN SELECT RAISE(ABORT, 'number_taken'); END;

-- Stripe ------------------------------------------------------------------------------------------------------------------------------------------

CREATE TABLE StripeCustomer (
  payerId TEXT NOT NULL PRIMARY KEY REFERENCES Payer (id),
  stripeId TEXT NOT NULL UNIQUE,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt))
);

-- One call that changes something at Stripe, stored with its key before it is made. subjectId: the row it is about (Checkout, Invoice,
-- CreditNote, CardRefund, Payer). A call that is not known to have succeeded is made again with the same key for a day, and reconciled after.
CREATE TABLE StripeCall (
  id TEXT NOT NULL PRIMARY KEY,
  what TEXT NOT NULL,
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
CREATE TRIGGER StripeEvent_processed_once BEFORE UPDATE ON StripeEvent WHEN OLD.processedAt IS NOT NULL BEGIN SELECT RAISE(ABORT, 'event_is_processed'); END;

-- A state of an object at Stripe that has been acted on; whatever tells of it again changes nothing.
CREATE TABLE StripeState (
  objectId TEXT NOT NULL,
  state TEXT NOT NULL,
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  eventId TEXT,
  PRIMARY KEY (objectId, state)
);

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
CREATE TRIGGER Checkout_only_forward BEFORE UPDATE OF state ON Checkout
WHEN NOT (NEW.state = OLD.state OR (OLD.state = 'asked' AND NEW.state IN ('open', 'failed', 'expired', 'paid')) OR (OLD.state = 'open' AND NEW.state IN ('paid', 'expired', 'failed')) OR (OLD.state IN ('expired', 'failed') AND NEW.state = 'paid'))
BEGIN SELECT RAISE(ABORT, 'checkout_only_forward'); END;

-- Money that goes back to a card. why: by the terms of cancelling, because it was paid too late, because two people let something off, or
-- because somebody sent it back on Stripe's own pages.
CREATE TABLE CardRefund (
  id TEXT NOT NULL PRIMARY KEY,
  checkoutId TEXT NOT NULL REFERENCES Checkout (id),
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  payerId TEXT NOT NULL REFERENCES Payer (id),
  pence INTEGER NOT NULL CHECK (pence > 0),
  why TEXT NOT NULL CHECK (why IN ('terms', 'paid_late', 'approved', 'at_stripe')),
  proposalId TEXT REFERENCES MoneyProposal (id),
  state TEXT NOT NULL CHECK (state IN ('asked', 'pending', 'succeeded', 'failed')),
  stripeId TEXT UNIQUE,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  settledAt TEXT
);
CREATE INDEX CardRefund_booking ON CardRefund (bookingId);
CREATE INDEX CardRefund_checkout ON CardRefund (checkoutId);
-- No more goes back than was paid.
CREATE TRIGGER CardRefund_of_what_was_paid BEFORE INSERT ON CardRefund BEGIN
  SELECT RAISE(ABORT, 'more_than_paid') FROM Checkout c WHERE c.id = NEW.checkoutId AND (c.state <> 'paid' OR c.pence < NEW.pence + (
    SELECT COALESCE(SUM(r.pence), 0) FROM CardRefund r WHERE r.checkoutId = c.id AND r.state <> 'failed'));
END;
CREATE TRIGGER CardRefund_only_forward BEFORE UPDATE OF state ON CardRefund
WHEN NOT (NEW.state = OLD.state OR (OLD.state IN ('asked', 'pending') AND NEW.state IN ('pending', 'succeeded', 'failed')) OR (OLD.state = 'succeeded' AND NEW.state = 'failed'))
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
CREATE TRIGGER CardDispute_settled_once BEFORE UPDATE ON CardDispute WHEN OLD.settledAt IS NOT NULL OR NEW.pence <> OLD.pence OR NEW.checkoutId <> OLD.checkoutId
BEGIN SELECT RAISE(ABORT, 'dispute_is_settled'); END;

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
CREATE TRIGGER Invoice_only_forward BEFORE UPDATE OF state ON Invoice
WHEN NOT (NEW.state = OLD.state OR (OLD.state = 'draft' AND NEW.state IN ('sent', 'void', 'overdue', 'paid')) OR (OLD.state = 'sent' AND NEW.state IN ('overdue', 'paid', 'void', 'uncollectible'))
  OR (OLD.state = 'overdue' AND NEW.state IN ('paid', 'void', 'uncollectible')) OR (OLD.state = 'uncollectible' AND NEW.state IN ('paid', 'void')))
BEGIN SELECT RAISE(ABORT, 'invoice_only_forward'); END;
CREATE TRIGGER Invoice_stands BEFORE UPDATE ON Invoice
WHEN NEW.number <> OLD.number OR NEW.pence <> OLD.pence OR NEW.vatPence <> OLD.vatPence OR NEW.poNumber <> OLD.poNumber OR NEW.taxPoint <> OLD.taxPoint OR NEW.payerId <> OLD.payerId
BEGIN SELECT RAISE(ABORT, 'invoice_stands'); END;
CREATE TRIGGER Invoice_kept BEFORE DELETE ON Invoice BEGIN SELECT RAISE(ABORT, 'invoice_stands'); END;
-- A line is on one invoice that stands.
CREATE TABLE InvoiceLine (
  invoiceId TEXT NOT NULL REFERENCES Invoice (id),
  lineNumber INTEGER NOT NULL REFERENCES LedgerLine (number),
  PRIMARY KEY (invoiceId, lineNumber)
);
CREATE INDEX InvoiceLine_line ON InvoiceLine (lineNumber);
CREATE TRIGGER InvoiceLine_once BEFORE INSERT ON InvoiceLine BEGIN
  SELECT RAISE(ABORT, 'line_is_invoiced') WHERE EXISTS (
    SELECT 1 FROM InvoiceLine o JOIN Invoice i ON i.id = o.invoiceId WHERE o.lineNumber = NEW.lineNumber AND i.state <> 'void');
  SELECT RAISE(ABORT, 'line_is_invoiced') WHERE EXISTS (SELECT 1 FROM CreditNote c WHERE c.lineNumber = NEW.lineNumber);
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
-- A reminder of an invoice that is not paid, so that each is sent once.
CREATE TABLE InvoiceReminder (
  invoiceId TEXT NOT NULL REFERENCES Invoice (id),
  step TEXT NOT NULL CHECK (step IN ('before_due', 'overdue', 'overdue_again')),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  PRIMARY KEY (invoiceId, step)
);

-- What was charged before there was a ledger ------------------------------------------------------------------------------------------------------

INSERT INTO Payer (id, kind, schoolId, createdAt)
  SELECT 'payer-of-' || s.rootId, 'school', s.rootId, MIN(c.at) FROM Charge c JOIN School s ON s.id = c.schoolId
  WHERE c.kind = 'cancellation' AND c.withdrawnAt IS NULL AND c.pence > 0 GROUP BY s.rootId;
INSERT INTO BookingPayer (id, bookingId, payerId, route, pricedAsOf, agreedAt, agreedById, rule, createdAt)
  SELECT 'terms-of-' || b.id, b.id, 'payer-of-' || s.rootId, IIF(r.sector = 'maintained' AND r.origin = 'register', 'recharge', 'invoice'), b.createdAt,
    b.termsAcceptedAt, IIF(b.termsAcceptedAt IS NULL, NULL, b.bookedById), json_object('why', 'charged_before_the_ledger', 'status', r.sector), MIN(c.at)
  FROM Charge c JOIN Booking b ON b.id = c.bookingId JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId
  WHERE c.kind = 'cancellation' AND c.withdrawnAt IS NULL AND c.pence > 0 GROUP BY b.id;
INSERT INTO LedgerLine (kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, rule, at, byId, chargeId)
  SELECT 'cancellation_charge', b.payerId, b.route, c.bookingId, c.placeId, c.eventId, c.schoolId, c.pence, c.rule, c.at, c.byId, c.id
  FROM Charge c JOIN BookingPayer b ON b.bookingId = c.bookingId WHERE c.kind = 'cancellation' AND c.withdrawnAt IS NULL AND c.pence > 0 ORDER BY c.at, c.id;
-- The message that told of a cancellation named its charge.
INSERT INTO LineNotice (lineNumber, messageId)
  SELECT l.number, MIN(m.id) FROM LedgerLine l JOIN Message m ON m.bookingId = l.bookingId AND m.kind = 'booking_cancelled' AND m.createdAt = l.at GROUP BY l.number;
