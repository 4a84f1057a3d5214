-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"1d13de6b03fde683"', '2026-11-24T00:00:00.000Z');
