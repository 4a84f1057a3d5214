import { type Act, signed, stamp } from '#base/act.ts'
import { type Day, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { insert } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import type { NamedPerson } from '#base/match-person.ts'
import { endGaps } from '#people/people/role-store.ts'
import { type AskedPerson, askedOf, meantBy } from '#people/people/spelling.ts'
import { keepMeant, sameKnown, selectKnown } from '#people/people/spelling-store.ts'
import { type AskedRole, type Capacity, type Gap, sourceOf } from './school-roles.ts'

/** What to ask where that is not clear. `keep`: goes before what is written of them. */
export type Meant = {
  id: string
  name: string
  email: string | null
  isNew: boolean
  asked: AskedPerson | undefined
  keep: SqlStatement[]
}

/** @param at the school, who answers for it, and where in the form the person is named */
export const readMeant = async (
  act: Act,
  { school: { id: schoolId }, capacity }: { school: { id: string }; capacity: Capacity },
  typed: NamedPerson,
  at = '1',
): Promise<Meant> => {
  const ask = { schoolId, emails: typed.email === '' ? [] : [typed.email] }
  const known = await readNow(act.db, selectKnown(act.db, act.now, ask))
  const [one] = meantBy(act.now, [typed], known)
  if (!one) throw new Error('nobody is named')
  const record = known.find(({ id }) => id === one.id)
  return {
    id: one.id,
    name: record?.name ?? typed.name,
    email: record?.email || typed.email || null,
    isNew: record === undefined,
    asked: askedOf(one, known, { at, school: capacity === 'officer' || capacity === 'trust' ? 'the school' : undefined }),
    keep: [sameKnown(act, ask, [typed.name], known), ...keepMeant(act, schoolId, [one], known)],
  }
}

/** What a school says of a role that nobody holds, instead of what it said before. */
export const insertGap = (
  act: Act,
  of: { schoolId: string; role: AskedRole; answer: Gap['answer']; from: Day; capacity: Capacity },
): SqlStatement[] => [
  ...endGaps(act, { schoolId: of.schoolId, roleId: of.role.id }, of.from),
  insert(act.db, 'RoleGap', {
    id: newId(act.now),
    schoolId: of.schoolId,
    roleId: of.role.id,
    answer: of.answer,
    fromDate: of.from,
    source: sourceOf(of.capacity),
    ...stamp(act, 'learned'),
  }),
]

/** @param roleId undefined: of all roles */
export const insertConfirmation = (act: Act, schoolId: string, roleId: string | undefined, capacity: Capacity): SqlStatement =>
  insert(act.db, 'RolesConfirmation', {
    id: newId(act.now),
    schoolId,
    roleId: roleId ?? null,
    asAt: londonDay(act.now),
    ...signed(act, 'confirmed'),
    capacity,
  })
