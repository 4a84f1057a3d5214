// SQL of the lists of registers. Of what the actor may not take nothing is returned.

import type { Act } from '#base/act.ts'
import { addDays, instant, londonDay, midnight } from '#base/dates.ts'
import { type Rows, selectRows, selectSlice } from '#base/db/list-rows.ts'
import { type Read, together } from '#base/db/read.ts'
import { replacedAt } from '#booking/needs/store.ts'
import { type ListGroup, type RegisterInList, type RegisterLists, takesAllRegisters } from './register.ts'

/** SQL: confirmed places and walk-ins of a session. */
const expectedAt = (sessionId: string): string =>
  `(SELECT COUNT(*) FROM PlaceSession ps JOIN Place p ON p.id = ps.placeId WHERE ps.sessionId = ${sessionId} AND p.state = 'confirmed'
     AND (NOT ${replacedAt('p.id')} OR EXISTS (SELECT 1 FROM CurrentMark m WHERE m.placeId = p.id AND m.sessionId = ps.sessionId)))
   + (SELECT COUNT(*) FROM WalkIn w WHERE w.sessionId = ${sessionId})`

/** SQL, by the days of London: ?2 and ?3 are when today begins and ends. */
const inGroup: Record<ListGroup, string> = {
  today: 'r.id IS NULL AND s.startsAt < ?3 AND s.endsAt >= ?2',
  to_sign: 'r.id IS NULL AND s.endsAt < ?2',
  coming: 'r.id IS NULL AND s.startsAt >= ?3',
  signed: 'r.id IS NOT NULL',
}

const whose = 'JOIN Event e ON e.id = s.eventId LEFT JOIN RegisterSignOff r ON r.sessionId = s.id'
const venue = 'IIF(s.venueId IS NULL, e.venueName, s.venueName)'

/**
 * The actor's registers, called-off ones until their end. A helper who came by a link has those of
 * its day alone.
 */
export const registersOf = (
  { actor, now }: Act,
  { group, q = '', size = 25 }: { group: ListGroup; q?: string; size?: number },
): Rows<RegisterInList, Omit<RegisterInList, 'isCancelled'> & { isCancelled: number }> => {
  const [today, { helperOn }] = [londonDay(now), actor]
  const day = helperOn === undefined ? ['', 'x'] : [midnight(helperOn), midnight(addDays(helperOn, 1))]
  const words = q.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8)
  const found = words.map((_, n) => ` AND instr(lower(e.title || ' ' || s.title || ' ' || e.code || ' ' || ${venue}), ?${n + 7})`)
  return {
    sql: `SELECT s.id, s.startsAt FROM Session s ${whose}
      WHERE e.state <> 'draft' AND (?1 IS NULL OR s.eventId IN (SELECT value FROM json_each(?1))) AND ${inGroup[group]}
        AND (s.calledOffAt IS NULL OR s.endsAt > ?4) AND s.startsAt >= ?5 AND s.startsAt < ?6
        AND (e.state <> 'cancelled' OR EXISTS (SELECT 1 FROM Mark m WHERE m.sessionId = s.id))${found.join('')}`,
    values: [
      takesAllRegisters(actor) ? null : JSON.stringify(actor.doorEventIds),
      midnight(today),
      midnight(addDays(today, 1)),
      instant(now),
      ...day,
      ...words,
    ],
    by: group === 'signed' ? ['startsAt DESC', 'id DESC'] : ['startsAt', 'id'],
    shown: `SELECT s.id, e.code, e.title AS eventTitle, s.title, s.position, s.startsAt, s.endsAt, e.state = 'cancelled' AS isCancelled,
        ${venue} AS venueName, r.signedAt, s.calledOffAt, (SELECT COUNT(*) FROM Session o WHERE o.eventId = s.eventId) AS sessions,
        IIF(r.id IS NULL, ${expectedAt('s.id')}, NULL) AS expected,
        IIF(r.id IS NULL, (SELECT COUNT(*) FROM CurrentMark m LEFT JOIN Place p ON p.id = m.placeId
          WHERE m.sessionId = s.id AND (p.id IS NULL OR p.state = 'confirmed')), r.attended + r.part + r.absent + r.apologies) AS marked
      FROM page CROSS JOIN Session s ON s.id = page.id ${whose}`,
    size,
    made: (row) => ({ ...row, isCancelled: row.isCancelled === 1 }),
  }
}

/** What there is to check in today, the first to sign off, and what comes next. */
export const selectRegisters = (act: Act): Read<RegisterLists> =>
  together({
    today: selectRows(act.db, registersOf(act, { group: 'today' })),
    toSign: selectSlice(act.db, registersOf(act, { group: 'to_sign', size: 10 }), {}),
    coming: selectSlice(act.db, registersOf(act, { group: 'coming', size: 3 }), {}),
  })
