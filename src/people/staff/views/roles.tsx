import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Address, Heading, Link, P, SummaryList, Table, VisuallyHidden } from '#base/web/page-parts.tsx'
import { type DoorEvent, type RoleRow, roleLabels } from '#people/accounts/account.ts'

const Who = ({ row }: { row: RoleRow }) => (
  <>
    {row.name ? (
      <>
        {row.name}
        <br />
      </>
    ) : null}
    <Address email={row.email} />
  </>
)

export const who = (row: RoleRow): string => (row.name ? `${row.name}, ${row.email}` : row.email)

export const RoleHolders = ({ holders, form }: { holders: readonly RoleRow[]; form: Child }) => (
  <>
    <Table
      caption="Who has which role"
      columns={['Who', 'Role', 'Given', 'Signing in', 'Action']}
      rows={holders.map((row) => [
        <Who row={row} />,
        roleLabels[row.role],
        `${sayInstant(row.grantedAt)} by ${row.grantedBy ?? 'the configuration'}`,
        <Link href={`/organiser/accounts/${row.accountId}`}>
          How they sign in<VisuallyHidden>: {who(row)}</VisuallyHidden>
        </Link>,
        <Link href={`/organiser/roles/${row.id}/revoke`}>
          Take away
          <VisuallyHidden>
            {' '}
            the role {roleLabels[row.role]} of {who(row)}
          </VisuallyHidden>
        </Link>,
      ])}
    />
    <Heading>Give a role</Heading>
    <P>
      The address can sign in at once. Use personal council mailboxes that are protected by two-factor sign-in: until their holder has set
      up a second factor here, whoever reads the mailbox holds the role.
    </P>
    {form}
  </>
)

export const RevokedRole = ({ row }: { row: RoleRow }) => (
  <>
    <SummaryList
      rows={[
        ['Who', who(row)],
        ['Role', roleLabels[row.role]],
        ['Given', sayInstant(row.grantedAt)],
      ]}
    />
    <P>
      It ends at once, also where they are signed in now. What they have begun to send to many waits until somebody else lets it go on, and
      what they have begun on many bookings goes no further, if no other role of theirs allows it.
    </P>
  </>
)

type DoorStaffProps = {
  event: DoorEvent
  staff: readonly RoleRow[]
  form: Child
  remove: (row: RoleRow) => Child
}

export const DoorStaff = ({ event, staff, form, remove }: DoorStaffProps) => (
  <>
    <P>
      Organisers may take every register. The people named here may check people in and take the registers of this event, until the end of
      the next working day after it. They see the names of those expected, and nothing else.
    </P>
    {staff.length > 0 ? (
      <Table
        caption="Door staff"
        columns={['Who', 'Added', 'Action']}
        rows={staff.map((row) => [<Who row={row} />, sayInstant(row.grantedAt), remove(row)])}
      />
    ) : (
      <P>Nobody yet.</P>
    )}
    <P>
      <Link href={`/organiser/events/${event.code}/door/links`}>Check-in links: let helpers in with a code to scan</Link>
    </P>
    <P>
      <Link href={`/organiser/events/${event.code}/door/devices`}>Check-in devices</Link>
    </P>
    {form}
  </>
)
