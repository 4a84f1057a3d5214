/** What a person can act on is returned, not thrown: `{ ok: false, reason }` with one word that a view turns into a sentence. */
export type Result<T, R extends string> = { ok: true; value: T } | { ok: false; reason: R }

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })

export const refuse = <R extends string>(reason: R): { ok: false; reason: R } => ({ ok: false, reason })
