-- People, their roles at schools, and records that turn out to be of one person.

-- One human being: one record across schools and addresses. Erased, the row stays without name, address or telephone, because others name its
-- id.
CREATE TABLE Person (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT,
  email TEXT,
  telephone TEXT,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  erasedAt TEXT,
  CHECK ((erasedAt IS NULL) = (name IS NOT NULL)),
  CHECK (erasedAt IS NULL OR (email IS NULL AND telephone IS NULL))
);
CREATE INDEX Person_erased ON Person (erasedAt) WHERE erasedAt IS NOT NULL;
CREATE INDEX Person_email ON Person (email);
CREATE INDEX Person_name ON Person (name COLLATE NOCASE, id) WHERE erasedAt IS NULL;

CREATE TRIGGER Person_may_make_due AFTER UPDATE OF email ON Person
WHEN OLD.email IS NOT NEW.email
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;

CREATE TRIGGER Person_changes_certificates AFTER UPDATE OF name ON Person
WHEN NEW.name IS NOT OLD.name AND NEW.erasedAt IS NULL
BEGIN
  INSERT INTO CertificateToFollow (eventId, dueAt, version)
  SELECT c.eventId, c.dueAt, random() >> 12 FROM CertificatesDueAt c WHERE c.eventId IN (SELECT o.eventId FROM Certificate o WHERE o.personId = NEW.id)
  ON CONFLICT (eventId) DO UPDATE SET dueAt = excluded.dueAt, version = excluded.version;
END;

-- A changed name is changed in all rows of the person; word for word at their schools (NameToChange) where an organiser corrects it. Certificates
-- are issued anew. What says a name otherwise reads it here. Texts that were sent or made final stay (test/architecture-names.test.ts).
CREATE TRIGGER Person_renamed_everywhere AFTER UPDATE OF name ON Person
WHEN OLD.name <> '' AND NEW.name <> '' AND NEW.name <> OLD.name AND NEW.erasedAt IS NULL
BEGIN
  UPDATE GuidanceReceipt SET name = NEW.name
  WHERE name = OLD.name AND (personId = NEW.id OR accountId IN (SELECT a.id FROM Account a WHERE a.personId = NEW.id));
  UPDATE GuidanceAnswer SET name = NEW.name WHERE name = OLD.name AND accountId IN (SELECT a.id FROM Account a WHERE a.personId = NEW.id);
  UPDATE SchoolContact SET name = NEW.name WHERE name = OLD.name AND email = NEW.email;
  UPDATE Event SET contactName = NEW.name WHERE contactName = OLD.name AND lower(contactEmail) = NEW.email;
  UPDATE PayerDetails SET billingName = NEW.name WHERE billingName = OLD.name AND lower(billingEmail) = NEW.email;
  UPDATE Booking SET askedBy = NEW.name WHERE askedBy = OLD.name AND bookerPersonId = NEW.id;
  UPDATE SendingRecipient SET name = NEW.name WHERE name = OLD.name AND personId = NEW.id AND state = 'waiting';
  UPDATE Person SET name = NEW.name
  WHERE name = OLD.name AND erasedAt IS NULL AND id IN (SELECT m.mergedId FROM PersonMerge m WHERE m.keptId = NEW.id AND m.undoneAt IS NULL);
END;

-- Schools, under each of their ids, at which somebody's name may have been typed.
CREATE VIEW TypedNameAt AS
  SELECT h.personId AS personId, m.id AS schoolId
  FROM SchoolOfPerson h
  JOIN School m ON m.rootId = h.rootId;
-- A name that others typed of somebody at their schools, changed where nobody else can be meant.
CREATE VIEW NameToChange AS
  SELECT p.id AS personId, p.name AS was, p.name AS name
  FROM Person p;
CREATE TRIGGER NameToChange_changes INSTEAD OF UPDATE ON NameToChange
WHEN NOT EXISTS (
  SELECT 1
  FROM Person o
  WHERE o.name = OLD.was COLLATE NOCASE
    AND o.id <> OLD.personId
    AND o.erasedAt IS NULL
    AND NOT EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = o.id AND m.keptId = OLD.personId AND m.undoneAt IS NULL)
)
BEGIN
  UPDATE NoticeFact SET toWhom = NEW.name WHERE toWhom = OLD.was AND schoolId IN (SELECT m.schoolId FROM TypedNameAt m WHERE m.personId = OLD.personId);
  UPDATE StaffStatement SET saidBy = NEW.name WHERE saidBy = OLD.was AND schoolId IN (SELECT m.schoolId FROM TypedNameAt m WHERE m.personId = OLD.personId);
  UPDATE ReturnAction SET owner = NEW.name
  WHERE owner = OLD.was
    AND returnId IN (SELECT r.id FROM TypedNameAt m JOIN SchoolReturn r ON r.schoolId = m.schoolId WHERE m.personId = OLD.personId);
  UPDATE SchoolContact SET name = NEW.name WHERE name = OLD.was AND schoolId IN (SELECT m.schoolId FROM TypedNameAt m WHERE m.personId = OLD.personId);
  UPDATE GuidanceReceipt SET name = NEW.name
  WHERE name = OLD.was
    AND issueId IN (SELECT i.id FROM TypedNameAt m JOIN GuidanceIssue i ON i.schoolId = m.schoolId WHERE m.personId = OLD.personId);
  UPDATE GuidanceAnswer SET name = NEW.name
  WHERE name = OLD.was
    AND issueId IN (SELECT i.id FROM TypedNameAt m JOIN GuidanceIssue i ON i.schoolId = m.schoolId WHERE m.personId = OLD.personId);
END;

-- Erasing somebody's details ends their address, and whoever names a merged record names the kept one.
CREATE TRIGGER Feed_ends_with_person AFTER UPDATE OF erasedAt ON Person WHEN NEW.erasedAt IS NOT NULL BEGIN
  UPDATE Feed
  SET endedAt = NEW.erasedAt
  WHERE personId = NEW.id AND endedAt IS NULL;
END;
-- Whoever has such an address had it by a link that may have gone to somebody else: it ends with a correction of the address, when the place
-- passes on, and when two records become one.
CREATE TRIGGER Feed_ends_with_address AFTER UPDATE OF email ON Person WHEN NEW.email IS NOT OLD.email BEGIN
  UPDATE Feed
  SET endedAt = MAX(createdAt, COALESCE((SELECT l.at FROM Log l ORDER BY l.id DESC LIMIT 1), createdAt))
  WHERE personId = NEW.id AND endedAt IS NULL AND ofSchoolId IS NOT NULL;
END;
CREATE TRIGGER Person_erased_again AFTER UPDATE OF erasedAt ON Person WHEN NEW.erasedAt IS NOT NULL BEGIN
  DELETE FROM ErasureToRepeat WHERE personId = NEW.id;
END;
CREATE TRIGGER Person_stays_erased BEFORE UPDATE ON Person WHEN OLD.erasedAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'person_is_erased');
END;
CREATE TRIGGER PlaceLink_ends_with_address AFTER UPDATE OF email ON Person WHEN NEW.email IS NOT OLD.email BEGIN
  UPDATE PlaceLink
  SET endedAt = MAX(createdAt, COALESCE((SELECT l.at FROM Log l ORDER BY l.id DESC LIMIT 1), createdAt))
  WHERE personId = NEW.id AND endedAt IS NULL;
END;
CREATE TRIGGER CertificateLink_ends_with_address AFTER UPDATE OF email ON Person WHEN NEW.email IS NOT OLD.email BEGIN
  UPDATE CertificateLink
  SET endedAt = MAX(createdAt, COALESCE((SELECT l.at FROM Log l ORDER BY l.id DESC LIMIT 1), createdAt))
  WHERE certificateId IN (SELECT c.id FROM Certificate c WHERE c.personId = NEW.id) AND endedAt IS NULL;
END;

-- People whose name, address or schools have changed, to be compared with the others there (compare-people.ts).
CREATE TABLE PersonToCompare (
  personId TEXT NOT NULL PRIMARY KEY REFERENCES Person (id),
  version INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TRIGGER Person_to_compare AFTER INSERT ON Person WHEN NEW.erasedAt IS NULL BEGIN
  INSERT INTO PersonToCompare (personId, version) SELECT NEW.id, random() >> 12 WHERE true
  ON CONFLICT (personId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER Person_changed_to_compare AFTER UPDATE OF name, email ON Person
WHEN NEW.erasedAt IS NULL AND (NEW.name IS NOT OLD.name OR NEW.email IS NOT OLD.email)
BEGIN
  INSERT INTO PersonToCompare (personId, version) SELECT NEW.id, random() >> 12 WHERE true
  ON CONFLICT (personId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER Person_erased_is_like_nobody AFTER UPDATE OF erasedAt ON Person WHEN NEW.erasedAt IS NOT NULL BEGIN
  DELETE FROM PersonToCompare WHERE personId = NEW.id;
  DELETE FROM LikelyPair WHERE NEW.id IN (oneId, otherId);
END;

-- Two records of one human being, made one: everything of mergedId now names keptId. moved lists what was re-pointed, so that it can be undone.
-- Triggers (…_names_kept) send whoever still names a merged record to the kept one, so no other verb needs to know of merges.
CREATE TABLE PersonMerge (
  id TEXT NOT NULL PRIMARY KEY,
  keptId TEXT NOT NULL REFERENCES Person (id),
  mergedId TEXT NOT NULL REFERENCES Person (id),
  moved TEXT NOT NULL CHECK (json_valid(moved)),
  mergedAt TEXT NOT NULL CHECK (mergedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', mergedAt)),
  mergedById TEXT REFERENCES Account (id),
  -- The school that said it of two records of its own; NULL: the council, or the person.
  schoolId TEXT REFERENCES School (id),
  undoneAt TEXT,
  undoneById TEXT REFERENCES Account (id),
  CHECK (keptId <> mergedId)
);
CREATE UNIQUE INDEX PersonMerge_once ON PersonMerge (mergedId) WHERE undoneAt IS NULL;
CREATE INDEX PersonMerge_kept ON PersonMerge (keptId) WHERE undoneAt IS NULL;
CREATE INDEX PersonMerge_at ON PersonMerge (mergedAt);
CREATE INDEX PersonMerge_undone ON PersonMerge (undoneAt) WHERE undoneAt IS NOT NULL;
CREATE INDEX PersonMerge_of_kept ON PersonMerge (keptId);
CREATE INDEX PersonMerge_of_merged ON PersonMerge (mergedId);
CREATE INDEX PersonMerge_of_school ON PersonMerge (schoolId) WHERE schoolId IS NOT NULL;

CREATE TRIGGER PersonMerge_may_make_due AFTER INSERT ON PersonMerge
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;
CREATE TRIGGER PersonMerge_undone_may_make_due AFTER UPDATE OF undoneAt ON PersonMerge
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;

CREATE TRIGGER PersonMerge_of_kept BEFORE INSERT ON PersonMerge BEGIN
  SELECT RAISE(ABORT, 'person_is_merged')
  WHERE EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId IN (NEW.keptId, NEW.mergedId) AND m.undoneAt IS NULL);
END;
CREATE TRIGGER PersonMerge_only_undone BEFORE UPDATE ON PersonMerge
WHEN OLD.undoneAt IS NOT NULL
  OR NEW.undoneAt IS NULL
  OR NEW.keptId <> OLD.keptId
  OR NEW.mergedId <> OLD.mergedId
  OR NEW.moved <> OLD.moved
  OR NEW.schoolId IS NOT OLD.schoolId
BEGIN SELECT RAISE(ABORT, 'merge_only_undone'); END;
CREATE TRIGGER PersonMerge_kept BEFORE DELETE ON PersonMerge BEGIN SELECT RAISE(ABORT, 'merge_only_undone'); END;
-- A merge that moved nothing notes another spelling of somebody.
-- The kept record has links of its own from the next letter on.
CREATE TRIGGER BookingLink_ends_with_merge AFTER INSERT ON PersonMerge BEGIN
  DELETE FROM BookingLink WHERE personId = NEW.mergedId;
END;
CREATE TRIGGER Feed_ends_with_merge AFTER INSERT ON PersonMerge WHEN NEW.moved <> '{}' BEGIN
  UPDATE Feed
  SET endedAt = MAX(createdAt, NEW.mergedAt)
  WHERE personId IN (NEW.keptId, NEW.mergedId) AND endedAt IS NULL AND ofSchoolId IS NOT NULL;
END;

-- What is like the merged record is like the kept one. A merge that moved nothing notes another spelling of somebody.
CREATE TRIGGER PersonMerge_to_compare AFTER INSERT ON PersonMerge BEGIN
  DELETE FROM PersonToCompare WHERE personId = NEW.mergedId;
  DELETE FROM LikelyPair WHERE NEW.mergedId IN (oneId, otherId);
  INSERT INTO PersonToCompare (personId, version) SELECT NEW.keptId, random() >> 12 WHERE NEW.moved <> '{}'
  ON CONFLICT (personId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER PersonMerge_undone_to_compare AFTER UPDATE OF undoneAt ON PersonMerge BEGIN
  INSERT INTO PersonToCompare (personId, version) SELECT value, random() >> 12 FROM json_each(json_array(NEW.keptId, NEW.mergedId)) WHERE true
  ON CONFLICT (personId) DO UPDATE SET version = excluded.version;
END;

-- Where the chain of merges that begins at a record ends.
CREATE VIEW PersonMergedInto AS
  WITH RECURSIVE step(mergedId, keptId) AS (
    SELECT mergedId, keptId
    FROM PersonMerge
    WHERE undoneAt IS NULL
    UNION SELECT s.mergedId, m.keptId
    FROM step s
    JOIN PersonMerge m ON m.mergedId = s.keptId AND m.undoneAt IS NULL
  )
  SELECT mergedId, keptId
  FROM step
  WHERE keptId NOT IN (SELECT mergedId FROM PersonMerge WHERE undoneAt IS NULL);

-- Two records that were made one, or again two, either way round, and when.
CREATE VIEW MergedPair (oneId, otherId, at) AS
  SELECT mergedId, keptId, COALESCE(undoneAt, mergedAt) FROM PersonMerge
  UNION ALL SELECT keptId, mergedId, COALESCE(undoneAt, mergedAt) FROM PersonMerge;

-- What was said last of two records: that they are of one person, which is a proposal until they are merged, or of two different people, who are
-- asked about nowhere again. schoolId: the school that said it; NULL: the council or the person. oneId is the smaller of the two ids.
CREATE TABLE PersonPair (
  oneId TEXT NOT NULL REFERENCES Person (id),
  otherId TEXT NOT NULL REFERENCES Person (id),
  isOne INTEGER NOT NULL CHECK (isOne IN (0, 1)),
  schoolId TEXT REFERENCES School (id),
  saidAt TEXT NOT NULL CHECK (saidAt IS strftime('%Y-%m-%dT%H:%M:%fZ', saidAt)),
  saidById TEXT REFERENCES Account (id),
  PRIMARY KEY (oneId, otherId),
  CHECK (oneId < otherId)
);
CREATE INDEX PersonPair_other ON PersonPair (otherId);
CREATE INDEX PersonPair_proposed ON PersonPair (saidAt) WHERE isOne = 1;

-- Two records that may be of one person: somebody was named where nobody could be asked, or names are alike at one address or one school. A pair
-- of which somebody says something leaves. oneId is the smaller of the two ids. Kept by a job of those who were created, changed or came to
-- another school.
CREATE TABLE LikelyPair (
  oneId TEXT NOT NULL REFERENCES Person (id),
  otherId TEXT NOT NULL REFERENCES Person (id),
  why TEXT NOT NULL CHECK (why IN ('not_asked', 'same_address', 'same_school')),
  PRIMARY KEY (oneId, otherId),
  CHECK (oneId < otherId)
);
CREATE INDEX LikelyPair_other ON LikelyPair (otherId);
CREATE INDEX LikelyPair_why ON LikelyPair (why, oneId, otherId);

CREATE TRIGGER PersonPair_is_said AFTER INSERT ON PersonPair BEGIN
  DELETE FROM LikelyPair WHERE oneId = NEW.oneId AND otherId = NEW.otherId;
END;

-- Whoever is somebody else than the merged record is somebody else than the one that was kept.
CREATE TRIGGER PersonPair_follows_merge AFTER INSERT ON PersonMerge BEGIN
  INSERT INTO PersonPair (oneId, otherId, isOne, schoolId, saidAt, saidById)
  SELECT MIN(NEW.keptId, p.who), MAX(NEW.keptId, p.who), 0, p.schoolId, p.saidAt, p.saidById
  FROM (
    SELECT otherId AS who, * FROM PersonPair WHERE oneId = NEW.mergedId AND isOne = 0
    UNION ALL SELECT oneId, * FROM PersonPair WHERE otherId = NEW.mergedId AND isOne = 0
  ) p
  WHERE p.who <> NEW.keptId
  ON CONFLICT (oneId, otherId) DO NOTHING;
END;

-- A role at a school, such as designated safeguarding lead, and the days on which it can be chosen.
CREATE TABLE Role (
  id TEXT NOT NULL PRIMARY KEY,
  label TEXT NOT NULL,
  position INTEGER NOT NULL,
  fromDate TEXT,
  toDate TEXT,
  -- Whether each school is asked who holds it, of which sectors and kinds ('[]': of all), and whether several usually do.
  asked INTEGER NOT NULL DEFAULT 0 CHECK (asked IN (0, 1)),
  sectors TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(sectors)),
  kinds TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(kinds)),
  several INTEGER NOT NULL DEFAULT 0 CHECK (several IN (0, 1))
);

INSERT INTO Role (id, label, position, fromDate, asked, sectors, kinds, several) VALUES
  ('dsl', 'Designated safeguarding lead', 1, NULL, 1, '[]', '[]', 0),
  ('deputy_dsl', 'Deputy designated safeguarding lead', 2, NULL, 1, '[]', '[]', 1),
  ('head', 'Headteacher or principal', 3, NULL, 1, '[]', '[]', 0),
  ('link_governor', 'Safeguarding link governor or trustee', 4, NULL, 1, '["maintained","academy","further_education"]', '[]', 0),
  ('chair', 'Chair of governors or trustees', 5, NULL, 1, '["maintained","academy","further_education"]', '[]', 0),
  ('senco', 'Special educational needs co-ordinator', 6, NULL, 0, '[]', '[]', 0),
  ('designated_teacher', 'Designated teacher for looked-after children', 7, NULL, 0, '[]', '[]', 0),
  ('pastoral', 'Pastoral or attendance lead', 8, NULL, 0, '[]', '[]', 1),
  ('rshe_lead', 'Relationships and health education lead', 9, '2020-09-01', 0, '[]', '[]', 0),
  ('trust_lead', 'Trust safeguarding lead', 10, NULL, 0, '[]', '[]', 0),
  ('business_manager', 'Business manager or office', 11, NULL, 0, '[]', '[]', 1),
  ('proprietor', 'Proprietor', 12, NULL, 1, '["independent"]', '[]', 0),
  ('chair_management', 'Chair of a management committee', 13, NULL, 1, '["maintained"]', '["alternative_provision"]', 0),
  ('governor', 'Governor or trustee', 14, NULL, 0, '["maintained","academy","further_education"]', '[]', 1),
  ('prevent_lead', 'Prevent lead', 15, NULL, 0, '[]', '[]', 0),
  ('early_years_lead', 'Early years safeguarding lead', 16, NULL, 0, '[]', '[]', 0),
  ('recruitment_panel', 'Trained member of recruitment panels', 17, NULL, 0, '[]', '[]', 1),
  ('other', 'Other member of staff', 99, NULL, 0, '[]', '[]', 1);

-- That a person holds a role at a school, from a day until before another (NULL: not known, or still). A change supersedes.
CREATE TABLE RoleAtSchool (
  id TEXT NOT NULL PRIMARY KEY,
  personId TEXT NOT NULL REFERENCES Person (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  roleId TEXT NOT NULL REFERENCES Role (id),
  fromDate TEXT,
  toDate TEXT,
  source TEXT NOT NULL,
  learnedAt TEXT NOT NULL CHECK (learnedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', learnedAt)),
  -- When the school or the council said so. NULL: a proposal from a booking, a claim, a list or the person, which counts in no requirement.
  confirmedAt TEXT CHECK (confirmedAt IS NULL OR confirmedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', confirmedAt)),
  confirmedById TEXT REFERENCES Account (id),
  supersededAt TEXT,
  -- The list from the last system by which it came.
  batchId TEXT
) WITHOUT ROWID;
CREATE INDEX RoleAtSchool_batch ON RoleAtSchool (batchId) WHERE batchId IS NOT NULL;
CREATE INDEX RoleAtSchool_school ON RoleAtSchool (schoolId) WHERE supersededAt IS NULL;
CREATE INDEX RoleAtSchool_ever ON RoleAtSchool (personId, schoolId);

-- People who are still to be told what was said of a role. email '': the person it is said of; else an address of the school, or of the holder
-- before.
CREATE TABLE RoleToTell (
  roleAtSchoolId TEXT NOT NULL REFERENCES RoleAtSchool (id) ON DELETE CASCADE,
  email TEXT NOT NULL DEFAULT '',
  byCouncil INTEGER NOT NULL CHECK (byCouncil IN (0, 1)),
  PRIMARY KEY (roleAtSchoolId, email)
);

CREATE TRIGGER RoleAtSchool_follows_merge_on_insert AFTER INSERT ON RoleAtSchool
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE RoleAtSchool
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;
-- What was said about a role stands; a correction supersedes it and is another row.
CREATE TRIGGER RoleAtSchool_stands BEFORE UPDATE OF schoolId, roleId, fromDate, toDate, source, learnedAt, confirmedAt, confirmedById, batchId ON RoleAtSchool BEGIN
  SELECT RAISE(ABORT, 'role_is_append_only');
END;
CREATE TRIGGER RoleAtSchool_superseded_once BEFORE UPDATE OF supersededAt ON RoleAtSchool
WHEN OLD.supersededAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'role_is_append_only'); END;
CREATE TRIGGER RoleAtSchool_kept BEFORE DELETE ON RoleAtSchool BEGIN SELECT RAISE(ABORT, 'role_is_append_only'); END;
-- That somebody is head or governs, and so signs, is a proposal while only they say it: unless the sitting head says it, or corrects a day.
CREATE TRIGGER RoleAtSchool_on_ones_own_word BEFORE INSERT ON RoleAtSchool
WHEN NEW.confirmedAt IS NOT NULL
  AND NEW.source = 'school'
  AND NEW.toDate IS NULL
  AND NEW.roleId IN ('head', 'link_governor', 'chair', 'chair_management', 'governor', 'proprietor')
BEGIN
  SELECT RAISE(ABORT, 'role_on_ones_own_word')
  WHERE EXISTS (SELECT 1 FROM AccountTieByPerson t WHERE t.accountId = NEW.confirmedById AND t.tie = 'person ' || NEW.personId)
    AND NOT EXISTS (
      SELECT 1
      FROM School n
      JOIN School o ON o.rootId = n.rootId
      JOIN RoleAtSchool x ON x.schoolId = o.id AND x.personId = NEW.personId AND x.confirmedAt IS NOT NULL AND x.toDate IS NULL
      WHERE n.id = NEW.schoolId
        AND (
          (x.roleId = 'head' AND x.supersededAt IS NULL AND NOT EXISTS (SELECT 1 FROM RoleDispute d WHERE d.roleAtSchoolId = x.id AND d.answer IS NULL))
          OR (x.roleId = NEW.roleId AND x.supersededAt = NEW.learnedAt)
        )
    );
END;
CREATE TRIGGER RoleAtSchool_in_order BEFORE INSERT ON RoleAtSchool WHEN NEW.fromDate > NEW.toDate BEGIN
  SELECT RAISE(ABORT, 'role_ends_before_it_begins');
END;
CREATE TRIGGER RoleAtSchool_of_present_person BEFORE INSERT ON RoleAtSchool
WHEN (SELECT erasedAt FROM Person WHERE id = NEW.personId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'person_is_erased'); END;

CREATE TRIGGER RoleAtSchool_to_compare AFTER INSERT ON RoleAtSchool
WHEN NOT EXISTS (SELECT 1 FROM RoleAtSchool o WHERE o.personId = NEW.personId AND o.schoolId = NEW.schoolId AND o.id <> NEW.id)
BEGIN
  INSERT INTO PersonToCompare (personId, version) SELECT NEW.personId, random() >> 12 WHERE true
  ON CONFLICT (personId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER RoleAtSchool_to_follow AFTER INSERT ON RoleAtSchool WHEN NEW.confirmedAt IS NOT NULL OR NEW.source IN ('person', 'claim') BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT s.rootId, random() FROM School s WHERE s.id = NEW.schoolId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER RoleAtSchool_changed_to_follow AFTER UPDATE OF personId, supersededAt ON RoleAtSchool WHEN NEW.confirmedAt IS NOT NULL BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT s.rootId, random() FROM School s WHERE s.id = NEW.schoolId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;

-- Where somebody is known: by a role that stands or stood, a place or a walk-in, and when we learned it.
CREATE VIEW SchoolOfPerson (personId, rootId, at) AS
  SELECT x.personId, o.rootId, x.learnedAt FROM RoleAtSchool x CROSS JOIN School o ON o.id = x.schoolId WHERE x.supersededAt IS NULL
  UNION ALL SELECT p.personId, o.rootId, p.createdAt FROM Place p CROSS JOIN School o ON o.id = p.schoolId
  UNION ALL SELECT w.personId, o.rootId, w.createdAt FROM WalkIn w CROSS JOIN School o ON o.id = w.schoolId;

-- The address that a school goes on knowing of somebody who has left it (NULL: none), since they took another or their records were merged.
-- Where there is no row a school knows the address that they have. Whatever a school is shown reads an address by addressAt; mail goes to
-- Person.email.
CREATE TABLE AddressAtSchool (
  personId TEXT NOT NULL REFERENCES Person (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  email TEXT,
  PRIMARY KEY (personId, schoolId)
);

-- They have left a school where they hold no confirmed role and where one has ended, or of which another school has spoken since.
CREATE TRIGGER AddressAtSchool_kept AFTER UPDATE OF email ON Person
WHEN NEW.email <> OLD.email
BEGIN
  DELETE FROM AddressAtSchool
  WHERE personId = NEW.id
    AND EXISTS (
      SELECT 1 FROM RoleAtSchool x JOIN School o ON o.id = x.schoolId JOIN School k ON k.id = AddressAtSchool.schoolId
      WHERE x.personId = NEW.id AND o.rootId = k.rootId AND x.supersededAt IS NULL AND x.toDate IS NULL AND x.confirmedAt IS NOT NULL
    );
  INSERT INTO AddressAtSchool (personId, schoolId, email)
  SELECT NEW.id, r.rootId, OLD.email
  FROM (SELECT rootId, MAX(at) AS at FROM SchoolOfPerson WHERE personId = NEW.id GROUP BY rootId) r
  WHERE NOT EXISTS (
      SELECT 1 FROM RoleAtSchool x JOIN School o ON o.id = x.schoolId
      WHERE x.personId = NEW.id AND o.rootId = r.rootId AND x.supersededAt IS NULL AND x.toDate IS NULL AND x.confirmedAt IS NOT NULL
    )
    AND (
      EXISTS (
        SELECT 1 FROM RoleAtSchool x JOIN School o ON o.id = x.schoolId
        WHERE x.personId = NEW.id AND o.rootId = r.rootId AND x.supersededAt IS NULL AND x.toDate IS NOT NULL
      )
      OR EXISTS (SELECT 1 FROM SchoolOfPerson n WHERE n.personId = NEW.id AND n.rootId <> r.rootId AND n.at > r.at)
    )
  ON CONFLICT (personId, schoolId) DO NOTHING;
END;
-- A school that knew the merged record alone, and at which it holds no confirmed role, does not learn the address of the kept one.
CREATE TRIGGER AddressAtSchool_follows_merge AFTER INSERT ON PersonMerge BEGIN
  INSERT INTO AddressAtSchool (personId, schoolId, email)
  SELECT NEW.keptId, r.rootId, IIF(k.personId IS NULL, m.email, k.email)
  FROM (SELECT DISTINCT rootId FROM SchoolOfPerson WHERE personId = NEW.mergedId) r
  JOIN Person m ON m.id = NEW.mergedId
  JOIN Person w ON w.id = NEW.keptId AND w.email IS NOT m.email
  LEFT JOIN AddressAtSchool k ON k.personId = NEW.mergedId AND k.schoolId = r.rootId
  WHERE r.rootId NOT IN (SELECT rootId FROM SchoolOfPerson WHERE personId = NEW.keptId)
    AND NOT EXISTS (
      SELECT 1 FROM RoleAtSchool x JOIN School o ON o.id = x.schoolId
      WHERE x.personId = NEW.mergedId AND o.rootId = r.rootId AND x.supersededAt IS NULL AND x.toDate IS NULL AND x.confirmedAt IS NOT NULL
    )
  ON CONFLICT (personId, schoolId) DO NOTHING;
END;
-- Somebody had left by the day on which they took another address, and the school says so later.
CREATE TRIGGER AddressAtSchool_of_ended_role AFTER INSERT ON RoleAtSchool
WHEN NEW.toDate IS NOT NULL
BEGIN
  INSERT INTO AddressAtSchool (personId, schoolId, email)
  SELECT NEW.personId, s.rootId, e.oldEmail
  FROM School s
  JOIN Account a ON a.personId = NEW.personId AND a.shared = 0
  JOIN EmailChange e ON e.accountId = a.id AND e.usedAt >= NEW.toDate AND e.undoneAt IS NULL
  WHERE s.id = NEW.schoolId
    AND NOT EXISTS (
      SELECT 1 FROM RoleAtSchool x JOIN School o ON o.id = x.schoolId
      WHERE x.personId = NEW.personId AND o.rootId = s.rootId AND x.supersededAt IS NULL AND x.toDate IS NULL AND x.confirmedAt IS NOT NULL
    )
  ORDER BY e.usedAt
  LIMIT 1
  ON CONFLICT (personId, schoolId) DO NOTHING;
END;

-- Somebody at the school answered what it is asked.
CREATE TRIGGER RoleAtSchool_answers_asking AFTER INSERT ON RoleAtSchool WHEN NEW.source = 'school' AND NEW.confirmedAt IS NOT NULL AND NEW.batchId IS NULL BEGIN
  INSERT OR IGNORE INTO NoticeFact (id, notice, subjectId, schoolId, what, at, recordedAt)
  SELECT a.id || ' answered', 'roles', a.subjectId, a.schoolId, 'confirmed', NEW.confirmedAt, NEW.confirmedAt
  FROM AnswerableAsking a
  WHERE a.rootId = (SELECT o.rootId FROM School o WHERE o.id = NEW.schoolId)
    AND a.askedOn <= date(NEW.confirmedAt)
    AND (a.roleId IS NULL OR a.roleId = NEW.roleId);
END;
-- Whoever held a role at a school has left it, and the council has its schools asked then (src/people/roles/asked.ts).
CREATE TRIGGER RoleAtSchool_ended_is_asked AFTER INSERT ON RoleAtSchool
WHEN NEW.confirmedAt IS NOT NULL
  AND NEW.toDate IS NOT NULL
  AND EXISTS (
    SELECT 1 FROM json_each(COALESCE((SELECT value ->> '$.leaving' FROM Setting WHERE key = 'asking'), '["head","dsl"]')) j WHERE j.value = NEW.roleId
  )
  AND EXISTS (
    SELECT 1
    FROM RoleAtSchool o
    WHERE o.schoolId = NEW.schoolId
      AND o.personId = NEW.personId
      AND o.roleId = NEW.roleId
      AND o.toDate IS NULL
      AND o.confirmedAt IS NOT NULL
      AND o.supersededAt = NEW.learnedAt
  )
BEGIN
  INSERT INTO RolesAsking (id, schoolId, because, roleId, since) VALUES ('role ' || NEW.id, NEW.schoolId, 'role_ended', NEW.roleId, NEW.learnedAt);
END;

-- What waits to be sent goes to the address that is right when it leaves. What was tried once goes on to where it went, for the provider may have it.
-- A text with a link to one's own page or certificate, and a calendar entry, are not sent to another mailbox: the link has ended, and both are made anew.
CREATE TRIGGER Message_follows_person AFTER UPDATE OF email ON Person
WHEN NEW.email IS NOT OLD.email
  AND OLD.email <> ''
  AND NEW.erasedAt IS NULL
BEGIN
  UPDATE Message
  SET state = 'failed', withheld = 1, lastError = 'not tried: the address was another one by then'
  WHERE recipient = NEW.id
    AND state = 'queued'
    AND firstTriedAt IS NULL
    AND id IN (
      SELECT b.messageId FROM MessageBody b
      WHERE b.email = lower(OLD.email)
        AND (NEW.email IS NULL OR Message.method = 'REQUEST' OR instr(b.text, '/place/') > 0 OR instr(b.text, '/certificate/') > 0)
    );
  UPDATE MessageBody
  SET email = lower(NEW.email),
    toAddress = IIF(
      lower(substr(toAddress, -(length(OLD.email) + 2))) = '<' || lower(OLD.email) || '>',
      substr(toAddress, 1, length(toAddress) - length(OLD.email) - 1) || NEW.email || '>',
      NEW.email
    )
  WHERE NEW.email IS NOT NULL
    AND email = lower(OLD.email)
    AND messageId IN (
      SELECT m.id FROM Message m
      WHERE m.recipient = NEW.id
        AND m.state = 'queued'
        AND m.firstTriedAt IS NULL
        -- An entry is taken back where it was sent to, unless it is the same person's own new mailbox.
        AND (m.method IS NOT 'CANCEL' OR EXISTS (SELECT 1 FROM Account a WHERE a.personId = NEW.id))
    );
  UPDATE SendingRecipient
  SET email = lower(NEW.email)
  WHERE personId = NEW.id
    AND state = 'waiting'
    AND email = lower(OLD.email)
    AND NOT EXISTS (
      SELECT 1 FROM SendingRecipient o
      WHERE o.sendingId = SendingRecipient.sendingId AND o.email = lower(NEW.email) AND o.schoolId IS SendingRecipient.schoolId
        AND o.trustUid IS SendingRecipient.trustUid
    );
END;
