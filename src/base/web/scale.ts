// Where things stand in a picture. Left to right everything is in per cent of its width, so that
// words keep their size on a phone.

/** Where a value is between two others, in per cent, with room at both ends for words. */
export const across = (value: number, from: number, to: number, room = 7): number =>
  Math.round((to === from ? 50 : room + ((100 - 2 * room) * (value - from)) / (to - from)) * 10) / 10

/** Round numbers from 0 up to the highest: 0, 50, 100 of 116. */
export const stepsTo = (highest: number, most = 4): number[] => {
  const least = Math.max(highest, 1) / most
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(least)))
  const step = [1, 2, 5, 10].map((n) => n * unit).find((one) => one >= least) ?? least
  return Array.from({ length: Math.floor(highest / step) + 1 }, (_, n) => n * step)
}

/** Those that leave room to the next one; the last stays, and others give way to it. */
export const withRoom = <T extends { at: number }>(labels: readonly T[], room: number): T[] =>
  labels.reduceRight<T[]>((kept, one) => (kept[0] && kept[0].at - one.at < room ? kept : [one, ...kept]), [])

type Box = { x: number; y: number; wide: number; high: number }

/** Boxes around their middles. */
export const overlap = (a: Box, b: Box): boolean => Math.abs(a.x - b.x) * 2 < a.wide + b.wide && Math.abs(a.y - b.y) * 2 < a.high + b.high

/** Without those that overlap an earlier one. */
export const withoutOverlap = <T extends Box>(boxes: readonly T[]): T[] =>
  boxes.reduce<T[]>((kept, one) => (kept.some((other) => overlap(one, other)) ? kept : [...kept, one]), [])
