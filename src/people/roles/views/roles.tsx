import type { Child } from 'hono/jsx'
import { type Day, sayDay } from '#base/dates.ts'
import { PageHead } from '#base/web/page-head.tsx'
import { Details, Link, P, Table, Tag, VisuallyHidden, Warning } from '#base/web/page-parts.tsx'
import { datesSaid, sourceSaid } from '#schools/schools/role.ts'
import { placeWord, schoolLabel } from '#schools/schools/school.ts'
import { type Asked, toConfirmSaid } from '../asked.ts'
import { type AskedRole, capacityWords, confirmableOf, type Gap, type Holder, type SchoolRoles, sayConfirm } from '../school-roles.ts'
import { AskingHistory } from './asking.tsx'

const Hint = ({ children }: { children: Child }) => <div class="govuk-hint govuk-!-margin-bottom-0">{children}</div>

const sinceSaid = (holder: Holder): string => (holder.fromDate || holder.toDate ? datesSaid(holder) : 'Since when is not known')

const confirmedSaid = ({ confirmedAt, confirmedBy, source }: Holder): string =>
  `Confirmed on ${sayDay(confirmedAt ?? '')} by ${confirmedBy ?? (source === 'council' ? 'the council' : 'the school')}`

export const HolderFacts = ({ holder }: { holder: Holder }) => (
  <>
    {sinceSaid(holder)}
    <Hint>{holder.confirmedAt ? confirmedSaid(holder) : sourceSaid(holder)}</Hint>
    {holder.dispute ? (
      <Hint>They said on {sayDay(holder.dispute.raisedAt)} that it is not so. Until that is answered it counts in nothing.</Hint>
    ) : null}
  </>
)

export const gapSaid = ({ answer, fromDate, learnedAt, source }: Gap): string =>
  answer === 'vacant'
    ? `Vacant since ${sayDay(fromDate)}, said by the ${source} on ${sayDay(learnedAt)}.`
    : `The ${source} said on ${sayDay(learnedAt)} that it does not know.`

const stateOf = ({ holders, proposals, gap }: AskedRole): string | undefined =>
  holders.length > 0 ? undefined : gap ? gapSaid(gap) : proposals.length > 0 ? undefined : 'Nobody has said who holds it.'

const asking = ({ holders, several }: AskedRole): string =>
  holders.length === 0 ? 'Say who holds it' : several ? 'Say who else holds it' : 'Somebody else holds it'

const Person = ({ holder }: { holder: Holder }) => (
  <>
    <strong>{holder.name}</strong>{' '}
    {holder.dispute ? <Tag colour="red">Disputed</Tag> : holder.confirmedAt ? null : <Tag colour="yellow">Proposed</Tag>}
  </>
)

const PersonLink = ({ holder, role, base }: { holder: Holder; role: AskedRole; base: string }) => (
  <Link href={`${base}/held/${holder.id}`}>
    {holder.dispute ? 'Answer' : holder.confirmedAt ? 'No longer, or not so' : 'Confirm, or not so'}
    <VisuallyHidden>
      : {holder.name}, {role.label}
    </VisuallyHidden>
  </Link>
)

const RoleLink = ({ role, base }: { role: AskedRole; base: string }) => (
  <Link href={`${base}/${role.id}`}>
    {asking(role)}
    <VisuallyHidden>: {role.label}</VisuallyHidden>
  </Link>
)

/** A row for each who is in the role or proposed for it, and one where nobody is. */
const rowsOf = (role: AskedRole, base: string): Child[][] => {
  const state = stateOf(role)
  const people = [...role.holders, ...role.proposals].map((holder) => [
    <Person holder={holder} />,
    <HolderFacts holder={holder} />,
    <PersonLink holder={holder} role={role} base={base} />,
  ])
  const rows: Child[][] = state ? [[state, '', ''], ...people] : people
  return rows.map(([who, since, act], index) => [
    role.label,
    who,
    since,
    <>
      {act}
      {index === 0 ? (
        <div>
          <RoleLink role={role} base={base} />
        </div>
      ) : null}
    </>,
  ])
}

type RolesProps = { at: SchoolRoles & { asked: Asked }; today: Day; base: string; form: Child }

export const SchoolRolesSaid = ({ at, today, base, form }: RolesProps) => {
  const { asked } = at
  const last = at.confirmations[0]
  const still = toConfirmSaid(asked.toConfirm, today)
  const proposals = confirmableOf(at).length
  return (
    <>
      <PageHead
        title="People in roles"
        caption={schoolLabel(at.school)}
        facts={[
          last
            ? `The last time that somebody said that all was still right was ${sayDay(last.confirmedAt)}: ${last.by ?? 'somebody'}, ${capacityWords[last.capacity]}.`
            : 'Nobody has said yet that all of this is right.',
          still || asked.askings.length === 0 ? null : 'Everything that the school was asked is answered.',
        ]}
        acts={
          proposals > 0 ? (
            <a class="govuk-button muster-no-print" href={`${base}/confirm`}>
              {sayConfirm(proposals)}
            </a>
          ) : null
        }
      />
      {still ? <Warning>{still}</Warning> : null}
      <Table
        caption={`Who holds which role at the ${placeWord(at.school)}`}
        captionClass="govuk-visually-hidden"
        dense
        columns={['Role', 'Who', 'Since', { text: 'Change', numeric: true }]}
        rows={at.roles.flatMap((role) => rowsOf(role, base))}
      />
      {form ? (
        <div class="muster-no-print">
          <P>If nothing has changed, one press says so of whoever is confirmed, and of what is vacant or not known. The rest stays.</P>
          {form}
        </div>
      ) : null}
      <Details summary="What a proposal is, and who is told">
        <P>
          What bookings, requests and people themselves say is a proposal: it counts in no requirement until it is confirmed here. Whoever
          is named is told by email, where we have their address, and can say that it is not so.
        </P>
      </Details>
      <AskingHistory askings={asked.askings} confirmations={at.confirmations} reached={at.capacity === 'officer'} />
      {at.others.length > 0 ? (
        <Details summary="Another role">
          <ul class="govuk-list">
            {at.others.map((role) => (
              <li>
                <Link href={`${base}/${role.id}`}>{role.label}</Link>
              </li>
            ))}
          </ul>
        </Details>
      ) : null}
    </>
  )
}
