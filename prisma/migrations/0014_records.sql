-- What is kept how long, what is held, and who was erased.

-- The council's word on a class, instead of the default. A change supersedes.
CREATE TABLE RetentionPeriod (
  id TEXT NOT NULL PRIMARY KEY,
  class TEXT NOT NULL,
  months INTEGER NOT NULL CHECK (months BETWEEN 1 AND 1200),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  supersededAt TEXT
);
CREATE UNIQUE INDEX RetentionPeriod_once ON RetentionPeriod (class) WHERE supersededAt IS NULL;

CREATE TRIGGER RetentionPeriod_only_superseded BEFORE UPDATE ON RetentionPeriod
WHEN OLD.supersededAt IS NOT NULL OR NEW.supersededAt IS NULL OR NEW.class <> OLD.class OR NEW.months <> OLD.months
BEGIN SELECT RAISE(ABORT, 'retention_period_stands'); END;
CREATE TRIGGER RetentionPeriod_kept BEFORE DELETE ON RetentionPeriod BEGIN SELECT RAISE(ABORT, 'retention_period_stands'); END;

-- One destruction of what was due before an instant: proposed with a count, decided by somebody else, done in pieces by the clock. Periods,
-- limits and reasons: upkeep/records/record.ts. What is due: due-store.ts beside it.
CREATE TABLE RetentionRun (
  id TEXT NOT NULL PRIMARY KEY,
  class TEXT NOT NULL,
  dueBefore TEXT NOT NULL CHECK (dueBefore IS strftime('%Y-%m-%dT%H:%M:%fZ', dueBefore)),
  found INTEGER NOT NULL CHECK (found > 0),
  state TEXT NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'approved', 'refused', 'done')),
  proposedAt TEXT NOT NULL CHECK (proposedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', proposedAt)),
  proposedById TEXT NOT NULL REFERENCES Account (id),
  decidedAt TEXT,
  decidedById TEXT REFERENCES Account (id),
  destroyed INTEGER NOT NULL DEFAULT 0,
  finishedAt TEXT,
  CHECK ((state = 'proposed') = (decidedAt IS NULL)),
  CHECK ((state = 'done') = (finishedAt IS NOT NULL))
);
CREATE UNIQUE INDEX RetentionRun_once ON RetentionRun (class) WHERE state IN ('proposed', 'approved');

CREATE TRIGGER RetentionRun_goes_forward BEFORE UPDATE ON RetentionRun BEGIN
  SELECT RAISE(ABORT, 'destruction_is_decided')
  WHERE OLD.state IN ('refused', 'done')
    OR NEW.class <> OLD.class
    OR NEW.dueBefore <> OLD.dueBefore
    OR NEW.found <> OLD.found
    OR NEW.proposedById <> OLD.proposedById
    OR NEW.destroyed < OLD.destroyed
    OR (OLD.state = 'proposed' AND NEW.state = 'done')
    OR (OLD.state = 'approved' AND NEW.state NOT IN ('approved', 'done'));
  SELECT RAISE(ABORT, 'own_destruction')
  WHERE OLD.state = 'proposed'
    AND NEW.state = 'approved'
    AND (
      NEW.decidedById IS NULL
      OR NEW.decidedById = NEW.proposedById
      OR EXISTS (
        SELECT 1
        FROM Account a
        JOIN Account b ON b.personId = a.personId
        WHERE a.id = NEW.decidedById AND b.id = NEW.proposedById
      )
    );
END;
CREATE TRIGGER RetentionRun_kept BEFORE DELETE ON RetentionRun BEGIN SELECT RAISE(ABORT, 'destruction_is_kept'); END;

-- Somebody's word that records are not to be destroyed, until they say otherwise: a class of records, all of one person, or all of one event.
CREATE TABLE LegalHold (
  id TEXT NOT NULL PRIMARY KEY,
  scope TEXT NOT NULL CHECK (scope IN ('class', 'person', 'event')),
  value TEXT NOT NULL CHECK (value <> ''),
  reason TEXT NOT NULL CHECK (trim(reason) <> ''),
  reviewOn TEXT NOT NULL CHECK (reviewOn IS date(reviewOn)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  endedAt TEXT,
  endedById TEXT REFERENCES Account (id),
  -- Why it was ended.
  endReason TEXT CHECK (trim(endReason) <> ''),
  CHECK ((endedAt IS NULL) = (endReason IS NULL))
);
CREATE UNIQUE INDEX LegalHold_once ON LegalHold (scope, value) WHERE endedAt IS NULL;

CREATE TRIGGER LegalHold_only_reviewed_or_ended BEFORE UPDATE ON LegalHold
WHEN NEW.scope <> OLD.scope
  OR NEW.value <> OLD.value
  OR NEW.createdAt <> OLD.createdAt
  OR ((OLD.endedAt IS NOT NULL OR NEW.reason <> OLD.reason)
    AND NOT (NEW.endedAt IS OLD.endedAt AND EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'LegalHold' AND d.id = OLD.id)))
BEGIN SELECT RAISE(ABORT, 'hold_is_ended'); END;
CREATE TRIGGER LegalHold_kept BEFORE DELETE ON LegalHold BEGIN SELECT RAISE(ABORT, 'hold_is_kept'); END;

-- What is about to be destroyed, row by row, for the length of one batch: an act names the rows here, destroys them, and empties this again in
-- the batch, so that nobody ever sees a row of it. Triggers that keep records let go of what is named here and of nothing else, and whatever is
-- held cannot be named. kind: a table, or 'person', 'account', 'email' or 'place', which say whose rows they are.
-- upkeep/records/personal-store.ts says which columns are personal and how they go (decision 40).
CREATE TABLE RowToDestroy (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  class TEXT NOT NULL,
  personId TEXT,
  eventId TEXT,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;

CREATE TRIGGER RowToDestroy_unless_held BEFORE INSERT ON RowToDestroy BEGIN
  SELECT RAISE(ABORT, 'record_is_held')
  FROM LegalHold h
  WHERE h.endedAt IS NULL
    AND (
      (h.scope = 'class' AND h.value = NEW.class)
      OR (h.scope = 'person' AND h.value = NEW.personId)
      OR (h.scope = 'event' AND h.value = NEW.eventId)
    );
END;

-- That a person was erased, when and why. Who it was is nowhere.
CREATE TABLE Erasure (
  personId TEXT NOT NULL PRIMARY KEY REFERENCES Person (id),
  ground TEXT NOT NULL CHECK (ground IN ('asked', 'no_longer_needed', 'repeated')),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  byId TEXT REFERENCES Account (id)
);

-- Somebody on the list of erasures outside the database who is back since the database was set back. erasedOn: the day of the list. triedAt:
-- when they could last not be erased; '' until then.
CREATE TABLE ErasureToRepeat (
  personId TEXT NOT NULL PRIMARY KEY REFERENCES Person (id),
  erasedOn TEXT NOT NULL CHECK (erasedOn IS date(erasedOn)),
  triedAt TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE INDEX ErasureToRepeat_due ON ErasureToRepeat (triedAt);

-- It is to be added to the list (keepErasures).
CREATE TRIGGER Erasure_is_to_be_listed AFTER INSERT ON Erasure BEGIN DELETE FROM Setting WHERE key = 'erasures'; END;
CREATE TRIGGER Erasure_stands BEFORE UPDATE ON Erasure BEGIN SELECT RAISE(ABORT, 'erasure_stands'); END;
CREATE TRIGGER Erasure_kept BEFORE DELETE ON Erasure BEGIN SELECT RAISE(ABORT, 'erasure_stands'); END;

-- What somebody asked of their own data, and how far it has come. Whose it is stays an id; what they wrote is not copied here. The copy is
-- gathered by upkeep/records/subject-store.ts and the stores beside it; others are taken out of it.
CREATE TABLE SubjectRequest (
  id TEXT NOT NULL PRIMARY KEY,
  personId TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('access', 'erasure', 'rectification')),
  receivedOn TEXT NOT NULL CHECK (receivedOn IS date(receivedOn)),
  dueOn TEXT NOT NULL CHECK (dueOn IS date(dueOn)),
  recordedAt TEXT NOT NULL CHECK (recordedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', recordedAt)),
  recordedById TEXT REFERENCES Account (id),
  identityHow TEXT CHECK (identityHow IN ('signed_in', 'known_to_us', 'through_school', 'document')),
  identityAt TEXT,
  identityById TEXT REFERENCES Account (id),
  madeAt TEXT,
  madeById TEXT REFERENCES Account (id),
  outcome TEXT CHECK (outcome IN ('given', 'done', 'refused')),
  answeredAt TEXT,
  answeredById TEXT REFERENCES Account (id),
  CHECK ((identityHow IS NULL) = (identityAt IS NULL)),
  CHECK ((outcome IS NULL) = (answeredAt IS NULL))
);
CREATE INDEX SubjectRequest_person ON SubjectRequest (personId, recordedAt);
CREATE INDEX SubjectRequest_open ON SubjectRequest (dueOn) WHERE answeredAt IS NULL;

CREATE TRIGGER SubjectRequest_step_by_step BEFORE UPDATE ON SubjectRequest BEGIN
  SELECT RAISE(ABORT, 'subject_request_is_answered')
  WHERE OLD.answeredAt IS NOT NULL
    OR NEW.kind <> OLD.kind
    OR NEW.personId <> OLD.personId
    OR NEW.receivedOn <> OLD.receivedOn
    OR NEW.dueOn <> OLD.dueOn
    OR (OLD.identityAt IS NOT NULL AND NEW.identityAt IS NOT OLD.identityAt);
  SELECT RAISE(ABORT, 'identity_not_checked')
  WHERE NEW.identityAt IS NULL AND (NEW.madeAt IS NOT NULL OR NEW.outcome IN ('given', 'done'));
  SELECT RAISE(ABORT, 'copy_not_made')
  WHERE NEW.kind = 'access' AND NEW.outcome = 'given' AND NEW.madeAt IS NULL;
END;
CREATE TRIGGER SubjectRequest_kept BEFORE DELETE ON SubjectRequest BEGIN SELECT RAISE(ABORT, 'subject_request_is_kept'); END;

-- A complaint about how the council uses somebody's data, sent by the public form or recorded by an administrator (came, recordedById). The
-- message with its id acknowledges it; acknowledgedAt: it was done another way. email: '' where none was given. Days: upkeep/complaints/complaint.ts. Deleted when the class `complaints` says so.
CREATE TABLE DataComplaint (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  about TEXT NOT NULL,
  came TEXT NOT NULL DEFAULT 'form' CHECK (came IN ('form', 'post', 'telephone', 'in_person')),
  recordedById TEXT REFERENCES Account (id),
  receivedAt TEXT NOT NULL CHECK (receivedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', receivedAt)),
  acknowledgeBy TEXT NOT NULL CHECK (acknowledgeBy IS date(acknowledgeBy)),
  answerBy TEXT NOT NULL CHECK (answerBy IS date(answerBy)),
  acknowledgedAt TEXT,
  acknowledgedById TEXT REFERENCES Account (id),
  outcome TEXT CHECK (outcome IN ('upheld', 'partly_upheld', 'not_upheld', 'withdrawn')),
  answer TEXT,
  answeredAt TEXT,
  answeredById TEXT REFERENCES Account (id),
  CHECK ((came = 'form') = (recordedById IS NULL)),
  CHECK (came <> 'form' OR email <> ''),
  CHECK ((acknowledgedAt IS NULL) = (acknowledgedById IS NULL)),
  CHECK ((outcome IS NULL) = (answeredAt IS NULL)),
  CHECK ((answer IS NULL) = (answeredAt IS NULL))
);
CREATE INDEX DataComplaint_open ON DataComplaint (answerBy) WHERE answeredAt IS NULL;
CREATE INDEX DataComplaint_answered ON DataComplaint (answeredAt) WHERE answeredAt IS NOT NULL;
CREATE INDEX DataComplaint_email ON DataComplaint (email);

CREATE TRIGGER DataComplaint_answered_once BEFORE UPDATE ON DataComplaint BEGIN
  SELECT RAISE(ABORT, 'complaint_is_answered')
  WHERE NEW.receivedAt <> OLD.receivedAt
    OR NEW.acknowledgeBy <> OLD.acknowledgeBy
    OR NEW.answerBy <> OLD.answerBy
    OR (OLD.acknowledgedAt IS NOT NULL AND NEW.acknowledgedAt IS NOT OLD.acknowledgedAt)
    OR (OLD.answeredAt IS NOT NULL AND (NEW.answeredAt IS NOT OLD.answeredAt OR NEW.outcome IS NOT OLD.outcome));
  SELECT RAISE(ABORT, 'complaint_is_kept')
  WHERE (NEW.name <> OLD.name OR NEW.email <> OLD.email OR NEW.about <> OLD.about OR (OLD.answer IS NOT NULL AND NEW.answer IS NOT OLD.answer))
    AND NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'DataComplaint' AND d.id = OLD.id);
END;
CREATE TRIGGER DataComplaint_kept BEFORE DELETE ON DataComplaint
WHEN NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'DataComplaint' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'complaint_is_kept'); END;
