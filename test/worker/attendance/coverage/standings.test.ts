// How the schools of the area stand with a requirement: as many of each state as their rows say, with what is not asked of a school apart.

import { beforeAll, expect, it } from 'vitest'
import { dimensions } from '#attendance/coverage/coverage.ts'
import { selectStandingFigures, standingSchools } from '#attendance/coverage/standing-store.ts'
import { followStandings } from '#attendance/requirements/follow-standings.ts'
import { selectRows } from '#base/db/list-rows.ts'
import { readNow } from '#base/db/read.ts'
import { anAccount, anAct, aSchool, db, htmlOf, request, rows } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { saidCounts, withoutNone } from '#tools/recount/training.ts'
import { anEarlierTraining, aRole, leadTraining } from '../requirements/world.ts'
import { aPerson, cameTo } from './world.ts'

const day = new Date().toISOString().slice(0, 10)
/** So many days before or after today. */
const days = (n: number): string => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)

const follow = async () => {
  do await followStandings(anAct({ now: new Date() }))
  while ((await rows('SELECT 1 FROM StandingToFollow')).length > 0)
}

let reader: string
let officer: string
let trained: { id: string; name: string }

beforeAll(async () => {
  reader = (await anAccount({ roles: ['reader'] })).cookie
  officer = (await anAccount({ roles: ['officer'] })).cookie
  const kinds = ['primary', 'secondary', 'special', 'nursery']
  const sectors = ['maintained', 'academy', 'independent']
  for (let n = 0; n < 24; n += 1) {
    const school = await aSchool({
      ...{ kind: kinds[n % 4] ?? '', sector: sectors[n % 3] ?? '', wardName: `Ward ${n % 5}`, districtName: `District ${n % 2}` },
      ...{
        religiousCharacter: ['', 'None', 'Does not apply', 'Church of England'][n % 4] ?? '',
        gender: ['', 'Mixed', 'Girls'][n % 3] ?? '',
      },
      urbanRural: ['(England/Wales) Rural village', 'Urban: Nearer to a major town or city', ''][n % 3] ?? '',
      ...{
        pupils: n % 4 === 0 ? '' : String(n * 60),
        capacity: n % 8 === 0 ? '' : '99',
        freeMealsPercent: n % 6 === 5 ? '' : `${n * 2}.5`,
      },
    })
    const person = await aPerson(`Holder Number ${n}`)
    if (n % 5 !== 4) await aRole(person, school, n % 6 === 5 ? { confirmedAt: null } : {})
    if (n % 5 === 4)
      await add('RoleGap', {
        schoolId: school.id,
        roleId: 'dsl',
        answer: 'vacant',
        fromDate: '2025-01-01',
        source: 'school',
      })
    if (n % 3 === 0) await anEarlierTraining(person, school, days(-30 - 60 * n))
    if (n === 0) trained = school
  }
  // Closed, of another authority, and never counted.
  await aSchool({ statusCode: '2', closesOn: '2020-01-01' })
  await aSchool({ laCode: '999' })
  const event = await leadTraining(days(-200))
  await cameTo(event, trained, 'attended', {
    personId: (await rows<{ id: string }>(`SELECT id FROM Person WHERE name = 'Holder Number 0'`))[0]?.id ?? '',
  })
  await follow()
})

type Raw = Record<
  'id' | 'kind' | 'sector' | 'ward' | 'phase' | 'holders' | 'district' | 'faith' | 'gender' | 'settled' | 'pupils' | 'places' | 'meals',
  string
> & {
  gaps: number
}

/** The lead requirement counted again from the rows themselves: the newest training of two years of each confirmed holder. */
const recount = async (key: (school: Raw) => string): Promise<Record<string, Record<string, number>>> => {
  const raw = await rows<Raw>(
    `SELECT s.id, i.kind, i.sector, i.wardName AS ward, i.phase, i.districtName AS district, i.religiousCharacter AS faith, i.gender,
       i.urbanRural AS settled, i.pupils, i.capacity AS places, i.freeMealsPercent AS meals,
       (SELECT json_group_array((SELECT MAX(on_) FROM (
          SELECT a.heldOn AS on_ FROM EarlierAttendance a WHERE a.personId = r.personId
          UNION ALL SELECT substr(x.startsAt, 1, 10) FROM Mark m JOIN Place p ON p.id = m.placeId JOIN Session x ON x.id = m.sessionId
            WHERE p.personId = r.personId AND m.markType = 'attended')))
        FROM RoleAtSchool r WHERE r.schoolId = s.id AND r.roleId = 'dsl' AND r.confirmedAt IS NOT NULL) AS holders,
       (SELECT COUNT(*) FROM RoleGap g WHERE g.schoolId = s.id) AS gaps
     FROM School s JOIN SchoolIdentity i ON i.schoolId = s.id WHERE i.laCode = '884' AND i.closesOn IS NULL`,
  )
  const found: Record<string, Record<string, number>> = {}
  for (const school of raw) {
    const holders = JSON.parse(school.holders) as (string | null)[]
    const [last] = holders
    const ends = last ? `${Number(last.slice(0, 4)) + 2}${last.slice(4)}` : ''
    const state =
      holders.length === 0
        ? school.gaps > 0
          ? 'vacant'
          : 'not_known'
        : !last
          ? 'no_record'
          : ends < day
            ? 'not_in_date'
            : ends <= days(90)
              ? 'due_soon'
              : 'in_date'
    const own = found[key(school)] ?? {}
    found[key(school)] = { ...own, [state]: (own[state] ?? 0) + 1 }
  }
  return found
}

/** The band that a number is in, counted from 1; '' for what is not a number. */
const band = (text: string, ends: readonly number[]): string =>
  text === '' ? '' : String(1 + ends.filter((end) => Number(text) >= end).length)

const keys: Record<(typeof dimensions)[number], (school: Raw) => string> = {
  'sector-kind': ({ sector, kind }) => `${sector}.${kind}`,
  sector: ({ sector }) => sector,
  kind: ({ kind }) => kind,
  ward: ({ ward }) => ward,
  phase: ({ phase }) => phase,
  trust: () => '',
  district: ({ district }) => district,
  faith: ({ faith }) => (faith === 'None' || faith === 'Does not apply' ? 'none' : faith),
  gender: ({ gender }) => gender,
  settlement: ({ settled }) => (/rural/i.test(settled) ? 'rural' : /urban/i.test(settled) ? 'urban' : ''),
  size: ({ pupils, places }) => band(pupils || places, [100, 250, 500, 1000]),
  'free-meals': ({ meals }) => band(meals, [10, 20, 30, 40]),
}

it.each(dimensions)('by %s the figures are what is counted from the rows', async (by) => {
  const found = await readNow(db, selectStandingFigures(db, { requirement: 'lead', on: day, laCodes: ['884'], by }))
  const counted = Object.fromEntries(found.categories.map((one) => [one.key, withoutNone(one)]))
  expect(counted).toEqual(Object.fromEntries(Object.entries(await recount(keys[by])).map(([key, states]) => [key, saidCounts(states)])))
  expect(found.whole).toMatchObject({ asked: 24, counts: { not_asked: 0, waiting: 0 } })
})

it('what is not asked of a school is in no denominator, nor what is not worked out yet', async () => {
  const of = (requirement: string) => readNow(db, selectStandingFigures(db, { requirement, on: day, laCodes: ['884'], by: 'sector' }))
  expect((await of('governors')).whole).toMatchObject({ asked: 16, counts: { not_asked: 8 } })
  const { id } = await aSchool({ wardName: 'Ward 0' })
  expect((await of('lead')).whole).toMatchObject({ asked: 24, counts: { waiting: 1 } })
  const list = await readNow(
    db,
    selectRows(
      db,
      standingSchools({ requirement: 'lead', on: day, laCodes: ['884'], by: 'ward' }, { state: 'waiting', category: 'Ward 0', q: '' }),
    ),
  )
  expect(list).toMatchObject([{ id, state: 'waiting', category: 'Ward 0' }])
  await follow()
})

const page = async (path: string, cookie = officer) => {
  const response = await request(path, { cookie })
  return { status: response.status, text: await textOf(response) }
}

it('the page says what is asked, by which source, what is to be checked, and gives no percentage of fewer than ten; its headline, each row and its file add up', async () => {
  const { status, text } = await page('/coverage/requirements?requirement=lead&by=kind')
  expect(status).toBe(200)
  expect(text).toContain('Designated lead: training every two years: all schools open in the area on')
  expect(text).toContain('Guidance: KCSIE 2026: The role of the designated safeguarding lead: training updated every two years')
  expect(text).toContain('Check against the text in force')
  expect(text).toContain('Nurseries and childminders that are not in the schools register are not covered.')
  expect(text).toMatch(/Special 6 [\d ]+ –/)
  // The headline adds up to the schools asked, and so does each row of the table.
  const headline = text.match(
    /In date (\d+) · overdue on our record (\d+) · no training on our record (\d+) · the school has not told us who it is (\d+) · post vacant (\d+) = 25 schools/,
  )
  expect((headline ?? []).slice(1).reduce((sum, n) => sum + Number(n), 0)).toBe(25)
  const file = (await htmlOf(request('/coverage/requirements/figures.csv?requirement=lead&by=kind', { cookie: officer }))).split('\r\n')
  expect(file[0]).toContain(
    'Schools asked,In date,"In date, due in 90 days",Overdue on our record,No training on our record,The school has not told us who it is,Post vacant,Exempt,Not asked,Not worked out yet,Per cent in date',
  )
  for (const line of file.slice(1).filter(Boolean)) {
    const [, asked, inDate, , ...others] = line.split(',').map(Number)
    expect([line, others.slice(0, 4).reduce((sum, n) => sum + n, inDate ?? 0)]).toEqual([line, asked])
  }
  expect((await page('/coverage/requirements?requirement=nothing')).status).toBe(404)
})

it('the list says why each school stands as it does, is searched, and its file names nobody', async () => {
  const { text } = await page(`/coverage/requirements/schools?requirement=lead&by=kind&q=${encodeURIComponent(trained.name)}`)
  expect(text).toContain('1 school')
  expect(text).toMatch(/In date until [^,]+ In date until [^,]+, two years after “Lead course” on [^(]+ \(guidance: KCSIE 2026\)\./)
  const csv = await (await request('/coverage/requirements/schools.csv?requirement=lead&by=kind', { cookie: officer })).text()
  expect(csv.split('\r\n').filter(Boolean)).toHaveLength(26)
  expect(csv).not.toContain('Holder Number')
  expect(await rows(`SELECT "after" ->> '$.schools' AS schools FROM Log WHERE act = 'coverage_standings.exported'`)).toEqual([
    { schools: 25 },
  ])
})

it('one school is shown on any earlier day, with who holds the role; readers do not find it', async () => {
  expect((await page(`/coverage/requirements/schools/${trained.id}`, reader)).status).toBe(404)
  const old = await request(`/coverage/requirements/schools/${trained.id}`, { cookie: officer })
  const path = old.headers.get('location') ?? ''
  expect([old.status, path]).toEqual([302, `/organiser/schools/${trained.id}/requirements`])
  expect((await page(path, officer)).text).toContain('Holder Number 0')
  expect((await page(`${path}?on=2020-01-01`, officer)).text).toContain('The school has not told us who it is')
  expect((await page(`${path}?on=none`, officer)).status).toBe(422)
})

it('officers are told why a person was excused, and who stated what of the staff; readers find nothing', async () => {
  await add('RequirementException', {
    ...{ requirementId: 'lead', schoolId: trained.id, kind: 'exempt', fromDate: '2026-01-01', reason: 'Ann is on sick leave' },
  })
  await add('StaffStatement', {
    ...{ requirementId: 'staff_update', schoolId: trained.id, trained: 9, staff: 9, asAt: days(-10), saidBy: 'Ann Ashworth' },
  })
  await follow()
  const path = `/organiser/schools/${trained.id}/requirements`
  expect((await page(path, reader)).status).toBe(404)
  for (const words of ['Ann is on sick leave', 'Ann Ashworth']) expect((await page(path, officer)).text).toContain(words)
})

it('a page of a list of schools that there is not says so, and leads to the first', async () => {
  const { text } = await page('/coverage/requirements/schools?requirement=lead&by=sector&after=nobody')
  expect(text).toContain('There is no such page of this list. First page')
})
