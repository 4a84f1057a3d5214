import { expect, it } from 'vitest'
import { councilSettings, settingParts } from '#base/council-settings.ts'
import { usualOf } from '#base/setting.ts'
import { anAccount, aSchool, db, htmlOf, leadsTo, request, rows } from '#test/support/factories.ts'
import { formsIn } from '#test/support/page-forms.ts'
import { plain, textOf } from '#test/support/plain.ts'

const settings = {
  name: 'Herefordshire Council',
  serviceName: 'Safeguarding conferences',
  brandColour: '#00504e',
  laCodes: '884, 885',
  contactEmail: 'conferences@herefordshire.gov.uk',
  contactTelephone: '01432 260000',
  concernTelephone: '01432 260800',
  contactAddress: 'Plough Lane\r\nHereford HR4 0LE',
  dataProtectionName: 'Delyth Officer',
  dataProtectionEmail: 'dpo@herefordshire.gov.uk',
  answerDays: '5',
  action: 'save',
}

it('without a number for concerns every page says 999', async () => {
  const footer = plain((await (await request('/privacy')).text()).split('<footer')[1] ?? '')
  expect(footer).toContain('Worried about a child? In an emergency call 999 .')
})

it('tells whoever found a hole whom to write to, once the council has given an address (RFC 9116)', async () => {
  const { cookie } = await anAccount({ roles: ['administrator'] })
  expect((await request('/.well-known/security.txt')).status).toBe(404)
  await request('/organiser/settings', { cookie, form: { ...settings, confirmed: '884,885' } })
  const found = await request('/.well-known/security.txt')
  const lines = (await found.text()).split('\n')
  expect(found.headers.get('content-type')).toMatch(/^text\/plain; ?charset=utf-8$/i)
  const expires = lines.find((line) => line.startsWith('Expires: '))?.slice('Expires: '.length) ?? ''
  expect(lines).toEqual([
    'Contact: mailto:conferences@herefordshire.gov.uk',
    `Expires: ${expires}`,
    'Preferred-Languages: en',
    expect.stringMatching(/^Canonical: https?:\/\/[^/]+\/\.well-known\/security\.txt$/),
    '',
  ])
  // “less than a year into the future is recommended” (section 2.5.5).
  const days = (Date.parse(expires) - Date.now()) / 86_400_000
  expect([days > 170, days < 365]).toEqual([true, true])
})

it('saves the settings, shows them on every page, and keeps contacts out of the log', async () => {
  const { cookie } = await anAccount({ roles: ['administrator'] })
  expect(await leadsTo(request('/organiser/settings', { cookie, form: { ...settings, confirmed: '884,885' } }))).toBe('/organiser/settings')
  const [row] = await rows<{ value: string }>(`SELECT value FROM Setting WHERE key = 'council'`)
  expect(JSON.parse(row?.value ?? '{}')).toMatchObject({ name: 'Herefordshire Council', laCodes: ['884', '885'], answerDays: 5 })
  const notice = await (await request('/privacy')).text()
  expect(notice).toContain('Herefordshire Council is the controller')
  expect(notice).toContain('href="mailto:dpo@herefordshire.gov.uk"')
  for (const path of ['/privacy', '/events', '/sign-in', '/nowhere']) {
    const footer = (await (await request(path)).text()).split('<footer')[1] ?? ''
    expect(plain(footer)).toContain('Ask us: 01432 260000 or conferences@herefordshire.gov.uk')
    expect(plain(footer)).toContain('Herefordshire Council, Plough Lane, Hereford HR4 0LE. Contains')
    expect(footer).toContain('href="tel:01432260000"')
    expect(footer).toContain('href="/help"')
    expect(plain(footer)).toContain('Worried about a child? Call 01432 260800 . In an emergency call 999 .')
    expect(footer).toContain('href="tel:01432260800"')
  }
  const help = await textOf(request('/help'))
  expect(help).toContain('Worried about a child Call 01432 260800. In an emergency call 999.')
  expect(help).not.toContain('If somebody has written about a child in a form')
  expect(await textOf(request('/help', { cookie }))).toContain('If somebody has written about a child in a form Treat it as a concern now')
  expect(help).toContain('We email you a code of 6 digits, which works for 10 minutes in the same browser.')
  expect(help).toContain('Telephone 01432 260000 Email address conferences@herefordshire.gov.uk Address Plough Lane Hereford HR4 0LE')
  const log = JSON.stringify(await rows(`SELECT * FROM Log WHERE act = 'council.changed'`))
  expect(log).not.toMatch(/Delyth|conferences@|dpo@/)
  expect(log).toContain('Herefordshire Council')
})

it('changes only what a form shows: what it leaves out stays, also when what was typed is wrong', async () => {
  const { cookie } = await anAccount({ roles: ['administrator'] })
  const stored = async () =>
    (await rows<{ value: string }>(`SELECT value FROM Setting WHERE key = 'council'`)).map(({ value }): unknown => JSON.parse(value))[0]
  await request('/organiser/settings', { cookie, form: { ...settings, digestDay: 'friday', mailsPerDay: '2000', confirmed: '884,885' } })
  const before = await stored()
  expect(before).toMatchObject({ digestDay: 'friday', mailsPerDay: 2000, answerDays: 5 })
  const wrong = await request('/organiser/settings', { cookie, form: { answerDays: '0' } })
  const page = await wrong.text()
  expect([wrong.status, page.includes('Enter 1 working day or more')]).toEqual([422, true])
  // The part is shown again, its other settings as they are stored, and no other part.
  expect(page).toMatch(/value="friday"[^>]*checked|checked[^>]*value="friday"/)
  expect(page).not.toContain('name="mailsPerDay"')
  expect(page).toContain('href="/organiser/settings?part=what-schools-are-sent" aria-current="page"')
  expect(await leadsTo(request('/organiser/settings', { cookie, form: { answerDays: '4' } }))).toBe(
    '/organiser/settings?part=what-schools-are-sent',
  )
  expect(await stored()).toEqual({ ...(before as object), answerDays: 4 })
  const logged = await rows(`SELECT before, after FROM Log WHERE act = 'council.changed' ORDER BY rowid DESC LIMIT 1`)
  expect(logged).toEqual([{ before: '{"answerDays":5}', after: '{"answerDays":4}' }])
})

it('shows one part of the settings at a time, and each part as it is shown saves itself alone', async () => {
  const { cookie } = await anAccount({ roles: ['administrator'] })
  const stored = async () =>
    (await rows<{ value: string }>(`SELECT value FROM Setting WHERE key = 'council'`)).map(({ value }) => ({
      ...usualOf(councilSettings),
      ...(JSON.parse(value) as object),
    }))[0]
  await request('/organiser/settings', { cookie, form: { ...settings, digestDay: 'friday', mailsPerDay: '2000', confirmed: '884,885' } })
  const before = await stored()
  const seen: string[] = []
  for (const { key, names } of settingParts) {
    const path = `/organiser/settings?part=${key}`
    const form = formsIn(await htmlOf(request(path, { cookie })), path).find(({ action }) => action === path)
    const fields = form?.fields.filter(({ name, kind }) => kind !== 'button' && name !== 'id') ?? []
    expect(fields.filter(({ name }) => !(names as readonly string[]).includes(name))).toEqual([])
    const sent = fields.filter(({ kind, isChosen }) => kind !== 'radio' || isChosen).map(({ name, value }) => [name, value])
    seen.push(...sent.map(([name = '']) => name))
    expect((await request(path, { cookie, form: Object.fromEntries(sent) })).status).toBe(303)
    expect(await stored()).toEqual(before)
  }
  expect(seen.toSorted()).toEqual(
    Object.keys(councilSettings)
      .filter((name) => name !== 'staffProvider')
      .toSorted(),
  )
})

// “Before the authorities of the area change, the page says which schools every report gains and
// loses; only what was shown is saved.”
it('says what a change of the authority codes does to every report before it does it', async () => {
  const { cookie } = await anAccount({ roles: ['administrator'] })
  await request('/organiser/settings', { cookie, form: { ...settings, laCodes: '884', confirmed: '884' } })
  const codes = async () =>
    (await rows<{ codes: string }>(`SELECT value ->> 'laCodes' AS codes FROM Setting WHERE key = 'council'`))[0]?.codes
  for (const laCode of ['884', '884', '885']) await aSchool({ laCode })
  await aSchool({ laCode: '885', statusCode: '2' })
  const form = { ...settings, laCodes: '885, 999', name: 'Half-typed & kept' }
  const asked = await request('/organiser/settings', { cookie, form })
  const page = await textOf(asked)
  expect(asked.status).toBe(200)
  expect(page).toContain('Open schools counted now: 2; after the change: 1.')
  expect(page).toContain('884 2 Leaves the area 885 1 Joins the area 999 0 Joins the area')
  expect(page).toContain('No school of 999 is held')
  expect(await codes()).toBe('["884"]')
  const back = await request('/organiser/settings', { cookie, form: { ...form, confirmed: '885,999', action: 'again' } })
  const typed = await back.text()
  expect([back.status, typed.includes('value="Half-typed &amp; kept"'), typed.includes('Preview, not saved')]).toEqual([200, true, false])
  expect(typed).toContain('Preview the colour')
  expect(await codes()).toBe('["884"]')
  const other = await request('/organiser/settings', { cookie, form: { ...form, laCodes: '886', confirmed: '885,999' } })
  expect(await textOf(other)).toContain('Change the area that every report counts?')
  expect(await codes()).toBe('["884"]')
  const saved = await request('/organiser/settings', { cookie, form: { ...form, confirmed: '885,999' } })
  expect([saved.status, await codes()]).toEqual([303, '["885","999"]'])
})

it('refuses a colour on which white cannot be read, wrong codes and addresses, and keeps what was typed', async () => {
  const { cookie } = await anAccount({ roles: ['administrator'] })
  for (const [field, value] of [
    ['brandColour', '#ffdd00'],
    ['brandColour', 'red;}body{display:none'],
    ['laCodes', ''],
    ['laCodes', '88, 884'],
    ['name', ' '],
    ['name', 'x'.repeat(10_000)],
    ['contactEmail', 'nobody'],
    ['answerDays', '0'],
    ['answerDays', 'soon'],
  ] as const) {
    const refused = await request('/organiser/settings', { cookie, form: { ...settings, [field]: value } })
    const html = await refused.text()
    expect([field, value.slice(0, 9), refused.status, html.includes(`href="#${field}"`)]).toEqual([field, value.slice(0, 9), 422, true])
    expect(html).toContain('Delyth Officer')
  }
  const preview = await request('/organiser/settings', { cookie, form: { ...settings, name: 'Preview Council', action: 'preview' } })
  expect(preview.status).toBe(200)
  expect(await preview.text()).toContain('Contrast with white: 9.')
  expect(JSON.stringify(await rows(`SELECT value FROM Setting`))).not.toContain('Preview Council')
  const image = await request('/organiser/settings/preview.svg?colour=00504e&name=%3Cscript%3E', { cookie })
  expect(image.headers.get('content-type')).toContain('image/svg+xml')
  expect(await image.text()).not.toContain('<script>')
  expect((await request('/organiser/settings/preview.svg?colour=%22onload=', { cookie })).status).toBe(404)
})

it("shows each page's default text, then the council's own after a preview, and goes back; the log keeps what stood there", async () => {
  const { cookie } = await anAccount({ roles: ['administrator'] })
  for (const [path, words] of [
    ['/privacy', 'Article 6(1)(e)'],
    ['/cookies', '__Host-muster-said'],
    ['/accessibility', 'Enforcement procedure'],
    ['/data-protection-complaint', 'within 30 days'],
  ] as const) {
    const page = await request(path)
    expect([path, page.status, (await page.text()).includes(words)]).toEqual([path, 200, true])
  }
  const path = '/organiser/settings/pages/cookies'
  const text = 'Our own words about {service}.\n\n## A heading\n- one <script>alert(1)</script>'
  const preview = await (await request(path, { cookie, form: { text, action: 'preview', changedAt: '' } })).text()
  expect(preview).toContain('Preview, not saved')
  expect(preview).toContain('Our own words about Safeguarding conferences.')
  expect(preview).not.toContain('<script>alert')
  expect(await (await request('/cookies')).text()).not.toContain('Our own words')
  expect((await request(path, { cookie, form: { text, action: 'save', changedAt: '' } })).status).toBe(303)
  expect(await (await request('/cookies')).text()).toContain('Our own words')
  expect(await htmlOf(request(path, { cookie, form: { text: 'Late words', action: 'save', changedAt: '' } }), 409)).toContain('Late words')
  const [stored] = await rows<{ changedAt: string }>(`SELECT changedAt FROM Setting WHERE key = 'page.cookies'`)
  const tooLong = 'x'.repeat(20_001)
  expect((await request(path, { cookie, form: { text: tooLong, action: 'restore', changedAt: stored?.changedAt ?? '' } })).status).toBe(303)
  expect(await (await request('/cookies')).text()).toContain('__Host-muster-said')
  const [before] = await rows<{ before: string }>(`SELECT before FROM Log WHERE act = 'page.changed' ORDER BY rowid DESC LIMIT 1`)
  expect(before?.before).toContain('Our own words')
  expect((await request(path, { cookie, form: { text: tooLong, action: 'save' } })).status).toBe(422)
  expect((await request('/organiser/settings/pages/nonsense', { cookie })).status).toBe(404)
  expect(await db.prepare('SELECT 1').first()).toBeTruthy()
})

it('sets no cookie but those that the cookies page names', async () => {
  const text = await (await request('/cookies')).text()
  const origin = 'https://muster.example.gov.uk'
  const cookie = `__Host-${(await anAccount({ roles: ['administrator'] })).cookie}`
  const answers = [
    await request('/sign-in', { origin, form: { email: 'cookies@example.sch.uk' } }),
    await request('/account/name', { origin, cookie, form: { name: 'Siân' } }),
    await request('/sign-out', { origin, cookie, form: {} }),
  ]
  const names = [...new Set(answers.flatMap((answer) => answer.headers.getSetCookie().map((set) => set.split('=')[0] ?? '')))]
  expect(names.toSorted((a, b) => a.localeCompare(b))).toEqual(['__Host-muster', '__Host-muster-code', '__Host-muster-said'])
  for (const name of names) expect(text).toContain(name)
})
