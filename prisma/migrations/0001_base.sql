-- Settings of the council, the log, and how often something may be done.
-- Instants are UTC text 'YYYY-MM-DDTHH:MM:SS.sssZ', which compares as text; dates are 'YYYY-MM-DD' in London. Ids are UUIDv7 made by the caller.
-- A refusal raised by a trigger is one snake_case word that the Worker turns into a sentence. A trigger stands in the file of its table.

-- Settings of the council and marks of the service, a JSON value under each key. version: of the data. clock: when the scheduled run last ended.
-- sweep: the last night that was swept. restored, erasures: how far a database that was set back has caught up with the list of erasures.
CREATE TABLE Setting (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value)),
  changedAt TEXT NOT NULL CHECK (changedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', changedAt))
);

-- What the council may set of reports: src/base/council/thresholds.ts. What is hidden today is not to come out of a later report, so the smallest only rises.
CREATE TRIGGER Setting_of_reports_in_limits BEFORE INSERT ON Setting
WHEN NEW.key = 'thresholds'
  AND NOT COALESCE(
    NEW.value ->> '$.replyDays' BETWEEN 10 AND 30
      AND NEW.value ->> '$.dueSoonDays' BETWEEN 30 AND 180
      AND NEW.value ->> '$.smallest' BETWEEN 5 AND 20,
    0)
BEGIN SELECT RAISE(ABORT, 'setting_beyond_limits'); END;
CREATE TRIGGER Setting_smallest_rises BEFORE UPDATE ON Setting
WHEN NEW.key = 'thresholds' AND NEW.value ->> '$.smallest' < OLD.value ->> '$.smallest'
BEGIN SELECT RAISE(ABORT, 'smallest_only_rises'); END;
CREATE TRIGGER Setting_of_reports_to_follow AFTER INSERT ON Setting WHEN NEW.key = 'thresholds' BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT s.id, random() FROM School s WHERE s.rootId = s.id
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER Setting_of_reports_changed_to_follow AFTER UPDATE ON Setting
WHEN NEW.key = 'thresholds' AND NEW.value ->> '$.dueSoonDays' <> OLD.value ->> '$.dueSoonDays'
BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT s.id, random() FROM School s WHERE s.rootId = s.id
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;

-- A new day: the cards of schools that open on it, or are closed from it, are written anew.
CREATE TRIGGER Setting_first_day AFTER INSERT ON Setting WHEN NEW.key = 'clock' BEGIN
  INSERT INTO SchoolCard (rootId)
  SELECT DISTINCT rootId FROM IdentityToday WHERE opensOn > '' OR closesOn > '';
END;
CREATE TRIGGER Setting_new_day AFTER UPDATE OF value ON Setting WHEN NEW.key = 'clock' AND NEW.value IS NOT OLD.value BEGIN
  INSERT INTO SchoolCard (rootId)
  SELECT DISTINCT rootId FROM IdentityToday
  WHERE opensOn BETWEEN OLD.value ->> '$' AND NEW.value ->> '$' OR closesOn BETWEEN OLD.value ->> '$' AND NEW.value ->> '$';
END;

-- When a job that no index can be asked about is to be looked at next (docs/due.md). '': at once, set by triggers on what may make it due. A
-- look that finds nothing puts it off, only at the version that it saw. lookedAt: the last such look. Decision 48.
CREATE TABLE NextLook (
  kind TEXT NOT NULL PRIMARY KEY,
  at TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1,
  lookedAt TEXT NOT NULL DEFAULT ''
);

INSERT INTO NextLook (kind)
VALUES ('automatic'), ('credits'), ('issues'), ('carries'), ('refunds'), ('notices');

-- Work that the nightly sweep found and no trigger had announced: a bug. night: its London day.
CREATE TABLE MissedDue (
  kind TEXT NOT NULL REFERENCES NextLook (kind),
  night TEXT NOT NULL CHECK (night IS date(night)),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  PRIMARY KEY (kind, night)
) WITHOUT ROWID;

-- A job (subjectId ''), or one thing of its work, that failed (docs/due.md). It is left out until nextAt and then tried again; the row goes when
-- it has succeeded. error: the name of what was thrown, never its words.
CREATE TABLE FailedJob (
  job TEXT NOT NULL,
  subjectId TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 1,
  waits INTEGER NOT NULL DEFAULT 1 CHECK (waits IN (0, 1)),
  error TEXT NOT NULL,
  failedAt TEXT NOT NULL CHECK (failedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', failedAt)),
  nextAt TEXT NOT NULL CHECK (nextAt IS strftime('%Y-%m-%dT%H:%M:%fZ', nextAt)),
  PRIMARY KEY (job, subjectId)
) WITHOUT ROWID;

-- What was done, by whom and when: ids only, never a name, an address, a secret or special-category data. Appended in the batch of each write,
-- never changed. Names are looked up when the log is shown, so erasing a person erases them there.
CREATE TABLE Log (
  id TEXT NOT NULL PRIMARY KEY,
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  act TEXT NOT NULL,
  subjectKind TEXT NOT NULL,
  subjectId TEXT NOT NULL,
  eventId TEXT,
  schoolId TEXT,
  accountId TEXT,
  personId TEXT,
  schoolIds TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(schoolIds)),
  origin TEXT NOT NULL CHECK (origin IN ('web', 'command', 'schedule', 'demonstration')),
  requestId TEXT NOT NULL,
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  after TEXT CHECK (after IS NULL OR json_valid(after))
);
CREATE INDEX Log_subject ON Log (subjectKind, subjectId, id);
CREATE INDEX Log_event ON Log (eventId, id) WHERE eventId IS NOT NULL;
CREATE INDEX Log_school ON Log (schoolId, id) WHERE schoolId IS NOT NULL;
CREATE INDEX Log_account ON Log (accountId, id);
CREATE INDEX Log_act ON Log (act, id);

CREATE TRIGGER Log_never_changes BEFORE UPDATE ON Log BEGIN SELECT RAISE(ABORT, 'log_is_append_only'); END;
CREATE TRIGGER Log_never_shrinks BEFORE DELETE ON Log BEGIN SELECT RAISE(ABORT, 'log_is_append_only'); END;

-- How often somebody who is not of the council may do an act in a day (until midnight UTC), as the log counts it: for one account, for all who
-- act for one school, and about one thing by its link. NULL: no limit. act '': every act without a row, and all acts together. Log_within_day
-- counts the log itself, so that no verb can leave it out (decision 101).
CREATE TABLE DayBudget (
  act TEXT NOT NULL PRIMARY KEY,
  account INTEGER,
  school INTEGER,
  link INTEGER
) WITHOUT ROWID;

INSERT INTO DayBudget (act, account, school, link) VALUES
  -- A trust books for forty schools and names eight people at each; of a large school sixty people are booked, moved and cancelled.
  ('', 2000, 4000, 100),
  -- What somebody types and nothing deletes.
  ('return.fact_confirmed', 500, 200, NULL),
  ('return.fact_disputed', 100, 50, NULL),
  ('return.action_added', 200, 100, NULL),
  ('return.action_done', 400, 200, NULL),
  ('return.action_open', 400, 200, NULL),
  ('guidance.answered', 500, 50, NULL),
  ('report.answered', 100, 20, NULL),
  ('requirement.staff_stated', 200, 40, NULL),
  ('dispute.raised', 100, 50, NULL),
  ('role.disputed', 30, 100, NULL),
  ('account.acting_named', 300, NULL, NULL),
  -- From each follow mails, or certificates that are made again.
  ('person.renamed', 10, NULL, NULL),
  ('person.corrected', 100, 100, NULL),
  -- Secrets and files.
  ('feed.made', 100, 200, NULL),
  ('feed.renewed', 100, 200, NULL),
  ('certificate.exported', 200, NULL, NULL),
  ('certificates.exported', 100, 200, NULL),
  ('training_record.exported', 100, 200, NULL),
  ('requirement_standing.exported', 100, 200, NULL),
  ('own_record.exported', 30, NULL, NULL),
  ('trust_grid.exported', 100, NULL, NULL),
  ('statement.exported', 100, 200, NULL),
  ('receipt.exported', 200, 400, NULL),
  ('return.exported', 100, 200, NULL),
  ('return.feedback_exported', 100, 200, NULL),
  -- By links of mails to many, which share what the log says it is about. Leaving the list has no end, as it follows a joining.
  ('consent.given', 100, NULL, 1000),
  ('consent.withdrawn', NULL, NULL, NULL),
  -- Once for each link.
  ('evaluation.answered', NULL, NULL, NULL),
  -- Counted for each place, which the log does not name.
  ('needs.saved', NULL, NULL, NULL),
  ('needs.deleted', NULL, NULL, NULL),
  -- Counted for each session.
  ('meeting.said_together', 200, NULL, NULL),
  -- Counted more narrowly, by codes and visits: whoever can save nothing more can still look.
  ('account.signed_in', NULL, NULL, NULL),
  ('account.proven', NULL, NULL, NULL),
  -- What somebody ends was made before, within a budget.
  ('account.signed_out', NULL, NULL, NULL),
  ('account.browser_signed_out', NULL, NULL, NULL),
  ('account.other_browsers_signed_out', NULL, NULL, NULL),
  ('feed.ended', NULL, NULL, NULL);

-- Accounts that have a role of the council now.
CREATE VIEW CouncilAccount AS
  SELECT r.accountId
  FROM StaffRole r
  JOIN StaffRoleKind k ON k.id = r.role AND k.isStaff = 1
  WHERE r.revokedAt IS NULL;

-- Ids begin with their time, in milliseconds.
CREATE TRIGGER Log_within_day BEFORE INSERT ON Log
WHEN NEW.origin = 'web' AND NOT EXISTS (SELECT 1 FROM CouncilAccount c WHERE c.accountId = NEW.accountId)
BEGIN
  SELECT RAISE(ABORT, 'too_much_today')
  FROM (
    SELECT *, printf('%08x-%04x', (unixepoch(date(NEW.at)) * 1000) >> 16, (unixepoch(date(NEW.at)) * 1000) & 65535) AS since
    FROM DayBudget
    WHERE act = COALESCE((SELECT o.act FROM DayBudget o WHERE o.act = NEW.act), '')
  ) b
  WHERE b.account <= (SELECT COUNT(*) FROM Log l WHERE l.accountId = NEW.accountId AND l.id >= b.since AND b.act IN ('', l.act))
    OR b.school <= (
      SELECT COUNT(*)
      FROM Log l
      WHERE l.schoolId = NEW.schoolId
        AND l.id >= b.since
        AND b.act IN ('', l.act)
        AND l.origin = 'web'
        AND NOT EXISTS (SELECT 1 FROM CouncilAccount c WHERE c.accountId = l.accountId)
    )
    OR NEW.accountId IS NULL AND b.link <= (
      SELECT COUNT(*)
      FROM Log l
      WHERE l.subjectKind = NEW.subjectKind
        AND l.subjectId = NEW.subjectId
        AND l.id >= b.since
        AND b.act IN ('', l.act)
        AND l.origin = 'web'
        AND l.accountId IS NULL
    );
END;

-- How often people were turned away on a London day, by reason and pattern of the address: never who, and no address.
CREATE TABLE RefusalCount (
  day TEXT NOT NULL CHECK (day IS date(day)),
  reason TEXT NOT NULL,
  route TEXT NOT NULL,
  n INTEGER NOT NULL CHECK (n > 0),
  PRIMARY KEY (day, reason, route)
) WITHOUT ROWID;

CREATE INDEX RefusalCount_reason ON RefusalCount (reason, day);

-- One act that counts under a limit: at most `most` under a key within `minutes`. A refused act leaves no row. Keys hold hashes. Every counter
-- is counted(…) in the batch of what it counts (decisions 37 and 101).
CREATE TABLE LimitUse (
  key TEXT NOT NULL CHECK (key <> ''),
  -- Under which it is counted: [[minutes back from now, the most], …].
  windows TEXT NOT NULL CHECK (json_array_length(windows) > 0),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  -- An act may count for more than one: a booking of five people writes to five.
  n INTEGER NOT NULL DEFAULT 1,
  id TEXT NOT NULL DEFAULT (hex(randomblob(8))),
  PRIMARY KEY (key, at, id)
) WITHOUT ROWID;

CREATE TRIGGER LimitUse_within_limit BEFORE INSERT ON LimitUse
WHEN EXISTS (
  SELECT 1
  FROM json_each(NEW.windows) w
  WHERE w.value ->> 1 < NEW.n + (
    SELECT COALESCE(SUM(c.n), 0)
    FROM LimitUse c
    WHERE c.key = NEW.key
      AND c.at > strftime('%Y-%m-%dT%H:%M:%fZ', NEW.at, '-' || (w.value ->> 0) || ' minutes')
  )
)
BEGIN SELECT CASE 
  WHEN NEW.key LIKE 'mails:%' THEN RAISE(ABORT, 'too_much_mail')
  WHEN NEW.key LIKE 'day:%' THEN RAISE(ABORT, 'too_much_today')
  ELSE RAISE(ABORT, 'limit_reached') END; END;

-- Vocabularies that grow are tables: a word more is a row here and its code. A row says what triggers ask of the word; how it is called stands in
-- the code, and test/domain/base/db/vocabularies.test.ts holds the two together.

-- Reasons to choose from. of: the column that one is a reason of.
CREATE TABLE Reason (
  id TEXT NOT NULL PRIMARY KEY,
  of TEXT NOT NULL
);

INSERT INTO Reason (id, of) VALUES
  ('no_consent', 'SendingRecipient.why'),
  ('unsubscribed', 'SendingRecipient.why'),
  ('address_fails', 'SendingRecipient.why'),
  ('stopped', 'SendingRecipient.why'),
  ('settled', 'SendingRecipient.why'),
  ('no_address', 'SendingRecipient.why'),
  ('with_school', 'SendingRecipient.why'),
  ('lost', 'FactorReset.reason'),
  ('stolen', 'FactorReset.reason'),
  ('broken', 'FactorReset.reason'),
  ('wrong_request', 'MoneyProposal.why'),
  ('wrong_sum', 'MoneyProposal.why'),
  ('returned', 'MoneyProposal.why'),
  ('not_received', 'MoneyProposal.why'),
  ('terms', 'CardRefund.why'),
  ('paid_late', 'CardRefund.why'),
  ('approved', 'CardRefund.why'),
  ('at_stripe', 'CardRefund.why');

-- A file that somebody sent (base/files). type: as its bytes say, never as the sender does. pieces: of FilePiece, in base64; 0: its bytes are in the
-- bucket FILES, under its id. spareFrom: since when nothing names it, '' for at once; a day later it is deleted. Whoever names it says so by a trigger.
CREATE TABLE StoredFile (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> '' AND length(name) <= 120),
  type TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size > 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  pieces INTEGER NOT NULL CHECK (pieces >= 0),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  spareFrom TEXT CHECK (spareFrom IS NULL OR spareFrom = '' OR spareFrom IS strftime('%Y-%m-%dT%H:%M:%fZ', spareFrom))
);
CREATE INDEX StoredFile_spare ON StoredFile (spareFrom) WHERE spareFrom IS NOT NULL;

-- A piece of a stored file, in base64, numbered from 0.
CREATE TABLE FilePiece (
  fileId TEXT NOT NULL REFERENCES StoredFile (id),
  number INTEGER NOT NULL CHECK (number >= 0),
  base64 TEXT NOT NULL,
  PRIMARY KEY (fileId, number)
);

CREATE TRIGGER StoredFile_stands BEFORE UPDATE OF id, name, type, size, sha256, pieces, at ON StoredFile
BEGIN SELECT RAISE(ABORT, 'file_stands'); END;
CREATE TRIGGER FilePiece_stands BEFORE UPDATE ON FilePiece BEGIN SELECT RAISE(ABORT, 'file_piece_stands'); END;
CREATE TRIGGER StoredFile_whole_when_used BEFORE UPDATE OF spareFrom ON StoredFile WHEN NEW.spareFrom IS NULL BEGIN
  SELECT RAISE(ABORT, 'file_in_part')
  WHERE NEW.pieces <> (SELECT COUNT(*) FROM FilePiece p WHERE p.fileId = NEW.id);
END;

-- Logos of the council. until: since when it is not shown on pages any more; mails that went out with it and certificates of its days still show it. inFiles: whether a PDF can show it.
CREATE TABLE Logo (
  fileId TEXT NOT NULL PRIMARY KEY REFERENCES StoredFile (id),
  width INTEGER NOT NULL CHECK (width > 0),
  height INTEGER NOT NULL CHECK (height > 0),
  inFiles INTEGER NOT NULL CHECK (inFiles IN (0, 1)),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  until TEXT CHECK (until IS NULL OR until IS strftime('%Y-%m-%dT%H:%M:%fZ', until))
);
CREATE UNIQUE INDEX Logo_shown ON Logo ((until IS NULL)) WHERE until IS NULL;

CREATE TRIGGER Logo_takes_its_place BEFORE INSERT ON Logo BEGIN UPDATE Logo SET until = NEW.at WHERE until IS NULL; END;
CREATE TRIGGER Logo_uses_file AFTER INSERT ON Logo BEGIN UPDATE StoredFile SET spareFrom = NULL WHERE id = NEW.fileId; END;

-- Kinds of question of events, feedback and the audit (src/base/questions/kind.ts). isWords: it is answered in somebody's own words, which may name somebody.
CREATE TABLE QuestionKind (
  id TEXT NOT NULL PRIMARY KEY,
  isWords INTEGER NOT NULL CHECK (isWords IN (0, 1))
);

INSERT INTO QuestionKind (id, isWords)
VALUES
  ('text', 1), ('choice', 0), ('choices', 0), ('yes_no', 0), ('yes_partly_no', 0), ('scale', 0), ('grade', 0), ('rag', 0), ('date', 0), ('past_date', 0),
  ('number', 0), ('where_kept', 1);
