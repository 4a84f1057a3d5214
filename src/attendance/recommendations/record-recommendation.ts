import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { storedAs } from '#base/db/stored-row.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { Answer, NotSaid, RecommendationFacts, Step } from './recommendation.ts'
import { appended, insertNoted, selectNotedTogether } from './store.ts'

const entry = (act: Act, what: string, id: string, after: object) =>
  logged(act, { act: `recommendation.${what}`, subject: ['recommendation', id], after })

type Added = Result<void, 'saved_otherwise'>

/** Notes what was recommended together. The id of the first came with the form, which acts once. */
export const addRecommendations = async (act: Act, id: string, facts: RecommendationFacts, texts: readonly string[]): Promise<Added> => {
  const { topicId = null, ...rest } = facts
  const result = await atomically(
    act.db,
    [
      ...texts.map((text, n) => insertNoted(act, 'Recommendation', { id: n === 0 ? id : newId(act.now), ...rest, topicId, text })),
      entry(act, 'noted', id, { source: facts.source, madeOn: facts.madeOn, recommendations: texts.length }),
    ],
    { 'Recommendation.id': 'saved_otherwise' } as const,
  )
  if (result.ok) return ok(undefined)
  const together = await readNow(act.db, selectNotedTogether(act.db, id))
  const isSame = together.length === texts.length && together.every(({ text }, n) => text === texts[n])
  return isSame && (await storedAs(act.db, 'Recommendation', id, { ...rest, topicId })) === 'same' ? ok(undefined) : result
}

type New<What> = { id: string; ofId: string; what: What; day: string; why: string }

const append = async (
  act: Act,
  table: 'RecommendationAnswer' | 'ActionStep',
  of: New<string>,
  seen: string,
  recommendationId: string,
): Promise<Result<void, NotSaid>> => {
  const word = table === 'ActionStep' ? 'step_noted' : 'answered'
  const result = await atomically(
    act.db,
    [...appended(act, table, of, seen), entry(act, word, recommendationId, { id: of.id, what: of.what, day: of.day })],
    { [guardBroken]: 'changed', 'RecommendationAnswer.id': 'saved_otherwise', 'ActionStep.id': 'saved_otherwise' } as const,
  )
  if (result.ok) return ok(undefined)
  const stored = await storedAs(act.db, table, of.id, of)
  if (stored === 'same') return ok(undefined)
  return stored === 'otherwise' ? refuse('saved_otherwise') : result
}

/** @param seen the answer that stood where this was typed; '': none */
export const answerRecommendation = (act: Act, of: New<Answer>, seen: string): Promise<Result<void, NotSaid>> =>
  append(act, 'RecommendationAnswer', of, seen, of.ofId)

export const stepAction = (act: Act, of: New<Step>, seen: string, recommendationId: string): Promise<Result<void, NotSaid>> =>
  append(act, 'ActionStep', of, seen, recommendationId)

export const addAction = async (act: Act, of: { id: string; ofId: string; what: string; owner: string; dueOn: string }): Promise<Added> => {
  const result = await atomically(
    act.db,
    [insertNoted(act, 'RecommendationAction', of), entry(act, 'action_noted', of.ofId, { id: of.id, dueOn: of.dueOn })],
    { 'RecommendationAction.id': 'saved_otherwise' } as const,
  )
  return result.ok || (await storedAs(act.db, 'RecommendationAction', of.id, of)) === 'same' ? ok(undefined) : result
}
