-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"2d8bf886c97b8db3"', '2026-11-24T00:00:00.000Z');
