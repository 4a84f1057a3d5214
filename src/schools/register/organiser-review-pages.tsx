// Questions about schools that the national register leaves open, for organisers to answer with a
// reason, and to take back.

import { type Context, Hono } from 'hono'
import { sayDay, sayInstant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { list } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { problemsOf, typedOf } from '#base/web/form.ts'
import { Link, P } from '#base/web/page-parts.tsx'
import { decideReview, sidesHash, takeBackDecision } from './decide-review.ts'
import { decisionForm } from './forms.ts'
import type { Review } from './review.ts'
import { reviewById, reviewRows } from './review-store.ts'
import { decideRefusals, takeBackRefusals } from './views/refusals.tsx'
import { kindQuestions, linkTo, ReviewPage, sayDecision } from './views/reviews.tsx'

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

const reviews = list({
  ask: (c) => ({ isWaiting: c.req.query('state') !== 'decided' }),
  title: ({ isWaiting }) => (isWaiting ? 'Schools that need a decision' : 'Decisions made'),
  back: { href: '/organiser/register-imports', text: 'Imports' },
  rows: ({ isWaiting }) => reviewRows(isWaiting ? 'waiting' : 'decided'),
  of: ['question'],
  caption: ({ isWaiting }) => (isWaiting ? 'To decide' : 'Decided, newest first'),
  columns: ({ isWaiting }) => [
    { name: 'School', cell: linkTo },
    ...(isWaiting
      ? [
          { name: 'Question', cell: (review: Review) => kindQuestions[review.kind](review) },
          { name: 'Asked since', cell: (review: Review) => sayDay(review.raisedAt) },
        ]
      : [
          { name: 'Decision', cell: (review: Review) => `${sayDecision(review)}${review.undoneAt ? ' (taken back)' : ''}` },
          { name: 'When', cell: ({ decidedAt }: Review) => decidedAt && sayInstant(decidedAt) },
        ]),
  ],
  above: ({ isWaiting }) =>
    isWaiting ? (
      <P>
        The national register leaves these open. Nothing waits for them. <Link href={`${base}?state=decided`}>See the decisions made</Link>
      </P>
    ) : (
      <P>
        <Link href={base}>See the schools that need a decision</Link>
      </P>
    ),
  none: ({ isWaiting }) => (isWaiting ? 'There is nothing to decide.' : 'No decision has been made yet.'),
})

/** Mounted at /organiser/register-imports/reviews. */
export const organiserReviewPages = new Hono<AppEnv>()
  .get('/', reviews.page)
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
