-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"a385bcf948a9b7d7"', '2026-11-24T00:00:00.000Z');
