import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { each, mapped, readNow, readTogether, together } from '#base/db/read.ts'
import { files } from '#base/list/list.tsx'
import { cellOf, questionKinds } from '#base/questions/kind.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { questionsOf } from '#returns/forms/return-form.ts'
import { selectForm } from '#returns/forms/store.ts'
import type { Round } from '#returns/rounds/round.ts'
import { roundPath } from '#returns/rounds/views/round.tsx'
import { selectActions } from './action-store.ts'
import type { Dispute, GradedAnswer, PlannedAction } from './answer.ts'
import { selectAllAnswers, selectAnswers, selectChecked, selectDisputes, selectModerated, selectSamples } from './answer-store.ts'
import { checkGrades, drawSample, settleDispute, visitSchool } from './check-returns.ts'
import { doneForm, drawForm, gradesForm, notDoneForm, settleForm, visitForm } from './forms.ts'
import { markAction } from './mark-action.ts'
import { readOpened } from './organiser-school-pages.tsx'
import { selectProgress } from './store.ts'
import { ActionsPage, DisputesPage, GradesFields, ModeratedPage, ModerationPage } from './views/check.tsx'
import { checkRefusals, doneRefusals, drawRefusal, settleRefusals, visitRefusals } from './views/refusals.tsx'

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const at = `/:round{${uuid}}`

const ofRound = {
  caption: ({ round }: { round: Round }) => `${round.title}, ${round.year}`,
  back: ({ round }: { round: Round }) => ({ href: roundPath(round), text: round.title }),
  wide: true,
} as const

const to = (below: string) => (asked: Asked) => `${roundPath({ id: asked.part('round') })}/${below}`

const readDisputes = (asked: Asked) =>
  mapped(
    together({ opened: readOpened(asked), disputes: selectDisputes(asked.db, asked.part('round')) }),
    ({ opened, disputes }) => opened && { ...opened, disputes },
  )

const settle = press({
  at: `${at}/disputes/:dispute{${uuid}}`,
  read: (asked) => mapped(readDisputes(asked), (read) => read?.disputes.find(({ id }) => id === asked.part('dispute'))),
  form: settleForm,
  button: ({ school }: Dispute) => [{ text: 'Settle', of: `the dispute of ${school}`, kind: 'secondary' }],
  act: (act, { settled }, { part }) => settleDispute(act, part('round'), part('dispute'), settled),
  refused: settleRefusals,
  done: 'It is settled',
  to: to('disputes'),
})

const disputes = page({
  at: `${at}/disputes`,
  read: readDisputes,
  title: 'Disputes',
  heading: 'What schools dispute of our record',
  ...ofRound,
  presses: { settle },
  show: (subject, forms, { now }) => (
    <DisputesPage {...subject} today={londonDay(now)} settle={(one) => forms.settle(one, { dispute: one.id })} />
  ),
})

const readActions = (asked: Asked) =>
  mapped(
    together({ opened: readOpened(asked), actions: selectActions(asked.db, { roundId: asked.part('round') }) }),
    ({ opened, actions }) => opened && { ...opened, actions },
  )

const readAction = (asked: Asked) => mapped(readActions(asked), (read) => read?.actions.find(({ id }) => id === asked.part('action')))

const mark = press({
  at: `${at}/actions/:action{${uuid}}`,
  read: readAction,
  form: doneForm,
  filled: ({ today }: PlannedAction & { today: string }) => ({ doneOn: today }),
  button: ({ what }: PlannedAction & { today: string }) => [{ text: 'It is done', of: what, kind: 'secondary' }],
  act: (act, { doneOn }, { id, part }) => markAction(act, { id, within: part('round'), actionId: part('action'), doneOn, words: '' }),
  refused: doneRefusals,
  done: 'Noted as done',
  to: to('actions'),
})

const unmark = press({
  at: `${at}/actions/:action{${uuid}}/reopening`,
  read: readAction,
  form: notDoneForm,
  button: [{ text: 'Say that it is not done', kind: 'secondary' }],
  act: (act, { words }, { id, part }) => markAction(act, { id, within: part('round'), actionId: part('action'), doneOn: null, words }),
  refused: doneRefusals,
  done: 'Noted as not done',
  to: to('actions'),
})

const actions = page({
  at: `${at}/actions`,
  read: readActions,
  title: 'Action plans',
  heading: 'What schools mean to do',
  ...ofRound,
  presses: { mark, unmark },
  show: (subject, forms, { now, wasSent }) => (
    <ActionsPage
      {...subject}
      wasSent={(one) => wasSent('unmark', { action: one.id })}
      today={londonDay(now)}
      mark={(one) => forms.mark({ ...one, today: londonDay(now) }, { action: one.id })}
      unmark={(one) => forms.unmark(one, { action: one.id })}
    />
  ),
})

const draw = press({
  at: `${at}/moderation`,
  read: readOpened,
  form: drawForm,
  filled: () => ({ size: '10' }),
  button: 'Draw the sample',
  act: (act, { size }, { part }) => drawSample(act, part('round'), size),
  refused: { nothing_to_draw: { field: 'size', says: drawRefusal } },
  done: (_, drawn) => `${drawn} drawn`,
  to: to('moderation'),
})

const moderation = page({
  at: `${at}/moderation`,
  read: (asked) =>
    mapped(
      together({
        opened: readOpened(asked),
        samples: selectSamples(asked.db, asked.part('round')),
        returns: selectModerated(asked.db, asked.part('round')),
      }),
      ({ opened, samples, returns }) =>
        opened && {
          ...opened,
          samples: samples.map((sample) => ({ ...sample, returns: returns.filter(({ sampleId }) => sampleId === sample.id) })),
        },
    ),
  title: 'Moderation',
  ...ofRound,
  presses: { draw },
  show: (subject, forms) => <ModerationPage {...subject} form={forms.draw(subject)} />,
})

const readModerated = (asked: Asked) =>
  mapped(together({ opened: readOpened(asked), returns: selectModerated(asked.db, asked.part('round')) }), ({ opened, returns }) => {
    const moderated = returns.find(({ id }) => id === asked.part('moderation'))
    return opened && moderated && { ...opened, moderated }
  })

type Moderated = NonNullable<ReturnType<ReturnType<typeof readModerated>['from']>>

/** The school's grades, and the officer's. */
const readGraded = async ({ db }: Act, { round, moderated }: Moderated) => {
  const { form, answers, checked } = await readTogether(db, {
    form: selectForm(db, round.versionId),
    answers: selectAnswers(db, moderated.returnId),
    checked: selectChecked(db, moderated.id),
  })
  const graded = (form ? questionsOf(form) : []).flatMap((question): GradedAnswer[] => {
    const answer = answers.find(({ questionId, value }) => questionId === question.id && value !== '')
    return answer && questionKinds[question.kind].isGrade ? [{ question, answer }] : []
  })
  return { graded, checked }
}

const toModerated = (asked: Asked): string => to(`moderation/${asked.part('moderation')}`)(asked)

const visit = press({
  at: `${at}/moderation/:moderation{${uuid}}`,
  read: readModerated,
  form: visitForm,
  button: 'Note the visit',
  act: (act, of, { part }) => visitSchool(act, part('round'), part('moderation'), of),
  refused: visitRefusals,
  done: 'Saved',
  to: toModerated,
})

const grade = press({
  at: `${at}/moderation/:moderation{${uuid}}/grades`,
  find: async (act, asked) => {
    const read = await readNow(act.db, readModerated(asked))
    return read && { ...read, ...(await readGraded(act, read)) }
  },
  form: (_, { graded }) => gradesForm(graded),
  shape: (fields, subject) => <GradesFields {...subject} fields={fields} />,
  button: 'Save the grades',
  act: (act, grades, { part }) => checkGrades(act, part('round'), part('moderation'), grades),
  refused: checkRefusals,
  done: 'Saved',
  to: toModerated,
})

const moderatedPage = page({
  at: `${at}/moderation/:moderation{${uuid}}`,
  read: readModerated,
  also: readGraded,
  title: ({ moderated }) => `Moderation: ${moderated.school}`,
  ...ofRound,
  back: ({ round }) => ({ href: `${roundPath(round)}/moderation`, text: 'Moderation' }),
  presses: { visit, grade },
  show: (subject, forms) => <ModeratedPage {...subject} visit={forms.visit(subject)} grade={forms.grade(subject)} />,
})

/** A row per submitted school and question, without redacted words. */
const readAllAnswers = async (db: SqlDatabase, round: Round) => {
  const { schools, form, answers } = await readTogether(db, {
    schools: selectProgress(db, round.id),
    form: selectForm(db, round.versionId),
    answers: selectAllAnswers(db, round.id),
  })
  const school = new Map(schools.map((one) => [one.id, one]))
  const question = new Map(
    (form?.sections ?? []).flatMap((section) => section.questions.map((one) => [one.id, { ...one, section: section.title }])),
  )
  return answers.map((one) => ({ ...one, of: school.get(one.returnId), asked: question.get(one.questionId) }))
}

const answerFile = files({
  at: `${at}/answers`,
  ahead: (asked) => {
    const roundId = asked.part('round')
    return { found: each<unknown>([readOpened(asked), selectProgress(asked.db, roundId), selectAllAnswers(asked.db, roundId)]) }
  },
  find: async ({ db }, asked) => {
    const opened = await readNow(db, readOpened(asked))
    return opened && { ...opened, answers: await readAllAnswers(db, opened.round) }
  },
  title: 'Answers',
  whole: { rows: ({ answers }) => answers },
  columns: [
    { name: 'URN', value: ({ of }) => of?.urn },
    { name: 'School', width: 25, value: ({ of }) => of?.name },
    { name: 'Submission', value: ({ of }) => of?.number },
    { name: 'Section', width: 25, value: ({ asked }) => asked?.section },
    { name: 'Question', width: 25, value: ({ asked }) => asked?.label },
    { name: 'Answer', width: 25, value: ({ asked, value }) => (asked ? cellOf(asked, value) : value) },
    { name: 'What shows it', width: 25, value: ({ evidence }) => evidence },
    { name: 'What the school will do', width: 25, value: ({ action }) => action },
    { name: 'Words taken out', value: ({ redacted }) => (redacted ? 'yes' : 'no') },
  ],
  file: {
    name: ({ now }) => `answers-${londonDay(now)}`,
    log: ({ round }, rows) => ({ act: 'return_round.answers_exported', after: { roundId: round.id, rows } }),
  },
})

/** Officers' work on submitted returns. Mounted at /organiser/returns. */
export const organiserCheckPages = withPages(new Hono<AppEnv>(), answerFile, disputes, actions, moderation, moderatedPage)
