import { expect, it } from 'vitest'
import type { Question } from '#attendance/coverage/coverage.ts'
import type { Figures, LiveFigures } from '#attendance/coverage/figures.ts'
import type { WhichSchools } from '#attendance/coverage/report.ts'
import { schoolsBehind } from '#attendance/coverage/schools-store.ts'
import { readReport } from '#attendance/coverage/store.ts'
import { type At, selectSlice } from '#base/db/list-rows.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { anEvent, aSchool, db, run, tick, tripsOf } from '#test/support/factories.ts'
import { add, insert } from '#test/support/rows.ts'
import {
  aMark,
  anArea,
  anEarlierRecord,
  aPlace,
  aSuccession,
  asEvent,
  aWalkIn,
  cameTo,
  firstSession,
  onDay,
  readSchools,
  signOff,
} from './world.ts'

const over = (laCode: string, more: Partial<Question> = {}): Question => ({
  laCodes: [laCode],
  on: '2026-12-31',
  from: '2025-01-01',
  to: '2026-12-31',
  topic: undefined,
  event: undefined,
  ...more,
})

const nothing: Figures = {
  open: 0,
  tookPart: 0,
  ownAttended: 0,
  ownPart: 0,
  representedAttended: 0,
  representedPart: 0,
  signed: 0,
  earlier: 0,
  provisional: 0,
  predecessor: 0,
  never: 0,
}

/** The figures that a frozen report keeps too. */
const kept = ({ onTopic: _, ...figures }: LiveFigures): Figures => figures
const whole = async (question: Question): Promise<Figures> => kept((await readReport(db, question, ['sector-kind'])).whole)

it('an empty area has nothing of nothing', async () => {
  const { whole, tables } = await readReport(db, over(anArea()), ['sector-kind'])
  expect(whole).toEqual({ ...nothing, onTopic: 0 })
  expect(tables).toEqual([{ dimension: 'sector-kind', categories: [] }])
})

it('a school that nobody attended for is open, took no part, and has no record', async () => {
  const laCode = anArea()
  await aSchool({ laCode })
  expect(await whole(over(laCode))).toEqual({ ...nothing, open: 1, never: 1 })
})

it('a school whose own delegate attended a signed register took part', async () => {
  const laCode = anArea()
  const school = await aSchool({ laCode })
  const event = await onDay('2026-06-12')
  await cameTo(event, school)
  expect(await whole(over(laCode))).toEqual({ ...nothing, open: 1, tookPart: 1, ownAttended: 1, provisional: 1 })
  await signOff(event)
  expect(await whole(over(laCode))).toEqual({ ...nothing, open: 1, tookPart: 1, ownAttended: 1, signed: 1 })
})

it('a school opens on its opening day and is closed on its closing day', async () => {
  const laCode = anArea()
  await aSchool({ laCode, opensOn: '2026-09-01' })
  await aSchool({ laCode, closesOn: '2026-09-01' })
  const open = async (on: string) => (await whole(over(laCode, { on, to: on }))).open
  expect(await open('2026-08-31')).toBe(1)
  expect(await open('2026-09-01')).toBe(1)
  const names = async (on: string) =>
    (await readSchools(db, over(laCode, { on, to: on }), { dimension: 'kind', category: undefined, answer: 'all' })).schools
  expect(await names('2026-08-31')).not.toEqual(await names('2026-09-01'))
})

it('a school whose opening is not known is always open, and one only proposed is not', async () => {
  const laCode = anArea()
  await aSchool({ laCode })
  await aSchool({ laCode, statusCode: '4' })
  await aSchool({ laCode, statusCode: '4', opensOn: '2026-09-01' })
  expect((await whole(over(laCode, { on: '1990-01-01', from: '1990-01-01', to: '1990-01-01' }))).open).toBe(1)
  expect((await whole(over(laCode))).open).toBe(2)
})

it('a school counts once when its URN changed within the period, under the identity of the date', async () => {
  const laCode = anArea()
  const old = await aSchool({ laCode, closesOn: '2026-04-01', sector: 'maintained' })
  const renewed = await aSchool({ laCode, opensOn: '2026-02-01', sector: 'academy' })
  await run('UPDATE School SET rootId = ?1 WHERE id = ?2', old.id, renewed.id)
  await cameTo(await onDay('2025-06-12'), old)
  await cameTo(await onDay('2026-06-12'), renewed)
  const { tables } = await readReport(db, over(laCode), ['sector'])
  expect(tables[0]?.categories).toEqual([
    { ...nothing, open: 1, tookPart: 1, ownAttended: 1, provisional: 1, onTopic: 1, key: 'academy', label: 'Academy or free school' },
  ])
  // Both are in force: the one that opened last says what it is.
  const overlap = await readReport(db, over(laCode, { on: '2026-03-01', to: '2026-03-01' }), ['sector'])
  expect(overlap.tables[0]?.categories.map(({ key, open, tookPart }) => ({ key, open, tookPart }))).toEqual([
    { key: 'academy', open: 1, tookPart: 1 },
  ])
  const { schools, total } = await readSchools(db, over(laCode), { dimension: 'sector', category: undefined, answer: 'took-part' })
  expect(total).toBe(1)
  expect(schools).toEqual([
    {
      id: old.id,
      name: renewed.name,
      town: 'Leominster',
      urn: renewed.urn,
      category: 'Academy or free school',
      reached: { grade: 'own_attended', basis: 'provisional', throughPredecessor: false },
      ...{ firstOnTopic: '2025-06-12', lastOnTopic: '2026-06-12', times: 2, lastOn: '2026-06-12' },
    },
  ])
})

it('a school that moved to another authority counts until it moved', async () => {
  const [laCode, other] = [anArea(), anArea()]
  const school = await aSchool({ laCode })
  const now = tick().toISOString()
  const identity = (code: string, from: string | null, to: string | null) =>
    insert('SchoolIdentity', {
      schoolId: school.id,
      urn: school.urn,
      name: school.name,
      laCode: code,
      statusCode: '1',
      validFrom: from,
      validTo: to,
      learnedAt: now,
    })
  await db.batch([
    db.prepare('UPDATE SchoolIdentity SET supersededAt = ?1 WHERE schoolId = ?2').bind(now, school.id),
    identity(laCode, null, '2026-04-01'),
    identity(other, '2026-04-01', null),
  ])
  const open = async (code: string, on: string) => (await whole(over(code, { on, to: on }))).open
  expect([await open(laCode, '2026-03-31'), await open(other, '2026-03-31')]).toEqual([1, 0])
  expect([await open(laCode, '2026-04-01'), await open(other, '2026-04-01')]).toEqual([0, 1])
})

it('a merged school counts the attendance of the schools that it came from, and theirs before, marked so', async () => {
  const laCode = anArea()
  const [first, second, third] = [
    await aSchool({ laCode, closesOn: '2025-09-01' }),
    await aSchool({ laCode, closesOn: '2026-09-01' }),
    await aSchool({ laCode, opensOn: '2026-09-01' }),
  ]
  await aSuccession(first, second, 'merger')
  await aSuccession(second, third, 'merger')
  await cameTo(await onDay('2025-06-12'), first, 'part')
  expect(await whole(over(laCode))).toEqual({ ...nothing, open: 1, tookPart: 1, ownPart: 1, provisional: 1, predecessor: 1 })
  await cameTo(await onDay('2026-10-12'), third, 'part')
  expect(await whole(over(laCode))).toEqual({ ...nothing, open: 1, tookPart: 1, ownPart: 1, provisional: 1 })
})

it('each school that another was split into counts its attendance; successions in a ring end', async () => {
  const laCode = anArea()
  const before = await aSchool({ laCode, closesOn: '2026-01-01' })
  const [one, two] = [await aSchool({ laCode, opensOn: '2026-01-01' }), await aSchool({ laCode, opensOn: '2026-01-01' })]
  await aSuccession(before, one, 'split')
  await aSuccession(before, two, 'split')
  await aSuccession(one, before, 'merger')
  await anEarlierRecord(before, '2025-06-12')
  expect(await whole(over(laCode))).toEqual({ ...nothing, open: 2, tookPart: 2, ownAttended: 2, earlier: 2, predecessor: 2 })
})

it('represented stands below own staff, and attended above in part', async () => {
  const laCode = anArea()
  const [host, full, acceptsFewer, both] = [
    await aSchool({ laCode }),
    await aSchool({ laCode }),
    await aSchool({ laCode }),
    await aSchool({ laCode }),
  ]
  const event = await onDay('2026-06-12')
  await cameTo(event, host, 'attended', { represents: [full, both] })
  await cameTo(event, host, 'part', { represents: [acceptsFewer, full] })
  await cameTo(await onDay('2026-06-13'), both, 'part')
  expect(await whole(over(laCode))).toEqual({
    ...nothing,
    open: 4,
    tookPart: 4,
    ownAttended: 1,
    ownPart: 1,
    representedAttended: 1,
    representedPart: 1,
    provisional: 4,
  })
})

it('a school rests on the best record at its best grade', async () => {
  const laCode = anArea()
  const school = await aSchool({ laCode })
  const signed = await onDay('2026-06-12')
  await cameTo(signed, school, 'part')
  await signOff(signed)
  await cameTo(await onDay('2026-06-13'), school, 'attended')
  expect(await whole(over(laCode))).toEqual({ ...nothing, open: 1, tookPart: 1, ownAttended: 1, provisional: 1 })
  await anEarlierRecord(school, '2025-02-02')
  expect(await whole(over(laCode))).toEqual({ ...nothing, open: 1, tookPart: 1, ownAttended: 1, earlier: 1 })
})

it('a correction turns the figure, and back', async () => {
  const laCode = anArea()
  const school = await aSchool({ laCode })
  const event = await onDay('2026-06-12')
  const { placeId, markId } = await cameTo(event, school)
  const correction = await aMark(firstSession(event), { placeId }, 'absent', { correctsId: markId, reason: 'Mixed up with another school' })
  expect(await whole(over(laCode))).toEqual({ ...nothing, open: 1, never: 1 })
  await aMark(firstSession(event), { placeId }, 'part', { correctsId: correction, reason: 'Came after lunch' })
  expect(await whole(over(laCode))).toEqual({ ...nothing, open: 1, tookPart: 1, ownPart: 1, provisional: 1 })
})

it('who was absent or sent apologies did not take part; who came counts though the place was cancelled', async () => {
  const laCode = anArea()
  const [absent, apologies, came] = [await aSchool({ laCode }), await aSchool({ laCode }), await aSchool({ laCode })]
  const event = await onDay('2026-06-12')
  await cameTo(event, absent, 'absent')
  await cameTo(event, apologies, 'apologies')
  await cameTo(event, came, 'attended', { state: 'cancelled' })
  expect(await whole(over(laCode))).toEqual({ ...nothing, open: 3, tookPart: 1, ownAttended: 1, provisional: 1, never: 2 })
})

it('the schools without any record are exactly those that the figure counts', async () => {
  const laCode = anArea()
  const [never, before, came] = [await aSchool({ laCode }), await aSchool({ laCode }), await aSchool({ laCode })]
  await cameTo(await onDay('2024-06-12'), before)
  await cameTo(await onDay('2026-06-12'), came)
  const listed = async (answer: 'did-not' | 'never') =>
    (await readSchools(db, over(laCode), { dimension: 'kind', category: undefined, answer })).schools.map(({ id }) => id)
  expect(await whole(over(laCode))).toMatchObject({ open: 3, tookPart: 1, never: 1 })
  expect(await listed('never')).toEqual([never.id])
  expect((await listed('did-not')).toSorted()).toEqual([never.id, before.id].toSorted())
})

it('outside organisations and schools of other areas are told apart and never counted', async () => {
  const laCode = anArea()
  const elsewhere = await aSchool({ laCode: anArea() })
  const agency = { id: newId(tick()) }
  await add('School', { id: agency.id, rootId: agency.id, outsideKind: 'partner_agency', name: 'Agency' })
  const event = await onDay('2026-06-12')
  await cameTo(event, elsewhere)
  await cameTo(event, agency)
  const report = await readReport(db, over(laCode, { event: asEvent(event), on: '2026-06-12' }), ['sector-kind'])
  expect(kept(report.whole)).toEqual(nothing)
  expect(report.sources).toMatchObject({ outside: 1, notOfArea: 1, unmatchedWalkIns: 0 })
})

it('the report says of what day its register of schools is, once one was applied', async () => {
  const sources = async () => (await readReport(db, over(anArea()), ['kind'])).sources.registerAsAt
  const apply = (state: string, asAt: string) =>
    add('RegisterImport', {
      state,
      asAt,
      summary: '{}',
      readyAt: tick().toISOString(),
      appliedAt: state === 'applied' ? tick().toISOString() : null,
    })
  expect(await sources()).toBeUndefined()
  await apply('ready', '2026-05-01')
  expect(await sources()).toBeUndefined()
  await apply('applied', '2026-02-01')
  await apply('applied', '2026-04-01')
  expect(await sources()).toBe('2026-04-01')
})

it('a walk-in counts for the school that it is matched to, and for none until then', async () => {
  const laCode = anArea()
  const school = await aSchool({ laCode })
  const event = await onDay('2026-06-12')
  const walkInId = await aWalkIn(event, undefined)
  await aMark(firstSession(event), { walkInId }, 'attended')
  const asked = over(laCode, { event: asEvent(event), on: '2026-06-12' })
  const before = await readReport(db, asked, ['kind'])
  expect(before.whole.tookPart).toBe(0)
  expect(before.sources.unmatchedWalkIns).toBe(1)
  await add('WalkInSchool', { walkInId, schoolId: school.id, at: '2026-03-02T09:00:00.000Z' })
  const after = await readReport(db, asked, ['kind'])
  expect(kept(after.whole)).toEqual({ ...nothing, open: 1, tookPart: 1, ownAttended: 1, provisional: 1 })
  expect(after.sources.unmatchedWalkIns).toBe(0)
})

it('the date of an event is the day of its first session in London', async () => {
  const laCode = anArea()
  await aSchool({ laCode, opensOn: '2026-06-13' })
  // Half past midnight on the 13th in London.
  const event = await anEvent({ startsAt: '2026-06-12T23:30:00.000Z', endsAt: '2026-06-13T15:00:00.000Z' })
  expect(asEvent(event).startsOn).toBe('2026-06-13')
  expect((await whole(over(laCode, { event: asEvent(event), on: asEvent(event).startsOn }))).open).toBe(1)
})

it('a period takes whole London days, its first and its last', async () => {
  const laCode = anArea()
  const [early, late] = [await aSchool({ laCode }), await aSchool({ laCode })]
  await cameTo(await anEvent({ startsAt: '2026-05-31T22:59:00.000Z', endsAt: '2026-05-31T23:30:00.000Z' }), early)
  await cameTo(await anEvent({ startsAt: '2026-05-31T23:00:00.000Z', endsAt: '2026-05-31T23:30:00.000Z' }), late)
  expect((await whole(over(laCode, { from: '2026-06-01', to: '2026-06-30', on: '2026-06-30' }))).tookPart).toBe(1)
  expect((await whole(over(laCode, { from: '2026-05-01', to: '2026-05-31', on: '2026-05-31' }))).tookPart).toBe(1)
  expect((await whole(over(laCode, { from: '2026-05-31', to: '2026-06-01', on: '2026-06-01' }))).tookPart).toBe(2)
})

it('a topic leaves out the other topics, of registers and of earlier records', async () => {
  const laCode = anArea()
  const [one, two, three] = [await aSchool({ laCode }), await aSchool({ laCode }), await aSchool({ laCode })]
  await cameTo(await anEvent({ topicId: 'prevent' }), one)
  await cameTo(await anEvent({ topicId: 'online-safety' }), two)
  await anEarlierRecord(three, '2026-02-02', { topicId: 'prevent' })
  const prevent = { id: 'prevent', label: 'Prevent duty' }
  expect(await whole(over(laCode, { topic: prevent }))).toEqual({
    ...nothing,
    open: 3,
    tookPart: 2,
    ownAttended: 2,
    provisional: 1,
    earlier: 1,
  })
})

it('a list of schools is read page by page, forwards and back, in the order of its file', async () => {
  const laCode = anArea()
  const named = (name: string) => aSchool({ laCode, name })
  const came = [await named('Aylestone'), await named('Bosbury')]
  for (const name of ['Weobley', 'Clehonger', 'clifford']) await named(name)
  await anEarlierRecord(await named('Almeley'), '2019-03-05')
  for (const school of came) await cameTo(await onDay('2026-06-12'), school)
  const inOrder: [WhichSchools, string[]][] = [
    ['did-not', ['Clehonger', 'clifford', 'Weobley', 'Almeley']],
    ['all', ['Almeley', 'Aylestone', 'Bosbury', 'Clehonger', 'clifford', 'Weobley']],
  ]
  for (const [answer, names] of inOrder) {
    const ask = { dimension: 'kind', category: undefined, answer } as const
    const page = (at: At) => readNow(db, selectSlice(db, { ...schoolsBehind(over(laCode), ask), size: 2 }, at))
    const first = await page({})
    const second = await page({ after: first.after ?? '' })
    const { schools } = await readSchools(db, over(laCode), ask)
    expect(schools.map(({ name }) => name)).toEqual(names)
    expect([...first.rows, ...second.rows]).toEqual(schools.slice(0, 4))
    expect((await page({ before: second.before ?? '' })).rows).toEqual(first.rows)
    expect(await page({ after: 'nobody' })).toEqual({ rows: [], total: names.length, isFirst: false })
  }
})

it('a list of one category says what it is called, if any school is in it', async () => {
  const laCode = anArea()
  await aSchool({ laCode, kind: 'primary' })
  const called = async (category: string | undefined, answer: WhichSchools) =>
    (await readSchools(db, over(laCode), { dimension: 'kind', category, answer })).category
  expect(await called('primary', 'never')).toBe('Primary')
  expect(await called('primary', 'took-part')).toBe(undefined)
  expect(await called('secondary', 'all')).toBe(undefined)
  expect(await called(undefined, 'all')).toBe(undefined)
})

it('one event leaves out every other event and the earlier records', async () => {
  const laCode = anArea()
  const [one, two] = [await aSchool({ laCode }), await aSchool({ laCode })]
  const event = await onDay('2026-06-12')
  await cameTo(event, one)
  await cameTo(await onDay('2026-06-12'), two)
  await anEarlierRecord(two, '2026-06-12')
  expect(await whole(over(laCode, { event: asEvent(event), on: '2026-06-12' }))).toEqual({
    ...nothing,
    open: 2,
    tookPart: 1,
    ownAttended: 1,
    provisional: 1,
  })
})

it('schools that did not take part begin with those without any record, then the longest ago', async () => {
  const laCode = anArea()
  const names = ['Came', 'Long ago', 'Never', 'Lately']
  const [came, longAgo, , lately] = [
    await aSchool({ laCode, name: names[0] ?? '' }),
    await aSchool({ laCode, name: names[1] ?? '' }),
    await aSchool({ laCode, name: names[2] ?? '' }),
    await aSchool({ laCode, name: names[3] ?? '' }),
  ]
  await cameTo(await onDay('2026-06-12'), came)
  await anEarlierRecord(longAgo, '2019-03-05')
  await cameTo(await onDay('2024-06-12'), lately)
  const ask = { dimension: 'kind', category: undefined, answer: 'did-not' } as const
  const { schools, total } = await readSchools(db, over(laCode), ask)
  expect(schools.map(({ name, lastOn }) => [name, lastOn])).toEqual([
    ['Never', undefined],
    ['Long ago', '2019-03-05'],
    ['Lately', '2024-06-12'],
  ])
  expect(total).toBe(3)
})

it('trusts, wards and phases each divide the whole, and a category leads to its schools', async () => {
  const laCode = anArea()
  const school = await aSchool({
    laCode,
    sector: 'academy',
    trustUid: '5001',
    trustName: 'Marches Trust',
    wardName: 'Bishops Frome',
    phase: 'Secondary',
    kind: 'secondary',
  })
  await aSchool({ laCode, wardName: '', phase: '' })
  await cameTo(await onDay('2026-06-12'), school)
  const { tables } = await readReport(db, over(laCode), ['trust', 'ward', 'phase', 'sector-kind'])
  expect(tables.map(({ categories }) => categories.map(({ label, open, tookPart }) => [label, open, tookPart]))).toEqual([
    [
      ['Marches Trust', 1, 1],
      ['Not in a trust', 1, 0],
    ],
    [
      ['Bishops Frome', 1, 1],
      ['Not recorded by the register', 1, 0],
    ],
    [
      ['Secondary', 1, 1],
      ['Not recorded by the register', 1, 0],
    ],
    [
      ['Maintained primary', 1, 0],
      ['Academy secondary', 1, 1],
    ],
  ])
  const behind = await readSchools(db, over(laCode), { dimension: 'trust', category: '5001', answer: 'all' })
  expect(behind.schools.map(({ id }) => id)).toEqual([school.id])
})

it('says since when records exist and from which sources', async () => {
  const laCode = anArea()
  await anEarlierRecord(await aSchool({ laCode }), '2011-05-06', { source: 'Minutes of the partnership' })
  const { sources } = await readReport(db, over(laCode), ['kind'])
  expect(sources.since).toBe('2011-05-06')
  expect(sources.earlier).toContainEqual({ source: 'Minutes of the partnership', records: 1, from: '2011-05-06', to: '2011-05-06' })
})

it('reads the report in one round trip and the schools in another, whatever their number', async () => {
  const laCode = anArea()
  const trips = async () =>
    tripsOf(async (on) => {
      await readReport(on, over(laCode), ['sector-kind', 'trust', 'ward'])
      await readSchools(on, over(laCode), { dimension: 'kind', category: undefined, answer: 'all' })
    })
  await aSchool({ laCode })
  expect(await trips()).toBe(2)
  const event = await onDay('2026-06-12')
  for (let n = 0; n < 3; n += 1) await aPlace(event, await aSchool({ laCode }))
  expect(await trips()).toBe(2)
})

it('a list without any school still says how many there are', async () => {
  const laCode = anArea()
  for (let n = 0; n < 3; n += 1) await aSchool({ laCode })
  const ask = { dimension: 'kind', category: undefined, answer: 'took-part' } as const
  expect(await readSchools(db, over(laCode), ask)).toMatchObject({ schools: [], total: 0, of: { all: 3, never: 3 } })
})

// “Each school has its first and last day on the topic and how many times it came; those that never came on it, or never at all, are groups of their own, and the groups add up.”
it('each school says since when it came on the topic asked, and stands in one group of those that add up', async () => {
  const laCode = anArea()
  const named = (name: string) => aSchool({ laCode, name })
  const [reached, lapsed, other, never, merged, before] = [
    await named('Came'),
    await named('Came in 2019'),
    await named('Came to something else'),
    await named('Never came'),
    await named('Merged'),
    await aSchool({ laCode, closesOn: '2020-01-01' }),
  ]
  const prevent = { id: 'prevent', label: 'Prevent duty' }
  for (const day of ['2024-12-03', '2025-06-12', '2026-06-12']) {
    const event = await onDay(day)
    if (day !== '2024-12-03') await run(`UPDATE Event SET topicId = 'prevent' WHERE id = ?1`, event.id)
    // Two people at one event are one time.
    if (day !== '2026-06-12') for (let n = 0; n < 2; n += 1) await cameTo(event, reached)
    if (day === '2024-12-03') await cameTo(event, other)
    if (day === '2025-06-12') await cameTo(event, lapsed, 'absent')
  }
  await anEarlierRecord(lapsed, '2019-02-02', { topicId: 'prevent' })
  await anEarlierRecord(reached, '2026-02-02', { topicId: 'prevent' })
  await anEarlierRecord(before, '2018-02-02', { topicId: 'prevent' })
  await aSuccession(before, merged, 'merger')
  const list = async (answer: WhichSchools, more: Partial<Question> = { topic: prevent }) => {
    const { schools, of } = await readSchools(db, over(laCode, more), { dimension: 'kind', category: undefined, answer })
    return {
      of,
      schools: schools.map(({ name, firstOnTopic, lastOnTopic, times, lastOn }) => [name, firstOnTopic, lastOnTopic, times, lastOn]),
    }
  }
  const { of, schools } = await list('all')
  expect(schools).toEqual([
    ['Came', '2025-06-12', '2026-02-02', 2, '2026-02-02'],
    ['Came in 2019', '2019-02-02', '2019-02-02', 1, '2019-02-02'],
    ['Came to something else', undefined, undefined, 0, '2024-12-03'],
    ['Merged', '2018-02-02', '2018-02-02', 1, '2018-02-02'],
    ['Never came', undefined, undefined, 0, undefined],
  ])
  expect(of).toEqual({ all: 5, 'did-not': 4, 'took-part': 1, lapsed: 2, 'other-topic': 1, never: 1 })
  // The longest ago first.
  expect((await list('lapsed')).schools.map(([name]) => name)).toEqual(['Merged', 'Came in 2019'])
  expect((await list('other-topic')).schools.map(([name]) => name)).toEqual(['Came to something else'])
  expect((await list('never')).schools).toEqual([[never.name, undefined, undefined, 0, undefined]])
  expect((await readReport(db, over(laCode, { topic: prevent }), ['kind'])).whole).toMatchObject({
    open: 5,
    tookPart: 1,
    onTopic: 3,
    never: 1,
  })
  // Of all topics nobody came to anything else.
  expect((await list('all', {})).of).toEqual({ all: 5, 'did-not': 4, 'took-part': 1, lapsed: 3, 'other-topic': 0, never: 1 })
})
