import { expect, it } from 'vitest'
import { request } from '#test/support/factories.ts'

const token = 'A'.repeat(43)

it('every page is asked for by https alone for a year, once it was', async () => {
  expect((await request('/events')).headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
})

it.each(['place', 'agree', 'offers', 'vouch', 'undo-address', 'unsubscribe', 'feeds'])(
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
