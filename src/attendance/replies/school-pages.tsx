import { Hono } from 'hono'
import { actsFor } from '#base/act.ts'
import { londonDay, sayDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { answerLine } from './answer-line.ts'
import { replyForm } from './forms.ts'
import { ownLines } from './line.ts'
import { isOpen, sayShown } from './reply.ts'
import { selectOwnLines, selectOwnReport, selectOwnReports } from './reply-store.ts'
import { OwnReportLines, OwnReports } from './views/line.tsx'
import { replyRefusals } from './views/refusals.tsx'

const school = '/:schoolId{[0-9a-f]{8}-[0-9a-f-]{27}}'
const title = 'What we will publish about your school'

const baseOf = ({ part }: Asked): string => `/school/${part('schoolId')}`

const readOne = (asked: Asked) => {
  const [db, schoolId, report] = [asked.db, asked.part('schoolId'), asked.part('report')]
  return mapped(
    together({ own: selectOwnReport(db, schoolId, report), rows: selectOwnLines(db, schoolId, report) }),
    ({ own, rows }) => own && { own, rows, base: baseOf(asked), today: londonDay(asked.now) },
  )
}

const all = page({
  at: `${school}/reports`,
  read: (asked) => mapped(selectOwnReports(asked.db, asked.part('schoolId')), (reports) => ({ reports, base: baseOf(asked) })),
  title,
  back: ({ base }) => ({ href: base, text: 'Your school' }),
  wide: true,
  show: (subject, _, { now }) => <OwnReports {...subject} today={londonDay(now)} />,
})

const answer = press({
  at: `${school}/reports/:report`,
  read: readOne,
  form: replyForm,
  filled: ({ own }) => ({ answer: own.reply.answer, words: own.reply.words }),
  button: 'Send the answer',
  act: (act, said, { subject: { own, rows, today } }) => {
    const open = rows.filter(({ replyBy }) => isOpen({ replyBy: replyBy ?? undefined }, today))
    const schoolId = [...new Set((open.length > 0 ? open : rows).map((row) => row.schoolId))]
    return answerLine(act, { ...said, reportId: own.id, schoolId })
  },
  refused: replyRefusals,
  done: 'Your answer is kept',
  to: (asked) => `${baseOf(asked)}/reports/${asked.part('report')}`,
})

const one = page({
  at: `${school}/reports/:report`,
  read: readOne,
  also: async ({ actor }, _, { part }) => ({ mayAnswer: actor.approverSchoolIds.includes(part('schoolId')) }),
  title: ({ own }) => `${title}: ${sayShown(own)}`,
  heading: title,
  caption: ({ own }) => `${sayShown(own)}, as our record was on ${sayDay(own.knownAt)}`,
  back: ({ base }) => ({ href: `${base}/reports`, text: title }),
  presses: { answer },
  show: (subject, forms) => (
    <OwnReportLines {...subject} lines={ownLines(subject.rows)} form={subject.mayAnswer ? forms.answer(subject) : null} />
  ),
})

/** For those who act for a school; its approvers answer. Mounted at /school. */
export const schoolReportPages = withPages(
  new Hono<AppEnv>().use(`${school}/reports/*`, async (c, next) => {
    const { actor } = c.var.act
    const schoolId = c.req.param('schoolId')
    if (!actsFor(actor, schoolId)) throw notFound('school')
    if (c.req.method === 'POST' && !actor.approverSchoolIds.includes(schoolId)) throw notFound('report')
    await next()
  }),
  all,
  one,
)
