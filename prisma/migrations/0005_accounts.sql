-- Addresses that sign in, their second factors, and for whom they may act.

-- An address that signs in, and the person whose it is.
CREATE TABLE Account (
  id TEXT NOT NULL PRIMARY KEY,
  -- Who came by the link of a door has no address: …@door.invalid is nobody's mailbox, and never becomes another.
  email TEXT NOT NULL UNIQUE CHECK (email = lower(email) AND (email NOT LIKE '%@door.invalid' OR email = 'door-' || id || '@door.invalid')),
  personId TEXT REFERENCES Person (id),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  -- shared: an address that several people read (office@): each sign-in then names the one who acts, in SignIn.personId.
  -- sharedSaidAt: when its holder last said whether it is.
  shared INTEGER NOT NULL DEFAULT 0 CHECK (shared IN (0, 1)),
  sharedSaidAt TEXT,
  -- What the answer was last asked of, which it begins with.
  askedTopicId TEXT REFERENCES Topic (id) ON DELETE SET NULL,
  -- An account of somebody who was erased: its row stays, for others name it as who did something.
  erasedAt TEXT CHECK (erasedAt IS NULL OR email = 'erased-' || id || '@erased.invalid')
);

CREATE TRIGGER Account_may_make_due AFTER UPDATE OF email, personId ON Account
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;

CREATE INDEX Account_person ON Account (personId);

-- Whoever read a record before it was merged and writes after names the one that was kept; a unique index then refuses what that one has.
CREATE TRIGGER Account_follows_merge_on_insert AFTER INSERT ON Account
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE Account
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;
CREATE TRIGGER Account_follows_merge AFTER UPDATE OF personId ON Account
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE Account
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;
CREATE TRIGGER Account_leaves_undo BEFORE INSERT ON Account
WHEN EXISTS (
    SELECT 1
    FROM EmailChange e JOIN Account a ON a.id = e.accountId
    WHERE e.oldEmail = NEW.email
      AND e.usedAt IS NOT NULL
      AND e.codeHash <> ''
      AND e.undoneAt IS NULL
      AND a.erasedAt IS NULL
      AND NEW.createdAt <= strftime('%Y-%m-%dT%H:%M:%fZ', e.usedAt, '+7 days')
  )
BEGIN SELECT RAISE(ABORT, 'address_kept_for_undo'); END;
CREATE TRIGGER Account_of_door_stays BEFORE UPDATE OF email ON Account WHEN OLD.email LIKE '%@door.invalid' AND NEW.erasedAt IS NULL BEGIN
  SELECT RAISE(ABORT, 'account_of_door') WHERE NEW.email <> OLD.email;
END;
CREATE TRIGGER Account_stays_erased BEFORE UPDATE ON Account WHEN OLD.erasedAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'account_is_erased');
END;

-- A code, or the link that a command prints, sent to an address: only its hash is kept, for some minutes and some attempts.
CREATE TABLE SignInCode (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  codeHash TEXT NOT NULL,
  next TEXT,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  expiresAt TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 5),
  -- In so many of the attempts it lets in: in none for as long as it has not been given.
  tries INTEGER NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
  usedAt TEXT
);
CREATE INDEX SignInCode_expiry ON SignInCode (expiresAt);

-- A code, and the link that a command prints, lets in once.
CREATE TRIGGER SignInCode_used_once BEFORE UPDATE ON SignInCode WHEN OLD.usedAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'sign_in_code_used');
END;

-- One token of a signed-in browser; id is the token's hash. A browser's token is replaced from time to time: browserId stays, and a row that
-- replaces another names it in replacesId until the browser has shown the new token. endsAt NULL: expiresAt is never put off. provenAt,
-- factorAt: when its holder last showed that it is they; routes marked with ! in base/web/access.ts ask again after ten minutes. personId: who
-- acts from a shared mailbox.
CREATE TABLE SignIn (
  id TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  browserId TEXT,
  browser TEXT NOT NULL DEFAULT '',
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  seenAt TEXT NOT NULL,
  expiresAt TEXT NOT NULL,
  endsAt TEXT,
  replacesId TEXT,
  revokedAt TEXT,
  personId TEXT REFERENCES Person (id),
  -- When a code from the mailbox or a provider last showed who holds this sign-in, and when a second factor last did.
  provenAt TEXT CHECK (provenAt IS strftime('%Y-%m-%dT%H:%M:%fZ', provenAt)),
  factorAt TEXT CHECK (factorAt IS strftime('%Y-%m-%dT%H:%M:%fZ', factorAt)),
  factorBy TEXT CHECK (factorBy IN ('passkey', 'totp', 'recovery', 'provider')),
  -- Wrong codes since the last right one; after five the sign-in ends.
  factorTries INTEGER NOT NULL DEFAULT 0 CHECK (factorTries BETWEEN 0 AND 5),
  -- The provider that named the holder; null: a code did.
  provider TEXT
);
CREATE INDEX SignIn_account ON SignIn (accountId, expiresAt);
-- Each minute those are swept that ended long ago.
CREATE INDEX SignIn_expiry ON SignIn (expiresAt);
CREATE INDEX SignIn_revoked ON SignIn (revokedAt) WHERE revokedAt IS NOT NULL;
CREATE INDEX SignIn_replaces ON SignIn (replacesId) WHERE replacesId IS NOT NULL;

CREATE TRIGGER SignIn_follows_merge_on_insert AFTER INSERT ON SignIn
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE SignIn
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;
CREATE TRIGGER SignIn_follows_merge AFTER UPDATE OF personId ON SignIn
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE SignIn
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;
CREATE TRIGGER SignIn_of_present_account BEFORE INSERT ON SignIn
WHEN (SELECT erasedAt FROM Account WHERE id = NEW.accountId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'person_is_erased'); END;

-- A browser in which an account has signed in. It lets nobody in: it only has an allowance of its own. tokenHash is of the cookie's token.
CREATE TABLE KnownBrowser (
  tokenHash TEXT NOT NULL,
  accountId TEXT NOT NULL REFERENCES Account (id),
  seenAt TEXT NOT NULL CHECK (seenAt IS strftime('%Y-%m-%dT%H:%M:%fZ', seenAt)),
  PRIMARY KEY (tokenHash, accountId)
);
CREATE INDEX KnownBrowser_seen ON KnownBrowser (seenAt);
CREATE INDEX KnownBrowser_account ON KnownBrowser (accountId);

-- An address and a wider network that want a code, in the draw: one row, however often they ask and from however many networks. Codes are given
-- by lot (decision 37).
CREATE TABLE CodeTurn (
  addressKey TEXT NOT NULL,
  widerKey TEXT NOT NULL,
  -- Who of the wider network is in the draw: of the address and the network together. Whoever has the lowest lot of the seed.
  pairKey TEXT NOT NULL,
  seed INTEGER NOT NULL,
  pairLot INTEGER NOT NULL,
  lot INTEGER NOT NULL,
  -- When the draw is, or was.
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)),
  -- The draw in which it was drawn last; '' when it never was.
  drawnAt TEXT NOT NULL DEFAULT '',
  usedAt TEXT,
  PRIMARY KEY (addressKey, widerKey)
);
CREATE INDEX CodeTurn_at ON CodeTurn (at);

-- What was typed into a form whose sign-in had ended, or before the code that signs in, the latest for each of them, shown to its account
-- alone. base/web/fill-form.ts puts the fields into the page that holds the form (decision 5).
CREATE TABLE SavedForm (
  -- The hash of a token that a cookie of that browser holds.
  id TEXT NOT NULL PRIMARY KEY,
  signInId TEXT UNIQUE REFERENCES SignIn (id) ON DELETE CASCADE,
  codeId TEXT UNIQUE REFERENCES SignInCode (id) ON DELETE CASCADE,
  -- The page on which the form stands, and the address it was sent to.
  page TEXT NOT NULL CHECK (page LIKE '/%'),
  path TEXT NOT NULL CHECK (path LIKE '/%'),
  -- Pairs of a name and a value, in the order of the form.
  fields TEXT NOT NULL CHECK (json_valid(fields) AND length(fields) <= 65536),
  hadFiles INTEGER NOT NULL CHECK (hadFiles IN (0, 1)),
  expiresAt TEXT NOT NULL CHECK (expiresAt IS strftime('%Y-%m-%dT%H:%M:%fZ', expiresAt)),
  CHECK ((signInId IS NULL) <> (codeId IS NULL))
);
CREATE INDEX SavedForm_expires ON SavedForm (expiresAt);

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
CREATE INDEX OidcIdentity_account ON OidcIdentity (accountId);

CREATE TRIGGER OidcIdentity_only_ends BEFORE UPDATE ON OidcIdentity
WHEN OLD.endedAt IS NOT NULL
  OR NEW.endedAt IS NULL
  OR NEW.issuer <> OLD.issuer
  OR NEW.subject <> OLD.subject
  OR NEW.accountId <> OLD.accountId
BEGIN SELECT RAISE(ABORT, 'link_only_ends'); END;

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

-- A change of an account's address, confirmed from both mailboxes, or from the new one after a second factor. Undoing is a row of its own
-- without a code, possible for a week with the old address; it takes back every later change too.
CREATE TABLE EmailChange (
  id TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  oldEmail TEXT NOT NULL,
  newEmail TEXT NOT NULL CHECK (newEmail = lower(newEmail)),
  -- '': it undid another.
  codeHash TEXT NOT NULL,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  expiresAt TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 5),
  usedAt TEXT,
  -- A change of address is agreed to by the old address, too, and whoever signs in with that can undo it for a week.
  oldCodeHash TEXT,
  undoneAt TEXT CHECK (undoneAt IS strftime('%Y-%m-%dT%H:%M:%fZ', undoneAt))
);
CREATE INDEX EmailChange_account ON EmailChange (accountId, createdAt);
CREATE INDEX EmailChange_used ON EmailChange (usedAt) WHERE usedAt IS NOT NULL;
CREATE INDEX EmailChange_old ON EmailChange (oldEmail) WHERE usedAt IS NOT NULL;

CREATE TRIGGER EmailChange_undone_once BEFORE UPDATE OF undoneAt ON EmailChange WHEN OLD.undoneAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'already_undone');
END;
-- A change of address that was confirmed is history; a link to a provider only ends.
CREATE TRIGGER EmailChange_stands BEFORE UPDATE OF id, accountId, oldEmail, newEmail, codeHash, createdAt, expiresAt, attempts, usedAt, oldCodeHash ON EmailChange
WHEN OLD.usedAt IS NOT NULL
  OR NEW.accountId <> OLD.accountId
  OR NEW.newEmail <> OLD.newEmail
  OR NEW.codeHash <> OLD.codeHash
  OR NEW.oldCodeHash IS NOT OLD.oldCodeHash
BEGIN SELECT RAISE(ABORT, 'email_change_stands'); END;
CREATE TRIGGER EmailChange_undone_in_time BEFORE UPDATE OF undoneAt ON EmailChange
WHEN OLD.undoneAt IS NULL
  AND (OLD.usedAt IS NULL OR NEW.undoneAt > strftime('%Y-%m-%dT%H:%M:%fZ', OLD.usedAt, '+7 days'))
BEGIN SELECT RAISE(ABORT, 'undo_has_ended'); END;

-- For as long as a change can be undone the address that was given up is nobody else's: it could not be given back.
CREATE TRIGGER EmailChange_leaves_undo BEFORE UPDATE OF usedAt ON EmailChange
WHEN EXISTS (
    SELECT 1
    FROM EmailChange e JOIN Account a ON a.id = e.accountId
    WHERE e.oldEmail = NEW.newEmail
      AND e.accountId <> NEW.accountId
      AND e.usedAt IS NOT NULL
      AND e.codeHash <> ''
      AND e.undoneAt IS NULL
      AND a.erasedAt IS NULL
      AND NEW.usedAt <= strftime('%Y-%m-%dT%H:%M:%fZ', e.usedAt, '+7 days')
  )
BEGIN SELECT RAISE(ABORT, 'address_kept_for_undo'); END;

-- Second factors ----------------------------------------------------------------------------------------------

-- What an account signs in with besides its mailbox. One that is being set up counts from when it has been used once. An account that has one
-- and has not shown it in this sign-in is nobody (decision 38).
CREATE TABLE Factor (
  id TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  kind TEXT NOT NULL CHECK (kind IN ('passkey', 'totp')),
  label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 60),
  credentialId TEXT CHECK ((credentialId IS NOT NULL) = (kind = 'passkey')),
  publicKey TEXT CHECK ((publicKey IS NOT NULL) = (kind = 'passkey')),
  transports TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(transports)),
  counter INTEGER NOT NULL DEFAULT 0 CHECK (counter >= 0),
  -- Enciphered, with the name of the key it is enciphered under; gone once the factor has ended.
  secret TEXT CHECK (kind = 'totp' OR secret IS NULL),
  -- The half minute of the last code that was taken.
  lastStep INTEGER NOT NULL DEFAULT 0,
  madeAt TEXT NOT NULL CHECK (madeAt IS strftime('%Y-%m-%dT%H:%M:%fZ', madeAt)),
  confirmedAt TEXT CHECK (confirmedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', confirmedAt)),
  usedAt TEXT CHECK (usedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', usedAt)),
  endedAt TEXT CHECK (endedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', endedAt)),
  -- It was the first of somebody whose roles rested: they rest until an administrator lets it count.
  heldAt TEXT CHECK (heldAt IS strftime('%Y-%m-%dT%H:%M:%fZ', heldAt)),
  releasedAt TEXT CHECK (releasedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', releasedAt)),
  releasedById TEXT REFERENCES Account (id),
  CHECK (kind = 'passkey' OR (secret IS NULL) = (endedAt IS NOT NULL)),
  CHECK (releasedAt IS NULL OR heldAt IS NOT NULL)
);
CREATE INDEX Factor_account ON Factor (accountId) WHERE endedAt IS NULL;
CREATE UNIQUE INDEX Factor_credential ON Factor (credentialId) WHERE endedAt IS NULL;
-- One authenticator app is being set up at a time.
CREATE UNIQUE INDEX Factor_begun ON Factor (accountId) WHERE kind = 'totp' AND confirmedAt IS NULL AND endedAt IS NULL;

-- A code of an app is good once, and none before it any more.
CREATE TRIGGER Factor_code_once BEFORE UPDATE OF lastStep ON Factor WHEN NEW.lastStep <= OLD.lastStep BEGIN
  SELECT RAISE(ABORT, 'app_code_used');
END;
-- A passkey that counts never counts backwards: then there are two of it.
CREATE TRIGGER Factor_counts_up BEFORE UPDATE OF counter ON Factor
WHEN NEW.counter <= OLD.counter AND (NEW.counter > 0 OR OLD.counter > 0)
BEGIN SELECT RAISE(ABORT, 'passkey_copied'); END;
CREATE TRIGGER Factor_released_by_another BEFORE UPDATE OF heldAt, releasedAt, releasedById ON Factor
WHEN NEW.releasedById = NEW.accountId OR (OLD.heldAt IS NOT NULL AND NEW.heldAt IS NOT OLD.heldAt)
BEGIN SELECT RAISE(ABORT, 'own_release'); END;
CREATE TRIGGER Factor_ends_once BEFORE UPDATE ON Factor WHEN OLD.endedAt IS NOT NULL BEGIN SELECT RAISE(ABORT, 'factor_ended'); END;

-- Printed codes for when the passkey or the telephone is gone: only a hash, each good once. New ones take the place of all.
CREATE TABLE RecoveryCode (
  codeHash TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  madeAt TEXT NOT NULL CHECK (madeAt IS strftime('%Y-%m-%dT%H:%M:%fZ', madeAt)),
  usedAt TEXT CHECK (usedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', usedAt))
);
CREATE INDEX RecoveryCode_account ON RecoveryCode (accountId);

CREATE TRIGGER RecoveryCode_once BEFORE UPDATE OF usedAt ON RecoveryCode WHEN OLD.usedAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'recovery_code_used');
END;

-- What a passkey is asked to sign: good once, for the sign-in that asked, for some minutes.
CREATE TABLE FactorChallenge (
  challenge TEXT NOT NULL PRIMARY KEY,
  signInId TEXT NOT NULL REFERENCES SignIn (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL CHECK (purpose IN ('register', 'show')),
  expiresAt TEXT NOT NULL CHECK (expiresAt IS strftime('%Y-%m-%dT%H:%M:%fZ', expiresAt))
);
CREATE INDEX FactorChallenge_expires ON FactorChallenge (expiresAt);

-- A request to take away the factors of somebody who lost them all: one administrator asks, another agrees.
CREATE TABLE FactorReset (
  id TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  askedById TEXT NOT NULL REFERENCES Account (id),
  askedAt TEXT NOT NULL CHECK (askedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', askedAt)),
  decidedById TEXT REFERENCES Account (id),
  decidedAt TEXT CHECK (decidedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', decidedAt)),
  outcome TEXT CHECK (outcome IN ('done', 'withdrawn')),
  -- Why an administrator asks to take away somebody's second factors; what is asked waits for another one for a day.
  reason TEXT REFERENCES Reason (id),
  CHECK ((decidedById IS NULL) = (decidedAt IS NULL) AND (decidedAt IS NULL) = (outcome IS NULL))
);
CREATE UNIQUE INDEX FactorReset_open ON FactorReset (accountId) WHERE decidedAt IS NULL;

CREATE TRIGGER FactorReset_of_another BEFORE INSERT ON FactorReset WHEN NEW.askedById = NEW.accountId BEGIN
  SELECT RAISE(ABORT, 'own_factors');
END;
CREATE TRIGGER FactorReset_once BEFORE UPDATE ON FactorReset WHEN OLD.decidedAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'reset_is_decided');
END;
CREATE TRIGGER FactorReset_by_another BEFORE UPDATE ON FactorReset
WHEN NEW.outcome = 'done' AND (NEW.decidedById = NEW.askedById OR NEW.decidedById = NEW.accountId)
BEGIN SELECT RAISE(ABORT, 'second_administrator'); END;
CREATE TRIGGER FactorReset_is_kept BEFORE DELETE ON FactorReset BEGIN SELECT RAISE(ABORT, 'reset_is_kept'); END;
CREATE TRIGGER FactorReset_in_time BEFORE UPDATE ON FactorReset
WHEN NEW.outcome = 'done' AND NEW.decidedAt > strftime('%Y-%m-%dT%H:%M:%fZ', OLD.askedAt, '+1 day')
BEGIN SELECT RAISE(ABORT, 'reset_has_ended'); END;

-- What somebody of the council proposes and a second person approves. kind: what is then done; subjectId: to what; asked: what was and what is
-- to be, as JSON. doneAt: set by the trigger that does it, in the statement that approves (decision 112).
CREATE TABLE StaffProposal (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('event', 'represents', 'redaction', 'reopening', 'guidance')),
  subjectId TEXT NOT NULL,
  asked TEXT NOT NULL CHECK (json_valid(asked)),
  reason TEXT NOT NULL CHECK (length(trim(reason)) > 0),
  proposedAt TEXT NOT NULL CHECK (proposedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', proposedAt)),
  proposedById TEXT NOT NULL REFERENCES Account (id),
  state TEXT NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'approved', 'refused', 'withdrawn')),
  decidedAt TEXT CHECK (decidedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', decidedAt)),
  decidedById TEXT REFERENCES Account (id),
  decision TEXT NOT NULL DEFAULT '',
  doneAt TEXT CHECK (doneAt IS NULL OR state = 'approved'),
  -- One of the council's people whom the proposer asked by mail to decide, until then, whatever their role.
  askedId TEXT REFERENCES Account (id),
  askedUntil TEXT CHECK (askedUntil IS strftime('%Y-%m-%dT%H:%M:%fZ', askedUntil)),
  -- When those who can decide were written to because its day had passed.
  overdueToldAt TEXT CHECK (overdueToldAt IS strftime('%Y-%m-%dT%H:%M:%fZ', overdueToldAt)),
  CHECK ((askedId IS NULL) = (askedUntil IS NULL)),
  CHECK ((state = 'proposed') = (decidedAt IS NULL))
);
CREATE UNIQUE INDEX StaffProposal_once ON StaffProposal (kind, subjectId) WHERE state = 'proposed';
CREATE INDEX StaffProposal_subject ON StaffProposal (subjectId, kind);
-- Guidance that was issued at once waits until a second person has decided.
CREATE TRIGGER StaffProposal_of_issued_waits BEFORE UPDATE OF state ON StaffProposal WHEN NEW.state = 'withdrawn' AND NEW.kind = 'guidance' BEGIN
  SELECT RAISE(ABORT, 'urgent_guidance_waits')
  FROM GuidanceVersion v
  WHERE v.id = NEW.subjectId AND v.issuedAt IS NOT NULL;
END;
CREATE INDEX StaffProposal_done ON StaffProposal (kind, doneAt) WHERE doneAt IS NOT NULL;

CREATE TRIGGER StaffProposal_decided_once BEFORE UPDATE ON StaffProposal BEGIN
  SELECT RAISE(ABORT, 'staff_proposal_is_decided')
  WHERE NEW.kind <> OLD.kind
    OR NEW.subjectId <> OLD.subjectId
    OR (NEW.asked <> OLD.asked AND NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'StaffProposal' AND d.id = OLD.id))
    OR NEW.proposedAt <> OLD.proposedAt
    OR NEW.proposedById <> OLD.proposedById
    OR OLD.doneAt IS NOT NULL AND NEW.doneAt IS NOT OLD.doneAt
    OR ((OLD.state <> 'proposed' OR NEW.reason <> OLD.reason)
      AND NOT (NEW.state = OLD.state
        AND NEW.decidedById IS OLD.decidedById
        AND NEW.decidedAt IS OLD.decidedAt
        AND (OLD.doneAt IS NULL OR EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'StaffProposal' AND d.id = OLD.id))));
  SELECT RAISE(ABORT, 'own_staff_proposal')
  WHERE NEW.state = 'approved'
    AND OLD.state = 'proposed'
    AND (NEW.decidedById IS NULL
      OR NEW.decidedById = NEW.proposedById
      OR EXISTS (
        SELECT 1
        FROM AccountTieBesidesBrowser a JOIN AccountTieBesidesBrowser b ON b.tie = a.tie
        WHERE a.accountId = NEW.decidedById AND b.accountId = NEW.proposedById));
END;
CREATE TRIGGER StaffProposal_asks_another BEFORE UPDATE OF askedId ON StaffProposal WHEN NEW.askedId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'asked_is_no_second')
  WHERE NOT EXISTS (SELECT 1 FROM StaffRole r WHERE r.accountId = NEW.askedId AND r.role <> 'door' AND r.revokedAt IS NULL)
    OR EXISTS (
      SELECT 1
      FROM AccountTieBesidesBrowser a JOIN AccountTieBesidesBrowser b ON b.tie = a.tie
      WHERE a.accountId = NEW.askedId AND b.accountId = NEW.proposedById);
END;
CREATE TRIGGER StaffProposal_kept BEFORE DELETE ON StaffProposal BEGIN SELECT RAISE(ABORT, 'staff_proposal_is_decided'); END;
-- What a closed register rests on becomes what was proposed, and the certificates are looked at again.
CREATE TRIGGER StaffProposal_corrects_event AFTER UPDATE OF state ON StaffProposal
WHEN NEW.kind = 'event' AND NEW.state = 'approved' AND OLD.state = 'proposed'
BEGIN
  UPDATE Event
  SET title = NEW.asked ->> '$.is.title',
    topicId = NEW.asked ->> '$.is.topicId',
    purpose = NEW.asked ->> '$.is.purpose',
    minutes = NEW.asked ->> '$.is.minutes',
    level = NEW.asked ->> '$.is.level',
    provider = NEW.asked ->> '$.is.provider',
    version = version + 1,
    changedAt = NEW.decidedAt
  WHERE id = NEW.subjectId;
  UPDATE Session
  SET title = j.value ->> '$.title', startsAt = j.value ->> '$.startsAt', endsAt = j.value ->> '$.endsAt'
  FROM json_each(NEW.asked, '$.is.sessions') j
  WHERE Session.id = j.value ->> '$.id' AND Session.eventId = NEW.subjectId;
  INSERT INTO CertificateToFollow (eventId, dueAt, version)
  SELECT c.eventId, c.dueAt, random() >> 12 FROM CertificatesDueAt c WHERE c.eventId = NEW.subjectId
  ON CONFLICT (eventId) DO UPDATE SET dueAt = excluded.dueAt, version = excluded.version;
  UPDATE StaffProposal SET doneAt = decidedAt WHERE id = NEW.id;
END;
CREATE TRIGGER StaffProposal_corrects_represented AFTER UPDATE OF state ON StaffProposal
WHEN NEW.kind = 'represents' AND NEW.state = 'approved' AND OLD.state = 'proposed'
BEGIN
  DELETE FROM PlaceRepresents WHERE placeId = NEW.subjectId AND schoolId NOT IN (SELECT value FROM json_each(NEW.asked, '$.is'));
  INSERT INTO PlaceRepresents (placeId, schoolId)
  SELECT NEW.subjectId, j.value
  FROM json_each(NEW.asked, '$.is') j
  WHERE NOT EXISTS (SELECT 1 FROM PlaceRepresents r WHERE r.placeId = NEW.subjectId AND r.schoolId = j.value);
  UPDATE StaffProposal SET doneAt = decidedAt WHERE id = NEW.id;
END;

-- For whom an account may act ---------------------------------------------------------------------------------

-- Roles of the council. isStaff: whoever has it is of the council; at the door helpers may be anybody's.
CREATE TABLE StaffRoleKind (
  id TEXT NOT NULL PRIMARY KEY,
  isStaff INTEGER NOT NULL CHECK (isStaff IN (0, 1))
);

INSERT INTO StaffRoleKind (id, isStaff) VALUES
  ('administrator', 1),
  ('organiser', 1),
  ('officer', 1),
  ('reader', 1),
  ('finance', 1),
  ('door', 0);

-- What can speak for a claim. confirms: it is enough to approve it. byPerson: somebody else says it with their own account; byContact: an address
-- that the council holds does.
CREATE TABLE EvidenceKind (
  id TEXT NOT NULL PRIMARY KEY,
  confirms INTEGER NOT NULL CHECK (confirms IN (0, 1)),
  byPerson INTEGER NOT NULL CHECK (byPerson IN (0, 1)),
  byContact INTEGER NOT NULL CHECK (byContact IN (0, 1))
);

INSERT INTO EvidenceKind (id, confirms, byPerson, byContact) VALUES
  ('self_asserted', 0, 0, 0),
  ('code', 0, 0, 0),
  ('council_holds_address', 1, 0, 1),
  ('mailbox_link', 1, 0, 1),
  ('approver', 1, 1, 0),
  ('organiser', 1, 1, 0);

-- That an account has a role of the council, or takes the door of one event. Ended, never deleted.
CREATE TABLE StaffRole (
  id TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  role TEXT NOT NULL REFERENCES StaffRoleKind (id),
  eventId TEXT REFERENCES Event (id),
  grantedAt TEXT NOT NULL CHECK (grantedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', grantedAt)),
  grantedById TEXT REFERENCES Account (id),
  revokedAt TEXT,
  revokedById TEXT REFERENCES Account (id),
  -- The link of the door by which a helper came: grantedAt is when, grantedById is who made the link.
  linkId TEXT REFERENCES DoorLink (id),
  CHECK ((role = 'door') = (eventId IS NOT NULL)),
  CHECK (linkId IS NULL OR role = 'door')
);
CREATE UNIQUE INDEX StaffRole_once ON StaffRole (accountId, role, COALESCE(eventId, '')) WHERE revokedAt IS NULL;
CREATE INDEX StaffRole_link ON StaffRole (linkId) WHERE linkId IS NOT NULL;

-- A link of a door lets in so many, whoever was put out since included, until it ends.
CREATE TRIGGER StaffRole_while_link_lets_in BEFORE INSERT ON StaffRole WHEN NEW.linkId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'door_link_ended')
  WHERE NOT EXISTS (
    SELECT 1 FROM DoorLink l WHERE l.id = NEW.linkId AND l.eventId = NEW.eventId AND l.endedAt IS NULL AND l.endsAt > NEW.grantedAt
  );
  SELECT RAISE(ABORT, 'door_link_full')
  FROM DoorLink l
  WHERE l.id = NEW.linkId
    AND l.most <= (SELECT COUNT(*) FROM StaffRole r WHERE r.linkId = l.id);
END;
-- Who has no address has the door of one link, and no other role.
CREATE TRIGGER StaffRole_of_door_alone BEFORE INSERT ON StaffRole
WHEN (NEW.linkId IS NOT NULL) <> ((SELECT a.email FROM Account a WHERE a.id = NEW.accountId) LIKE '%@door.invalid')
BEGIN SELECT RAISE(ABORT, 'role_of_door_account'); END;

CREATE TRIGGER StaffRole_may_make_due AFTER UPDATE OF revokedAt ON StaffRole
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;
CREATE TRIGGER StaffRole_new_may_make_due AFTER INSERT ON StaffRole
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;

-- Whoever may no longer take a door does not go on by a device that they opened it on.
CREATE TRIGGER StaffRole_ends_devices AFTER UPDATE OF revokedAt ON StaffRole WHEN OLD.revokedAt IS NULL AND NEW.revokedAt IS NOT NULL BEGIN
  UPDATE DoorDevice
  SET revokedAt = NEW.revokedAt, revokedById = NEW.revokedById
  WHERE accountId = NEW.accountId AND (NEW.eventId IS NULL OR eventId = NEW.eventId) AND revokedAt IS NULL;
END;
-- What somebody had begun to send to many who may begin nothing of the kind any more waits until another lets it go on.
CREATE TRIGGER StaffRole_pauses_mailings AFTER UPDATE OF revokedAt ON StaffRole
WHEN OLD.revokedAt IS NULL
  AND NEW.revokedAt IS NOT NULL
  AND NOT EXISTS (
    SELECT 1
    FROM StaffRole r
    WHERE r.accountId = NEW.accountId AND r.revokedAt IS NULL AND r.role IN ('officer', 'organiser', 'administrator')
  )
BEGIN
  UPDATE Sending
  SET state = IIF(state = 'waiting', 'draft', 'paused'), notStarted = IIF(state = 'waiting', 'left', NULL)
  WHERE state IN ('waiting', 'sending')
    AND kind = 'mailing'
    AND EXISTS (
      SELECT 1
      FROM Log l
      WHERE l.subjectKind = 'mailing' AND l.subjectId = Sending.id AND l.act IN ('mailing.started', 'mailing.timed') AND l.accountId = NEW.accountId
    );
END;
CREATE TRIGGER StaffRole_last_administrator BEFORE UPDATE OF revokedAt ON StaffRole
WHEN OLD.role = 'administrator' AND OLD.revokedAt IS NULL AND NEW.revokedAt IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'last_administrator')
  WHERE NOT EXISTS (
    SELECT 1
    FROM StaffRole r
    WHERE r.role = 'administrator' AND r.revokedAt IS NULL AND r.id <> OLD.id
  );
END;
CREATE TRIGGER StaffRole_only_ends BEFORE UPDATE ON StaffRole
WHEN OLD.revokedAt IS NOT NULL
  OR NEW.accountId <> OLD.accountId
  OR NEW.role <> OLD.role
  OR NEW.eventId IS NOT OLD.eventId
  OR NEW.linkId IS NOT OLD.linkId
BEGIN SELECT RAISE(ABORT, 'role_only_ends'); END;
CREATE TRIGGER StaffRole_kept BEFORE DELETE ON StaffRole BEGIN SELECT RAISE(ABORT, 'role_is_kept'); END;

-- A person's request to act for a school, its evidence, and what was decided.
CREATE TABLE Claim (
  id TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  state TEXT NOT NULL CHECK (state IN ('requested', 'approved', 'refused', 'ended')),
  evidence TEXT NOT NULL REFERENCES EvidenceKind (id),
  personId TEXT REFERENCES Person (id),
  roleId TEXT REFERENCES Role (id),
  requestedAt TEXT NOT NULL CHECK (requestedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', requestedAt)),
  -- When the council's people were told that it waits.
  toldAt TEXT CHECK (toldAt IS strftime('%Y-%m-%dT%H:%M:%fZ', toldAt)),
  decidedAt TEXT,
  decidedById TEXT REFERENCES Account (id),
  reason TEXT,
  -- approver: may vouch for colleagues at the school, and remove them.
  approver INTEGER NOT NULL DEFAULT 0 CHECK (approver IN (0, 1)),
  -- mayBook: places, for the school's money. mayAsk: a colleague for one, which who may book need not.
  mayBook INTEGER NOT NULL DEFAULT 1 CHECK (mayBook IN (0, 1)),
  mayAsk INTEGER NOT NULL DEFAULT 1 CHECK (mayAsk IN (0, 1)),
  CHECK ((state = 'requested') = (decidedAt IS NULL))
);
CREATE UNIQUE INDEX Claim_once ON Claim (accountId, schoolId) WHERE state IN ('requested', 'approved');
CREATE INDEX Claim_school ON Claim (schoolId, state);
CREATE INDEX Claim_waiting ON Claim (requestedAt) WHERE state = 'requested';
CREATE INDEX Claim_account ON Claim (accountId, state);
CREATE INDEX Claim_untold ON Claim (requestedAt) WHERE state = 'requested' AND toldAt IS NULL;

-- A colleague who may approve at the school and is still to be told that a claim waits.
CREATE TABLE ClaimToTell (
  claimId TEXT NOT NULL REFERENCES Claim (id) ON DELETE CASCADE,
  accountId TEXT NOT NULL REFERENCES Account (id) ON DELETE CASCADE,
  PRIMARY KEY (claimId, accountId)
);
CREATE INDEX ClaimToTell_account ON ClaimToTell (accountId);
CREATE TRIGGER Claim_decided_needs_no_telling AFTER UPDATE OF state ON Claim
WHEN NEW.state <> 'requested'
BEGIN
  DELETE FROM ClaimToTell WHERE claimId = NEW.id;
  DELETE FROM VouchLink WHERE claimId = NEW.id AND tokenHash IS NULL;
END;

CREATE TRIGGER Claim_may_make_due AFTER UPDATE OF state, approver, mayBook ON Claim
WHEN OLD.state = 'approved' OR NEW.state = 'approved'
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;
CREATE TRIGGER Claim_new_may_make_due AFTER INSERT ON Claim
WHEN NEW.state = 'approved'
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;

-- A contact of a school has left, and the council has its schools asked then of all their roles (src/people/roles/asked.ts).
CREATE TRIGGER Claim_ended_is_asked AFTER UPDATE OF state ON Claim
WHEN OLD.state = 'approved'
  AND NEW.state = 'ended'
  AND NEW.decidedAt IS NOT NULL
  AND COALESCE((SELECT value ->> '$.contact' FROM Setting WHERE key = 'asking'), 1) = 1
BEGIN
  INSERT INTO RolesAsking (id, schoolId, because, since) VALUES ('contact ' || NEW.id, NEW.schoolId, 'contact_ended', NEW.decidedAt);
END;

-- A claim is decided once, and ended once; it is approved only on evidence of somebody else.
CREATE TRIGGER Claim_decided_once BEFORE UPDATE OF state ON Claim
WHEN NOT (
  (OLD.state = 'requested' AND NEW.state IN ('approved', 'refused'))
  OR (OLD.state = 'approved' AND NEW.state = 'ended')
)
BEGIN SELECT RAISE(ABORT, 'claim_is_decided'); END;
CREATE TRIGGER Claim_approved_on_evidence BEFORE UPDATE OF state ON Claim
WHEN NEW.state = 'approved'
  AND NOT EXISTS (
    SELECT 1
    FROM ClaimEvidence e
    JOIN EvidenceKind k ON k.id = e.kind
    WHERE e.claimId = NEW.id AND k.confirms = 1
  )
BEGIN SELECT RAISE(ABORT, 'claim_without_evidence'); END;
CREATE TRIGGER Claim_follows_merge_on_insert AFTER INSERT ON Claim
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE Claim
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;
CREATE TRIGGER Claim_follows_merge AFTER UPDATE OF personId ON Claim
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE Claim
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;
CREATE TRIGGER Claim_of_present_account BEFORE INSERT ON Claim
WHEN (SELECT erasedAt FROM Account WHERE id = NEW.accountId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'person_is_erased'); END;
CREATE TRIGGER Claim_at_most_ten BEFORE INSERT ON Claim WHEN NEW.state = 'requested' BEGIN
  INSERT INTO WaitingClaim (accountId) VALUES (NEW.accountId);
END;

-- A school keeps somebody who both books and approves colleagues, once it has one.
CREATE TRIGGER Claim_keeps_one_with_rights BEFORE UPDATE OF approver, mayBook ON Claim
WHEN OLD.state = 'approved' AND OLD.approver = 1 AND OLD.mayBook = 1 AND (NEW.approver = 0 OR NEW.mayBook = 0)
BEGIN
  SELECT RAISE(ABORT, 'last_with_rights')
  WHERE NOT EXISTS (
    SELECT 1
    FROM School s
    JOIN School m ON m.rootId = s.rootId
    JOIN Claim c ON c.schoolId = m.id
    WHERE s.id = OLD.schoolId AND c.state = 'approved' AND c.approver = 1 AND c.mayBook = 1 AND c.accountId <> OLD.accountId
  );
END;
-- Links that book end with the right to book.
CREATE TRIGGER Claim_no_booking_ends_links AFTER UPDATE OF mayBook ON Claim WHEN NEW.mayBook = 0 BEGIN
  DELETE FROM BookingLink
  WHERE accountId = NEW.accountId
    AND schoolId IN (SELECT m.id FROM School s JOIN School m ON m.rootId = s.rootId WHERE s.id = NEW.schoolId);
  DELETE FROM AskedLink
  WHERE accountId = NEW.accountId
    AND requestId IN (
      SELECT r.id
      FROM School s
      JOIN School m ON m.rootId = s.rootId
      JOIN BookingRequest r ON r.schoolId = m.id
      WHERE s.id = NEW.schoolId
    );
  -- Nobody has the new token: a colleague answers the offer on its page.
  UPDATE Offer
  SET tokenHash = lower(hex(randomblob(32)))
  WHERE state = 'open'
    AND bookingId IN (
      SELECT b.id
      FROM School s
      JOIN School m ON m.rootId = s.rootId
      JOIN Booking b ON b.schoolId = m.id
      WHERE s.id = NEW.schoolId AND b.bookedById = NEW.accountId
    );
  UPDATE AskedSession
  SET tokenHash = NULL
  WHERE askedById = NEW.accountId
    AND schoolId IN (SELECT m.id FROM School s JOIN School m ON m.rootId = s.rootId WHERE s.id = NEW.schoolId);
END;

-- What speaks for a claim, each statement with who made it and when. Claim.evidence is how it was first decided; this is all there is. Evidence
-- is appended before the claim is decided on it; a claim is decided once, on somebody else's evidence.
CREATE TABLE ClaimEvidence (
  id TEXT NOT NULL PRIMARY KEY,
  claimId TEXT NOT NULL REFERENCES Claim (id),
  kind TEXT NOT NULL REFERENCES EvidenceKind (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  accountId TEXT REFERENCES Account (id),
  contactId TEXT REFERENCES SchoolContact (id)
);
CREATE INDEX ClaimEvidence_claim ON ClaimEvidence (claimId, at);

CREATE TRIGGER ClaimEvidence_stands BEFORE UPDATE ON ClaimEvidence BEGIN SELECT RAISE(ABORT, 'evidence_is_append_only'); END;
CREATE TRIGGER ClaimEvidence_kept BEFORE DELETE ON ClaimEvidence BEGIN SELECT RAISE(ABORT, 'evidence_is_append_only'); END;
-- Nobody vouches for themselves, and only an approver of the school, or somebody who acts for its whole trust, vouches as one.
CREATE TRIGGER ClaimEvidence_of_another BEFORE INSERT ON ClaimEvidence
WHEN (SELECT k.byPerson FROM EvidenceKind k WHERE k.id = NEW.kind)
BEGIN
  SELECT RAISE(ABORT, 'own_claim')
  FROM Claim c
  WHERE c.id = NEW.claimId AND c.accountId = NEW.accountId;
  SELECT RAISE(ABORT, 'not_approver')
  FROM Claim c
  JOIN School m ON m.id = c.schoolId
  WHERE NEW.kind = 'approver'
    AND c.id = NEW.claimId
    AND NOT EXISTS (
      SELECT 1
      FROM ActsFor a
      WHERE a.accountId = NEW.accountId AND a.rootId = m.rootId AND a.approver = 1
    );
END;
-- What the council holds confirms nobody who entered it, nor anyone of the council: they would be confirming themselves.
CREATE TRIGGER ClaimEvidence_of_others_contact BEFORE INSERT ON ClaimEvidence
WHEN (SELECT k.byContact FROM EvidenceKind k WHERE k.id = NEW.kind)
BEGIN
  SELECT RAISE(ABORT, 'own_contact')
  FROM Claim c
  JOIN SchoolContact k ON k.id = NEW.contactId
  JOIN AccountTie a ON a.accountId = c.accountId
  JOIN AccountTie b ON b.tie = a.tie AND b.accountId = k.enteredById
  WHERE c.id = NEW.claimId;
  SELECT RAISE(ABORT, 'own_contact')
  FROM Claim c
  JOIN StaffRole r ON r.revokedAt IS NULL
  JOIN AccountTie a ON a.accountId = c.accountId
  JOIN AccountTie b ON b.tie = a.tie AND b.accountId = r.accountId
  WHERE c.id = NEW.claimId
    AND NEW.kind = 'council_holds_address'
    -- A school's own person may have used a browser of the council.
    AND a.tie NOT LIKE 'browser %';
END;

-- A question to a mailbox that the council holds for the school: does this person work with you? Only the hash of its token is kept.
CREATE TABLE VouchLink (
  id TEXT NOT NULL PRIMARY KEY,
  claimId TEXT NOT NULL REFERENCES Claim (id),
  contactId TEXT NOT NULL REFERENCES SchoolContact (id),
  -- One mail asks about all who wait at the school. NULL: the mailbox is still to be written to.
  tokenHash TEXT,
  mailedAt TEXT CHECK (mailedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', mailedAt)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  expiresAt TEXT NOT NULL,
  answer TEXT CHECK (answer IN ('yes', 'no')),
  answeredAt TEXT,
  CHECK ((answer IS NULL) = (answeredAt IS NULL)),
  CHECK ((tokenHash IS NULL) = (mailedAt IS NULL))
);
CREATE UNIQUE INDEX VouchLink_once ON VouchLink (tokenHash, claimId);
CREATE INDEX VouchLink_to_mail ON VouchLink (contactId) WHERE tokenHash IS NULL;
CREATE INDEX VouchLink_mailed ON VouchLink (mailedAt);
CREATE INDEX VouchLink_claim ON VouchLink (claimId, createdAt);
CREATE INDEX VouchLink_contact ON VouchLink (contactId, createdAt);

CREATE TRIGGER VouchLink_answered_once BEFORE UPDATE ON VouchLink
WHEN OLD.answer IS NOT NULL
  OR (NEW.answer IS NULL AND OLD.tokenHash IS NOT NULL)
  OR NEW.claimId <> OLD.claimId
  OR NEW.tokenHash <> OLD.tokenHash
  OR NEW.expiresAt <> OLD.expiresAt
BEGIN SELECT RAISE(ABORT, 'link_is_answered'); END;
CREATE TRIGGER VouchLink_of_waiting_claim BEFORE INSERT ON VouchLink
WHEN (SELECT c.state FROM Claim c WHERE c.id = NEW.claimId) <> 'requested'
BEGIN SELECT RAISE(ABORT, 'claim_is_decided'); END;

-- A request to act for every school of a trust, wherever it lies; approved, it holds for the schools that are the trust's at the time.
CREATE TABLE TrustClaim (
  id TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  trustUid TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('requested', 'approved', 'refused', 'ended')),
  evidence TEXT NOT NULL REFERENCES EvidenceKind (id),
  personId TEXT REFERENCES Person (id),
  roleId TEXT REFERENCES Role (id),
  requestedAt TEXT NOT NULL CHECK (requestedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', requestedAt)),
  -- When the council's people were told that it waits.
  toldAt TEXT CHECK (toldAt IS strftime('%Y-%m-%dT%H:%M:%fZ', toldAt)),
  decidedAt TEXT,
  decidedById TEXT REFERENCES Account (id),
  reason TEXT,
  CHECK ((state = 'requested') = (decidedAt IS NULL))
);
CREATE UNIQUE INDEX TrustClaim_once ON TrustClaim (accountId, trustUid) WHERE state IN ('requested', 'approved');
CREATE INDEX TrustClaim_waiting ON TrustClaim (requestedAt) WHERE state = 'requested';
CREATE INDEX TrustClaim_account ON TrustClaim (accountId, state);
CREATE INDEX TrustClaim_trust ON TrustClaim (trustUid, state);
CREATE INDEX TrustClaim_untold ON TrustClaim (requestedAt) WHERE state = 'requested' AND toldAt IS NULL;

CREATE TRIGGER TrustClaim_may_make_due AFTER UPDATE OF state ON TrustClaim
WHEN OLD.state = 'approved' OR NEW.state = 'approved'
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;
CREATE TRIGGER TrustClaim_new_may_make_due AFTER INSERT ON TrustClaim
WHEN NEW.state = 'approved'
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;

CREATE TRIGGER TrustClaim_decided_once BEFORE UPDATE OF state ON TrustClaim BEGIN
  SELECT RAISE(ABORT, 'claim_is_decided')
  WHERE NOT (
    (OLD.state = 'requested' AND NEW.state IN ('approved', 'refused'))
    OR (OLD.state = 'approved' AND NEW.state = 'ended')
  );
  SELECT RAISE(ABORT, 'own_claim')
  WHERE NEW.state = 'approved' AND NEW.decidedById = NEW.accountId;
END;
CREATE TRIGGER TrustClaim_follows_merge_on_insert AFTER INSERT ON TrustClaim
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE TrustClaim
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;
CREATE TRIGGER TrustClaim_at_most_ten BEFORE INSERT ON TrustClaim WHEN NEW.state = 'requested' BEGIN
  INSERT INTO WaitingClaim (accountId) VALUES (NEW.accountId);
END;

-- Who may act for a school now: its own contacts, and those of its trust while it is open, as its root is today.
-- With one affinity for each column, SQLite looks them up by index.
CREATE VIEW ActsFor (accountId, rootId, byTrust, approver, mayBook, mayAsk, personId, roleId) AS
  SELECT c.accountId, m.rootId, 0, c.approver, c.mayBook, c.mayAsk, c.personId, c.roleId
  FROM Claim c
  JOIN School m ON m.id = c.schoolId
  WHERE c.state = 'approved'
  UNION ALL SELECT t.accountId, r.rootId, 1, CAST(1 AS INTEGER), CAST(1 AS INTEGER), CAST(1 AS INTEGER), t.personId, t.roleId
  FROM TrustClaim t
  JOIN School r ON r.trustUid = t.trustUid
  WHERE t.state = 'approved' AND r.rootId = r.id AND r.isOpen;

-- A request to act for a setting that is not listed, in the asker's words. Approved, it becomes a claim.
CREATE TABLE UnlistedClaim (
  id TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  name TEXT NOT NULL CHECK (name <> ''),
  postcode TEXT NOT NULL,
  setting TEXT NOT NULL CHECK (setting IN ('childminder', 'nursery', 'alternative_provision', 'church_or_club', 'other')),
  personId TEXT REFERENCES Person (id),
  roleId TEXT REFERENCES Role (id),
  state TEXT NOT NULL CHECK (state IN ('requested', 'approved', 'refused')),
  requestedAt TEXT NOT NULL CHECK (requestedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', requestedAt)),
  -- When the council's people were told that it waits.
  toldAt TEXT CHECK (toldAt IS strftime('%Y-%m-%dT%H:%M:%fZ', toldAt)),
  decidedAt TEXT,
  decidedById TEXT REFERENCES Account (id),
  reason TEXT,
  claimId TEXT REFERENCES Claim (id),
  CHECK ((state = 'requested') = (decidedAt IS NULL)),
  CHECK ((state = 'approved') = (claimId IS NOT NULL))
);
CREATE UNIQUE INDEX UnlistedClaim_once ON UnlistedClaim (accountId, lower(name), replace(postcode, ' ', '')) WHERE state = 'requested';
CREATE INDEX UnlistedClaim_waiting ON UnlistedClaim (requestedAt) WHERE state = 'requested';
CREATE INDEX UnlistedClaim_account ON UnlistedClaim (accountId);
CREATE INDEX UnlistedClaim_untold ON UnlistedClaim (requestedAt) WHERE state = 'requested' AND toldAt IS NULL;

CREATE TRIGGER UnlistedClaim_decided_once BEFORE UPDATE OF state, claimId ON UnlistedClaim BEGIN
  SELECT RAISE(ABORT, 'claim_is_decided')
  WHERE OLD.state <> 'requested' OR NEW.state = 'requested';
  SELECT RAISE(ABORT, 'own_claim')
  WHERE NEW.decidedById = OLD.accountId;
  SELECT RAISE(ABORT, 'claim_of_another')
  WHERE NEW.claimId IS NOT NULL
    AND NOT EXISTS (
      SELECT 1
      FROM Claim c
      WHERE c.id = NEW.claimId AND c.accountId = OLD.accountId AND c.state = 'approved'
    );
END;
CREATE TRIGGER UnlistedClaim_kept BEFORE DELETE ON UnlistedClaim BEGIN SELECT RAISE(ABORT, 'claim_is_kept'); END;
CREATE TRIGGER UnlistedClaim_follows_merge_on_insert AFTER INSERT ON UnlistedClaim
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE UnlistedClaim
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;
CREATE TRIGGER UnlistedClaim_at_most_ten BEFORE INSERT ON UnlistedClaim WHEN NEW.state = 'requested' BEGIN
  INSERT INTO WaitingClaim (accountId) VALUES (NEW.accountId);
END;

-- At most ten requests of one account to act for schools, trusts and settings wait at once, however many are sent at the same moment.
CREATE VIEW WaitingClaim AS
  SELECT accountId FROM Claim WHERE state = 'requested'
  UNION ALL SELECT accountId FROM TrustClaim WHERE state = 'requested'
  UNION ALL SELECT accountId FROM UnlistedClaim WHERE state = 'requested';
CREATE TRIGGER WaitingClaim_at_most_ten INSTEAD OF INSERT ON WaitingClaim BEGIN
  SELECT RAISE(ABORT, 'too_many_waiting')
  WHERE 10 <= (SELECT COUNT(*) FROM WaitingClaim w WHERE w.accountId = NEW.accountId);
END;

CREATE TRIGGER Message_follows_account AFTER UPDATE OF email ON Account
WHEN NEW.email <> OLD.email
  AND NEW.erasedAt IS NULL
BEGIN
  UPDATE MessageBody
  SET email = NEW.email,
    toAddress = IIF(
      lower(substr(toAddress, -(length(OLD.email) + 2))) = '<' || OLD.email || '>',
      substr(toAddress, 1, length(toAddress) - length(OLD.email) - 1) || NEW.email || '>',
      NEW.email
    )
  WHERE email = OLD.email
    AND messageId IN (
      SELECT m.id FROM Message m
      WHERE m.recipient = NEW.id
        AND m.state = 'queued'
        AND m.firstTriedAt IS NULL
        -- These are about an address, and are for whoever reads it.
        AND (SELECT k.ofAddress FROM MessageKind k WHERE k.id = m.kind) = 0
    );
  UPDATE SendingRecipient
  SET email = NEW.email
  WHERE accountId = NEW.id
    AND state = 'waiting'
    AND email = OLD.email
    AND NOT EXISTS (
      SELECT 1 FROM SendingRecipient o
      WHERE o.sendingId = SendingRecipient.sendingId AND o.email = NEW.email AND o.schoolId IS SendingRecipient.schoolId
        AND o.trustUid IS SendingRecipient.trustUid
    );
END;

-- By what two accounts are known to be of one person: the person, their addresses of now and before, a provider of sign-in, a browser in which
-- both have signed in.
CREATE VIEW AccountTieByAddress (accountId, tie) AS
  SELECT id, 'address ' || email FROM Account
  UNION ALL SELECT accountId, 'address ' || oldEmail FROM EmailChange WHERE usedAt IS NOT NULL
  UNION ALL SELECT accountId, 'address ' || newEmail FROM EmailChange WHERE usedAt IS NOT NULL
  UNION ALL SELECT a.id, 'address ' || lower(p.email) FROM Account a JOIN Person p ON p.id = a.personId WHERE p.email <> '' AND a.shared = 0;

-- The account itself, its person, and who signed in from it.
CREATE VIEW AccountTieByPerson (accountId, tie) AS
  SELECT id, 'account ' || id FROM Account
  UNION ALL SELECT id, 'person ' || personId FROM Account WHERE personId IS NOT NULL
  UNION ALL SELECT accountId, 'person ' || personId FROM SignIn WHERE personId IS NOT NULL;

-- Without browsers, in which several people of one office may have signed in.
CREATE VIEW AccountTieBesidesBrowser (accountId, tie) AS
  SELECT accountId, tie FROM AccountTieByAddress
  UNION ALL SELECT accountId, tie FROM AccountTieByPerson
  UNION ALL SELECT accountId, 'provider ' || issuer || ' ' || subject FROM OidcIdentity;

-- All that is known to tie accounts to one person, browsers too.
CREATE VIEW AccountTie (accountId, tie) AS
  SELECT accountId, tie FROM AccountTieBesidesBrowser
  UNION ALL SELECT accountId, 'browser ' || tokenHash FROM KnownBrowser;

-- Links that do something for a school go with the address: the former mailbox may be somebody else's.
CREATE TRIGGER RolesLink_ends_with_address AFTER UPDATE OF email ON Account WHEN NEW.email IS NOT OLD.email BEGIN
  DELETE FROM RolesLink WHERE accountId = NEW.id;
END;
CREATE TRIGGER BookingLink_ends_with_address AFTER UPDATE OF email ON Account WHEN NEW.email IS NOT OLD.email BEGIN
  DELETE FROM BookingLink WHERE accountId = NEW.id;
  DELETE FROM AskedLink WHERE accountId = NEW.id;
  UPDATE AskedSession SET tokenHash = NULL WHERE askedById = NEW.id;
  UPDATE Offer
  SET tokenHash = lower(hex(randomblob(32)))
  WHERE state = 'open' AND bookingId IN (SELECT m.bookingId FROM Message m WHERE m.bookingId = Offer.bookingId AND m.kind = 'offer' AND m.recipient = NEW.id);
END;
