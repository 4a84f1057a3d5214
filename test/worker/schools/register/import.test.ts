import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { applyImport } from '#schools/register/apply-import.ts'
import type { ImportReport } from '#schools/register/import.ts'
import { prepareImport } from '#schools/register/prepare-import.ts'
import { undoImport } from '#schools/register/undo-import.ts'
import { accepted, anAccount, anAct, anEvent, db, existing, leadsTo, request, rows, run, saidBy, tick } from '#test/support/factories.ts'
import { inPieces, linksCsv, type Row, registerCsv, utf8 } from '#test/support/register-file.ts'
import { add, insert } from '#test/support/rows.ts'

type Link = [urn: string, linkUrn: string, type: string, date?: string]

let base = 200_000
/** URNs and an authority that no other test uses: the tests of this file share one database. */
let la = ''
let u: (n: number) => string
beforeEach(() => {
  base += 100
  la = String(base / 100 - 1600)
  const from = base
  u = (n) => String(from + n)
})

const row = (n: number, facts: Row = {}): Row => ({ urn: u(n), name: `Ashfield Primary ${u(n)}`, laCode: la, town: 'Ledbury', ...facts })

const prepare = async (file: readonly Row[] | string, links: readonly Link[] = [], asAt = '2026-03-02', area: string[] = [la]) => {
  const files = async function* () {
    if (links.length > 0) yield { slot: 'links' as const, fileName: 'links.csv', bytes: inPieces(utf8(linksCsv(links)), 500) }
    const text = typeof file === 'string' ? file : registerCsv(file)
    yield { slot: 'register' as const, fileName: 'edubasealldata.csv', bytes: inPieces(utf8(text), 500) }
  }
  const act = anAct({ origin: 'command' })
  const found = await prepareImport(act, { id: newId(act.now), area, asAt, today: '2026-03-02', files: files() }).then(existing)
  return found
}
const figures = (found: Awaited<ReturnType<typeof prepare>>) => {
  const s = found.summary
  return {
    created: s?.created,
    changed: s?.changed,
    closed: s?.closed,
    unchanged: s?.unchanged,
    successions: s?.successions,
    reviews: s?.needsReview,
  }
}
const apply = async (...ask: Parameters<typeof prepare>) => {
  const found = await prepare(...ask)
  await applyImport(anAct(), found.id).then(accepted)
  return found
}
const live = (urn: string) =>
  rows<Record<string, string | null>>(
    'SELECT name, statusCode, laCode, schoolId, opensOn, closesOn, validFrom, validTo FROM SchoolIdentity WHERE urn = ?1 AND supersededAt IS NULL ORDER BY validTo IS NULL, validTo',
    urn,
  )
const rootOf = async (urn: string) =>
  (
    await rows<{ rootId: string }>(
      'SELECT s.rootId FROM SchoolIdentity i JOIN School s ON s.id = i.schoolId WHERE i.urn = ?1 AND i.supersededAt IS NULL AND i.validTo IS NULL',
      urn,
    )
  )[0]?.rootId

describe('applying a file', () => {
  it('makes one school of two URNs that a link joins, and the same file again changes nothing', async () => {
    const file = [row(1, { statusCode: '2', closeDate: '31-08-2024' }), row(2), row(3)]
    const links: Link[] = [[u(1), u(2), 'Successor', '31-08-2024']]
    const first = await prepare(file, links)
    expect(figures(first)).toEqual({ created: 2, changed: 0, closed: 0, unchanged: 0, successions: 1, reviews: 0 })
    expect(await live(u(1))).toEqual([])
    expect((await applyImport(anAct(), first.id)).ok).toBe(true)
    expect(await rootOf(u(1))).toBe(await rootOf(u(2)))
    expect(await rows('SELECT urn, name FROM School WHERE id = ?1', await rootOf(u(1)))).toEqual([
      { urn: u(2), name: `Ashfield Primary ${u(2)}` },
    ])
    expect(await live(u(1))).toMatchObject([{ closesOn: '2024-09-01', validFrom: null, validTo: null }])
    expect(figures(await apply(file, links))).toEqual({ created: 0, changed: 0, closed: 0, unchanged: 2, successions: 0, reviews: 0 })
    expect(await rows('SELECT COUNT(*) AS n FROM SchoolIdentity WHERE laCode = ?1', la)).toEqual([{ n: 3 }])
    expect(await rows(`SELECT act FROM Log WHERE subjectId = ?1 ORDER BY id`, first.id)).toEqual([
      { act: 'register_import.compared' },
      { act: 'register_import.applied' },
    ])
  })

  it('keeps what was true until its day and says what changed, field by field', async () => {
    await apply([row(1), row(2)])
    const later = await apply([row(1, { name: 'Beechfield', trustName: 'Fern Trust', trustUid: '5001' }), row(2)], [], '2026-09-01')
    expect(figures(later)).toMatchObject({ created: 0, changed: 1, unchanged: 1 })
    expect(await live(u(1))).toMatchObject([
      { name: `Ashfield Primary ${u(1)}`, validFrom: null, validTo: '2026-09-01' },
      { name: 'Beechfield', validFrom: '2026-09-01', validTo: null },
    ])
    const [change] = await rows<{ detail: string }>(`SELECT detail FROM RegisterImportChange WHERE importId = ?1`, later.id)
    expect(JSON.parse(change?.detail ?? '{}').fields).toContainEqual({ fact: 'name', old: `Ashfield Primary ${u(1)}`, new: 'Beechfield' })
  })

  it('corrects past spans too when a school turns out to have closed', async () => {
    await apply([row(1), row(2)])
    await apply([row(1, { name: 'Beechfield' }), row(2)], [], '2026-06-01')
    const closed = await apply([row(1, { name: 'Beechfield', statusCode: '2', closeDate: '31-08-2026' }), row(2)], [], '2026-10-01')
    expect(figures(closed)).toMatchObject({ closed: 1, changed: 0, unchanged: 1 })
    expect((await live(u(1))).map((span) => [span.validFrom, span.validTo, span.statusCode, span.closesOn])).toEqual([
      [null, '2026-06-01', '1', '2026-09-01'],
      ['2026-06-01', '2026-10-01', '1', '2026-09-01'],
      ['2026-10-01', null, '2', '2026-09-01'],
    ])
  })

  it('lets the new URN carry the school on when a link appears later, and counts it nowhere else', async () => {
    await apply([row(1), row(2)])
    const before = await rootOf(u(1))
    const later = await apply(
      [row(1, { statusCode: '2', closeDate: '31-08-2026' }), row(2), row(3)],
      [[u(3), u(1), 'Predecessor', '01-09-2026']],
      '2026-10-01',
    )
    expect(figures(later)).toEqual({ created: 0, changed: 0, closed: 0, unchanged: 1, successions: 1, reviews: 0 })
    expect(await rootOf(u(3))).toBe(before)
    expect((await live(u(3)))[0]?.schoolId).toBe(before)
  })

  it('joins two schools held apart when a link appears, and undoing parts them', async () => {
    const file = [row(1, { statusCode: '2', closeDate: '31-08-2024' }), row(2)]
    await apply(file)
    const [one, two] = [await rootOf(u(1)), await rootOf(u(2))]
    expect(one).not.toBe(two)
    const younger = [one, two].toSorted().at(-1) ?? ''
    await anAccount({ schoolIds: [younger] })
    const joined = await prepare(file, [[u(1), u(2), 'Successor']])
    const { cookie } = await anAccount({ roles: ['organiser'] })
    const page = async () => (await request(`/organiser/register-imports/${joined.id}?kind=succession`, { cookie })).text()
    expect(await page()).toContain('they become one. These count for it then: 1 approval to book.')
    expect(await applyImport(anAct(), joined.id)).toMatchObject({ ok: true })
    expect(await page()).not.toContain('count for it then')
    expect(figures(joined)).toEqual({ created: 0, changed: 0, closed: 0, unchanged: 0, successions: 1, reviews: 0 })
    expect(await rootOf(u(1))).toBe(await rootOf(u(2)))
    expect(await undoImport(anAct(), joined.id)).toEqual({ ok: true, value: undefined })
    expect([await rootOf(u(1)), await rootOf(u(2))]).toEqual([one, two])
    expect(await rows('SELECT supersededAt IS NOT NULL AS gone FROM Succession WHERE fromUrn = ?1', u(1))).toEqual([{ gone: 1 }])
  })

  it('keeps the schools of a merger and of a split apart, each with its succession', async () => {
    await apply([row(1), row(2), row(5)])
    const shut = { statusCode: '2', closeDate: '31-08-2026' }
    const later = await apply(
      [row(1, shut), row(2, shut), row(3), row(5, shut), row(6), row(7)],
      [
        [u(1), u(3), 'Successor'],
        [u(2), u(3), 'Successor'],
        [u(5), u(6), 'Successor - Split School'],
        [u(5), u(7), 'Successor - Split School'],
      ],
      '2026-10-01',
    )
    expect(figures(later)).toEqual({ created: 3, changed: 0, closed: 0, unchanged: 0, successions: 4, reviews: 0 })
    expect(await rows('SELECT fromUrn, toUrn, how FROM Succession WHERE importId = ?1 ORDER BY fromUrn, toUrn', later.id)).toEqual([
      { fromUrn: u(1), toUrn: u(3), how: 'merger' },
      { fromUrn: u(2), toUrn: u(3), how: 'merger' },
      { fromUrn: u(5), toUrn: u(6), how: 'split' },
      { fromUrn: u(5), toUrn: u(7), how: 'split' },
    ])
  })

  it('never takes a school from us or closes it because another authority or an omission says so', async () => {
    await apply([row(1), row(2), row(3)])
    const later = await apply([row(1, { laCode: '001' }), row(3)], [], '2026-10-01')
    expect(figures(later)).toMatchObject({ created: 0, changed: 0, closed: 0, reviews: 2 })
    expect(await live(u(1))).toMatchObject([{ laCode: la }])
    expect(await live(u(2))).toMatchObject([{ statusCode: '1', closesOn: null }])
    expect(await rows('SELECT kind, urn FROM RegisterReview WHERE importId = ?1 ORDER BY kind', later.id)).toEqual([
      { kind: 'not_in_file', urn: u(2) },
      { kind: 'other_authority', urn: u(1) },
    ])
  })

  it('leaves the schools of other authorities alone', async () => {
    const other = String(Number(la) + 500)
    await apply([row(1)])
    await apply([row(11, { laCode: other })], [], '2026-03-02', [other])
    const before = await live(u(11))
    expect(figures(await apply([row(1), row(11, { laCode: other, name: 'Renamed' }), row(12, { laCode: other })]))).toMatchObject({
      created: 0,
      changed: 0,
      unchanged: 1,
    })
    expect(await live(u(11))).toEqual(before)
    expect(await live(u(12))).toEqual([])
  })

  it('asks about a look-alike once, however often the file is applied', async () => {
    const file = [row(1, { name: 'Pembridge', statusCode: '2', town: '' }), row(2, { name: 'Pembridge' })]
    await apply(file)
    expect(figures(await apply(file))).toMatchObject({ unchanged: 2, reviews: 1 })
    expect(await rows('SELECT decision FROM RegisterReview WHERE urn = ?1', u(1))).toEqual([{ decision: null }])
  })

  it('marks what concerns a school with places booked for sessions to come', async () => {
    await apply([row(1), row(2)])
    const event = await anEvent()
    const schoolId = (await rootOf(u(1))) ?? ''
    const [booking, place] = [newId(tick()), newId(tick())]
    await db.batch([
      insert('Booking', { id: booking, reference: booking, eventId: event.id, schoolId, formId: booking }),
      insert('Place', { id: place, bookingId: booking, eventId: event.id, schoolId }),
      insert('PlaceSession', { placeId: place, sessionId: event.sessions[0]?.id }),
    ])
    const later = await prepare([row(1, { statusCode: '3', closeDate: '31-08-2026' }), row(2, { name: 'Other' })])
    expect(
      await rows('SELECT kind, urn, futureBookings FROM RegisterImportChange WHERE importId = ?1 ORDER BY position', later.id),
    ).toEqual([
      { kind: 'closing', urn: u(1), futureBookings: 1 },
      { kind: 'changed', urn: u(2), futureBookings: 0 },
    ])
    const { cookie } = await anAccount({ roles: ['organiser'] })
    const pageOf = async (id: string) => (await request(`/organiser/register-imports/${id}`, { cookie })).text()
    expect(await pageOf(later.id)).toMatch(
      /1 school that it changes has delegates booked for sessions still to come, and 1 of them closes or is to close\. [\s\S]*Apply these changes/,
    )
    const renamed = await prepare([row(1, { name: 'Beechfield' }), row(2)])
    expect(await pageOf(renamed.id)).toContain(
      '1 school that it changes has delegates booked for sessions still to come. Their bookings stay',
    )
    const none = await prepare([row(1), row(2, { name: 'Other' })])
    expect(await pageOf(none.id)).toContain('No school that it changes has delegates booked')
  })
})

describe('an import that cannot be applied', () => {
  it('is one that is refused: nothing is staged, and one sentence says why', async () => {
    const refused = await prepare([row(1, { uprn: '1.2E+11' })])
    expect([refused.state, refused.refusal]).toEqual(['refused', expect.stringContaining('saved by Excel')])
    expect(await applyImport(anAct(), refused.id)).toEqual({ ok: false, reason: 'not_ready' })
    expect((await prepare([row(1, { laCode: '999' })])).refusal).toContain('None of the 1 rows')
    expect(await rows('SELECT COUNT(*) AS n FROM RegisterImportRow WHERE importId = ?1', refused.id)).toEqual([{ n: 0 }])
  })

  it('is one compared with an older state of the register', async () => {
    const [one, two] = [await prepare([row(1)]), await prepare([row(1), row(2)])]
    expect((await applyImport(anAct(), one.id)).ok).toBe(true)
    expect(await applyImport(anAct(), two.id)).toEqual({ ok: false, reason: 'register_changed_since' })
    expect(await applyImport(anAct(), one.id)).toEqual({ ok: false, reason: 'already_applied' })
    expect(await live(u(2))).toEqual([])
  })

  it('keeps its list, whose further pages are where the list is', async () => {
    const { cookie } = await anAccount({ roles: ['organiser'] })
    const many = await prepare(Array.from({ length: 51 }, (_, n) => row(n + 1)))
    await apply([row(60)])
    const page = `/organiser/register-imports/${many.id}`
    const refused = await request(`${page}/apply`, { cookie, form: {} })
    expect(refused.status).toBe(409)
    const next = /href="([^"]*\?after=[^"]*)"/.exec(await refused.text())?.[1] ?? ''
    expect([next.split('?')[0], (await request(next, { cookie })).status]).toEqual([page, 200])
  })

  it('of several applied at once all but one are refused', async () => {
    const found = [await prepare([row(1)]), await prepare([row(1)]), await prepare([row(1)])]
    const done = await Promise.all([...found, ...found].map((one) => applyImport(anAct(), one.id)))
    expect(done.filter((one) => one.ok).length).toBe(1)
    expect(await rows('SELECT COUNT(*) AS n FROM SchoolIdentity WHERE urn = ?1', u(1))).toEqual([{ n: 1 }])
  })

  it('leaves nothing behind when one of its rows cannot be written', async () => {
    const found = await prepare([row(1), row(2), row(3)])
    await run(`UPDATE RegisterImportRow SET facts = json_set(facts, '$.kind', 'nonsense') WHERE importId = ?1 AND urn = ?2`, found.id, u(3))
    await expect(applyImport(anAct(), found.id)).rejects.toThrow()
    expect([await live(u(1)), await rows('SELECT id FROM School WHERE importId = ?1', found.id)]).toEqual([[], []])
    expect(await rows('SELECT state FROM RegisterImport WHERE id = ?1', found.id)).toEqual([{ state: 'ready' }])
  })
})

describe('undoing', () => {
  it('gives back what was before, erases nothing, and lets the import before it be undone too', async () => {
    const first = await apply([row(1), row(2)])
    const before = await live(u(1))
    const second = await apply([row(1, { name: 'Renamed', statusCode: '2' }), row(2), row(3)], [], '2026-10-01')
    expect(await undoImport(anAct(), first.id)).toEqual({ ok: false, reason: 'not_the_last' })
    expect((await undoImport(anAct(), second.id)).ok).toBe(true)
    expect(await undoImport(anAct(), second.id)).toEqual({ ok: false, reason: 'not_applied' })
    expect(await live(u(1))).toEqual(before)
    expect(await live(u(3))).toEqual([])
    expect(await rows('SELECT laCode, statusCode, urn FROM School WHERE importId = ?1', second.id)).toEqual([
      { laCode: null, statusCode: '', urn: null },
    ])
    expect(await rows('SELECT name, statusCode FROM School WHERE id = ?1', await rootOf(u(1)))).toEqual([
      { name: `Ashfield Primary ${u(1)}`, statusCode: '1' },
    ])
    expect((await undoImport(anAct(), first.id)).ok).toBe(true)
    expect(await live(u(1))).toEqual([])
    expect(figures(await apply([row(1), row(2)]))).toMatchObject({ created: 2 })
  })

  it('is refused when a school that the import created is in use', async () => {
    const found = await apply([row(1)])
    await add('SchoolContact', { schoolId: await rootOf(u(1)), email: 'office@ashfield.sch.uk' })
    expect(await undoImport(anAct(), found.id)).toEqual({ ok: false, reason: 'schools_in_use' })
    expect(await live(u(1))).toHaveLength(1)
  })
})

describe('the pages of an import', () => {
  const upload = async (cookie: string, fields: [string, string | [string, string]][]) => {
    const form = new FormData()
    for (const [name, value] of fields) {
      if (typeof value === 'string') form.append(name, value)
      else form.append(name, new Blob([value[1]]), value[0])
    }
    return request('/organiser/register-imports', { method: 'POST', body: form, cookie, headers: { origin: 'http://localhost:8787' } })
  }

  it('take a file without JavaScript, show what would change, apply it once and undo it', async () => {
    const { cookie } = await anAccount({ roles: ['organiser'] })
    const id = newId(tick())
    const file = registerCsv([row(1, { laCode: '884', name: '<script>alert(1)</script> Primary' })])
    const fields: [string, string | [string, string]][] = [
      ['id', id],
      ['area', 'own'],
      ['asAt', '2026-03-02'],
      ['links', ['', '']],
      ['file', ['edubase.csv', file]],
    ]
    expect(await leadsTo(upload(cookie, fields))).toBe(`/organiser/register-imports/${id}`)
    expect((await upload(cookie, fields)).status).toBe(303)
    const page = await (await request(`/organiser/register-imports/${id}`, { cookie })).text()
    expect(page).toContain('Check what this file would change')
    const created = await (await request(`/organiser/register-imports/${id}?kind=created`, { cookie })).text()
    expect(created).toContain('&lt;script&gt;alert(1)&lt;/script&gt; Primary, Ledbury')
    expect(created).not.toContain('<script>alert')
    expect(await (await request(`/organiser/register-imports/${id}/progress`, { cookie })).json()).toMatchObject({
      state: 'ready',
      rows: 1,
    })
    for (const _twice of [1, 2]) {
      expect((await request(`/organiser/register-imports/${id}/apply`, { cookie, form: {} })).status).toBe(303)
    }
    expect(await live(u(1))).toHaveLength(1)
    expect(await (await request(`/organiser/register-imports/${id}/undo`, { cookie })).text()).toContain('Undo this import?')
    expect((await request(`/organiser/register-imports/${id}/undo`, { cookie, form: {} })).status).toBe(303)
    expect(await live(u(1))).toEqual([])
    expect(await (await request('/organiser/register-imports', { cookie })).text()).toContain('Undone')
  })

  it('take a double click on Apply, or on Discard, as one', async () => {
    const { cookie } = await anAccount({ roles: ['organiser'] })
    const [applied, discarded] = [await prepare([row(1)]), await prepare([row(2)])]
    const twice = async (id: string, form: Record<string, string>) => {
      const answers = await Promise.all([1, 2].map(() => request(`/organiser/register-imports/${id}/apply`, { cookie, form })))
      return answers.map((answer) => [answer.status, answer.headers.get('location')])
    }
    const page = `/organiser/register-imports/${applied.id}`
    expect(await twice(applied.id, {})).toEqual([
      [303, page],
      [303, page],
    ])
    expect(await live(u(1))).toHaveLength(1)
    expect((await twice(discarded.id, { discard: '1' })).map(([status]) => status)).toEqual([303, 303])
    const logged = await rows(
      `SELECT act, COUNT(*) AS n FROM Log WHERE subjectId IN (?1, ?2) AND act NOT LIKE '%compared' GROUP BY act ORDER BY act`,
      applied.id,
      discarded.id,
    )
    expect(logged).toEqual([
      { act: 'register_import.applied', n: 1 },
      { act: 'register_import.discarded', n: 1 },
    ])
    const late = await request(`${page}/apply`, { cookie, form: { discard: '1' } })
    expect([late.status, late.headers.get('location'), saidBy(late)]).toEqual([
      303,
      page,
      expect.stringContaining('This import does not wait any more, so nothing was discarded.'),
    ])
    expect(await (await request(page, { cookie })).text()).toContain('Import applied')
    const gone = await request(`/organiser/register-imports/${discarded.id}/apply`, { cookie, form: {} })
    expect([gone.status, await gone.text()]).toEqual([409, expect.stringContaining('This import was discarded')])
  })

  it('say what is wrong with the form, keep its values, and show a refused file’s sentence', async () => {
    const { cookie } = await anAccount({ roles: ['administrator'] })
    const id = newId(tick())
    const empty = await upload(cookie, [
      ['id', id],
      ['area', 'own'],
      ['asAt', '2026-02-31'],
      ['file', ['x.csv', 'x']],
    ])
    expect([empty.status, await empty.text()]).toEqual([422, expect.stringContaining('Enter a real date')])
    const none = await upload(cookie, [
      ['id', id],
      ['area', 'own'],
      ['asAt', ''],
      ['file', ['', '']],
    ])
    expect([none.status, await none.text()]).toEqual([422, expect.stringContaining('Choose the register file')])
    await upload(cookie, [
      ['id', id],
      ['area', 'own'],
      ['asAt', ''],
      ['file', ['menu.csv', 'soup,bread\r\n1,2\r\n']],
    ])
    expect(await (await request(`/organiser/register-imports/${id}`, { cookie })).text()).toContain('This is not the register of schools')
    await upload(cookie, [
      ['id', newId(tick())],
      ['area', 'own'],
      ['file', ['menu.csv', 'soup']],
    ])
  })

  it('exist for organisers and administrators alone', async () => {
    const found = await prepare([row(1)])
    for (const role of ['officer', 'reader', 'finance'] as const) {
      const { cookie } = await anAccount({ roles: [role] })
      for (const path of ['', '/new', `/${found.id}`, `/${found.id}/progress`, '/reviews']) {
        expect((await request(`/organiser/register-imports${path}`, { cookie })).status).toBe(404)
      }
      expect((await request(`/organiser/register-imports/${found.id}/apply`, { cookie, form: {} })).status).toBe(404)
    }
    expect((await request('/organiser/register-imports')).status).toBe(303)
    expect(await live(u(1))).toEqual([])
  })

  it('the command’s route answers the report, and exists only with the local token', async () => {
    const send = (token: string, local = '1') => {
      const form = new FormData()
      form.append('links', new Blob([linksCsv([[u(1), u(2), 'Successor']])]), 'links.csv')
      form.append('file', new Blob([registerCsv([row(1, { statusCode: '2' }), row(2)])]), 'edubase.csv')
      return request(`/dev/commands/import?la=${la}&apply=1`, {
        method: 'POST',
        body: form,
        headers: { 'x-muster-token': token, origin: 'http://localhost:8787' },
        bindings: { LOCAL_MAIL: local },
      })
    }
    expect((await send('wrong')).status).toBe(404)
    expect((await send('test-token', '0')).status).toBe(404)
    const { report } = (await (await send('test-token')).json()) as { report: ImportReport }
    expect(report).toEqual({
      file: 'edubase.csv',
      rows: 2,
      inArea: 2,
      created: 1,
      changed: 0,
      closed: 0,
      unchanged: 0,
      successions: [{ from: u(1), to: u(2), how: 'one_to_one' }],
      needsReview: [],
      warnings: [],
      applied: true,
    })
  })
})
