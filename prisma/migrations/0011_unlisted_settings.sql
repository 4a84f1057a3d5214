-- Settings that no list names: childminders, nurseries, clubs -----------------------------------------------------------------------------

-- Somebody's request to act for a setting that is not listed, in their own words. Approved, the claim that it became says the rest.
CREATE TABLE UnlistedClaim (
  id TEXT NOT NULL PRIMARY KEY,
  accountId TEXT NOT NULL REFERENCES Account (id),
  name TEXT NOT NULL CHECK (name <> ''),
  postcode TEXT NOT NULL,
  setting TEXT NOT NULL CHECK (setting IN ('childminder', 'nursery', 'alternative_provision', 'church_or_club', 'other')),
  personId TEXT REFERENCES Person (id),
  roleId TEXT REFERENCES Role (id),
  state TEXT NOT NULL CHECK (state IN ('requested', 'approved', 'refused')),
  requestedAt TEXT NOT NULL CHECK (requestedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', requestedAt)),
  decidedAt TEXT,
  decidedById TEXT REFERENCES Account (id),
  reason TEXT,
  claimId TEXT REFERENCES Claim (id),
  CHECK ((state = 'requested') = (decidedAt IS NULL)),
  CHECK ((state = 'approved') = (claimId IS NOT NULL))
);
CREATE UNIQUE INDEX UnlistedClaim_once ON UnlistedClaim (accountId, lower(name), replace(postcode, ' ', '')) WHERE state = 'requested';
CREATE INDEX UnlistedClaim_waiting ON UnlistedClaim (requestedAt) WHERE state = 'requested';
CREATE TRIGGER UnlistedClaim_decided_once BEFORE UPDATE OF state, claimId ON UnlistedClaim BEGIN
  SELECT RAISE(ABORT, 'claim_is_decided') WHERE OLD.state <> 'requested' OR NEW.state = 'requested';
  SELECT RAISE(ABORT, 'own_claim') WHERE NEW.decidedById = OLD.accountId;
  SELECT RAISE(ABORT, 'claim_of_another') WHERE NEW.claimId IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM Claim c WHERE c.id = NEW.claimId AND c.accountId = OLD.accountId AND c.state = 'approved');
END;
CREATE TRIGGER UnlistedClaim_kept BEFORE DELETE ON UnlistedClaim BEGIN SELECT RAISE(ABORT, 'claim_is_kept'); END;
CREATE TRIGGER UnlistedClaim_names_kept AFTER INSERT ON UnlistedClaim WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL) BEGIN
  UPDATE UnlistedClaim SET personId = (SELECT k.keptId FROM PersonKept k WHERE k.mergedId = NEW.personId) WHERE id = NEW.id;
END;
