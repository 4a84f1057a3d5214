// Who sees what of a certificate, and what its file says.

import { unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { documentOf } from '#attendance/certificates/document.ts'
import { selectByNumber } from '#attendance/certificates/store.ts'
import { readNow } from '#base/db/read.ts'
import { newToken } from '#base/id.ts'
import { anAccount, anAct, db, existing, request, rows, run } from '#test/support/factories.ts'
import { textsOf } from '#test/support/pdf.ts'
import { textOf } from '#test/support/plain.ts'
import { add, insert } from '#test/support/rows.ts'
import { erasePerson } from '#upkeep/records/erase-person.ts'
import { aCertificate, aDay, certificatesOf, correct, issue } from './world.ts'

const read = async (path: string, cookie?: string) => {
  const page = await request(path, cookie ? { cookie } : {})
  return { status: page.status, text: await textOf(page) }
}
const bytesOf = async (path: string, cookie?: string) => new Uint8Array(await (await request(path, cookie ? { cookie } : {})).arrayBuffer())

const grouped = (number: string) => (number.match(/.{4}/g) ?? []).join('-')

it('Anybody with its number sees whether a certificate is in force, and since when, but neither the name nor the school.', async () => {
  const { certificate, school, event, placeId } = await aCertificate()
  const at = `/c/${grouped(certificate.number).toLowerCase()}`
  const page = await read(at)
  expect(page.status).toBe(200)
  expect(page.text).toContain('In force Your council issued a certificate with this number, and it is in force.')
  expect(page.text).toContain('2 hours 30 minutes, and part of 1 session, of which the length was not recorded')
  for (const hidden of ['Zoë', 'Łukasz', school.name]) expect(page.text).not.toContain(hidden)
  await correct(event.sessions[1]?.id ?? '', placeId, 'attended')
  await issue('2026-06-13T09:01:00.000Z')
  const [, next] = await certificatesOf(event.id)
  expect((await read(at)).text).toContain('Your council replaced this certificate by another on 13 June 2026.')
  expect((await read(at)).text).toContain(`Superseded by ${grouped(next?.number ?? '')}`)
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const revoke = `/organiser/events/${event.code}/certificates/${next?.number}/revoke`
  expect((await request(revoke, { cookie, form: { words: ' ' } })).status).toBe(422)
  expect((await request(revoke, { cookie, form: { words: 'Somebody else came' } })).status).toBe(303)
  expect((await request(revoke, { cookie, form: { words: 'Somebody else came' } })).status).toBe(303)
  expect((await request(revoke, { cookie, form: { words: 'Another reason' } })).status).toBe(409)
  const revoked = await read(`/c/${next?.number}`)
  expect(revoked.text).toContain('Your council revoked this certificate on')
  expect(revoked.text).not.toContain('Somebody else came')
  expect(await rows('SELECT how, why, words FROM CertificateEnd WHERE certificateId = ?1', next?.id)).toEqual([
    { how: 'revoked', why: 'by_hand', words: 'Somebody else came' },
  ])
})

it('A certificate that an organiser revoked is not issued again by itself.', async () => {
  const { certificate, event, placeId } = await aCertificate()
  const { cookie } = await anAccount({ roles: ['organiser'] })
  await request(`/organiser/events/${event.code}/certificates/${certificate.number}/revoke`, { cookie, form: { words: 'Not theirs' } })
  await correct(event.sessions[1]?.id ?? '', placeId, 'attended')
  await issue('2026-06-13T09:01:00.000Z')
  await request(`/organiser/events/${event.code}/certificates/issue`, { cookie, form: {} })
  expect((await certificatesOf(event.id)).map(({ ended }) => ended)).toEqual(['revoked, by_hand'])
})

it('one that was to be renewed by a day is in force on that day, and not on the next', async () => {
  const { certificate } = await aCertificate()
  // The row stands, so the renewal is another event’s.
  await run('DROP TRIGGER Certificate_stands')
  const says = async (renewBy: string) => {
    await run('UPDATE Certificate SET renewBy = ?2 WHERE id = ?1', certificate.id, renewBy)
    return (await read(`/c/${certificate.number}`)).text
  }
  const today = new Date().toISOString().slice(0, 10)
  expect(await says(today)).toContain('and it is in force')
  expect(await says('2020-06-12')).toContain('It was to be renewed by 12 June 2020.')
})

// “Its holder and their school see the whole of it, and besides them only organisers and
// officers.”
it('its holder, their school and the council open it, and nobody else', async () => {
  const { certificate, school, token, holder } = await aCertificate()
  const page = await read(`/c/${certificate.number}`, holder.cookie)
  expect(page.text).toContain('Zoë Łukasz')
  expect((await read(`/place/${token}/certificate`)).text).toContain('Zoë Łukasz')
  expect((await read(`/place/${newToken()}/certificate`)).status).toBe(404)

  const own = await anAccount({ schoolIds: [school.id] })
  const list = await read(`/school/${school.id}/certificates`, own.cookie)
  expect(list.text).toContain(`Zoë Łukasz ${school.name} Safeguarding conference 12 June 2026`)
  const csv = await (await request(`/school/${school.id}/certificates.csv`, { cookie: own.cookie })).text()
  expect(csv).toContain(`Zoë Łukasz,${school.name},Safeguarding conference,2026-06-12,2026-06-12,A part of the event,150,1,`)
  const files = Object.entries(unzipSync(await bytesOf(`/school/${school.id}/certificates.zip`, own.cookie)))
  const pdf = await bytesOf(`/c/${certificate.number}/certificate.pdf`, own.cookie)
  expect(files.map(([name, bytes]) => [name, bytes])).toEqual([
    [`certificate-2026-06-12-${grouped(certificate.number).slice(0, 9).toLowerCase()}.pdf`, pdf],
  ])

  const council = await anAccount({ roles: ['officer'] })
  const otherSchool = await anAccount({ schoolIds: [(await aDay([{ name: 'Huw Ellis', marks: ['attended', 'attended'] }])).school.id] })
  const stranger = await anAccount()
  const finance = await anAccount({ roles: ['finance'] })
  const statuses = async (path: string) =>
    Promise.all([holder, own, council, otherSchool, stranger, finance].map(async ({ cookie }) => (await request(path, { cookie })).status))
  expect(await statuses(`/c/${certificate.number}/certificate.pdf`)).toEqual([200, 200, 200, 404, 404, 404])
  expect(await statuses(`/school/${school.id}/certificates`)).toEqual([404, 200, 404, 404, 404, 404])
  expect((await read(`/c/${certificate.number}`, stranger.cookie)).text).not.toContain('Zoë')
})

it('The page of a person leads staff to their certificate, and no longer once it is revoked.', async () => {
  const { certificate, event, places } = await aCertificate()
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const linked = async () =>
    (await (await request(`/organiser/people/${places[0]?.personId}`, { cookie })).text()).includes(`/c/${certificate.number}`)
  expect(await linked()).toBe(true)
  await request(`/organiser/events/${event.code}/certificates/${certificate.number}/revoke`, { cookie, form: { words: 'Not theirs' } })
  expect(await linked()).toBe(false)
})

it('Sixty numbers that do not exist can be asked for from one network in an hour, and then none is answered.', async () => {
  const from = (address: string) => ({ headers: { 'cf-connecting-ip': address } })
  const wrong = `/c/${'2345'.repeat(7)}`
  for (let tries = 0; tries < 60; tries += 1) expect((await request(wrong, from('203.0.113.7'))).status).toBe(404)
  const over = await request(wrong, from('203.0.113.7'))
  const said = await textOf(over)
  expect([
    over.status,
    said.includes('Too many numbers that do not exist were asked for from your network.'),
    said.includes('No certificate has this number'),
  ]).toEqual([429, true, false])
  expect((await request(wrong, from('203.0.113.8'))).status).toBe(404)
  const { certificate } = await aCertificate()
  // Whoever has a certificate in hand is answered, whatever others at the network did.
  expect((await request(`/c/${certificate.number}`, from('203.0.113.7'))).status).toBe(200)
})

it('The PDF of a certificate is made of its row, and is the same byte for byte whenever it is made.', async () => {
  const { certificate, event, holder } = await aCertificate()
  const path = `/c/${certificate.number}/certificate.pdf`
  const first = await bytesOf(path, holder.cookie)
  const { actor } = await anAccount({ roles: ['organiser'] })
  // As while a correction is done.
  await db.batch([
    insert('StaffProposal', {
      id: 'other words',
      subjectId: event.id,
      asked: '{}',
      reason: 'A slip',
      proposedAt: '2026-06-13T09:00:00.000Z',
      proposedById: actor.accountId,
      state: 'approved',
      decidedAt: '2026-06-13T09:00:00.000Z',
    }),
    db.prepare(`UPDATE Event SET title = 'Something else', level = 'Advanced' WHERE id = ?1`).bind(event.id),
  ])
  expect(await bytesOf(path, holder.cookie)).toEqual(first)
  const { info, tags, pages } = textsOf(first)
  expect([info, pages]).toEqual([{ tagged: true, language: 'en-GB', title: 'Certificate of attendance' }, 1])
  expect([tags['H1'], tags['H2'], tags['H3'], tags['Table'], tags['TR'], tags['Figure']]).toEqual([1, 1, 2, 1, 3, 1])
})

/** A logo since an instant, which takes the place of the one before. */
const aLogo = async (at: string): Promise<string> => {
  const id = crypto.randomUUID()
  const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 90, 3, 132, 3, 1, 1, 0])
  const base64 = btoa(String.fromCharCode(...jpeg))
  await add('StoredFile', { id, name: 'logo.jpeg', type: 'image/jpeg', size: jpeg.length, sha256: '0'.repeat(64), pieces: 1, at })
  await add('FilePiece', { fileId: id, number: 0, base64 })
  await add('Logo', { fileId: id, width: 900, height: 90, inFiles: 1, at })
  return id
}

it('A certificate has the logo of the day it was issued, on its page and in its file, whatever the council shows since.', async () => {
  const old = await aLogo('2026-03-01T09:00:00.000Z')
  const { certificate, holder } = await aCertificate()
  const path = `/c/${certificate.number}`
  const page = async () => (await request(path, { cookie: holder.cookie })).text()
  const pdf = await bytesOf(`${path}/certificate.pdf`, holder.cookie)
  const hasPicture = /\/Filter \/DCTDecode/
  expect([await page(), new TextDecoder('latin1').decode(pdf)]).toEqual([
    expect.stringContaining(`src="/logo/${old}"`),
    expect.stringMatching(hasPicture),
  ])
  await aLogo(new Date().toISOString())
  expect(await page()).toContain(`src="/logo/${old}"`)
  expect(await bytesOf(`${path}/certificate.pdf`, holder.cookie)).toEqual(pdf)
  await run(`UPDATE Logo SET inFiles = 0`)
  expect(new TextDecoder('latin1').decode(await bytesOf(`${path}/certificate.pdf`, holder.cookie))).not.toMatch(hasPicture)
})

it('A name with letters that the file cannot show stands on the page alone.', async () => {
  const { certificate, holder } = await aCertificate('王芳')
  expect((await read(`/c/${certificate.number}`, holder.cookie)).text).toContain('王芳')
  const found = await readNow(db, selectByNumber(db, certificate.number, undefined)).then(existing)
  const [, strong] = documentOf(found.certificate, { inFile: true }).blocks
  expect(strong).toMatchObject({
    text: 'The person named on the page of this certificate, whose name has letters that this file cannot show',
  })
})

it('Whoever is erased is named on no certificate any more.', async () => {
  const { certificate, places, event } = await aCertificate()
  const { actor } = await anAccount({ roles: ['organiser'] })
  expect((await erasePerson(anAct({ actor, now: new Date('2026-07-01T09:00:00.000Z') }), places[0]?.personId ?? '', 'asked')).ok).toBe(true)
  expect((await certificatesOf(event.id)).map(({ name }) => name)).toEqual([''])
  await issue('2026-07-01T09:01:00.000Z')
  expect((await certificatesOf(event.id)).map(({ number, ended }) => [number, ended])).toEqual([[certificate.number, null]])
  const council = await anAccount({ roles: ['officer'] })
  expect((await request(`/c/${certificate.number}/certificate.pdf`, { cookie: council.cookie })).status).toBe(200)
})

it('an organiser switches certificates on and off, sets when they are renewed, and issues what is ready', async () => {
  const { event, school } = await aDay([{ name: 'Mair Pugh', marks: ['attended', 'attended'] }])
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const at = `/organiser/events/${event.code}/certificates`
  expect((await request(`${at}/settings`, { cookie, form: { isOn: 'yes', renewMonths: '0', version: '0' } })).status).toBe(422)
  expect((await request(`${at}/settings`, { cookie, form: { isOn: 'yes', renewMonths: '24', version: '0' } })).status).toBe(303)
  // Somebody else’s page is of before.
  expect((await request(`${at}/settings`, { cookie, form: { isOn: 'no', renewMonths: '', version: '0' } })).status).toBe(409)
  expect((await request(`${at}/issue`, { cookie, form: {} })).status).toBe(303)
  expect((await certificatesOf(event.id)).map(({ name, renewBy }) => [name, renewBy])).toEqual([['Mair Pugh', '2028-06-12']])
  const page = await read(at, cookie)
  expect(page.text).toContain(`Mair Pugh ${school.name} 5 hours 30 minutes In force`)
})

it('an organiser finds a certificate of an event by a name, a school or a part of its number, and others of the event are then not shown', async () => {
  const { event, school } = await aDay([
    { name: 'Mair Pugh', marks: ['attended', 'attended'] },
    { name: 'Huw Ellis', marks: ['attended', 'attended'] },
  ])
  await issue('2026-06-13T09:00:00.000Z')
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const at = `/organiser/events/${event.code}/certificates`
  const named = async (q: string) => {
    const { text } = await read(`${at}?q=${encodeURIComponent(q)}`, cookie)
    return ['Mair Pugh', 'Huw Ellis'].filter((name) => text.includes(`${name} ${school.name}`))
  }
  const [mair] = (await certificatesOf(event.id)).filter(({ name }) => name === 'Mair Pugh')
  expect(await named('')).toEqual(['Mair Pugh', 'Huw Ellis'])
  expect(await named('mair')).toEqual(['Mair Pugh'])
  expect(await named(school.name.toUpperCase())).toEqual(['Mair Pugh', 'Huw Ellis'])
  expect(
    await named(
      grouped(mair?.number ?? '')
        .slice(2, 22)
        .toLowerCase(),
    ),
  ).toEqual(['Mair Pugh'])
  expect(await named('nobody')).toEqual([])
  const posted = await request(at, { cookie, form: { q: 'mair' } })
  expect(posted.headers.get('location')).toMatch(/certificates\?q=\.[\w-]+$/)
})

// “Somebody’s own record shows their places, attendance, certificates and roles at every
// school, and training from elsewhere by level, and gives it as CSV.”
it('somebody’s own record shows certificates, and training from elsewhere by level, and gives it as CSV', async () => {
  const { certificate, holder, school, places } = await aCertificate()
  await add('EarlierAttendance', {
    batchId: 'b',
    schoolId: school.id,
    topicId: 'prevent',
    title: 'Prevent for leads',
    heldOn: '2025-02-01',
    purpose: 'training',
    minutes: 90,
    level: 'Advanced',
    provider: 'Kite Training',
    personId: places[0]?.personId,
    source: 'A list',
    learnedAt: '2026-03-02T09:00:00.000Z',
  })
  const { text } = await read('/account/record', holder.cookie)
  expect(text).toContain(
    `Certificates Safeguarding conference 12 June 2026 · 2 hours 30 minutes, and part of 1 session, of which the length was not recorded · ${grouped(certificate.number)} In force`,
  )
  expect(text).toContain(
    'Training from elsewhere (1) Advanced Training Provider Length How it is known Prevent for leads 1 February 2025 Kite Training 90 minutes Stated',
  )
  const csv = await (await request('/account/record.csv', { cookie: holder.cookie })).text()
  expect(csv).toContain(`,Your council,150,,${grouped(certificate.number)},In force,`)
  expect(csv).toContain(',Advanced,Kite Training,90,Stated,,,')
})
