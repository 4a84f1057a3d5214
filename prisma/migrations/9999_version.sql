-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"059c92085eb51718"', '2026-11-30T00:00:00.000Z');
