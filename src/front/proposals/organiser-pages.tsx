import { type Context, Hono } from 'hono'
import { decideCorrection } from '#attendance/corrections/decide-correction.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, text, typedOf } from '#base/web/form.ts'
import type { GuidanceAsked } from '#guidance/documents/document.ts'
import { decideGuidance } from '#guidance/issuing/issue-version.ts'
import { askPerson } from '#people/proposals/ask-person.ts'
import { selectAskable } from '#people/proposals/asked-store.ts'
import type { Decision } from '#people/proposals/decide-proposal.ts'
import { decisionForm } from '#people/proposals/forms.ts'
import type { StaffProposal } from '#people/proposals/proposal.ts'
import { selectTheirs } from '#people/proposals/store.ts'
import { askRefusals } from '#people/proposals/views/refusals.tsx'
import type { RedactAsked } from '#returns/progress/answer.ts'
import { selectWords } from '#returns/progress/answer-store.ts'
import { decideReopening } from '#returns/progress/change-return.ts'
import { decideRedaction } from '#returns/progress/redact-return.ts'
import { linesFor, wordsOf } from './proposal.ts'
import { ProposalPage, ProposalsPage } from './views/proposals.tsx'
import { decideRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const proposalOf = async (c: C) => {
  const [proposal] = await readNow(c.env.DB, selectTheirs(c.var.act, c.req.param('id') ?? ''))
  if (!proposal) throw notFound('proposal')
  return proposal
}

const versionPath = ({ documentId, number }: GuidanceAsked): string => `/guidance/${documentId}/versions/${number}`

const show = async (c: C, proposal: Awaited<ReturnType<typeof proposalOf>>, note: string, problems?: Problems) => {
  const { act } = c.var
  const { kind, state, asked } = proposal
  const words = kind === 'redaction' ? await readNow(act.db, selectWords(act.db, asked as RedactAsked)) : undefined
  return c.render(
    <ProposalPage
      {...{ proposal, note, problems }}
      lines={linesFor(proposal, londonDay(act.now), words)}
      people={proposal.own && state === 'proposed' ? await readNow(act.db, selectAskable(act)) : []}
      readAt={kind === 'guidance' ? versionPath(asked as GuidanceAsked) : undefined}
    />,
    {
      title: wordsOf[kind].title,
      back: { href: '/organiser/proposals', text: 'For a second person' },
      hasProblems: problems !== undefined,
    },
  )
}

/** What is asked for is done by the verb of its kind. */
const decide = ({ var: { act } }: C, { kind }: StaffProposal, asked: Decision) => {
  if (kind === 'guidance') return decideGuidance(act, asked)
  if (kind === 'redaction') return decideRedaction(act, asked)
  return kind === 'reopening' ? decideReopening(act, asked) : decideCorrection(act, asked)
}

/** What waits for a second person. Mounted at /organiser/proposals. */
export const organiserProposalPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const found = await readNow(c.env.DB, selectTheirs(c.var.act))
    const today = londonDay(c.var.act.now)
    const proposals = found.map((one) => ({
      ...one,
      title: `${wordsOf[one.kind].title}: ${one.about}`,
      lines: linesFor(one, today),
    }))
    return c.render(<ProposalsPage proposals={proposals} />, { title: 'For a second person' })
  })
  .get('/:id', async (c) => show(c, await proposalOf(c), ''))
  .post('/:id', async (c) => {
    const proposal = await proposalOf(c)
    const body = await c.req.parseBody()
    const { note } = typedOf(body, ['note'])
    const read = decisionForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return show(c, proposal, note, problemsOf(read.error))
    }
    const done = await decide(c, proposal, { id: proposal.id, ...read.data })
    if (!done.ok) {
      c.status(done.reason === 'reason_missing' ? 422 : 409)
      return show(c, await proposalOf(c), note, { note: decideRefusals[done.reason] })
    }
    const { approved, otherwise } = wordsOf[proposal.kind]
    const { decision } = read.data
    flash(c, decision === 'approved' ? approved : `${decision === 'refused' ? 'Refused' : 'Withdrawn'}. ${otherwise}`)
    return c.redirect(`/organiser/proposals/${proposal.id}`, 303)
  })
  .post('/:id/asking', async (c) => {
    const proposal = await proposalOf(c)
    if (!proposal.own) throw notFound('proposal')
    const accountId = text(await c.req.parseBody(), 'person')
    const { id } = proposal
    const of = { table: 'StaffProposal', id, path: `/organiser/proposals/${id}` } as const
    const done = await askPerson(c.var.act, of, { accountId, what: wordsOf[proposal.kind].title, council: c.var.council })
    if (!done.ok) {
      c.status(409)
      return show(c, await proposalOf(c), '', { person: askRefusals[done.reason] })
    }
    flash(c, 'They get a mail that leads to this page')
    return c.redirect(`/organiser/proposals/${proposal.id}`, 303)
  })
