-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"c1e9b6d6d97bcc06"', '2026-11-24T00:00:00.000Z');
