// How much of the council's mail allowance strangers can use up. Some is always left for people it
// knows.
import { type Limit, limitsOf } from './limit.ts'

const shareOf = (mailsPerDay: number, share: number): number => Math.max(1, Math.floor(mailsPerDay * share))

const ceiling = (key: string, mailsPerDay: number, hour: number, day: number): Limit[] =>
  limitsOf(key, [
    { most: shareOf(mailsPerDay, hour), minutes: 60 },
    { most: shareOf(mailsPerDay, day), minutes: 24 * 60 },
  ])

/**
 * What the council knows about an address: staff, a school's contact, somebody with a role or a
 * place, or nothing.
 */
export const standings = ['staff', 'contact', 'known', 'unknown'] as const

/**
 * Shares of the day's mail: [in an hour, in a day]. The rest is for known browsers and other mail.
 */
const ceilingShares = { staff: [0.05, 0.1], contact: [0.08, 0.1], known: [0.1, 0.15], unknown: [0.15, 0.35] } as const

/** One wider network may use a tenth of a share, or a few mails if that is more. */
const networkShare = (limit: Limit, network: string): Limit => ({
  ...limit,
  key: `${limit.key}:${network}`,
  most: Math.max(Math.min(5, limit.most), Math.floor(limit.most / 10)),
})

/**
 * How many codes may go to unknown browsers, in all and for one wider network (a hash, if known),
 * by what is known of the address, so that inventing addresses does not use up others' codes.
 */
export const codeCeilings = (mailsPerDay: number, network: string | undefined): Record<(typeof standings)[number], Limit[]> => {
  const of = (standing: (typeof standings)[number]): Limit[] => {
    const [hour, day] = ceilingShares[standing]
    const all = ceiling(`mail:${standing}`, mailsPerDay, hour, day)
    return network === undefined ? all : [...all, ...all.map((limit) => networkShare(limit, network))]
  }
  return { staff: of('staff'), contact: of('contact'), known: of('known'), unknown: of('unknown') }
}

/** Limits on passing on mail that strangers write to the sending address. */
export const passedOnCeiling = (mailsPerDay: number): Limit[] => ceiling('mail:passed-on', mailsPerDay, 0.02, 0.05)
