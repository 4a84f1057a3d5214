// Calendars as people walk to them: a contact adds a booking and subscribes, a delegate does the same on their own page, a visitor adds an event.
import { expect, it } from 'vitest'
import { aBrowser, brokenInvariants, look, origin } from '#test/support/browsing.ts'
import { anAccount, anEvent, aSchool, request, rows } from '#test/support/factories.ts'
import type { HtmlClient } from '#test/support/html-client.ts'
import { book, inTime } from './world.ts'

const school = await aSchool({ name: 'Lady Hawthorn’s School' })
const contact = await anAccount({ schoolIds: [school.id], email: 'head.office@ladyhawthorns.example' })
const event = await anEvent(inTime)
await book(event, school, contact, ['Siân Ŵyn', 'Bo Lee'])

/** The page of a place, as its invitation has it. */
const linkOf = async (name: string): Promise<string> => {
  const [mail] = await rows<{ text: string }>(
    `SELECT t.text FROM Message m JOIN MessageBody t ON t.messageId = m.id JOIN Place p ON p.id = m.placeId JOIN Person n ON n.id = p.personId
     WHERE m.kind = 'invitation' AND n.name = ?1`,
    name,
  )
  return mail?.text.match(/\/place\/[\w-]{43}/)?.[0] ?? ''
}

/** The address that the page shows, as somebody copies it. */
const copied = (page: HtmlClient): string => {
  const address = page.value('Address')
  expect(address).toMatch(/^https?:\/\/.*\/feeds\/[\w-]{43}\.ics$/)
  return new URL(address).pathname
}
const statusOf = async (address: string): Promise<number> => (await request(address)).status
const hosts = (page: HtmlClient): string[] => page.linksTo().map((href) => new URL(href, origin).hostname)

it('a contact adds a booking to their calendar and subscribes to their school’s, and ends it again', async () => {
  const problems: string[] = []
  const page = aBrowser(contact)
  const see = async (name: string): Promise<void> => void problems.push(...(await look(page, name)))
  await page.goto('/school')
  await page.follow('Bookings, and who came')
  await page.goto(page.linksTo().find((href) => href.startsWith('/bookings/')) ?? '')
  await see('booking-with-calendar')
  await page.follow('Add to your calendar')
  await see('booking-calendar')
  expect(hosts(page)).toEqual(expect.arrayContaining(['calendar.google.com', 'outlook.office.com', 'outlook.live.com']))
  const download = await page.follow(/^Download/)
  expect(download?.headers.get('content-disposition')).toBe('attachment; filename="calendar.ics"')

  await page.follow('Subscribe to all places of your school')
  await see('account-calendar')
  await page.press(/^Make an address for Lady Hawthorn/)
  const first = copied(page)
  await see('calendar-made')
  expect(await (await request(first)).text()).toContain('BEGIN:VEVENT')
  await page.follow('Calendars to subscribe to', 0)
  expect(page.text).toContain('we cannot show it again')
  await see('account-calendar-with')
  await page.follow(/^Make a new address for Lady Hawthorn/)
  await see('calendar-renew')
  await page.press('End the old address and make a new one')
  const second = copied(page)
  expect(await statusOf(first)).toBe(410)
  expect(await statusOf(second)).toBe(200)
  // Reloading sends the form again: nothing is lost by it.
  await page.reload()
  expect(page.text).toContain('The address that was shown last still works')
  await see('calendar-changed')
  expect(await statusOf(second)).toBe(200)
  await page.follow(/^End the address for Lady Hawthorn/)
  await see('calendar-end')
  await page.press('End the address')
  expect(page.text).toContain('The address has ended')
  expect(await statusOf(second)).toBe(410)
  expect(problems).toEqual([])
})

it('a delegate adds their place and subscribes on their own page, without an account and without JavaScript', async () => {
  const problems: string[] = []
  const page = aBrowser()
  const see = async (name: string): Promise<void> => void problems.push(...(await look(page, name)))
  const link = await linkOf('Siân Ŵyn')
  expect(await statusOf(link)).toBe(200)
  expect(await statusOf(`${link}/calendar.ics`)).toBe(200)
  await page.goto(`${link}/calendar`)
  await see('place-calendar')
  await page.press(/^Make an address/)
  const address = copied(page)
  expect(await (await request(address)).text()).toContain('BEGIN:VEVENT')
  await page.follow('Your calendar', 0)
  await see('place-calendar-with')
  await page.follow(/^End the address/)
  await see('place-calendar-end')
  await page.press('End the address')
  expect(await statusOf(address)).toBe(410)
  expect(problems).toEqual([])
})

it('a visitor adds an event, and finds the address of all of them', async () => {
  const page = aBrowser()
  const problems: string[] = []
  const see = async (name: string): Promise<void> => void problems.push(...(await look(page, name)))
  await page.goto('/events')
  expect(page.linksTo('Subscribe to these events in your calendar')).toEqual([expect.stringMatching(/^webcal:.*\/events\.ics$/)])
  await see('events-with-feed')
  const feed = await request('/events.ics')
  expect([feed.status, feed.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8'])
  await page.follow('Safeguarding conference')
  await see('event-with-calendar')
  await page.follow('Add to your calendar')
  await see('event-calendar')
  expect(hosts(page)).toEqual(expect.arrayContaining(['calendar.google.com', 'outlook.office.com', 'outlook.live.com']))
  expect(problems).toEqual([])
  expect(await brokenInvariants()).toEqual([])
})
