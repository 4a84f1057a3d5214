import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { cutTo } from '#base/words.ts'
import { selectEntries, selectQuestions, selectReturn, selectSaid } from '#returns/filling/return-store.ts'
import { placeAt, returnPath } from '#returns/filling/school-pages.tsx'
import { selectActions } from './action-store.ts'
import { actionForm, schoolDoneForm } from './forms.ts'
import { addAction, markAction } from './mark-action.ts'
import { ActionPage, PlanPage } from './views/plan.tsx'
import { doneRefusals } from './views/refusals.tsx'

const findPlan = async (act: Act, { part }: Asked) => {
  const place = placeAt(part)
  const { own, ...plan } = await readTogether(act.db, {
    own: selectReturn(act, place.schoolId, place.returnId),
    questions: selectQuestions(act.db, place.returnId),
    entries: selectEntries(act.db, place.returnId),
    said: selectSaid(act.db, place.returnId),
    actions: selectActions(act.db, { returnId: place.returnId }),
  })
  return own && { ...plan, own, place }
}
type Plan = NonNullable<Awaited<ReturnType<typeof findPlan>>>

/** For people who may change the plan. */
const findOwn = async (act: Act, asked: Asked) => {
  const plan = await findPlan(act, asked)
  const { question: about = '' } = asked.query
  return plan?.own.mayFill ? { ...plan, about } : undefined
}

const findAction = async (act: Act, asked: Asked) => {
  const plan = await findOwn(act, asked)
  const action = plan?.actions.find(({ id }) => id === asked.part('action'))
  return plan && action && { ...plan, action }
}

const toPlan = ({ part }: Asked): string => `${placeAt(part).base}/plan`

const ofPlan = {
  caption: ({ own }: Plan) => own.title,
  back: ({ place, own }: Plan) => ({ href: `${place.base}/plan`, text: `Action plan: ${own.title}` }),
} as const

const plan = page({
  at: `${returnPath}/plan`,
  find: findPlan,
  title: 'Action plan',
  ...ofPlan,
  back: ({ place, own }) => ({ href: place.base, text: own.title }),
  wide: true,
  show: ({ own, questions, entries, said, actions, place }, _, { now }) => {
    const planned = new Set(actions.map(({ questionId }) => questionId))
    return (
      <PlanPage
        base={place.base}
        actions={actions}
        mayChange={own.mayFill}
        today={londonDay(now)}
        written={questions.flatMap(({ id, label }) => {
          const action = entries.get(id)?.action ?? ''
          return action !== '' && !planned.has(id) ? [{ questionId: id, label, action }] : []
        })}
        disputes={questions.flatMap(({ id, label }) => {
          const statement = said.get(id)
          return statement?.answer === 'disputed' && statement.settledAt === null
            ? [{ ...statement, label, dueOn: statement.dueOn ?? statement.heldOn }]
            : []
        })}
      />
    )
  },
})

const add = question({
  at: `${returnPath}/plan/new`,
  find: findOwn,
  title: 'Put something in the plan',
  ...ofPlan,
  form: actionForm,
  filled: ({ about, entries }) => ({ what: cutTo(entries.get(about)?.action ?? '', 1000) }),
  hidden: ({ about }) => ({ question: about }),
  button: 'Put it in the plan',
  act: (act, action, { subject: { place, questions }, id, field }) => {
    const questionId = questions.find((one) => one.id === field('question'))?.id ?? null
    return addAction(act, place.schoolId, { id, returnId: place.returnId, questionId, ...action })
  },
  refused: {},
  done: 'It is in the plan',
  to: toPlan,
})

const mark = press({
  at: `${returnPath}/plan/:action`,
  find: findAction,
  form: schoolDoneForm,
  filled: ({ today }: { today: string }) => ({ doneOn: today }),
  button: 'It is done',
  act: (act, said, { subject: { place, action }, id }) =>
    markAction(act, { id, within: place.returnId, actionId: action.id, ...said, schoolId: place.schoolId }),
  refused: doneRefusals,
  done: 'It is noted as done',
  to: toPlan,
})

const actionPage = page({
  at: `${returnPath}/plan/:action`,
  find: findAction,
  title: 'Say that it is done',
  ...ofPlan,
  presses: { mark },
  show: ({ action }, forms, { now }) => <ActionPage action={action} form={forms.mark({ today: londonDay(now) })} />,
})

/** A school's plan after its audit. Mounted at /school. */
export const schoolPlanPages = withPages(new Hono<AppEnv>(), plan, add, actionPage)
