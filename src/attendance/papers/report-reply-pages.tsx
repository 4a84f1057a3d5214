import { type Context, Hono } from 'hono'
import { selectFrozen } from '#attendance/reports/store.ts'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, text, typedOf } from '#base/web/form.ts'
import { readPage } from '#base/web/page-number.ts'
import { decideReply } from './answer-line.ts'
import { decisionFields, decisionForm } from './forms.ts'
import { linesOf } from './line.ts'
import { selectLines, selectNamed, selectReplies, selectShowing } from './reply-store.ts'
import { showReport } from './show-lines.ts'
import { decisionRefusals } from './views/refusals.tsx'
import { RepliesPage, ReplyPage } from './views/replies.tsx'

const pageSize = 50

type C = Context<AppEnv>

const numberOf = (c: C): number => {
  const number = Number(c.req.param('number'))
  if (!Number.isSafeInteger(number)) throw notFound('report')
  return number
}

const reportOf = async (c: C) => {
  const report = await readNow(c.var.act.db, selectFrozen(c.var.act.db, numberOf(c)))
  if (!report || report.about === 'audit') throw notFound('report')
  return report
}

const ofSchool = async (c: C) => {
  const { db } = c.var.act
  const [number, schoolId] = [numberOf(c), c.req.param('schoolId') ?? '']
  const { report, schools, lines } = await readTogether(db, {
    report: selectFrozen(db, number),
    schools: selectNamed(db, number, schoolId),
    lines: selectLines(db, schoolId, number),
  })
  if (!report || report.about === 'audit') throw notFound('report')
  const [school] = schools
  if (!school) throw notFound('school')
  const labels = new Map(report.requirements.map(({ id, label }) => [id, label]))
  return { report, school, lines: linesOf(lines, labels) }
}

const backTo = (number: number) => ({ href: `/coverage/frozen/${number}/replies`, text: 'What schools answer' })

const showReply = (
  c: C,
  { report, school, lines }: Awaited<ReturnType<typeof ofSchool>>,
  typed: Record<string, string> = {},
  wrong: { problems?: Problems; why?: string } = {},
) =>
  c.render(<ReplyPage {...{ report, school, lines, typed }} problems={wrong.problems} why={wrong.why} />, {
    ...{ title: school.name, back: backTo(report.number), hasProblems: wrong.problems !== undefined },
  })

/** For officers. Mounted at /coverage/frozen. */
export const reportReplyPages = new Hono<AppEnv>()
  .get('/:number/replies', async (c) => {
    const { db, now } = c.var.act
    const [today, page] = [londonDay(now), readPage(c.req.query('page'))]
    const report = await reportOf(c)
    const { showing, replies } = await readTogether(db, {
      showing: selectShowing(db, report.id),
      replies: selectReplies(db, report.number, { today, page, size: pageSize }),
    })
    return c.render(
      <RepliesPage
        {...{ report, ...replies, today, page, pageSize }}
        url={c.req.url}
        reported={Boolean(c.env.RESEND_WEBHOOK_SECRET)}
        showing={{ every: showing?.everySchool === 1, open: showing !== undefined && showing.doneAt === null }}
      />,
      {
        title: `What schools answer to report ${report.number}`,
        back: { href: `/coverage/frozen/${report.number}`, text: `Report ${report.number}` },
      },
    )
  })

  .post('/:number/replies', async (c) => {
    const report = await reportOf(c)
    const everySchool = report.about === 'attendance' && text(await c.req.parseBody(), 'every') === 'yes'
    await showReport(c.var.act, report, { everySchool })
    flash(c, 'Schools are being shown their lines')
    return c.redirect(backTo(report.number).href, 303)
  })

  .get('/:number/replies/:schoolId', async (c) => showReply(c, await ofSchool(c)))

  .post('/:number/replies/:schoolId', async (c) => {
    const { act } = c.var
    const form = await c.req.parseBody()
    const ground = await ofSchool(c)
    const read = decisionForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showReply(c, ground, typedOf(form, decisionFields), { problems: problemsOf(read.error) })
    }
    const { report, school } = ground
    const done = await decideReply(act, { ...read.data, reportId: report.id, schoolId: school.schoolId, replyId: text(form, 'replyId') })
    if (!done.ok) {
      c.status(409)
      return showReply(c, await ofSchool(c), typedOf(form, decisionFields), { why: decisionRefusals[done.reason] })
    }
    flash(c, `The decision on ${school.name} is saved`)
    return c.redirect(backTo(report.number).href, 303)
  })
