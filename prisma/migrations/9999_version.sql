-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"69650e0d49e62e15"', '2026-11-24T00:00:00.000Z');
