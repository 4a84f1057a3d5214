-- How often something is done, counted in sliding windows; and what keeps anybody from locking others out by doing it often.

-- One act that counts, under one limit: at most `most` under the same key within `minutes`. A refused act leaves no row. Keys hold hashes.
CREATE TABLE Counted (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL CHECK (key <> ''),
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
  most INTEGER NOT NULL CHECK (most >= 0),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at))
);
CREATE INDEX Counted_key ON Counted (key, minutes, at);
CREATE INDEX Counted_at ON Counted (at);
CREATE TRIGGER Counted_within_limit BEFORE INSERT ON Counted
WHEN NEW.most <= (SELECT COUNT(*) FROM Counted c WHERE c.key = NEW.key AND c.minutes = NEW.minutes
  AND c.at > strftime('%Y-%m-%dT%H:%M:%fZ', NEW.at, '-' || NEW.minutes || ' minutes'))
BEGIN SELECT RAISE(ABORT, 'limit_reached'); END;

-- A browser in which an account has signed in. It lets nobody in: it only has an allowance of its own. tokenHash is of the cookie's token.
CREATE TABLE KnownBrowser (
  tokenHash TEXT NOT NULL,
  accountId TEXT NOT NULL REFERENCES Account (id),
  seenAt TEXT NOT NULL CHECK (seenAt IS strftime('%Y-%m-%dT%H:%M:%fZ', seenAt)),
  PRIMARY KEY (tokenHash, accountId)
);
CREATE INDEX KnownBrowser_seen ON KnownBrowser (seenAt);
CREATE INDEX KnownBrowser_account ON KnownBrowser (accountId);

-- When a browser that is not known gets its next code for an address for which many have been asked: one turn after another, and kept.
CREATE TABLE CodeTurn (
  id INTEGER PRIMARY KEY,
  addressKey TEXT NOT NULL,
  -- Of the address and the network together.
  pairKey TEXT NOT NULL,
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  usedAt TEXT
);
CREATE INDEX CodeTurn_address ON CodeTurn (addressKey, at);
CREATE INDEX CodeTurn_pair ON CodeTurn (pairKey, at);

-- Counted replaces RateLimit, which stays for the minute in which the version before this one still answers.
DELETE FROM RateLimit;

-- How many links a mailbox gets is counted like everything else.
DROP TRIGGER VouchLink_not_too_often;
CREATE TRIGGER VouchLink_of_waiting_claim BEFORE INSERT ON VouchLink
WHEN (SELECT c.state FROM Claim c WHERE c.id = NEW.claimId) <> 'requested'
BEGIN SELECT RAISE(ABORT, 'claim_is_decided'); END;
