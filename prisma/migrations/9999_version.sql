-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"d332999c4c899143"', '2026-11-30T00:00:00.000Z');
