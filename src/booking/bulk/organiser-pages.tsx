import { type Context, Hono } from 'hono'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { counted, sayNumber } from '#base/words.ts'
import { readFilter } from '#booking/lists/list-forms.ts'
import { listPlaces } from '#booking/lists/list-store.ts'
import { filterQuery } from '#booking/lists/listed-place.ts'
import { BookingsPage } from '#booking/lists/views/organiser-bookings.tsx'
import { type EventDetails, placesOpen } from '#events/events/event.ts'
import { shortWhen } from '#events/events/views/organiser-home.tsx'
import { type Bulk, mostPlaces } from './bulk.ts'
import { readChosen, startForm } from './forms.ts'
import { type PricedMove, shownPrices, sumsOfMoves } from './move.ts'
import { readMoves } from './move-store.ts'
import { prepareBulk } from './prepare-bulk.ts'
import { beginBulk, runBulk } from './resume-bulk-acts.ts'
import { datesOf, readBulk, readMoneyOfBulk, recentBulks } from './store.ts'
import { BulkMovePage } from './views/move.tsx'
import { BulkPreviewPage, type DateChoice } from './views/preview.tsx'
import { BulkListPage, BulkProgressPage } from './views/progress.tsx'

type C = Context<AppEnv>

const shown = 100
const back = { href: '/organiser/bookings', text: 'Bookings' }

const read = async (c: C) => {
  const found = await readBulk(c.var.act, c.req.param('id') ?? '', shown)
  if (!found) throw notFound('page')
  return found
}

const datesFor = (c: C, bulk: Bulk): Promise<EventDetails[]> => datesOf(c.env.DB, bulk.id, instant(c.var.act.now))

const choiceOf = (event: EventDetails): DateChoice => ({
  code: event.code,
  text: `${shortWhen(event)}: ${event.title} (${counted(placesOpen(event), 'place')} left)`,
})

const show = async (c: C, found: Awaited<ReturnType<typeof read>>, typed?: Record<string, unknown>, problems?: Record<string, string>) => {
  if (found.bulk.startedAt) return c.render(<BulkProgressPage {...found} />, { title: 'Changes to several bookings', back })
  if (problems) c.status(422)
  const ending = found.bulk.act === 'cancel' || found.bulk.act === 'move'
  return c.render(
    <BulkPreviewPage
      {...found}
      {...(ending ? await readMoneyOfBulk(c.var.act, found.bulk.id) : { money: [], costs: new Map() })}
      dates={found.bulk.act === 'move' ? (await datesFor(c, found.bulk)).map(choiceOf) : []}
      typed={{ reason: String(typed?.['reason'] ?? ''), waive: typed?.['waive'] === 'yes', to: String(typed?.['to'] ?? '') }}
      problems={problems}
    />,
    { title: 'Check before you do it', back, hasProblems: problems !== undefined },
  )
}

/** What each place costs at a date, before it is moved. `changed`: not what the form showed. */
const showMoves = async (c: C, { bulk }: { bulk: Bulk }, to: EventDetails, moves: readonly PricedMove[], changed: boolean) => {
  if (changed) c.status(409)
  const seen = await seenOf(moves)
  return c.render(<BulkMovePage bulk={bulk} to={choiceOf(to)} moves={moves} seen={seen} changed={changed} />, {
    title: 'Check before you move them',
    back: { href: `/organiser/bookings/bulk/${bulk.id}` },
    hasProblems: changed,
  })
}

const seenOf = (moves: readonly PricedMove[]): Promise<string> => sha256(JSON.stringify(moves))

/** Bulk acts on bookings. Mounted at /organiser/bookings/bulk. */
export const organiserBulkPages = new Hono<AppEnv>()
  .get('/', async (c) => c.render(<BulkListPage bulks={await recentBulks(c.env.DB)} />, { title: 'Changes to several bookings', back }))
  .post('/', async (c) => {
    const body = await c.req.parseBody({ all: true })
    const chosen = readChosen(body)
    const filter = readFilter(body)
    const which = chosen && (chosen.which === 'all' ? filter : chosen.which === 'page' ? chosen.onPage : chosen.place)
    const prepared = chosen && which ? await prepareBulk(c.var.act, { act: chosen.act, which }) : undefined
    if (prepared?.ok) return c.redirect(`/organiser/bookings/bulk/${prepared.value}`, 303)
    const { choices, ...list } = await listPlaces(c.env.DB, filter, 1, c.var.act.now)
    c.status(422)
    const problem =
      prepared?.reason === 'too_many'
        ? `Choose at most ${sayNumber(mostPlaces)} places at once: narrow the search`
        : 'Tick at least one place in the list, or choose all of them'
    const props = { list, choices, filter, page: 1, url: new URL(`/organiser/bookings${filterQuery(filter)}`, c.req.url).href }
    return c.render(<BookingsPage {...props} now={instant(c.var.act.now)} problems={{ which: problem }} />, {
      title: 'Bookings',
      back: { href: '/organiser', text: 'Organise' },
      hasProblems: true,
    })
  })
  .get('/:id', async (c) => show(c, await read(c)))
  .post('/:id/start', async (c) => {
    const found = await read(c)
    const { bulk } = found
    if (bulk.startedAt === null) {
      const body = await c.req.parseBody()
      const typed = startForm[bulk.act].safeParse(body)
      if (!typed.success) {
        const [issue] = typed.error.issues
        return show(c, found, body, { [String(issue?.path[0] ?? 'reason')]: issue?.message ?? '' })
      }
      const to = 'to' in typed.data ? typed.data.to.toUpperCase() : undefined
      const date = to === undefined ? undefined : (await datesFor(c, bulk)).find(({ code }) => code === to)
      if (to !== undefined && !date) return show(c, found, body, { to: 'Choose a date' })
      const moves = date ? await readMoves(c.var.act, bulk.id, date) : []
      const { was, is } = sumsOfMoves(moves)
      if (date && was + is > 0 && body['seen'] !== (await seenOf(moves)))
        return showMoves(c, found, date, moves, typeof body['seen'] === 'string')
      await beginBulk(c.var.act, bulk, { ...typed.data, ...(date ? { prices: shownPrices(moves) } : {}) })
      const begun = (await read(c)).bulk
      await runBulk(c.var.act, begun)
    }
    return c.redirect(`/organiser/bookings/bulk/${bulk.id}`, 303)
  })
  .post('/:id/continue', async (c) => {
    const { bulk } = await read(c)
    if (bulk.startedAt !== null && bulk.finishedAt === null) await runBulk(c.var.act, bulk)
    return c.redirect(`/organiser/bookings/bulk/${bulk.id}`, 303)
  })
