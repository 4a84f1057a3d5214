// Shares of the mail plan for sign-in codes and for mail passed on. Codes to people the council
// knows have a part that nothing else uses.
import { type Limit, limitsOf } from './limit.ts'

const shareOf = (mailsPerDay: number, share: number): number => Math.max(1, Math.floor(mailsPerDay * share))

/** All but those to people the council knows come out of `sharedLimit`. */
const shares = {
  known: { hour: 0.3, day: 0.4 },
  strangers: { hour: 0.15, day: 0.35 },
  'passed-on': { hour: 0.02, day: 0.05 },
} as const

const ceiling = (of: keyof typeof shares, mailsPerDay: number): Limit[] =>
  limitsOf(`mail:${of}`, [
    { most: shareOf(mailsPerDay, shares[of].hour), minutes: 60 },
    { most: shareOf(mailsPerDay, shares[of].day), minutes: 24 * 60 },
  ])

/** Codes within an hour up to which an address has the whole reserve. */
export const fewInAnHour = 3

/**
 * Reserve for codes to people the council knows. Its second half is only for addresses with `few`
 * in the hour, so that one who asks again and again leaves enough for others.
 */
export const knownReserve = (mailsPerDay: number, few: boolean): Limit[] =>
  ceiling('known', mailsPerDay).map((limit) => (few ? limit : { ...limit, most: Math.ceil(limit.most / 2) }))

/** Codes to strangers, in all and per wider network (a hash): a tenth, or a few mails. */
export const strangersShare = (mailsPerDay: number, network: string | undefined): Limit[] => {
  const all = ceiling('strangers', mailsPerDay)
  if (network === undefined) return all
  const most = (limit: Limit): number => Math.max(Math.min(5, limit.most), Math.floor(limit.most / 10))
  return [...all, ...all.map((limit) => ({ ...limit, key: `${limit.key}:${network}`, most: most(limit) }))]
}

/** For mail that strangers write to the sending address. */
export const passedOnCeiling = (mailsPerDay: number): Limit[] => ceiling('passed-on', mailsPerDay)
