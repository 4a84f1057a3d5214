import { type Context, Hono } from 'hono'
import { registerTitle } from '#attendance/attendance/register.ts'
import { atomically } from '#base/db/atomically.ts'
import { notFound } from '#base/errors.ts'
import { logged } from '#base/log/store.ts'
import { givingWay } from '#base/steps.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { type Body, filesLeftOut, problemsOf, text } from '#base/web/form.ts'
import { oneAtATime } from '#base/web/pace.ts'
import { counted } from '#base/words.ts'
import { applyReport, type ReportRefusal } from './apply-report.ts'
import { orderForm, readChoices, readTake, reasonForm, thresholdForm, togetherForm, zoneForm } from './forms.ts'
import { importReport } from './import-report.ts'
import { markTogether } from './mark-together.ts'
import { type Meeting, planReport, saidScreens } from './meeting.ts'
import { mostPeople } from './report.ts'
import { readMeeting, setThreshold } from './report-store.ts'
import { correctionsOf, undoReport } from './undo-report.ts'
import { MeetingPage } from './views/meeting.tsx'
import { importRefusals, reportRefusals } from './views/refusals.tsx'
import { ReportPage, UndoPage } from './views/report.tsx'

type C = Context<AppEnv, '/:sessionId/*'>

const meetingOf = async (c: C): Promise<Meeting> => {
  const meeting = await readMeeting(c.env.DB, c.var.act.actor, c.req.param('sessionId'))
  if (!meeting) throw notFound('meeting')
  return meeting
}

const pathOf = (c: C, below = ''): string => `/organiser/meetings/${c.req.param('sessionId')}${below}`

const showMeeting = async (c: C, problems?: Problems, status: 422 | 409 = 422) => {
  const meeting = await meetingOf(c)
  if (problems) c.status(status)
  return c.render(<MeetingPage meeting={meeting} problems={problems} asksOrder={problems?.['file'] === importRefusals.which_order} />, {
    title: `Online meeting: ${registerTitle(meeting.register.session)}`,
    hasProblems: problems !== undefined,
    back: { href: `/register/${c.req.param('sessionId')}`, text: 'Register' },
  })
}

const sayRefusal = (reason: ReportRefusal): string => {
  if (reason === 'not_on_register') throw notFound('meeting')
  return reportRefusals[reason]
}

const bodyOf = (c: C): Promise<Body> => c.req.parseBody({ all: true })

const reportOf = (meeting: Meeting, id: string) => {
  const report = meeting.reports.find((one) => one.id === id)
  if (!report) throw notFound('report')
  return report
}

const back = (c: C) => ({ href: pathOf(c), text: 'Who was in the online meeting' })

const showReport = async (c: C, id: string, refused?: { why?: string; problems?: Problems }) => {
  const meeting = await meetingOf(c)
  const report = reportOf(meeting, id)
  const plan = await oneAtATime(c.var.act, (giveWay) => givingWay(planReport(meeting, report.pending, new Map()), giveWay))
  return c.render(<ReportPage meeting={meeting} report={report} plan={plan} {...refused} />, {
    title: 'What this report would mark',
    hasProblems: refused?.problems !== undefined,
    back: back(c),
  })
}

const showUndo = async (c: C, id: string, refused?: { why?: string; problems?: Problems }) => {
  const meeting = await meetingOf(c)
  const report = reportOf(meeting, id)
  if (report.takenBackAt) throw notFound('report')
  return c.render(<UndoPage meeting={meeting} report={report} marks={correctionsOf(meeting, report.id).length} {...refused} />, {
    title: 'Take the report back',
    hasProblems: refused?.problems !== undefined,
    back: back(c),
  })
}

/** Attendance reports of an online session. Mounted at /organiser/meetings. */
export const organiserMeetingPages = new Hono<AppEnv>()
  .get('/:sessionId', (c) => showMeeting(c))
  .post('/:sessionId/threshold', async (c) => {
    const { register } = await meetingOf(c)
    const form = thresholdForm.safeParse(await bodyOf(c))
    if (!form.success) return showMeeting(c, problemsOf(form.error))
    const sessionId = register.session.id
    await atomically(
      c.env.DB,
      [
        setThreshold(c.var.act, sessionId, form.data),
        logged(c.var.act, {
          act: 'meeting.threshold_set',
          subject: ['session', sessionId],
          eventId: register.session.eventId,
          after: form.data,
        }),
      ],
      {},
    )
    flash(c, 'Saved. Marks made so far stay as they are')
    return c.redirect(pathOf(c), 303)
  })
  .post('/:sessionId/reports', async (c) => {
    const body = await c.req.parseBody()
    const file = body['file']
    if (file === filesLeftOut) return showMeeting(c, { file: importRefusals.too_large })
    if (!(file instanceof File) || file.name === '') return showMeeting(c, { file: 'Choose the attendance report' })
    const bytes = new Uint8Array(await file.arrayBuffer())
    const sessionId = c.req.param('sessionId')
    const read: Awaited<ReturnType<typeof importReport>> = await oneAtATime(c.var.act, (giveWay) =>
      importReport(c.var.act, { sessionId, bytes, order: orderForm.parse(body['order']), zone: zoneForm.parse(body['zone']) }, giveWay),
    )
    if (!read.ok) {
      if (read.reason === 'not_on_register') throw notFound('meeting')
      return showMeeting(c, { file: importRefusals[read.reason] })
    }
    if (read.value.known) flash(c, 'This file was read before: nothing is changed')
    return c.redirect(pathOf(c, `/reports/${read.value.id}`), 303)
  })
  .post('/:sessionId/together', async (c) => {
    const body = await bodyOf(c)
    const asSaid = text(body, 'said') !== ''
    const form = asSaid ? undefined : togetherForm.safeParse(body)
    if (form && !form.success) return showMeeting(c, problemsOf(form.error))
    const marked = await markTogether(c.var.act, {
      sessionId: c.req.param('sessionId'),
      screens: form
        ? [{ placeId: form.data.place, withIds: form.data.with }]
        : saidScreens(await meetingOf(c)).filter(({ shown }) => shown),
      reason: text(body, asSaid ? 'reason-said' : 'reason'),
    })
    if (!marked.ok) {
      const field = marked.reason === 'register_is_signed' ? (asSaid ? 'reason-said' : 'reason') : asSaid ? 'said' : 'with'
      return showMeeting(c, { [field]: sayRefusal(marked.reason) }, 409)
    }
    flash(c, `${counted(marked.value.marked, 'person is', 'people are')} marked, as stated`)
    return c.redirect(pathOf(c), 303)
  })
  .get('/:sessionId/reports/:report', (c) => showReport(c, c.req.param('report')))
  .post('/:sessionId/reports/:report', async (c) => {
    const body = await bodyOf(c)
    const id = c.req.param('report')
    const asked = {
      ...{ sessionId: c.req.param('sessionId'), reportId: id, turn: Number(text(body, 'turn')) },
      ...{ choices: readChoices(body, mostPeople), take: readTake(body) },
      ...{ absent: text(body, 'absent') === 'yes', reason: text(body, 'reason') },
    }
    const applied: Awaited<ReturnType<typeof applyReport>> = await oneAtATime(c.var.act, (giveWay) =>
      applyReport(c.var.act, asked, giveWay),
    )
    if (!applied.ok) {
      const why = sayRefusal(applied.reason)
      c.status(409)
      return showReport(c, id, applied.reason === 'register_is_signed' ? { problems: { reason: why } } : { why })
    }
    const { marked, left } = applied.value
    flash(
      c,
      `${counted(marked, 'mark is', 'marks are')} made${left > 0 ? `, and ${counted(left, 'person waits', 'people wait')} for your decision` : ''}`,
    )
    return c.redirect(left > 0 ? pathOf(c, `/reports/${id}`) : pathOf(c), 303)
  })
  .get('/:sessionId/reports/:report/undo', (c) => showUndo(c, c.req.param('report')))
  .post('/:sessionId/reports/:report/undo', async (c) => {
    const body = await bodyOf(c)
    const id = c.req.param('report')
    const form = reasonForm.safeParse(body)
    if (!form.success) {
      c.status(422)
      return showUndo(c, id, { problems: problemsOf(form.error) })
    }
    const undone = await undoReport(c.var.act, {
      ...{ sessionId: c.req.param('sessionId'), reportId: id, turn: Number(text(body, 'turn')), reason: form.data.reason },
    })
    if (!undone.ok) {
      const why = sayRefusal(undone.reason)
      c.status(409)
      return showUndo(c, id, { why })
    }
    flash(c, `Taken back: ${counted(undone.value, 'mark is', 'marks are')} corrected`)
    return c.redirect(pathOf(c), 303)
  })
