import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logExport } from '#base/log/export-log.ts'
import { ok, type Result } from '#base/result.ts'
import { mayAsk } from '#base/web/access.ts'
import { type Column, csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { type Body, formId, problemsOf, text, typedOf } from '#base/web/form.ts'
import { selectVocabulary } from '#events/events/list-store.ts'
import { actionForm, answerForm, recommendationFields, recommendationForm, sayingFields, stepForm } from './forms.ts'
import { type Action, answerBy, answers, figures, type NotSaid, type Recommendation, sayAction, sources } from './recommendation.ts'
import { addAction, addRecommendations, answerRecommendation, stepAction } from './record-recommendation.ts'
import { selectRecommendation, selectRecommendations, selectSaidBefore } from './store.ts'
import { actionKey, RecommendationPage, RecommendationsPage } from './views/recommendations.tsx'
import { sayingRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>
type Typed = Record<string, string> & { id: string }

const base = '/coverage/recommendations'
const mayWrite = (c: C): boolean => mayAsk(c.var.act.actor, 'POST /coverage/recommendations')

const showAll = async (c: C, typed: Typed, problems?: Problems) => {
  const { db, now } = c.var.act
  const day = londonDay(now)
  const { all, vocabulary } = await readTogether(db, { all: selectRecommendations(db, now), vocabulary: selectVocabulary(db, now) })
  return c.render(<RecommendationsPage {...{ all, day, typed, problems }} topics={vocabulary.topics} mayWrite={mayWrite(c)} />, {
    ...{ title: 'Recommendations', back: { href: '/coverage', text: 'Coverage' }, hasProblems: problems !== undefined },
  })
}

const found = async (c: C) => {
  const { act } = c.var
  const id = c.req.param('id') ?? ''
  const { of, before } = await readTogether(act.db, { of: selectRecommendation(act, id), before: selectSaidBefore(act.db, id) })
  if (!of) throw notFound('recommendation')
  return { of, before }
}

const showOne = (c: C, read: Awaited<ReturnType<typeof found>>, typed: Typed, wrong: { problems?: Problems; why?: string } = {}) =>
  c.render(<RecommendationPage {...{ ...read, typed, ...wrong }} day={londonDay(c.var.act.now)} mayWrite={mayWrite(c)} />, {
    ...{ title: 'Recommendation', back: { href: base, text: 'Recommendations' }, hasProblems: wrong.problems !== undefined },
  })

type Row = { of: Recommendation; action: Action | undefined }

/** A row for each action, or for a recommendation without one. */
const columns = (day: string): readonly Column<Row>[] => [
  { name: 'From', value: ({ of }) => of.madeBy },
  { name: 'Kind', value: ({ of }) => sources[of.source] },
  { name: 'Made', value: ({ of }) => of.madeOn },
  { name: 'Received', value: ({ of }) => of.receivedOn },
  { name: 'Recommendation', value: ({ of }) => of.text },
  { name: 'Answer due by', value: ({ of }) => answerBy(of) },
  { name: 'Answer', value: ({ of }) => of.answer && answers[of.answer.what] },
  { name: 'Answered', value: ({ of }) => of.answer?.day },
  { name: 'Why', value: ({ of }) => of.answer?.why },
  { name: 'Figure', value: ({ of }) => of.figure && figures[of.figure] },
  { name: 'Topic', value: ({ of }) => of.topic },
  { name: 'Action', value: ({ action }) => action?.what },
  { name: 'Owner', value: ({ action }) => action?.owner },
  { name: 'Due', value: ({ action }) => action?.dueOn },
  { name: 'State', value: ({ action }) => action && sayAction(action, day) },
]

const wrong = (error: Parameters<typeof problemsOf>[0]) => ({ problems: problemsOf(error) })

/** What one of the three forms of a recommendation does. */
const say = async (c: C, of: Recommendation, body: Body, id: string): Promise<Result<void, NotSaid> | { problems: Problems }> => {
  const { act } = c.var
  const today = londonDay(act.now)
  const form = text(body, 'form')
  if (form === 'answer') {
    const read = answerForm(today).safeParse(body)
    return read.success ? answerRecommendation(act, { id, ofId: of.id, ...read.data }, text(body, 'seen')) : wrong(read.error)
  }
  if (form === 'action') {
    const read = actionForm.safeParse(body)
    if (!read.success) return wrong(read.error)
    const { text: what, ...rest } = read.data
    await addAction(act, { id, ofId: of.id, what, ...rest })
    return ok(undefined)
  }
  if (form !== 'step') throw notFound('form')
  // An action by its id alone: of another step than stands now the guard tells.
  const asked = text(body, 'action')
  const action = of.actions.find((one) => asked.startsWith(`${one.id}.`))
  const read = stepForm(today, action ? [asked, actionKey(action)] : []).safeParse(body)
  if (!read.success || !action) return wrong(read.error)
  const { step: what, stepDay: day, stepWhy: why } = read.data
  return stepAction(act, { id, ofId: action.id, what, day, why }, asked.slice(action.id.length + 1), of.id)
}

/** Recommendations, for officers, and for organisers to read. Mounted at /coverage. */
export const reportRecommendationPages = new Hono<AppEnv>()
  .get('/recommendations', (c) => showAll(c, { id: newId(c.var.act.now) }))

  .post('/recommendations', async (c) => {
    const { act } = c.var
    const [body, { topics }] = await Promise.all([c.req.parseBody(), readNow(act.db, selectVocabulary(act.db, act.now))])
    const id = formId(body, act.now)
    const topicIds = topics.map((one) => one.id)
    const read = recommendationForm(londonDay(act.now), topicIds).safeParse(body)
    if (!read.success) {
      c.status(422)
      return showAll(c, { ...typedOf(body, recommendationFields), id }, problemsOf(read.error))
    }
    const { texts, ...facts } = read.data
    await addRecommendations(act, id, facts, texts)
    flash(c, 'The recommendations are noted')
    return c.redirect(base, 303)
  })

  .get('/recommendations.csv', async (c) => {
    const { act } = c.var
    const all = await readNow(act.db, selectRecommendations(act.db, act.now))
    const rows = all.flatMap((of): Row[] =>
      of.actions.length === 0 ? [{ of, action: undefined }] : of.actions.map((action) => ({ of, action })),
    )
    await logExport(act, { act: 'recommendations.exported', after: { recommendations: all.length } })
    return c.body(csvOf(columns(londonDay(act.now)), rows), 200, csvHeaders('recommendations'))
  })

  .get('/recommendations/:id', async (c) => showOne(c, await found(c), { id: newId(c.var.act.now) }))

  .post('/recommendations/:id', async (c) => {
    const { act } = c.var
    const [read, body] = await Promise.all([found(c), c.req.parseBody()])
    const id = formId(body, act.now)
    const typed = { ...typedOf(body, sayingFields), id }
    const done = await say(c, read.of, body, id)
    if ('problems' in done) {
      c.status(422)
      return showOne(c, read, typed, done)
    }
    if (!done.ok) {
      c.status(409)
      return showOne(c, await found(c), typed, { why: sayingRefusals[done.reason] })
    }
    flash(c, 'Saved')
    return c.redirect(`${base}/${read.of.id}`, 303)
  })
