-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"b19385cae94ccb46"', '2026-11-24T00:00:00.000Z');
