-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"a238485077c2bcc1"', '2026-11-24T00:00:00.000Z');
