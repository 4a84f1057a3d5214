import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { changeTypedName, correctRow, personUnchanged } from './people-store.ts'
import type { PersonCard } from './person.ts'

export type CorrectReason = 'changed_meanwhile'

/** The log names the changed fields without their values. Organisers only. */
export const correctPerson = async (
  act: Act,
  person: Pick<PersonCard, 'id' | 'name' | 'telephone'>,
  is: { name: string; telephone: string },
): Promise<Result<undefined, CorrectReason>> => {
  const changed = [...(is.name === person.name ? [] : ['name']), ...(is.telephone === (person.telephone ?? '') ? [] : ['telephone'])]
  if (changed.length === 0) return ok(undefined)
  const result = await atomically(
    act.db,
    [
      personUnchanged(act.db, person.id, person),
      ...(is.name === person.name ? [] : [changeTypedName(act.db, person.id, is.name)]),
      correctRow(act, person.id, is),
      logged(act, { act: 'person.corrected', subject: ['person', person.id], after: { changed } }),
    ],
    { [guardBroken]: 'changed_meanwhile' } as const,
  )
  return result.ok ? ok(undefined) : refuse(result.reason)
}
