import type { Child } from 'hono/jsx'
import { type Day, sayDay } from '#base/dates.ts'
import { Details, Heading, Link, P, Tag, VisuallyHidden, Warning } from '#base/web/page-parts.tsx'
import { listed } from '#base/words.ts'
import { datesSaid, sourceSaid } from '#schools/schools/role.ts'
import { placeWord } from '#schools/schools/school.ts'
import { type Asked, toConfirmSaid } from '../asked.ts'
import { type AskedRole, capacityWords, confirmableOf, type Gap, type Holder, type SchoolRoles } from '../school-roles.ts'
import { AskingHistory } from './asking.tsx'
import { ConfirmLink } from './proposals.tsx'

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
  holders.length > 0
    ? undefined
    : gap
      ? gapSaid(gap)
      : proposals.length > 0
        ? `Nobody is confirmed in it yet. ${listed(proposals.map(({ name }) => name))} ${proposals.length === 1 ? 'is' : 'are'} proposed.`
        : 'Nobody has said who holds it.'

const People = ({ people, role, base }: { people: readonly Holder[]; role: AskedRole; base: string }) => (
  <dl class="govuk-summary-list">
    {people.map((holder) => (
      <div class="govuk-summary-list__row">
        <dt class="govuk-summary-list__key">
          {holder.name}
          {holder.dispute ? (
            <>
              {' '}
              <Tag colour="red">Disputed</Tag>
            </>
          ) : holder.confirmedAt ? null : (
            <>
              {' '}
              <Tag colour="yellow">Proposed</Tag>
            </>
          )}
        </dt>
        <dd class="govuk-summary-list__value">
          <HolderFacts holder={holder} />
        </dd>
        <dd class="govuk-summary-list__actions">
          <Link href={`${base}/held/${holder.id}`}>
            {holder.dispute ? 'Answer' : holder.confirmedAt ? 'No longer, or not so' : 'Confirm, or not so'}
            <VisuallyHidden>
              : {holder.name}, {role.label}
            </VisuallyHidden>
          </Link>
        </dd>
      </div>
    ))}
  </dl>
)

const asking = ({ holders, several }: AskedRole): string =>
  holders.length === 0 ? 'Say who holds it' : several ? 'Say who else holds it' : 'Somebody else holds it'

const RoleSection = ({ role, base }: { role: AskedRole; base: string }) => {
  const people = [...role.holders, ...role.proposals]
  const state = stateOf(role)
  return (
    <section class="govuk-!-margin-bottom-7">
      <Heading>{role.label}</Heading>
      {state ? <P>{state}</P> : null}
      {people.length > 0 ? <People people={people} role={role} base={base} /> : null}
      <p class="govuk-body muster-no-print">
        <Link href={`${base}/${role.id}`}>
          {asking(role)}
          <VisuallyHidden>: {role.label}</VisuallyHidden>
        </Link>
      </p>
    </section>
  )
}

type RolesProps = { at: SchoolRoles & { asked: Asked }; today: Day; base: string; form: Child }

export const SchoolRolesSaid = ({ at, today, base, form }: RolesProps) => {
  const { asked } = at
  const last = at.confirmations[0]
  const still = toConfirmSaid(asked.toConfirm, today)
  return (
    <>
      <P>
        Who holds which role at the {placeWord(at.school)}, and since when. What bookings, requests and people themselves say is a proposal:
        it counts in no requirement until it is confirmed here. Whoever is named is told by email, where we have their address, and can say
        that it is not so.
      </P>
      <P>
        {last
          ? `The last time that somebody said that all was still right was ${sayDay(last.confirmedAt)}: ${last.by ?? 'somebody'}, ${capacityWords[last.capacity]}.`
          : 'Nobody has said yet that all of this is right.'}
      </P>
      {still ? <Warning>{still}</Warning> : asked.askings.length > 0 ? <P>Everything that the school was asked is answered.</P> : null}
      <ConfirmLink proposals={confirmableOf(at).length} rolesAt={base} />
      <AskingHistory askings={asked.askings} confirmations={at.confirmations} reached={at.capacity === 'officer'} />
      {at.roles.map((role) => (
        <RoleSection role={role} base={base} />
      ))}
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
      {form ? (
        <div class="muster-no-print">
          <P>
            If nothing has changed, one press says so. It is said of whoever is confirmed, and of what is vacant or not known. Proposals,
            disputes and roles of which nobody has said anything stay as they are.
          </P>
          {form}
        </div>
      ) : null}
    </>
  )
}
