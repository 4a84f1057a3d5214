// Questions that the register leaves open, for organisers to answer with a reason and undo.

import { Hono } from 'hono'
import { sayDay, sayInstant } from '#base/dates.ts'
import { list } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Link, P } from '#base/web/page-parts.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { decideReview, sidesHash, takeBackDecision } from './decide-review.ts'
import { decisionForm } from './forms.ts'
import type { Review } from './review.ts'
import { reviewRows, selectReview } from './review-store.ts'
import { decideRefusals, takeBackRefusals } from './views/refusals.tsx'
import { kindQuestions, linkTo, ReviewPage, sayDecision } from './views/reviews.tsx'

const base = '/organiser/register-imports/reviews'

const reviews = list({
  at: '/',
  ask: ({ query }) => ({ isWaiting: query['state'] !== 'decided' }),
  title: ({ isWaiting }) => (isWaiting ? 'Schools that need a decision' : 'Decisions made'),
  back: { href: '/organiser/register-imports', text: 'Imports' },
  rows: ({ isWaiting }) => reviewRows(isWaiting ? 'waiting' : 'decided'),
  of: ['question'],
  tableCaption: ({ isWaiting }) => (isWaiting ? 'To decide' : 'Decided, newest first'),
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
        GIAS leaves these open. Nothing waits for them. <Link href={`${base}?state=decided`}>See the decisions made</Link>
      </P>
    ) : (
      <P>
        <Link href={base}>See the schools that need a decision</Link>
      </P>
    ),
  none: ({ isWaiting }) => (isWaiting ? 'There is nothing to decide.' : 'No decision has been made yet.'),
})

const readReview = ({ db, part }: Asked) => selectReview(db, part('id'))

const decide = press({
  at: '/:id{[0-9a-f-]{36}}',
  read: readReview,
  form: (_, { review }) => decisionForm(review),
  hidden: ({ seen }: { seen: string }) => ({ seen }),
  button: 'Save the decision',
  act: (act, decision, { part, field }) => decideReview(act, { id: part('id'), seen: field('seen'), ...decision }),
  refused: { ...decideRefusals, not_found: gone },
  done: 'Your decision has been saved.',
  to: base,
})

const takeBack = press({
  at: '/:id{[0-9a-f-]{36}}/take-back',
  read: readReview,
  shape: () => <P>Taking the decision back restores what was before it and asks the question again.</P>,
  button: [{ text: 'Take this decision back', kind: 'secondary' }],
  act: (act, _, { part }) => takeBackDecision(act, part('id')),
  refused: { ...takeBackRefusals, not_found: gone },
  done: 'The decision has been taken back, and the question stands again.',
  to: base,
})

const reviewPage = page({
  at: '/:id{[0-9a-f-]{36}}',
  read: readReview,
  also: async (_, { sides }) => ({ seen: await sidesHash(sides) }),
  title: 'Decide about a school',
  heading: ({ review }) => kindQuestions[review.kind](review),
  caption: ({ review: { detail, urn } }) => schoolLabel({ name: detail.name, town: detail.town, urn }),
  back: { href: base, text: 'Schools that need a decision' },
  wide: true,
  presses: { decide, takeBack },
  show: (subject, forms) => <ReviewPage {...subject} decide={forms.decide(subject)} takeBack={forms.takeBack(subject)} />,
})

/** Mounted at /organiser/register-imports/reviews. */
export const organiserReviewPages = withPages(new Hono<AppEnv>(), reviews, reviewPage)
