import { type Context, Hono } from 'hono'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { answerEvaluation } from './answer-evaluation.ts'
import { type Answers, type Question, waves } from './evaluation.ts'
import { readAnswers, readToken, typedAnswers } from './forms.ts'
import { type AskedRow, selectAsked, selectEvaluation } from './store.ts'
import { AnsweredPage, AskedPage, ClosedPage, EvaluatePage, NoLinkPage } from './views/evaluation.tsx'
import { answerRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const showState = (c: C, asked: AskedRow, said = 'You have answered') =>
  asked.answeredOn !== null
    ? c.render(<AnsweredPage title={asked.title} said={said} />, { title: said })
    : c.render(<ClosedPage title={asked.title} />, { title: 'The time to answer is over' })

type Link = { token: string; tokenHash: string; asked: AskedRow; questions: readonly Question[] }

const withLink = async (c: C, answer: (link: Link) => Response | Promise<Response>) => {
  const token = readToken(c.req.param('token'))
  const tokenHash = token && (await sha256(token))
  const { asked, questions } = tokenHash ? await readNow(c.env.DB, selectAsked(c.env.DB, tokenHash)) : { asked: undefined, questions: [] }
  if (token && tokenHash && asked) return answer({ token, tokenHash, asked, questions })
  c.status(404)
  return c.render(<NoLinkPage />, { title: 'This link does not work' })
}

const showForm = (c: C, { token, asked, questions }: Link, typed: Answers, problems?: Problems) =>
  c.render(
    <EvaluatePage
      title={asked.title}
      wave={asked.wave}
      waits={asked.waits === 1}
      token={token}
      questions={questions}
      typed={typed}
      problems={problems}
    />,
    {
      title: 'What was it worth?',
      hasProblems: problems !== undefined,
    },
  )

/** The questions about an event, by the link in a mail. */
const publicEvaluatePages = new Hono<AppEnv>()
  .get('/:token', (c) =>
    withLink(c, (link) =>
      link.asked.answeredOn !== null || link.asked.closedOn !== null ? showState(c, link.asked) : showForm(c, link, {}),
    ),
  )
  .post('/:token', (c) =>
    withLink(c, async (link) => {
      const { asked, questions, token, tokenHash } = link
      if (asked.answeredOn !== null || asked.closedOn !== null) {
        c.status(409)
        return showState(c, asked)
      }
      const typed = typedAnswers(questions, await c.req.parseBody())
      const read = readAnswers(questions, typed)
      if (!read.ok) {
        c.status(422)
        return showForm(c, link, typed, read.problems)
      }
      // Sent twice: the page says that it is answered, or that the time is over.
      const taken = await answerEvaluation(c.var.act, tokenHash, asked, read.answers)
      if (!taken.ok) flash(c, answerRefusals[taken.reason], false)
      return c.redirect(`/evaluate/${token}`, 303)
    }),
  )

/** What will be asked after an event, for everybody. */
const publicAskedPages = new Hono<AppEnv>().get('/:code/evaluation', async (c) => {
  const found = await readNow(c.env.DB, selectEvaluation(c.env.DB, c.req.param('code')))
  if (!found || found.event.state === 'draft' || found.waves.length === 0) throw notFound('event')
  const asked = waves.flatMap((wave) => {
    const row = found.waves.find((one) => one.wave === wave)
    return row ? [{ wave, weeks: row.weeks, questions: found.questions.filter((question) => question.wave === wave) }] : []
  })
  return c.render(<AskedPage title={found.event.title} waves={asked} />, {
    title: 'What is asked after the event',
    back: { href: `/events/${found.event.code}`, text: 'Back to the event' },
  })
})

/** Both, without signing in. */
export const publicEvaluationPages = new Hono<AppEnv>().route('/evaluate', publicEvaluatePages).route('/events', publicAskedPages)
