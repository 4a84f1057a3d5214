import type { Act } from '#base/act.ts'
import { type CodeAsk, type Counting, writeCode } from './count-code.ts'
import type { OpenedCode } from './open-code.ts'
import type { CodeRefusal } from './sign-in.ts'
import { codeGiven } from './turn-store.ts'

/** Lets a code let in that was opened, if the address may have one more now. Mail it then (`sendCode`). What comes of it is of the address: say it to nobody. */
export const giveCode = (act: Act, ask: CodeAsk, opened: OpenedCode): Promise<{ ok: true; value: Counting } | CodeRefusal> =>
  writeCode(act, ask, opened.counted, (asker) => [codeGiven(act.db, act.now, opened.id, asker)])
