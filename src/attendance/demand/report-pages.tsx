import { Hono } from 'hono'
import { selectPlanned } from '#attendance/requirements/coming-store.ts'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { instant } from '#base/dates.ts'
import { readNow, together } from '#base/db/read.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { bySchoolOf, demandOf, pairsOf } from './demand.ts'
import { selectDueCounts } from './demand-store.ts'
import { DemandTable } from './views/demand.tsx'

const demand = page({
  at: '/due',
  read: ({ db, now }) => together({ editions: selectEditions(db), events: selectPlanned(db, instant(now)) }),
  also: async ({ db, now, laCodes }, { editions, events }) => {
    const counts = await readNow(
      db,
      selectDueCounts(db, { now, at: instant(now), laCodes, pairs: pairsOf(editions, events, now), bySchool: bySchoolOf(editions, now) }),
    )
    return { demand: demandOf(editions, events, counts, now) }
  },
  title: 'Training due, and places planned',
  back: { href: '/requirements', text: 'Training rules' },
  wide: true,
  show: ({ demand: rules }, _, { act: { actor } }) => <DemandTable rules={rules} mayPlan={mayAsk(actor, 'GET /organiser/events')} />,
})

/** Places to plan, for staff of schools. Mounted at /requirements. */
export const reportDemandPages = withPages(new Hono<AppEnv>(), demand)
