// A reader of the demonstration, who knows the register of schools, tries to work out of all pages and files how the people of a school stand.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { knownStates } from '#attendance/requirements/state.ts'
import { access } from '#base/web/access.ts'
import { entryPath } from '#people/sign-in/entry-link.ts'
import { kinds } from '#schools/schools/school.ts'
import { attack, type Report } from '../support/attacker.ts'
import { type Muster, startMuster } from '../support/muster.ts'
import { plain } from '../support/plain.ts'
import { type Asking, cellsOf, everythingOf, figuresIn, type Truth, truthIn } from '../support/reader.ts'

let muster: Muster
beforeAll(async () => {
  muster = await startMuster('demonstration')
})
afterAll(() => muster.stop())

type Person = { read: Asking }

const signedIn = async (email: string): Promise<Person> => {
  const { url, token } = muster
  const send = (path: string) =>
    fetch(url + path, { method: 'POST', headers: { origin: url, 'x-muster-token': token }, redirect: 'manual' })
  const made = (await (await send(`/dev/commands/entry-link?email=${encodeURIComponent(email)}`)).json()) as { token: string }
  const cookie = (await send(entryPath(made.token))).headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  return {
    read: async (path) => {
      const answer = await fetch(url + path, { headers: { cookie } })
      return answer.ok ? answer.text() : undefined
    },
  }
}

// “Nobody who has all that readers get, and the register, works out how the people of a single school stand.”
/** What officers are given of the same report: each state of each sector and kind. */
const bareOf = (asked: readonly Truth[]): Report['figures'] =>
  [...Map.groupBy(asked, ({ sector }) => sector).values()].flatMap((own) =>
    knownStates.map((state) => ({
      ...{ schools: own.map(({ urn }) => urn), states: [state], n: own.filter((one) => one.state === state).length },
    })),
  )

/** Of which the answer to five questions says how schools stand. */
const lead = 'Designated lead: training every two years'

/** A number, or a range of numbers, as a file says it. */
const rangeIn = (said: string, of: number): { n: number; to: number } | undefined => {
  const [first = 0, second = first] = (said.replace(/ of .*/, '').match(/\d+/g) ?? []).map(Number)
  if (!/\d/.test(said)) return undefined
  return said.startsWith('at least') ? { n: first, to: of } : said.startsWith('at most') ? { n: 0, to: first } : { n: first, to: second }
}

type AuditSchool = { report: number; schoolId: string; kind: string; now: string; then: string }

/** What follows of single schools from the results of all audits, or from what could be counted. */
const attackedAudits = (schools: readonly AuditSchool[], files: ReadonlyMap<number, string>, isBare: boolean) => {
  const read = { figures: 0 }
  const found = [...files].flatMap(([report, csv]) => {
    const lines = csv.replaceAll('\r', '').split('\n').map(cellsOf)
    const [own, next] = [schools.filter((one) => one.report === report), schools.filter((one) => one.report === report + 1)]
    const questions = [...new Set(lines.filter(({ length }) => length > 3).map(([label = '']) => label))].filter(
      (one) => one !== 'Question',
    )
    return questions.flatMap((label, at) => {
      const ids = (some: readonly AuditSchool[]) => some.map(({ schoolId }) => schoolId)
      const asked = own.filter(({ now }) => now[at] !== '-')
      if (asked.length < own.length) return []
      const [both, later] = [asked.filter(({ then }) => then[at] !== '-'), next.filter(({ then }) => then[at] !== '-')]
      const yes = (some: readonly AuditSchool[]) => some.filter(({ now }) => now[at] === '1').length
      const again = own.filter(({ schoolId }) => later.some((one) => one.schoolId === schoolId))
      const said = (some: readonly AuditSchool[], range: { n: number; to: number } | undefined) => {
        const exact = isBare && some.length > 0 ? { n: yes(some), to: yes(some) } : range
        return exact ? [{ schools: ids(some), states: ['in place'], ...exact }] : []
      }
      // The first line of a question is of all schools; those by kind come after it.
      const row = (at: number, of = lines) => of.find((one) => one[0] === label)?.[at] ?? ''
      const after = (files.get(report + 1) ?? '').replaceAll('\r', '').split('\n').map(cellsOf)
      const figures = [
        ...said(asked, rangeIn(row(2), asked.length)),
        ...said(both, rangeIn(row(3), both.length)),
        ...said(again, rangeIn(row(4, after), again.length)),
        ...lines.flatMap(([question, , group = '', n = '']) => {
          const some = group
            .split(', ')
            .map((name) => Object.entries(kinds).find(([, one]) => one.toLowerCase() === name.toLowerCase())?.[0])
          if (question !== label || some.some((one) => one === undefined)) return []
          const inGroup = asked.filter(({ kind }) => some.includes(kind))
          return said(inGroup, rangeIn(n, inGroup.length))
        }),
        ...(isBare ? [...Map.groupBy(asked, ({ kind }) => kind).values()].flatMap((some) => said(some, undefined)) : []),
      ]
      read.figures += figures.length
      return [
        ['in place', 'not'],
        ['not', 'in place'],
      ].flatMap((states) => attack([{ schools: ids(asked), figures }], states, 5))
    })
  })
  return { found, ...read }
}

const numberIn = (path: string): string => /^\/coverage\/frozen\/(\d+)/.exec(path)?.[1] ?? ''

it('a reader of the demonstration works out of no school how its people stand; of what officers read it would be many', async () => {
  const [reader, officer] = [await signedIn('reader@muster.example'), await signedIn('officer@muster.example')]
  const pages = await everythingOf(reader.read, [
    '/answer',
    '/reports',
    '/coverage/frozen',
    '/coverage/returns',
    '/requirements',
    '/open-data',
  ])
  // Whatever else readers are given is to be read here too. These files are made of the document that their page shows.
  const unread = [...access].flatMap(([route, { who }]) => {
    const pattern = new RegExp(`^${route.replace('GET ', '').replaceAll(/:[a-z]+/g, '[^/]+')}(\\?|$)`)
    return who === 'reports' && route.startsWith('GET ') && ![...pages.keys()].some((path) => pattern.test(path)) ? [route] : []
  })
  expect(unread).toEqual([
    // These lead to the list of reports.
    ...['GET /coverage/papers', 'GET /coverage/papers/:number'],
    ...['pdf', 'xlsx', 'ods'].map((type) => `GET /coverage/returns/reports/:number/report.${type}`),
  ])
  const saysTraining = (from: string) =>
    [...pages].filter(([path, text]) => path.startsWith(from) && /As at \d+ [\w ]+: In date/.test(plain(text))).length
  expect([saysTraining('/answer') > 0, saysTraining('/reports/') > 0]).toEqual([true, true])
  const audits =
    (await muster.sql(`SELECT f.number AS report, k.schoolId, s.kind, k.facts ->> '$.now' AS now, k.facts ->> '$.before' AS "then"
    FROM FrozenReport f JOIN FrozenStanding k ON k.reportId = f.id JOIN FrozenSchool s ON s.reportId = f.id AND s.schoolId = k.schoolId
    WHERE f.about = 'audit' AND k.state = 'submitted'`)) as AuditSchool[]
  const results = new Map(
    [...pages].flatMap(([path, text]) => {
      const number = /^\/coverage\/returns\/reports\/(\d+)\/tables.csv$/.exec(path)?.[1]
      return number ? [[Number(number), text] as const] : []
    }),
  )
  const audited = attackedAudits(audits, results, false)
  expect([results.size, audited.found]).toEqual([2, []])
  expect([audited.figures > 150, attackedAudits(audits, results, true).found.length > 100]).toEqual([true, true])
  const numbers = [...new Set([...pages.keys()].map(numberIn))].filter(Boolean).toSorted((a, b) => Number(a) - Number(b))
  const [given, bare] = [new Map<string, Report[]>(), new Map<string, Report[]>()]
  const before = new Map<string, ReadonlySet<string>>()
  for (const number of numbers) {
    const truths = truthIn((await officer.read(`/coverage/frozen/${number}/schools.csv`)) ?? '')
    for (const [requirement, asked] of truths) {
      const schools = asked.map(({ urn }) => urn)
      const on = /Figures as at (\d+ \w+ \d+)/.exec(plain(pages.get(`/coverage/frozen/${number}`) ?? ''))?.[1] ?? 'no day'
      const about = [...pages].flatMap(([path, text]) => {
        const isPage = numberIn(path) === number && plain(text).includes(`${requirement}, as at`)
        const isAnswer = /^\/(answer|reports)/.test(path) && requirement === lead && plain(text).includes(`As at ${on}: In date`)
        return isPage || isAnswer ? [text] : []
      })
      const figures = about.flatMap((text) => figuresIn(text, asked, before.get(requirement) ?? new Set()))
      given.set(requirement, [...(given.get(requirement) ?? []), { schools, figures }])
      bare.set(requirement, [...(bare.get(requirement) ?? []), { schools, figures: bareOf(asked) }])
      if (figures.length > 0) before.set(requirement, new Set(schools))
    }
  }
  const found = (of: ReadonlyMap<string, Report[]>) => [...of.values()].flatMap((reports) => attack(reports, knownStates, 5))
  expect(found(given)).toEqual([])
  expect([...given.values()].flat().filter(({ figures }) => figures.length > 0).length).toBeGreaterThanOrEqual(4)
  expect(found(bare).length).toBeGreaterThan(100)
})
