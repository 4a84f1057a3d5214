-- Schools, what each legally was and when, and the national register from which that is known.

-- rootId is the school itself, or the school that it turned out to be (decided by a person, undone by setting it back).
-- The descriptive columns are the card of the present day: derived by trigger from the identities of all schools of that root,
-- or entered by hand for an outside organisation.
CREATE TABLE School (
  id TEXT NOT NULL PRIMARY KEY,
  rootId TEXT NOT NULL REFERENCES School (id),
  origin TEXT NOT NULL CHECK (origin IN ('register', 'outside')),
  outsideKind TEXT CHECK (outsideKind IN ('school_elsewhere', 'childminder', 'nursery', 'partner_agency')),
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
  -- As the register has it, and from the day on which it opens or is closed as that day has it.
  statusCode TEXT NOT NULL DEFAULT '',
  isOpen INTEGER GENERATED ALWAYS AS (statusCode NOT IN ('2', '4')) VIRTUAL,
  isClosed INTEGER GENERATED ALWAYS AS (statusCode = '2') VIRTUAL,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  importId TEXT,
  -- What a search looks through: lower case, without accents, apostrophes and full stops, «St» written out.
  searchText TEXT GENERATED ALWAYS AS (replace(lower(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(' ' || name || ' ' || town || ' ' || postcode || ' ' || replace(postcode, ' ', '') || ' ' || COALESCE(urn, '') || ' ', 'á', 'a'), 'à', 'a'), 'â', 'a'), 'ä', 'a'), 'Á', 'a'), 'À', 'a'), 'Â', 'a'), 'Ä', 'a'), 'é', 'e'), 'è', 'e'), 'ê', 'e'), 'ë', 'e'), 'É', 'e'), 'È', 'e'), 'Ê', 'e'), 'Ë', 'e'), 'í', 'i'), 'ì', 'i'), 'î', 'i'), 'ï', 'i'), 'Î', 'i'), 'Ï', 'i'), 'ó', 'o'), 'ò', 'o'), 'ô', 'o'), 'ö', 'o'), 'Ô', 'o'), 'Ö', 'o'), 'Ó', 'o'), 'ú', 'u'), 'ù', 'u'), 'û', 'u'), 'ü', 'u'), 'Û', 'u'), 'Ü', 'u'), 'ŵ', 'w'), 'Ŵ', 'w'), 'ŷ', 'y'), 'Ŷ', 'y'), 'ç', 'c'), 'Ç', 'c'), 'ñ', 'n'), '''', ''), '’', ''), '‘', ''), '.', ''), ',', ' '), '-', ' ')), ' st ', ' saint ')) STORED,
  CHECK ((origin = 'outside') = (outsideKind IS NOT NULL))
);
CREATE INDEX School_root ON School (rootId);
CREATE INDEX School_name ON School (name COLLATE NOCASE);
CREATE INDEX School_urn ON School (urn);
-- What may be chosen in a form and searched as one types: the schools of the area, whatever else of the register is known, and the others.
CREATE INDEX School_area ON School (laCode, phase, isOpen, id) WHERE rootId = id;
CREATE INDEX School_outside ON School (origin) WHERE origin = 'outside';
CREATE INDEX School_turned_out ON School (id, rootId) WHERE rootId <> id;
CREATE INDEX School_trust ON School (trustUid) WHERE trustUid IS NOT NULL;

CREATE TRIGGER School_may_make_due AFTER UPDATE OF rootId, trustUid ON School
WHEN OLD.rootId <> NEW.rootId OR OLD.trustUid IS NOT NEW.trustUid
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;

-- How a school stands with requirements is found anew after whatever it follows from (src/attendance/requirements): here and below, each `…_to_follow`.
CREATE TRIGGER School_to_follow AFTER INSERT ON School BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT NEW.rootId, random() WHERE true
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER School_kind_to_follow AFTER UPDATE OF outsideKind ON School WHEN NEW.outsideKind IS NOT OLD.outsideKind BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT NEW.rootId, random() WHERE true
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER School_joined_to_compare AFTER UPDATE OF rootId ON School WHEN NEW.rootId <> OLD.rootId BEGIN
  INSERT INTO PersonToCompare (personId, version)
  SELECT x.personId, random() >> 12
  FROM (
    SELECT personId FROM RoleAtSchool WHERE schoolId = NEW.id
    UNION SELECT personId FROM WalkIn WHERE schoolId = NEW.id
    UNION SELECT personId FROM EarlierAttendance WHERE schoolId = NEW.id AND personId IS NOT NULL
  ) x
  WHERE true
  ON CONFLICT (personId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER School_joined_to_follow AFTER UPDATE OF rootId ON School WHEN NEW.rootId <> OLD.rootId BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT value, random() FROM json_each(json_array(NEW.id, NEW.rootId, OLD.rootId)) WHERE true
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER School_card_on_join AFTER UPDATE OF rootId ON School WHEN NEW.origin = 'register' BEGIN
  INSERT INTO SchoolCard (rootId) VALUES (NEW.rootId), (OLD.rootId), (NEW.id);
END;

-- What a school legally was (URN, type, trust, status, authority, place) for a span of days, as we knew it from learnedAt until supersededAt.
-- validFrom NULL: since always; validTo NULL: still. opensOn NULL: always open; closesOn: the first day no longer open. Rows are never edited or
-- erased: a correction or an undo sets supersededAt once and inserts new rows. Two URNs may hold on one day, of which one is open. Whether a
-- school is open today is School.isOpen, by the same rule (view IdentityToday).
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
  girls TEXT NOT NULL DEFAULT '',
  -- The day of the census that counted them.
  censusOn TEXT NOT NULL DEFAULT '',
  capacity TEXT NOT NULL DEFAULT '',
  wardCode TEXT NOT NULL DEFAULT '',
  wardName TEXT NOT NULL DEFAULT '',
  districtCode TEXT NOT NULL DEFAULT '',
  districtName TEXT NOT NULL DEFAULT '',
  urbanRural TEXT NOT NULL DEFAULT '',
  gender TEXT NOT NULL DEFAULT '',
  religiousCharacter TEXT NOT NULL DEFAULT '',
  diocese TEXT NOT NULL DEFAULT '',
  nurseryProvision TEXT NOT NULL DEFAULT '',
  -- Of pupils, as the register has it: '12.5'.
  freeMealsPercent TEXT NOT NULL DEFAULT '',
  -- Of whom the register names as head: tells that it is another, never who it is (src/schools/register/head.ts).
  headMark TEXT NOT NULL DEFAULT '',
  easting TEXT NOT NULL DEFAULT '',
  northing TEXT NOT NULL DEFAULT '',
  latitude REAL,
  longitude REAL,
  -- What figures are broken down by (src/attendance/coverage/coverage.ts): '' is not recorded by the register.
  settlement TEXT GENERATED ALWAYS AS (CASE WHEN urbanRural LIKE '%rural%' THEN 'rural' WHEN urbanRural LIKE '%urban%' THEN 'urban' ELSE '' END) VIRTUAL,
  faith TEXT GENERATED ALWAYS AS (CASE WHEN religiousCharacter IN ('None', 'Does not apply', 'Not applicable') THEN 'none' ELSE religiousCharacter END) VIRTUAL,
  -- By pupils, or by capacity where the register gives no pupils.
  sizeBand TEXT GENERATED ALWAYS AS (
    CASE WHEN NOT (pupils GLOB '[0-9]*' OR capacity GLOB '[0-9]*') THEN ''
      WHEN CAST(IIF(pupils GLOB '[0-9]*', pupils, capacity) AS INTEGER) < 100 THEN '1'
      WHEN CAST(IIF(pupils GLOB '[0-9]*', pupils, capacity) AS INTEGER) < 250 THEN '2'
      WHEN CAST(IIF(pupils GLOB '[0-9]*', pupils, capacity) AS INTEGER) < 500 THEN '3'
      WHEN CAST(IIF(pupils GLOB '[0-9]*', pupils, capacity) AS INTEGER) < 1000 THEN '4' ELSE '5' END
  ) VIRTUAL,
  freeMealsBand TEXT GENERATED ALWAYS AS (
    CASE WHEN NOT freeMealsPercent GLOB '[0-9]*' THEN '' WHEN CAST(freeMealsPercent AS REAL) < 10 THEN '1'
      WHEN CAST(freeMealsPercent AS REAL) < 20 THEN '2' WHEN CAST(freeMealsPercent AS REAL) < 30 THEN '3'
      WHEN CAST(freeMealsPercent AS REAL) < 40 THEN '4' ELSE '5' END
  ) VIRTUAL,
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
CREATE INDEX SchoolIdentity_area ON SchoolIdentity (
  laCode, schoolId, validFrom, validTo, opensOn, closesOn, statusCode, urn, name, town, sector, kind, phase, trustUid,
  trustName, wardCode, wardName, districtCode, districtName, faith, gender, settlement, sizeBand, freeMealsBand
) WHERE supersededAt IS NULL;
CREATE INDEX SchoolIdentity_import ON SchoolIdentity (importId);
CREATE INDEX SchoolIdentity_learned ON SchoolIdentity (learnedAt);
CREATE INDEX SchoolIdentity_trust ON SchoolIdentity (trustUid, learnedAt) WHERE trustUid IS NOT NULL;

CREATE TRIGGER SchoolIdentity_one_holder BEFORE INSERT ON SchoolIdentity WHEN NEW.supersededAt IS NULL BEGIN
  SELECT RAISE(ABORT, 'urn_already_held')
  WHERE EXISTS (
    SELECT 1
    FROM SchoolIdentity i
    WHERE i.urn = NEW.urn
      AND i.supersededAt IS NULL
      AND COALESCE(i.validFrom, '') < COALESCE(NEW.validTo, '9999')
      AND COALESCE(NEW.validFrom, '') < COALESCE(i.validTo, '9999')
  );
  SELECT RAISE(ABORT, 'outside_has_no_identity')
  WHERE (SELECT origin FROM School WHERE id = NEW.schoolId) <> 'register';
END;
CREATE TRIGGER SchoolIdentity_never_edited BEFORE UPDATE ON SchoolIdentity
WHEN OLD.supersededAt IS NOT NULL
  OR NEW.supersededAt IS NULL
  OR NEW.id <> OLD.id
  OR NEW.schoolId <> OLD.schoolId
  OR NEW.urn <> OLD.urn
  OR NEW.name <> OLD.name
  OR NEW.laCode <> OLD.laCode
  OR NEW.typeCode <> OLD.typeCode
  OR NEW.statusCode <> OLD.statusCode
  OR NEW.trustUid IS NOT OLD.trustUid
  OR NEW.trustName IS NOT OLD.trustName
  OR NEW.opensOn IS NOT OLD.opensOn
  OR NEW.closesOn IS NOT OLD.closesOn
  OR NEW.validFrom IS NOT OLD.validFrom
  OR NEW.validTo IS NOT OLD.validTo
  OR NEW.learnedAt <> OLD.learnedAt
  OR NEW.sector <> OLD.sector
  OR NEW.kind <> OLD.kind
  OR NEW.wardName <> OLD.wardName
BEGIN SELECT RAISE(ABORT, 'identity_is_append_only'); END;
CREATE TRIGGER SchoolIdentity_never_erased BEFORE DELETE ON SchoolIdentity BEGIN
  SELECT RAISE(ABORT, 'identity_is_append_only');
END;
CREATE TRIGGER SchoolIdentity_to_follow AFTER INSERT ON SchoolIdentity BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT s.rootId, random() FROM School s WHERE s.id = NEW.schoolId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER SchoolIdentity_superseded_to_follow AFTER UPDATE OF supersededAt ON SchoolIdentity BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT s.rootId, random() FROM School s WHERE s.id = NEW.schoolId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER SchoolIdentity_card_on_insert AFTER INSERT ON SchoolIdentity
WHEN NEW.supersededAt IS NULL AND NEW.validTo IS NULL
BEGIN
  INSERT INTO SchoolCard (rootId) SELECT rootId FROM School WHERE id = NEW.schoolId;
END;
CREATE TRIGGER SchoolIdentity_card_on_supersede AFTER UPDATE OF supersededAt ON SchoolIdentity
WHEN NEW.validTo IS NULL
BEGIN
  INSERT INTO SchoolCard (rootId) SELECT rootId FROM School WHERE id = NEW.schoolId;
END;

-- Identities in force, with the status of today, which is the day that the clock noted last: from its opening day a school is open and from the day
-- after its last one closed, whatever the register says. place: of several of a school the one that is open, then the one that opened last.
CREATE VIEW IdentityToday AS
  SELECT *,
    CASE WHEN statusToday IN ('1', '3') THEN 2 WHEN statusToday = '4' THEN 1 ELSE 0 END || COALESCE(opensOn, '0000-00-00')
      || COALESCE(closesOn, '9999-99-99') || urn AS place
  FROM (
    SELECT m.rootId, i.*,
      CASE
        WHEN i.closesOn <= d.today THEN '2'
        WHEN i.opensOn > d.today THEN '4'
        WHEN i.statusCode = '4' AND i.opensOn <= d.today THEN '1'
        WHEN i.statusCode = '2' AND i.closesOn > d.today THEN '3'
        ELSE i.statusCode
      END AS statusToday
    FROM School m
    CROSS JOIN SchoolIdentity i ON i.schoolId = m.id AND i.supersededAt IS NULL AND i.validTo IS NULL
    CROSS JOIN (SELECT MAX(value ->> '$') AS today FROM Setting WHERE key = 'clock') d
  );

-- What a school is today, of which the columns of School are written.
CREATE VIEW SchoolCard AS
  SELECT rootId, name, urn, town, postcode, laCode, sector, kind, phase, trustUid, trustName, wardName, statusToday AS statusCode, MAX(place) AS place
  FROM IdentityToday
  GROUP BY rootId;
-- Its card is written anew. An import does so for tens of thousands of schools in one statement, so each looks only at its own school, by index.
CREATE TRIGGER SchoolCard_written INSTEAD OF INSERT ON SchoolCard BEGIN
  UPDATE School
  SET (name, urn, town, postcode, laCode, sector, kind, phase, trustUid, trustName, wardName, statusCode) =
    (i.name, i.urn, i.town, i.postcode, i.laCode, i.sector, i.kind, i.phase, i.trustUid, i.trustName, i.wardName, i.statusToday)
  FROM (SELECT * FROM IdentityToday WHERE rootId = NEW.rootId ORDER BY place DESC LIMIT 1) i
  WHERE School.id = NEW.rootId AND School.rootId = School.id;
  -- A school that no identity describes any more (its import was undone) is in no area and open on no day.
  UPDATE School
  SET urn = NULL, laCode = NULL, statusCode = ''
  WHERE id = NEW.rootId AND rootId = id AND NOT EXISTS (SELECT 1 FROM IdentityToday i WHERE i.rootId = NEW.rootId);
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
CREATE INDEX Succession_learned ON Succession (learnedAt);
CREATE INDEX Succession_superseded ON Succession (supersededAt) WHERE supersededAt IS NOT NULL;

-- The schools that were merged into a school or split to make it, at any depth.
CREATE VIEW Predecessor (rootId, predecessorId) AS
  WITH RECURSIVE
  step AS MATERIALIZED (
    SELECT DISTINCT t.rootId, f.rootId AS predecessorId
    FROM Succession n
    JOIN School f ON f.id = n.fromSchoolId
    JOIN School t ON t.id = n.toSchoolId
    WHERE n.supersededAt IS NULL AND n.how IN ('merger', 'split') AND f.rootId <> t.rootId
  ),
  earlier (rootId, predecessorId) AS (
    SELECT rootId, predecessorId FROM step
    UNION
    SELECT e.rootId, s.predecessorId
    FROM earlier e
    JOIN step s ON s.rootId = e.predecessorId
    WHERE s.predecessorId <> e.rootId
  )
  SELECT rootId, predecessorId FROM earlier;

-- A file of the national register: read as a stream, compared with what is held (the dry run), then applied in one batch, and undone where that
-- is asked. Each import and each decision raises the register's version; a dry run is applied only at the version that it was made against.
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
CREATE INDEX RegisterImport_applied ON RegisterImport (appliedAt) WHERE appliedAt IS NOT NULL;
CREATE INDEX RegisterImport_undone ON RegisterImport (undoneAt) WHERE undoneAt IS NOT NULL;

CREATE TRIGGER RegisterImport_is_to_be_sealed AFTER UPDATE OF state ON RegisterImport
WHEN NEW.state = 'applied' AND OLD.state <> 'applied'
BEGIN
  INSERT INTO RowToSeal (kind, subjectId) VALUES ('import', NEW.id);
END;

-- Schools may have come to guidance that is current.
CREATE TRIGGER RegisterImport_may_bring_schools AFTER UPDATE OF appliedAt, undoneAt ON RegisterImport BEGIN
  UPDATE GuidanceLook SET lookOn = '' WHERE lookOn < '9999';
END;

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
CREATE INDEX RegisterReview_decided ON RegisterReview (decidedAt) WHERE decidedAt IS NOT NULL;
CREATE INDEX RegisterReview_undone ON RegisterReview (undoneAt) WHERE undoneAt IS NOT NULL;

CREATE TRIGGER RegisterReview_may_bring_schools AFTER UPDATE OF decidedAt, undoneAt ON RegisterReview BEGIN
  UPDATE GuidanceLook SET lookOn = '' WHERE lookOn < '9999';
END;

-- Rises with everything that changes who is who: an import applied or undone, a review decided or its decision undone.
CREATE VIEW RegisterVersion AS
  SELECT (
    SELECT COUNT(appliedAt) + COUNT(undoneAt) FROM RegisterImport
  ) + (SELECT COUNT(decidedAt) + COUNT(undoneAt) FROM RegisterReview) AS version;

-- An address at which the council writes to a school, perhaps for one role. source: where the council has it from.
CREATE TABLE SchoolContact (
  id TEXT NOT NULL PRIMARY KEY,
  schoolId TEXT NOT NULL REFERENCES School (id),
  roleId TEXT REFERENCES Role (id),
  name TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL CHECK (email = lower(email)),
  telephone TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL,
  learnedAt TEXT NOT NULL CHECK (learnedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', learnedAt)),
  endedAt TEXT,
  -- Who entered the contact, by hand or with a list; NULL: nobody of the council.
  enteredById TEXT REFERENCES Account (id)
);
CREATE UNIQUE INDEX SchoolContact_once ON SchoolContact (schoolId, email, COALESCE(roleId, '')) WHERE endedAt IS NULL;
CREATE INDEX SchoolContact_email ON SchoolContact (email) WHERE endedAt IS NULL;

-- A setting on the early years register, as a list said: counted apart from schools. fromDate NULL: always; untilDate: the first day no longer on it.
-- A later list, or an undo, sets supersededAt and inserts another row. What the list of supersededByBatchId replaced stands again once that is undone.
CREATE TABLE EarlyYearsProvider (
  id TEXT NOT NULL PRIMARY KEY,
  batchId TEXT NOT NULL,
  reference TEXT NOT NULL CHECK (reference <> ''),
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('nursery', 'childminder', 'other')),
  postcode TEXT NOT NULL DEFAULT '',
  wardName TEXT NOT NULL DEFAULT '',
  fromDate TEXT CHECK (fromDate IS date(fromDate)),
  untilDate TEXT CHECK (untilDate IS date(untilDate)),
  source TEXT NOT NULL,
  learnedAt TEXT NOT NULL CHECK (learnedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', learnedAt)),
  learnedById TEXT REFERENCES Account (id),
  -- When its list was loaded: what an undo gives back was learned later.
  loadedAt TEXT NOT NULL,
  supersededAt TEXT,
  supersededByBatchId TEXT,
  CHECK (untilDate IS NULL OR fromDate IS NULL OR untilDate > fromDate)
);
CREATE UNIQUE INDEX EarlyYearsProvider_once ON EarlyYearsProvider (reference) WHERE supersededAt IS NULL;
CREATE INDEX EarlyYearsProvider_batch ON EarlyYearsProvider (batchId);
CREATE INDEX EarlyYearsProvider_replaced ON EarlyYearsProvider (supersededByBatchId) WHERE supersededByBatchId IS NOT NULL;

CREATE TRIGGER EarlyYearsProvider_stands BEFORE UPDATE ON EarlyYearsProvider
WHEN OLD.supersededAt IS NOT NULL
  OR NEW.supersededAt IS NULL
  OR NEW.batchId <> OLD.batchId
  OR NEW.reference <> OLD.reference
  OR NEW.name <> OLD.name
  OR NEW.kind <> OLD.kind
  OR NEW.fromDate IS NOT OLD.fromDate
  OR NEW.untilDate IS NOT OLD.untilDate
  OR NEW.learnedAt <> OLD.learnedAt
  OR NEW.loadedAt <> OLD.loadedAt
BEGIN SELECT RAISE(ABORT, 'provider_stands'); END;
CREATE TRIGGER EarlyYearsProvider_kept BEFORE DELETE ON EarlyYearsProvider BEGIN SELECT RAISE(ABORT, 'provider_stands'); END;

-- That the setting with a reference is an outside organisation, as an officer said; whatever later lists say of it.
CREATE TABLE ProviderSchool (
  id TEXT NOT NULL PRIMARY KEY,
  reference TEXT NOT NULL,
  schoolId TEXT NOT NULL REFERENCES School (id),
  linkedAt TEXT NOT NULL CHECK (linkedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', linkedAt)),
  linkedById TEXT REFERENCES Account (id),
  endedAt TEXT,
  endedById TEXT REFERENCES Account (id)
);
CREATE UNIQUE INDEX ProviderSchool_once ON ProviderSchool (reference) WHERE endedAt IS NULL;
CREATE UNIQUE INDEX ProviderSchool_of_one ON ProviderSchool (schoolId) WHERE endedAt IS NULL;

-- A school of the register is counted among schools, and would be counted twice.
CREATE TRIGGER ProviderSchool_of_outside BEFORE INSERT ON ProviderSchool
WHEN (SELECT origin FROM School WHERE id = NEW.schoolId) <> 'outside'
BEGIN SELECT RAISE(ABORT, 'school_is_of_the_register'); END;
CREATE TRIGGER ProviderSchool_stands BEFORE UPDATE OF id, reference, schoolId, linkedAt, linkedById ON ProviderSchool BEGIN
  SELECT RAISE(ABORT, 'provider_link_stands');
END;
CREATE TRIGGER ProviderSchool_kept BEFORE DELETE ON ProviderSchool BEGIN SELECT RAISE(ABORT, 'provider_link_stands'); END;
