import type { Child } from 'hono/jsx'
import type { WrittenTo } from '#attendance/coverage/evidence.ts'
import type { StandingRow } from '#attendance/requirements/standing-row.ts'
import { RowState } from '#attendance/standings/views/standing.tsx'
import { type Day, londonDay, sayDay, sayShortDay } from '#base/dates.ts'
import { Details, Heading, Link, P, Table } from '#base/web/page-parts.tsx'
import { type OwnState, sayOwn } from '#guidance/issuing/answer.ts'
import type { OwnIssue } from '#guidance/issuing/issuing.ts'
import { returnStates, type SchoolProgress, type ToDo } from '#returns/progress/progress.ts'

type AuditOfSchool = SchoolProgress & { roundId: string; title: string }

type StandsProps = {
  schoolId: string
  rows: readonly StandingRow[]
  issues: readonly OwnIssue[]
  states: ReadonlyMap<string, OwnState>
  audits: readonly AuditOfSchool[]
  plan: readonly ToDo[]
  seesAudits: boolean
  today: Day
  /** One of them, with all that is on record of it. */
  opened: Child
}

/** How a school stands with training, guidance and the audit, each with the way to its record. */
export const Stands = ({ schoolId, rows, issues, states, audits, plan, seesAudits, today, opened }: StandsProps) => (
  <>
    <Heading>Training</Heading>
    {rows.length > 0 ? (
      <Table
        dense
        caption="How it meets training rules today"
        captionClass="govuk-visually-hidden"
        columns={['Rule', 'Who', 'State']}
        rows={rows.map((row) => [
          row.requirement,
          [row.who || 'Nobody', row.role].filter(Boolean).join(', '),
          <span class="muster-state">
            <RowState row={row} seer="council" />
          </span>,
        ])}
      />
    ) : null}
    <P>
      <Link href={`/organiser/schools/${schoolId}/requirements`}>Why, on another day, exceptions and statements</Link>
    </P>
    {issues.length > 0 ? (
      <>
        <Heading>Guidance</Heading>
        <Table
          dense
          caption="Guidance in force"
          captionClass="govuk-visually-hidden"
          columns={['Document', 'Given to it', 'What it did']}
          rows={issues.map((issue) => [
            <Link href={`/organiser/schools/${schoolId}?guidance=${issue.documentId}#document`}>
              {issue.title}, version {issue.number}
            </Link>,
            sayShortDay(londonDay(issue.issuedAt)),
            sayOwn(issue, states.get(issue.id), 'it'),
          ])}
        />
      </>
    ) : null}
    {opened}
    {seesAudits ? (
      <>
        <Heading>Safeguarding audit</Heading>
        <P>
          <Link href={`/organiser/schools/${schoolId}/case-records`}>Audits of case records</Link>
        </P>
      </>
    ) : null}
    {audits.length > 0 ? (
      <>
        <Table
          dense
          caption="Audits asked of it"
          captionClass="govuk-visually-hidden"
          columns={['Audit', 'How far', 'Due']}
          rows={audits.map((one) => [
            <Link href={`/organiser/returns/${one.roundId}/schools/${one.id}`}>{one.title}</Link>,
            `${returnStates[one.state]}${one.submittedAt ? `, first on ${sayDay(one.submittedAt)}` : ''}`,
            sayDay(one.deadlineAt),
          ])}
        />
        {plan.length === 0 ? (
          <P>Nothing of its plans is open, and it disputes nothing.</P>
        ) : (
          <Table
            dense
            caption="Plan and disputes"
            columns={['What', 'Whose', 'By']}
            rows={plan.map((one) => [
              one.dueOn === null ? `It disputes: ${one.what}` : one.what,
              one.owner,
              one.dueOn === null
                ? one.lookedAtBy
                  ? `Looked at by ${sayDay(one.lookedAtBy)}`
                  : ''
                : `${sayDay(one.dueOn)}${one.dueOn < today ? ', overdue' : ''}`,
            ])}
          />
        )}
      </>
    ) : null}
  </>
)

const natures: Record<WrittenTo['nature'], string> = {
  service: 'Service message',
  statutory: 'Statutory notice',
  promotion: 'Promotion',
  training: 'Invitation to training',
}

export const Written = ({ written }: { written: readonly WrittenTo[] }) =>
  written.length === 0 ? null : (
    <Details summary={`Mailings to it (${written.length})`}>
      <Table
        dense
        caption="Mailings to the school"
        captionClass="govuk-visually-hidden"
        columns={['Subject', 'Sent', 'Kind', { text: 'Emails', numeric: true }]}
        rows={written.map((one) => [one.subject, sayShortDay(one.on), natures[one.nature], String(one.people)])}
      />
    </Details>
  )
