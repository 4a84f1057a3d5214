import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { files } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { withPages } from '#base/web/page.tsx'
import type { Asked } from '#base/web/press.tsx'
import { financialYearTo } from './account.ts'
import { readMonths } from './forms.ts'
import { eventColumns, eventRows, monthColumns, monthRows } from './income.ts'
import { selectIncome } from './income-store.ts'
import { IncomePage } from './views/income.tsx'

type C = Context<AppEnv>

const spanOf = ({ now, query }: Pick<Asked, 'now' | 'query'>) => {
  const usual = financialYearTo(londonDay(now))
  return readMonths({ from: query['from'], to: query['to'] }, { from: usual.from.slice(0, 7), to: usual.to.slice(0, 7) })
}

const show = async (c: C) => {
  const { typed, problems, ...span } = spanOf({ now: c.var.now, query: c.req.query() })
  if (problems) c.status(422)
  return c.render(
    <IncomePage
      councilName={c.var.council.name}
      span={span}
      typed={typed}
      problems={problems}
      {...(await readNow(c.var.act.db, selectIncome(c.var.act.db, span.from, span.to)))}
    />,
    { title: 'Income', hasProblems: problems !== undefined, back: { href: '/organiser/finance', text: 'Money' } },
  )
}

type Span = ReturnType<typeof spanOf>
const income = {
  ask: spanOf,
  beside: ({ db, from, to }: Asked & Span) => selectIncome(db, from, to),
}
const fileOf = (by: 'month' | 'event') => ({
  name: ({ from, to }: Span) => `income-by-${by}-${from}-to-${to}`,
  instead: ({ problems }: Span, c: C) => (problems ? show(c) : undefined),
})

const months = files({
  at: '/months',
  ...income,
  title: 'Income by month',
  whole: { rows: ({ months }) => monthRows(months) },
  columns: monthColumns,
  file: {
    ...fileOf('month'),
    log: ({ from, to, months }) => ({ act: 'income.exported', after: { by: 'month', from, to, rows: months.length } }),
  },
})

const events = files({
  at: '/events',
  ...income,
  title: 'Income by event',
  whole: { rows: ({ events }) => eventRows(events) },
  columns: eventColumns,
  file: {
    ...fileOf('event'),
    log: ({ from, to, events }) => ({ act: 'income.exported', after: { by: 'event', from, to, rows: events.length } }),
  },
})

/** Mounted at /organiser/finance/income. */
export const organiserIncomePages = withPages(new Hono<AppEnv>().get('/', show), months, events)
