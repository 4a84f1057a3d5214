import { Hono } from 'hono'
import { type Act, actsFor } from '#base/act.ts'
import { londonDay, sayDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
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

const baseOf = (schoolId: string): string => `/school/${schoolId}`

type OfSchool = { schoolId: string }
const isOwn = ({ actor }: Act, { schoolId }: OfSchool): boolean => actsFor(actor, schoolId)
const mayAnswer = ({ actor }: Act, { schoolId }: OfSchool): boolean => actor.approverSchoolIds.includes(schoolId)

const readOne = (asked: Asked) => {
  const [db, schoolId, report] = [asked.db, asked.part('schoolId'), asked.part('report')]
  return mapped(
    together({ own: selectOwnReport(db, schoolId, report), rows: selectOwnLines(db, schoolId, report) }),
    ({ own, rows }) => own && { own, rows, schoolId, today: londonDay(asked.now) },
  )
}

const all = page({
  at: `${school}/reports`,
  read: ({ db, part }) => mapped(selectOwnReports(db, part('schoolId')), (reports) => ({ reports, schoolId: part('schoolId') })),
  isFor: isOwn,
  title,
  back: ({ schoolId }) => ({ href: baseOf(schoolId), text: 'Your school' }),
  wide: true,
  show: ({ reports, schoolId }, _, { now }) => <OwnReports base={baseOf(schoolId)} reports={reports} today={londonDay(now)} />,
})

const answer = press({
  at: `${school}/reports/:report`,
  read: readOne,
  isFor: mayAnswer,
  form: replyForm,
  filled: ({ own }) => ({ answer: own.reply.answer, words: own.reply.words }),
  button: 'Send the answer',
  act: (act, said, { subject: { own, rows, today } }) => {
    const open = rows.filter(({ replyBy }) => isOpen({ replyBy: replyBy ?? undefined }, today))
    const schoolIds = new Set((open.length > 0 ? open : rows).map((row) => row.schoolId))
    return answerLine(act, { ...said, reportId: own.id, schoolId: [...schoolIds] })
  },
  refused: replyRefusals,
  done: 'Your answer is kept',
  to: ({ part }) => `${baseOf(part('schoolId'))}/reports/${part('report')}`,
})

const replyPage = page({
  at: `${school}/reports/:report`,
  read: readOne,
  isFor: isOwn,
  title: ({ own }) => `${title}: ${sayShown(own)}`,
  heading: title,
  caption: ({ own }) => `${sayShown(own)}, as our record was on ${sayDay(own.knownAt)}`,
  back: ({ schoolId }) => ({ href: `${baseOf(schoolId)}/reports`, text: title }),
  presses: { answer },
  show: (subject, forms, { act }) => (
    <OwnReportLines
      {...subject}
      base={baseOf(subject.schoolId)}
      lines={ownLines(subject.rows)}
      form={mayAnswer(act, subject) ? forms.answer(subject) : null}
    />
  ),
})

/** For those who act for a school; its approvers answer. Mounted at /school. */
export const schoolReportPages = withPages(new Hono<AppEnv>(), all, replyPage)
