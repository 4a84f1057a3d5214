// Questions about schools that the national register leaves open, for organisers to answer with a
// reason, and to take back.

import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { problemsOf, typedOf } from '#base/web/form.ts'
import { readPage } from '#base/web/page-number.ts'
import { decideReview, sidesHash, takeBackDecision } from './decide-review.ts'
import { decisionForm } from './forms.ts'
import { listReviews, reviewById } from './review-store.ts'
import { decideRefusals, takeBackRefusals } from './views/refusals.tsx'
import { ReviewPage, ReviewsPage } from './views/reviews.tsx'

const base = '/organiser/register-imports/reviews'

type Shown = { values?: Record<string, string>; problems?: Record<string, string>; refusal?: string }

const showReview = async (c: Context<AppEnv>, id: string, { values = {}, problems, refusal }: Shown = {}) => {
  const found = await reviewById(c.env.DB, id)
  if (!found) throw notFound('review')
  const shown = { decision: values['decision'], reason: values['reason'], from: values['from'] }
  return c.render(<ReviewPage {...found} seen={await sidesHash(found.sides)} values={shown} problems={problems} refusal={refusal} />, {
    title: 'Decide about a school',
    back: { href: base, text: 'Schools that need a decision' },
    hasProblems: problems !== undefined || refusal !== undefined,
  })
}

/** Mounted at /organiser/register-imports/reviews. */
export const organiserReviewPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const state = c.req.query('state') === 'decided' ? 'decided' : 'waiting'
    const page = readPage(c.req.query('page'))
    const found = await listReviews(c.env.DB, state, page)
    return c.render(<ReviewsPage {...found} state={state} page={page} url={c.req.url} />, {
      title: state === 'waiting' ? 'Schools that need a decision' : 'Decisions made',
      back: { href: '/organiser/register-imports', text: 'Imports' },
    })
  })
  .get('/:id{[0-9a-f-]{36}}', (c) => showReview(c, c.req.param('id')))
  .post('/:id{[0-9a-f-]{36}}', async (c) => {
    const id = c.req.param('id')
    const values = typedOf(await c.req.parseBody(), ['decision', 'reason', 'from', 'seen'])
    const found = await reviewById(c.env.DB, id)
    if (!found) throw notFound('review')
    const form = decisionForm(found.review.kind).safeParse(values)
    if (!form.success) {
      c.status(422)
      return showReview(c, id, { values, problems: problemsOf(form.error) })
    }
    const done = await decideReview(c.var.act, { id, ...form.data })
    if (done.ok) {
      flash(c, 'Your decision has been saved.')
      return c.redirect(base, 303)
    }
    if (done.reason === 'not_found') throw notFound('review')
    c.status(409)
    return showReview(c, id, { values, refusal: decideRefusals[done.reason] })
  })
  .post('/:id{[0-9a-f-]{36}}/take-back', async (c) => {
    const id = c.req.param('id')
    const done = await takeBackDecision(c.var.act, id)
    if (done.ok) {
      flash(c, 'The decision has been taken back, and the question stands again.')
      return c.redirect(base, 303)
    }
    if (done.reason === 'not_found') throw notFound('review')
    c.status(409)
    return showReview(c, id, { refusal: takeBackRefusals[done.reason] })
  })
