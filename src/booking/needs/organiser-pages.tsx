import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import { csvHeaders } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { catererCsv } from './csv.ts'
import { exportNeeds, readNamedNeeds } from './read-needs.ts'
import { readEventNeeds } from './store.ts'
import { AccessPage, BeforeNamesPage, NeedsSheetPage } from './views/organiser-needs.tsx'

type C = Context<AppEnv>

const found = async (c: C) => {
  const needs = await readEventNeeds(c.var.act, c.req.param('code') ?? '')
  if (!needs) throw notFound('event')
  return needs
}

/** People's needs at an event, for its organisers. Mounted at /organiser/events. */
export const organiserNeedsPages = new Hono<AppEnv>()
  .get('/:code/needs', async (c) => {
    const needs = await found(c)
    return c.render(<NeedsSheetPage {...needs} />, {
      title: `Needs at ${needs.event.title}`,
      back: { href: `/organiser/events/${needs.event.code}`, text: 'Back to the event' },
    })
  })
  .get('/:code/needs.csv', async (c) => {
    const needs = await exportNeeds(c.var.act, c.req.param('code'))
    if (!needs) throw notFound('event')
    return c.body(catererCsv(needs.needs), 200, csvHeaders(`food-${needs.event.code}`))
  })
  .get('/:code/needs/access', async (c) => {
    const { event } = await found(c)
    return c.render(<BeforeNamesPage event={event} />, {
      title: 'You are about to see names',
      back: { href: `/organiser/events/${event.code}/needs`, text: 'Needs' },
    })
  })
  .post('/:code/needs/access', async (c) => {
    const read = await readNamedNeeds(c.var.act, c.req.param('code'))
    if (!read) throw notFound('event')
    const { event } = read.found
    c.header('cache-control', 'private, no-store')
    return c.render(<AccessPage event={event} people={read.people} />, {
      title: 'Access needs, with names',
      back: { href: `/organiser/events/${event.code}/needs`, text: 'Needs' },
    })
  })
