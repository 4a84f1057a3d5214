import { type Context, Hono } from 'hono'
import { standingDay } from '#attendance/coverage/forms.ts'
import { progressOf } from '#attendance/replies/reply.ts'
import { replyPages } from '#attendance/replies/report-reply-pages.tsx'
import { startToShow } from '#attendance/replies/show-lines.ts'
import { timetableTo } from '#attendance/replies/timetable.ts'
import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { type Instant, londonDay, sayDay } from '#base/dates.ts'
import { readAt } from '#base/db/list-rows.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { answerFile } from '#base/files/answer-file.ts'
import { fromBase64 } from '#base/id.ts'
import { list } from '#base/list/list.tsx'
import { logExport } from '#base/log/export-log.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { dayField } from '#base/web/form.ts'
import { oneAtATime } from '#base/web/pace.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Link } from '#base/web/page-parts.tsx'
import { gone, press } from '#base/web/press.tsx'
import type { Giver } from './document.ts'
import { endReport, readGround } from './end-report.ts'
import { answerQuery, finalForm, reportNumber } from './forms.ts'
import { schoolsBehind } from './line.ts'
import { fileHeaders, makeFile } from './make-file.ts'
import { makeReport } from './make-report.ts'
import type { AnswerRow } from './population.ts'
import { finalFiles, type Report, sayState } from './report.ts'
import { besideAnswer } from './report-addition.ts'
import { reportLine } from './report-line.ts'
import { reportsFor, type Sees, selectBeside, selectContent, selectFile, selectReport } from './report-store.ts'
import { selectTemplate } from './template-store.ts'
import { notFinal, notMade } from './views/refusals.tsx'
import { CheckedReportPage, type Ending, EndReport, FinalFields, ReportPage } from './views/report.tsx'

type C = Context<AppEnv>

const reportsBack = { href: '/reports', text: 'Reports' }

const numberOf = (c: C): number => reportNumber.parse(c.req.param('number'))

/** Officers alone find private reports; readers find no draft. */
const seesOf = ({ actor }: Act): Sees => ({
  drafts: mayAsk(actor, 'GET /reports/:number/officers/:file'),
  privates: mayAsk(actor, 'POST /reports/:number/final'),
})

const giverOf = (c: C): Giver => ({
  council: c.var.council.name,
  colour: c.var.council.brandColour,
  checkAt: `${c.var.act.baseUrl}/r/${numberOf(c)}`,
})

const withTemplate = async (c: C): Promise<Giver> => {
  const file = await readNow(c.env.DB, selectTemplate(c.env.DB))
  return { ...giverOf(c), template: file && new Uint8Array(await (await answerFile(c.env, file)).arrayBuffer()) }
}

/** A file of a final report as it was kept; of a draft it is made. */
const give = async (c: C, forOfficers: boolean) => {
  const { act } = c.var
  const number = numberOf(c)
  const name = finalFiles.find((one) => one.name === c.req.param('file') && one.forOfficers === forOfficers)?.name
  if (!name) throw notFound('file')
  const bytes = await oneAtATime(act, async (giveWay) => {
    const { report, kept, content } = await readTogether(act.db, {
      report: selectReport(act.db, number, seesOf(c.var.act)),
      kept: selectFile(act.db, number, name),
      content: selectContent(act.db, number, true),
    })
    if (!report || !content || (!kept && (report.finalAt !== null || name === 'named.csv'))) throw notFound('report')
    await logExport(act, { act: 'report.exported', after: { report: number, file: name } })
    if (kept) return fromBase64(kept.base64)
    const giver = name.endsWith('.docx') ? await withTemplate(c) : giverOf(c)
    return makeFile(act, name, content, report, { giver, random: '', beside: [], giveWay })
  })
  return c.body(bytes, 200, fileHeaders(name, number))
}

const noDay = 'Enter the day of the meeting'
const meetingField = dayField(noDay)

/** What makes a draft final. @param meets the day of a meeting that was asked for */
const endingOf = async (act: Act, report: Report, isByTwo: boolean, meets: string): Promise<Ending | undefined> => {
  const today = londonDay(act.now)
  const ground = await readGround(act, report.number)
  if (!ground) return undefined
  const meeting = meetingField.safeParse(meets)
  const calendar = meeting.success ? await readNow(act.db, selectCalendar(act.db)) : undefined
  return {
    answers: ground.answers,
    progress: progressOf(ground.schools, today),
    byAnother: isByTwo && report.madeById === act.actor.accountId,
    preview: besideAnswer(ground, { form: 'named', ask: '' }),
    meeting: {
      meets,
      today,
      dates: calendar && meeting.success ? timetableTo(meeting.data, report.replyDays, calendar) : undefined,
      problems: meets === '' || meeting.success ? {} : { meets: noDay },
    },
  }
}

const end = press({
  at: '/:number/final',
  form: finalForm,
  filled: () => ({ form: 'unnamed' }),
  hidden: ({ answers }: Ending & { report: Report }) => ({ answers: String(answers) }),
  shape: (fields, { progress }) => <FinalFields fields={fields} progress={progress} />,
  button: ({ report }) => `Make report ${report.number} final`,
  act: (act, typed, { c }) => oneAtATime(act, async (giveWay) => endReport(act, numberOf(c), typed, await withTemplate(c), giveWay)),
  refused: { ...notFinal, no_report: gone },
  done: ({ part }) => `Report ${part('number')} is final`,
  to: ({ part }) => `/reports/${part('number')}`,
})

const made = page({
  at: '/:number',
  find: async (act, { c, query, council }) => {
    const number = numberOf(c)
    const sees = seesOf(act)
    const { open, ...asked } = answerQuery.parse(query)
    const { report, content, beside } = await readTogether(act.db, {
      report: selectReport(act.db, number, sees),
      content: selectContent(act.db, number, sees.drafts && open !== ''),
      beside: selectBeside(act.db, number),
    })
    if (!report || !content) return undefined
    const opened = sees.drafts && open ? schoolsBehind(content, open) : undefined
    if (sees.drafts && open && !opened) return undefined
    if (report.form === 'private') await logExport(act, { act: 'report.exported', after: { report: number, file: 'page' } })
    const schoolAt = ({ schoolId }: AnswerRow) => `/organiser/schools/${schoolId}`
    return {
      report,
      content,
      beside,
      all: sees.drafts,
      lines: sees.drafts ? content.lines : content.given,
      opening: sees.drafts ? { to: `/reports/${number}?`, open, opened, at: readAt(asked), url: c.req.url, schoolAt } : undefined,
      checkAt: giverOf(c).checkAt,
      ending:
        sees.privates && report.finalAt === null
          ? await endingOf(act, report, council.reportsBy === 'two', query['meets'] ?? '')
          : undefined,
    }
  },
  title: ({ report }) => `Report ${report.number}`,
  ownHeading: true,
  wide: true,
  back: reportsBack,
  problems: ({ ending }) => ending?.meeting.problems ?? {},
  presses: { end },
  show: ({ ending, ...found }, forms) => (
    <ReportPage
      {...found}
      ending={ending && <EndReport {...ending} report={found.report} form={forms.end({ ...ending, report: found.report })} />}
    />
  ),
})

/** Its button stands on the answer. */
const make = press({
  at: '/',
  act: async (act, _, { body, id, c }) => {
    const { topic, guidance, on } = answerQuery.parse(body)
    if (standingDay(on, londonDay(act.now)).problems['on']) throw notFound('day')
    const asked = { topic, guidance, ...(on ? { on } : {}), id, reported: Boolean(c.env.RESEND_WEBHOOK_SECRET) }
    const done = await makeReport(act, asked)
    if (done.ok || done.reason === 'no_subject') return done
    flash(c, notMade[done.reason], false)
    return c.redirect(`/answer?${new URLSearchParams({ topic, ...(on ? { on } : {}) })}`, 303)
  },
  refused: { ...notMade, no_subject: gone },
  to: (_, number) => `/reports/${number}`,
})

const reports = list({
  at: '/',
  find: async (act) => ({ sees: seesOf(act) }),
  title: 'Reports',
  back: { href: '/answer', text: 'Answer' },
  rows: ({ sees }) => reportsFor(sees),
  of: ['report'],
  tableCaption: () => 'Newest first',
  columns: [
    { name: 'Report', cell: ({ number }) => <Link href={`/reports/${number}`}>Report {String(number)}</Link> },
    { name: 'Topic', cell: ({ topic }) => topic },
    { name: 'Position on', cell: ({ onDay }) => sayDay(onDay) },
    { name: 'State', cell: (report) => sayState(report) },
  ],
  none: (
    <>
      There is no report yet. A report is made of <Link href="/answer">the answer</Link> on one topic.
    </>
  ),
})

const reportRoutes = new Hono<AppEnv>()
  .get('/:number/files/:file', (c) => give(c, false))
  .get('/:number/officers/:file', (c) => give(c, true))

/** Reports of positions under their numbers. Mounted at /reports. */
export const reportMadePages = withPages(reportRoutes, reports, made, make)

const toReports = (c: C) => c.redirect('/reports', 301)

/** Addresses of papers, which reports took the place of. Mounted at /coverage. */
export const formerReportPages = new Hono<AppEnv>()
  .get('/papers', toReports)
  .get('/papers/:number', toReports)
  .get('/frozen/:number/paper', toReports)

/** What schools answer to what a report says of them. Mounted at /reports. */
export const reportLinePages = replyPages('/reports', async (act, typed) => {
  const number = reportNumber.parse(typed)
  const report = await readNow(act.db, selectReport(act.db, number, seesOf(act)))
  if (!report) return
  const { id, knownAt, replyDays, finalAt, form } = report
  const shown = { id, kind: 'report' as const, number, replyDays, knownAt: knownAt as Instant }
  return {
    report: shown,
    base: `/reports/${number}`,
    waits: 'Every school that the report counts is shown what it says of the school.',
    namesNone: form === 'unnamed',
    mayShow: finalAt === null,
    show: async () => {
      const content = await readNow(act.db, selectContent(act.db, number, true))
      if (content)
        await startToShow(
          act,
          shown,
          content.rows.map((row) => reportLine(content.about, row)),
        )
    },
  }
})

/** What the code on a report leads to, for everybody: final reports alone. Mounted at /r. */
export const publicReportPages = new Hono<AppEnv>().get('/:number', async (c) => {
  const report = await readNow(c.env.DB, selectReport(c.env.DB, numberOf(c), { drafts: false, privates: true }))
  if (!report) throw notFound('report')
  return c.render(<CheckedReportPage report={report} />, { title: `Report ${report.number}` })
})
