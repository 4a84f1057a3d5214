import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { files } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import type { Asked } from '#base/web/press.tsx'
import { selectDue } from '#front/due/store.ts'
import { byNeed, gridColumns, rowsOf } from '#front/home/grid.ts'
import { inTrustOrder } from '#guidance/answers/asked.ts'
import { selectTrustDocuments } from '#guidance/answers/asked-store.ts'
import { selectTrustGuidance } from '#guidance/answers/store.ts'
import { selectTrust, selectTrustGrid } from './store.ts'
import { GridOfTrust } from './views/grid.tsx'
import { TrustGuidancePage } from './views/guidance.tsx'

const at = '/:trust{[\\w-]{1,30}}'

const find = async (act: Act, { part }: Asked) => {
  const uid = part('trust')
  const { trust, schools, guidance, dues } = await readTogether(act.db, {
    trust: selectTrust(act, uid),
    schools: selectTrustGrid(act, uid),
    guidance: selectTrustGuidance(act, uid),
    // The schools for which they act, of which those of the trust are some.
    dues: selectDue(act.db, { ...act, rootIds: act.actor.schoolIds }),
  })
  const today = londonDay(act.now)
  return trust && { trust, schools: byNeed(rowsOf(schools, dues, act.actor.approverSchoolIds, today)), guidance, today }
}

const grid = page({
  at,
  find,
  title: ({ trust }) => trust.name,
  back: { href: '/school', text: 'My schools' },
  wide: true,
  ownHeading: true,
  show: (found) => <GridOfTrust {...found} />,
})

const gridFile = files({
  at: `${at}/schools`,
  find,
  title: 'Schools of the trust',
  whole: { rows: ({ schools }) => schools },
  columns: gridColumns,
  file: {
    name: 'schools-of-the-trust',
    log: ({ trust }, rows) => ({ act: 'trust_grid.exported', after: { trustUid: trust.uid, rows } }),
  },
})

/** The schools of a trust, for whoever acts for it. Mounted at /trusts. */
export const schoolTrustPages = withPages(new Hono<AppEnv>(), grid, gridFile).get(`${at}/guidance`, async (c) => {
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
