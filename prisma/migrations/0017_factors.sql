-- Second factors, and when somebody last showed that it is they.

-- When a code from the mailbox or a provider last showed who holds this sign-in, and when a second factor last did.
ALTER TABLE SignIn ADD COLUMN provenAt TEXT CHECK (provenAt IS strftime('%Y-%m-%dT%H:%M:%fZ', provenAt));
ALTER TABLE SignIn ADD COLUMN factorAt TEXT CHECK (factorAt IS strftime('%Y-%m-%dT%H:%M:%fZ', factorAt));
ALTER TABLE SignIn ADD COLUMN factorBy TEXT CHECK (factorBy IN ('passkey', 'totp', 'recovery', 'provider'));
-- Wrong codes since the last right one; after five the sign-in ends.
ALTER TABLE SignIn ADD COLUMN factorTries INTEGER NOT NULL DEFAULT 0 CHECK (factorTries BETWEEN 0 AND 5);
-- The provider that named the holder; null: a code did.
ALTER TABLE SignIn ADD COLUMN provider TEXT;

-- What an account signs in with besides its mailbox. One that is being set up counts from when it has been used once.
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
  CHECK (kind = 'passkey' OR (secret IS NULL) = (endedAt IS NOT NULL))
);
CREATE INDEX Factor_account ON Factor (accountId) WHERE endedAt IS NULL;
CREATE UNIQUE INDEX Factor_credential ON Factor (credentialId) WHERE endedAt IS NULL;
-- One authenticator app is being set up at a time.
CREATE UNIQUE INDEX Factor_begun ON Factor (accountId) WHERE kind = 'totp' AND confirmedAt IS NULL AND endedAt IS NULL;

-- A code of an app is good once, and none before it any more.
CREATE TRIGGER Factor_code_once BEFORE UPDATE OF lastStep ON Factor WHEN NEW.lastStep <= OLD.lastStep
BEGIN SELECT RAISE(ABORT, 'code_used'); END;
-- A passkey that counts never counts backwards: then there are two of it.
CREATE TRIGGER Factor_counts_up BEFORE UPDATE OF counter ON Factor WHEN NEW.counter <= OLD.counter AND (NEW.counter > 0 OR OLD.counter > 0)
BEGIN SELECT RAISE(ABORT, 'passkey_copied'); END;
CREATE TRIGGER Factor_ends_once BEFORE UPDATE ON Factor WHEN OLD.endedAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'factor_ended'); END;

-- Printed codes for when the passkey or the telephone is gone: only a hash, each good once. New ones take the place of all.
CREATE TABLE RecoveryCode (
  codeHash TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  madeAt TEXT NOT NULL CHECK (madeAt IS strftime('%Y-%m-%dT%H:%M:%fZ', madeAt)),
  usedAt TEXT CHECK (usedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', usedAt))
);
CREATE INDEX RecoveryCode_account ON RecoveryCode (accountId);
CREATE TRIGGER RecoveryCode_once BEFORE UPDATE OF usedAt ON RecoveryCode WHEN OLD.usedAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'code_used'); END;

-- What a passkey is asked to sign: good once, for the sign-in that asked, for some minutes.
CREATE TABLE FactorChallenge (
  challenge TEXT NOT NULL PRIMARY KEY,
  signInId TEXT NOT NULL REFERENCES SignIn (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL CHECK (purpose IN ('register', 'show')),
  expiresAt TEXT NOT NULL CHECK (expiresAt IS strftime('%Y-%m-%dT%H:%M:%fZ', expiresAt))
);
CREATE INDEX FactorChallenge_expires ON FactorChallenge (expiresAt);

-- Somebody has lost every factor: one administrator asks to take them away, and another does.
CREATE TABLE FactorReset (
  id TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  askedById TEXT NOT NULL REFERENCES Account (id),
  askedAt TEXT NOT NULL CHECK (askedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', askedAt)),
  decidedById TEXT REFERENCES Account (id),
  decidedAt TEXT CHECK (decidedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', decidedAt)),
  outcome TEXT CHECK (outcome IN ('done', 'withdrawn')),
  CHECK ((decidedById IS NULL) = (decidedAt IS NULL) AND (decidedAt IS NULL) = (outcome IS NULL))
);
CREATE UNIQUE INDEX FactorReset_open ON FactorReset (accountId) WHERE decidedAt IS NULL;
CREATE TRIGGER FactorReset_of_another BEFORE INSERT ON FactorReset WHEN NEW.askedById = NEW.accountId
BEGIN SELECT RAISE(ABORT, 'own_factors'); END;
CREATE TRIGGER FactorReset_once BEFORE UPDATE ON FactorReset WHEN OLD.decidedAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'reset_decided'); END;
CREATE TRIGGER FactorReset_by_another BEFORE UPDATE ON FactorReset
WHEN NEW.outcome = 'done' AND (NEW.decidedById = NEW.askedById OR NEW.decidedById = NEW.accountId)
BEGIN SELECT RAISE(ABORT, 'second_administrator'); END;
CREATE TRIGGER FactorReset_is_kept BEFORE DELETE ON FactorReset
BEGIN SELECT RAISE(ABORT, 'reset_is_kept'); END;

-- A change of address is agreed to by the old address, too, which can undo it for a week by a link of which the hash is kept.
ALTER TABLE EmailChange ADD COLUMN oldCodeHash TEXT;
ALTER TABLE EmailChange ADD COLUMN undoHash TEXT;
ALTER TABLE EmailChange ADD COLUMN undoneAt TEXT CHECK (undoneAt IS strftime('%Y-%m-%dT%H:%M:%fZ', undoneAt));
CREATE UNIQUE INDEX EmailChange_undo ON EmailChange (undoHash) WHERE undoHash IS NOT NULL;
CREATE TRIGGER EmailChange_undone_once BEFORE UPDATE OF undoneAt ON EmailChange WHEN OLD.undoneAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'undone_already'); END;
