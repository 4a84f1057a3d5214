-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"ee590a3e0b6107b4"', '2026-11-24T00:00:00.000Z');
