import type { Act } from '#base/act.ts'
import { londonDay, sayDay } from '#base/dates.ts'
import { each, readNow } from '#base/db/read.ts'
import { askedOf, selectFacts } from '#guidance/answers/facts-store.ts'
import { stateOn, stateWords } from '#guidance/answers/state.ts'
import type { Held } from './fact.ts'
import { selectDocuments } from './held-store.ts'

/** Facts held, with guidance to answer: a second trip. */
export const readWithGuidance = async (act: Act, schoolId: string, held: Held): Promise<Held> => {
  const documents = await readNow(act.db, selectDocuments(act.db, schoolId))
  const facts = await readNow(act.db, each(documents.map(({ id }) => selectFacts(act.db, id, schoolId))))
  const today = londonDay(act.now)
  const guidance = documents.flatMap(({ title, became }, n) => {
    const found = facts[n] && stateOn(askedOf(facts[n], schoolId, became ? [became] : []), today)
    if (!found) return []
    const on = found.answer ? found.dates.answered : found.dates.issued
    return [{ title: `${title}, version ${found.version}`, state: `${stateWords[found.state]}${on ? ` (${sayDay(on)})` : ''}` }]
  })
  return { ...held, guidance }
}
