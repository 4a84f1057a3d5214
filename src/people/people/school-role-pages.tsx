import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { londonDay } from '#base/dates.ts'
import { given, readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, typedOf } from '#base/web/form.ts'
import { rolesOn } from '#schools/schools/role-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { schoolCard } from '#schools/schools/store.ts'
import { addRole, changeRole } from './change-role.ts'
import { whereComing } from './coming-store.ts'
import { datesForm, roleForm } from './forms.ts'
import { selectLikePairs } from './pair-store.ts'
import { selectPerson } from './record-store.ts'
import { type RoleScope, roleChoices, roleWithin, selectRoles } from './role-store.ts'
import { schoolComingPages } from './school-coming-pages.tsx'
import { schoolPairPages } from './school-pair-pages.tsx'
import { roleRefusals } from './views/refusals.tsx'
import { AddRolePage, ChangeRolePage, RoleListPage } from './views/roles.tsx'

type C = Context<AppEnv>

/** Roles as one reader may see and change them: whose, the pages' address, and their words. */
type Desk = {
  reach: RoleScope
  base: string
  back: { href: string; text: string }
  heading: string
  caption?: string | undefined
  about: Child
  empty: string
}

const fields = ['personId', 'schoolId', 'roleId', 'fromDate', 'toDate'] as const

const showAdd = async (c: C, desk: Desk, values: Record<string, string>, problems?: Problems) => {
  const { act } = c.var
  const [choices, roles] = await Promise.all([roleChoices(act.db, desk.reach, act.actor.schoolIds), rolesOn(act.db, londonDay(act.now))])
  return c.render(<AddRolePage choices={choices} roles={roles} values={values} problems={problems} who={desk.reach.whose === 'school'} />, {
    title: 'Add a role',
    back: { href: desk.base, text: desk.heading },
    hasProblems: problems !== undefined,
  })
}

const showChange = async (c: C, desk: Desk, id: string, typed?: Record<string, string>, problems?: Problems) => {
  const role = await roleWithin(c.var.act.db, desk.reach, id)
  if (!role) throw notFound('role')
  const values = typed ?? { fromDate: role.fromDate ?? '', toDate: role.toDate ?? '' }
  return c.render(<ChangeRolePage role={role} values={values} problems={problems} who={desk.reach.whose !== 'own'} />, {
    title: 'End or change a role',
    back: { href: desk.base, text: desk.heading },
    hasProblems: problems !== undefined,
  })
}

/** The list and its forms under `path`. `desk` answers 404 without access. */
const rolePages = (path: string, desk: (c: C) => Promise<Desk> | Desk) =>
  new Hono<AppEnv>()
    .get(path || '/', async (c) => {
      const at = await desk(c)
      const { db } = c.var.act
      const { roles, alike } = await readTogether(db, {
        roles: selectRoles(db, at.reach),
        alike: at.reach.whose === 'school' ? selectLikePairs(db, at.reach.schoolId) : given([]),
      })
      const pairs = alike.filter(({ proposed }) => !proposed).length
      return c.render(<RoleListPage {...at} roles={roles} who={at.reach.whose === 'school'} pairs={pairs} />, {
        title: at.heading,
        back: at.back,
      })
    })
    .get(`${path}/new`, async (c) => showAdd(c, await desk(c), {}))
    .post(`${path}/new`, async (c) => {
      const at = await desk(c)
      const form = await c.req.parseBody()
      const read = roleForm(londonDay(c.var.act.now)).safeParse(form)
      if (!read.success) {
        c.status(422)
        return showAdd(c, at, typedOf(form, fields), problemsOf(read.error))
      }
      const added = await addRole(c.var.act, at.reach, read.data)
      if (!added.ok) {
        c.status(added.reason === 'already_held' ? 409 : 422)
        const field = added.reason === 'no_such_school' ? 'schoolId' : added.reason === 'no_such_person' ? 'personId' : 'roleId'
        return showAdd(c, at, typedOf(form, fields), { [field]: roleRefusals[added.reason] })
      }
      flash(c, 'The role is added.')
      return c.redirect(at.base, 303)
    })
    .get(`${path}/:role{[0-9a-f]{8}-[0-9a-f-]{27}}`, async (c) => showChange(c, await desk(c), c.req.param('role') ?? ''))
    .post(`${path}/:role{[0-9a-f]{8}-[0-9a-f-]{27}}`, async (c) => {
      const at = await desk(c)
      const id = c.req.param('role') ?? ''
      const form = await c.req.parseBody()
      const read = datesForm(londonDay(c.var.act.now)).safeParse(form)
      if (!read.success) {
        c.status(422)
        return showChange(c, at, id, typedOf(form, fields), problemsOf(read.error))
      }
      const changed = await changeRole(c.var.act, at.reach, { id, fromDate: read.data.fromDate, toDate: read.data.toDate })
      if (!changed.ok) {
        if (changed.reason === 'no_such_role') throw notFound('role')
        c.status(409)
        return showChange(c, at, id, typedOf(form, fields), { toDate: roleRefusals[changed.reason] })
      }
      flash(c, read.data.toDate ? 'The role has ended on the record.' : 'The dates are saved.')
      const { personId, schoolId } = changed.value
      const coming = at.reach.whose === 'school' && read.data.toDate ? await whereComing(c.var.act, schoolId, [personId]) : undefined
      return c.redirect(coming ?? at.base, 303)
    })

const own = rolePages('', (c) => {
  const { personId, shared } = c.var.act.actor
  if (!personId || shared) throw notFound('record')
  return {
    reach: { whose: 'own', personId },
    base: '/account/roles',
    back: { href: '/account', text: 'Your account' },
    heading: 'Your roles',
    about:
      'Your roles at each school, now and before. The council counts on it: who leads safeguarding where is read from it. Tell us when a role has ended, and when a new one began.',
    empty: 'No role is held now.',
  }
})

/** Own roles, mounted at /account/roles. */
export const schoolOwnRolePages = new Hono<AppEnv>().route('/', own)

const staff = rolePages('/:school{[0-9a-f]{8}-[0-9a-f-]{27}}/staff', async (c) => {
  const schoolId = c.req.param('school') ?? ''
  const { act } = c.var
  const school = act.actor.approverSchoolIds.includes(schoolId) ? await schoolCard(act.db, schoolId) : null
  if (!school) throw notFound('school')
  return {
    reach: { whose: 'school', schoolId },
    base: `/school/${schoolId}/staff`,
    back: { href: `/school/${schoolId}`, text: school.name },
    heading: 'People of the school',
    caption: schoolLabel(school),
    about:
      'Who holds which role, and who did. Somebody new becomes known when they are booked on an event or ask to act for the school. End a role when somebody has left, or add one with its first day.',
    empty: 'Nobody’s role is known now.',
  }
})

/** A school's people, for those who may answer for it; mounted at /school. */
export const schoolStaffPages = new Hono<AppEnv>().route('/', staff).route('/', schoolPairPages).route('/', schoolComingPages)

const councils = rolePages('/:person{[0-9a-f]{8}-[0-9a-f-]{27}}/roles', async (c) => {
  const personId = c.req.param('person') ?? ''
  const person = await readNow(c.var.act.db, selectPerson(c.var.act.db, personId))
  if (!person?.name) throw notFound('person')
  return {
    reach: { whose: 'council', personId },
    base: `/organiser/people/${personId}/roles`,
    back: { href: `/organiser/people/${personId}`, text: person.name },
    heading: 'Roles at schools',
    caption: person.name,
    about: 'What this person is, and was, at each school.',
    empty: 'No role is held now.',
  }
})

/** A person's roles, for organisers; mounted at /organiser/people. */
export const organiserRolePages = new Hono<AppEnv>().route('/', councils)
