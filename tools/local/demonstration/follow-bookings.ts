// After booking: workshops are chosen, late schools wait, and the organiser decides on bookings.
import type { Act } from '#base/act.ts'
import { addMinutes } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { approveBooking, refuseBooking } from '#booking/waiting/decide-booking.ts'
import { chooseWorkshops } from '#booking/workshops/choose-workshops.ts'
import { blocksOf, type EventDetails } from '#events/events/event.ts'
import type { Cast } from './cast.ts'
import { chanceOf } from './chance.ts'
import type { Conference } from './conference.ts'
import { payingFor } from './settle-money.ts'
import { referencesForApproval, standingPlaces } from './store.ts'
import { actOf } from './time.ts'

/** Most people choose; if a workshop is full meanwhile, not all choose again. */
export const chooseSomeWorkshops = async (act: Act, event: EventDetails, cast: Cast, when: Date): Promise<void> => {
  const chance = chanceOf(`workshops ${event.title}`)
  for (const place of await standingPlaces(act.db, event.id)) {
    const contact = cast.contacts.get(place.schoolId)
    if (!contact || chance.happens(0.25)) continue
    const sessionIds = blocksOf(event.sessions).map(({ workshops }) => chance.shuffled(workshops)[0]?.id ?? '')
    await chooseWorkshops(actOf(act, contact, addMinutes(when, chance.between(1, 40))), { placeId: place.id, sessionIds, by: 'school' })
  }
}

/** Schools without places ask for one or two, half of them for as many as there are. */
export const joinWaitingList = async (act: Act, event: EventDetails, conference: Conference, cast: Cast, from: Date): Promise<void> => {
  const chance = chanceOf(`waiting ${event.title}`)
  const booked = new Set((await standingPlaces(act.db, event.id)).map((place) => place.schoolId))
  const late = chance.shuffled(cast.schools.filter((school) => cast.contacts.has(school.id) && !booked.has(school.id)))
  for (const [n, school] of late.slice(0, conference.waiting).entries()) {
    const contact = cast.contacts.get(school.id)
    if (!contact) continue
    const when = addMinutes(from, n * 7 + 3)
    const by = actOf(act, contact, when)
    const unnamed = chance.between(1, 2)
    const done = await placeBooking(by, {
      code: event.code,
      schoolId: school.id,
      formId: newId(when),
      delegates: [],
      unnamed,
      ifFull: 'wait',
      acceptsFewer: chance.happens(0.5),
      termsId: event.termsId ?? undefined,
      paying: await payingFor(by, event, school, unnamed),
    })
    if (!done.ok) throw new Error(`${event.title}, ${school.name}: ${done.reason}`)
  }
}

/** The organiser approves most, refuses one, and has not looked at the last ones. */
export const decideSome = async (act: Act, event: EventDetails, cast: Cast, when: Date): Promise<void> => {
  const asked = await referencesForApproval(act.db, event.id)
  for (const [n, reference] of asked.slice(0, -3).entries()) {
    const by = actOf(act, cast.organiser, addMinutes(when, n + 5))
    const done =
      n === 1
        ? await refuseBooking(by, reference, 'This year the group is for schools without a supervisor.')
        : await approveBooking(by, reference)
    if (!done.ok) throw new Error(`${event.title}, ${reference}: ${done.reason}`)
  }
}
