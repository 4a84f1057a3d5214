import { type Context, Hono } from 'hono'
import { actsFor } from '#base/act.ts'
import { mapped, readNow } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { answerEvaluation } from './answer-evaluation.ts'
import { type Question, waves } from './evaluation.ts'
import { answersForm, readToken } from './forms.ts'
import { type AskedRow, selectAsked, selectEvaluation } from './store.ts'
import { AnsweredPage, AskedPage, BeforeQuestions, ClosedPage, NoLinkPage } from './views/evaluation.tsx'
import { answerRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

type Link = { tokenHash: string; asked: AskedRow; questions: readonly Question[] }

const findLink = async ({ db, part }: Asked): Promise<Link | undefined> => {
  const token = readToken(part('token'))
  const tokenHash = token && (await sha256(token))
  const { asked, questions } = tokenHash ? await readNow(db, selectAsked(db, tokenHash)) : { asked: undefined, questions: [] }
  return tokenHash && asked ? { tokenHash, asked, questions } : undefined
}

const noLink = (c: C) => {
  c.status(404)
  return c.render(<NoLinkPage />, { title: 'This link does not work' })
}

const answer = press({
  at: '/:token',
  find: async (_, asked): Promise<{ link: Link | undefined }> => ({ link: await findLink(asked) }),
  form: (_, { link }) => answersForm(link?.questions ?? []),
  button: 'Send',
  act: async (act, answers, { subject: { link }, c }) => (link ? answerEvaluation(act, link.tokenHash, link.asked, answers) : noLink(c)),
  refused: answerRefusals,
  to: ({ part }) => `/evaluate/${part('token')}`,
})

const questions = page({
  at: '/:token',
  also: async (_, __, asked) => {
    const link = await findLink(asked)
    if (!link) return noLink(asked.c)
    const { title, answeredOn, closedOn } = link.asked
    if (answeredOn !== null) return asked.c.render(<AnsweredPage title={title} />, { title: 'You have answered' })
    if (closedOn !== null) return asked.c.render(<ClosedPage title={title} />, { title: 'The time to answer is over' })
    return link
  },
  title: 'What was it worth?',
  heading: ({ asked: { wave } }) => (wave === 'after' ? 'What was it worth?' : 'What has changed since?'),
  caption: ({ asked }) => asked.title,
  presses: { answer },
  show: (link, forms) => (
    <>
      <BeforeQuestions wave={link.asked.wave} waits={link.asked.waits === 1} />
      {forms.answer({ link })}
    </>
  ),
})

const announced = page({
  at: '/:code/evaluation',
  read: ({ db, part }) =>
    mapped(selectEvaluation(db, part('code')), (found) =>
      found && found.event.state !== 'draft' && found.waves.length > 0 ? found : undefined,
    ),
  isFor: ({ actor }, { event: { onlyFor } }) => onlyFor?.some((id) => actsFor(actor, id)) !== false,
  title: 'What is asked after the event',
  caption: ({ event }) => event.title,
  back: ({ event }) => ({ href: `/events/${event.code}`, text: 'Back to the event' }),
  show: (found) => (
    <AskedPage
      waves={waves.flatMap((wave) => {
        const row = found.waves.find((one) => one.wave === wave)
        return row ? [{ wave, weeks: row.weeks, questions: found.questions.filter((question) => question.wave === wave) }] : []
      })}
    />
  ),
})

export const publicEvaluationPages = new Hono<AppEnv>()
  .route('/evaluate', withPages(new Hono<AppEnv>(), questions))
  .route('/events', withPages(new Hono<AppEnv>(), announced))
