import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { changedOrganisation, insertedOrganisation, outsideOrganisation, similarSchools } from './outside-store.ts'
import type { OutsideFacts, SchoolOption } from './school.ts'

/** A duplicate splits the record: @returns similar ones until `sure`, then the id */
export const enterOrganisation = async (
  act: Act,
  ask: OutsideFacts & { id: string | undefined; sure: boolean },
): Promise<Result<{ id: string } | { similar: SchoolOption[] }, 'no_such_organisation'>> => {
  const before = ask.id === undefined ? null : await outsideOrganisation(act.db, ask.id)
  if (ask.id !== undefined && !before) return refuse('no_such_organisation')
  if (!ask.sure && before?.name !== ask.name) {
    const similar = await similarSchools(act.db, ask.name, ask.id)
    if (similar.length > 0) return ok({ similar })
  }
  const id = ask.id ?? newId(act.now)
  await atomically(act.db, before ? changedOrganisation(act, id, ask) : insertedOrganisation(act, id, ask), {})
  return ok({ id })
}
