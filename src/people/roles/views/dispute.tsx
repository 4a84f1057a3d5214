import { sayDay } from '#base/dates.ts'
import { Button, type Problems, TextArea } from '#base/web/field.tsx'
import { ErrorSummary, Heading, NothingChanged, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { OwnRole } from '../school-roles.ts'

/** Whoever a role is said of says that it is not so, or takes that back. */
export const OwnDisputePage = ({
  role,
  reason,
  problems,
  why,
}: {
  role: OwnRole
  reason: string
  problems?: Problems | undefined
  why?: string | undefined
}) => (
  <Page>
    <NothingChanged why={why} />
    <ErrorSummary problems={problems} />
    <Title>{role.dispute ? 'You said that this is not so' : role.agreed ? 'Is this not so?' : 'Is this right?'}</Title>
    <SummaryList
      rows={[
        ['Role', role.role],
        ['School', schoolLabel(role.school)],
        ['Said on', role.dispute && sayDay(role.dispute.raisedAt)],
        ['What you said', role.dispute?.reason],
      ]}
    />
    {role.dispute ? (
      <>
        <P>The school or the council answers it. Until then the role counts in nothing. If it is so after all, take it back.</P>
        <form method="post" action={`/account/record/roles/${role.id}/dispute/withdraw`}>
          <Button kind="secondary">Take it back</Button>
        </form>
      </>
    ) : (
      <>
        {role.agreed ? null : (
          <form method="post" action={`/account/record/roles/${role.id}/agreement`}>
            <Heading>If it is right</Heading>
            <P>
              {role.school.name} sees what you attended for it. What you attended for other schools and settings it sees once you agree.
            </P>
            <Button>This is right: show them what I attended</Button>
          </form>
        )}
        <form method="post" novalidate>
          {role.agreed ? null : <Heading>If it is not</Heading>}
          <P>The school and the council see what you say, and one of them answers it. Until then the role counts in nothing.</P>
          <TextArea
            name="reason"
            label="What is wrong (optional)"
            hint="Such as since when somebody else has the role. Do not name children"
            value={reason}
            problems={problems}
            rows={3}
          />
          <Button>This is not so</Button>
        </form>
      </>
    )}
  </Page>
)
