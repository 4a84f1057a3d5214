import { beforeAll, expect, it } from 'vitest'
import { importContacts, planContactImport } from '#schools/schools/import-contacts.ts'
import { anAccount, anAct, aSchool, counting, htmlOf, request, rows } from '#test/support/factories.ts'
import { hiddenFields, upload } from '#test/support/school-facts.ts'

let organiser: { cookie: string }
beforeAll(async () => {
  organiser = await anAccount({ roles: ['organiser'] })
})
const held = (schoolId: string) =>
  rows(
    'SELECT email, name, roleId, telephone, source, endedAt IS NULL AS stands FROM SchoolContact WHERE schoolId = ?1 ORDER BY rowid',
    schoolId,
  )
const path = '/organiser/schools/contacts-import'

it('an organiser adds a contact, once, and ends it', async () => {
  const school = await aSchool()
  const form = { email: ' DSL@Ashfield.sch.uk ', name: 'Siân Ŵyn', roleId: 'dsl', telephone: '', source: 'Telephone call' }
  const added = await request(`/organiser/schools/${school.id}/contacts/new`, { cookie: organiser.cookie, form })
  expect([added.status, added.headers.get('location')]).toEqual([303, `/organiser/schools/${school.id}`])
  const again = await request(`/organiser/schools/${school.id}/contacts/new`, { cookie: organiser.cookie, form })
  expect(again.status).toBe(409)
  expect(await again.text()).toContain('holds this address for the school in this role already')
  expect(await held(school.id)).toEqual([
    { email: 'dsl@ashfield.sch.uk', name: 'Siân Ŵyn', roleId: 'dsl', telephone: '', source: 'Telephone call', stands: 1 },
  ])
  const [log] = await rows<{ act: string; after: string }>(`SELECT act, after FROM Log WHERE schoolId = ?1`, school.id)
  expect(log?.act).toBe('school_contact.added')
  expect(log?.after).not.toContain('ashfield')
  const [contact] = await rows<{ id: string }>('SELECT id FROM SchoolContact WHERE schoolId = ?1', school.id)
  const end = `/organiser/schools/${school.id}/contacts/${contact?.id}/end`
  expect(await (await request(end, { cookie: organiser.cookie })).text()).toContain('End this contact?')
  const other = await aSchool()
  expect((await request(end.replace(school.id, other.id), { cookie: organiser.cookie, form: {} })).status).toBe(404)
  expect((await request(end, { cookie: organiser.cookie, method: 'POST', form: {} })).status).toBe(303)
  expect((await request(end, { cookie: organiser.cookie, form: {} })).status).toBe(404)
  expect((await held(school.id))[0]).toMatchObject({ stands: 0 })
})

it('a contact without an address or a source, or with a made-up role, is asked for again with what was typed', async () => {
  const school = await aSchool()
  const response = await request(`/organiser/schools/${school.id}/contacts/new`, {
    cookie: organiser.cookie,
    form: { email: ['nonsense', 'x'], name: '<script>', roleId: '', source: '' },
  })
  expect(response.status).toBe(422)
  const html = await response.text()
  expect(html).toContain('href="#email"')
  expect(html).toContain('value="&lt;script&gt;"')
  const made = { email: 'a@b.uk', roleId: 'wizard', source: 'x' }
  expect((await request(`/organiser/schools/${school.id}/contacts/new`, { cookie: organiser.cookie, form: made })).status).toBe(422)
  expect(await held(school.id)).toEqual([])
})

it('a list in Windows-1252 is shown row by row, saved in one go, and changes nothing the second time', async () => {
  const school = await aSchool({ name: 'List School' })
  const csv = `urn,Role,NAME,email,telephone\r\n${school.urn},DSL,Si\xe2n,dsl@list.sch.uk,01432 1\r\n999,,x,x@y.uk,\r\n${school.urn},,,office@list.sch.uk,\r\n`
  const bytes = Uint8Array.from(csv, (letter) => letter.charCodeAt(0))
  const html = await htmlOf(upload(path, organiser.cookie, { source: 'Circulation list' }, bytes), 200)
  for (const text of ['Siân', 'Will be added', 'Refused', 'No school here holds or held this URN', 'Save 2 and leave out the others'])
    expect(html).toContain(text)
  expect(await held(school.id)).toEqual([])
  expect((await request(`${path}/apply`, { cookie: organiser.cookie, form: hiddenFields(html) })).status).toBe(303)
  const replayed = await request(`${path}/apply`, { cookie: organiser.cookie, form: hiddenFields(html) })
  expect(replayed.status).toBe(409)
  expect(await replayed.text()).toContain('There is nothing to save')
  expect(await held(school.id)).toMatchObject([
    { name: 'Siân', source: 'Circulation list', roleId: 'dsl' },
    { email: 'office@list.sch.uk' },
  ])
  const changed = await (
    await upload(path, organiser.cookie, { source: 'New list' }, `URN,email,telephone\n${school.urn},office@list.sch.uk,01432 9`)
  ).text()
  expect(changed).toContain('Will be changed')
  await request(`${path}/apply`, { cookie: organiser.cookie, form: hiddenFields(changed) })
  expect(await held(school.id)).toMatchObject([{ stands: 1 }, { telephone: '', stands: 0 }, { telephone: '01432 9', stands: 1 }])
})

it('two organisers who save the same list at once add it once', async () => {
  const school = await aSchool()
  const text = `URN,email\n${school.urn},race@list.sch.uk`
  const plan = await planContactImport(anAct(), text)
  const state = plan.ok ? plan.value.state : ''
  const both = await Promise.all([1, 2].map(() => importContacts(anAct(), { text, source: 'x', state })))
  expect(both.filter((done) => done.ok)).toHaveLength(1)
  expect(await held(school.id)).toHaveLength(1)
})

it('a file that is no such list is refused in a sentence', async () => {
  for (const [content, sentence] of [
    ['name,email\na,b@c.uk', 'the columns URN and email'],
    ['URN,name\n1,a', 'the columns URN and email'],
    ['URN,email\n', 'no rows below its first'],
    ['\u0000\u0001PK', 'the columns URN and email'],
    [`URN,email\n${'1,a@b.uk\n'.repeat(5001)}`, 'more than 5,000 rows'],
    ['x'.repeat(1_000_001), 'smaller than 1 MB'],
  ] as const) {
    expect(await htmlOf(upload(path, organiser.cookie, { source: 'x' }, content), 422)).toContain(sentence)
  }
  expect(await htmlOf(request(path, { cookie: organiser.cookie, form: { source: '', file: 'text' } }), 422)).toContain('Choose a CSV file')
})

it('the template has the columns that the import reads', async () => {
  const text = await (await request(`${path}/template.csv`, { cookie: organiser.cookie })).text()
  expect(text).toContain('URN,role,name,email,telephone\r\n')
})

it('reading a list takes one round trip whatever its length', async () => {
  for (const n of [1, 3]) {
    const schools = await Promise.all(Array.from({ length: n }, () => aSchool()))
    const counted = counting()
    const text = `URN,email\n${schools.map((school) => `${school.urn},a@b.uk`).join('\n')}`
    expect((await planContactImport(anAct({ db: counted.db }), text)).ok).toBe(true)
    expect(counted.trips()).toBe(1)
  }
})
