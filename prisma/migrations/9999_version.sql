-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"fc0c5faf77d2f518"', '2026-11-24T00:00:00.000Z');
