import type { Act } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { newToken, sha256 } from '#base/id.ts'
import type { NotYet } from '#base/limits/limit.ts'
import { ok } from '#base/result.ts'
import { type CodeAsk, type CountedAsk, countAsk } from './count-code.ts'
import { codeHash, codeMinutes, newCode } from './sign-in.ts'
import { insertCode } from './sign-in-store.ts'

/** A code that does not work yet, and the token that ties it to this browser. */
export type OpenedCode = { id: string; code: string; browserToken: string; counted: CountedAsk }

/**
 * Makes a code for any address; it works once given (`giveCode`). Refusals depend on the asker
 * alone, never on the address. Put the token in the cookie. Not logged: anyone can ask, and the log
 * cannot be emptied.
 */
export const openCode = async (
  act: Act,
  ask: CodeAsk & { next: string | undefined },
): Promise<{ ok: true; value: OpenedCode } | NotYet<'too_many_codes'>> => {
  const code = newCode()
  const browserToken = newToken()
  const id = await sha256(browserToken)
  const hash = await codeHash(browserToken, ask.email, code)
  const expiresAt = instant(addMinutes(act.now, codeMinutes))
  const counted = await countAsk(act, ask, [
    insertCode(act.db, act.now, { id, email: ask.email, codeHash: hash, next: ask.next, expiresAt, tries: 0 }),
  ])
  return counted.ok ? ok({ id, code, browserToken, counted: counted.value }) : counted
}
