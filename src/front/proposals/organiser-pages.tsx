import { Hono } from 'hono'
import { decideCorrection } from '#attendance/corrections/decide-correction.ts'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { given, readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import type { GuidanceAsked } from '#guidance/documents/document.ts'
import { decideGuidance } from '#guidance/issuing/issue-version.ts'
import { askPerson } from '#people/proposals/ask-person.ts'
import { selectAskable } from '#people/proposals/asked-store.ts'
import type { Decision } from '#people/proposals/decide-proposal.ts'
import { askForm, decisionForm } from '#people/proposals/forms.ts'
import type { Askable, StaffProposalKind } from '#people/proposals/proposal.ts'
import { selectTheirs } from '#people/proposals/store.ts'
import { askRefusals } from '#people/proposals/views/refusals.tsx'
import type { RedactAsked } from '#returns/progress/answer.ts'
import { selectWords } from '#returns/progress/answer-store.ts'
import { decideReopening } from '#returns/progress/change-return.ts'
import { decideRedaction } from '#returns/progress/redact-return.ts'
import { linesFor, wordsOf } from './proposal.ts'
import { ProposalPage, ProposalsPage } from './views/proposals.tsx'
import { decideRefusals } from './views/refusals.tsx'

const list = { href: '/organiser/proposals', text: 'For a second person' }

const proposalOf = async (act: Act, id: string) => {
  const [proposal] = await readNow(act.db, selectTheirs(act, id))
  if (!proposal) throw notFound('proposal')
  return proposal
}

const pathOf = ({ part }: Asked): string => `${list.href}/${part('id')}`
const versionPath = ({ documentId, number }: GuidanceAsked): string => `/guidance/${documentId}/versions/${number}`

/** What is asked for is done by the verb of its kind. */
const decideOf = (act: Act, kind: StaffProposalKind, asked: Decision) => {
  if (kind === 'guidance') return decideGuidance(act, asked)
  if (kind === 'redaction') return decideRedaction(act, asked)
  return kind === 'reopening' ? decideReopening(act, asked) : decideCorrection(act, asked)
}

const all = page({
  at: '/',
  title: list.text,
  also: async (act) => {
    const today = londonDay(act.now)
    const proposals = await readNow(act.db, selectTheirs(act))
    return {
      proposals: proposals.map((one) => ({ ...one, title: `${wordsOf[one.kind].title}: ${one.about}`, lines: linesFor(one, today) })),
    }
  },
  show: (found) => <ProposalsPage {...found} />,
})

const decide = press({
  at: '/:id',
  form: decisionForm,
  shape: ({ note }, { own }: { own: boolean }) => (own ? null : note),
  button: ({ own }: { own: boolean }) =>
    own
      ? [{ text: 'Withdraw it', name: 'decision', value: 'withdrawn', kind: 'secondary' }]
      : [
          { text: 'Approve', name: 'decision', value: 'approved' },
          { text: 'Refuse', name: 'decision', value: 'refused', kind: 'secondary' },
        ],
  act: async (act, values, { part }) => {
    const { id, kind } = await proposalOf(act, part('id'))
    const done = await decideOf(act, kind, { id, ...values })
    return done.ok ? ok(wordsOf[kind]) : done
  },
  refused: decideRefusals,
  done: ({ values: { decision } }, { approved, otherwise }) =>
    decision === 'approved' ? approved : `${decision === 'refused' ? 'Refused' : 'Withdrawn'}. ${otherwise}`,
  to: pathOf,
})

type Asking = { people: readonly Askable[]; askedId: string | null }

const ask = press({
  at: '/:id/asking',
  form: (_: Date, shown: Asking | undefined) => askForm(shown?.people ?? []),
  filled: (shown: Asking | undefined) => ({ person: shown?.askedId ?? undefined }),
  button: [{ text: 'Ask them by mail', kind: 'secondary' }],
  act: async (act, { person: accountId }, { part, council }) => {
    const { id, kind, own } = await proposalOf(act, part('id'))
    if (!own) throw notFound('proposal')
    return askPerson(act, { table: 'StaffProposal', id, path: `${list.href}/${id}` }, { accountId, what: wordsOf[kind].title, council })
  },
  refused: askRefusals,
  done: 'They get a mail that leads to this page',
  to: pathOf,
})

const proposalPage = page({
  at: '/:id',
  also: async (act, _, { part }) => {
    const proposal = await proposalOf(act, part('id'))
    const { own, state, kind, asked } = proposal
    const { people, words } = await readTogether(act.db, {
      people: own && state === 'proposed' ? selectAskable(act) : given([]),
      words: kind === 'redaction' ? selectWords(act.db, asked as RedactAsked) : given(undefined),
    })
    return { proposal, people, lines: linesFor(proposal, londonDay(act.now), words) }
  },
  title: ({ proposal }) => wordsOf[proposal.kind].title,
  caption: ({ proposal }) => proposal.about,
  back: list,
  presses: { decide, ask },
  show: ({ proposal, people, lines }, forms) => (
    <ProposalPage
      proposal={proposal}
      lines={lines}
      readAt={proposal.kind === 'guidance' ? versionPath(proposal.asked as GuidanceAsked) : undefined}
      decide={() => forms.decide(proposal)}
      ask={people.length > 0 ? forms.ask({ people, askedId: proposal.askedId }) : null}
    />
  ),
})

/** What waits for a second person. Mounted at /organiser/proposals. */
export const organiserProposalPages = withPages(new Hono<AppEnv>(), all, proposalPage)
