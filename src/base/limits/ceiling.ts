// What strangers can spend of the mails that the council's plan lets it send: never so much that none is left for people it knows.
import { type Limit, limitsOf } from './limit.ts'

const shareOf = (mailsPerDay: number, share: number): number => Math.max(1, Math.floor(mailsPerDay * share))

const ceiling = (key: string, mailsPerDay: number, hour: number, day: number): Limit[] =>
  limitsOf(key, [
    { most: shareOf(mailsPerDay, hour), minutes: 60 },
    { most: shareOf(mailsPerDay, day), minutes: 24 * 60 },
  ])

/** What an address is to the council: of one of its people, of a school's contact, of somebody with a role at a school or a place, or of nobody it knows. */
export const standings = ['staff', 'contact', 'known', 'unknown'] as const

/** Shares of the plan in an hour and in a day. What is left is for known browsers, and for whatever else goes out. */
const ceilingShares = { staff: [0.05, 0.1], contact: [0.08, 0.1], known: [0.1, 0.15], unknown: [0.15, 0.35] } as const

/** What one wider network can spend of a share: a tenth, but a few in any case. */
const networkShare = (limit: Limit, network: string): Limit => ({
  ...limit,
  key: `${limit.key}:${network}`,
  most: Math.max(Math.min(5, limit.most), Math.floor(limit.most / 10)),
})

/**
 * How many codes go at most to browsers that are not known, all together and to one wider network, for each standing of the address: so that
 * nobody who asks for invented addresses, or for many, spends what those have whom the council knows better.
 *
 * @param mailsPerDay what the council's mail plan allows, by its setting
 * @param network a hash of the wider network that asks; undefined when nobody says
 */
export const codeCeilings = (mailsPerDay: number, network: string | undefined): Record<(typeof standings)[number], Limit[]> => {
  const of = (standing: (typeof standings)[number]): Limit[] => {
    const [hour, day] = ceilingShares[standing]
    const all = ceiling(`mail:${standing}`, mailsPerDay, hour, day)
    return network === undefined ? all : [...all, ...all.map((limit) => networkShare(limit, network))]
  }
  return { staff: of('staff'), contact: of('contact'), known: of('known'), unknown: of('unknown') }
}

/** How much mail that strangers write to the sending address is passed on at most. */
export const passedOnCeiling = (mailsPerDay: number): Limit[] => ceiling('mail:passed-on', mailsPerDay, 0.02, 0.05)
