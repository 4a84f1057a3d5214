import { expect, it } from 'vitest'
import { classify } from '#schools/register/classification.ts'

const said = (typeCode: string, typeGroupCode = '', phase = '', lowAge = '', highAge = '') => {
  const { sector, kind } = classify({ typeCode, typeGroupCode, typeGroupName: '', phaseCode: '', phase, lowAge, highAge })
  return `${sector} ${kind}`
}

it.each([
  ['community primary', ['01', '4', 'Primary'], 'maintained primary'],
  ['voluntary aided secondary', ['02', '4', 'Secondary'], 'maintained secondary'],
  ['all-through academy', ['34', '10', 'All-through'], 'academy all_through'],
  ['community special', ['07', '5', 'Not applicable'], 'maintained special'],
  ['non-maintained special', ['08', '5', 'Not applicable'], 'independent special'],
  ['independent special', ['10', '5', 'Not applicable'], 'independent special'],
  ['special academy', ['44', '10', 'Not applicable'], 'academy special'],
  ['pupil referral unit', ['14', '4', 'Not applicable'], 'maintained alternative_provision'],
  ['alternative provision academy', ['42', '10', 'Not applicable'], 'academy alternative_provision'],
  ['maintained nursery', ['15', '4', 'Nursery'], 'maintained nursery'],
  ['independent, of which the file does not say for whom', ['11', '3', 'Not applicable'], 'independent not_known'],
  ['further education', ['18', '1', '16 plus'], 'further_education post_16'],
  ['special post-16 institution', ['32', '9', 'Not applicable'], 'further_education post_16'],
  ['16 to 19 academy', ['45', '10', '16 plus'], 'academy post_16'],
  ['middle deemed secondary', ['05', '4', 'Middle deemed secondary'], 'maintained secondary'],
  ['a closed row that has lost its type', ['', '', ''], 'not_known not_known'],
  ['a row with a phase alone', ['', '', 'Primary'], 'not_known primary'],
  ['an academy of a type made tomorrow', ['98', '10', 'Primary'], 'academy primary'],
  ['a special school of a type made tomorrow', ['98', '5', 'Not applicable'], 'not_known special'],
  ['Welsh', ['30', '6', 'Not applicable'], 'not_known not_known'],
] as const)('%s', (_name, [type, group, phase], expected) => {
  expect(said(type, group, phase)).toBe(expected)
})

it.each([
  [
    'nursery',
    [
      ['2', '5'],
      ['0', '4'],
      ['2', '3'],
    ],
  ],
  [
    'primary',
    [
      ['2', '11'],
      ['3', '13'],
      ['7', '13'],
      ['4', '7'],
      ['10', '12'],
    ],
  ],
  [
    'secondary',
    [
      ['11', '16'],
      ['11', '18'],
      ['13', '18'],
      ['14', '19'],
      ['12', '13'],
    ],
  ],
  [
    'all_through',
    [
      ['2', '18'],
      ['4', '16'],
      ['7', '15'],
      ['10', '19'],
      [' 3 ', '18'],
    ],
  ],
  [
    'post_16',
    [
      ['16', '19'],
      ['16', '25'],
      ['17', '17'],
    ],
  ],
  [
    'not_known',
    [
      ['', ''],
      ['4', ''],
      ['', '18'],
      ['18', '4'],
      ['0', '0'],
      ['0', '99'],
      ['7', '14'],
      ['four', '11'],
      ['-1', '11'],
      ['4.5', '11'],
    ],
  ],
] as const)('where type and phase are silent the ages tell: %s', (kind, ages) => {
  for (const [low, high] of ages) {
    expect([low, high, said('11', '3', 'Not applicable', low, high)]).toEqual([low, high, `independent ${kind}`])
    expect([low, high, said('', '', '', low, high)]).toEqual([low, high, `not_known ${kind}`])
  }
})

it('but what type and phase say stands, whatever the ages', () => {
  expect(said('10', '5', 'Not applicable', '4', '19')).toBe('independent special')
  expect(said('98', '5', 'Not applicable', '4', '11')).toBe('not_known special')
  expect(said('14', '4', 'Not applicable', '11', '16')).toBe('maintained alternative_provision')
  expect(said('32', '9', 'Not applicable', '14', '25')).toBe('further_education post_16')
  expect(said('11', '3', 'Primary', '4', '18')).toBe('independent primary')
  expect(said('05', '4', 'Middle deemed secondary', '9', '13')).toBe('maintained secondary')
})
