import type { Act } from '#base/act.ts'
import { workingDaysAfter } from '#base/council/working-day.ts'
import { instant, londonDay, londonInstant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { loggedAll } from '#base/log/store.ts'
import { openingOf } from './asked.ts'
import { areNotAsked, insertOpened, selectAsking, selectToAsk, updateAsked } from './asking-store.ts'

/** Job: once a day and soon after somebody has left. Notes the day it is due; sends nothing. */
export const askSchools = async (act: Act): Promise<boolean> => {
  const { db, now } = act
  const today = londonDay(now)
  const { isDue, terms, calendar } = await readNow(db, selectAsking(db, now))
  if (!isDue) return false
  const opening = openingOf(terms, today)
  const toAsk = selectToAsk(db, today)
  const [, ...answers] = await db.batch([insertOpened(act, opening, instant(londonInstant(opening, '00:00') ?? now)), ...toAsk.statements])
  const asked = toAsk.from(answers)
  const dueOn = workingDaysAfter(today, terms.dueDays, calendar, true)
  const result = await atomically(
    db,
    [
      areNotAsked(db, asked),
      ...updateAsked(act, asked, dueOn),
      loggedAll(
        act,
        asked.map(({ id, schoolId }) => ({ act: 'roles.asked', subject: ['school', schoolId], schoolId, after: { askingId: id, dueOn } })),
      ),
    ],
    // Two runs at once: the other has asked them, and what is left is looked for anew.
    { [guardBroken]: 'asked_already' } as const,
  )
  return !result.ok
}
