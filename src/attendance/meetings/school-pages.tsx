import { type Context, Hono } from 'hono'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { text } from '#base/web/form.ts'
import { counted } from '#base/words.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { sayTogether } from './record-together.ts'
import type { SayRefusal, Screens } from './together.ts'
import { selectWatchers } from './together-store.ts'
import { sayRefusals } from './views/refusals.tsx'
import { fieldOf, TogetherPage } from './views/together.tsx'

type C = Context<AppEnv, '/bookings/:reference/together'>

const found = async (c: C) => {
  const { act } = c.var
  const booked = await readBooking(act, c.req.param('reference'))
  if (!booked || booked.event.attendanceMode === 'in_person') throw notFound('booking')
  return { ...booked, watchers: await readNow(act.db, selectWatchers(act.db, { reference: booked.booking.reference }, act.now)) }
}

const show = (c: C, { booking, event, watchers }: Awaited<ReturnType<typeof found>>, refused?: SayRefusal, typed?: Screens) => {
  const at = `/bookings/${booking.reference}`
  return c.render(
    <TogetherPage title={event.title} at={`${at}/together`} watchers={watchers} typed={typed} problem={refused && sayRefusals[refused]} />,
    { title: 'Who watched together', hasProblems: refused !== undefined, back: { href: at, text: `Booking ${booking.reference}` } },
  )
}

/** A school says who of its people watched at one screen. Mounted at the root. */
export const schoolTogetherPages = new Hono<AppEnv>()
  .get('/bookings/:reference/together', async (c) => show(c, await found(c)))
  .post('/bookings/:reference/together', async (c) => {
    const read = await found(c)
    const { watchers, booking, event } = read
    const body = await c.req.parseBody()
    const sessionId = text(body, 'session')
    const screens = new Map(
      watchers.filter((one) => one.sessionId === sessionId).map((one) => [one.placeId, text(body, fieldOf(one))] as const),
    )
    const said = await sayTogether(c.var.act, { sessionId, eventId: event.id, schoolId: booking.schoolId, by: 'school' }, watchers, screens)
    if (!said.ok) {
      c.status(409)
      return show(c, read, said.reason, screens)
    }
    flash(c, said.value === 0 ? 'Nothing was changed' : `Noted of ${counted(said.value, 'person', 'people')}. The organiser marks who came`)
    return c.redirect(`/bookings/${booking.reference}/together`, 303)
  })
