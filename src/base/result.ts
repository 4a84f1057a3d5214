/**
 * What a person can do something about is returned, not thrown: a word that a view makes a sentence
 * of.
 */
export type Result<T, R extends string> = { ok: true; value: T } | { ok: false; reason: R }

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })

export const refuse = <R extends string>(reason: R): { ok: false; reason: R } => ({ ok: false, reason })
