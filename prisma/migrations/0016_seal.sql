-- The sealed record: an append-only Merkle log (RFC 6962) of what was written at registers and of imports of the national register.

-- What is to be sealed, in the order in which it was written: named by triggers on the tables themselves. sealRecord makes an entry of each
-- (decision 61).
CREATE TABLE RowToSeal (
  number INTEGER NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  subjectId TEXT NOT NULL
);

-- One entry of the log, numbered from 0. salt: what its hash was made with; NULL once the person whom it is about is erased. The hash stays.
CREATE TABLE SealedLeaf (
  number INTEGER NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  subjectId TEXT NOT NULL,
  salt TEXT CHECK (length(salt) = 24),
  leafHash TEXT NOT NULL CHECK (length(leafHash) = 44),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at))
);
CREATE UNIQUE INDEX SealedLeaf_once ON SealedLeaf (subjectId, kind);

-- The log has no gap and no second branch, whoever else adds to it in the same moment.
CREATE TRIGGER SealedLeaf_comes_next BEFORE INSERT ON SealedLeaf
WHEN NEW.number <> COALESCE((SELECT MAX(number) + 1 FROM SealedLeaf), 0)
BEGIN SELECT RAISE(ABORT, 'entry_out_of_turn'); END;
CREATE TRIGGER SealedLeaf_stands BEFORE UPDATE ON SealedLeaf
WHEN NEW.salt IS NOT NULL
  OR NEW.number <> OLD.number
  OR NEW.kind <> OLD.kind
  OR NEW.subjectId <> OLD.subjectId
  OR NEW.leafHash <> OLD.leafHash
  OR NEW.at <> OLD.at
BEGIN SELECT RAISE(ABORT, 'sealed_record_stands'); END;
CREATE TRIGGER SealedLeaf_kept BEFORE DELETE ON SealedLeaf BEGIN SELECT RAISE(ABORT, 'sealed_record_stands'); END;

-- The hash over 2^level entries, the number-th such: kept, so that adding an entry reads as many as the log has levels.
CREATE TABLE SealNode (
  level INTEGER NOT NULL CHECK (level > 0),
  number INTEGER NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 44),
  PRIMARY KEY (level, number)
) WITHOUT ROWID;

CREATE TRIGGER SealNode_stands BEFORE UPDATE ON SealNode BEGIN SELECT RAISE(ABORT, 'seal_node_stands'); END;
CREATE TRIGGER SealNode_kept BEFORE DELETE ON SealNode BEGIN SELECT RAISE(ABORT, 'seal_node_stands'); END;

-- What the council stated of the log on a London day. note: as published; without a key nobody signed it, and signer is ''.
CREATE TABLE SealCheckpoint (
  day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day)),
  size INTEGER NOT NULL CHECK (size > 0),
  root TEXT NOT NULL CHECK (length(root) = 44),
  note TEXT NOT NULL,
  signer TEXT NOT NULL,
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at))
);

CREATE TRIGGER SealCheckpoint_grows BEFORE INSERT ON SealCheckpoint
WHEN EXISTS (SELECT 1 FROM SealCheckpoint c WHERE c.day >= NEW.day OR c.size > NEW.size)
BEGIN SELECT RAISE(ABORT, 'checkpoint_goes_back'); END;
CREATE TRIGGER SealCheckpoint_stands BEFORE UPDATE ON SealCheckpoint BEGIN SELECT RAISE(ABORT, 'checkpoint_stands'); END;
CREATE TRIGGER SealCheckpoint_kept BEFORE DELETE ON SealCheckpoint BEGIN SELECT RAISE(ABORT, 'checkpoint_stands'); END;

-- The checkpoint of a day was written to the address that the council named, in the batch of its message, so that it goes once.
CREATE TABLE CheckpointMail (
  messageId TEXT NOT NULL PRIMARY KEY,
  day TEXT NOT NULL REFERENCES SealCheckpoint (day),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at))
);
CREATE UNIQUE INDEX CheckpointMail_once ON CheckpointMail (day);

CREATE TRIGGER CheckpointMail_stands BEFORE UPDATE ON CheckpointMail BEGIN SELECT RAISE(ABORT, 'checkpoint_mail_stands'); END;
CREATE TRIGGER CheckpointMail_kept BEFORE DELETE ON CheckpointMail BEGIN SELECT RAISE(ABORT, 'checkpoint_mail_stands'); END;
