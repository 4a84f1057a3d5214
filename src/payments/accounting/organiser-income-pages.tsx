import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { logExport } from '#base/log/export-log.ts'
import { csvHeaders, toCsv } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { financialYearTo } from './account.ts'
import { readMonths } from './forms.ts'
import { eventColumns, eventRows, monthColumns, monthRows } from './income.ts'
import { readIncome } from './income-store.ts'
import { IncomePage } from './views/income.tsx'

type C = Context<AppEnv>

const spanOf = (c: C) => {
  const usual = financialYearTo(londonDay(c.var.act.now))
  return readMonths({ from: c.req.query('from'), to: c.req.query('to') }, { from: usual.from.slice(0, 7), to: usual.to.slice(0, 7) })
}

const show = async (c: C) => {
  const { typed, problems, ...span } = spanOf(c)
  if (problems) c.status(422)
  return c.render(
    <IncomePage
      councilName={c.var.council.name}
      span={span}
      typed={typed}
      problems={problems}
      {...(await readIncome(c.var.act.db, span.from, span.to))}
    />,
    { title: 'Income', hasProblems: problems !== undefined, back: { href: '/organiser/finance', text: 'Money' } },
  )
}

/** Mounted at /organiser/finance/income. */
export const organiserIncomePages = new Hono<AppEnv>()
  .get('/', show)
  .get('/months.csv', async (c) => {
    const { from, to, problems } = spanOf(c)
    if (problems) return show(c)
    const { months } = await readIncome(c.var.act.db, from, to)
    await logExport(c.var.act, { act: 'income.exported', after: { by: 'month', from, to, rows: months.length } })
    return c.body(toCsv(monthColumns, monthRows(months)), 200, csvHeaders(`income-by-month-${from}-to-${to}`))
  })
  .get('/events.csv', async (c) => {
    const { from, to, problems } = spanOf(c)
    if (problems) return show(c)
    const { events } = await readIncome(c.var.act.db, from, to)
    await logExport(c.var.act, { act: 'income.exported', after: { by: 'event', from, to, rows: events.length } })
    return c.body(toCsv(eventColumns, eventRows(events, londonDay)), 200, csvHeaders(`income-by-event-${from}-to-${to}`))
  })
