import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { readAt, sliceOf } from '#base/db/list-rows.ts'
import { newId } from '#base/id.ts'
import { ok } from '#base/result.ts'
import { cellsOf, csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { ownForm } from '#base/web/fields.tsx'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import { toXlsx, xlsxHeaders } from '#base/web/xlsx.ts'
import { logRingExport, recordRing } from './record-ring.ts'
import { inOrder, type RingList, ringColumns, rungWords } from './ring.ts'
import { exportForm, readShown, rungForm } from './ring-forms.ts'
import { readRingList } from './ring-store.ts'
import { RingListPage } from './views/ring-list.tsx'

const find = ({ db }: Act, { part }: Asked): Promise<RingList | undefined> => readRingList(db, part('code'))

const shownOf = (list: RingList, show: 'all' | 'open') =>
  inOrder(show === 'all' ? list.people : list.people.filter((one) => one.reach !== 'accepted'))

const mark = press({
  at: '/:code/ring-list/marks',
  find,
  form: ownForm(rungForm),
  act: async (act, { show, after, who: [kind, id], how, form }, { subject: list }) => {
    const found = list.people.find((one) => one.kind === kind && one.id === id)
    if (!found) return { ok: false, refusal: gone }
    const noted = await recordRing(act, list, { kind: found.kind, id: found.id, schoolId: found.schoolId, how, form })
    return noted.ok ? ok({ show, after, said: `${found.name || 'No name'}: ${rungWords[how].toLowerCase()}` }) : noted
  },
  refused: { noted_before: { after: 'It was noted before' } },
  done: (_, { said }) => `Noted. ${said}`,
  to: ({ part }, done) => {
    const query = new URLSearchParams({ ...(done?.show === 'open' ? { show: 'open' } : {}), ...(done?.after ? { after: done.after } : {}) })
    return `/organiser/events/${part('code')}/ring-list${query.size > 0 ? `?${query}` : ''}`
  },
})

const give = press({
  at: '/:code/ring-list/export',
  find,
  form: ownForm(exportForm),
  act: async (act, { show, format }, { subject: list, c }) => {
    const people = shownOf(list, show)
    await logRingExport(act, list, format, people.length)
    const name = `telephone-list-${list.event.code}`
    return format === 'csv'
      ? c.body(csvOf(ringColumns, people), 200, csvHeaders(name))
      : c.body(toXlsx('Telephone list', ringColumns, cellsOf(ringColumns, people)), 200, xlsxHeaders(name))
  },
  refused: {},
  to: '',
})

const ringList = page({
  at: '/:code/ring-list',
  find,
  title: 'Telephone list',
  wide: true,
  presses: { mark, give },
  also: async (_, list, { c, here, query }) => {
    const { search } = new URL(c.req.url)
    const show = readShown(query['show'])
    const slice = sliceOf(shownOf(list, show), readAt(query), ({ id }) => id, 20)
    return { list, slice, show, after: query['after'] ?? '', url: new URL(here + search, c.req.url).href }
  },
  show: (shown, _, { now }) => <RingListPage {...shown} form={newId(now)} />,
})

/** Whom to phone about a late change. Mounted at /organiser/events. */
export const organiserRingPages = withPages(new Hono<AppEnv>(), ringList)
