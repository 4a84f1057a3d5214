import { Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { mapped, readNow, readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { files } from '#base/list/list.tsx'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { withPages } from '#base/web/page.tsx'
import { earlyYearsFigures } from './answer.ts'
import { askQuestion, askValid, validAhead } from './ask-question.ts'
import { readChoices } from './choices-store.ts'
import { dimensionNames, usualPeriod } from './coverage.ts'
import { selectBeginning } from './evidence-store.ts'
import { figureHeadings, figureNames, type LiveFigures, share } from './figures.ts'
import { sameQuestion } from './forms.ts'
import { selectPlaced, selectTaken } from './place-store.ts'
import { askedCells, askedColumns, reportCoveredPages } from './report-school-pages.tsx'
import { readReport, selectReport } from './store.ts'
import { momentsUntil, steps, trendOf } from './trend.ts'
import { PlacePage } from './views/place.tsx'
import { CoveragePage } from './views/report.tsx'
import { TrendPage } from './views/trend.tsx'

const figures = files({
  at: '/figures',
  ahead: validAhead,
  find: askValid,
  beside: ({ db, asked, question }) => mapped(selectReport(db, question, [asked.by]), (report) => ({ report })),
  title: 'Which schools took part',
  whole: {
    rows: ({ report: { tables, whole, sources } }): (Partial<LiveFigures> & { label: string })[] => [
      ...(tables[0]?.categories ?? []),
      { ...whole, label: 'All schools' },
      earlyYearsFigures(sources),
    ],
  },
  columns: ({ asked, question, now }) => [
    { name: dimensionNames[asked.by], value: ({ label }) => label },
    ...figureNames.map((name) => ({ name: figureHeadings[name], value: (row: Partial<LiveFigures>) => row[name] })),
    { name: 'Lapsed', value: ({ onTopic, tookPart }) => less(onTopic, tookPart) },
    { name: 'Never on this topic', value: ({ open, onTopic, never }) => less(open, onTopic, never) },
    { name: 'Did not take part', value: ({ open, tookPart }) => less(open, tookPart) },
    { name: 'Per cent', value: ({ open, tookPart }) => (open === undefined || tookPart === undefined ? '' : share(tookPart, open)) },
    ...askedColumns.map((name, at) => ({ name, value: () => askedCells(question, now)[at] })),
  ],
  file: {
    name: ({ question }) => `coverage-${question.on}`,
    log: ({ asked }, rows, format) => ({ act: 'coverage_figures.exported', after: { by: asked.by, rows, format } }),
  },
})

export const reportCoveragePages = withPages(new Hono<AppEnv>(), figures)
  .route('/', reportCoveredPages)
  .get('/', async (c) => {
    const { act } = c.var
    const { asked, question, problems, choices, why } = await askQuestion(act, c.req.query())
    if (Object.keys(problems).length > 0) c.status(422)
    const report = await readReport(act.db, question, [asked.by], act)
    return c.render(
      <CoveragePage
        asked={asked}
        question={question}
        problems={problems}
        choices={choices}
        report={report}
        why={why}
        every={c.var.council.breakdowns === 'all'}
        knownAt={act.now}
        freezeAs={mayAsk(act.actor, 'POST /coverage/frozen') ? newId(act.now) : undefined}
      />,
      {
        title: 'Which schools took part',
        hasProblems: Object.keys(problems).length > 0,
      },
    )
  })

  .get('/map', async (c) => {
    const { act } = c.var
    const { question } = await askValid(act, { query: c.req.query() })
    const [report, { placed, without }] = await Promise.all([
      readReport(act.db, question, ['ward']),
      readNow(act.db, selectPlaced(act.db, question)),
    ])
    return c.render(<PlacePage question={question} report={report} placed={placed} without={without} knownAt={act.now} />, {
      title: 'Where schools took part',
      back: { href: `/coverage?${sameQuestion(question, 'ward')}`, text: 'Back to the report' },
    })
  })

  .get('/trends', async (c) => {
    const { act, council } = c.var
    const today = londonDay(act.now)
    const step = steps.find((one) => one === c.req.query('step')) ?? 'term'
    const choices = await readChoices(act.db, today)
    const topic = choices.topics.find(({ id }) => id === c.req.query('topic'))
    const asked = momentsUntil(today, step).map((moment) => ({
      moment,
      question: { laCodes: council.laCodes, on: moment.on, ...usualPeriod(moment.on), topic, event: undefined },
    }))
    const { taken, beginning } = await readTogether(act.db, { taken: selectTaken(act.db, asked), beginning: selectBeginning(act.db) })
    return c.render(
      <TrendPage step={step} topic={topic} beginning={beginning} trend={trendOf(taken)} topics={choices.topics} knownAt={act.now} />,
      {
        title: 'How it goes over time',
        back: { href: '/coverage', text: 'Coverage' },
      },
    )
  })

/** '' where any of them is not known. */
const less = (of: number | undefined, ...taken: (number | undefined)[]): number | '' =>
  taken.reduce<number | ''>((left, n) => (left === '' || n === undefined ? '' : left - n), of ?? '')
