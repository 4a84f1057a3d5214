// How long schools have to answer, when training is due soon, and which counts are too small to
// show. A report keeps the ones it was made final with.
import { usualOf, type ValuesOf, whole } from '#base/setting.ts'

/** The limits as in the database. @param least the smallest count now: it only rises */
export const thresholdSettings = (least = 5) => ({
  /** In term. */
  replyDays: whole('School working days to answer about a report', {
    from: 10,
    to: 30,
    usual: 10,
    needed: true,
    hint: 'Without the day on which a school is shown it. 10 to 30.',
  }),
  dueSoonDays: whole('Days in which a training is due soon', {
    from: 30,
    to: 180,
    usual: 90,
    needed: true,
    hint: 'Days before the last day in date. From 30 to 180.',
  }),
  smallest: whole('Smallest count that is shown to people who see no schools', {
    from: least,
    to: 20,
    usual: 5,
    needed: true,
    hint: `It can be raised and never lowered. From ${least} to 20.`,
  }),
})

export type Thresholds = ValuesOf<ReturnType<typeof thresholdSettings>>

export const usualThresholds: Thresholds = usualOf(thresholdSettings())
