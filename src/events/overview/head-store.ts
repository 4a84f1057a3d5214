import { instant } from '#base/dates.ts'
import { mapped, one, type Read, together } from '#base/db/read.ts'
import { undelivered } from '#events/events/list-store.ts'
import { listedEvents, listedRow, takenAt } from '#events/events/store.ts'
import { moneyKinds } from '#money/ledger/store.ts'
import type { EventHead, HeadFigures } from './event-tab.ts'

export const selectEventHead = (db: SqlDatabase, code: string, now: Date): Read<EventHead | undefined> =>
  mapped(
    together({
      events: listedEvents(db.prepare(`${listedRow} WHERE e.code = ?2`).bind(instant(now), code.toUpperCase())),
      figures: one<HeadFigures>(
        db
          .prepare(
            `SELECT (SELECT COUNT(DISTINCT s.rootId) FROM Place p JOIN School s ON s.id = p.schoolId
                 WHERE p.eventId = e.id AND p.state = 'confirmed' AND ${takenAt('p')}) AS schools,
               (SELECT COUNT(*) FROM Message m WHERE m.eventId = e.id AND ${undelivered}) AS undelivered,
               (SELECT TOTAL(l.pence + l.vatPence) FROM LedgerLine l WHERE l.eventId = e.id) AS owed,
               (SELECT TOTAL(IIF(l.kind IN ${moneyKinds}, -l.pence, 0)) FROM LedgerLine l WHERE l.eventId = e.id) AS paid
             FROM Event e WHERE e.code = ?2`,
          )
          .bind(instant(now), code.toUpperCase()),
      ),
    }),
    ({ events: [event], figures }) => event && figures && { event, ...figures },
  )
