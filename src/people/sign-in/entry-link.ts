// Where no mail leaves yet, whoever deploys the service enters it by a link that a command prints. It is a sign-in code in which nothing is typed:
// its token is the secret, kept as a hash, good for one sign-in within a quarter of an hour.

export const entryMinutes = 15

/** What stands for the six digits. */
export const entryCode = 'by a link'

export const entryPath = (token: string): string => `/enter/${token}`
