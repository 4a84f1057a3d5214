import { newId } from '#base/id.ts'
import { flash } from '#base/web/flash.ts'
import { press } from '#base/web/press.tsx'
import { readChosen } from '#booking/bulk/forms.ts'
import { readFilter } from '#booking/lists/list-forms.ts'
import { placesByIds } from '#booking/lists/list-store.ts'
import { filterQuery } from '#booking/lists/listed-place.ts'
import type { EventDetails } from '#events/events/event.ts'
import { eventByCode } from '#events/events/store.ts'
import { beginRefusals } from './views/refusals.tsx'
import { beginMailing } from './write-mailing.ts'

type Ticked = { event: EventDetails; ids: string[] }

/** Begins a message to the places ticked in the list of an event’s people, whose form it reads. */
export const writeToTicked = press({
  at: '/ticked',
  find: async ({ db, now }, { typed = {}, c }): Promise<Ticked | Response | undefined> => {
    const filter = readFilter(typed)
    const ids = [...new Set(readChosen(typed)?.place)]
    const [event, places] = await Promise.all([eventByCode(db, filter.event, now), placesByIds(db, ids, now)])
    if (!event) return undefined
    const still = places.filter(({ eventCode, state }) => eventCode === event.code && state !== 'cancelled')
    if (ids.length > 0 && still.length === ids.length) return { event, ids }
    flash(
      c,
      ids.length === 0
        ? 'Tick the people you want to write to.'
        : 'Somebody you ticked is cancelled or no longer in this list. Tick again. No message has been begun.',
      false,
    )
    return c.redirect(`/organiser/events/${event.code}/bookings${filterQuery({ ...filter, event: '', q: '' })}`, 303)
  },
  act: async (act, _, { subject: { event, ids }, id }) => {
    const draft = { eventId: event.id, audience: { of: 'event', event: event.code, who: 'ticked', places: ids } } as const
    const begun = await beginMailing(act, { ...draft, id })
    // Others were ticked after the browser went back to the page.
    return begun.ok ? begun : beginMailing(act, { ...draft, id: newId(act.now) })
  },
  refused: { saved_otherwise: { after: beginRefusals.saved_otherwise } },
  to: (_, begun) => `/organiser/mailings${begun === undefined ? '' : `/${begun}`}`,
})
