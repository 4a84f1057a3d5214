import { Hono } from 'hono'
import type { Actor } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { given, mapped, readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press, type ReadFor } from '#base/web/press.tsx'
import { selectRolesOn } from '#schools/schools/role-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { selectSchoolName } from '#schools/schools/store.ts'
import { addRole, changeRole } from './change-role.ts'
import { datesForm, roleForm } from './forms.ts'
import { selectLikePairs } from './pair-store.ts'
import type { RoleAdding, RoleHeld } from './person.ts'
import { selectPerson } from './record-store.ts'
import { type RoleScope, selectRoleChoices, selectRoles, selectRoleWithin } from './role-store.ts'
import { schoolComingPages } from './school-coming-pages.tsx'
import { schoolPairPages } from './school-pair-pages.tsx'
import { addRoleRefusals, changeRoleRefusals } from './views/refusals.tsx'
import { AddedRole, ChangedRole, RoleList } from './views/roles.tsx'

const uuid = '{[0-9a-f]{8}-[0-9a-f-]{27}}'
type Part = Asked['part']

type Desk = {
  path: string
  base: (part: Part) => string
  /** Undefined for whoever may not see them. */
  reach: (actor: Actor, part: Part) => RoleScope | undefined
  /** What the list leads back to. */
  whose: ReadFor<{ back: { href: string; text: string }; caption?: string }>
  heading: string
  about: string
  empty: string
}

/** The list and its forms under `path`. */
const rolePages = ({ path, base, reach, whose, heading, about, empty }: Desk): Hono<AppEnv> => {
  const reachOf = (actor: Actor, part: Part): RoleScope => {
    const scope = reach(actor, part)
    if (!scope) throw notFound('record')
    return scope
  }
  const toList = ({ part }: Asked): string => base(part)

  const list = page({
    at: path || '/',
    read: whose,
    also: async ({ db, actor }, _, { part }) => {
      const scope = reachOf(actor, part)
      const { roles, alike } = await readTogether(db, {
        roles: selectRoles(db, scope),
        alike: scope.whose === 'school' ? selectLikePairs(db, scope.schoolId) : given([]),
      })
      return { roles, who: scope.whose === 'school', pairs: alike.filter(({ proposed }) => !proposed).length }
    },
    title: heading,
    caption: ({ caption }) => caption ?? '',
    back: ({ back }) => back,
    wide: true,
    show: (found, _, { part }) => <RoleList {...found} about={about} empty={empty} base={base(part)} />,
  })

  const add = press({
    at: `${path}/new`,
    form: (now, adding?: RoleAdding) => roleForm(londonDay(now), adding),
    hidden: ({ who, people }: RoleAdding) => (who ? {} : { personId: people[0]?.id }),
    button: 'Add the role',
    act: (act, role, { part, id }) => addRole(act, reachOf(act.actor, part), { id, ...role }),
    refused: addRoleRefusals,
    done: 'The role is added.',
    to: toList,
  })

  const adding = page({
    at: `${path}/new`,
    read: (asked) => mapped(whose(asked), (of) => of && { base: base(asked.part) }),
    also: async ({ db, now, actor }, _, { part }) => {
      const scope = reachOf(actor, part)
      const { choices, roles } = await readTogether(db, {
        choices: selectRoleChoices(db, scope, actor.schoolIds),
        roles: selectRolesOn(db, londonDay(now)),
      })
      return { ...choices, roles, who: scope.whose === 'school' }
    },
    title: 'Add a role',
    back: ({ base: href }) => ({ href, text: heading }),
    presses: { add },
    show: (found, forms) => <AddedRole {...found} form={forms.add(found)} />,
  })

  const change = press({
    at: `${path}/:role${uuid}`,
    form: (now) => datesForm(londonDay(now)),
    filled: ({ fromDate, toDate }: RoleHeld) => ({ fromDate: fromDate ?? '', toDate: toDate ?? '' }),
    button: 'Save the dates',
    act: (act, dates, { part }) => changeRole(act, reachOf(act.actor, part), { id: part('role'), ...dates }),
    refused: changeRoleRefusals,
    done: ({ values }) => (values.toDate ? 'The role has ended on the record.' : 'The dates are saved.'),
    to: ({ part }, changed) => changed?.coming ?? base(part),
  })

  const changing = page({
    at: `${path}/:role${uuid}`,
    also: async ({ db, actor }, _, { part }) => {
      const scope = reachOf(actor, part)
      const role = await readNow(db, selectRoleWithin(db, scope, part('role')))
      if (!role) throw notFound('role')
      return { role, who: scope.whose !== 'own', base: base(part) }
    },
    title: 'End or change a role',
    back: ({ base: href }) => ({ href, text: heading }),
    presses: { change },
    show: ({ role, who }, forms) => <ChangedRole role={role} who={who} form={forms.change(role)} />,
  })

  return withPages(new Hono<AppEnv>(), list, adding, changing)
}

/** Own roles, mounted at /account/roles. */
export const schoolOwnRolePages = rolePages({
  path: '',
  base: () => '/account/roles',
  reach: ({ personId, shared }) => (personId && !shared ? { whose: 'own', personId } : undefined),
  whose: () => given({ back: { href: '/account', text: 'Your account' } }),
  heading: 'Your roles',
  about:
    'Your roles at each school, now and before. The council counts on it: who leads safeguarding where is read from it. Tell us when a role has ended, and when a new one began.',
  empty: 'No role is held now.',
})

const staff = rolePages({
  path: `/:school${uuid}/staff`,
  base: (part) => `/school/${part('school')}/staff`,
  reach: ({ approverSchoolIds }, part) =>
    approverSchoolIds.includes(part('school')) ? { whose: 'school', schoolId: part('school') } : undefined,
  whose: ({ db, part }) =>
    mapped(
      selectSchoolName(db, part('school')),
      (school) => school && { back: { href: `/school/${part('school')}`, text: school.name }, caption: schoolLabel(school) },
    ),
  heading: 'People of the school',
  about:
    'Who holds which role, and who did. Somebody new becomes known when they are booked on an event or ask to book for the school. End a role when somebody has left, or add one with its first day.',
  empty: 'Nobody’s role is known now.',
})

/** A school's people, for those who may answer for it; mounted at /school. */
export const schoolStaffPages = new Hono<AppEnv>().route('/', staff).route('/', schoolPairPages).route('/', schoolComingPages)

/** A person's roles, for organisers; mounted at /organiser/people. */
export const organiserRolePages = rolePages({
  path: `/:person${uuid}/roles`,
  base: (part) => `/organiser/people/${part('person')}/roles`,
  reach: (_, part) => ({ whose: 'council', personId: part('person') }),
  whose: ({ db, part }) =>
    mapped(selectPerson(db, part('person')), (person) =>
      person?.name ? { back: { href: `/organiser/people/${person.id}`, text: person.name }, caption: person.name } : undefined,
    ),
  heading: 'Roles at schools',
  about: 'What this person is, and was, at each school.',
  empty: 'No role is held now.',
})
