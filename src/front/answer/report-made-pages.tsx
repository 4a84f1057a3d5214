import { type Context, Hono } from 'hono'
import { standingDay } from '#attendance/coverage/forms.ts'
import { progressOf } from '#attendance/replies/reply.ts'
import { replyPages } from '#attendance/replies/report-reply-pages.tsx'
import { startToShow } from '#attendance/replies/show-lines.ts'
import { timetableTo } from '#attendance/replies/timetable.ts'
import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { type Instant, londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { answerFile } from '#base/files/answer-file.ts'
import { fromBase64 } from '#base/id.ts'
import { logExport } from '#base/log/export-log.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { dayField, formId, problemsOf, typedOf } from '#base/web/form.ts'
import { oneAtATime } from '#base/web/pace.ts'
import { readPage } from '#base/web/page-number.ts'
import type { Giver } from './document.ts'
import { endReport, readGround } from './end-report.ts'
import { answerQuery, finalFields, finalForm, reportNumber } from './forms.ts'
import { schoolsBehind } from './line.ts'
import { fileHeaders, makeFile } from './make-file.ts'
import { makeReport } from './make-report.ts'
import type { AnswerRow } from './population.ts'
import { finalFiles } from './report.ts'
import { besideAnswer } from './report-addition.ts'
import { reportLine } from './report-line.ts'
import { type Sees, selectBeside, selectContent, selectFile, selectReport, selectReports } from './report-store.ts'
import { selectTemplate } from './template-store.ts'
import { notFinal, notMade } from './views/refusals.tsx'
import { CheckedReportPage, ReportPage, ReportsPage } from './views/report.tsx'

type C = Context<AppEnv>

const pageSize = 50

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
    return makeFile(name, content, report, { giver, random: '', beside: [], giveWay })
  })
  return c.body(bytes, 200, fileHeaders(name, number))
}

const noDay = 'Enter the day of the meeting'
const meetingField = dayField(noDay)

const showReport = async (c: C, typed: Record<string, string> = {}, wrong: { problems?: Problems; why?: string } = {}) => {
  const { act } = c.var
  const number = numberOf(c)
  const sees = seesOf(c.var.act)
  const { open, page } = answerQuery.parse(c.req.query())
  const { report, content, beside } = await readTogether(act.db, {
    report: selectReport(act.db, number, sees),
    content: selectContent(act.db, number, sees.drafts && open !== ''),
    beside: selectBeside(act.db, number),
  })
  if (!report || !content) throw notFound('report')
  const opened = sees.drafts && open ? schoolsBehind(content, open) : undefined
  if (sees.drafts && open && !opened) throw notFound('figure')
  const schoolAt = ({ schoolId }: AnswerRow) => `/organiser/schools/${schoolId}`
  if (report.form === 'private') await logExport(act, { act: 'report.exported', after: { report: number, file: 'page' } })
  const ground = sees.privates && report.finalAt === null ? await readGround(act, number) : undefined
  const meets = c.req.query('meets') ?? ''
  const meeting = meetingField.safeParse(meets)
  const problems = meets === '' || meeting.success ? wrong.problems : { ...wrong.problems, meets: noDay }
  const calendar = meeting.success && ground ? await readNow(act.db, selectCalendar(act.db)) : undefined
  const today = londonDay(act.now)
  return c.render(
    <ReportPage
      report={report}
      content={content}
      beside={beside}
      {...wrong}
      all={sees.drafts}
      lines={sees.drafts ? content.lines : content.given}
      opening={sees.drafts ? { to: `/reports/${number}?`, open, opened, page, url: c.req.url, schoolAt } : undefined}
      checkAt={giverOf(c).checkAt}
      ending={
        ground && {
          typed,
          problems,
          answers: ground.answers,
          progress: progressOf(ground.schools, today),
          byAnother: c.var.council.reportsBy === 'two' && report.madeById === act.actor.accountId,
          preview: besideAnswer(ground, { form: 'named', ask: '' }),
          meeting: { meets, today, dates: calendar && meeting.success ? timetableTo(meeting.data, report.replyDays, calendar) : undefined },
        }
      }
    />,
    { title: `Report ${number}`, back: { href: '/reports', text: 'Reports' }, hasProblems: problems !== undefined },
  )
}

/** Reports of positions under their numbers. Mounted at /reports. */
export const reportMadePages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const page = readPage(c.req.query('page'))
    const { reports, total } = await readNow(c.var.act.db, selectReports(c.var.act.db, seesOf(c.var.act), { page, size: pageSize }))
    return c.render(<ReportsPage reports={reports} page={page} pageSize={pageSize} total={total.n} url={c.req.url} />, {
      title: 'Reports',
      back: { href: '/answer', text: 'Answer' },
    })
  })

  .post('/', async (c) => {
    const form = await c.req.parseBody()
    const { topic, guidance, on } = answerQuery.parse(form)
    if (standingDay(on, londonDay(c.var.act.now)).problems['on']) throw notFound('day')
    const made = await makeReport(c.var.act, {
      topic,
      guidance,
      ...(on ? { on } : {}),
      id: formId(form, c.var.act.now),
      reported: Boolean(c.env.RESEND_WEBHOOK_SECRET),
    })
    if (made.ok) return c.redirect(`/reports/${made.value}`, 303)
    if (made.reason === 'no_subject') throw notFound('topic, guidance or day')
    flash(c, notMade[made.reason], false)
    return c.redirect(`/answer?${new URLSearchParams({ topic, ...(on ? { on } : {}) })}`, 303)
  })

  .get('/:number', (c) => showReport(c))

  .post('/:number/final', async (c) => {
    const number = numberOf(c)
    const form = await c.req.parseBody()
    const read = finalForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showReport(c, typedOf(form, finalFields), { problems: problemsOf(read.error) })
    }
    const done = await oneAtATime(c.var.act, async (giveWay) => endReport(c.var.act, number, read.data, await withTemplate(c), giveWay))
    if (!done.ok) {
      if (done.reason === 'no_report') throw notFound('report')
      c.status(409)
      return showReport(c, typedOf(form, finalFields), { why: notFinal[done.reason] })
    }
    flash(c, `Report ${number} is final`)
    return c.redirect(`/reports/${number}`, 303)
  })

  .get('/:number/files/:file', (c) => give(c, false))
  .get('/:number/officers/:file', (c) => give(c, true))

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
