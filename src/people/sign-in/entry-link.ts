// Before mail works, whoever deploys the service signs in by a link that a command prints: a
// sign-in code without typing. Its token is the secret, stored as a hash, for one use within 15
// minutes.

export const entryMinutes = 15

/** Stands for the six digits. */
export const entryCode = 'by a link'

export const entryPath = (token: string): string => `/enter/${token}`
