import { sayInstant } from '../../dates.ts'
import { type SchoolOption, schoolLabel } from '../../schools/school.ts'
import { SchoolSelect } from '../../schools/views.tsx'
import { Button, type Problems, Select, TextArea, TextField } from '../../web/field.tsx'
import { Address, ErrorSummary, Pagination, SummaryList, Table } from '../../web/page-parts.tsx'
import { domainOf } from '../account.ts'
import { type ClaimRow, claimStates, decidedPage, isPublicDomain, type Queue, type Warning, waitingLimit, warningOf } from '../claim.ts'
import type { ClaimReason } from '../claim-school.ts'

export const claimReasons: Record<ClaimReason, { field: string; says: string }> = {
  no_such_school: { field: 'schoolId', says: 'Choose a school from the list' },
  no_such_role: { field: 'roleId', says: 'Choose what you are at the school' },
  already_claimed: { field: 'schoolId', says: 'You act for this school already, or have asked to. “Your account” shows which' },
  too_many_waiting: {
    field: 'schoolId',
    says: `${waitingLimit} of your requests are waiting already. Wait until the council has answered, or contact the council`,
  },
}

export type ClaimFormProps = {
  schools: readonly SchoolOption[]
  roles: readonly { id: string; label: string }[]
  values: { schoolId?: string | undefined; name?: string | undefined; roleId?: string | undefined }
  problems?: Problems | undefined
}

export const ClaimFormPage = ({ schools, roles, values, problems }: ClaimFormProps) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <ErrorSummary problems={problems} />
      <h1 class="govuk-heading-l">Ask to act for a school</h1>
      <p class="govuk-body">
        Whoever acts for a school books its places and sees who of its staff is coming. If your address is one that the council holds for
        the school, you can go on at once. Otherwise the council looks at your request first, and you get an email.
      </p>
      <form method="post" action="/school/claims" novalidate>
        <SchoolSelect
          name="schoolId"
          label="School or organisation"
          hint="If yours is not in the list, contact the council"
          schools={schools}
          value={values.schoolId}
          problems={problems}
        />
        <TextField name="name" label="Your name" autocomplete="name" value={values.name} {...(problems ? { problems } : {})} />
        <Select
          name="roleId"
          label="What you are at the school"
          value={values.roleId ?? ''}
          options={[{ value: '', text: 'Choose one' }, ...roles.map((role) => ({ value: role.id, text: role.label }))]}
          {...(problems ? { problems } : {})}
        />
        <Button>Send</Button>
      </form>
    </div>
  </div>
)

const warnings: Record<Warning, string> = {
  public_domain: 'Anyone can get an address at this domain: it says nothing about the school.',
  shared_domain: 'Many schools share this domain: it does not say which of them the person belongs to.',
  domain_of_others: 'The council holds addresses at this domain for other schools, not for this one.',
  domain_not_known: 'The council holds no address at this domain.',
}

const few = 5
const labels = (schools: readonly { label: string }[]): string => {
  const names = [...new Set(schools.map((school) => school.label))]
  return names.length > few ? `${names.slice(0, few).join('; ')}; and ${names.length - few} more` : names.join('; ')
}

const Waiting = ({ claim, queue }: { claim: ClaimRow; queue: Queue }) => {
  const domain = domainOf(claim.email)
  const held = queue.heldAtDomains.filter((address) => address.domain === domain)
  const warning = warningOf(domain, [...new Set(held.map((address) => address.schoolId))], claim.schoolId)
  const exact = held.filter((address) => address.email === claim.email).map((address) => ({ label: schoolLabel(address.school) }))
  const others = queue.otherClaims.filter((other) => other.accountId === claim.accountId && other.id !== claim.id)
  const school = schoolLabel(claim.school)
  return (
    <li>
      <h3 class="govuk-heading-s">{school}</h3>
      <SummaryList
        rows={[
          ['Who asks', `${claim.name ?? 'Name not given'}${claim.role ? `, ${claim.role}` : ''}`],
          ['Address', <Address email={claim.email} />],
          ['Asked', sayInstant(claim.requestedAt)],
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
      <div class="muster-actions">
        <form method="post" action={`/organiser/claims/${claim.id}`}>
          <input type="hidden" name="decision" value="approve" />
          <button type="submit" class="govuk-button" data-module="govuk-button" data-prevent-double-click="true">
            Approve
            <span class="govuk-visually-hidden">
              {' '}
              the request of {claim.name ?? claim.email} for {school}
            </span>
          </button>
        </form>
        <a class="govuk-button govuk-button--secondary" href={`/organiser/claims/${claim.id}/refuse`}>
          Refuse
          <span class="govuk-visually-hidden">
            {' '}
            the request of {claim.name ?? claim.email} for {school}
          </span>
        </a>
      </div>
    </li>
  )
}

export const ClaimQueuePage = ({
  queue,
  url,
  page,
  refusal,
}: {
  queue: Queue
  url: string
  page: number
  refusal?: string | undefined
}) => (
  <>
    {refusal ? (
      <div class="govuk-error-summary" role="alert">
        <h2 class="govuk-error-summary__title">Nothing was changed</h2>
        <p class="govuk-body">{refusal}</p>
      </div>
    ) : null}
    <h1 class="govuk-heading-l">Requests to act for a school</h1>
    <h2 class="govuk-heading-m">Waiting: {queue.waitingCount}</h2>
    {queue.waiting.length === 0 ? <p class="govuk-body">Nobody is waiting.</p> : null}
    {queue.waitingCount > queue.waiting.length ? (
      <p class="govuk-body">The {queue.waiting.length} that have waited longest are shown.</p>
    ) : null}
    <ul class="muster-card-list govuk-!-margin-bottom-6">
      {queue.waiting.map((claim) => (
        <Waiting claim={claim} queue={queue} />
      ))}
    </ul>
    {queue.decidedCount > 0 ? (
      <Table
        dense
        caption={`Decided: ${queue.decidedCount}`}
        columns={['School', 'Who', 'State', 'Decided', 'Action']}
        rows={queue.decided.map((claim) => [
          schoolLabel(claim.school),
          <>
            {claim.name ? (
              <>
                {claim.name}
                <br />
              </>
            ) : null}
            <Address email={claim.email} />
          </>,
          claim.reason ? `${claimStates[claim.state]}: ${claim.reason}` : claimStates[claim.state],
          `${claim.decidedAt ? sayInstant(claim.decidedAt) : ''} ${claim.decidedBy ? `by ${claim.decidedBy}` : 'because the council holds the address'}`,
          claim.state === 'approved' ? (
            <a class="govuk-link" href={`/organiser/claims/${claim.id}/end`}>
              End
              <span class="govuk-visually-hidden">
                {' '}
                for {claim.name ?? claim.email}, {schoolLabel(claim.school)}
              </span>
            </a>
          ) : (
            ''
          ),
        ])}
      />
    ) : null}
    <Pagination url={url} page={page} pageSize={decidedPage} total={queue.decidedCount} />
  </>
)

/** Refusing a request or ending a permission: both need a reason, which the person is told. */
export const ClaimEndPage = ({
  claim,
  decision,
  problems,
  reason,
}: {
  claim: ClaimRow
  decision: 'refuse' | 'end'
  problems?: Problems | undefined
  reason?: string | undefined
}) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <ErrorSummary problems={problems} />
      <h1 class="govuk-heading-l">{decision === 'refuse' ? 'Refuse this request' : 'End this permission'}</h1>
      <SummaryList
        rows={[
          ['School', schoolLabel(claim.school)],
          ['Who', [claim.name, claim.email].filter(Boolean).join(', ')],
        ]}
      />
      <form method="post" action={`/organiser/claims/${claim.id}`} novalidate>
        <input type="hidden" name="decision" value={decision} />
        <TextArea
          name="reason"
          label="Reason"
          hint="The person is told it by email"
          rows={3}
          value={reason}
          {...(problems ? { problems } : {})}
        />
        <Button kind="warning">{decision === 'refuse' ? 'Refuse' : 'End'}</Button>
      </form>
    </div>
  </div>
)
