// Whoever searches for people by name or address leaves neither in the address of a page.
import { expect, it } from 'vitest'
import { anAccount, anEvent, aSchool, leadsTo, request, rows, tripsOf } from '#test/support/factories.ts'
import { aPlace } from '#test/worker/attendance/attendance/places.ts'

const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith('muster-search='))
    ?.split(';')[0] ?? ''

/** Every address in a page. */
const addressesIn = (html: string): string[] => [...html.matchAll(/(?:href|action|data-change)="([^"]*)"/g)].map((found) => found[1] ?? '')

const world = async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const event = await anEvent({ placesPerSchool: null })
  const school = await aSchool()
  await aPlace(event, school, { name: 'Gwenllian Searched', email: 'gwenllian@searched.example' })
  const { personId } = await aPlace(event, school, { name: 'Idris Other' })
  return { organiser, event, personId }
}

it('A search for a person leaves no name and no email address in any address of the service, and can be paged, reloaded and gone back to.', async () => {
  const { organiser, event } = await world()
  const session = event.sessions[0]?.id ?? ''
  for (const [path, name] of [
    ['/organiser/people', 'q'],
    ['/organiser/bookings', 'q'],
    [`/organiser/events/${event.code}/bookings`, 'q'],
    ['/organiser/messages', 'q'],
    ['/organiser/addresses', 'q'],
    ['/organiser/log', 'who'],
    ['/organiser/log', 'text'],
    [`/register/${session}`, 'q'],
  ] as const) {
    const answer = await request(path, { cookie: organiser.cookie, form: { [name]: ' Gwenllian ', show: 'all', when: 'any' } })
    const address = answer.headers.get('location') ?? ''
    expect([path, answer.status, address.startsWith(`${path}?`), /gwenllian/i.test(address)]).toEqual([path, 303, true, false])
    expect(address).toMatch(new RegExp(`[?&]${name}=\\.[\\w-]{38,}`))
    expect(address).toContain('show=all')
    const cookie = `${organiser.cookie}; ${cookieOf(answer)}`
    const page = await request(address, { cookie })
    expect([path, page.status]).toEqual([path, 200])
    const html = await page.text()
    // What was typed stands in its field, and nowhere in an address.
    expect(html).toMatch(/<input[^>]*value="Gwenllian"/)
    expect(addressesIn(html).filter((one) => /gwenllian/i.test(one) && !one.startsWith('mailto:'))).toEqual([])
    if (!/log|messages|addresses/.test(path)) {
      expect(html).toContain('Gwenllian Searched')
      expect(html).not.toContain('Idris Other')
    }
    expect(await (await request(address, { cookie })).text()).toContain('value="Gwenllian"')
  }
})

it('The address of a search opens only in the browser that made it; another is told to search again, and nothing is shown instead.', async () => {
  const { organiser } = await world()
  const answer = await request('/organiser/bookings', { cookie: organiser.cookie, form: { q: 'Gwenllian', state: 'all' } })
  const address = answer.headers.get('location') ?? ''
  for (const other of ['', '; muster-search=another']) {
    const page = await request(address, { cookie: organiser.cookie + other })
    const html = await page.text()
    expect(page.status).toBe(410)
    expect(html).toContain('We no longer know what you searched for')
    expect(html).toContain('href="/organiser/bookings?state=all"')
    expect(html).not.toContain('Gwenllian')
  }
})

it('Whoever must sign in first finds the search again afterwards.', async () => {
  const { organiser } = await world()
  const answer = await request('/organiser/people', { form: { q: 'Gwenllian' } })
  const address = answer.headers.get('location') ?? ''
  const away = await request(address, { cookie: cookieOf(answer) })
  expect(away.headers.get('location')).toBe(`/sign-in?next=${encodeURIComponent(address)}`)
  expect(await (await request(address, { cookie: `${organiser.cookie}; ${cookieOf(answer)}` })).text()).toContain('Gwenllian Searched')
})

it('a mark made while the register is searched returns to the search, and is kept when the search is forgotten', async () => {
  const { organiser, event } = await world()
  const register = `/register/${event.sessions[0]?.id}`
  const answer = await request(register, { cookie: organiser.cookie, form: { q: 'Gwenllian' } })
  const address = answer.headers.get('location') ?? ''
  const cookie = `${organiser.cookie}; ${cookieOf(answer)}`
  const html = await (await request(address, { cookie })).text()
  const action = /<form[^>]*action="([^"]*\/marks[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const [person] = [...html.matchAll(/name="person" value="([^"]*)"/g)].map((found) => found[1] ?? '')
  const [mark] = [...html.matchAll(/name="mark" value="([^"]*)"/g)].map((found) => found[1] ?? '')
  const form = { person: person ?? '', mark: mark ?? '', markType: 'part' }
  const marked = await request(action, { cookie, form })
  expect(marked.headers.get('location')).toBe(`${address}#p-${person}`)
  expect(await rows('SELECT markType FROM Mark WHERE id = ?1', mark)).toEqual([{ markType: 'part' }])
  expect(await leadsTo(request(action, { cookie: organiser.cookie, form }))).toBe(`${register}#p-${person}`)
})

it('a search costs no more round trips than the page it leads to, and no job is looked at after it', async () => {
  const { organiser } = await world()
  expect(
    await tripsOf((on) => request('/organiser/people', { cookie: organiser.cookie, form: { q: 'Gwenllian' }, bindings: { DB: on } })),
  ).toBeLessThanOrEqual(2)
})

it('a form with more fields than any of ours has is answered with an address that every browser takes', async () => {
  const { organiser } = await world()
  const many = Array.from({ length: 300 }, (_, index): [string, string] => [`field${index}`, 'x'.repeat(50)])
  const answer = await request('/organiser/people', { cookie: organiser.cookie, form: [['q', 'Gwenllian'], ...many] })
  const address = answer.headers.get('location') ?? ''
  expect([answer.status, address.length > 5000, address.length < 6100, /[?&]q=\.[\w-]{38,}/.test(address)]).toEqual([303, true, true, true])
  const page = await request(address, { cookie: `${organiser.cookie}; ${cookieOf(answer)}` })
  expect([page.status, (await page.text()).includes('Gwenllian Searched')]).toEqual([200, true])
})
