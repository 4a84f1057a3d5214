// Whatever the schools of a county are like, the parts of a figure add up to the number beside it: on pages and in files, by every breakdown.

import { beforeAll, expect, it } from 'vitest'
import { dimensions } from '#attendance/coverage/coverage.ts'
import { stateWords } from '#guidance/answers/state.ts'
import { reaches, reachWords } from '#people/notices/notice.ts'
import { chance } from '#test/support/chance.ts'
import { anAccount, aSchool, db, request, rows, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { insertEach } from '#test/support/rows.ts'
import { aDocument, anAnswer, anIssue, aReceipt, aVersion } from '../../guidance/world.ts'

/** Cells of the rows of a table by its caption. */
const tableOf = (page: string, caption: RegExp): string[][] => {
  const found = page
    .match(/<table[\s\S]*?<\/table>/g)
    ?.find((one) => caption.test(plain(/<caption[\s\S]*?<\/caption>/.exec(one)?.[0] ?? '')))
  return (found?.match(/<tr[\s\S]*?<\/tr>/g) ?? []).map((row) => (row.match(/<t[hd][\s\S]*?<\/t[hd]>/g) ?? []).map((one) => plain(one)))
}

/** Rows of a file, the first of which has its headings. */
const fileOf = (csv: string): string[][] =>
  csv
    .trim()
    .split(/\r?\n/)
    .map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) => cell.replaceAll(/^"|"$/g, '')))

const sum = (numbers: readonly (string | number | undefined)[]): number =>
  numbers.reduce<number>((all, n) => all + Number(n ?? Number.NaN), 0)

/** Of a table with headings: how many of each line, and of all lines, are in these columns. Undefined: one of them is not there. */
const across = (lines: readonly string[][], names: readonly string[]): number[] => {
  const [head = [], ...rest] = lines
  return rest.map((line) => sum(names.map((name) => line[head.indexOf(name)])))
}
const down = (lines: readonly string[][], name: string): number[] => {
  const numbers = across(lines, [name])
  return [sum(numbers.slice(0, -1)), numbers.at(-1) ?? Number.NaN]
}

let officer: string
const read = async (path: string): Promise<string> => (await request(path, { cookie: officer })).text()
const { one, is } = chance(20_261_201)

beforeAll(async () => {
  officer = (await anAccount({ roles: ['officer'] })).cookie
  for (let n = 0; n < 45; n += 1) {
    const trust = one(['', '', 'T1', 'T2'])
    await aSchool({
      ...{ laCode: n < 40 ? '884' : '999', sector: one(['maintained', 'academy', 'independent']) },
      ...{ kind: one(['primary', 'secondary', 'special', 'nursery']), phase: one(['Primary', 'Secondary', 'Not applicable']) },
      ...(trust ? { trustUid: trust, trustName: `Trust ${trust}` } : {}),
      ...{ wardName: one(['', 'Bircher', 'Leominster East']), districtName: one(['', 'North']), gender: one(['', 'Mixed', 'Girls']) },
      ...{ religiousCharacter: one(['', 'None', 'Church of England']), urbanRural: one(['', '(England/Wales) Rural village']) },
      ...{ pupils: one(['', '40', '600']), capacity: '99', freeMealsPercent: one(['', '2.5', '41']) },
      ...(is(0.1) ? { closesOn: '2020-01-01' } : {}),
    })
  }
})

const stored = ['in_date', 'due_soon', 'not_in_date', 'no_record', 'exempt', 'not_asked', 'vacant', 'not_known'] as const

/** How each school stands is drawn; of some it is not worked out yet. What has to add up is counted here. */
const drawStandings = async (): Promise<{ open: number; asked: Map<string, number> }> => {
  const schools = await rows<{ id: string; counted: number }>(
    `SELECT s.id, i.laCode = '884' AND i.closesOn IS NULL AS counted FROM School s JOIN SchoolIdentity i ON i.schoolId = s.id ORDER BY s.id`,
  )
  const requirements = await rows<{ id: string }>('SELECT id FROM Requirement ORDER BY position')
  const asked = new Map<string, number>()
  const drawn = requirements.flatMap(({ id: requirementId }) =>
    schools.flatMap((school) => {
      if (is(0.1)) return []
      // What a school states of all its staff is of no post, and of nobody whom it does not name.
      const state = one(requirementId === 'staff_update' ? stored.slice(0, 6) : stored)
      if (school.counted && state !== 'exempt' && state !== 'not_asked') asked.set(requirementId, (asked.get(requirementId) ?? 0) + 1)
      return [{ rootId: school.id, requirementId, state, shown: state }]
    }),
  )
  await db.batch([db.prepare('DELETE FROM SchoolStanding'), insertEach('SchoolStanding', drawn)])
  return { open: schools.filter(({ counted }) => counted).length, asked }
}

const partsOf = (requirement: string): string[] =>
  requirement === 'staff_update'
    ? ['All staff, in date', 'Not all staff, or too long ago', 'No training on our record']
    : ['In date', 'Overdue on our record', 'No training on our record', 'The school has not told us who it is', 'Post vacant']
const apart = ['Exempt', 'Not asked', 'Not worked out yet']

type Said = { page: string; csv: string }
const standingsSaid = async (requirement: string, by: string): Promise<Said> => {
  const query = `requirement=${requirement}&by=${by}`
  return { page: await read(`/coverage/requirements?${query}`), csv: await read(`/coverage/requirements/figures.csv?${query}`) }
}

const standingsAddUp = (requirement: string, { page, csv }: Said, of: { open: number; asked: number }): void => {
  const parts = partsOf(requirement)
  const [, said = '', together = ''] = /muster-figure">([^<]*) = ([\d,]+) schools?</.exec(page) ?? []
  const numbers = said.split(' · ').map((part) => / (\d+)$/.exec(part)?.[1])
  expect([numbers.length, sum(numbers), Number(together)]).toEqual([parts.length, of.asked, of.asked])
  for (const table of [tableOf(page, /^By .*, as at /), fileOf(csv)]) {
    expect(across(table, ['Schools asked']).at(-1)).toBe(of.asked)
    expect(across(table, parts)).toEqual(across(table, ['Schools asked']))
    const soon = table[0]?.find((name) => name.startsWith('In date, due in')) ?? ''
    for (const name of ['Schools asked', soon, ...parts]) expect(down(table, name)[0]).toBe(down(table, name)[1])
  }
  // With those apart from it, it is every open school.
  expect(across(fileOf(csv), ['Schools asked', ...apart]).at(-1)).toBe(of.open)
  for (const name of apart) expect(down(fileOf(csv), name)[0]).toBe(down(fileOf(csv), name)[1])
}

const chosen = async (): Promise<string[]> =>
  [...(await read('/coverage/requirements')).matchAll(/<option value="([a-z_]+)"/g)]
    .map(([, id = '']) => id)
    .filter((id) => !(dimensions as readonly string[]).includes(id))

// “The page says what is asked, by which source, what is to be checked, and gives no percentage of fewer than ten; its headline, each row and its file add up.”
it('however schools stand, the states of each requirement add up to the schools asked, by every breakdown, on the page and in the file', async () => {
  const requirements = await chosen()
  expect(requirements.length).toBeGreaterThanOrEqual(9)
  for (let county = 0; county < 3; county += 1) {
    const { open, asked } = await drawStandings()
    for (const requirement of requirements)
      for (const by of dimensions)
        standingsAddUp(requirement, await standingsSaid(requirement, by), { open, asked: asked.get(requirement) ?? 0 })
  }
})

/** A text with one of its numbers raised by one, for each number of the parts that match. */
const raised = (text: string, part: RegExp): string[] =>
  [...text.matchAll(part)].flatMap((found) =>
    [...found[0].matchAll(/(?<=[>, ])\d+(?=<|,|\n| ·| =| of \d| \(| schools?[. <]|$)/g)].map((number) => {
      const at = found.index + number.index
      return `${text.slice(0, at)}${Number(number[0]) + 1}${text.slice(at + number[0].length)}`
    }),
  )

it('a figure of which one number is one too many is found out, whichever number it is', async () => {
  const { open, asked } = await drawStandings()
  const said = await standingsSaid('lead', 'sector')
  const of = { open, asked: asked.get('lead') ?? 0 }
  standingsAddUp('lead', said, of)
  const wrong = [
    ...raised(said.page, /muster-figure">[^<]*|<td(?:(?!%<|–<)[\s\S])*?<\/td>/g).map((page) => ({ ...said, page })),
    ...raised(said.csv, /^[A-Z][^,\n]*(,\d+){10}/gm).map((csv) => ({ ...said, csv })),
  ]
  expect(wrong.length).toBeGreaterThan(60)
  for (const one of wrong) expect(() => standingsAddUp('lead', one, of)).toThrow()
})

/** What became of a version at each school is drawn: any of it, of one mail or two, in any order. */
const drawReach = async (versionId: string, schoolIds: readonly string[], byId: string): Promise<void> => {
  const facts = schoolIds.flatMap((schoolId) =>
    (['queued', 'accepted', 'came_back', 'not_sent', 'told', 'accepted'] as const)
      .filter(() => is(0.3))
      .map((what, n) => {
        const at = tick().toISOString()
        const of =
          what === 'told'
            ? { means: 'telephone', byId }
            : { messageId: what === 'not_sent' ? null : `${versionId} ${schoolId} ${one([1, 2])}` }
        const fact = { id: `${versionId} ${schoolId} ${n}`, notice: 'guidance', subjectId: versionId, schoolId, what, at, recordedAt: at }
        return { means: null, messageId: null, byId: null, ...fact, ...of }
      }),
  )
  const messages = [...new Set(facts.flatMap(({ messageId }) => messageId ?? []))]
  await db.batch([
    insertEach(
      'Message',
      messages.map((id) => ({ id, kind: 'guidance_issued', recipient: 'x' })),
    ),
    insertEach('NoticeFact', facts),
  ])
}

const adopted = 'Adopted, as it is or with changes'
const answers = [adopted, stateWords.own_policy, stateWords.not_adopting, stateWords.not_applicable]
const levels = ['Answer stated alone', 'Answer seen by an officer', 'Answer verified by an officer']

type Told = { page: string; list: string; uptake: string; csv: string }
const guidanceSaid = async (documentId: string, versionId: string, by: string): Promise<Told> => ({
  page: await read(`/reached/guidance/${versionId}`),
  list: await read(`/reached/guidance/${versionId}/schools.csv`),
  uptake: await read(`/guidance/${documentId}/uptake?by=${by}`),
  csv: await read(`/guidance/${documentId}/uptake/schools.csv`),
})

/** @param of.given schools that were given it; `isFor`: open ones that it is for */
const guidanceAddsUp = ({ page, list, uptake, csv }: Told, of: { given: number; isFor: number }): void => {
  const words = reaches.map((reach) => reachWords[reach])
  const [, ...lines] = tableOf(page, /^As at /)
  expect([sum(lines.slice(0, -1).map(([, n]) => n)), lines.at(-1)]).toEqual([of.given, ['All', String(of.given)]])
  const [head = [], ...listed] = fileOf(list)
  const inList = (word: string): number => listed.filter((line) => line[head.indexOf('State')] === word).length
  expect(lines.slice(0, -1)).toEqual(
    words.filter((word) => word !== words.at(-1) || inList(word) > 0).map((word) => [word, String(inList(word))]),
  )
  expect(listed.length).toBe(of.given)
  expect(page).toContain(`Reached: ${inList(words[0] ?? '') + inList(words[1] ?? '')} of ${of.given} schools.`)
  // Uptake is of all that it is for, whether or not it was given to them.
  const figures = new Map(tableOf(uptake, /^All schools$/).map(([name = '', n = '']) => [name, n]))
  const together = (...names: string[]): string => {
    const said = names.map((name) => /^(\d+) of (\d+)/.exec(figures.get(name) ?? '') ?? [])
    return `${sum(said.map(([, n]) => n))} of ${[...new Set(said.map(([, , all]) => all))].join(' or ')}`
  }
  const everyOne = `${of.isFor} of ${of.isFor}`
  expect([together(...words), together('Answered', 'No answer yet')]).toEqual([everyOne, everyOne])
  for (const all of [answers, levels]) expect(together(...all)).toBe(together('Answered'))
  const groups = tableOf(uptake, /^By /)
  expect(across(groups, ['Answered', 'No answer'])).toEqual(across(groups, ['Schools']))
  expect([['Schools'], ['Answered'], ['Adopted'], ['No answer']].map((names) => `${sum(across(groups, names))} of ${of.isFor}`)).toEqual([
    ...[everyOne, together('Answered'), together(adopted), together('No answer yet')],
  ])
  const [columns = [], ...schools] = fileOf(csv)
  for (const word of words)
    expect(together(word)).toBe(`${schools.filter((line) => line[columns.indexOf('Reached')] === word).length} of ${of.isFor}`)
}

// “The five figures and what is queued add up to the schools that were told, on every day.”
it('whatever became of guidance, its states add up to the schools that were given it, and its uptake to those it is for, by every breakdown', async () => {
  const schools = await rows<{ id: string; body: string; isFor: number }>(
    `SELECT s.id, IIF(i.sector = 'academy', 'trust_board', 'governing_body') AS body, i.sector <> 'independent' AND i.closesOn IS NULL AND i.laCode = '884' AS isFor FROM School s JOIN SchoolIdentity i ON i.schoolId = s.id ORDER BY s.id`,
  )
  for (let county = 0; county < 3; county += 1) {
    const document = await aDocument({ title: `Guidance ${county}`, audience: { sector: ['maintained', 'academy'] } })
    const versionId = await aVersion(document)
    const given = schools.filter((school) => school.isFor && is(0.8))
    await drawReach(
      versionId,
      given.map(({ id }) => id),
      document.by,
    )
    for (const { id, body } of given) {
      const issueId = await anIssue(versionId, { id })
      if (is(0.2)) await aReceipt(issueId, 'acknowledged', '2026-01-15')
      const answer = one(['as_is', 'with_changes', 'own_policy', 'not_adopting', 'not_applicable', '', '', ''])
      if (answer) await anAnswer({ issueId, versionId, accountId: document.by }, { answer, body })
    }
    const of = { given: given.length, isFor: schools.filter(({ isFor }) => isFor).length }
    for (const by of dimensions) guidanceAddsUp(await guidanceSaid(document.id, versionId, by), of)
    const said = await guidanceSaid(document.id, versionId, 'sector')
    const earlier = tableOf(await read(`/reached/guidance/${versionId}?on=2025-09-11`), /^As at /)
    expect(earlier.slice(1).map(([, n]) => n)).toEqual(['0', '0', '0', '0', '0', String(of.given), String(of.given)])
    const wrong = [
      ...raised(said.page.slice(0, said.page.indexOf('<form')), /<td(?:(?!<\/td>)[\s\S])*<\/td>|Reached: [^.]*\./g).map((page) => ({
        ...said,
        page,
      })),
      ...raised(
        said.uptake,
        new RegExp(
          `>(${[...Object.values(reachWords), ...answers, ...levels, 'Answered', 'No answer yet'].join('|')})<[\\s\\S]*?</tr>`,
          'g',
        ),
      ).map((uptake) => ({ ...said, uptake })),
    ]
    expect(wrong.length).toBeGreaterThan(25)
    for (const it of wrong) expect(() => guidanceAddsUp(it, of)).toThrow()
  }
})
