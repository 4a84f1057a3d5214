-- The ground of Muster. Instants are UTC text 'YYYY-MM-DDTHH:MM:SS.sssZ', which compares as text; dates are 'YYYY-MM-DD' in London.
-- Ids are UUIDv7 made by the caller. A refusal raised by a trigger is one snake_case word that the Worker turns into a sentence.

-- The council's own settings and page texts --------------------------------------------------------------------------

CREATE TABLE Setting (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value)),
  changedAt TEXT NOT NULL CHECK (changedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', changedAt))
);

-- The log: one row in the batch of every write, and unchangeable ------------------------------------------------------

CREATE TABLE Log (
  id TEXT NOT NULL PRIMARY KEY,
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  act TEXT NOT NULL,
  subjectKind TEXT NOT NULL,
  subjectId TEXT NOT NULL,
  eventId TEXT,
  schoolId TEXT,
  accountId TEXT,
  personId TEXT,
  schoolIds TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(schoolIds)),
  origin TEXT NOT NULL CHECK (origin IN ('web', 'command', 'schedule', 'demonstration')),
  requestId TEXT NOT NULL,
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  after TEXT CHECK (after IS NULL OR json_valid(after))
);
CREATE INDEX Log_subject ON Log (subjectKind, subjectId, id);
CREATE INDEX Log_event ON Log (eventId, id) WHERE eventId IS NOT NULL;
CREATE INDEX Log_school ON Log (schoolId, id) WHERE schoolId IS NOT NULL;
CREATE INDEX Log_account ON Log (accountId, id);
CREATE INDEX Log_act ON Log (act, id);

CREATE TRIGGER Log_never_changes BEFORE UPDATE ON Log BEGIN SELECT RAISE(ABORT, 'log_is_append_only'); END;
CREATE TRIGGER Log_never_shrinks BEFORE DELETE ON Log BEGIN SELECT RAISE(ABORT, 'log_is_append_only'); END;

-- People, and the addresses they sign in with -------------------------------------------------------------------------

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
CREATE INDEX Person_email ON Person (email);

CREATE TABLE Account (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
  personId TEXT REFERENCES Person (id),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt))
);

CREATE TABLE SignInCode (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  codeHash TEXT NOT NULL,
  next TEXT,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  expiresAt TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 5),
  usedAt TEXT
);
CREATE INDEX SignInCode_expiry ON SignInCode (expiresAt);

-- One token of a signed-in browser; id is the token's hash. A browser's token is replaced from time to time: browserId stays, and a row
-- that replaces another names it in replacesId until the browser has shown the new token. endsAt NULL: expiresAt is never put off.
CREATE TABLE SignIn (
  id TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  browserId TEXT,
  browser TEXT NOT NULL DEFAULT '',
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  seenAt TEXT NOT NULL,
  expiresAt TEXT NOT NULL,
  endsAt TEXT,
  replacesId TEXT,
  revokedAt TEXT
);
CREATE INDEX SignIn_account ON SignIn (accountId, expiresAt);
CREATE INDEX SignIn_replaces ON SignIn (replacesId) WHERE replacesId IS NOT NULL;

CREATE TABLE RateLimit (
  key TEXT NOT NULL,
  windowStart TEXT NOT NULL,
  hits INTEGER NOT NULL CHECK (hits > 0),
  PRIMARY KEY (key, windowStart)
);

-- Schools: an internal identity that outlives URNs ---------------------------------------------------------------------

-- rootId is the school itself, or the school that it turned out to be (decided by a person, undone by setting it back).
-- The descriptive columns are the card of the present day: derived by trigger from the identities of all schools of that root,
-- or entered by hand for an outside organisation.
CREATE TABLE School (
  id TEXT NOT NULL PRIMARY KEY,
  rootId TEXT NOT NULL REFERENCES School (id),
  origin TEXT NOT NULL CHECK (origin IN ('register', 'outside')),
  outsideKind TEXT CHECK (outsideKind IN ('school_elsewhere', 'childminder', 'partner_agency')),
  name TEXT NOT NULL,
  urn TEXT,
  town TEXT NOT NULL DEFAULT '',
  postcode TEXT NOT NULL DEFAULT '',
  laCode TEXT,
  sector TEXT NOT NULL DEFAULT 'not_known',
  kind TEXT NOT NULL DEFAULT 'not_known',
  phase TEXT NOT NULL DEFAULT '',
  trustUid TEXT,
  trustName TEXT,
  wardName TEXT NOT NULL DEFAULT '',
  statusCode TEXT NOT NULL DEFAULT '',
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  importId TEXT,
  -- What a search looks through: lower case, without accents, apostrophes and full stops, «St» written out.
  searchText TEXT GENERATED ALWAYS AS (
    replace(lower(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    ' ' || name || ' ' || town || ' ' || postcode || ' ' || replace(postcode, ' ', '') || ' ' || COALESCE(urn, '') || ' ',
    'á', 'a'), 'à', 'a'), 'â', 'a'), 'ä', 'a'), 'Á', 'a'), 'À', 'a'), 'Â', 'a'), 'Ä', 'a'),
    'é', 'e'), 'è', 'e'), 'ê', 'e'), 'ë', 'e'), 'É', 'e'), 'È', 'e'), 'Ê', 'e'), 'Ë', 'e'), 'í', 'i'), 'ì', 'i'), 'î', 'i'), 'ï', 'i'), 'Î', 'i'), 'Ï', 'i'),
    'ó', 'o'), 'ò', 'o'), 'ô', 'o'), 'ö', 'o'), 'Ô', 'o'), 'Ö', 'o'), 'Ó', 'o'), 'ú', 'u'), 'ù', 'u'), 'û', 'u'), 'ü', 'u'), 'Û', 'u'), 'Ü', 'u'),
    'ŵ', 'w'), 'Ŵ', 'w'), 'ŷ', 'y'), 'Ŷ', 'y'), 'ç', 'c'), 'Ç', 'c'), 'ñ', 'n'), '''', ''), '’', ''), '‘', ''), '.', ''), ',', ' '), '-', ' ')), ' st ', ' saint ')) STORED,
  CHECK ((origin = 'outside') = (outsideKind IS NOT NULL))
);
CREATE INDEX School_root ON School (rootId);
CREATE INDEX School_name ON School (name COLLATE NOCASE);
CREATE INDEX School_urn ON School (urn);
CREATE INDEX School_turned_out ON School (id, rootId) WHERE rootId <> id;

-- What a school legally was (URN, type, trust, status, authority, place) for a span of days, as we knew it from learnedAt until supersededAt.
-- validFrom NULL: since always; validTo NULL: still. opensOn NULL: always open; closesOn: the first day no longer open.
-- Rows are never edited or erased: a correction or an undo sets supersededAt once and inserts new rows.
CREATE TABLE SchoolIdentity (
  id TEXT NOT NULL PRIMARY KEY,
  schoolId TEXT NOT NULL REFERENCES School (id),
  urn TEXT NOT NULL CHECK (urn <> ''),
  name TEXT NOT NULL,
  laCode TEXT NOT NULL DEFAULT '',
  laName TEXT NOT NULL DEFAULT '',
  establishmentNumber TEXT NOT NULL DEFAULT '',
  typeCode TEXT NOT NULL DEFAULT '',
  typeName TEXT NOT NULL DEFAULT '',
  typeGroupCode TEXT NOT NULL DEFAULT '',
  typeGroupName TEXT NOT NULL DEFAULT '',
  statusCode TEXT NOT NULL DEFAULT '',
  statusName TEXT NOT NULL DEFAULT '',
  phaseCode TEXT NOT NULL DEFAULT '',
  phase TEXT NOT NULL DEFAULT '',
  sector TEXT NOT NULL CHECK (sector IN ('maintained', 'academy', 'independent', 'further_education', 'not_known')),
  kind TEXT NOT NULL CHECK (kind IN ('primary', 'secondary', 'all_through', 'special', 'alternative_provision', 'nursery', 'post_16', 'not_known')),
  lowAge TEXT NOT NULL DEFAULT '',
  highAge TEXT NOT NULL DEFAULT '',
  trustUid TEXT,
  trustName TEXT,
  federationName TEXT,
  openDate TEXT,
  closeDate TEXT,
  closeReason TEXT NOT NULL DEFAULT '',
  opensOn TEXT CHECK (opensOn IS NULL OR opensOn IS date(opensOn)),
  closesOn TEXT CHECK (closesOn IS NULL OR closesOn IS date(closesOn)),
  street TEXT NOT NULL DEFAULT '',
  locality TEXT NOT NULL DEFAULT '',
  address3 TEXT NOT NULL DEFAULT '',
  town TEXT NOT NULL DEFAULT '',
  county TEXT NOT NULL DEFAULT '',
  postcode TEXT NOT NULL DEFAULT '',
  website TEXT NOT NULL DEFAULT '',
  telephone TEXT NOT NULL DEFAULT '',
  ukprn TEXT NOT NULL DEFAULT '',
  uprn TEXT NOT NULL DEFAULT '',
  pupils TEXT NOT NULL DEFAULT '',
  wardCode TEXT NOT NULL DEFAULT '',
  wardName TEXT NOT NULL DEFAULT '',
  districtName TEXT NOT NULL DEFAULT '',
  easting TEXT NOT NULL DEFAULT '',
  northing TEXT NOT NULL DEFAULT '',
  latitude REAL,
  longitude REAL,
  validFrom TEXT CHECK (validFrom IS NULL OR validFrom IS date(validFrom)),
  validTo TEXT CHECK (validTo IS NULL OR validTo IS date(validTo)),
  learnedAt TEXT NOT NULL CHECK (learnedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', learnedAt)),
  importId TEXT,
  supersededAt TEXT CHECK (supersededAt IS NULL OR supersededAt >= learnedAt),
  supersededByImportId TEXT,
  CHECK (validTo IS NULL OR validFrom IS NULL OR validTo > validFrom)
);
CREATE INDEX SchoolIdentity_school ON SchoolIdentity (schoolId, supersededAt);
CREATE INDEX SchoolIdentity_urn ON SchoolIdentity (urn, supersededAt);
-- Everything that coverage asks of an identity, so that all England is read without touching the rows.
CREATE INDEX SchoolIdentity_area ON SchoolIdentity (laCode, schoolId, validFrom, validTo, opensOn, closesOn, statusCode,
  urn, name, town, sector, kind, phase, trustUid, trustName, wardCode, wardName) WHERE supersededAt IS NULL;
CREATE INDEX SchoolIdentity_import ON SchoolIdentity (importId);

CREATE TRIGGER SchoolIdentity_one_holder BEFORE INSERT ON SchoolIdentity WHEN NEW.supersededAt IS NULL BEGIN
  SELECT RAISE(ABORT, 'urn_already_held') WHERE EXISTS (
    SELECT 1 FROM SchoolIdentity i
    WHERE i.urn = NEW.urn AND i.supersededAt IS NULL
      AND COALESCE(i.validFrom, '') < COALESCE(NEW.validTo, '9999') AND COALESCE(NEW.validFrom, '') < COALESCE(i.validTo, '9999'));
  SELECT RAISE(ABORT, 'outside_has_no_identity') WHERE (SELECT origin FROM School WHERE id = NEW.schoolId) <> 'register';
END;
CREATE TRIGGER SchoolIdentity_never_edited BEFORE UPDATE ON SchoolIdentity
WHEN OLD.supersededAt IS NOT NULL OR NEW.supersededAt IS NULL
  OR NEW.id <> OLD.id OR NEW.schoolId <> OLD.schoolId OR NEW.urn <> OLD.urn OR NEW.name <> OLD.name OR NEW.laCode <> OLD.laCode
  OR NEW.typeCode <> OLD.typeCode OR NEW.statusCode <> OLD.statusCode OR NEW.trustUid IS NOT OLD.trustUid OR NEW.trustName IS NOT OLD.trustName
  OR NEW.opensOn IS NOT OLD.opensOn OR NEW.closesOn IS NOT OLD.closesOn OR NEW.validFrom IS NOT OLD.validFrom OR NEW.validTo IS NOT OLD.validTo
  OR NEW.learnedAt <> OLD.learnedAt OR NEW.sector <> OLD.sector OR NEW.kind <> OLD.kind OR NEW.wardName <> OLD.wardName
BEGIN SELECT RAISE(ABORT, 'identity_is_append_only'); END;
CREATE TRIGGER SchoolIdentity_never_erased BEFORE DELETE ON SchoolIdentity BEGIN SELECT RAISE(ABORT, 'identity_is_append_only'); END;

CREATE VIEW SchoolCard AS
SELECT * FROM (
  SELECT s.rootId AS rootId, i.name, i.urn, i.town, i.postcode, i.laCode, i.sector, i.kind, i.phase, i.trustUid, i.trustName, i.wardName, i.statusCode,
    ROW_NUMBER() OVER (PARTITION BY s.rootId ORDER BY
      CASE i.statusCode WHEN '1' THEN 0 WHEN '3' THEN 0 WHEN '4' THEN 1 ELSE 2 END, COALESCE(i.opensOn, '') DESC, COALESCE(i.closesOn, '9999') DESC, i.urn DESC) AS place
  FROM SchoolIdentity i JOIN School s ON s.id = i.schoolId
  WHERE i.supersededAt IS NULL AND i.validTo IS NULL)
WHERE place = 1;

-- The card shows the identity that is open now, the one that opened last before others. An import touches tens of thousands of schools in
-- one statement, so each of these looks only at the schools of one root, by index (CROSS JOIN keeps SQLite from choosing another order).
CREATE TRIGGER SchoolIdentity_card_on_insert AFTER INSERT ON SchoolIdentity WHEN NEW.supersededAt IS NULL AND NEW.validTo IS NULL BEGIN
  UPDATE School SET (name, urn, town, postcode, laCode, sector, kind, phase, trustUid, trustName, wardName, statusCode) =
    (SELECT i.name, i.urn, i.town, i.postcode, i.laCode, i.sector, i.kind, i.phase, i.trustUid, i.trustName, i.wardName, i.statusCode
     FROM School m CROSS JOIN SchoolIdentity i ON i.schoolId = m.id AND i.supersededAt IS NULL AND i.validTo IS NULL
     WHERE m.rootId = School.id
     ORDER BY CASE i.statusCode WHEN '1' THEN 0 WHEN '3' THEN 0 WHEN '4' THEN 1 ELSE 2 END, COALESCE(i.opensOn, '') DESC,
       COALESCE(i.closesOn, '9999') DESC, i.urn DESC LIMIT 1)
  WHERE id = (SELECT rootId FROM School WHERE id = NEW.schoolId);
END;
CREATE TRIGGER SchoolIdentity_card_on_supersede AFTER UPDATE OF supersededAt ON SchoolIdentity WHEN NEW.validTo IS NULL BEGIN
  UPDATE School SET (name, urn, town, postcode, laCode, sector, kind, phase, trustUid, trustName, wardName, statusCode) =
    (SELECT i.name, i.urn, i.town, i.postcode, i.laCode, i.sector, i.kind, i.phase, i.trustUid, i.trustName, i.wardName, i.statusCode
     FROM School m CROSS JOIN SchoolIdentity i ON i.schoolId = m.id AND i.supersededAt IS NULL AND i.validTo IS NULL
     WHERE m.rootId = School.id
     ORDER BY CASE i.statusCode WHEN '1' THEN 0 WHEN '3' THEN 0 WHEN '4' THEN 1 ELSE 2 END, COALESCE(i.opensOn, '') DESC,
       COALESCE(i.closesOn, '9999') DESC, i.urn DESC LIMIT 1)
  WHERE id = (SELECT rootId FROM School WHERE id = NEW.schoolId) AND EXISTS (SELECT 1 FROM School m CROSS JOIN SchoolIdentity i ON i.schoolId = m.id AND i.supersededAt IS NULL AND i.validTo IS NULL
    WHERE m.rootId = School.id);
  -- A school that no identity describes any more (its import was undone) is in no area and open on no day.
  UPDATE School SET urn = NULL, laCode = NULL, statusCode = ''
  WHERE id = (SELECT rootId FROM School WHERE id = NEW.schoolId) AND NOT EXISTS (SELECT 1 FROM School m CROSS JOIN SchoolIdentity i ON i.schoolId = m.id AND i.supersededAt IS NULL AND i.validTo IS NULL
    WHERE m.rootId = School.id);
END;
CREATE TRIGGER School_card_on_join AFTER UPDATE OF rootId ON School WHEN NEW.origin = 'register' BEGIN
  UPDATE School SET (name, urn, town, postcode, laCode, sector, kind, phase, trustUid, trustName, wardName, statusCode) =
    (SELECT i.name, i.urn, i.town, i.postcode, i.laCode, i.sector, i.kind, i.phase, i.trustUid, i.trustName, i.wardName, i.statusCode
     FROM School m CROSS JOIN SchoolIdentity i ON i.schoolId = m.id AND i.supersededAt IS NULL AND i.validTo IS NULL
     WHERE m.rootId = School.id
     ORDER BY CASE i.statusCode WHEN '1' THEN 0 WHEN '3' THEN 0 WHEN '4' THEN 1 ELSE 2 END, COALESCE(i.opensOn, '') DESC,
       COALESCE(i.closesOn, '9999') DESC, i.urn DESC LIMIT 1)
  WHERE id IN (NEW.rootId, OLD.rootId, NEW.id) AND rootId = id AND EXISTS (SELECT 1 FROM School m CROSS JOIN SchoolIdentity i ON i.schoolId = m.id AND i.supersededAt IS NULL AND i.validTo IS NULL
    WHERE m.rootId = School.id);
END;

-- How one legal identity gave way to another. one_to_one: the same school goes on (same root); merger and split: each school keeps its
-- own history, and the successor counts its predecessors' attendance, marked so.
CREATE TABLE Succession (
  id TEXT NOT NULL PRIMARY KEY,
  fromSchoolId TEXT NOT NULL REFERENCES School (id),
  toSchoolId TEXT NOT NULL REFERENCES School (id),
  fromUrn TEXT NOT NULL,
  toUrn TEXT NOT NULL,
  how TEXT NOT NULL CHECK (how IN ('one_to_one', 'merger', 'split')),
  happenedOn TEXT,
  learnedAt TEXT NOT NULL CHECK (learnedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', learnedAt)),
  importId TEXT,
  decidedById TEXT REFERENCES Account (id),
  supersededAt TEXT
);
CREATE UNIQUE INDEX Succession_once ON Succession (fromUrn, toUrn) WHERE supersededAt IS NULL;
CREATE INDEX Succession_to ON Succession (toSchoolId) WHERE supersededAt IS NULL;
CREATE INDEX Succession_from ON Succession (fromSchoolId) WHERE supersededAt IS NULL;

-- The national register as it was read: staged, compared, then applied in one batch ------------------------------------------

CREATE TABLE RegisterImport (
  id TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('reading', 'refused', 'ready', 'applied', 'undone', 'discarded')),
  fileName TEXT NOT NULL,
  linksFileName TEXT,
  asAt TEXT NOT NULL CHECK (asAt IS date(asAt)),
  laCodes TEXT NOT NULL CHECK (json_valid(laCodes)),
  bytesRead INTEGER NOT NULL DEFAULT 0,
  rows INTEGER NOT NULL DEFAULT 0,
  inArea INTEGER NOT NULL DEFAULT 0,
  refusal TEXT,
  summary TEXT CHECK (summary IS NULL OR json_valid(summary)),
  -- What RegisterVersion said when the file was compared: it is applied only while that holds.
  baseVersion INTEGER NOT NULL DEFAULT 0,
  startedAt TEXT NOT NULL CHECK (startedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', startedAt)),
  startedById TEXT REFERENCES Account (id),
  readyAt TEXT,
  appliedAt TEXT,
  appliedById TEXT REFERENCES Account (id),
  undoneAt TEXT,
  undoneById TEXT REFERENCES Account (id)
);
CREATE INDEX RegisterImport_state ON RegisterImport (state, startedAt);

-- A URN whose identity the import inserts or replaces, with the facts as they will be held. action: new to the register; dated, the facts
-- differ from the file's day on; replaced, they correct what was held. newSchool: this row makes the School. wholeLife: the facts correct
-- when it opened or closed, so its past spans are written anew too.
CREATE TABLE RegisterImportRow (
  importId TEXT NOT NULL REFERENCES RegisterImport (id),
  urn TEXT NOT NULL,
  schoolId TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('new', 'dated', 'replaced')),
  newSchool INTEGER NOT NULL CHECK (newSchool IN (0, 1)),
  wholeLife INTEGER NOT NULL CHECK (wholeLife IN (0, 1)),
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  PRIMARY KEY (importId, urn)
) WITHOUT ROWID;

-- One thing that an import would do, or did: shown in the dry run, carried out on applying, turned back on undoing.
CREATE TABLE RegisterImportChange (
  id TEXT NOT NULL PRIMARY KEY,
  importId TEXT NOT NULL REFERENCES RegisterImport (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('created', 'changed', 'closing', 'closed', 'succession', 'review')),
  urn TEXT NOT NULL,
  schoolId TEXT,
  name TEXT NOT NULL,
  town TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
  futureBookings INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX RegisterImportChange_import ON RegisterImportChange (importId, kind, position);

-- A question about identity that only a person can answer. Undecided ones block nothing.
CREATE TABLE RegisterReview (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('no_link', 'other_authority', 'not_in_file')),
  urn TEXT NOT NULL,
  otherUrn TEXT,
  schoolId TEXT REFERENCES School (id),
  otherSchoolId TEXT REFERENCES School (id),
  importId TEXT REFERENCES RegisterImport (id),
  raisedAt TEXT NOT NULL CHECK (raisedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', raisedAt)),
  detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
  decision TEXT CHECK (decision IN ('same_school', 'different_schools', 'moved_away', 'still_ours', 'withdrawn')),
  reason TEXT,
  decidedAt TEXT,
  decidedById TEXT REFERENCES Account (id),
  -- The import whose file answered the question, or whose undoing took it back.
  withdrawnByImportId TEXT REFERENCES RegisterImport (id),
  undoneAt TEXT,
  undoneById TEXT REFERENCES Account (id),
  CHECK ((decision IS NULL) = (decidedAt IS NULL)),
  CHECK (undoneAt IS NULL OR decidedAt IS NOT NULL)
);
CREATE UNIQUE INDEX RegisterReview_once ON RegisterReview (kind, urn, COALESCE(otherUrn, '')) WHERE decision IS NULL;

-- Rises with everything that changes who is who: an import applied or undone, a review decided or its decision undone.
CREATE VIEW RegisterVersion AS SELECT
  (SELECT COUNT(appliedAt) + COUNT(undoneAt) FROM RegisterImport) + (SELECT COUNT(decidedAt) + COUNT(undoneAt) FROM RegisterReview) AS version;

-- Roles, topics: vocabularies with dates ----------------------------------------------------------------------------------

CREATE TABLE Role (
  id TEXT NOT NULL PRIMARY KEY,
  label TEXT NOT NULL,
  position INTEGER NOT NULL,
  fromDate TEXT,
  toDate TEXT
);
INSERT INTO Role (id, label, position, fromDate) VALUES
  ('dsl', 'Designated safeguarding lead', 1, NULL),
  ('deputy_dsl', 'Deputy designated safeguarding lead', 2, NULL),
  ('head', 'Headteacher or principal', 3, NULL),
  ('link_governor', 'Safeguarding link governor or trustee', 4, NULL),
  ('chair', 'Chair of governors or trustees', 5, NULL),
  ('senco', 'Special educational needs co-ordinator', 6, NULL),
  ('designated_teacher', 'Designated teacher for looked-after children', 7, NULL),
  ('pastoral', 'Pastoral or attendance lead', 8, NULL),
  ('rshe_lead', 'Relationships and health education lead', 9, '2020-09-01'),
  ('trust_lead', 'Trust safeguarding lead', 10, NULL),
  ('business_manager', 'Business manager or office', 11, NULL),
  ('other', 'Other member of staff', 99, NULL);

CREATE TABLE RoleAtSchool (
  id TEXT NOT NULL PRIMARY KEY,
  personId TEXT NOT NULL REFERENCES Person (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  roleId TEXT NOT NULL REFERENCES Role (id),
  fromDate TEXT,
  toDate TEXT,
  source TEXT NOT NULL,
  learnedAt TEXT NOT NULL CHECK (learnedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', learnedAt)),
  supersededAt TEXT
);
CREATE INDEX RoleAtSchool_school ON RoleAtSchool (schoolId) WHERE supersededAt IS NULL;
CREATE INDEX RoleAtSchool_person ON RoleAtSchool (personId) WHERE supersededAt IS NULL;

CREATE TABLE Topic (
  id TEXT NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL
);
CREATE TABLE TopicLabel (
  id TEXT NOT NULL PRIMARY KEY,
  topicId TEXT NOT NULL REFERENCES Topic (id),
  label TEXT NOT NULL,
  preferred INTEGER NOT NULL CHECK (preferred IN (0, 1)),
  fromDate TEXT,
  toDate TEXT
);
CREATE INDEX TopicLabel_topic ON TopicLabel (topicId);
INSERT INTO Topic (id, position) VALUES
  ('child-on-child-abuse', 1), ('designated-lead', 2), ('annual-update', 3), ('prevent', 4), ('online-safety', 5),
  ('exploitation', 6), ('safer-recruitment', 7), ('mental-health', 8), ('record-keeping', 9), ('domestic-abuse', 10), ('other', 99);
INSERT INTO TopicLabel (id, topicId, label, preferred, fromDate, toDate) VALUES
  ('child-on-child-abuse-1', 'child-on-child-abuse', 'Peer-on-peer abuse', 1, NULL, '2022-09-01'),
  ('child-on-child-abuse-2', 'child-on-child-abuse', 'Child-on-child abuse', 1, '2022-09-01', NULL),
  ('child-on-child-abuse-3', 'child-on-child-abuse', 'Harmful sexual behaviour between children', 0, NULL, NULL),
  ('designated-lead-1', 'designated-lead', 'Designated safeguarding lead training', 1, NULL, NULL),
  ('designated-lead-2', 'designated-lead', 'DSL training', 0, NULL, NULL),
  ('annual-update-1', 'annual-update', 'Annual safeguarding update', 1, NULL, NULL),
  ('annual-update-2', 'annual-update', 'Keeping children safe in education', 0, NULL, NULL),
  ('prevent-1', 'prevent', 'Prevent duty', 1, NULL, NULL),
  ('prevent-2', 'prevent', 'Radicalisation', 0, NULL, NULL),
  ('online-safety-1', 'online-safety', 'Online safety', 1, NULL, NULL),
  ('online-safety-2', 'online-safety', 'E-safety', 0, NULL, NULL),
  ('exploitation-1', 'exploitation', 'Child exploitation', 1, NULL, NULL),
  ('exploitation-2', 'exploitation', 'County lines', 0, NULL, NULL),
  ('safer-recruitment-1', 'safer-recruitment', 'Safer recruitment', 1, NULL, NULL),
  ('mental-health-1', 'mental-health', 'Mental health and self-harm', 1, NULL, NULL),
  ('record-keeping-1', 'record-keeping', 'Safeguarding records', 1, NULL, NULL),
  ('domestic-abuse-1', 'domestic-abuse', 'Domestic abuse', 1, NULL, NULL),
  ('domestic-abuse-2', 'domestic-abuse', 'Operation Encompass', 0, NULL, NULL),
  ('other-1', 'other', 'Other safeguarding topic', 1, NULL, NULL);

-- Who the council knows at a school (the national file has no e-mail addresses) -------------------------------------------------

CREATE TABLE SchoolContact (
  id TEXT NOT NULL PRIMARY KEY,
  schoolId TEXT NOT NULL REFERENCES School (id),
  roleId TEXT REFERENCES Role (id),
  name TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL CHECK (email = lower(email)),
  telephone TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL,
  learnedAt TEXT NOT NULL CHECK (learnedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', learnedAt)),
  endedAt TEXT
);
CREATE UNIQUE INDEX SchoolContact_once ON SchoolContact (schoolId, email, COALESCE(roleId, '')) WHERE endedAt IS NULL;
CREATE INDEX SchoolContact_email ON SchoolContact (email) WHERE endedAt IS NULL;

-- What an account may do ------------------------------------------------------------------------------------------------------------

CREATE TABLE StaffRole (
  id TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  role TEXT NOT NULL CHECK (role IN ('administrator', 'organiser', 'officer', 'reader', 'finance', 'door')),
  eventId TEXT REFERENCES Event (id),
  grantedAt TEXT NOT NULL CHECK (grantedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', grantedAt)),
  grantedById TEXT REFERENCES Account (id),
  revokedAt TEXT,
  revokedById TEXT REFERENCES Account (id),
  CHECK ((role = 'door') = (eventId IS NOT NULL))
);
CREATE UNIQUE INDEX StaffRole_once ON StaffRole (accountId, role, COALESCE(eventId, '')) WHERE revokedAt IS NULL;
CREATE TRIGGER StaffRole_last_administrator BEFORE UPDATE OF revokedAt ON StaffRole
WHEN OLD.role = 'administrator' AND OLD.revokedAt IS NULL AND NEW.revokedAt IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'last_administrator') WHERE NOT EXISTS (
    SELECT 1 FROM StaffRole r WHERE r.role = 'administrator' AND r.revokedAt IS NULL AND r.id <> OLD.id);
END;
CREATE TRIGGER StaffRole_only_ends BEFORE UPDATE ON StaffRole
WHEN OLD.revokedAt IS NOT NULL OR NEW.accountId <> OLD.accountId OR NEW.role <> OLD.role OR NEW.eventId IS NOT OLD.eventId
BEGIN SELECT RAISE(ABORT, 'role_only_ends'); END;
CREATE TRIGGER StaffRole_kept BEFORE DELETE ON StaffRole BEGIN SELECT RAISE(ABORT, 'role_is_kept'); END;

-- A person's request to act for a school, its evidence, and what was decided.
CREATE TABLE Claim (
  id TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  state TEXT NOT NULL CHECK (state IN ('requested', 'approved', 'refused', 'ended')),
  evidence TEXT NOT NULL CHECK (evidence IN ('self_asserted', 'council_holds_address', 'organiser')),
  personId TEXT REFERENCES Person (id),
  roleId TEXT REFERENCES Role (id),
  requestedAt TEXT NOT NULL CHECK (requestedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', requestedAt)),
  decidedAt TEXT,
  decidedById TEXT REFERENCES Account (id),
  reason TEXT,
  CHECK ((state = 'requested') = (decidedAt IS NULL))
);
CREATE UNIQUE INDEX Claim_once ON Claim (accountId, schoolId) WHERE state IN ('requested', 'approved');
CREATE INDEX Claim_school ON Claim (schoolId, state);
CREATE INDEX Claim_waiting ON Claim (requestedAt) WHERE state = 'requested';

-- Events and their sessions -----------------------------------------------------------------------------------------------------------

CREATE TABLE Event (
  id TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  topicId TEXT NOT NULL REFERENCES Topic (id),
  description TEXT NOT NULL DEFAULT '',
  purpose TEXT NOT NULL CHECK (purpose IN ('training', 'update', 'briefing')),
  minutes INTEGER NOT NULL CHECK (minutes > 0),
  level TEXT NOT NULL DEFAULT '',
  provider TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'cancelled')),
  attendanceMode TEXT NOT NULL CHECK (attendanceMode IN ('in_person', 'online')),
  venueName TEXT NOT NULL DEFAULT '',
  venueAddress TEXT NOT NULL DEFAULT '',
  venuePostcode TEXT NOT NULL DEFAULT '',
  joiningLink TEXT NOT NULL DEFAULT '',
  capacity INTEGER NOT NULL CHECK (capacity > 0),
  placesPerSchool INTEGER CHECK (placesPerSchool > 0),
  bookingOpensAt TEXT,
  bookingClosesAt TEXT,
  bookingClosedAt TEXT,
  contactName TEXT NOT NULL DEFAULT '',
  contactEmail TEXT NOT NULL DEFAULT '',
  contactTelephone TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  publishedAt TEXT,
  cancelledAt TEXT,
  cancelReason TEXT,
  CHECK ((state = 'cancelled') = (cancelledAt IS NOT NULL))
);
CREATE INDEX Event_topic ON Event (topicId);
CREATE INDEX Event_state ON Event (state);

-- Who an event is for. No row of a dimension means everyone.
CREATE TABLE EventAudience (
  eventId TEXT NOT NULL REFERENCES Event (id),
  dimension TEXT NOT NULL CHECK (dimension IN ('role', 'kind')),
  value TEXT NOT NULL,
  PRIMARY KEY (eventId, dimension, value)
);

CREATE TABLE Session (
  id TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL REFERENCES Event (id),
  position INTEGER NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  startsAt TEXT NOT NULL CHECK (startsAt IS strftime('%Y-%m-%dT%H:%M:%fZ', startsAt)),
  endsAt TEXT NOT NULL CHECK (endsAt > startsAt),
  UNIQUE (eventId, position)
);
CREATE INDEX Session_start ON Session (startsAt, eventId);

-- Bookings and places ------------------------------------------------------------------------------------------------------------------

CREATE TABLE Booking (
  id TEXT NOT NULL PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  eventId TEXT NOT NULL REFERENCES Event (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  channel TEXT NOT NULL CHECK (channel IN ('school', 'organiser')),
  formId TEXT NOT NULL UNIQUE,
  bookedById TEXT REFERENCES Account (id),
  bookerPersonId TEXT REFERENCES Person (id),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  cancelledAt TEXT,
  cancelledById TEXT REFERENCES Account (id)
);
CREATE INDEX Booking_event ON Booking (eventId, createdAt);
CREATE INDEX Booking_school ON Booking (schoolId, createdAt);

-- The window is judged at the instant of the booking itself.
CREATE TRIGGER Booking_within_window BEFORE INSERT ON Booking BEGIN
  SELECT RAISE(ABORT, 'event_cancelled') FROM Event e WHERE e.id = NEW.eventId AND e.state = 'cancelled';
  SELECT RAISE(ABORT, 'event_not_published') FROM Event e WHERE e.id = NEW.eventId AND e.state = 'draft';
  SELECT RAISE(ABORT, 'booking_not_open') FROM Event e WHERE e.id = NEW.eventId AND NEW.channel = 'school' AND e.bookingOpensAt > NEW.createdAt;
  SELECT RAISE(ABORT, 'booking_closed') FROM Event e WHERE e.id = NEW.eventId AND NEW.channel = 'school' AND (
    e.bookingClosedAt <= NEW.createdAt OR e.bookingClosesAt <= NEW.createdAt
    OR (SELECT MIN(s.startsAt) FROM Session s WHERE s.eventId = e.id) <= NEW.createdAt);
END;

-- One delegate's seat. It belongs to one school, whose limit it uses; stateAt is the instant at which the state last changed.
CREATE TABLE Place (
  id TEXT NOT NULL PRIMARY KEY,
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  eventId TEXT NOT NULL REFERENCES Event (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  personId TEXT REFERENCES Person (id),
  roleId TEXT REFERENCES Role (id),
  state TEXT NOT NULL CHECK (state IN ('held', 'confirmed', 'cancelled')),
  heldUntil TEXT,
  stateAt TEXT NOT NULL CHECK (stateAt IS strftime('%Y-%m-%dT%H:%M:%fZ', stateAt)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  endedById TEXT REFERENCES Account (id),
  CHECK ((state = 'held') = (heldUntil IS NOT NULL))
);
CREATE INDEX Place_event ON Place (eventId, state);
CREATE INDEX Place_booking ON Place (bookingId);
CREATE INDEX Place_school ON Place (schoolId, eventId);
CREATE INDEX Place_person ON Place (personId);
CREATE UNIQUE INDEX Place_one_per_person ON Place (eventId, personId) WHERE state IN ('held', 'confirmed') AND personId IS NOT NULL;

CREATE TRIGGER Place_fits_on_insert BEFORE INSERT ON Place WHEN NEW.state <> 'cancelled' BEGIN
  SELECT RAISE(ABORT, 'place_without_booking') WHERE NOT EXISTS (
    SELECT 1 FROM Booking b WHERE b.id = NEW.bookingId AND b.eventId = NEW.eventId AND b.schoolId = NEW.schoolId);
  SELECT RAISE(ABORT, 'event_full') FROM Event e WHERE e.id = NEW.eventId AND e.capacity <= (
    SELECT COUNT(*) FROM Place p WHERE p.eventId = NEW.eventId AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt)));
  SELECT RAISE(ABORT, 'school_limit_reached') FROM Event e WHERE e.id = NEW.eventId AND e.placesPerSchool <= (
    SELECT COUNT(*) FROM Place p WHERE p.eventId = NEW.eventId AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt))
      AND p.schoolId IN (SELECT o.id FROM School s JOIN School o ON o.rootId = s.rootId WHERE s.id = NEW.schoolId));
END;
CREATE TRIGGER Place_fits_on_return BEFORE UPDATE OF state ON Place WHEN NEW.state <> 'cancelled' AND (OLD.state = 'cancelled' OR (OLD.state = 'held' AND OLD.heldUntil <= NEW.stateAt)) BEGIN
  SELECT RAISE(ABORT, 'event_full') FROM Event e WHERE e.id = NEW.eventId AND e.capacity <= (
    SELECT COUNT(*) FROM Place p WHERE p.id <> NEW.id AND p.eventId = NEW.eventId AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt)));
  SELECT RAISE(ABORT, 'school_limit_reached') FROM Event e WHERE e.id = NEW.eventId AND e.placesPerSchool <= (
    SELECT COUNT(*) FROM Place p WHERE p.id <> NEW.id AND p.eventId = NEW.eventId AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt))
      AND p.schoolId IN (SELECT o.id FROM School s JOIN School o ON o.rootId = s.rootId WHERE s.id = NEW.schoolId));
END;
CREATE TRIGGER Place_stays_where_it_is BEFORE UPDATE ON Place
WHEN NEW.eventId <> OLD.eventId OR NEW.schoolId <> OLD.schoolId OR NEW.bookingId <> OLD.bookingId
BEGIN SELECT RAISE(ABORT, 'place_cannot_move'); END;
CREATE TRIGGER Place_never_erased BEFORE DELETE ON Place BEGIN SELECT RAISE(ABORT, 'place_is_kept'); END;

CREATE TRIGGER Event_room_for_taken BEFORE UPDATE OF capacity, placesPerSchool ON Event BEGIN
  SELECT RAISE(ABORT, 'capacity_below_taken') WHERE NEW.capacity < OLD.capacity AND NEW.capacity < (
    SELECT COUNT(*) FROM Place p WHERE p.eventId = NEW.id AND p.state = 'confirmed');
  SELECT RAISE(ABORT, 'limit_below_taken') WHERE NEW.placesPerSchool < COALESCE(OLD.placesPerSchool, 1e9) AND NEW.placesPerSchool < (
    SELECT COALESCE(MAX(n), 0) FROM (SELECT COUNT(*) AS n FROM Place p JOIN School s ON s.id = p.schoolId
      WHERE p.eventId = NEW.id AND p.state = 'confirmed' GROUP BY s.rootId));
END;

CREATE TABLE PlaceSession (
  placeId TEXT NOT NULL REFERENCES Place (id),
  sessionId TEXT NOT NULL REFERENCES Session (id),
  PRIMARY KEY (placeId, sessionId)
);
CREATE INDEX PlaceSession_session ON PlaceSession (sessionId);

-- Other schools that the delegate represents; they use none of those schools' limits and are printed apart.
CREATE TABLE PlaceRepresents (
  placeId TEXT NOT NULL REFERENCES Place (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  PRIMARY KEY (placeId, schoolId)
);
CREATE INDEX PlaceRepresents_school ON PlaceRepresents (schoolId);

-- Invitations and messages ---------------------------------------------------------------------------------------------------------------

-- One calendar entry of one person for one place. shown: what the recipient's calendar shows now.
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
);
CREATE UNIQUE INDEX Invitation_live ON Invitation (placeId, personId, sessionId) WHERE state = 'live';
CREATE INDEX Invitation_session ON Invitation (sessionId);

CREATE TRIGGER Invitation_sequence_rises BEFORE UPDATE ON Invitation
WHEN NEW.sequence < OLD.sequence OR NEW.uid <> OLD.uid OR (NEW.state <> OLD.state AND NEW.sequence = OLD.sequence)
BEGIN SELECT RAISE(ABORT, 'sequence_must_rise'); END;

-- What must be sent, and what became of it. recipient is a stable key that keeps one person's messages in order without naming them.
CREATE TABLE Message (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
  recipient TEXT NOT NULL,
  eventId TEXT,
  schoolId TEXT,
  bookingId TEXT,
  placeId TEXT,
  personId TEXT,
  invitationId TEXT,
  method TEXT CHECK (method IN ('REQUEST', 'CANCEL')),
  sequence INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  dueAt TEXT NOT NULL,
  firstTriedAt TEXT,
  claimedUntil TEXT,
  sentAt TEXT,
  providerId TEXT,
  lastError TEXT,
  againOfId TEXT REFERENCES Message (id)
);
CREATE INDEX Message_due ON Message (dueAt) WHERE state IN ('queued', 'sending');
CREATE INDEX Message_recipient ON Message (recipient, id) WHERE state IN ('queued', 'sending');
CREATE INDEX Message_event ON Message (eventId, id);
CREATE INDEX Message_invitation ON Message (invitationId, id);
CREATE INDEX Message_booking ON Message (bookingId, id);
CREATE INDEX Message_failed ON Message (id) WHERE state = 'failed';
CREATE INDEX Message_again ON Message (againOfId) WHERE againOfId IS NOT NULL;

CREATE TABLE MessageBody (
  messageId TEXT NOT NULL PRIMARY KEY REFERENCES Message (id),
  fromAddress TEXT NOT NULL,
  toAddress TEXT NOT NULL,
  replyTo TEXT,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  attachments TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attachments))
);

-- Mail kept for reading at /dev/inbox; written only when LOCAL_MAIL is set.
CREATE TABLE LocalMail (
  id TEXT NOT NULL PRIMARY KEY,
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  fromAddress TEXT NOT NULL,
  toAddress TEXT NOT NULL,
  replyTo TEXT,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  attachments TEXT NOT NULL CHECK (json_valid(attachments))
);
CREATE INDEX LocalMail_at ON LocalMail (at);

-- The register ---------------------------------------------------------------------------------------------------------------------------

-- Someone who came without a place. schoolId NULL: not matched to a school yet; organisation: what they said.
CREATE TABLE WalkIn (
  id TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL REFERENCES Event (id),
  sessionId TEXT NOT NULL REFERENCES Session (id),
  personId TEXT NOT NULL REFERENCES Person (id),
  schoolId TEXT REFERENCES School (id),
  organisation TEXT NOT NULL DEFAULT '',
  roleId TEXT REFERENCES Role (id),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  addedById TEXT REFERENCES Account (id)
);
CREATE INDEX WalkIn_session ON WalkIn (sessionId);
CREATE INDEX WalkIn_school ON WalkIn (schoolId);
CREATE TRIGGER WalkIn_stays_where_it_is BEFORE UPDATE ON WalkIn
WHEN NEW.id <> OLD.id OR NEW.eventId <> OLD.eventId OR NEW.sessionId <> OLD.sessionId OR NEW.createdAt <> OLD.createdAt
BEGIN SELECT RAISE(ABORT, 'walk_in_cannot_move'); END;
CREATE TRIGGER WalkIn_never_erased BEFORE DELETE ON WalkIn BEGIN SELECT RAISE(ABORT, 'walk_in_is_kept'); END;

-- One statement about one person at one session: append-only. correctsId: the mark that this one corrects, with a reason.
CREATE TABLE Mark (
  id TEXT NOT NULL PRIMARY KEY,
  sessionId TEXT NOT NULL REFERENCES Session (id),
  placeId TEXT REFERENCES Place (id),
  walkInId TEXT REFERENCES WalkIn (id),
  what TEXT NOT NULL CHECK (what IN ('attended', 'part', 'absent', 'apologies')),
  happenedAt TEXT NOT NULL CHECK (happenedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', happenedAt)),
  notedAt TEXT NOT NULL CHECK (notedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', notedAt)),
  receivedAt TEXT NOT NULL CHECK (receivedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', receivedAt)),
  accountId TEXT REFERENCES Account (id),
  source TEXT NOT NULL CHECK (source IN ('screen', 'paper')),
  correctsId TEXT REFERENCES Mark (id),
  reason TEXT,
  late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
  CHECK ((placeId IS NULL) <> (walkInId IS NULL)),
  CHECK (correctsId IS NULL OR length(trim(reason)) > 0)
);
CREATE INDEX Mark_place ON Mark (placeId, sessionId);
CREATE INDEX Mark_walkIn ON Mark (walkInId, sessionId);
CREATE INDEX Mark_session ON Mark (sessionId);
CREATE UNIQUE INDEX Mark_corrected_once ON Mark (correctsId) WHERE correctsId IS NOT NULL;
CREATE UNIQUE INDEX Mark_first_of_place ON Mark (placeId, sessionId) WHERE correctsId IS NULL AND placeId IS NOT NULL;
CREATE UNIQUE INDEX Mark_first_of_walkIn ON Mark (walkInId, sessionId) WHERE correctsId IS NULL AND walkInId IS NOT NULL;

CREATE TRIGGER Mark_never_changes BEFORE UPDATE ON Mark BEGIN SELECT RAISE(ABORT, 'mark_is_append_only'); END;
CREATE TRIGGER Mark_never_erased BEFORE DELETE ON Mark BEGIN SELECT RAISE(ABORT, 'mark_is_append_only'); END;
CREATE TRIGGER Mark_of_someone_expected BEFORE INSERT ON Mark BEGIN
  SELECT RAISE(ABORT, 'not_on_this_register') WHERE NEW.placeId IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM PlaceSession ps WHERE ps.placeId = NEW.placeId AND ps.sessionId = NEW.sessionId);
  SELECT RAISE(ABORT, 'not_on_this_register') WHERE NEW.walkInId IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM WalkIn w WHERE w.id = NEW.walkInId AND w.sessionId = NEW.sessionId);
  SELECT RAISE(ABORT, 'corrects_another') WHERE NEW.correctsId IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM Mark m WHERE m.id = NEW.correctsId AND m.sessionId = NEW.sessionId
      AND m.placeId IS NEW.placeId AND m.walkInId IS NEW.walkInId);
END;

-- A signed register is still open to the truth, but every statement made after the signing says why, and says when it came.
CREATE TRIGGER Mark_after_sign_off BEFORE INSERT ON Mark BEGIN
  SELECT RAISE(ABORT, 'register_is_signed') FROM RegisterSignOff r
  WHERE r.sessionId = NEW.sessionId AND (length(trim(COALESCE(NEW.reason, ''))) = 0 OR NEW.receivedAt <= r.signedAt);
END;

-- The mark that stands for each person: the one that nothing corrects.
CREATE VIEW StandingMark AS
SELECT m.* FROM Mark m WHERE NOT EXISTS (SELECT 1 FROM Mark c WHERE c.correctsId = m.id);

-- Which schools each standing mark of attendance counts for: the delegate's own, and those that the delegate represents.
CREATE VIEW MarkReaches AS
SELECT p.schoolId AS schoolId, m.sessionId AS sessionId, m.id AS markId, 'own' AS how, m.what AS what
FROM StandingMark m JOIN Place p ON p.id = m.placeId WHERE m.what IN ('attended', 'part')
UNION ALL
SELECT r.schoolId, m.sessionId, m.id, 'represented', m.what
FROM StandingMark m JOIN PlaceRepresents r ON r.placeId = m.placeId WHERE m.what IN ('attended', 'part')
UNION ALL
SELECT w.schoolId, m.sessionId, m.id, 'own', m.what
FROM StandingMark m JOIN WalkIn w ON w.id = m.walkInId WHERE m.what IN ('attended', 'part') AND w.schoolId IS NOT NULL;

-- The same, kept by triggers in the order in which coverage reads it. Nothing else writes here; the audit compares it with the view.
CREATE TABLE SchoolReached (
  schoolId TEXT NOT NULL REFERENCES School (id),
  sessionId TEXT NOT NULL REFERENCES Session (id),
  markId TEXT NOT NULL REFERENCES Mark (id),
  how TEXT NOT NULL CHECK (how IN ('own', 'represented')),
  what TEXT NOT NULL CHECK (what IN ('attended', 'part')),
  PRIMARY KEY (schoolId, sessionId, markId, how)
) WITHOUT ROWID;
CREATE INDEX SchoolReached_mark ON SchoolReached (markId);

CREATE TRIGGER Mark_reaches_schools AFTER INSERT ON Mark BEGIN
  DELETE FROM SchoolReached WHERE markId = NEW.correctsId;
  INSERT INTO SchoolReached (schoolId, sessionId, markId, how, what)
    SELECT v.schoolId, v.sessionId, v.markId, v.how, v.what FROM MarkReaches v WHERE v.markId = NEW.id;
END;
CREATE TRIGGER WalkIn_reaches_schools AFTER UPDATE OF schoolId ON WalkIn BEGIN
  DELETE FROM SchoolReached WHERE markId IN (SELECT m.id FROM Mark m WHERE m.walkInId = NEW.id);
  INSERT INTO SchoolReached (schoolId, sessionId, markId, how, what)
    SELECT v.schoolId, v.sessionId, v.markId, v.how, v.what FROM MarkReaches v
    WHERE v.markId IN (SELECT m.id FROM Mark m WHERE m.walkInId = NEW.id);
END;
CREATE TRIGGER PlaceRepresents_reaches_school AFTER INSERT ON PlaceRepresents BEGIN
  INSERT INTO SchoolReached (schoolId, sessionId, markId, how, what)
    SELECT v.schoolId, v.sessionId, v.markId, v.how, v.what FROM MarkReaches v
    WHERE v.markId IN (SELECT m.id FROM Mark m WHERE m.placeId = NEW.placeId) AND v.schoolId = NEW.schoolId AND v.how = 'represented';
END;
CREATE TRIGGER PlaceRepresents_reaches_no_longer AFTER DELETE ON PlaceRepresents BEGIN
  DELETE FROM SchoolReached WHERE schoolId = OLD.schoolId AND how = 'represented'
    AND markId IN (SELECT m.id FROM Mark m WHERE m.placeId = OLD.placeId);
END;

CREATE TABLE RegisterSignOff (
  id TEXT NOT NULL PRIMARY KEY,
  sessionId TEXT NOT NULL UNIQUE REFERENCES Session (id),
  signedAt TEXT NOT NULL CHECK (signedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', signedAt)),
  signedById TEXT REFERENCES Account (id),
  attended INTEGER NOT NULL,
  part INTEGER NOT NULL,
  absent INTEGER NOT NULL,
  apologies INTEGER NOT NULL
);
CREATE TRIGGER RegisterSignOff_everyone_marked BEFORE INSERT ON RegisterSignOff BEGIN
  SELECT RAISE(ABORT, 'not_everyone_marked') WHERE EXISTS (
    SELECT 1 FROM PlaceSession ps JOIN Place p ON p.id = ps.placeId
    WHERE ps.sessionId = NEW.sessionId AND p.state = 'confirmed'
      AND NOT EXISTS (SELECT 1 FROM Mark m WHERE m.placeId = p.id AND m.sessionId = NEW.sessionId))
  OR EXISTS (
    SELECT 1 FROM WalkIn w WHERE w.sessionId = NEW.sessionId
      AND NOT EXISTS (SELECT 1 FROM Mark m WHERE m.walkInId = w.id AND m.sessionId = NEW.sessionId));
END;
CREATE TRIGGER RegisterSignOff_stands BEFORE UPDATE ON RegisterSignOff BEGIN SELECT RAISE(ABORT, 'sign_off_stands'); END;
CREATE TRIGGER RegisterSignOff_kept BEFORE DELETE ON RegisterSignOff BEGIN SELECT RAISE(ABORT, 'sign_off_stands'); END;

-- Attendance from before Muster, with its source named -------------------------------------------------------------------------------------

CREATE TABLE EarlierAttendance (
  id TEXT NOT NULL PRIMARY KEY,
  batchId TEXT NOT NULL,
  schoolId TEXT NOT NULL REFERENCES School (id),
  topicId TEXT NOT NULL REFERENCES Topic (id),
  title TEXT NOT NULL,
  heldOn TEXT NOT NULL CHECK (heldOn IS date(heldOn)),
  what TEXT NOT NULL CHECK (what IN ('attended', 'part', 'absent', 'apologies')),
  personId TEXT REFERENCES Person (id),
  roleId TEXT REFERENCES Role (id),
  source TEXT NOT NULL CHECK (length(trim(source)) > 0),
  learnedAt TEXT NOT NULL CHECK (learnedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', learnedAt)),
  learnedById TEXT REFERENCES Account (id),
  supersededAt TEXT
);
CREATE INDEX EarlierAttendance_school ON EarlierAttendance (schoolId) WHERE supersededAt IS NULL;
CREATE INDEX EarlierAttendance_topic ON EarlierAttendance (topicId, heldOn) WHERE supersededAt IS NULL;
CREATE INDEX EarlierAttendance_batch ON EarlierAttendance (batchId);
CREATE TRIGGER EarlierAttendance_kept BEFORE DELETE ON EarlierAttendance BEGIN SELECT RAISE(ABORT, 'earlier_attendance_is_kept'); END;
CREATE TRIGGER EarlierAttendance_stands BEFORE UPDATE OF id, batchId, schoolId, topicId, title, heldOn, what, source, learnedAt ON EarlierAttendance
BEGIN SELECT RAISE(ABORT, 'earlier_attendance_stands'); END;
