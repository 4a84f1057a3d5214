-- How often somebody was turned away on a day (London), by reason and by the pattern of the address: never who, and no address.
CREATE TABLE RefusalCount (
  day TEXT NOT NULL CHECK (day IS date(day)),
  reason TEXT NOT NULL,
  route TEXT NOT NULL,
  n INTEGER NOT NULL CHECK (n > 0),
  PRIMARY KEY (day, reason, route)
) WITHOUT ROWID;

-- When the reading of a mail that came in was begun. One whose reading never ended is not begun again: it may be made to stall whoever reads it.
ALTER TABLE MailEvent ADD COLUMN readingAt TEXT CHECK (readingAt IS NULL OR readingAt IS strftime('%Y-%m-%dT%H:%M:%fZ', readingAt));
