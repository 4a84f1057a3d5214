import type { Act } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { newToken, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { entryCode, entryMinutes } from './entry-link.ts'
import { codeAttempts, codeHash } from './sign-in.ts'
import { insertCode } from './sign-in-store.ts'

/**
 * Makes a one-time sign-in link for `email`, creating its account if new; it leads to their first
 * page. Only for commands and local copies, whose users have the database anyway. @param email in
 * lower case @returns the link's token, which is stored nowhere
 */
export const makeEntryLink = async (act: Act, email: string): Promise<string> => {
  const token = newToken()
  const id = await sha256(token)
  const hash = await codeHash(token, email, entryCode)
  const expiresAt = instant(addMinutes(act.now, entryMinutes))
  await atomically(
    act.db,
    [
      insertCode(act.db, act.now, { id, email, codeHash: hash, next: undefined, expiresAt, tries: codeAttempts }),
      logged(act, { act: 'entry_link.made', subject: ['signInCode', id], after: { expiresAt } }),
    ],
    {},
  )
  return token
}
