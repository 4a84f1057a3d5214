import {
  deleteSessionToMark,
  insertMarksOfArrivals,
  nobodyLeftSince,
  selectSessionsToMark,
  selectUnmarked,
} from '#attendance/attendance/arrival-store.ts'
import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { markFor } from './arrival-mark.ts'

/** Job: marks those who arrived before a session began, once it has. */
export const followArrivals = async (act: Act): Promise<boolean> => {
  for (const { sessionId, eventId } of await readNow(act.db, selectSessionsToMark(act.db, act.now))) {
    const { session, people, said } = await readNow(act.db, selectUnmarked(act.db, sessionId))
    const saidOf = Map.groupBy(said, ({ key }) => key)
    const marks = session
      ? people.flatMap(({ key, rowId, kind }) => {
          const unmarked = { ...session, sessionId, rowId, markId: null, markType: null, source: null }
          return markFor(act.now, kind, unmarked, saidOf.get(key) ?? []) ?? []
        })
      : []
    const last = said.at(-1)?.number ?? 0
    // Refused where somebody was renamed or called off meanwhile: it is done a minute later.
    await atomically(
      act.db,
      [
        nobodyLeftSince(act.db, eventId, last),
        ...(marks.length > 0
          ? [
              insertMarksOfArrivals(act, marks),
              logged(act, { act: 'arrivals.marked', subject: ['session', sessionId], eventId, after: { marks: marks.length } }),
            ]
          : []),
        deleteSessionToMark(act.db, sessionId, last),
      ],
      {
        [guardBroken]: 'changed',
        session_called_off: 'changed',
        not_on_this_register: 'changed',
        register_is_signed: 'changed',
        place_not_named: 'changed',
      },
    )
  }
  return false
}
