import { Hono } from 'hono'
import { instant, londonDay, sayDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import { outcomeOf, sayRecorded } from '#base/standing.ts'
import type { AppEnv } from '#base/web/env.ts'
import { withPages } from '#base/web/page.tsx'
import { Address, Link, Tag } from '#base/web/page-parts.tsx'
import { plural } from '#base/words.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import { blocksOf, type EventDetails, firstStart, isMixed, lastEnd } from '#events/events/event.ts'
import { selectEventByCode } from '#events/events/store.ts'
import { attendanceTitles } from '#events/events/views/words.tsx'
import { type ComingPlace, comingPlaces, selectHasPlace } from './coming-store.ts'

const stateOf = (event: EventDetails, place: ComingPlace, now: Date) =>
  sayRecorded(
    { place, eventCancelled: event.state === 'cancelled', endsAt: lastEnd(event) ?? '9999', outcome: outcomeOf(place.marks) },
    instant(now),
  )

const sayHow = ({ attendance }: ComingPlace): string => (attendance ? attendanceTitles[attendance] : '')

const sayWorkshops = ({ workshops }: ComingPlace): string => workshops.join('; ')

const coming = list({
  at: '/events/:code/people',
  find: async ({ actor }) => (actor.schoolIds.length > 0 ? { schoolIds: actor.schoolIds } : undefined),
  beside: ({ db, part, now, schoolIds }) =>
    mapped(
      together({ event: selectEventByCode(db, part('code'), now), hasPlace: selectHasPlace(db, schoolIds, part('code')) }),
      ({ event, hasPlace }) => (event && hasPlace ? { event } : undefined),
    ),
  title: ({ event, schoolIds, now }) => {
    const schools = plural(schoolIds.length, 'your school', 'your schools')
    if (event.state === 'cancelled') return `People from ${schools}`
    return (lastEnd(event) ?? '9999') <= instant(now) ? `Who came from ${schools}` : `Who is coming from ${schools}`
  },
  caption: ({ event }) => {
    const start = firstStart(event)
    return start ? `${event.title}, ${sayDay(londonDay(start))}` : event.title
  },
  back: ({ event }) => ({ href: `/events/${event.code}`, text: 'About the event' }),
  rows: ({ schoolIds, part }) => comingPlaces(schoolIds, part('code')),
  of: ['place'],
  dense: true,
  columns: ({ event, now, schoolIds }) => [
    { name: 'Person', cell: placeName, value: placeName },
    {
      name: 'School',
      ...(schoolIds.length > 1 ? { cell: ({ school }: ComingPlace) => school } : {}),
      value: ({ school }) => school,
    },
    { name: 'Role', cell: ({ role }) => role ?? '', value: ({ role }) => role },
    {
      name: 'Place',
      cell: (place) => {
        const { colour, text } = stateOf(event, place, now)
        return <Tag colour={colour}>{text}</Tag>
      },
      value: (place) => stateOf(event, place, now).text,
    },
    ...(isMixed(event) ? [{ name: 'Comes', cell: sayHow, value: sayHow }] : []),
    ...(blocksOf(event.sessions).length > 0 ? [{ name: 'Workshops', cell: sayWorkshops, value: sayWorkshops }] : []),
    { name: 'Email address', cell: ({ email }) => <Address email={email} />, value: ({ email }) => email },
    {
      name: 'Booking',
      cell: ({ reference }) => <Link href={`/bookings/${reference}`}>{reference}</Link>,
      value: ({ reference }) => reference,
    },
  ],
  none: 'No place of your schools is booked here. What waits is on the page of its booking.',
  file: {
    name: ({ event }) => `who-comes-${event.code}`,
    log: ({ event }, rows) => ({ act: 'coming.exported', subject: ['event', event.id], after: { rows } }),
  },
})

/** Who comes to an event from the schools for which somebody acts. Mounted at the root. */
export const schoolComingPages = withPages(new Hono<AppEnv>(), coming)
