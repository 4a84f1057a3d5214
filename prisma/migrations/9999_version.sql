-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"e5d224b7f632cf6b"', '2026-11-24T00:00:00.000Z');
