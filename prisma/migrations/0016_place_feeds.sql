-- A calendar made by the link to a place is of that school's places alone: whoever has the link is known by it, and by no code to their own address.

-- The school of the place whose link made it; NULL: by an account, of everything.
ALTER TABLE Feed ADD COLUMN ofSchoolId TEXT REFERENCES School (id);
DROP INDEX Feed_of_person;
CREATE UNIQUE INDEX Feed_of_person ON Feed (personId, COALESCE(ofSchoolId, '')) WHERE endedAt IS NULL AND kind = 'person';

-- Those that links made before: of the one school of the person, or ended where they have places of several.
UPDATE Feed SET ofSchoolId = (SELECT MIN(s.rootId) FROM Place p JOIN School s ON s.id = p.schoolId WHERE p.personId = Feed.personId)
WHERE kind = 'person' AND accountId IS NULL AND endedAt IS NULL
  AND 1 = (SELECT COUNT(DISTINCT s.rootId) FROM Place p JOIN School s ON s.id = p.schoolId WHERE p.personId = Feed.personId);
UPDATE Feed SET endedAt = COALESCE((SELECT l.at FROM Log l ORDER BY l.id DESC LIMIT 1), createdAt)
WHERE kind = 'person' AND accountId IS NULL AND endedAt IS NULL AND ofSchoolId IS NULL;

-- Whoever has such an address had it by a link that may have gone to somebody else: it ends with a correction of the address, when the place
-- passes on, and when two records become one.
CREATE TRIGGER Feed_ends_with_address AFTER UPDATE OF email ON Person WHEN NEW.email IS NOT OLD.email BEGIN
  UPDATE Feed SET endedAt = MAX(createdAt, COALESCE((SELECT l.at FROM Log l ORDER BY l.id DESC LIMIT 1), createdAt))
  WHERE personId = NEW.id AND endedAt IS NULL AND ofSchoolId IS NOT NULL;
END;
CREATE TRIGGER Feed_ends_with_swap AFTER UPDATE OF personId ON Place
WHEN OLD.personId IS NOT NULL AND NEW.personId IS NOT OLD.personId AND NOT EXISTS (
  SELECT 1 FROM PersonMerge m WHERE (m.mergedId = OLD.personId AND m.keptId = NEW.personId) OR (m.mergedId = NEW.personId AND m.keptId = OLD.personId)) BEGIN
  UPDATE Feed SET endedAt = MAX(createdAt, COALESCE(NEW.namedAt, NEW.stateAt))
  WHERE personId = OLD.personId AND endedAt IS NULL AND ofSchoolId IN (
    SELECT x.id FROM School x WHERE x.rootId = (SELECT s.rootId FROM School s WHERE s.id = NEW.schoolId));
END;
CREATE TRIGGER Feed_ends_with_merge AFTER INSERT ON PersonMerge BEGIN
  UPDATE Feed SET endedAt = MAX(createdAt, NEW.mergedAt) WHERE personId IN (NEW.keptId, NEW.mergedId) AND endedAt IS NULL AND ofSchoolId IS NOT NULL;
END;
