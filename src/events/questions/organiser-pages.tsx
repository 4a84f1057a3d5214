import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logExport } from '#base/log/export-log.ts'
import type { Result } from '#base/result.ts'
import { csvHeaders } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import type { EventDetails } from '#events/events/event.ts'
import { eventByCode } from '#events/events/store.ts'
import { readEventAnswers } from './answers-store.ts'
import { moveQuestion, retireQuestion } from './arrange-questions.ts'
import { answersCsv } from './csv.ts'
import { emptyQuestion, type QuestionValues, questionValues, readQuestion, valuesOf } from './forms.ts'
import { delicacy, type WriteRefusal } from './question.ts'
import { addQuestion, changeQuestion } from './save-question.ts'
import { allQuestions } from './store.ts'
import { AnswersPage } from './views/organiser-answers.tsx'
import { QuestionForm, QuestionsPage, RetirePage } from './views/organiser-questions.tsx'
import { writeRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const eventOf = async (c: C): Promise<EventDetails> => {
  const event = await eventByCode(c.env.DB, c.req.param('code') ?? '', c.var.act.now)
  if (!event) throw notFound('event')
  return event
}

const listPath = (event: EventDetails): string => `/organiser/events/${event.code}/questions`

const showList = async (c: C, event: EventDetails, refusal?: WriteRefusal) => {
  if (refusal) c.status(409)
  return c.render(
    <QuestionsPage event={event} questions={await allQuestions(c.env.DB, event.id)} refusal={refusal && writeRefusals[refusal]} />,
    {
      title: 'Questions',
      hasProblems: refusal !== undefined,
      back: { href: `/organiser/events/${event.code}`, text: 'Back to the event' },
    },
  )
}

/** The event's question of the address. */
const questionOf = async (c: C, event: EventDetails) => {
  const question = (await allQuestions(c.env.DB, event.id)).find((one) => one.id === c.req.param('id'))
  if (!question) throw notFound('question')
  return question
}

const showForm = (
  c: C,
  event: EventDetails,
  values: QuestionValues,
  action: string,
  shown: { answers?: number; problems?: Problems | undefined; warn?: ReturnType<typeof delicacy> } = {},
) =>
  c.render(<QuestionForm event={event} values={values} action={action} {...shown} />, {
    title: shown.answers === undefined ? 'Add a question' : 'Change a question',
    hasProblems: shown.problems !== undefined,
    back: { href: listPath(event), text: 'All questions' },
  })

/** The typed question if valid, or the page with its problems. */
const readTyped = async (c: C, event: EventDetails, action: string, answers?: number) => {
  const values = questionValues(await c.req.parseBody({ all: true }))
  const { facts, problems } = readQuestion(values)
  const shown = answers === undefined ? {} : { answers }
  if (problems) {
    c.status(422)
    return { values, page: await showForm(c, event, values, action, { ...shown, problems }) }
  }
  const warn = delicacy(facts)
  if (warn && !values.anyway) {
    c.status(422)
    const say = warn === 'needs' ? 'Ask about food, health and access under Needs, not here' : 'Do not ask for names of children'
    return { values, page: await showForm(c, event, values, action, { ...shown, warn, problems: { anyway: say } }) }
  }
  return { values, facts }
}

const after = (c: C, event: EventDetails, done: Result<unknown, WriteRefusal>, said?: string, anchor = '') => {
  if (!done.ok) return showList(c, event, done.reason)
  if (said) flash(c, said)
  return c.redirect(listPath(event) + anchor, 303)
}

/** What an event asks, and the answers. Mounted at /organiser/events. */
export const organiserQuestionPages = new Hono<AppEnv>()
  .get('/:code/questions', async (c) => showList(c, await eventOf(c)))
  .get('/:code/questions/new', async (c) => {
    const event = await eventOf(c)
    return showForm(c, event, emptyQuestion(newId(c.var.act.now)), `${listPath(event)}/new`)
  })
  .post('/:code/questions/new', async (c) => {
    const event = await eventOf(c)
    const read = await readTyped(c, event, `${listPath(event)}/new`)
    if (!read.facts) return read.page
    const id = read.values.id || newId(c.var.act.now)
    return after(
      c,
      event,
      await addQuestion(c.var.act, event, { id, facts: read.facts }),
      'The question is added. Schools that book from now on are asked',
    )
  })
  .get('/:code/questions/:id/change', async (c) => {
    const event = await eventOf(c)
    const question = await questionOf(c, event)
    if (question.retiredAt !== null) return showList(c, event, 'question_is_retired')
    return showForm(c, event, { ...valuesOf(question), anyway: false }, `${listPath(event)}/${question.id}/change`, {
      answers: question.answers,
    })
  })
  .post('/:code/questions/:id/change', async (c) => {
    const event = await eventOf(c)
    const question = await questionOf(c, event)
    const read = await readTyped(c, event, `${listPath(event)}/${question.id}/change`, question.answers)
    if (!read.facts) return read.page
    const done = await changeQuestion(c.var.act, event, question.id, read.facts)
    const said =
      done.ok && done.value === 'replaced'
        ? 'It had been answered, so the old wording is no longer asked and the new one takes its place'
        : 'The question is changed'
    return after(c, event, done, said)
  })
  .get('/:code/questions/:id/retire', async (c) => {
    const event = await eventOf(c)
    const question = await questionOf(c, event)
    if (question.retiredAt !== null) return c.redirect(listPath(event), 303)
    return c.render(<RetirePage event={event} question={question} />, { title: 'Stop asking', back: { href: listPath(event) } })
  })
  .post('/:code/questions/:id/retire', async (c) => {
    const event = await eventOf(c)
    const question = await questionOf(c, event)
    // Pressed twice: it is done already.
    if (question.retiredAt !== null) return c.redirect(listPath(event), 303)
    return after(c, event, await retireQuestion(c.var.act, event, question.id), 'The question is no longer asked')
  })
  .post('/:code/questions/:id/:way{up|down}', async (c) => {
    const event = await eventOf(c)
    const { id, way } = c.req.param()
    const done = await moveQuestion(c.var.act, event, id, way === 'up' ? 'up' : 'down')
    return after(c, event, done, undefined, `#question-${id}`)
  })
  .get('/:code/answers', async (c) => {
    const data = await readEventAnswers(c.var.act, c.req.param('code'))
    if (!data) throw notFound('event')
    return c.render(<AnswersPage data={data} />, {
      title: `Answers for ${data.event.title}`,
      back: { href: `/organiser/events/${data.event.code}`, text: 'Back to the event' },
    })
  })
  .get('/:code/answers.csv', async (c) => {
    const data = await readEventAnswers(c.var.act, c.req.param('code'))
    if (!data) throw notFound('event')
    await logExport(c.var.act, { act: 'answers.exported', eventId: data.event.id, after: { places: data.places.length } })
    return c.body(answersCsv(data.questions, data.places, data.values), 200, csvHeaders(`answers-${data.event.code}`))
  })
