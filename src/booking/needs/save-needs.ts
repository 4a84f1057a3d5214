import { type Act, nobody } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { instant, londonDay } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { linkMost } from '#base/limits/budget.ts'
import { spendingToday } from '#base/limits/spend-budget.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { firstStart, lastEnd } from '#events/events/event.ts'
import { answerByOf } from './access.ts'
import { isNothing, type Needs, type SaveRefusal } from './need.ts'
import type { OwnPlace } from './own-place.ts'
import { replaceNeeds } from './store.ts'

/**
 * Replaces a delegate's needs; only their own page calls this. The log names the event alone,
 * because even having needs is private.
 * @returns 'link_ended' when the place was cancelled or swapped meanwhile; nothing is stored
 */
export const saveNeeds = async (act: Act, own: OwnPlace, needs: Needs): Promise<Result<'saved' | 'deleted', SaveRefusal>> => {
  const deletes = isNothing(needs)
  if (deletes && !own.hasNeeds) return ok('deleted')
  if (!deletes && (own.event.state === 'cancelled' || (lastEnd(own.event) ?? '') <= instant(act.now))) return refuse('event_over')
  const { placeId, personId, event } = own
  const calendar = await readNow(act.db, selectCalendar(act.db))
  const answerBy = answerByOf(londonDay(act.now), londonDay(firstStart(event) ?? instant(act.now)), calendar)
  const result = await atomically<SaveRefusal>(
    act.db,
    [
      ...replaceNeeds(act, { placeId, personId, eventId: event.id }, needs, answerBy),
      ...(deletes ? [] : spendingToday(act, [{ key: `needs:${placeId}`, most: linkMost.needs }])),
      // The link acts, whoever is signed in on this browser.
      logged(
        { ...act, actor: nobody },
        { act: deletes ? 'needs.deleted' : 'needs.saved', subject: ['event', event.id], eventId: event.id },
      ),
    ],
    { need_without_place: 'link_ended' },
  )
  return result.ok ? ok(deletes ? 'deleted' : 'saved') : result
}
