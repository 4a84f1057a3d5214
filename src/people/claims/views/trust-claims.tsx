import { sayInstant } from '#base/dates.ts'
import { Button, type Problems, TextArea } from '#base/web/field.tsx'
import { Address, ErrorSummary, Link, NameAndAddress, NothingChanged, P, Page, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { domainOf } from '#people/accounts/account.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { claimStates, isPublicDomain } from '../claim.ts'
import type { TrustClaimRow, TrustGround } from '../trust-claim.ts'

export const TrustClaims = ({ claims }: { claims: readonly TrustClaimRow[] }) =>
  claims.length === 0 ? null : (
    <Table
      dense
      caption={`For whole trusts: ${claims.filter(({ state }) => state === 'requested').length} waiting`}
      columns={['Trust', 'Who', 'State', 'Asked']}
      rows={claims.map((claim) => [
        <Link href={`/organiser/claims/trust/${claim.id}`}>{claim.trustName}</Link>,
        <NameAndAddress name={claim.name} email={claim.email} />,
        claimStates[claim.state],
        sayInstant(claim.requestedAt),
      ])}
    />
  )

const Decide = ({
  action,
  decision,
  reason,
  problems,
}: {
  action: string
  decision: 'refuse' | 'end'
  reason?: string | undefined
  problems?: Problems | undefined
}) => (
  <form method="post" action={action} novalidate>
    <input type="hidden" name="decision" value={decision} />
    <TextArea
      name="reason"
      label={decision === 'end' ? 'Reason for ending it' : 'Reason for refusing'}
      hint="The person is told it by email"
      rows={2}
      value={reason}
      problems={problems}
    />
    <Button kind="warning">{decision === 'end' ? 'End this permission' : 'Refuse'}</Button>
  </form>
)

/** One trust claim: who asks, what the council knows of the address, and the schools it gives. */
export const TrustClaimPage = ({
  ground,
  self,
  problems,
  reason,
  refusal,
}: {
  ground: TrustGround
  /** The reader's own claim. */
  self: boolean
  problems?: Problems | undefined
  reason?: string | undefined
  refusal?: string | undefined
}) => {
  const { claim, schools, heldFor, domain } = ground
  const action = `/organiser/claims/trust/${claim.id}`
  const at = domainOf(claim.email)
  const elsewhere = schools.filter((school) => school.elsewhere === 1).length
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <NothingChanged why={refusal} />
      <Title>Acting for the schools of {claim.trustName}</Title>
      <SummaryList
        rows={[
          ['State', claim.reason ? `${claimStates[claim.state]}: ${claim.reason}` : claimStates[claim.state]],
          ['Who asks', `${claim.name ?? 'Name not given'}${claim.role ? `, ${claim.role}` : ''}`],
          ['Address', <Address email={claim.email} />],
          ['Asked', sayInstant(claim.requestedAt)],
          ['Decided', claim.decidedAt ? `${sayInstant(claim.decidedAt)}${claim.decidedBy ? ` by ${claim.decidedBy}` : ''}` : undefined],
          [
            'The council holds this very address for',
            heldFor.length > 0
              ? heldFor.map((school) => `${schoolLabel(school)}${school.ofTrust ? '' : ' (not of this trust)'}`).join('; ')
              : 'No school',
          ],
          [
            `The council holds addresses at ${at} for`,
            isPublicDomain(at)
              ? 'Anyone can get an address at this domain: it says nothing about the trust'
              : `${counted(domain.ofTrust, 'school')} of this trust, ${counted(domain.ofOthers, 'school')} of others`,
          ],
        ]}
      />
      <Table
        dense
        caption={`Open schools of the trust: ${schools.length}${elsewhere > 0 ? `, ${elsewhere} of them outside your area` : ''}`}
        columns={['School', 'Where']}
        rows={schools.map((school) => [schoolLabel(school), school.elsewhere === 1 ? 'Outside your area' : 'Your area'])}
      />
      <P>
        The permission holds for the open schools that are the trust’s at the time, also for those outside your area: the person books for
        each of them, sees what each has booked, and approves colleagues there.
      </P>
      {claim.state === 'requested' && self ? <P>This is your own request: another organiser decides.</P> : null}
      {claim.state === 'requested' && !self ? (
        <>
          <form method="post" action={action}>
            <input type="hidden" name="decision" value="approve" />
            <Button>Approve for these schools</Button>
          </form>
          <Decide action={action} decision="refuse" reason={reason} problems={problems} />
        </>
      ) : null}
      {claim.state === 'approved' ? <Decide action={action} decision="end" reason={reason} problems={problems} /> : null}
    </Page>
  )
}
