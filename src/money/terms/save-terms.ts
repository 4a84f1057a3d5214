import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { hasTerms, insertTerms, setRetired } from './store.ts'
import type { Terms, TermsFacts } from './terms.ts'

const changed = 'changed_meanwhile' as const

/**
 * New terms, or a new version of some: what events and bookings had before is never rewritten, and an event keeps its version until an
 * organiser chooses another.
 *
 * @param ask.of the newest version, of which this makes the next; 'changed_meanwhile' when it no longer is that, or is retired
 */
export const saveTerms = async (
  act: Act,
  ask: { id: string; facts: TermsFacts; of?: Pick<Terms, 'key' | 'version'> | undefined },
): Promise<Result<{ key: string }, typeof changed>> => {
  const key = ask.of?.key ?? ask.id
  const version = (ask.of?.version ?? 0) + 1
  const { notes, ...facts } = ask.facts
  const written = await atomically(
    act.db,
    [
      ...insertTerms(act, { ...ask.facts, id: ask.id, key, version }),
      logged(act, {
        act: version === 1 ? 'terms.created' : 'terms.changed',
        subject: ['terms', ask.id],
        after: { ...facts, key, version },
      }),
    ],
    { [guardBroken]: changed, 'CancellationTerms.id': changed, 'CancellationTerms.termsKey': changed },
  )
  if (written.ok) return ok({ key })
  // The same form sent twice made these terms already.
  return (await hasTerms(act.db, ask.id)) ? ok({ key }) : written
}

/** No event can choose these terms any more; events and bookings that have them keep them. */
export const retireTerms = async (act: Act, terms: Terms): Promise<Result<true, typeof changed>> => {
  const written = await atomically(
    act.db,
    [...setRetired(act, terms), logged(act, { act: 'terms.retired', subject: ['terms', terms.id], after: { key: terms.key } })],
    { [guardBroken]: changed, terms_stand: changed },
  )
  return written.ok ? ok(true) : written
}
