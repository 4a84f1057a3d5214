import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { anAccount, request, rows, tick } from '#test/support/factories.ts'
import { linksCsv, registerCsv, utf8 } from '#test/support/register-file.ts'

const origin = 'http://localhost:8787'
const good = registerCsv([{ urn: '190001', name: 'Ashfield Primary' }])
const many = registerCsv(Array.from({ length: 5000 }, (_, n) => ({ urn: String(190_000 + n), name: `Ashfield ${n}` })))

const post = (path: string, body: BodyInit, headers: Record<string, string>) =>
  request(path, { method: 'POST', body, headers: { origin, ...headers } })

const formOf = (fields: Record<string, string>, bytes: Uint8Array | string): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([typeof bytes === 'string' ? bytes : bytes.slice()]), 'edubasealldata.csv')
  return form
}
const stateOf = async (id: string) => (await rows('SELECT state, refusal FROM RegisterImport WHERE id = ?1', id))[0]

/** The same file through the page and through the command's route; what each says. */
const both = async (bytes: Uint8Array | string) => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const id = newId(tick())
  const sent = await post('/organiser/register-imports', formOf({ id, area: 'own', asAt: '' }, bytes), { cookie })
  expect([sent.status, sent.headers.get('location')]).toEqual([303, `/organiser/register-imports/${id}`])
  const page = await (await request(`/organiser/register-imports/${id}`, { cookie })).text()
  const answer = await post('/dev/commands/import?la=884', formOf({}, bytes), { 'x-muster-token': 'test-token' })
  return { page, state: await stateOf(id), status: answer.status, said: await answer.text() }
}

it('the register and its links are taken whichever is put where, and say the same', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const register = registerCsv([
    { urn: '190101', name: 'Old School', statusCode: '2', closeDate: '31-08-2025' },
    { urn: '190102', name: 'New School', openDate: '01-09-2025' },
  ])
  const links = linksCsv([['190101', '190102', 'Successor']])
  const told = []
  for (const [linksField, fileField] of [
    [links, register],
    [register, links],
  ] as const) {
    const id = newId(tick())
    const form = new FormData()
    for (const [name, value] of Object.entries({ id, area: 'own', asAt: '2026-01-05' })) form.append(name, value)
    form.append('links', new Blob([linksField]), linksField === links ? 'links_edubasealldata.csv' : 'edubasealldata.csv')
    form.append('file', new Blob([fileField]), fileField === links ? 'links_edubasealldata.csv' : 'edubasealldata.csv')
    expect((await post('/organiser/register-imports', form, { cookie })).status).toBe(303)
    told.push((await rows('SELECT state, fileName, linksFileName, rows, summary FROM RegisterImport WHERE id = ?1', id))[0])
  }
  expect(told[0]).toMatchObject({ state: 'ready', fileName: 'edubasealldata.csv', linksFileName: 'links_edubasealldata.csv', rows: 2 })
  expect(told[1]).toEqual(told[0])
})

describe('what is no register is refused in one sentence, by the page and by the command', () => {
  const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...Array.from({ length: 5000 }, (_, n) => n % 256)])
  const endless = good.replace('Ashfield Primary', 'x'.repeat(5_000_000))
  it.each([
    ['an empty file', ''],
    ['a single byte', 'x'],
    ['a picture', png],
    ['a zip without a CSV', zipSync({ 'readme.txt': utf8('hello') })],
    ['the beginning of a zip', zipSync({ 'a.csv': utf8(good) }).slice(0, 3)],
    ['a cell of five million letters', endless],
    ['a last cell that never ends', `${good}"190002","${'y'.repeat(5_000_000)}`],
  ])('%s', async (_what, bytes) => {
    const { page, state, status, said } = await both(bytes)
    expect(state).toMatchObject({ state: 'refused', refusal: expect.stringMatching(/^This is not the register of schools/) })
    expect(page).toContain('The file was not accepted')
    expect([status, said]).toEqual([422, expect.stringContaining('This is not the register of schools')])
  })
})

describe('a body that is not what it says', () => {
  const bodyOf = (id: string, text: string): string => {
    const field = (name: string, value: string): string => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    return `${field('id', id)}${field('area', 'own')}--b\r\nContent-Disposition: form-data; name="file"; filename="e.csv"\r\n\r\n${text}`
  }

  it('when it is cut in the middle leaves an import that says so, and the next one starts', async () => {
    const { cookie } = await anAccount({ roles: ['organiser'] })
    const id = newId(tick())
    const cut = await post('/organiser/register-imports', bodyOf(id, many.slice(0, 400_000)), {
      cookie,
      'content-type': 'multipart/form-data; boundary=b',
    })
    expect([cut.status, cut.headers.get('location')]).toEqual([303, `/organiser/register-imports/${id}`])
    expect(await stateOf(id)).toEqual({ state: 'refused', refusal: 'The file did not arrive whole: send it again.' })
    const next = newId(tick())
    await post('/organiser/register-imports', formOf({ id: next, area: 'own', asAt: '' }, good), { cookie })
    expect(await stateOf(next)).toEqual({ state: 'ready', refusal: null })
  })

  it('when its sender goes away leaves the same', async () => {
    const { cookie } = await anAccount({ roles: ['organiser'] })
    const id = newId(tick())
    const body = new ReadableStream({
      type: 'bytes',
      start: (controller) => controller.enqueue(utf8(bodyOf(id, many.slice(0, 400_000)))),
      pull: (controller) => controller.error(new Error('gone')),
    })
    const headers = { cookie, 'content-type': 'multipart/form-data; boundary=b' }
    await post('/organiser/register-imports', body, headers)
    expect(await stateOf(id)).toEqual({ state: 'refused', refusal: 'The file did not arrive whole: send it again.' })
  })

  it('when its boundary is another, or it is no form, is a sentence too', async () => {
    const { cookie } = await anAccount({ roles: ['organiser'] })
    const id = newId(tick())
    for (const type of ['multipart/form-data; boundary=zzz', 'multipart/form-data', 'text/csv', 'application/x-www-form-urlencoded']) {
      const web = await post('/organiser/register-imports', `${bodyOf(id, good)}\r\n--b--\r\n`, { cookie, 'content-type': type })
      expect([type, web.status]).toEqual([type, 422])
      const command = await post('/dev/commands/import?la=884', 'x', { 'x-muster-token': 'test-token', 'content-type': type })
      expect([type, command.status, await command.json()]).toEqual([type, 422, { ok: false, sentence: expect.stringMatching(/[Ss]end/) }])
    }
    expect(await stateOf(id)).toBeUndefined()
  })
})

it('two files sent at once are two imports, each with its own dry run', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const ids = [newId(tick()), newId(tick())]
  const sent = await Promise.all(
    ids.map((id) => post('/organiser/register-imports', formOf({ id, area: 'own', asAt: '' }, many), { cookie })),
  )
  expect(sent.map((answer) => answer.headers.get('location'))).toEqual(ids.map((id) => `/organiser/register-imports/${id}`))
  for (const id of ids) {
    expect(await stateOf(id)).toEqual({ state: 'ready', refusal: null })
    expect(await rows('SELECT COUNT(*) AS n FROM RegisterImportRow WHERE importId = ?1', id)).toEqual([{ n: 5000 }])
  }
})

it('a file that is refused at its second row is taken whole all the same, so that its sender sees the answer', async () => {
  let left = 300
  const piece = utf8(`${'z'.repeat(65_000)}\r\n`)
  const body = new ReadableStream({
    type: 'bytes',
    pull: (controller) => {
      left -= 1
      if (left === 299)
        controller.enqueue(utf8('--b\r\nContent-Disposition: form-data; name="file"; filename="e.csv"\r\n\r\nsoup,bread\r\n'))
      else if (left > 0) controller.enqueue(piece.slice())
      else controller.close()
    },
  })
  const headers = { 'x-muster-token': 'test-token', 'content-type': 'multipart/form-data; boundary=b' }
  expect((await post('/dev/commands/import?la=884', body, headers)).status).toBe(422)
  expect(left).toBeLessThan(1)
})
