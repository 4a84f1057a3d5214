import { notHeld, type Question, usualPeriod } from '#attendance/coverage/coverage.ts'
import { readReport } from '#attendance/coverage/store.ts'
import type { Act, Moment } from '#base/act.ts'
import { addDays, type Day, londonDay, londonInstant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { type Condition, selectWhichHold } from '#base/db/condition.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { frozenAs, frozenNumber, insertFrozen, isLogEnd, isToFreeze, selectLogEnd } from './store.ts'

/** While others go on writing, as at a door; each takes a moment. */
export const mostTries = 12

type NotFrozen = 'not_held' | 'goes_on_changing' | 'saved_otherwise'

/**
 * Freezes what is known of a question now; what changes while it is read is read again.
 * @returns its number, also to the same form again; 'not_held': nobody can have taken part yet;
 *   'saved_otherwise': the form has frozen another question
 */
export const freezeReport = async (act: Act, ask: { id: string; question: Question }): Promise<Result<number, NotFrozen>> => {
  if (notHeld(ask.question, londonDay(act.now))) return refuse('not_held')
  for (let tries = 1; ; tries += 1) {
    const end = await readNow(act.db, selectLogEnd(act.db))
    const { sources } = await readReport(act.db, ask.question, ['sector-kind'])
    const result = await atomically(
      act.db,
      [
        isLogEnd(act.db, end),
        ...insertFrozen(act, { ...ask, sources }),
        logged(act, { act: 'coverage.frozen', subject: ['frozen_report', ask.id], after: { question: ask.question } }),
      ],
      { [guardBroken]: 'goes_on_changing', 'FrozenReport.id': 'frozen_already', report_is_frozen: 'frozen_already' } as const,
    )
    if (result.ok) return ok(await frozenNumber(act.db, ask.id))
    // Sent twice, the first has frozen it.
    const stored = await frozenAs(act.db, ask.id, ask)
    if (stored !== undefined) return stored === 'same' ? ok(await frozenNumber(act.db, ask.id)) : refuse('saved_otherwise')
    if (tries === mostTries) return refuse('goes_on_changing')
  }
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
