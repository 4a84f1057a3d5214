import { selectLinkRules } from '#attendance/links/store.ts'
import { selectAhead } from '#attendance/requirements/coming-store.ts'
import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { all, each, mapped, type Read, together } from '#base/db/read.ts'
import { pricedDay } from '#booking/bookings/pricing.ts'
import type { DueRequest } from '#booking/requests/request-store.ts'
import { selectPayerGroundsOn } from '#money/payers/store.ts'
import { selectTermsAhead } from '#money/terms/store.ts'
import { selectKnown } from '#people/people/spelling-store.ts'
import type { AskedGround, Going } from './asked.ts'

/** Who of these schools (roots) has a place at these events. */
const selectGoing = (db: SqlDatabase, rootIds: readonly string[], eventIds: readonly string[]): Read<Going[]> =>
  all<Going>(
    db
      .prepare(
        `SELECT m.rootId, p.eventId, n.name FROM json_each(?1) j CROSS JOIN School m ON m.rootId = j.value
           CROSS JOIN Place p ON p.schoolId = m.id AND p.state = 'confirmed' LEFT JOIN Person n ON n.id = p.personId
         WHERE p.eventId IN (SELECT value FROM json_each(?2)) ORDER BY n.name IS NULL, n.name, p.id LIMIT 500`,
      )
      .bind(JSON.stringify(rootIds), JSON.stringify(eventIds)),
  )

/** What the answer to these requests is decided on, in one round trip. */
export const selectAskedGround = (act: Act, requests: readonly DueRequest[]): Read<AskedGround> => {
  const { db, now, laCodes, actor } = act
  const bySchool = [...Map.groupBy(requests, ({ schoolId }) => schoolId)]
  const rootIds = bySchool.map(([id]) => id)
  const days = requests.map(({ startsAt, schoolId: rootId }) => ({
    rootId,
    day: pricedDay({ sessions: startsAt ? [{ startsAt }] : [] }, now),
  }))
  return mapped(
    together({
      coming: selectAhead(db, { rootIds, now, laCodes, seer: 'school' }),
      known: each(
        bySchool.map(([schoolId, own]) => {
          const emails = own.flatMap(({ typed }) => typed.delegates.map(({ email }) => email))
          return selectKnown(db, now, { schoolId, emails: [...new Set(emails)].filter(Boolean) })
        }),
      ),
      going: selectGoing(
        db,
        rootIds,
        requests.map(({ eventId }) => eventId),
      ),
      payers: selectPayerGroundsOn(act, days),
      terms: selectTermsAhead(db, now),
      calendar: selectCalendar(db),
      rules: selectLinkRules(db, actor.accountId ?? '', rootIds),
    }),
    ({ coming, known, ...ground }) => ({
      ...ground,
      events: coming.events,
      aheadOf: coming.of,
      knownAt: (rootId) => known[rootIds.indexOf(rootId)] ?? [],
    }),
  )
}
