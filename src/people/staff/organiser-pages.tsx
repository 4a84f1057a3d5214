import { Hono } from 'hono'
import { mapped, together } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { toSettings } from '#base/web/sections.ts'
import type { RoleRow } from '#people/accounts/account.ts'
import { selectDoorStaff, selectRole, selectRoleHolders } from '#people/accounts/role-store.ts'
import { doorForm, roleForm } from './forms.ts'
import { grantDoor, grantRole } from './grant-role.ts'
import { revokeDoor, revokeRole } from './revoke-role.ts'
import { grantRefusals, revokeRefusals } from './views/refusals.tsx'
import { DoorStaff, RevokedRole, RoleHolders, who } from './views/roles.tsx'

const roles = { href: '/organiser/roles', text: 'Roles' }

const give = press({
  at: '/roles',
  form: roleForm,
  button: 'Give role',
  act: (act, role, { council }) => grantRole(act, { ...role, staffIdleMinutes: council.staffIdleMinutes }),
  refused: grantRefusals,
  done: 'The role is given.',
  to: roles.href,
})

const list = page({
  at: '/roles',
  read: ({ db }) => together({ holders: selectRoleHolders(db) }),
  title: 'Roles at the council',
  back: toSettings,
  wide: true,
  presses: { give },
  show: ({ holders }, forms) => <RoleHolders holders={holders} form={forms.give()} />,
})

const revoke = question({
  at: '/roles/:id/revoke',
  read: ({ db, part }) => mapped(selectRole(db, part('id')), (row) => (row?.role === 'door' ? undefined : row)),
  title: 'Take a role away',
  heading: 'Take this role away?',
  back: roles,
  above: (row) => <RevokedRole row={row} />,
  button: [{ text: 'Take away', kind: 'warning' }],
  act: (act, _, { part }) => revokeRole(act, { roleId: part('id') }),
  refused: revokeRefusals,
  done: 'The role is taken away.',
  to: roles.href,
})

const readDoor = ({ db, part }: Asked) => selectDoorStaff(db, part('code'))
const doorPath = ({ part }: Asked): string => `/organiser/events/${part('code')}/door`

const add = press({
  at: '/events/:code/door',
  read: readDoor,
  form: doorForm,
  button: 'Add',
  act: (act, { email }, { subject }) => grantDoor(act, { email, eventId: subject.event.id }),
  refused: grantRefusals,
  done: 'They can now check people in at this event.',
  to: doorPath,
})

const remove = press({
  at: '/events/:code/door/:id/revoke',
  read: readDoor,
  button: (row: RoleRow) => [{ text: 'Remove', of: who(row), kind: 'secondary' }],
  act: (act, _, { subject, part }) => revokeDoor(act, { roleId: part('id'), eventId: subject.event.id }),
  refused: { ...revokeRefusals, already_revoked: { after: 'They can no longer check people in at this event.' } },
  done: 'They can no longer check people in at this event.',
  to: (asked, revoked) => `${doorPath(asked)}${revoked?.byLink ? '/links' : ''}`,
})

const door = page({
  at: '/events/:code/door',
  read: readDoor,
  title: ({ event }) => `Who may check people in at ${event.title}`,
  heading: 'Who may check people in',
  wide: true,
  presses: { add, remove },
  show: (subject, forms) => <DoorStaff {...subject} form={forms.add(subject)} remove={(row) => forms.remove(row, { id: row.id })} />,
})

export const organiserAccountPages = withPages(new Hono<AppEnv>(), list, revoke, door)
