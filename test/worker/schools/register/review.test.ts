import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { applyImport } from '#schools/register/apply-import.ts'
import { decideReview, takeBackDecision } from '#schools/register/decide-review.ts'
import { prepareImport } from '#schools/register/prepare-import.ts'
import { undoImport } from '#schools/register/undo-import.ts'
import { accepted, anAccount, anAct, bindings, counting, request, rows } from '#test/support/factories.ts'
import { inPieces, type Row, registerCsv, utf8 } from '#test/support/register-file.ts'

let base = 300_000
let la = ''
let u: (n: number) => string
beforeEach(() => {
  base += 100
  la = String(base / 100 - 2700)
  const from = base
  u = (n) => String(from + n)
})

const apply = async (file: readonly Row[], asAt = '2026-03-02') => {
  const files = async function* () {
    yield { slot: 'register' as const, fileName: 'edubasealldata.csv', bytes: inPieces(utf8(registerCsv(file)), 5000) }
  }
  const act = anAct()
  const id = newId(act.now)
  await prepareImport(act, { id, area: [la], asAt, today: asAt, files: files() })
  return await applyImport(anAct(), id).then(accepted)
}
const pembridge = () => [
  { urn: u(1), laCode: la, name: 'Pembridge CofE Primary School', statusCode: '2', town: '' },
  { urn: u(2), laCode: la, name: 'Pembridge CofE Primary School', town: 'Leominster' },
]
const reviewOf = async (urn: string) =>
  (await rows<{ id: string }>('SELECT id FROM RegisterReview WHERE urn = ?1 AND decision IS NULL', urn))[0]?.id ?? ''
const rootOf = async (urn: string) =>
  (
    await rows<{ rootId: string }>(
      'SELECT s.rootId FROM SchoolIdentity i JOIN School s ON s.id = i.schoolId WHERE i.urn = ?1 AND i.supersededAt IS NULL AND i.validTo IS NULL',
      urn,
    )
  )[0]?.rootId
const live = (urn: string) =>
  rows('SELECT laCode, validFrom, validTo FROM SchoolIdentity WHERE urn = ?1 AND supersededAt IS NULL ORDER BY validTo IS NULL', urn)
const reason = 'The head confirmed it by telephone.'

describe('two schools that look alike', () => {
  it('decided to be one are one: one card, a succession by a person, and no question after the next file', async () => {
    await apply(pembridge())
    const id = await reviewOf(u(1))
    expect(await decideReview(anAct(), { id, decision: 'same_school', reason })).toEqual({ ok: true, value: undefined })
    expect(await decideReview(anAct(), { id, decision: 'different_schools', reason })).toEqual({ ok: false, reason: 'already_decided' })
    expect(await rootOf(u(1))).toBe(await rootOf(u(2)))
    expect(await rows('SELECT urn, town, statusCode FROM School WHERE id = ?1', await rootOf(u(1)))).toEqual([
      { urn: u(2), town: 'Leominster', statusCode: '1' },
    ])
    expect(await rows('SELECT how, fromUrn, toUrn FROM Succession WHERE fromUrn = ?1 AND supersededAt IS NULL', u(1))).toEqual([
      { how: 'one_to_one', fromUrn: u(1), toUrn: u(2) },
    ])
    expect((await apply(pembridge())).summary).toMatchObject({ created: 0, changed: 0, unchanged: 1, needsReview: 0 })
  })

  it('are two again, and asked about again, when the decision is taken back', async () => {
    await apply(pembridge())
    const before = [await rootOf(u(1)), await rootOf(u(2))]
    const id = await reviewOf(u(1))
    await decideReview(anAct(), { id, decision: 'same_school', reason })
    expect(await takeBackDecision(anAct(), id)).toEqual({ ok: true, value: undefined })
    expect(await takeBackDecision(anAct(), id)).toEqual({ ok: false, reason: 'not_found' })
    expect([await rootOf(u(1)), await rootOf(u(2))]).toEqual(before)
    expect(await rows('SELECT supersededAt IS NOT NULL AS gone FROM Succession WHERE fromUrn = ?1', u(1))).toEqual([{ gone: 1 }])
    const again = await reviewOf(u(1))
    expect(again).not.toBe(id)
    expect(await decideReview(anAct(), { id: again, decision: 'different_schools', reason })).toMatchObject({ ok: true })
    expect((await apply(pembridge())).summary).toMatchObject({ needsReview: 0, unchanged: 2 })
  })

  it('decided at the same moment by two people are decided once', async () => {
    await apply(pembridge())
    const id = await reviewOf(u(1))
    const done = await Promise.all([
      decideReview(anAct(), { id, decision: 'same_school', reason }),
      decideReview(anAct(), { id, decision: 'same_school', reason }),
      decideReview(anAct(), { id, decision: 'different_schools', reason }),
    ])
    expect(done.filter((one) => one.ok)).toHaveLength(1)
  })

  it('hold back the undoing of their import until the decision is taken back', async () => {
    const found = await apply(pembridge())
    const id = await reviewOf(u(1))
    await decideReview(anAct(), { id, decision: 'same_school', reason })
    expect(await undoImport(anAct(), found.id)).toEqual({ ok: false, reason: 'decided_since' })
    await takeBackDecision(anAct(), id)
    expect((await undoImport(anAct(), found.id)).ok).toBe(true)
    expect(await rows('SELECT id FROM RegisterReview WHERE urn = ?1 AND decision IS NULL', u(1))).toEqual([])
  })
})

describe('a school that the file gives to another authority', () => {
  const ours = () => [
    { urn: u(1), laCode: la },
    { urn: u(2), laCode: la },
  ]
  const given = () => [
    { urn: u(1), laCode: '001', laName: 'Elsewhere' },
    { urn: u(2), laCode: la },
  ]

  it('leaves our area from the day of the file, and comes back when the decision is taken back', async () => {
    await apply(ours())
    await apply(given(), '2026-09-01')
    const id = await reviewOf(u(1))
    expect(await decideReview(anAct(), { id, decision: 'same_school', reason })).toEqual({ ok: false, reason: 'not_an_answer' })
    expect((await decideReview(anAct(), { id, decision: 'moved_away', reason })).ok).toBe(true)
    expect(await live(u(1))).toEqual([
      { laCode: la, validFrom: null, validTo: '2026-09-01' },
      { laCode: '001', validFrom: '2026-09-01', validTo: null },
    ])
    expect(await rows('SELECT laCode FROM School WHERE id = ?1', await rootOf(u(1)))).toEqual([{ laCode: '001' }])
    expect((await apply(given(), '2026-10-01')).summary).toMatchObject({ needsReview: 0, unchanged: 1 })
    expect((await takeBackDecision(anAct(), id)).ok).toBe(true)
    expect(await live(u(1))).toEqual([{ laCode: la, validFrom: null, validTo: null }])
  })

  it('stays ours when a person says so, until the file names yet another authority', async () => {
    await apply(ours())
    await apply(given())
    await decideReview(anAct(), { id: await reviewOf(u(1)), decision: 'still_ours', reason })
    expect((await apply(given())).summary).toMatchObject({ needsReview: 0, changed: 0 })
    const other = given().map((row) => (row.laCode === '001' ? { ...row, laCode: '002' } : row))
    expect((await apply(other)).summary?.needsReview).toBe(1)
  })
})

describe('the pages of a question', () => {
  it('show both schools, ask for a reason, save the answer and take it back', async () => {
    await apply(pembridge())
    const { cookie } = await anAccount({ roles: ['organiser'] })
    const id = await reviewOf(u(1))
    expect(await (await request('/organiser/register-imports/reviews', { cookie })).text()).toContain(id)
    const path = `/organiser/register-imports/reviews/${id}`
    const page = await (await request(path, { cookie })).text()
    for (const words of [u(1), u(2), 'Leominster', 'Yes, it is the same school']) expect(page).toContain(words)
    const missing = await request(path, { cookie, form: { decision: 'same_school', reason: ' ' } })
    expect([missing.status, await missing.text()]).toEqual([422, expect.stringContaining('Say why, in a sentence')])
    const wrong = await request(path, { cookie, form: { decision: 'moved_away', reason } })
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining(reason)])
    const seen = /name="seen" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const saved = await request(path, { cookie, form: { decision: 'same_school', reason, seen } })
    expect([saved.status, saved.headers.get('location')]).toEqual([303, '/organiser/register-imports/reviews'])
    expect((await request(path, { cookie, form: { decision: 'same_school', reason } })).status).toBe(409)
    expect(await (await request('/organiser/register-imports/reviews?state=decided', { cookie })).text()).toContain('The same school')
    expect(await rows(`SELECT act, after FROM Log WHERE subjectId = ?1`, id)).toMatchObject([{ act: 'register_review.decided' }])
    expect((await request(`${path}/take-back`, { cookie, form: {} })).status).toBe(303)
    expect((await request(`${path}/take-back`, { cookie, form: {} })).status).toBe(404)
    expect((await request(`/organiser/register-imports/reviews/${newId(new Date())}`, { cookie })).status).toBe(404)
  })

  it('read as often for many schools as for one', async () => {
    const { cookie } = await anAccount({ roles: ['organiser'] })
    const trips: number[][] = []
    const names = ['Ash', 'Beech', 'Cedar']
    for (const count of [1, 3]) {
      base += 100
      la = String(Number(la) + 50)
      const file = names.slice(0, count).flatMap((name, n) => [
        { urn: String(base + n * 2), laCode: la, name, statusCode: '2' },
        { urn: String(base + n * 2 + 1), laCode: la, name },
      ])
      const found = await apply(file)
      const own: number[] = []
      const id = await reviewOf(String(base))
      for (const path of ['', `/${found.id}`, '/reviews', `/reviews/${id}`]) {
        const { db, trips: counted } = counting()
        expect((await request(`/organiser/register-imports${path}`, { cookie, bindings: { ...bindings, DB: db } })).status).toBe(200)
        own.push(counted())
      }
      trips.push(own)
    }
    expect(trips[0]).toEqual(trips[1])
    expect(Math.max(...(trips[0] ?? []))).toBeLessThanOrEqual(5)
  })
})
