import { Hono } from 'hono'
import { registerTitle } from '#attendance/attendance/register.ts'
import type { Act } from '#base/act.ts'
import { notFound } from '#base/errors.ts'
import { givingWay } from '#base/steps.ts'
import type { AppEnv } from '#base/web/env.ts'
import { text } from '#base/web/form.ts'
import { oneAtATime } from '#base/web/pace.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, atField, gone, press } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { applyReport } from './apply-report.ts'
import { applyForm, fileForm, readChoices, readTake, readTyped, reasonForm, saidForm, thresholdForm, togetherForm } from './forms.ts'
import { importReport } from './import-report.ts'
import { markTogether } from './mark-together.ts'
import { type Meeting, planReport, readyIn, saidScreens } from './meeting.ts'
import { mostPeople } from './report.ts'
import { readMeeting } from './report-store.ts'
import { saveThreshold } from './save-threshold.ts'
import { correctionsOf, undoReport } from './undo-report.ts'
import { MeetingSoFar, ThresholdFields } from './views/meeting.tsx'
import { importRefusals, reportRefusals } from './views/refusals.tsx'
import { AboutUndoing, ReportFields, ReportSoFar } from './views/report.tsx'

const pathOf = (sessionId: string): string => `/organiser/meetings/${sessionId}`
const toMeeting = ({ part }: Asked): string => pathOf(part('sessionId'))

const find = (act: Act, { part }: Asked): Promise<Meeting | undefined> => readMeeting(act.db, act.actor, part('sessionId'))

const readOne = async (act: Act, _: unknown, asked: Asked) => {
  const meeting = await find(act, asked)
  if (!meeting) throw notFound('meeting')
  return { meeting }
}

const caption = ({ meeting }: { meeting: Meeting }): string => registerTitle(meeting.register.session)

const upload = press({
  at: '/:sessionId/reports',
  form: fileForm,
  button: 'Read the report',
  act: (act, { file, ...by }, { part }) =>
    oneAtATime(act, async (giveWay) =>
      importReport(act, { sessionId: part('sessionId'), bytes: new Uint8Array(await file.arrayBuffer()), ...by }, giveWay),
    ),
  refused: { ...atField('file', importRefusals, 422), not_on_register: gone },
  done: (_, { known }) => (known ? 'This file was read before: nothing is changed' : ''),
  to: (asked, report) => `${toMeeting(asked)}/reports/${report?.id}`,
})

const sayMarked = (_: unknown, { marked }: { marked: number }) => `${counted(marked, 'person is', 'people are')} marked, as stated`

const markSaid = press({
  at: '/:sessionId/said',
  find,
  form: (_, { register }) => saidForm(register),
  button: (meeting) => `Mark ${counted(readyIn(meeting), 'person', 'people')} as stated`,
  act: (act, { reasonSaid: reason }, { subject, part }) =>
    markTogether(act, { sessionId: part('sessionId'), screens: saidScreens(subject).filter(({ shown }) => shown), reason }),
  refused: reportRefusals('reasonSaid'),
  done: sayMarked,
  to: toMeeting,
})

const together = press({
  at: '/:sessionId/together',
  find,
  form: (_, meeting) => togetherForm(meeting),
  button: [{ text: 'They watched together', kind: 'secondary' }],
  act: (act, { place: placeId, with: withIds, reason }, { part }) =>
    markTogether(act, { sessionId: part('sessionId'), screens: [{ placeId, withIds }], reason }),
  refused: reportRefusals('reason'),
  done: sayMarked,
  to: toMeeting,
})

const threshold = press({
  at: '/:sessionId/threshold',
  find,
  form: thresholdForm,
  filled: ({ threshold: { kind, amount } }) => ({ kind, amount: String(amount) }),
  shape: (fields) => <ThresholdFields fields={fields} />,
  button: [{ text: 'Save', kind: 'secondary' }],
  act: (act, threshold, { subject }) => saveThreshold(act, subject.register.session, threshold),
  refused: {},
  done: 'Saved. Marks made so far stay as they are',
  to: toMeeting,
})

const meetingPage = page({
  at: '/:sessionId',
  also: readOne,
  title: ({ meeting }) => `Online meeting: ${registerTitle(meeting.register.session)}`,
  heading: 'Who was in the online meeting',
  caption,
  back: ({ meeting }) => ({ href: `/register/${meeting.register.session.id}`, text: 'Check-in' }),
  wide: true,
  presses: { upload, markSaid, together, threshold },
  show: ({ meeting }, forms) => (
    <MeetingSoFar
      meeting={meeting}
      at={pathOf(meeting.register.session.id)}
      upload={forms.upload()}
      markSaid={forms.markSaid(meeting)}
      together={forms.together(meeting)}
      threshold={forms.threshold(meeting)}
    />
  ),
})

const back = ({ meeting }: { meeting: Meeting }) => ({ href: pathOf(meeting.register.session.id), text: 'Who was in the online meeting' })

const readReport = async (act: Act, _: unknown, asked: Asked) => {
  const { meeting } = await readOne(act, _, asked)
  const report = meeting.reports.find(({ id }) => id === asked.part('report'))
  if (!report) throw notFound('report')
  return { meeting, report, at: `${toMeeting(asked)}/reports/${report.id}` }
}

type Planned = Parameters<typeof ReportFields>[0]['of']

const apply = press({
  at: '/:sessionId/reports/:report',
  form: applyForm,
  hidden: ({ report }: Planned) => ({ turn: String(report.turn) }),
  shape: ({ reason }, of, { body }) => <ReportFields of={of} reason={reason} typed={body} />,
  button: 'Apply',
  or: ({ at }) => ({ href: `${at}/undo`, text: 'Remove this meeting report' }),
  act: (act, { reason }, { part, body, field }) =>
    oneAtATime(act, (giveWay) =>
      applyReport(
        act,
        {
          sessionId: part('sessionId'),
          reportId: part('report'),
          turn: Number(field('turn')),
          reason,
          choices: readChoices(body, mostPeople),
          typed: readTyped(body, mostPeople),
          take: readTake(body),
          absent: text(body, 'absent') === 'yes',
        },
        giveWay,
      ),
    ),
  refused: reportRefusals('reason'),
  done: (_, { marked, left }) =>
    `${counted(marked, 'mark is', 'marks are')} made${left > 0 ? `, and ${counted(left, 'person waits', 'people wait')} for your decision` : ''}`,
  to: (asked, done) => (done && done.left > 0 ? `${toMeeting(asked)}/reports/${asked.part('report')}` : toMeeting(asked)),
})

const report = page({
  at: '/:sessionId/reports/:report',
  also: async (act, _, asked) => {
    const { meeting, report, at } = await readReport(act, _, asked)
    const plan = await oneAtATime(act, (giveWay) => givingWay(planReport(meeting, report.pending, new Map()), giveWay))
    return { meeting, report, plan, at }
  },
  title: 'What this report would mark',
  heading: ({ report }) => (report.pending.length === 0 ? 'A report that was applied' : 'What this report would mark'),
  caption,
  back,
  wide: true,
  presses: { apply },
  show: (planned, forms) => <ReportSoFar {...planned} form={forms.apply(planned)} />,
})

const takeBack = press({
  at: '/:sessionId/reports/:report/undo',
  form: reasonForm,
  hidden: ({ turn }: { turn: number }) => ({ turn: String(turn) }),
  button: [{ text: 'Remove this report', kind: 'warning' }],
  act: (act, { reason }, { part, field }) =>
    undoReport(act, { sessionId: part('sessionId'), reportId: part('report'), turn: Number(field('turn')), reason }),
  refused: { ...reportRefusals('reason'), taken_back_already: { after: 'The report was removed already' } },
  done: (_, marks) => `Removed: ${counted(marks, 'mark is', 'marks are')} corrected`,
  to: toMeeting,
})

const undo = page({
  at: '/:sessionId/reports/:report/undo',
  also: readReport,
  unless: ({ report }) => report.takenBackAt !== null,
  title: 'Remove this meeting report',
  caption,
  back,
  wide: true,
  presses: { takeBack },
  show: ({ meeting, report }, forms) => (
    <>
      <AboutUndoing marks={correctionsOf(meeting, report.id).length} />
      {forms.takeBack(report)}
    </>
  ),
})

/** Attendance reports of an online session. Mounted at /organiser/meetings. */
export const organiserMeetingPages = withPages(new Hono<AppEnv>(), meetingPage, report, undo)
