import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { storedAs } from '#base/db/stored-row.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { AdviceFacts, NotDecided, NotNoted } from './advice.ts'
import { asSeen, insertAdvice, insertDecision, type NewDecision } from './store.ts'

/** Notes what was published nationally. Its id came with the form: a second press notes nothing. */
export const addAdvice = async (act: Act, id: string, facts: AdviceFacts): Promise<Result<void, NotNoted>> => {
  const result = await atomically(
    act.db,
    [
      insertAdvice(act, id, facts),
      logged(act, { act: 'advice.noted', subject: ['advice', id], after: { publishedOn: facts.publishedOn } }),
    ],
    { 'NationalAdvice.id': 'noted_already', 'NationalAdvice.address, NationalAdvice.publishedOn': 'noted_already' } as const,
  )
  return result.ok || (await storedAs(act.db, 'NationalAdvice', id, facts)) === 'same' ? ok(undefined) : result
}

/** @param seen the decision that stood where this one was typed; '': none */
export const decideAdvice = async (act: Act, of: NewDecision, seen: string): Promise<Result<void, NotDecided>> => {
  const result = await atomically(
    act.db,
    [
      asSeen(act.db, of.adviceId, seen),
      insertDecision(act, of),
      logged(act, { act: 'advice.decided', subject: ['advice', of.adviceId], after: { what: of.what, versionId: of.versionId } }),
    ],
    { [guardBroken]: 'decided_meanwhile' } as const,
  )
  return result.ok ? ok(undefined) : result
}
