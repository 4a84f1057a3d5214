import { type Context, Hono } from 'hono'
import { type Act, hasRole } from '#base/act.ts'
import { sayMoney } from '#base/money.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { text } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, askedOf, gone, press } from '#base/web/press.tsx'
import { readAttendance } from '#booking/bookings/attendance.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { wholeNumber } from '#events/events/form-values.ts'
import { type AttendanceChange, type Changer, changeAttendance, readChange, toPayByCard } from './change-attendance.ts'
import { AboutAttendance, NoChangePage } from './views/attendance.tsx'
import { sayAttendanceRefusal } from './views/refusals.tsx'

const title = 'Room or online'
const backTo = ({ part }: Asked) => ({ href: `/bookings/${part('reference')}` })

const askOf = ({ actor }: Act, { part }: Asked) => ({
  reference: part('reference'),
  placeId: part('placeId'),
  by: (hasRole(actor, 'organiser', 'administrator') ? 'organiser' : 'school') as Changer,
})

/** What would change, or a page that says why nothing can. */
const find = async (act: Act, { c, ...asked }: Asked & { c: Context<AppEnv> }): Promise<Changing | Response | undefined> => {
  const ask = askOf(act, asked)
  const read = await readChange(act, ask)
  if (read.ok) return { change: read.value, by: ask.by }
  const found = read.reason === 'no_such_place' ? undefined : await readBooking(act, ask.reference)
  if (!found || read.reason === 'no_such_place') return undefined
  return c.render(<NoChangePage {...found} sentence={sayAttendanceRefusal(read.reason, found.event)} />, {
    title,
    back: backTo(asked),
    hasProblems: c.req.method === 'POST',
  })
}

type Changing = { change: AttendanceChange; by: Changer }

const change = press({
  at: '/bookings/:reference/places/:placeId/attendance',
  attributes: { id: 'change' },
  hidden: ({ change: { to, price } }: Changing) => ({ to, seen: String(price.is) }),
  button: ({ change: { to, price }, by }) => {
    const toPay = by === 'school' ? toPayByCard(price) : 0
    return `${to === 'online' ? 'Change to online' : 'Change to the room'}${toPay > 0 ? `, then pay ${sayMoney(toPay)}` : ''}`
  },
  fills: (body) => (readAttendance(text(body, 'to')) === '' ? body : undefined),
  act: async (act, _, { field, part, c }) => {
    const ask = askOf(act, askedOf(c))
    const to = readAttendance(field('to'))
    if (to === '') return { ok: false, refusal: gone }
    const done = await changeAttendance(act, { ...ask, to, seen: wholeNumber(field('seen')) })
    if (done.ok) return ok({ ...done.value, paysNow: done.value.toPay > 0 && ask.by === 'school' })
    const found = await readBooking(act, part('reference'))
    if (done.reason === 'no_such_place' || !found) return { ok: false, refusal: gone }
    return { ok: false, refusal: { field: 'change', says: sayAttendanceRefusal(done.reason, found.event) } }
  },
  refused: {},
  done: (_, { changed, toPay, paysNow }) => {
    const more = toPay > 0 ? ` ${sayMoney(toPay)} more is owed${paysNow ? ', which you can pay now' : ''}.` : ''
    return changed ? `Changed. Their calendar entry is on its way.${more}` : 'That had been changed already.'
  },
  to: ({ part }, done) => `/bookings/${part('reference')}${done?.paysNow ? '/pay' : ''}`,
})

const changing = page({
  at: '/bookings/:reference/places/:placeId/attendance',
  find,
  title,
  heading: ({ change: { to } }) => (to === 'online' ? 'Join online instead?' : 'Come to the room instead?'),
  caption: ({ change: { found } }) => found.event.title,
  back: ({ change: { found } }) => ({ href: `/bookings/${found.booking.reference}` }),
  presses: { change },
  show: (found, forms) => (
    <>
      <AboutAttendance {...found} />
      {forms.change(found)}
    </>
  ),
})

/** Coming online instead of to the room, or back. Mounted at the root. */
export const schoolAttendancePages = withPages(new Hono<AppEnv>(), changing)
