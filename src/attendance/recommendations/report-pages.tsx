import { Hono } from 'hono'
import { londonDay, sayDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { files } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { selectVocabulary } from '#events/events/list-store.ts'
import { actionForm, answerForm, recommendationForm, stepForm } from './forms.ts'
import { type Action, answerBy, answers, figures, type Recommendation, sayAction, sources } from './recommendation.ts'
import { addAction, addRecommendations, answerRecommendation, stepAction } from './record-recommendation.ts'
import { selectRecommendation, selectRecommendations, selectSaidBefore } from './store.ts'
import { RecommendationSoFar, Recommendations, RecommendationWrites } from './views/recommendations.tsx'
import { addingRefusals, sayingRefusals } from './views/refusals.tsx'

const base = '/coverage/recommendations'

const note = press({
  at: '/recommendations',
  read: ({ db, now }) => mapped(selectVocabulary(db, now), ({ topics }) => ({ topics })),
  form: (now, { topics }) => recommendationForm(londonDay(now), topics),
  button: 'Note them',
  act: (act, { texts, ...facts }, { id }) => addRecommendations(act, id, facts, texts),
  refused: addingRefusals,
  done: 'The recommendations are noted',
  to: base,
})

const list = page({
  at: '/recommendations',
  read: ({ db, now }) =>
    mapped(together({ all: selectRecommendations(db, now), vocabulary: selectVocabulary(db, now) }), ({ all, vocabulary }) => ({
      all,
      topics: vocabulary.topics,
    })),
  title: 'Recommendations',
  back: { href: '/coverage', text: 'Coverage' },
  wide: true,
  presses: { note },
  show: (subject, forms, { now }) => <Recommendations all={subject.all} day={londonDay(now)} form={forms.note(subject)} />,
})

const readOne = (asked: Asked) => {
  const id = asked.part('id')
  return mapped(
    together({ of: selectRecommendation(asked, id), before: selectSaidBefore(asked.db, id) }),
    ({ of, before }) => of && { of, before },
  )
}

const saved = { done: 'Saved', to: ({ part }: Asked) => `${base}/${part('id')}` }

const answer = press({
  at: '/recommendations/:id/answer',
  read: readOne,
  form: (now) => answerForm(londonDay(now)),
  hidden: ({ of }) => ({ seen: of.answer?.id ?? '' }),
  button: 'Save the answer',
  act: (act, typed, { subject, id, field }) => answerRecommendation(act, { id, ofId: subject.of.id, ...typed }, field('seen')),
  refused: sayingRefusals,
  ...saved,
})

const addOne = press({
  at: '/recommendations/:id/actions',
  read: readOne,
  form: actionForm,
  button: 'Add the action',
  act: (act, { text: what, ...rest }, { subject, id }) => addAction(act, { id, ofId: subject.of.id, what, ...rest }),
  refused: addingRefusals,
  ...saved,
})

const step = press({
  at: '/recommendations/:id/steps',
  read: readOne,
  form: (now, { of }) => stepForm(londonDay(now), of.actions),
  // The last step of each action.
  hidden: ({ of }) => ({ seen: of.actions.flatMap(({ step }) => step?.id ?? []).join(' ') }),
  button: 'Save what became of it',
  act: (act, { action, step: what, stepDay: day, stepWhy: why }, { subject, id, field }) => {
    const seen = field('seen')
      .split(' ')
      .find((one) => one === action.step?.id)
    return stepAction(act, { id, ofId: action.id, what, day, why }, seen ?? '', subject.of.id)
  },
  refused: sayingRefusals,
  ...saved,
})

const recommendationPage = page({
  at: '/recommendations/:id',
  read: readOne,
  title: 'Recommendation',
  heading: ({ of }) => of.text,
  caption: ({ of }) => `${of.madeBy}, ${sayDay(of.madeOn)}`,
  back: { href: base, text: 'Recommendations' },
  presses: { answer, addOne, step },
  show: (subject, forms, { now }) => (
    <>
      <RecommendationSoFar {...subject} day={londonDay(now)} />
      <RecommendationWrites
        answer={forms.answer(subject)}
        action={forms.addOne(subject)}
        step={subject.of.actions.length === 0 ? null : forms.step(subject)}
      />
    </>
  ),
})

type Row = { of: Recommendation; action: Action | undefined }

/** A row for each action, or for a recommendation without one. */
const table = files({
  at: '/recommendations',
  beside: ({ db, now }) => mapped(selectRecommendations(db, now), (all) => ({ all })),
  title: 'Recommendations',
  whole: {
    rows: ({ all }) =>
      all.flatMap((of): Row[] => (of.actions.length === 0 ? [{ of, action: undefined }] : of.actions.map((action) => ({ of, action })))),
  },
  columns: [
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
    { name: 'State', value: ({ action }, { now }) => action && sayAction(action, londonDay(now)) },
  ],
  file: {
    name: 'recommendations',
    log: ({ all }) => ({ act: 'recommendations.exported', after: { recommendations: all.length } }),
  },
})

/** Recommendations, for officers, and for organisers to read. Mounted at /coverage. */
export const reportRecommendationPages = withPages(new Hono<AppEnv>(), list, recommendationPage, table)
