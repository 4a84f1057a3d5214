import { Hono } from 'hono'
import { mapped, together } from '#base/db/read.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { question, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { afterwards, gone, press } from '#base/web/press.tsx'
import { selectRound } from '#returns/rounds/store.ts'
import { roundPath } from '#returns/rounds/views/round.tsx'
import { feedbackForm } from './forms.ts'
import { freezeResults } from './freeze-results.ts'
import { prepareFeedback } from './prepare-feedback.ts'
import { selectFeedback, selectResultsNumber } from './store.ts'
import { AboutFeedback, sayRecipients } from './views/feedback.tsx'
import { freezeRefusals } from './views/refusals.tsx'

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

/** On a closed round's page. */
export const freeze = press({
  at: `/:round{${uuid}}/results`,
  read: ({ db, part }) => mapped(selectRound(db, part('round')), (round) => (round && round.openedAt !== null ? { round } : undefined)),
  shape: () => <P>The results count what schools answered, against the year before. They name no school and never change.</P>,
  button: 'Keep the results',
  act: (act, _, { subject }) => freezeResults(act, subject.round),
  refused: afterwards(freezeRefusals),
  done: 'The results are kept as they are now',
  to: ({ part }, number) => (number === undefined ? roundPath({ id: part('round') }) : `/coverage/returns/reports/${number}`),
})

const feedback = question({
  at: `/:round{${uuid}}/feedback`,
  read: ({ db, part }) =>
    mapped(
      together({
        round: selectRound(db, part('round')),
        report: selectResultsNumber(db, part('round')),
        feedback: selectFeedback(db, part('round')),
      }),
      ({ round, report, feedback: of }) => (round && report !== undefined ? { round, report, ...of } : undefined),
    ),
  title: 'Write to schools about the results',
  caption: ({ round }) => `${round.title}, ${round.year}`,
  back: ({ round }) => ({ href: roundPath(round), text: round.title }),
  above: AboutFeedback,
  form: feedbackForm,
  filled: ({ told }) => ({ words: told?.words }),
  shape: ({ words }, subject) => [words, <P>{sayRecipients(subject)}</P>],
  button: 'Keep it, and see the message',
  act: async (act, { words }, { subject: { round, schoolIds }, id }) => {
    const done = await prepareFeedback(act, { id, round, words, schoolIds })
    return done.ok ? ok(id) : done
  },
  refused: { no_results_yet: gone },
  done: 'Kept. Read the message, then send it',
  to: (_, id) => `/organiser/mailings/${id}`,
})

/** Results, and feedback to schools, for officers. Mounted at /organiser/returns. */
export const organiserResultPages = withPages(new Hono<AppEnv>(), feedback)
