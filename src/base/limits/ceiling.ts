// How much of the council's mail plan goes to sign-in codes and to mail passed on. Codes for those
// whom the council knows have a part of it that nothing else spends.
import { type Limit, limitsOf } from './limit.ts'

const shareOf = (mailsPerDay: number, share: number): number => Math.max(1, Math.floor(mailsPerDay * share))

/**
 * Parts of the day's mail, in an hour and in a day. All but those of the known come out of what all
 * mail shares (`sharedLimit`).
 */
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
 * The reserve for codes to addresses that the council knows. Its last half is for those to which
 * few have gone within the hour, so that asking for one again and again leaves others theirs.
 */
export const knownReserve = (mailsPerDay: number, few: boolean): Limit[] =>
  ceiling('known', mailsPerDay).map((limit) => (few ? limit : { ...limit, most: Math.ceil(limit.most / 2) }))

/**
 * What goes to addresses that the council does not know, in all and, if the wider network (a hash)
 * is known, for one: a tenth, or a few mails if that is more.
 */
export const strangersShare = (mailsPerDay: number, network: string | undefined): Limit[] => {
  const all = ceiling('strangers', mailsPerDay)
  if (network === undefined) return all
  const most = (limit: Limit): number => Math.max(Math.min(5, limit.most), Math.floor(limit.most / 10))
  return [...all, ...all.map((limit) => ({ ...limit, key: `${limit.key}:${network}`, most: most(limit) }))]
}

/** Limits on passing on mail that strangers write to the sending address. */
export const passedOnCeiling = (mailsPerDay: number): Limit[] => ceiling('passed-on', mailsPerDay)
