// The waiting list and its offers, as a school and an organiser walk through them.
import { expect, it } from 'vitest'
import { aBrowser, brokenInvariants, inDays, look, mailTo, manySchools } from '#test/support/browsing.ts'
import { holds } from '#test/support/claims.ts'
import { anAccount, anEvent, aSchool, rows } from '#test/support/factories.ts'
import type { HtmlClient } from '#test/support/html-client.ts'

const organiser = aBrowser(await anAccount({ roles: ['organiser'] }))
const [holder, waiter] = [await aSchool({ name: 'Lady Hawthorn’s School' }), await aSchool({ name: 'Al-Noor Girls’ School' })]
await holds(holder.id, 'office@holder.example')
await manySchools()
const email = 'waits@walked.example'
const contact = await anAccount({ email, schoolIds: [waiter.id] })

/**
 * An event with two places, which the organiser takes for a school by telephone; answers its code.
 */
const aFullEvent = async (title: string): Promise<string> => {
  const day = inDays(60)
  const { code } = await anEvent({
    title,
    capacity: 2,
    placesPerSchool: 2,
    startsAt: `${day}T09:30:00.000Z`,
    endsAt: `${day}T12:30:00.000Z`,
  })
  await organiser.goto(`/events/${code}/book?school=${holder.id}`)
  organiser.check('Somebody else, whom I enter below')
  organiser.fill('Name of the person who asked', 'Jo Price')
  organiser.fill('Their email address', 'office.who.rang@walked.example')
  organiser.choose('How many places?', '2 places')
  await organiser.press('Continue')
  await organiser.press('Book these 2 places')
  expect(organiser.path).toMatch(/^\/bookings\/[A-Z0-9]+$/)
  return code
}

const setCapacity = async (code: string, places: string): Promise<void> => {
  await organiser.goto(`/organiser/events/${code}/edit/booking`)
  organiser.fill('Number of places', places)
  await organiser.press(/^Save/, -1)
  expect(organiser.path).toBe(`/organiser/events/${code}`)
}

it('a school waits, is offered a place and accepts it from the email, on a phone without JavaScript; every page is sound', async () => {
  const code = await aFullEvent('Fair places')
  const page = aBrowser(contact)
  const problems: string[] = []
  const see = async (client: HtmlClient, name: string): Promise<void> => void problems.push(...(await look(client, name)))

  await page.goto(`/events/${code}`)
  expect(page.text).toContain('0 of 2 places left; your school has 0 of 2')
  await page.follow('Join the waiting list')
  page.fill('How many places do you need?', '2')
  page.check('We take as many as there are')
  await see(page, 'wait-form')
  await page.press('Join the waiting list')
  expect(page.text).toContain('No other school is before it.')
  await see(page, 'wait')
  const school = aBrowser(contact)
  await school.goto(`/events/${code}/wait/withdraw`)
  await see(school, 'wait-withdraw')

  await organiser.goto(`/events/${code}`)
  await see(organiser, 'event-full')
  await organiser.goto(`/organiser/events/${code}`)
  await see(organiser, 'organiser-event-rules')
  await organiser.goto(`/organiser/events/${code}/waiting`)
  await see(organiser, 'waiting-list')
  await organiser.follow(/^Remove/)
  await see(organiser, 'remove-from-list')
  await organiser.goto(organiser.path.replace(/remove$/, 'offer'))
  await see(organiser, 'offer-out-of-turn')

  await setCapacity(code, '3')
  const { text: offer } = await mailTo(email, /^Accept by/)
  await page.goto(offer.match(/http\S+\/offers\/\S+/)?.[0] ?? '')
  expect(page.heading).toContain('1 place is kept for you')
  await see(page, 'offer-open')
  await organiser.goto(page.path)
  await see(organiser, 'offer-open')
  const [offered] = await rows(`SELECT b.reference FROM Offer o JOIN Booking b ON b.id = o.bookingId WHERE o.state = 'open'`)
  await school.goto(`/bookings/${offered?.['reference']}/offer`)
  await see(school, 'offer-of-booking')
  await organiser.goto(`/organiser/events/${code}/waiting`)
  await see(organiser, 'waiting-list-offer')
  await organiser.follow(/^Withdraw/)
  await see(organiser, 'offer-withdraw')
  await page.press('Accept the place')
  expect(page.heading).toContain('This offer has been accepted')
  const withdrawing = organiser.path
  await organiser.goto(page.path)
  await see(organiser, 'offer-accepted')
  // The organiser's button was there while the school accepted.
  organiser.back()
  expect(organiser.path).toBe(withdrawing)
  organiser.check('It ends')
  await organiser.press('Withdraw the offer')
  expect(organiser.text).toContain('This offer has been answered already.')
  await page.goto(`/events/${code}/wait`)
  expect(page.text).toContain('waits for 1 place since')
  await page.follow(/^Withdraw/)
  await page.press('Withdraw')
  expect(page.text).toContain('Withdrawn from the waiting list')
  expect(problems).toEqual([])
})

it('the organiser sets rules, reserves places and decides on a request; every page is sound', async () => {
  const code = await aFullEvent('With approval')
  const problems: string[] = []
  const see = async (name: string): Promise<void> => void problems.push(...(await look(organiser, name)))
  await organiser.goto(`/organiser/events/${code}/rules`)
  await see('rules')
  organiser.fill(/^For how many hours/, '0')
  organiser.check('An organiser decides on each booking of a school')
  await organiser.press('Save')
  await see('rules-problem')
  organiser.fill(/^For how many hours/, '24')
  await organiser.press('Save')
  expect(organiser.path).toBe(`/organiser/events/${code}`)
  await setCapacity(code, '6')
  await organiser.goto(`/organiser/events/${code}/held-back`)
  await see('held-back')
  organiser.fill('How many places?', '2')
  organiser.check(/^Schools of which nobody has been recorded/)
  organiser.fill('Date', inDays(30))
  organiser.fill('Time', '09:00')
  await organiser.press('Reserve')
  // When no school works at that hour, the form comes back with the last hour before it.
  if (organiser.title.startsWith('Error: ')) await organiser.press('Reserve')
  expect(organiser.text).toContain('2 places are reserved')
  await see('held-back-list')
  await organiser.follow(/^Release now/)
  await see('held-back-release')

  const page = aBrowser(contact)
  await page.goto(`/events/${code}/book`)
  page.choose('How many places?', '1 place')
  await page.press('Continue')
  await page.press('Send this request')
  expect(page.path).toMatch(/^\/bookings\/[A-Z0-9]+$/)
  await organiser.goto(`/organiser/events/${code}/waiting`)
  await organiser.follow(/^Approve or refuse/)
  await see('decision')
  await organiser.press('Approve')
  expect(organiser.path).toMatch(/^\/bookings\/[A-Z0-9]+$/)
  expect(organiser.text).toContain('Approved: booked for the school')
  expect(problems).toEqual([])
  expect(await brokenInvariants()).toEqual([])
})
