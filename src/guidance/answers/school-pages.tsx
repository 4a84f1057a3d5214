import { type Context, Hono } from 'hono'
import { actsFor } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { londonDay } from '#base/dates.ts'
import { given, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, text, typedOf } from '#base/web/form.ts'
import { sayKept } from '#guidance/issuing/answer.ts'
import { selectOwnIssues, selectSchoolName } from '#guidance/issuing/receipt-store.ts'
import { selectOwnStates } from '#guidance/issuing/standing-store.ts'
import { actsOrHeads, selectIsHead } from '#people/roles/school-role-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { answerVersion } from './answer-version.ts'
import { inOrderOfDay } from './asked.ts'
import { answerFields, answerForm } from './forms.ts'
import { outcomeWords } from './page.ts'
import { readAnswers } from './read-answers.ts'
import { recordPage } from './record-check.ts'
import { selectAsked } from './store.ts'
import { AnswerPage } from './views/answer.tsx'
import { OwnGuidancePage } from './views/own.tsx'
import { answerRefusals, pageRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const path = `/:schoolId{${uuid}}/guidance/:issueId{${uuid}}/answer`

/** Approvers answer, and the head by our record, whether or not they act for the school. */
const deskOf = async (c: C) => {
  const { act } = c.var
  const { actor } = act
  const schoolId = c.req.param('schoolId') ?? ''
  const isApprover = actor.approverSchoolIds.includes(schoolId)
  const { asked, isHead } = await readTogether(act.db, {
    asked: selectAsked(act.db, c.req.param('issueId') ?? '', schoolId),
    isHead: isApprover ? given(true) : selectIsHead(act, schoolId),
  })
  const mayAnswer = isApprover || isHead
  if (!asked || !(mayAnswer || actsFor(actor, schoolId))) throw notFound('guidance')
  return { asked, schoolId, mayAnswer, at: `/school/${schoolId}/guidance/${asked.issueId}/answer` }
}

type Desk = Awaited<ReturnType<typeof deskOf>>

const show = async (
  c: C,
  { asked, schoolId, mayAnswer, at }: Desk,
  typed: Record<string, string>,
  wrong: { problems?: Problems; why?: string } = {},
) => {
  const { act } = c.var
  const view = { asked, ...(await readAnswers(act, asked)) }
  return c.render(
    <AnswerPage
      {...{ view, at, typed, mayAnswer }}
      formId={newId(act.now)}
      named={false}
      addressAt={mayAnswer ? `${at}/page` : undefined}
      problems={wrong.problems}
      why={wrong.why}
    />,
    {
      title: asked.title,
      back: { href: `/school/${schoolId}/guidance`, text: 'Guidance' },
      hasProblems: wrong.problems !== undefined,
    },
  )
}

/** What a school answers, for those who act for it. Mounted at /school. */
export const schoolGuidanceAnswerPages = new Hono<AppEnv>()
  .get(`/:schoolId{${uuid}}/guidance`, async (c) => {
    const { act } = c.var
    const schoolId = c.req.param('schoolId')
    if (!(await actsOrHeads(act, schoolId))) throw notFound('school')
    const { school, issues, states, calendar } = await readTogether(act.db, {
      school: selectSchoolName(act.db, schoolId),
      issues: selectOwnIssues(act.db, schoolId),
      states: selectOwnStates(act, schoolId),
      calendar: selectCalendar(act.db),
    })
    if (!school) throw notFound('school')
    return c.render(
      <OwnGuidancePage
        school={schoolLabel(school)}
        guidance={inOrderOfDay(issues, states, calendar)}
        base={`/school/${schoolId}/guidance`}
        today={londonDay(act.now)}
      />,
      {
        title: 'Guidance and policies',
        back: actsFor(act.actor, schoolId) ? { href: `/school/${schoolId}`, text: school.name } : { href: '/school', text: 'My schools' },
      },
    )
  })

  .get(path, async (c) => show(c, await deskOf(c), {}))

  .post(path, async (c) => {
    const { act } = c.var
    const form = await c.req.parseBody()
    const desk = await deskOf(c)
    if (!desk.mayAnswer) throw notFound('guidance')
    const read = answerForm([desk.asked], londonDay(act.now), false).safeParse(form)
    if (!read.success) {
      c.status(422)
      return show(c, desk, typedOf(form, answerFields), { problems: problemsOf(read.error) })
    }
    const seen = text(form, 'seen') || undefined
    const done = await answerVersion(act, desk.asked, {
      ...{ ...read.data, name: '', role: '', id: formId(form, act.now), how: 'signed_in', supersedesId: seen },
    })
    if (!done.ok) {
      c.status(409)
      return show(c, await deskOf(c), typedOf(form, answerFields), { why: answerRefusals[done.reason] })
    }
    flash(c, sayKept(read.data, 'The answer is kept'))
    return c.redirect(desk.at, 303)
  })

  .post(`${path}/page`, async (c) => {
    const form = await c.req.parseBody()
    const desk = await deskOf(c)
    if (!desk.mayAnswer) throw notFound('guidance')
    const done = await recordPage(c.var.act, desk.asked, text(form, 'address'))
    if (!done.ok) {
      c.status(422)
      return show(c, desk, typedOf(form, ['address']), { problems: { address: pageRefusals[done.reason] } })
    }
    flash(c, outcomeWords[done.value])
    return c.redirect(desk.at, 303)
  })
