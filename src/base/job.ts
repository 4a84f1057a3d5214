import type { Act } from './act.ts'

/** Does what is due at `act.now`, and says whether it left anything to be sent. */
export type Job = (act: Act) => Promise<boolean>
