import type { Child } from 'hono/jsx'
import { sayDay } from '#base/dates.ts'
import { Heading, P, SummaryList } from '#base/web/page-parts.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { OwnRole } from '../school-roles.ts'

type RoleProps = { role: OwnRole; agree: Child; dispute: Child; withdraw: Child }

/** Whoever a role is said of says that it is not so, or takes that back. */
export const OwnRoleSaid = ({ role, agree, dispute, withdraw }: RoleProps) => (
  <>
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
        <P>The school or the council answers it. Until then the role does not count. Is it right after all? Then say that.</P>
        {withdraw}
      </>
    ) : (
      <>
        {role.agreed ? null : (
          <>
            <Heading>If it is right</Heading>
            <P>
              {role.school.name} sees what you attended for it. What you attended for other schools and settings it sees once you agree.
            </P>
            {agree}
            <Heading>If it is not</Heading>
          </>
        )}
        <P>The school and the council see what you say, and one of them answers it. Until then the role does not count.</P>
        {dispute}
      </>
    )}
  </>
)
