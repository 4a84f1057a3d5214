import type { Child } from 'hono/jsx'
import type { Council } from '#base/council.ts'
import { sayInstant } from '#base/dates.ts'
import { Address, Heading, Link, NameAndAddress, P, SummaryList, Table } from '#base/web/page-parts.tsx'
import { inWords } from '#base/words.ts'
import { otherDecides } from '#people/claims/claim.ts'
import { settingLabel, settings, type UnlistedClaimRow, unlistedStates } from '#people/claims/unlisted-claim.ts'
import { sayCouncilContact } from '#people/claims/waiting-claim.ts'

/** What comes of asking for a setting that is not listed, above its form. */
export const UnlistedAsked = ({ council }: { council: Council }) => (
  <P>
    Tell us which setting you work at. {council.name} looks at it and answers within {inWords(council.answerDays, 'working day')}, by email.
    Then you can book places for it; until then nothing is booked or kept for you. {sayCouncilContact(council)} if you cannot wait.
  </P>
)

export const UnlistedClaims = ({ claims }: { claims: readonly UnlistedClaimRow[] }) =>
  claims.length === 0 ? null : (
    <Table
      dense
      caption={`For settings that are not listed: ${claims.length} waiting`}
      columns={['Setting', 'Who', 'Kind', 'Asked']}
      rows={claims.map((claim) => [
        <Link href={`/organiser/claims/unlisted/${claim.id}`}>{settingLabel(claim)}</Link>,
        <NameAndAddress name={claim.personName} email={claim.email} />,
        settings[claim.setting],
        sayInstant(claim.requestedAt),
      ])}
    />
  )

type UnlistedClaimSummaryProps = {
  claim: UnlistedClaimRow
  accountId: string | undefined
  form: Child
}

export const UnlistedClaimSummary = ({ claim, accountId, form }: UnlistedClaimSummaryProps) => (
  <>
    <SummaryList
      rows={[
        ['State', claim.reason ? `${unlistedStates[claim.state]}: ${claim.reason}` : unlistedStates[claim.state]],
        ['Setting', settingLabel(claim)],
        ['Kind', settings[claim.setting]],
        ['Who asks', `${claim.personName ?? 'Name not given'}${claim.role ? `, ${claim.role}` : ''}`],
        ['Address', <Address email={claim.email} />],
        ['Asked', sayInstant(claim.requestedAt)],
        ['Decided', claim.decidedAt ? `${sayInstant(claim.decidedAt)}${claim.decidedBy ? ` by ${claim.decidedBy}` : ''}` : undefined],
        ['Acts for', claim.schoolId ? <Link href={`/organiser/schools/${claim.schoolId}`}>See the organisation</Link> : undefined],
      ]}
    />
    {claim.state !== 'requested' ? null : claim.accountId === accountId ? <P>{otherDecides}</P> : form}
  </>
)

type UnlistedDecisionFieldsProps = {
  fields: Record<string, Child>
  likely: readonly unknown[]
}

/** The form of the decision. @param fields by name */
export const UnlistedDecisionFields = ({ fields: { reason, ...fields }, likely }: UnlistedDecisionFieldsProps) => (
  <>
    <Heading>If you approve</Heading>
    <P>
      The person then acts for the setting: they book its places, see what it has booked, and approve colleagues there. They are sent an
      email.
    </P>
    {likely.length > 0 ? null : <P>Nothing with this postcode or a name like it is listed. It is entered as a new organisation:</P>}
    {Object.values(fields)}
    <Heading>If you refuse</Heading>
    {reason}
  </>
)
