-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"0d8998f6c1f4a4e9"', '2026-11-24T00:00:00.000Z');
