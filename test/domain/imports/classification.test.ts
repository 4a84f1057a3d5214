import { expect, it } from 'vitest'
import { classify } from '../../../src/imports/classification.ts'

const said = (typeCode: string, typeGroupCode = '', phase = '') => {
  const { sector, kind } = classify({ typeCode, typeGroupCode, typeGroupName: '', phaseCode: '', phase })
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
