// What strangers can spend of the mails that the council's plan lets it send: never so much that none is left for people it knows.
import { type Limit, limitsOf } from './limit.ts'

const shareOf = (mailsPerDay: number, share: number): number => Math.max(1, Math.floor(mailsPerDay * share))

const ceiling = (key: string, mailsPerDay: number, hour: number, day: number): Limit[] =>
  limitsOf(key, [
    { most: shareOf(mailsPerDay, hour), minutes: 60 },
    { most: shareOf(mailsPerDay, day), minutes: 24 * 60 },
  ])

/** Shares of the plan in an hour and in a day. What is left is for known browsers, and for whatever else goes out. */
const ceilingShares = { unknown: [0.15, 0.4], known: [0.1, 0.3], passedOn: [0.02, 0.05] } as const

/**
 * How many mails go at most, all together: codes to addresses that nobody knows; codes to known ones in browsers that are not known; and
 * mail that strangers write to the sending address and that is passed on.
 *
 * @param mailsPerDay what the council's mail plan allows, by its setting
 */
export const ceilingsOf = (mailsPerDay: number): { unknown: Limit[]; known: Limit[]; passedOn: Limit[] } => ({
  unknown: ceiling('mail:unknown', mailsPerDay, ...ceilingShares.unknown),
  known: ceiling('mail:known', mailsPerDay, ...ceilingShares.known),
  passedOn: ceiling('mail:passed-on', mailsPerDay, ...ceilingShares.passedOn),
})
