import type { Act } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { newToken, sha256 } from '#base/id.ts'
import type { NotYet } from '#base/limits/limit.ts'
import { ok } from '#base/result.ts'
import { type CodeAsk, type CountedAsk, type CountedCode, countAsk, writeCode } from './count-code.ts'
import { type CodeRefusal, codeHash, codeMinutes, newCode } from './sign-in.ts'
import { deleteOldCodes, insertCode } from './sign-in-store.ts'
import { codeGiven } from './turn-store.ts'

export type OpenedCode = { id: string; code: string; browserToken: string; counted: CountedAsk }

/**
 * Makes a code for any address, which works once given (`giveCode`), also where the network is over
 * its limit. Refusals depend on the asker alone. Put the token in the cookie. Not logged: anyone
 * can ask, and the log cannot be emptied.
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
  const row = { id, email: ask.email, codeHash: hash, next: ask.next, expiresAt, tries: 0 }
  // Rows of networks over their limit are many, so each ask takes away more than it leaves.
  const stored = [insertCode(act.db, act.now, row), deleteOldCodes(act.db, act.now, 2)]
  const counted = await countAsk(act, ask, stored)
  return counted.ok ? ok({ id, code, browserToken, counted: counted.value }) : counted
}

/** Makes a code work, if the address may have one more; then mail it. Tell nobody the result. */
export const giveCode = async (
  act: Act,
  ask: CodeAsk,
  { id, counted }: OpenedCode,
): Promise<{ ok: true; value: CountedCode } | CodeRefusal> => {
  const given = await writeCode(act, ask, counted, (asker) => [codeGiven(act.db, act.now, id, asker)])
  return given.ok ? { ok: true, value: { ...given.value, codeId: id } } : given
}
