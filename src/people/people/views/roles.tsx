import type { Child } from 'hono/jsx'
import { Link, P, SummaryList } from '#base/web/page-parts.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { RoleAdding, RoleHeld } from '../person.ts'
import { RolesTable } from './record.tsx'

type RoleListProps = {
  about: string
  roles: readonly RoleHeld[]
  base: string
  who: boolean
  empty: string
  /** How many pairs of a school's people may be one. */
  pairs: number
}

export const RoleList = ({ about, roles, base, who, empty, pairs }: RoleListProps) => {
  const [now, ended] = [roles.filter((role) => !role.toDate), roles.filter((role) => role.toDate)]
  return (
    <>
      <P>{about}</P>
      <p class="govuk-body muster-no-print">
        <Link href={`${base}/new`}>Add a role</Link>
      </p>
      {pairs > 0 ? (
        <p class="govuk-body muster-no-print">
          <Link href={`${base}/pairs`}>
            {pairs === 1 ? 'Two records may be of one person: is it one?' : `${pairs} pairs of records may be of one person: is each one?`}
          </Link>
        </p>
      ) : null}
      {now.length > 0 ? <RolesTable roles={now} caption="Roles held now" change={base} who={who} /> : <P>{empty}</P>}
      {ended.length > 0 ? <RolesTable roles={ended} caption="Roles that ended" change={base} who={who} /> : null}
    </>
  )
}

export const ChangedRole = ({ role, who, form }: { role: RoleHeld; who: boolean; form: Child }) => (
  <>
    <SummaryList
      rows={[
        ['Person', who ? (role.personName ?? '') : undefined],
        ['Role', role.role],
        ['School', schoolLabel(role.school)],
      ]}
    />
    <P>
      What was recorded at events stays as it was then. Whether somebody may book for the school is a separate matter and does not change.
      What was said before is kept in the history.
    </P>
    {form}
  </>
)

export const AddedRole = ({ schools, people, form }: RoleAdding & { form: Child }) => {
  if (schools.length === 0)
    return (
      <P>
        We know of no school where you work. <Link href="/school/claims/new">Ask to book for your school</Link> first: the role that you
        give there is put on your record.
      </P>
    )
  return people.length === 0 ? <P>Nobody of this school is known yet. People become known when they are booked on an event.</P> : form
}
