-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"13d1f2a1fe674308"', '2026-11-24T00:00:00.000Z');
