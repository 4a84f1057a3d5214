import { AppError } from '#base/errors.ts'
import { dataVersion } from './generated/expected-schema.ts'
import { anotherVersion, storedVersion } from './version.ts'

const word = 'data of another version'

/** SQL that ends its batch with `word` unless the data is of this version. */
const check = `SELECT CASE WHEN (${storedVersion}) IS '"${dataVersion}"' THEN 1 ELSE json_extract('{}', '${word}') END`

const saysAnother = (error: unknown): boolean =>
  error instanceof Error && (error.message.includes(word) || error.message.includes('no such table: Setting'))

const checked = new WeakSet<SqlDatabase>()

/**
 * Sends statements in one trip. The first of an isolate checks the version of the data.
 * @throws AppError `another_version`; then nothing was written
 */
export const sendChecked = async (db: SqlDatabase, statements: SqlStatement[]): Promise<SqlResult[]> => {
  const [first] = statements
  if (checked.has(db)) return first && statements.length === 1 ? [await first.all()] : db.batch(statements)
  try {
    const [, ...results] = await db.batch([db.prepare(check), ...statements])
    checked.add(db)
    return results
  } catch (error) {
    throw saysAnother(error) ? new AppError('another_version', anotherVersion) : error
  }
}
