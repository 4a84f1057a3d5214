import { sayInstant } from '#base/dates.ts'
import { Button, Choices, type Problems, TextField } from '#base/web/field.tsx'
import { Address, ErrorSummary, Heading, Link, P, Page, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { councilRoles, type DoorEvent, type RoleRow, roleLabels, roleMeanings } from '#people/accounts/account.ts'
import type { GrantReason } from '../grant-role.ts'
import type { RevokeReason } from '../revoke-role.ts'

export const grantReasons: Record<Exclude<GrantReason, 'not_allowed'>, string> = {
  already_held: 'This address holds that role already',
  old_address:
    'The account of this address has another one since a few days ago, and can go back to this one for a week after the change. Give the role to the new address',
}

export const revokeReasons: Record<Exclude<RevokeReason, 'not_allowed' | 'no_such_role'>, string> = {
  last_administrator: 'This is the last administrator. Give the role to somebody else first',
  already_revoked: 'Somebody else has taken this role away already',
}

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

const who = (row: RoleRow): string => (row.name ? `${row.name}, ${row.email}` : row.email)

export const RolesPage = ({
  holders,
  values = {},
  problems,
}: {
  holders: readonly RoleRow[]
  values?: { email?: string | undefined; role?: string | undefined }
  problems?: Problems | undefined
}) => (
  <>
    <ErrorSummary problems={problems} />
    <Title>Roles at the council</Title>
    <Table
      caption="Who has which role"
      columns={['Who', 'Role', 'Given', 'Signing in', 'Action']}
      rows={holders.map((row) => [
        <Who row={row} />,
        roleLabels[row.role],
        `${sayInstant(row.grantedAt)} by ${row.grantedBy ?? 'the configuration'}`,
        <Link href={`/organiser/accounts/${row.accountId}`}>
          How they sign in<span class="govuk-visually-hidden">: {who(row)}</span>
        </Link>,
        <Link href={`/organiser/roles/${row.id}/revoke`}>
          Take away
          <span class="govuk-visually-hidden">
            {' '}
            the role {roleLabels[row.role]} of {who(row)}
          </span>
        </Link>,
      ])}
    />
    <Heading>Give a role</Heading>
    <P>
      The address can sign in at once. Use personal council mailboxes that are protected by two-factor sign-in: until their holder has set
      up a second factor here, whoever reads the mailbox holds the role.
    </P>
    <form method="post" action="/organiser/roles" novalidate>
      <TextField name="email" label="Email address" type="email" inputmode="email" value={values.email} problems={problems} />
      <Choices
        type="radios"
        name="role"
        label="Role"
        values={values.role ? [values.role] : []}
        options={councilRoles.map((role) => ({ value: role, text: roleLabels[role], hint: roleMeanings[role] }))}
        problems={problems}
      />
      <Button>Give role</Button>
    </form>
  </>
)

export const RevokeRolePage = ({ row, action, problem }: { row: RoleRow; action: string; problem?: string | undefined }) => (
  <Page>
    <ErrorSummary problems={problem ? { revoke: problem } : undefined} />
    <Title>Take this role away?</Title>
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
    <form method="post" action={action} id="revoke">
      <Button kind="warning">Take away</Button>
    </form>
  </Page>
)

export const DoorPage = ({
  event,
  staff,
  email,
  problems,
}: {
  event: DoorEvent
  staff: readonly RoleRow[]
  email?: string | undefined
  problems?: Problems | undefined
}) => (
  <>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">{event.title}</span>
    <Title>Who may take the register</Title>
    <P>
      Organisers may take every register. The people named here may take the door and the registers of this event, until the end of the next
      working day after it. They see the names of those expected, and nothing else.
    </P>
    {staff.length > 0 ? (
      <Table
        caption="Door staff"
        columns={['Who', 'Added', 'Action']}
        rows={staff.map((row) => [
          <Who row={row} />,
          sayInstant(row.grantedAt),
          <form method="post" action={`/organiser/events/${event.code}/door/${row.id}/revoke`}>
            <button type="submit" class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0">
              Remove<span class="govuk-visually-hidden"> {who(row)}</span>
            </button>
          </form>,
        ])}
      />
    ) : (
      <P>Nobody yet.</P>
    )}
    <P>
      <Link href={`/organiser/events/${event.code}/door/links`}>Door links: let helpers in with a code to scan</Link>
    </P>
    <P>
      <Link href={`/organiser/events/${event.code}/door/devices`}>Devices at the door</Link>
    </P>
    <form method="post" action={`/organiser/events/${event.code}/door`} novalidate>
      <TextField
        name="email"
        label="Email address"
        hint="They sign in with a code sent to it"
        type="email"
        inputmode="email"
        value={email}
        problems={problems}
      />
      <Button>Add</Button>
    </form>
  </>
)
