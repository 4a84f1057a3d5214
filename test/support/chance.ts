/** Chance that repeats itself: the same seed draws the same. */
export const chance = (seed: number) => {
  let state = seed >>> 0
  const draw = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    is: (share: number): boolean => draw() < share,
    one: <T>(of: readonly T[]): T => of[Math.floor(draw() * of.length)] as T,
    shuffled: <T>(of: readonly T[]): T[] =>
      of
        .map((one) => ({ one, at: draw() }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one),
  }
}
