-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"a5d6eb49cc9dcb49"', '2026-11-24T00:00:00.000Z');
