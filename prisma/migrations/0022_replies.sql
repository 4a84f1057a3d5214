-- How schools stood with requirements when a report was frozen, what each school answers to what a report says of it, and what was recommended.

-- How a school of a report stood with a requirement: its state, the sentence why (no person in it), the day on which it would turn with time alone, and the
-- ids of what it rests on (roles, trainings, statements, exceptions, gaps). What the register said of the school stands in FrozenSchool. Of a report about
-- guidance requirementId is the document, and facts are the version, the dates and the level of how we know (src/guidance/uptake).
CREATE TABLE FrozenStanding (
  reportId TEXT NOT NULL REFERENCES FrozenReport (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  requirementId TEXT NOT NULL,
  state TEXT NOT NULL CHECK (
    state IN ('in_date', 'due_soon', 'not_in_date', 'no_record', 'vacant', 'not_known', 'exempt', 'not_asked', 'as_is', 'with_changes', 'own_policy',
      'not_adopting', 'not_applicable', 'acknowledged', 'opened', 'issued', 'not_issued', 'submitted', 'otherwise', 'missing')
  ),
  why TEXT NOT NULL,
  turnsOn TEXT CHECK (turnsOn IS date(turnsOn)),
  evidence TEXT NOT NULL CHECK (json_valid(evidence)),
  facts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(facts)),
  PRIMARY KEY (reportId, schoolId, requirementId)
) WITHOUT ROWID;

CREATE TRIGGER FrozenStanding_stands BEFORE UPDATE ON FrozenStanding BEGIN SELECT RAISE(ABORT, 'frozen_standing_stands'); END;
CREATE TRIGGER FrozenStanding_kept BEFORE DELETE ON FrozenStanding BEGIN SELECT RAISE(ABORT, 'frozen_standing_stands'); END;
CREATE TRIGGER FrozenStanding_with_its_report BEFORE INSERT ON FrozenStanding
WHEN EXISTS (SELECT 1 FROM Log l WHERE l.subjectKind = 'frozen_report' AND l.subjectId = NEW.reportId)
BEGIN SELECT RAISE(ABORT, 'standings_are_frozen'); END;

-- That schools are to be shown what a report says of them: the clock shows it in pieces until none is left that can be written to. kind: a report of the series,
-- or one of coverage that is to be published, of which number is its number. knownAt: the moment of which it speaks.
CREATE TABLE ReportShowing (
  reportId TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('report', 'coverage')),
  number INTEGER NOT NULL,
  knownAt TEXT NOT NULL CHECK (knownAt IS strftime('%Y-%m-%dT%H:%M:%fZ', knownAt)),
  replyDays INTEGER NOT NULL CHECK (replyDays > 0),
  startedAt TEXT NOT NULL CHECK (startedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', startedAt)),
  startedById TEXT NOT NULL REFERENCES Account (id),
  doneAt TEXT CHECK (doneAt IS NULL OR doneAt IS strftime('%Y-%m-%dT%H:%M:%fZ', doneAt))
);
CREATE INDEX ReportShowing_open ON ReportShowing (reportId) WHERE doneAt IS NULL;

CREATE TRIGGER ReportShowing_of_a_report BEFORE INSERT ON ReportShowing
WHEN NOT EXISTS (
  SELECT 1 FROM FrozenReport f WHERE f.id = NEW.reportId AND f.number = NEW.number AND f.about = 'attendance' AND NEW.kind = 'coverage'
  UNION ALL
  SELECT 1 FROM Report r WHERE r.id = NEW.reportId AND r.number = NEW.number AND NEW.kind = 'report'
)
BEGIN SELECT RAISE(ABORT, 'shows_no_report'); END;
CREATE TRIGGER ReportShowing_stands BEFORE UPDATE OF reportId, kind, number, knownAt, replyDays ON ReportShowing BEGIN
  SELECT RAISE(ABORT, 'report_showing_stands');
END;
CREATE TRIGGER ReportShowing_kept BEFORE DELETE ON ReportShowing BEGIN SELECT RAISE(ABORT, 'report_showing_stands'); END;

-- What a report says of a school, in the words in which the school is shown it and it is published: pairs of what it is about and what it says.
CREATE TABLE ReportLine (
  reportId TEXT NOT NULL REFERENCES ReportShowing (reportId),
  schoolId TEXT NOT NULL REFERENCES School (id),
  urn TEXT NOT NULL,
  name TEXT NOT NULL,
  town TEXT NOT NULL,
  trustName TEXT NOT NULL,
  says TEXT NOT NULL CHECK (json_valid(says)),
  PRIMARY KEY (reportId, schoolId)
) WITHOUT ROWID;

CREATE TRIGGER ReportLine_stands BEFORE UPDATE ON ReportLine BEGIN SELECT RAISE(ABORT, 'report_line_stands'); END;
CREATE TRIGGER ReportLine_kept BEFORE DELETE ON ReportLine BEGIN SELECT RAISE(ABORT, 'report_line_stands'); END;

-- A school is shown its line of a report: its addresses are written to, where it has any. reachedAt: its first arrival (NoticeFact_reaches_school), from which its days run.
-- replyBy: the last of them, counted by a job. What it last answered, and what an officer decided on that, follow from ReplyWord and ReplyDecision.
CREATE TABLE ReportReply (
  reportId TEXT NOT NULL REFERENCES ReportShowing (reportId),
  schoolId TEXT NOT NULL REFERENCES School (id),
  shownAt TEXT NOT NULL CHECK (shownAt IS strftime('%Y-%m-%dT%H:%M:%fZ', shownAt)),
  shownById TEXT NOT NULL REFERENCES Account (id),
  reachedAt TEXT CHECK (reachedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', reachedAt)),
  replyBy TEXT CHECK (replyBy IS date(replyBy)),
  replyId TEXT,
  answer TEXT CHECK (answer IN ('right', 'wrong', 'correction')),
  answeredAt TEXT,
  answeredById TEXT REFERENCES Account (id),
  decision TEXT CHECK (decision IN ('corrected', 'stands')),
  decidedAt TEXT,
  decidedById TEXT REFERENCES Account (id),
  PRIMARY KEY (reportId, schoolId),
  CHECK (replyBy IS NULL OR reachedAt IS NOT NULL),
  CHECK ((answer IS NULL) = (answeredAt IS NULL)),
  CHECK ((decision IS NULL) = (decidedAt IS NULL))
) WITHOUT ROWID;
CREATE INDEX ReportReply_school ON ReportReply (schoolId, replyBy);
CREATE INDEX ReportReply_to_count ON ReportReply (reachedAt) WHERE reachedAt IS NOT NULL AND replyBy IS NULL;

-- By what a line is known to have reached its school: a mail that its server took, a call or letter that was noted, an answer.
CREATE VIEW LineArrival AS
  SELECT r.reportId AS reportId, r.schoolId AS schoolId, MAX(a.at, r.shownAt) AS at
  FROM ReportReply r
  JOIN NoticeArrival a ON a.notice = 'line' AND a.subjectId = r.reportId AND a.schoolId = r.schoolId;

CREATE TRIGGER ReportReply_begins_unreached BEFORE INSERT ON ReportReply WHEN NEW.reachedAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'reached_by_no_arrival');
END;
CREATE TRIGGER ReportReply_reached_by_an_arrival BEFORE UPDATE OF reachedAt ON ReportReply
WHEN NEW.reachedAt IS NOT OLD.reachedAt
  AND NEW.reachedAt IS NOT (SELECT MIN(a.at) FROM LineArrival a WHERE a.reportId = OLD.reportId AND a.schoolId = OLD.schoolId)
BEGIN SELECT RAISE(ABORT, 'reached_by_no_arrival'); END;
CREATE TRIGGER ReportReply_keeps_its_days BEFORE UPDATE OF reachedAt, replyBy ON ReportReply
WHEN (NEW.reachedAt IS NOT OLD.reachedAt OR (OLD.replyBy IS NOT NULL AND NEW.replyBy IS NOT OLD.replyBy))
  AND EXISTS (SELECT 1 FROM LineArrival a WHERE a.reportId = OLD.reportId AND a.schoolId = OLD.schoolId AND a.at <= OLD.reachedAt)
BEGIN SELECT RAISE(ABORT, 'days_to_reply_stand'); END;
CREATE TRIGGER ReportReply_stands BEFORE UPDATE OF reportId, schoolId ON ReportReply BEGIN SELECT RAISE(ABORT, 'shown_line_stands'); END;
-- One that every mail missed is shown its line anew.
CREATE TRIGGER ReportReply_once BEFORE UPDATE OF shownAt, shownById ON ReportReply
WHEN NOT EXISTS (SELECT 1 FROM UnreachedNotice u WHERE u.notice = 'line' AND u.subjectId = OLD.reportId AND u.schoolId = OLD.schoolId)
BEGIN SELECT RAISE(ABORT, 'line_was_shown'); END;
CREATE TRIGGER ReportReply_kept BEFORE DELETE ON ReportReply BEGIN SELECT RAISE(ABORT, 'shown_line_stands'); END;

-- What a school answered to its line, each answer for itself; words: why it is wrong, or what is to be corrected. saidOn: the day in London.
CREATE TABLE ReplyWord (
  id TEXT NOT NULL PRIMARY KEY,
  reportId TEXT NOT NULL REFERENCES ReportShowing (reportId),
  schoolId TEXT NOT NULL REFERENCES School (id),
  answer TEXT NOT NULL CHECK (answer IN ('right', 'wrong', 'correction')),
  words TEXT NOT NULL DEFAULT '',
  saidOn TEXT NOT NULL CHECK (saidOn IS date(saidOn)),
  saidAt TEXT NOT NULL CHECK (saidAt IS strftime('%Y-%m-%dT%H:%M:%fZ', saidAt)),
  saidById TEXT NOT NULL REFERENCES Account (id),
  CHECK (answer = 'right' OR length(trim(words)) > 0)
);
CREATE INDEX ReplyWord_report ON ReplyWord (reportId, schoolId);

CREATE TRIGGER ReplyWord_stands BEFORE UPDATE OF id, reportId, schoolId, answer, saidOn, saidAt, saidById ON ReplyWord BEGIN
  SELECT RAISE(ABORT, 'reply_word_stands');
END;
CREATE TRIGGER ReplyWord_kept BEFORE DELETE ON ReplyWord BEGIN SELECT RAISE(ABORT, 'reply_word_stands'); END;
CREATE TRIGGER ReplyWord_in_time BEFORE INSERT ON ReplyWord
WHEN NOT EXISTS (
  SELECT 1
  FROM ReportReply r
  WHERE r.reportId = NEW.reportId
    AND r.schoolId = NEW.schoolId
    AND (r.replyBy IS NULL OR NEW.saidOn <= r.replyBy)
    -- An answer of the last second is not to come in behind a report that became final in the next.
    AND NOT EXISTS (SELECT 1 FROM FinalReport f WHERE f.reportId = r.reportId AND f.form <> 'unnamed' AND f.finalOn > r.replyBy)
)
BEGIN SELECT RAISE(ABORT, 'reply_time_is_over'); END;
-- A new answer takes the place of the one before, and of what was decided on that.
CREATE TRIGGER ReplyWord_is_the_answer AFTER INSERT ON ReplyWord BEGIN
  UPDATE ReportReply
  SET replyId = NEW.id, answer = NEW.answer, answeredAt = NEW.saidAt, answeredById = NEW.saidById, decision = NULL, decidedAt = NULL, decidedById = NULL
  WHERE reportId = NEW.reportId AND schoolId = NEW.schoolId;
END;

-- Whoever answers has seen it.
CREATE TRIGGER ReplyWord_confirms AFTER INSERT ON ReplyWord BEGIN
  INSERT INTO NoticeFact (id, notice, subjectId, schoolId, what, at, recordedAt)
  VALUES (NEW.id, 'line', NEW.reportId, NEW.schoolId, 'confirmed', NEW.saidAt, NEW.saidAt);
END;

-- What an officer decided on an answer: the record was corrected, or the line stands, and why.
CREATE TABLE ReplyDecision (
  id TEXT NOT NULL PRIMARY KEY,
  replyId TEXT NOT NULL REFERENCES ReplyWord (id),
  decision TEXT NOT NULL CHECK (decision IN ('corrected', 'stands')),
  reason TEXT NOT NULL CHECK (length(trim(reason)) > 0),
  decidedAt TEXT NOT NULL CHECK (decidedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', decidedAt)),
  decidedById TEXT NOT NULL REFERENCES Account (id)
);
CREATE INDEX ReplyDecision_reply ON ReplyDecision (replyId);

CREATE TRIGGER ReplyDecision_stands BEFORE UPDATE OF id, replyId, decision, decidedAt, decidedById ON ReplyDecision BEGIN
  SELECT RAISE(ABORT, 'reply_decision_stands');
END;
CREATE TRIGGER ReplyDecision_kept BEFORE DELETE ON ReplyDecision BEGIN SELECT RAISE(ABORT, 'reply_decision_stands'); END;
CREATE TRIGGER ReplyDecision_on_the_last BEFORE INSERT ON ReplyDecision
WHEN NOT EXISTS (SELECT 1 FROM ReportReply r WHERE r.replyId = NEW.replyId AND r.answer <> 'right')
BEGIN SELECT RAISE(ABORT, 'reply_has_changed'); END;
CREATE TRIGGER ReplyDecision_is_the_decision AFTER INSERT ON ReplyDecision BEGIN
  UPDATE ReportReply
  SET decision = NEW.decision, decidedAt = NEW.decidedAt, decidedById = NEW.decidedById
  WHERE replyId = NEW.replyId;
END;

-- What scrutiny or a review recommended, as an officer noted it. figure: the question of a topic whose figures show what comes of it.
CREATE TABLE Recommendation (
  id TEXT NOT NULL PRIMARY KEY,
  source TEXT NOT NULL CHECK (source IN ('scrutiny', 'review')),
  madeBy TEXT NOT NULL CHECK (length(madeBy) BETWEEN 1 AND 200),
  madeOn TEXT NOT NULL CHECK (madeOn IS date(madeOn)),
  receivedOn TEXT NOT NULL CHECK (receivedOn IS date(receivedOn) AND receivedOn >= madeOn),
  text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
  figure TEXT NOT NULL DEFAULT '' CHECK (figure IN ('', 'came', 'people', 'training', 'guidance', 'answer')),
  topicId TEXT REFERENCES Topic (id),
  notedAt TEXT NOT NULL CHECK (notedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', notedAt)),
  notedById TEXT NOT NULL REFERENCES Account (id),
  CHECK ((figure = '') = (topicId IS NULL))
);

CREATE TRIGGER Recommendation_stands BEFORE UPDATE ON Recommendation BEGIN SELECT RAISE(ABORT, 'recommendation_stands'); END;
CREATE TRIGGER Recommendation_kept BEFORE DELETE ON Recommendation BEGIN SELECT RAISE(ABORT, 'recommendation_stands'); END;

-- What the executive answered to a recommendation. A later answer takes the place of the one that it names, and each is kept.
CREATE TABLE RecommendationAnswer (
  id TEXT NOT NULL PRIMARY KEY,
  ofId TEXT NOT NULL REFERENCES Recommendation (id),
  what TEXT NOT NULL CHECK (what IN ('accepted', 'in_part', 'not_accepted')),
  day TEXT NOT NULL CHECK (day IS date(day)),
  why TEXT NOT NULL DEFAULT '' CHECK (length(why) <= 1000),
  notedAt TEXT NOT NULL CHECK (notedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', notedAt)),
  notedById TEXT NOT NULL REFERENCES Account (id),
  replacesId TEXT UNIQUE REFERENCES RecommendationAnswer (id),
  CHECK (what = 'accepted' OR why <> '')
);
CREATE UNIQUE INDEX RecommendationAnswer_first ON RecommendationAnswer (ofId) WHERE replacesId IS NULL;
CREATE INDEX RecommendationAnswer_of ON RecommendationAnswer (ofId);

CREATE TRIGGER RecommendationAnswer_stands BEFORE UPDATE ON RecommendationAnswer BEGIN SELECT RAISE(ABORT, 'recommendation_answer_stands'); END;
CREATE TRIGGER RecommendationAnswer_kept BEFORE DELETE ON RecommendationAnswer BEGIN SELECT RAISE(ABORT, 'recommendation_answer_stands'); END;

-- What is to be done about a recommendation, which post or team does it, and by when.
CREATE TABLE RecommendationAction (
  id TEXT NOT NULL PRIMARY KEY,
  ofId TEXT NOT NULL REFERENCES Recommendation (id),
  what TEXT NOT NULL CHECK (length(what) BETWEEN 1 AND 500),
  owner TEXT NOT NULL CHECK (length(owner) BETWEEN 1 AND 120),
  dueOn TEXT NOT NULL CHECK (dueOn IS date(dueOn)),
  notedAt TEXT NOT NULL CHECK (notedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', notedAt)),
  notedById TEXT NOT NULL REFERENCES Account (id)
);
CREATE INDEX RecommendationAction_of ON RecommendationAction (ofId);

CREATE TRIGGER RecommendationAction_stands BEFORE UPDATE ON RecommendationAction BEGIN SELECT RAISE(ABORT, 'recommendation_action_stands'); END;
CREATE TRIGGER RecommendationAction_kept BEFORE DELETE ON RecommendationAction BEGIN SELECT RAISE(ABORT, 'recommendation_action_stands'); END;

-- That an action was done on a day, or will be late until a day, and why. The last stands.
CREATE TABLE ActionStep (
  id TEXT NOT NULL PRIMARY KEY,
  ofId TEXT NOT NULL REFERENCES RecommendationAction (id),
  what TEXT NOT NULL CHECK (what IN ('done', 'late')),
  day TEXT NOT NULL CHECK (day IS date(day)),
  why TEXT NOT NULL DEFAULT '' CHECK (length(why) <= 1000),
  notedAt TEXT NOT NULL CHECK (notedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', notedAt)),
  notedById TEXT NOT NULL REFERENCES Account (id),
  replacesId TEXT UNIQUE REFERENCES ActionStep (id),
  CHECK (what = 'done' OR why <> '')
);
CREATE UNIQUE INDEX ActionStep_first ON ActionStep (ofId) WHERE replacesId IS NULL;
CREATE INDEX ActionStep_of ON ActionStep (ofId);

CREATE TRIGGER ActionStep_stands BEFORE UPDATE ON ActionStep BEGIN SELECT RAISE(ABORT, 'action_step_stands'); END;
CREATE TRIGGER ActionStep_kept BEFORE DELETE ON ActionStep BEGIN SELECT RAISE(ABORT, 'action_step_stands'); END;
