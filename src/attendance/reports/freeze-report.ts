import { notHeld, type Question, usualPeriod } from '#attendance/coverage/coverage.ts'
import { readReport } from '#attendance/coverage/store.ts'
import type { Act, Moment } from '#base/act.ts'
import { addDays, type Day, londonDay, londonInstant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { type Condition, selectWhichHold } from '#base/db/condition.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { frozenNumber, insertFrozen, isToFreeze } from './store.ts'

/**
 * Freezes what is known of a question now. The same form freezes once.
 * @returns its number; 'not_held' when nobody can have taken part yet
 */
export const freezeReport = async (act: Act, ask: { id: string; question: Question }): Promise<Result<number, 'not_held'>> => {
  if (notHeld(ask.question, londonDay(act.now))) return refuse('not_held')
  const { sources } = await readReport(act.db, ask.question, ['sector-kind'])
  await atomically(
    act.db,
    [
      ...insertFrozen(act, { ...ask, sources }),
      logged(act, { act: 'coverage.frozen', subject: ['frozen_report', ask.id], after: { question: ask.question } }),
    ],
    { 'FrozenReport.id': 'frozen_already', report_is_frozen: 'frozen_already' } as const,
  )
  // Sent twice, the first has frozen it.
  return ok(await frozenNumber(act.db, ask.id))
}

/** The last day of the month before, whose report is frozen by itself. */
const monthEnded = (today: Day): Day => addDays(`${today.slice(0, 8)}01`, -1)

const monthId = (last: Day): string => `month ${last.slice(0, 7)}`

/** Once the service was in use before the month ended. */
export const monthToFreezeDue = ({ now }: Pick<Moment, 'now'>): Condition[] => [
  isToFreeze(monthId(monthEnded(londonDay(now))), londonInstant(`${londonDay(now).slice(0, 8)}01`, '00:00') ?? now),
]

/** Job: freezes the two years to the end of last month, all topics, once. */
export const freezeMonth = async (act: Act): Promise<boolean> => {
  const { held } = await readNow(act.db, selectWhichHold(act.db, monthToFreezeDue(act)))
  if (!held[0]) return false
  const last = monthEnded(londonDay(act.now))
  const question: Question = { laCodes: act.laCodes, on: last, ...usualPeriod(last), topic: undefined, event: undefined }
  await freezeReport(act, { id: monthId(last), question })
  return false
}
