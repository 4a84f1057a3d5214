import { expect, it } from 'vitest'
import { request } from '#test/support/factories.ts'

it.each([
  'garbage',
  '--x\r\n',
  '--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--',
  '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nv',
])('a form cut off or made up (%j) is refused on its page, and is no failure of the service', async (body) => {
  const response = await request('/sign-in', {
    method: 'POST',
    headers: { origin: 'http://localhost:8787', 'content-type': 'multipart/form-data; boundary=x' },
    body,
  })
  expect(response.status).toBe(400)
  expect(await response.text()).toContain('We could not accept that request')
})

it('a form from another site is refused on its page', async () => {
  const response = await request('/sign-in', { form: { email: 'a@b.example' }, headers: { origin: 'https://evil.example' } })
  expect(response.status).toBe(403)
  expect(await response.text()).toContain('We could not accept that request')
})

it('an address with a slash at its end leads to the one without, with what was asked', async () => {
  const answer = await request('/events/?topic=prevent')
  expect([answer.status, answer.headers.get('location')]).toEqual([301, 'http://localhost:8787/events?topic=prevent'])
  expect((await request('/no-such-page')).status).toBe(404)
  expect((await request('/')).status).toBe(200)
})
