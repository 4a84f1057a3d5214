-- What follows from bookings: offers, charges, names that are missing, and what delegates say and need.

-- One offer of freed places to a school on the waiting list. It counts while expiresAt lies ahead, whatever its state column has caught up with.
-- planOffers decides purely, the jobs offerFreedPlaces and expireOffers write (decision 9).
CREATE TABLE Offer (
  id TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL REFERENCES Event (id),
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  places INTEGER NOT NULL CHECK (places > 0),
  tokenHash TEXT NOT NULL UNIQUE,
  offeredAt TEXT NOT NULL CHECK (offeredAt IS strftime('%Y-%m-%dT%H:%M:%fZ', offeredAt)),
  expiresAt TEXT NOT NULL CHECK (expiresAt > offeredAt),
  state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'lapsed', 'withdrawn')),
  settledAt TEXT,
  settledById TEXT REFERENCES Account (id),
  CHECK ((state = 'open') = (settledAt IS NULL))
);
CREATE UNIQUE INDEX Offer_open ON Offer (bookingId) WHERE state = 'open';
CREATE INDEX Offer_expiry ON Offer (expiresAt) WHERE state = 'open';
CREATE INDEX Offer_event ON Offer (eventId, offeredAt);

CREATE TRIGGER Offer_settles_once BEFORE UPDATE ON Offer BEGIN
  SELECT RAISE(ABORT, 'offer_is_settled')
  WHERE OLD.state <> 'open'
    OR NEW.bookingId <> OLD.bookingId
    OR NEW.places <> OLD.places
    OR NEW.expiresAt <> OLD.expiresAt;
  SELECT RAISE(ABORT, 'offer_has_ended')
  WHERE NEW.state IN ('accepted', 'declined') AND NEW.settledAt >= OLD.expiresAt;
  SELECT RAISE(ABORT, 'offer_still_stands')
  WHERE NEW.state = 'lapsed' AND NEW.settledAt < OLD.expiresAt;
END;

-- What cancelling a place, or staying away, costs by the terms that were accepted: computed once and kept with the rule that made it. It is only
-- withdrawn, never changed (decision 10).
CREATE TABLE Charge (
  id TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL REFERENCES Event (id),
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  placeId TEXT NOT NULL REFERENCES Place (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  kind TEXT NOT NULL CHECK (kind IN ('cancellation', 'not_attending')),
  pence INTEGER NOT NULL CHECK (pence >= 0),
  termsId TEXT NOT NULL REFERENCES CancellationTerms (id),
  rule TEXT NOT NULL CHECK (json_valid(rule)),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  byId TEXT REFERENCES Account (id),
  withdrawnAt TEXT,
  withdrawnById TEXT REFERENCES Account (id),
  vatPence INTEGER NOT NULL DEFAULT 0 CHECK (vatPence >= 0),
  vatCodeId TEXT REFERENCES VatCode (id),
  postedAt TEXT,
  postedById TEXT REFERENCES Account (id),
  proposalId TEXT REFERENCES MoneyProposal (id)
);
CREATE UNIQUE INDEX Charge_once ON Charge (placeId, kind) WHERE withdrawnAt IS NULL;
CREATE INDEX Charge_booking ON Charge (bookingId);
CREATE INDEX Charge_event ON Charge (eventId);
CREATE INDEX Charge_to_review ON Charge (at) WHERE postedAt IS NULL AND withdrawnAt IS NULL;
CREATE INDEX Charge_place ON Charge (placeId, kind);

CREATE TRIGGER Charge_kept BEFORE DELETE ON Charge BEGIN SELECT RAISE(ABORT, 'charge_stands'); END;
CREATE TRIGGER Charge_stands BEFORE UPDATE ON Charge
WHEN OLD.withdrawnAt IS NOT NULL
  OR (NEW.withdrawnAt IS NULL AND (OLD.postedAt IS NOT NULL OR NEW.postedAt IS NULL))
  OR (OLD.postedAt IS NOT NULL AND NEW.postedAt IS NOT OLD.postedAt)
  OR NEW.pence <> OLD.pence
  OR NEW.vatPence <> OLD.vatPence
  OR NEW.rule <> OLD.rule
  OR NEW.placeId <> OLD.placeId
  OR NEW.kind <> OLD.kind
BEGIN SELECT RAISE(ABORT, 'charge_stands'); END;
-- Posts the line of a charge: an INSERT names it.
CREATE VIEW ChargeToPost AS
  SELECT id
  FROM Charge;
CREATE TRIGGER ChargeToPost_posts INSTEAD OF INSERT ON ChargeToPost BEGIN
  SELECT RAISE(ABORT, 'charge_without_payer')
  FROM Charge c
  WHERE c.id = NEW.id
    AND NOT EXISTS (SELECT 1 FROM BookingPayer b WHERE b.bookingId = c.bookingId AND b.supersededAt IS NULL);
  INSERT INTO LedgerLine (
    kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, vatPence, vatCodeId, rule, at, byId, chargeId
  )
  SELECT IIF(c.kind = 'cancellation', 'cancellation_charge', 'not_attending_charge'), b.payerId, b.route,
    c.bookingId, c.placeId, c.eventId, c.schoolId, c.pence, c.vatPence, c.vatCodeId, c.rule,
    c.postedAt, c.postedById, c.id
  FROM Charge c
  JOIN BookingPayer b ON b.bookingId = c.bookingId AND b.supersededAt IS NULL
  WHERE c.id = NEW.id;
END;
CREATE TRIGGER Charge_posts_line_on_insert AFTER INSERT ON Charge
WHEN NEW.postedAt IS NOT NULL AND NEW.withdrawnAt IS NULL AND NEW.pence > 0
BEGIN
  INSERT INTO ChargeToPost (id) VALUES (NEW.id);
END;
CREATE TRIGGER Charge_posts_line AFTER UPDATE OF postedAt ON Charge
WHEN OLD.postedAt IS NULL AND NEW.postedAt IS NOT NULL AND NEW.withdrawnAt IS NULL AND NEW.pence > 0
BEGIN
  INSERT INTO ChargeToPost (id) VALUES (NEW.id);
END;
-- Withdrawn by an approved proposal it is a waiver, else a credit (the cancellation was undone, or somebody turned out to have come).
CREATE TRIGGER Charge_takes_line_back AFTER UPDATE OF withdrawnAt ON Charge
WHEN OLD.withdrawnAt IS NULL AND NEW.withdrawnAt IS NOT NULL
BEGIN
  INSERT INTO LedgerLine (
    kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, vatPence, vatCodeId, rule, reason, at, byId,
    approvedById, reversesNumber, chargeId, proposalId
  )
  SELECT IIF(NEW.proposalId IS NULL, 'credit', 'waiver'), l.payerId, l.route, l.bookingId, l.placeId, l.eventId,
    l.schoolId, - l.pence - r.pence, - l.vatPence - r.vatPence, l.vatCodeId,
    json_object('why', IIF(NEW.proposalId IS NULL, 'charge_withdrawn', 'let_off')), COALESCE(m.reason, ''),
    NEW.withdrawnAt, COALESCE(m.proposedById, NEW.withdrawnById), m.decidedById, l.number, NEW.id, NEW.proposalId
  FROM LedgerLine l
  LEFT JOIN MoneyProposal m ON m.id = NEW.proposalId, (
    SELECT COALESCE(SUM(o.pence), 0) AS pence, COALESCE(SUM(o.vatPence), 0) AS vatPence
    FROM LedgerLine o
    WHERE o.reversesNumber = (
      SELECT c.number
      FROM LedgerLine c
      WHERE c.chargeId = NEW.id AND c.kind IN ('cancellation_charge', 'not_attending_charge')
    )
  ) r
  WHERE l.chargeId = NEW.id
    AND l.kind IN ('cancellation_charge', 'not_attending_charge')
    AND (l.pence + r.pence > 0 OR l.vatPence + r.vatPence > 0);
END;

-- What an organiser does to many bookings at once: decided on a preview, then done booking by booking, so that it survives a closed browser.
-- typed: what the act needs besides (a reason, another date), as JSON; emptied when it is finished.
CREATE TABLE BulkAct (
  id TEXT NOT NULL PRIMARY KEY,
  act TEXT NOT NULL CHECK (act IN ('remind', 'invite_again', 'cancel', 'move')),
  typed TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(typed)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT NOT NULL REFERENCES Account (id),
  startedAt TEXT,
  finishedAt TEXT
);
CREATE INDEX BulkAct_unfinished ON BulkAct (createdAt) WHERE startedAt IS NOT NULL AND finishedAt IS NULL;

-- placeIds: which places of the booking. claimedUntil: somebody is at it until then. Each booking is its own batch and settles its item once, so
-- presses and the clock share the work.
CREATE TABLE BulkItem (
  bulkId TEXT NOT NULL REFERENCES BulkAct (id),
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  placeIds TEXT NOT NULL CHECK (json_valid(placeIds)),
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'refused')),
  reason TEXT,
  places INTEGER NOT NULL DEFAULT 0,
  claimedUntil TEXT,
  at TEXT,
  PRIMARY KEY (bulkId, bookingId)
);
CREATE INDEX BulkItem_waiting ON BulkItem (bulkId) WHERE state = 'waiting';

CREATE TRIGGER BulkItem_settles_once BEFORE UPDATE OF state ON BulkItem WHEN OLD.state <> 'waiting' BEGIN
  SELECT RAISE(ABORT, 'bulk_item_is_settled');
END;

-- What delegates say ------------------------------------------------------------------------------------------

-- value: JSON, a text, a list of texts or true/false. A new answer supersedes the one before.
CREATE TABLE Answer (
  id TEXT NOT NULL PRIMARY KEY,
  questionId TEXT NOT NULL REFERENCES EventQuestion (id),
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  placeId TEXT REFERENCES Place (id),
  value TEXT NOT NULL,
  answeredAt TEXT NOT NULL CHECK (answeredAt IS strftime('%Y-%m-%dT%H:%M:%fZ', answeredAt)),
  answeredById TEXT REFERENCES Account (id),
  supersededAt TEXT
);
CREATE UNIQUE INDEX Answer_once ON Answer (questionId, bookingId, COALESCE(placeId, '')) WHERE supersededAt IS NULL;
CREATE INDEX Answer_booking ON Answer (bookingId) WHERE supersededAt IS NULL;
CREATE INDEX Answer_question ON Answer (questionId);
CREATE INDEX Answer_place ON Answer (placeId) WHERE supersededAt IS NULL;

CREATE TRIGGER Answer_fits BEFORE INSERT ON Answer BEGIN
  SELECT RAISE(ABORT, 'answer_misplaced')
  WHERE NOT EXISTS (
    SELECT 1
    FROM EventQuestion q
    JOIN Booking b ON b.id = NEW.bookingId AND b.eventId = q.eventId
    WHERE q.id = NEW.questionId AND q.retiredAt IS NULL AND (q.scope = 'booking') = (NEW.placeId IS NULL)
  );
  SELECT RAISE(ABORT, 'answer_misplaced')
  WHERE NEW.placeId IS NOT NULL
    AND NOT EXISTS (
      SELECT 1
      FROM Place p
      WHERE p.id = NEW.placeId AND p.bookingId = NEW.bookingId AND p.state <> 'cancelled'
    );
END;
CREATE TRIGGER Answer_stands BEFORE UPDATE ON Answer
WHEN NEW.questionId <> OLD.questionId
  OR NEW.bookingId <> OLD.bookingId
  OR NEW.placeId IS NOT OLD.placeId
  OR NEW.answeredAt <> OLD.answeredAt
  OR ((OLD.supersededAt IS NOT NULL OR NEW.supersededAt IS NULL OR NEW.value <> OLD.value)
    AND NOT (NEW.supersededAt IS OLD.supersededAt AND EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'Answer' AND d.id = OLD.id)))
BEGIN SELECT RAISE(ABORT, 'answer_stands'); END;
CREATE TRIGGER Answer_of_present_person BEFORE INSERT ON Answer
WHEN (SELECT n.erasedAt FROM Place p JOIN Person n ON n.id = p.personId WHERE p.id = NEW.placeId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'person_is_erased'); END;

-- The delegate's own link to their place: no account needed. Only the hash of its token is kept; it ends when the place changes hands.
CREATE TABLE PlaceLink (
  id TEXT NOT NULL PRIMARY KEY,
  placeId TEXT NOT NULL REFERENCES Place (id),
  personId TEXT NOT NULL REFERENCES Person (id),
  tokenHash TEXT NOT NULL UNIQUE,
  -- Of the token of their joining link, which follows from the other and does not lead back to it.
  joinHash TEXT UNIQUE,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  endedAt TEXT
) WITHOUT ROWID;
CREATE INDEX PlaceLink_place ON PlaceLink (placeId) WHERE endedAt IS NULL;

CREATE TRIGGER PlaceLink_follows_merge_on_insert AFTER INSERT ON PlaceLink
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE PlaceLink
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;

-- Said on the page of their own link: that they cannot come, that it is not they who were meant, or that they come after all. It changes no
-- place. The latest word stands while the link does: it ends when somebody else comes instead, or the place is cancelled.
CREATE TABLE DelegateStatement (
  id TEXT NOT NULL PRIMARY KEY,
  linkId TEXT NOT NULL REFERENCES PlaceLink (id),
  statement TEXT NOT NULL CHECK (statement IN ('cannot_come', 'not_me', 'comes')),
  saidAt TEXT NOT NULL CHECK (saidAt IS strftime('%Y-%m-%dT%H:%M:%fZ', saidAt))
);
CREATE INDEX DelegateStatement_link ON DelegateStatement (linkId, saidAt);

CREATE TRIGGER DelegateStatement_kept BEFORE UPDATE ON DelegateStatement BEGIN SELECT RAISE(ABORT, 'delegate_statement_stands'); END;
CREATE TRIGGER DelegateStatement_not_deleted BEFORE DELETE ON DelegateStatement
WHEN NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'DelegateStatement' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'delegate_statement_stands'); END;

-- Special category: what a delegate needs to eat and to take part, in their own words. Never in the log, a message, a calendar or an export with
-- names; deleted at deleteAfter (thirty days after the event), and at once when the place ends or changes hands. dietary, access: '' or JSON
-- {choices, words}. Nothing else holds what it holds (decision 107). matter: what stated access is called in addresses, which name no place.
-- accessAt: when the access was last stated otherwise. answerBy: the day by which the council answers it (booking/needs/access.ts); moved: the
-- event has moved since that day was counted. ownerId: who answers, else whoever runs the event.
CREATE TABLE Need (
  placeId TEXT NOT NULL PRIMARY KEY REFERENCES Place (id),
  personId TEXT NOT NULL REFERENCES Person (id),
  eventId TEXT NOT NULL REFERENCES Event (id),
  dietary TEXT NOT NULL DEFAULT '' CHECK (dietary = '' OR json_valid(dietary)),
  access TEXT NOT NULL DEFAULT '' CHECK (access = '' OR json_valid(access)),
  givenAt TEXT NOT NULL CHECK (givenAt IS strftime('%Y-%m-%dT%H:%M:%fZ', givenAt)),
  accessAt TEXT NOT NULL CHECK (accessAt IS strftime('%Y-%m-%dT%H:%M:%fZ', accessAt)),
  deleteAfter TEXT NOT NULL,
  moved INTEGER NOT NULL DEFAULT 0 CHECK (moved IN (0, 1)),
  matter TEXT NOT NULL UNIQUE,
  answerBy TEXT CHECK (answerBy IS date(answerBy)),
  ownerId TEXT REFERENCES Account (id),
  answer TEXT NOT NULL DEFAULT '',
  answeredAt TEXT,
  doneAt TEXT,
  CHECK ((answer = '') = (answeredAt IS NULL)),
  CHECK (doneAt IS NULL OR answeredAt IS NOT NULL)
);
CREATE INDEX Need_event ON Need (eventId);
CREATE INDEX Need_deletion ON Need (deleteAfter);
CREATE INDEX Need_moved ON Need (moved) WHERE moved = 1;

CREATE TRIGGER Need_of_present_person BEFORE INSERT ON Need BEGIN
  SELECT RAISE(ABORT, 'need_without_place')
  WHERE NOT EXISTS (
    SELECT 1
    FROM Place p
    WHERE p.id = NEW.placeId AND p.personId = NEW.personId AND p.eventId = NEW.eventId AND p.state = 'confirmed'
  );
END;
CREATE TRIGGER Need_follows_merge_on_insert AFTER INSERT ON Need
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE Need
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE placeId = NEW.placeId;
END;
CREATE TRIGGER Need_of_person_not_erased BEFORE INSERT ON Need
WHEN (SELECT erasedAt FROM Person WHERE id = NEW.personId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'person_is_erased'); END;

-- How many people stated each kind of access at an event, kept when their needs are deleted on time. kind: a choice, or 'words' for words alone.
CREATE TABLE AccessCount (
  eventId TEXT NOT NULL REFERENCES Event (id),
  kind TEXT NOT NULL,
  people INTEGER NOT NULL CHECK (people > 0),
  PRIMARY KEY (eventId, kind)
) WITHOUT ROWID;

-- The day of deletion moves with the sessions of the event; that of an answer is counted anew (moved).
CREATE VIEW NeedToMove AS
  SELECT eventId
  FROM Need;
CREATE TRIGGER NeedToMove_moves INSTEAD OF INSERT ON NeedToMove BEGIN
  UPDATE Need
  SET deleteAfter = COALESCE(
    (
      SELECT strftime('%Y-%m-%dT%H:%M:%fZ', MAX(x.endsAt), '+30 days')
      FROM ActiveSession x
      WHERE x.eventId = NEW.eventId
    ),
    deleteAfter
  ),
  moved = answerBy IS NOT NULL AND answeredAt IS NULL
  WHERE eventId = NEW.eventId;
END;
