import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logExport } from '#base/log/export-log.ts'
import { csvHeaders, toCsv } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemOf, problemsOf, text, typedOf } from '#base/web/form.ts'
import { toXlsx, xlsxHeaders } from '#base/web/xlsx.ts'
import { cutTo } from '#base/words.ts'
import { questionsOf } from '#returns/forms/return-form.ts'
import { selectForm } from '#returns/forms/store.ts'
import type { Round } from '#returns/rounds/round.ts'
import { roundPath } from '#returns/rounds/views/round.tsx'
import { selectActions } from './action-store.ts'
import { sayAnswer } from './answer.ts'
import { selectAllAnswers, selectAnswers, selectChecked, selectDisputes, selectModerated, selectSamples } from './answer-store.ts'
import { checkGrades, drawSample, settleDispute, visitSchool } from './check-returns.ts'
import { doneForm, drawFields, drawForm, notDoneForm, settleForm, visitFields, visitForm } from './forms.ts'
import { markAction } from './mark-action.ts'
import { openedOf } from './organiser-school-pages.tsx'
import { selectProgress } from './store.ts'
import { ActionsPage, DisputesPage, ModeratedPage, ModerationPage } from './views/check.tsx'
import { checkRefusals, doneRefusals, drawRefusal, settleRefusals, visitRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>
type Typed = Record<string, string>

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const framed = (round: Round, title: string, problems?: Problems) => ({
  ...{ title, hasProblems: problems !== undefined, back: { href: roundPath(round), text: round.title } },
})

const showDisputes = async (c: C, round: Round, problems?: Problems) => {
  const disputes = await readNow(c.env.DB, selectDisputes(c.env.DB, round.id))
  return c.render(<DisputesPage {...{ round, disputes, problems, today: londonDay(c.var.act.now) }} />, framed(round, 'Disputes', problems))
}

const showActions = async (c: C, round: Round, problems?: Problems) => {
  const actions = await readNow(c.env.DB, selectActions(c.env.DB, { roundId: round.id }))
  return c.render(
    <ActionsPage {...{ round, actions, problems, today: londonDay(c.var.act.now) }} />,
    framed(round, 'Action plans', problems),
  )
}

const showModeration = async (c: C, round: Round, typed: Typed, problems?: Problems) => {
  const { db } = c.var.act
  const { samples, returns } = await readTogether(db, { samples: selectSamples(db, round.id), returns: selectModerated(db, round.id) })
  const filled = samples.map((sample) => ({ ...sample, returns: returns.filter(({ sampleId }) => sampleId === sample.id) }))
  return c.render(<ModerationPage {...{ round, typed, problems, samples: filled }} />, framed(round, 'Moderation', problems))
}

const readModerated = async (c: C) => {
  const round = await openedOf(c)
  const { db } = c.var.act
  const found = (await readNow(db, selectModerated(db, round.id))).find(({ id }) => id === c.req.param('moderation'))
  if (!found) throw notFound('moderation')
  const { form, answers, checked } = await readTogether(db, {
    form: selectForm(db, round.versionId),
    answers: selectAnswers(db, found.returnId),
    checked: selectChecked(db, found.id),
  })
  const graded = (form ? questionsOf(form) : []).flatMap((question) => {
    const answer = answers.find(({ questionId, value }) => questionId === question.id && value !== '')
    return answer && (question.kind === 'grade' || question.kind === 'rag') ? [{ question, answer }] : []
  })
  return { round, moderated: found, graded, checked }
}

const showModerated = (c: C, of: Awaited<ReturnType<typeof readModerated>>, typed: Typed, problems?: Problems) =>
  c.render(<ModeratedPage {...of} {...{ typed, problems }} />, {
    ...framed(of.round, `Moderation: ${of.moderated.school}`, problems),
    back: { href: `${roundPath(of.round)}/moderation`, text: 'Moderation' },
  })

/** A row for each submitted school and question. Words that were taken out are not in it. */
const answersOf = async (c: C, round: Round) => {
  const { db } = c.var.act
  const { schools, form, answers } = await readTogether(db, {
    schools: selectProgress(db, round.id),
    form: selectForm(db, round.versionId),
    answers: selectAllAnswers(db, round.id),
  })
  const school = new Map(schools.map((one) => [one.id, one]))
  const question = new Map(
    (form?.sections ?? []).flatMap((section) => section.questions.map((one) => [one.id, { ...one, section: section.title }])),
  )
  const rows = answers.map(({ returnId, questionId, value, evidence, action, redacted }) => {
    const [of, asked] = [school.get(returnId), question.get(questionId)]
    return [
      of?.urn,
      of?.name,
      of?.number,
      asked?.section,
      asked?.label,
      asked ? sayAnswer(asked.kind, value) : value,
      evidence,
      action,
      redacted ? 'yes' : 'no',
    ]
  })
  await logExport(c.var.act, { act: 'return_round.answers_exported', after: { roundId: round.id, rows: rows.length } })
  return rows
}
const columns = [
  'URN',
  'School',
  'Submission',
  'Section',
  'Question',
  'Answer',
  'What shows it',
  'What the school will do',
  'Words taken out',
]

/** What officers do with what came. Mounted at /organiser/returns. */
export const organiserCheckPages = new Hono<AppEnv>()
  .get(`/:round{${uuid}}/answers.csv`, async (c) => {
    const round = await openedOf(c)
    return c.body(toCsv(columns, await answersOf(c, round)), 200, csvHeaders(`answers-${londonDay(c.var.act.now)}`))
  })
  .get(`/:round{${uuid}}/answers.xlsx`, async (c) => {
    const round = await openedOf(c)
    const sheet = toXlsx(
      'Answers',
      columns.map((name) => ({ name, width: 25 })),
      await answersOf(c, round),
    )
    return c.body(sheet, 200, xlsxHeaders(`answers-${londonDay(c.var.act.now)}`))
  })
  .get(`/:round{${uuid}}/disputes`, async (c) => showDisputes(c, await openedOf(c)))
  .post(`/:round{${uuid}}/disputes/:dispute{${uuid}}`, async (c) => {
    const round = await openedOf(c)
    const id = c.req.param('dispute')
    if (!(await readNow(c.env.DB, selectDisputes(c.env.DB, round.id))).some((one) => one.id === id)) throw notFound('dispute')
    const field = `settled-${id}`
    const read = settleForm.safeParse({ settled: text(await c.req.parseBody(), field) })
    if (!read.success) {
      c.status(422)
      return showDisputes(c, round, { [field]: problemOf(read.error) })
    }
    const done = await settleDispute(c.var.act, round.id, id, read.data.settled)
    if (!done.ok) {
      c.status(409)
      return showDisputes(c, round, { disputes: settleRefusals[done.reason] })
    }
    flash(c, 'It is settled')
    return c.redirect(`${roundPath(round)}/disputes`, 303)
  })
  .get(`/:round{${uuid}}/actions`, async (c) => showActions(c, await openedOf(c)))
  .post(`/:round{${uuid}}/actions/:action{${uuid}}`, async (c) => {
    const round = await openedOf(c)
    const id = c.req.param('action')
    if (!(await readNow(c.env.DB, selectActions(c.env.DB, { roundId: round.id }))).some((one) => one.id === id)) throw notFound('action')
    const body = await c.req.parseBody()
    const isOpen = text(body, 'does') === 'open'
    const field = isOpen ? `words-${id}` : `doneOn-${id}`
    const typed = text(body, field)
    const read = isOpen ? notDoneForm.safeParse({ words: typed }) : doneForm(londonDay(c.var.act.now)).safeParse({ doneOn: typed })
    if (!read.success) {
      c.status(422)
      return showActions(c, round, { [field]: problemOf(read.error) })
    }
    const said = { doneOn: null, words: '', ...read.data }
    const done = await markAction(c.var.act, { id: newId(c.var.act.now), within: round.id, actionId: id, ...said })
    if (!done.ok) {
      c.status(409)
      return showActions(c, round, { actions: doneRefusals[done.reason] })
    }
    flash(c, isOpen ? 'Noted as not done' : 'Noted as done')
    return c.redirect(`${roundPath(round)}/actions`, 303)
  })
  .get(`/:round{${uuid}}/moderation`, async (c) => showModeration(c, await openedOf(c), { size: '10' }))
  .post(`/:round{${uuid}}/moderation`, async (c) => {
    const round = await openedOf(c)
    const body = await c.req.parseBody()
    const read = drawForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return showModeration(c, round, typedOf(body, drawFields), problemsOf(read.error))
    }
    const done = await drawSample(c.var.act, round.id, read.data.size)
    if (!done.ok) {
      c.status(409)
      return showModeration(c, round, typedOf(body, drawFields), { size: drawRefusal })
    }
    flash(c, `${done.value} drawn`)
    return c.redirect(`${roundPath(round)}/moderation`, 303)
  })
  .get(`/:round{${uuid}}/moderation/:moderation{${uuid}}`, async (c) => showModerated(c, await readModerated(c), {}))
  .post(`/:round{${uuid}}/moderation/:moderation{${uuid}}`, async (c) => {
    const of = await readModerated(c)
    const { round, moderated, graded } = of
    const body = await c.req.parseBody()
    const again = (status: 409 | 422, typed: Typed, problems: Problems) => {
      c.status(status)
      return showModerated(c, of, typed, problems)
    }
    if (moderated.visitedOn === null || text(body, 'visitedOn') !== '') {
      const read = visitForm(londonDay(c.var.act.now)).safeParse(body)
      if (!read.success) return again(422, typedOf(body, visitFields), problemsOf(read.error))
      const done = await visitSchool(c.var.act, round.id, moderated.id, read.data)
      if (!done.ok) return again(409, {}, { visitedOn: visitRefusals[done.reason] })
    } else {
      const grades = graded.flatMap(({ answer: { entryId } }) => {
        const grade = text(body, `grade-${entryId}`)
        const note = cutTo(text(body, `note-${entryId}`).trim(), 1000)
        return ['1', '2', '3', '4', 'red', 'amber', 'green'].includes(grade) ? [{ entryId, grade, note }] : []
      })
      const done = await checkGrades(c.var.act, round.id, moderated.id, grades)
      if (!done.ok) return again(409, {}, { grades: checkRefusals[done.reason] })
    }
    flash(c, 'Saved')
    return c.redirect(`${roundPath(round)}/moderation/${moderated.id}`, 303)
  })
