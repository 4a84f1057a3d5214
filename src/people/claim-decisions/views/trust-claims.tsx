import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Address, Link, NameAndAddress, P, SummaryList, Table } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { domainOf } from '#people/accounts/account.ts'
import { claimStates, isPublicDomain, otherDecides } from '#people/claims/claim.ts'
import type { TrustClaimRow, TrustGround, TrustSchool } from '#people/claims/trust-claim.ts'
import { schoolLabel } from '#schools/schools/school.ts'

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

type GroundProps = TrustGround & { accountId: string | undefined; laCodes: readonly string[]; form: Child }

/** One trust claim: who asks, what the council knows of the address, and the schools it gives. */
export const TrustClaimSummary = ({ claim, schools, heldFor, domain, accountId, laCodes, form }: GroundProps) => {
  const at = domainOf(claim.email)
  const isHere = ({ laCode }: TrustSchool): boolean => laCodes.includes(laCode ?? '')
  const [here, elsewhere] = [schools.filter(isHere), schools.filter((school) => !isHere(school))]
  return (
    <>
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
        caption={`Open schools of the trust: ${schools.length}${elsewhere.length > 0 ? `, ${elsewhere.length} of them outside your area` : ''}`}
        columns={['School', 'Where']}
        rows={[
          ...here.map((school) => [schoolLabel(school), 'Your area']),
          ...elsewhere.map((school) => [schoolLabel(school), 'Outside your area']),
        ]}
      />
      <P>
        The permission holds for the open schools that are the trust’s at the time, also for those outside your area: the person books for
        each of them, sees what each has booked, and approves colleagues there.
      </P>
      {claim.state === 'requested' && claim.accountId === accountId ? <P>{otherDecides}</P> : null}
      {claim.state === 'approved' || (claim.state === 'requested' && claim.accountId !== accountId) ? form : null}
    </>
  )
}
