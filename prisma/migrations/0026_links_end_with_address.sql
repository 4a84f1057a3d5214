-- The link to a place is known by the mailbox it went to: it ends when its person has another address.

CREATE TRIGGER PlaceLink_ends_with_address AFTER UPDATE OF email ON Person WHEN NEW.email IS NOT OLD.email BEGIN
  UPDATE PlaceLink SET endedAt = MAX(createdAt, COALESCE((SELECT l.at FROM Log l ORDER BY l.id DESC LIMIT 1), createdAt))
  WHERE personId = NEW.id AND endedAt IS NULL;
END;

-- Of two records made one, or two again, the links of a place go along where both have one address, and end where they have not.
DROP TRIGGER PlaceLink_follows_merge;
CREATE TRIGGER PlaceLink_follows_merge AFTER UPDATE OF personId ON Place
WHEN NEW.personId IS NOT OLD.personId AND EXISTS (
  SELECT 1 FROM PersonMerge m WHERE (m.mergedId = OLD.personId AND m.keptId = NEW.personId) OR (m.mergedId = NEW.personId AND m.keptId = OLD.personId)) BEGIN
  UPDATE PlaceLink SET personId = NEW.personId, endedAt = IIF(
    (SELECT n.email FROM Person n WHERE n.id = NEW.personId) IS (SELECT n.email FROM Person n WHERE n.id = OLD.personId), NULL,
    (SELECT MAX(PlaceLink.createdAt, MAX(COALESCE(m.undoneAt, m.mergedAt))) FROM PersonMerge m
      WHERE (m.mergedId = OLD.personId AND m.keptId = NEW.personId) OR (m.mergedId = NEW.personId AND m.keptId = OLD.personId)))
  WHERE placeId = NEW.id AND endedAt IS NULL;
END;

-- Those that outlived a change of address or a merge: each was followed by one to the address of today.
UPDATE PlaceLink SET endedAt = COALESCE((SELECT l.at FROM Log l ORDER BY l.id DESC LIMIT 1), createdAt)
WHERE endedAt IS NULL AND (
  EXISTS (SELECT 1 FROM Account a JOIN EmailChange c ON c.accountId = a.id WHERE a.personId = PlaceLink.personId AND c.usedAt > PlaceLink.createdAt)
  OR EXISTS (SELECT 1 FROM PersonMerge m JOIN json_each(m.moved, '$.PlaceLink') j ON j.value = PlaceLink.id
    JOIN Person k ON k.id = m.keptId JOIN Person n ON n.id = m.mergedId WHERE m.undoneAt IS NULL AND k.email IS NOT n.email));
