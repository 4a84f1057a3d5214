-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"44cdb7e6adea6382"', '2026-11-24T00:00:00.000Z');
