// The council's logo: by its bytes, on pages and in mails.
import { beforeEach, expect, it } from 'vitest'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { signInCodeMail } from '#emails/people/sign-in-code.tsx'
import { emptyDatabase } from '#test/support/database.ts'
import { anAccount, db, request, rows } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'

const at = '/organiser/settings/logo'

let administrator: Awaited<ReturnType<typeof anAccount>>
beforeEach(async () => {
  await emptyDatabase()
  administrator = await anAccount({ roles: ['administrator'] })
})

const number = (value: number, bytes: number): number[] => Array.from({ length: bytes }, (_, n) => (value >> (8 * (bytes - 1 - n))) & 0xff)
const png = (width: number, height: number) =>
  new Uint8Array([
    0x89,
    0x50,
    0x4e,
    0x47,
    13,
    10,
    26,
    10,
    ...number(13, 4),
    0x49,
    0x48,
    0x44,
    0x52,
    ...number(width, 4),
    ...number(height, 4),
    8,
  ])
/** With a table before its frame, as cameras write. */
const jpeg = (width: number, height: number) =>
  new Uint8Array([0xff, 0xd8, 0xff, 0xc4, 0, 4, 1, 2, 0xff, 0xc2, 0, 11, 8, ...number(height, 2), ...number(width, 2), 1, 1, 1, 0])

const send = async (body: FormData) => {
  const answer = await request(at, { method: 'POST', cookie: administrator.cookie, headers: { origin: 'http://localhost:8787' }, body })
  return { status: answer.status, text: plain(await answer.text()) }
}
const upload = (bytes: Uint8Array<ArrayBuffer>, name: string) => {
  const body = new FormData()
  body.set('file', new File([bytes], name))
  return send(body)
}
const remove = () => {
  const body = new FormData()
  body.set('action', 'remove')
  return send(body)
}
const shown = async () => /<a href="\/" class="muster-header__name"><img ([^>]*)>/.exec(await (await request('/events')).text())?.[1]

it('a PNG or a JPEG is shown on pages beside the name, the newer in place of the older, until it is removed', async () => {
  expect(await shown()).toBeUndefined()
  expect((await upload(png(320, 80), 'logo.png')).status).toBe(303)
  const [first] = await rows<{ fileId: string }>('SELECT fileId FROM Logo')
  expect(await shown()).toContain(`src="/logo/${first?.fileId}" alt="" width="160" height="40"`)
  expect((await upload(jpeg(900, 90), 'Crest.JPEG')).status).toBe(303)
  expect(await rows('SELECT width, height, inFiles, until IS NULL AS shown FROM Logo ORDER BY fileId')).toEqual([
    { width: 320, height: 80, inFiles: 0, shown: 0 },
    { width: 900, height: 90, inFiles: 1, shown: 1 },
  ])
  expect(await shown()).toContain('width="200" height="20"')
  expect((await remove()).status).toBe(303)
  expect(await shown()).toBeUndefined()
  expect(await rows('SELECT act FROM Log ORDER BY rowid')).toEqual(
    expect.arrayContaining([{ act: 'logo.chosen' }, { act: 'logo.chosen' }, { act: 'logo.removed' }]),
  )
  const old = await request(`/logo/${first?.fileId}`)
  expect([old.status, old.headers.get('content-type'), old.headers.get('cache-control')]).toEqual([
    200,
    'image/png',
    'public, max-age=31536000, immutable',
  ])
  expect(new Uint8Array(await old.arrayBuffer())).toEqual(png(320, 80))
})

it('what is no picture, is drawn by a program, is too large or too small is refused, and nothing changes', async () => {
  const svg = Uint8Array.from(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'))
  expect((await upload(svg, 'logo.svg')).text).toContain('Choose a picture: a PNG or a JPEG')
  expect((await upload(svg, 'logo.png')).text).toContain('Choose a picture: a PNG or a JPEG')
  expect((await upload(jpeg(100, 100), 'logo.png')).text).toContain('What is in this file is not what its name says')
  expect((await upload(png(100, 39), 'logo.png')).text).toContain('less than 40 pixels high')
  expect((await upload(new Uint8Array([...png(100, 100), ...new Uint8Array(200_000)]), 'logo.png')).text).toContain('larger than 200 kB')
  expect((await send(new FormData())).text).toContain('Choose a file')
  expect(await rows('SELECT * FROM Logo')).toEqual([])
})

it('the page of the logo says when certificates cannot show it', async () => {
  const page = async () => plain(await (await request(at, { cookie: administrator.cookie })).text())
  const said = 'Certificates as PDF show the name alone: they cannot show this picture.'
  await upload(jpeg(900, 90), 'logo.jpeg')
  expect(await page()).not.toContain(said)
  await upload(png(320, 80), 'logo.png')
  expect(await page()).toContain(said)
})

it('a file that is no logo is not given out as one', async () => {
  expect((await request('/logo/01900000-0000-7000-8000-000000000000')).status).toBe(404)
})

it('a mail shows it at its whole address, with the name in words for whoever blocks pictures', async () => {
  await upload(png(320, 80), 'logo.png')
  const [logo] = await rows<{ fileId: string }>('SELECT fileId FROM Logo')
  const council = await readCouncil(db, councilFrom('884'))
  const { html } = signInCodeMail({ code: '123456', minutes: 10, council, privacyUrl: 'http://localhost:8787/privacy' })
  expect(html).toContain(`<img src="http://localhost:8787/logo/${logo?.fileId}" alt="Your council" width="192" height="48"`)
})
