import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { selectDue } from '#front/due/store.ts'
import { inTrustOrder } from '#guidance/answers/asked.ts'
import { selectTrustDocuments } from '#guidance/answers/asked-store.ts'
import { selectTrustGuidance } from '#guidance/answers/store.ts'
import { byNeed, gridColumns, rowsOf } from './grid.ts'
import { selectGrid, selectTrust } from './store.ts'
import { GridPage } from './views/grid.tsx'
import { TrustGuidancePage } from './views/guidance.tsx'

type C = Context<AppEnv>

const readGrid = async (c: C) => {
  const { act } = c.var
  const uid = c.req.param('trust') ?? ''
  const { trust, schools, guidance, dues } = await readTogether(act.db, {
    ...{ trust: selectTrust(act, uid), schools: selectGrid(act, uid) },
    guidance: selectTrustGuidance(act, uid),
    // The schools for which they act, of which those of the trust are some.
    dues: selectDue(act.db, { ...act, rootIds: act.actor.schoolIds }),
  })
  if (!trust) throw notFound('trust')
  const today = londonDay(act.now)
  return { trust, schools: byNeed(rowsOf(schools, dues, today)), guidance, today }
}

/** The schools of a trust, for whoever acts for it. Mounted at /trusts. */
export const schoolTrustPages = new Hono<AppEnv>()
  .get('/:trust{[\\w-]{1,30}}', async (c) => {
    const grid = await readGrid(c)
    return c.render(<GridPage {...grid} />, { title: grid.trust.name, back: { href: '/school', text: 'My schools' } })
  })
  .get('/:trust{[\\w-]{1,30}}/schools.csv', async (c) => {
    const { trust, schools } = await readGrid(c)
    await logExport(c.var.act, { act: 'trust_grid.exported', after: { trustUid: trust.uid, rows: schools.length } })
    return c.body(csvOf(gridColumns, schools), 200, csvHeaders('schools-of-the-trust'))
  })
  .get('/:trust{[\\w-]{1,30}}/guidance', async (c) => {
    const { act } = c.var
    const uid = c.req.param('trust')
    const { trust, documents } = await readTogether(act.db, {
      trust: selectTrust(act, uid),
      documents: selectTrustDocuments(act, uid),
    })
    if (!trust) throw notFound('trust')
    return c.render(<TrustGuidancePage trust={trust} documents={inTrustOrder(documents)} today={londonDay(act.now)} />, {
      title: 'Guidance and policies',
      back: { href: `/trusts/${uid}`, text: trust.name },
    })
  })
