-- What trying the service found to be missing. Only adds to what was there.

-- What delegates say of their places ------------------------------------------------------------------------------------------------

-- Said on the page of their own link: that they cannot come, that it is not they who were meant, or that they come after all. It changes no
-- place. The latest word stands while the link does: it ends when somebody else comes instead, or the place is cancelled.
CREATE TABLE DelegateWord (
  id TEXT NOT NULL PRIMARY KEY,
  linkId TEXT NOT NULL REFERENCES PlaceLink (id),
  what TEXT NOT NULL CHECK (what IN ('cannot_come', 'not_me', 'comes')),
  saidAt TEXT NOT NULL CHECK (saidAt IS strftime('%Y-%m-%dT%H:%M:%fZ', saidAt))
);
CREATE INDEX DelegateWord_link ON DelegateWord (linkId, saidAt);
CREATE TRIGGER DelegateWord_kept BEFORE UPDATE ON DelegateWord BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER DelegateWord_not_deleted BEFORE DELETE ON DelegateWord BEGIN SELECT RAISE(ABORT, 'append_only'); END;
