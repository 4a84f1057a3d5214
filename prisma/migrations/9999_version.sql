-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"b4b5087f60ae4a63"', '2026-11-24T00:00:00.000Z');
