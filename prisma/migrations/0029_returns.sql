-- The annual return of schools under sections 175 and 157: its form, one year's asking, what each school typed, signed and submitted, and what officers
-- made of it (src/returns).

-- A form of the annual audit; its wordings are ReturnFormVersion.
CREATE TABLE ReturnForm (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt))
);

-- One wording of a form; publishedAt NULL: a draft. note: what a school reads before it begins. The head always signs; leadSigns, bodySigns:
-- whether the lead and the governor, trustee or proprietor do too; inOrder: lead, head, body, each after the one before. Published, triggers
-- refuse every change of it, its sections, questions and powers.
CREATE TABLE ReturnFormVersion (
  id TEXT NOT NULL PRIMARY KEY,
  formId TEXT NOT NULL REFERENCES ReturnForm (id),
  number INTEGER NOT NULL CHECK (number > 0),
  note TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 4000),
  leadSigns INTEGER NOT NULL DEFAULT 0 CHECK (leadSigns IN (0, 1)),
  bodySigns INTEGER NOT NULL DEFAULT 1 CHECK (bodySigns IN (0, 1)),
  inOrder INTEGER NOT NULL DEFAULT 0 CHECK (inOrder IN (0, 1)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT NOT NULL REFERENCES Account (id),
  publishedAt TEXT CHECK (publishedAt IS NULL OR publishedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', publishedAt)),
  publishedById TEXT REFERENCES Account (id),
  UNIQUE (formId, number)
);

CREATE TRIGGER ReturnFormVersion_published_stands BEFORE UPDATE ON ReturnFormVersion
WHEN OLD.publishedAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'form_is_published'); END;
CREATE TRIGGER ReturnFormVersion_published_kept BEFORE DELETE ON ReturnFormVersion
WHEN OLD.publishedAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'form_is_published'); END;

-- In whose name schools of a sector are asked, and under what power. checkedOn, checkedById: when somebody compared the text with the law in force, and who;
-- NULL: not yet. It is the one thing that is noted on a published form.
CREATE TABLE ReturnPower (
  versionId TEXT NOT NULL REFERENCES ReturnFormVersion (id),
  sector TEXT NOT NULL CHECK (sector IN ('maintained', 'academy', 'independent', 'further_education', 'not_known')),
  asks TEXT NOT NULL CHECK (asks IN ('council', 'partners', 'voluntary')),
  power TEXT NOT NULL CHECK (length(power) BETWEEN 1 AND 1000),
  checkedOn TEXT CHECK (checkedOn IS NULL OR checkedOn IS date(checkedOn)),
  checkedById TEXT REFERENCES Account (id),
  PRIMARY KEY (versionId, sector),
  CHECK ((checkedOn IS NULL) = (checkedById IS NULL))
) WITHOUT ROWID;

CREATE TRIGGER ReturnPower_of_draft BEFORE INSERT ON ReturnPower BEGIN
  SELECT RAISE(ABORT, 'form_is_published')
  FROM ReturnFormVersion v
  WHERE v.id = NEW.versionId AND v.publishedAt IS NOT NULL;
END;
CREATE TRIGGER ReturnPower_changed_in_draft BEFORE UPDATE ON ReturnPower
WHEN OLD.checkedOn IS NOT NULL
  OR NEW.checkedOn IS NULL
  OR NEW.versionId <> OLD.versionId OR NEW.sector <> OLD.sector OR NEW.asks <> OLD.asks OR NEW.power <> OLD.power
BEGIN
  SELECT RAISE(ABORT, 'form_is_published')
  FROM ReturnFormVersion v
  WHERE v.id IN (OLD.versionId, NEW.versionId) AND v.publishedAt IS NOT NULL;
END;
CREATE TRIGGER ReturnPower_left_out_of_draft BEFORE DELETE ON ReturnPower BEGIN
  SELECT RAISE(ABORT, 'form_is_published')
  FROM ReturnFormVersion v
  WHERE v.id = OLD.versionId AND v.publishedAt IS NOT NULL;
END;

-- A section of a wording of a form.
CREATE TABLE ReturnSection (
  id TEXT NOT NULL PRIMARY KEY,
  versionId TEXT NOT NULL REFERENCES ReturnFormVersion (id),
  position INTEGER NOT NULL,
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  about TEXT NOT NULL DEFAULT '' CHECK (length(about) <= 2000)
);
CREATE INDEX ReturnSection_version ON ReturnSection (versionId, position);

CREATE TRIGGER ReturnSection_of_draft BEFORE INSERT ON ReturnSection BEGIN
  SELECT RAISE(ABORT, 'form_is_published')
  FROM ReturnFormVersion v
  WHERE v.id = NEW.versionId AND v.publishedAt IS NOT NULL;
END;
CREATE TRIGGER ReturnSection_changed_in_draft BEFORE UPDATE ON ReturnSection BEGIN
  SELECT RAISE(ABORT, 'form_is_published')
  FROM ReturnFormVersion v
  WHERE v.id IN (OLD.versionId, NEW.versionId) AND v.publishedAt IS NOT NULL;
END;
CREATE TRIGGER ReturnSection_left_out_of_draft BEFORE DELETE ON ReturnSection BEGIN
  SELECT RAISE(ABORT, 'form_is_published')
  FROM ReturnFormVersion v
  WHERE v.id = OLD.versionId AND v.publishedAt IS NOT NULL;
END;

-- asksEvidence, asksAction: whether it has the columns beside it. ifQuestionId, ifValue: it is asked only where an earlier question was answered so. filledFrom: what of the school Muster shows for it.
CREATE TABLE ReturnQuestion (
  id TEXT NOT NULL PRIMARY KEY,
  versionId TEXT NOT NULL REFERENCES ReturnFormVersion (id),
  sectionId TEXT NOT NULL REFERENCES ReturnSection (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL REFERENCES QuestionKind (id),
  label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 400),
  hint TEXT NOT NULL DEFAULT '' CHECK (length(hint) <= 1000),
  settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings)),
  mustAnswer INTEGER NOT NULL DEFAULT 1 CHECK (mustAnswer IN (0, 1)),
  asksEvidence INTEGER NOT NULL DEFAULT 0 CHECK (asksEvidence IN (0, 1)),
  asksAction INTEGER NOT NULL DEFAULT 0 CHECK (asksAction IN (0, 1)),
  ifQuestionId TEXT REFERENCES ReturnQuestion (id),
  ifValue TEXT,
  filledFrom TEXT CHECK (filledFrom IN ('head', 'lead', 'deputy', 'governor', 'lead_training', 'deputy_training', 'governor_training', 'guidance')),
  CHECK ((ifQuestionId IS NULL) = (ifValue IS NULL))
);
CREATE INDEX ReturnQuestion_section ON ReturnQuestion (sectionId, position);
CREATE INDEX ReturnQuestion_version ON ReturnQuestion (versionId);

CREATE TRIGGER ReturnQuestion_of_draft BEFORE INSERT ON ReturnQuestion BEGIN
  SELECT RAISE(ABORT, 'form_is_published')
  FROM ReturnFormVersion v
  WHERE v.id = NEW.versionId AND v.publishedAt IS NOT NULL;
END;
CREATE TRIGGER ReturnQuestion_changed_in_draft BEFORE UPDATE ON ReturnQuestion BEGIN
  SELECT RAISE(ABORT, 'form_is_published')
  FROM ReturnFormVersion v
  WHERE v.id IN (OLD.versionId, NEW.versionId) AND v.publishedAt IS NOT NULL;
END;
CREATE TRIGGER ReturnQuestion_left_out_of_draft BEFORE DELETE ON ReturnQuestion BEGIN
  SELECT RAISE(ABORT, 'form_is_published')
  FROM ReturnFormVersion v
  WHERE v.id = OLD.versionId AND v.publishedAt IS NOT NULL;
END;

-- One year's asking with a published form. readers: who will read the answers, said before the first question; controllers, basis: who answers for the data, and on which lawful basis.
-- openedAt NULL: being prepared. uncheckedWhy: why it was opened while texts of its form were not compared with the law. A submission after deadlineAt, which may be put off, is late, after finalAt it was not in the last count; nothing is taken after closedAt.
CREATE TABLE ReturnRound (
  id TEXT NOT NULL PRIMARY KEY,
  versionId TEXT NOT NULL REFERENCES ReturnFormVersion (id),
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  year TEXT NOT NULL CHECK (length(year) BETWEEN 4 AND 20),
  readers TEXT NOT NULL CHECK (length(readers) BETWEEN 1 AND 2000),
  controllers TEXT NOT NULL CHECK (length(controllers) BETWEEN 1 AND 500),
  basis TEXT NOT NULL DEFAULT '' CHECK (length(basis) <= 500),
  deadlineAt TEXT NOT NULL CHECK (deadlineAt IS strftime('%Y-%m-%dT%H:%M:%fZ', deadlineAt)),
  finalAt TEXT NOT NULL CHECK (finalAt IS strftime('%Y-%m-%dT%H:%M:%fZ', finalAt)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT NOT NULL REFERENCES Account (id),
  openedAt TEXT CHECK (openedAt IS NULL OR openedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', openedAt)),
  openedById TEXT REFERENCES Account (id),
  uncheckedWhy TEXT NOT NULL DEFAULT '' CHECK (length(uncheckedWhy) <= 500),
  closedAt TEXT CHECK (closedAt IS NULL OR closedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', closedAt)),
  closedById TEXT REFERENCES Account (id),
  -- The day on which it was last looked for schools that opened or joined since.
  lookedOn TEXT NOT NULL DEFAULT '' CHECK (lookedOn = '' OR lookedOn IS date(lookedOn)),
  CHECK (finalAt >= deadlineAt),
  CHECK (closedAt IS NULL OR openedAt IS NOT NULL)
);
CREATE INDEX ReturnRound_open ON ReturnRound (finalAt) WHERE openedAt IS NOT NULL AND closedAt IS NULL;

CREATE TRIGGER ReturnRound_with_published_form BEFORE UPDATE OF openedAt ON ReturnRound BEGIN
  SELECT RAISE(ABORT, 'form_not_published')
  FROM ReturnFormVersion v
  WHERE v.id = NEW.versionId AND v.publishedAt IS NULL;
END;
-- Of the sectors that it asks.
CREATE TRIGGER ReturnRound_texts_are_checked BEFORE UPDATE OF openedAt ON ReturnRound
WHEN NEW.uncheckedWhy = ''
BEGIN
  SELECT RAISE(ABORT, 'texts_not_checked')
  FROM ReturnPower p
  WHERE p.versionId = NEW.versionId
    AND p.checkedOn IS NULL
    AND (p.sector IN (SELECT a.value FROM ReturnAudience a WHERE a.roundId = NEW.id AND a.dimension = 'sector')
      OR NOT EXISTS (SELECT 1 FROM ReturnAudience a WHERE a.roundId = NEW.id AND a.dimension = 'sector'));
END;
CREATE TRIGGER ReturnRound_opened_stands
BEFORE UPDATE OF id, versionId, title, year, readers, controllers, basis, createdAt, createdById, openedAt, openedById ON ReturnRound
WHEN OLD.openedAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'round_is_open'); END;
CREATE TRIGGER ReturnRound_dates_stand BEFORE UPDATE OF deadlineAt, finalAt ON ReturnRound
WHEN OLD.openedAt IS NOT NULL
  AND NOT EXISTS (
    SELECT 1
    FROM ReturnPostponement p
    WHERE p.roundId = OLD.id
      AND p.returnId IS NULL
      AND p.fromDeadlineAt = OLD.deadlineAt AND p.fromFinalAt = OLD.finalAt
      AND p.toDeadlineAt = NEW.deadlineAt AND p.toFinalAt = NEW.finalAt
  )
BEGIN SELECT RAISE(ABORT, 'round_is_open'); END;
CREATE TRIGGER ReturnRound_opened_kept BEFORE DELETE ON ReturnRound
WHEN OLD.openedAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'round_is_open'); END;

CREATE TRIGGER ReturnRound_closed_after_all BEFORE UPDATE OF closedAt ON ReturnRound
WHEN NEW.closedAt IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'school_has_longer')
  FROM SchoolReturn t
  WHERE t.roundId = NEW.id AND t.finalAt > NEW.closedAt;
END;

-- Which schools of the area a round asks: those of one of its values in each dimension that has any.
CREATE TABLE ReturnAudience (
  roundId TEXT NOT NULL REFERENCES ReturnRound (id),
  dimension TEXT NOT NULL CHECK (dimension IN ('sector', 'kind')),
  value TEXT NOT NULL,
  PRIMARY KEY (roundId, dimension, value)
) WITHOUT ROWID;

CREATE TRIGGER ReturnAudience_before_opening BEFORE INSERT ON ReturnAudience BEGIN
  SELECT RAISE(ABORT, 'audience_is_asked')
  FROM ReturnRound r
  WHERE r.id = NEW.roundId AND r.openedAt IS NOT NULL;
END;
CREATE TRIGGER ReturnAudience_kept BEFORE DELETE ON ReturnAudience BEGIN
  SELECT RAISE(ABORT, 'audience_is_asked')
  FROM ReturnRound r
  WHERE r.id = OLD.roundId AND r.openedAt IS NOT NULL;
END;

-- An officer put off the dates of an open round, or of one school in it (returnId): from when to when, and why. The round, or the school's
-- return, has the dates that stand; of one school the last row stands.
CREATE TABLE ReturnPostponement (
  id TEXT NOT NULL PRIMARY KEY,
  roundId TEXT NOT NULL REFERENCES ReturnRound (id),
  returnId TEXT REFERENCES SchoolReturn (id),
  fromDeadlineAt TEXT NOT NULL CHECK (fromDeadlineAt IS strftime('%Y-%m-%dT%H:%M:%fZ', fromDeadlineAt)),
  fromFinalAt TEXT NOT NULL CHECK (fromFinalAt IS strftime('%Y-%m-%dT%H:%M:%fZ', fromFinalAt)),
  toDeadlineAt TEXT NOT NULL CHECK (toDeadlineAt IS strftime('%Y-%m-%dT%H:%M:%fZ', toDeadlineAt)),
  toFinalAt TEXT NOT NULL CHECK (toFinalAt IS strftime('%Y-%m-%dT%H:%M:%fZ', toFinalAt)),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  byId TEXT NOT NULL REFERENCES Account (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  CHECK (toFinalAt >= toDeadlineAt)
);
CREATE INDEX ReturnPostponement_round ON ReturnPostponement (roundId);
CREATE INDEX ReturnPostponement_school ON ReturnPostponement (returnId) WHERE returnId IS NOT NULL;

CREATE TRIGGER ReturnPostponement_while_open BEFORE INSERT ON ReturnPostponement BEGIN
  SELECT RAISE(ABORT, 'round_is_closed')
  FROM ReturnRound r
  WHERE r.id = NEW.roundId AND r.closedAt IS NOT NULL;
END;
-- The same form sent twice is not refused as another officer's: its key is.
CREATE TRIGGER ReturnPostponement_of_what_stands BEFORE INSERT ON ReturnPostponement
WHEN NOT EXISTS (SELECT 1 FROM ReturnPostponement same WHERE same.id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'dates_have_changed')
  FROM ReturnRound r
  LEFT JOIN SchoolReturn t ON t.id = NEW.returnId
  WHERE r.id = NEW.roundId
    AND (max(r.deadlineAt, COALESCE(t.deadlineAt, '')) <> NEW.fromDeadlineAt OR max(r.finalAt, COALESCE(t.finalAt, '')) <> NEW.fromFinalAt);
END;
-- One of the two may stay as it is, also when it is past. Of one school a later row may take some of the time back, never any of the round's.
CREATE TRIGGER ReturnPostponement_to_later BEFORE INSERT ON ReturnPostponement BEGIN
  SELECT RAISE(ABORT, 'not_put_off')
  FROM ReturnRound r
  WHERE r.id = NEW.roundId
    AND ((NEW.toDeadlineAt = NEW.fromDeadlineAt AND NEW.toFinalAt = NEW.fromFinalAt)
      OR (NEW.toDeadlineAt <> NEW.fromDeadlineAt AND NEW.toDeadlineAt <= max(IIF(NEW.returnId IS NULL, NEW.fromDeadlineAt, r.deadlineAt), NEW.at))
      OR (NEW.toFinalAt <> NEW.fromFinalAt AND NEW.toFinalAt <= max(IIF(NEW.returnId IS NULL, NEW.fromFinalAt, r.finalAt), NEW.at)));
END;
CREATE TRIGGER ReturnPostponement_of_what_is_missing BEFORE INSERT ON ReturnPostponement
WHEN NEW.returnId IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'return_has_come')
  WHERE EXISTS (SELECT 1 FROM ReturnOtherAudit a WHERE a.returnId = NEW.returnId)
    OR (SELECT count(*) FROM ReturnSubmission b WHERE b.returnId = NEW.returnId)
      > (SELECT count(*) FROM ReturnReopening o WHERE o.returnId = NEW.returnId);
END;
CREATE TRIGGER ReturnPostponement_moves_dates AFTER INSERT ON ReturnPostponement
WHEN NEW.returnId IS NULL
BEGIN
  UPDATE ReturnRound SET deadlineAt = NEW.toDeadlineAt, finalAt = NEW.toFinalAt WHERE id = NEW.roundId;
END;
-- Nobody chases a school that was given longer.
CREATE TRIGGER ReturnPostponement_gives_longer AFTER INSERT ON ReturnPostponement
WHEN NEW.returnId IS NOT NULL
BEGIN
  UPDATE SchoolReturn SET deadlineAt = NEW.toDeadlineAt, finalAt = NEW.toFinalAt WHERE id = NEW.returnId AND roundId = NEW.roundId;
  UPDATE Chase SET endedAt = NEW.at, endedWhy = 'settled', endedById = NULL
  WHERE endedAt IS NULL
    AND matter = 'return_missing'
    AND subjectId = NEW.roundId
    AND schoolId IN (
      SELECT m.id
      FROM SchoolReturn t
      JOIN School s ON s.id = t.schoolId
      JOIN School m ON m.rootId = s.rootId
      WHERE t.id = NEW.returnId
    );
END;
CREATE TRIGGER ReturnPostponement_stands BEFORE UPDATE OF id, roundId, returnId, fromDeadlineAt, fromFinalAt, toDeadlineAt, toFinalAt, byId, at ON ReturnPostponement
BEGIN SELECT RAISE(ABORT, 'postponement_stands'); END;
CREATE TRIGGER ReturnPostponement_kept BEFORE DELETE ON ReturnPostponement BEGIN SELECT RAISE(ABORT, 'postponement_stands'); END;

-- One school's return of one round. schoolId: the school as it was then; whoever reads goes by its root. why: it was there when the round opened, it
-- opened later, or it succeeds another, whose return is fromId.
CREATE TABLE SchoolReturn (
  id TEXT NOT NULL PRIMARY KEY,
  roundId TEXT NOT NULL REFERENCES ReturnRound (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  why TEXT NOT NULL CHECK (why IN ('opened', 'joined_later', 'successor')),
  fromId TEXT REFERENCES SchoolReturn (id),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  -- When the messages that say so were written.
  toldAt TEXT CHECK (toldAt IS NULL OR toldAt IS strftime('%Y-%m-%dT%H:%M:%fZ', toldAt)),
  -- The putting off that it has still to be told of.
  tellOfId TEXT REFERENCES ReturnPostponement (id),
  -- Its own dates, where it was given longer; those of the round stand where they are later.
  deadlineAt TEXT CHECK (deadlineAt IS strftime('%Y-%m-%dT%H:%M:%fZ', deadlineAt)),
  finalAt TEXT CHECK (finalAt IS strftime('%Y-%m-%dT%H:%M:%fZ', finalAt)),
  UNIQUE (roundId, schoolId),
  CHECK ((deadlineAt IS NULL) = (finalAt IS NULL)),
  CHECK ((why = 'successor') = (fromId IS NOT NULL))
);
CREATE INDEX SchoolReturn_school ON SchoolReturn (schoolId);
CREATE INDEX SchoolReturn_untold ON SchoolReturn (roundId) WHERE toldAt IS NULL;
CREATE INDEX SchoolReturn_put_off ON SchoolReturn (tellOfId) WHERE tellOfId IS NOT NULL;

CREATE TRIGGER SchoolReturn_of_open_round BEFORE INSERT ON SchoolReturn
WHEN NOT EXISTS (SELECT 1 FROM ReturnRound r WHERE r.id = NEW.roundId AND r.openedAt IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'round_not_open'); END;
CREATE TRIGGER SchoolReturn_stands BEFORE UPDATE OF id, roundId, schoolId, why, fromId, createdAt ON SchoolReturn BEGIN SELECT RAISE(ABORT, 'school_return_stands'); END;
CREATE TRIGGER SchoolReturn_dates_stand BEFORE UPDATE OF deadlineAt, finalAt ON SchoolReturn
WHEN NOT EXISTS (
  SELECT 1 FROM ReturnPostponement p WHERE p.returnId = OLD.id AND p.toDeadlineAt = NEW.deadlineAt AND p.toFinalAt = NEW.finalAt
)
BEGIN SELECT RAISE(ABORT, 'school_return_stands'); END;
CREATE TRIGGER SchoolReturn_kept BEFORE DELETE ON SchoolReturn BEGIN SELECT RAISE(ABORT, 'school_return_stands'); END;

-- Which schools a putting off was told, or is to be.
CREATE VIEW ToldDeadline AS
  SELECT p.id AS postponementId, t.id AS returnId, t.schoolId AS schoolId, p.at AS at
  FROM SchoolReturn t
  JOIN ReturnPostponement p ON p.roundId = t.roundId AND (p.returnId IS NULL OR p.returnId = t.id)
  WHERE t.tellOfId = p.id OR EXISTS (SELECT 1 FROM NoticeFact f WHERE f.subjectId = p.id AND f.schoolId = t.schoolId);

-- What was typed to a question, by whom. afterId: the entry that whoever typed it saw there, NULL where there was none: nothing is overwritten
-- unseen. times: how often its author typed it, which within ten minutes is one entry (FreshEntry). since: when the first time was, NULL where
-- it is the only one. Its author types on in it while it is in the view FreshEntry (decision 85).
CREATE TABLE ReturnEntry (
  id TEXT NOT NULL PRIMARY KEY,
  returnId TEXT NOT NULL REFERENCES SchoolReturn (id),
  questionId TEXT NOT NULL REFERENCES ReturnQuestion (id),
  afterId TEXT UNIQUE REFERENCES ReturnEntry (id),
  value TEXT NOT NULL DEFAULT '' CHECK (length(value) <= 4000),
  evidence TEXT NOT NULL DEFAULT '' CHECK (length(evidence) <= 4000),
  action TEXT NOT NULL DEFAULT '' CHECK (length(action) <= 4000),
  byId TEXT NOT NULL REFERENCES Account (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  since TEXT CHECK (since IS NULL OR since IS strftime('%Y-%m-%dT%H:%M:%fZ', since)),
  times INTEGER NOT NULL DEFAULT 1 CHECK (times > 0 AND (times > 1) = (since IS NOT NULL))
);
CREATE INDEX ReturnEntry_question ON ReturnEntry (returnId, questionId);

-- Whoever answers a question has the return, and sees its dates.
CREATE TRIGGER ReturnEntry_confirms AFTER INSERT ON ReturnEntry BEGIN
  INSERT OR IGNORE INTO NoticeFact (id, notice, subjectId, schoolId, what, at, recordedAt)
  SELECT t.id || ' begun', 'return', t.roundId, t.schoolId, 'confirmed', NEW.at, NEW.at
  FROM SchoolReturn t
  WHERE t.id = NEW.returnId;
  INSERT OR IGNORE INTO NoticeFact (id, notice, subjectId, schoolId, what, at, recordedAt)
  SELECT d.postponementId || ' ' || d.returnId || ' seen', 'deadline', d.postponementId, d.schoolId, 'confirmed', NEW.at, NEW.at
  FROM ToldDeadline d
  WHERE d.returnId = NEW.returnId;
END;
-- The same entry sent twice is not refused as somebody else's: its key is.
CREATE TRIGGER ReturnEntry_typed_over_what_was_seen BEFORE INSERT ON ReturnEntry
WHEN NOT EXISTS (SELECT 1 FROM ReturnEntry same WHERE same.id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'entry_not_seen')
  WHERE NEW.afterId IS NOT (
    SELECT e.id
    FROM ReturnEntry e
    WHERE e.returnId = NEW.returnId
      AND e.questionId = NEW.questionId
      AND NOT EXISTS (SELECT 1 FROM ReturnEntry l WHERE l.afterId = e.id)
  );
END;
CREATE TRIGGER ReturnEntry_while_open BEFORE INSERT ON ReturnEntry BEGIN
  SELECT RAISE(ABORT, 'round_is_closed')
  FROM SchoolReturn s
  JOIN ReturnRound r ON r.id = s.roundId
  WHERE s.id = NEW.returnId AND r.closedAt IS NOT NULL;
END;
CREATE TRIGGER ReturnEntry_before_submission BEFORE INSERT ON ReturnEntry BEGIN
  SELECT RAISE(ABORT, 'return_is_submitted')
  WHERE (SELECT count(*) FROM ReturnSubmission b WHERE b.returnId = NEW.returnId)
    > (SELECT count(*) FROM ReturnReopening o WHERE o.returnId = NEW.returnId);
END;
-- What came on paper or as another audit stands in place of the return.
CREATE TRIGGER ReturnEntry_came_otherwise BEFORE INSERT ON ReturnEntry BEGIN
  SELECT RAISE(ABORT, 'return_came_otherwise')
  FROM ReturnOtherAudit a
  WHERE a.returnId = NEW.returnId;
END;
CREATE TRIGGER ReturnEntry_of_its_form BEFORE INSERT ON ReturnEntry
WHEN NOT EXISTS (
  SELECT 1
  FROM SchoolReturn s
  JOIN ReturnRound r ON r.id = s.roundId
  JOIN ReturnQuestion q ON q.versionId = r.versionId
  WHERE s.id = NEW.returnId AND q.id = NEW.questionId
)
BEGIN SELECT RAISE(ABORT, 'question_of_another_form'); END;
-- Words about a child leave the entry itself when an officer takes them out. Its author types on while it is fresh, and until the round is closed.
CREATE TRIGGER ReturnEntry_stands BEFORE UPDATE ON ReturnEntry
WHEN NOT EXISTS (
  SELECT 1
  FROM FreshEntry f
  WHERE f.id = OLD.id AND NEW.id = OLD.id AND NEW.returnId = OLD.returnId AND NEW.questionId = OLD.questionId AND NEW.afterId IS OLD.afterId
    AND NEW.byId = OLD.byId AND NEW.since = COALESCE(OLD.since, OLD.at) AND NEW.times = OLD.times + 1 AND NEW.at >= OLD.at AND NEW.at < f.until
)
  AND NOT EXISTS (
  SELECT 1
  FROM ReturnRedaction d
  WHERE d.ofId = OLD.id
    AND NEW.id = OLD.id AND NEW.returnId = OLD.returnId AND NEW.questionId = OLD.questionId AND NEW.afterId IS OLD.afterId
    AND NEW.byId = OLD.byId AND NEW.at = OLD.at AND NEW.since IS OLD.since AND NEW.times = OLD.times
    AND NEW.value IN (OLD.value, d.mark) AND NEW.evidence IN (OLD.evidence, d.mark) AND NEW.action IN (OLD.action, d.mark)
)
  AND NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'ReturnEntry' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'entry_stands'); END;
CREATE TRIGGER ReturnEntry_kept BEFORE DELETE ON ReturnEntry BEGIN SELECT RAISE(ABORT, 'entry_stands'); END;

-- The entry of each question over which nobody has typed.
CREATE VIEW CurrentEntry AS
  SELECT e.*
  FROM ReturnEntry e
  WHERE NOT EXISTS (SELECT 1 FROM ReturnEntry l WHERE l.afterId = e.id);

-- Entries that their author types on, instead of adding another, and until when: nobody typed over them, and nothing is of what they say, no signature of
-- the return, no words taken out and no file. What came on paper stands in place of the return.
CREATE VIEW FreshEntry AS
  SELECT e.id, e.returnId, e.questionId, e.byId, e.at, strftime('%Y-%m-%dT%H:%M:%fZ', COALESCE(e.since, e.at), '+10 minutes') AS until
  FROM CurrentEntry e
  JOIN SchoolReturn t ON t.id = e.returnId
  JOIN ReturnRound r ON r.id = t.roundId AND r.closedAt IS NULL
  JOIN School s ON s.id = t.schoolId
  WHERE NOT EXISTS (SELECT 1 FROM ReturnSignature g WHERE g.returnId = e.returnId)
    AND NOT EXISTS (SELECT 1 FROM ReturnOtherAudit a WHERE a.returnId = e.returnId)
    AND NOT EXISTS (SELECT 1 FROM ReturnRedaction d WHERE d.ofId = e.id)
    -- Ids begin with their time, of which eight digits are some 65 seconds.
    AND NOT EXISTS (
      SELECT 1
      FROM Log l
      WHERE l.schoolId = s.rootId
        AND l.id >= printf('%08x', (unixepoch(e.at) * 1000) >> 16)
        AND l.act = 'return.exported'
        AND l.at >= e.at
        AND l.after ->> '$.returnId' = e.returnId
    );

-- An officer took the words out of a part of a return; only the school writes there again. ofId: the entry, what was shown, the action or what
-- was said of it. mark: what stands there instead, made by the database.
CREATE TABLE ReturnRedaction (
  id TEXT NOT NULL PRIMARY KEY,
  returnId TEXT NOT NULL REFERENCES SchoolReturn (id),
  ofId TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('value', 'evidence', 'action', 'dispute', 'plan', 'owner', 'said')),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  byId TEXT NOT NULL REFERENCES Account (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  -- Of a return that somebody had signed: what a second officer approved.
  proposalId TEXT REFERENCES StaffProposal (id),
  mark TEXT GENERATED ALWAYS AS (
    '[Words taken out by the council, ' || CAST(substr(at, 9, 2) AS INTEGER) || ' '
      || substr('JanFebMarAprMayJunJulAugSepOctNovDec', CAST(substr(at, 6, 2) AS INTEGER) * 3 - 2, 3) || ' ' || substr(at, 1, 4) || ']'
  ) VIRTUAL
);
CREATE UNIQUE INDEX ReturnRedaction_once ON ReturnRedaction (ofId, part);
CREATE INDEX ReturnRedaction_return ON ReturnRedaction (returnId);

-- What officers can take words out of.
CREATE VIEW ReturnText AS
  SELECT * FROM (
    SELECT e.returnId AS returnId, e.id AS ofId, 'value' AS part, e.questionId AS questionId, e.at AS at, e.value AS text
    FROM ReturnEntry e JOIN ReturnQuestion q ON q.id = e.questionId JOIN QuestionKind k ON k.id = q.kind
    WHERE k.isWords = 1
    UNION ALL SELECT e.returnId, e.id, 'evidence', e.questionId, e.at, e.evidence FROM ReturnEntry e
    UNION ALL SELECT e.returnId, e.id, 'action', e.questionId, e.at, e.action FROM ReturnEntry e
    UNION ALL SELECT d.returnId, d.id, 'dispute', d.questionId, d.shownAt, d.words FROM ReturnShown d WHERE d.answer = 'disputed'
  )
  UNION ALL SELECT a.returnId, a.id, 'plan', a.questionId, a.at, a.what FROM ReturnAction a
  UNION ALL SELECT a.returnId, a.id, 'owner', a.questionId, a.at, a.owner FROM ReturnAction a
  UNION ALL SELECT a.returnId, s.id, 'said', a.questionId, s.at, s.words FROM ReturnAction a JOIN ReturnActionSaid s ON s.actionId = a.id;

CREATE TRIGGER ReturnRedaction_of_words BEFORE INSERT ON ReturnRedaction BEGIN
  SELECT RAISE(ABORT, 'only_words_are_redacted')
  WHERE NOT EXISTS (
    SELECT 1 FROM ReturnText t WHERE t.returnId = NEW.returnId AND t.ofId = NEW.ofId AND t.part = NEW.part AND t.text <> '');
END;
CREATE TRIGGER ReturnRedaction_of_what_was_signed BEFORE INSERT ON ReturnRedaction
WHEN EXISTS (SELECT 1 FROM ReturnSignature g WHERE g.returnId = NEW.returnId)
BEGIN
  SELECT RAISE(ABORT, 'redaction_needs_a_second')
  WHERE NOT EXISTS (
    SELECT 1 FROM StaffProposal p WHERE p.id = NEW.proposalId AND p.kind = 'redaction' AND p.state = 'approved' AND p.doneAt IS NULL);
END;
-- First out of mails to the school that hold the whole text, where it is long enough to be nothing else.
CREATE TRIGGER ReturnRedaction_takes_out AFTER INSERT ON ReturnRedaction BEGIN
  UPDATE MessageBody
  SET html = '',
    attachments = '[]',
    text = replace(text, (SELECT t.text FROM ReturnText t WHERE t.returnId = NEW.returnId AND t.ofId = NEW.ofId AND t.part = NEW.part), NEW.mark)
  WHERE messageId IN (
      SELECT m.id
      FROM SchoolReturn r
      JOIN School s ON s.id = r.schoolId
      JOIN School o ON o.rootId = s.rootId
      JOIN Message m ON m.schoolId = o.id
      WHERE r.id = NEW.returnId
    )
    AND EXISTS (
      SELECT 1
      FROM ReturnText t
      WHERE t.returnId = NEW.returnId AND t.ofId = NEW.ofId AND t.part = NEW.part AND length(t.text) >= 12 AND instr(MessageBody.text, t.text) > 0
    );
  UPDATE ReturnEntry
  SET value = CASE NEW.part WHEN 'value' THEN NEW.mark ELSE value END,
    evidence = CASE NEW.part WHEN 'evidence' THEN NEW.mark ELSE evidence END,
    action = CASE NEW.part WHEN 'action' THEN NEW.mark ELSE action END
  WHERE id = NEW.ofId AND NEW.part IN ('value', 'evidence', 'action');
  UPDATE ReturnShown SET words = NEW.mark WHERE id = NEW.ofId AND NEW.part = 'dispute';
  UPDATE ReturnAction
  SET what = CASE NEW.part WHEN 'plan' THEN NEW.mark ELSE what END, owner = CASE NEW.part WHEN 'owner' THEN NEW.mark ELSE owner END
  WHERE id = NEW.ofId AND NEW.part IN ('plan', 'owner');
  UPDATE ReturnActionSaid SET words = NEW.mark WHERE id = NEW.ofId AND NEW.part = 'said';
END;
CREATE TRIGGER ReturnRedaction_stands BEFORE UPDATE OF id, returnId, ofId, part, byId, at, proposalId ON ReturnRedaction
BEGIN SELECT RAISE(ABORT, 'redaction_stands'); END;
CREATE TRIGGER ReturnRedaction_kept BEFORE DELETE ON ReturnRedaction BEGIN SELECT RAISE(ABORT, 'redaction_stands'); END;

-- What Muster holds, as it was shown for a question, as at heldOn. answer: the school confirmed or disputed it; a dispute has an owner and a day, is
-- settled later, and holds nothing up.
CREATE TABLE ReturnShown (
  id TEXT NOT NULL PRIMARY KEY,
  returnId TEXT NOT NULL REFERENCES SchoolReturn (id),
  questionId TEXT NOT NULL REFERENCES ReturnQuestion (id),
  shown TEXT NOT NULL,
  heldOn TEXT NOT NULL CHECK (heldOn IS date(heldOn)),
  shownAt TEXT NOT NULL CHECK (shownAt IS strftime('%Y-%m-%dT%H:%M:%fZ', shownAt)),
  answer TEXT CHECK (answer IN ('confirmed', 'disputed')),
  answeredAt TEXT CHECK (answeredAt IS NULL OR answeredAt IS strftime('%Y-%m-%dT%H:%M:%fZ', answeredAt)),
  answeredById TEXT REFERENCES Account (id),
  words TEXT NOT NULL DEFAULT '' CHECK (length(words) <= 1000),
  ownerId TEXT REFERENCES Account (id),
  dueOn TEXT CHECK (dueOn IS NULL OR dueOn IS date(dueOn)),
  settledAt TEXT CHECK (settledAt IS NULL OR settledAt IS strftime('%Y-%m-%dT%H:%M:%fZ', settledAt)),
  settledById TEXT REFERENCES Account (id),
  settled TEXT NOT NULL DEFAULT '' CHECK (length(settled) <= 1000),
  CHECK ((answer IS NULL) = (answeredAt IS NULL)),
  CHECK (answer IS NOT 'disputed' OR (dueOn IS NOT NULL AND words <> ''))
);
CREATE INDEX ReturnShown_return ON ReturnShown (returnId, questionId);
CREATE INDEX ReturnShown_disputed ON ReturnShown (dueOn) WHERE answer = 'disputed' AND settledAt IS NULL;

CREATE TRIGGER ReturnShown_stands BEFORE UPDATE OF id, returnId, questionId, heldOn, shownAt ON ReturnShown
BEGIN SELECT RAISE(ABORT, 'shown_stands'); END;
CREATE TRIGGER ReturnShown_answered_once BEFORE UPDATE OF answer, answeredAt, answeredById ON ReturnShown
WHEN OLD.answer IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'shown_is_answered'); END;
CREATE TRIGGER ReturnShown_settled_once BEFORE UPDATE OF settledAt, settledById ON ReturnShown
WHEN OLD.settledAt IS NOT NULL OR OLD.answer IS NOT 'disputed'
BEGIN SELECT RAISE(ABORT, 'dispute_is_settled'); END;
CREATE TRIGGER ReturnShown_settled_ends_chase AFTER UPDATE OF settledAt ON ReturnShown
WHEN NEW.settledAt IS NOT NULL
BEGIN
  UPDATE Chase SET endedAt = NEW.settledAt, endedWhy = 'settled', endedById = NULL
  WHERE endedAt IS NULL
    AND matter = 'return_plan'
    AND schoolId IN (
      SELECT m.id
      FROM SchoolReturn t
      JOIN School s ON s.id = t.schoolId
      JOIN School m ON m.rootId = s.rootId
      WHERE t.id = NEW.returnId AND NOT EXISTS (SELECT 1 FROM ReturnToDo d WHERE d.rootId = s.rootId AND d.dueOn < date(NEW.settledAt))
    );
END;
CREATE TRIGGER ReturnShown_kept BEFORE DELETE ON ReturnShown BEGIN SELECT RAISE(ABORT, 'shown_stands'); END;

-- A signature of what stands. turn: how often it was reopened before. alsoLead: the head who is the lead too signs once, as both. It names the
-- role row, the entries and the digest of what was signed (decision 112). The view StandingSignature has those that have not lapsed.
CREATE TABLE ReturnSignature (
  id TEXT NOT NULL PRIMARY KEY,
  returnId TEXT NOT NULL REFERENCES SchoolReturn (id),
  turn INTEGER NOT NULL CHECK (turn >= 0),
  signedAs TEXT NOT NULL CHECK (signedAs IN ('head', 'lead', 'governor', 'trustee', 'proprietor')),
  alsoLead INTEGER NOT NULL DEFAULT 0 CHECK (alsoLead IN (0, 1)),
  byId TEXT NOT NULL REFERENCES Account (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  -- The SHA-256 of what stood in the return then (selectSignedText).
  digest TEXT NOT NULL DEFAULT '' CHECK (digest = '' OR length(digest) = 64),
  -- How many entries there were: once there are more it has lapsed.
  entries INTEGER NOT NULL CHECK (entries >= 0),
  -- In which role, and so by whose word.
  roleAtSchoolId TEXT REFERENCES RoleAtSchool (id),
  -- Why it stands to be confirmed: an account of this return's other signers, or of whoever named the signer, has signed in from a browser that the
  -- signer's has too; or nobody but the signer says that they hold the role.
  doubt TEXT CHECK (doubt IN ('browser_of_signer', 'browser_of_namer', 'own_word')),
  confirmedAt TEXT CHECK (confirmedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', confirmedAt)),
  confirmedById TEXT REFERENCES Account (id),
  -- One of the governing body, whatever it is called there.
  signer TEXT GENERATED ALWAYS AS (CASE WHEN signedAs IN ('head', 'lead') THEN signedAs ELSE 'body' END) VIRTUAL,
  CHECK (alsoLead = 0 OR signedAs = 'head'),
  CHECK ((confirmedAt IS NULL) = (confirmedById IS NULL)),
  CHECK (confirmedAt IS NULL OR doubt IS NOT NULL)
);
CREATE INDEX ReturnSignature_signer ON ReturnSignature (returnId, turn, signer);

-- Signatures that have not lapsed.
CREATE VIEW StandingSignature AS
  SELECT g.*
  FROM ReturnSignature g
  WHERE g.entries = (SELECT count(*) FROM ReturnEntry e WHERE e.returnId = g.returnId);

CREATE TRIGGER ReturnSignature_body_apart BEFORE INSERT ON ReturnSignature BEGIN
  SELECT RAISE(ABORT, 'body_is_somebody_else')
  FROM ReturnSignature g
  JOIN AccountTieBesidesBrowser a ON a.accountId = NEW.byId
  JOIN AccountTieBesidesBrowser b ON b.tie = a.tie AND b.accountId = g.byId
  WHERE g.returnId = NEW.returnId
    AND g.turn = NEW.turn
    AND (g.signedAs IN ('head', 'lead')) <> (NEW.signedAs IN ('head', 'lead'));
END;
CREATE TRIGGER ReturnSignature_once BEFORE INSERT ON ReturnSignature BEGIN
  SELECT RAISE(ABORT, 'person_has_signed')
  FROM StandingSignature g
  JOIN AccountTieBesidesBrowser a ON a.accountId = NEW.byId
  JOIN AccountTieBesidesBrowser b ON b.tie = a.tie AND b.accountId = g.byId
  WHERE g.returnId = NEW.returnId
    AND g.turn = NEW.turn
    AND (g.signedAs IN ('head', 'lead')) = (NEW.signedAs IN ('head', 'lead'));
END;
CREATE TRIGGER ReturnSignature_of_role_once BEFORE INSERT ON ReturnSignature BEGIN
  SELECT RAISE(ABORT, 'role_has_signed')
  FROM StandingSignature g
  WHERE g.returnId = NEW.returnId
    AND g.turn = NEW.turn
    AND g.byId <> NEW.byId
    AND ((g.signedAs IN ('head', 'lead') AND g.signedAs = NEW.signedAs)
      OR (g.signedAs NOT IN ('head', 'lead') AND NEW.signedAs NOT IN ('head', 'lead')));
END;
CREATE TRIGGER ReturnSignature_in_role BEFORE INSERT ON ReturnSignature
WHEN NOT EXISTS (SELECT 1 FROM RoleAtSchool x WHERE x.id = NEW.roleAtSchoolId AND x.supersededAt IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'signer_not_in_role') WHERE NEW.roleAtSchoolId IS NOT NULL;
END;
CREATE TRIGGER ReturnSignature_confirmed_by_another BEFORE UPDATE OF confirmedById ON ReturnSignature BEGIN
  SELECT RAISE(ABORT, 'signer_confirms_nothing')
  FROM AccountTie a
  JOIN AccountTie b ON b.tie = a.tie AND b.accountId = OLD.byId
  WHERE a.accountId = NEW.confirmedById;
END;
CREATE TRIGGER ReturnSignature_of_this_turn BEFORE INSERT ON ReturnSignature BEGIN
  SELECT RAISE(ABORT, 'signed_what_was_reopened')
  WHERE NEW.turn <> (SELECT count(*) FROM ReturnReopening o WHERE o.returnId = NEW.returnId);
END;
CREATE TRIGGER ReturnSignature_stands BEFORE UPDATE OF id, returnId, turn, signedAs, alsoLead, byId, at, digest, entries, roleAtSchoolId, doubt ON ReturnSignature BEGIN
  SELECT RAISE(ABORT, 'signature_stands');
END;
CREATE TRIGGER ReturnSignature_confirmed_once BEFORE UPDATE OF confirmedAt, confirmedById ON ReturnSignature WHEN OLD.confirmedAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'signature_is_confirmed');
END;
CREATE TRIGGER ReturnSignature_kept BEFORE DELETE ON ReturnSignature BEGIN SELECT RAISE(ABORT, 'signature_stands'); END;

-- The head's submission, which meets the deadline; a governor's signature may follow. came: when, beside the dates of the round.
CREATE TABLE ReturnSubmission (
  id TEXT NOT NULL PRIMARY KEY,
  returnId TEXT NOT NULL REFERENCES SchoolReturn (id),
  turn INTEGER NOT NULL CHECK (turn >= 0),
  number TEXT NOT NULL UNIQUE,
  came TEXT NOT NULL CHECK (came IN ('by_deadline', 'by_final', 'after_final')),
  byId TEXT NOT NULL REFERENCES Account (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  UNIQUE (returnId, turn)
);

CREATE TRIGGER ReturnSubmission_while_open BEFORE INSERT ON ReturnSubmission BEGIN
  SELECT RAISE(ABORT, 'round_is_closed')
  FROM SchoolReturn s
  JOIN ReturnRound r ON r.id = s.roundId
  WHERE s.id = NEW.returnId AND r.closedAt IS NOT NULL;
END;
CREATE TRIGGER ReturnSubmission_of_open_round BEFORE INSERT ON ReturnSubmission
WHEN NOT EXISTS (
  SELECT 1
  FROM SchoolReturn s
  JOIN ReturnRound r ON r.id = s.roundId
  WHERE s.id = NEW.returnId AND r.openedAt <= NEW.at
)
BEGIN SELECT RAISE(ABORT, 'round_not_open'); END;
CREATE TRIGGER ReturnSubmission_in_time_or_late BEFORE INSERT ON ReturnSubmission BEGIN
  SELECT RAISE(ABORT, 'submission_marked_otherwise')
  FROM SchoolReturn s
  JOIN ReturnRound r ON r.id = s.roundId
  WHERE s.id = NEW.returnId
    AND NEW.came <> (
      CASE
        WHEN NEW.at <= max(r.deadlineAt, COALESCE(s.deadlineAt, '')) THEN 'by_deadline'
        WHEN NEW.at <= max(r.finalAt, COALESCE(s.finalAt, '')) THEN 'by_final'
        ELSE 'after_final' END
    );
END;
CREATE TRIGGER ReturnSubmission_once BEFORE INSERT ON ReturnSubmission BEGIN
  SELECT RAISE(ABORT, 'return_is_already_submitted')
  WHERE NEW.turn <> (SELECT count(*) FROM ReturnReopening o WHERE o.returnId = NEW.returnId)
    OR EXISTS (SELECT 1 FROM ReturnSubmission b WHERE b.returnId = NEW.returnId AND b.turn = NEW.turn);
END;
CREATE TRIGGER ReturnSubmission_came_otherwise BEFORE INSERT ON ReturnSubmission BEGIN
  SELECT RAISE(ABORT, 'return_came_otherwise')
  FROM ReturnOtherAudit a
  WHERE a.returnId = NEW.returnId;
END;
CREATE TRIGGER ReturnSubmission_by_head BEFORE INSERT ON ReturnSubmission
WHEN NOT EXISTS (
  SELECT 1
  FROM ReturnSignature g
  WHERE g.returnId = NEW.returnId AND g.turn = NEW.turn AND g.signedAs = 'head' AND g.byId = NEW.byId
)
BEGIN SELECT RAISE(ABORT, 'head_has_not_signed'); END;
CREATE TRIGGER ReturnSubmission_confirms_dates AFTER INSERT ON ReturnSubmission BEGIN
  INSERT OR IGNORE INTO NoticeFact (id, notice, subjectId, schoolId, what, at, recordedAt)
  SELECT d.postponementId || ' ' || d.returnId || ' seen', 'deadline', d.postponementId, d.schoolId, 'confirmed', NEW.at, NEW.at
  FROM ToldDeadline d
  WHERE d.returnId = NEW.returnId;
END;
-- What came is not chased any more.
CREATE TRIGGER ReturnSubmission_ends_chase AFTER INSERT ON ReturnSubmission BEGIN
  UPDATE Chase SET endedAt = NEW.at, endedWhy = 'settled', endedById = NULL
  WHERE endedAt IS NULL
    AND matter = 'return_missing'
    AND subjectId = (SELECT t.roundId FROM SchoolReturn t WHERE t.id = NEW.returnId)
    AND schoolId IN (
      SELECT m.id
      FROM SchoolReturn t
      JOIN School s ON s.id = t.schoolId
      JOIN School m ON m.rootId = s.rootId
      WHERE t.id = NEW.returnId
    );
END;
CREATE TRIGGER ReturnSubmission_stands BEFORE UPDATE ON ReturnSubmission BEGIN SELECT RAISE(ABORT, 'submission_stands'); END;
CREATE TRIGGER ReturnSubmission_kept BEFORE DELETE ON ReturnSubmission BEGIN SELECT RAISE(ABORT, 'submission_stands'); END;

-- An officer let a school change what it had submitted. turn: 1 for the first. What was in time stays in time.
CREATE TABLE ReturnReopening (
  id TEXT NOT NULL PRIMARY KEY,
  returnId TEXT NOT NULL REFERENCES SchoolReturn (id),
  turn INTEGER NOT NULL CHECK (turn > 0),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  byId TEXT NOT NULL REFERENCES Account (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  UNIQUE (returnId, turn)
);

CREATE TRIGGER ReturnReopening_of_submitted BEFORE INSERT ON ReturnReopening
WHEN NOT EXISTS (SELECT 1 FROM ReturnSubmission b WHERE b.returnId = NEW.returnId AND b.turn = NEW.turn - 1)
  OR EXISTS (SELECT 1 FROM ReturnReopening o WHERE o.returnId = NEW.returnId AND o.turn = NEW.turn)
BEGIN SELECT RAISE(ABORT, 'return_not_submitted'); END;
CREATE TRIGGER ReturnReopening_while_open BEFORE INSERT ON ReturnReopening BEGIN
  SELECT RAISE(ABORT, 'reopened_in_closed_round')
  FROM SchoolReturn t JOIN ReturnRound o ON o.id = t.roundId
  WHERE t.id = NEW.returnId AND o.closedAt IS NOT NULL;
END;
-- What a second person approved under the id of the reopening; after the other rules.
CREATE TRIGGER ReturnReopening_by_two AFTER INSERT ON ReturnReopening
WHEN COALESCE((SELECT value ->> '$.reopeningBy' FROM Setting WHERE key = 'council'), 'two') = 'two'
BEGIN
  SELECT RAISE(ABORT, 'reopening_needs_a_second')
  WHERE NOT EXISTS (SELECT 1 FROM StaffProposal p WHERE p.id = NEW.id AND p.kind = 'reopening' AND p.state = 'approved' AND p.doneAt IS NULL);
END;
CREATE TRIGGER ReturnReopening_stands BEFORE UPDATE OF id, returnId, turn, byId, at ON ReturnReopening BEGIN SELECT RAISE(ABORT, 'reopening_stands'); END;
CREATE TRIGGER ReturnReopening_kept BEFORE DELETE ON ReturnReopening BEGIN SELECT RAISE(ABORT, 'reopening_stands'); END;

-- A school answered on paper or with another audit, as an officer entered it.
CREATE TABLE ReturnOtherAudit (
  id TEXT NOT NULL PRIMARY KEY,
  returnId TEXT NOT NULL UNIQUE REFERENCES SchoolReturn (id),
  kind TEXT NOT NULL CHECK (kind IN ('paper', 'other_audit')),
  about TEXT NOT NULL CHECK (length(about) BETWEEN 1 AND 1000),
  receivedOn TEXT NOT NULL CHECK (receivedOn IS date(receivedOn)),
  came TEXT NOT NULL CHECK (came IN ('by_deadline', 'by_final', 'after_final')),
  byId TEXT NOT NULL REFERENCES Account (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at))
);

CREATE TRIGGER ReturnOtherAudit_confirms AFTER INSERT ON ReturnOtherAudit BEGIN
  INSERT OR IGNORE INTO NoticeFact (id, notice, subjectId, schoolId, what, at, recordedAt)
  SELECT t.id || ' begun', 'return', t.roundId, t.schoolId, 'confirmed', NEW.at, NEW.at
  FROM SchoolReturn t
  WHERE t.id = NEW.returnId;
END;
CREATE TRIGGER ReturnOtherAudit_instead BEFORE INSERT ON ReturnOtherAudit BEGIN
  SELECT RAISE(ABORT, 'return_has_answered')
  WHERE EXISTS (SELECT 1 FROM ReturnSubmission b WHERE b.returnId = NEW.returnId)
    OR EXISTS (SELECT 1 FROM ReturnOtherAudit a WHERE a.returnId = NEW.returnId);
END;
-- What came is not chased any more.
CREATE TRIGGER ReturnOtherAudit_ends_chase AFTER INSERT ON ReturnOtherAudit BEGIN
  UPDATE Chase SET endedAt = NEW.at, endedWhy = 'settled', endedById = NULL
  WHERE endedAt IS NULL
    AND matter = 'return_missing'
    AND subjectId = (SELECT t.roundId FROM SchoolReturn t WHERE t.id = NEW.returnId)
    AND schoolId IN (
      SELECT m.id
      FROM SchoolReturn t
      JOIN School s ON s.id = t.schoolId
      JOIN School m ON m.rootId = s.rootId
      WHERE t.id = NEW.returnId
    );
END;
CREATE TRIGGER ReturnOtherAudit_stands BEFORE UPDATE OF id, returnId, kind, receivedOn, came, byId, at ON ReturnOtherAudit BEGIN SELECT RAISE(ABORT, 'other_audit_stands'); END;
CREATE TRIGGER ReturnOtherAudit_kept BEFORE DELETE ON ReturnOtherAudit BEGIN SELECT RAISE(ABORT, 'other_audit_stands'); END;

-- What a school means to do, of its return. owner: who there, in the school's words.
CREATE TABLE ReturnAction (
  id TEXT NOT NULL PRIMARY KEY,
  returnId TEXT NOT NULL REFERENCES SchoolReturn (id),
  questionId TEXT REFERENCES ReturnQuestion (id),
  what TEXT NOT NULL CHECK (length(what) BETWEEN 1 AND 1000),
  owner TEXT NOT NULL DEFAULT '' CHECK (length(owner) <= 200),
  dueOn TEXT NOT NULL CHECK (dueOn IS date(dueOn)),
  byId TEXT NOT NULL REFERENCES Account (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at))
);
CREATE INDEX ReturnAction_return ON ReturnAction (returnId);
CREATE INDEX ReturnAction_due ON ReturnAction (dueOn);

CREATE TRIGGER ReturnAction_stands BEFORE UPDATE OF id, returnId, questionId, dueOn, byId, at ON ReturnAction
BEGIN SELECT RAISE(ABORT, 'action_stands'); END;
CREATE TRIGGER ReturnAction_kept BEFORE DELETE ON ReturnAction BEGIN SELECT RAISE(ABORT, 'action_stands'); END;

-- What the school or an officer said of an action: that it was done on a day, or that it is not done after all. The last stands.
CREATE TABLE ReturnActionSaid (
  id TEXT NOT NULL PRIMARY KEY,
  actionId TEXT NOT NULL REFERENCES ReturnAction (id),
  doneOn TEXT CHECK (doneOn IS NULL OR doneOn IS date(doneOn)),
  words TEXT NOT NULL DEFAULT '' CHECK (length(words) <= 1000),
  byId TEXT NOT NULL REFERENCES Account (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at))
);
CREATE INDEX ReturnActionSaid_action ON ReturnActionSaid (actionId);

-- Actions that are not said to be done.
CREATE VIEW OpenAction AS
  SELECT a.*
  FROM ReturnAction a
  WHERE (SELECT s.doneOn FROM ReturnActionSaid s WHERE s.actionId = a.id ORDER BY s.rowid DESC LIMIT 1) IS NULL;

CREATE TRIGGER ReturnActionSaid_once BEFORE INSERT ON ReturnActionSaid BEGIN
  SELECT RAISE(ABORT, 'action_is_said_so')
  WHERE (NEW.doneOn IS NOT NULL) <> EXISTS (SELECT 1 FROM OpenAction o WHERE o.id = NEW.actionId);
END;
-- Where nothing is overdue or disputed any more, the school is not chased for it.
CREATE TRIGGER ReturnActionSaid_ends_chase AFTER INSERT ON ReturnActionSaid BEGIN
  UPDATE Chase SET endedAt = NEW.at, endedWhy = 'settled', endedById = NULL
  WHERE endedAt IS NULL
    AND matter = 'return_plan'
    AND schoolId IN (
      SELECT m.id
      FROM ReturnAction a
      JOIN SchoolReturn t ON t.id = a.returnId
      JOIN School s ON s.id = t.schoolId
      JOIN School m ON m.rootId = s.rootId
      WHERE a.id = NEW.actionId AND NOT EXISTS (SELECT 1 FROM ReturnToDo d WHERE d.rootId = s.rootId AND d.dueOn < date(NEW.at))
    );
END;
CREATE TRIGGER ReturnActionSaid_stands BEFORE UPDATE OF id, actionId, doneOn, byId, at ON ReturnActionSaid
BEGIN SELECT RAISE(ABORT, 'said_of_action_stands'); END;
CREATE TRIGGER ReturnActionSaid_kept BEFORE DELETE ON ReturnActionSaid BEGIN SELECT RAISE(ABORT, 'said_of_action_stands'); END;

-- What is still to be done after a return, of root schools: actions by their day, and disputes of our record, which have no day of the school.
CREATE VIEW ReturnToDo AS
  SELECT s.rootId, a.returnId, a.id AS actionId, NULL AS disputeId, a.dueOn
  FROM OpenAction a
  JOIN SchoolReturn t ON t.id = a.returnId
  JOIN School s ON s.id = t.schoolId
  UNION ALL
  SELECT s.rootId, d.returnId, NULL, d.id, ''
  FROM ReturnShown d
  JOIN SchoolReturn t ON t.id = d.returnId
  JOIN School s ON s.id = t.schoolId
  WHERE d.answer = 'disputed' AND d.settledAt IS NULL;

-- The count at the deadline and at the final date, written once by the clock; ReturnCounted has the schools that it is of, as they were then.
CREATE TABLE ReturnCount (
  roundId TEXT NOT NULL REFERENCES ReturnRound (id),
  moment TEXT NOT NULL CHECK (moment IN ('deadline', 'final')),
  -- The date as it was then; a round may be put off after it was counted.
  asAt TEXT NOT NULL CHECK (asAt IS strftime('%Y-%m-%dT%H:%M:%fZ', asAt)),
  asked INTEGER NOT NULL CHECK (asked >= 0),
  submitted INTEGER NOT NULL CHECK (submitted >= 0),
  otherwise INTEGER NOT NULL CHECK (otherwise >= 0),
  begun INTEGER NOT NULL CHECK (begun >= 0),
  countedAt TEXT NOT NULL CHECK (countedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', countedAt)),
  PRIMARY KEY (roundId, moment),
  CHECK (submitted + otherwise + begun <= asked)
) WITHOUT ROWID;

CREATE TRIGGER ReturnCount_stands BEFORE UPDATE ON ReturnCount BEGIN SELECT RAISE(ABORT, 'count_stands'); END;
CREATE TRIGGER ReturnCount_kept BEFORE DELETE ON ReturnCount BEGIN SELECT RAISE(ABORT, 'count_stands'); END;

-- A school of a count, with its state and what the register said of it then.
CREATE TABLE ReturnCounted (
  roundId TEXT NOT NULL,
  moment TEXT NOT NULL,
  returnId TEXT NOT NULL REFERENCES SchoolReturn (id),
  state TEXT NOT NULL CHECK (state IN ('submitted', 'otherwise', 'begun', 'not_begun')),
  sector TEXT NOT NULL,
  kind TEXT NOT NULL,
  phase TEXT NOT NULL,
  trustName TEXT NOT NULL,
  wardName TEXT NOT NULL,
  PRIMARY KEY (roundId, moment, returnId),
  FOREIGN KEY (roundId, moment) REFERENCES ReturnCount (roundId, moment)
) WITHOUT ROWID;

CREATE TRIGGER ReturnCounted_stands BEFORE UPDATE ON ReturnCounted BEGIN SELECT RAISE(ABORT, 'counted_stands'); END;
CREATE TRIGGER ReturnCounted_kept BEFORE DELETE ON ReturnCounted BEGIN SELECT RAISE(ABORT, 'counted_stands'); END;

-- What the council will do after an audit, as an officer told the schools; the last row of a round stands.
CREATE TABLE ReturnFeedback (
  id TEXT NOT NULL PRIMARY KEY,
  roundId TEXT NOT NULL REFERENCES ReturnRound (id),
  words TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 4000),
  byId TEXT NOT NULL REFERENCES Account (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at))
);
CREATE INDEX ReturnFeedback_round ON ReturnFeedback (roundId, at);

CREATE TRIGGER ReturnFeedback_of_results BEFORE INSERT ON ReturnFeedback
WHEN NOT EXISTS (SELECT 1 FROM FrozenReport f WHERE f.id = 'audit ' || NEW.roundId)
BEGIN SELECT RAISE(ABORT, 'no_results_yet'); END;
CREATE TRIGGER ReturnFeedback_stands BEFORE UPDATE OF id, roundId, byId, at ON ReturnFeedback BEGIN SELECT RAISE(ABORT, 'feedback_stands'); END;
CREATE TRIGGER ReturnFeedback_kept BEFORE DELETE ON ReturnFeedback BEGIN SELECT RAISE(ABORT, 'feedback_stands'); END;

-- That somebody read case records of a school on a day, as the school states (bySchool 1) or the council did itself: how many they read, and how many of
-- those were complete, in bands, and what gets in the way, from a list. Nothing is said of a child. The last row of a day stands.
CREATE TABLE CaseRecordAudit (
  id TEXT NOT NULL PRIMARY KEY,
  schoolId TEXT NOT NULL REFERENCES School (id),
  bySchool INTEGER NOT NULL CHECK (bySchool IN (0, 1)),
  doneOn TEXT NOT NULL CHECK (doneOn IS date(doneOn)),
  doneBy TEXT NOT NULL CHECK (doneBy IN ('head', 'lead', 'deputy', 'governor', 'trust', 'outside', 'council')),
  readBand INTEGER NOT NULL CHECK (readBand BETWEEN 0 AND 3),
  completeBand INTEGER NOT NULL CHECK (completeBand BETWEEN 0 AND 3),
  obstacles TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(obstacles)),
  byId TEXT NOT NULL REFERENCES Account (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  CHECK (completeBand <= readBand),
  CHECK ((bySchool = 0) = (doneBy = 'council'))
);
CREATE INDEX CaseRecordAudit_school ON CaseRecordAudit (schoolId, doneOn);

CREATE TRIGGER CaseRecordAudit_stands BEFORE UPDATE ON CaseRecordAudit BEGIN SELECT RAISE(ABORT, 'case_audit_stands'); END;
CREATE TRIGGER CaseRecordAudit_kept BEFORE DELETE ON CaseRecordAudit BEGIN SELECT RAISE(ABORT, 'case_audit_stands'); END;

-- A sample of submitted returns, drawn by chance.
CREATE TABLE ReturnSample (
  id TEXT NOT NULL PRIMARY KEY,
  roundId TEXT NOT NULL REFERENCES ReturnRound (id),
  size INTEGER NOT NULL CHECK (size > 0),
  among INTEGER NOT NULL CHECK (among >= size),
  byId TEXT NOT NULL REFERENCES Account (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at))
);
CREATE INDEX ReturnSample_round ON ReturnSample (roundId);

CREATE TRIGGER ReturnSample_stands BEFORE UPDATE ON ReturnSample BEGIN SELECT RAISE(ABORT, 'sample_stands'); END;
CREATE TRIGGER ReturnSample_kept BEFORE DELETE ON ReturnSample BEGIN SELECT RAISE(ABORT, 'sample_stands'); END;

-- One return of a sample. visitedOn, visitedById: when an officer looked at it with the school.
CREATE TABLE ReturnModeration (
  id TEXT NOT NULL PRIMARY KEY,
  sampleId TEXT NOT NULL REFERENCES ReturnSample (id),
  returnId TEXT NOT NULL UNIQUE REFERENCES SchoolReturn (id),
  visitedOn TEXT CHECK (visitedOn IS NULL OR visitedOn IS date(visitedOn)),
  visitedById TEXT REFERENCES Account (id),
  note TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
  CHECK ((visitedOn IS NULL) = (visitedById IS NULL))
);
CREATE INDEX ReturnModeration_sample ON ReturnModeration (sampleId);

CREATE TRIGGER ReturnModeration_drawn_stands BEFORE UPDATE OF id, sampleId, returnId ON ReturnModeration
BEGIN SELECT RAISE(ABORT, 'drawn_stands'); END;
CREATE TRIGGER ReturnModeration_visited_once BEFORE UPDATE OF visitedOn, visitedById ON ReturnModeration
WHEN OLD.visitedOn IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'visit_is_noted'); END;
CREATE TRIGGER ReturnModeration_kept BEFORE DELETE ON ReturnModeration BEGIN SELECT RAISE(ABORT, 'drawn_stands'); END;

-- The grade that the officer found, beside the school's own, which entryId is. A later row of the same question stands in place of an earlier one.
CREATE TABLE CheckedGrade (
  id TEXT NOT NULL PRIMARY KEY,
  moderationId TEXT NOT NULL REFERENCES ReturnModeration (id),
  entryId TEXT NOT NULL REFERENCES ReturnEntry (id),
  grade TEXT NOT NULL CHECK (grade IN ('1', '2', '3', '4', 'red', 'amber', 'green')),
  note TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 1000),
  byId TEXT NOT NULL REFERENCES Account (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at))
);
CREATE INDEX CheckedGrade_moderation ON CheckedGrade (moderationId);

CREATE TRIGGER CheckedGrade_after_visit BEFORE INSERT ON CheckedGrade
WHEN NOT EXISTS (SELECT 1 FROM ReturnModeration m WHERE m.id = NEW.moderationId AND m.visitedOn IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'school_not_visited'); END;
CREATE TRIGGER CheckedGrade_stands BEFORE UPDATE OF id, moderationId, entryId, grade, byId, at ON CheckedGrade BEGIN SELECT RAISE(ABORT, 'checked_grade_stands'); END;
CREATE TRIGGER CheckedGrade_kept BEFORE DELETE ON CheckedGrade BEGIN SELECT RAISE(ABORT, 'checked_grade_stands'); END;
