import { type Context, Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { sayNumber } from '#base/words.ts'
import { readFilter } from '#booking/lists/list-forms.ts'
import { listPlaces } from '#booking/lists/list-store.ts'
import { filterQuery } from '#booking/lists/listed-place.ts'
import { BookingsPage } from '#booking/lists/views/organiser-bookings.tsx'
import { atOnce, type Bulk, mostPlaces } from './bulk.ts'
import { readChosen, type StartAsked, sayDate, startForm } from './forms.ts'
import { shownPrices, sumsOfMoves } from './move.ts'
import { readMoves } from './move-store.ts'
import { prepareBulk } from './prepare-bulk.ts'
import { beginBulk, runBulk } from './resume-bulk-acts.ts'
import { readBulk, readMoneyOfBulk, selectBulk, selectDatesOf, selectRecentBulks } from './store.ts'
import { BulkMovePage } from './views/move.tsx'
import { BulkPreviewPage, headings, sayStart } from './views/preview.tsx'
import { BulkListPage, BulkProgressPage } from './views/progress.tsx'

const shown = 100
const back = { href: '/organiser/bookings', text: 'Bookings' }

const readFound = ({ db, now, part }: Asked) => selectBulk({ db, now }, part('id'), shown)

const read = (asked: Asked) =>
  mapped(
    together({ found: readFound(asked), dates: selectDatesOf(asked.db, asked.part('id'), instant(asked.now)) }),
    ({ found, dates }) => found && { ...found, dates },
  )

const toBulk = ({ part }: Pick<Asked, 'part'>): string => `/organiser/bookings/bulk/${part('id')}`

const begin = async (act: Act, bulk: Bulk, { to, ...asked }: StartAsked, seen: string, c: Context<AppEnv>) => {
  if (bulk.startedAt !== null) return ok(undefined)
  const moves = to ? await readMoves(act, bulk.id, to) : []
  const { was, is } = sumsOfMoves(moves)
  const now = await sha256(JSON.stringify(moves))
  if (to && was + is > 0 && seen !== now) {
    const changed = seen !== ''
    if (changed) c.status(409)
    return c.render(<BulkMovePage bulk={bulk} moves={moves} changed={changed} to={{ code: to.code, text: sayDate(to) }} seen={now} />, {
      title: 'Check before you move them',
      back: { href: `/organiser/bookings/bulk/${bulk.id}` },
      hasProblems: changed,
    })
  }
  await beginBulk(act, bulk, { ...asked, ...(to ? { to: to.code, prices: shownPrices(moves) } : {}) })
  const begun = await readBulk(act, bulk.id, 1)
  if (begun) await runBulk(act, begun.bulk)
  return ok(undefined)
}

const start = press({
  at: '/:id/start',
  read,
  form: (_, { bulk, dates }) => startForm(bulk, dates),
  button: ({ bulk, progress }) => [{ text: sayStart(bulk.act, progress), ...(bulk.act === 'cancel' ? { kind: 'warning' as const } : {}) }],
  act: (act, asked, { subject, field, c }) => begin(act, subject.bulk, asked, field('seen'), c),
  refused: {},
  to: toBulk,
})

const proceed = press({
  at: '/:id/continue',
  read: readFound,
  button: ({ progress }) => `Change the next ${sayNumber(Math.min(atOnce, progress.waiting))}`,
  act: async (act, _, { subject: { bulk } }) => {
    if (bulk.startedAt !== null && bulk.finishedAt === null) await runBulk(act, bulk)
    return ok(undefined)
  },
  refused: {},
  to: toBulk,
})

const bulkPage = page({
  at: '/:id',
  read,
  also: async (act, { bulk }) =>
    bulk.startedAt === null && (bulk.act === 'cancel' || bulk.act === 'move')
      ? readMoneyOfBulk(act, bulk.id)
      : { money: [], costs: new Map<string, number>() },
  title: ({ bulk }) => (bulk.startedAt ? 'Changes to several bookings' : 'Check before you do it'),
  heading: ({ bulk }) => headings[bulk.act],
  caption: ({ bulk }) => (bulk.startedAt ? '' : 'Nothing has been done yet'),
  back,
  wide: true,
  presses: { start, proceed },
  show: ({ dates, ...found }, forms) =>
    found.bulk.startedAt ? (
      <BulkProgressPage {...found} form={forms.proceed(found)} />
    ) : (
      <BulkPreviewPage {...found} nowhere={found.bulk.act === 'move' && dates.length === 0} form={forms.start({ ...found, dates })} />
    ),
})

const list = page({
  at: '/',
  read: ({ db }) => together({ bulks: selectRecentBulks(db) }),
  title: 'Changes to several bookings',
  back,
  wide: true,
  show: ({ bulks }) => <BulkListPage bulks={bulks} />,
})

const prepare = async (c: Context<AppEnv>) => {
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
    hasProblems: true,
  })
}

/** Bulk acts on bookings. Mounted at /organiser/bookings/bulk. */
export const organiserBulkPages = withPages(new Hono<AppEnv>(), list, bulkPage).post('/', prepare)
