import type { Act } from '../act.ts'
import { addMinutes, instant } from '../dates.ts'
import { newToken, sha256 } from '../id.ts'
import { ok } from '../result.ts'
import { type Counting, writeCode } from './count-code.ts'
import { type CodeRefusal, codeAttempts, codeHash, codeMinutes, newCode } from './sign-in.ts'
import { deleteCode, insertCode } from './sign-in-store.ts'
import { fewerTries } from './turn-store.ts'

/**
 * Makes a code for an address, known or not, and the token that ties it to this browser. Mail the code (`sendCode`); put the token in the cookie.
 * Not logged: anyone can ask, and the log cannot be emptied of what they asked.
 *
 * @param ask.network the internet address the request came from; undefined when nobody says (on one's own computer)
 * @param ask.knownToken of the cookie by which a browser is known
 */
export const askCode = async (
  act: Act,
  ask: { email: string; next: string | undefined; network: string | undefined; knownToken: string | undefined; mailsPerDay: number },
): Promise<
  { ok: true; value: { code: string; browserToken: string; counting: Counting; forget: D1PreparedStatement[] } } | CodeRefusal
> => {
  const code = newCode()
  const browserToken = newToken()
  const id = await sha256(browserToken)
  const hash = await codeHash(browserToken, ask.email, code)
  const expiresAt = instant(addMinutes(act.now, codeMinutes))
  const written = await writeCode(act, ask, (asker) => [
    insertCode(act.db, act.now, { id, email: ask.email, codeHash: hash, next: ask.next, expiresAt }),
    fewerTries(act.db, act.now, id, asker, codeAttempts),
  ])
  return written.ok ? ok({ code, browserToken, counting: written.value, forget: [deleteCode(act.db, id)] }) : written
}
