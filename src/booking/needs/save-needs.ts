import { type Act, nobody } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { lastEnd } from '#events/events/event.ts'
import { isNothing, type Needs, type SaveRefusal } from './need.ts'
import type { OwnPlace } from './own-place.ts'
import { replaceNeeds } from './store.ts'

/**
 * Keeps what a delegate needs, in place of what they said before; nothing deletes it. Only the page of their own link calls this. The log
 * says of which event and no more: even that somebody has needs is theirs to tell.
 *
 * @returns 'link_ended' when the place was given up or passed on meanwhile: then nothing is kept
 */
export const saveNeeds = async (act: Act, own: OwnPlace, needs: Needs): Promise<Result<'saved' | 'deleted', SaveRefusal>> => {
  const deletes = isNothing(needs)
  if (deletes && !own.hasNeeds) return ok('deleted')
  if (!deletes && (own.event.state === 'cancelled' || (lastEnd(own.event) ?? '') <= instant(act.now))) return refuse('event_over')
  const { placeId, personId, event } = own
  const written = await atomically<SaveRefusal>(
    act.db,
    [
      ...replaceNeeds(act, { placeId, personId, eventId: event.id }, needs),
      // The link speaks, whoever may be signed in on the same browser.
      logged(
        { ...act, actor: nobody },
        { act: deletes ? 'needs.deleted' : 'needs.saved', subject: ['event', event.id], eventId: event.id },
      ),
    ],
    { need_without_place: 'link_ended' },
  )
  return written.ok ? ok(deletes ? 'deleted' : 'saved') : written
}
