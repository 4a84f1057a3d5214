-- Guidance and policies that the council issues to schools: what they say, which school and which named people had each version, and what the school
-- answered (src/guidance).

-- A national publication, as an officer noted it. What the council made of it: AdviceDecision.
CREATE TABLE NationalAdvice (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  address TEXT NOT NULL CHECK (address LIKE 'https://%'),
  publishedOn TEXT NOT NULL CHECK (publishedOn IS date(publishedOn)),
  notedAt TEXT NOT NULL CHECK (notedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', notedAt)),
  notedById TEXT NOT NULL REFERENCES Account (id),
  UNIQUE (address, publishedOn),
  -- An hour: the day in London.
  CHECK (publishedOn <= date(notedAt, '+1 hour'))
);

CREATE TRIGGER NationalAdvice_stands BEFORE UPDATE ON NationalAdvice BEGIN SELECT RAISE(ABORT, 'advice_stands'); END;
CREATE TRIGGER NationalAdvice_kept BEFORE DELETE ON NationalAdvice BEGIN SELECT RAISE(ABORT, 'advice_stands'); END;

-- asked: what a school is to do with it. topicId: what it is about, so that the answer on that topic finds it; NULL: on none of the list.
-- replacedById: the document that took its place when it was withdrawn.
CREATE TABLE GuidanceDocument (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  kind TEXT NOT NULL CHECK (kind IN ('statutory', 'policy', 'model', 'information')),
  asked TEXT NOT NULL CHECK (asked IN ('adopt', 'answer', 'tell_staff', 'nothing')),
  topicId TEXT REFERENCES Topic (id),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT NOT NULL REFERENCES Account (id),
  withdrawnAt TEXT CHECK (withdrawnAt IS NULL OR withdrawnAt IS strftime('%Y-%m-%dT%H:%M:%fZ', withdrawnAt)),
  withdrawnById TEXT REFERENCES Account (id),
  withdrawnWhy TEXT NOT NULL DEFAULT '',
  replacedById TEXT REFERENCES GuidanceDocument (id),
  CHECK ((withdrawnAt IS NULL) = (withdrawnById IS NULL)),
  CHECK ((withdrawnAt IS NULL) = (withdrawnWhy = '')),
  CHECK (replacedById IS NULL OR (withdrawnAt IS NOT NULL AND replacedById <> id))
);

CREATE TRIGGER GuidanceDocument_stands BEFORE UPDATE OF title, kind, asked, createdAt, createdById ON GuidanceDocument BEGIN
  SELECT RAISE(ABORT, 'document_is_issued')
  FROM GuidanceVersion v
  WHERE v.documentId = OLD.id AND v.issuedAt IS NOT NULL;
END;
CREATE TRIGGER GuidanceDocument_withdrawn_once BEFORE UPDATE OF withdrawnAt, withdrawnById, withdrawnWhy, replacedById ON GuidanceDocument
WHEN OLD.withdrawnAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'document_is_withdrawn'); END;
CREATE TRIGGER GuidanceDocument_settles_chases AFTER UPDATE OF withdrawnAt ON GuidanceDocument WHEN NEW.withdrawnAt IS NOT NULL BEGIN
  UPDATE Chase SET endedAt = NEW.withdrawnAt, endedWhy = 'settled'
  WHERE endedAt IS NULL AND matter = 'guidance' AND subjectId = NEW.id;
END;
CREATE TRIGGER GuidanceDocument_kept BEFORE DELETE ON GuidanceDocument BEGIN SELECT RAISE(ABORT, 'document_is_kept'); END;

-- For whom a document is: the sectors and the kinds of school, the kinds of early years setting, and the roles there that are written to, each with a
-- row of its own.
CREATE TABLE GuidanceAudience (
  documentId TEXT NOT NULL REFERENCES GuidanceDocument (id),
  dimension TEXT NOT NULL CHECK (dimension IN ('sector', 'kind', 'setting', 'role')),
  value TEXT NOT NULL,
  PRIMARY KEY (documentId, dimension, value)
) WITHOUT ROWID;

-- Whoever has been issued a document stays among those who were; more can be added, who then get what is current.
CREATE TRIGGER GuidanceAudience_only_widens BEFORE DELETE ON GuidanceAudience WHEN OLD.dimension <> 'role' BEGIN
  SELECT RAISE(ABORT, 'audience_was_issued')
  FROM GuidanceVersion v
  WHERE v.documentId = OLD.documentId AND v.issuedAt IS NOT NULL;
END;
CREATE TRIGGER GuidanceAudience_stands BEFORE UPDATE ON GuidanceAudience BEGIN SELECT RAISE(ABORT, 'audience_stands'); END;
CREATE TRIGGER GuidanceAudience_to_follow AFTER INSERT ON GuidanceAudience BEGIN
  UPDATE GuidanceLook
  SET lookOn = ''
  WHERE EXISTS (SELECT 1 FROM GuidanceVersion v WHERE v.documentId = NEW.documentId AND v.issuedAt IS NOT NULL);
END;

-- A version of a document: a draft until it is issued, and then as it was issued for good. It has a text, or files (GuidanceFile), or both.
-- askAgain: whoever answered an earlier version is asked again. adviceId: the national publication that it comes from. dueBy: a day, or the next
-- governors' meeting, which is taken to be by dueOn where the school does not say. changedAt: when the draft was last edited, so that nobody
-- writes over what somebody else wrote. One that the council wrote itself has its decision, and a StaffProposal of a second person.
CREATE TABLE GuidanceVersion (
  id TEXT NOT NULL PRIMARY KEY,
  documentId TEXT NOT NULL REFERENCES GuidanceDocument (id),
  number INTEGER NOT NULL CHECK (number > 0),
  text TEXT NOT NULL DEFAULT '',
  whatChanged TEXT NOT NULL DEFAULT '',
  whatToDo TEXT NOT NULL DEFAULT '',
  askAgain INTEGER NOT NULL DEFAULT 1 CHECK (askAgain IN (0, 1)),
  -- own: the council decided what it says; passed_on: it passes on what others wrote. An own version has who decided, by which decision, and the day of its
  -- equality assessment.
  source TEXT NOT NULL DEFAULT 'passed_on' CHECK (source IN ('passed_on', 'own')),
  decidedBy TEXT NOT NULL DEFAULT '',
  decision TEXT NOT NULL DEFAULT '',
  decidedOn TEXT CHECK (decidedOn IS NULL OR decidedOn IS date(decidedOn)),
  adviceId TEXT REFERENCES NationalAdvice (id),
  dueBy TEXT NOT NULL CHECK (dueBy IN ('day', 'governors')),
  dueOn TEXT CHECK (dueOn IS NULL OR dueOn IS date(dueOn)),
  equalityLink TEXT NOT NULL DEFAULT '' CHECK (equalityLink = '' OR equalityLink LIKE 'https://%'),
  equalityOn TEXT CHECK (equalityOn IS NULL OR equalityOn IS date(equalityOn)),
  equalityReviewOn TEXT CHECK (equalityReviewOn IS NULL OR equalityReviewOn IS date(equalityReviewOn)),
  changedAt TEXT NOT NULL CHECK (changedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', changedAt)),
  changedById TEXT NOT NULL REFERENCES Account (id),
  issuedAt TEXT CHECK (issuedAt IS NULL OR issuedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', issuedAt)),
  issuedById TEXT REFERENCES Account (id),
  UNIQUE (documentId, number),
  CHECK ((issuedAt IS NULL) = (issuedById IS NULL)),
  CHECK (issuedAt IS NULL OR number = 1 OR (whatChanged <> '' AND whatToDo <> '')),
  CHECK (issuedAt IS NULL OR dueOn IS NOT NULL)
);
CREATE UNIQUE INDEX GuidanceVersion_one_draft ON GuidanceVersion (documentId) WHERE issuedAt IS NULL;

CREATE TRIGGER GuidanceVersion_stands BEFORE UPDATE ON GuidanceVersion WHEN OLD.issuedAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'version_is_issued');
END;
CREATE TRIGGER GuidanceVersion_kept BEFORE DELETE ON GuidanceVersion WHEN OLD.issuedAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'issued_version_is_kept');
END;
CREATE TRIGGER GuidanceVersion_of_standing_document BEFORE INSERT ON GuidanceVersion BEGIN
  SELECT RAISE(ABORT, 'guidance_is_withdrawn')
  FROM GuidanceDocument d
  WHERE d.id = NEW.documentId AND d.withdrawnAt IS NOT NULL;
END;
CREATE TRIGGER GuidanceVersion_issued_while_standing BEFORE UPDATE OF issuedAt ON GuidanceVersion BEGIN
  SELECT RAISE(ABORT, 'guidance_is_withdrawn')
  FROM GuidanceDocument d
  WHERE d.id = NEW.documentId AND d.withdrawnAt IS NOT NULL;
END;
CREATE TRIGGER GuidanceVersion_to_follow AFTER UPDATE OF issuedAt ON GuidanceVersion BEGIN
  UPDATE GuidanceLook SET lookOn = '';
END;
-- Of a file alone nobody sees what has changed, so that is said in words.
CREATE TRIGGER GuidanceVersion_issued_with_words BEFORE UPDATE OF issuedAt ON GuidanceVersion
WHEN IIF(EXISTS (SELECT 1 FROM GuidanceFile f WHERE f.versionId = NEW.id), NEW.whatChanged = '' OR NEW.whatToDo = '', NEW.text = '')
BEGIN SELECT RAISE(ABORT, 'version_lacks_words'); END;

-- Due regard comes before a decision of the council's own.
CREATE TRIGGER GuidanceVersion_own_is_decided BEFORE UPDATE OF issuedAt ON GuidanceVersion WHEN NEW.source = 'own' BEGIN
  SELECT RAISE(ABORT, 'own_guidance_undecided')
  WHERE NEW.decidedBy = ''
    OR NEW.decision = ''
    OR NEW.decidedOn IS NULL
    OR NEW.equalityOn IS NULL
    OR NEW.equalityOn > NEW.decidedOn;
END;
-- Two people issue what is the council's own: the second approves the draft as it is. What is urgent goes while it waits for them.
CREATE TRIGGER GuidanceVersion_own_by_two AFTER UPDATE OF issuedAt ON GuidanceVersion WHEN NEW.source = 'own' AND NEW.issuedAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'guidance_needs_a_second')
  WHERE NOT EXISTS (
    SELECT 1
    FROM StaffProposal p
    WHERE p.kind = 'guidance'
      AND p.subjectId = NEW.id
      AND p.doneAt IS NULL
      AND p.asked ->> '$.changedAt' = NEW.changedAt
      AND (p.state = 'approved' OR p.state = 'proposed' AND p.asked ->> '$.urgent' = 1));
END;
CREATE TRIGGER GuidanceVersion_waits_as_proposed BEFORE UPDATE ON GuidanceVersion WHEN NEW.issuedAt IS NULL BEGIN
  SELECT RAISE(ABORT, 'draft_is_proposed')
  FROM StaffProposal p
  WHERE p.kind = 'guidance' AND p.subjectId = NEW.id AND p.state = 'proposed';
END;
CREATE TRIGGER GuidanceVersion_kept_while_proposed BEFORE DELETE ON GuidanceVersion BEGIN
  SELECT RAISE(ABORT, 'draft_is_proposed')
  FROM StaffProposal p
  WHERE p.kind = 'guidance' AND p.subjectId = OLD.id AND p.state = 'proposed';
END;

-- What the council made of a national publication: issued as a version, part of one, or not for its schools. A later decision takes the place of the one
-- that it names, and each is kept.
CREATE TABLE AdviceDecision (
  id TEXT NOT NULL PRIMARY KEY,
  adviceId TEXT NOT NULL REFERENCES NationalAdvice (id),
  what TEXT NOT NULL CHECK (what IN ('issued', 'part_of', 'not_for_us')),
  versionId TEXT REFERENCES GuidanceVersion (id),
  why TEXT NOT NULL DEFAULT '' CHECK (length(why) <= 500),
  decidedAt TEXT NOT NULL CHECK (decidedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', decidedAt)),
  decidedById TEXT NOT NULL REFERENCES Account (id),
  replacesId TEXT UNIQUE REFERENCES AdviceDecision (id),
  CHECK ((what = 'not_for_us') = (versionId IS NULL)),
  CHECK (what <> 'not_for_us' OR why <> '')
);
CREATE UNIQUE INDEX AdviceDecision_first ON AdviceDecision (adviceId) WHERE replacesId IS NULL;
CREATE INDEX AdviceDecision_version ON AdviceDecision (versionId);

CREATE TRIGGER AdviceDecision_stands BEFORE UPDATE ON AdviceDecision BEGIN SELECT RAISE(ABORT, 'advice_decision_stands'); END;
CREATE TRIGGER AdviceDecision_kept BEFORE DELETE ON AdviceDecision BEGIN SELECT RAISE(ABORT, 'advice_decision_stands'); END;
CREATE TRIGGER AdviceDecision_of_issued_version BEFORE INSERT ON AdviceDecision BEGIN
  SELECT RAISE(ABORT, 'advice_in_a_draft')
  FROM GuidanceVersion v
  WHERE v.id = NEW.versionId AND v.issuedAt IS NULL;
END;

-- Of each publication the decision that stands.
CREATE VIEW StandingAdvice AS
  SELECT d.* FROM AdviceDecision d WHERE NOT EXISTS (SELECT 1 FROM AdviceDecision n WHERE n.replacesId = d.id);

-- Publications on which nothing has been decided.
CREATE VIEW UndecidedAdvice AS
  SELECT a.* FROM NationalAdvice a WHERE NOT EXISTS (SELECT 1 FROM AdviceDecision d WHERE d.adviceId = a.id);

-- Whoever issues a version decides on the publication that it comes from.
CREATE TRIGGER GuidanceVersion_decides_advice AFTER UPDATE OF issuedAt ON GuidanceVersion
WHEN NEW.issuedAt IS NOT NULL AND NEW.adviceId IS NOT NULL
BEGIN
  INSERT INTO AdviceDecision (id, adviceId, what, versionId, decidedAt, decidedById, replacesId)
  VALUES (NEW.id, NEW.adviceId, IIF(NEW.source = 'own', 'part_of', 'issued'), NEW.id, NEW.issuedAt, NEW.issuedById,
    (SELECT s.id FROM StandingAdvice s WHERE s.adviceId = NEW.adviceId));
END;

-- Of a version the publication that it comes from: as its draft said, or as was decided later of one published before it was issued.
CREATE VIEW VersionAdvice AS
  SELECT v.id AS versionId, a.id AS adviceId, a.title AS title, a.publishedOn AS publishedOn
  FROM GuidanceVersion v
  JOIN NationalAdvice a ON a.id = COALESCE(v.adviceId, (
    SELECT n.id
    FROM StandingAdvice s
    JOIN NationalAdvice n ON n.id = s.adviceId
    WHERE s.versionId = v.id AND n.publishedOn <= date(v.issuedAt)
    ORDER BY n.publishedOn, n.id
    LIMIT 1));

-- A stored file of a version, under the title by which schools know it, in the order in which they read them.
CREATE TABLE GuidanceFile (
  versionId TEXT NOT NULL REFERENCES GuidanceVersion (id),
  fileId TEXT NOT NULL REFERENCES StoredFile (id),
  position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 20),
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  PRIMARY KEY (versionId, fileId)
) WITHOUT ROWID;
CREATE INDEX GuidanceFile_file ON GuidanceFile (fileId);

CREATE TRIGGER GuidanceFile_stands BEFORE UPDATE ON GuidanceFile BEGIN SELECT RAISE(ABORT, 'guidance_file_stands'); END;
CREATE TRIGGER GuidanceFile_added_to_draft BEFORE INSERT ON GuidanceFile BEGIN
  SELECT RAISE(ABORT, 'files_were_issued')
  FROM GuidanceVersion v
  WHERE v.id = NEW.versionId AND v.issuedAt IS NOT NULL;
END;
CREATE TRIGGER GuidanceFile_taken_from_draft BEFORE DELETE ON GuidanceFile BEGIN
  SELECT RAISE(ABORT, 'files_were_issued')
  FROM GuidanceVersion v
  WHERE v.id = OLD.versionId AND v.issuedAt IS NOT NULL;
END;
CREATE TRIGGER GuidanceFile_names_file AFTER INSERT ON GuidanceFile BEGIN
  UPDATE StoredFile SET spareFrom = NULL WHERE id = NEW.fileId;
END;
CREATE TRIGGER GuidanceFile_leaves_file AFTER DELETE ON GuidanceFile BEGIN
  UPDATE StoredFile
  SET spareFrom = ''
  WHERE id = OLD.fileId AND NOT EXISTS (SELECT 1 FROM GuidanceFile f WHERE f.fileId = OLD.fileId);
END;

-- What stands of each document: the last version that was issued, unless the document was withdrawn.
CREATE VIEW CurrentGuidance AS
  SELECT v.*
  FROM GuidanceDocument d
  JOIN GuidanceVersion v ON v.documentId = d.id
  WHERE d.withdrawnAt IS NULL
    AND v.issuedAt IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM GuidanceVersion n WHERE n.documentId = d.id AND n.number > v.number AND n.issuedAt IS NOT NULL);

-- The day on which to look next for schools that have come to what is current. '': at once.
CREATE TABLE GuidanceLook (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  lookOn TEXT NOT NULL CHECK (lookOn = '' OR lookOn IS date(lookOn))
);
INSERT INTO GuidanceLook (id, lookOn) VALUES (1, '9999-12-31');

-- That a school was given a version, and why: with the others, because it opened or came among those whom it is for, or because the school that
-- it succeeds had it (fromSchoolId; issuedAt is then when that one had it). toldAt: when its named people were last written to, or NULL while
-- that waits. It counts as told by what NoticeFact says (decision 108).
CREATE TABLE GuidanceIssue (
  id TEXT NOT NULL PRIMARY KEY,
  versionId TEXT NOT NULL REFERENCES GuidanceVersion (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  issuedAt TEXT NOT NULL CHECK (issuedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', issuedAt)),
  why TEXT NOT NULL CHECK (why IN ('issued', 'opened_later', 'joined_later', 'inherited')),
  fromSchoolId TEXT REFERENCES School (id),
  recordedAt TEXT NOT NULL CHECK (recordedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', recordedAt)),
  toldAt TEXT CHECK (toldAt IS NULL OR toldAt IS strftime('%Y-%m-%dT%H:%M:%fZ', toldAt)),
  UNIQUE (versionId, schoolId),
  CHECK ((why = 'inherited') = (fromSchoolId IS NOT NULL))
);
CREATE INDEX GuidanceIssue_school ON GuidanceIssue (schoolId);
CREATE INDEX GuidanceIssue_to_tell ON GuidanceIssue (id) WHERE toldAt IS NULL;

CREATE TRIGGER GuidanceIssue_stands BEFORE UPDATE OF id, versionId, schoolId, issuedAt, why, fromSchoolId, recordedAt ON GuidanceIssue BEGIN
  SELECT RAISE(ABORT, 'guidance_issue_stands');
END;
CREATE TRIGGER GuidanceIssue_told_once BEFORE UPDATE OF toldAt ON GuidanceIssue WHEN OLD.toldAt IS NOT NULL AND NEW.toldAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'school_was_told');
END;
CREATE TRIGGER GuidanceIssue_kept BEFORE DELETE ON GuidanceIssue BEGIN SELECT RAISE(ABORT, 'guidance_issue_stands'); END;
CREATE TRIGGER GuidanceIssue_of_issued_version BEFORE INSERT ON GuidanceIssue BEGIN
  SELECT RAISE(ABORT, 'version_is_draft')
  FROM GuidanceVersion v
  WHERE v.id = NEW.versionId AND v.issuedAt IS NULL;
END;

-- The link in a mail of an issue, for whoever holds its role at the school: with it somebody reads and answers without signing in.
CREATE TABLE GuidanceLink (
  tokenHash TEXT NOT NULL PRIMARY KEY,
  issueId TEXT NOT NULL REFERENCES GuidanceIssue (id),
  roleId TEXT REFERENCES Role (id),
  -- Of whoever was written to because of a role at the school: the link ends with the last that they hold there.
  receiptId TEXT REFERENCES GuidanceReceipt (id),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt))
) WITHOUT ROWID;
CREATE INDEX GuidanceLink_issue ON GuidanceLink (issueId);

CREATE TRIGGER GuidanceLink_stands BEFORE UPDATE ON GuidanceLink BEGIN SELECT RAISE(ABORT, 'guidance_link_stands'); END;

-- That a named person had a version. sent: it was written to them (personId, or the name of a contact); opened: a signed-in account fetched it;
-- acknowledged: they said that they have it, by their account, or by a link with the name and role that they typed; planned: that the school decides at a
-- meeting on the day meetsOn, until which nobody follows it up. level seen: by our own record;
-- stated: as somebody typed it. forRoleId: the role that the mail was for, where its holder is written to or, role vacant, somebody else.
CREATE TABLE GuidanceReceipt (
  id TEXT NOT NULL PRIMARY KEY,
  issueId TEXT NOT NULL REFERENCES GuidanceIssue (id),
  what TEXT NOT NULL CHECK (what IN ('sent', 'opened', 'acknowledged', 'planned')),
  level TEXT NOT NULL CHECK (level IN ('stated', 'seen')),
  accountId TEXT REFERENCES Account (id),
  personId TEXT REFERENCES Person (id),
  name TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL DEFAULT '',
  forRoleId TEXT REFERENCES Role (id),
  messageId TEXT REFERENCES Message (id),
  meetsOn TEXT CHECK (meetsOn IS NULL OR meetsOn IS date(meetsOn)),
  day TEXT NOT NULL CHECK (day IS date(day)),
  recordedAt TEXT NOT NULL CHECK (recordedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', recordedAt)),
  CHECK (what <> 'opened' OR accountId IS NOT NULL),
  CHECK (what NOT IN ('acknowledged', 'planned') OR (level = 'stated') = (accountId IS NULL)),
  CHECK (what IN ('acknowledged', 'planned') OR level = 'seen'),
  CHECK ((what = 'planned') = (meetsOn IS NOT NULL))
);
CREATE INDEX GuidanceReceipt_issue ON GuidanceReceipt (issueId, what);
CREATE UNIQUE INDEX GuidanceReceipt_once ON GuidanceReceipt (issueId, what, accountId) WHERE accountId IS NOT NULL AND what <> 'planned';
CREATE INDEX GuidanceReceipt_person ON GuidanceReceipt (personId) WHERE personId IS NOT NULL;

-- Links that lead to what was issued.
CREATE VIEW LiveGuidanceLink AS
  SELECT l.*
  FROM GuidanceLink l
  WHERE l.receiptId IS NULL
    OR EXISTS (
      SELECT 1
      FROM GuidanceReceipt r
      JOIN GuidanceIssue i ON i.id = r.issueId
      JOIN School s ON s.id = i.schoolId
      JOIN School m ON m.rootId = s.rootId
      JOIN RoleAtSchool x ON x.schoolId = m.id AND x.personId = r.personId AND x.supersededAt IS NULL AND x.toDate IS NULL
      WHERE r.id = l.receiptId
    );

CREATE TRIGGER GuidanceReceipt_follows_merge_on_insert AFTER INSERT ON GuidanceReceipt
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE GuidanceReceipt
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;
-- Names can be taken out by an act of records.
CREATE TRIGGER GuidanceReceipt_stands BEFORE UPDATE OF id, issueId, what, level, accountId, forRoleId, messageId, meetsOn, day, recordedAt ON GuidanceReceipt BEGIN
  SELECT RAISE(ABORT, 'guidance_receipt_stands');
END;
CREATE TRIGGER GuidanceReceipt_kept BEFORE DELETE ON GuidanceReceipt BEGIN SELECT RAISE(ABORT, 'guidance_receipt_stands'); END;

-- The day of the meeting for which a school said last that it plans to decide on what is current.
CREATE VIEW GuidancePlan AS
  SELECT v.documentId AS documentId, v.id AS versionId, s.rootId AS rootId, r.meetsOn AS meetsOn
  FROM CurrentGuidance v
  JOIN GuidanceIssue i ON i.versionId = v.id
  JOIN School s ON s.id = i.schoolId
  JOIN GuidanceReceipt r ON r.issueId = i.id AND r.what = 'planned'
  WHERE NOT EXISTS (
    SELECT 1 FROM GuidanceReceipt n WHERE n.issueId = r.issueId AND n.what = 'planned' AND (n.recordedAt, n.id) > (r.recordedAt, r.id));

CREATE TRIGGER GuidanceReceipt_confirms AFTER INSERT ON GuidanceReceipt WHEN NEW.what IN ('acknowledged', 'planned') BEGIN
  INSERT INTO NoticeFact (id, notice, subjectId, schoolId, what, at, recordedAt)
  SELECT NEW.id, 'guidance', i.versionId, i.schoolId, 'confirmed', NEW.recordedAt, NEW.recordedAt
  FROM GuidanceIssue i
  WHERE i.id = NEW.issueId;
END;
-- Whoever has done what is asked is not chased for it any more: an answer is awaited where one is asked, else that somebody has it.
CREATE TRIGGER GuidanceReceipt_settles_chases AFTER INSERT ON GuidanceReceipt WHEN NEW.what = 'acknowledged' BEGIN
  UPDATE Chase SET endedAt = NEW.recordedAt, endedWhy = 'settled'
  WHERE endedAt IS NULL
    AND matter = 'guidance'
    AND schoolId IN (
      SELECT m.id FROM GuidanceIssue i JOIN School o ON o.id = i.schoolId JOIN School m ON m.rootId = o.rootId WHERE i.id = NEW.issueId)
    AND subjectId = (
      SELECT d.id
      FROM GuidanceIssue i
      JOIN CurrentGuidance v ON v.id = i.versionId
      JOIN GuidanceDocument d ON d.id = v.documentId
      WHERE i.id = NEW.issueId AND d.asked IN ('tell_staff', 'nothing'));
END;

-- What a trust answered once for schools that it names; each of them then has a GuidanceAnswer of its own.
CREATE TABLE GuidanceTrustAnswer (
  id TEXT NOT NULL PRIMARY KEY,
  versionId TEXT NOT NULL REFERENCES GuidanceVersion (id),
  trustUid TEXT NOT NULL,
  accountId TEXT NOT NULL REFERENCES Account (id),
  answeredAt TEXT NOT NULL CHECK (answeredAt IS strftime('%Y-%m-%dT%H:%M:%fZ', answeredAt))
);
CREATE INDEX GuidanceTrustAnswer_trust ON GuidanceTrustAnswer (trustUid, versionId);

CREATE TRIGGER GuidanceTrustAnswer_stands BEFORE UPDATE ON GuidanceTrustAnswer BEGIN SELECT RAISE(ABORT, 'trust_answer_stands'); END;
CREATE TRIGGER GuidanceTrustAnswer_kept BEFORE DELETE ON GuidanceTrustAnswer BEGIN SELECT RAISE(ABORT, 'trust_answer_stands'); END;

-- What a school answered to the version that it was given, by the body that decides there. supersedesId: the answer in whose place it stands. how:
-- signed_in, by an account that acts for the school or trust; link, with the name and role that were typed; told, to the officer accountId by somebody
-- whose name and role they noted. It is stated until an officer looks at it (GuidanceAnswerCheck).
CREATE TABLE GuidanceAnswer (
  id TEXT NOT NULL PRIMARY KEY,
  issueId TEXT NOT NULL REFERENCES GuidanceIssue (id),
  versionId TEXT NOT NULL REFERENCES GuidanceVersion (id),
  answer TEXT NOT NULL CHECK (answer IN ('as_is', 'with_changes', 'own_policy', 'not_adopting', 'not_applicable')),
  reason TEXT NOT NULL DEFAULT '',
  body TEXT CHECK (body IN ('governing_body', 'trust_board', 'local_board', 'proprietor', 'management_committee', 'corporation')),
  decidedOn TEXT CHECK (decidedOn IS NULL OR decidedOn IS date(decidedOn)),
  minute TEXT NOT NULL DEFAULT '',
  how TEXT NOT NULL CHECK (how IN ('signed_in', 'link', 'told')),
  accountId TEXT REFERENCES Account (id),
  name TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL DEFAULT '',
  trustAnswerId TEXT REFERENCES GuidanceTrustAnswer (id),
  supersedesId TEXT UNIQUE REFERENCES GuidanceAnswer (id),
  answeredAt TEXT NOT NULL CHECK (answeredAt IS strftime('%Y-%m-%dT%H:%M:%fZ', answeredAt)),
  CHECK ((how = 'link') = (accountId IS NULL)),
  CHECK (answer = 'not_applicable' OR (body IS NOT NULL AND decidedOn IS NOT NULL)),
  CHECK ((body IS NULL) = (decidedOn IS NULL)),
  CHECK (decidedOn IS NULL OR decidedOn <= date(answeredAt, '+1 day'))
);
CREATE UNIQUE INDEX GuidanceAnswer_first ON GuidanceAnswer (issueId) WHERE supersedesId IS NULL;
CREATE INDEX GuidanceAnswer_issue ON GuidanceAnswer (issueId);
CREATE INDEX GuidanceAnswer_trust ON GuidanceAnswer (trustAnswerId) WHERE trustAnswerId IS NOT NULL;

CREATE TRIGGER GuidanceAnswer_stands BEFORE UPDATE OF id, issueId, versionId, answer, body, decidedOn, how, accountId, trustAnswerId, supersedesId,
  answeredAt
ON GuidanceAnswer
BEGIN SELECT RAISE(ABORT, 'guidance_answer_stands'); END;
CREATE TRIGGER GuidanceAnswer_kept BEFORE DELETE ON GuidanceAnswer BEGIN SELECT RAISE(ABORT, 'guidance_answer_stands'); END;
CREATE TRIGGER GuidanceAnswer_to_its_version BEFORE INSERT ON GuidanceAnswer BEGIN
  SELECT RAISE(ABORT, 'answer_to_another_version')
  FROM GuidanceIssue i
  WHERE i.id = NEW.issueId AND i.versionId <> NEW.versionId;
END;
CREATE TRIGGER GuidanceAnswer_with_reason BEFORE INSERT ON GuidanceAnswer
WHEN NEW.answer IN ('own_policy', 'not_adopting', 'not_applicable') AND trim(NEW.reason) = ''
BEGIN SELECT RAISE(ABORT, 'answer_without_reason'); END;
CREATE TRIGGER GuidanceAnswer_in_place_of_its_own BEFORE INSERT ON GuidanceAnswer WHEN NEW.supersedesId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'answer_of_another_school')
  FROM GuidanceAnswer a
  WHERE a.id = NEW.supersedesId AND a.issueId <> NEW.issueId;
END;
-- Whoever has a link that was passed on does not speak over somebody who signed in, or whom an officer spoke to: of this version, or of one before it
-- that still stands; but for a body that decides at the school no more.
CREATE TRIGGER GuidanceAnswer_by_link_in_place_of_link BEFORE INSERT ON GuidanceAnswer WHEN NEW.how = 'link' BEGIN
  SELECT RAISE(ABORT, 'answer_was_signed_in')
  FROM GuidanceIssue i
  JOIN GuidanceVersion v ON v.id = i.versionId
  JOIN School s ON s.id = i.schoolId
  JOIN School m ON m.rootId = s.rootId
  JOIN GuidanceIssue k ON k.schoolId = m.id
  JOIN GuidanceVersion w ON w.id = k.versionId AND w.documentId = v.documentId AND w.number <= v.number
  JOIN GuidanceAnswer a ON a.issueId = k.id AND a.how <> 'link'
  WHERE i.id = NEW.issueId
    AND NOT EXISTS (
      SELECT 1
      FROM GuidanceVersion z
      WHERE z.documentId = v.documentId AND z.number > w.number AND z.number <= v.number AND z.askAgain = 1 AND z.issuedAt IS NOT NULL)
    AND NOT EXISTS (
      SELECT 1
      FROM SchoolIdentity d
      JOIN School o ON o.id = d.schoolId
      WHERE o.rootId = s.rootId AND d.supersededAt IS NULL AND d.opensOn > COALESCE(a.decidedOn, date(a.answeredAt)) AND d.opensOn <= NEW.answeredAt);
END;
CREATE TRIGGER GuidanceAnswer_confirms AFTER INSERT ON GuidanceAnswer BEGIN
  INSERT INTO NoticeFact (id, notice, subjectId, schoolId, what, at, recordedAt)
  SELECT NEW.id, 'guidance', i.versionId, i.schoolId, 'confirmed', NEW.answeredAt, NEW.answeredAt
  FROM GuidanceIssue i
  WHERE i.id = NEW.issueId;
END;
-- Whoever has answered is chased no more.
CREATE TRIGGER GuidanceAnswer_settles_chases AFTER INSERT ON GuidanceAnswer BEGIN
  UPDATE Chase SET endedAt = NEW.answeredAt, endedWhy = 'settled'
  WHERE endedAt IS NULL
    AND matter = 'guidance'
    AND subjectId = (SELECT v.documentId FROM GuidanceVersion v WHERE v.id = NEW.versionId)
    AND schoolId IN (
      SELECT m.id
      FROM GuidanceIssue i
      JOIN School s ON s.id = i.schoolId
      JOIN School m ON m.rootId = s.rootId
      WHERE i.id = NEW.issueId
    );
END;
-- Who decides follows from what the school legally is; where the register does not say, any of them may.
CREATE TRIGGER GuidanceAnswer_by_body_that_decides BEFORE INSERT ON GuidanceAnswer WHEN NEW.body IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'body_does_not_decide')
  FROM GuidanceIssue i
  JOIN School o ON o.id = i.schoolId
  JOIN School s ON s.id = o.rootId
  WHERE i.id = NEW.issueId
    AND s.sector <> 'not_known'
    AND s.sector IS NOT CASE NEW.body WHEN 'proprietor' THEN 'independent' WHEN 'corporation' THEN 'further_education'
      WHEN 'trust_board' THEN 'academy' WHEN 'local_board' THEN 'academy' ELSE 'maintained' END
    OR (i.id = NEW.issueId AND NEW.body = 'management_committee' AND s.kind NOT IN ('alternative_provision', 'not_known'));
END;

-- What stands of each school's answers to a version.
CREATE VIEW CurrentGuidanceAnswer AS
  SELECT a.*
  FROM GuidanceAnswer a
  WHERE NOT EXISTS (SELECT 1 FROM GuidanceAnswer n WHERE n.supersedesId = a.id);

-- That an officer looked into an answer: seen, the minute or the policy was shown; verified, they compared it with the version; stated, it was not so.
CREATE TABLE GuidanceAnswerCheck (
  id TEXT NOT NULL PRIMARY KEY,
  answerId TEXT NOT NULL REFERENCES GuidanceAnswer (id),
  level TEXT NOT NULL CHECK (level IN ('stated', 'seen', 'verified')),
  note TEXT NOT NULL DEFAULT '',
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  byId TEXT NOT NULL REFERENCES Account (id)
);
CREATE INDEX GuidanceAnswerCheck_answer ON GuidanceAnswerCheck (answerId, at);

CREATE TRIGGER GuidanceAnswerCheck_stands BEFORE UPDATE OF id, answerId, level, at, byId ON GuidanceAnswerCheck BEGIN
  SELECT RAISE(ABORT, 'answer_check_stands');
END;
CREATE TRIGGER GuidanceAnswerCheck_kept BEFORE DELETE ON GuidanceAnswerCheck BEGIN SELECT RAISE(ABORT, 'answer_check_stands'); END;
CREATE TRIGGER GuidanceAnswerCheck_of_the_last BEFORE INSERT ON GuidanceAnswerCheck BEGIN
  SELECT RAISE(ABORT, 'answer_was_replaced')
  FROM GuidanceAnswer n
  WHERE n.supersedesId = NEW.answerId;
END;

-- An event at which a document was presented. Who came stands beside who adopted it, and is no adoption.
CREATE TABLE GuidanceLaunch (
  documentId TEXT NOT NULL REFERENCES GuidanceDocument (id),
  eventId TEXT NOT NULL REFERENCES Event (id),
  setAt TEXT NOT NULL CHECK (setAt IS strftime('%Y-%m-%dT%H:%M:%fZ', setAt)),
  setById TEXT NOT NULL REFERENCES Account (id),
  endedAt TEXT CHECK (endedAt IS NULL OR endedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', endedAt)),
  PRIMARY KEY (documentId, eventId)
) WITHOUT ROWID;

-- That somebody had the page looked at on which a school or its trust shows what it adopted. outcome: what came of it (src/guidance/answers/page.ts);
-- status: what the site answered, NULL if nothing did; hash: of what was there. tickedAt: an officer read it and says that it is the version.
CREATE TABLE GuidancePublished (
  id TEXT NOT NULL PRIMARY KEY,
  issueId TEXT NOT NULL REFERENCES GuidanceIssue (id),
  address TEXT NOT NULL CHECK (address LIKE 'https://%' AND length(address) <= 500),
  checkedAt TEXT NOT NULL CHECK (checkedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', checkedAt)),
  checkedById TEXT NOT NULL REFERENCES Account (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('found', 'not_there', 'no_answer', 'too_slow', 'too_large', 'led_elsewhere', 'led_round')),
  status INTEGER,
  hash TEXT NOT NULL DEFAULT '',
  tickedAt TEXT CHECK (tickedAt IS NULL OR tickedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', tickedAt)),
  tickedById TEXT REFERENCES Account (id),
  CHECK ((tickedAt IS NULL) = (tickedById IS NULL))
);
CREATE INDEX GuidancePublished_issue ON GuidancePublished (issueId, checkedAt);

CREATE TRIGGER GuidancePublished_stands BEFORE UPDATE OF id, issueId, address, checkedAt, checkedById, outcome, status, hash ON GuidancePublished BEGIN
  SELECT RAISE(ABORT, 'guidance_check_stands');
END;
CREATE TRIGGER GuidancePublished_ticked_once BEFORE UPDATE OF tickedAt, tickedById ON GuidancePublished WHEN OLD.tickedAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'page_is_ticked');
END;
CREATE TRIGGER GuidancePublished_kept BEFORE DELETE ON GuidancePublished BEGIN SELECT RAISE(ABORT, 'guidance_check_stands'); END;
