// Schools worked by hand: how each stands with the current version on a day, which dates stand beside it, and the sentence.
import { describe, expect, it } from 'vitest'
import { type Check, type Dates, type Receipt, type SchoolAsked, type State, stateOn } from '#guidance/answers/state.ts'
import type { Answer } from '#guidance/issuing/answer.ts'
import { answer, firstVersion, school } from './world.ts'

type Given = Partial<Omit<SchoolAsked, 'answers'>> & { answers?: Partial<Answer>[] }

const askedOf = ({ answers = [], ...given }: Given): SchoolAsked => ({
  ...{ ...school, ...given },
  answers: answers.map((one, n) => ({ ...answer, id: `a${n}`, ...one })),
})

const received = (what: Receipt['what'], day: string, version = 1): Receipt => ({ version, what, on: day })
const looked = (day: string, found: boolean, ticked = false, version = 1): Check => {
  const at = `${day}T10:00:00.000Z`
  return { version, at, found, tickedAt: ticked ? at : undefined }
}

const none: Dates = {
  ...{ available: '2025-09-01', issued: '2025-09-10', opened: undefined, acknowledged: undefined },
  ...{ answered: undefined, adopted: undefined, published: undefined },
}
const minor = { ...firstVersion, number: 2, askAgain: false, issuedOn: '2026-01-12', availableOn: '2026-01-05' }
const major = { ...minor, askAgain: true }
const both = [...school.issues, { version: 2, on: '2026-01-12', from: undefined }]
const adopted = { answered: '2025-10-06', adopted: '2025-10-02' }
const two = { available: '2026-01-05', issued: '2026-01-12' }
const saidAdopted = 'Adopted as it is by the governing body on 2 October 2025, stated; told on 6 October 2025.'
const saidIssued = 'Version 1 was issued on 10 September 2025.'

type Case = [name: string, given: Given, day: string, state: State | undefined, dates: Partial<Dates>, sentence: string]

const cases: Case[] = [
  ['the day of issue', {}, '2025-09-10', 'issued', {}, `${saidIssued} No record that anybody opened it.`],
  ['the day before anything is issued', {}, '2025-09-09', undefined, {}, ''],
  [
    'a message that went out is no opening',
    { receipts: [received('sent', '2025-09-10')] },
    '2025-09-20',
    'issued',
    {},
    `${saidIssued} No record that anybody opened it.`,
  ],
  [
    'opened by somebody signed in',
    { receipts: [received('opened', '2025-09-12'), received('opened', '2025-09-15')] },
    '2025-09-20',
    'opened',
    { opened: '2025-09-12' },
    `${saidIssued} Opened on 12 September 2025 by somebody signed in; nobody confirmed it yet.`,
  ],
  [
    'opened, but on a later day than asked about',
    { receipts: [received('opened', '2025-09-12')] },
    '2025-09-11',
    'issued',
    {},
    `${saidIssued} No record that anybody opened it.`,
  ],
  [
    'acknowledged without being opened here',
    { receipts: [received('acknowledged', '2025-09-14')] },
    '2025-09-20',
    'acknowledged',
    { acknowledged: '2025-09-14' },
    `${saidIssued} Confirmed on 14 September 2025; no answer yet.`,
  ],
  ['adopted as it is', { answers: [{}] }, '2025-12-01', 'as_is', adopted, `${saidAdopted} ${saidIssued}`],
  [
    'adopted, asked about before it was told',
    { answers: [{}] },
    '2025-10-05',
    'issued',
    {},
    `${saidIssued} No record that anybody opened it.`,
  ],
  [
    'adopted with changes, seen by an officer',
    { answers: [{ answer: 'with_changes', checks: [{ level: 'seen', at: '2025-11-01T10:00:00.000Z' }] }] },
    '2025-12-01',
    'with_changes',
    adopted,
    `Adopted with changes by the governing body on 2 October 2025, seen by an officer; told on 6 October 2025. ${saidIssued}`,
  ],
  [
    'before the officer saw it, it was stated',
    { answers: [{ answer: 'with_changes', checks: [{ level: 'seen', at: '2025-11-01T10:00:00.000Z' }] }] },
    '2025-10-31',
    'with_changes',
    adopted,
    `Adopted with changes by the governing body on 2 October 2025, stated; told on 6 October 2025. ${saidIssued}`,
  ],
  [
    'own policy kept: answered, not adopted',
    { answers: [{ answer: 'own_policy' }] },
    '2025-12-01',
    'own_policy',
    { answered: '2025-10-06' },
    `Own policy kept by the governing body on 2 October 2025, stated; told on 6 October 2025. ${saidIssued}`,
  ],
  [
    'does not apply, with no body and no day',
    { answers: [{ answer: 'not_applicable', body: undefined, decidedOn: undefined }] },
    '2025-12-01',
    'not_applicable',
    { answered: '2025-10-06' },
    `Does not apply to the school, stated; told on 6 October 2025. ${saidIssued}`,
  ],
  [
    'answered twice: the later answer stands',
    { answers: [{}, { answer: 'not_adopting', recordedAt: '2025-11-03T09:00:00.000Z', decidedOn: '2025-11-01' }] },
    '2025-12-01',
    'not_adopting',
    { answered: '2025-11-03' },
    `Not adopting it by the governing body on 1 November 2025, stated; told on 3 November 2025. ${saidIssued}`,
  ],
  [
    'answered twice, asked about between the two',
    { answers: [{}, { answer: 'not_adopting', recordedAt: '2025-11-03T09:00:00.000Z', decidedOn: '2025-11-01' }] },
    '2025-10-20',
    'as_is',
    adopted,
    `${saidAdopted} ${saidIssued}`,
  ],
  [
    'a version that does not ask again leaves the answer standing, and says for which',
    { versions: [firstVersion, minor], issues: both, answers: [{}] },
    '2026-02-01',
    'as_is',
    { ...two, ...adopted },
    `${saidAdopted} That was for version 1; version 2 did not ask again. Version 2 was issued on 12 January 2026.`,
  ],
  [
    'a version that asks again takes no earlier answer',
    { versions: [firstVersion, major], issues: both, answers: [{}] },
    '2026-02-01',
    'issued',
    two,
    'Version 2 was issued on 12 January 2026. No record that anybody opened it. “Adopted as it is” of 2 October 2025 was for version 1, and version 2 asked again.',
  ],
  [
    'before that version the answer still stood',
    { versions: [firstVersion, major], issues: both, answers: [{}] },
    '2026-01-11',
    'as_is',
    adopted,
    `${saidAdopted} ${saidIssued}`,
  ],
  [
    'an answer to the earlier version that came late is no answer to this one',
    { versions: [firstVersion, major], issues: both, answers: [{ recordedAt: '2026-01-20T09:00:00.000Z' }] },
    '2026-02-01',
    'issued',
    two,
    'Version 2 was issued on 12 January 2026. No record that anybody opened it. “Adopted as it is” of 2 October 2025 was for version 1, and version 2 asked again.',
  ],
  [
    'an answer to this version stands, though one to the earlier came later',
    {
      ...{ versions: [firstVersion, minor], issues: both },
      answers: [{ version: 2, answer: 'own_policy', recordedAt: '2026-01-15T09:00:00.000Z' }, { recordedAt: '2026-01-20T09:00:00.000Z' }],
    },
    '2026-02-01',
    'own_policy',
    { ...two, answered: '2026-01-15' },
    'Own policy kept by the governing body on 2 October 2025, stated; told on 15 January 2026. Version 2 was issued on 12 January 2026.',
  ],
  [
    'three versions: the last asks nothing, the one before asked again',
    {
      versions: [firstVersion, major, { ...minor, number: 3, issuedOn: '2026-03-02' }],
      issues: [...both, { version: 3, on: '2026-03-02', from: undefined }],
      answers: [{}],
    },
    '2026-03-10',
    'issued',
    { ...two, issued: '2026-03-02' },
    'Version 3 was issued on 2 March 2026. No record that anybody opened it. “Adopted as it is” of 2 October 2025 was for version 1, and version 2 since asked again.',
  ],
  [
    'whoever acknowledged the version before has not had this one',
    { versions: [firstVersion, minor], issues: both, receipts: [received('acknowledged', '2025-09-14')] },
    '2026-02-01',
    'issued',
    two,
    'Version 2 was issued on 12 January 2026. No record that anybody opened it.',
  ],
  ['a school that opens later is not of the audience before', { from: '2026-09-01' }, '2026-08-31', undefined, {}, ''],
  [
    'on the day it opens, before anything went to it',
    { from: '2026-09-01', issues: [] },
    '2026-09-01',
    'not_issued',
    { issued: undefined },
    'Version 1 is not issued to the school yet.',
  ],
  [
    'a school that opened later and got what is current',
    { from: '2026-09-01', issues: [{ version: 1, on: '2026-09-02', from: undefined }] },
    '2026-09-05',
    'issued',
    { issued: '2026-09-02' },
    'Version 1 was issued on 2 September 2026. No record that anybody opened it.',
  ],
  ['a school that closed is of no audience', { to: '2025-12-31' }, '2025-12-31', undefined, {}, ''],
  ['on its last day it still is', { to: '2025-12-31', answers: [{}] }, '2025-12-30', 'as_is', adopted, `${saidAdopted} ${saidIssued}`],
  [
    'a successor has what was distributed, not what was adopted',
    { from: '2026-09-01', issues: [{ version: 1, on: '2025-09-10', from: 'Ashfield Infant School' }] },
    '2026-09-05',
    'issued',
    {},
    'Version 1 came to it with Ashfield Infant School, to which it was issued on 10 September 2025 and whose answer is not this school’s. No record that anybody opened it.',
  ],
  [
    'a school that became an academy: its new board has not decided',
    { became: ['2026-01-01'], answers: [{}] },
    '2026-02-01',
    'issued',
    {},
    `${saidIssued} No record that anybody opened it. “Adopted as it is” of 2 October 2025 was of the school before 1 January 2026, when another body came to decide.`,
  ],
  [
    'before it became one, its governing body’s answer stood',
    { became: ['2026-01-01'], answers: [{}] },
    '2025-12-31',
    'as_is',
    adopted,
    `${saidAdopted} ${saidIssued}`,
  ],
  [
    'its new board decides',
    {
      became: ['2026-01-01'],
      answers: [{}, { body: 'trust_board', decidedOn: '2026-01-20', recordedAt: '2026-01-22T09:00:00.000Z' }],
    },
    '2026-02-01',
    'as_is',
    { answered: '2026-01-22', adopted: '2026-01-20' },
    `Adopted as it is by the board of trustees on 20 January 2026, stated; told on 22 January 2026. ${saidIssued}`,
  ],
  [
    'published: found since the first of an unbroken run',
    { answers: [{}], checks: [looked('2025-10-10', true), looked('2025-11-10', true)] },
    '2025-12-01',
    'as_is',
    { ...adopted, published: '2025-10-10' },
    `${saidAdopted} ${saidIssued}`,
  ],
  [
    'not found when last looked at: not published',
    { answers: [{}], checks: [looked('2025-10-10', true), looked('2025-11-10', false)] },
    '2025-12-01',
    'as_is',
    adopted,
    `${saidAdopted} ${saidIssued}`,
  ],
  [
    'found again: published since then',
    { answers: [{}], checks: [looked('2025-10-10', true), looked('2025-11-10', false), looked('2025-11-20', true)] },
    '2025-12-01',
    'as_is',
    { ...adopted, published: '2025-11-20' },
    `${saidAdopted} ${saidIssued}`,
  ],
  [
    'a page that an officer looked at counts, though it would not answer us',
    { checks: [looked('2025-11-10', false, true)] },
    '2025-12-01',
    'issued',
    { published: '2025-11-10' },
    `${saidIssued} No record that anybody opened it.`,
  ],
  [
    'published is a date and no answer',
    { checks: [looked('2025-10-10', true)] },
    '2025-12-01',
    'issued',
    { published: '2025-10-10' },
    `${saidIssued} No record that anybody opened it.`,
  ],
]

describe('how a school stands with the current version', () => {
  for (const [name, given, day, state, dates, sentence] of cases)
    it(name, () => {
      const found = stateOn(askedOf(given), day)
      if (state === undefined) return expect(found).toBeUndefined()
      expect({ state: found?.state, dates: found?.dates, why: found?.why }).toEqual({ state, dates: { ...none, ...dates }, why: sentence })
    })
})

it('publication by an officer’s tick is another evidence than a page found', () => {
  const of = (checks: Check[]) => stateOn(askedOf({ checks }), '2025-12-01')?.publishedLevel
  expect([of([]), of([looked('2025-10-10', true)]), of([looked('2025-10-10', true), looked('2025-10-12', true, true)])]).toEqual([
    ...[undefined, 'found', 'ticked'],
  ])
})
