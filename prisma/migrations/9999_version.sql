-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"a911c3f8d216a2b5"', '2026-11-24T00:00:00.000Z');
