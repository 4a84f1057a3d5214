import { sayInstant } from '#base/dates.ts'
import { Button, Choices, type Problems, TextArea } from '#base/web/field.tsx'
import { Address, ErrorSummary, Heading, Link, NothingChanged, P, Page, SummaryList, Tag, Title } from '#base/web/page-parts.tsx'
import { type SchoolOption, schoolLabel } from '#schools/schools/school.ts'
import type { ClaimRow } from '../claim.ts'
import type { Colleague, People } from '../colleague.ts'
import { EvidenceList } from './evidence.tsx'
import { colleagueRefusals } from './refusals.tsx'

const nameOf = (claim: Pick<ClaimRow, 'name' | 'email'>): string => claim.name ?? claim.email

const Card = ({ one, self, children }: { one: Colleague; self: boolean; children: unknown }) => (
  <li>
    <h3 class="govuk-heading-s">
      {nameOf(one)}
      {self ? ' (you)' : ''} {one.approver === 1 && one.state === 'approved' ? <Tag colour="blue">Approves colleagues</Tag> : null}
    </h3>
    <SummaryList
      rows={[
        ['Address', <Address email={one.email} />],
        ['Shared mailbox', one.shared === 1 ? 'Yes: each time, whoever signs in says who they are' : undefined],
        ['At the school', one.role ?? undefined],
        one.state === 'requested'
          ? ['Asked', sayInstant(one.requestedAt)]
          : ['Acts for the school since', one.decidedAt ? sayInstant(one.decidedAt) : undefined],
        ['How we know', <EvidenceList evidence={one.evidence} />],
      ]}
    />
    {children}
  </li>
)

/** Everyone who acts for a school or has claimed it, for its approvers. */
export const PeoplePage = ({
  people,
  accountId,
  refusal,
}: {
  people: People
  accountId: string | undefined
  refusal?: string | undefined
}) => {
  const { school } = people
  const home = `/school/${school.id}/people`
  return (
    <Page>
      <NothingChanged why={refusal} />
      <Title>
        People who act for {school.name}
        <span class="govuk-caption-l">{[school.town, school.urn ? `URN ${school.urn}` : ''].filter(Boolean).join(', ')}</span>
      </Title>
      <P>
        They book places for the school, and see what it has booked and who of its staff is coming. You approve colleagues because the
        council, the school’s own mailbox or a colleague has confirmed you.
      </P>
      <Heading>Asking to act for the school: {people.waiting.length}</Heading>
      {people.waiting.length === 0 ? (
        <P>Nobody is waiting. A colleague who wants to book signs in with their own address and asks to act for the school.</P>
      ) : (
        <ul class="muster-card-list govuk-!-margin-bottom-6">
          {people.waiting.map((one) => (
            <Card one={one} self={one.accountId === accountId}>
              {one.accountId === accountId ? (
                <P>{colleagueRefusals.own_claim}</P>
              ) : (
                <>
                  <P>
                    If you approve them, they can book at once, and the places that they asked for are booked or put on the waiting list.
                    Approve only somebody whom you know and whose address this is.
                  </P>
                  <div class="muster-actions">
                    <form method="post" action={`${home}/${one.id}/vouch`}>
                      <Button>
                        Approve<span class="govuk-visually-hidden"> {nameOf(one)}</span>
                      </Button>
                    </form>
                    <a class="govuk-button govuk-button--secondary" href={`${home}/${one.id}/refuse`}>
                      Refuse<span class="govuk-visually-hidden"> {nameOf(one)}</span>
                    </a>
                  </div>
                </>
              )}
            </Card>
          ))}
        </ul>
      )}
      <Heading>Acting for the school: {people.acting.length}</Heading>
      {people.acting.length === 0 ? <P>Nobody but contacts of its trust.</P> : null}
      <ul class="muster-card-list govuk-!-margin-bottom-6">
        {people.acting.map((one) => (
          <Card one={one} self={one.accountId === accountId}>
            <div class="muster-actions">
              {one.approver === 0 ? (
                <form method="post" action={`${home}/${one.id}/approver`}>
                  <Button kind="secondary">
                    Let them approve colleagues<span class="govuk-visually-hidden">: {nameOf(one)}</span>
                  </Button>
                </form>
              ) : null}
              <a class="govuk-button govuk-button--secondary" href={`${home}/${one.id}/remove`}>
                Remove<span class="govuk-visually-hidden"> {nameOf(one)}</span>
              </a>
            </div>
          </Card>
        ))}
      </ul>
      {people.ofTrust.length > 0 ? (
        <>
          <Heading>Acting for the whole trust</Heading>
          <P>The council has confirmed them for every school of the trust. Ask the council if one of them has left.</P>
          <ul class="govuk-list govuk-list--bullet">
            {people.ofTrust.map((one) => (
              <li>
                {one.name ? `${one.name}, ` : ''}
                <Address email={one.email} />, since {sayInstant(one.since)}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Page>
  )
}

/** Confirms refusing a claimant or removing a colleague. */
export const EndColleaguePage = ({
  school,
  claim,
  does,
  last,
  self,
  reason,
  problems,
}: {
  school: SchoolOption
  claim: Colleague
  does: 'refuse' | 'remove'
  /** Nobody else at the school is an approver. */
  last: boolean
  self: boolean
  reason?: string | undefined
  problems?: Problems | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>{does === 'refuse' ? `Refuse ${nameOf(claim)}?` : self ? 'Stop acting for the school?' : `Remove ${nameOf(claim)}?`}</Title>
    <SummaryList
      rows={[
        ['School', schoolLabel(school)],
        ['Who', nameOf(claim)],
        ['Address', <Address email={claim.email} />],
      ]}
    />
    <P>
      {does === 'refuse'
        ? 'Their request is refused, and so are the places that they asked for. They are told by email.'
        : `${self ? 'You' : 'They'} can no longer book for the school or see what it has booked, at once. Places that were booked stay booked. ${self ? 'You are' : 'They are'} told by email. An organiser at the council can put it right.`}
    </P>
    <form method="post" action={`/school/${school.id}/people/${claim.id}/${does}`} novalidate>
      {does === 'remove' ? (
        <TextArea name="reason" label="Reason (optional)" hint="The person reads it" rows={2} value={reason} problems={problems} />
      ) : null}
      {last && does === 'remove' ? (
        <Choices
          type="checkboxes"
          name="sure"
          label="Nobody will be left at the school who approves colleagues"
          hint={`${self ? 'You are' : 'This is'} the only one at the school who approves colleagues. Afterwards only the council, or the school’s own mailbox, can confirm anybody. You can let a colleague approve others first.`}
          values={[]}
          options={[{ value: 'yes', text: 'I know that, and go on' }]}
          problems={problems}
        />
      ) : null}
      <Button kind="warning">{does === 'refuse' ? 'Refuse' : self ? 'Stop acting for the school' : 'Remove'}</Button>
    </form>
    <P>
      <Link href={`/school/${school.id}/people`}>Change nothing</Link>
    </P>
  </Page>
)
