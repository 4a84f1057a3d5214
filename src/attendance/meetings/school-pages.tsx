import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { screensForm, screensTyped } from './forms.ts'
import { sayTogether } from './record-together.ts'
import type { Watcher } from './together.ts'
import { selectWatchers } from './together-store.ts'
import { sayRefusals } from './views/refusals.tsx'
import { WatchedTogether } from './views/together.tsx'

const find = async (act: Act, { part }: Asked) => {
  const booked = await readBooking(act, part('reference'))
  if (!booked || booked.event.attendanceMode === 'in_person') return undefined
  const { booking, event } = booked
  return { booking, event, watchers: await readNow(act.db, selectWatchers(act.db, { reference: booking.reference }, act.now)) }
}

type OfSession = { watchers: readonly Watcher[] }

const say = press({
  at: '/bookings/:reference/together/:sessionId',
  find,
  form: (_, { watchers }) => screensForm(watchers),
  filled: ({ watchers }: OfSession) => screensTyped(watchers),
  button: 'Save',
  act: (act, screens, { subject: { booking, event, watchers }, part }) => {
    const session = { sessionId: part('sessionId'), eventId: event.id, schoolId: booking.schoolId, by: 'school' as const }
    return sayTogether(act, session, watchers, screens)
  },
  refused: sayRefusals,
  done: (_, people) =>
    people === 0 ? 'Nothing was changed' : `Noted of ${counted(people, 'person', 'people')}. The organiser marks who came`,
  to: ({ part }) => `/bookings/${part('reference')}/together`,
})

const together = page({
  at: '/bookings/:reference/together',
  also: async (act, _, asked) => {
    const subject = await find(act, asked)
    if (!subject) throw notFound('booking')
    return subject
  },
  title: 'Who watched together',
  caption: ({ event }) => event.title,
  back: ({ booking: { reference } }) => ({ href: `/bookings/${reference}`, text: `Booking ${reference}` }),
  wide: true,
  presses: { say },
  show: ({ watchers }, forms) => (
    <WatchedTogether watchers={watchers} form={(own) => forms.say({ watchers: own }, { sessionId: own[0]?.sessionId ?? '' })} />
  ),
})

/** A school says who of its people watched at one screen. Mounted at the root. */
export const schoolTogetherPages = withPages(new Hono<AppEnv>(), together)
