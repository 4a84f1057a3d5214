import { expect, it } from 'vitest'
import { ensurePayer } from '#money/payers/store.ts'
import { anAccount, anAct, aSchool, htmlOf, request, rows, run, tripsOf } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { aCentralPayer, anAgreement, aRoute } from './payers.ts'

const everyPage = async () => {
  const school = await aSchool({ sector: 'academy', trustUid: 'P1', trustName: 'Pages Trust' })
  const agreement = await anAgreement({ schoolId: school.id })
  const route = await aRoute({ kind: 'school', schoolId: school.id }, 'invoice', '2026-04-01')
  const here = `/organiser/finance/payers/payer-of-${school.id}`
  return {
    reading: [
      '/organiser/finance/payers',
      '/organiser/finance/payers?q=pages+trust',
      '/organiser/finance/trusts',
      '/organiser/finance/routes',
      '/organiser/finance/agreements',
      '/organiser/finance/agreements?show=ended',
      `/organiser/finance/agreements/${agreement}`,
      here,
      '/organiser/finance/payers/payer-of-trust-P1',
    ],
    writing: [
      '/organiser/finance/agreements/new',
      `/organiser/finance/agreements/new?payer=payer-of-${school.id}`,
      `/organiser/finance/agreements/${agreement}/end`,
      `${here}/routes/new`,
      `${here}/routes/${route}/stop`,
      `${here}/details`,
      '/organiser/finance/payers/payer-of-trust-P1/central/new',
    ],
  }
}

// “Finance and administrators write, organisers read; to anyone else these pages do not exist.”
it('finance and administrators write, organisers read, and to a reader, an officer, the door or a school the pages do not exist', async () => {
  const { reading, writing } = await everyPage()
  const school = await aSchool()
  const status = async (cookie: string, paths: readonly string[], form?: Record<string, string>) => [
    ...new Set(await Promise.all(paths.map(async (path) => (await request(path, form ? { cookie, form } : { cookie })).status))),
  ]
  for (const role of ['finance', 'administrator'] as const) {
    const { cookie } = await anAccount({ roles: [role] })
    expect([role, await status(cookie, [...reading, ...writing])]).toEqual([role, [200]])
  }
  const written = ['/organiser/finance/routes', ...writing.slice(1)]
  const before = await rows('SELECT COUNT(*) AS n FROM Log')
  const organiser = (await anAccount({ roles: ['organiser'] })).cookie
  expect([await status(organiser, reading), await status(organiser, writing), await status(organiser, written, { lastDay: '' })]).toEqual([
    [200],
    [404],
    [404],
  ])
  for (const path of reading)
    expect(
      (await htmlOf(request(path, { cookie: organiser }))).match(/method="post" action="\/organiser|\/new"|\/stop"|\/end"/g),
    ).toBeNull()
  const others = [
    await anAccount({ roles: ['reader'] }),
    await anAccount({ roles: ['officer'] }),
    await anAccount({ schoolIds: [school.id] }),
  ]
  for (const { cookie } of others)
    expect([await status(cookie, [...reading, ...writing]), await status(cookie, written, { lastDay: '' })]).toEqual([[404], [404]])
  expect((await request('/organiser/finance/payers')).headers.get('location')).toMatch(/^\/sign-in/)
  expect(await rows('SELECT COUNT(*) AS n FROM Log')).toEqual(before)
})

it('the list shows known payers, and a search finds schools and trusts, also under a former name', async () => {
  const { cookie } = await anAccount({ roles: ['finance'] })
  const known = await aSchool({ name: 'Cusop Known School' })
  await aSchool({ name: 'Cusop Unknown School' })
  const former = await aSchool({ name: 'Dorstone Old School' })
  const now = await aSchool({ name: 'Dorstone New Academy', sector: 'academy', trustUid: 'P2', trustName: 'Cusop Hill Trust' })
  await run('UPDATE School SET rootId = ?1 WHERE id = ?2', now.id, former.id)
  await ensurePayer(anAct(), { kind: 'school', schoolId: known.id }).run()
  await ensurePayer(anAct(), { kind: 'school', schoolId: former.id }).run()
  const list = await textOf(request('/organiser/finance/payers', { cookie }))
  expect(list).toContain('Cusop Known School')
  expect(list).toContain(`Dorstone New Academy, Leominster (URN ${now.urn}) Academy or free school Cusop Hill Trust`)
  expect(list).not.toContain('Cusop Unknown School')
  const found = await textOf(request('/organiser/finance/payers?q=CUSOP', { cookie }))
  expect(found).toContain('3 found')
  expect(found).toContain('Cusop Hill Trust Trust with 1 open school in the area')
  expect(found).toContain(`Cusop Known School, Leominster (URN ${known.urn}) Known payer Maintained`)
  expect(found).toContain('Cusop Unknown School')
  expect(await textOf(request('/organiser/finance/payers?q=dorstone+old', { cookie }))).toContain('Dorstone New Academy')
  expect(await textOf(request('/organiser/finance/payers?q=nowhere+at+all', { cookie }))).toContain('No school or trust matches.')
  expect(await textOf(request('/organiser/finance/payers?after=nobody', { cookie }))).toContain('There is no such page of this list.')
})

it('trusts of the area are listed with their schools and who pays today', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  await aSchool({ name: 'Zoar School', sector: 'academy', trustUid: 'P3', trustName: 'Golden Valley Trust' })
  await aSchool({ name: 'Alder School', sector: 'academy', trustUid: 'P3', trustName: 'Golden Valley Trust' })
  await aSchool({ name: 'Far School', sector: 'academy', trustUid: 'P4', trustName: 'Far Trust', laCode: '885' })
  await aCentralPayer('P3', '2020-01-01')
  const page = await textOf(request('/organiser/finance/trusts', { cookie }))
  expect(page).toContain('Golden Valley Trust Alder School, Zoar School The trust')
  expect(page).not.toContain('Far Trust')
})

it('payers that are not there are not found', async () => {
  const { cookie } = await anAccount({ roles: ['finance'] })
  const former = await aSchool()
  const now = await aSchool()
  await run('UPDATE School SET rootId = ?1 WHERE id = ?2', now.id, former.id)
  for (const payer of [crypto.randomUUID(), former.id, 'trust-nobody', 'x'])
    expect((await request(`/organiser/finance/payers/payer-of-${payer}`, { cookie })).status).toBe(404)
})

it('the pages of payers take as many round trips for one row as for many', async () => {
  const { cookie } = await anAccount({ roles: ['finance'] })
  const school = await aSchool({ name: 'Kilpeck School', sector: 'academy', trustUid: 'P5', trustName: 'Kilpeck Trust' })
  const payer = { kind: 'school', schoolId: school.id } as const
  await aRoute(payer, 'invoice', '2020-01-01', '2020-02-01')
  const trips = async (path: string) =>
    tripsOf(async (on) => {
      expect((await request(path, { cookie, bindings: { DB: on } })).status).toBe(200)
    })
  const all = async () =>
    Promise.all(
      [
        '/organiser/finance/payers?q=kilpeck',
        '/organiser/finance/trusts',
        `/organiser/finance/payers/payer-of-${school.id}`,
        '/organiser/finance/payers/payer-of-trust-P5',
      ].map(trips),
    )
  const one = await all()
  for (let n = 1; n <= 30; n += 1) {
    await aSchool({ name: `Kilpeck School ${n}`, sector: 'academy', trustUid: `P5${n % 3}`, trustName: `Kilpeck Trust ${n % 3}` })
    await aRoute(payer, 'invoice', `20${20 + n}-03-01`, `20${20 + n}-04-01`)
  }
  expect(await all()).toEqual(one)
  expect(await textOf(request('/organiser/finance/payers?q=kilpeck', { cookie }))).toContain('Next page')
})

it('the log says whose payer and which agreement was changed', async () => {
  const finance = await anAccount({ roles: ['finance'] })
  const administrator = await anAccount({ roles: ['administrator'] })
  const school = await aSchool({ name: 'Logaston School' })
  const details = {
    seen: '',
    costCentre: 'SECRET1',
    subjectiveCode: '',
    customerNumber: '',
    billingName: '',
    billingEmail: '',
    billingAddress: '',
  }
  await request(`/organiser/finance/payers/payer-of-${school.id}/details`, { cookie: finance.cookie, form: details })
  const agreement = { name: 'Logaston package', fromDay: '2026-04-01', lastDay: '', places: '' }
  await request(`/organiser/finance/agreements/new?payer=payer-of-${school.id}`, { cookie: finance.cookie, form: agreement })
  const log = await textOf(request(`/organiser/log?schoolId=${school.id}`, { cookie: administrator.cookie }))
  expect(log).toContain('how Logaston School pays')
  expect(log).toContain('Logaston package')
  expect(log).not.toContain('SECRET1')
  const account = `/organiser/finance/accounts/payer-of-${school.id}`
  expect(await (await request(`/organiser/finance/payers/payer-of-${school.id}`, { cookie: finance.cookie })).text()).toContain(account)
  expect(await (await request(account, { cookie: finance.cookie })).text()).toContain(`/organiser/finance/payers/payer-of-${school.id}`)
  const page = await (await request(`/organiser/schools/${school.id}`, { cookie: administrator.cookie })).text()
  expect(page).toContain(`href="/organiser/finance/payers/payer-of-${school.id}"`)
  expect(await (await request('/organiser/finance', { cookie: finance.cookie })).text()).toContain('href="/organiser/finance/payers"')
})
