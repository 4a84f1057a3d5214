import { expect, it } from 'vitest'
import { request } from '#test/support/factories.ts'

const token = 'A'.repeat(43)

it('every page is asked for by https alone for a year, once it was', async () => {
  expect((await request('/events')).headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
})

it.each(['place', 'agree', 'offers', 'vouch', 'unsubscribe', 'feeds'])(
  'an address that lets its holder in (/%s) is told to no other site and kept by none',
  async (of) => {
    const { headers } = await request(`/${of}/${token}`)
    expect([headers.get('referrer-policy'), headers.get('x-robots-tag')]).toEqual(['no-referrer', 'noindex, nofollow'])
    // Under that policy a browser says of a form only that it comes from nowhere.
    const answer = await request(`/${of}/${token}`, { form: { answer: 'yes' }, headers: { origin: 'null' } })
    expect(answer.status).not.toBe(403)
    const forged = await request(`/${of}/${token}`, { form: { answer: 'yes' }, headers: { origin: 'https://evil.example' } })
    expect(forged.status).toBe(of === 'unsubscribe' || of === 'feeds' ? answer.status : 403)
  },
)

it('over plain http a page leads to its https address, and what programs ask for or send is refused', async () => {
  const origin = 'http://conferences.herefordshire.gov.uk'
  const plain = (path: string, options: Parameters<typeof request>[1] = {}) =>
    request(path, { origin, bindings: { BASE_URL: 'https://conferences.herefordshire.gov.uk' }, ...options })
  const page = await plain('/events?page=2', { headers: { accept: 'text/html' } })
  expect([page.status, page.headers.get('location')]).toEqual([308, 'https://conferences.herefordshire.gov.uk/events?page=2'])
  for (const asked of [
    plain(`/feeds/${token}.ics`),
    plain('/health'),
    plain('/stripe/webhooks', { method: 'POST', body: '{}' }),
    plain('/sign-in', { form: { email: 'lead@school.example' }, headers: { accept: 'text/html' } }),
  ])
    expect((await asked).status).toBe(403)
  expect((await plain('/events', { origin: 'https://conferences.herefordshire.gov.uk' })).status).toBe(200)
  expect((await request('/events', { bindings: { BASE_URL: 'http://localhost:8787' } })).status).toBe(200)
})
