import { type Context, Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { placesThat } from '#booking/bookings/next-steps.ts'
import { blocksOf } from '#events/events/event.ts'
import { isFull } from '#events/events/workshop.ts'
import { type Chooser, choosingRefusal } from './choice.ts'
import { chooseForPlaces } from './choose-workshops.ts'
import { blockField, readChosen } from './forms.ts'
import { ChoosePage, NothingToChoosePage, prefixOf } from './views/choose.tsx'
import { sayChoiceRefusal } from './views/refusals.tsx'

type C = Context<AppEnv>

const byOf = (c: C): Chooser => (hasRole(c.var.act.actor, 'organiser', 'administrator') ? 'organiser' : 'school')

/** The booking and its confirmed places that the address means: one or all. */
const hereFor = async (c: C) => {
  const { act } = c.var
  const found = await readBooking(act, c.req.param('reference') ?? '')
  if (!found || blocksOf(found.event.sessions).length === 0) throw notFound('booking')
  const { booking, event } = found
  const placeId = c.req.param('placeId')
  const place = booking.places.find((one) => one.id === placeId)
  if (placeId !== undefined && (!place || place.state === 'cancelled')) throw notFound('place')
  const certain = placesThat(booking, instant(act.now), 'confirmed', 'unnamed')
  const places = place ? certain.filter((one) => one.id === place.id) : certain
  const by = byOf(c)
  const refusal = choosingRefusal(event, by, act.now) ?? (places.length === 0 ? 'place_not_confirmed' : undefined)
  return { booking, event, places, by, alone: place !== undefined, refusal }
}
type Here = Awaited<ReturnType<typeof hereFor>>

const head = (here: Here, hasProblems = false) => ({
  title: 'Choose workshops',
  hasProblems,
  back: { href: `/bookings/${here.booking.reference}`, text: 'Back to the booking' },
})

const show = async (c: C) => {
  const here = await hereFor(c)
  const { booking, event, places, alone, by, refusal } = here
  if (refusal && refusal !== 'no_such_place')
    return c.render(<NothingToChoosePage booking={booking} sentence={sayChoiceRefusal(refusal, event)} />, head(here))
  return c.render(<ChoosePage booking={booking} event={event} places={places} alone={alone} organiser={by === 'organiser'} />, head(here))
}

const choose = async (c: C) => {
  const here = await hereFor(c)
  const body = await c.req.parseBody({ all: true })
  const { booking, event, places, alone, by } = here
  const marked = new Map(places.map((place) => [place.id, readChosen(body, event, place.workshopIds, prefixOf(place.id))]))
  const done =
    places.length === 0
      ? ({ ok: false, reason: 'place_not_confirmed' } as const)
      : await chooseForPlaces(c.var.act, { choices: [...marked].map(([placeId, sessionIds]) => ({ placeId, sessionIds })), by })
  if (done.ok) {
    flash(c, done.value === 0 ? 'The workshops are as they were.' : 'The workshops are saved. Calendar entries are on their way.')
    return c.redirect(`/bookings/${booking.reference}`, 303)
  }
  if (done.reason === 'no_such_place') throw notFound('place')
  c.status(409)
  // What is left has changed since the form was shown.
  const now = await hereFor(c)
  const sentence = sayChoiceRefusal(done.reason, now.event, [...marked.values()].flat())
  if (now.refusal) return c.render(<NothingToChoosePage booking={booking} sentence={sentence} />, head(now))
  return c.render(
    <ChoosePage
      booking={booking}
      event={now.event}
      places={now.places}
      alone={alone}
      organiser={by === 'organiser'}
      marked={marked}
      problems={{ [fieldAtFault(now, marked)]: sentence }}
    />,
    head(now, true),
  )
}

/**
 * The block whose chosen workshop is full now, for the first place concerned; else the first block.
 */
const fieldAtFault = ({ event, places }: Here, marked: ReadonlyMap<string, readonly string[]>): string => {
  const fields = places.flatMap((place) =>
    blocksOf(event.sessions).map(({ workshops }, index) => ({
      name: blockField(index, prefixOf(place.id)),
      full: workshops.some((one) => isFull(one) && !place.workshopIds.includes(one.id) && marked.get(place.id)?.includes(one.id)),
    })),
  )
  return (fields.find(({ full }) => full) ?? fields[0])?.name ?? 'workshops'
}

/** The workshops of a booking's places. Mounted at the root. */
export const schoolWorkshopPages = new Hono<AppEnv>()
  .get('/bookings/:reference/workshops', show)
  .post('/bookings/:reference/workshops', choose)
  .get('/bookings/:reference/places/:placeId/workshops', show)
  .post('/bookings/:reference/places/:placeId/workshops', choose)
