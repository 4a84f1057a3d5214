// An address that leads on holds what somebody typed into one, written so that a header takes it.
import { expect, it } from 'vitest'
import { encodeLocation } from '#base/web/redirect.ts'
import { anAccount, request } from '#test/support/factories.ts'

const ledTo = async (path: string, options: Parameters<typeof request>[1] = {}) => {
  const response = await request(path, options)
  return [response.status, response.headers.get('location')]
}

it('an address with a line end, a letter of no English word or half a character in it leads on, and breaks nothing', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  expect(await ledTo('/events/AB%0ACD/bookings', { cookie })).toEqual([303, '/events/AB%0ACD/book'])
  expect(await ledTo('/events/%C3%A9%E2%80%8B%F0%9F%8E%93/request', { cookie })).toEqual([303, '/events/%C3%A9%E2%80%8B%F0%9F%8E%93/book'])
  expect(await ledTo('/register/a%0D%0Ab/walk-ins', { cookie })).toEqual([303, '/register/a%0D%0Ab/walk-ins/new'])
})

it('what is encoded already stays as it is', () => {
  for (const location of ['/events/AB12?q=a%20b&c=%F0%9F%8E%93#p-1', 'https://login.example/authorize?scope=openid%20email'])
    expect(encodeLocation(location)).toBe(location)
  expect(encodeLocation('/a b\n\u007f\ud83c?')).toBe('/a%20b%0A%7F%EF%BF%BD?')
})
