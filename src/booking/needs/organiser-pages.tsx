import { Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { files } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import type { Asked } from '#base/web/press.tsx'
import { dietaryChoices, lineOf, linesOf } from './need.ts'
import { readNamedNeeds } from './read-needs.ts'
import { type EventNeeds, selectEventNeeds } from './store.ts'
import { AccessPage, BeforeNames, NeedsSheet } from './views/organiser-needs.tsx'

const read = ({ db, now, part }: Asked) => selectEventNeeds(db, now, part('code'))
const toNeeds = ({ event }: EventNeeds) => ({ href: `/organiser/events/${event.code}/needs`, text: 'Needs' })

const sheet = page({
  at: '/:code/needs',
  read,
  title: ({ event }) => `Needs at ${event.title}`,
  heading: 'Needs',
  show: (needs, _, { now }) => <NeedsSheet {...needs} today={londonDay(now)} />,
})

const names = question({
  at: '/:code/needs/access',
  read,
  title: 'You are about to see names',
  back: toNeeds,
  above: () => <BeforeNames />,
  button: 'Show the names',
  or: (needs) => ({ ...toNeeds(needs), text: 'Back' }),
  act: async (act, _, { subject, c }) => {
    const people = await readNamedNeeds(act, subject.event.id)
    c.header('cache-control', 'private, no-store')
    return c.render(<AccessPage event={subject.event} people={people} />, { title: 'Access needs, with names', back: toNeeds(subject) })
  },
  refused: {},
  to: '/',
})

/** Needs and how many people have them, in an order that identifies nobody. */
const caterer = files({
  at: '/:code/needs',
  beside: read,
  title: 'Food',
  whole: { rows: ({ needs }) => linesOf(needs.map(({ dietary }) => lineOf(dietary, dietaryChoices)).filter(Boolean)) },
  columns: [
    { name: 'Food and drink: one line is what one person needs', width: 60, value: ({ line }) => line },
    { name: 'People', value: ({ people }) => people },
  ],
  file: {
    name: ({ event }) => `food-${event.code}`,
    log: ({ event }) => ({ act: 'needs.exported', subject: ['event', event.id], eventId: event.id }),
  },
})

/** People's needs at an event, for its organisers. Mounted at /organiser/events. */
export const organiserNeedsPages = withPages(new Hono<AppEnv>(), sheet, names, caterer)
