-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"bc98db4e92b70628"', '2026-11-24T00:00:00.000Z');
