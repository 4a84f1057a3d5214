let clock = Date.parse('2026-03-02T09:00:00.000Z')

/** A new instant each time, one second later than the last, so that ids and order are distinct. */
export const tick = (): Date => {
  clock += 1000
  return new Date(clock)
}
