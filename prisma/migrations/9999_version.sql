-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"43371d39ab4b31e8"', '2026-11-24T00:00:00.000Z');
