-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"9e3b68543c3fa2ee"', '2026-11-24T00:00:00.000Z');
