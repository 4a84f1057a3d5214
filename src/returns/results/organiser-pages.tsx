import { type Context, Hono } from 'hono'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, text } from '#base/web/form.ts'
import { selectRound } from '#returns/rounds/store.ts'
import { roundPath } from '#returns/rounds/views/round.tsx'
import { feedbackForm } from './forms.ts'
import { freezeResults } from './freeze-results.ts'
import { prepareFeedback } from './prepare-feedback.ts'
import { selectFeedback, selectResultsNumber } from './store.ts'
import { FeedbackPage } from './views/feedback.tsx'
import { freezeRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

/** A round with results, and what schools were told of them. */
const readFeedback = async (c: C) => {
  const [{ DB: db }, id] = [c.env, c.req.param('round') ?? '']
  const { round, report, feedback } = await readTogether(db, {
    ...{ round: selectRound(db, id), report: selectResultsNumber(db, id), feedback: selectFeedback(db, id) },
  })
  if (!round || report === undefined) throw notFound('results')
  return { round, report, ...feedback }
}

const show = (c: C, of: Awaited<ReturnType<typeof readFeedback>>, id: string, words: string, problems?: Problems) =>
  c.render(<FeedbackPage {...{ ...of, id, words, problems }} />, {
    ...{ title: 'Write to schools about the results', hasProblems: problems !== undefined },
    back: { href: roundPath(of.round), text: of.round.title },
  })

/** Results and what schools are told of them, for officers. Mounted at /organiser/returns. */
export const organiserResultPages = new Hono<AppEnv>()
  .post(`/:round{${uuid}}/results`, async (c) => {
    const round = await readNow(c.env.DB, selectRound(c.env.DB, c.req.param('round')))
    if (!round || round.openedAt === null) throw notFound('round')
    const done = await freezeResults(c.var.act, round)
    if (!done.ok) {
      flash(c, freezeRefusals[done.reason], false)
      return c.redirect(roundPath(round), 303)
    }
    flash(c, 'The results are kept as they are now')
    return c.redirect(`/coverage/returns/reports/${done.value}`, 303)
  })
  .get(`/:round{${uuid}}/feedback`, async (c) => {
    const of = await readFeedback(c)
    return show(c, of, newId(c.var.act.now), of.told?.words ?? '')
  })
  .post(`/:round{${uuid}}/feedback`, async (c) => {
    const of = await readFeedback(c)
    const body = await c.req.parseBody()
    const id = formId(body, c.var.act.now)
    const read = feedbackForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return show(c, of, id, text(body, 'words'), problemsOf(read.error))
    }
    const done = await prepareFeedback(c.var.act, { id, round: of.round, words: read.data.words, schoolIds: of.schoolIds })
    if (!done.ok) throw notFound('results')
    flash(c, 'Kept. Read the message, then send it')
    return c.redirect(`/organiser/mailings/${id}`, 303)
  })
