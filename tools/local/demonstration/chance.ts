// Repeatable pseudo-random numbers, so that the demonstration is the same everywhere.

export type Chance = {
  /** From 0 up to but not including 1. */
  next: () => number
  /** A whole number from `low` to `high`, both included. */
  between: (low: number, high: number) => number
  /** True with this probability. */
  happens: (share: number) => boolean
  pick: <T>(from: readonly T[]) => T
  shuffled: <T>(from: readonly T[]) => T[]
}

export const chanceOf = (seed: string): Chance => {
  let state = [...seed].reduce((sum, letter) => Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 16_777_619), 2_166_136_261)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[Math.floor(next() * from.length)]
    if (picked === undefined) throw new Error('Nothing to pick from')
    return picked
  }
  return {
    next,
    between,
    happens: (share) => next() < share,
    pick,
    shuffled: (from) => {
      const all = [...from]
      for (let n = all.length - 1; n > 0; n -= 1) {
        const other = between(0, n)
        ;[all[n], all[other]] = [all[other] as (typeof all)[number], all[n] as (typeof all)[number]]
      }
      return all
    },
  }
}
