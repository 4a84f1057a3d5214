import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import { readConfirmation } from './forms.ts'
import { markWorking } from './mark-working.ts'
import { WorksAgainPage } from './views/addresses.tsx'

type C = Context<AppEnv>

/** An address of somebody of a booking that the reader may see, which does not work. */
const here = async (c: C) => {
  const found = await readBooking(c.var.act, c.req.param('reference') ?? '')
  const id = c.req.param('id')
  if (!found) throw notFound('booking')
  const { booking } = found
  const people = [
    ...booking.places.flatMap((place) =>
      place.trouble && place.email && place.email === place.knownEmail && place.state !== 'cancelled'
        ? [{ trouble: place.trouble, email: place.email, name: placeName(place) }]
        : [],
    ),
    ...(booking.booker.trouble && booking.booker.email
      ? [{ trouble: booking.booker.trouble, email: booking.booker.email, name: booking.booker.name ?? '' }]
      : []),
  ].filter(({ trouble }) => trouble.id === id)
  const [first] = people
  return { reference: booking.reference, first, names: [...new Set(people.map(({ name }) => name))].filter(Boolean).join(', ') }
}

const ask = async (c: C, problem = false) => {
  const { reference, first, names } = await here(c)
  if (!first) throw notFound('address')
  const { trouble, email } = first
  if (problem) c.status(422)
  return c.render(
    <WorksAgainPage
      email={email}
      names={names}
      trouble={trouble}
      action={`/bookings/${reference}/addresses/${trouble.id}`}
      problem={problem}
    />,
    {
      title: 'Does this address work again?',
      back: { href: `/bookings/${reference}`, text: 'Back to the booking' },
      hasProblems: problem,
    },
  )
}

/** Whoever books for a school says that an address works again. Mounted at the root. */
export const schoolAddressPages = new Hono<AppEnv>()
  .get('/bookings/:reference/addresses/:id', (c) => ask(c))
  .post('/bookings/:reference/addresses/:id', async (c) => {
    const { reference, first } = await here(c)
    if (first && !readConfirmation(await c.req.parseBody())) return ask(c, true)
    // Somebody quicker has solved it already.
    const done = first && (await markWorking(c.var.act, first.trouble.id))
    flash(c, done?.ok ? 'Mail is sent to the address again. What was missed follows.' : 'That was solved already.', done?.ok ?? false)
    return c.redirect(`/bookings/${reference}`, 303)
  })
