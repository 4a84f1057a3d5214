import type { Act } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { newToken, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { entryCode, entryMinutes } from './entry-link.ts'
import { codeAttempts, codeHash } from './sign-in.ts'
import { insertCode } from './sign-in-store.ts'

/**
 * Makes a link that signs in to the account of `email` once; an address without one gets it then. Only for commands: whoever runs one has the database.
 *
 * @param email as accounts have it, in lower case
 * @returns the token of the link's address; it is kept nowhere
 */
export const makeEntryLink = async (act: Act, email: string): Promise<string> => {
  const token = newToken()
  const id = await sha256(token)
  const hash = await codeHash(token, email, entryCode)
  const expiresAt = instant(addMinutes(act.now, entryMinutes))
  await atomically(
    act.db,
    [
      insertCode(act.db, act.now, { id, email, codeHash: hash, next: '/organiser', expiresAt, tries: codeAttempts }),
      logged(act, { act: 'entry_link.made', subject: ['signInCode', id], after: { expiresAt } }),
    ],
    {},
  )
  return token
}
