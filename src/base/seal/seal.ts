// The protected record: marks, sign-offs, imports, reports and certificates become entries of a log
// that is only added to, so that whoever kept a checkpoint sees a later change. An entry's hash is
// of 16 random bytes, the salt, and then the row as a JSON array in UTF-8 without blanks: its kind
// and the columns of `kind-store.ts` in their order, nothing that anybody typed; then, for each
// table of rows that came with it, their number and the root of their own tree.

export type SealKind = 'mark' | 'sign_off' | 'import' | 'report' | 'position' | 'final' | 'certificate' | 'certificate_end'

/** Entries per scheduled run, in so many batches. */
export const mostSealed = { together: 500, times: 4 }

/** `note`: as published. `signer`: the key to verify it with, '' when unsigned. */
export type Checkpoint = { day: string; size: number; root: string; note: string; signer: string; at: string }

/** `begun`: when the first entry was made. */
export type Overview = { entries: number; waiting: number; begun: string | null }
