-- An act may count for more than one: a booking of five people writes to five.
ALTER TABLE Counted ADD COLUMN n INTEGER NOT NULL DEFAULT 1;
DROP TRIGGER Counted_within_limit;
CREATE TRIGGER Counted_within_limit BEFORE INSERT ON Counted
WHEN NEW.most < NEW.n + (SELECT COALESCE(SUM(c.n), 0) FROM Counted c WHERE c.key = NEW.key AND c.minutes = NEW.minutes
  AND c.at > strftime('%Y-%m-%dT%H:%M:%fZ', NEW.at, '-' || NEW.minutes || ' minutes'))
BEGIN SELECT RAISE(ABORT, 'limit_reached'); END;
