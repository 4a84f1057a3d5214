import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { notFound } from '#base/errors.ts'
import { refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import { markWorking } from './mark-working.ts'
import { saysItWorks } from './organiser-pages.tsx'
import { WorksAgain } from './views/addresses.tsx'

/** Who of a booking that the reader may see has the address, if it does not work. */
const findHere = async (act: Act, { part }: Asked) => {
  const found = await readBooking(act, part('reference'))
  if (!found) return undefined
  const { places, booker } = found.booking
  const known = places.filter(({ email, knownEmail, state }) => email === knownEmail && state !== 'cancelled')
  const people = [...known.map((place) => ({ ...place, name: placeName(place) })), booker].flatMap(({ trouble, email, name }) =>
    trouble?.id === part('id') && email ? [{ trouble, email, name: name ?? '' }] : [],
  )
  return { first: people[0], names: people.map(({ name }) => name) }
}

const toBooking = ({ part }: Asked): string => `/bookings/${part('reference')}`

const worksAgain = press({
  at: '/bookings/:reference/addresses/:id',
  find: findHere,
  ...saysItWorks,
  // Somebody quicker has solved it already, where nobody has it.
  act: async (act, _, { subject: { first } }) => (first ? markWorking(act, first.trouble.id) : refuse('solved_before')),
  to: toBooking,
})

const asking = page({
  at: '/bookings/:reference/addresses/:id',
  also: async (act, _, asked) => {
    const here = await findHere(act, asked)
    if (!here?.first) throw notFound('address')
    return { ...here.first, names: here.names, reference: asked.part('reference') }
  },
  title: 'Does this address work again?',
  back: ({ reference }) => ({ href: `/bookings/${reference}`, text: 'Back to the booking' }),
  wide: true,
  presses: { worksAgain },
  show: (here, forms) => (
    <>
      <WorksAgain {...here} />
      {forms.worksAgain({ first: here, names: here.names })}
    </>
  ),
})

/** Whoever books for a school says that an address works again. Mounted at the root. */
export const schoolAddressPages = withPages(new Hono<AppEnv>(), asking)
