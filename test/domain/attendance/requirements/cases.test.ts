// Sixty holders and schools worked by hand: what is said of each on a day, when it turns, and the sentence.
import { describe, expect, it } from 'vitest'
import type { Edition } from '#attendance/requirements/requirement.ts'
import { type SchoolAsked, schoolStandingOn } from '#attendance/requirements/school-standing.ts'
import { saySchoolStanding, sayStanding } from '#attendance/requirements/sentence.ts'
import { type Asked, type Exception, type Spell, standingOn } from '#attendance/requirements/standing.ts'
import type { Training } from '#attendance/requirements/training.ts'
import { extension, lead, spell, training } from './world.ts'

type Given = {
  edition?: Partial<Edition>
  next?: Partial<Edition>
  spell?: Partial<Spell>
  trainings?: Partial<Training>[]
  exceptions?: Partial<Exception>[]
}

const askedOf = (given: Given): Asked => ({
  editions: [{ ...lead, ...given.edition }, ...(given.next ? [{ ...lead, ...given.edition, id: 'e2', ...given.next }] : [])],
  spell: { ...spell, ...given.spell },
  trainings: (given.trainings ?? [{}]).map((one, n) => ({ ...training, id: `t${n}`, ...one })),
  exceptions: (given.exceptions ?? []).map((one, n) => ({ ...extension, id: `x${n}`, ...one })),
})

type Case = [name: string, given: Given, day: string, state: string, turnsOn: string | undefined, sentence: string]

const two = 'two years after “Lead training” on 14 March 2025'
const exempt = { kind: 'exempt' as const, from: '2026-01-01', until: '2026-12-31', reason: 'seconded abroad' }
const induction = { beforeInRole: false, inductionDays: 90 }
const none = 'No training on our record (guidance: KCSIE 2026).'

const cases: Case[] = [
  ['the day of the training', {}, '2025-03-14', 'in_date', '2026-12-14', `In date until 14 March 2027, ${two} (guidance: KCSIE 2026).`],
  ['the day before it', {}, '2025-03-13', 'no_record', undefined, none],
  [
    'ninety-one days before it runs out',
    {},
    '2026-12-13',
    'in_date',
    '2026-12-14',
    `In date until 14 March 2027, ${two} (guidance: KCSIE 2026).`,
  ],
  ['ninety days before', {}, '2026-12-14', 'due_soon', '2027-03-15', `In date until 14 March 2027, ${two} (guidance: KCSIE 2026).`],
  ['the last day', {}, '2027-03-14', 'due_soon', '2027-03-15', `In date until 14 March 2027, ${two} (guidance: KCSIE 2026).`],
  [
    'the day after',
    {},
    '2027-03-15',
    'not_in_date',
    undefined,
    `Overdue on our record since 15 March 2027: ${two} was 14 March 2027 (guidance: KCSIE 2026).`,
  ],
  [
    'within grace',
    { edition: { graceDays: 30 } },
    '2027-03-20',
    'not_in_date',
    undefined,
    `Overdue on our record since 15 March 2027: ${two} was 14 March 2027 (guidance: KCSIE 2026). Nobody is followed up about it until 13 April 2027.`,
  ],
  [
    'trained on 29 February for a year',
    { edition: { everyMonths: 12 }, spell: { from: '2023-01-01' }, trainings: [{ on: '2024-02-29' }] },
    '2025-02-28',
    'due_soon',
    '2025-03-01',
    'In date until 28 February 2025, a year after “Lead training” on 29 February 2024 (guidance: KCSIE 2026).',
  ],
  [
    'trained on 29 February for two years',
    { spell: { from: '2023-01-01' }, trainings: [{ on: '2024-02-29' }] },
    '2026-03-01',
    'not_in_date',
    undefined,
    'Overdue on our record since 1 March 2026: two years after “Lead training” on 29 February 2024 was 28 February 2026 (guidance: KCSIE 2026).',
  ],
  [
    'trained on 29 February for four years',
    { edition: { everyMonths: 48 }, trainings: [{ on: '2024-02-29' }], spell: { from: '2023-01-01' } },
    '2028-02-29',
    'due_soon',
    '2028-03-01',
    'In date until 29 February 2028, 4 years after “Lead training” on 29 February 2024 (guidance: KCSIE 2026).',
  ],
  [
    'on 31 August for a month and a half year',
    { edition: { everyMonths: 18 }, trainings: [{ on: '2025-08-31' }] },
    '2026-12-01',
    'due_soon',
    '2027-03-01',
    'In date until 28 February 2027, 18 months after “Lead training” on 31 August 2025 (guidance: KCSIE 2026).',
  ],
  [
    'asked once only',
    { edition: { everyMonths: undefined } },
    '2040-01-01',
    'in_date',
    undefined,
    'In date: “Lead training” on 14 March 2025; it need not be done again (guidance: KCSIE 2026).',
  ],
  [
    'trained twice: the later counts',
    { trainings: [{}, { on: '2026-05-01' }] },
    '2027-04-01',
    'in_date',
    '2028-02-01',
    'In date until 1 May 2028, two years after “Lead training” on 1 May 2026 (guidance: KCSIE 2026).',
  ],
  [
    'trained twice, told in the other order',
    { trainings: [{ on: '2026-05-01' }, {}] },
    '2027-04-01',
    'in_date',
    '2028-02-01',
    'In date until 1 May 2028, two years after “Lead training” on 1 May 2026 (guidance: KCSIE 2026).',
  ],
  ['a training of somebody else', { trainings: [{ personId: 'ben' }] }, '2026-01-01', 'no_record', undefined, none],
  ['a training of later', { trainings: [{ on: '2026-06-01' }] }, '2026-05-31', 'no_record', undefined, none],
  [
    'a briefing only',
    { trainings: [{ purpose: 'briefing' }] },
    '2026-01-01',
    'no_record',
    undefined,
    `${none} “Lead training” on 14 March 2025 does not count: it was not the training asked.`,
  ],
  // “A training from elsewhere whose purpose nobody stated reads “its purpose is not stated”.”
  [
    'a purpose that nobody noted',
    { trainings: [{ purpose: undefined }] },
    '2026-01-01',
    'no_record',
    undefined,
    `${none} “Lead training” on 14 March 2025 does not count: its purpose is not stated.`,
  ],
  [
    'training where an update is asked',
    { edition: { purposes: ['update'] } },
    '2026-01-01',
    'no_record',
    undefined,
    `${none} “Lead training” on 14 March 2025 does not count: it was no update.`,
  ],
  [
    'an update where one is asked',
    { edition: { purposes: ['update'], everyMonths: 12 }, trainings: [{ purpose: 'update', title: 'Autumn update' }] },
    '2025-06-01',
    'in_date',
    '2025-12-14',
    'In date until 14 March 2026, a year after “Autumn update” on 14 March 2025 (guidance: KCSIE 2026).',
  ],
  [
    'another topic',
    { trainings: [{ topicIds: ['online'] }] },
    '2026-01-01',
    'no_record',
    undefined,
    `${none} “Lead training” on 14 March 2025 does not count: it was on another topic.`,
  ],
  [
    'one of two topics',
    { trainings: [{ topicIds: ['online', 'designated-lead'] }] },
    '2026-01-01',
    'in_date',
    '2026-12-14',
    `In date until 14 March 2027, ${two} (guidance: KCSIE 2026).`,
  ],
  [
    'no topic asked',
    { edition: { topicIds: [] }, trainings: [{ topicIds: [] }] },
    '2026-01-01',
    'in_date',
    '2026-12-14',
    `In date until 14 March 2027, ${two} (guidance: KCSIE 2026).`,
  ],
  [
    'another level',
    { edition: { level: '3' }, trainings: [{ level: '2' }] },
    '2026-01-01',
    'no_record',
    undefined,
    `${none} “Lead training” on 14 March 2025 does not count: it was not at the level asked, 3.`,
  ],
  [
    'the level asked',
    { edition: { level: '3' }, trainings: [{ level: '3' }] },
    '2026-01-01',
    'in_date',
    '2026-12-14',
    `In date until 14 March 2027, ${two} (guidance: KCSIE 2026).`,
  ],
  [
    'too short',
    { edition: { leastMinutes: 361 } },
    '2026-01-01',
    'no_record',
    undefined,
    `${none} “Lead training” on 14 March 2025 does not count: it was shorter than 361 minutes.`,
  ],
  [
    'just long enough',
    { edition: { leastMinutes: 360 } },
    '2026-01-01',
    'in_date',
    '2026-12-14',
    `In date until 14 March 2027, ${two} (guidance: KCSIE 2026).`,
  ],
  [
    'of a length that nobody noted',
    { edition: { leastMinutes: 60 }, trainings: [{ minutes: undefined }] },
    '2026-01-01',
    'no_record',
    undefined,
    `${none} “Lead training” on 14 March 2025 does not count: nobody noted how long it was.`,
  ],
  [
    'published as counting, whatever else it was',
    { edition: { leastMinutes: 600, level: '3' }, trainings: [{ purpose: undefined, countsTowards: { lead: 'either' } }] },
    '2026-01-01',
    'in_date',
    '2026-12-14',
    `In date until 14 March 2027, ${two} (guidance: KCSIE 2026).`,
  ],
  [
    'published as counting towards something else',
    { trainings: [{ purpose: undefined, countsTowards: { update: 'either' } }] },
    '2026-01-01',
    'no_record',
    undefined,
    `${none} “Lead training” on 14 March 2025 does not count: its purpose is not stated.`,
  ],
  [
    'said not to count, whatever its topic',
    { trainings: [{ countsTowards: { lead: 'none' } }] },
    '2026-01-01',
    'no_record',
    undefined,
    `${none} “Lead training” on 14 March 2025 does not count: it was said not to count.`,
  ],
  [
    'said to count towards nothing',
    { trainings: [{ countsTowards: { '*': 'none' } }] },
    '2026-01-01',
    'no_record',
    undefined,
    `${none} “Lead training” on 14 March 2025 does not count: it was said not to count.`,
  ],
  [
    'of which one session counts, of an event that counts towards nothing',
    { trainings: [{ countsTowards: { '*': 'none', lead: 'either' } }] },
    '2026-01-01',
    'in_date',
    '2026-12-14',
    `In date until 14 March 2027, ${two} (guidance: KCSIE 2026).`,
  ],
  [
    'a refresher alone',
    { trainings: [{ countsTowards: { lead: 'refresher' } }] },
    '2026-01-01',
    'no_record',
    undefined,
    `${none} “Lead training” on 14 March 2025 does not count: it refreshes a training of which there is no record.`,
  ],
  [
    'a refresher after the first',
    { trainings: [{ on: '2023-03-01', countsTowards: { lead: 'first' } }, { countsTowards: { lead: 'refresher' } }] },
    '2026-01-01',
    'in_date',
    '2026-12-14',
    `In date until 14 March 2027, ${two} (guidance: KCSIE 2026).`,
  ],
  [
    'a refresher before the first',
    { trainings: [{ on: '2025-06-01', countsTowards: { lead: 'first' } }, { countsTowards: { lead: 'refresher' } }] },
    '2026-01-01',
    'in_date',
    '2027-03-03',
    'In date until 1 June 2027, two years after “Lead training” on 1 June 2025 (guidance: KCSIE 2026).',
  ],
  [
    'before the role, as asked',
    { edition: { beforeInRole: true }, spell: { from: '2025-03-14' } },
    '2026-01-01',
    'in_date',
    '2026-12-14',
    `In date until 14 March 2027, ${two} (guidance: KCSIE 2026).`,
  ],
  [
    'after the role began',
    { edition: { beforeInRole: true }, spell: { from: '2025-03-13' } },
    '2026-01-01',
    'in_date',
    '2026-12-14',
    `In date until 14 March 2027, ${two} (guidance: KCSIE 2026). It was done after the role began.`,
  ],
  [
    'in a role of unknown start',
    { edition: { beforeInRole: true }, spell: { from: undefined } },
    '2026-01-01',
    'in_date',
    '2026-12-14',
    `In date until 14 March 2027, ${two} (guidance: KCSIE 2026). Whether it was done before the role began is not known.`,
  ],
  [
    'in a role of unknown start, without a record',
    { edition: { beforeInRole: true }, spell: { from: undefined }, trainings: [] },
    '2026-01-01',
    'no_record',
    undefined,
    none,
  ],
  [
    'in induction',
    { edition: induction, spell: { from: '2026-01-10' }, trainings: [] },
    '2026-04-10',
    'no_record',
    undefined,
    'No training on our record, to be done by 10 April 2026, 90 days after the role began (guidance: KCSIE 2026).',
  ],
  [
    'in induction, with training that ran out before the role began',
    { edition: { ...induction, everyMonths: 1 }, spell: { from: '2026-01-10' } },
    '2026-02-10',
    'not_in_date',
    undefined,
    'Overdue on our record since 15 April 2025: a month after “Lead training” on 14 March 2025 was 14 April 2025 (guidance: KCSIE 2026). It may still be done until 10 April 2026, 90 days after the role began.',
  ],
  ['after induction', { edition: induction, spell: { from: '2026-01-10' }, trainings: [] }, '2026-04-11', 'no_record', undefined, none],
  [
    'induction of unknown start',
    { edition: induction, spell: { from: undefined }, trainings: [] },
    '2026-04-01',
    'no_record',
    undefined,
    none,
  ],
  [
    'exempt',
    { exceptions: [exempt], trainings: [] },
    '2026-12-31',
    'exempt',
    '2027-01-01',
    'Exempt until 31 December 2026: seconded abroad.',
  ],
  ['the day after the exemption', { exceptions: [exempt], trainings: [] }, '2027-01-01', 'no_record', undefined, none],
  ['the day before the exemption', { exceptions: [exempt], trainings: [] }, '2025-12-31', 'no_record', '2026-01-01', none],
  ['exempt for good', { exceptions: [{ ...exempt, until: undefined }] }, '2030-01-01', 'exempt', undefined, 'Exempt: seconded abroad.'],
  [
    'exempt from something else',
    { exceptions: [{ ...exempt, requirementId: 'other' }], trainings: [] },
    '2026-06-01',
    'no_record',
    undefined,
    none,
  ],
  ['somebody else exempt', { exceptions: [{ ...exempt, personId: 'ben' }], trainings: [] }, '2026-06-01', 'no_record', undefined, none],
  [
    'extended',
    { exceptions: [{}] },
    '2027-05-01',
    'due_soon',
    '2027-07-01',
    'In date until 30 June 2027, to which day an officer extended it: on sick leave (guidance: KCSIE 2026).',
  ],
  [
    'after the extension',
    { exceptions: [{}] },
    '2027-07-01',
    'not_in_date',
    undefined,
    'Overdue on our record since 1 July 2027: an officer had extended it to 30 June 2027: on sick leave (guidance: KCSIE 2026).',
  ],
  [
    'extended without a record',
    { exceptions: [{ from: '2026-01-01' }], trainings: [] },
    '2026-02-01',
    'no_record',
    undefined,
    'No training on our record, to be done by 30 June 2027, to which day an officer extended it: on sick leave (guidance: KCSIE 2026).',
  ],
  [
    'an extension that ends before the training does',
    { exceptions: [{ until: '2027-02-01' }] },
    '2027-02-15',
    'due_soon',
    '2027-03-15',
    `In date until 14 March 2027, ${two} (guidance: KCSIE 2026).`,
  ],
  [
    'disputed',
    { spell: { disputed: true } },
    '2026-01-01',
    'not_known',
    undefined,
    'The school has not told us who it is: whoever is named says that it is not them.',
  ],
  [
    'somebody who leaves',
    { spell: { to: '2026-08-31' } },
    '2026-08-30',
    'in_date',
    '2026-08-31',
    `In date until 14 March 2027, ${two} (guidance: KCSIE 2026).`,
  ],
  [
    'a stricter edition from September',
    { edition: { validTo: '2026-09-01' }, next: { validFrom: '2026-09-01', validTo: undefined, everyMonths: 12, source: 'KCSIE 2027' } },
    '2026-08-31',
    'in_date',
    '2026-09-01',
    `In date until 14 March 2027, ${two} (guidance: KCSIE 2026).`,
  ],
  [
    'the first day of the stricter edition',
    { edition: { validTo: '2026-09-01' }, next: { validFrom: '2026-09-01', validTo: undefined, everyMonths: 12, source: 'KCSIE 2027' } },
    '2026-09-01',
    'not_in_date',
    undefined,
    'Overdue on our record since 15 March 2026: a year after “Lead training” on 14 March 2025 was 14 March 2026 (guidance: KCSIE 2027).',
  ],
  [
    'a longer edition from September',
    { edition: { validTo: '2026-09-01' }, next: { validFrom: '2026-09-01', validTo: undefined, everyMonths: 36 } },
    '2026-08-31',
    'in_date',
    '2027-12-15',
    `In date until 14 March 2027, ${two} (guidance: KCSIE 2026).`,
  ],
]

it.each(cases)('%s', (_name, given, day, state, turnsOn, sentence) => {
  const standing = standingOn(askedOf(given), day)
  expect(standing && { state: standing.state, turnsOn: standing.turnsOn, sentence: sayStanding(standing) }).toEqual({
    state,
    turnsOn,
    sentence,
  })
})

it('nothing is said of a day on which the role is not held, or no edition is in force', () => {
  expect(standingOn(askedOf({}), '2024-08-31')).toBeUndefined()
  expect(standingOn(askedOf({ spell: { to: '2026-01-01' } }), '2026-01-01')).toBeUndefined()
  expect(standingOn(askedOf({ edition: { validFrom: '2026-01-01' } }), '2025-12-31')).toBeUndefined()
  expect(standingOn(askedOf({ edition: { validTo: '2026-01-01' } }), '2026-01-01')).toBeUndefined()
})

describe('schools', () => {
  const school: SchoolAsked = {
    ...{ editions: [lead], school: { kind: 'primary', sector: 'maintained', lowAge: '4', nurseryProvision: '' } },
    ...{ spells: [spell], gaps: [], trainings: [training], exceptions: [], statements: [] },
  }
  const ben: Spell = { ...spell, id: 's2', personId: 'ben' }
  const one: Partial<Edition> = { whose: 'one_holder' }
  const stated: Edition = { ...lead, whose: 'statement', roleIds: [], everyMonths: 12 }
  const said = { id: 'w1', requirementId: 'lead', trained: 20, staff: 20, asAt: '2026-01-10', saidBy: 'the head' }
  const both = 'Of 2 in the role: 1 in date, 1 no training on our record.'
  const vacant = { roleId: 'dsl', answer: 'vacant' as const, from: '2026-01-01', to: undefined }

  it.each<[string, Partial<SchoolAsked>, string, string, string | undefined, string]>([
    ['one lead', {}, '2026-06-01', 'in_date', '2026-12-14', `In date until 14 March 2027, ${two} (guidance: KCSIE 2026).`],
    [
      'two leads, one without a record',
      { spells: [spell, ben] },
      '2026-06-01',
      'no_record',
      '2027-03-15',
      `No training on our record. ${both}`,
    ],
    [
      'one of two is enough',
      { editions: [{ ...lead, ...one }], spells: [spell, ben] },
      '2026-06-01',
      'in_date',
      '2026-12-14',
      `In date until 14 March 2027. ${both}`,
    ],
    [
      'one of two disputed',
      { spells: [spell, { ...ben, disputed: true }] },
      '2026-06-01',
      'not_known',
      '2027-03-15',
      'The school has not told us who it is. Of 2 in the role: 1 in date, 1 the school has not told us who it is.',
    ],
    [
      'nobody named',
      { spells: [] },
      '2026-06-01',
      'not_known',
      undefined,
      'The school has not told us who it is: nobody is confirmed in the role (guidance: KCSIE 2026).',
    ],
    [
      'said to be vacant',
      { spells: [], gaps: [vacant] },
      '2026-06-01',
      'vacant',
      undefined,
      'Post vacant since 1 January 2026 (guidance: KCSIE 2026).',
    ],
    [
      'vacant until filled',
      { gaps: [{ ...vacant, to: '2026-07-01' }], spells: [{ ...spell, from: '2026-07-01' }] },
      '2026-06-01',
      'vacant',
      '2026-07-01',
      'Post vacant since 1 January 2026 (guidance: KCSIE 2026).',
    ],
    [
      'the whole school exempt',
      { exceptions: [{ ...extension, ...exempt, personId: undefined }] },
      '2026-06-01',
      'exempt',
      '2027-01-01',
      'Exempt until 31 December 2026: seconded abroad.',
    ],
    [
      'all staff, by statement',
      { editions: [stated], statements: [said] },
      '2026-06-01',
      'in_date',
      '2026-10-12',
      '20 of 20 on 10 January 2026, stated by the head; due again by 10 January 2027 (guidance: KCSIE 2026).',
    ],
    [
      'some staff only',
      { editions: [stated], statements: [{ ...said, trained: 18 }] },
      '2026-06-01',
      'not_in_date',
      undefined,
      '18 of 20 on 10 January 2026, stated by the head; due again by 10 January 2027 (guidance: KCSIE 2026).',
    ],
    [
      'a statement of long ago',
      { editions: [stated], statements: [said] },
      '2027-01-11',
      'not_in_date',
      undefined,
      '20 of 20 on 10 January 2026, stated by the head; due again by 10 January 2027 (guidance: KCSIE 2026).',
    ],
    ['nothing stated', { editions: [stated] }, '2026-06-01', 'no_record', undefined, 'No training on our record (guidance: KCSIE 2026).'],
    [
      'whether there are under-fives is not recorded',
      { editions: [{ ...lead, underFives: true }], school: { ...school.school, lowAge: '' } },
      '2026-06-01',
      'not_asked',
      undefined,
      'Not asked: the register does not say enough to know whether it is asked of this school (guidance: KCSIE 2026).',
    ],
  ])('%s', (_name, given, day, state, turnsOn, sentence) => {
    const found = schoolStandingOn({ ...school, ...given }, day)
    expect(found && { state: found.state, turnsOn: found.turnsOn, sentence: saySchoolStanding(found) }).toEqual({
      state,
      turnsOn,
      sentence,
    })
  })

  it('a requirement of early years is not asked of a secondary school', () => {
    const asked = { ...school, editions: [{ ...lead, underFives: true }], school: { ...school.school, kind: 'secondary', lowAge: '11' } }
    expect(schoolStandingOn(asked, '2026-06-01')).toBeUndefined()
  })
})
