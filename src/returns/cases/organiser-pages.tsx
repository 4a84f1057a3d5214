import { Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { readPage } from '#base/web/page-number.ts'
import { schoolYear } from './audit.ts'
import { selectCaseAudits, selectOpenCount } from './store.ts'
import { CaseFiguresPage } from './views/figures.tsx'

export const organiserCasePages = new Hono<AppEnv>().get('/case-records', async (c) => {
  const { db, now, laCodes } = c.var.act
  const current = schoolYear(londonDay(now))
  const asked = Number(c.req.query('year'))
  const year = Number.isInteger(asked) && asked > current - 6 && asked <= current ? asked : current
  const page = readPage(c.req.query('page'))
  const read = await readTogether(db, {
    open: selectOpenCount(db, laCodes),
    audits: selectCaseAudits(db, { from: `${year}-09-01`, to: `${year + 1}-08-31`, laCodes }),
  })
  return c.render(<CaseFiguresPage {...{ ...read, year, current, page }} url={c.req.url} />, {
    ...{ title: 'Audits of case records', back: { href: '/organiser/returns', text: 'Safeguarding audit' } },
  })
})
