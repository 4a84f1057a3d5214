-- A change of address that was confirmed stands, but for one thing: within a week the old address undoes it, once.
DROP TRIGGER EmailChange_stands;
CREATE TRIGGER EmailChange_stands
BEFORE UPDATE OF id, accountId, oldEmail, newEmail, codeHash, createdAt, expiresAt, attempts, usedAt, oldCodeHash, undoHash ON EmailChange
WHEN OLD.usedAt IS NOT NULL OR NEW.accountId <> OLD.accountId OR NEW.newEmail <> OLD.newEmail OR NEW.codeHash <> OLD.codeHash
  OR NEW.oldCodeHash IS NOT OLD.oldCodeHash
BEGIN SELECT RAISE(ABORT, 'change_stands'); END;
CREATE TRIGGER EmailChange_undone_in_time BEFORE UPDATE OF undoneAt ON EmailChange
WHEN OLD.undoneAt IS NULL AND (OLD.usedAt IS NULL OR NEW.undoneAt > strftime('%Y-%m-%dT%H:%M:%fZ', OLD.usedAt, '+7 days'))
BEGIN SELECT RAISE(ABORT, 'undo_over'); END;

-- Why an administrator asks to take away somebody's second factors; what is asked waits for another one for a day.
ALTER TABLE FactorReset ADD COLUMN reason TEXT CHECK (reason IN ('lost', 'stolen', 'broken'));
CREATE TRIGGER FactorReset_in_time BEFORE UPDATE ON FactorReset
WHEN NEW.outcome = 'done' AND NEW.decidedAt > strftime('%Y-%m-%dT%H:%M:%fZ', OLD.askedAt, '+1 day')
BEGIN SELECT RAISE(ABORT, 'reset_over'); END;
