import { type Context, Hono } from 'hono'
import { actsFor } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, typedOf } from '#base/web/form.ts'
import { answerLine } from './answer-line.ts'
import { replyFields, replyForm } from './forms.ts'
import { ownLines } from './line.ts'
import { isOpen, sayShown } from './reply.ts'
import { selectOwnLines, selectOwnReport, selectOwnReports } from './reply-store.ts'
import { OwnReportPage, OwnReportsPage } from './views/line.tsx'
import { replyRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

const deskOf = (c: C) => {
  const { actor } = c.var.act
  const schoolId = c.req.param('schoolId') ?? ''
  if (!actsFor(actor, schoolId)) throw notFound('school')
  return { schoolId, base: `/school/${schoolId}`, mayAnswer: actor.approverSchoolIds.includes(schoolId) }
}

const found = async (c: C, schoolId: string) => {
  const { db } = c.var.act
  const reportId = c.req.param('report') ?? ''
  const { own, rows } = await readTogether(db, {
    own: selectOwnReport(db, schoolId, reportId),
    rows: selectOwnLines(db, schoolId, reportId),
  })
  if (!own) throw notFound('report')
  return { own, rows }
}

const show = async (c: C, typed?: Record<string, string>, wrong: { problems?: Problems; why?: string } = {}) => {
  const desk = deskOf(c)
  const { own, rows } = await found(c, desk.schoolId)
  const before = { answer: own.reply.answer ?? '', words: own.reply.words }
  return c.render(
    <OwnReportPage
      own={own}
      lines={ownLines(rows)}
      base={desk.base}
      mayAnswer={desk.mayAnswer}
      today={londonDay(c.var.act.now)}
      typed={typed ?? before}
      problems={wrong.problems}
      why={wrong.why}
    />,
    {
      title: `What we will publish about your school: ${sayShown(own)}`,
      back: { href: `${desk.base}/reports`, text: 'What we will publish about your school' },
      hasProblems: wrong.problems !== undefined,
    },
  )
}

/** For those who act for a school; its approvers answer. Mounted at /school. */
export const schoolReportPages = new Hono<AppEnv>()
  .get(`/:schoolId{${uuid}}/reports`, async (c) => {
    const { db, now } = c.var.act
    const { schoolId, base } = deskOf(c)
    const reports = await readNow(db, selectOwnReports(db, schoolId))
    return c.render(<OwnReportsPage {...{ base, reports }} today={londonDay(now)} />, {
      title: 'What we will publish about your school',
      back: { href: base, text: 'Your school' },
    })
  })

  .get(`/:schoolId{${uuid}}/reports/:report`, (c) => show(c))

  .post(`/:schoolId{${uuid}}/reports/:report`, async (c) => {
    const form = await c.req.parseBody()
    const desk = deskOf(c)
    const { own, rows } = await found(c, desk.schoolId)
    if (!desk.mayAnswer) throw notFound('report')
    const read = replyForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return show(c, typedOf(form, replyFields), { problems: problemsOf(read.error) })
    }
    const open = rows.filter(({ replyBy }) => isOpen({ replyBy: replyBy ?? undefined }, londonDay(c.var.act.now)))
    const schoolId = [...new Set((open.length > 0 ? open : rows).map((row) => row.schoolId))]
    const done = await answerLine(c.var.act, { ...read.data, reportId: own.id, schoolId })
    if (!done.ok) {
      c.status(409)
      return show(c, typedOf(form, replyFields), { why: replyRefusals[done.reason] })
    }
    flash(c, 'Your answer is kept')
    return c.redirect(`${desk.base}/reports/${encodeURIComponent(own.id)}`, 303)
  })
