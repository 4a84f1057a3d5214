-- What was typed into a form that was sent after its sign-in had ended: kept for an hour, so that its writer finds it again after signing in.

-- One for each ended sign-in, the latest. Whose it is, is said by that sign-in: nobody else is ever shown it.
CREATE TABLE KeptForm (
  -- The hash of a token that a cookie of that browser holds.
  id TEXT NOT NULL PRIMARY KEY,
  signInId TEXT NOT NULL UNIQUE REFERENCES SignIn (id) ON DELETE CASCADE,
  -- The page on which the form stands, and the address it was sent to.
  page TEXT NOT NULL CHECK (page LIKE '/%'),
  path TEXT NOT NULL CHECK (path LIKE '/%'),
  -- Pairs of a name and a value, in the order of the form.
  fields TEXT NOT NULL CHECK (json_valid(fields) AND length(fields) <= 65536),
  hadFiles INTEGER NOT NULL CHECK (hadFiles IN (0, 1)),
  expiresAt TEXT NOT NULL CHECK (expiresAt IS strftime('%Y-%m-%dT%H:%M:%fZ', expiresAt))
);
CREATE INDEX KeptForm_expires ON KeptForm (expiresAt);
