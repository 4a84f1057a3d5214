-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"c0f2e18057b2b732"', '2026-11-24T00:00:00.000Z');
