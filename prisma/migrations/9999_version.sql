-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"501e42c2a4f5bb8b"', '2026-11-24T00:00:00.000Z');
