import { Hono } from 'hono'
import { type Act, hasRole } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { mapped, readNow } from '#base/db/read.ts'
import { refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, askedOf, gone, press } from '#base/web/press.tsx'
import { backToBooking, ofBooking, toBooking } from '#booking/bookings/asked-booking.ts'
import { placesThat } from '#booking/bookings/next-steps.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import { blocksOf } from '#events/events/event.ts'
import { isFull } from '#events/events/workshop.ts'
import { type Chooser, choosingRefusal } from './choice.ts'
import { chooseForPlaces } from './choose-workshops.ts'
import { blockField, readChosen } from './forms.ts'
import { AboutChoosing, type Choosing, choosingForm, FieldsByPlace, NothingToChoosePage, prefixOf } from './views/choose.tsx'
import { sayChoiceRefusal } from './views/refusals.tsx'

const byOf = ({ actor }: Act): Chooser => (hasRole(actor, 'organiser', 'administrator') ? 'organiser' : 'school')

/** The booking and its confirmed places that the address means: one or all. */
const readChoosing = (asked: Asked) =>
  mapped(ofBooking.read(asked), (found) => {
    if (!found || blocksOf(found.event.sessions).length === 0) return undefined
    const id = asked.part('placeId')
    if (id && !found.booking.places.some((place) => place.id === id && place.state !== 'cancelled')) return undefined
    const certain = placesThat(found.booking, instant(asked.now), 'confirmed', 'unnamed')
    return { ...found, places: certain.filter((place) => !id || place.id === id), alone: id !== '' }
  })

/** What is chosen of each place. */
type Marked = ReadonlyMap<string, readonly string[]>

/**
 * The block whose chosen workshop is full now, for the first place concerned; else the first block.
 */
const fieldAtFault = ({ event, places }: Choosing, marked: Marked): string => {
  const fields = places.flatMap((place) =>
    blocksOf(event.sessions).map(({ workshops }, index) => ({
      name: blockField(index, prefixOf(place.id)),
      full: workshops.some((one) => isFull(one) && !place.workshopIds.includes(one.id) && marked.get(place.id)?.includes(one.id)),
    })),
  )
  return (fields.find(({ full }) => full) ?? fields[0])?.name ?? 'workshops'
}

const of = { read: readChoosing, isFor: ofBooking.isFor }

const choosing = (at: string) => {
  const choose = press({
    at,
    ...of,
    form: (_, found) => choosingForm(found),
    shape: (fields, found) => <FieldsByPlace of={found} fields={fields} />,
    button: 'Save workshops',
    or: (found) => ({ ...backToBooking(found), text: 'Leave them as they are' }),
    act: async (act, _, { subject: { event, places }, body, c }) => {
      const marked = new Map(places.map(({ id, workshopIds }) => [id, readChosen(body, event, workshopIds, prefixOf(id))]))
      const choices = [...marked].map(([placeId, sessionIds]) => ({ placeId, sessionIds }))
      const done = places.length > 0 ? await chooseForPlaces(act, { choices, by: byOf(act) }) : refuse('place_not_confirmed')
      if (done.ok) return done
      if (done.reason === 'no_such_place') return refuse(done.reason)
      // What is left has changed since the form was shown.
      const now = (await readNow(act.db, readChoosing(askedOf(c)))) ?? { event, places, alone: true }
      const says = sayChoiceRefusal(done.reason, now.event, [...marked.values()].flat())
      return { ok: false, refusal: { field: fieldAtFault(now, marked), says } }
    },
    refused: { no_such_place: gone },
    done: (_, n) => (n === 0 ? 'The workshops are as they were.' : 'The workshops are saved. Calendar entries are on their way.'),
    to: toBooking,
  })
  return page({
    at,
    ...of,
    also: async (act, { booking, event, places }, { c }) => {
      const by = byOf(act)
      const refusal = choosingRefusal(event, by, act.now) ?? (places.length === 0 ? 'place_not_confirmed' : undefined)
      if (!refusal || refusal === 'no_such_place') return { organiser: by === 'organiser' }
      const sentence = sayChoiceRefusal(refusal, event)
      return c.render(<NothingToChoosePage booking={booking} sentence={sentence} />, {
        title: 'Choose workshops',
        back: backToBooking({ booking }),
      })
    },
    title: 'Choose workshops',
    heading: ({ alone, places: [first] }) =>
      alone && first && first.personId !== null ? `Choose workshops for ${placeName(first)}` : 'Choose workshops',
    caption: ({ event }) => event.title,
    back: backToBooking,
    presses: { choose },
    show: (found, forms) => (
      <>
        <AboutChoosing {...found} />
        {forms.choose(found)}
      </>
    ),
  })
}

/** The workshops of a booking's places. Mounted at the root. */
export const schoolWorkshopPages = withPages(
  new Hono<AppEnv>(),
  choosing('/bookings/:reference/workshops'),
  choosing('/bookings/:reference/places/:placeId/workshops'),
)
