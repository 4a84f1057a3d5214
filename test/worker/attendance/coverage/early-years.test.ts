// Nurseries and childminders: a list of their own, with a figure of its own. Rules: docs/rules/early-years.md.

import { expect, it } from 'vitest'
import { readReport } from '#attendance/coverage/store.ts'
import { freezeReport } from '#attendance/reports/freeze-report.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { importProviders, planProviderImport, undoProviderImport } from '#schools/schools/import-providers.ts'
import { linkProvider } from '#schools/schools/link-provider.ts'
import { selectProviderMatches } from '#schools/schools/provider-store.ts'
import { accepted, anAccount, anAct, aSchool, db, leadsTo, request, rows, saidBy, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { anArea, anEarlierRecord, cameTo, onDay } from './world.ts'

const head = 'reference,name,kind,postcode,ward,registered,left'
const path = '/organiser/schools/early-years'
const load = async (...lines: string[]) => {
  const text = [head, ...lines].join('\r\n')
  const plan = await planProviderImport(anAct(), text).then(accepted)
  const batchId = newId(tick())
  const act = anAct()
  expect(await importProviders(act, { text, source: 'Early years team', state: plan.state, batchId })).toMatchObject({ ok: true })
  return { batchId, loadedOn: londonDay(act.now) }
}
const planned = async (...lines: string[]) => {
  const plan = await planProviderImport(anAct(), [head, ...lines].join('\n'))
  return plan.ok
    ? plan.value.planned.map((row) => (row.outcome === 'refused' ? [row.line, row.reason] : [row.line, row.outcome]))
    : plan.reason
}
const organisation = async (name: string, postcode: string): Promise<string> => {
  const id = newId(tick())
  await add('School', { id, rootId: id, outsideKind: 'childminder', name, postcode })
  return id
}
const matches = async () => readNow(db, selectProviderMatches(db, '2026-06-30'))
const linked = async (name: string) => {
  const match = (await matches()).find((one) => one.name === name)
  expect(await linkProvider(anAct(), { providerId: match?.providerId ?? '', schoolId: match?.school.id ?? '' })).toMatchObject({ ok: true })
}
const june = (laCode: string) => ({
  laCodes: [laCode],
  on: '2026-06-30',
  from: '2026-06-01',
  to: '2026-06-30',
  topic: undefined,
  event: undefined,
})
const figure = async (question: ReturnType<typeof june>) => (await readReport(db, question, ['kind'])).sources.earlyYears
const listed = () =>
  rows(
    'SELECT reference, name, kind, untilDate FROM EarlyYearsProvider WHERE supersededAt IS NULL AND reference LIKE ?1 ORDER BY reference',
    'EY3%',
  )

it('“While no list is loaded, pages say that nurseries and childminders are not covered.”', async () => {
  const officer = await anAccount({ roles: ['officer'] })
  const said = 'Nurseries and childminders that are not in the schools register are not covered. No early years list is loaded.'
  expect(await textOf(request('/coverage', { cookie: officer.cookie }))).toContain(said)
  expect(await figure(june(anArea()))).toBe(undefined)
})

it('“Officers load a list from a CSV with a reference, a name and a kind; each row that cannot be read says why.”', async () => {
  expect(
    await planned(
      'ey 300001,Little Acorns,Nursery,hr1 1aa,Central,01/09/2019,',
      ',A,nursery,,,,',
      '!,A,nursery,,,,',
      'EY300002,,nursery,,,,',
      'EY300003,A,school,,,,',
      'EY300004,A,other,HR1 1AA HR1,,,',
      'EY300005,A,other,,,September,',
      'EY300006,A,other,,,,31/02/2026',
      'EY300007,A,other,,,01/09/2024,01/09/2024',
      'EY300001,Little Acorns,Nursery,,,,',
    ),
  ).toEqual([
    [2, 'added'],
    [3, 'reference_missing'],
    [4, 'reference_wrong'],
    [5, 'name_missing'],
    [6, 'kind_unknown'],
    [7, 'place_too_long'],
    [8, 'registered_wrong'],
    [9, 'left_wrong'],
    [10, 'left_before_registered'],
    [11, 'twice_in_file'],
  ])
  expect(await planned()).toBe('no_rows')
  const first = await load('EY300001,Little Acorns,Nursery,HR1 1AA,Central,01/09/2019,', 'EY300002,Ann Example,Childminder,HR1 2BB,,,')
  // “A row that says what is known changes nothing, and one that says something else replaces what stood.”
  expect(await planned('EY300001,Little Acorns,nursery,HR1 1AA,Central,2019-09-01,')).toEqual([[2, 'unchanged']])
  const second = await load('EY300001,Little Acorns,Nursery,HR1 1AA,Central,01/09/2019,30/06/2026', 'EY300003,Elm Barn,other,,,,')
  // “A setting that a file leaves out stays: the file says on which day one left.”
  const acorns = { reference: 'EY300001', name: 'Little Acorns', kind: 'nursery' }
  const ann = { reference: 'EY300002', name: 'Ann Example', kind: 'childminder', untilDate: null }
  const barn = { reference: 'EY300003', name: 'Elm Barn', kind: 'other', untilDate: null }
  expect(await listed()).toEqual([{ ...acorns, untilDate: '2026-06-30' }, ann, barn])
  // “The list that was loaded last can be undone: what it changed is as it was.”
  expect(await undoProviderImport(anAct(), first.batchId)).toEqual({ ok: false, reason: 'not_the_last' })
  expect(await undoProviderImport(anAct(), second.batchId)).toMatchObject({ ok: true })
  expect(await listed()).toEqual([{ ...acorns, untilDate: null }, ann])
  expect(await undoProviderImport(anAct(), second.batchId)).toEqual({ ok: false, reason: 'not_the_last' })
  expect(await undoProviderImport(anAct(), first.batchId)).toMatchObject({ ok: true })
  expect(await listed()).toEqual([])
  expect(await rows(`SELECT act FROM Log WHERE subjectId = ?1 ORDER BY id`, second.batchId)).toEqual([
    { act: 'early_years_list.loaded' },
    { act: 'early_years_list.undone' },
  ])
})

it('“Reports say of how many settings that are on the list on the date somebody attended, and never add them to schools.”', async () => {
  const laCode = anArea()
  const school = await aSchool({ laCode })
  const bees = await organisation('Bumblebees Childminding', 'HR4 2HJ')
  const elm = await organisation('The Elm Barn', 'HR4 3AA')
  await organisation('Another Setting', 'HR4 9ZZ')
  const event = await onDay('2026-06-12')
  await cameTo(event, school, 'attended')
  await cameTo(event, { id: bees }, 'part')
  await anEarlierRecord({ id: elm }, '2026-06-20')
  const { batchId, loadedOn } = await load(
    'EY400001,Bumblebees childminding,childminder,hr42hj,,01/01/2020,',
    'EY400002,Elm Barn,other,HR4 3AA,,,30/06/2026',
    'EY400003,Another Setting,nursery,HR4 9ZX,,,',
    'EY400004,Yet to Come,nursery,,,01/07/2026,',
  )
  expect(await figure(june(laCode))).toEqual({ listed: 2, tookPart: 0, loadedOn })
  // “Whether a setting is an organisation that is known here is said by an officer, where name and postcode are the same; it is never guessed.”
  expect((await readNow(db, selectProviderMatches(db, '2026-06-29'))).map(({ name, school: one }) => [name, one.name])).toEqual([
    ['Bumblebees childminding', 'Bumblebees Childminding'],
    ['Elm Barn', 'The Elm Barn'],
  ])
  await linked('Bumblebees childminding')
  expect(await figure(june(laCode))).toEqual({ listed: 2, tookPart: 1, loadedOn })
  // “A setting is on the list from the day on which it was registered until the day on which it left; a day that is not given is no limit.”
  // Elm Barn left on the last day of June, and one begins in July.
  const officer = await anAccount({ roles: ['officer'] })
  expect((await request(path, { cookie: officer.cookie })).status).toBe(200)
  expect(await figure({ ...june(laCode), on: '2026-06-29' })).toEqual({ listed: 3, tookPart: 1, loadedOn })
  const { whole } = await readReport(db, june(laCode), ['kind'])
  expect([whole.open, whole.tookPart]).toEqual([1, 1])
  const report = await freezeReport(anAct({ now: new Date('2026-07-02T09:00:00.000Z') }), { id: newId(tick()), question: june(laCode) })
  // “That holds for the reference, whatever a later list calls the setting, until an officer takes it back.”
  const later = await load('EY400001,Bumblebees,childminder,HR9 9AA,,01/01/2020,')
  expect(await figure(june(laCode))).toMatchObject({ listed: 2, tookPart: 1 })
  const number = report.ok ? report.value : 0
  const said = 'Counted apart from schools, nurseries and childminders: 1 of 2 settings on the early years list, as loaded on'
  const reader = await anAccount({ roles: ['reader'] })
  // “The file of coverage has them in a row of their own, behind all schools.”
  const file = await (await request('/coverage/figures.csv?from=2026-06-01&to=2026-06-30', { cookie: officer.cookie })).text()
  expect(file.split('\r\n').find((line) => line.startsWith('Early'))).toMatch(/^Early years list \(apart from schools\),2,1,,,,,,,,,,,,1,,/)
  // “A frozen report keeps the figure, and the day on which the list was loaded.”
  expect(await textOf(request(`/coverage/frozen/${number}`, { cookie: reader.cookie }))).toContain(said)
  for (const batch of [later.batchId, batchId]) expect(await undoProviderImport(anAct(), batch)).toMatchObject({ ok: true })
  expect(await textOf(request(`/coverage/frozen/${number}`, { cookie: reader.cookie }))).toContain(said)
})

// “One organisation is one setting, and no school of the register is one.”
it('of officers who say at the same moment that a setting is an organisation one has said it, and it can be taken back', async () => {
  const { batchId } = await load('EY500001,Twin Oaks,nursery,HR5 1AA,,,')
  const oaks = await organisation('Twin Oaks', 'HR5 1AA')
  const [match] = await matches()
  const ask = { providerId: match?.providerId ?? '', schoolId: oaks }
  expect((await Promise.all([1, 2].map(() => linkProvider(anAct(), ask)))).map(({ ok }) => ok).toSorted()).toEqual([false, true])
  const officer = await anAccount({ roles: ['officer'] })
  const [link] = await rows<{ id: string }>('SELECT id FROM ProviderSchool WHERE schoolId = ?1 AND endedAt IS NULL', oaks)
  for (const expected of ['Saved: they are not the same setting', 'Nothing was changed']) {
    const answer = await request(`${path}/links`, { cookie: officer.cookie, form: { linkId: link?.id ?? '' } })
    expect(answer.status).toBe(303)
    expect(saidBy(answer)).toContain(expected)
  }
  expect((await matches()).map(({ school: { id } }) => id)).toEqual([oaks])
  await undoProviderImport(anAct(), batchId)
})

it('“From the list an organiser adds a setting as an organisation, with the name, kind and postcode of the list; added so, it is that setting.”', async () => {
  const { batchId } = await load('EY700001,Larch Minding,childminder,HR6 1AA,,,')
  const [organiser, officer] = [await anAccount({ roles: ['organiser'] }), await anAccount({ roles: ['officer'] })]
  const [row] = await rows<{ id: string }>(`SELECT id FROM EarlyYearsProvider WHERE reference = 'EY700001' AND supersededAt IS NULL`)
  const addPage = `/organiser/schools/outside/new?setting=${row?.id}`
  const list = async ({ cookie }: { cookie: string }) => (await request(path, { cookie })).text()
  expect(await list(organiser)).toContain(`href="${addPage}"`)
  expect(await list(officer)).not.toContain(addPage)
  const form = await (await request(addPage, { cookie: organiser.cookie })).text()
  for (const value of ['Larch Minding', 'HR6 1AA', row?.id]) expect(form).toContain(`value="${value}"`)
  expect(form).toMatch(/value="childminder"[^>]* checked/)
  const filled = { outsideKind: 'childminder', name: 'Larch Minding', town: '', postcode: 'HR6 1AA', trustUid: '', setting: row?.id ?? '' }
  for (let press = 0; press < 2; press += 1) await request(addPage, { cookie: organiser.cookie, form: filled })
  expect(
    await rows(
      `SELECT s.name, s.postcode, s.outsideKind, p.reference FROM School s JOIN ProviderSchool p ON p.schoolId = s.id AND p.endedAt IS NULL WHERE s.name = 'Larch Minding'`,
    ),
  ).toEqual([{ name: 'Larch Minding', postcode: 'HR6 1AA', outsideKind: 'childminder', reference: 'EY700001' }])
  expect(await list(organiser)).not.toContain(addPage)
  await undoProviderImport(anAct(), batchId)
})

it('“What a list would do is shown before it is saved; pressed twice it is saved once.”', async () => {
  const officer = await anAccount({ roles: ['officer'] })
  const upload = async (source: string, text: string) => {
    const body = new FormData()
    body.set('source', source)
    body.set('file', new File([text], 'list.csv', { type: 'text/csv' }))
    return request(path, { cookie: officer.cookie, method: 'POST', body, headers: { origin: 'http://localhost:8787' } })
  }
  const wrong = await upload('Team', 'name\nA')
  expect([wrong.status, await textOf(wrong)]).toEqual([
    422,
    expect.stringContaining('The file must have the columns reference, name and kind.'),
  ])
  const csv = `${head}\nEY600001,Elm,nursery,,,,\n,B,nursery,,,,`
  const preview = await (await upload('Team', csv)).text()
  expect(preview).toContain('No reference. Give its number on the early years register.')
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(preview)?.[1] ?? ''
  const form = { source: 'Team', text: csv, state: field('state'), batchId: field('batchId') }
  for (let press = 0; press < 2; press += 1) {
    expect(await leadsTo(request(`${path}/apply`, { cookie: officer.cookie, form }))).toBe(`${path}/${form.batchId}`)
  }
  expect(await textOf(request(path, { cookie: officer.cookie }))).toContain('Elm (EY600001) Nursery or pre-school')
  expect((await request(`${path}/${form.batchId}/undo`, { cookie: officer.cookie, form: {} })).status).toBe(303)
  expect((await request(`${path}/${form.batchId}/undo`, { cookie: officer.cookie, form: {} })).status).toBe(409)
  expect(await textOf(request(path, { cookie: officer.cookie }))).toContain('No setting is on the list today.')
})
