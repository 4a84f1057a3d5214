-- What places cost and who pays. Money is whole pence.

-- What places cost --------------------------------------------------------------------------------------------

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
  -- How much less a place online of a mixed event costs than one in the room, and never less than nothing.
  onlineLessPence INTEGER NOT NULL DEFAULT 0 CHECK (onlineLessPence BETWEEN 0 AND 1000000),
  notes TEXT NOT NULL DEFAULT '',
  -- The price of one session at a school, as it was agreed: it is on no list, and no agreement of places covers it.
  forSession INTEGER NOT NULL DEFAULT 0 CHECK (forSession IN (0, 1)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  retiredAt TEXT,
  UNIQUE (priceKey, version)
);

CREATE TRIGGER PriceList_stands BEFORE UPDATE ON PriceList
WHEN OLD.retiredAt IS NOT NULL
  OR NEW.id <> OLD.id
  OR NEW.priceKey <> OLD.priceKey
  OR NEW.version <> OLD.version
  OR NEW.name <> OLD.name
  OR NEW.defaultPence <> OLD.defaultPence
  OR NEW.defaultEarlyPence IS NOT OLD.defaultEarlyPence
  OR NEW.vatCodeId <> OLD.vatCodeId
  OR NEW.freePlaces <> OLD.freePlaces
  OR NEW.onlineLessPence <> OLD.onlineLessPence
  OR NEW.notes <> OLD.notes
  OR NEW.forSession <> OLD.forSession
BEGIN SELECT RAISE(ABORT, 'price_list_stands'); END;
CREATE TRIGGER PriceList_kept BEFORE DELETE ON PriceList BEGIN SELECT RAISE(ABORT, 'price_list_stands'); END;

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

CREATE TRIGGER PriceRow_stands BEFORE UPDATE ON PriceRow BEGIN SELECT RAISE(ABORT, 'price_row_stands'); END;
CREATE TRIGGER PriceRow_kept BEFORE DELETE ON PriceRow BEGIN SELECT RAISE(ABORT, 'price_row_stands'); END;

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
WHEN OLD.endedAt IS NOT NULL
  OR NEW.endedAt IS NULL
  OR NEW.code <> OLD.code
  OR NEW.mostPlaces <> OLD.mostPlaces
  OR NEW.percentOff IS NOT OLD.percentOff
  OR NEW.penceOff IS NOT OLD.penceOff
BEGIN SELECT RAISE(ABORT, 'code_only_ends'); END;

-- How far changes of schools, events and payers have been followed into what is priced: one row, for the job that prices anew.
CREATE TABLE PricesFollowed (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  doneUpTo TEXT NOT NULL DEFAULT '',
  upTo TEXT,
  afterId TEXT NOT NULL DEFAULT ''
);

INSERT INTO PricesFollowed (id) VALUES (1);

-- Who pays ----------------------------------------------------------------------------------------------------

-- How a payer pays. fileKind: the file for the council's finance system that its lines go into; NULL: none. canBeDefault: it may be what holds of
-- a legal status, and not only of one payer or place.
CREATE TABLE PaymentRoute (
  id TEXT NOT NULL PRIMARY KEY,
  fileKind TEXT,
  canBeDefault INTEGER NOT NULL CHECK (canBeDefault IN (0, 1))
);

INSERT INTO PaymentRoute (id, fileKind, canBeDefault) VALUES
  ('recharge', 'journal', 1),
  ('invoice', 'invoice_request', 1),
  ('stripe_invoice', NULL, 1),
  ('card', NULL, 1),
  ('agreement', NULL, 0);

-- Who pays: a school (of its root) or a trust.
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
  route TEXT NOT NULL REFERENCES PaymentRoute (id),
  fromDay TEXT NOT NULL CHECK (fromDay IS date(fromDay)),
  toDay TEXT CHECK (toDay IS NULL OR (toDay IS date(toDay) AND toDay > fromDay)),
  reason TEXT NOT NULL DEFAULT '',
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  supersededAt TEXT,
  supersededById TEXT REFERENCES Account (id)
);
CREATE INDEX PayerRoute_payer ON PayerRoute (payerId) WHERE supersededAt IS NULL;
CREATE INDEX PayerRoute_created ON PayerRoute (createdAt);
CREATE INDEX PayerRoute_superseded ON PayerRoute (supersededAt) WHERE supersededAt IS NOT NULL;

CREATE TRIGGER PayerRoute_one_at_a_time BEFORE INSERT ON PayerRoute BEGIN
  SELECT RAISE(ABORT, 'routes_overlap')
  FROM PayerRoute o
  WHERE o.payerId = NEW.payerId
    AND o.supersededAt IS NULL
    AND o.fromDay < COALESCE(NEW.toDay, '9999')
    AND NEW.fromDay < COALESCE(o.toDay, '9999');
END;
CREATE TRIGGER PayerRoute_only_superseded BEFORE UPDATE ON PayerRoute
WHEN NEW.route <> OLD.route
  OR NEW.fromDay <> OLD.fromDay
  OR NEW.toDay IS NOT OLD.toDay
  OR ((OLD.supersededAt IS NOT NULL OR NEW.supersededAt IS NULL)
    AND NOT (NEW.supersededAt IS OLD.supersededAt AND EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'PayerRoute' AND d.id = OLD.id)))
BEGIN SELECT RAISE(ABORT, 'payer_route_stands'); END;
CREATE TRIGGER PayerRoute_kept BEFORE DELETE ON PayerRoute BEGIN SELECT RAISE(ABORT, 'payer_route_stands'); END;

-- The route by legal status where finance has said nothing of the payer. No row: recharge for the area's maintained schools, else the
-- council's own invoice.
CREATE TABLE RouteDefault (
  id TEXT NOT NULL PRIMARY KEY,
  status TEXT NOT NULL CHECK (status IN ('maintained', 'academy', 'independent', 'further_education', 'other')),
  area TEXT NOT NULL CHECK (area IN ('inside', 'outside')),
  route TEXT NOT NULL REFERENCES PaymentRoute (id),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  supersededAt TEXT
);
CREATE UNIQUE INDEX RouteDefault_once ON RouteDefault (status, area) WHERE supersededAt IS NULL;

CREATE TRIGGER RouteDefault_can_be BEFORE INSERT ON RouteDefault
WHEN (SELECT r.canBeDefault FROM PaymentRoute r WHERE r.id = NEW.route) = 0
BEGIN SELECT RAISE(ABORT, 'route_of_single_payers'); END;
CREATE TRIGGER RouteDefault_only_superseded BEFORE UPDATE ON RouteDefault
WHEN OLD.supersededAt IS NOT NULL
  OR NEW.supersededAt IS NULL
  OR NEW.status <> OLD.status
  OR NEW.area <> OLD.area
  OR NEW.route <> OLD.route
BEGIN SELECT RAISE(ABORT, 'route_default_stands'); END;

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
CREATE INDEX CentralPayer_created ON CentralPayer (createdAt);
CREATE INDEX CentralPayer_superseded ON CentralPayer (supersededAt) WHERE supersededAt IS NOT NULL;

CREATE TRIGGER CentralPayer_one_at_a_time BEFORE INSERT ON CentralPayer BEGIN
  SELECT RAISE(ABORT, 'central_payers_overlap')
  FROM CentralPayer o
  WHERE o.trustUid = NEW.trustUid
    AND o.supersededAt IS NULL
    AND o.fromDay < COALESCE(NEW.toDay, '9999')
    AND NEW.fromDay < COALESCE(o.toDay, '9999');
END;
CREATE TRIGGER CentralPayer_only_superseded BEFORE UPDATE ON CentralPayer
WHEN OLD.supersededAt IS NOT NULL
  OR NEW.supersededAt IS NULL
  OR NEW.trustUid <> OLD.trustUid
  OR NEW.fromDay <> OLD.fromDay
  OR NEW.toDay IS NOT OLD.toDay
BEGIN SELECT RAISE(ABORT, 'central_payer_stands'); END;
CREATE TRIGGER CentralPayer_kept BEFORE DELETE ON CentralPayer BEGIN SELECT RAISE(ABORT, 'central_payer_stands'); END;

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
CREATE INDEX PayerDetails_billing ON PayerDetails (lower(billingEmail));

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
WHEN OLD.endedAt IS NOT NULL
  OR NEW.endedAt IS NULL
  OR NEW.schoolId IS NOT OLD.schoolId
  OR NEW.trustUid IS NOT OLD.trustUid
  OR NEW.fromDay <> OLD.fromDay
  OR NEW.toDay IS NOT OLD.toDay
  OR NEW.places IS NOT OLD.places
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

CREATE TRIGGER AgreementLine_stands BEFORE UPDATE ON AgreementLine BEGIN SELECT RAISE(ABORT, 'agreement_line_stands'); END;
CREATE TRIGGER AgreementLine_kept BEFORE DELETE ON AgreementLine BEGIN SELECT RAISE(ABORT, 'agreement_line_stands'); END;

-- A link by which the contact of a booking that the council entered agrees, without signing in, to what it costs and to its terms
-- (decision 13). That they did is their BookingPayer. Only the hash of its token is kept.
CREATE TABLE AcceptanceLink (
  id TEXT NOT NULL PRIMARY KEY,
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  accountId TEXT NOT NULL REFERENCES Account (id),
  tokenHash TEXT NOT NULL UNIQUE,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  expiresAt TEXT NOT NULL CHECK (expiresAt IS strftime('%Y-%m-%dT%H:%M:%fZ', expiresAt) AND expiresAt > createdAt)
);
CREATE INDEX AcceptanceLink_booking ON AcceptanceLink (bookingId);

CREATE TRIGGER AcceptanceLink_kept BEFORE UPDATE ON AcceptanceLink BEGIN SELECT RAISE(ABORT, 'acceptance_link_stands'); END;
CREATE TRIGGER AcceptanceLink_not_deleted BEFORE DELETE ON AcceptanceLink
WHEN NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'AcceptanceLink' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'acceptance_link_stands'); END;

-- What a booking accepted of money: who pays, by which route, with which references, by which version of the prices. pricedAsOf: the instant
-- by which early prices are judged. agreedAt: when somebody of the school accepted it; NULL: nobody of the school has yet.
CREATE TABLE BookingPayer (
  id TEXT NOT NULL PRIMARY KEY,
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  payerId TEXT NOT NULL REFERENCES Payer (id),
  route TEXT NOT NULL REFERENCES PaymentRoute (id),
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
CREATE INDEX BookingPayer_billing ON BookingPayer (lower(billingEmail));

CREATE TRIGGER BookingPayer_new_may_make_due AFTER INSERT ON BookingPayer
WHEN NEW.agreedAt IS NOT NULL
  AND EXISTS (SELECT 1 FROM LedgerLine l WHERE l.bookingId = NEW.bookingId AND l.route = 'stripe_invoice')
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind IN ('credits', 'issues');
END;
CREATE TRIGGER BookingPayer_may_make_due AFTER UPDATE OF agreedAt, supersededAt ON BookingPayer
WHEN EXISTS (SELECT 1 FROM LedgerLine l WHERE l.bookingId = NEW.bookingId AND l.route = 'stripe_invoice')
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind IN ('credits', 'issues');
END;

CREATE TRIGGER BookingPayer_kept BEFORE DELETE ON BookingPayer BEGIN SELECT RAISE(ABORT, 'booking_payer_stands'); END;
CREATE TRIGGER BookingPayer_only_superseded BEFORE UPDATE ON BookingPayer
WHEN (
  OLD.supersededAt IS NOT NULL
  OR NEW.supersededAt IS NULL
  OR NEW.payerId <> OLD.payerId
  OR NEW.route <> OLD.route
  OR NEW.priceId IS NOT OLD.priceId
  OR NEW.rule <> OLD.rule
)
  AND NOT (
    NEW.payerId = OLD.payerId
    AND NEW.route = OLD.route
    AND NEW.priceId IS OLD.priceId
    AND NEW.rule = OLD.rule
    AND NEW.supersededAt IS OLD.supersededAt
    AND EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'BookingPayer' AND d.id = OLD.id)
  )
BEGIN SELECT RAISE(ABORT, 'booking_payer_stands'); END;

-- Why a place costs what it costs. usesFreePlace: it is one of its school's first free places.
CREATE TABLE PriceBasis (
  id TEXT NOT NULL PRIMARY KEY,
  usesFreePlace INTEGER NOT NULL CHECK (usesFreePlace IN (0, 1))
);

INSERT INTO PriceBasis (id, usesFreePlace) VALUES ('price', 0), ('early', 0), ('first_free', 1), ('agreement', 0), ('code', 0);

-- What one place costs, with everything that made it so. Written before its place is confirmed or held; superseded when the place ends or is
-- priced anew. because: the price list, its early price, one of the school's first free places, an agreement, or a code. Triggers post the
-- ledger from this, from BookingPayer and from Charge, so that no verb can forget a line (decision 13).
CREATE TABLE PlacePrice (
  id TEXT NOT NULL PRIMARY KEY,
  placeId TEXT NOT NULL,
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  eventId TEXT NOT NULL REFERENCES Event (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  payerId TEXT NOT NULL REFERENCES Payer (id),
  route TEXT NOT NULL REFERENCES PaymentRoute (id),
  priceId TEXT NOT NULL REFERENCES PriceList (id),
  status TEXT NOT NULL CHECK (status IN ('maintained', 'academy', 'independent', 'further_education', 'other')),
  area TEXT NOT NULL CHECK (area IN ('inside', 'outside')),
  agreement TEXT NOT NULL CHECK (agreement IN ('with', 'without')),
  basis TEXT NOT NULL REFERENCES PriceBasis (id),
  pence INTEGER NOT NULL CHECK (pence >= 0),
  vatPence INTEGER NOT NULL CHECK (vatPence >= 0),
  vatCodeId TEXT NOT NULL REFERENCES VatCode (id),
  agreementId TEXT REFERENCES Agreement (id),
  codeId TEXT REFERENCES PriceCode (id),
  rule TEXT NOT NULL CHECK (json_valid(rule)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  supersededAt TEXT,
  CHECK ((basis = 'agreement') = (agreementId IS NOT NULL)),
  CHECK (basis NOT IN ('agreement', 'first_free') OR pence = 0)
);
CREATE UNIQUE INDEX PlacePrice_once ON PlacePrice (placeId) WHERE supersededAt IS NULL;
CREATE INDEX PlacePrice_booking ON PlacePrice (bookingId) WHERE supersededAt IS NULL;
CREATE INDEX PlacePrice_event ON PlacePrice (eventId, basis) WHERE supersededAt IS NULL;
CREATE INDEX PlacePrice_agreement ON PlacePrice (agreementId) WHERE supersededAt IS NULL AND agreementId IS NOT NULL;
CREATE INDEX PlacePrice_code ON PlacePrice (codeId) WHERE supersededAt IS NULL AND codeId IS NOT NULL;

CREATE TRIGGER PlacePrice_fits BEFORE INSERT ON PlacePrice BEGIN
  SELECT RAISE(ABORT, 'agreement_used_up')
  FROM Agreement a
  WHERE a.id = NEW.agreementId
    AND (
      a.endedAt IS NOT NULL
      OR a.places <= (
        SELECT COUNT(*)
        FROM PlacePrice o
        WHERE o.agreementId = a.id AND o.supersededAt IS NULL AND o.placeId <> NEW.placeId
      )
    );
  SELECT RAISE(ABORT, 'free_places_used')
  FROM PriceList l
  WHERE (SELECT b.usesFreePlace FROM PriceBasis b WHERE b.id = NEW.basis)
    AND l.id = NEW.priceId
    AND l.freePlaces <= (
      SELECT COUNT(*)
      FROM PlacePrice o
      JOIN School s ON s.id = o.schoolId
      WHERE o.eventId = NEW.eventId
        AND o.basis = NEW.basis
        AND o.supersededAt IS NULL
        AND o.placeId <> NEW.placeId
        AND s.rootId = (SELECT n.rootId FROM School n WHERE n.id = NEW.schoolId)
    );
  SELECT RAISE(ABORT, 'code_used_up')
  FROM PriceCode c
  WHERE c.id = NEW.codeId
    AND c.mostPlaces <= (
      SELECT COUNT(*)
      FROM PlacePrice o
      WHERE o.codeId = c.id AND o.supersededAt IS NULL AND o.placeId <> NEW.placeId
    );
END;
CREATE TRIGGER PlacePrice_only_superseded BEFORE UPDATE ON PlacePrice
WHEN OLD.supersededAt IS NOT NULL
  OR NEW.supersededAt IS NULL
  OR NEW.placeId <> OLD.placeId
  OR NEW.payerId <> OLD.payerId
  OR NEW.pence <> OLD.pence
  OR NEW.vatPence <> OLD.vatPence
  OR NEW.rule <> OLD.rule
BEGIN SELECT RAISE(ABORT, 'place_price_stands'); END;
CREATE TRIGGER PlacePrice_kept BEFORE DELETE ON PlacePrice BEGIN SELECT RAISE(ABORT, 'place_price_stands'); END;
CREATE TRIGGER PlacePrice_draws AFTER INSERT ON PlacePrice WHEN NEW.agreementId IS NOT NULL BEGIN
  INSERT INTO AgreementLine (agreementId, placePriceId, placeId, places, at)
  VALUES (NEW.agreementId, NEW.id, NEW.placeId, -1, NEW.createdAt);
END;
CREATE TRIGGER PlacePrice_gives_back AFTER UPDATE OF supersededAt ON PlacePrice
WHEN OLD.agreementId IS NOT NULL
BEGIN
  INSERT INTO AgreementLine (agreementId, placePriceId, placeId, places, at)
  VALUES (OLD.agreementId, OLD.id, OLD.placeId, 1, NEW.supersededAt);
END;
CREATE TRIGGER PlacePrice_posts_charge AFTER INSERT ON PlacePrice
WHEN (NEW.pence > 0 OR NEW.vatPence > 0)
  AND EXISTS (SELECT 1 FROM Place p WHERE p.id = NEW.placeId AND p.state = 'confirmed')
BEGIN
  INSERT INTO LedgerLine (
    kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, vatPence, vatCodeId, rule, at, byId,
    placePriceId
  )
  VALUES (
    'charge', NEW.payerId, NEW.route, NEW.bookingId, NEW.placeId, NEW.eventId, NEW.schoolId, NEW.pence, NEW.vatPence,
    NEW.vatCodeId, NEW.rule, NEW.createdAt, NEW.createdById, NEW.id
  );
END;
-- What is left of the line after what was waived of it is credited.
CREATE TRIGGER PlacePrice_credits_charge AFTER UPDATE OF supersededAt ON PlacePrice BEGIN
  INSERT INTO LedgerLine (
    kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, vatPence, vatCodeId, rule, at, byId,
    reversesNumber, placePriceId
  )
  SELECT 'credit', l.payerId, l.route, l.bookingId, l.placeId, l.eventId, l.schoolId, - l.pence - r.pence,
    - l.vatPence - r.vatPence, l.vatCodeId,
    json_object(
      'why',
      COALESCE(
        (
          SELECT CASE
            WHEN p.state <> 'cancelled' THEN 'priced_anew'
            WHEN e.state = 'cancelled' THEN 'event_called_off'
            WHEN p.personId IS NULL AND p.endedById IS NULL AND e.namesRelease = 1 THEN 'names_missing'
            ELSE 'place_ended'
          END
          FROM Place p
          JOIN Event e ON e.id = p.eventId
          WHERE p.id = OLD.placeId
        ),
        'place_ended'
      )
    ),
    NEW.supersededAt, (SELECT p.endedById FROM Place p WHERE p.id = OLD.placeId AND p.state = 'cancelled'), l.number,
    OLD.id
  FROM LedgerLine l,
    (
      SELECT COALESCE(SUM(o.pence), 0) AS pence, COALESCE(SUM(o.vatPence), 0) AS vatPence
      FROM LedgerLine o
      WHERE o.reversesNumber = (SELECT c.number FROM LedgerLine c WHERE c.placePriceId = OLD.id AND c.kind = 'charge')
    ) r
  WHERE l.placePriceId = OLD.id AND l.kind = 'charge' AND (l.pence + r.pence > 0 OR l.vatPence + r.vatPence > 0);
END;
