-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"e5919be8541f3961"', '2026-11-24T00:00:00.000Z');
