import { sayDay } from '#base/dates.ts'
import { Button, type Problems, TextArea } from '#base/web/field.tsx'
import { ErrorSummary, NothingChanged, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
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
    <Title>{role.dispute ? 'You said that this is not so' : 'Is this not so?'}</Title>
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
      <form method="post" novalidate>
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
    )}
  </Page>
)
