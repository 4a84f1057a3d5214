-- Kept no longer than needed: people erased, records destroyed when their time is over, what is held, and what people ask of their own data.

-- What is about to be destroyed, row by row, for the length of one batch: an act names the rows here, destroys them, and empties this again in
-- the batch, so that nobody ever sees a row of it. Triggers that keep records let go of what is named here and of nothing else, and whatever is
-- held cannot be named. kind: a table, or 'person', 'account', 'email' or 'place', which say whose rows they are.
CREATE TABLE Doomed (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  class TEXT NOT NULL,
  personId TEXT,
  eventId TEXT,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;

-- Somebody's word that records are not to be destroyed, until they say otherwise: a class of records, all of one person, or all of one event.
CREATE TABLE LegalHold (
  id TEXT NOT NULL PRIMARY KEY,
  scope TEXT NOT NULL CHECK (scope IN ('class', 'person', 'event')),
  value TEXT NOT NULL CHECK (value <> ''),
  reason TEXT NOT NULL CHECK (trim(reason) <> ''),
  reviewOn TEXT NOT NULL CHECK (reviewOn IS date(reviewOn)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  endedAt TEXT,
  endedById TEXT REFERENCES Account (id)
);
CREATE UNIQUE INDEX LegalHold_once ON LegalHold (scope, value) WHERE endedAt IS NULL;
CREATE TRIGGER LegalHold_only_reviewed_or_ended BEFORE UPDATE ON LegalHold
WHEN OLD.endedAt IS NOT NULL OR NEW.scope <> OLD.scope OR NEW.value <> OLD.value OR NEW.reason <> OLD.reason OR NEW.createdAt <> OLD.createdAt
BEGIN SELECT RAISE(ABORT, 'hold_is_ended'); END;
CREATE TRIGGER LegalHold_kept BEFORE DELETE ON LegalHold BEGIN SELECT RAISE(ABORT, 'hold_is_kept'); END;

CREATE TRIGGER Doomed_unless_held BEFORE INSERT ON Doomed BEGIN
  SELECT RAISE(ABORT, 'record_is_held') FROM LegalHold h WHERE h.endedAt IS NULL AND (
    (h.scope = 'class' AND h.value = NEW.class) OR (h.scope = 'person' AND h.value = NEW.personId) OR (h.scope = 'event' AND h.value = NEW.eventId));
END;

-- That a person was erased, when and why. Who it was is nowhere.
CREATE TABLE Erasure (
  personId TEXT NOT NULL PRIMARY KEY REFERENCES Person (id),
  ground TEXT NOT NULL CHECK (ground IN ('asked', 'no_longer_needed')),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  byId TEXT REFERENCES Account (id)
);
CREATE TRIGGER Erasure_stands BEFORE UPDATE ON Erasure BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER Erasure_kept BEFORE DELETE ON Erasure BEGIN SELECT RAISE(ABORT, 'append_only'); END;

-- An account of somebody who was erased: its row stays, for others name it as who did something.
ALTER TABLE Account ADD COLUMN erasedAt TEXT CHECK (erasedAt IS NULL OR email = 'erased-' || id || '@erased.invalid');
CREATE TRIGGER Account_stays_erased BEFORE UPDATE ON Account WHEN OLD.erasedAt IS NOT NULL BEGIN SELECT RAISE(ABORT, 'account_is_erased'); END;
CREATE TRIGGER Person_stays_erased BEFORE UPDATE ON Person WHEN OLD.erasedAt IS NOT NULL BEGIN SELECT RAISE(ABORT, 'person_is_erased'); END;

-- Nobody who was erased comes back: whoever read their record before and writes after finds, as with every guard, that what they read no longer
-- holds. The words are those of a guard that does not hold, so that every act already answers them.
CREATE TRIGGER Place_of_present_person BEFORE INSERT ON Place WHEN (SELECT erasedAt FROM Person WHERE id = NEW.personId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'malformed JSON: person_is_erased'); END;
CREATE TRIGGER Place_goes_to_present_person BEFORE UPDATE OF personId ON Place
WHEN NEW.personId IS NOT OLD.personId AND (SELECT erasedAt FROM Person WHERE id = NEW.personId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'malformed JSON: person_is_erased'); END;
CREATE TRIGGER WalkIn_of_present_person BEFORE INSERT ON WalkIn WHEN (SELECT erasedAt FROM Person WHERE id = NEW.personId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'malformed JSON: person_is_erased'); END;
CREATE TRIGGER RoleAtSchool_of_present_person BEFORE INSERT ON RoleAtSchool WHEN (SELECT erasedAt FROM Person WHERE id = NEW.personId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'malformed JSON: person_is_erased'); END;
CREATE TRIGGER Message_to_present_person BEFORE INSERT ON Message
WHEN (SELECT erasedAt FROM Person WHERE id = NEW.personId) IS NOT NULL OR (SELECT erasedAt FROM Account WHERE id = NEW.recipient) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'malformed JSON: person_is_erased'); END;
CREATE TRIGGER Need_of_person_not_erased BEFORE INSERT ON Need WHEN (SELECT erasedAt FROM Person WHERE id = NEW.personId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'malformed JSON: person_is_erased'); END;
CREATE TRIGGER Answer_of_present_person BEFORE INSERT ON Answer
WHEN (SELECT n.erasedAt FROM Place p JOIN Person n ON n.id = p.personId WHERE p.id = NEW.placeId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'malformed JSON: person_is_erased'); END;
CREATE TRIGGER SignIn_of_present_account BEFORE INSERT ON SignIn WHEN (SELECT erasedAt FROM Account WHERE id = NEW.accountId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'malformed JSON: person_is_erased'); END;
CREATE TRIGGER Claim_of_present_account BEFORE INSERT ON Claim WHEN (SELECT erasedAt FROM Account WHERE id = NEW.accountId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'malformed JSON: person_is_erased'); END;
CREATE TRIGGER Booking_by_present_account BEFORE INSERT ON Booking
WHEN (SELECT erasedAt FROM Account WHERE id = NEW.bookedById) IS NOT NULL OR (SELECT erasedAt FROM Person WHERE id = NEW.bookerPersonId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'malformed JSON: person_is_erased'); END;

-- What keeps records, made anew: each lets go of rows that are named in Doomed.
DROP TRIGGER Mark_never_changes;
CREATE TRIGGER Mark_never_changes BEFORE UPDATE ON Mark
WHEN NEW.id <> OLD.id OR NEW.sessionId <> OLD.sessionId OR NEW.placeId IS NOT OLD.placeId OR NEW.walkInId IS NOT OLD.walkInId OR NEW.what <> OLD.what
  OR NEW.happenedAt <> OLD.happenedAt OR NEW.notedAt <> OLD.notedAt OR NEW.receivedAt <> OLD.receivedAt OR NEW.accountId IS NOT OLD.accountId
  OR NEW.source <> OLD.source OR NEW.correctsId IS NOT OLD.correctsId OR NEW.late <> OLD.late OR OLD.reason IS NULL OR NEW.reason IS NULL
  OR NOT EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'Mark' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'mark_is_append_only'); END;

DROP TRIGGER BookingRequest_settles_once;
CREATE TRIGGER BookingRequest_settles_once BEFORE UPDATE ON BookingRequest
WHEN (OLD.state <> 'waiting' OR NEW.formId <> OLD.formId OR NEW.requestedAt <> OLD.requestedAt)
  AND NOT (NEW.state = OLD.state AND NEW.bookingId IS OLD.bookingId AND EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'BookingRequest' AND d.id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'request_is_settled'); END;

DROP TRIGGER BookingPayer_only_superseded;
CREATE TRIGGER BookingPayer_only_superseded BEFORE UPDATE ON BookingPayer
WHEN (OLD.supersededAt IS NOT NULL OR NEW.supersededAt IS NULL OR NEW.payerId <> OLD.payerId OR NEW.route <> OLD.route OR NEW.priceId IS NOT OLD.priceId OR NEW.rule <> OLD.rule)
  AND NOT (NEW.payerId = OLD.payerId AND NEW.route = OLD.route AND NEW.priceId IS OLD.priceId AND NEW.rule = OLD.rule AND NEW.supersededAt IS OLD.supersededAt
    AND EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'BookingPayer' AND d.id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'booking_payer_stands'); END;

DROP TRIGGER AgreeLink_not_deleted;
CREATE TRIGGER AgreeLink_not_deleted BEFORE DELETE ON AgreeLink WHEN NOT EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'AgreeLink' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'append_only'); END;
DROP TRIGGER DelegateWord_not_deleted;
CREATE TRIGGER DelegateWord_not_deleted BEFORE DELETE ON DelegateWord WHEN NOT EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'DelegateWord' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'append_only'); END;
DROP TRIGGER MailEvent_kept;
CREATE TRIGGER MailEvent_kept BEFORE DELETE ON MailEvent WHEN NOT EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'MailEvent' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'mail_event_stands'); END;
DROP TRIGGER AddressTrouble_kept;
CREATE TRIGGER AddressTrouble_kept BEFORE DELETE ON AddressTrouble WHEN NOT EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'AddressTrouble' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'trouble_is_kept'); END;
DROP TRIGGER InviteReply_kept;
CREATE TRIGGER InviteReply_kept BEFORE DELETE ON InviteReply WHEN NOT EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'InviteReply' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'reply_stands'); END;
DROP TRIGGER MailConsent_kept;
CREATE TRIGGER MailConsent_kept BEFORE DELETE ON MailConsent WHEN NOT EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'MailConsent' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'consent_stands'); END;
