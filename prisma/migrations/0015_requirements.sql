-- Who must be trained in what, what schools say of their roles, and what is known of each (src/attendance/requirements, src/people/roles).

-- How a school stands with a requirement: kept so that many can be counted, and never written by hand. It is what the function of
-- src/attendance/requirements/school-standing.ts says; not_asked: no edition is in force that binds it, as far as the register tells. turnsOn: the day on which the state is another
-- if nothing happens.
CREATE TABLE SchoolStanding (
  rootId TEXT NOT NULL REFERENCES School (id),
  requirementId TEXT NOT NULL REFERENCES Requirement (id),
  state TEXT NOT NULL CHECK (state IN ('in_date', 'due_soon', 'not_in_date', 'no_record', 'vacant', 'not_known', 'exempt', 'not_asked')),
  -- As the school sees it, which is not shown what was attended for others before its person, or the council, agrees.
  shown TEXT NOT NULL CHECK (shown IN ('in_date', 'due_soon', 'not_in_date', 'no_record', 'vacant', 'not_known', 'exempt', 'not_asked')),
  -- Of what is said of each: in date until, overdue or vacant since, to be done by, exempt until.
  day TEXT CHECK (day IS date(day)),
  shownDay TEXT CHECK (shownDay IS date(shownDay)),
  turnsOn TEXT CHECK (turnsOn IS date(turnsOn)),
  PRIMARY KEY (rootId, requirementId)
) WITHOUT ROWID;
CREATE INDEX SchoolStanding_requirement ON SchoolStanding (requirementId, state, rootId);

-- How each holder of a role stands with a requirement, kept as SchoolStanding is.
CREATE TABLE HolderStanding (
  rootId TEXT NOT NULL REFERENCES School (id),
  roleAtSchoolId TEXT NOT NULL REFERENCES RoleAtSchool (id),
  requirementId TEXT NOT NULL REFERENCES Requirement (id),
  state TEXT NOT NULL CHECK (state IN ('in_date', 'due_soon', 'not_in_date', 'no_record', 'not_known', 'exempt')),
  turnsOn TEXT CHECK (turnsOn IS date(turnsOn)),
  PRIMARY KEY (rootId, roleAtSchoolId, requirementId)
) WITHOUT ROWID;

-- When the standings of a school were last found, and the day on which they are to be found again though nothing happens.
CREATE TABLE SchoolFollowed (
  rootId TEXT NOT NULL PRIMARY KEY REFERENCES School (id),
  followedAt TEXT NOT NULL CHECK (followedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', followedAt)),
  lookOn TEXT CHECK (lookOn IS date(lookOn))
);
CREATE INDEX SchoolFollowed_followed ON SchoolFollowed (followedAt);
CREATE INDEX SchoolFollowed_look ON SchoolFollowed (lookOn) WHERE lookOn IS NOT NULL;

-- Written after the standings of the school: what is in date is no longer chased, nor whoever has days in which to do it.
CREATE TRIGGER SchoolFollowed_settles_chases AFTER INSERT ON SchoolFollowed BEGIN
  UPDATE Chase SET endedAt = NEW.followedAt, endedWhy = 'settled'
  WHERE endedAt IS NULL
    AND matter = 'requirement'
    AND schoolId IN (SELECT s.id FROM School s WHERE s.rootId = NEW.rootId)
    AND EXISTS (
      SELECT 1
      FROM SchoolStanding k
      WHERE k.rootId = NEW.rootId
        AND k.requirementId = subjectId
        AND (k.state IN ('in_date', 'due_soon', 'exempt', 'not_asked') OR (k.state = 'no_record' AND k.day >= substr(NEW.followedAt, 1, 10)))
    );
END;

-- Schools of which something changed since. version: another with each change, so that what changed while it was found is found again.
CREATE TABLE StandingToFollow (
  rootId TEXT NOT NULL PRIMARY KEY REFERENCES School (id),
  version INTEGER NOT NULL
);

-- The schools at which somebody holds a role, and those of whoever was marked at a session.
CREATE VIEW RootOfPerson AS
  SELECT ra.personId AS personId, s.rootId AS rootId
  FROM RoleAtSchool ra
  CROSS JOIN School s ON s.id = ra.schoolId
  WHERE ra.supersededAt IS NULL AND ra.confirmedAt IS NOT NULL;
-- The schools at which those hold a role who were marked at a session.
CREATE VIEW RootOfSession AS
  SELECT k.sessionId AS sessionId, r.rootId AS rootId
  FROM Mark k
  LEFT JOIN Place p ON p.id = k.placeId
  LEFT JOIN WalkIn w ON w.id = k.walkInId
  JOIN RootOfPerson r ON r.personId = COALESCE(p.personId, w.personId);

-- What a school says of a role that nobody holds: it is vacant, or the school does not know. toDate: the first day on which it no longer holds.
CREATE TABLE RoleGap (
  id TEXT NOT NULL PRIMARY KEY,
  schoolId TEXT NOT NULL REFERENCES School (id),
  roleId TEXT NOT NULL REFERENCES Role (id),
  answer TEXT NOT NULL CHECK (answer IN ('vacant', 'not_known')),
  fromDate TEXT NOT NULL CHECK (fromDate IS date(fromDate)),
  toDate TEXT CHECK (toDate IS NULL OR (toDate IS date(toDate) AND toDate >= fromDate)),
  source TEXT NOT NULL CHECK (source IN ('school', 'council')),
  learnedAt TEXT NOT NULL CHECK (learnedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', learnedAt)),
  learnedById TEXT REFERENCES Account (id),
  supersededAt TEXT
);
CREATE UNIQUE INDEX RoleGap_once ON RoleGap (schoolId, roleId) WHERE supersededAt IS NULL AND toDate IS NULL;
CREATE INDEX RoleGap_school ON RoleGap (schoolId) WHERE supersededAt IS NULL;

CREATE TRIGGER RoleGap_stands BEFORE UPDATE OF id, schoolId, roleId, answer, fromDate, toDate, source, learnedAt, learnedById ON RoleGap BEGIN
  SELECT RAISE(ABORT, 'role_gap_stands');
END;
CREATE TRIGGER RoleGap_superseded_once BEFORE UPDATE OF supersededAt ON RoleGap WHEN OLD.supersededAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'role_gap_stands');
END;
CREATE TRIGGER RoleGap_kept BEFORE DELETE ON RoleGap BEGIN SELECT RAISE(ABORT, 'role_gap_stands'); END;

CREATE TRIGGER RoleGap_answers_asking AFTER INSERT ON RoleGap WHEN NEW.source = 'school' BEGIN
  INSERT OR IGNORE INTO NoticeFact (id, notice, subjectId, schoolId, what, at, recordedAt)
  SELECT a.id || ' answered', 'roles', a.subjectId, a.schoolId, 'confirmed', NEW.learnedAt, NEW.learnedAt
  FROM AnswerableAsking a
  WHERE a.rootId = (SELECT o.rootId FROM School o WHERE o.id = NEW.schoolId)
    AND a.askedOn <= date(NEW.learnedAt)
    AND (a.roleId IS NULL OR a.roleId = NEW.roleId);
END;
CREATE TRIGGER RoleGap_to_follow AFTER INSERT ON RoleGap BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT s.rootId, random() FROM School s WHERE s.id = NEW.schoolId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER RoleGap_changed_to_follow AFTER UPDATE OF supersededAt ON RoleGap BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT s.rootId, random() FROM School s WHERE s.id = NEW.schoolId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;

-- That somebody said that a role of a school, or all of them (no roleId), is still right, as at a day, and as what.
CREATE TABLE RolesConfirmation (
  id TEXT NOT NULL PRIMARY KEY,
  schoolId TEXT NOT NULL REFERENCES School (id),
  roleId TEXT REFERENCES Role (id),
  asAt TEXT NOT NULL CHECK (asAt IS date(asAt)),
  confirmedAt TEXT NOT NULL CHECK (confirmedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', confirmedAt)),
  confirmedById TEXT NOT NULL REFERENCES Account (id),
  capacity TEXT NOT NULL CHECK (capacity IN ('approver', 'head', 'trust', 'officer', 'link'))
);
CREATE INDEX RolesConfirmation_school ON RolesConfirmation (schoolId, confirmedAt);

CREATE TRIGGER RolesConfirmation_answers_asking AFTER INSERT ON RolesConfirmation WHEN NEW.capacity <> 'officer' BEGIN
  INSERT OR IGNORE INTO NoticeFact (id, notice, subjectId, schoolId, what, at, recordedAt)
  SELECT a.id || ' answered', 'roles', a.subjectId, a.schoolId, 'confirmed', NEW.confirmedAt, NEW.confirmedAt
  FROM AnswerableAsking a
  WHERE a.rootId = (SELECT o.rootId FROM School o WHERE o.id = NEW.schoolId)
    AND a.askedOn <= date(NEW.confirmedAt)
    AND (NEW.roleId IS NULL OR a.roleId IS NULL OR a.roleId = NEW.roleId);
END;
CREATE TRIGGER RolesConfirmation_settles_chases AFTER INSERT ON RolesConfirmation WHEN NEW.roleId IS NULL BEGIN
  UPDATE Chase SET endedAt = NEW.confirmedAt, endedWhy = 'settled'
  WHERE endedAt IS NULL
    AND matter = 'roles_not_confirmed'
    AND schoolId IN (SELECT s.id FROM School s WHERE s.rootId = (SELECT o.rootId FROM School o WHERE o.id = NEW.schoolId));
END;
CREATE TRIGGER RolesConfirmation_stands BEFORE UPDATE ON RolesConfirmation BEGIN SELECT RAISE(ABORT, 'confirmation_stands'); END;
CREATE TRIGGER RolesConfirmation_kept BEFORE DELETE ON RolesConfirmation BEGIN SELECT RAISE(ABORT, 'confirmation_stands'); END;

-- A link of a weekly letter, by which a school says that the names in the letter are right. said: their fingerprint.
CREATE TABLE RolesLink (
  tokenHash TEXT NOT NULL PRIMARY KEY,
  schoolId TEXT NOT NULL REFERENCES School (id),
  accountId TEXT NOT NULL REFERENCES Account (id),
  said TEXT NOT NULL,
  sentAt TEXT NOT NULL CHECK (sentAt IS strftime('%Y-%m-%dT%H:%M:%fZ', sentAt)),
  usedAt TEXT CHECK (usedAt IS NULL OR usedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', usedAt))
) WITHOUT ROWID;
CREATE INDEX RolesLink_account ON RolesLink (accountId, schoolId, sentAt);

-- A link of a mail, which books one place for somebody whose training is due: at the price (pence with VAT; basis NULL: a free event) and on the terms
-- of that mail. formId: of the booking that it makes, once. startsAt: when the event began by the mail.
CREATE TABLE BookingLink (
  tokenHash TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  personId TEXT NOT NULL REFERENCES Person (id),
  roleId TEXT NOT NULL REFERENCES Role (id),
  requirementId TEXT NOT NULL REFERENCES Requirement (id),
  eventId TEXT NOT NULL REFERENCES Event (id),
  startsAt TEXT NOT NULL,
  pence INTEGER NOT NULL CHECK (pence >= 0),
  basis TEXT REFERENCES PriceBasis (id),
  termsId TEXT REFERENCES CancellationTerms (id),
  formId TEXT NOT NULL UNIQUE,
  sentAt TEXT NOT NULL CHECK (sentAt IS strftime('%Y-%m-%dT%H:%M:%fZ', sentAt)),
  endsAt TEXT NOT NULL CHECK (endsAt IS strftime('%Y-%m-%dT%H:%M:%fZ', endsAt))
) WITHOUT ROWID;
CREATE INDEX BookingLink_account ON BookingLink (accountId);
CREATE INDEX BookingLink_person ON BookingLink (personId, requirementId);

-- Above which sum a school asks for a code before a link books; the latest counts. None: £150.
CREATE TABLE CodeLimit (
  id TEXT NOT NULL PRIMARY KEY,
  schoolId TEXT NOT NULL REFERENCES School (id),
  pence INTEGER NOT NULL CHECK (pence BETWEEN 0 AND 1000000),
  setAt TEXT NOT NULL CHECK (setAt IS strftime('%Y-%m-%dT%H:%M:%fZ', setAt)),
  setById TEXT NOT NULL REFERENCES Account (id)
);
CREATE INDEX CodeLimit_school ON CodeLimit (schoolId, setAt);

CREATE TRIGGER CodeLimit_stands BEFORE UPDATE ON CodeLimit BEGIN SELECT RAISE(ABORT, 'code_limit_stands'); END;
CREATE TRIGGER CodeLimit_kept BEFORE DELETE ON CodeLimit BEGIN SELECT RAISE(ABORT, 'code_limit_stands'); END;

-- Whoever is named in a role by somebody else says that it is not so. Until it is answered the role counts in nothing. agreed: that it is right, said
-- by them or the council, by which the school sees what they attended for others.
CREATE TABLE RoleDispute (
  id TEXT NOT NULL PRIMARY KEY,
  roleAtSchoolId TEXT NOT NULL REFERENCES RoleAtSchool (id),
  reason TEXT NOT NULL DEFAULT '',
  raisedAt TEXT NOT NULL CHECK (raisedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', raisedAt)),
  raisedById TEXT NOT NULL REFERENCES Account (id),
  answer TEXT CHECK (answer IN ('upheld', 'withdrawn', 'dismissed', 'agreed')),
  answeredAt TEXT CHECK (answeredAt IS NULL OR answeredAt IS strftime('%Y-%m-%dT%H:%M:%fZ', answeredAt)),
  answeredById TEXT REFERENCES Account (id),
  CHECK ((answer IS NULL) = (answeredAt IS NULL))
);
CREATE UNIQUE INDEX RoleDispute_open ON RoleDispute (roleAtSchoolId) WHERE answer IS NULL;
CREATE UNIQUE INDEX RoleDispute_agreed ON RoleDispute (roleAtSchoolId) WHERE answer = 'agreed';

CREATE TRIGGER RoleDispute_stands BEFORE UPDATE OF id, roleAtSchoolId, raisedAt, raisedById ON RoleDispute BEGIN
  SELECT RAISE(ABORT, 'role_dispute_stands');
END;
CREATE TRIGGER RoleDispute_answered_once BEFORE UPDATE OF answer, answeredAt, answeredById ON RoleDispute WHEN OLD.answer IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'dispute_is_answered');
END;
CREATE TRIGGER RoleDispute_kept BEFORE DELETE ON RoleDispute BEGIN SELECT RAISE(ABORT, 'role_dispute_is_kept'); END;

CREATE TRIGGER RoleDispute_to_follow AFTER INSERT ON RoleDispute BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT s.rootId, random() FROM RoleAtSchool ra JOIN School s ON s.id = ra.schoolId WHERE ra.id = NEW.roleAtSchoolId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER RoleDispute_answered_to_follow AFTER UPDATE OF answer ON RoleDispute BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT s.rootId, random() FROM RoleAtSchool ra JOIN School s ON s.id = ra.schoolId WHERE ra.id = NEW.roleAtSchoolId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;

-- Something that must be done: what it asks stands in its editions.
CREATE TABLE Requirement (
  id TEXT NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL
);

INSERT INTO Requirement (id, position) VALUES
  ('lead', 1),
  ('deputies', 2),
  ('lead_update', 3),
  ('prevent', 4),
  ('governors', 5),
  ('panel', 6),
  ('panel_elsewhere', 7),
  ('staff_update', 8),
  ('early_years_lead', 9),
  ('setting_lead', 10),
  ('setting_staff', 11);

-- What a requirement asks from a day to a day. Lists are JSON; empty ones bind all. A change makes another row and supersedes this one, so that what was
-- asked last year can still be read. strength: whether law, guidance or a rule of the council's own asks it. publishedOn, validFrom: the days on which its
-- source came out, where that is known, and is in force. toCheck: nobody has compared the citation with the text in force yet.
CREATE TABLE RequirementEdition (
  id TEXT NOT NULL PRIMARY KEY,
  requirementId TEXT NOT NULL REFERENCES Requirement (id),
  label TEXT NOT NULL CHECK (length(trim(label)) > 0),
  whose TEXT NOT NULL CHECK (whose IN ('every_holder', 'one_holder', 'statement')),
  roleIds TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(roleIds)),
  kinds TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(kinds)),
  sectors TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(sectors)),
  underFives INTEGER NOT NULL DEFAULT 0 CHECK (underFives IN (0, 1)),
  purposes TEXT NOT NULL DEFAULT '["training"]' CHECK (json_valid(purposes)),
  topicIds TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(topicIds)),
  level TEXT NOT NULL DEFAULT '',
  leastMinutes INTEGER CHECK (leastMinutes > 0),
  everyMonths INTEGER CHECK (everyMonths > 0),
  beforeInRole INTEGER NOT NULL DEFAULT 0 CHECK (beforeInRole IN (0, 1)),
  inductionDays INTEGER NOT NULL DEFAULT 0 CHECK (inductionDays >= 0),
  graceDays INTEGER NOT NULL DEFAULT 0 CHECK (graceDays >= 0),
  strength TEXT NOT NULL CHECK (strength IN ('law', 'guidance', 'local')),
  source TEXT NOT NULL CHECK (length(trim(source)) > 0),
  citation TEXT NOT NULL DEFAULT '',
  toCheck INTEGER NOT NULL DEFAULT 1 CHECK (toCheck IN (0, 1)),
  publishedOn TEXT CHECK (publishedOn IS NULL OR (publishedOn IS date(publishedOn) AND publishedOn <= validFrom)),
  validFrom TEXT NOT NULL CHECK (validFrom IS date(validFrom)),
  validTo TEXT CHECK (validTo IS NULL OR (validTo IS date(validTo) AND validTo > validFrom)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  supersededAt TEXT CHECK (supersededAt IS NULL OR supersededAt IS strftime('%Y-%m-%dT%H:%M:%fZ', supersededAt)),
  CHECK ((whose = 'statement') = (roleIds = '[]'))
);
CREATE INDEX RequirementEdition_requirement ON RequirementEdition (requirementId, validFrom) WHERE supersededAt IS NULL;

CREATE TRIGGER RequirementEdition_stands
BEFORE UPDATE OF id, requirementId, label, whose, roleIds, kinds, sectors, underFives, purposes, topicIds, level, leastMinutes, everyMonths,
  beforeInRole, inductionDays, graceDays, strength, source, citation, toCheck, publishedOn, validFrom, validTo, createdAt, createdById
ON RequirementEdition
BEGIN SELECT RAISE(ABORT, 'edition_stands'); END;
CREATE TRIGGER RequirementEdition_superseded_once BEFORE UPDATE OF supersededAt ON RequirementEdition WHEN OLD.supersededAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'edition_stands');
END;
CREATE TRIGGER RequirementEdition_kept BEFORE DELETE ON RequirementEdition BEGIN SELECT RAISE(ABORT, 'edition_stands'); END;
CREATE TRIGGER RequirementEdition_one_at_a_time BEFORE INSERT ON RequirementEdition BEGIN
  SELECT RAISE(ABORT, 'editions_overlap')
  FROM RequirementEdition e
  WHERE e.requirementId = NEW.requirementId
    AND e.supersededAt IS NULL
    AND NEW.validFrom < COALESCE(e.validTo, '9999')
    AND e.validFrom < COALESCE(NEW.validTo, '9999');
END;

CREATE TRIGGER RequirementEdition_to_follow AFTER INSERT ON RequirementEdition BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT s.id, random() FROM School s WHERE s.rootId = s.id
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER RequirementEdition_superseded_to_follow AFTER UPDATE OF supersededAt ON RequirementEdition BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT s.id, random() FROM School s WHERE s.rootId = s.id
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;

-- A new edition of a source, such as KCSIE, brought in for several rules at once. was, made: ids of the editions that it superseded and wrote, as JSON;
-- undoing it supersedes the ones and writes the others again.
CREATE TABLE SourceEdition (
  id TEXT NOT NULL PRIMARY KEY,
  source TEXT NOT NULL CHECK (length(trim(source)) > 0),
  validFrom TEXT NOT NULL CHECK (validFrom IS date(validFrom)),
  was TEXT NOT NULL CHECK (json_valid(was)),
  made TEXT NOT NULL CHECK (json_valid(made)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  undoneAt TEXT CHECK (undoneAt IS NULL OR undoneAt IS strftime('%Y-%m-%dT%H:%M:%fZ', undoneAt)),
  undoneById TEXT REFERENCES Account (id)
);

CREATE TRIGGER SourceEdition_stands BEFORE UPDATE OF id, source, validFrom, was, made, createdAt, createdById ON SourceEdition BEGIN
  SELECT RAISE(ABORT, 'source_edition_stands');
END;
CREATE TRIGGER SourceEdition_undone_once BEFORE UPDATE OF undoneAt, undoneById ON SourceEdition WHEN OLD.undoneAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'source_edition_stands');
END;
CREATE TRIGGER SourceEdition_kept BEFORE DELETE ON SourceEdition BEGIN SELECT RAISE(ABORT, 'source_edition_stands'); END;

-- Shipped as the guidance is usually read; a council compares each with the text in force and says so.
INSERT INTO RequirementEdition
  (id, requirementId, label, whose, roleIds, sectors, underFives, purposes, topicIds, everyMonths, beforeInRole, inductionDays, strength, source, citation, validFrom, validTo, createdAt)
VALUES
  ('lead-before-2026', 'lead', 'Designated lead: training every two years', 'every_holder', '["dsl"]', '[]', 0, '["training"]', '["designated-lead"]', 24, 0, 0, 'guidance', 'Keeping children safe in education', 'The role of the designated safeguarding lead: training updated every two years (paragraph 66 of 2019; later editions number it otherwise)', '2019-09-02', '2026-09-01', '2026-01-01T00:00:00.000Z'),
  ('lead-2026', 'lead', 'Designated lead: training every two years', 'every_holder', '["dsl"]', '[]', 0, '["training"]', '["designated-lead"]', 24, 0, 0, 'guidance', 'KCSIE 2026', 'The role of the designated safeguarding lead: training updated every two years', '2026-09-01', NULL, '2026-01-01T00:00:00.000Z'),
  ('deputies-before-2026', 'deputies', 'Deputy DSLs: training every two years', 'every_holder', '["deputy_dsl"]', '[]', 0, '["training"]', '["designated-lead"]', 24, 0, 0, 'guidance', 'Keeping children safe in education', 'Deputies are trained to the same standard as the lead (paragraph 66 of 2019; later editions number it otherwise)', '2019-09-02', '2026-09-01', '2026-01-01T00:00:00.000Z'),
  ('deputies-2026', 'deputies', 'Deputy DSLs: training every two years', 'every_holder', '["deputy_dsl"]', '[]', 0, '["training"]', '["designated-lead"]', 24, 0, 0, 'guidance', 'KCSIE 2026', 'Deputies are trained to the same standard as the lead', '2026-09-01', NULL, '2026-01-01T00:00:00.000Z'),
  ('lead-update-before-2026', 'lead_update', 'Lead and deputies: update every year', 'every_holder', '["dsl","deputy_dsl"]', '[]', 0, '["update","training"]', '[]', 12, 0, 0, 'guidance', 'Keeping children safe in education', 'Knowledge and skills refreshed at regular intervals, and at least annually (paragraph 67 of 2019; later editions number it otherwise)', '2019-09-02', '2026-09-01', '2026-01-01T00:00:00.000Z'),
  ('lead-update-2026', 'lead_update', 'Lead and deputies: update every year', 'every_holder', '["dsl","deputy_dsl"]', '[]', 0, '["update","training"]', '[]', 12, 0, 0, 'guidance', 'KCSIE 2026', 'Knowledge and skills refreshed at regular intervals, and at least annually', '2026-09-01', NULL, '2026-01-01T00:00:00.000Z'),
  ('governors-before-2026', 'governors', 'Governors and trustees: training at induction', 'every_holder', '["link_governor","chair","governor","chair_management"]', '["maintained","academy","further_education"]', 0, '["training"]', '["governance"]', NULL, 0, 90, 'guidance', 'Keeping children safe in education', 'All governors and trustees receive training at induction, regularly updated (since 2022)', '2022-09-01', '2026-09-01', '2026-01-01T00:00:00.000Z'),
  ('governors-2026', 'governors', 'Governors and trustees: training at induction', 'every_holder', '["link_governor","chair","governor","chair_management"]', '["maintained","academy","further_education"]', 0, '["training"]', '["governance"]', NULL, 0, 90, 'guidance', 'KCSIE 2026', 'All governors and trustees receive training at induction, regularly updated', '2026-09-01', NULL, '2026-01-01T00:00:00.000Z'),
  ('prevent-before-2026', 'prevent', 'Lead and deputies: Prevent awareness', 'every_holder', '["dsl","deputy_dsl"]', '[]', 0, '["training","update","briefing"]', '["prevent"]', NULL, 0, 0, 'guidance', 'Keeping children safe in education', 'The lead and deputies do Prevent awareness training', '2019-09-02', '2026-09-01', '2026-01-01T00:00:00.000Z'),
  ('prevent-2026', 'prevent', 'Lead and deputies: Prevent awareness', 'every_holder', '["dsl","deputy_dsl"]', '[]', 0, '["training","update","briefing"]', '["prevent"]', NULL, 0, 0, 'guidance', 'KCSIE 2026, Annex C', 'The lead and deputies do Prevent awareness training', '2026-09-01', NULL, '2026-01-01T00:00:00.000Z'),
  ('panel-2009', 'panel', 'Recruitment panel: one trained member (maintained schools)', 'one_holder', '["recruitment_panel"]', '["maintained"]', 0, '["training"]', '["safer-recruitment"]', NULL, 0, 0, 'law', 'School Staffing (England) Regulations 2009, regulation 9', 'At least one person on each panel of a maintained school or pupil referral unit has done safer recruitment training', '2019-09-02', NULL, '2026-01-01T00:00:00.000Z'),
  ('panel-elsewhere-before-2026', 'panel_elsewhere', 'Recruitment panel: one trained member (other schools)', 'one_holder', '["recruitment_panel"]', '["academy","independent","further_education"]', 0, '["training"]', '["safer-recruitment"]', NULL, 0, 0, 'guidance', 'Keeping children safe in education, Part three', 'At least one person on each panel has done safer recruitment training', '2019-09-02', '2026-09-01', '2026-01-01T00:00:00.000Z'),
  ('panel-elsewhere-2026', 'panel_elsewhere', 'Recruitment panel: one trained member (other schools)', 'one_holder', '["recruitment_panel"]', '["academy","independent","further_education"]', 0, '["training"]', '["safer-recruitment"]', NULL, 0, 0, 'guidance', 'KCSIE 2026, Part three', 'At least one person on each panel has done safer recruitment training', '2026-09-01', NULL, '2026-01-01T00:00:00.000Z'),
  ('staff-update-before-2026', 'staff_update', 'All staff: update every year', 'statement', '[]', '[]', 0, '["update","training"]', '[]', 12, 0, 0, 'guidance', 'Keeping children safe in education', 'All staff receive updates as required, and at least annually (paragraph 14 of 2019; later editions number it otherwise)', '2019-09-02', '2026-09-01', '2026-01-01T00:00:00.000Z'),
  ('staff-update-2026', 'staff_update', 'All staff: update every year', 'statement', '[]', '[]', 0, '["update","training"]', '[]', 12, 0, 0, 'guidance', 'KCSIE 2026', 'All staff receive updates as required, and at least annually', '2026-09-01', NULL, '2026-01-01T00:00:00.000Z'),
  ('early-years-lead-2025', 'early_years_lead', 'Early years lead: training every two years', 'every_holder', '["early_years_lead"]', '[]', 1, '["training"]', '["early-years"]', 24, 0, 0, 'law', 'EYFS 2025, Annex C', 'Training to the criteria for safeguarding training, renewed every two years', '2025-09-01', NULL, '2026-01-01T00:00:00.000Z');

-- Of settings that are no school: a childminder is their own lead, and a nursery states of how many of its practitioners it is so.
INSERT INTO RequirementEdition
  (id, requirementId, label, whose, roleIds, kinds, purposes, topicIds, everyMonths, strength, source, citation, validFrom, createdAt)
VALUES
  ('setting-lead-2025', 'setting_lead', 'Lead of an early years setting: training every two years', 'every_holder', '["dsl"]', '["childminder","early_years"]', '["training"]', '["early-years"]', 24, 'law', 'EYFS 2025, Annex C', 'Training to the criteria for safeguarding training, renewed every two years', '2025-09-01', '2026-01-01T00:00:00.000Z'),
  ('setting-staff-2025', 'setting_staff', 'All practitioners: training every two years', 'statement', '[]', '["early_years"]', '["training"]', '[]', 24, 'law', 'EYFS 2025, Annex C', 'Every practitioner renews training to the criteria for safeguarding training every two years', '2025-09-01', '2026-01-01T00:00:00.000Z');

-- What an event, or one session of it, counts towards, and as what: decided when it is published. none: it does not count towards the requirement,
-- whatever its purpose and topic; with no requirement, towards nothing at all. No row: nobody has said.
CREATE TABLE CountsTowards (
  id TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL REFERENCES Event (id),
  sessionId TEXT REFERENCES Session (id) ON DELETE CASCADE,
  requirementId TEXT REFERENCES Requirement (id),
  countsAs TEXT NOT NULL CHECK (countsAs IN ('first', 'refresher', 'either', 'none')),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  supersededAt TEXT CHECK (supersededAt IS NULL OR supersededAt IS strftime('%Y-%m-%dT%H:%M:%fZ', supersededAt)),
  CHECK (requirementId IS NOT NULL OR (countsAs = 'none' AND sessionId IS NULL))
);
CREATE UNIQUE INDEX CountsTowards_once ON CountsTowards (eventId, COALESCE(sessionId, ''), COALESCE(requirementId, '')) WHERE supersededAt IS NULL;
CREATE INDEX CountsTowards_session ON CountsTowards (sessionId) WHERE sessionId IS NOT NULL;

CREATE TRIGGER CountsTowards_stands BEFORE UPDATE OF id, eventId, sessionId, requirementId, countsAs, createdAt, createdById ON CountsTowards BEGIN
  SELECT RAISE(ABORT, 'counts_towards_stands');
END;

CREATE TRIGGER CountsTowards_to_follow AFTER INSERT ON CountsTowards BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT r.rootId, random() FROM Session x JOIN RootOfSession r ON r.sessionId = x.id WHERE x.eventId = NEW.eventId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER CountsTowards_superseded_to_follow AFTER UPDATE OF supersededAt ON CountsTowards BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT r.rootId, random() FROM Session x JOIN RootOfSession r ON r.sessionId = x.id WHERE x.eventId = NEW.eventId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER CountsTowards_lost_to_follow AFTER DELETE ON CountsTowards BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT r.rootId, random() FROM Session x JOIN RootOfSession r ON r.sessionId = x.id WHERE x.eventId = OLD.eventId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;

-- «n of m staff, as at a day», as the school says, and who said so. A later statement stands beside it.
CREATE TABLE StaffStatement (
  id TEXT NOT NULL PRIMARY KEY,
  requirementId TEXT NOT NULL REFERENCES Requirement (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  trained INTEGER NOT NULL CHECK (trained >= 0),
  staff INTEGER NOT NULL CHECK (staff > 0),
  asAt TEXT NOT NULL CHECK (asAt IS date(asAt)),
  saidBy TEXT NOT NULL CHECK (length(trim(saidBy)) > 0),
  learnedAt TEXT NOT NULL CHECK (learnedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', learnedAt)),
  learnedById TEXT REFERENCES Account (id),
  supersededAt TEXT CHECK (supersededAt IS NULL OR supersededAt IS strftime('%Y-%m-%dT%H:%M:%fZ', supersededAt)),
  CHECK (trained <= staff)
);
CREATE INDEX StaffStatement_school ON StaffStatement (schoolId, requirementId) WHERE supersededAt IS NULL;

CREATE TRIGGER StaffStatement_stands BEFORE UPDATE OF id, requirementId, schoolId, trained, staff, asAt, learnedAt, learnedById ON StaffStatement BEGIN
  SELECT RAISE(ABORT, 'statement_stands');
END;
CREATE TRIGGER StaffStatement_kept BEFORE DELETE ON StaffStatement BEGIN SELECT RAISE(ABORT, 'statement_stands'); END;

CREATE TRIGGER StaffStatement_to_follow AFTER INSERT ON StaffStatement BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT s.rootId, random() FROM School s WHERE s.id = NEW.schoolId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER StaffStatement_changed_to_follow AFTER UPDATE OF supersededAt ON StaffStatement BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT s.rootId, random() FROM School s WHERE s.id = NEW.schoolId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;

-- A day on which a school's staff are at the school, such as a training day: no date on it is advised. What the school changes is superseded.
CREATE TABLE StaffDay (
  id TEXT NOT NULL PRIMARY KEY,
  schoolId TEXT NOT NULL REFERENCES School (id),
  heldOn TEXT NOT NULL CHECK (heldOn IS date(heldOn)),
  what TEXT NOT NULL CHECK (length(trim(what)) > 0),
  enteredAt TEXT NOT NULL CHECK (enteredAt IS strftime('%Y-%m-%dT%H:%M:%fZ', enteredAt)),
  enteredById TEXT REFERENCES Account (id),
  supersededAt TEXT CHECK (supersededAt IS NULL OR supersededAt IS strftime('%Y-%m-%dT%H:%M:%fZ', supersededAt)),
  supersededById TEXT REFERENCES Account (id)
);
CREATE UNIQUE INDEX StaffDay_day ON StaffDay (schoolId, heldOn) WHERE supersededAt IS NULL;

CREATE TRIGGER StaffDay_stands BEFORE UPDATE OF id, schoolId, heldOn, enteredAt, enteredById ON StaffDay BEGIN
  SELECT RAISE(ABORT, 'staff_day_stands');
END;
CREATE TRIGGER StaffDay_kept BEFORE DELETE ON StaffDay BEGIN SELECT RAISE(ABORT, 'staff_day_stands'); END;

-- That a requirement is not asked of a school or of one person there, or is asked later: with its reason. untilDate: its last day.
CREATE TABLE RequirementException (
  id TEXT NOT NULL PRIMARY KEY,
  requirementId TEXT NOT NULL REFERENCES Requirement (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  personId TEXT REFERENCES Person (id),
  kind TEXT NOT NULL CHECK (kind IN ('exempt', 'extended')),
  fromDate TEXT NOT NULL CHECK (fromDate IS date(fromDate)),
  untilDate TEXT CHECK (untilDate IS NULL OR (untilDate IS date(untilDate) AND untilDate >= fromDate)),
  reason TEXT NOT NULL CHECK (length(trim(reason)) > 0),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  supersededAt TEXT CHECK (supersededAt IS NULL OR supersededAt IS strftime('%Y-%m-%dT%H:%M:%fZ', supersededAt)),
  supersededById TEXT REFERENCES Account (id),
  CHECK (kind = 'exempt' OR untilDate IS NOT NULL)
);
CREATE INDEX RequirementException_school ON RequirementException (schoolId) WHERE supersededAt IS NULL;
CREATE INDEX RequirementException_person ON RequirementException (personId) WHERE personId IS NOT NULL;

CREATE TRIGGER RequirementException_stands
BEFORE UPDATE OF id, requirementId, schoolId, kind, fromDate, untilDate, createdAt, createdById ON RequirementException
BEGIN SELECT RAISE(ABORT, 'exception_stands'); END;
CREATE TRIGGER RequirementException_kept BEFORE DELETE ON RequirementException BEGIN SELECT RAISE(ABORT, 'exception_stands'); END;

CREATE TRIGGER RequirementException_follows_merge_on_insert AFTER INSERT ON RequirementException
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE RequirementException
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;
CREATE TRIGGER RequirementException_to_follow AFTER INSERT ON RequirementException BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT s.rootId, random() FROM School s WHERE s.id = NEW.schoolId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER RequirementException_changed_to_follow AFTER UPDATE OF personId, supersededAt ON RequirementException BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT s.rootId, random() FROM School s WHERE s.id = NEW.schoolId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;

CREATE TRIGGER RequirementException_of_present_person BEFORE INSERT ON RequirementException
WHEN (SELECT erasedAt FROM Person WHERE id = NEW.personId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'person_is_erased'); END;

-- As what a course of a title counted, where the record of it does not say what it was for: once for all records, and for lists still to come. title: without
-- capitals. countedAs NULL: not said any more. was: the same before, by which a list that was saved is undone.
CREATE TABLE CourseTitle (
  id TEXT NOT NULL PRIMARY KEY,
  batchId TEXT NOT NULL,
  title TEXT NOT NULL CHECK (title IS lower(trim(title)) AND title <> ''),
  countedAs TEXT CHECK (countedAs IN ('training', 'update', 'briefing', 'none')),
  was TEXT CHECK (was IN ('training', 'update', 'briefing', 'none')),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  supersededAt TEXT CHECK (supersededAt IS NULL OR supersededAt IS strftime('%Y-%m-%dT%H:%M:%fZ', supersededAt))
);
CREATE UNIQUE INDEX CourseTitle_once ON CourseTitle (title) WHERE supersededAt IS NULL;
CREATE INDEX CourseTitle_batch ON CourseTitle (batchId);

CREATE TRIGGER CourseTitle_stands BEFORE UPDATE OF id, batchId, title, countedAs, was, createdAt, createdById ON CourseTitle BEGIN
  SELECT RAISE(ABORT, 'course_title_stands');
END;
CREATE TRIGGER CourseTitle_superseded_once BEFORE UPDATE OF supersededAt ON CourseTitle WHEN OLD.supersededAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'course_title_stands');
END;
CREATE TRIGGER CourseTitle_kept BEFORE DELETE ON CourseTitle BEGIN SELECT RAISE(ABORT, 'course_title_stands'); END;
CREATE TRIGGER CourseTitle_to_follow AFTER INSERT ON CourseTitle BEGIN
  INSERT INTO StandingToFollow (rootId, version)
  SELECT r.rootId, random()
  FROM EarlierAttendance a
  CROSS JOIN RootOfPerson r ON r.personId = a.personId
  WHERE lower(trim(a.title)) = NEW.title AND a.supersededAt IS NULL AND a.purpose IS NULL
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;

-- An officer looked at the evidence of a training from elsewhere: what level it has now, from what was shown.
CREATE TABLE EvidenceCheck (
  id TEXT NOT NULL PRIMARY KEY,
  earlierId TEXT NOT NULL REFERENCES EarlierAttendance (id),
  level TEXT NOT NULL CHECK (level IN ('stated', 'seen', 'verified')),
  note TEXT NOT NULL DEFAULT '',
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  byId TEXT REFERENCES Account (id)
);
CREATE INDEX EvidenceCheck_earlier ON EvidenceCheck (earlierId, at);

CREATE TRIGGER EvidenceCheck_stands BEFORE UPDATE OF id, earlierId, level, at, byId ON EvidenceCheck BEGIN
  SELECT RAISE(ABORT, 'evidence_check_stands');
END;
CREATE TRIGGER EvidenceCheck_kept BEFORE DELETE ON EvidenceCheck BEGIN SELECT RAISE(ABORT, 'evidence_check_stands'); END;
