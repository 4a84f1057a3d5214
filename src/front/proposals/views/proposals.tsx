import type { Child } from 'hono/jsx'
import { Bullets, Heading, Link, P } from '#base/web/page-parts.tsx'
import type { GuidanceAsked } from '#guidance/documents/document.ts'
import type { StaffProposal } from '#people/proposals/proposal.ts'
import { ProposalParts, ProposalTag } from '#people/proposals/views/proposal.tsx'
import { type Listed, wordsOf } from '../proposal.ts'

const sayOut =
  'Schools have it already. Read it first. Approving says that a second person agrees. Refusing withdraws the document from schools, earlier versions too: they read your reason.'

export const ProposalsPage = ({ proposals }: { proposals: readonly Listed[] }) => {
  const [open, decided] = [proposals.filter(({ state }) => state === 'proposed'), proposals.filter(({ state }) => state !== 'proposed')]
  const list = (some: readonly Listed[]) => (
    <Bullets>
      {some.map(({ id, title, lines, state }) => (
        <li>
          <Link href={`/organiser/proposals/${id}`}>{title}</Link>
          {lines.length > 0 ? `: ${lines.join('; ')}` : ''} {state === 'proposed' ? null : <ProposalTag state={state} />}
        </li>
      ))}
    </Bullets>
  )
  return (
    <>
      {open.length === 0 ? <P>Nothing waits for a second person.</P> : list(open)}
      {decided.length === 0 ? null : (
        <>
          <Heading>Decided lately</Heading>
          {list(decided)}
        </>
      )}
    </>
  )
}

type ProposalPageProps = {
  proposal: StaffProposal & { own: boolean }
  lines: readonly string[]
  /** Where what it asks for is read. */
  readAt: string | undefined
  decide: () => Child
  /** Nothing where nobody can be asked. */
  ask: Child
}

export const ProposalPage = ({ proposal, lines, readAt, decide, ask }: ProposalPageProps) => {
  const isOut = proposal.kind === 'guidance' && (proposal.asked as GuidanceAsked).dueOn !== undefined
  return (
    <>
      {readAt === undefined ? null : (
        <P>
          <Link href={readAt}>Read it</Link>
        </P>
      )}
      <ProposalParts proposal={proposal} lines={lines} why={proposal.kind === 'guidance' ? 'Decided by' : 'Why'} />
      {proposal.state !== 'proposed' ? null : proposal.own && isOut ? (
        <P>You issued this at once. Somebody else now says whether they approve it.</P>
      ) : (
        <>
          <P>
            {proposal.own
              ? 'You proposed this, so somebody else decides. Nothing changes until then.'
              : isOut
                ? sayOut
                : wordsOf[proposal.kind].approving}
          </P>
          {decide()}
        </>
      )}
      {ask}
    </>
  )
}
