import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { cellsOf, csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { toXlsx, xlsxHeaders } from '#base/web/xlsx.ts'
import { logRingExport, recordRing } from './record-ring.ts'
import { inOrder, type RingList, ringColumns } from './ring.ts'
import { exportForm, readShown, rungForm } from './ring-forms.ts'
import { readRingList } from './ring-store.ts'
import { RingListPage } from './views/ring-list.tsx'

type C = Context<AppEnv>

const read = async (c: C): Promise<RingList> => {
  const list = await readRingList(c.env.DB, c.req.param('code') ?? '')
  if (!list) throw notFound('event')
  return list
}

const shownOf = (list: RingList, show: 'all' | 'open') =>
  inOrder(show === 'all' ? list.people : list.people.filter((one) => one.reach !== 'accepted'))

/** Whom to phone about a late change. Mounted at /organiser/events. */
export const organiserRingPages = new Hono<AppEnv>()
  .get('/:code/ring-list', async (c) => {
    const list = await read(c)
    const show = readShown(c.req.query('show'))
    return c.render(<RingListPage list={list} people={shownOf(list, show)} show={show} form={newId(c.var.act.now)} />, {
      title: 'Telephone list',
      back: { href: `/organiser/events/${list.event.code}`, text: list.event.title },
    })
  })
  .post('/:code/ring-list/marks', async (c) => {
    const list = await read(c)
    const { show, ...ask } = rungForm.parse(await c.req.parseBody())
    const [kind, id] = ask.who
    const person = list.people.find((one) => one.kind === kind && one.id === id)
    if (!person) throw notFound('person to ring')
    const noted = await recordRing(c.var.act, list, { ...ask, kind: person.kind, id: person.id, schoolId: person.schoolId })
    flash(c, noted.ok ? 'Noted' : 'It was noted before', noted.ok)
    return c.redirect(`/organiser/events/${list.event.code}/ring-list${show === 'open' ? '?show=open' : ''}`, 303)
  })
  .post('/:code/ring-list/export', async (c) => {
    const list = await read(c)
    const { show, format } = exportForm.parse(await c.req.parseBody())
    const people = shownOf(list, show)
    await logRingExport(c.var.act, list, format, people.length)
    const name = `telephone-list-${list.event.code}`
    return format === 'csv'
      ? c.body(csvOf(ringColumns, people), 200, csvHeaders(name))
      : c.body(toXlsx('Telephone list', ringColumns, cellsOf(ringColumns, people)), 200, xlsxHeaders(name))
  })
