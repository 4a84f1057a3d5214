import { type Context, Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { sayAfterwards } from '#booking/cancelling/show-cancelling.ts'
import { showMoved } from '#booking/placing/show-price.ts'
import { sayOwedAfter } from '#money/ledger/owed.ts'
import { payerIdOf } from '#money/payers/payer.ts'
import { selectCancelling } from '#money/terms/store.ts'
import { sayTerms } from '#money/terms/words.ts'
import { type MoveTyped, readMove } from './forms.ts'
import { movable, movePlaces, moverOf, outcomeOfMoving } from './move-places.ts'
import { inOrderOfMove } from './series.ts'
import { otherDates } from './store.ts'
import { CheckMovePage, MovePage } from './views/move.tsx'
import { sayMoveRefusal } from './views/refusals.tsx'

type C = Context<AppEnv>

const read = async (c: C) => {
  const { act } = c.var
  const bookingAndEvent = await readBooking(act, c.req.param('reference') ?? '')
  if (!bookingAndEvent || bookingAndEvent.event.seriesId === null) throw notFound('booking')
  return {
    ...bookingAndEvent,
    places: movable(bookingAndEvent.booking, instant(act.now)),
    dates: await otherDates(act, bookingAndEvent.event, bookingAndEvent.booking.schoolId),
  }
}

const show = async (c: C, found: Awaited<ReturnType<typeof read>>, typed: MoveTyped, problems?: Record<string, string>) => {
  const { act } = c.var
  const channel = moverOf(act, found.booking.schoolId)
  return c.render(<MovePage {...found} typed={typed} channel={channel} now={act.now} problems={problems} />, {
    title: 'Move to another date',
    back: { href: `/bookings/${found.booking.reference}` },
    hasProblems: problems !== undefined,
  })
}

const check = async (c: C, found: Awaited<ReturnType<typeof read>>, typed: MoveTyped, problems?: Record<string, string>) => {
  const to = found.dates.find(({ event }) => event.code === typed.to.toUpperCase())
  if (!to) return show(c, found, typed, { to: 'Choose a date' })
  const places = found.places.filter((place) => typed.placeIds.includes(place.id))
  const { terms: facts, calendar } = await readNow(c.env.DB, selectCancelling(c.env.DB, to.event.code))
  const price = await showMoved(c.var.act, to.event, found.booking.schoolId, inOrderOfMove(to.event, found.event, places), found.payer)
  const school = moverOf(c.var.act, found.booking.schoolId) === 'organiser' ? 'the school' : undefined
  const owed = [
    sayOwedAfter(price?.gross ?? 0, price && { payerId: payerIdOf(price.decision.payer) }, school, 'the new booking'),
    ...sayAfterwards(await outcomeOfMoving(c.var.act, found, places), found.booking.id, school, `booking ${found.booking.reference}`),
  ]
  const terms = facts ? sayTerms(facts, to.event, calendar, c.var.act.now) : []
  return c.render(
    <CheckMovePage
      {...found}
      to={to}
      places={places}
      typed={typed}
      terms={terms}
      price={price}
      owed={owed}
      now={c.var.act.now}
      problems={problems}
    />,
    {
      title: 'Check before you move',
      back: { href: `/bookings/${found.booking.reference}/move` },
      hasProblems: problems !== undefined,
    },
  )
}

/** Moving a school's places to another date of a series. Mounted at the root. */
export const schoolSeriesPages = new Hono<AppEnv>()
  .get('/bookings/:reference/move', async (c) => {
    const subject = await read(c)
    return show(c, subject, { ...readMove({}, c.var.act.now), placeIds: subject.places.map((place) => place.id) })
  })
  .post('/bookings/:reference/move', async (c) => {
    const { act } = c.var
    const typed = readMove(await c.req.parseBody({ all: true }), act.now)
    const reference = c.req.param('reference').toUpperCase()
    if (typed.sure && (typed.termsId === undefined || typed.authority)) {
      const moved = await movePlaces(act, { ...typed, reference, placeIds: typed.placeIds.length > 0 ? typed.placeIds : undefined })
      if (moved.ok) {
        const { reference: made } = moved.value
        flash(c, moved.value.again ? `These places had been moved already, to booking ${made}.` : `Moved. The new reference is ${made}.`)
        return c.redirect(`/bookings/${made}`, 303)
      }
      if (moved.reason === 'no_such_booking') throw notFound('booking')
      c.status(409)
      if (moved.reason === 'price_changed' || moved.reason === 'price_not_accepted')
        return check(c, await read(c), typed, { price: sayMoveRefusal(moved.reason) })
      return show(c, await read(c), typed, { to: sayMoveRefusal(moved.reason) })
    }
    const subject = await read(c)
    const problems = {
      ...(subject.dates.some(({ event }) => event.code === typed.to.toUpperCase()) ? {} : { to: 'Choose a date' }),
      ...(typed.placeIds.some((id) => subject.places.some((place) => place.id === id)) ? {} : { place: 'Choose at least one place' }),
    }
    if (Object.keys(problems).length > 0) {
      c.status(422)
      return show(c, subject, typed, problems)
    }
    if (!typed.sure) return check(c, subject, typed)
    c.status(422)
    const organiser = hasRole(act.actor, 'organiser', 'administrator') && moverOf(act, subject.booking.schoolId) === 'organiser'
    return check(c, subject, typed, {
      authority: organiser
        ? 'Confirm that the school accepts the terms and may spend'
        : 'Confirm that you may spend for the school and that it accepts the terms',
    })
  })
