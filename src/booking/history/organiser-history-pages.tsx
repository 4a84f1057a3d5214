import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import type { UndoRefusal } from '#booking/bookings/booking.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { cancelRefusal } from '#booking/bookings/cancel-booking.ts'
import { readCancelling } from '#booking/bookings/cancel-forms.ts'
import { outcomeOfTaking } from '#booking/bookings/show-owed.ts'
import { chargedFor, undoable, undoCancellation } from '#booking/bookings/undo-cancellation.ts'
import { movedAway } from '#booking/bookings/undo-store.ts'
import { UndoPage } from '#booking/bookings/views/undo.tsx'
import { labelOf } from '#messages/outbox/kind.ts'
import { entriesOf } from './history.ts'
import { readHistory } from './history-store.ts'
import { HistoryPage } from './views/history.tsx'

type C = Context<AppEnv>

const showUndo = async (c: C, chosen?: readonly string[], refusal?: UndoRefusal) => {
  const reference = c.req.param('reference') ?? ''
  const [found, moved] = await Promise.all([readBooking(c.var.act, reference), movedAway(c.env.DB, reference)])
  if (!found) throw notFound('booking')
  const places = undoable(found, moved)
  const refused = cancelRefusal(found.event, c.var.act.now) ?? refusal
  const ids = places.map(({ id }) => id)
  const owes =
    refused || ids.length === 0
      ? ''
      : (await outcomeOfTaking(c.var.act, found.event, found.booking, ids, chargedFor(found.booking, ids), 'the school')).owes
  return c.render(
    <UndoPage {...found} places={places} chosen={chosen ?? (places.length === 1 ? ids : [])} refusal={refused} owes={owes} />,
    { title: 'Undo a cancellation', hasProblems: refusal !== undefined, back: { href: `/bookings/${found.booking.reference}` } },
  )
}

/** A booking's history, and restoring cancelled places, for organisers. Mounted at the root. */
export const organiserHistoryPages = new Hono<AppEnv>()
  .get('/bookings/:reference/history', async (c) => {
    const history = await readHistory(c.env.DB, c.req.param('reference'))
    if (!history) throw notFound('booking')
    const entries = entriesOf(history, labelOf)
    return c.render(<HistoryPage history={history} entries={entries} />, {
      title: `History of booking ${history.reference}`,
      back: { href: `/bookings/${history.reference}` },
    })
  })
  .get('/bookings/:reference/undo', (c) => showUndo(c))
  .post('/bookings/:reference/undo', async (c) => {
    const { placeIds } = readCancelling(await c.req.parseBody({ all: true }))
    const reference = c.req.param('reference').toUpperCase()
    const done = await undoCancellation(c.var.act, reference, placeIds)
    if (!done.ok) {
      if (done.reason === 'no_such_booking') throw notFound('booking')
      c.status(done.reason === 'nothing_chosen' ? 422 : 409)
      return showUndo(c, placeIds, done.reason)
    }
    flash(
      c,
      done.value === 0
        ? 'Nothing was cancelled any more.'
        : done.value === 1
          ? 'The place is the school’s again.'
          : `${done.value} places are the school’s again.`,
    )
    return c.redirect(`/bookings/${reference}`, 303)
  })
