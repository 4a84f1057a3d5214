import { atField, type Refusal } from '#base/web/press.tsx'
import type { EnterCodeReason } from '../enter-code.ts'
import { codeMinutes } from '../sign-in.ts'

export const codeNotSent = 'We could not send the code. Try again in a few minutes'

const enterCodeRefusals: Record<EnterCodeReason, string> = {
  other_browser: 'This browser has not asked for a code. Ask for one here, and type it into the same browser',
  wrong_code: 'That code did not work. Check the most recent message and try again',
  no_tries_left: 'That code has been tried too often. Ask for another one',
  code_run_out: `That code has run out: it works for ${codeMinutes} minutes. Ask for another one`,
  code_used: 'That code has been used. Ask for another one',
}

/** The same, at the field of the code. */
export const codeRefusals: Record<EnterCodeReason, Refusal> = {
  ...atField('code', enterCodeRefusals),
  wrong_code: { field: 'code', says: enterCodeRefusals.wrong_code, status: 422 },
}
