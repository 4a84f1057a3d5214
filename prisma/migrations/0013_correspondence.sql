-- Calendar entries and their replies, messages that go by themselves, and who wants to hear.

-- One calendar entry of one person for one place. shown: what the recipient's calendar shows now. Its entries are a pure function of the event
-- and what the place attends (decision 17). UID for life, SEQUENCE for each recipient.
CREATE TABLE Invitation (
  id TEXT NOT NULL PRIMARY KEY,
  placeId TEXT NOT NULL REFERENCES Place (id),
  personId TEXT NOT NULL REFERENCES Person (id),
  sessionId TEXT NOT NULL REFERENCES Session (id),
  uid TEXT NOT NULL UNIQUE,
  sequence INTEGER NOT NULL DEFAULT 0 CHECK (sequence >= 0),
  state TEXT NOT NULL CHECK (state IN ('live', 'cancelled')),
  shown TEXT NOT NULL CHECK (json_valid(shown)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  changedAt TEXT NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX Invitation_live ON Invitation (placeId, personId, sessionId) WHERE state = 'live';
CREATE INDEX Invitation_session ON Invitation (sessionId);
CREATE INDEX Invitation_person ON Invitation (personId);

CREATE TRIGGER Invitation_sequence_rises BEFORE UPDATE ON Invitation
WHEN NEW.sequence < OLD.sequence OR NEW.uid <> OLD.uid OR (NEW.state <> OLD.state AND NEW.sequence = OLD.sequence)
BEGIN SELECT RAISE(ABORT, 'sequence_must_rise'); END;
CREATE TRIGGER Invitation_follows_merge_on_insert AFTER INSERT ON Invitation
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE Invitation
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;
CREATE TRIGGER Invitation_of_standing_session BEFORE INSERT ON Invitation
WHEN NEW.state = 'live' AND (SELECT s.calledOffAt FROM Session s WHERE s.id = NEW.sessionId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'session_called_off'); END;

-- What a person's calendar answered, as it came. Never what they wrote beside it. invitationId: without reference, for workshops that are taken
-- out of an event take their ended entries along. CurrentReply is what counts. Received mail is fetched, judged and forgotten; a reading that
-- never ended is not begun again.
CREATE TABLE InviteReply (
  id TEXT NOT NULL PRIMARY KEY REFERENCES MailEvent (id),
  invitationId TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('accepted', 'declined', 'tentative')),
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  stamp TEXT NOT NULL CHECK (stamp IS strftime('%Y-%m-%dT%H:%M:%fZ', stamp)),
  receivedAt TEXT NOT NULL CHECK (receivedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', receivedAt))
);
CREATE UNIQUE INDEX InviteReply_once ON InviteReply (invitationId, sequence, stamp, answer);

CREATE TRIGGER InviteReply_stands BEFORE UPDATE ON InviteReply BEGIN SELECT RAISE(ABORT, 'reply_stands'); END;
CREATE TRIGGER InviteReply_kept BEFORE DELETE ON InviteReply
WHEN NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'InviteReply' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'reply_stands'); END;

-- The answer that stands for an entry: to its latest version that was answered, the latest by the answerer's own clock.
CREATE VIEW CurrentReply AS
  SELECT r.*
  FROM InviteReply r
  WHERE NOT EXISTS (
    SELECT 1
    FROM InviteReply o
    WHERE o.invitationId = r.invitationId
      AND (o.sequence, o.stamp, o.receivedAt, o.id) > (r.sequence, r.stamp, r.receivedAt, r.id)
  );

-- A secret address that calendars read: of one person's places, of a school's, for one account that acts for it and only while it does, or of
-- what a trainer of that name gives. A poll is one statement, read before anything asks who polls (decision 19).
CREATE TABLE Feed (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('person', 'school', 'trainer')),
  personId TEXT REFERENCES Person (id),
  schoolId TEXT REFERENCES School (id),
  -- As in Session.speakers, without what follows a comma.
  trainer TEXT,
  accountId TEXT REFERENCES Account (id),
  tokenHash TEXT NOT NULL UNIQUE,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  endedAt TEXT,
  -- The school of the place whose link made it; NULL: by an account, of everything.
  ofSchoolId TEXT REFERENCES School (id),
  CHECK ((kind = 'person') = (personId IS NOT NULL)),
  CHECK ((kind = 'school') = (schoolId IS NOT NULL)),
  CHECK ((kind = 'trainer') = (trainer IS NOT NULL)),
  CHECK (kind = 'person' OR accountId IS NOT NULL)
);
CREATE UNIQUE INDEX Feed_of_school ON Feed (schoolId, accountId) WHERE endedAt IS NULL AND kind = 'school';
CREATE UNIQUE INDEX Feed_of_person ON Feed (personId, COALESCE(ofSchoolId, '')) WHERE endedAt IS NULL AND kind = 'person';
CREATE UNIQUE INDEX Feed_of_trainer ON Feed (lower(trainer)) WHERE endedAt IS NULL AND kind = 'trainer';

CREATE TRIGGER Feed_ends_once BEFORE UPDATE ON Feed
WHEN (OLD.endedAt IS NOT NULL AND NEW.trainer IS OLD.trainer)
  OR NEW.tokenHash <> OLD.tokenHash
  OR NEW.kind <> OLD.kind
  OR NEW.schoolId IS NOT OLD.schoolId
BEGIN SELECT RAISE(ABORT, 'feed_is_ended'); END;
CREATE TRIGGER Feed_follows_merge_on_insert AFTER INSERT ON Feed
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE Feed
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;

-- How an event's messages differ from the default (messages/outbox/switch.ts). minutes: how long before the start, or after; note: the
-- organiser's own words for this event, such as where to park.
CREATE TABLE EventMessage (
  eventId TEXT NOT NULL REFERENCES Event (id),
  kind TEXT NOT NULL,
  isOn INTEGER NOT NULL CHECK (isOn IN (0, 1)),
  minutes INTEGER,
  note TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
  changedAt TEXT NOT NULL CHECK (changedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', changedAt)),
  changedById TEXT REFERENCES Account (id),
  PRIMARY KEY (eventId, kind)
) WITHOUT ROWID;

-- A message of a kind that was written for a subject and the moment that it is about, so that nobody gets it twice: a person's place and the
-- start of the day, a booking and the date for its names, an invoice and the day on which it is due. It is inserted in the batch of the
-- messages, so a second run breaks (decision 48).
CREATE TABLE SentOnce (
  kind TEXT NOT NULL,
  subjectId TEXT NOT NULL,
  moment TEXT NOT NULL,
  eventId TEXT NOT NULL REFERENCES Event (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  PRIMARY KEY (kind, subjectId, moment)
) WITHOUT ROWID;
CREATE INDEX SentOnce_event ON SentOnce (eventId, kind);

-- A statement of an address on news of new conferences, or, with a topic, on invitations to training on it: appended. CurrentConsent has the
-- latest of each; a complaint is one too.
CREATE TABLE MailConsent (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL CHECK (email = lower(email) AND email <> ''),
  given INTEGER NOT NULL CHECK (given IN (0, 1)),
  how TEXT NOT NULL CHECK (how IN ('account', 'unsubscribe_link', 'complaint')),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  accountId TEXT REFERENCES Account (id),
  sendingId TEXT REFERENCES Sending (id),
  topicId TEXT NOT NULL DEFAULT ''
);
CREATE INDEX MailConsent_email ON MailConsent (email, topicId, at, id);
CREATE INDEX MailConsent_sending ON MailConsent (sendingId) WHERE sendingId IS NOT NULL;

CREATE TRIGGER EventMessage_new_may_make_due AFTER INSERT ON EventMessage
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;
CREATE TRIGGER EventMessage_may_make_due AFTER UPDATE ON EventMessage
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;
CREATE TRIGGER EventMessage_gone_may_make_due AFTER DELETE ON EventMessage
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;

CREATE TRIGGER MailConsent_stands BEFORE UPDATE ON MailConsent BEGIN SELECT RAISE(ABORT, 'consent_stands'); END;
CREATE TRIGGER MailConsent_kept BEFORE DELETE ON MailConsent
WHEN NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'MailConsent' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'consent_stands'); END;

-- The latest statement of each address and topic.
CREATE VIEW CurrentConsent AS
  SELECT c.*
  FROM MailConsent c
  WHERE NOT EXISTS (SELECT 1 FROM MailConsent o WHERE o.email = c.email AND o.topicId = c.topicId AND (o.at, o.id) > (c.at, c.id));

-- The link at the foot of a promotion, or of an invitation to training on a topic; only the hash of its token is kept.
CREATE TABLE UnsubscribeLink (
  tokenHash TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL CHECK (email = lower(email) AND email <> ''),
  sendingId TEXT REFERENCES Sending (id),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  topicId TEXT NOT NULL DEFAULT ''
);

-- Somebody asks to hear of the first date that can be booked, on a topic or for a training rule. They are told once. lookAt: when it is looked for.
CREATE TABLE DateAsked (
  id TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  topicId TEXT REFERENCES Topic (id),
  requirementId TEXT REFERENCES Requirement (id),
  -- Events that could be booked when it was asked and did not fit: JSON list of ids.
  passedIds TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(passedIds)),
  askedAt TEXT NOT NULL CHECK (askedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', askedAt)),
  lookAt TEXT NOT NULL CHECK (lookAt IS strftime('%Y-%m-%dT%H:%M:%fZ', lookAt)),
  endedAt TEXT CHECK (endedAt IS NULL OR endedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', endedAt)),
  -- The event that they were told of; NULL once ended: they no longer want to hear.
  eventId TEXT REFERENCES Event (id),
  CHECK ((topicId IS NULL) <> (requirementId IS NULL)),
  CHECK (eventId IS NULL OR endedAt IS NOT NULL)
);
CREATE UNIQUE INDEX DateAsked_once ON DateAsked (accountId, COALESCE(topicId, requirementId)) WHERE endedAt IS NULL;
CREATE INDEX DateAsked_look ON DateAsked (lookAt) WHERE endedAt IS NULL;
CREATE TRIGGER DateAsked_ends_once BEFORE UPDATE ON DateAsked WHEN OLD.endedAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'date_asked_ended'); END;
