// Whatever the county is like, each line of an answer adds up, and each number that it says can be
// counted from the file.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvOf, readCsv } from '#base/web/csv.ts'
import { fileColumns, linesOf, questions, sayShort, schoolsBehind } from '#front/answer/line.ts'
import { type About, cameStates, type FoundRow, type Population, populationOf } from '#front/answer/population.ts'
import { linesForReaders } from '#front/answer/suppression.ts'
import { states as guidanceStates } from '#guidance/answers/state.ts'
import { answerKinds, levels } from '#guidance/issuing/answer.ts'
import type { UptakeSchool } from '#guidance/uptake/uptake.ts'
import { type Result, results } from '#people/ladder/contact.ts'
import { reaches } from '#people/notices/notice.ts'
import { holdsFor } from '#test/support/holds.ts'

const day = fc.constantFrom('2025-03-01', '2026-01-15', '2026-11-08', '2027-02-03')
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })

const found: fc.Arbitrary<Omit<FoundRow, 'schoolId' | 'urn' | 'name'>> = fc.record({
  ...{
    town: fc.constantFrom('', 'Ledbury'),
    sector: fc.constant('maintained'),
    kind: fc.constant('primary'),
    phase: fc.constant('Primary'),
  },
  ...{ trustName: fc.constant(''), wardName: fc.constant('North'), times: fc.nat(5) },
  came: orNull(fc.constantFrom(1 as const, 2 as const, 3 as const)),
  ...{ firstOn: orNull(day), lastOn: orNull(day), lastAnyOn: orNull(day), trainingOn: orNull(day) },
  cameBefore: orNull(fc.constantFrom(0 as const, 1 as const)),
  evidence: fc.constant([]),
  basis: fc.constantFrom('signed' as const, 'provisional' as const, 'earlier' as const, 'stated' as const),
  ...{ pupils: orNull(fc.nat(2000)), girls: orNull(fc.nat(2000)), censusOn: orNull(fc.constant('2026-01-15')) },
  people: fc.array(
    fc.tuple(
      fc.constantFrom('dsl', 'deputy_dsl', 'head', 'chair', 'senco', ''),
      fc.constantFrom('signed' as const, 'provisional' as const, 'earlier' as const),
      fc.integer({ min: 1, max: 4 }),
    ),
    { maxLength: 4 },
  ),
  training: orNull(
    fc.constantFrom(
      'in_date' as const,
      'due_soon' as const,
      'not_in_date' as const,
      'no_record' as const,
      'vacant' as const,
      'not_known' as const,
      'exempt' as const,
      'not_asked' as const,
    ),
  ),
})

const uptakeFrom = (schoolId: string): fc.Arbitrary<UptakeSchool> =>
  fc
    .record({
      state: fc.constantFrom(...guidanceStates),
      reach: fc.constantFrom(...reaches),
      level: fc.constantFrom(...levels),
      publishedLevel: maybe(fc.constantFrom('found' as const, 'ticked' as const)),
      meetsOn: maybe(day),
      later: fc.boolean(),
      issued: maybe(day),
    })
    .map(({ issued, state, level, ...one }) => {
      const answers = (answerKinds as readonly string[]).includes(state)
      return {
        ...{ ...one, state, level: answers ? level : undefined, answered: answers ? 1 : undefined, how: undefined, early: false },
        dates: {
          available: '2024-12-01',
          issued,
          opened: undefined,
          acknowledged: undefined,
          answered: undefined,
          adopted: undefined,
          published: undefined,
        },
        ...{ attended: false, told: [], why: '', evidence: [], school: { schoolId } as UptakeSchool['school'] },
      }
    })

const guidance = {
  ...{ id: 'g', title: 'Model policy', topicId: 't', version: 2, isAnswered: true },
  ...{ kind: 'model' as const, isOwn: true, equalityOn: '2024-12-10' },
  ...{ availableOn: '2024-12-01', decidedOn: '2024-12-20', issuedOn: '2025-01-07' },
}
const about = (of: Partial<About>): About => ({
  topic: { id: 't', label: 'Child-on-child abuse', also: [] },
  ...{ from: '2024-11-10', on: '2026-11-09', past: false, since: '2019-09-01', guidance, rule: 'Guidance: KCSIE', settings: null },
  ...of,
})

const county: fc.Arbitrary<Population> = fc
  .tuple(fc.array(found, { maxLength: 40 }), orNull(fc.constant(guidance)), fc.boolean(), fc.boolean())
  .chain(([rows, issued, isAnswered, past]) => {
    const schools = rows.map((row, n) => ({ ...row, schoolId: `s${n}`, urn: `${100_000 + n}`, name: `School ${n}` }))
    const ids = schools.map(({ schoolId }) => schoolId)
    const ofSome = <T>(of: fc.Arbitrary<T>) =>
      fc.tuple(fc.subarray(ids), of).map(([some, one]) => some.map((schoolId) => ({ schoolId, says: '', ...one })))
    const contacts = fc.array(ofSome(fc.record({ on: day, result: fc.constantFrom(...results) })), { maxLength: 3 })
    return fc
      .tuple(
        fc.tuple(...ids.map((schoolId) => maybe(uptakeFrom(schoolId)))),
        fc.subarray(ids),
        contacts,
        orNull(ofSome(fc.record({ on: day }))),
      )
      .map(([uptake, booked, contacted, steps]) =>
        populationOf(about({ guidance: issued && { ...issued, isAnswered }, past }), schools, {
          ...{ uptake: uptake.flatMap((one) => one ?? []), booked: past ? undefined : new Set(booked) },
          ...{ contacts: contacted.flat(), steps: past ? null : steps },
        }),
      )
  })

/** In which column of the file the schools of a line stand; of people, a column for each part. */
const columnsOfLines: Record<string, string> = {
  ...{
    came: 'Came',
    sent: 'Whom it sent',
    missed: 'Since when it did not come',
    training: 'DSL training',
    booked: 'DSL booked on training',
  },
  ...{
    guidance: 'Guidance',
    answer: 'Answer',
    adopted: 'Adopted',
    census: 'Number of pupils',
    meeting: 'Governors’ meeting',
    level: 'How we know',
    website: 'On its website',
    same: 'Came, open a year before too',
    before: 'Had come a year before',
    again: 'Came again',
    sure: 'How we know that it came',
    contact: 'Contact about it',
    next: 'Next step',
  },
}

const recount = (file: ReturnType<typeof readCsv>, line: string, label: string): number => {
  const column = columnsOfLines[line]
  return column === undefined
    ? file.rows.reduce((sum, { cells }) => sum + Number(cells[label.toLowerCase()]), 0)
    : file.rows.filter(({ cells }) => cells[column.toLowerCase()] === label).length
}

const withoutDays = (sentence: string): string =>
  sentence.replaceAll(/(?<=\d),(?=\d{3})/g, '').replaceAll(/\d{1,2} [A-Z][a-z]+ \d{4}|version \d+/g, '')

it('Each question is divided into parts that add up to the schools or people beside it.', () => {
  holdsFor([county], {}, (population) => {
    const lines = linesOf(population)
    const of = Object.fromEntries(lines.map((line) => [line.key, line.of]))
    for (const { parts, of: all } of lines) expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(all)
    const schools = population.rows.length
    expect([of['came'], of['training'], of['guidance'], of['answer'], of['adopted']]).toEqual(Array(5).fill(schools))
    expect([(of['sent'] ?? 0) + (of['missed'] ?? 0), of['people']]).toEqual([schools, of['registers']])
    expect([of['same'], of['contact'], of['sure'], [0, of['missed']].includes(of['next'])]).toEqual([
      of['before'],
      of['missed'],
      of['sent'],
      true,
    ])
  })
})

it('Each part, and each number of a sentence, is counted from the file.', () => {
  holdsFor([county], {}, (population) => {
    const lines = linesOf(population)
    const file = readCsv(csvOf(fileColumns, population.rows))
    const counted = new Set<number>()
    for (const line of lines)
      for (const part of line.parts) {
        expect([part.key, recount(file, line.key, part.label)]).toEqual([part.key, part.count])
        counted.add(part.count).add(line.of)
      }
    const said = [sayShort(population.about, lines), ...lines.map(({ sentence }) => sentence)].flatMap(
      (one) => withoutDays(one).match(/\d+/g) ?? [],
    )
    expect(said.map(Number).filter((n) => !counted.has(n))).toEqual([])
  })
})

it('Of an earlier day the period has an end, and nothing is said of who was booked.', () => {
  const { about: of, rows } = populationOf(about({ past: true }), [one({ came: 1 }), one({ training: 'not_in_date' })], {
    ...{ ...nothingElse, booked: undefined, steps: null },
  })
  const lines = linesOf({ about: of, rows })
  const said = (key: string) => lines.find((line) => line.key === key)
  expect(said('came')?.sentence).toBe('1 of 2 schools sent somebody from 10 November 2024 to 9 November 2026; 1 did not.')
  expect(said('missed')?.sentence).toBe(
    '1 of the 1 never came to anything since our records began on 1 September 2019, until 9 November 2026.',
  )
  expect(said('booked')).toMatchObject({ of: 0, sentence: '' })
  expect(sayShort(of, lines)).toContain('1 of 2 schools came to an event on it from 10 November 2024 to 9 November 2026.')
})

it('Behind a part are the schools that it counts, and all of a question’s lines are shown.', () => {
  holdsFor([county], {}, (population) => {
    for (const { key, parts } of linesOf(population))
      for (const part of parts) {
        const behind = schoolsBehind(population, part.key)?.length ?? -1
        if (columnsOfLines[key]) expect(behind).toBe(part.count)
        else expect([behind <= part.count, behind > 0]).toEqual([true, part.count > 0])
      }
  })
  expect(questions.flatMap(({ lines }) => lines).toSorted()).toEqual(
    linesOf({ about: about({}), rows: [] })
      .map(({ key }) => key)
      .toSorted(),
  )
})

it('An answer is plain data, so that a report can keep it and say the same.', () => {
  holdsFor([county], {}, (population) => {
    expect(linesOf(JSON.parse(JSON.stringify(population)) as Population)).toEqual(linesOf(population))
  })
})

const one = (facts: Partial<FoundRow>): FoundRow => ({
  ...{ schoolId: 's', urn: '1', name: 'S', town: '', sector: '', kind: '', phase: '', trustName: '', wardName: '', times: 0, came: null },
  ...{ firstOn: null, lastOn: null, lastAnyOn: null, people: [], training: null, trainingOn: null },
  ...{ pupils: null, girls: null, censusOn: null, cameBefore: null, basis: null, evidence: [] },
  ...facts,
})
const nothingElse = { uptake: [], booked: new Set<string>(), contacts: [], steps: [] }

it('A school that sent nobody came to the topic before, came to other topics alone, or never came.', () => {
  const schools = [
    one({ came: 1, lastOn: '2026-01-01' }),
    one({ came: 2 }),
    one({ came: 3 }),
    one({ lastOn: '2020-01-01', lastAnyOn: '2026-01-01' }),
    one({ lastAnyOn: '2026-01-01' }),
    one({}),
  ]
  expect(populationOf(about({}), schools, nothingElse).rows.map(({ came }) => came)).toEqual(cameStates)
})

it('A school that did not come was at best spoken to, written to or called, and has a next step where its follow-up is open.', () => {
  const contact = (result: Result, on = '2026-10-01') => ({ schoolId: 's', on, result, says: '' })
  const stepOf = (contacts: readonly Result[], steps: readonly string[] | null) => {
    const [row] = populationOf(about({}), [one({})], {
      ...{
        ...nothingElse,
        contacts: contacts.map((result) => contact(result)),
        steps: steps?.map((on) => ({ schoolId: 's', on, says: '' })) ?? null,
      },
    }).rows
    return [row?.contact, row?.next, row?.nextOn]
  }
  expect(stepOf(['no_answer', 'spoke', 'written_to'], ['2027-01-31', '2026-12-04'])).toEqual(['spoke', 'coming', '2026-12-04'])
  expect(stepOf(['no_answer', 'written_to'], [])).toEqual(['wrote', 'none', null])
  expect(stepOf(['left_message'], null)).toEqual(['tried', null, null])
  expect(stepOf([], ['2026-11-08'])).toEqual(['none', 'overdue', '2026-11-08'])
  expect(stepOf([], [])).toEqual(['none', 'none', null])
  const { rows } = populationOf(about({ since: '2026-01-01' }), [one({ cameBefore: 1 })], nothingElse)
  expect(rows.map(({ cameBefore }) => cameBefore)).toEqual([null])
})

it('Of an area without an open school it is said that there is none, and nothing else.', () => {
  const lines = linesOf({ about: about({}), rows: [] })
  expect([sayShort(about({}), lines), lines.map(({ sentence }) => sentence).join('')]).toEqual([
    'No school of the area was open on 9 November 2026.',
    '',
  ])
})

it('Nurseries and childminders are said apart, and are in no number of schools.', () => {
  const settings = { listed: 214, tookPart: 31, loadedOn: '2026-10-01' }
  const lines = linesOf(populationOf(about({ settings }), [one({})], nothingElse))
  expect(lines.find(({ key }) => key === 'settings')).toEqual({
    ...{ key: 'settings', of: 0, parts: [] },
    sentence:
      'Counted apart from schools, nurseries and childminders: 31 of 214 settings on the early years list, as loaded on 1 October 2026, had someone attend.',
  })
  expect(lines.find(({ key }) => key === 'came')?.of).toBe(1)
})

it('A reader sees no line of whom a school sent or how its DSL stands, but what the figures kept last give.', () => {
  const population = populationOf(about({}), [one({ came: 1, people: [['dsl', 'signed', 9]], training: 'in_date' }), one({})], nothingElse)
  const shown = linesForReaders(linesOf(population), undefined)
  expect(shown.filter(({ key }) => ['sent', 'people', 'training', 'booked'].includes(key))).toEqual([
    { key: 'people', of: 9, parts: [], sentence: '9 people came.' },
    { key: 'training', of: 0, parts: [], sentence: 'No figures of how DSLs stand are given yet.' },
  ])
  expect(sayShort(population.about, shown)).not.toContain('DSL')
  const given = {
    parts: [
      { of: ['in_date' as const], n: 60 },
      { of: ['overdue' as const, 'vacant' as const], n: 59 },
    ],
    groups: [],
    apart: [],
  }
  expect(linesForReaders(linesOf(population), { on: '2026-11-01', given }).find(({ key }) => key === 'training')?.sentence).toBe(
    'As at 1 November 2026: In date 60 · overdue on our record or post vacant 59 = 119 schools.',
  )
})

it('Of guidance that asks for no answer nobody is said to have adopted it, or not to have.', () => {
  const population = populationOf(about({ guidance: { ...guidance, isAnswered: false } }), [one({ pupils: 90, girls: 40 })], nothingElse)
  expect(
    linesOf(population).flatMap(({ key, of, sentence }) => (/adopted$/.test(key) && key !== 'adopted' ? [[of, sentence]] : [])),
  ).toEqual([
    [0, ''],
    [0, ''],
  ])
})
