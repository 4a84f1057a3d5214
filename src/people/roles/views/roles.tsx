import type { Child } from 'hono/jsx'
import { type Day, sayDay } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { PageHead } from '#base/web/page-head.tsx'
import { Details, ErrorSummary, Link, NothingChanged, P, Table, Tag, VisuallyHidden, Warning } from '#base/web/page-parts.tsx'
import { datesSaid, sourceSaid } from '#schools/schools/role.ts'
import { placeWord, schoolLabel } from '#schools/schools/school.ts'
import { type Asked, confirmedBySaid, toConfirmSaid } from '../asked.ts'
import {
  type AskedRole,
  confirmableOf,
  type Gap,
  type Holder,
  isSaid,
  mayConfirm,
  mostProposals,
  type SchoolRoles,
  whoConfirms,
} from '../school-roles.ts'
import { AskingHistory } from './asking.tsx'
import { type Answers, ProposalQuestion, RoleQuestion } from './question.tsx'

const Hint = ({ children }: { children: Child }) => <div class="govuk-hint govuk-!-margin-bottom-0">{children}</div>

const sinceSaid = (holder: Holder): string => (holder.fromDate || holder.toDate ? datesSaid(holder) : 'Since when is not known')

const confirmedSaid = ({ confirmedAt, confirmedBy, source }: Holder): string =>
  `Confirmed on ${sayDay(confirmedAt ?? '')} by ${confirmedBy ?? (source === 'council' ? 'the council' : 'the school')}`

export const HolderFacts = ({ holder }: { holder: Holder }) => (
  <>
    {sinceSaid(holder)}
    <Hint>{holder.confirmedAt ? confirmedSaid(holder) : sourceSaid(holder)}</Hint>
    {holder.dispute ? (
      <>
        <Hint>They said on {sayDay(holder.dispute.raisedAt)} that this is not right.</Hint>
        <Hint>The role does not count until that is answered.</Hint>
      </>
    ) : null}
  </>
)

export const gapSaid = ({ answer, fromDate, learnedAt, source }: Gap): string =>
  answer === 'vacant'
    ? `Vacant since ${sayDay(fromDate)}, said by the ${source} on ${sayDay(learnedAt)}.`
    : `The ${source} said on ${sayDay(learnedAt)} that it does not know.`

const stateOf = ({ holders, proposals, gap }: AskedRole): string | undefined =>
  holders.length > 0 ? undefined : gap ? gapSaid(gap) : proposals.length > 0 ? undefined : 'Nobody has said who holds it.'

const Person = ({ holder, role, base }: { holder: Holder; role: AskedRole; base: string }) => (
  <div class="govuk-!-margin-bottom-1">
    <strong>{holder.name}</strong>{' '}
    {holder.dispute ? <Tag colour="red">Disputed</Tag> : holder.confirmedAt ? null : <Tag colour="yellow">Proposed</Tag>}{' '}
    <HolderFacts holder={holder} />
    <PersonLink holder={holder} role={role} base={base} />
  </div>
)

const PersonLink = ({ holder, role, base }: { holder: Holder; role: AskedRole; base: string }) => (
  <Link href={`${base}/held/${holder.id}`}>
    {holder.dispute ? 'Answer' : holder.confirmedAt ? 'No longer, or not right' : 'Not right'}
    <VisuallyHidden>
      : {holder.name}, {role.label}
    </VisuallyHidden>
  </Link>
)

/** That what is said of a role was said to be still right, since it was said. */
const againSaid = ({ confirmations }: SchoolRoles, { id, holders, gap }: AskedRole): string | undefined => {
  const last = confirmations.find(({ roleId }) => roleId === null || roleId === id)
  const said = [...holders.map(({ confirmedAt }) => confirmedAt ?? ''), gap?.learnedAt ?? '']
  return last && said.every((at) => at < last.confirmedAt)
    ? `Confirmed again on ${sayDay(last.confirmedAt)} by ${confirmedBySaid(last)}`
    : undefined
}

type RolesProps = Answers & {
  at: SchoolRoles & { asked: Asked }
  today: Day
  base: string
  formId: string
  seen: string
  why: string | undefined
}

/** A row for each role as it stands, and one for each who is proposed for it. */
const rowsOf = (role: AskedRole, { at, base, ...typed }: Answers & Pick<RolesProps, 'at' | 'base'>): Child[][] => {
  const state = stateOf(role)
  const again = isSaid(role) ? againSaid(at, role) : undefined
  const open = confirmableOf(at)
    .slice(0, mostProposals)
    .filter((one) => one.role.id === role.id)
  const isAsked = isSaid(role) || (role.holders.length === 0 && role.proposals.length === 0)
  const standing = [
    role.label,
    <>
      {state}
      {role.holders.map((holder) => (
        <Person holder={holder} role={role} base={base} />
      ))}
      {again ? <Hint>{again}</Hint> : null}
    </>,
    isAsked ? <RoleQuestion {...typed} role={role} /> : '',
  ]
  const proposed = role.proposals.map((holder) => [
    role.label,
    <Person holder={holder} role={role} base={base} />,
    open.some((one) => one.holder === holder) ? (
      <ProposalQuestion
        {...typed}
        role={role}
        holder={holder}
        rivals={open.flatMap((one) => (one.holder === holder ? [] : [one.holder]))}
      />
    ) : mayConfirm(at, holder) ? (
      ''
    ) : (
      `${holder.name} says that they are ${role.label.toLowerCase()}. ${whoConfirms}.`
    ),
  ])
  return state || role.holders.length > 0 ? [standing, ...proposed] : proposed
}

/** Who holds which role at a school; each is answered in its row, and all are saved together. */
export const RolesPage = ({ at, today, base, formId, seen, why, ...typed }: RolesProps) => {
  const { asked } = at
  const last = at.confirmations.find(({ roleId }) => roleId === null)
  const still = toConfirmSaid(asked.toConfirm, today)
  const proposals = confirmableOf(at).length
  const rest = at.roles.filter(({ matters }) => !matters)
  const rolesTable = (roles: readonly AskedRole[], caption: string) => (
    <div class="muster-answers">
      <Table
        caption={caption}
        captionClass="govuk-visually-hidden"
        dense
        columns={['Role', 'Who', 'Is this right?']}
        rows={roles.flatMap((role) => rowsOf(role, { at, base, ...typed }))}
      />
    </div>
  )
  return (
    <>
      <NothingChanged why={why} />
      <ErrorSummary problems={typed.problems} />
      <PageHead
        title="People in roles"
        caption={schoolLabel(at.school)}
        facts={[
          last
            ? `The last time that somebody said that all was still right was ${sayDay(last.confirmedAt)}: ${confirmedBySaid(last)}.`
            : 'Nobody has said yet that all of this is right.',
          still || asked.askings.length === 0 ? null : 'Everything that the school was asked is answered.',
        ]}
      />
      {still ? <Warning>{still}</Warning> : null}
      {proposals > mostProposals ? <P>You can answer the first {mostProposals} proposals. The others follow once you have saved.</P> : null}
      <form method="post" novalidate>
        <input type="hidden" name="id" value={formId} />
        <input type="hidden" name="seen" value={seen} />
        {rolesTable(
          at.roles.filter(({ matters }) => matters),
          `Who holds which role at the ${placeWord(at.school)}`,
        )}
        {rest.length > 0 ? (
          <Details summary={`Other roles (${rest.length})`} open={typed.problems !== undefined || why !== undefined}>
            {rolesTable(rest, 'Who holds other roles')}
          </Details>
        ) : null}
        <div class="muster-sum muster-no-print">
          <Button>Save</Button>
          {at.roles.some(isSaid) ? (
            <Button kind="secondary" name="all" value="yes">
              All of this is still right
            </Button>
          ) : null}
        </div>
      </form>
      <Details summary="What a proposal is, and who is told">
        <P>
          What bookings, requests and people themselves say is a proposal: it does not count until it is confirmed here. We email the person
          named, where we have their address, and they can say that it is not right. Roles that you do not answer stay as they are.
        </P>
      </Details>
      <AskingHistory askings={asked.askings} confirmations={at.confirmations} reached={at.capacity === 'officer'} />
      <Details summary="Another role, or a role that you do not know">
        <ul class="govuk-list">
          {[...at.roles, ...at.others].map((role) => (
            <li>
              <Link href={`${base}/${role.id}`}>{role.label}</Link>
            </li>
          ))}
        </ul>
      </Details>
    </>
  )
}
