-- Booking that schools trust: who may act, places named later, workshops, fair places, terms of cancelling, questions and needs.
-- Only adds to what 0001 made; triggers that judge a place are made anew with the further limits.

-- Who may act for a school ------------------------------------------------------------------------------------------------------

-- shared: an address that several people read (office@): each sign-in then names the one who acts, in SignIn.personId.
-- sharedSaidAt: when its holder last said whether it is.
ALTER TABLE Account ADD COLUMN shared INTEGER NOT NULL DEFAULT 0 CHECK (shared IN (0, 1));
ALTER TABLE Account ADD COLUMN sharedSaidAt TEXT;
ALTER TABLE SignIn ADD COLUMN personId TEXT REFERENCES Person (id);

-- approver: may vouch for colleagues at the school, and remove them.
ALTER TABLE Claim ADD COLUMN approver INTEGER NOT NULL DEFAULT 0 CHECK (approver IN (0, 1));
UPDATE Claim SET approver = 1 WHERE state = 'approved';

-- What speaks for a claim, each statement with who made it and when. Claim.evidence is how it was first decided; this is all there is.
CREATE TABLE ClaimEvidence (
  id TEXT NOT NULL PRIMARY KEY,
  claimId TEXT NOT NULL REFERENCES Claim (id),
  kind TEXT NOT NULL CHECK (kind IN ('self_asserted', 'code', 'council_holds_address', 'mailbox_link', 'approver', 'organiser')),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  accountId TEXT REFERENCES Account (id),
  contactId TEXT REFERENCES SchoolContact (id)
);
CREATE INDEX ClaimEvidence_claim ON ClaimEvidence (claimId, at);
CREATE TRIGGER ClaimEvidence_stands BEFORE UPDATE ON ClaimEvidence BEGIN SELECT RAISE(ABORT, 'evidence_is_append_only'); END;
CREATE TRIGGER ClaimEvidence_kept BEFORE DELETE ON ClaimEvidence BEGIN SELECT RAISE(ABORT, 'evidence_is_append_only'); END;
INSERT INTO ClaimEvidence (id, claimId, kind, at, accountId)
  SELECT id, id, evidence, IIF(evidence = 'self_asserted', requestedAt, COALESCE(decidedAt, requestedAt)), IIF(evidence = 'organiser', decidedById, accountId) FROM Claim;
-- Nobody vouches for themselves, and only an approver of the school, or somebody who acts for its whole trust, vouches as one.
CREATE TRIGGER ClaimEvidence_of_another BEFORE INSERT ON ClaimEvidence WHEN NEW.kind IN ('approver', 'organiser') BEGIN
  SELECT RAISE(ABORT, 'own_claim') FROM Claim c WHERE c.id = NEW.claimId AND c.accountId = NEW.accountId;
  SELECT RAISE(ABORT, 'not_approver') FROM Claim c JOIN School m ON m.id = c.schoolId JOIN School r ON r.id = m.rootId
  WHERE NEW.kind = 'approver' AND c.id = NEW.claimId
    AND NOT EXISTS (SELECT 1 FROM Claim a JOIN School o ON o.id = a.schoolId
      WHERE a.accountId = NEW.accountId AND a.state = 'approved' AND a.approver = 1 AND o.rootId = r.id)
    AND NOT EXISTS (SELECT 1 FROM TrustClaim t WHERE t.accountId = NEW.accountId AND t.state = 'approved' AND t.trustUid = r.trustUid);
END;
-- A claim is decided once, and ended once; it is approved only on evidence of somebody else.
CREATE TRIGGER Claim_decided_once BEFORE UPDATE OF state ON Claim
WHEN NOT ((OLD.state = 'requested' AND NEW.state IN ('approved', 'refused')) OR (OLD.state = 'approved' AND NEW.state = 'ended'))
BEGIN SELECT RAISE(ABORT, 'claim_is_decided'); END;
CREATE TRIGGER Claim_approved_on_evidence BEFORE UPDATE OF state ON Claim WHEN NEW.state = 'approved' AND NOT EXISTS (
  SELECT 1 FROM ClaimEvidence e WHERE e.claimId = NEW.id AND e.kind IN ('council_holds_address', 'mailbox_link', 'approver', 'organiser'))
BEGIN SELECT RAISE(ABORT, 'claim_without_evidence'); END;

-- A question to a mailbox that the council holds for the school: does this person work with you? Only the hash of its token is kept.
CREATE TABLE VouchLink (
  id TEXT NOT NULL PRIMARY KEY,
  claimId TEXT NOT NULL REFERENCES Claim (id),
  contactId TEXT NOT NULL REFERENCES SchoolContact (id),
  tokenHash TEXT NOT NULL UNIQUE,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  expiresAt TEXT NOT NULL,
  answer TEXT CHECK (answer IN ('yes', 'no')),
  answeredAt TEXT,
  CHECK ((answer IS NULL) = (answeredAt IS NULL))
);
CREATE INDEX VouchLink_claim ON VouchLink (claimId, createdAt);
CREATE INDEX VouchLink_contact ON VouchLink (contactId, createdAt);
-- No mailbox is flooded: one link in five minutes and five a day for a claim, ten a day to a mailbox.
CREATE TRIGGER VouchLink_not_too_often BEFORE INSERT ON VouchLink BEGIN
  SELECT RAISE(ABORT, 'claim_is_decided') WHERE (SELECT c.state FROM Claim c WHERE c.id = NEW.claimId) <> 'requested';
  SELECT RAISE(ABORT, 'link_too_soon') FROM VouchLink l
  WHERE l.claimId = NEW.claimId AND l.createdAt > strftime('%Y-%m-%dT%H:%M:%fZ', NEW.createdAt, '-5 minutes');
  SELECT RAISE(ABORT, 'links_too_many') WHERE 5 <= (SELECT COUNT(*) FROM VouchLink l
    WHERE l.claimId = NEW.claimId AND l.createdAt > strftime('%Y-%m-%dT%H:%M:%fZ', NEW.createdAt, '-1 day'));
  SELECT RAISE(ABORT, 'links_too_many') WHERE 10 <= (SELECT COUNT(*) FROM VouchLink l JOIN SchoolContact k ON k.id = l.contactId
    WHERE k.email = (SELECT n.email FROM SchoolContact n WHERE n.id = NEW.contactId)
      AND l.createdAt > strftime('%Y-%m-%dT%H:%M:%fZ', NEW.createdAt, '-1 day'));
END;
-- Its text holds the token itself, so it is not kept once it has been sent.
CREATE TRIGGER Message_of_link_is_emptied AFTER UPDATE OF state ON Message WHEN NEW.kind = 'vouch_request' AND NEW.state = 'sent' BEGIN
  UPDATE MessageBody SET text = 'The text is not kept: it held a link that only the mailbox may have.', html = '' WHERE messageId = NEW.id;
END;
CREATE TRIGGER VouchLink_answered_once BEFORE UPDATE ON VouchLink
WHEN OLD.answer IS NOT NULL OR NEW.answer IS NULL OR NEW.claimId <> OLD.claimId OR NEW.tokenHash <> OLD.tokenHash OR NEW.expiresAt <> OLD.expiresAt
BEGIN SELECT RAISE(ABORT, 'link_is_answered'); END;

-- A request to act for every school of a trust, wherever it lies; approved, it holds for the schools that are the trust's at the time.
CREATE TABLE TrustClaim (
  id TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  trustUid TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('requested', 'approved', 'refused', 'ended')),
  evidence TEXT NOT NULL CHECK (evidence IN ('self_asserted', 'organiser')),
  personId TEXT REFERENCES Person (id),
  roleId TEXT REFERENCES Role (id),
  requestedAt TEXT NOT NULL CHECK (requestedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', requestedAt)),
  decidedAt TEXT,
  decidedById TEXT REFERENCES Account (id),
  reason TEXT,
  CHECK ((state = 'requested') = (decidedAt IS NULL))
);
CREATE UNIQUE INDEX TrustClaim_once ON TrustClaim (accountId, trustUid) WHERE state IN ('requested', 'approved');
CREATE INDEX TrustClaim_waiting ON TrustClaim (requestedAt) WHERE state = 'requested';
CREATE INDEX School_trust ON School (trustUid) WHERE trustUid IS NOT NULL;
CREATE TRIGGER TrustClaim_decided_once BEFORE UPDATE OF state ON TrustClaim BEGIN
  SELECT RAISE(ABORT, 'claim_is_decided')
  WHERE NOT ((OLD.state = 'requested' AND NEW.state IN ('approved', 'refused')) OR (OLD.state = 'approved' AND NEW.state = 'ended'));
  SELECT RAISE(ABORT, 'own_claim') WHERE NEW.state = 'approved' AND NEW.decidedById = NEW.accountId;
END;

-- Someone at an OpenID Connect provider, known by issuer and subject and by nothing else.
CREATE TABLE OidcIdentity (
  id TEXT NOT NULL PRIMARY KEY,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  accountId TEXT NOT NULL REFERENCES Account (id),
  -- What the provider calls the person, so that they know their own link again; never compared with anything.
  shownAs TEXT NOT NULL DEFAULT '',
  linkedAt TEXT NOT NULL CHECK (linkedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', linkedAt)),
  endedAt TEXT
);
CREATE UNIQUE INDEX OidcIdentity_once ON OidcIdentity (issuer, subject) WHERE endedAt IS NULL;
CREATE INDEX OidcIdentity_account ON OidcIdentity (accountId) WHERE endedAt IS NULL;

-- One visit to a provider; id is the hash of the token in the visitor's cookie. subject: who came back, until linked by a sign-in.
CREATE TABLE OidcVisit (
  id TEXT NOT NULL PRIMARY KEY,
  provider TEXT NOT NULL,
  state TEXT NOT NULL,
  nonce TEXT NOT NULL,
  codeVerifier TEXT NOT NULL,
  next TEXT,
  accountId TEXT REFERENCES Account (id),
  issuer TEXT,
  subject TEXT,
  shownAs TEXT NOT NULL DEFAULT '',
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  expiresAt TEXT NOT NULL,
  usedAt TEXT
);
CREATE INDEX OidcVisit_expiry ON OidcVisit (expiresAt);

CREATE TABLE EmailChange (
  id TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  oldEmail TEXT NOT NULL,
  newEmail TEXT NOT NULL CHECK (newEmail = lower(newEmail)),
  codeHash TEXT NOT NULL,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  expiresAt TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 5),
  usedAt TEXT
);
CREATE INDEX EmailChange_account ON EmailChange (accountId, createdAt);
CREATE INDEX EmailChange_used ON EmailChange (usedAt) WHERE usedAt IS NOT NULL;

-- Two records of one human being, made one: everything of mergedId now names keptId. moved lists what was re-pointed, so that it can be undone.
CREATE TABLE PersonMerge (
  id TEXT NOT NULL PRIMARY KEY,
  keptId TEXT NOT NULL REFERENCES Person (id),
  mergedId TEXT NOT NULL REFERENCES Person (id),
  moved TEXT NOT NULL CHECK (json_valid(moved)),
  mergedAt TEXT NOT NULL CHECK (mergedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', mergedAt)),
  mergedById TEXT REFERENCES Account (id),
  undoneAt TEXT,
  undoneById TEXT REFERENCES Account (id),
  CHECK (keptId <> mergedId)
);
CREATE UNIQUE INDEX PersonMerge_once ON PersonMerge (mergedId) WHERE undoneAt IS NULL;
CREATE INDEX PersonMerge_kept ON PersonMerge (keptId) WHERE undoneAt IS NULL;
CREATE INDEX PersonMerge_at ON PersonMerge (mergedAt);
CREATE INDEX WalkIn_person ON WalkIn (personId);
CREATE INDEX EarlierAttendance_person ON EarlierAttendance (personId) WHERE supersededAt IS NULL;

-- Working days and terms of cancelling ---------------------------------------------------------------------------------------------

-- Bank holidays in England and Wales, substitute days included.
CREATE TABLE BankHoliday (
  day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day)),
  name TEXT NOT NULL,
  source TEXT NOT NULL CHECK (length(trim(source)) > 0),
  addedAt TEXT NOT NULL CHECK (addedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', addedAt)),
  addedById TEXT REFERENCES Account (id),
  removedAt TEXT,
  removedById TEXT REFERENCES Account (id)
);
INSERT INTO BankHoliday (day, name, source, addedAt) VALUES
  ('2024-01-01', 'New Year’s Day', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2024-03-29', 'Good Friday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2024-04-01', 'Easter Monday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2024-05-06', 'Early May bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2024-05-27', 'Spring bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2024-08-26', 'Summer bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2024-12-25', 'Christmas Day', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2024-12-26', 'Boxing Day', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2025-01-01', 'New Year’s Day', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2025-04-18', 'Good Friday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2025-04-21', 'Easter Monday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2025-05-05', 'Early May bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2025-05-26', 'Spring bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2025-08-25', 'Summer bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2025-12-25', 'Christmas Day', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2025-12-26', 'Boxing Day', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2026-01-01', 'New Year’s Day', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2026-04-03', 'Good Friday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2026-04-06', 'Easter Monday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2026-05-04', 'Early May bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2026-05-25', 'Spring bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2026-08-31', 'Summer bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2026-12-25', 'Christmas Day', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2026-12-28', 'Boxing Day (substitute day)', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2027-01-01', 'New Year’s Day', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2027-03-26', 'Good Friday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2027-03-29', 'Easter Monday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2027-05-03', 'Early May bank holiday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2027-05-31', 'Spring bank holiday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2027-08-30', 'Summer bank holiday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2027-12-27', 'Christmas Day (substitute day)', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2027-12-28', 'Boxing Day (substitute day)', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2028-01-03', 'New Year’s Day (substitute day)', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2028-04-14', 'Good Friday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2028-04-17', 'Easter Monday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2028-05-01', 'Early May bank holiday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2028-05-29', 'Spring bank holiday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2028-08-28', 'Summer bank holiday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2028-12-25', 'Christmas Day', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2028-12-26', 'Boxing Day', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z')
;

-- The council's terms, first and last day of each. Terms of cancelling may count only working days within one.
CREATE TABLE TermDate (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  firstDay TEXT NOT NULL CHECK (firstDay IS date(firstDay)),
  lastDay TEXT NOT NULL CHECK (lastDay IS date(lastDay) AND lastDay >= firstDay),
  source TEXT NOT NULL,
  addedAt TEXT NOT NULL CHECK (addedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', addedAt)),
  addedById TEXT REFERENCES Account (id),
  removedAt TEXT,
  removedById TEXT REFERENCES Account (id)
);

-- One version of terms; an edit is a new version under the same key, so what a booker accepted is never rewritten. Money is pence a place.
-- freeDays: working days of notice with which cancelling is free; partDays (fewer): with which it costs partPence; with less, fullPence.
CREATE TABLE CancellationTerms (
  id TEXT NOT NULL PRIMARY KEY,
  termsKey TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  freeDays INTEGER NOT NULL CHECK (freeDays BETWEEN 0 AND 60),
  partDays INTEGER CHECK (partDays >= 0 AND partDays < freeDays),
  partPence INTEGER CHECK (partPence >= 0),
  fullPence INTEGER NOT NULL CHECK (fullPence >= 0),
  absentPence INTEGER NOT NULL CHECK (absentPence >= 0),
  termTimeOnly INTEGER NOT NULL DEFAULT 0 CHECK (termTimeOnly IN (0, 1)),
  notes TEXT NOT NULL DEFAULT '',
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  retiredAt TEXT,
  UNIQUE (termsKey, version),
  CHECK ((partDays IS NULL) = (partPence IS NULL))
);
CREATE TRIGGER CancellationTerms_stand BEFORE UPDATE ON CancellationTerms
WHEN OLD.retiredAt IS NOT NULL OR NEW.id <> OLD.id OR NEW.termsKey <> OLD.termsKey OR NEW.version <> OLD.version OR NEW.name <> OLD.name
  OR NEW.freeDays <> OLD.freeDays OR NEW.partDays IS NOT OLD.partDays OR NEW.partPence IS NOT OLD.partPence OR NEW.fullPence <> OLD.fullPence
  OR NEW.absentPence <> OLD.absentPence OR NEW.termTimeOnly <> OLD.termTimeOnly OR NEW.notes <> OLD.notes
BEGIN SELECT RAISE(ABORT, 'terms_stand'); END;
CREATE TRIGGER CancellationTerms_kept BEFORE DELETE ON CancellationTerms BEGIN SELECT RAISE(ABORT, 'terms_stand'); END;

-- Events: rules of booking, series, workshops ----------------------------------------------------------------------------------------

-- The same conference on several dates.
CREATE TABLE Series (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  topicId TEXT NOT NULL REFERENCES Topic (id),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id)
);

ALTER TABLE Event ADD COLUMN seriesId TEXT REFERENCES Series (id);
ALTER TABLE Event ADD COLUMN placesPerTrust INTEGER CHECK (placesPerTrust > 0);
ALTER TABLE Event ADD COLUMN approval INTEGER NOT NULL DEFAULT 0 CHECK (approval IN (0, 1));
ALTER TABLE Event ADD COLUMN waitingOrder TEXT NOT NULL DEFAULT 'first_come' CHECK (waitingOrder IN ('first_come', 'no_record_first', 'overdue_first'));
ALTER TABLE Event ADD COLUMN offerHours INTEGER NOT NULL DEFAULT 48 CHECK (offerHours BETWEEN 1 AND 336);
ALTER TABLE Event ADD COLUMN namesDueAt TEXT;
ALTER TABLE Event ADD COLUMN namesRelease INTEGER NOT NULL DEFAULT 0 CHECK (namesRelease IN (0, 1));
ALTER TABLE Event ADD COLUMN choicesCloseAt TEXT;
ALTER TABLE Event ADD COLUMN termsId TEXT REFERENCES CancellationTerms (id);
-- Set when the event was moved: until then everyone may cancel free of charge.
ALTER TABLE Event ADD COLUMN freeUntil TEXT;
-- The instant of the last write, at which limits are judged that depend on the clock.
ALTER TABLE Event ADD COLUMN changedAt TEXT;
CREATE INDEX Event_series ON Event (seriesId) WHERE seriesId IS NOT NULL;
CREATE INDEX Event_names_due ON Event (namesDueAt) WHERE namesDueAt IS NOT NULL;

-- block '': everyone attends. Sessions of one block are workshops of which each place chooses one.
ALTER TABLE Session ADD COLUMN block TEXT NOT NULL DEFAULT '';
ALTER TABLE Session ADD COLUMN capacity INTEGER CHECK (capacity > 0);

-- Places kept for some schools until releaseAt, and then anyone's. Who may take them is listed in HeldBackEntitled.
CREATE TABLE HeldBack (
  id TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL REFERENCES Event (id),
  places INTEGER NOT NULL CHECK (places > 0),
  forWhom TEXT NOT NULL CHECK (forWhom IN ('schools', 'no_record')),
  releaseAt TEXT NOT NULL CHECK (releaseAt IS strftime('%Y-%m-%dT%H:%M:%fZ', releaseAt)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  withdrawnAt TEXT,
  withdrawnById TEXT REFERENCES Account (id)
);
CREATE INDEX HeldBack_event ON HeldBack (eventId) WHERE withdrawnAt IS NULL;

CREATE TABLE HeldBackSchool (
  heldBackId TEXT NOT NULL REFERENCES HeldBack (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  PRIMARY KEY (heldBackId, schoolId)
);

-- The root schools without a record of attendance at a topic, in Muster or before it.
CREATE VIEW TopicRecord AS
  SELECT s.rootId AS rootId, e.topicId AS topicId, MAX(substr(x.startsAt, 1, 10)) AS lastOn
  FROM SchoolReached r JOIN Session x ON x.id = r.sessionId JOIN Event e ON e.id = x.eventId JOIN School s ON s.id = r.schoolId
  WHERE r.how = 'own' GROUP BY s.rootId, e.topicId
  UNION ALL
  SELECT s.rootId, a.topicId, MAX(a.heldOn) FROM EarlierAttendance a JOIN School s ON s.id = a.schoolId
  WHERE a.supersededAt IS NULL AND a.what IN ('attended', 'part') GROUP BY s.rootId, a.topicId;

CREATE VIEW HeldBackEntitled AS
  SELECT h.id AS heldBackId, s.rootId AS rootId FROM HeldBack h JOIN HeldBackSchool x ON x.heldBackId = h.id JOIN School s ON s.id = x.schoolId
  WHERE h.forWhom = 'schools'
  UNION
  SELECT h.id, s.id FROM HeldBack h JOIN Event e ON e.id = h.eventId JOIN School s ON s.rootId = s.id
  WHERE h.forWhom = 'no_record' AND NOT EXISTS (SELECT 1 FROM TopicRecord t WHERE t.rootId = s.id AND t.topicId = e.topicId);

-- Bookings and places ------------------------------------------------------------------------------------------------------------------

-- What someone whom nobody has vouched for yet asked for: it takes no place. typed: the form, emptied once it is settled.
CREATE TABLE BookingRequest (
  id TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL REFERENCES Event (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  accountId TEXT NOT NULL REFERENCES Account (id),
  formId TEXT NOT NULL UNIQUE,
  places INTEGER NOT NULL CHECK (places > 0),
  typed TEXT CHECK (typed IS NULL OR json_valid(typed)),
  requestedAt TEXT NOT NULL CHECK (requestedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', requestedAt)),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'booked', 'listed', 'refused', 'withdrawn')),
  bookingId TEXT REFERENCES Booking (id),
  reason TEXT,
  settledAt TEXT,
  CHECK ((state = 'waiting') = (settledAt IS NULL)),
  CHECK ((state = 'waiting') = (typed IS NOT NULL))
);
CREATE INDEX BookingRequest_waiting ON BookingRequest (accountId, schoolId) WHERE state = 'waiting';
CREATE INDEX BookingRequest_event ON BookingRequest (eventId, requestedAt);
CREATE UNIQUE INDEX BookingRequest_once ON BookingRequest (accountId, eventId, schoolId) WHERE state = 'waiting';
CREATE TRIGGER BookingRequest_of_asker BEFORE INSERT ON BookingRequest BEGIN
  SELECT RAISE(ABORT, 'no_claim') WHERE NOT EXISTS (SELECT 1 FROM Claim c JOIN School m ON m.id = c.schoolId JOIN School n ON n.rootId = m.rootId
    WHERE c.accountId = NEW.accountId AND c.state IN ('requested', 'approved') AND n.id = NEW.schoolId);
  SELECT RAISE(ABORT, 'too_many_requests') WHERE 20 <= (SELECT COUNT(*) FROM BookingRequest r WHERE r.accountId = NEW.accountId AND r.state = 'waiting');
END;
CREATE TRIGGER BookingRequest_settles_once BEFORE UPDATE ON BookingRequest
WHEN OLD.state <> 'waiting' OR NEW.formId <> OLD.formId OR NEW.requestedAt <> OLD.requestedAt
BEGIN SELECT RAISE(ABORT, 'request_is_settled'); END;

-- One offer of freed places to a school on the waiting list. It counts while expiresAt lies ahead, whatever its state column has caught up with.
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
  WHERE OLD.state <> 'open' OR NEW.bookingId <> OLD.bookingId OR NEW.places <> OLD.places OR NEW.expiresAt <> OLD.expiresAt;
  SELECT RAISE(ABORT, 'offer_has_ended') WHERE NEW.state IN ('accepted', 'declined') AND NEW.settledAt >= OLD.expiresAt;
  SELECT RAISE(ABORT, 'offer_still_stands') WHERE NEW.state = 'lapsed' AND NEW.settledAt < OLD.expiresAt;
END;

-- askedBy: who asked, when an organiser booked for a school. waitingSince: its turn on the waiting list. partly: fewer places than asked will do.
ALTER TABLE Booking ADD COLUMN askedBy TEXT NOT NULL DEFAULT '';
ALTER TABLE Booking ADD COLUMN waitingSince TEXT;
ALTER TABLE Booking ADD COLUMN partly INTEGER NOT NULL DEFAULT 0 CHECK (partly IN (0, 1));
ALTER TABLE Booking ADD COLUMN termsId TEXT REFERENCES CancellationTerms (id);
ALTER TABLE Booking ADD COLUMN termsAcceptedAt TEXT;
ALTER TABLE Booking ADD COLUMN refusedReason TEXT;
ALTER TABLE Booking ADD COLUMN movedFromId TEXT REFERENCES Booking (id);

-- Only someone confirmed books for a school; a booking that is moved to another date was somebody's before.
CREATE TRIGGER Booking_by_vouched BEFORE INSERT ON Booking WHEN NEW.channel = 'school' AND NEW.bookedById IS NOT NULL AND NEW.movedFromId IS NULL BEGIN
  SELECT RAISE(ABORT, 'not_vouched') WHERE NOT EXISTS (SELECT 1 FROM Claim c JOIN School m ON m.id = c.schoolId JOIN School n ON n.rootId = m.rootId
      WHERE c.accountId = NEW.bookedById AND c.state = 'approved' AND n.id = NEW.schoolId)
    AND NOT EXISTS (SELECT 1 FROM TrustClaim t JOIN School n ON n.id = NEW.schoolId JOIN School r ON r.id = n.rootId
      WHERE t.accountId = NEW.bookedById AND t.state = 'approved' AND t.trustUid = r.trustUid);
END;
-- The form of a request makes its booking once, and with it the request is settled; one that was withdrawn makes none.
CREATE TRIGGER Booking_settles_request AFTER INSERT ON Booking WHEN EXISTS (SELECT 1 FROM BookingRequest r WHERE r.formId = NEW.formId) BEGIN
  SELECT RAISE(ABORT, 'request_is_settled') FROM BookingRequest r WHERE r.formId = NEW.formId AND (
    r.state <> 'waiting' OR r.eventId <> NEW.eventId OR r.accountId IS NOT NEW.bookedById
    OR (SELECT m.rootId FROM School m WHERE m.id = r.schoolId) IS NOT (SELECT m.rootId FROM School m WHERE m.id = NEW.schoolId));
  UPDATE BookingRequest SET state = IIF(NEW.waitingSince IS NULL, 'booked', 'listed'), bookingId = NEW.id, typed = NULL, settledAt = NEW.createdAt
  WHERE formId = NEW.formId;
END;
-- A request kept while booking was open is in time, however long confirming took; once the event has begun nothing is.
DROP TRIGGER Booking_within_window;
CREATE TRIGGER Booking_within_window BEFORE INSERT ON Booking BEGIN
  SELECT RAISE(ABORT, 'event_cancelled') FROM Event e WHERE e.id = NEW.eventId AND e.state = 'cancelled';
  SELECT RAISE(ABORT, 'event_not_published') FROM Event e WHERE e.id = NEW.eventId AND e.state = 'draft';
  SELECT RAISE(ABORT, 'booking_not_open') FROM Event e WHERE e.id = NEW.eventId AND NEW.channel = 'school' AND e.bookingOpensAt > NEW.createdAt;
  SELECT RAISE(ABORT, 'booking_closed') FROM Event e WHERE e.id = NEW.eventId AND NEW.channel = 'school' AND (
    MIN(COALESCE(e.bookingClosedAt, '9999'), COALESCE(e.bookingClosesAt, '9999'))
      <= COALESCE((SELECT r.requestedAt FROM BookingRequest r WHERE r.formId = NEW.formId AND r.state = 'waiting' AND r.accountId = NEW.bookedById), NEW.createdAt)
    OR (SELECT MIN(s.startsAt) FROM Session s WHERE s.eventId = e.id) <= NEW.createdAt);
END;

-- A place that waits is 'held' with a hold that has run out, so that it takes nothing: waitsFor says for what. An offer makes its hold run again.
ALTER TABLE Place ADD COLUMN waitsFor TEXT CHECK (waitsFor IN ('approval', 'list'));
ALTER TABLE Place ADD COLUMN offerId TEXT REFERENCES Offer (id);
ALTER TABLE Place ADD COLUMN heldBackId TEXT REFERENCES HeldBack (id);
-- The instant at which the person on it was last named.
ALTER TABLE Place ADD COLUMN namedAt TEXT;
CREATE INDEX Place_waiting ON Place (eventId, waitsFor, bookingId) WHERE state = 'held' AND waitsFor IS NOT NULL;
CREATE INDEX Place_unnamed ON Place (eventId, bookingId) WHERE state = 'confirmed' AND personId IS NULL;
CREATE INDEX Place_heldBack ON Place (heldBackId) WHERE heldBackId IS NOT NULL;
CREATE INDEX Place_offer ON Place (offerId) WHERE offerId IS NOT NULL;

DROP TRIGGER Place_fits_on_insert;
DROP TRIGGER Place_fits_on_return;

CREATE TRIGGER Place_has_booking BEFORE INSERT ON Place BEGIN
  SELECT RAISE(ABORT, 'place_without_booking') WHERE NOT EXISTS (
    SELECT 1 FROM Booking b WHERE b.id = NEW.bookingId AND b.eventId = NEW.eventId AND b.schoolId = NEW.schoolId);
END;

CREATE TRIGGER Place_fits_on_insert BEFORE INSERT ON Place
WHEN NEW.state = 'confirmed' OR (NEW.state = 'held' AND NEW.heldUntil > NEW.stateAt) BEGIN
  SELECT RAISE(ABORT, 'event_full') FROM Event e WHERE e.id = NEW.eventId AND e.capacity <= (
    SELECT COUNT(*) FROM Place p WHERE p.id <> NEW.id AND p.eventId = NEW.eventId AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt)));
  SELECT RAISE(ABORT, 'school_limit_reached') FROM Event e WHERE e.id = NEW.eventId AND e.placesPerSchool <= (
    SELECT COUNT(*) FROM Place p WHERE p.id <> NEW.id AND p.eventId = NEW.eventId AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt))
      AND p.schoolId IN (SELECT o.id FROM School s JOIN School o ON o.rootId = s.rootId WHERE s.id = NEW.schoolId));
  SELECT RAISE(ABORT, 'trust_limit_reached') FROM Event e JOIN School n ON n.id = NEW.schoolId JOIN School r ON r.id = n.rootId
  WHERE e.id = NEW.eventId AND r.trustUid IS NOT NULL AND e.placesPerTrust <= (
    SELECT COUNT(*) FROM Place p JOIN School s ON s.id = p.schoolId JOIN School t ON t.id = s.rootId
    WHERE p.id <> NEW.id AND p.eventId = NEW.eventId AND t.trustUid = r.trustUid AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt)));
  SELECT RAISE(ABORT, 'held_back') FROM Event e WHERE e.id = NEW.eventId AND NEW.heldBackId IS NULL
    AND EXISTS (SELECT 1 FROM HeldBack h WHERE h.eventId = NEW.eventId AND h.withdrawnAt IS NULL AND h.releaseAt > NEW.stateAt)
    AND e.capacity <= (SELECT COUNT(*) FROM Place p LEFT JOIN HeldBack h ON h.id = p.heldBackId AND h.withdrawnAt IS NULL AND h.releaseAt > NEW.stateAt
        WHERE p.id <> NEW.id AND p.eventId = NEW.eventId AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt)) AND h.id IS NULL)
      + (SELECT COALESCE(SUM(h.places), 0) FROM HeldBack h WHERE h.eventId = NEW.eventId AND h.withdrawnAt IS NULL AND h.releaseAt > NEW.stateAt);
  SELECT RAISE(ABORT, 'held_back_not_yours') WHERE NEW.heldBackId IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM HeldBack h WHERE h.id = NEW.heldBackId AND h.eventId = NEW.eventId AND (
      h.withdrawnAt IS NOT NULL OR h.releaseAt <= NEW.stateAt OR (
        h.places > (SELECT COUNT(*) FROM Place p WHERE p.id <> NEW.id AND p.heldBackId = h.id AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt)))
        AND (EXISTS (SELECT 1 FROM HeldBackEntitled x JOIN School s ON s.rootId = x.rootId WHERE x.heldBackId = h.id AND s.id = NEW.schoolId)))));
  -- Freed places go to those who wait first: a school books past them only what is left when all of them are served. A place whose offer has
  -- run out waits no longer, and in the last hour before the start nothing is offered, so that what is free is anyone's.
  SELECT RAISE(ABORT, 'others_are_waiting') FROM Event e JOIN Booking b ON b.id = NEW.bookingId
  WHERE e.id = NEW.eventId AND b.channel = 'school' AND NEW.heldBackId IS NULL AND EXISTS (
      SELECT 1 FROM Place w WHERE w.eventId = NEW.eventId AND w.state = 'held' AND w.waitsFor = 'list' AND w.offerId IS NULL AND w.heldUntil <= NEW.stateAt)
    AND (SELECT MIN(x.startsAt) FROM Session x WHERE x.eventId = NEW.eventId) >= strftime('%Y-%m-%dT%H:%M:%fZ', NEW.stateAt, '+1 hour')
    AND e.capacity <= (SELECT COUNT(*) FROM Place p WHERE p.eventId = NEW.eventId AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt)))
      + (SELECT COUNT(*) FROM Place w WHERE w.eventId = NEW.eventId AND w.state = 'held' AND w.waitsFor = 'list' AND w.offerId IS NULL AND w.heldUntil <= NEW.stateAt);
END;

CREATE TRIGGER Place_fits_on_return BEFORE UPDATE OF state, heldUntil ON Place
WHEN (NEW.state = 'confirmed' OR (NEW.state = 'held' AND NEW.heldUntil > NEW.stateAt))
  AND NOT (OLD.state = 'confirmed' OR (OLD.state = 'held' AND OLD.heldUntil > NEW.stateAt)) BEGIN
  SELECT RAISE(ABORT, 'event_full') FROM Event e WHERE e.id = NEW.eventId AND e.capacity <= (
    SELECT COUNT(*) FROM Place p WHERE p.id <> NEW.id AND p.eventId = NEW.eventId AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt)));
  SELECT RAISE(ABORT, 'school_limit_reached') FROM Event e WHERE e.id = NEW.eventId AND e.placesPerSchool <= (
    SELECT COUNT(*) FROM Place p WHERE p.id <> NEW.id AND p.eventId = NEW.eventId AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt))
      AND p.schoolId IN (SELECT o.id FROM School s JOIN School o ON o.rootId = s.rootId WHERE s.id = NEW.schoolId));
  SELECT RAISE(ABORT, 'trust_limit_reached') FROM Event e JOIN School n ON n.id = NEW.schoolId JOIN School r ON r.id = n.rootId
  WHERE e.id = NEW.eventId AND r.trustUid IS NOT NULL AND e.placesPerTrust <= (
    SELECT COUNT(*) FROM Place p JOIN School s ON s.id = p.schoolId JOIN School t ON t.id = s.rootId
    WHERE p.id <> NEW.id AND p.eventId = NEW.eventId AND t.trustUid = r.trustUid AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt)));
  SELECT RAISE(ABORT, 'held_back') FROM Event e WHERE e.id = NEW.eventId AND NEW.heldBackId IS NULL
    AND EXISTS (SELECT 1 FROM HeldBack h WHERE h.eventId = NEW.eventId AND h.withdrawnAt IS NULL AND h.releaseAt > NEW.stateAt)
    AND e.capacity <= (SELECT COUNT(*) FROM Place p LEFT JOIN HeldBack h ON h.id = p.heldBackId AND h.withdrawnAt IS NULL AND h.releaseAt > NEW.stateAt
        WHERE p.id <> NEW.id AND p.eventId = NEW.eventId AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt)) AND h.id IS NULL)
      + (SELECT COALESCE(SUM(h.places), 0) FROM HeldBack h WHERE h.eventId = NEW.eventId AND h.withdrawnAt IS NULL AND h.releaseAt > NEW.stateAt);
  SELECT RAISE(ABORT, 'held_back_not_yours') WHERE NEW.heldBackId IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM HeldBack h WHERE h.id = NEW.heldBackId AND h.eventId = NEW.eventId AND (
      h.withdrawnAt IS NOT NULL OR h.releaseAt <= NEW.stateAt OR (
        h.places > (SELECT COUNT(*) FROM Place p WHERE p.id <> NEW.id AND p.heldBackId = h.id AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt)))
        AND (EXISTS (SELECT 1 FROM HeldBackEntitled x JOIN School s ON s.rootId = x.rootId WHERE x.heldBackId = h.id AND s.id = NEW.schoolId)))));
  SELECT RAISE(ABORT, 'workshop_full') WHERE EXISTS (
    SELECT 1 FROM PlaceSession c JOIN Session x ON x.id = c.sessionId WHERE c.placeId = NEW.id AND x.block <> '' AND x.capacity <= (
      SELECT COUNT(*) FROM PlaceSession o JOIN Place p ON p.id = o.placeId WHERE o.sessionId = c.sessionId AND p.id <> NEW.id AND p.state = 'confirmed'));
END;

-- An offer none of whose places is left has nothing to accept, however they ended.
CREATE TRIGGER Place_ends_offer AFTER UPDATE OF state ON Place WHEN NEW.state = 'cancelled' AND OLD.state <> 'cancelled' AND NEW.offerId IS NOT NULL BEGIN
  UPDATE Offer SET state = 'withdrawn', settledAt = NEW.stateAt, settledById = NEW.endedById WHERE id = NEW.offerId AND state = 'open'
    AND NOT EXISTS (SELECT 1 FROM Place p WHERE p.offerId = NEW.offerId AND p.state = 'held');
END;

-- An event that is over or cancelled takes no place back.
CREATE TRIGGER Place_of_running_event BEFORE UPDATE OF state ON Place WHEN NEW.state <> 'cancelled' AND OLD.state <> NEW.state BEGIN
  SELECT RAISE(ABORT, 'event_cancelled') FROM Event e WHERE e.id = NEW.eventId AND e.state = 'cancelled';
END;

-- A place changes hands until the event begins, and never once somebody has been marked on it; one without a name is named whenever it turns
-- out who came. Two records made one are no change of hands.
CREATE TRIGGER Place_changes_hands BEFORE UPDATE OF personId ON Place
WHEN NEW.personId IS NOT OLD.personId AND NOT EXISTS (
  SELECT 1 FROM PersonMerge m WHERE (m.mergedId = OLD.personId AND m.undoneAt IS NULL) OR (m.mergedId = NEW.personId AND m.keptId = OLD.personId AND instr(m.moved, NEW.id) > 0)) BEGIN
  SELECT RAISE(ABORT, 'place_has_marks') WHERE OLD.personId IS NOT NULL AND EXISTS (SELECT 1 FROM Mark m WHERE m.placeId = NEW.id);
  SELECT RAISE(ABORT, 'event_started') WHERE NEW.namedAt IS NULL
    OR (OLD.personId IS NOT NULL AND NEW.namedAt >= (SELECT MIN(x.startsAt) FROM Session x WHERE x.eventId = NEW.eventId));
END;

-- Nobody came on a place that has no name: whoever came is named first.
CREATE TRIGGER Mark_of_someone_named BEFORE INSERT ON Mark WHEN NEW.what IN ('attended', 'part') AND NEW.placeId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'place_not_named') WHERE (SELECT p.personId FROM Place p WHERE p.id = NEW.placeId) IS NULL;
END;

DROP TRIGGER Event_room_for_taken;
CREATE TRIGGER Event_room_for_taken BEFORE UPDATE OF capacity, placesPerSchool, placesPerTrust ON Event BEGIN
  SELECT RAISE(ABORT, 'capacity_below_taken') WHERE NEW.capacity < OLD.capacity AND NEW.capacity < (
    SELECT COUNT(*) FROM Place p LEFT JOIN HeldBack h ON h.id = p.heldBackId AND h.withdrawnAt IS NULL AND h.releaseAt > COALESCE(NEW.changedAt, '')
    WHERE p.eventId = NEW.id AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > COALESCE(NEW.changedAt, '9999'))) AND h.id IS NULL)
    + (SELECT COALESCE(SUM(h.places), 0) FROM HeldBack h WHERE h.eventId = NEW.id AND h.withdrawnAt IS NULL AND h.releaseAt > COALESCE(NEW.changedAt, ''));
  SELECT RAISE(ABORT, 'limit_below_taken') WHERE NEW.placesPerSchool < COALESCE(OLD.placesPerSchool, 1e9) AND NEW.placesPerSchool < (
    SELECT COALESCE(MAX(n), 0) FROM (SELECT COUNT(*) AS n FROM Place p JOIN School s ON s.id = p.schoolId
      WHERE p.eventId = NEW.id AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > COALESCE(NEW.changedAt, '9999'))) GROUP BY s.rootId));
  SELECT RAISE(ABORT, 'trust_limit_below_taken') WHERE NEW.placesPerTrust < COALESCE(OLD.placesPerTrust, 1e9) AND NEW.placesPerTrust < (
    SELECT COALESCE(MAX(n), 0) FROM (SELECT COUNT(*) AS n FROM Place p JOIN School s ON s.id = p.schoolId JOIN School r ON r.id = s.rootId
      WHERE p.eventId = NEW.id AND r.trustUid IS NOT NULL AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > COALESCE(NEW.changedAt, '9999'))) GROUP BY r.trustUid));
END;

CREATE TRIGGER HeldBack_fits BEFORE INSERT ON HeldBack BEGIN
  SELECT RAISE(ABORT, 'held_back_too_many') FROM Event e WHERE e.id = NEW.eventId AND e.capacity < NEW.places
    + (SELECT COUNT(*) FROM Place p LEFT JOIN HeldBack h ON h.id = p.heldBackId AND h.withdrawnAt IS NULL AND h.releaseAt > NEW.createdAt
       WHERE p.eventId = NEW.eventId AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.createdAt)) AND h.id IS NULL)
    + (SELECT COALESCE(SUM(h.places), 0) FROM HeldBack h WHERE h.eventId = NEW.eventId AND h.withdrawnAt IS NULL AND h.releaseAt > NEW.createdAt);
END;
CREATE TRIGGER HeldBack_only_ends BEFORE UPDATE ON HeldBack
WHEN OLD.withdrawnAt IS NOT NULL OR NEW.withdrawnAt IS NULL OR NEW.eventId <> OLD.eventId OR NEW.places <> OLD.places OR NEW.releaseAt <> OLD.releaseAt
BEGIN SELECT RAISE(ABORT, 'held_back_only_ends'); END;

-- Workshops: one of each block, no two at the same time, none beyond its places; only for a place that is certain.
CREATE TRIGGER PlaceSession_fits BEFORE INSERT ON PlaceSession WHEN EXISTS (SELECT 1 FROM Session s WHERE s.id = NEW.sessionId AND s.block <> '') BEGIN
  SELECT RAISE(ABORT, 'place_not_confirmed') WHERE (SELECT p.state FROM Place p WHERE p.id = NEW.placeId) <> 'confirmed';
  SELECT RAISE(ABORT, 'one_workshop_a_block') FROM PlaceSession o JOIN Session s ON s.id = o.sessionId
  WHERE o.placeId = NEW.placeId AND s.block = (SELECT n.block FROM Session n WHERE n.id = NEW.sessionId);
  SELECT RAISE(ABORT, 'workshops_clash') FROM PlaceSession o JOIN Session s ON s.id = o.sessionId JOIN Session n ON n.id = NEW.sessionId
  WHERE o.placeId = NEW.placeId AND s.block <> '' AND s.startsAt < n.endsAt AND n.startsAt < s.endsAt;
  SELECT RAISE(ABORT, 'workshop_full') FROM Session n WHERE n.id = NEW.sessionId AND n.capacity <= (
    SELECT COUNT(*) FROM PlaceSession o JOIN Place p ON p.id = o.placeId WHERE o.sessionId = NEW.sessionId AND p.state = 'confirmed');
END;
CREATE TRIGGER PlaceSession_with_marks BEFORE DELETE ON PlaceSession BEGIN
  SELECT RAISE(ABORT, 'place_has_marks') WHERE EXISTS (SELECT 1 FROM Mark m WHERE m.placeId = OLD.placeId AND m.sessionId = OLD.sessionId);
END;
CREATE TRIGGER Session_room_for_chosen BEFORE UPDATE OF capacity, block, startsAt, endsAt ON Session WHEN NEW.block <> '' BEGIN
  SELECT RAISE(ABORT, 'workshop_below_taken') WHERE NEW.capacity < (
    SELECT COUNT(*) FROM PlaceSession o JOIN Place p ON p.id = o.placeId WHERE o.sessionId = NEW.id AND p.state = 'confirmed');
  SELECT RAISE(ABORT, 'workshops_clash') FROM PlaceSession c JOIN Place p ON p.id = c.placeId JOIN PlaceSession o ON o.placeId = c.placeId AND o.sessionId <> c.sessionId
    JOIN Session s ON s.id = o.sessionId
  WHERE c.sessionId = NEW.id AND p.state = 'confirmed' AND s.block <> '' AND (s.block = NEW.block OR (s.startsAt < NEW.endsAt AND NEW.startsAt < s.endsAt));
END;

-- What cancelling a place, or staying away, costs by the terms that were accepted: computed once and kept with the rule that made it.
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
  withdrawnById TEXT REFERENCES Account (id)
);
CREATE UNIQUE INDEX Charge_once ON Charge (placeId, kind) WHERE withdrawnAt IS NULL;
CREATE INDEX Charge_booking ON Charge (bookingId);
CREATE INDEX Charge_event ON Charge (eventId);
CREATE TRIGGER Charge_stands BEFORE UPDATE ON Charge
WHEN OLD.withdrawnAt IS NOT NULL OR NEW.withdrawnAt IS NULL OR NEW.pence <> OLD.pence OR NEW.rule <> OLD.rule OR NEW.placeId <> OLD.placeId OR NEW.kind <> OLD.kind
BEGIN SELECT RAISE(ABORT, 'charge_stands'); END;
CREATE TRIGGER Charge_kept BEFORE DELETE ON Charge BEGIN SELECT RAISE(ABORT, 'charge_stands'); END;

-- A reminder that a booking's names are due, so that each is sent once.
CREATE TABLE NameChase (
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  step TEXT NOT NULL CHECK (step IN ('week_before', 'day_before', 'overdue')),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  PRIMARY KEY (bookingId, step)
);

-- Questions of an event, and answers --------------------------------------------------------------------------------------------------

CREATE TABLE EventQuestion (
  id TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL REFERENCES Event (id),
  position INTEGER NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('booking', 'place')),
  kind TEXT NOT NULL CHECK (kind IN ('text', 'choice', 'choices', 'yes_no')),
  label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 300),
  hint TEXT NOT NULL DEFAULT '',
  options TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(options)),
  required INTEGER NOT NULL DEFAULT 0 CHECK (required IN (0, 1)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  retiredAt TEXT
);
CREATE INDEX EventQuestion_event ON EventQuestion (eventId, position) WHERE retiredAt IS NULL;
CREATE TRIGGER EventQuestion_retired_once BEFORE UPDATE ON EventQuestion WHEN OLD.retiredAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'question_is_retired'); END;

-- value: JSON, a text, a list of texts or true/false. A new answer supersedes the one before.
CREATE TABLE Answer (
  id TEXT NOT NULL PRIMARY KEY,
  questionId TEXT NOT NULL REFERENCES EventQuestion (id),
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  placeId TEXT REFERENCES Place (id),
  value TEXT NOT NULL CHECK (json_valid(value)),
  answeredAt TEXT NOT NULL CHECK (answeredAt IS strftime('%Y-%m-%dT%H:%M:%fZ', answeredAt)),
  answeredById TEXT REFERENCES Account (id),
  supersededAt TEXT
);
CREATE UNIQUE INDEX Answer_once ON Answer (questionId, bookingId, COALESCE(placeId, '')) WHERE supersededAt IS NULL;
CREATE INDEX Answer_booking ON Answer (bookingId) WHERE supersededAt IS NULL;
CREATE INDEX Answer_question ON Answer (questionId);
CREATE INDEX Answer_place ON Answer (placeId) WHERE supersededAt IS NULL;
CREATE TRIGGER Answer_fits BEFORE INSERT ON Answer BEGIN
  SELECT RAISE(ABORT, 'answer_misplaced') WHERE NOT EXISTS (
    SELECT 1 FROM EventQuestion q JOIN Booking b ON b.id = NEW.bookingId AND b.eventId = q.eventId
    WHERE q.id = NEW.questionId AND q.retiredAt IS NULL AND (q.scope = 'booking') = (NEW.placeId IS NULL));
  SELECT RAISE(ABORT, 'answer_misplaced') WHERE NEW.placeId IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM Place p WHERE p.id = NEW.placeId AND p.bookingId = NEW.bookingId AND p.state <> 'cancelled');
END;
CREATE TRIGGER Answer_stands BEFORE UPDATE ON Answer
WHEN OLD.supersededAt IS NOT NULL OR NEW.supersededAt IS NULL OR NEW.questionId <> OLD.questionId OR NEW.bookingId <> OLD.bookingId
  OR NEW.placeId IS NOT OLD.placeId OR NEW.value <> OLD.value OR NEW.answeredAt <> OLD.answeredAt
BEGIN SELECT RAISE(ABORT, 'answer_stands'); END;
-- What was answered is what was asked: a question that has an answer is retired and asked anew in other words.
CREATE TRIGGER EventQuestion_answered_stands BEFORE UPDATE OF eventId, scope, kind, label, hint, options ON EventQuestion
WHEN (NEW.eventId <> OLD.eventId OR NEW.scope <> OLD.scope OR NEW.kind <> OLD.kind OR NEW.label <> OLD.label OR NEW.hint <> OLD.hint
  OR NEW.options <> OLD.options) AND EXISTS (SELECT 1 FROM Answer a WHERE a.questionId = OLD.id)
BEGIN SELECT RAISE(ABORT, 'question_is_answered'); END;
-- Answers about a place are of the person on it.
CREATE TRIGGER Answer_goes_with_person AFTER UPDATE OF personId ON Place
WHEN OLD.personId IS NOT NULL AND NEW.personId IS NOT OLD.personId AND NOT EXISTS (
  SELECT 1 FROM PersonMerge m WHERE (m.mergedId = OLD.personId AND m.keptId = NEW.personId) OR (m.mergedId = NEW.personId AND m.keptId = OLD.personId)) BEGIN
  UPDATE Answer SET supersededAt = COALESCE(NEW.namedAt, NEW.stateAt) WHERE placeId = NEW.id AND supersededAt IS NULL;
END;

-- The delegate's own link to their place: no account needed. Only the hash of its token is kept; it ends when the place changes hands.
CREATE TABLE PlaceLink (
  id TEXT NOT NULL PRIMARY KEY,
  placeId TEXT NOT NULL REFERENCES Place (id),
  personId TEXT NOT NULL REFERENCES Person (id),
  tokenHash TEXT NOT NULL UNIQUE,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  endedAt TEXT
);
CREATE INDEX PlaceLink_place ON PlaceLink (placeId) WHERE endedAt IS NULL;
CREATE TRIGGER PlaceLink_ends_with_person AFTER UPDATE OF personId ON Place
WHEN NEW.personId IS NOT OLD.personId AND NOT EXISTS (
  SELECT 1 FROM PersonMerge m WHERE (m.mergedId = OLD.personId AND m.keptId = NEW.personId) OR (m.mergedId = NEW.personId AND m.keptId = OLD.personId)) BEGIN
  UPDATE PlaceLink SET endedAt = COALESCE(NEW.namedAt, NEW.stateAt) WHERE placeId = NEW.id AND endedAt IS NULL;
END;
CREATE TRIGGER PlaceLink_follows_merge AFTER UPDATE OF personId ON Place
WHEN NEW.personId IS NOT OLD.personId AND EXISTS (
  SELECT 1 FROM PersonMerge m WHERE (m.mergedId = OLD.personId AND m.keptId = NEW.personId) OR (m.mergedId = NEW.personId AND m.keptId = OLD.personId)) BEGIN
  UPDATE PlaceLink SET personId = NEW.personId WHERE placeId = NEW.id AND endedAt IS NULL;
END;
CREATE TRIGGER PlaceLink_ends_with_place AFTER UPDATE OF state ON Place WHEN NEW.state = 'cancelled' BEGIN
  UPDATE PlaceLink SET endedAt = NEW.stateAt WHERE placeId = NEW.id AND endedAt IS NULL;
END;

-- Special category: what a delegate needs to eat and to take part, in their own words. Never in the log, a message, a calendar or an export
-- with names; deleted at deleteAfter (thirty days after the event), and at once when the place ends or changes hands.
-- dietary, access: '' or JSON {choices, words}.
CREATE TABLE Need (
  placeId TEXT NOT NULL PRIMARY KEY REFERENCES Place (id),
  personId TEXT NOT NULL REFERENCES Person (id),
  eventId TEXT NOT NULL REFERENCES Event (id),
  dietary TEXT NOT NULL DEFAULT '' CHECK (dietary = '' OR json_valid(dietary)),
  access TEXT NOT NULL DEFAULT '' CHECK (access = '' OR json_valid(access)),
  givenAt TEXT NOT NULL CHECK (givenAt IS strftime('%Y-%m-%dT%H:%M:%fZ', givenAt)),
  deleteAfter TEXT NOT NULL
);
CREATE INDEX Need_event ON Need (eventId);
CREATE INDEX Need_deletion ON Need (deleteAfter);
CREATE TRIGGER Need_of_present_person BEFORE INSERT ON Need BEGIN
  SELECT RAISE(ABORT, 'need_without_place') WHERE NOT EXISTS (
    SELECT 1 FROM Place p WHERE p.id = NEW.placeId AND p.personId = NEW.personId AND p.eventId = NEW.eventId AND p.state = 'confirmed');
END;
CREATE TRIGGER Need_goes_with_person AFTER UPDATE OF personId ON Place
WHEN NEW.personId IS NOT OLD.personId AND NOT EXISTS (
  SELECT 1 FROM PersonMerge m WHERE (m.mergedId = OLD.personId AND m.keptId = NEW.personId) OR (m.mergedId = NEW.personId AND m.keptId = OLD.personId)) BEGIN
  DELETE FROM Need WHERE placeId = NEW.id;
END;
CREATE TRIGGER Need_follows_merge AFTER UPDATE OF personId ON Place
WHEN NEW.personId IS NOT OLD.personId AND EXISTS (
  SELECT 1 FROM PersonMerge m WHERE (m.mergedId = OLD.personId AND m.keptId = NEW.personId) OR (m.mergedId = NEW.personId AND m.keptId = OLD.personId)) BEGIN
  UPDATE Need SET personId = NEW.personId WHERE placeId = NEW.id;
END;
CREATE TRIGGER Need_goes_with_place AFTER UPDATE OF state ON Place WHEN NEW.state = 'cancelled' BEGIN
  DELETE FROM Need WHERE placeId = NEW.id;
END;
-- The day of deletion moves with the event.
CREATE TRIGGER Need_moves_with_session AFTER UPDATE OF endsAt ON Session BEGIN
  UPDATE Need SET deleteAfter = (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', MAX(x.endsAt), '+30 days') FROM Session x WHERE x.eventId = NEW.eventId)
  WHERE eventId = NEW.eventId;
END;
CREATE TRIGGER Need_moves_with_new_session AFTER INSERT ON Session BEGIN
  UPDATE Need SET deleteAfter = (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', MAX(x.endsAt), '+30 days') FROM Session x WHERE x.eventId = NEW.eventId)
  WHERE eventId = NEW.eventId;
END;
CREATE TRIGGER Need_moves_with_lost_session AFTER DELETE ON Session BEGIN
  UPDATE Need SET deleteAfter = COALESCE((SELECT strftime('%Y-%m-%dT%H:%M:%fZ', MAX(x.endsAt), '+30 days') FROM Session x WHERE x.eventId = OLD.eventId), deleteAfter)
  WHERE eventId = OLD.eventId;
END;

-- Series: its events share its topic; a school's places move only between dates of one series -----------------------------------------

CREATE INDEX Booking_moved ON Booking (movedFromId) WHERE movedFromId IS NOT NULL;

CREATE TRIGGER Series_keeps_topic BEFORE UPDATE OF topicId ON Series WHEN NEW.topicId <> OLD.topicId BEGIN
  SELECT RAISE(ABORT, 'series_shares_topic') WHERE EXISTS (SELECT 1 FROM Event e WHERE e.seriesId = NEW.id);
END;
CREATE TRIGGER Event_shares_topic_on_insert BEFORE INSERT ON Event WHEN NEW.seriesId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'series_shares_topic') FROM Series s WHERE s.id = NEW.seriesId AND s.topicId <> NEW.topicId;
END;
CREATE TRIGGER Event_shares_topic BEFORE UPDATE OF topicId, seriesId ON Event WHEN NEW.seriesId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'series_shares_topic') FROM Series s WHERE s.id = NEW.seriesId AND s.topicId <> NEW.topicId;
END;
CREATE TRIGGER Event_leaves_series BEFORE UPDATE OF seriesId ON Event WHEN OLD.seriesId IS NOT NULL AND NEW.seriesId IS NOT OLD.seriesId BEGIN
  SELECT RAISE(ABORT, 'series_has_moves') WHERE EXISTS (
    SELECT 1 FROM Booking b JOIN Booking f ON f.id = b.movedFromId WHERE b.eventId = NEW.id OR f.eventId = NEW.id);
END;
CREATE TRIGGER Booking_moves_within_series BEFORE INSERT ON Booking WHEN NEW.movedFromId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'moved_outside_series') WHERE NOT EXISTS (
    SELECT 1 FROM Booking f JOIN Event a ON a.id = f.eventId JOIN Event z ON z.id = NEW.eventId
      JOIN School s ON s.id = f.schoolId JOIN School t ON t.id = NEW.schoolId
    WHERE f.id = NEW.movedFromId AND a.id <> z.id AND a.seriesId = z.seriesId AND s.rootId = t.rootId);
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

-- placeIds: which places of the booking. claimedUntil: somebody is at it until then.
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

-- Two records of one person --------------------------------------------------------------------------------------------------------

-- Where the chain of merges that begins at a record ends.
CREATE VIEW PersonKept AS
  WITH RECURSIVE step (mergedId, keptId) AS (
    SELECT mergedId, keptId FROM PersonMerge WHERE undoneAt IS NULL
    UNION
    SELECT s.mergedId, m.keptId FROM step s JOIN PersonMerge m ON m.mergedId = s.keptId AND m.undoneAt IS NULL)
  SELECT mergedId, keptId FROM step WHERE keptId NOT IN (SELECT mergedId FROM PersonMerge WHERE undoneAt IS NULL);

CREATE TRIGGER PersonMerge_of_kept BEFORE INSERT ON PersonMerge BEGIN
  SELECT RAISE(ABORT, 'person_is_merged') WHERE EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId IN (NEW.keptId, NEW.mergedId) AND m.undoneAt IS NULL);
END;
CREATE TRIGGER PersonMerge_only_undone BEFORE UPDATE ON PersonMerge
WHEN OLD.undoneAt IS NOT NULL OR NEW.undoneAt IS NULL OR NEW.keptId <> OLD.keptId OR NEW.mergedId <> OLD.mergedId OR NEW.moved <> OLD.moved
BEGIN SELECT RAISE(ABORT, 'merge_only_undone'); END;
CREATE TRIGGER PersonMerge_kept BEFORE DELETE ON PersonMerge BEGIN SELECT RAISE(ABORT, 'merge_only_undone'); END;

-- Whoever read a record before it was merged and writes after names the one that was kept; a unique index then refuses what that one has.
CREATE TRIGGER Account_names_kept AFTER INSERT ON Account WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL) BEGIN
  UPDATE Account SET personId = (SELECT k.keptId FROM PersonKept k WHERE k.mergedId = NEW.personId) WHERE id = NEW.id;
END;
CREATE TRIGGER Account_goes_to_kept AFTER UPDATE OF personId ON Account WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL) BEGIN
  UPDATE Account SET personId = (SELECT k.keptId FROM PersonKept k WHERE k.mergedId = NEW.personId) WHERE id = NEW.id;
END;
CREATE TRIGGER SignIn_names_kept AFTER INSERT ON SignIn WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL) BEGIN
  UPDATE SignIn SET personId = (SELECT k.keptId FROM PersonKept k WHERE k.mergedId = NEW.personId) WHERE id = NEW.id;
END;
CREATE TRIGGER SignIn_goes_to_kept AFTER UPDATE OF personId ON SignIn WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL) BEGIN
  UPDATE SignIn SET personId = (SELECT k.keptId FROM PersonKept k WHERE k.mergedId = NEW.personId) WHERE id = NEW.id;
END;
CREATE TRIGGER RoleAtSchool_names_kept AFTER INSERT ON RoleAtSchool WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL) BEGIN
  UPDATE RoleAtSchool SET personId = (SELECT k.keptId FROM PersonKept k WHERE k.mergedId = NEW.personId) WHERE id = NEW.id;
END;
CREATE TRIGGER Claim_names_kept AFTER INSERT ON Claim WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL) BEGIN
  UPDATE Claim SET personId = (SELECT k.keptId FROM PersonKept k WHERE k.mergedId = NEW.personId) WHERE id = NEW.id;
END;
CREATE TRIGGER Claim_goes_to_kept AFTER UPDATE OF personId ON Claim WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL) BEGIN
  UPDATE Claim SET personId = (SELECT k.keptId FROM PersonKept k WHERE k.mergedId = NEW.personId) WHERE id = NEW.id;
END;
CREATE TRIGGER TrustClaim_names_kept AFTER INSERT ON TrustClaim WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL) BEGIN
  UPDATE TrustClaim SET personId = (SELECT k.keptId FROM PersonKept k WHERE k.mergedId = NEW.personId) WHERE id = NEW.id;
END;
CREATE TRIGGER Booking_names_kept AFTER INSERT ON Booking WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.bookerPersonId AND m.undoneAt IS NULL) BEGIN
  UPDATE Booking SET bookerPersonId = (SELECT k.keptId FROM PersonKept k WHERE k.mergedId = NEW.bookerPersonId) WHERE id = NEW.id;
END;
CREATE TRIGGER Place_names_kept AFTER INSERT ON Place WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL) BEGIN
  UPDATE Place SET personId = (SELECT k.keptId FROM PersonKept k WHERE k.mergedId = NEW.personId) WHERE id = NEW.id;
END;
CREATE TRIGGER Place_goes_to_kept AFTER UPDATE OF personId ON Place WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL) BEGIN
  UPDATE Place SET personId = (SELECT k.keptId FROM PersonKept k WHERE k.mergedId = NEW.personId) WHERE id = NEW.id;
END;
CREATE TRIGGER Invitation_names_kept AFTER INSERT ON Invitation WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL) BEGIN
  UPDATE Invitation SET personId = (SELECT k.keptId FROM PersonKept k WHERE k.mergedId = NEW.personId) WHERE id = NEW.id;
END;
CREATE TRIGGER PlaceLink_names_kept AFTER INSERT ON PlaceLink WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL) BEGIN
  UPDATE PlaceLink SET personId = (SELECT k.keptId FROM PersonKept k WHERE k.mergedId = NEW.personId) WHERE id = NEW.id;
END;
CREATE TRIGGER Need_names_kept AFTER INSERT ON Need WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL) BEGIN
  UPDATE Need SET personId = (SELECT k.keptId FROM PersonKept k WHERE k.mergedId = NEW.personId) WHERE placeId = NEW.placeId;
END;
CREATE TRIGGER EarlierAttendance_names_kept AFTER INSERT ON EarlierAttendance WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL) BEGIN
  UPDATE EarlierAttendance SET personId = (SELECT k.keptId FROM PersonKept k WHERE k.mergedId = NEW.personId) WHERE id = NEW.id;
END;

-- What was said about a role stands; a correction supersedes it and is another row.
CREATE TRIGGER RoleAtSchool_stands BEFORE UPDATE OF schoolId, roleId, fromDate, toDate, source, learnedAt ON RoleAtSchool
BEGIN SELECT RAISE(ABORT, 'role_is_append_only'); END;
CREATE TRIGGER RoleAtSchool_superseded_once BEFORE UPDATE OF supersededAt ON RoleAtSchool WHEN OLD.supersededAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'role_is_append_only'); END;
CREATE TRIGGER RoleAtSchool_kept BEFORE DELETE ON RoleAtSchool BEGIN SELECT RAISE(ABORT, 'role_is_append_only'); END;
CREATE TRIGGER RoleAtSchool_in_order BEFORE INSERT ON RoleAtSchool WHEN NEW.fromDate > NEW.toDate BEGIN SELECT RAISE(ABORT, 'role_ends_before_it_begins'); END;
-- A change of address that was confirmed is history; a link to a provider only ends.
CREATE TRIGGER EmailChange_stands BEFORE UPDATE ON EmailChange
WHEN OLD.usedAt IS NOT NULL OR NEW.accountId <> OLD.accountId OR NEW.newEmail <> OLD.newEmail OR NEW.codeHash <> OLD.codeHash
BEGIN SELECT RAISE(ABORT, 'change_stands'); END;
CREATE TRIGGER OidcIdentity_only_ends BEFORE UPDATE ON OidcIdentity
WHEN OLD.endedAt IS NOT NULL OR NEW.endedAt IS NULL OR NEW.issuer <> OLD.issuer OR NEW.subject <> OLD.subject OR NEW.accountId <> OLD.accountId
BEGIN SELECT RAISE(ABORT, 'link_only_ends'); END;
