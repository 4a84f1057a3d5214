// Until 1.0 no database is migrated: data of another version is neither shown nor changed.
import { AppError } from '#base/errors.ts'

/** For administrators of a deployment. */
export const anotherVersion =
  'The database was not made by this version of Muster: apply the migrations if it is empty, or else deploy the version that made it or begin with an empty one (docs/guide/deploy.md).'

/** For whoever runs a local copy. */
export const anotherLocalVersion =
  'The local data was made by another version of Muster: npm run reset -- --demo builds it anew with the demonstration, npm run reset empty; both delete what is in it, and npm run backup -- FILE keeps a copy.'

/** SQL: the version of the data, as JSON. The last migration stores it. */
export const storedVersion = `SELECT value FROM Setting WHERE key = 'version'`

export const isAnotherVersion = (error: unknown): error is AppError => error instanceof AppError && error.code === 'another_version'
