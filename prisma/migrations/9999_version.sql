-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"8d8c87a0d80c4329"', '2026-11-24T00:00:00.000Z');
