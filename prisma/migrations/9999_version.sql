-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"1b5a70ac73b3c45c"', '2026-11-24T00:00:00.000Z');
