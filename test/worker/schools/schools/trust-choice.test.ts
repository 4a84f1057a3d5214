// A trust is chosen by searching, without JavaScript too, where there are more than can be listed; whatever else was typed is kept.
import { beforeEach, expect, it } from 'vitest'
import { anAccount, aSchool, request, rows, run } from '#test/support/factories.ts'
import { pressed } from '#test/support/pressed.ts'

/** An academy of a trust of its own for each number. */
const trusts = async (count: number) => {
  for (let n = 1; n <= count; n += 1)
    await aSchool({ name: `Academy ${n}`, wardName: `Ward ${n}`, sector: 'academy', trustUid: `${7000 + n}`, trustName: `Oak Trust ${n}` })
}
beforeEach(async () => {
  await run(`UPDATE School SET trustUid = NULL, trustName = NULL, wardName = '' WHERE 1`)
  await trusts(22)
  await aSchool({ name: 'Saint Ælfrid’s', sector: 'academy', trustUid: '8001', trustName: 'St. Ælfrid’s Côte Trust' })
})

type Fields = [string, string][]
const filled = (fields: Fields, typed: Record<string, string>): Fields => [
  ...fields.filter(([name]) => !Object.hasOwn(typed, name)),
  ...Object.entries(typed),
]
const textOf = async (answer: Promise<Response>) => {
  const response = await answer
  return { status: response.status, html: await response.text(), to: response.headers.get('location') ?? '' }
}

it('the trust of an organisation outside the register is found, in any spelling, and every other field is kept', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const path = '/organiser/schools/outside/new'
  const form = await (await request(path, { cookie })).text()
  expect(form).not.toContain('Oak Trust')
  const typed = {
    outsideKind: 'school_elsewhere',
    name: 'Over The Border',
    town: 'Hay',
    postcode: 'HR3 5AA',
    'trustUid-words': 'cote SAINT',
  }
  const find = pressed(form, 'Find trust, if it is a school elsewhere (optional)')
  const found = await textOf(request(path, { cookie, form: filled(find.fields, typed) }))
  expect([found.status, found.html.includes('There is a problem')]).toEqual([200, false])
  const save = pressed(found.html, 'Add organisation')
  expect(Object.fromEntries(save.fields)).toMatchObject({ ...typed, trustUid: '8001' })
  const saved = await textOf(request(path, { cookie, form: save.fields }))
  expect(saved.status).toBe(303)
  const id = saved.to.split('/').at(-1) ?? ''
  const stored = () => rows('SELECT name, trustUid, trustName FROM School WHERE id = ?1', id)
  expect(await stored()).toEqual([{ name: 'Over The Border', trustUid: '8001', trustName: 'St. Ælfrid’s Côte Trust' }])
  // Changed as it stands, it keeps its trust.
  const edit = await textOf(request(`/organiser/schools/${id}/edit`, { cookie }))
  expect((await request(`/organiser/schools/${id}/edit`, { cookie, form: pressed(edit.html, 'Save').fields })).status).toBe(303)
  expect(await stored()).toEqual([{ name: 'Over The Border', trustUid: '8001', trustName: 'St. Ælfrid’s Côte Trust' }])
})

it('words of a trust that were typed and not looked for are looked for whatever button is pressed, and nothing is saved meanwhile', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const path = '/organiser/schools/outside/new'
  const { fields } = pressed(await (await request(path, { cookie })).text(), 'Add organisation')
  const sent = (words: string) =>
    textOf(request(path, { cookie, form: filled(fields, { outsideKind: 'school_elsewhere', name: 'Kept Back', 'trustUid-words': words }) }))
  const many = await sent('oak')
  expect(many.status).toBe(422)
  expect(many.html).toContain('<a href="#trustUid">Choose the trust that you mean from those that match</a>')
  expect(many.html).toContain('The first 20 are listed. Type more words to find others')
  expect((await sent('xyzzy')).html).toContain('No trust matches “xyzzy”. Type less of its name')
  expect(await rows(`SELECT 1 FROM School WHERE name = 'Kept Back'`)).toEqual([])
})

it('whoever asks to act for a trust finds it; where there are few they are listed', async () => {
  const { cookie, accountId } = await anAccount({ name: 'Ann Lee' })
  const form = await (await request('/school/claims/new?for=trust', { cookie })).text()
  expect(form).not.toContain('Oak Trust')
  const find = pressed(form, 'Find trust')
  const typed = { name: 'Ann Lee', roleId: 'trust_lead', 'trustUid-words': 'trust oak 17' }
  const found = await textOf(request(find.to, { cookie, form: filled(find.fields, typed) }))
  const send = pressed(found.html, 'Send')
  expect(Object.fromEntries(send.fields)).toMatchObject({ ...typed, trustUid: '7017' })
  expect((await request(send.to, { cookie, form: send.fields })).status).toBe(303)
  expect(await rows('SELECT trustUid, state FROM TrustClaim WHERE accountId = ?1', accountId)).toEqual([
    { trustUid: '7017', state: 'requested' },
  ])
  await run(`UPDATE School SET trustUid = NULL, trustName = NULL WHERE trustUid > '7005'`)
  const few = await (await request('/school/claims/new?for=trust', { cookie })).text()
  expect(few).toContain('<option value="7003">Oak Trust 3</option>')
  expect(few).not.toContain('Find<')
})

it('the list of schools is narrowed to a trust or a ward by a part of its name where there are too many to choose from', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const list = async (search: string) => (await request(`/organiser/schools?${search}`, { cookie })).text()
  const named = (html: string) => [...html.matchAll(/>(Academy \d+|Saint [^<,]*)/g)].map(([, name]) => name)
  expect(await list('')).toContain('<option value="Oak Trust 3">')
  // The name of one is that one alone: not those whose names go on.
  expect(named(await list('trust=Oak+Trust+2'))).toEqual(['Academy 2'])
  await trusts(110)
  const many = await list('')
  expect(many).not.toContain('<option value="Oak Trust 3">')
  expect(many).toMatch(/<input [^>]*name="trust"/)
  expect(many).toMatch(/<input [^>]*name="ward"/)
  expect(named(await list('trust=oak+109'))).toEqual(['Academy 109'])
  expect(named(await list('ward=WARD+108'))).toEqual(['Academy 108'])
  expect(named(await list('trust=no+such'))).toEqual([])
})

it('trusts that pay are searched, 25 to a page', async () => {
  const { cookie } = await anAccount({ roles: ['finance'] })
  const page = async (search: string) => (await request(`/organiser/finance/trusts${search}`, { cookie })).text()
  const listed = (html: string) => [...html.matchAll(/>((?:Oak|St\.)[^<]*Trust[^<]*)<\/a>/g)].map(([, name]) => name)
  await trusts(30)
  expect(await page('')).toContain('31 trusts with open schools in the area')
  expect(listed(await page(''))).toHaveLength(25)
  const next = /href="\/organiser\/finance\/trusts(\?after=[^"]*)"/.exec(await page(''))?.[1] ?? ''
  expect(listed(await page(next))).toHaveLength(6)
  expect(listed(await page('?q=trust+29'))).toEqual(['Oak Trust 29'])
  expect(await page('?q=xyzzy')).toContain('No trust matches.')
  expect(await page('?after=nobody')).toContain('There is no such page of this list.')
  for (let n = 1; n <= 15; n += 1)
    await aSchool({ name: `Large ${10 + n}`, sector: 'academy', trustUid: '9001', trustName: 'A Large Trust' })
  expect(await page('?q=large')).toMatch(/Large 11, Large 12, .*Large 22 and 3 more</)
})
