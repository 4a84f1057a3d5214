import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { storedAs } from '#base/db/stored-row.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { Answer, NotSaid, RecommendationFacts, Step } from './recommendation.ts'
import { appended, insertNoted } from './store.ts'

const entry = (act: Act, what: string, id: string, after: object) =>
  logged(act, { act: `recommendation.${what}`, subject: ['recommendation', id], after })

/** Notes what was recommended together. The id of the first came with the form, which acts once. */
export const addRecommendations = async (act: Act, id: string, facts: RecommendationFacts, texts: readonly string[]): Promise<void> => {
  const { topicId = null, ...rest } = facts
  await atomically(
    act.db,
    [
      ...texts.map((text, n) => insertNoted(act, 'Recommendation', { id: n === 0 ? id : newId(act.now), ...rest, topicId, text })),
      entry(act, 'noted', id, { source: facts.source, madeOn: facts.madeOn, recommendations: texts.length }),
    ],
    { 'Recommendation.id': 'noted_already' } as const,
  )
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
  const done = await atomically(
    act.db,
    [...appended(act, table, of, seen), entry(act, word, recommendationId, { id: of.id, what: of.what, day: of.day })],
    { [guardBroken]: 'changed' } as const,
  )
  return done.ok || (await storedAs(act.db, table, of.id, of)) === 'same' ? ok(undefined) : done
}

/** @param seen the answer that stood where this was typed; '': none */
export const answerRecommendation = (act: Act, of: New<Answer>, seen: string): Promise<Result<void, NotSaid>> =>
  append(act, 'RecommendationAnswer', of, seen, of.ofId)

export const stepAction = (act: Act, of: New<Step>, seen: string, recommendationId: string): Promise<Result<void, NotSaid>> =>
  append(act, 'ActionStep', of, seen, recommendationId)

export const addAction = async (act: Act, of: { id: string; ofId: string; what: string; owner: string; dueOn: string }): Promise<void> => {
  await atomically(
    act.db,
    [insertNoted(act, 'RecommendationAction', of), entry(act, 'action_noted', of.ofId, { id: of.id, dueOn: of.dueOn })],
    { 'RecommendationAction.id': 'noted_already' } as const,
  )
}
