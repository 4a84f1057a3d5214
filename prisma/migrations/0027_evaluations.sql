-- What an event was worth: what is asked afterwards, that it was answered, and the answers, which nothing ties to whoever gave them
-- (src/correspondence/evaluations).

-- after: to those who came, once the registers are closed; later: to the same, some weeks on; head: to the head of each of their schools, then too.
-- released: how many people’s answers were put with the rest; dropped: how many were too few at the end and are gone. lookedOn: the day on which
-- it was last looked at.
CREATE TABLE EvaluationWave (
  eventId TEXT NOT NULL REFERENCES Event (id),
  wave TEXT NOT NULL CHECK (wave IN ('after', 'later', 'head')),
  weeks INTEGER NOT NULL CHECK (CASE wave WHEN 'after' THEN weeks = 0 ELSE weeks BETWEEN 6 AND 12 END),
  lookedOn TEXT NOT NULL DEFAULT '' CHECK (lookedOn = '' OR lookedOn IS date(lookedOn)),
  released INTEGER NOT NULL DEFAULT 0 CHECK (released = 0 OR released >= 5),
  dropped INTEGER NOT NULL DEFAULT 0 CHECK (dropped BETWEEN 0 AND 4),
  closedOn TEXT CHECK (closedOn IS NULL OR closedOn IS date(closedOn)),
  PRIMARY KEY (eventId, wave)
) WITHOUT ROWID;
CREATE INDEX EvaluationWave_open ON EvaluationWave (lookedOn) WHERE closedOn IS NULL;

CREATE TRIGGER EvaluationWave_certificates_to_follow AFTER UPDATE OF closedOn ON EvaluationWave
WHEN NEW.wave = 'after' AND EXISTS (SELECT 1 FROM EventCertificates g WHERE g.eventId = NEW.eventId AND g.afterEvaluation = 1)
BEGIN
  INSERT INTO CertificateToFollow (eventId, dueAt, version)
  SELECT c.eventId, c.dueAt, random() >> 12 FROM CertificatesDueAt c WHERE c.eventId = NEW.eventId
  ON CONFLICT (eventId) DO UPDATE SET dueAt = excluded.dueAt, version = excluded.version;
END;

-- A question of a wave of evaluation.
CREATE TABLE EvaluationQuestion (
  id TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL,
  wave TEXT NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL REFERENCES QuestionKind (id),
  label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 400),
  settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings)),
  UNIQUE (eventId, wave, position),
  FOREIGN KEY (eventId, wave) REFERENCES EvaluationWave (eventId, wave)
);

CREATE TRIGGER EvaluationQuestion_before_asking BEFORE INSERT ON EvaluationQuestion BEGIN
  SELECT RAISE(ABORT, 'evaluation_is_asked')
  FROM EvaluationAsked a
  WHERE a.eventId = NEW.eventId
    AND a.wave = NEW.wave;
END;

-- Somebody was asked, and the day on which they answered: never what. subjectId: the place or walk-in of somebody who came, or the school whose
-- head was asked. The key is the token of their link, so that no order of rows tells who came when.
CREATE TABLE EvaluationAsked (
  tokenHash TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL,
  wave TEXT NOT NULL,
  subjectId TEXT NOT NULL,
  askedOn TEXT NOT NULL CHECK (askedOn IS date(askedOn)),
  answeredOn TEXT CHECK (answeredOn IS NULL OR answeredOn IS date(answeredOn)),
  UNIQUE (eventId, wave, subjectId),
  FOREIGN KEY (eventId, wave) REFERENCES EvaluationWave (eventId, wave)
) WITHOUT ROWID;

CREATE TRIGGER EvaluationAsked_answers_once BEFORE UPDATE ON EvaluationAsked
WHEN OLD.answeredOn IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'evaluation_answered'); END;
CREATE TRIGGER EvaluationAsked_while_open BEFORE UPDATE ON EvaluationAsked BEGIN
  SELECT RAISE(ABORT, 'evaluation_closed')
  FROM EvaluationWave w
  WHERE w.eventId = OLD.eventId
    AND w.wave = OLD.wave
    AND w.closedOn IS NOT NULL;
END;
-- A certificate that waits for it follows on the day after, so that its minute does not tell when somebody answered.
CREATE TRIGGER EvaluationAsked_certificates_to_follow AFTER UPDATE OF answeredOn ON EvaluationAsked
WHEN NEW.wave = 'after' AND EXISTS (SELECT 1 FROM EventCertificates g WHERE g.eventId = NEW.eventId AND g.afterEvaluation = 1)
BEGIN
  INSERT INTO CertificateToFollow (eventId, dueAt, version)
  VALUES (NEW.eventId, strftime('%Y-%m-%dT%H:%M:%fZ', NEW.answeredOn, '+1 day', '+5 hours'), random() >> 12)
  ON CONFLICT (eventId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER EvaluationAsked_kept BEFORE DELETE ON EvaluationAsked BEGIN SELECT RAISE(ABORT, 'evaluation_asked_kept'); END;

-- One person’s answers, until at least five wait: under a random id, without a day, a person or the token. Nothing leads from answers to a link,
-- to whoever answered or when (decision 78).
CREATE TABLE EvaluationTray (
  id TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL,
  wave TEXT NOT NULL,
  answers TEXT NOT NULL CHECK (json_valid(answers)),
  FOREIGN KEY (eventId, wave) REFERENCES EvaluationWave (eventId, wave)
) WITHOUT ROWID;
CREATE INDEX EvaluationTray_wave ON EvaluationTray (eventId, wave);

CREATE TRIGGER EvaluationTray_stands BEFORE UPDATE ON EvaluationTray BEGIN SELECT RAISE(ABORT, 'evaluation_tray_stands'); END;

-- One answer to one question, apart from the others of the same person. value NULL: it was left out. shown: whether an officer who read a text lets it be
-- read, and who that was, and when; until then nothing prints it.
CREATE TABLE EvaluationAnswer (
  id TEXT NOT NULL PRIMARY KEY,
  questionId TEXT NOT NULL REFERENCES EvaluationQuestion (id),
  value TEXT,
  releasedOn TEXT NOT NULL CHECK (releasedOn IS date(releasedOn)),
  shown INTEGER CHECK (shown IN (0, 1)),
  readAt TEXT CHECK (readAt IS strftime('%Y-%m-%dT%H:%M:%fZ', readAt)),
  readById TEXT REFERENCES Account (id),
  CHECK ((shown IS NULL) = (readAt IS NULL) AND (shown IS NULL) = (readById IS NULL))
) WITHOUT ROWID;
CREATE INDEX EvaluationAnswer_question ON EvaluationAnswer (questionId, value);

-- A text can lose the name of somebody who was erased.
CREATE TRIGGER EvaluationAnswer_stands BEFORE UPDATE OF questionId, value, releasedOn ON EvaluationAnswer
WHEN NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'EvaluationAnswer' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'evaluation_answer_stands'); END;
CREATE TRIGGER EvaluationAnswer_read_once BEFORE UPDATE OF shown, readAt, readById ON EvaluationAnswer
WHEN OLD.shown IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'evaluation_text_was_read'); END;
CREATE TRIGGER EvaluationAnswer_kept BEFORE DELETE ON EvaluationAnswer
WHEN NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'EvaluationAnswer' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'evaluation_answer_stands'); END;
