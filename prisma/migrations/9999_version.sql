-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"22df1545e9c82e74"', '2026-11-24T00:00:00.000Z');
