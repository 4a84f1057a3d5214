// What one account, network or address may do within so many minutes. How the mail that somebody
// causes shares the council's plan stands in messages/outbox/mail-plan.ts.

/**
 * Bytes of annual returns in a day, with what the database needs beside each entry. A form of 180
 * questions with a paragraph each is 450 kB; somebody at a trust types for ten schools.
 */
export const typedMost = { audit: 1_000_000, school: 1_500_000, account: 5_000_000, entry: 1500 } as const

/** What the holder of a link may do in a day, where the log does not name what it is of. */
export const linkMost = { needs: 20, certificate: 30, feed: 20 } as const

/** Days of budgets end at midnight UTC. */
export const sayTooMuchToday =
  'It is more than we save for one person, school or audit in a day. You can go on after 1am tomorrow, or ask the council to do it for you.'

/** Times that a place may pass to another person in a day. */
export const handsMost = 6

/** Links to the answer that one account sends in 24 hours. */
export const answerLinksMost = 50

/** Wrong price codes that somebody may try. */
export const wrongCodesMost = { hour: 10, day: 30, networkHour: 30, networkDay: 100 } as const

/** Numbers of certificates that do not exist, asked for from one network. */
export const wrongNumbersMost = { networkHour: 60, networkDay: 300 } as const
