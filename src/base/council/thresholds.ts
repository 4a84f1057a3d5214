// How long schools have to answer to what a report says of them, how early a training is due soon,
// and which counts are too small to be shown. The council sets them; a report keeps those that it
// was frozen with.

export type Thresholds = {
  /** Working days in term, not counting the day on which a school was shown its line. */
  replyDays: number
  /** Days before a training runs out in which it is due soon. */
  dueSoonDays: number
  /** The smallest count that is shown to whoever sees no schools. It only rises. */
  smallest: number
}

export const usualThresholds: Thresholds = { replyDays: 10, dueSoonDays: 90, smallest: 5 }

/** The least and the most that each may be, as in the database. */
export const limits: Record<keyof Thresholds, readonly [least: number, most: number]> = {
  replyDays: [10, 30],
  dueSoonDays: [30, 180],
  smallest: [5, 20],
}
