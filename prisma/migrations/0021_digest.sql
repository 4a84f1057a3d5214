-- The weekly letter of what is due from a school (src/front/digest).

-- A school was looked at in the week of that Monday. letters: how many went out; 0: there was nothing to say. said: fingerprints of what they
-- said, so that the same is not said each week. Its key keeps two clocks from sending twice.
CREATE TABLE SchoolDigest (
  rootId TEXT NOT NULL REFERENCES School (id),
  week TEXT NOT NULL CHECK (week IS date(week) AND strftime('%w', week) = '1'),
  letters INTEGER NOT NULL CHECK (letters >= 0),
  said TEXT NOT NULL,
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  PRIMARY KEY (rootId, week)
) WITHOUT ROWID;

CREATE TRIGGER SchoolDigest_stands BEFORE UPDATE ON SchoolDigest BEGIN SELECT RAISE(ABORT, 'school_digest_stands'); END;
CREATE TRIGGER SchoolDigest_kept BEFORE DELETE ON SchoolDigest BEGIN SELECT RAISE(ABORT, 'school_digest_stands'); END;

-- An account got its letter of the week, or was looked at as one for several schools. said: fingerprints of what a letter for several schools said;
-- '' where it was that of one school, or none went. Its key keeps an address from two letters in one week.
CREATE TABLE AccountDigest (
  accountId TEXT NOT NULL REFERENCES Account (id),
  week TEXT NOT NULL CHECK (week IS date(week) AND strftime('%w', week) = '1'),
  said TEXT NOT NULL,
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  PRIMARY KEY (accountId, week)
) WITHOUT ROWID;

-- A week of which every school and account was looked at.
CREATE TABLE DigestWeek (
  week TEXT NOT NULL PRIMARY KEY CHECK (week IS date(week) AND strftime('%w', week) = '1'),
  doneAt TEXT NOT NULL CHECK (doneAt IS strftime('%Y-%m-%dT%H:%M:%fZ', doneAt))
);

-- Of earlier weeks, only what a letter last said is still asked for: so that the same is not said each week.
CREATE TRIGGER DigestWeek_ends_earlier AFTER INSERT ON DigestWeek BEGIN
  DELETE FROM AccountDigest
  WHERE week < NEW.week
    AND (said = '' OR EXISTS (
      SELECT 1 FROM AccountDigest n WHERE n.accountId = AccountDigest.accountId AND n.week > AccountDigest.week AND n.said <> ''
    ));
END;
