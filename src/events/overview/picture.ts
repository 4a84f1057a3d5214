// What the pictures of an event show: how its places were booked, and when people arrived.

/** Confirmed places by how many weeks before the day they were booked. */
export type BookedRow = { weeks: number; n: number; isEarlier: number; earlierCode: string | null }
export type WeekBooked = { weeks: number; booked: number | undefined; earlier: number | undefined }

/** As the store counts them: what was booked longer ago is in this week. */
export const mostWeeks = 26

/**
 * How many places were booked so many weeks before the day, the earliest week first.
 * @param weeksLeft until the day; 0 from then on
 */
export const bookedByWeek = (rows: readonly BookedRow[], weeksLeft: number): WeekBooked[] => {
  const first = Math.max(...rows.map(({ weeks }) => weeks), 0)
  const upTo = (week: number, isEarlier: number): number =>
    rows.filter((row) => row.isEarlier === isEarlier && row.weeks >= week).reduce((sum, { n }) => sum + n, 0)
  const hasEarlier = rows.some(({ isEarlier }) => isEarlier === 1)
  return Array.from({ length: first + 1 }, (_, n) => first - n)
    .map((weeks) => ({
      weeks,
      booked: weeks < weeksLeft ? undefined : upTo(weeks, 0),
      earlier: hasEarlier ? upTo(weeks, 1) : undefined,
    }))
    .filter(({ booked, earlier }) => booked !== undefined || earlier !== undefined)
}

/** In five minutes: `slot` counts them since 1970. */
export type Arrived = { slot: number; n: number }

export const slotLength = 5 * 60_000

/** From the first to the last arrival, also when nobody came. */
export const arrivedBySlot = (rows: readonly Arrived[]): Arrived[] => {
  const [from, to] = [rows[0]?.slot ?? 0, rows.at(-1)?.slot ?? -1]
  const counts = new Map(rows.map(({ slot, n }) => [slot, n]))
  return Array.from({ length: to - from + 1 }, (_, at) => ({ slot: from + at, n: counts.get(from + at) ?? 0 }))
}
