// How long schools have to answer, when training is due soon, and which counts are too small to
// show. A report keeps the ones it was made final with.

export type Thresholds = {
  /** Working days in term, after the day on which a school was shown what is published. */
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
