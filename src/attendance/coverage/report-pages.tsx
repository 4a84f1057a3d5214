import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { AppError, notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logExport } from '#base/log/export-log.ts'
import { mayAsk } from '#base/web/access.ts'
import { csvHeaders, csvOf, toCsv } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { earlyYearsFigures } from './answer.ts'
import { readChoices } from './choices-store.ts'
import { dimensionNames, notHeld, type Question, usualPeriod } from './coverage.ts'
import { basisNames, gradeNames } from './evidence.ts'
import { selectBeginning } from './evidence-store.ts'
import { figureHeadings, figureNames, type LiveFigures, share } from './figures.ts'
import { questionOf, readAsked, sameQuestion } from './forms.ts'
import { selectPlaced, selectTaken } from './place-store.ts'
import { readSchools, selectSchools } from './schools-store.ts'
import { sentColumns } from './sent.ts'
import { selectApart, selectSent } from './sent-store.ts'
import { readReport } from './store.ts'
import { momentsUntil, steps, trendOf } from './trend.ts'
import { PlacePage } from './views/place.tsx'
import { CoveragePage } from './views/report.tsx'
import { CoverageSchoolsPage } from './views/schools.tsx'
import { SentPage } from './views/sent.tsx'
import { TrendPage } from './views/trend.tsx'

const pageSize = 50

/** Reads the address's question once for every page of the report: one round trip. */
const ask = async (c: Context<AppEnv>, answersProblems = false) => {
  const { act, council } = c.var
  const today = londonDay(act.now)
  const asked = readAsked(c.req.query())
  const choices = await readChoices(act.db, today)
  const { question, problems } = questionOf(asked, choices, council.laCodes, today)
  if (asked.event && !question.event) throw notFound('event')
  if (Object.keys(problems).length > 0) {
    // Only the form's page shows problems; lists and files of an invalid question must not exist.
    if (!answersProblems) throw new AppError('bad_request', 'Coverage asked with a period that is none')
    c.status(422)
  }
  const why = notHeld(question, today)
  // Lists and files name non-participants, so cancelled and future events have none.
  if (why && !answersProblems) throw notFound('report')
  return { act, council, asked, question, problems, choices, why }
}

export const reportCoveragePages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { asked, question, problems, choices, act, why } = await ask(c, true)
    const report = await readReport(act.db, question, [asked.by], act)
    return c.render(
      <CoveragePage
        {...{ asked, question, problems, choices, report, why }}
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

  .get('/figures.csv', async (c) => {
    const { asked, question, act } = await ask(c)
    const { tables, whole, sources } = await readReport(act.db, question, [asked.by])
    const schools = [...(tables[0]?.categories ?? []), { ...whole, label: 'All schools' }]
    const all: (Partial<LiveFigures> & { label: string })[] = [...schools, earlyYearsFigures(sources)]
    const rows = all.map((row) => [
      row.label,
      ...figureNames.map((name) => row[name]),
      ...[less(row.onTopic, row.tookPart), less(row.open, row.onTopic, row.never), less(row.open, row.tookPart)],
      row.open === undefined || row.tookPart === undefined ? '' : share(row.tookPart, row.open),
      ...askedCells(question),
      act.now.toISOString(),
    ])
    const columns = [
      dimensionNames[asked.by],
      ...figureNames.map((name) => figureHeadings[name]),
      ...['Lapsed', 'Never on this topic', 'Did not take part', 'Per cent'],
      ...askedColumns,
    ]
    return c.body(toCsv([...columns, 'As known at'], rows), 200, csvHeaders(`coverage-${question.on}`))
  })

  .get('/schools.csv', async (c) => {
    const { asked, question, act } = await ask(c)
    const { schools } = await readSchools(act.db, question, { dimension: asked.by, category: asked.category, answer: asked.answer })
    await logExport(act, { act: 'coverage_schools.exported', after: { schools: schools.length, by: asked.by, answer: asked.answer } })
    const rows = schools.map((school) => [
      school.urn,
      school.name,
      school.town,
      school.category,
      school.reached ? 'yes' : 'no',
      school.reached ? gradeNames[school.reached.grade] : '',
      school.reached ? basisNames[school.reached.basis] : '',
      school.reached ? (school.reached.throughPredecessor ? 'yes' : 'no') : '',
      school.firstOnTopic ?? '',
      school.lastOnTopic ?? '',
      school.times,
      school.lastOn ?? '',
      ...askedCells(question),
      act.now.toISOString(),
    ])
    const columns = [
      'URN',
      'School',
      'Town',
      dimensionNames[asked.by],
      'Took part',
      'How',
      'Rests on',
      'Only through a predecessor',
      'First on the topic',
      'Last on the topic',
      'Times on the topic',
      'Last at any event',
    ]
    return c.body(toCsv([...columns, ...askedColumns, 'As known at'], rows), 200, csvHeaders(`coverage-schools-${question.on}`))
  })

  .get('/schools', async (c) => {
    const { asked, question, act } = await ask(c)
    const { list, beginning } = await readTogether(act.db, {
      list: selectSchools(act.db, question, {
        ...{ dimension: asked.by, category: asked.category, answer: asked.answer },
        ...{ limit: pageSize, offset: (asked.page - 1) * pageSize },
      }),
      beginning: selectBeginning(act.db),
    })
    return c.render(<CoverageSchoolsPage {...{ asked, question, beginning, list, pageSize }} url={c.req.url} knownAt={act.now} />, {
      title: 'Schools behind the figures',
      back: { href: `/coverage?${sameQuestion(question, asked.by)}`, text: 'Back to the report' },
    })
  })

  .get('/sent', async (c) => {
    const { asked, question, act } = await ask(c)
    const of = { dimension: asked.by, category: asked.category }
    const { list, apart } = await readTogether(act.db, {
      list: selectSent(act.db, question, { ...of, limit: pageSize, offset: (asked.page - 1) * pageSize }),
      apart: selectApart(act.db, question, { ...of, now: act.now }),
    })
    return c.render(<SentPage {...{ asked, question, apart, pageSize }} {...list} url={c.req.url} knownAt={act.now} />, {
      title: 'Whom each school sent',
      back: { href: `/coverage?${sameQuestion(question, asked.by)}`, text: 'Back to the report' },
    })
  })

  .get('/sent.csv', async (c) => {
    const { asked, question, act } = await ask(c)
    const { sent } = await readNow(act.db, selectSent(act.db, question, { dimension: asked.by, category: asked.category }))
    await logExport(act, { act: 'coverage_sent.exported', after: { attendances: sent.length, by: asked.by } })
    return c.body(csvOf(sentColumns(dimensionNames[asked.by]), sent), 200, csvHeaders(`coverage-sent-${question.on}`))
  })

  .get('/map', async (c) => {
    const { question, act } = await ask(c)
    const [report, { placed, without }] = await Promise.all([
      readReport(act.db, question, ['ward']),
      readNow(act.db, selectPlaced(act.db, question)),
    ])
    return c.render(<PlacePage {...{ question, report, placed, without }} knownAt={act.now} />, {
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
    return c.render(<TrendPage {...{ step, topic, beginning }} trend={trendOf(taken)} topics={choices.topics} knownAt={act.now} />, {
      title: 'How it goes over time',
      back: { href: '/coverage', text: 'Coverage' },
    })
  })
  // As one page has everything about a school.
  .get('/schools/:id', (c) => c.redirect(`/organiser/schools/${c.req.param('id')}`, 302))

const askedColumns = ['Event', 'Topic', 'From', 'To', 'Schools open on']
const askedCells = ({ event, topic, from, to, on }: Question): string[] =>
  event ? [event.title, '', '', '', on] : ['', topic?.label ?? 'All topics', from, to, on]

/** '' where any of them is not known. */
const less = (of: number | undefined, ...taken: (number | undefined)[]): number | '' =>
  taken.reduce<number | ''>((left, n) => (left === '' || n === undefined ? '' : left - n), of ?? '')
