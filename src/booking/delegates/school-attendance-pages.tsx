import { type Context, Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { notFound } from '#base/errors.ts'
import { sayMoney } from '#base/money.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { text } from '#base/web/form.ts'
import { readAttendance } from '#booking/bookings/attendance.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { wholeNumber } from '#events/events/form-values.ts'
import { type AttendanceRefusal, type Changer, changeAttendance, readChange } from './change-attendance.ts'
import { AttendancePage, NoChangePage } from './views/attendance.tsx'
import { sayAttendanceRefusal } from './views/refusals.tsx'

type C = Context<AppEnv>

const askOf = (c: C) => ({
  reference: c.req.param('reference') ?? '',
  placeId: c.req.param('placeId') ?? '',
  by: (hasRole(c.var.act.actor, 'organiser', 'administrator') ? 'organiser' : 'school') as Changer,
})

const show = async (c: C, refused?: AttendanceRefusal) => {
  const read = await readChange(c.var.act, askOf(c))
  const { reference } = askOf(c)
  const head = { title: 'Room or online', hasProblems: refused !== undefined, back: { href: `/bookings/${reference}` } }
  if (!read.ok) {
    const bookingAndEvent = read.reason === 'no_such_place' ? undefined : await readBooking(c.var.act, reference)
    if (!bookingAndEvent || read.reason === 'no_such_place') throw notFound('place')
    return c.render(<NoChangePage {...bookingAndEvent} sentence={sayAttendanceRefusal(read.reason, bookingAndEvent.event)} />, head)
  }
  const problem = refused && refused !== 'no_such_place' ? sayAttendanceRefusal(refused, read.value.found.event) : undefined
  return c.render(<AttendancePage change={read.value} by={askOf(c).by} problem={problem} />, head)
}

/** Coming online instead of to the room, or back. Mounted at the root. */
export const schoolAttendancePages = new Hono<AppEnv>()
  .get('/bookings/:reference/places/:placeId/attendance', (c) => show(c))
  .post('/bookings/:reference/places/:placeId/attendance', async (c) => {
    const body = await c.req.parseBody()
    const to = readAttendance(text(body, 'to'))
    if (to === '') return show(c)
    const done = await changeAttendance(c.var.act, { ...askOf(c), to, seen: wholeNumber(text(body, 'seen')) })
    if (!done.ok) {
      c.status(409)
      return show(c, done.reason)
    }
    const { reference, by } = askOf(c)
    const { changed, toPay } = done.value
    const paysNow = toPay > 0 && by === 'school'
    const more = toPay > 0 ? ` ${sayMoney(toPay)} more is owed${paysNow ? ', which you can pay now' : ''}.` : ''
    flash(c, changed ? `Changed. Their calendar entry is on its way.${more}` : 'That had been changed already.')
    return c.redirect(`/bookings/${reference}${paysNow ? '/pay' : ''}`, 303)
  })
