// Above a sum that the school sets, and for a trust always, a link asks for a code of the mailbox that got it.

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { look } from '#test/support/browsing.ts'
import { noApprover } from '#test/support/claims.ts'
import { anAccount, request, rows, run } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aLetter, bookingsOf, client, codeSentTo, monday, quiet } from './world.ts'

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(monday.getTime() + 3_600_000) })
  await quiet()
})
afterEach(() => void vi.useRealTimers())

// “Above £150 a place, or what the school set, it asks first for a code of the mailbox that got it;
// for a trust always.”
it('above £150 the office types the code that its mailbox gets, and the place is booked', async () => {
  const { office, personId, path } = await aLetter({ pence: 18_000 })
  const reader = client()
  await reader.goto(path)
  await reader.press('Send the code')
  expect(await look(reader, 'the code of a link that books')).toEqual([])
  await reader.fill('6-digit code', await codeSentTo(office.email))
  await reader.press('Book Sunita Rao for £180')
  expect(reader.text).toContain('Sunita Rao: booking')
  expect([reader.presses, reader.paths.length]).toEqual([2, 3])
  expect((await bookingsOf(personId)).map(({ accountId, pence }) => [accountId, pence])).toEqual([[office.accountId, 18_000]])
})

it('without the code, with a wrong one, or with one of signing in, nothing is booked', async () => {
  const { office, personId, path } = await aLetter({ pence: 18_000 })
  const bare = await request(path, { form: {} })
  expect([bare.status, (await textOf(bare, 409)).includes('Ask for a code first')]).toEqual([409, true])
  expect((await request(`${path}/code`, { form: { code: '123456' } })).status).toBe(409)
  const reader = client()
  await reader.goto(path)
  await reader.press('Send the code')
  const right = await codeSentTo(office.email)
  await reader.fill('6-digit code', right === '123456' ? '654321' : '123456')
  await reader.press('Book Sunita Rao for £180')
  expect(reader.text).toContain('That code did not work')
  const asked = await request('/sign-in', { form: { email: office.email } })
  const [mail] = await rows<{ text: string }>('SELECT text FROM LocalMail WHERE toAddress = ?1 ORDER BY rowid DESC LIMIT 1', office.email)
  const other = await request(`${path}/code`, {
    cookie: asked.headers.getSetCookie()[0]?.split(';')[0] ?? '',
    form: { code: mail?.text.match(/\b\d{6}\b/)?.[0] ?? '' },
  })
  expect(other.status).toBe(409)
  expect(await bookingsOf(personId)).toEqual([])
})

it('a school sets above how much a code is asked; who set it and when is shown, and a colleague who approves nobody only reads it', async () => {
  const { school, office, path } = await aLetter()
  const settings = `/school/${school.id}/booking-links`
  const reader = client(office.cookie)
  await reader.goto(settings)
  expect(reader.text).toContain('Above £150 a place we ask for a code first.')
  await reader.fill('Ask for a code above this price, in pounds', '50')
  await reader.press('Save')
  expect(await rows('SELECT pence, setById FROM CodeLimit WHERE schoolId = ?1', school.id)).toEqual([
    { pence: 5000, setById: office.accountId },
  ])
  const colleague = await anAccount({ schoolIds: [school.id] })
  await noApprover('accountId = ?1', colleague.accountId)
  expect(await textOf(await request(settings, { cookie: colleague.cookie }))).toContain(
    'Above £50 a place we ask for a code first, as Olive Office set on 9 March 2026.',
  )
  expect((await request(settings, { cookie: colleague.cookie, form: { pounds: '9000' } })).status).toBe(404)
  expect(await textOf(await request(path))).toContain('We ask for a code before this place is booked')
  const stranger = await anAccount({ schoolIds: [] })
  expect((await request(settings, { cookie: stranger.cookie })).status).toBe(404)
})

it('whoever acts for the trust always types a code', async () => {
  const { school, office, path } = await aLetter({ pence: 1000 })
  expect(await textOf(await request(path))).not.toContain('We ask for a code')
  await run(`UPDATE School SET trustUid = 'T42', trustName = 'Ash Trust' WHERE id = ?1`, school.id)
  const at = monday.toISOString()
  await add('TrustClaim', {
    accountId: office.accountId,
    trustUid: 'T42',
    state: 'approved',
    evidence: 'self_asserted',
    requestedAt: at,
    decidedAt: at,
  })
  expect(await textOf(await request(path))).toContain('We ask for a code before this place is booked')
})
