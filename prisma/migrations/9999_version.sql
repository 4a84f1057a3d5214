-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"ef2cd7fe2a4fd43a"', '2026-11-24T00:00:00.000Z');
