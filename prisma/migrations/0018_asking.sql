-- When schools are asked who holds which role (src/people/roles/asked.ts).

-- That a school is asked: of all its roles in the autumn that began on `opening`, of what somebody left, or of its head where an
-- import of the register names another. roleId NULL: of all of them. What was said from
-- `since` on answers it. askedOn NULL: nobody is there who could answer, or it was answered before; dueOn counts from when somebody is. through: as JSON,
-- as what those could answer who were there. lookedOn: the last day on which it was looked for somebody.
CREATE TABLE RolesAsking (
  id TEXT NOT NULL PRIMARY KEY,
  schoolId TEXT NOT NULL REFERENCES School (id),
  because TEXT NOT NULL CHECK (because IN ('autumn', 'role_ended', 'contact_ended', 'register_head')),
  opening TEXT CHECK (opening IS date(opening)),
  roleId TEXT REFERENCES Role (id),
  since TEXT NOT NULL CHECK (since IS strftime('%Y-%m-%dT%H:%M:%fZ', since)),
  askedOn TEXT CHECK (askedOn IS date(askedOn)),
  dueOn TEXT CHECK (dueOn IS date(dueOn)),
  through TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(through)),
  lookedOn TEXT CHECK (lookedOn IS date(lookedOn)),
  -- The import of the register that brought it was undone before anything was answered.
  takenBackAt TEXT CHECK (takenBackAt IS NULL OR takenBackAt IS strftime('%Y-%m-%dT%H:%M:%fZ', takenBackAt)),
  CHECK ((because = 'autumn') = (opening IS NOT NULL)),
  CHECK ((askedOn IS NULL) = (dueOn IS NULL)),
  CHECK ((askedOn IS NULL) = (through = '[]'))
);
CREATE INDEX RolesAsking_school ON RolesAsking (schoolId, since);
CREATE INDEX RolesAsking_new ON RolesAsking (id) WHERE lookedOn IS NULL;

CREATE TRIGGER RolesAsking_stands BEFORE UPDATE OF id, schoolId, because, opening, roleId, since ON RolesAsking BEGIN
  SELECT RAISE(ABORT, 'asking_stands');
END;
CREATE TRIGGER RolesAsking_asked_once BEFORE UPDATE OF askedOn, dueOn, through ON RolesAsking WHEN OLD.askedOn IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'asking_stands');
END;
CREATE TRIGGER RolesAsking_taken_back_once BEFORE UPDATE OF takenBackAt ON RolesAsking
WHEN OLD.takenBackAt IS NOT NULL OR OLD.because <> 'register_head'
BEGIN SELECT RAISE(ABORT, 'asking_stands'); END;
CREATE TRIGGER RolesAsking_kept BEFORE DELETE ON RolesAsking BEGIN SELECT RAISE(ABORT, 'asking_stands'); END;

-- Askings of which somebody was asked, until the next autumn asks anew; whoever there answers one of their roles has them. subjectId: as in NoticeFact.
CREATE VIEW AnswerableAsking AS
  SELECT a.id, COALESCE(a.opening, a.id) AS subjectId, a.schoolId, s.rootId, a.roleId, a.askedOn
  FROM School s
  JOIN RolesAsking a ON a.schoolId = s.id
  WHERE a.askedOn IS NOT NULL
    AND a.takenBackAt IS NULL
    AND NOT EXISTS (SELECT 1 FROM RolesAsking b WHERE b.schoolId = a.schoolId AND b.because = 'autumn' AND b.since > a.since);
