-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"bf306e1b7257c268"', '2026-11-24T00:00:00.000Z');
