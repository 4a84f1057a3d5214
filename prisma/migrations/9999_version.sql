-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"cd0a8d7d038334e4"', '2026-11-24T00:00:00.000Z');
