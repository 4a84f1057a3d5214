-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"423bd3d07620be56"', '2026-11-24T00:00:00.000Z');
