import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Address, Heading, Link, NameAndAddress, P, SummaryList, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { domainOf } from '#people/accounts/account.ts'
import { UnlistedClaims } from '#people/claiming/views/unlisted-claims.tsx'
import {
  type ClaimRow,
  type ClaimsRequest,
  claimStates,
  type Decision,
  decidedThrough,
  isPublicDomain,
  type OneClaim,
  otherDecides,
  type Warning,
  warningOf,
} from '#people/claims/claim.ts'
import type { Queue } from '#people/claims/claim-queue.ts'
import { EvidenceList } from '#people/claims/views/evidence.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { TrustClaims } from './trust-claims.tsx'

const warnings: Record<Warning, string> = {
  public_domain: 'Anyone can get an address at this domain: it says nothing about the school.',
  shared_domain: 'Many schools share this domain: it does not say which of them the person belongs to.',
  domain_of_others: 'The council holds addresses at this domain for other schools, not for this one.',
  domain_not_known: 'The council holds no address at this domain.',
}

/** What is asked about a claim; `of` is read out after the button. */
export type AskedDecision = { claim: ClaimRow; asks: readonly Decision[]; of?: string }
type Decide = (asked: AskedDecision, parts?: Record<string, string>) => Child

export const decisionButtons = {
  approve: { text: 'Approve', name: 'decision', value: 'approve' },
  refuse: { text: 'Refuse', name: 'decision', value: 'refuse', kind: 'warning' },
  end: { text: 'End this permission', name: 'decision', value: 'end', kind: 'warning' },
} as const

const whose = (claim: ClaimRow): string => `the request of ${claim.name ?? claim.email} for ${schoolLabel(claim.school)}`

const few = 5
const labels = (schools: readonly { label: string }[]): string => {
  const names = [...new Set(schools.map((school) => school.label))]
  return names.length > few ? `${names.slice(0, few).join('; ')}; and ${names.length - few} more` : names.join('; ')
}

const Requests = ({ requests }: { requests: readonly ClaimsRequest[] }) => (
  <ul class="govuk-list govuk-list--bullet govuk-!-margin-bottom-0">
    {requests.map((request) => (
      <li>
        {counted(request.places, 'place')} at <Link href={`/organiser/events/${request.code}/requests`}>{request.event}</Link>,{' '}
        {sayInstant(request.requestedAt)}
      </li>
    ))}
  </ul>
)

const Waiting = ({ claim, queue, self, form }: { claim: ClaimRow; queue: Queue; self: boolean; form: Child }) => {
  const requests = queue.requests.filter((request) => request.accountId === claim.accountId && request.schoolId === claim.schoolId)
  const evidence = queue.evidence.filter(({ claimId }) => claimId === claim.id)
  const domain = domainOf(claim.email)
  const held = queue.heldAtDomains.filter((address) => address.domain === domain)
  const warning = warningOf(domain, [...new Set(held.map((address) => address.schoolId))], claim.schoolId)
  const exact = held.filter((address) => address.email === claim.email).map((address) => ({ label: schoolLabel(address.school) }))
  const others = queue.otherClaims.filter((other) => other.accountId === claim.accountId && other.id !== claim.id)
  return (
    <li>
      <h3 class="govuk-heading-s govuk-!-margin-bottom-2">{schoolLabel(claim.school)}</h3>
      <SummaryList
        rows={[
          [
            'Who asks',
            <NameAndAddress name={`${claim.name ?? 'Name not given'}${claim.role ? `, ${claim.role}` : ''}`} email={claim.email} />,
          ],
          ['Asked', evidence.some(({ kind }) => kind === 'self_asserted') ? undefined : sayInstant(claim.requestedAt)],
          ['Evidence', <EvidenceList evidence={evidence} asker={claim.email} />],
          ['Asks for places', requests.length > 0 ? <Requests requests={requests} /> : undefined],
          ['The council holds this very address for', exact.length > 0 ? labels(exact) : undefined],
          [
            `The council holds addresses at ${domain} for`,
            held.length > 0 && !isPublicDomain(domain)
              ? labels(held.map((address) => ({ label: schoolLabel(address.school) })))
              : undefined,
          ],
          ['Take care', warning ? warnings[warning] : undefined],
          [
            'Other requests of this account',
            others.length > 0
              ? labels(others.map((other) => ({ label: `${schoolLabel(other.school)} (${claimStates[other.state].toLowerCase()})` })))
              : undefined,
          ],
        ]}
      />
      {self ? (
        <P>{otherDecides}</P>
      ) : (
        <div class="muster-actions">
          {form}
          <a class="govuk-button govuk-button--secondary" href={`/organiser/claims/${claim.id}/refuse`}>
            Refuse
            <VisuallyHidden> {whose(claim)}</VisuallyHidden>
          </a>
        </div>
      )}
    </li>
  )
}

type ClaimQueueProps = {
  queue: Queue
  accountId: string | undefined
  decide: Decide
}

export const ClaimQueue = ({ queue, accountId, decide }: ClaimQueueProps) => (
  <>
    <Heading>Waiting: {queue.waitingCount}</Heading>
    {queue.waiting.length === 0 ? <P>Nobody is waiting.</P> : null}
    {queue.waitingCount > queue.waiting.length ? <P>The {queue.waiting.length} that have waited longest are shown.</P> : null}
    <ul class="muster-card-list govuk-!-margin-bottom-6">
      {queue.waiting.map((claim) => (
        <Waiting
          claim={claim}
          queue={queue}
          self={claim.accountId === accountId}
          form={decide({ claim, asks: ['approve'], of: whose(claim) }, { id: claim.id })}
        />
      ))}
    </ul>
    <TrustClaims claims={queue.trustClaims} />
    <UnlistedClaims claims={queue.unlistedClaims} />
  </>
)

export const EndLink = ({ claim }: { claim: ClaimRow }) => (
  <Link href={`/organiser/claims/${claim.id}/end`}>
    End
    <VisuallyHidden>
      {' '}
      for {claim.name ?? claim.email}, {schoolLabel(claim.school)}
    </VisuallyHidden>
  </Link>
)

type OneProps = OneClaim & { accountId: string | undefined; decide: Decide; approver: Child }

export const ClaimSummary = ({ claim, evidence, requests, accountId, decide, approver }: OneProps) => (
  <>
    <SummaryList
      rows={[
        ['School', schoolLabel(claim.school)],
        ['State', claim.reason ? `${claimStates[claim.state]}: ${claim.reason}` : claimStates[claim.state]],
        ['Who', `${claim.name ?? 'Name not given'}${claim.role ? `, ${claim.role}` : ''}`],
        ['Address', <Address email={claim.email} />],
        ['Asked', sayInstant(claim.requestedAt)],
        ['Decided', claim.decidedAt ? `${sayInstant(claim.decidedAt)} ${decidedThrough(claim)}` : undefined],
        ['Approves colleagues', claim.state === 'approved' ? (claim.approver === 1 ? 'Yes' : 'No') : undefined],
        ['Evidence', <EvidenceList evidence={evidence} />],
        ['Asks for places', requests.length > 0 ? <Requests requests={requests} /> : undefined],
      ]}
    />
    {claim.state === 'approved' && claim.approver === 0 ? approver : null}
    {claim.state === 'approved' ? decide({ claim, asks: ['end'] }) : null}
    {claim.state !== 'requested' ? null : claim.accountId === accountId ? (
      <P>{otherDecides}</P>
    ) : (
      decide({ claim, asks: ['approve', 'refuse'] })
    )}
  </>
)

/** Of a claim to be refused or ended, whose it is. */
export const WhoAskedWhere = ({ claim }: { claim: ClaimRow }) => (
  <SummaryList
    rows={[
      ['School', schoolLabel(claim.school)],
      ['Who', [claim.name, claim.email].filter(Boolean).join(', ')],
    ]}
  />
)
