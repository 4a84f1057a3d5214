-- Reports of coverage as they were known at one moment: never computed again, so that what was said of them can be held to them.

-- id: of the form that froze it, or the month that it was frozen for by itself («month 2026-11»); question and sources: as they were then, as JSON.
-- about: attendance alone, how schools stood with requirements or with guidance, or what they answered in an audit (FrozenStanding).
CREATE TABLE FrozenReport (
  number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  about TEXT NOT NULL DEFAULT 'attendance' CHECK (about IN ('attendance', 'requirements', 'guidance', 'audit')),
  question TEXT NOT NULL CHECK (json_valid(question)),
  sources TEXT NOT NULL CHECK (json_valid(sources)),
  frozenAt TEXT NOT NULL CHECK (frozenAt IS strftime('%Y-%m-%dT%H:%M:%fZ', frozenAt)),
  frozenById TEXT REFERENCES Account (id)
);

CREATE TRIGGER FrozenReport_stands BEFORE UPDATE ON FrozenReport BEGIN SELECT RAISE(ABORT, 'frozen_report_stands'); END;
CREATE TRIGGER FrozenReport_kept BEFORE DELETE ON FrozenReport BEGIN SELECT RAISE(ABORT, 'frozen_report_stands'); END;
CREATE TRIGGER FrozenReport_is_to_be_sealed AFTER INSERT ON FrozenReport BEGIN
  INSERT INTO RowToSeal (kind, subjectId) VALUES ('report', NEW.id);
END;

-- A school that a report counts: what the register said of it, how it took part (the code of src/attendance/coverage/evidence.ts; NULL: it did not), when
-- anybody last attended anything, and the ids of the marks and earlier records that it rests on.
CREATE TABLE FrozenSchool (
  reportId TEXT NOT NULL REFERENCES FrozenReport (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  urn TEXT NOT NULL,
  name TEXT NOT NULL,
  town TEXT NOT NULL,
  sector TEXT NOT NULL,
  kind TEXT NOT NULL,
  phase TEXT NOT NULL,
  trustUid TEXT NOT NULL,
  trustName TEXT NOT NULL,
  wardCode TEXT NOT NULL,
  wardName TEXT NOT NULL,
  districtCode TEXT NOT NULL,
  districtName TEXT NOT NULL,
  faith TEXT NOT NULL,
  gender TEXT NOT NULL,
  settlement TEXT NOT NULL,
  sizeBand TEXT NOT NULL,
  freeMealsBand TEXT NOT NULL,
  code INTEGER,
  lastAt TEXT,
  evidence TEXT NOT NULL CHECK (json_valid(evidence)),
  PRIMARY KEY (reportId, schoolId)
) WITHOUT ROWID;

CREATE TRIGGER FrozenSchool_stands BEFORE UPDATE ON FrozenSchool BEGIN SELECT RAISE(ABORT, 'frozen_school_stands'); END;
CREATE TRIGGER FrozenSchool_kept BEFORE DELETE ON FrozenSchool BEGIN SELECT RAISE(ABORT, 'frozen_school_stands'); END;
-- The rows come in the batch of their report, which its entry in the log ends.
CREATE TRIGGER FrozenSchool_with_its_report BEFORE INSERT ON FrozenSchool
WHEN EXISTS (SELECT 1 FROM Log l WHERE l.subjectKind = 'frozen_report' AND l.subjectId = NEW.reportId)
BEGIN SELECT RAISE(ABORT, 'report_is_frozen'); END;

-- The position of one topic as it was answered at one moment, under a number of a series of its own. It is a draft until a FinalReport is there.
-- id: of the form that made it. content: what was said of it, the rows of its schools and its lines, for officers and as readers are given them
-- (src/front/answer); contentHash: SHA-256 of it. replyDays: the school days that a school has to answer before it is named. Decision 126 says
-- when it names schools, decision 126 how its files are kept.
CREATE TABLE Report (
  number INTEGER NOT NULL PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  topicId TEXT NOT NULL REFERENCES Topic (id),
  onDay TEXT NOT NULL CHECK (onDay IS date(onDay)),
  knownAt TEXT NOT NULL CHECK (knownAt IS strftime('%Y-%m-%dT%H:%M:%fZ', knownAt)),
  content TEXT NOT NULL CHECK (json_valid(content)),
  contentHash TEXT NOT NULL CHECK (length(contentHash) = 64),
  replyDays INTEGER NOT NULL CHECK (replyDays > 0),
  madeById TEXT NOT NULL REFERENCES Account (id)
);
CREATE INDEX Report_topic ON Report (topicId, number);

-- The series has no gap.
CREATE TRIGGER Report_comes_next BEFORE INSERT ON Report
WHEN NEW.number <> COALESCE((SELECT MAX(number) + 1 FROM Report), 1)
BEGIN SELECT RAISE(ABORT, 'report_out_of_turn'); END;
CREATE TRIGGER Report_stands BEFORE UPDATE ON Report BEGIN SELECT RAISE(ABORT, 'report_stands'); END;
CREATE TRIGGER Report_kept BEFORE DELETE ON Report BEGIN SELECT RAISE(ABORT, 'report_stands'); END;
CREATE TRIGGER Report_is_to_be_sealed AFTER INSERT ON Report BEGIN
  INSERT INTO RowToSeal (kind, subjectId) VALUES ('position', NEW.id);
END;

-- The Word file that reports are written into; the one of them that is there, or a plain one.
CREATE TABLE ReportTemplate (
  fileId TEXT NOT NULL PRIMARY KEY REFERENCES StoredFile (id),
  chosenAt TEXT NOT NULL CHECK (chosenAt IS strftime('%Y-%m-%dT%H:%M:%fZ', chosenAt)),
  chosenById TEXT NOT NULL REFERENCES Account (id)
);
CREATE TRIGGER ReportTemplate_takes_its_place BEFORE INSERT ON ReportTemplate BEGIN DELETE FROM ReportTemplate; END;
CREATE TRIGGER ReportTemplate_uses_file AFTER INSERT ON ReportTemplate
BEGIN UPDATE StoredFile SET spareFrom = NULL WHERE id = NEW.fileId; END;
CREATE TRIGGER ReportTemplate_frees_file AFTER DELETE ON ReportTemplate
BEGIN UPDATE StoredFile SET spareFrom = '' WHERE id = OLD.fileId; END;

-- A report that is final; its files came in the same batch. form: whether it names schools, and to whom. Officers alone open a private one: under which
-- exemption, and why that is in the public interest. beside: what it says beside the answer, as blocks of a document. finalOn: the day in London.
CREATE TABLE FinalReport (
  reportId TEXT NOT NULL PRIMARY KEY REFERENCES Report (id),
  form TEXT NOT NULL DEFAULT 'unnamed' CHECK (form IN ('unnamed', 'named', 'private')),
  exemption TEXT NOT NULL DEFAULT '',
  interest TEXT NOT NULL DEFAULT '',
  beside TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(beside)),
  finalOn TEXT NOT NULL CHECK (finalOn IS date(finalOn)),
  finalAt TEXT NOT NULL CHECK (finalAt IS strftime('%Y-%m-%dT%H:%M:%fZ', finalAt)),
  finalById TEXT NOT NULL REFERENCES Account (id),
  CHECK ((form = 'private') = (trim(exemption) <> '' AND trim(interest) <> ''))
);

-- The bytes of a file of a final report as they are given out, and their SHA-256 in hexadecimal. name: such as given.pdf (src/front/answer/report.ts).
CREATE TABLE FinalFile (
  reportId TEXT NOT NULL REFERENCES Report (id),
  name TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  base64 TEXT NOT NULL,
  PRIMARY KEY (reportId, name)
);

CREATE TRIGGER FinalFile_before_it_is_final BEFORE INSERT ON FinalFile
WHEN EXISTS (SELECT 1 FROM FinalReport WHERE reportId = NEW.reportId)
BEGIN SELECT RAISE(ABORT, 'report_is_final'); END;
CREATE TRIGGER FinalFile_stands BEFORE UPDATE ON FinalFile BEGIN SELECT RAISE(ABORT, 'final_file_stands'); END;
CREATE TRIGGER FinalFile_kept BEFORE DELETE ON FinalFile BEGIN SELECT RAISE(ABORT, 'final_file_stands'); END;
CREATE TRIGGER FinalReport_stands BEFORE UPDATE ON FinalReport BEGIN SELECT RAISE(ABORT, 'final_report_stands'); END;
CREATE TRIGGER FinalReport_kept BEFORE DELETE ON FinalReport BEGIN SELECT RAISE(ABORT, 'final_report_stands'); END;
-- Its files say the entry of its position.
CREATE TRIGGER FinalReport_has_an_entry BEFORE INSERT ON FinalReport
WHEN NOT EXISTS (SELECT 1 FROM SealedLeaf l WHERE l.subjectId = NEW.reportId AND l.kind = 'position')
BEGIN SELECT RAISE(ABORT, 'report_has_no_entry'); END;
-- It names schools once each of the position was shown its line, the days of those that it reached are over, and what they answered is decided on.
CREATE TRIGGER FinalReport_after_showing BEFORE INSERT ON FinalReport WHEN NEW.form <> 'unnamed' BEGIN
  SELECT RAISE(ABORT, 'line_not_shown')
  FROM Report p
  JOIN json_each(p.content, '$.rows') j
  LEFT JOIN ReportReply r ON r.reportId = p.id AND r.schoolId = j.value ->> '$.schoolId'
  WHERE p.id = NEW.reportId
    AND r.reportId IS NULL;
END;
-- A school that it never reached is counted and not named: nothing beside the answer is its number in the register.
CREATE TRIGGER FinalReport_names_the_reached BEFORE INSERT ON FinalReport WHEN NEW.form <> 'unnamed' BEGIN
  SELECT RAISE(ABORT, 'names_unreached')
  FROM ReportReply r
  JOIN ReportLine s ON s.reportId = r.reportId AND s.schoolId = r.schoolId
  WHERE r.reportId = NEW.reportId
    AND r.reachedAt IS NULL
    AND s.urn <> ''
    AND s.urn IN (SELECT t.atom FROM json_tree(NEW.beside) t WHERE t.type = 'text');
END;
CREATE TRIGGER FinalReport_after_time BEFORE INSERT ON FinalReport WHEN NEW.form <> 'unnamed' BEGIN
  SELECT RAISE(ABORT, 'time_to_reply_runs')
  FROM ReportReply r
  WHERE r.reportId = NEW.reportId
    AND r.reachedAt IS NOT NULL
    AND (r.replyBy IS NULL OR NEW.finalOn <= r.replyBy);
END;
CREATE TRIGGER FinalReport_after_decisions BEFORE INSERT ON FinalReport WHEN NEW.form <> 'unnamed' BEGIN
  SELECT RAISE(ABORT, 'reply_not_decided')
  FROM ReportReply r
  WHERE r.reportId = NEW.reportId
    AND r.answer <> 'right'
    AND r.decision IS NULL;
END;
-- Where two people issue reports, whoever made the draft does not make it final, with another account either.
CREATE TRIGGER FinalReport_by_two BEFORE INSERT ON FinalReport
WHEN COALESCE((SELECT value ->> '$.reportsBy' FROM Setting WHERE key = 'council'), 'two') = 'two'
BEGIN
  SELECT RAISE(ABORT, 'report_needs_a_second')
  FROM Report r
  WHERE r.id = NEW.reportId
    AND (r.madeById = NEW.finalById
      OR EXISTS (
        SELECT 1
        FROM AccountTieBesidesBrowser a JOIN AccountTieBesidesBrowser b ON b.tie = a.tie
        WHERE a.accountId = NEW.finalById AND b.accountId = r.madeById));
END;
CREATE TRIGGER FinalReport_is_to_be_sealed AFTER INSERT ON FinalReport BEGIN
  INSERT INTO RowToSeal (kind, subjectId) VALUES ('final', NEW.reportId);
END;

-- A link by which one person reads the answer on a topic as readers do, until the end of a day. It came in the message of the same id, which alone has
-- the address. Only the hash of its token is kept. How often it was opened: the log.
CREATE TABLE AnswerLink (
  id TEXT NOT NULL PRIMARY KEY REFERENCES Message (id),
  topicId TEXT NOT NULL REFERENCES Topic (id),
  tokenHash TEXT NOT NULL UNIQUE,
  lastDay TEXT NOT NULL CHECK (lastDay IS date(lastDay)),
  madeAt TEXT NOT NULL CHECK (madeAt IS strftime('%Y-%m-%dT%H:%M:%fZ', madeAt)),
  madeById TEXT NOT NULL REFERENCES Account (id),
  endedAt TEXT CHECK (endedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', endedAt)),
  endedById TEXT REFERENCES Account (id),
  CHECK (lastDay >= date(madeAt))
);

CREATE TRIGGER AnswerLink_not_too_long BEFORE INSERT ON AnswerLink
WHEN NEW.lastDay > date(NEW.madeAt, '+1 hour', '+' || COALESCE((SELECT value ->> '$.answerLinkDays' FROM Setting WHERE key = 'council'), '30') || ' days')
BEGIN SELECT RAISE(ABORT, 'answer_link_too_long'); END;
CREATE TRIGGER AnswerLink_only_ends BEFORE UPDATE ON AnswerLink
WHEN NEW.id <> OLD.id
  OR NEW.topicId <> OLD.topicId
  OR NEW.tokenHash <> OLD.tokenHash
  OR NEW.lastDay <> OLD.lastDay
  OR NEW.madeAt <> OLD.madeAt
  OR NEW.madeById <> OLD.madeById
  OR OLD.endedAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'answer_link_stands'); END;
CREATE TRIGGER AnswerLink_kept BEFORE DELETE ON AnswerLink BEGIN SELECT RAISE(ABORT, 'answer_link_stands'); END;
