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
