-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"a9a148caf6311734"', '2026-11-24T00:00:00.000Z');
