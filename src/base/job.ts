import type { Act } from './act.ts'

/** Does what is due at `act.now`, and returns whether there is mail to send afterwards. */
export type Job = (act: Act) => Promise<boolean>
