-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"c6c00ea36af7d4b1"', '2026-11-24T00:00:00.000Z');
