-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"cd0c1d4e855d7e8a"', '2026-11-24T00:00:00.000Z');
