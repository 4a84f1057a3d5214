import type { Act } from '#base/act.ts'
import { ok } from '#base/result.ts'
import type { CodeAsk, CountedCode } from './count-code.ts'
import { giveCode, openCode } from './open-code.ts'
import type { CodeRefusal } from './sign-in.ts'

/** Makes and gives a code to an address of the asker's own, who may be told why there is none. */
export const askCode = async (
  act: Act,
  ask: CodeAsk & { next: string | undefined },
): Promise<{ ok: true; value: { code: string; browserToken: string; counted: CountedCode } } | CodeRefusal> => {
  const opened = await openCode(act, ask)
  if (!opened.ok) return opened
  const given = await giveCode(act, ask, opened.value)
  const { code, browserToken } = opened.value
  return given.ok ? ok({ code, browserToken, counted: given.value }) : given
}
