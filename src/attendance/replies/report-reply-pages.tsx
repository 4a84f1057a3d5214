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
import { type ShownReport, sayShown } from './reply.ts'
import { selectNamed, selectReplies, selectShowing } from './reply-store.ts'
import { showReport } from './show-lines.ts'
import { decisionRefusals } from './views/refusals.tsx'
import { RepliesPage, ReplyPage } from './views/replies.tsx'

const pageSize = 50

type C = Context<AppEnv>

/** A report that can be shown. `waits`: what waits until every school has seen its line. */
export type Source = {
  report: ShownReport
  at: string
  waits: string
  /** It is final and names no school. */
  namesNone: boolean
  /** It may still be shown. */
  mayShow: boolean
  show: () => Promise<void>
}

const backTo = ({ at }: Source) => ({ href: `${at}/replies`, text: 'What schools answer' })

/** What schools answer to reports of one kind. @param find throws where there is none */
export const replyPages = (find: (c: C) => Promise<Source>): Hono<AppEnv> => {
  const ofSchool = async (c: C) => {
    const source = await find(c)
    const [school] = await readNow(c.var.act.db, selectNamed(c.var.act.db, source.report.id, c.req.param('schoolId') ?? ''))
    if (!school) throw notFound('school')
    return { source, school }
  }

  const showReply = (
    c: C,
    { source, school }: Awaited<ReturnType<typeof ofSchool>>,
    typed: Record<string, string> = {},
    wrong: { problems?: Problems; why?: string } = {},
  ) =>
    c.render(<ReplyPage report={source.report} action={`${source.at}/replies/${school.schoolId}`} {...{ school, typed }} {...wrong} />, {
      title: school.name,
      back: backTo(source),
      hasProblems: wrong.problems !== undefined,
    })

  return new Hono<AppEnv>()
    .get('/:number/replies', async (c) => {
      const { db, now } = c.var.act
      const [today, page] = [londonDay(now), readPage(c.req.query('page'))]
      const source = await find(c)
      const { showing, replies } = await readTogether(db, {
        showing: selectShowing(db, source.report.id),
        replies: selectReplies(db, source.report.id, { today, page, size: pageSize }),
      })
      return c.render(
        <RepliesPage
          {...{ ...replies, ...source, today, page, pageSize }}
          url={c.req.url}
          reported={Boolean(c.env.RESEND_WEBHOOK_SECRET)}
          showing={showing && { open: showing.doneAt === null }}
        />,
        {
          title: `What schools answer to ${sayShown(source.report)}`,
          back: { href: source.at, text: sayShown(source.report) },
        },
      )
    })

    .post('/:number/replies', async (c) => {
      const source = await find(c)
      if (source.mayShow) await source.show()
      if (source.mayShow) flash(c, 'Schools are being shown their lines')
      else flash(c, 'This report is final, so it is shown to no more schools', false)
      return c.redirect(backTo(source).href, 303)
    })

    .get('/:number/replies/:schoolId', async (c) => showReply(c, await ofSchool(c)))

    .post('/:number/replies/:schoolId', async (c) => {
      const form = await c.req.parseBody()
      const ground = await ofSchool(c)
      const read = decisionForm.safeParse(form)
      if (!read.success) {
        c.status(422)
        return showReply(c, ground, typedOf(form, decisionFields), { problems: problemsOf(read.error) })
      }
      const { source, school } = ground
      const decided = { ...read.data, reportId: source.report.id, schoolId: school.schoolId, replyId: text(form, 'replyId') }
      const done = await decideReply(c.var.act, decided)
      if (!done.ok) {
        c.status(409)
        return showReply(c, await ofSchool(c), typedOf(form, decisionFields), { why: decisionRefusals[done.reason] })
      }
      flash(c, `The decision on ${school.name} is saved`)
      return c.redirect(backTo(source).href, 303)
    })
}

/** Of reports of coverage that can be published. Mounted at /coverage/frozen. */
export const reportReplyPages = replyPages(async (c) => {
  const { act } = c.var
  const number = Number(c.req.param('number'))
  const report = Number.isSafeInteger(number) ? await readNow(act.db, selectFrozen(act.db, number)) : undefined
  if (report?.about !== 'attendance') throw notFound('report')
  const shown = { id: report.id, kind: 'coverage' as const, number, knownAt: report.frozenAt, replyDays: report.thresholds.replyDays }
  return {
    report: shown,
    at: `/coverage/frozen/${number}`,
    waits: 'It is published as open data once every school that it counts was shown its line.',
    ...{ namesNone: false, mayShow: true },
    show: () => showReport(act, shown),
  }
})
