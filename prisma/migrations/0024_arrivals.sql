-- Who came to an event and left it, as was said at its door, and the devices there.

-- A link, or its QR, by which helpers without an account take the door of an event on one London day: so many, until the day ends or the link is
-- ended. Only the hash of its token is kept. Who came by it: StaffRole.linkId.
CREATE TABLE DoorLink (
  id TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL REFERENCES Event (id),
  day TEXT NOT NULL CHECK (day IS date(day)),
  tokenHash TEXT NOT NULL UNIQUE,
  most INTEGER NOT NULL CHECK (most BETWEEN 1 AND 50),
  madeAt TEXT NOT NULL CHECK (madeAt IS strftime('%Y-%m-%dT%H:%M:%fZ', madeAt)),
  madeById TEXT NOT NULL REFERENCES Account (id),
  endsAt TEXT NOT NULL CHECK (endsAt IS strftime('%Y-%m-%dT%H:%M:%fZ', endsAt)),
  endedAt TEXT CHECK (endedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', endedAt)),
  endedById TEXT REFERENCES Account (id)
);
CREATE INDEX DoorLink_event ON DoorLink (eventId, madeAt);

CREATE TRIGGER DoorLink_only_ends BEFORE UPDATE ON DoorLink
WHEN NEW.id <> OLD.id
  OR NEW.eventId <> OLD.eventId
  OR NEW.day <> OLD.day
  OR NEW.tokenHash <> OLD.tokenHash
  OR NEW.most <> OLD.most
  OR NEW.madeAt <> OLD.madeAt
  OR NEW.madeById <> OLD.madeById
  OR NEW.endsAt <> OLD.endsAt
  OR OLD.endedAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'door_link_stands'); END;
CREATE TRIGGER DoorLink_kept BEFORE DELETE ON DoorLink BEGIN SELECT RAISE(ABORT, 'door_link_stands'); END;

-- A device at the door of an event in the hands of one account. By its token it sends what waits on it once the sign-in has ended, until endsAt.
-- id: made by the device for this event and account; deviceId: the same for all of the device's.
CREATE TABLE DoorDevice (
  id TEXT NOT NULL PRIMARY KEY,
  deviceId TEXT NOT NULL,
  eventId TEXT NOT NULL REFERENCES Event (id),
  accountId TEXT NOT NULL REFERENCES Account (id),
  tokenHash TEXT NOT NULL UNIQUE,
  registeredAt TEXT NOT NULL CHECK (registeredAt IS strftime('%Y-%m-%dT%H:%M:%fZ', registeredAt)),
  endsAt TEXT NOT NULL CHECK (endsAt IS strftime('%Y-%m-%dT%H:%M:%fZ', endsAt)),
  seenAt TEXT NOT NULL CHECK (seenAt IS strftime('%Y-%m-%dT%H:%M:%fZ', seenAt)),
  -- By how many seconds its clock was ahead of ours when it last loaded the door; NULL: it has not loaded it.
  clockAhead INTEGER,
  revokedAt TEXT CHECK (revokedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', revokedAt)),
  revokedById TEXT REFERENCES Account (id)
);
CREATE INDEX DoorDevice_event ON DoorDevice (eventId, registeredAt);

CREATE TRIGGER DoorDevice_stands BEFORE UPDATE ON DoorDevice
WHEN NEW.id <> OLD.id
  OR NEW.deviceId <> OLD.deviceId
  OR NEW.eventId <> OLD.eventId
  OR NEW.accountId <> OLD.accountId
  OR NEW.tokenHash <> OLD.tokenHash
  OR NEW.registeredAt <> OLD.registeredAt
  OR (OLD.revokedAt IS NOT NULL AND NEW.revokedAt IS NOT OLD.revokedAt)
BEGIN SELECT RAISE(ABORT, 'door_device_stands'); END;
CREATE TRIGGER DoorDevice_kept BEFORE DELETE ON DoorDevice BEGIN SELECT RAISE(ABORT, 'door_device_stands'); END;

-- That somebody came or left on a London day: append-only, in the order in which we received it. happenedAt is the device's time less
-- clockAhead, by how many seconds its clock was ahead. undoesId: the statement that this one takes back. Two about one person both stand. how
-- 'join': by their own link to the meeting, once a day: they came online, are not in the building, and for how long a report says. Marks follow
-- in its batch where the session has begun, else by SessionToMark and the clock (decision 76).
CREATE TABLE Arrival (
  number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  eventId TEXT NOT NULL REFERENCES Event (id),
  day TEXT NOT NULL CHECK (day IS date(day)),
  placeId TEXT REFERENCES Place (id),
  walkInId TEXT REFERENCES WalkIn (id),
  kind TEXT NOT NULL CHECK (kind IN ('arrived', 'left')),
  how TEXT NOT NULL CHECK (how IN ('tap', 'scan', 'search', 'sheet', 'join')),
  happenedAt TEXT NOT NULL CHECK (happenedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', happenedAt)),
  notedAt TEXT NOT NULL CHECK (notedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', notedAt)),
  receivedAt TEXT NOT NULL CHECK (receivedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', receivedAt)),
  clockAhead INTEGER NOT NULL DEFAULT 0,
  deviceId TEXT REFERENCES DoorDevice (id),
  accountId TEXT REFERENCES Account (id),
  undoesId TEXT REFERENCES Arrival (id),
  CHECK ((placeId IS NULL) <> (walkInId IS NULL))
);
CREATE INDEX Arrival_event ON Arrival (eventId, number);
CREATE INDEX Arrival_place ON Arrival (placeId) WHERE placeId IS NOT NULL;
CREATE INDEX Arrival_walkIn ON Arrival (walkInId) WHERE walkInId IS NOT NULL;
-- Partial: SQLite would look up all that undo nothing in a whole one, as if it were one row.
CREATE UNIQUE INDEX Arrival_undone_once ON Arrival (undoesId) WHERE undoesId IS NOT NULL;
CREATE UNIQUE INDEX Arrival_joined_once ON Arrival (placeId, day) WHERE how = 'join';

-- Places instead of whose people somebody came: the arrival of that somebody stands, and none of their own.
CREATE VIEW ReplacedPlace AS
  SELECT w.insteadOfId AS placeId
  FROM WalkIn w
  JOIN WalkIn o ON o.personId = w.personId AND o.eventId = w.eventId
  JOIN Arrival a ON a.walkInId = o.id AND a.kind = 'arrived' AND a.undoesId IS NULL
  WHERE w.insteadOfId IS NOT NULL AND NOT EXISTS (SELECT 1 FROM Arrival u WHERE u.undoesId = a.id)
    AND NOT EXISTS (
      SELECT 1 FROM Arrival x
      WHERE x.placeId = w.insteadOfId AND x.kind = 'arrived' AND x.undoesId IS NULL AND NOT EXISTS (SELECT 1 FROM Arrival u WHERE u.undoesId = x.id)
    );

CREATE TRIGGER Arrival_stands BEFORE UPDATE ON Arrival BEGIN SELECT RAISE(ABORT, 'arrival_stands'); END;
CREATE TRIGGER Arrival_kept BEFORE DELETE ON Arrival BEGIN SELECT RAISE(ABORT, 'arrival_stands'); END;
-- A session's London day is that of its start in UTC or an hour later.
CREATE TRIGGER Arrival_of_someone_expected BEFORE INSERT ON Arrival WHEN NEW.undoesId IS NULL BEGIN
  SELECT RAISE(ABORT, 'nobody_expected_that_day')
  WHERE NOT EXISTS (
    SELECT 1
    FROM PlaceSession ps
    JOIN Place p ON p.id = ps.placeId
    JOIN ActiveSession s ON s.id = ps.sessionId
    WHERE ps.placeId = NEW.placeId
      AND p.state = 'confirmed'
      AND s.eventId = NEW.eventId
      AND NEW.day IN (date(s.startsAt), date(s.startsAt, '+1 hour'))
  )
    AND NOT EXISTS (SELECT 1 FROM WalkIn w WHERE w.id = NEW.walkInId AND w.eventId = NEW.eventId);
END;
CREATE TRIGGER Arrival_of_someone_named BEFORE INSERT ON Arrival WHEN NEW.placeId IS NOT NULL AND NEW.undoesId IS NULL BEGIN
  SELECT RAISE(ABORT, 'arrival_has_no_name')
  WHERE (SELECT p.personId FROM Place p WHERE p.id = NEW.placeId) IS NULL;
END;
CREATE TRIGGER Arrival_not_before_its_day BEFORE INSERT ON Arrival
WHEN NEW.receivedAt < strftime('%Y-%m-%dT%H:%M:%fZ', NEW.day, '-1 hour')
BEGIN SELECT RAISE(ABORT, 'arrival_before_its_day'); END;
CREATE TRIGGER Arrival_takes_back_its_own BEFORE INSERT ON Arrival WHEN NEW.undoesId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'takes_back_another')
  WHERE NOT EXISTS (
    SELECT 1
    FROM Arrival a
    WHERE a.id = NEW.undoesId
      AND a.undoesId IS NULL
      AND a.eventId = NEW.eventId
      AND a.day = NEW.day
      AND a.kind = NEW.kind
      AND a.placeId IS NEW.placeId
      AND a.walkInId IS NEW.walkInId
  );
END;
CREATE TRIGGER Arrival_of_device_in_use BEFORE INSERT ON Arrival WHEN NEW.deviceId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'door_device_ended')
  FROM DoorDevice d
  WHERE d.id = NEW.deviceId
    AND (d.revokedAt IS NOT NULL OR d.endsAt <= NEW.receivedAt OR d.eventId <> NEW.eventId OR d.accountId IS NOT NEW.accountId);
END;

-- A session that had not begun when somebody arrived for its day: once it has, those who are there are marked, and the row goes.
CREATE TABLE SessionToMark (
  sessionId TEXT NOT NULL PRIMARY KEY REFERENCES Session (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TRIGGER Arrival_marks_later AFTER INSERT ON Arrival WHEN NEW.how <> 'join' BEGIN
  INSERT INTO SessionToMark (sessionId)
  SELECT s.id
  FROM ActiveSession s
  WHERE s.eventId = NEW.eventId
    AND s.startsAt > NEW.receivedAt
    AND NEW.day IN (date(s.startsAt), date(s.startsAt, '+1 hour'))
  ON CONFLICT DO NOTHING;
END;

-- What is said of a day whose registers are closed may tell other minutes of a part.
CREATE TRIGGER Arrival_certificates_to_follow AFTER INSERT ON Arrival
WHEN NEW.how <> 'join'
  AND EXISTS (
    SELECT 1
    FROM Session s
    JOIN RegisterSignOff o ON o.sessionId = s.id
    WHERE s.eventId = NEW.eventId AND NEW.day IN (date(s.startsAt), date(s.startsAt, '+1 hour'))
  )
BEGIN
  INSERT INTO CertificateToFollow (eventId, dueAt, version)
  SELECT c.eventId, c.dueAt, random() >> 12 FROM CertificatesDueAt c WHERE c.eventId = NEW.eventId
  ON CONFLICT (eventId) DO UPDATE SET dueAt = excluded.dueAt, version = excluded.version;
END;

-- What nobody took back.
CREATE VIEW CurrentArrival AS
  SELECT a.*
  FROM Arrival a
  WHERE a.undoesId IS NULL AND NOT EXISTS (SELECT 1 FROM Arrival u WHERE u.undoesId = a.id);
