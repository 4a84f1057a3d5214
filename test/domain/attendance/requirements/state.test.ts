// How each stored state is said, to whom, and what a headline adds up to.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Strength, Whose } from '#attendance/requirements/requirement.ts'
import type { KeptState } from '#attendance/requirements/standing.ts'
import { sayListed } from '#attendance/requirements/standing-row.ts'
import { countsOf, sayDue, sayParts, sayState } from '#attendance/requirements/state.ts'

const day = '2026-03-03'
const stated = { id: 'w1', requirementId: 'staff_update', trained: 38, staff: 43, asAt: '2026-10-01', saidBy: 'Pat Lee' }

it('each stored state is one sentence, with the day that it is of where there is one', () => {
  const said = (state: KeptState | 'waiting') => [sayState({ state }), sayState({ state, day })]
  expect(said('in_date')).toEqual(['In date', 'In date until 3 March 2026'])
  expect(said('due_soon')).toEqual(['In date', 'In date until 3 March 2026'])
  expect(said('not_in_date')).toEqual(['Overdue on our record', 'Overdue on our record since 3 March 2026'])
  expect(said('no_record')).toEqual(['No training on our record', 'No training on our record, to be done by 3 March 2026'])
  expect(said('vacant')).toEqual(['Post vacant', 'Post vacant since 3 March 2026'])
  expect(said('exempt')).toEqual(['Exempt', 'Exempt until 3 March 2026'])
  expect(said('not_known')[0]).toBe('The school has not told us who it is')
  expect(said('not_asked')[0]).toBe('Not asked')
  expect(said('waiting')[0]).toBe('Not worked out yet')
})

it('the school reads that it has not told us, and by which day something is due', () => {
  expect(sayState({ state: 'not_known' }, 'school')).toBe('You have not told us who it is')
  expect(sayDue({ state: 'due_soon', day }, 'school')).toBe('Due by 3 March 2026')
  expect(sayDue({ state: 'not_in_date', day }, 'school')).toBe('Overdue on our record since 3 March 2026')
})

it('what a school states of all its staff is said as stated, with how many of how many, the day and by whom', () => {
  expect(sayState({ state: 'not_in_date', stated })).toBe('38 of 43 on 1 October 2026, stated by Pat Lee')
  expect(sayState({ state: 'no_record', stated: null })).toBe('No training on our record')
  expect(sayState({ state: 'exempt', day, stated })).toBe('Exempt until 3 March 2026')
})

it('a list says of a school that has not told us whether somebody is proposed, or it says that it does not know', () => {
  const of = (about: Parameters<typeof sayListed>[0]['about']) => sayListed({ about, state: 'not_known' })
  expect([of('proposed'), of('gap'), of('untold')]).toEqual([
    'The school has not told us who it is; somebody is proposed',
    'The school has not told us who it is; it says that it does not know',
    'The school has not told us who it is',
  ])
  expect(sayListed({ about: 'unshown', state: 'not_known' })).toBe('Not shown yet')
})

it('a headline names the five states and their sum, and of all staff what was stated', () => {
  const counts = countsOf([
    ['in_date', 20],
    ['due_soon', 4],
    ['not_in_date', 9],
    ['no_record', 25],
    ['not_known', 61],
    ['exempt', 3],
    ['not_asked', 7],
  ])
  expect(sayParts(counts, false, '119 schools')).toBe(
    'In date 24 · overdue on our record 9 · no training on our record 25 · the school has not told us who it is 61 · post vacant 0 = 119 schools',
  )
  expect(sayParts(countsOf([['no_record', 2]]), true, '2 schools')).toBe(
    'All staff, in date 0 · not all staff, or too long ago 0 · no training on our record 2 = 2 schools',
  )
})

/** How the rules of requirements name whose one is and what asks it. */
const named: Record<Whose | Strength, string> = {
  every_holder: 'asked of the designated lead and deputies',
  one_holder: 'A trained recruiter',
  statement: 'states how many of how many staff have done it',
  law: 'whether law,',
  guidance: 'guidance or the council itself asks it',
  local: 'or the council itself asks it',
}

it('the rules name whose a requirement is, and what asks it', () => {
  const rules = readFileSync('docs/rules/requirements.md', 'utf8')
  expect(Object.values(named).filter((words) => !rules.includes(words))).toEqual([])
})
