-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"bd6c5ea8035ee87c"', '2026-11-24T00:00:00.000Z');
