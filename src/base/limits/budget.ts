// What one account, network or address may do in a period. Mail: messages/outbox/mail-plan.ts.

/**
 * Bytes of audits in a day. A form of 180 questions with a paragraph each is 450 kB; somebody at
 * a trust fills it in for ten schools.
 */
export const typedMost = { audit: 1_000_000, school: 1_500_000, account: 5_000_000, entry: 1500 } as const

/** Per link and day, where the log does not name its subject. */
export const linkMost = { needs: 20, certificate: 30, feed: 20 } as const

/** Days of budgets end at midnight UTC. */
export const sayTooMuchToday =
  'It is more than we save for one person, school or audit in a day. You can go on after 1am tomorrow, or ask the council to do it for you.'

/** Changes of a place's person in a day. */
export const handsMost = 6

/** Per account in 24 hours. */
export const answerLinksMost = 50

/** Complaints by the public form, in a day: for one address, from one network, in all. */
export const complaintsMost = { address: 3, network: 10, all: 100 } as const

/** Wrong price codes. */
export const wrongCodesMost = { hour: 10, day: 30, networkHour: 30, networkDay: 100 } as const

/** Unknown certificate numbers, per network. */
export const wrongNumbersMost = { networkHour: 60, networkDay: 300 } as const
