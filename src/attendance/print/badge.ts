// Badges: how many stand on a sheet, and how large a name is printed.
export const badgeSizes = ['8', '10', 'label'] as const
export type BadgeSize = (typeof badgeSizes)[number]

const perSheet: Record<BadgeSize, number> = { 8: 8, 10: 10, label: 1 }
export const mostBlank = 100

/** Points in which a name can be printed, largest first; each is a class of the stylesheet. */
const points = [26, 22, 18, 14, 11, 8] as const
type Points = (typeof points)[number]

/** How wide the name may be, in points, and how high beside everything else on the badge. */
const wide = 195
const high: Record<BadgeSize, number> = { 8: 62, 10: 34, label: 50 }
/** A letter of the bold type at one point, rather too wide than too narrow. */
const letter = 0.62

const fits = (name: string, size: number, room: number): boolean => {
  const perLine = Math.floor(wide / (size * letter))
  let lines = 1
  let used = 0
  for (const { length } of name.split(/(?<=[-\s])/)) {
    if (length > perLine) return false
    if (used + length > perLine) lines += 1
    used = used + length > perLine ? length : used + length
  }
  return lines * size * 1.15 <= room
}

/** The largest size at which the whole name fits its badge. The smallest breaks within words. */
export const sizeOf = (name: string, badge: BadgeSize): Points => points.find((size) => fits(name, size, high[badge])) ?? 8

/** In sheets, so that none is cut. */
export const inSheets = <T>(badges: readonly T[], size: BadgeSize): T[][] =>
  Array.from({ length: Math.ceil(badges.length / perSheet[size]) }, (_, n) => badges.slice(n * perSheet[size], (n + 1) * perSheet[size]))
