-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"8fcda7ab5d9a6f40"', '2026-11-24T00:00:00.000Z');
