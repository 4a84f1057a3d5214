import { type Context, Hono } from 'hono'
import { mapped, together } from '#base/db/read.ts'
import { files } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { Inset, P, Tag } from '#base/web/page-parts.tsx'
import { type Asked, afterwards, press } from '#base/web/press.tsx'
import { atStart } from '#base/words.ts'
import { selectEventByCode } from '#events/events/store.ts'
import { selectEventAnswers } from './answers-store.ts'
import { answerColumns } from './csv.ts'
import { filledQuestion, questionForm } from './forms.ts'
import { addQuestion, changeQuestion, moveQuestion, retireQuestion } from './save-question.ts'
import { selectCountedQuestions } from './store.ts'
import { AnswersPage } from './views/organiser-answers.tsx'
import { type AskedQuestion, QuestionsPage, sayAnswers } from './views/organiser-questions.tsx'
import { writeRefusals } from './views/refusals.tsx'

const readEvent = ({ db, now, part }: Asked) => mapped(selectEventByCode(db, part('code'), now), (event) => event && { event })

const readAll = (asked: Asked) =>
  mapped(
    together({ event: readEvent(asked), questions: selectCountedQuestions(asked.db, { code: asked.part('code') }) }),
    ({ event, questions }) => event && { ...event, questions },
  )

/** The question of the address, asked or not. */
const readOne = (asked: Asked) =>
  mapped(readAll(asked), (read) => {
    const asks = read?.questions.find(({ id }) => id === asked.part('id'))
    return read && asks && { event: read.event, asks }
  })

type One = NonNullable<ReturnType<ReturnType<typeof readOne>['from']>>

const pathOf = (code: string): string => `/organiser/events/${code}/questions`
const toAll = ({ part }: Asked): string => pathOf(part('code'))

const retiredRefusals = {
  ...writeRefusals,
  ...afterwards({ question_is_retired: writeRefusals.question_is_retired, no_such_question: writeRefusals.no_such_question }),
}

/** The list, where the question is not asked any more. */
const insteadOfRetired =
  (says: string) =>
  ({ event, asks }: One, c: Context<AppEnv>): Response | undefined => {
    if (asks.retiredAt === null) return undefined
    flash(c, says, false)
    return c.redirect(pathOf(event.code), 303)
  }

const ofAll = {
  back: ({ event }: { event: { code: string } }) => ({ href: pathOf(event.code), text: 'All questions' }),
} as const

const move = press({
  at: '/:code/questions/:id/:way{up|down}',
  read: readEvent,
  button: ({ label, way }: AskedQuestion & { way: string }) => [{ text: `Move ${way}`, of: `“${label}”`, kind: 'secondary' }],
  act: (act, _, { subject, part }) => moveQuestion(act, subject.event, part('id'), part('way')),
  refused: writeRefusals,
  to: (asked) => `${toAll(asked)}#question-${asked.part('id')}`,
})

const all = page({
  at: '/:code/questions',
  read: readAll,
  title: 'Questions',
  ...ofAll,
  presses: { move },
  show: (subject, forms) => <QuestionsPage {...subject} move={(one, way) => forms.move({ ...one, way }, { id: one.id, way })} />,
})

const add = question({
  at: '/:code/questions/new',
  read: readEvent,
  title: 'Add a question',
  ...ofAll,
  form: questionForm,
  button: 'Save',
  act: (act, facts, { subject, id }) => addQuestion(act, subject.event, { id, facts }),
  refused: writeRefusals,
  done: 'The question is added. Schools that book from now on are asked',
  to: toAll,
})

const change = question({
  at: '/:code/questions/:id/change',
  read: readOne,
  title: 'Change a question',
  ...ofAll,
  above: ({ asks: { answers } }) =>
    answers > 0 ? (
      <Inset>
        {atStart(answers, 'answer has', 'answers have')} been given. They keep the words that were asked: if you change the wording, the
        hint or the answers to choose from, this question is no longer asked and a new one takes its place. Nobody is told, and schools that
        have booked can answer it from their booking.
      </Inset>
    ) : null,
  form: questionForm,
  filled: ({ asks }) => filledQuestion(asks),
  button: 'Save',
  act: (act, facts, { subject: { event, asks } }) => changeQuestion(act, event, asks.id, facts),
  refused: retiredRefusals,
  instead: insteadOfRetired(writeRefusals.question_is_retired),
  done: (_, how) =>
    how === 'replaced'
      ? 'It had been answered, so the old wording is no longer asked and the new one takes its place'
      : 'The question is changed',
  to: toAll,
})

const retire = question({
  at: '/:code/questions/:id/retire',
  read: readOne,
  title: 'Stop asking',
  heading: ({ asks }) => `Stop asking “${asks.label}”?`,
  ...ofAll,
  above: ({ asks: { answers } }) => (
    <>
      <P>
        Schools that book from now on are not asked. <Tag colour="grey">{sayAnswers(answers)}</Tag>{' '}
        {answers > 0 ? 'The answers given are kept, and stay on the page of answers.' : ''}
      </P>
      <P>It cannot be brought back; you can add a new question with the same words.</P>
    </>
  ),
  button: [{ text: 'Stop asking', kind: 'warning' }],
  or: ({ event }) => ({ href: pathOf(event.code), text: 'Keep asking' }),
  act: (act, _, { subject: { event, asks } }) => retireQuestion(act, event, asks.id),
  refused: retiredRefusals,
  instead: insteadOfRetired('It is not asked any more'),
  done: 'The question is no longer asked',
  to: toAll,
})

const readAnswers = ({ db, now, part }: Asked) => selectEventAnswers(db, part('code'), now)

const answers = page({
  at: '/:code/answers',
  read: readAnswers,
  title: ({ event }) => `Answers for ${event.title}`,
  heading: 'Answers',
  show: (data) => <AnswersPage data={data} />,
})

const answerFiles = files({
  at: '/:code/answers',
  beside: readAnswers,
  title: 'Answers',
  whole: { rows: ({ places }) => places },
  columns: answerColumns,
  file: {
    name: ({ event }) => `answers-${event.code}`,
    log: ({ event }, places) => ({ act: 'answers.exported', eventId: event.id, after: { places } }),
  },
})

/** Mounted at /organiser/events. */
export const organiserQuestionPages = withPages(new Hono<AppEnv>(), all, add, change, retire, answers, answerFiles)
