import type { Act } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { insert } from '#base/db/write.ts'
import type { Telling } from './need.ts'

// Minutes: repeating a word within a day notifies nobody, and a school gets only a few changes of
// mind.
const pauseMinutes = 24 * 60
const mostADay = 4

// Each message about a place has its own link: ?1 is any of them.
const statements = `DelegateStatement w JOIN PlaceLink k ON k.id = w.linkId JOIN PlaceLink l ON l.placeId = k.placeId AND l.personId = k.personId
  WHERE l.id = ?1 AND k.endedAt IS NULL AND w.saidAt > ?3`

/** Guard: not as their last word within a day, and not one change of mind too many. */
export const saysSomethingNew = (act: Act, linkId: string, statement: Telling): SqlStatement =>
  guard(
    act.db,
    `(SELECT COUNT(*) FROM ${statements}) < ${mostADay} AND ?2 IS NOT (SELECT w.statement FROM ${statements} ORDER BY w.rowid DESC LIMIT 1)`,
    linkId,
    statement,
    instant(addMinutes(act.now, -pauseMinutes)),
  )

export const insertWord = (act: Act, id: string, linkId: string, statement: Telling): SqlStatement =>
  insert(act.db, 'DelegateStatement', { id, linkId, statement, saidAt: instant(act.now) })
