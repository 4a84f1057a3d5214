-- Online meetings: who pressed their own link to join, and what the meeting program's report says of how long they stayed.

-- A press on the joining link of a place. otherName: somebody else joined by it, and said so; '': the person of the link. It proves that they
-- came, to the session that ran or came next; how long they stayed a report says.
CREATE TABLE Joining (
  id TEXT NOT NULL PRIMARY KEY,
  linkId TEXT NOT NULL REFERENCES PlaceLink (id),
  sessionId TEXT NOT NULL REFERENCES Session (id),
  joinedAt TEXT NOT NULL CHECK (joinedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', joinedAt)),
  otherName TEXT NOT NULL DEFAULT '' CHECK (length(otherName) <= 200)
);
CREATE INDEX Joining_link ON Joining (linkId);
CREATE INDEX Joining_session ON Joining (sessionId, joinedAt);

-- From half an hour before the event begins until the session ends.
CREATE TRIGGER Joining_in_its_time BEFORE INSERT ON Joining BEGIN
  SELECT RAISE(ABORT, 'not_time_to_join')
  FROM Session s
  WHERE s.id = NEW.sessionId
    AND (
      NEW.joinedAt >= s.endsAt
      OR NEW.joinedAt < (
        SELECT strftime('%Y-%m-%dT%H:%M:%fZ', MIN(a.startsAt), '-30 minutes')
        FROM ActiveSession a
        WHERE a.eventId = s.eventId
      )
    );
END;
CREATE TRIGGER Joining_stands BEFORE UPDATE ON Joining BEGIN SELECT RAISE(ABORT, 'joining_stands'); END;
CREATE TRIGGER Joining_kept BEFORE DELETE ON Joining
WHEN NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'Joining' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'joining_stands'); END;

-- From how many minutes, or which per cent of it, somebody attended a session online. No row: 80 per cent.
CREATE TABLE MeetingThreshold (
  sessionId TEXT NOT NULL PRIMARY KEY REFERENCES Session (id),
  kind TEXT NOT NULL CHECK (kind IN ('percent', 'minutes')),
  amount INTEGER NOT NULL CHECK (amount > 0 AND (kind = 'minutes' OR amount <= 100)),
  setAt TEXT NOT NULL CHECK (setAt IS strftime('%Y-%m-%dT%H:%M:%fZ', setAt)),
  setById TEXT REFERENCES Account (id)
);

-- An attendance report that was read: what stays of it is its hash, by which the same file is known again, and who it was said to be. The file
-- itself is never kept. zone: by which clock times were read that do not say so; '': they all do. pending: JSON of those of whom nobody has decided yet; '': of nobody. turn: counts up with each decision.
CREATE TABLE MeetingReport (
  id TEXT NOT NULL PRIMARY KEY,
  sessionId TEXT NOT NULL REFERENCES Session (id),
  fileHash TEXT NOT NULL,
  parserVersion INTEGER NOT NULL,
  people INTEGER NOT NULL CHECK (people > 0),
  telephones INTEGER NOT NULL DEFAULT 0,
  bots INTEGER NOT NULL DEFAULT 0,
  zone TEXT NOT NULL DEFAULT '',
  pending TEXT NOT NULL DEFAULT '' CHECK (pending = '' OR json_valid(pending)),
  turn INTEGER NOT NULL DEFAULT 0,
  uploadedAt TEXT NOT NULL CHECK (uploadedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', uploadedAt)),
  uploadedById TEXT REFERENCES Account (id),
  takenBackAt TEXT,
  takenBackById TEXT REFERENCES Account (id),
  CHECK (takenBackAt IS NULL OR pending = '')
);
CREATE UNIQUE INDEX MeetingReport_once ON MeetingReport (sessionId, fileHash) WHERE takenBackAt IS NULL;
CREATE INDEX MeetingReport_uploaded ON MeetingReport (uploadedAt) WHERE pending <> '';

CREATE TRIGGER MeetingReport_stands BEFORE UPDATE ON MeetingReport
WHEN OLD.takenBackAt IS NOT NULL
  OR NEW.id <> OLD.id
  OR NEW.sessionId <> OLD.sessionId
  OR NEW.fileHash <> OLD.fileHash
  OR NEW.parserVersion <> OLD.parserVersion
  OR NEW.people <> OLD.people
  OR NEW.zone <> OLD.zone
  OR NEW.uploadedAt <> OLD.uploadedAt
  OR (NEW.pending <> '' AND OLD.pending = '')
BEGIN SELECT RAISE(ABORT, 'meeting_report_stands'); END;
CREATE TRIGGER MeetingReport_certificates_to_follow AFTER UPDATE OF takenBackAt ON MeetingReport BEGIN
  INSERT INTO CertificateToFollow (eventId, dueAt, version)
  SELECT c.eventId, c.dueAt, random() >> 12 FROM CertificatesDueAt c WHERE c.eventId = (SELECT s.eventId FROM Session s WHERE s.id = NEW.sessionId)
  ON CONFLICT (eventId) DO UPDATE SET dueAt = excluded.dueAt, version = excluded.version;
END;
CREATE TRIGGER MeetingReport_kept BEFORE DELETE ON MeetingReport BEGIN SELECT RAISE(ABORT, 'meeting_report_stands'); END;

-- What a report says of the place of somebody at a session. minutes: by this report alone; NULL: not known. spans, open: when they were there and
-- when they came without a known end, in milliseconds, within the session. lines: of the file. evidence 'stated': somebody said that they
-- watched at the screen of withPlaceId.
CREATE TABLE MeetingAttendance (
  id TEXT NOT NULL PRIMARY KEY,
  reportId TEXT NOT NULL REFERENCES MeetingReport (id),
  sessionId TEXT NOT NULL REFERENCES Session (id),
  placeId TEXT NOT NULL REFERENCES Place (id),
  minutes INTEGER CHECK (minutes >= 0),
  spans TEXT NOT NULL CHECK (json_valid(spans)),
  open TEXT NOT NULL CHECK (json_valid(open)),
  stated INTEGER CHECK (stated >= 0),
  lines TEXT NOT NULL CHECK (json_valid(lines)),
  how TEXT NOT NULL CHECK (how IN ('link', 'address', 'name', 'decided', 'together')),
  evidence TEXT NOT NULL CHECK (evidence IN ('report', 'stated')),
  withPlaceId TEXT REFERENCES Place (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  byId TEXT REFERENCES Account (id),
  CHECK ((evidence = 'stated') = (withPlaceId IS NOT NULL)),
  CHECK ((evidence = 'stated') = (how = 'together'))
);
-- What a line says of a place is kept once, however often the report is applied.
CREATE UNIQUE INDEX MeetingAttendance_once ON MeetingAttendance (reportId, placeId, lines, evidence);
CREATE INDEX MeetingAttendance_session ON MeetingAttendance (sessionId, placeId);
CREATE INDEX MeetingAttendance_report ON MeetingAttendance (reportId);

CREATE TRIGGER MeetingAttendance_of_standing_report BEFORE INSERT ON MeetingAttendance BEGIN
  SELECT RAISE(ABORT, 'report_taken_back')
  FROM MeetingReport r
  WHERE r.id = NEW.reportId AND r.takenBackAt IS NOT NULL;
END;
-- Another report may tell more minutes of a part, or fewer once it is taken back.
CREATE TRIGGER MeetingAttendance_certificates_to_follow AFTER INSERT ON MeetingAttendance BEGIN
  INSERT INTO CertificateToFollow (eventId, dueAt, version)
  SELECT c.eventId, c.dueAt, random() >> 12 FROM CertificatesDueAt c WHERE c.eventId = (SELECT s.eventId FROM Session s WHERE s.id = NEW.sessionId)
  ON CONFLICT (eventId) DO UPDATE SET dueAt = excluded.dueAt, version = excluded.version;
END;
CREATE TRIGGER MeetingAttendance_stands BEFORE UPDATE ON MeetingAttendance BEGIN SELECT RAISE(ABORT, 'meeting_attendance_stands'); END;
CREATE TRIGGER MeetingAttendance_kept BEFORE DELETE ON MeetingAttendance BEGIN SELECT RAISE(ABORT, 'meeting_attendance_stands'); END;

-- That somebody watched an online session at the screen of another of their school, as the school says, or by the link of the one whose screen it was.
-- It marks nobody: an organiser does.
CREATE TABLE WatchedTogether (
  id TEXT NOT NULL PRIMARY KEY,
  sessionId TEXT NOT NULL REFERENCES Session (id),
  placeId TEXT NOT NULL REFERENCES Place (id),
  withPlaceId TEXT NOT NULL REFERENCES Place (id),
  saidBy TEXT NOT NULL CHECK (saidBy IN ('delegate', 'school')),
  saidAt TEXT NOT NULL CHECK (saidAt IS strftime('%Y-%m-%dT%H:%M:%fZ', saidAt)),
  saidById TEXT REFERENCES Account (id),
  takenBackAt TEXT CHECK (takenBackAt IS NULL OR takenBackAt IS strftime('%Y-%m-%dT%H:%M:%fZ', takenBackAt)),
  CHECK (placeId <> withPlaceId)
);
CREATE UNIQUE INDEX WatchedTogether_once ON WatchedTogether (sessionId, placeId) WHERE takenBackAt IS NULL;

CREATE TRIGGER WatchedTogether_of_one_school BEFORE INSERT ON WatchedTogether
WHEN NOT EXISTS (
  SELECT 1
  FROM Place p
    JOIN School s ON s.id = p.schoolId
    JOIN PlaceSession a ON a.placeId = p.id AND a.sessionId = NEW.sessionId
    JOIN Place w ON w.id = NEW.withPlaceId AND w.state = 'confirmed'
    JOIN School o ON o.id = w.schoolId AND o.rootId = s.rootId
    JOIN PlaceSession b ON b.placeId = w.id AND b.sessionId = NEW.sessionId
  WHERE p.id = NEW.placeId AND p.state = 'confirmed'
)
BEGIN SELECT RAISE(ABORT, 'not_at_one_screen'); END;
CREATE TRIGGER WatchedTogether_once_begun BEFORE INSERT ON WatchedTogether BEGIN
  SELECT RAISE(ABORT, 'not_watched_yet')
  FROM Session s
  WHERE s.id = NEW.sessionId AND NEW.saidAt < s.startsAt;
END;
CREATE TRIGGER WatchedTogether_stands BEFORE UPDATE ON WatchedTogether
WHEN OLD.takenBackAt IS NOT NULL
  OR NEW.sessionId <> OLD.sessionId
  OR NEW.placeId <> OLD.placeId
  OR NEW.withPlaceId <> OLD.withPlaceId
  OR NEW.saidBy <> OLD.saidBy
  OR NEW.saidAt <> OLD.saidAt
BEGIN SELECT RAISE(ABORT, 'watched_together_stands'); END;
CREATE TRIGGER WatchedTogether_kept BEFORE DELETE ON WatchedTogether BEGIN SELECT RAISE(ABORT, 'watched_together_stands'); END;
