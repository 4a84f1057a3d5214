import { Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import { csvHeaders } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import type { Asked } from '#base/web/press.tsx'
import { catererCsv } from './csv.ts'
import { exportNeeds, readNamedNeeds } from './read-needs.ts'
import { type EventNeeds, selectEventNeeds } from './store.ts'
import { AccessPage, BeforeNames, NeedsSheet } from './views/organiser-needs.tsx'

const read = ({ db, now, part }: Asked) => selectEventNeeds(db, now, part('code'))
const caption = ({ event }: EventNeeds): string => event.title
const toNeeds = ({ event }: EventNeeds) => ({ href: `/organiser/events/${event.code}/needs`, text: 'Needs' })

const sheet = page({
  at: '/:code/needs',
  read,
  title: ({ event }) => `Needs at ${event.title}`,
  heading: 'Needs',
  caption,
  back: ({ event }) => ({ href: `/organiser/events/${event.code}`, text: 'Back to the event' }),
  show: (needs) => <NeedsSheet {...needs} />,
})

const names = question({
  at: '/:code/needs/access',
  read,
  title: 'You are about to see names',
  caption,
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

/** People's needs at an event, for its organisers. Mounted at /organiser/events. */
export const organiserNeedsPages = withPages(new Hono<AppEnv>(), sheet, names).get('/:code/needs.csv', async (c) => {
  const needs = await exportNeeds(c.var.act, c.req.param('code'))
  if (!needs) throw notFound('event')
  return c.body(catererCsv(needs.needs), 200, csvHeaders(`food-${needs.event.code}`))
})
