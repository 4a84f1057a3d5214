// Workshops as an organiser makes them and a school chooses them: the organiser on a desktop, the school on a phone without JavaScript.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chooseSchool } from '#test/support/choose-school.ts'
import { type Chromium, enter, launchChromium, look, pressButton, publish } from '#test/support/chromium.ts'
import { inbox } from '#test/support/inbox.ts'
import { brokenInvariants, type Muster, startMuster } from '#test/support/muster.ts'

let browser: Chromium
let muster: Muster
beforeAll(async () => {
  browser = await launchChromium()
  muster = await startMuster('demonstration')
})
afterAll(async () => {
  await browser.close()
  await muster.stop()
})

const school = 'Lady Hawthorn’s School'
const day = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10)

type Row = { title: string; start: string; end: string; block?: string; places?: string }
const sessions: Row[] = [
  { title: 'Opening', start: '09:00', end: '10:00' },
  { title: 'Anxiety and attendance', start: '10:30', end: '11:30', block: 'Morning workshops', places: '1' },
  { title: 'Bullying online', start: '10:30', end: '11:30', block: 'Morning workshops', places: '20' },
  { title: 'Consent', start: '13:00', end: '14:00', block: 'Afternoon workshops', places: '20' },
]

const aConference = async (page: Page, problems: string[]): Promise<string> => {
  await page.goto(`${muster.url}/organiser/events/new`)
  for (const [label, value] of [
    ['Title', 'A day of workshops'],
    ['Length in hours', '5'],
    ['Name of the venue', 'Three Counties Hotel'],
    ['Address of the venue', 'Belmont Road\nHereford'],
    ['Postcode', 'HR2 7BP'],
    ['Number of places', '60'],
    ['Places for each school', ''],
  ] as const)
    await page.getByLabel(label, { exact: true }).fill(value)
  await page.getByLabel('Topic', { exact: true }).selectOption('child-on-child-abuse')
  for (const [index, row] of sessions.entries()) {
    const field = (part: string) => page.locator(`#session-${index + 1}-${part}`)
    if (index > 0) await pressButton(page, row.block ? 'Add workshops' : 'Add sessions for everyone')
    await field('date').fill(day)
    await field('start').fill(row.start)
    await field('end').fill(row.end)
    if (!row.block) continue
    await field('title').fill(row.title)
    await field('block').fill(row.block)
    await field('places').fill(row.places ?? '')
  }
  await page.locator('#session-1-title').fill('Opening')
  await page.getByLabel('One for each session').check()
  problems.push(...(await look(page, 'workshops-event-form')))
  await page.getByRole('button', { name: /^save/i }).last().click()
  await page.waitForURL(/\/organiser\/events\/[A-Z0-9]+$/)
  const code = page.url().split('/').at(-1) ?? ''
  problems.push(...(await look(page, 'workshops-organiser-event')))
  await publish(page)
  return code
}

it('an organiser makes workshops, a school chooses them on a phone without JavaScript, and the organiser moves somebody', async () => {
  const problems: string[] = []
  const organiser = await enter(await browser.newContext(), muster, 'organiser@muster.example')
  const code = await aConference(organiser, problems)
  await organiser.goto(`${muster.url}/events/${code}`)
  problems.push(...(await look(organiser, 'workshops-event')))
  expect(await organiser.locator('main').textContent()).toContain('1 of 1 places left')

  const email = 'workshops@walked.example'
  await organiser.goto(`${muster.url}/organiser/schools?q=${encodeURIComponent(school)}`)
  await organiser.getByRole('link', { name: school }).first().click()
  await organiser.getByRole('link', { name: /add a contact/i }).click()
  await organiser.getByLabel('Email address').fill(email)
  await organiser.getByLabel('Where do you know it from?').fill('Telephone call with the school office')
  await organiser.getByRole('button', { name: 'Add contact' }).click()
  await organiser.waitForLoadState()

  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 800 } })
  const page = await enter(context, muster, email)
  await page.goto(`${muster.url}/events/${code}/book`)
  await chooseSchool(page, 'school', school)
  await page.getByLabel('Your name').fill('Siân Pritchard')
  await page.getByLabel('Your role at the school').selectOption({ label: 'Business manager or office' })
  await pressButton(page, 'Add another person')
  for (const [index, name] of ['Ann Price', 'Ben Lloyd'].entries()) {
    await page.getByLabel('Full name').nth(index).fill(name)
    await page
      .getByLabel('Email address')
      .nth(index)
      .fill(`${name.split(' ')[0]?.toLowerCase()}@walked.example`)
    await page.getByLabel('Role at the school', { exact: true }).nth(index).selectOption({ label: 'Designated safeguarding lead' })
  }
  await pressButton(page, 'Continue')
  await pressButton(page, 'Book these 2 places')
  await page.waitForURL(/\/bookings\/[A-Z0-9]+$/)
  expect(await page.locator('main').textContent()).toContain('2 places have no workshops yet')
  await page.getByRole('link', { name: 'Choose workshops', exact: true }).first().click()
  await page.getByLabel('Anxiety and attendance').first().check()
  await page.getByLabel('Bullying online').last().check()
  await page.getByLabel('Consent').first().check()
  await pressButton(page, 'Save workshops')
  await page.waitForURL(/\/bookings\/[A-Z0-9]+$/)
  expect(await page.locator('main').textContent()).toContain('Morning workshops: Anxiety and attendance')
  expect(await page.locator('main').textContent()).toContain('One place has no workshop yet')
  const booking = page.url()
  const looker = await context.newPage()
  await looker.goto(`${booking}/workshops`)
  expect(await looker.getByLabel('Anxiety and attendance').last().isDisabled()).toBe(true)

  await organiser.goto(`${booking}/workshops`)
  problems.push(...(await look(organiser, 'workshops-choose')))
  await organiser.goto(`${muster.url}/organiser/events/${code}/workshops`)
  problems.push(...(await look(organiser, 'workshops-organiser')))
  await organiser.getByRole('link', { name: 'Anxiety and attendance', exact: true }).click()
  await organiser.getByLabel('Ann Price').check()
  await organiser.getByLabel('Bullying online').check()
  problems.push(...(await look(organiser, 'workshops-people')))
  await pressButton(organiser, 'Check the move')
  problems.push(...(await look(organiser, 'workshops-move')))
  await pressButton(organiser, 'Move them')
  await organiser.waitForURL(/\/workshops$/)
  await organiser.getByRole('link', { name: /the one person who has not chosen/i }).click()
  problems.push(...(await look(organiser, 'workshops-assignment')))
  await pressButton(organiser, /put this person into/i)
  await organiser.waitForURL(/\/workshops$/)
  expect(await organiser.locator('main').textContent()).toContain('2 people with a place')

  await expect
    .poll(async () => (await inbox(muster.url, { to: 'ann@walked.example' })).map((mail) => mail.subject))
    .toEqual(expect.arrayContaining([expect.stringContaining('No longer your workshop: Safeguarding training: workshop')]))
  expect(problems).toEqual([])
  expect(await brokenInvariants(muster)).toEqual([])
})

/** Counts what is clicked and chosen from now on; typing is not counted. */
const countPresses = async (page: Page): Promise<() => Promise<number>> => {
  // Choosing from a list is one press; so is a button, a link or a box, whose label passes its click on.
  await page.addInitScript({
    content: `
      const count = () => sessionStorage.setItem('presses', String(Number(sessionStorage.getItem('presses') ?? 0) + 1))
      addEventListener('change', ({ target }) => target instanceof HTMLSelectElement && count(), true)
      addEventListener('click', ({ target }) => target.closest('a, button, input, summary') && count(), true)`,
  })
  return async () => Number(await page.evaluate("sessionStorage.getItem('presses') ?? 0"))
}

it('a day with two talks for everyone and four workshops is made and published with at most 12 presses, typing apart', async () => {
  const page = await enter(await browser.newContext(), muster, 'organiser@muster.example')
  const presses = await countPresses(page)
  await page.goto(`${muster.url}/organiser/events/new`)
  for (const [label, value] of [
    ['Title', 'Two talks and four workshops'],
    ['Length in hours', '5'],
    ['Name of the venue', 'Three Counties Hotel'],
    ['Number of places', '60'],
  ] as const)
    await page.getByLabel(label, { exact: true }).fill(value)
  await page.getByLabel('Topic', { exact: true }).selectOption('child-on-child-abuse')
  const field = (row: number, part: string) => page.locator(`#session-${row}-${part}`)
  await field(1, 'date').fill(day)
  await field(1, 'start').fill('09:30')
  await field(1, 'end').fill('10:30')
  await page.getByLabel('How many sessions or workshops to add').fill('4')
  await pressButton(page, 'Add workshops')
  await field(1, 'title').fill('Opening')
  for (const row of [2, 3, 4, 5]) {
    await field(row, 'title').fill(`Workshop ${row - 1}`)
    await field(row, 'end').fill('12:00')
  }
  await pressButton(page, 'Add sessions for everyone')
  await field(6, 'title').fill('What happens next')
  await field(6, 'end').fill('13:00')
  await page.getByRole('button', { name: /^save/i }).last().click()
  await page.waitForURL(/\/organiser\/events\/[A-Z0-9]+$/)
  await publish(page)
  expect(await page.locator('main').textContent()).toContain('Booking open')
  expect(await presses()).toBeGreaterThan(4)
  expect(await presses()).toBeLessThanOrEqual(12)
  await page.goto(page.url().replace('/organiser', ''))
  const times = await page.locator('.muster-programme th[scope=row]').allTextContents()
  expect(times).toEqual(['9:30am to 10:30am', '10:30am to midday', 'midday to 1pm'])
})
