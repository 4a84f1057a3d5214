-- Who was contacted at a school about what (src/front/ladder), and what a list of schools to chase prepared (src/front/chasing).

-- What a school is contacted about. about: what its subject is ('': nothing further). isChased: an officer goes up the ladder until it is settled; of
-- what is not, contacts are noted alone.
CREATE TABLE ChaseMatter (
  id TEXT NOT NULL PRIMARY KEY,
  about TEXT NOT NULL CHECK (about IN ('', 'requirement', 'event', 'guidance', 'round')),
  isChased INTEGER NOT NULL CHECK (isChased IN (0, 1))
);

INSERT INTO ChaseMatter (id, about, isChased) VALUES
  ('requirement', 'requirement', 1),
  ('roles_not_confirmed', '', 1),
  ('names_missing', 'event', 1),
  ('never_reached', '', 1),
  ('guidance', 'guidance', 1),
  ('return_missing', 'round', 1),
  ('return_plan', '', 1),
  ('event', 'event', 0),
  ('due', '', 0);

-- One matter with one school, from when somebody began to ask until it is answered or settled. subjectId: the requirement or event, or ''.
-- schoolId: the school as it was then; reads go by its root. ownerId: the officer to whom the next step is proposed. Who is next, and when, is a
-- function (people/ladder/ladder.ts). A trigger ends it when its matter is settled.
CREATE TABLE Chase (
  id TEXT NOT NULL PRIMARY KEY,
  schoolId TEXT NOT NULL REFERENCES School (id),
  matter TEXT NOT NULL REFERENCES ChaseMatter (id),
  subjectId TEXT NOT NULL DEFAULT '',
  ownerId TEXT NOT NULL REFERENCES Account (id),
  openedAt TEXT NOT NULL CHECK (openedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', openedAt)),
  openedById TEXT NOT NULL REFERENCES Account (id),
  endedAt TEXT CHECK (endedAt IS NULL OR endedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', endedAt)),
  endedWhy TEXT CHECK (endedWhy IN ('answered', 'settled', 'stopped')),
  endedById TEXT REFERENCES Account (id),
  CHECK ((endedAt IS NULL) = (endedWhy IS NULL))
);
CREATE UNIQUE INDEX Chase_open ON Chase (schoolId, matter, subjectId) WHERE endedAt IS NULL;
CREATE INDEX Chase_school ON Chase (schoolId);
CREATE INDEX Chase_owner ON Chase (ownerId) WHERE endedAt IS NULL;

CREATE TRIGGER Chase_stands BEFORE UPDATE OF id, schoolId, matter, subjectId, openedAt, openedById ON Chase BEGIN
  SELECT RAISE(ABORT, 'chase_stands');
END;
CREATE TRIGGER Chase_kept BEFORE DELETE ON Chase BEGIN SELECT RAISE(ABORT, 'chase_stands'); END;
CREATE TRIGGER Chase_of_chased_matter BEFORE INSERT ON Chase BEGIN
  SELECT RAISE(ABORT, 'matter_is_not_chased')
  FROM ChaseMatter m
  WHERE m.id = NEW.matter AND (m.isChased = 0 OR (m.about = '') <> (NEW.subjectId = ''));
END;
-- Whoever has answered is not written to any more by what was prepared for it.
CREATE TRIGGER Chase_ended_is_not_written_to AFTER UPDATE OF endedAt ON Chase WHEN NEW.endedAt IS NOT NULL BEGIN
  UPDATE SendingRecipient SET state = 'skipped', why = 'settled'
  WHERE state = 'waiting'
    AND sendingId IN (SELECT z.sendingId FROM ChaseSending z WHERE z.chaseId = NEW.id)
    AND schoolId IN (SELECT o.id FROM School s JOIN School o ON o.rootId = s.rootId WHERE s.id = NEW.schoolId);
END;

-- That somebody at a school was contacted, or that it was tried: of a chase, or with its own matter where nothing is chased. rung: whom at the school.
-- result: what came of it; a message that was delivered is 'written_to', for a mail server reaches nobody. byId: NULL, the service by itself.
-- nextRung, nextOn, nextOwnerId: the step after it where the officer chose one; otherwise it follows from the rungs and the school's working days.
-- correctsId: it stands in place of an earlier row, which is kept. form: of the page that noted it, so that a second press adds nothing.
CREATE TABLE ContactTried (
  id TEXT NOT NULL PRIMARY KEY,
  schoolId TEXT NOT NULL REFERENCES School (id),
  chaseId TEXT REFERENCES Chase (id),
  matter TEXT REFERENCES ChaseMatter (id),
  subjectId TEXT NOT NULL DEFAULT '',
  rung TEXT NOT NULL CHECK (rung IN ('office', 'lead', 'head', 'chair', 'trust', 'telephone')),
  means TEXT NOT NULL CHECK (means IN ('message', 'letter', 'telephone', 'visit')),
  result TEXT NOT NULL CHECK (result IN ('written_to', 'no_answer', 'left_message', 'spoke', 'answered', 'not_so')),
  happenedAt TEXT NOT NULL CHECK (happenedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', happenedAt)),
  notedAt TEXT NOT NULL CHECK (notedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', notedAt)),
  byId TEXT REFERENCES Account (id),
  note TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 1000),
  nextRung TEXT CHECK (nextRung IN ('office', 'lead', 'head', 'chair', 'trust', 'telephone')),
  nextOn TEXT CHECK (nextOn IS NULL OR nextOn IS date(nextOn)),
  nextOwnerId TEXT REFERENCES Account (id),
  correctsId TEXT UNIQUE REFERENCES ContactTried (id),
  placeId TEXT REFERENCES Place (id),
  bookingId TEXT REFERENCES Booking (id),
  sendingId TEXT REFERENCES Sending (id),
  form TEXT NOT NULL UNIQUE,
  CHECK ((chaseId IS NULL) = (matter IS NOT NULL)),
  CHECK (chaseId IS NULL OR subjectId = ''),
  CHECK ((nextRung IS NULL) = (nextOn IS NULL)),
  CHECK (nextRung IS NULL OR nextRung IN ('office', 'lead', 'head') OR nextOwnerId IS NOT NULL),
  CHECK (means NOT IN ('message', 'letter') OR result IN ('written_to', 'answered', 'not_so')),
  CHECK (means IN ('message', 'letter') OR result <> 'written_to'),
  CHECK (result <> 'not_so' OR correctsId IS NOT NULL)
);
CREATE INDEX ContactTried_school ON ContactTried (schoolId, happenedAt);
CREATE INDEX ContactTried_chase ON ContactTried (chaseId, happenedAt) WHERE chaseId IS NOT NULL;
CREATE INDEX ContactTried_event ON ContactTried (subjectId, happenedAt) WHERE matter = 'event';
CREATE INDEX ContactTried_booking ON ContactTried (bookingId) WHERE bookingId IS NOT NULL;
CREATE INDEX ContactTried_place ON ContactTried (placeId) WHERE placeId IS NOT NULL;

CREATE TRIGGER ContactTried_stands
BEFORE UPDATE OF id, schoolId, chaseId, matter, subjectId, rung, means, result, happenedAt, notedAt, byId, nextRung, nextOn, nextOwnerId, correctsId,
  placeId, bookingId, sendingId, form
ON ContactTried
BEGIN SELECT RAISE(ABORT, 'contact_stands'); END;
CREATE TRIGGER ContactTried_kept BEFORE DELETE ON ContactTried BEGIN SELECT RAISE(ABORT, 'contact_stands'); END;
-- Above the head an officer decides: nothing goes there by itself.
CREATE TRIGGER ContactTried_above_head_by_somebody BEFORE INSERT ON ContactTried
WHEN NEW.byId IS NULL AND NEW.rung NOT IN ('office', 'lead', 'head')
BEGIN SELECT RAISE(ABORT, 'step_is_an_officers'); END;
CREATE TRIGGER ContactTried_corrects_its_own BEFORE INSERT ON ContactTried WHEN NEW.correctsId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'corrects_contact_of_another')
  FROM ContactTried t
  WHERE t.id = NEW.correctsId
    AND (t.chaseId IS NOT NEW.chaseId OR t.matter IS NOT NEW.matter OR t.subjectId <> NEW.subjectId OR t.schoolId <> NEW.schoolId);
END;
CREATE TRIGGER ContactTried_hands_over AFTER INSERT ON ContactTried WHEN NEW.nextOwnerId IS NOT NULL BEGIN
  UPDATE Chase SET ownerId = NEW.nextOwnerId
  WHERE id = NEW.chaseId;
END;
CREATE TRIGGER ContactTried_ends_chase AFTER INSERT ON ContactTried WHEN NEW.result = 'answered' BEGIN
  UPDATE Chase SET endedAt = NEW.notedAt, endedWhy = 'answered', endedById = NEW.byId
  WHERE id = NEW.chaseId AND endedAt IS NULL;
END;
-- The answer was none: the chase goes on, unless it was begun anew since.
CREATE TRIGGER ContactTried_reopens_chase AFTER INSERT ON ContactTried WHEN NEW.correctsId IS NOT NULL AND NEW.result <> 'answered' BEGIN
  UPDATE OR IGNORE Chase SET endedAt = NULL, endedWhy = NULL, endedById = NULL
  WHERE id = NEW.chaseId
    AND endedWhy = 'answered'
    AND (SELECT t.result FROM ContactTried t WHERE t.id = NEW.correctsId) = 'answered'
    AND NOT EXISTS (
      SELECT 1
      FROM ContactTried a
      WHERE a.chaseId = NEW.chaseId AND a.result = 'answered' AND NOT EXISTS (SELECT 1 FROM ContactTried c WHERE c.correctsId = a.id)
    );
END;

-- What was tried as it stands: without what was corrected, and without what turned out not to be so.
CREATE VIEW CurrentContact AS
  SELECT t.*
  FROM ContactTried t
  WHERE t.result <> 'not_so' AND NOT EXISTS (SELECT 1 FROM ContactTried c WHERE c.correctsId = t.id);

-- A message to a group that was prepared from a list of schools to chase, and the chases that it is a step of. The contact is noted, under contactId,
-- when the school's message is written.
CREATE TABLE ChaseSending (
  sendingId TEXT NOT NULL REFERENCES Sending (id) ON DELETE CASCADE,
  chaseId TEXT NOT NULL REFERENCES Chase (id),
  contactId TEXT NOT NULL UNIQUE,
  PRIMARY KEY (sendingId, chaseId)
) WITHOUT ROWID;
CREATE INDEX ChaseSending_chase ON ChaseSending (chaseId);
