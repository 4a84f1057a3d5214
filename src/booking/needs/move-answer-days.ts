import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { londonDay } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { answerByOf } from './access.ts'
import { mostMoved, saveMoved, selectMoved } from './access-store.ts'

/** Job: an answer about access is due by a day that hangs on the event's first, which has moved. */
export const moveAnswerDays = async (act: Act): Promise<boolean> => {
  const { moved, calendar } = await readTogether(act.db, { moved: selectMoved(act.db), calendar: selectCalendar(act.db) })
  if (moved.length === 0) return false
  await atomically(
    act.db,
    moved.map(({ placeId, answerBy, accessAt, startsAt }) => {
      const by = startsAt === null ? answerBy : answerByOf(londonDay(accessAt), londonDay(startsAt), calendar)
      return saveMoved(act.db, { placeId, accessAt, startsAt }, by)
    }),
    {},
  )
  return moved.length === mostMoved
}
