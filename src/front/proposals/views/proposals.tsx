import type { Problems } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import type { GuidanceAsked } from '#guidance/documents/document.ts'
import type { StaffProposal } from '#people/proposals/proposal.ts'
import { AskForm, ProposalParts, ProposalTag } from '#people/proposals/views/proposal.tsx'
import { type Listed, wordsOf } from '../proposal.ts'

const sayOut =
  'Schools have it already. Read it first. Approving says that a second person agrees. Refusing withdraws the document from schools, earlier versions too: they read your reason.'

/** Those that wait, and those decided lately. */
export const ProposalsPage = ({ proposals }: { proposals: readonly Listed[] }) => {
  const [open, decided] = [proposals.filter(({ state }) => state === 'proposed'), proposals.filter(({ state }) => state !== 'proposed')]
  const list = (some: readonly Listed[]) => (
    <ul class="govuk-list govuk-list--bullet">
      {some.map(({ id, title, lines, state }) => (
        <li>
          <Link href={`/organiser/proposals/${id}`}>{title}</Link>
          {lines.length > 0 ? `: ${lines.join('; ')}` : ''} {state === 'proposed' ? null : <ProposalTag state={state} />}
        </li>
      ))}
    </ul>
  )
  return (
    <Page>
      <Title>For a second person</Title>
      {open.length === 0 ? <P>Nothing waits for a second person.</P> : list(open)}
      {decided.length === 0 ? null : (
        <>
          <Heading>Decided lately</Heading>
          {list(decided)}
        </>
      )}
    </Page>
  )
}

type ProposalPageProps = {
  proposal: StaffProposal & { own: boolean }
  lines: readonly string[]
  /** Where what it asks for is read. */
  readAt: string | undefined
  /** Whom its proposer can ask to decide. */
  people: readonly { id: string; name: string; email: string }[]
  note: string
  problems?: Problems | undefined
}

export const ProposalPage = ({ proposal, people, readAt, problems, ...props }: ProposalPageProps) => {
  const { title, approving } = wordsOf[proposal.kind]
  const isOut = proposal.kind === 'guidance' && (proposal.asked as GuidanceAsked).dueOn !== undefined
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{proposal.about}</span>
      <Title>{title}</Title>
      {readAt === undefined ? null : (
        <P>
          <Link href={readAt}>Read it</Link>
        </P>
      )}
      <ProposalParts
        {...{ ...props, proposal, problems, approving: isOut ? sayOut : approving, own: proposal.own }}
        isOut={isOut}
        why={proposal.kind === 'guidance' ? 'Decided by' : 'Why'}
        action={`/organiser/proposals/${proposal.id}`}
      />
      <AskForm at={`/organiser/proposals/${proposal.id}`} asked={proposal.askedId} people={people} problems={problems} />
    </Page>
  )
}
