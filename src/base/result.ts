/** For problems a person can solve: returned, not thrown; a view turns the word into a sentence. */
export type Result<T, R extends string> = { ok: true; value: T } | { ok: false; reason: R }

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })

export const refuse = <R extends string>(reason: R): { ok: false; reason: R } => ({ ok: false, reason })
