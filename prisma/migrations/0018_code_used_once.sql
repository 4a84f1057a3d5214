-- A code, and the link that a command prints, lets in once.
CREATE TRIGGER SignInCode_used_once BEFORE UPDATE ON SignInCode WHEN OLD.usedAt IS NOT NULL BEGIN SELECT RAISE(ABORT, 'code_is_used'); END;
