// Every trigger that refuses is made to refuse, with each of its words. What keeps rows as they are is tried on any row; of every other rule a
// scenario stands in refusals/, which also shows that the same is accepted when the one fact is otherwise.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { neverMet, scenarios, watchedFromSeveral } from '#test/domain/base/db/refusals/every.ts'
import { pageNow, pagePath, verbsOf } from '#test/support/refusals-page.ts'
import { answerTo, type Refusal, type Trigger, triggers, wordsForAnyRow } from '#test/support/refusing.ts'

const triggerOf = ({ trigger }: Refusal): Trigger => {
  const found = triggers.find(({ name }) => name === trigger)
  if (!found) throw new Error(`There is no trigger ${trigger}.`)
  return found
}

it.each(scenarios)('$rule ($word)', (refusal) => {
  const { given, doing, word } = refusal
  const [facts, act] = 'unless' in refusal ? [[...given, ...refusal.unless], doing] : [given, refusal.allowed]
  expect(answerTo(triggerOf(refusal), given, doing)).toBe(word)
  expect(answerTo(triggerOf(refusal), facts, act)).toBeUndefined()
})

it('every trigger that refuses is made to refuse, with each of its words', () => {
  const shown = new Set(scenarios.map(({ trigger, word }) => `${trigger}: ${word}`))
  const never = triggers.flatMap((trigger) => {
    const left = trigger.words.filter((word) => !shown.has(`${trigger.name}: ${word}`))
    const raised = left.length > 0 ? wordsForAnyRow(trigger) : new Set()
    return left.filter((word) => !raised.has(word)).map((word) => `${trigger.name}: ${word}`)
  })
  expect(triggers.length).toBeGreaterThan(200)
  expect(never).toEqual([])
})

it('a word is of one table, but for the rules that are watched from several', () => {
  const tablesOf = Map.groupBy(
    triggers.flatMap(({ table, words }) => words.map((word) => ({ word, table }))),
    ({ word }) => word,
  )
  const ofSeveral = [...tablesOf].filter(([, of]) => new Set(of.map(({ table }) => table)).size > 1).map(([word]) => word)
  expect(ofSeveral.toSorted()).toEqual(Object.keys(watchedFromSeveral))
})

it('a verb turns every rule into a reason, but for those that nobody can meet', () => {
  const rules = new Set(scenarios.map(({ word }) => word))
  const unsaid = [...rules].filter((word) => word !== 'person_is_erased' && verbsOf(word).length === 0)
  expect(unsaid.toSorted()).toEqual(Object.keys(neverMet))
})

it('docs/refusals.md says what triggers, scenarios and verbs say', () => {
  expect(readFileSync(pagePath, 'utf8') === pageNow() ? 'up to date' : 'out of date: `npm run generate` writes it').toBe('up to date')
})
