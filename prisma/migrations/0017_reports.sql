-- Reports of coverage as they were known at one moment: never computed again, so that a paper can be held to its figures.

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
