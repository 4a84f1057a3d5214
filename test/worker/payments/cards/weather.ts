// How webhooks can reach us: as they should, twice, in the wrong order, three days late, and never.
import { arrive, later, type Paying, sweep } from './paying.ts'

const days = (count: number): number => count * 24 * 60

export type Weather = { name: string; before: (paying: Paying) => Promise<void>; after: (paying: Paying) => Promise<void> }

/** Past one o'clock of the next night, and the minute's work is done. */
const night = async (paying: Paying): Promise<void> => {
  const now = await later(0, paying.twin)
  const next = new Date(now)
  next.setUTCHours(26, 30, 0, 0)
  await later(Math.ceil((next.getTime() - now.getTime()) / 60_000), paying.twin)
  await sweep(paying)
  // What the night found is acted on in the minute after it.
  await later(1, paying.twin)
  await sweep(paying)
}

export const weathers: readonly Weather[] = [
  {
    name: 'told as it happens',
    before: (paying) => paying.twin.desk('prompt'),
    after: async (paying) => void (await arrive(paying)),
  },
  {
    name: 'told twice',
    before: (paying) => paying.twin.desk('twice'),
    after: async (paying) => void (await arrive(paying)),
  },
  {
    name: 'told in the wrong order',
    before: (paying) => paying.twin.desk('reversed'),
    after: async (paying) => void (await arrive(paying)),
  },
  {
    name: 'told three days late',
    before: (paying) => paying.twin.desk('prompt', 3 * 86_400),
    after: async (paying) => {
      await later(days(3) + 5, paying.twin)
      await arrive(paying)
    },
  },
  // Each night everything that is not settled is looked at anew, and every event since the last night.
  {
    name: 'never told',
    before: (paying) => paying.twin.desk('drop'),
    after: night,
  },
]
