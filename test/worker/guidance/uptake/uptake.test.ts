// The report of uptake: what it counts, what leads from a figure to its evidence, how it is kept,
// and how fast it is.

import { beforeAll, expect, it } from 'vitest'
import { selectFrozenStandings } from '#attendance/reports/standing-store.ts'
import { sayDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { readUptake } from '#guidance/uptake/store.ts'
import { type Figure, numberOf, spreads } from '#guidance/uptake/uptake.ts'
import { anAccount, anAct, anEvent, aSchool, counting, db, existing, leadsTo, request, rows, run, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add, insert } from '#test/support/rows.ts'
import { aDelegate, someSchools } from '#test/support/school-facts.ts'
import { aDocument, anAnswer, anIssue, aReceipt, aVersion } from '../world.ts'
import { recount } from './recount.ts'

/** Chance that repeats itself. */
const chance = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 15), state | 1)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const answerKinds = ['as_is', 'with_changes', 'own_policy', 'not_adopting', 'not_applicable']

/**
 * A county of schools, each with a life of its own, and a document with a version that asks nothing
 * again.
 */
const aCounty = async (size: number, laCode: string, seed: number) => {
  const at = chance(seed)
  const document = await aDocument({ title: `Guidance ${seed}`, audience: { sector: ['maintained', 'academy', 'independent'] } })
  const versions = [
    await aVersion(document),
    await aVersion(document, { number: 2, askAgain: seed % 2, availableOn: '2026-01-05', issuedOn: '2026-01-12' }),
  ]
  const { accountId } = await anAccount({ roles: ['officer'] })
  for (let n = 0; n < size; n += 1) {
    const sector = ['maintained', 'academy', 'independent', 'further_education'][at(4)] ?? 'maintained'
    const body =
      { maintained: 'governing_body', academy: 'trust_board', independent: 'proprietor', further_education: 'corporation' }[sector] ?? ''
    const school = await aSchool({
      ...{ laCode, sector, kind: at(2) ? 'primary' : 'secondary', name: `School ${String(n).padStart(3, '0')}` },
      ...(sector === 'academy' ? { trustUid: `T${at(3)}`, trustName: `Trust ${at(3)}` } : {}),
      ...(at(9) === 0 ? { closesOn: '2026-02-01' } : n % 7 === 3 ? { opensOn: '2026-01-19' } : {}),
    })
    const isLate = n % 7 === 3
    for (const [index, versionId] of versions.entries()) {
      if (isLate && index === 0) continue
      if (!isLate && at(8) === 0) continue
      const issuedOn = index === 0 ? '2025-09-10' : isLate ? '2026-01-20' : '2026-01-12'
      const issueId = await anIssue(versionId, school, { issuedOn, ...(isLate ? { why: 'opened_later' } : {}) })
      if (at(3) > 0) await aReceipt(issueId, 'sent', '2026-01-13')
      if (at(3) === 0) await aReceipt(issueId, 'opened', '2026-01-14', accountId)
      if (at(3) === 0) await aReceipt(issueId, 'acknowledged', isLate ? '2026-01-25' : '2026-01-15')
      if (at(2) === 0) {
        const of = { issueId, versionId, accountId }
        const day = `2026-02-${String(1 + at(27)).padStart(2, '0')}`
        const first = await anAnswer(of, { body, answer: answerKinds[at(5)] ?? 'as_is', decidedOn: day, on: day })
        const last =
          at(4) === 0
            ? await anAnswer(of, { body, answer: 'as_is', decidedOn: '2026-02-28', on: '2026-03-01', supersedesId: first })
            : first
        if (at(3) === 0)
          await add('GuidanceAnswerCheck', {
            answerId: last,
            level: at(2) ? 'seen' : 'verified',
            at: '2026-03-02T09:00:00.000Z',
            byId: accountId,
          })
      }
      if (at(4) === 0)
        await add('GuidancePublished', {
          ...{ issueId, address: 'https://a.example/', checkedAt: `2026-02-2${index}T09:00:00.000Z`, checkedById: accountId },
          outcome: at(3) ? 'found' : 'not_there',
        })
    }
  }
  return { document, versions }
}

const actOf = (laCode: string) => anAct({ laCodes: [laCode], now: new Date('2026-03-20T12:00:00.000Z') })
const uptakeOf = async (documentId: string, laCode: string) => {
  const found = await readUptake(actOf(laCode), documentId).then(existing)
  return found
}

const compared: Figure[] = [
  ...(['had', 'opened_later', 'acknowledged_by', 'answered', 'adopted', 'no_answer', 'stated', 'seen', 'verified', 'published'] as const),
  ...(['is_as_is', 'is_with_changes', 'is_own_policy', 'is_not_adopting', 'is_not_applicable'] as const),
]

for (const [seed, laCode] of [
  [4, '801'],
  [7, '802'],
] as const)
  it(`every figure is what an independent recount of the raw rows finds (county ${laCode})`, async () => {
    const { document } = await aCounty(60, laCode, seed)
    const { schools, version } = await uptakeOf(document.id, laCode)
    const { counts, medians } = await recount(document.id, '2026-03-20', laCode)
    expect(schools.length).toBe(counts['asked'])
    expect(Object.fromEntries(compared.map((figure) => [figure, numberOf(schools, figure)]))).toEqual(
      Object.fromEntries(compared.map((figure) => [figure, counts[figure] ?? 0])),
    )
    const measures = ['national_issued', 'issued_acknowledged', 'issued_adopted'] as const
    const found = spreads(schools, version.number)
    const medianOf = (later: boolean) =>
      Object.fromEntries(
        measures.map((measure) => [measure, found.find((one) => one.measure === measure && one.later === later)?.spread?.median]),
      )
    expect([false, true].map(medianOf)).toEqual(medians)
    expect(medians.map(({ issued_acknowledged: median }) => median !== undefined)).toEqual([true, true])
    expect(numberOf(schools, 'opened_later')).toBeGreaterThan(3)
    expect(numberOf(schools, 'answered')).toBeGreaterThan(5)
  })

let small: Awaited<ReturnType<typeof aSmallCounty>>
const aSmallCounty = async () => {
  const laCode = '884'
  const document = await aDocument({ title: 'Advice of 2017' })
  const versionId = await aVersion(document)
  const names = ['Ashfield', 'Bosbury', 'Colwall']
  const schools = await Promise.all(names.map((name) => aSchool({ laCode, name })))
  const issues = await Promise.all(schools.map((school) => anIssue(versionId, school)))
  const approver = await anAccount({ schoolIds: [schools[0]?.id ?? ''] })
  const officer = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
  await anAnswer({ issueId: issues[0] ?? '', versionId, accountId: approver.accountId })
  const event = await anEvent({ title: 'Launch', startsAt: '2025-09-20T08:30:00.000Z', endsAt: '2025-09-20T15:00:00.000Z' })
  await aDelegate(event, schools[1]?.id ?? '', { markType: 'attended' })
  return { document, versionId, schools, issues, officer, event, at: `/guidance/${document.id}/uptake` }
}
beforeAll(async () => {
  small = await aSmallCounty()
})
const page = async (path: string) => (await request(path, { cookie: small.officer.cookie })).text()

it('the page says x of y, and each figure leads to its schools, and each school to its evidence', async () => {
  const html = await page(small.at)
  expect(html).toContain('Adopted: 1 of 3 schools. No answer: 2.')
  expect(html).toContain(`href="${small.at}/schools?which=adopted"`)
  const list = await page(`${small.at}/schools?which=adopted`)
  expect(list).toContain('1 school of 3, those without an answer first')
  expect(list).toContain(`href="/organiser/schools/${small.schools[0]?.id}?guidance=${small.document.id}#document"`)
  expect(await page(`/organiser/schools/${small.schools[0]?.id}?guidance=${small.document.id}`)).toContain(
    'Adopted as it is; Governing body; 2 October 2025',
  )
})

it('who came to the launch stands beside who adopted it, and is in no figure of adoption', async () => {
  const { cookie } = small.officer
  expect(await page(small.at)).toMatch(new RegExp(`<option value="${small.event.code}"[^>]*>[^<]*, \\d+ [A-Z][a-z]+ 20\\d\\d<`))
  expect((await request(`${small.at}/launch`, { cookie, form: { event: small.event.code } })).status).toBe(303)
  for (const form of [{ event: 'Jane Doe' }, { ended: 'Jane Doe' }])
    expect((await request(`${small.at}/launch`, { cookie, form })).status).toBe(404)
  const { schools } = await uptakeOf(small.document.id, '884')
  expect([numberOf(schools, 'attended'), numberOf(schools, 'adopted'), numberOf(schools, 'answered')]).toEqual([1, 1, 1])
  expect(await page(`${small.at}/schools?which=attended`)).toContain('Bosbury')
  await request(`${small.at}/launch`, { cookie, form: { ended: small.event.code } })
  expect(numberOf((await uptakeOf(small.document.id, '884')).schools, 'attended')).toBe(0)
})

it('the files hold a line of every school, those without an answer first', async () => {
  const csv = await page(`${small.at}/schools.csv`)
  const lines = csv.trim().split('\n')
  expect(lines[0]).toContain('URN,School,Town,Sector and kind,Phase,Trust,Ward,Reached,State,How we know')
  expect(lines.slice(1).map((line) => line.split(',')[1])).toEqual(['Bosbury', 'Colwall', 'Ashfield'])
  for (const [name, type] of [
    ['report.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['report.pdf', 'application/pdf'],
  ])
    expect((await request(`${small.at}/${name}`, { cookie: small.officer.cookie })).headers.get('content-type')).toBe(type)
  expect(await rows(`SELECT COUNT(*) AS n FROM Log WHERE act = 'guidance_uptake.exported'`)).toEqual([{ n: 3 }])
})

it('a frozen report keeps a line of each school under a number, stays when a school answers, and its page gives readers exact counts and no school’s name', async () => {
  const form = { id: newId(tick()) }
  const sent = await Promise.all([0, 1].map(() => request(small.at, { cookie: small.officer.cookie, form })))
  expect(sent.map(({ status }) => status)).toEqual([303, 303])
  const where = sent[0]?.headers.get('location') ?? ''
  expect(await rows(`SELECT about FROM FrozenReport`)).toEqual([{ about: 'guidance' }])
  await anAnswer(
    { issueId: small.issues[2] ?? '', versionId: small.versionId, accountId: small.officer.accountId },
    { answer: 'own_policy' },
  )
  const lines = await readNow(db, selectFrozenStandings(db, Number(where.split('/').at(-1))))
  expect(lines.map(({ state }) => state).toSorted()).toEqual(['as_is', 'issued', 'issued'])
  expect(JSON.parse(lines.find(({ state }) => state === 'as_is')?.facts ?? '')).toMatchObject({
    version: 1,
    level: 'stated',
    dates: { adopted: '2025-10-02' },
  })
  const html = await page(where)
  expect(html).toContain('1 of 3 schools has adopted it by our record.')
  expect(html).toContain('Schools that have not adopted it by our record')
  const reader = await anAccount({ roles: ['reader'] })
  const unnamed = await (await request(where, { cookie: reader.cookie })).text()
  expect([unnamed.includes('Bosbury'), unnamed.includes('1 of 3 schools has adopted it by our record.')]).toEqual([false, true])
  expect(html).toContain('Advice of 2017, version 1, as at')
  expect(await rows(`SELECT kind FROM RowToSeal WHERE kind = 'report'`)).toEqual([{ kind: 'report' }])
})

it('What has become known since a frozen report says of each school what differs and what was recorded since, also a decision from before that came later.', async () => {
  const [number] = await rows<{ number: number }>('SELECT number FROM FrozenReport')
  const report = `/coverage/frozen/${number?.number}`
  const where = `/guidance/reports/${number?.number}/difference`
  expect(await page(report)).toContain(`href="${where}"`)
  expect(await leadsTo(request(`${report}/difference`, { cookie: small.officer.cookie }))).toBe(where)
  const answerAt = async (index: number) =>
    (await rows<{ id: string }>('SELECT id FROM GuidanceAnswer WHERE issueId = ?1', small.issues[index]))[0]?.id
  const now = new Date().toISOString()
  await add('GuidanceAnswerCheck', { answerId: await answerAt(0), level: 'seen', at: now, byId: small.officer.accountId })
  await add('GuidanceAnswer', {
    ...{ issueId: small.issues[2], versionId: small.versionId, answer: 'as_is', body: 'governing_body', decidedOn: '2025-10-02' },
    ...{ how: 'signed_in', accountId: small.officer.accountId, supersedesId: await answerAt(2), answeredAt: now },
  })
  const said = [...(await page(where)).matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) => plain(row))
  const today = sayDay(now)
  expect(said.filter((row) => /Ashfield|Bosbury|Colwall/.test(row))).toEqual([
    `Ashfield ${small.schools[0]?.urn} Advice of 2017, version 1 How we know: stated then, seen by an officer today An officer looked into the answer on ${today}.`,
    `Colwall ${small.schools[2]?.urn} Advice of 2017, version 1 Then: Issued, no record that anybody opened it. Today: Adopted as it is The school told us of a decision of 2 October 2025 on ${today}.`,
  ])
})

it('schools without an answer are chased once, and one that answers is chased no more', async () => {
  const { document, schools, issues, officer } = small
  const list = `/organiser/chasing/lists/guidance?of=${document.id}`
  expect(await page(small.at)).toContain(list)
  const press = (form: Record<string, string>) =>
    request('/organiser/chasing/lists/guidance', {
      cookie: officer.cookie,
      form: { do: 'message', which: 'all', of: document.id, ...form },
    })
  for (const id of [newId(tick()), newId(tick())]) expect((await press({ sure: 'yes', id })).status).toBe(303)
  const chases = () =>
    rows(
      `SELECT s.name, c.endedWhy FROM Chase c JOIN School s ON s.id = c.schoolId WHERE c.matter = 'guidance' AND c.subjectId = ?1`,
      document.id,
    )
  expect(await chases()).toEqual([{ name: 'Bosbury', endedWhy: null }])
  await anAnswer({ issueId: issues[1] ?? '', versionId: small.versionId, accountId: officer.accountId })
  expect(await chases()).toEqual([{ name: 'Bosbury', endedWhy: 'settled' }])
  expect(schools).toHaveLength(3)
})

it('is read in one trip, however many schools there are, and 600 of them in a moment', async () => {
  const laCode = '803'
  const document = await aDocument({ title: 'Six hundred' })
  const versionId = await aVersion(document)
  const { accountId } = await anAccount({ roles: ['officer'] })
  const schoolIds = await someSchools(600, laCode)
  const issuedAt = '2025-09-10T08:00:00.000Z'
  const adopted = {
    answer: 'as_is',
    body: 'governing_body',
    decidedOn: '2025-10-02',
    how: 'signed_in',
    answeredAt: '2025-10-06T08:00:00.000Z',
  }
  await db.batch(
    schoolIds.flatMap((schoolId, n) => [
      insert('GuidanceIssue', { id: `issue ${n}`, versionId, schoolId, issuedAt, why: 'issued', recordedAt: issuedAt }),
      ...(n % 3 > 0 ? [insert('GuidanceAnswer', { issueId: `issue ${n}`, versionId, accountId, ...adopted })] : []),
    ]),
  )
  const watched = counting()
  const found = await readUptake({ ...actOf(laCode), db: watched.db }, document.id)
  expect([found?.schools.length, numberOf(found?.schools ?? [], 'adopted'), watched.trips()]).toEqual([600, 400, 1])
})

it('The tenth frozen report says what has become known since, as the first does.', async () => {
  const { cookie } = small.officer
  let made = ''
  for (let n = 0; n < 10; n += 1) made = (await request(small.at, { cookie, form: {} })).headers.get('location') ?? ''
  const number = Number(made.split('/').at(-1))
  expect(number).toBeGreaterThanOrEqual(10)
  expect((await request(`/guidance/reports/${number}/difference`, { cookie })).status).toBe(200)
})

it('Days are counted at schools that were there when it was issued; those that opened later are counted apart, from their own first day.', async () => {
  const laCode = '884'
  const document = await aDocument({ title: 'Of one day' })
  const versionId = await aVersion(document)
  await anIssue(versionId, await aSchool({ laCode, name: 'Dilwyn' }))
  const opened = await aSchool({ laCode, name: 'Fownhope' })
  await anIssue(versionId, opened, { issuedOn: '2025-10-28', why: 'opened_later' })
  const html = await page(`/guidance/${document.id}/uptake`)
  const cells = (row: string) => [...(html.split(`>${row}</`)[1] ?? '').matchAll(/<td[^>]*>([^<]*)</g)].slice(0, 4).map(([, cell]) => cell)
  // “Days run from national publication, too, where that day is known.”
  expect(cells('From published nationally to issued')).toEqual(['1', '9', '9', '9'])
  expect(cells('From issued to confirmed, schools that opened later')).toEqual(['0', '–', '–', '–'])
})

it('Of several meetings the one that a school said last stands, and a school that had it under an earlier number did not open since.', async () => {
  const laCode = '807'
  const document = await aDocument({ title: 'Advice for meetings' })
  const versionId = await aVersion(document)
  const [older, younger] = [await aSchool({ laCode, closesOn: '2026-01-01' }), await aSchool({ laCode, opensOn: '2026-01-01' })]
  await anIssue(versionId, older)
  const issueId = await anIssue(versionId, younger, { issuedOn: '2026-01-02', why: 'opened_later' })
  await run('UPDATE School SET rootId = ?1 WHERE id = ?2', older.id, younger.id)
  for (const [n, meetsOn] of ['2026-04-09', '2026-05-09', '2026-04-09'].entries())
    await add('GuidanceReceipt', {
      ...{ issueId, what: 'planned', level: 'stated', name: 'Ann Lee', role: 'Head', meetsOn },
      ...{ day: '2026-03-02', recordedAt: `2026-03-02T1${n}:00:00.000Z` },
    })
  const { schools } = await uptakeOf(document.id, laCode)
  expect(schools.map(({ later, meetsOn, dates }) => ({ later, meetsOn, issued: dates.issued }))).toEqual([
    { later: false, meetsOn: '2026-04-09', issued: '2025-09-10' },
  ])
})
