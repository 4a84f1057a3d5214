// Consent to promotions: asked for and stopped by oneself, or stopped by the link of a message.

import { expect, it } from 'vitest'
import { newToken, sha256 } from '#base/id.ts'
import { withoutSecrets } from '#base/web/secret-path.ts'
import { anAccount, request, rows, run } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { hasSaid } from './world.ts'

const said = (email: string) => rows('SELECT given, how FROM MailConsent WHERE email = ?1 ORDER BY at, id', email)

const aLink = async (wants = true) => {
  const token = newToken()
  const email = `${crypto.randomUUID()}@example.sch.uk`
  await add('UnsubscribeLink', { tokenHash: await sha256(token), email })
  if (wants) await hasSaid(email, 1)
  return { token, email, path: `/unsubscribe/${token}` }
}

it('“Nobody gets promotions who has not asked for them; everybody who is signed in can ask or stop, and it is kept when and how they said so.”', async () => {
  const { cookie, email, accountId } = await anAccount()
  expect(await (await request('/account', { cookie })).text()).toContain('href="/account/messages"')
  expect(await (await request('/account/messages', { cookie })).text()).toContain('because you have not asked for it')
  const say = (news: string) => request('/account/messages', { cookie, form: { news } })
  expect((await say('no')).status).toBe(303)
  expect(await said(email)).toEqual([])
  await Promise.all([say('yes'), say('yes'), say('yes')])
  expect(await said(email)).toEqual([{ given: 1, how: 'account' }])
  expect(await (await request('/account/messages', { cookie })).text()).toContain('Stop news of new conferences')
  await say('no')
  await say('no')
  expect(await said(email)).toEqual([
    { given: 1, how: 'account' },
    { given: 0, how: 'account' },
  ])
  const [latest] = await rows<{ accountId: string; at: string }>('SELECT accountId, at FROM CurrentConsent WHERE email = ?1', email)
  expect(latest?.accountId).toBe(accountId)
  expect(await rows(`SELECT act FROM Log WHERE subjectId = ?1 ORDER BY id`, accountId)).toEqual([
    { act: 'consent.given' },
    { act: 'consent.withdrawn' },
  ])
  expect(JSON.stringify(await rows(`SELECT * FROM Log WHERE subjectId = ?1`, accountId))).not.toContain(email)
  await expect(run('UPDATE MailConsent SET given = 1 WHERE email = ?1', email)).rejects.toThrow('consent_stands')
  await expect(run('DELETE FROM MailConsent WHERE email = ?1', email)).rejects.toThrow('consent_stands')
  expect((await request('/account/messages')).headers.get('location')).toBe('/sign-in?next=%2Faccount%2Fmessages')
})

it('“Opening the link to stop does nothing; pressing its button stops the messages without signing in, and pressing it again changes nothing.”', async () => {
  const { path, email } = await aLink()
  const page = await request(path)
  expect([page.status, page.headers.get('referrer-policy'), page.headers.get('cache-control')]).toEqual([
    200,
    'no-referrer',
    'private, no-store',
  ])
  const html = await page.text()
  expect(html.match(/<form[^>]*action="\/unsubscribe\/[^"]*"/g)).toHaveLength(1)
  expect(html).not.toContain(email)
  await request(path, { method: 'HEAD' })
  expect(await said(email)).toEqual([{ given: 1, how: 'account' }])
  // A browser under no-referrer says "null", and a mail program says nothing.
  const press = (headers: Record<string, string> = { origin: 'null' }) =>
    request(path, { method: 'POST', body: '', headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } })
  const answers = await Promise.all([press(), press(), press()])
  expect(answers.map((answer) => [answer.status, answer.headers.get('location')])).toEqual(Array(3).fill([303, path]))
  await press()
  expect(await said(email)).toEqual([
    { given: 1, how: 'account' },
    { given: 0, how: 'unsubscribe_link' },
  ])
  expect(await (await request(path)).text()).toContain('You get no news of new conferences')
})

it('a mail program unsubscribes with one click, without origin or cookie, and is not sent on', async () => {
  const { path, email } = await aLink()
  const answer = await request(path, {
    method: 'POST',
    body: 'List-Unsubscribe=One-Click',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect([answer.status, await answer.text()]).toEqual([200, 'Unsubscribed.'])
  const form = new FormData()
  form.set('List-Unsubscribe', 'One-Click')
  const other = await aLink()
  const asParts = new Request('http://x.example', { method: 'POST', body: form })
  const parts = await request(other.path, {
    method: 'POST',
    body: new TextDecoder().decode(await asParts.clone().arrayBuffer()),
    headers: { 'content-type': asParts.headers.get('content-type') ?? '' },
  })
  expect(parts.status).toBe(200)
  const empty = await aLink()
  const withoutBody = await request(empty.path, { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' } })
  expect([withoutBody.status, withoutBody.headers.get('location')]).toEqual([303, empty.path])
  for (const one of [email, other.email, empty.email]) expect((await said(one)).at(-1)).toEqual({ given: 0, how: 'unsubscribe_link' })
  // Only the link is exempt from the guard of forms.
  const elsewhere = await request('/account/messages', {
    method: 'POST',
    body: 'news=yes',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(elsewhere.status).toBe(403)
})

it('“What the link stopped, the same link takes back; what a complaint stopped, it does not.”', async () => {
  const { path, email } = await aLink()
  await request(path, { form: {} })
  expect(await (await request(path)).text()).toContain('Undo: send them again')
  await request(`${path}/undo`, { form: {} })
  await request(`${path}/undo`, { form: {} })
  expect(await said(email)).toEqual([
    { given: 1, how: 'account' },
    { given: 0, how: 'unsubscribe_link' },
    { given: 1, how: 'unsubscribe_link' },
  ])
  const other = await aLink()
  await hasSaid(other.email, 0, 'complaint')
  expect(await (await request(other.path)).text()).not.toContain('Undo: send them again')
  await request(`${other.path}/undo`, { form: {} })
  expect((await said(other.email)).at(-1)).toEqual({ given: 0, how: 'complaint' })
})

it('a link that is none does nothing, and its secret stays out of what organisers and logs see', async () => {
  for (const path of ['/unsubscribe/x', `/unsubscribe/${newToken()}`]) {
    expect((await request(path)).status).toBe(404)
    expect((await request(path, { form: {} })).status).toBe(404)
    expect((await request(`${path}/undo`, { form: {} })).status).toBe(404)
  }
  const { path, token } = await aLink()
  expect(withoutSecrets(`Stop: https://a.example${path}`)).toBe('Stop: https://a.example/unsubscribe/…')
  expect(await rows('SELECT 1 FROM UnsubscribeLink WHERE tokenHash = ?1', token)).toEqual([])
})
