import { type Context, Hono } from 'hono'
import { type Act, actsFor } from '#base/act.ts'
import { londonDay, sayTime } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { type Body, text } from '#base/web/form.ts'
import { disputeWords, fieldOf, pressed, sentOf } from './forms.ts'
import { readFilled, statesOf, type WholeReturn } from './read-filled.ts'
import { selectReturns } from './return-store.ts'
import { answerFact, saveEntries } from './save-entries.ts'
import type { Section } from './school-return.ts'
import type { Outcome, QuestionState } from './shown-question.ts'
import { QuestionBlock } from './views/question.tsx'
import { factRefusals, saveRefusals } from './views/refusals.tsx'
import { ReturnsPage } from './views/returns.tsx'
import { SectionPage } from './views/section.tsx'

type C = Context<AppEnv>

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
export const returnPath = `/:schoolId{${uuid}}/returns/:returnId{${uuid}}`

export const placeAt = (part: (name: string) => string) => {
  const [schoolId, returnId] = [part('schoolId'), part('returnId')]
  return { schoolId, returnId, base: `/school/${schoolId}/returns/${returnId}` }
}
export const placeOf = (c: C) => placeAt((name) => c.req.param(name) ?? '')

/** The school's page is only for people who book for it. */
export const backToSchool = ({ actor }: Act, schoolId: string): { href: string; text: string } =>
  actsFor(actor, schoolId) ? { href: `/school/${schoolId}`, text: 'Your school' } : { href: '/school', text: 'My schools' }

const sectionOf = (c: C, { sections }: Pick<WholeReturn, 'sections'>): Section => {
  const section = sections.find(({ number }) => String(number) === c.req.param('section'))
  if (!section) throw notFound('section')
  return section
}

type Shown = { states?: readonly QuestionState[]; saved?: number; why?: string | undefined }

const showSection = (c: C, whole: WholeReturn, section: Section, { states, saved = 0, why }: Shown = {}) => {
  const { base } = placeOf(c)
  const shown = states ?? statesOf(c.var.act, whole, section.questions)
  return c.render(
    <SectionPage
      base={base}
      section={section}
      why={why}
      saved={saved}
      account={c.var.act.actor.accountId}
      own={whole.own}
      of={whole.sections.length}
      states={shown}
      today={londonDay(c.var.act.now)}
    />,
    {
      title: section.title,
      back: { href: base, text: whole.own.title },
      hasProblems: shown.some(({ problems }) => Object.keys(problems).length > 0),
    },
  )
}

const isWrong = ({ is }: Outcome): boolean => is !== 'saved'

/** Saves one question while its author types; answers with its part of the page. */
const saveOne = async (c: C, body: Body) => {
  const { act } = c.var
  const done = await saveEntries(act, placeOf(c), { sentOf: (question) => sentOf(body, question), only: text(body, 'only') })
  if (!done.ok) return c.text(saveRefusals[done.reason], 409)
  const { sent, outcomes } = done.value
  const questions = sent.map(({ question }) => question)
  const [state] = statesOf(act, { ...nothingFilled, asked: new Set(questions.map(({ id }) => id)) }, questions, done.value)
  const outcome = state && outcomes.get(state.question.id)
  if (!outcome) throw notFound('question')
  const notice = outcome.is === 'saved' && outcome.entry ? `Saved ${sayTime(outcome.entry.at)} by ${outcome.entry.by || 'somebody'}.` : ''
  return c.html(<QuestionBlock state={state} open today={londonDay(act.now)} said={notice} />, isWrong(outcome) ? 422 : 200)
}

const nothingFilled = { entries: new Map(), held: new Map(), facts: { roles: [], trainings: [], guidance: [] } }

/** Confirming or disputing; a refused dispute keeps its words. */
const answerHeld = async (c: C, body: Body) => {
  const { does, questionId } = pressed(body)
  if (does !== 'confirm' && does !== 'dispute') return undefined
  const typed = text(body, fieldOf('words', questionId))
  const words = disputeWords.safeParse(typed)
  if (does === 'dispute' && !words.success) return { questionId, typed, problem: words.error.issues[0]?.message ?? '' }
  const shown = text(body, fieldOf('shown', questionId))
  const done = await answerFact(c.var.act, placeOf(c), {
    questionId,
    shown,
    ...(does === 'confirm' ? { answer: 'confirmed', words: '' } : { answer: 'disputed', words: words.data ?? '' }),
  })
  return done.ok ? undefined : { questionId, typed, why: factRefusals[done.reason] }
}

const wordsBack = (states: QuestionState[], answered: Awaited<ReturnType<typeof answerHeld>>): QuestionState[] =>
  states.map((state) =>
    answered && state.question.id === answered.questionId
      ? { ...state, words: answered.typed, problems: { ...state.problems, ...(answered.problem ? { words: answered.problem } : {}) } }
      : state,
  )

/** For everybody with a part in a school's return. Mounted at /school. */
export const schoolReturnPages = new Hono<AppEnv>()
  .get(`/:schoolId{${uuid}}/returns`, async (c) => {
    const { act } = c.var
    const schoolId = c.req.param('schoolId')
    const returns = await readNow(act.db, selectReturns(act, schoolId))
    if (returns.length === 0 && !actsFor(act.actor, schoolId)) throw notFound('return')
    return c.render(<ReturnsPage returns={returns} base={`/school/${schoolId}/returns`} />, {
      title: 'Safeguarding audits',
      back: backToSchool(act, schoolId),
    })
  })

  .get(`${returnPath}/sections/:section`, async (c) => {
    const { schoolId, returnId } = placeOf(c)
    const whole = await readFilled(c.var.act, schoolId, returnId)
    return showSection(c, whole, sectionOf(c, whole))
  })

  .post(`${returnPath}/sections/:section`, async (c) => {
    const body = await c.req.parseBody()
    if (c.req.header('x-muster-parts') === 'question') return saveOne(c, body)
    const { act } = c.var
    const place = placeOf(c)
    const done = await saveEntries(act, place, { sentOf: (question) => sentOf(body, question) })
    const answered = done.ok ? await answerHeld(c, body) : undefined
    const whole = await readFilled(act, place.schoolId, place.returnId)
    const section = sectionOf(c, whole)
    if (!done.ok) {
      c.status(409)
      const sent = section.questions.flatMap((question) => sentOf(body, question) ?? [])
      const outcomes = new Map(sent.map(({ question }): [string, Outcome] => [question.id, { is: 'wrong', problems: {} }]))
      return showSection(c, whole, section, {
        states: statesOf(act, whole, section.questions, { sent, outcomes }),
        why: saveRefusals[done.reason],
      })
    }
    const outcomes = [...done.value.outcomes.values()]
    if (!outcomes.some(isWrong) && !answered) {
      flash(c, 'What you typed is saved')
      const next = section.number < whole.sections.length ? `/sections/${section.number + 1}` : '/check'
      const { does, questionId } = pressed(body)
      const at = `${place.base}/sections/${section.number}${questionId ? `#q-${questionId}` : ''}`
      return c.redirect(does === 'next' ? `${place.base}${next}` : at, 303)
    }
    c.status(outcomes.some(({ is }) => is === 'to_choose') || answered?.why ? 409 : 422)
    const states = wordsBack(statesOf(act, whole, section.questions, done.value), answered)
    return showSection(c, whole, section, { states, saved: outcomes.filter(({ is }) => is === 'saved').length, why: answered?.why })
  })
