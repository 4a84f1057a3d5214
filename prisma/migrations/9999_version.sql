-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"f60e27545fd634cb"', '2026-11-24T00:00:00.000Z');
