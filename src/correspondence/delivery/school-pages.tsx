import { Hono } from 'hono'
import { mapped } from '#base/db/read.ts'
import { refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { form } from '#base/web/fields.tsx'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { backToBooking, toBooking } from '#booking/bookings/asked-booking.ts'
import { maySeeBooking, selectBooking } from '#booking/bookings/booking-store.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import { worksAgainForm } from './forms.ts'
import { markWorking } from './mark-working.ts'
import { saysItWorks } from './organiser-pages.tsx'
import { WorksAgain } from './views/addresses.tsx'

const readHere = ({ db, part, now }: Asked) =>
  mapped(selectBooking(db, part('reference'), now), (found) => {
    if (!found) return undefined
    const { places, booker } = found.booking
    const known = places.filter(({ email, knownEmail, state }) => email === knownEmail && state !== 'cancelled')
    const people = [...known.map((place) => ({ ...place, name: placeName(place) })), booker].flatMap(({ trouble, email, name }) =>
      trouble?.id === part('id') && email ? [{ trouble, email, name: name ?? '' }] : [],
    )
    return { booking: found.booking, first: people[0], names: people.map(({ name }) => name) }
  })

const worksAgain = press({
  at: '/bookings/:reference/addresses/:id',
  read: readHere,
  isFor: maySeeBooking,
  ...saysItWorks,
  // Somebody quicker has solved it already, where nobody has it: then nothing has to be ticked.
  form: (_, { first }) => (first ? worksAgainForm : form({})),
  act: async (act, _, { subject: { first } }) => (first ? markWorking(act, first.trouble.id) : refuse('solved_before')),
  to: toBooking,
})

const asking = page({
  at: '/bookings/:reference/addresses/:id',
  read: readHere,
  isFor: maySeeBooking,
  unless: ({ first }) => first === undefined,
  title: 'Does this address work again?',
  back: backToBooking,
  wide: true,
  presses: { worksAgain },
  show: (here, forms) => (
    <>
      {here.first ? <WorksAgain {...here.first} names={here.names} /> : null}
      {forms.worksAgain(here)}
    </>
  ),
})

/** Whoever books for a school says that an address works again. Mounted at the root. */
export const schoolAddressPages = withPages(new Hono<AppEnv>(), asking)
