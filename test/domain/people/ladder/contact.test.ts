// What can come of a contact, by what means, and how it is said.
import { expect, it } from 'vitest'
import { means, meansWords, results, resultsOf, resultWords } from '#people/ladder/contact.ts'
import { rungs, rungWords } from '#people/ladder/rung.ts'

it('whoever is written to is not spoken to, and whoever is rung is not written to', () => {
  for (const by of ['message', 'letter'] as const) expect(resultsOf[by]).toEqual(['written_to', 'answered'])
  for (const by of ['telephone', 'visit'] as const) expect(resultsOf[by]).toEqual(['no_answer', 'left_message', 'spoke', 'answered'])
  expect(means.map((by) => meansWords[by])).toEqual(['Message', 'Letter', 'Telephone', 'Visit'])
})

it('no result says that a message reached anybody', () => {
  expect(results.map((result) => resultWords[result]).filter((words) => /reach|read|deliver/i.test(words))).toEqual([])
  expect(rungs.map((rung) => rungWords[rung])).toHaveLength(6)
})
