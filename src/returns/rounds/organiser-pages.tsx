import { Hono } from 'hono'
import type { Instant } from '#base/dates.ts'
import { given, mapped, together } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { question, withPages } from '#base/web/page.tsx'
import { type Asked, atField } from '#base/web/press.tsx'
import { datesForm, filledDates } from './forms.ts'
import { postponeRound } from './postpone-round.ts'
import { countUnsubmitted, selectDatedReturn } from './postponement-store.ts'
import { selectRound } from './store.ts'
import { Dates } from './views/dates.tsx'
import { postponeRefusals } from './views/refusals.tsx'
import { roundPath } from './views/round.tsx'

/** A round that is or was open, or one of its schools. */
const readDates = ({ db, part }: Asked) => {
  const [id, returnId] = [part('round'), part('return')]
  const own = returnId ? selectDatedReturn(db, id, returnId) : given(undefined)
  return mapped(together({ round: selectRound(db, id), told: countUnsubmitted(db, id), own }), ({ round, ...read }) =>
    !round || round.openedAt === null || (returnId && !read.own) ? undefined : { round, ...read },
  )
}

/** Forms send minutes; an unchanged minute keeps the date. */
const keptOr = (typed: Instant, before: Instant): Instant => (typed.slice(0, 16) === before.slice(0, 16) ? before : typed)

const datesPage = (at: string) =>
  question({
    at,
    read: readDates,
    unless: ({ round }) => round.closedAt !== null,
    title: ({ own }) => (own ? `Give ${own.school} longer` : 'Put off the deadline'),
    caption: ({ round }) => `${round.title}, ${round.year}`,
    back: ({ round, own }) =>
      own ? { href: `${roundPath(round)}/schools/${own.id}`, text: own.school } : { href: roundPath(round), text: round.title },
    form: datesForm,
    filled: ({ round, own }) => filledDates(own ?? round),
    hidden: ({ round, own }) => ({ from: `${(own ?? round).deadlineAt} ${(own ?? round).finalAt}` }),
    shape: (fields, subject) => <Dates {...subject} fields={fields} />,
    button: ({ own }) => (own ? 'Give longer' : 'Put off'),
    act: (act, { to, reason, from }, { subject: { round, own }, id }) => {
      const [deadlineAt = '', finalAt = ''] = from.split(' ')
      return postponeRound(act, {
        id,
        roundId: round.id,
        returnId: own?.id,
        from: { deadlineAt, finalAt },
        reason,
        to: { deadlineAt: keptOr(to.deadlineAt, deadlineAt), finalAt: keptOr(to.finalAt, finalAt) },
      })
    },
    refused: atField('deadlineOn', postponeRefusals),
    done: ({ subject }) =>
      subject.own ? 'The school has longer, and is told' : 'The dates are put off, and schools that have not submitted are told',
    to: ({ part }) => `${roundPath({ id: part('round') })}${part('return') ? `/schools/${part('return')}` : ''}`,
  })

const uuid = '{[0-9a-f]{8}-[0-9a-f-]{27}}'

/** Postponing, for officers. Mounted at /organiser/returns. */
export const organiserDatePages = withPages(
  new Hono<AppEnv>(),
  datesPage(`/:round${uuid}/dates`),
  datesPage(`/:round${uuid}/schools/:return${uuid}/dates`),
)
