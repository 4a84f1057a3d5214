-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"d3e410bc5a0173a0"', '2026-11-24T00:00:00.000Z');
