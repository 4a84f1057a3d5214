import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, text, typedOf } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { selectEntries, selectQuestions, selectReturn, selectSaid } from '#returns/filling/return-store.ts'
import { placeOf, returnPath } from '#returns/filling/school-pages.tsx'
import { selectActions } from './action-store.ts'
import { actionFields, actionForm, schoolDoneForm } from './forms.ts'
import { addAction, markAction } from './mark-action.ts'
import { DonePage, NewActionPage, PlanPage } from './views/plan.tsx'
import { doneRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>
type Typed = Record<string, string>

const readPlan = async (c: C) => {
  const { act } = c.var
  const place = placeOf(c)
  const { own, ...plan } = await readTogether(act.db, {
    own: selectReturn(act, place.schoolId, place.returnId),
    questions: selectQuestions(act.db, place.returnId),
    entries: selectEntries(act.db, place.returnId),
    said: selectSaid(act.db, place.returnId),
    actions: selectActions(act.db, { returnId: place.returnId }),
  })
  if (!own) throw notFound('return')
  return { ...plan, own, place }
}
type Plan = Awaited<ReturnType<typeof readPlan>>

/** The plan, for whoever may change it. */
const readOwn = async (c: C): Promise<Plan> => {
  const plan = await readPlan(c)
  if (!plan.own.mayFill) throw notFound('plan')
  return plan
}

const framed = ({ place, own }: Plan, title: string, problems?: Problems) => ({
  ...{ title, hasProblems: problems !== undefined, back: { href: `${place.base}/plan`, text: `Action plan: ${own.title}` } },
})

const showNew = (c: C, plan: Plan, typed: Typed, problems?: Problems) =>
  c.render(<NewActionPage {...{ title: plan.own.title, typed, problems }} />, framed(plan, 'Put something in the plan', problems))

const showDone = (c: C, plan: Plan, typed: Typed, problems?: Problems) => {
  const action = plan.actions.find(({ id }) => id === c.req.param('action'))
  if (!action) throw notFound('action')
  return c.render(<DonePage {...{ title: plan.own.title, action, typed, problems }} />, framed(plan, 'Say that it is done', problems))
}

/** What a school does of what it said in its return. Mounted at /school. */
export const schoolPlanPages = new Hono<AppEnv>()
  .get(`${returnPath}/plan`, async (c) => {
    const { own, questions, entries, said, actions, place } = await readPlan(c)
    const planned = new Set(actions.map(({ questionId }) => questionId))
    return c.render(
      <PlanPage
        {...{ title: own.title, base: place.base, actions, mayChange: own.mayFill, today: londonDay(c.var.act.now) }}
        written={questions.flatMap(({ id, label }) => {
          const action = entries.get(id)?.action ?? ''
          return action !== '' && !planned.has(id) ? [{ questionId: id, label, action }] : []
        })}
        disputes={questions.flatMap(({ id, label }) => {
          const one = said.get(id)
          return one?.answer === 'disputed' && one.settledAt === null ? [{ ...one, label, dueOn: one.dueOn ?? one.heldOn }] : []
        })}
      />,
      { title: 'Action plan', back: { href: place.base, text: own.title } },
    )
  })
  .get(`${returnPath}/plan/new`, async (c) => {
    const plan = await readOwn(c)
    const question = c.req.query('question') ?? ''
    const what = cutTo(plan.entries.get(question)?.action ?? '', 1000)
    return showNew(c, plan, { id: newId(c.var.act.now), question, what, owner: '', dueOn: '' })
  })
  .post(`${returnPath}/plan/new`, async (c) => {
    const plan = await readOwn(c)
    const body = await c.req.parseBody()
    const id = formId(body, c.var.act.now)
    const question = text(body, 'question')
    const read = actionForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return showNew(c, plan, { ...typedOf(body, actionFields), id, question }, problemsOf(read.error))
    }
    const questionId = plan.questions.find((one) => one.id === question)?.id ?? null
    await addAction(c.var.act, plan.place.schoolId, { id, returnId: plan.place.returnId, questionId, ...read.data })
    flash(c, 'It is in the plan')
    return c.redirect(`${plan.place.base}/plan`, 303)
  })
  .get(`${returnPath}/plan/:action`, async (c) =>
    showDone(c, await readOwn(c), { id: newId(c.var.act.now), doneOn: londonDay(c.var.act.now) }),
  )
  .post(`${returnPath}/plan/:action`, async (c) => {
    const plan = await readOwn(c)
    const body = await c.req.parseBody()
    const id = formId(body, c.var.act.now)
    const typed = { ...typedOf(body, ['doneOn', 'words']), id }
    const read = schoolDoneForm(londonDay(c.var.act.now)).safeParse(body)
    if (!read.success) {
      c.status(422)
      return showDone(c, plan, typed, problemsOf(read.error))
    }
    const { schoolId, returnId, base } = plan.place
    const done = await markAction(c.var.act, { id, within: returnId, actionId: c.req.param('action'), ...read.data, schoolId })
    if (!done.ok) {
      c.status(409)
      return showDone(c, await readOwn(c), typed, { doneOn: doneRefusals[done.reason] })
    }
    flash(c, 'It is noted as done')
    return c.redirect(`${base}/plan`, 303)
  })
