import type { Act } from '#base/act.ts'
import type { Day } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { endGaps, insertRoleAgain, insertRoleHeld, supersedeRole } from '#people/people/role-store.ts'
import type { Since } from './answer.ts'
import { ended } from './end-role.ts'
import { type Meant, readMeant } from './holder-store.ts'
import { toldOfRole } from './named-message.ts'
import { stillStands } from './school-role-store.ts'
import {
  type AskedRole,
  type Capacity,
  holderOf,
  type InRole,
  isOwnWord,
  isSaidThemselves,
  mayConfirm,
  othersIn,
  type SchoolRoles,
  sourceOf,
} from './school-roles.ts'

export type Answering = SchoolRoles & { capacity: Capacity }

export type ConfirmReason =
  | 'who_is_meant'
  | 'changed'
  | 'already_held'
  | 'disputed'
  | 'others_hold'
  | 'ends_before_it_begins'
  | 'own_word'
  | 'two_answers'

export const refusals = {
  [guardBroken]: 'changed',
  role_is_append_only: 'changed',
  role_ends_before_it_begins: 'ends_before_it_begins',
  role_on_ones_own_word: 'own_word',
} as const

/** What follows for the rest of the role once somebody holds it. */
const makesRoom = (act: Act, at: Answering, role: AskedRole, personId: string, { fromDate, others }: Since): SqlStatement[] => [
  ...endGaps(act, { schoolId: at.school.id, roleId: role.id }, fromDate),
  ...(others === undefined || others === 'both' ? [] : othersIn(role, personId).flatMap((one) => ended(act, at, one, others))),
]

export const confirmed = (act: Act, at: Answering, { role, holder }: InRole, since: Since): SqlStatement[] => {
  const id = newId(act.now)
  return [
    supersedeRole(act, holder.id),
    insertRoleAgain(act, id, holder.id, {
      fromDate: since.fromDate,
      toDate: holder.toDate ?? undefined,
      source: sourceOf(at.capacity),
      confirmed: true,
    }),
    ...(holder.toDate === null ? makesRoom(act, at, role, holder.personId, since) : []),
    logged(act, {
      act: 'role.confirmed',
      subject: ['person', holder.personId],
      schoolId: at.school.id,
      before: { roleAtSchoolId: holder.id, source: holder.source, fromDate: holder.fromDate },
      after: { roleAtSchoolId: id, roleId: role.id, fromDate: since.fromDate ?? null, capacity: at.capacity },
    }),
    ...toldOfRole(act, at, role, { ...holder, id, knows: isSaidThemselves(holder.source) }),
  ]
}

export const confirmRole = async (act: Act, at: Answering, ask: { id: string } & Since): Promise<Result<undefined, ConfirmReason>> => {
  const { role, holder } = holderOf(at, ask.id) ?? {}
  if (!role || !holder || holder.confirmedAt) return refuse('changed')
  if (holder.dispute) return refuse('disputed')
  if (!mayConfirm(at, holder)) return refuse('own_word')
  const holds = holder.toDate === null
  if (holds && role.holders.some(({ personId, toDate }) => personId === holder.personId && toDate === null)) return refuse('already_held')
  if (holds && ask.others === undefined && othersIn(role, holder.personId).length > 0) return refuse('others_hold')
  const statements = confirmed(act, at, { role, holder }, ask)
  const result = await atomically(act.db, [stillStands(act.db, at, role.id), ...statements], refusals)
  return result.ok ? ok(undefined) : result
}

/** Statements that name somebody on record. Who signs and names themselves is only proposed. */
export const named = (act: Act, at: Answering, role: AskedRole, person: Meant, since: Since): SqlStatement[] => {
  const id = newId(act.now)
  const isOwn = isOwnWord(at, role.id, person.id)
  const proposed = role.proposals.filter((one) => one.personId === person.id && one.toDate === null)
  return [
    ...proposed.map((one) => supersedeRole(act, one.id)),
    insertRoleHeld(act, {
      id,
      personId: person.id,
      schoolId: at.school.id,
      roleId: role.id,
      fromDate: since.fromDate,
      toDate: undefined,
      ...(isOwn ? { source: 'person', confirmed: false } : { source: sourceOf(at.capacity), confirmed: true }),
    }),
    ...(isOwn ? [] : makesRoom(act, at, role, person.id, since)),
    logged(act, {
      act: isOwn ? 'role.proposed' : 'role.named',
      subject: ['person', person.id],
      schoolId: at.school.id,
      before: { roleAtSchoolIds: proposed.map((one) => one.id) },
      after: { roleAtSchoolId: id, roleId: role.id, fromDate: since.fromDate ?? null, isNew: person.isNew, capacity: at.capacity },
    }),
    ...toldOfRole(act, at, role, { ...person, id, personId: person.id }),
  ]
}

/** Why somebody who is known cannot be named for a role; undefined: they can. */
export const whyNotNamed = (
  at: Answering,
  role: AskedRole,
  known: Pick<Meant, 'id'> | undefined,
  since: Since,
): ConfirmReason | undefined => {
  const theirs = (one: { personId: string; toDate: Day | null }): boolean => one.personId === known?.id && one.toDate === null
  if (role.holders.some(theirs)) return 'already_held'
  if (role.proposals.some((one) => theirs(one) && one.dispute)) return 'disputed'
  if (known && isOwnWord(at, role.id, known.id)) return undefined
  return since.others === undefined && othersIn(role, known?.id).length > 0 ? 'others_hold' : undefined
}

/** Says who holds a role; they are told. */
export const nameHolder = async (
  act: Act,
  at: Answering,
  ask: { roleId: string; name: string; email: string; answer?: string } & Since,
): Promise<Result<'named' | 'proposed', ConfirmReason>> => {
  const role = [...at.roles, ...at.others].find(({ id }) => id === ask.roleId)
  if (!role) return refuse('changed')
  const person = await readMeant(act, at, ask)
  if (person.asked) return refuse('who_is_meant')
  const why = whyNotNamed(at, role, person.isNew ? undefined : person, ask)
  if (why) return refuse(why)
  const statements = named(act, at, role, person, ask)
  const result = await atomically(act.db, [stillStands(act.db, at, role.id), ...person.keep, ...statements], refusals)
  return result.ok ? ok(isOwnWord(at, role.id, person.id) ? 'proposed' : 'named') : result
}
