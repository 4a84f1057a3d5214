import fc from 'fast-check'

/** Says that something holds of whatever is drawn, as often as told or a hundred times. */
export const holdsFor = <T extends unknown[]>(
  drawn: readonly [...{ [At in keyof T]: fc.Arbitrary<T[At]> }],
  runs: { numRuns?: number; seed?: number },
  holds: (...of: T) => boolean | void,
): void =>
  fc.assert(
    fc.property(fc.tuple<T>(...drawn), (of) => holds(...of)),
    runs,
  )
