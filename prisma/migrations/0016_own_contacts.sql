-- Who entered a contact of a school, by hand or with a list; nobody for what was held before this was noted.
ALTER TABLE SchoolContact ADD COLUMN enteredById TEXT REFERENCES Account (id);

-- What the council holds confirms nobody who entered it, nor anyone of the council: they would be confirming themselves.
CREATE TRIGGER ClaimEvidence_of_others_contact BEFORE INSERT ON ClaimEvidence WHEN NEW.kind IN ('council_holds_address', 'mailbox_link') BEGIN
  SELECT RAISE(ABORT, 'own_contact') FROM Claim c JOIN SchoolContact k ON k.id = NEW.contactId
  WHERE c.id = NEW.claimId AND k.enteredById = c.accountId;
  SELECT RAISE(ABORT, 'own_contact') FROM Claim c JOIN StaffRole r ON r.accountId = c.accountId AND r.revokedAt IS NULL
  WHERE c.id = NEW.claimId AND NEW.kind = 'council_holds_address';
END;
