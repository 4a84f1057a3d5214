-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"82e4a42f5e9a2e6c"', '2026-11-24T00:00:00.000Z');
