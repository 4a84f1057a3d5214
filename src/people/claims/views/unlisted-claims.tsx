import type { Child } from 'hono/jsx'
import type { Council } from '#base/council.ts'
import { sayInstant } from '#base/dates.ts'
import { Button, Choices, type Problems, TextField } from '#base/web/field.tsx'
import { Address, ErrorSummary, Heading, Link, NameAndAddress, P, Page, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { inWords } from '#base/words.ts'
import { otherDecides } from '../claim.ts'
import { settingLabel, settings, type UnlistedClaimRow, unlistedStates } from '../unlisted-claim.ts'
import { sayCouncilContact } from '../waiting-claim.ts'
import { RoleAsked, WhoAsks } from './claim-form.tsx'

export type UnlistedValues = Partial<Record<'setting' | 'setName' | 'postcode' | 'name' | 'roleId', string | undefined>>

export const UnlistedFormPage = ({
  council,
  roles,
  values,
  fixedName,
  problems,
}: {
  council: Council
  roles: readonly { id: string; label: string }[]
  values: UnlistedValues
  fixedName: string | undefined
  problems?: Problems | undefined
}) => {
  const shared = problems ? { problems } : {}
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Title>My setting is not listed</Title>
      <P>
        Tell us which setting you work at. {council.name} looks at it and answers within {inWords(council.answerDays, 'working day')}, by
        email. Then you can book places for it; until then nothing is booked or kept for you. {sayCouncilContact(council)} if you cannot
        wait.
      </P>
      <form method="post" action="/school/claims/unlisted" novalidate>
        <Choices
          type="radios"
          name="setting"
          label="What kind of setting is it?"
          values={values.setting ? [values.setting] : []}
          options={Object.entries(settings).map(([value, text]) => ({ value, text }))}
          {...shared}
        />
        <TextField
          name="setName"
          label="Name of the setting"
          hint="As its sign or its letters have it"
          value={values.setName}
          {...shared}
        />
        <TextField name="postcode" label="Postcode of the setting" width={10} value={values.postcode} {...shared} />
        <WhoAsks values={values} fixedName={fixedName} problems={problems} page="/school/claims/unlisted" />
        <RoleAsked
          label="Your role there"
          hint="A childminder is their own designated lead, and need not choose"
          roles={roles}
          values={values}
          problems={problems}
        />
        <Button>Send to the council</Button>
      </form>
    </Page>
  )
}

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

/** One claim on an unlisted setting. */
export const UnlistedClaimSummary = ({
  claim,
  accountId,
  form,
}: {
  claim: UnlistedClaimRow
  accountId: string | undefined
  form: Child
}) => (
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

/** The form of the decision. @param fields by name */
export const UnlistedDecisionFields = ({
  fields: { reason, ...fields },
  likely,
}: {
  fields: Record<string, Child>
  likely: readonly unknown[]
}) => (
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
