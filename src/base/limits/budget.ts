// What one account, network or address may do within so many minutes. How the mail that somebody
// causes shares the council's plan stands in messages/outbox/mail-plan.ts.

/** Times that a place may pass to another person in a day. */
export const handsMost = 6

/** Wrong price codes that somebody may try. */
export const wrongCodesMost = { hour: 10, day: 30, networkHour: 30, networkDay: 100 } as const

/** Numbers of certificates that do not exist, asked for from one network. */
export const wrongNumbersMost = { networkHour: 60, networkDay: 300 } as const
