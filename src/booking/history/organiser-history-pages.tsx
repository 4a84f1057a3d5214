import { Hono } from 'hono'
import { mapped, together } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { form, ticks } from '#base/web/fields.tsx'
import { textsField } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { backToBooking, ofBooking, toBooking } from '#booking/bookings/asked-booking.ts'
import { tooLateToUndo, undoRefusals } from '#booking/bookings/views/refusals.tsx'
import { cancelRefusal } from '#booking/cancelling/cancel-booking.ts'
import { chargedFor, undoable, undoCancellation } from '#booking/cancelling/undo-cancellation.ts'
import { selectMovedAway } from '#booking/cancelling/undo-store.ts'
import { placesToUndo, type Undoing, UndoPage, WhatIsUndone } from '#booking/cancelling/views/undo.tsx'
import { outcomeOfTaking } from '#booking/pricing/show-owed.ts'
import { labelOf } from '#messages/outbox/kind.ts'
import { entriesOf } from './history.ts'
import { selectHistory } from './history-store.ts'
import { HistoryPage } from './views/history.tsx'

const history = page({
  at: '/bookings/:reference/history',
  read: ({ db, part }) => selectHistory(db, part('reference')),
  title: ({ reference }) => `History of booking ${reference}`,
  caption: ({ eventTitle }) => eventTitle,
  back: ({ reference }) => ({ href: `/bookings/${reference}`, text: 'Back to the booking' }),
  show: (found) => <HistoryPage history={found} entries={entriesOf(found, labelOf)} />,
})

const readUndoable = (asked: Asked) =>
  mapped(
    together({ found: ofBooking.read(asked), moved: selectMovedAway(asked.db, asked.part('reference')) }),
    ({ found, moved }) => found && { ...found, places: undoable(found, moved) },
  )

const undo = press({
  at: '/bookings/:reference/undo',
  read: readUndoable,
  form: (_, found) => form({ place: ticks('Which places does the school get back?', placesToUndo(found), textsField) }),
  filled: ({ places }: Undoing) => ({ place: places.length === 1 ? places.map(({ id }) => id) : [] }),
  shape: ({ place }, { owes }) => <WhatIsUndone owes={owes}>{place}</WhatIsUndone>,
  button: 'Undo the cancellation',
  act: (act, { place }, { part }) => undoCancellation(act, part('reference'), place),
  refused: undoRefusals,
  done: (_, n) =>
    n === 0 ? 'Nothing was cancelled any more.' : n === 1 ? 'The place is the school’s again.' : `${n} places are the school’s again.`,
  to: toBooking,
})

const undoing = page({
  at: '/bookings/:reference/undo',
  read: readUndoable,
  also: async (act, { booking, event, places }) => {
    const tooLate = cancelRefusal(event, act.now)
    const ids = places.map(({ id }) => id)
    if (tooLate || ids.length === 0) return { tooLate, owes: '' }
    const { owes } = await outcomeOfTaking(act, event, booking, ids, { withdrawn: chargedFor(booking, ids), school: 'the school' })
    return { tooLate, owes }
  },
  title: 'Undo a cancellation',
  caption: ({ event, booking }) => `${event.title}, booking ${booking.reference}`,
  back: backToBooking,
  presses: { undo },
  show: (subject, forms) => <UndoPage {...subject} why={subject.tooLate && tooLateToUndo[subject.tooLate]} form={forms.undo(subject)} />,
})

/** A booking's history, and restoring cancelled places, for organisers. Mounted at the root. */
export const organiserHistoryPages = withPages(new Hono<AppEnv>(), history, undoing)
