import { type Context, Hono } from 'hono'
import { selectFrozen } from '#attendance/reports/store.ts'
import { lowerFirst } from '#attendance/requirements/state.ts'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { ok, refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { readPage } from '#base/web/page-number.ts'
import { afterwards, press } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { decideReply } from './answer-line.ts'
import { decisionForm } from './forms.ts'
import { type NamedSchool, type Progress, type ShownReport, sayShown } from './reply.ts'
import { selectNamed, selectReplies, selectShowing } from './reply-store.ts'
import { showReport } from './show-lines.ts'
import { decisionRefusals } from './views/refusals.tsx'
import { AboutShowing, isToDecide, Replies, ReplySoFar } from './views/replies.tsx'

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

/**
 * What schools answer to reports of one kind.
 * @param base the address above their numbers
 * @param find throws where there is none
 */
export const replyPages = (base: string, find: (c: C) => Promise<Source>): Hono<AppEnv> => {
  const pathOf = (number: string | number): string => `${base}/${number}/replies`

  const ofSchool = async (c: C) => {
    const source = await find(c)
    const [school] = await readNow(c.var.act.db, selectNamed(c.var.act.db, source.report.id, c.req.param('schoolId') ?? ''))
    if (!school) throw notFound('school')
    return { source, school }
  }

  const show = press({
    at: '/:number/replies',
    shape: (_, { toWrite }: Progress & { toWrite: number }) => <AboutShowing toWrite={toWrite} />,
    button: ({ toWrite }) => `Show ${counted(toWrite, 'school')} what the report says`,
    act: async (_, __, { c }) => {
      const source = await find(c)
      return source.mayShow ? ok(await source.show()) : refuse('final')
    },
    refused: afterwards({ final: 'This report is final, so it is shown to no more schools' }),
    done: 'Schools are being shown their lines',
    to: ({ part }) => pathOf(part('number')),
  })

  const all = page({
    at: '/:number/replies',
    also: async ({ db, now }, _, { c, query }) => {
      const [today, page] = [londonDay(now), readPage(query['page'])]
      const source = await find(c)
      const { showing, replies } = await readTogether(db, {
        showing: selectShowing(db, source.report.id),
        replies: selectReplies(db, source.report.id, { today, page, size: pageSize }),
      })
      const reported = Boolean(c.env.RESEND_WEBHOOK_SECRET)
      return {
        ...replies,
        ...source,
        showing: showing && { open: showing.doneAt === null },
        reported,
        today,
        page,
        pageSize,
        url: c.req.url,
      }
    },
    title: ({ report }) => `What schools answer to ${sayShown(report)}`,
    heading: ({ report }) => `What schools answer to ${lowerFirst(sayShown(report))}`,
    back: ({ at, report }) => ({ href: at, text: sayShown(report) }),
    wide: true,
    presses: { show },
    show: (subject, forms) => <Replies {...subject} form={forms.show(subject.progress)} />,
  })

  const decide = press({
    at: '/:number/replies/:schoolId',
    form: decisionForm,
    hidden: ({ reply }: NamedSchool) => ({ replyId: reply?.replyId }),
    button: 'Save the decision',
    act: async (act, decision, { c, field }) => {
      const { source, school } = await ofSchool(c)
      const decided = { ...decision, reportId: source.report.id, schoolId: school.schoolId, replyId: field('replyId') }
      const done = await decideReply(act, decided)
      return done.ok ? ok(school.name) : done
    },
    refused: decisionRefusals,
    done: (_, name) => `The decision on ${name} is saved`,
    to: ({ part }) => pathOf(part('number')),
  })

  const one = page({
    at: '/:number/replies/:schoolId',
    also: (_, __, { c }) => ofSchool(c),
    title: ({ school }) => school.name,
    caption: ({ source }) => sayShown(source.report),
    back: ({ source }) => ({ href: pathOf(source.report.number), text: 'What schools answer' }),
    presses: { decide },
    show: ({ source, school }, forms) => (
      <>
        <ReplySoFar school={school} replyDays={source.report.replyDays} />
        {isToDecide(school) ? forms.decide(school) : null}
      </>
    ),
  })

  return withPages(new Hono<AppEnv>(), all, one)
}

/** Of reports of coverage that can be published. Mounted at /coverage/frozen. */
export const reportReplyPages = replyPages('/coverage/frozen', async (c) => {
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
