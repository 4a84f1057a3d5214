import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, text, typedOf } from '#base/web/form.ts'
import { councilRoleHolders, doorOf, roleById } from '#people/accounts/role-store.ts'
import { doorForm, roleForm } from './forms.ts'
import { grantDoor, grantRole } from './grant-role.ts'
import { revokeDoor, revokeRole } from './revoke-role.ts'
import { DoorPage, grantReasons, RevokeRolePage, RolesPage, revokeReasons } from './views/roles.tsx'

const organiser = { href: '/organiser', text: 'Organise' }

const showRoles = async (c: Context<AppEnv>, values: { email?: string | undefined; role?: string | undefined } = {}, problems?: Problems) =>
  c.render(<RolesPage holders={await councilRoleHolders(c.env.DB)} values={values} problems={problems} />, {
    title: 'Roles at the council',
    back: organiser,
    hasProblems: problems !== undefined,
  })

const showRevoke = async (c: Context<AppEnv>, id: string, problem?: string) => {
  const row = await roleById(c.env.DB, id)
  if (!row || row.role === 'door' || (row.revokedAt && !problem)) throw notFound('role')
  return c.render(<RevokeRolePage row={row} action={`/organiser/roles/${row.id}/revoke`} problem={problem} />, {
    title: 'Take a role away',
    back: { href: '/organiser/roles', text: 'Roles' },
    hasProblems: problem !== undefined,
  })
}

const showDoor = async (c: Context<AppEnv>, code: string, email?: string, problems?: Problems) => {
  const door = await doorOf(c.env.DB, code)
  if (!door) throw notFound('event')
  return c.render(<DoorPage {...door} email={email} problems={problems} />, {
    title: `Who may take the register of ${door.event.title}`,
    back: { href: `/organiser/events/${door.event.code}`, text: 'The event' },
    hasProblems: problems !== undefined,
  })
}

/** Council roles, and door staff. */
export const organiserAccountPages = new Hono<AppEnv>()
  .get('/roles', (c) => showRoles(c))

  .post('/roles', async (c) => {
    const form = await c.req.parseBody()
    const values = typedOf(form, ['email', 'role'])
    const read = roleForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showRoles(c, values, problemsOf(read.error))
    }
    const granted = await grantRole(c.var.act, { ...read.data, staffIdleMinutes: c.var.council.staffIdleMinutes })
    if (!granted.ok) {
      if (granted.reason === 'not_allowed') throw notFound('page')
      c.status(409)
      return showRoles(c, values, { email: grantReasons[granted.reason] })
    }
    flash(c, 'The role is given.')
    return c.redirect('/organiser/roles', 303)
  })

  .get('/roles/:id/revoke', (c) => showRevoke(c, c.req.param('id')))

  .post('/roles/:id/revoke', async (c) => {
    const revoked = await revokeRole(c.var.act, { roleId: c.req.param('id') })
    if (!revoked.ok) {
      if (revoked.reason === 'not_allowed' || revoked.reason === 'no_such_role') throw notFound('role')
      c.status(409)
      return showRevoke(c, c.req.param('id'), revokeReasons[revoked.reason])
    }
    flash(c, 'The role is taken away.')
    return c.redirect('/organiser/roles', 303)
  })

  .get('/events/:code/door', (c) => showDoor(c, c.req.param('code')))

  .post('/events/:code/door', async (c) => {
    const code = c.req.param('code')
    const form = await c.req.parseBody()
    const read = doorForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showDoor(c, code, text(form, 'email'), problemsOf(read.error))
    }
    const door = await doorOf(c.env.DB, code)
    if (!door) throw notFound('event')
    const granted = await grantDoor(c.var.act, { email: read.data.email, eventId: door.event.id })
    if (!granted.ok) {
      if (granted.reason === 'not_allowed') throw notFound('page')
      c.status(409)
      return showDoor(c, code, read.data.email, { email: grantReasons[granted.reason] })
    }
    flash(c, 'They can now take the register of this event.')
    return c.redirect(`/organiser/events/${door.event.code}/door`, 303)
  })

  .post('/events/:code/door/:id/revoke', async (c) => {
    const door = await doorOf(c.env.DB, c.req.param('code'))
    if (!door) throw notFound('event')
    const revoked = await revokeDoor(c.var.act, { roleId: c.req.param('id'), eventId: door.event.id })
    // Somebody was quicker, with the same result.
    if (!revoked.ok && revoked.reason !== 'already_revoked') throw notFound('role')
    flash(c, 'They can no longer take the register of this event.')
    return c.redirect(`/organiser/events/${door.event.code}/door${revoked.ok && revoked.value.byLink ? '/links' : ''}`, 303)
  })
