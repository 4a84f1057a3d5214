import type { Act } from '#base/act.ts'
import { type CodeAsk, type CountedCode, writeCode } from './count-code.ts'
import type { OpenedCode } from './open-code.ts'
import type { CodeRefusal } from './sign-in.ts'
import { codeGiven } from './turn-store.ts'

/**
 * Makes an opened code work, if the address may have another. Then mail it (`sendCode`). The result
 * depends on the address, so tell it to nobody.
 */
export const giveCode = (act: Act, ask: CodeAsk, opened: OpenedCode): Promise<{ ok: true; value: CountedCode } | CodeRefusal> =>
  writeCode(act, ask, opened.counted, (asker) => [codeGiven(act.db, act.now, opened.id, asker)])
