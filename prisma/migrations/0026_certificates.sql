-- Certificates of what people attended (src/attendance/certificates).

-- Whether an event gives certificates, after how many months one is to be renewed, and whether somebody has theirs only once they have said what the
-- event was worth, as an organiser set it. No row: every event but a briefing gives
-- them, and they are not to be renewed.
CREATE TABLE EventCertificates (
  eventId TEXT NOT NULL PRIMARY KEY REFERENCES Event (id),
  isOn INTEGER NOT NULL CHECK (isOn IN (0, 1)),
  renewMonths INTEGER CHECK (renewMonths BETWEEN 1 AND 120),
  afterEvaluation INTEGER NOT NULL DEFAULT 0 CHECK (afterEvaluation IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1
);
CREATE TRIGGER EventCertificates_to_follow AFTER INSERT ON EventCertificates BEGIN
  INSERT INTO CertificateToFollow (eventId, dueAt, version)
  SELECT c.eventId, c.dueAt, random() >> 12 FROM CertificatesDueAt c WHERE c.eventId = NEW.eventId
  ON CONFLICT (eventId) DO UPDATE SET dueAt = excluded.dueAt, version = excluded.version;
END;
CREATE TRIGGER EventCertificates_changed_to_follow AFTER UPDATE OF isOn, afterEvaluation ON EventCertificates BEGIN
  INSERT INTO CertificateToFollow (eventId, dueAt, version)
  SELECT c.eventId, c.dueAt, random() >> 12 FROM CertificatesDueAt c WHERE c.eventId = NEW.eventId
  ON CONFLICT (eventId) DO UPDATE SET dueAt = excluded.dueAt, version = excluded.version;
END;

-- Events at which something changed that certificates say. version: another with each change.
CREATE TABLE CertificateToFollow (
  eventId TEXT NOT NULL PRIMARY KEY REFERENCES Event (id),
  dueAt TEXT NOT NULL CHECK (dueAt IS strftime('%Y-%m-%dT%H:%M:%fZ', dueAt)),
  version INTEGER NOT NULL
);
CREATE INDEX CertificateToFollow_due ON CertificateToFollow (dueAt);

-- Events of which a register is closed, and when their last session ends.
CREATE VIEW CertificatesDueAt AS
  SELECT x.eventId AS eventId, MAX(x.endsAt) AS dueAt
  FROM ActiveSession x
  WHERE EXISTS (SELECT 1 FROM ActiveSession y JOIN RegisterSignOff o ON o.sessionId = y.id WHERE y.eventId = x.eventId)
  GROUP BY x.eventId;

-- What somebody attended of an event, as it was known when the certificate was issued: every file of it is made of this row. minutes: of the sessions
-- attended whole, and of those in part that a report or the door tells; partSessions: how many were attended in part of which nobody knows how long. towards: what it counted towards on its day, with the
-- edition of each requirement. name: as the person was called; '' once it is erased.
CREATE TABLE Certificate (
  id TEXT NOT NULL PRIMARY KEY,
  number TEXT NOT NULL UNIQUE CHECK (length(number) = 28),
  eventId TEXT NOT NULL REFERENCES Event (id),
  personId TEXT NOT NULL REFERENCES Person (id),
  placeId TEXT REFERENCES Place (id),
  walkInId TEXT REFERENCES WalkIn (id),
  schoolId TEXT REFERENCES School (id),
  replacesId TEXT UNIQUE REFERENCES Certificate (id),
  name TEXT NOT NULL,
  schoolName TEXT NOT NULL,
  attended TEXT NOT NULL CHECK (attended IN ('whole', 'part')),
  minutes INTEGER NOT NULL CHECK (minutes >= 0),
  partSessions INTEGER NOT NULL CHECK (partSessions >= 0),
  title TEXT NOT NULL,
  fromDay TEXT NOT NULL CHECK (fromDay IS date(fromDay)),
  toDay TEXT NOT NULL CHECK (toDay IS date(toDay) AND toDay >= fromDay),
  topics TEXT NOT NULL CHECK (json_valid(topics)),
  level TEXT NOT NULL,
  provider TEXT NOT NULL,
  council TEXT NOT NULL,
  colour TEXT NOT NULL,
  checkAt TEXT NOT NULL,
  towards TEXT NOT NULL CHECK (json_valid(towards)),
  renewBy TEXT CHECK (renewBy IS date(renewBy)),
  issuedAt TEXT NOT NULL CHECK (issuedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', issuedAt)),
  issuedById TEXT REFERENCES Account (id),
  CHECK ((placeId IS NULL) <> (walkInId IS NULL)),
  CHECK (minutes > 0 OR partSessions > 0)
);
CREATE INDEX Certificate_event ON Certificate (eventId, personId);
CREATE INDEX Certificate_person ON Certificate (personId);
CREATE INDEX Certificate_school ON Certificate (schoolId);

CREATE TRIGGER Certificate_is_to_be_sealed AFTER INSERT ON Certificate BEGIN
  INSERT INTO RowToSeal (kind, subjectId) VALUES ('certificate', NEW.id);
END;
CREATE TRIGGER Certificate_stands
BEFORE UPDATE OF id, number, eventId, placeId, walkInId, schoolId, replacesId, schoolName, attended, minutes, partSessions, title, fromDay, toDay,
  topics, level, provider, council, colour, checkAt, towards, renewBy, issuedAt, issuedById
ON Certificate
BEGIN SELECT RAISE(ABORT, 'certificate_is_kept'); END;
CREATE TRIGGER Certificate_kept BEFORE DELETE ON Certificate BEGIN SELECT RAISE(ABORT, 'certificate_is_kept'); END;
-- One person has one certificate of an event that stands: another takes its place, and says so.
CREATE TRIGGER Certificate_once BEFORE INSERT ON Certificate BEGIN
  SELECT RAISE(ABORT, 'has_certificate')
  FROM Certificate c
  WHERE c.eventId = NEW.eventId
    AND c.personId = NEW.personId
    AND c.id IS NOT NEW.replacesId
    AND NOT EXISTS (SELECT 1 FROM CertificateEnd e WHERE e.certificateId = c.id);
END;
CREATE TRIGGER Certificate_of_somebody_who_came BEFORE INSERT ON Certificate
WHEN NOT EXISTS (
  SELECT 1
  FROM CurrentMark k
  WHERE (k.placeId = NEW.placeId OR k.walkInId = NEW.walkInId) AND k.markType IN ('attended', 'part')
)
BEGIN SELECT RAISE(ABORT, 'did_not_attend'); END;
CREATE TRIGGER Certificate_of_present_person BEFORE INSERT ON Certificate
WHEN (SELECT erasedAt FROM Person WHERE id = NEW.personId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'person_is_erased'); END;
CREATE TRIGGER Certificate_follows_merge_on_insert AFTER INSERT ON Certificate
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE Certificate
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;
CREATE TRIGGER Certificate_moved_to_follow AFTER UPDATE OF personId ON Certificate BEGIN
  INSERT INTO CertificateToFollow (eventId, dueAt, version)
  SELECT c.eventId, c.dueAt, random() >> 12 FROM CertificatesDueAt c WHERE c.eventId = NEW.eventId
  ON CONFLICT (eventId) DO UPDATE SET dueAt = excluded.dueAt, version = excluded.version;
END;

-- That a certificate no longer holds, and why; words: what an organiser wrote. The row that it ends is not changed.
CREATE TABLE CertificateEnd (
  certificateId TEXT NOT NULL PRIMARY KEY REFERENCES Certificate (id),
  how TEXT NOT NULL CHECK (how IN ('revoked', 'superseded')),
  why TEXT NOT NULL CHECK (why IN ('mark', 'name', 'school', 'event', 'merge', 'by_hand')),
  words TEXT NOT NULL DEFAULT '',
  endedAt TEXT NOT NULL CHECK (endedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', endedAt)),
  endedById TEXT REFERENCES Account (id),
  CHECK (why <> 'by_hand' OR (how = 'revoked' AND length(trim(words)) > 0))
);

CREATE TRIGGER CertificateEnd_is_to_be_sealed AFTER INSERT ON CertificateEnd BEGIN
  INSERT INTO RowToSeal (kind, subjectId) VALUES ('certificate_end', NEW.certificateId);
END;
CREATE TRIGGER CertificateEnd_stands BEFORE UPDATE OF certificateId, how, why, endedAt, endedById ON CertificateEnd BEGIN
  SELECT RAISE(ABORT, 'certificate_end_stands');
END;
CREATE TRIGGER CertificateEnd_kept BEFORE DELETE ON CertificateEnd BEGIN SELECT RAISE(ABORT, 'certificate_end_stands'); END;
CREATE TRIGGER CertificateEnd_has_successor BEFORE INSERT ON CertificateEnd
WHEN NEW.how = 'superseded' AND NOT EXISTS (SELECT 1 FROM Certificate c WHERE c.replacesId = NEW.certificateId)
BEGIN SELECT RAISE(ABORT, 'nothing_supersedes'); END;

-- The link in the mail of a certificate, which opens it and nothing else without signing in. It ends when the address that it was sent to is changed.
CREATE TABLE CertificateLink (
  tokenHash TEXT NOT NULL PRIMARY KEY,
  certificateId TEXT NOT NULL REFERENCES Certificate (id),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  endedAt TEXT CHECK (endedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', endedAt))
) WITHOUT ROWID;
CREATE INDEX CertificateLink_certificate ON CertificateLink (certificateId) WHERE endedAt IS NULL;
