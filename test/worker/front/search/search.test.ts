// The search on every page of staff: what it finds, for whom, and that its words stay out of addresses.
import { expect, it } from 'vitest'
import { aBrowser } from '#test/support/browsing.ts'
import { anAccount, anEvent, aSchool, request, rows, tripsOf } from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aPlace } from '#test/worker/attendance/attendance/places.ts'

const school = await aSchool({ name: 'Quillon Primary School', urn: '991101' })
const event = await anEvent({ title: 'Zephyr safeguarding day' })
await aPlace(event, school, { name: 'Quillon Marlow', email: 'quillon.marlow@quillon.example' })
await add('AddressProblem', { email: 'quillon.marlow@quillon.example' })
const [booking] = await rows<{ reference: string }>('SELECT reference FROM Booking')
const organiser = await anAccount({ roles: ['organiser'] })

const searched = async (by: { cookie: string }, words: string) => {
  const browser = aBrowser(by)
  await browser.goto('/search')
  browser.fill('A name, number, email address or words', words)
  await browser.press('Search')
  return browser
}

/** Where it led, without the words of the search. */
const ledTo = async (words: string): Promise<string> => (await searched(organiser, words)).url.pathname

it('a number, a title or an address that only one thing has opens it', async () => {
  expect(await ledTo('991101')).toBe(`/organiser/schools/${school.id}`)
  expect(await ledTo('Zephyr')).toBe(`/organiser/events/${event.code}`)
  expect(await ledTo(` ${event.code.toLowerCase()} `)).toBe(`/organiser/events/${event.code}`)
  expect(await ledTo(booking?.reference.toLowerCase() ?? '')).toBe(`/bookings/${booking?.reference}`)
})

it('what several things have is shown by kind, and every list can be asked for the same words', async () => {
  const page = await searched(organiser, 'quillon')
  expect(page.url.search).not.toMatch(/quillon/i)
  const words = plain(page.html)
  expect(words).toContain('Schools Quillon Primary School')
  expect(words).toContain('People Quillon Marlow , Quillon Primary School, quillon.marlow@quillon.example')
  expect(words).toContain('Look for these words in Schools People Events Bookings Addresses that do not work Messages')
  expect([...page.html.matchAll(/(?:href|action)="([^"]*)"/g)].filter(([, address = '']) => /quillon/i.test(address))).toEqual([])
  await page.follow('Bookings')
  expect(plain(page.html)).toContain('Quillon Marlow')
  expect((await searched(organiser, 'marlow@quillon')).html).toContain('Addresses that do not work')
})

it('nobody finds what they may not read: a reader of reports no person, finance no address, a school nothing', async () => {
  const reader = await anAccount({ roles: ['reader'] })
  const finance = await anAccount({ roles: ['finance'] })
  expect(plain((await searched(reader, 'quillon')).html)).not.toMatch(/Quillon (Marlow|Primary)/)
  expect(plain((await searched(finance, 'quillon')).html)).not.toMatch(/Quillon (Marlow|Primary)/)
  expect((await request('/search', { cookie: (await anAccount()).cookie })).status).toBe(404)
  expect(await textOf(request('/search?q=quillon', { cookie: (await anAccount({ roles: ['door'] })).cookie }), 404)).not.toContain('Marlow')
})

it('asks the database no more often when there is more of a kind', async () => {
  const trips = () => tripsOf((on) => request('/search?q=tarn', { cookie: organiser.cookie, bindings: { DB: on } }))
  const before = await trips()
  for (let n = 0; n < 8; n += 1) await aSchool({ name: `Tarn School ${n}` })
  expect(await trips()).toBe(before)
  const words = plain((await searched(organiser, 'tarn')).html)
  expect(words.match(/Tarn School \d/g)).toHaveLength(5)
  expect(words).toContain('More in schools')
})

it('says so when nothing matches, and keeps hostile words as words', async () => {
  const { html } = await searched(organiser, `"><script>x</script> %_ ' Ł`)
  expect(plain(html)).toContain('Nothing matches.')
  expect(html).not.toContain('<script>x')
})
