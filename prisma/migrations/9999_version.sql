-- Written by `npm run generate`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"cc421cd0f0ea2e94"', '2026-11-24T00:00:00.000Z');
