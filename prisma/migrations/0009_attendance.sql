-- Who took part, as it was marked at the door, signed off, or brought from elsewhere.

-- Someone who came without a place. schoolId NULL: not matched to a school yet; organisation: what they said.
CREATE TABLE WalkIn (
  id TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL REFERENCES Event (id),
  sessionId TEXT NOT NULL REFERENCES Session (id),
  personId TEXT NOT NULL REFERENCES Person (id),
  schoolId TEXT REFERENCES School (id),
  organisation TEXT NOT NULL DEFAULT '',
  roleId TEXT REFERENCES Role (id),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  addedById TEXT REFERENCES Account (id),
  -- The place of somebody of their school who did not come: it cannot change hands once the event has begun.
  insteadOfId TEXT REFERENCES Place (id)
);
CREATE INDEX WalkIn_insteadOf ON WalkIn (insteadOfId) WHERE insteadOfId IS NOT NULL;
CREATE INDEX WalkIn_session ON WalkIn (sessionId);
CREATE INDEX WalkIn_school ON WalkIn (schoolId);
CREATE INDEX WalkIn_person ON WalkIn (personId);

CREATE TRIGGER WalkIn_may_make_due AFTER UPDATE OF personId ON WalkIn
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;

CREATE TRIGGER WalkIn_changes_certificates AFTER UPDATE OF personId, schoolId ON WalkIn
WHEN EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = NEW.sessionId)
BEGIN
  INSERT INTO CertificateToFollow (eventId, dueAt, version)
  SELECT c.eventId, c.dueAt, random() >> 12 FROM Session x JOIN CertificatesDueAt c ON c.eventId = x.eventId WHERE x.id = NEW.sessionId
  ON CONFLICT (eventId) DO UPDATE SET dueAt = excluded.dueAt, version = excluded.version;
END;

CREATE TRIGGER WalkIn_to_follow AFTER UPDATE OF personId, schoolId ON WalkIn BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT r.rootId, random() FROM RootOfPerson r WHERE r.personId IN (NEW.personId, OLD.personId)
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;

CREATE TRIGGER WalkIn_stays_where_it_is BEFORE UPDATE ON WalkIn
WHEN NEW.id <> OLD.id
  OR NEW.eventId <> OLD.eventId
  OR NEW.sessionId <> OLD.sessionId
  OR NEW.createdAt <> OLD.createdAt
  OR NEW.insteadOfId IS NOT OLD.insteadOfId
BEGIN SELECT RAISE(ABORT, 'walk_in_cannot_move'); END;
-- Arrivals and marks name a place or a walk-in by one id.
CREATE TRIGGER WalkIn_has_no_id_of_a_place BEFORE INSERT ON WalkIn WHEN EXISTS (SELECT 1 FROM Place WHERE id = NEW.id) BEGIN
  SELECT RAISE(ABORT, 'id_of_a_place');
END;
CREATE TRIGGER WalkIn_instead_of_their_own BEFORE INSERT ON WalkIn WHEN NEW.insteadOfId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'instead_of_another_school')
  WHERE NOT EXISTS (
    SELECT 1
    FROM Place p
    JOIN School o ON o.id = p.schoolId
    JOIN School w ON w.id = NEW.schoolId
    WHERE p.id = NEW.insteadOfId AND p.eventId = NEW.eventId AND o.rootId = w.rootId
  );
END;
-- Of which school they are changes only by a row that says who decided it and when.
CREATE TRIGGER WalkIn_school_is_decided BEFORE UPDATE OF schoolId ON WalkIn
WHEN NEW.schoolId IS NOT (SELECT w.schoolId FROM WalkInSchool w WHERE w.walkInId = NEW.id ORDER BY w.number DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'walk_in_school_is_decided'); END;
CREATE TRIGGER WalkIn_comes_with_school AFTER INSERT ON WalkIn WHEN NEW.schoolId IS NOT NULL BEGIN
  INSERT INTO WalkInSchool (walkInId, schoolId, at, byId) VALUES (NEW.id, NEW.schoolId, NEW.createdAt, NEW.addedById);
END;
CREATE TRIGGER WalkIn_never_erased BEFORE DELETE ON WalkIn BEGIN SELECT RAISE(ABORT, 'walk_in_is_kept'); END;
CREATE TRIGGER WalkIn_reaches_schools AFTER UPDATE OF schoolId ON WalkIn BEGIN
  DELETE FROM SchoolReached
  WHERE markId IN (SELECT m.id FROM Mark m WHERE m.walkInId = NEW.id);
  INSERT INTO SchoolReached (schoolId, sessionId, markId, how, markType)
  SELECT v.schoolId, v.sessionId, v.markId, v.how, v.markType
  FROM MarkCountsFor v
  WHERE v.markId IN (SELECT m.id FROM Mark m WHERE m.walkInId = NEW.id);
END;
CREATE TRIGGER WalkIn_of_standing_session BEFORE INSERT ON WalkIn
WHEN (SELECT s.calledOffAt FROM Session s WHERE s.id = NEW.sessionId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'session_called_off'); END;
CREATE TRIGGER WalkIn_of_present_person BEFORE INSERT ON WalkIn
WHEN (SELECT erasedAt FROM Person WHERE id = NEW.personId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'person_is_erased'); END;

-- Somebody who is on a register without a place is not added to it again: two doors write the same newcomer.
CREATE TRIGGER WalkIn_comes_once BEFORE INSERT ON WalkIn
WHEN EXISTS (SELECT 1 FROM WalkIn w WHERE w.personId = NEW.personId AND w.sessionId = NEW.sessionId AND w.id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'has_come_already'); END;

-- Which school a walk-in was said or found to be of, by whom and when. The latest row stands; WalkIn.schoolId shows it.
CREATE TABLE WalkInSchool (
  number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  walkInId TEXT NOT NULL REFERENCES WalkIn (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  byId TEXT REFERENCES Account (id)
);
CREATE INDEX WalkInSchool_walkIn ON WalkInSchool (walkInId, number);

CREATE TRIGGER WalkInSchool_shows AFTER INSERT ON WalkInSchool BEGIN
  UPDATE WalkIn
  SET schoolId = NEW.schoolId
  WHERE id = NEW.walkInId AND schoolId IS NOT NEW.schoolId;
END;
CREATE TRIGGER WalkInSchool_to_compare AFTER INSERT ON WalkInSchool BEGIN
  INSERT INTO PersonToCompare (personId, version) SELECT w.personId, random() >> 12 FROM WalkIn w WHERE w.id = NEW.walkInId
  ON CONFLICT (personId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER WalkInSchool_stands BEFORE UPDATE ON WalkInSchool BEGIN SELECT RAISE(ABORT, 'walk_in_school_stands'); END;
CREATE TRIGGER WalkInSchool_kept BEFORE DELETE ON WalkInSchool BEGIN SELECT RAISE(ABORT, 'walk_in_school_stands'); END;

-- Where a mark was made.
CREATE TABLE MarkSource (id TEXT NOT NULL PRIMARY KEY);

INSERT INTO MarkSource (id) VALUES ('report'), ('stated'), ('screen'), ('paper'), ('arrival');

-- One statement about one person at one session: append-only. correctsId: the mark that this one corrects, with a reason. none: the mark that it
-- corrects is taken back, and nothing is marked. CurrentMark is the mark that nothing corrects.
CREATE TABLE Mark (
  id TEXT NOT NULL PRIMARY KEY,
  sessionId TEXT NOT NULL REFERENCES Session (id),
  placeId TEXT REFERENCES Place (id),
  walkInId TEXT REFERENCES WalkIn (id),
  markType TEXT NOT NULL CHECK (markType IN ('attended', 'part', 'absent', 'apologies', 'none')),
  happenedAt TEXT NOT NULL CHECK (happenedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', happenedAt)),
  notedAt TEXT NOT NULL CHECK (notedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', notedAt)),
  receivedAt TEXT NOT NULL CHECK (receivedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', receivedAt)),
  accountId TEXT REFERENCES Account (id),
  source TEXT NOT NULL REFERENCES MarkSource (id),
  correctsId TEXT REFERENCES Mark (id),
  reason TEXT,
  late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
  CHECK ((placeId IS NULL) <> (walkInId IS NULL)),
  CHECK (correctsId IS NULL OR length(trim(reason)) > 0),
  CHECK (correctsId IS NOT NULL OR markType <> 'none')
);
CREATE INDEX Mark_place ON Mark (placeId, sessionId);
CREATE INDEX Mark_walkIn ON Mark (walkInId, sessionId);
CREATE INDEX Mark_session ON Mark (sessionId);
CREATE UNIQUE INDEX Mark_corrected_once ON Mark (correctsId) WHERE correctsId IS NOT NULL;
CREATE UNIQUE INDEX Mark_first_of_place ON Mark (placeId, sessionId) WHERE correctsId IS NULL AND placeId IS NOT NULL;
CREATE UNIQUE INDEX Mark_first_of_walkIn ON Mark (walkInId, sessionId) WHERE correctsId IS NULL AND walkInId IS NOT NULL;

CREATE TRIGGER Mark_may_make_due AFTER INSERT ON Mark
WHEN EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = NEW.sessionId)
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;

CREATE TRIGGER Mark_changes_certificates AFTER INSERT ON Mark
WHEN EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = NEW.sessionId)
BEGIN
  INSERT INTO CertificateToFollow (eventId, dueAt, version)
  SELECT c.eventId, c.dueAt, random() >> 12 FROM Session x JOIN CertificatesDueAt c ON c.eventId = x.eventId WHERE x.id = NEW.sessionId
  ON CONFLICT (eventId) DO UPDATE SET dueAt = excluded.dueAt, version = excluded.version;
END;

CREATE TRIGGER Mark_to_follow AFTER INSERT ON Mark BEGIN
  INSERT INTO StandingToFollow (rootId, version)
  SELECT r.rootId, random() FROM RootOfPerson r
  WHERE r.personId = COALESCE((SELECT p.personId FROM Place p WHERE p.id = NEW.placeId), (SELECT w.personId FROM WalkIn w WHERE w.id = NEW.walkInId))
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER Mark_is_to_be_sealed AFTER INSERT ON Mark BEGIN
  INSERT INTO RowToSeal (kind, subjectId) VALUES ('mark', NEW.id);
END;
CREATE TRIGGER Mark_never_erased BEFORE DELETE ON Mark BEGIN SELECT RAISE(ABORT, 'mark_is_append_only'); END;
CREATE TRIGGER Mark_of_someone_expected BEFORE INSERT ON Mark BEGIN
  SELECT RAISE(ABORT, 'not_on_this_register')
  WHERE NEW.placeId IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM PlaceSession ps WHERE ps.placeId = NEW.placeId AND ps.sessionId = NEW.sessionId);
  SELECT RAISE(ABORT, 'not_on_this_register')
  WHERE NEW.walkInId IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM WalkIn w WHERE w.id = NEW.walkInId AND w.sessionId = NEW.sessionId);
  SELECT RAISE(ABORT, 'corrects_mark_of_another')
  WHERE NEW.correctsId IS NOT NULL
    AND NOT EXISTS (
      SELECT 1
      FROM Mark m
      WHERE m.id = NEW.correctsId
        AND m.sessionId = NEW.sessionId
        AND m.placeId IS NEW.placeId
        AND m.walkInId IS NEW.walkInId
    );
END;
-- Nobody has come, or stayed away, before the day of the session. Its day begins in London at midnight or an hour before that of UTC: what is
-- earlier than both is refused, whatever the season.
CREATE TRIGGER Mark_not_before_its_day BEFORE INSERT ON Mark
WHEN NEW.markType <> 'apologies'
  AND NEW.receivedAt < (
    SELECT strftime('%Y-%m-%dT%H:%M:%fZ', s.startsAt, 'start of day', '-1 hour')
    FROM Session s
    WHERE s.id = NEW.sessionId
  )
BEGIN SELECT RAISE(ABORT, 'before_its_day'); END;
-- A signed register is still open to the truth, but every statement made after the signing says why, and says when it came.
CREATE TRIGGER Mark_after_sign_off BEFORE INSERT ON Mark BEGIN
  SELECT RAISE(ABORT, 'register_is_signed')
  FROM RegisterSignOff r
  WHERE r.sessionId = NEW.sessionId AND (length(trim(COALESCE(NEW.reason, ''))) = 0 OR NEW.receivedAt <= r.signedAt);
END;
CREATE TRIGGER Mark_reaches_schools AFTER INSERT ON Mark BEGIN
  DELETE FROM SchoolReached
  WHERE markId = NEW.correctsId;
  INSERT INTO SchoolReached (schoolId, sessionId, markId, how, markType)
  SELECT v.schoolId, v.sessionId, v.markId, v.how, v.markType
  FROM MarkCountsFor v
  WHERE v.markId = NEW.id;
END;
-- Nobody came on a place that has no name: whoever came is named first.
CREATE TRIGGER Mark_of_someone_named BEFORE INSERT ON Mark
WHEN NEW.markType IN ('attended', 'part') AND NEW.placeId IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'place_not_named')
  WHERE (SELECT p.personId FROM Place p WHERE p.id = NEW.placeId) IS NULL;
END;
-- Its register is closed to everything: nobody is marked, added or expected, and there is nothing to sign off.
CREATE TRIGGER Mark_of_standing_session BEFORE INSERT ON Mark
WHEN (SELECT s.calledOffAt FROM Session s WHERE s.id = NEW.sessionId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'session_called_off'); END;
CREATE TRIGGER Mark_never_changes BEFORE UPDATE ON Mark
WHEN NEW.id <> OLD.id
  OR NEW.sessionId <> OLD.sessionId
  OR NEW.placeId IS NOT OLD.placeId
  OR NEW.walkInId IS NOT OLD.walkInId
  OR NEW.markType <> OLD.markType
  OR NEW.happenedAt <> OLD.happenedAt
  OR NEW.notedAt <> OLD.notedAt
  OR NEW.receivedAt <> OLD.receivedAt
  OR NEW.accountId IS NOT OLD.accountId
  OR NEW.source <> OLD.source
  OR NEW.correctsId IS NOT OLD.correctsId
  OR NEW.late <> OLD.late
  OR OLD.reason IS NULL
  OR NEW.reason IS NULL
  OR NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'Mark' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'mark_is_append_only'); END;

-- The mark that stands for each person: the one that nothing corrects, unless it was taken back.
CREATE VIEW CurrentMark AS
  SELECT m.*
  FROM Mark m
  WHERE m.markType <> 'none' AND NOT EXISTS (SELECT 1 FROM Mark c WHERE c.correctsId = m.id);

-- Which school each current mark reaches, and how: derived from the view MarkCountsFor, kept by triggers alone, in the order in which coverage
-- reads it. The audit compares the two.
CREATE TABLE SchoolReached (
  schoolId TEXT NOT NULL REFERENCES School (id),
  sessionId TEXT NOT NULL REFERENCES Session (id),
  markId TEXT NOT NULL REFERENCES Mark (id),
  how TEXT NOT NULL CHECK (how IN ('own', 'represented')),
  markType TEXT NOT NULL CHECK (markType IN ('attended', 'part')),
  PRIMARY KEY (schoolId, sessionId, markId, how)
) WITHOUT ROWID;
CREATE INDEX SchoolReached_mark ON SchoolReached (markId);

CREATE TRIGGER SchoolReached_settles_chases AFTER INSERT ON SchoolReached WHEN NEW.how = 'own' BEGIN
  UPDATE Chase SET endedAt = (SELECT m.receivedAt FROM Mark m WHERE m.id = NEW.markId), endedWhy = 'settled'
  WHERE endedAt IS NULL
    AND matter = 'never_reached'
    AND schoolId IN (SELECT s.id FROM School s WHERE s.rootId = (SELECT o.rootId FROM School o WHERE o.id = NEW.schoolId));
END;

-- That the register of a session was closed, by whom, with its counts. A register closes once and never reopens; what is learned later is a
-- visible correction.
CREATE TABLE RegisterSignOff (
  id TEXT NOT NULL PRIMARY KEY,
  sessionId TEXT NOT NULL UNIQUE REFERENCES Session (id),
  signedAt TEXT NOT NULL CHECK (signedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', signedAt)),
  signedById TEXT REFERENCES Account (id),
  attended INTEGER NOT NULL,
  part INTEGER NOT NULL,
  absent INTEGER NOT NULL,
  apologies INTEGER NOT NULL
);

CREATE TRIGGER RegisterSignOff_may_make_due AFTER INSERT ON RegisterSignOff
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;

CREATE TRIGGER RegisterSignOff_makes_certificates AFTER INSERT ON RegisterSignOff
BEGIN
  INSERT INTO CertificateToFollow (eventId, dueAt, version)
  SELECT c.eventId, c.dueAt, random() >> 12 FROM Session x JOIN CertificatesDueAt c ON c.eventId = x.eventId WHERE x.id = NEW.sessionId
  ON CONFLICT (eventId) DO UPDATE SET dueAt = excluded.dueAt, version = excluded.version;
END;

CREATE INDEX RegisterSignOff_at ON RegisterSignOff (signedAt);

CREATE TRIGGER RegisterSignOff_is_to_be_sealed AFTER INSERT ON RegisterSignOff BEGIN
  INSERT INTO RowToSeal (kind, subjectId) VALUES ('sign_off', NEW.id);
END;

CREATE TRIGGER RegisterSignOff_everyone_marked BEFORE INSERT ON RegisterSignOff BEGIN
  SELECT RAISE(ABORT, 'not_everyone_marked')
  WHERE EXISTS (
    SELECT 1
    FROM PlaceSession ps
    JOIN Place p ON p.id = ps.placeId
    WHERE ps.sessionId = NEW.sessionId
      AND p.state = 'confirmed'
      AND NOT EXISTS (SELECT 1 FROM ReplacedPlace r WHERE r.placeId = p.id)
      AND NOT EXISTS (SELECT 1 FROM Mark m WHERE m.placeId = p.id AND m.sessionId = NEW.sessionId)
  )
    OR EXISTS (
      SELECT 1
      FROM WalkIn w
      WHERE w.sessionId = NEW.sessionId
        AND NOT EXISTS (SELECT 1 FROM Mark m WHERE m.walkInId = w.id AND m.sessionId = NEW.sessionId)
    );
END;
CREATE TRIGGER RegisterSignOff_not_before_its_end BEFORE INSERT ON RegisterSignOff
WHEN NEW.signedAt < (SELECT s.endsAt FROM Session s WHERE s.id = NEW.sessionId AND s.calledOffAt IS NULL)
BEGIN SELECT RAISE(ABORT, 'session_is_not_over'); END;
CREATE TRIGGER RegisterSignOff_stands BEFORE UPDATE ON RegisterSignOff BEGIN SELECT RAISE(ABORT, 'sign_off_stands'); END;
CREATE TRIGGER RegisterSignOff_kept BEFORE DELETE ON RegisterSignOff BEGIN SELECT RAISE(ABORT, 'sign_off_stands'); END;
CREATE TRIGGER RegisterSignOff_of_standing_session BEFORE INSERT ON RegisterSignOff
WHEN (SELECT s.calledOffAt FROM Session s WHERE s.id = NEW.sessionId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'session_called_off'); END;

-- Attendance that the council learned of from elsewhere: lists of the system before, or training that a school states. source: where it is from.
-- It is superseded, never edited.
CREATE TABLE EarlierAttendance (
  id TEXT NOT NULL PRIMARY KEY,
  batchId TEXT NOT NULL,
  schoolId TEXT NOT NULL REFERENCES School (id),
  topicId TEXT NOT NULL REFERENCES Topic (id),
  title TEXT NOT NULL,
  heldOn TEXT NOT NULL CHECK (heldOn IS date(heldOn)),
  -- What is known of the training itself; NULL and '': not known. evidence: what shows it, such as a certificate that was seen.
  purpose TEXT CHECK (purpose IN ('training', 'update', 'briefing')),
  minutes INTEGER CHECK (minutes > 0),
  level TEXT NOT NULL DEFAULT '',
  provider TEXT NOT NULL DEFAULT '',
  evidence TEXT NOT NULL DEFAULT '',
  markType TEXT NOT NULL CHECK (markType IN ('attended', 'part', 'absent', 'apologies')),
  personId TEXT REFERENCES Person (id),
  roleId TEXT REFERENCES Role (id),
  source TEXT NOT NULL CHECK (length(trim(source)) > 0),
  learnedAt TEXT NOT NULL CHECK (learnedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', learnedAt)),
  learnedById TEXT REFERENCES Account (id),
  supersededAt TEXT
);
CREATE INDEX EarlierAttendance_school ON EarlierAttendance (schoolId) WHERE supersededAt IS NULL;
CREATE INDEX EarlierAttendance_topic ON EarlierAttendance (topicId, heldOn) WHERE supersededAt IS NULL;
CREATE INDEX EarlierAttendance_batch ON EarlierAttendance (batchId);
CREATE INDEX EarlierAttendance_person ON EarlierAttendance (personId) WHERE supersededAt IS NULL;
CREATE INDEX EarlierAttendance_title ON EarlierAttendance (lower(trim(title))) WHERE supersededAt IS NULL AND purpose IS NULL;

CREATE TRIGGER EarlierAttendance_to_compare AFTER INSERT ON EarlierAttendance WHEN NEW.personId IS NOT NULL BEGIN
  INSERT INTO PersonToCompare (personId, version) SELECT NEW.personId, random() >> 12 WHERE true
  ON CONFLICT (personId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER EarlierAttendance_to_follow AFTER INSERT ON EarlierAttendance BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT r.rootId, random() FROM RootOfPerson r WHERE r.personId = NEW.personId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER EarlierAttendance_changed_to_follow AFTER UPDATE OF personId, supersededAt, purpose, minutes, level ON EarlierAttendance BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT r.rootId, random() FROM RootOfPerson r WHERE r.personId IN (NEW.personId, OLD.personId)
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;

CREATE TRIGGER EarlierAttendance_kept BEFORE DELETE ON EarlierAttendance BEGIN
  SELECT RAISE(ABORT, 'earlier_attendance_is_kept');
END;
CREATE TRIGGER EarlierAttendance_stands BEFORE UPDATE OF id, batchId, schoolId, topicId, title, heldOn, markType, source, learnedAt ON EarlierAttendance BEGIN
  SELECT RAISE(ABORT, 'earlier_attendance_stands');
END;
CREATE TRIGGER EarlierAttendance_follows_merge_on_insert AFTER INSERT ON EarlierAttendance
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE EarlierAttendance
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;

-- Which schools each standing mark of attendance counts for: the delegate's own, and those that the delegate represents.
CREATE VIEW MarkCountsFor AS
  SELECT p.schoolId AS schoolId, m.sessionId AS sessionId, m.id AS markId, 'own' AS how, m.markType AS markType
  FROM CurrentMark m
  JOIN Place p ON p.id = m.placeId
  WHERE m.markType IN ('attended', 'part')
  UNION ALL SELECT r.schoolId, m.sessionId, m.id, 'represented', m.markType
  FROM CurrentMark m
  JOIN PlaceRepresents r ON r.placeId = m.placeId
  WHERE m.markType IN ('attended', 'part')
  UNION ALL SELECT w.schoolId, m.sessionId, m.id, 'own', m.markType
  FROM CurrentMark m
  JOIN WalkIn w ON w.id = m.walkInId
  WHERE m.markType IN ('attended', 'part') AND w.schoolId IS NOT NULL;

-- Attendance from before this service that stands, with how well it is known.
CREATE VIEW EarlierRecord AS
  SELECT a.*, COALESCE((SELECT v.level FROM EvidenceCheck v WHERE v.earlierId = a.id ORDER BY v.at DESC, v.id DESC LIMIT 1), 'stated') AS known
  FROM EarlierAttendance a
  WHERE a.supersededAt IS NULL;

-- That somebody came for a school by a mark. source: how it was recorded; known: 'stated' where that is all there is; attendance: in the room or online.
CREATE VIEW CameByRegister AS
  SELECT r.schoolId, r.markId AS id, r.sessionId, x.eventId, CAST(e.topicId AS TEXT) AS topicId, e.title, x.startsAt AS at, r.how,
    IIF(r.markType = 'attended', 100, 200) + IIF(r.how = 'own', 0, 200) AS grade,
    IIF(EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = r.sessionId), 1, 3) AS basis,
    k.source, CAST(IIF(k.source = 'stated', 'stated', NULL) AS TEXT) AS known, k.placeId, k.walkInId,
    CAST(COALESCE(p.personId, w.personId) AS TEXT) AS personId, CAST(COALESCE(p.roleId, w.roleId) AS TEXT) AS roleId,
    CAST(COALESCE(p.attendance, e.attendanceMode) AS TEXT) AS attendance
  FROM SchoolReached r
  LEFT JOIN Session x ON x.id = r.sessionId
  LEFT JOIN Event e ON e.id = x.eventId
  LEFT JOIN Mark k ON k.id = r.markId
  LEFT JOIN Place p ON p.id = k.placeId
  LEFT JOIN WalkIn w ON w.id = k.walkInId;
-- That somebody came for a school by an earlier record: the same columns.
CREATE VIEW CameByRecord AS
  SELECT a.schoolId, a.id, CAST(NULL AS TEXT) AS sessionId, CAST(NULL AS TEXT) AS eventId, CAST(a.topicId AS TEXT) AS topicId, a.title, a.heldOn AS at, CAST('own' AS TEXT) AS how,
    IIF(a.markType = 'attended', 100, 200) AS grade, 2 AS basis,
    a.source, CAST(a.known AS TEXT) AS known, CAST(NULL AS TEXT) AS placeId, CAST(NULL AS TEXT) AS walkInId,
    a.personId, a.roleId, CAST(NULL AS TEXT) AS attendance
  FROM EarlierRecord a
  WHERE a.markType IN ('attended', 'part');

-- That somebody came for a school (rootId), or for a predecessor of it (predecessorId), by the register or by an earlier record. grade: 100 own staff, 200 in
-- part, 300 represented, 400 in part. basis: 1 a signed register, 2 an earlier record, 3 a register not yet signed. at: an instant, of an earlier record a day.
-- All four parts give columns of one type: only then SQLite looks up one school in each of them, rather than making all rows first.
CREATE VIEW CameFor AS
  SELECT m.rootId, CAST(NULL AS TEXT) AS predecessorId, c.* FROM School m CROSS JOIN CameByRegister c ON c.schoolId = m.id
  UNION ALL SELECT m.rootId, CAST(NULL AS TEXT), c.* FROM School m CROSS JOIN CameByRecord c ON c.schoolId = m.id
  UNION ALL SELECT b.rootId, CAST(b.predecessorId AS TEXT), c.*
  FROM Predecessor b CROSS JOIN School m ON m.rootId = b.predecessorId CROSS JOIN CameByRegister c ON c.schoolId = m.id
  UNION ALL SELECT b.rootId, CAST(b.predecessorId AS TEXT), c.*
  FROM Predecessor b CROSS JOIN School m ON m.rootId = b.predecessorId CROSS JOIN CameByRecord c ON c.schoolId = m.id;
