import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import type { Day } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { endGaps, insertRoleAgain, insertRoleHeld, supersedeRole } from '#people/people/role-store.ts'
import { ended } from './end-role.ts'
import { insertNamed, readMeant } from './holder-store.ts'
import { toldOfRole } from './named-message.ts'
import { stillStands } from './school-role-store.ts'
import { type AskedRole, type Capacity, holderOf, othersIn, type SchoolRoles, sourceOf } from './school-roles.ts'

export type Answering = SchoolRoles & { capacity: Capacity }

/**
 * `others`: the last day of those who hold a role that one person usually holds, or that they hold
 * it together.
 */
export type Since = { fromDate: Day | undefined; others: Day | 'both' | undefined }

export type ConfirmReason = 'changed' | 'already_held' | 'disputed' | 'others_hold' | 'ends_before_it_begins'

const refusals = { [guardBroken]: 'changed', role_is_append_only: 'changed', role_ends_before_it_begins: 'ends_before_it_begins' } as const

/** What follows for the rest of the role once somebody holds it. */
const makesRoom = (act: Act, at: Answering, role: AskedRole, personId: string, { fromDate, others }: Since): D1PreparedStatement[] => [
  ...endGaps(act, { schoolId: at.school.id, roleId: role.id }, fromDate),
  ...(others === undefined || others === 'both' ? [] : othersIn(role, personId).flatMap((one) => ended(act, at, one, others))),
]

/** Confirms what somebody proposed of a role. */
export const confirmRole = async (
  act: Act,
  at: Answering,
  ask: { id: string } & Since,
  council: Council,
): Promise<Result<undefined, ConfirmReason>> => {
  const { role, holder } = holderOf(at, ask.id) ?? {}
  if (!role || !holder || holder.confirmedAt) return refuse('changed')
  if (holder.dispute) return refuse('disputed')
  const holds = holder.toDate === null
  if (holds && role.holders.some(({ personId, toDate }) => personId === holder.personId && toDate === null)) return refuse('already_held')
  if (holds && ask.others === undefined && othersIn(role, holder.personId).length > 0) return refuse('others_hold')
  const id = newId(act.now)
  const saidThemselves = holder.source === 'person' || holder.source === 'claim'
  const written = await atomically(
    act.db,
    [
      stillStands(act.db, at, role.id),
      supersedeRole(act, holder.id),
      insertRoleAgain(act, id, holder.id, {
        ...{ fromDate: ask.fromDate, toDate: holder.toDate ?? undefined },
        ...{ source: sourceOf(at.capacity), confirmed: true },
      }),
      ...(holds ? makesRoom(act, at, role, holder.personId, ask) : []),
      logged(act, {
        act: 'role.confirmed',
        subject: ['person', holder.personId],
        schoolId: at.school.id,
        before: { roleAtSchoolId: holder.id, source: holder.source, fromDate: holder.fromDate },
        after: { roleAtSchoolId: id, roleId: role.id, fromDate: ask.fromDate ?? null, capacity: at.capacity },
      }),
      ...(saidThemselves ? [] : await toldOfRole(act, at, role, holder, ask.fromDate, council)),
    ],
    refusals,
  )
  return written.ok ? ok(undefined) : written
}

/** Says who holds a role; whoever it is, is told. */
export const nameHolder = async (
  act: Act,
  at: Answering,
  ask: { roleId: string; name: string; email: string } & Since,
  council: Council,
): Promise<Result<undefined, ConfirmReason>> => {
  const role = [...at.roles, ...at.others].find(({ id }) => id === ask.roleId)
  if (!role) return refuse('changed')
  const known = await readMeant(act.db, at.school.id, ask)
  const person = known ?? { id: newId(act.now), name: ask.name, email: ask.email || null }
  const theirs = (one: { personId: string; toDate: Day | null }): boolean => one.personId === person.id && one.toDate === null
  if (role.holders.some(theirs)) return refuse('already_held')
  const proposed = role.proposals.filter(theirs)
  if (proposed.some(({ dispute }) => dispute)) return refuse('disputed')
  if (ask.others === undefined && othersIn(role, person.id).length > 0) return refuse('others_hold')
  const id = newId(act.now)
  const { fromDate } = ask
  const written = await atomically(
    act.db,
    [
      stillStands(act.db, at, role.id),
      ...(known ? [] : [insertNamed(act, { id: person.id, name: ask.name, email: ask.email })]),
      ...proposed.map((one) => supersedeRole(act, one.id)),
      insertRoleHeld(act, {
        ...{ id, personId: person.id, schoolId: at.school.id, roleId: role.id, fromDate, toDate: undefined },
        ...{ source: sourceOf(at.capacity), confirmed: true },
      }),
      ...makesRoom(act, at, role, person.id, ask),
      logged(act, {
        act: 'role.named',
        subject: ['person', person.id],
        schoolId: at.school.id,
        before: { roleAtSchoolIds: proposed.map((one) => one.id) },
        after: { roleAtSchoolId: id, roleId: role.id, fromDate: fromDate ?? null, isNew: !known, capacity: at.capacity },
      }),
      ...(await toldOfRole(act, at, role, { ...person, personId: person.id }, fromDate, council)),
    ],
    refusals,
  )
  return written.ok ? ok(undefined) : written
}
