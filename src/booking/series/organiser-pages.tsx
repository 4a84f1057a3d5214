import { type Context, Hono } from 'hono'
import { sayChanged } from '#base/changed.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, typedOf } from '#base/web/form.ts'
import { atStart } from '#base/words.ts'
import { readVocabulary } from '#events/events/list-store.ts'
import { eventByCode } from '#events/events/store.ts'
import { hasEarly } from '#money/prices/price.ts'
import { copyEvent } from './copy-event.ts'
import { readCopy, readSeriesPrices, seriesForm } from './forms.ts'
import { priceSeries } from './price-series.ts'
import { joinSeries, startSeries } from './save-series.ts'
import { usualDay } from './series.ts'
import { listSeries, readSeries } from './store.ts'
import { CopyEventPage } from './views/copy.tsx'
import { OrganiserSeriesPage, SeriesListPage } from './views/organiser-series.tsx'
import { joinRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>
type Problems = Record<string, string>

const showAll = async (c: C, typed = { title: '', topicId: '' }, problems?: Problems) => {
  const { act } = c.var
  const [all, vocabulary] = await Promise.all([listSeries(act.db, act.now), readVocabulary(act.db, act.now)])
  if (problems) c.status(422)
  return c.render(<SeriesListPage all={all} vocabulary={vocabulary} id={newId(act.now)} typed={typed} problems={problems} />, {
    title: 'Series',
    back: { href: '/organiser', text: 'Organise' },
    hasProblems: problems !== undefined,
  })
}

const read = async (c: C) => {
  const found = await readSeries(c.env.DB, c.req.param('id') ?? '', c.var.act.now)
  if (!found) throw notFound('series')
  return found
}

const showOne = async (c: C, problems?: Problems, typed?: { priceId: string; earlyDays: string }) => {
  const found = await read(c)
  return c.render(<OrganiserSeriesPage {...found} typed={typed} now={c.var.act.now} problems={problems} />, {
    title: found.series.title,
    back: { href: '/organiser/series', text: 'Series' },
    hasProblems: problems !== undefined,
  })
}

/** Adds an event to a series, or removes it. */
const join = async (c: C, into: boolean) => {
  const { series } = await read(c)
  const code = String((await c.req.parseBody())['code'] ?? '')
  const event = code ? await eventByCode(c.env.DB, code, c.var.act.now) : undefined
  const fits = event && event.seriesId === (into ? null : series.id)
  if (!event || (!fits && event.seriesId !== (into ? series.id : null))) {
    c.status(422)
    return showOne(c, { code: 'Choose an event that is in no series' })
  }
  const done = await joinSeries(c.var.act, event, into ? series.id : null)
  if (!done.ok) {
    c.status(409)
    return showOne(c, { code: joinRefusals[done.reason] })
  }
  flash(c, into ? 'The event is a date of this series now' : 'The event is taken out of the series')
  return c.redirect(`/organiser/series/${series.id}`, 303)
}

const dates = (n: number): string => atStart(n, 'date has', 'dates have')

/** Sets the same prices for all future dates. */
const price = async (c: C) => {
  const { series, events, choosable } = await read(c)
  const typed = readSeriesPrices(
    await c.req.parseBody(),
    choosable.map((list) => ({ id: list.id, hasEarly: hasEarly(list) })),
  )
  if (!typed.ok) {
    c.status(422)
    return showOne(c, typed.problems, typed.typed)
  }
  const done = await priceSeries(c.var.act, { events, ...typed })
  if (!done.ok) {
    c.status(409)
    return showOne(c, { priceId: sayChanged('One of the dates has') })
  }
  flash(c, done.value === 0 ? 'All dates that lie ahead had these prices already' : `${dates(done.value)} these prices now`)
  return c.redirect(`/organiser/series/${series.id}`, 303)
}

const eventOf = async (c: C) => {
  const event = await eventByCode(c.env.DB, c.req.param('code') ?? '', c.var.act.now)
  if (!event) throw notFound('event')
  return event
}

/** Series, and copies of events. Mounted at /organiser. */
export const organiserSeriesPages = new Hono<AppEnv>()
  .get('/series', (c) => showAll(c))
  .post('/series', async (c) => {
    const body = await c.req.parseBody()
    const typed = seriesForm.safeParse(body)
    const again = typedOf(body, ['title', 'topicId'])
    if (!typed.success) return showAll(c, again, problemsOf(typed.error))
    const { title, topicId } = typed.data
    const id = formId(body, c.var.act.now)
    const started = await startSeries(c.var.act, { id, title, topicId })
    if (!started.ok) return showAll(c, again, { topicId: 'Choose the topic that all dates share' })
    return c.redirect(`/organiser/series/${id}`, 303)
  })
  .get('/series/:id', (c) => showOne(c))
  .post('/series/:id/join', (c) => join(c, true))
  .post('/series/:id/leave', (c) => join(c, false))
  .post('/series/:id/prices', (c) => price(c))
  .get('/events/:code/copy', async (c) => {
    const event = await eventOf(c)
    const { now } = c.var.act
    const usual = usualDay(event, now)
    return c.render(<CopyEventPage event={event} id={newId(now)} startsOn={usual} usual={usual} inSeries={event.seriesId !== null} />, {
      title: 'Duplicate an event',
      back: { href: `/organiser/events/${event.code}` },
    })
  })
  .post('/events/:code/copy', async (c) => {
    const { act } = c.var
    const event = await eventOf(c)
    const body = await c.req.parseBody()
    const usual = usualDay(event, act.now)
    const typed = readCopy(body, act.now, usual)
    if (!typed.ok) {
      c.status(422)
      const id = formId(body, act.now)
      return c.render(
        <CopyEventPage
          event={event}
          id={id}
          startsOn={typed.startsOn}
          usual={usual}
          inSeries={body['series'] === 'yes'}
          problems={{ startsOn: typed.problem }}
        />,
        { title: 'Duplicate an event', back: { href: `/organiser/events/${event.code}` }, hasProblems: true },
      )
    }
    const copied = await copyEvent(act, { event, ...typed })
    if (!copied.ok) {
      c.status(409)
      const problems = { series: joinRefusals[copied.reason === 'event_changed' ? 'stale' : copied.reason] }
      return c.render(<CopyEventPage event={event} id={typed.id} startsOn={typed.startsOn} usual={usual} inSeries problems={problems} />, {
        title: 'Duplicate an event',
        back: { href: `/organiser/events/${event.code}` },
        hasProblems: true,
      })
    }
    flash(c, 'Copied as a draft. Check the dates, then publish it')
    return c.redirect(`/organiser/events/${copied.value.code}/edit`, 303)
  })
