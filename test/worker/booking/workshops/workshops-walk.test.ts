// Workshops as an organiser makes them and a school chooses them.
import { expect, it } from 'vitest'
import {
  aBrowser,
  addContact,
  brokenInvariants,
  chooseSchool,
  inDays,
  look,
  mailsTo,
  manySchools,
  publish,
} from '#test/support/browsing.ts'
import { anAccount, aSchool } from '#test/support/factories.ts'
import type { HtmlClient } from '#test/support/html-client.ts'

const organiser = await anAccount({ roles: ['organiser'] })
const school = 'Lady Hawthorn’s School'
await aSchool({ name: school })
await manySchools()
const day = inDays(60)

type Row = { title: string; start: string; end: string; block?: string; places?: string }
const sessions: Row[] = [
  { title: 'Opening', start: '09:00', end: '10:00' },
  { title: 'Anxiety and attendance', start: '10:30', end: '11:30', block: 'Morning workshops', places: '1' },
  { title: 'Bullying online', start: '10:30', end: '11:30', block: 'Morning workshops', places: '20' },
  { title: 'Consent', start: '13:00', end: '14:00', block: 'Afternoon workshops', places: '20' },
]

const aConference = async (page: HtmlClient, problems: string[]): Promise<string> => {
  await page.goto('/organiser/events/new')
  for (const [label, value] of [
    ['Length in hours', '5'],
    ['Name of the venue', 'Three Counties Hotel'],
    ['Address of the venue', 'Belmont Road\nHereford'],
    ['Postcode', 'HR2 7BP'],
    ['Number of places', '60'],
    ['Places for each school', ''],
  ] as const)
    page.fill(label, value)
  page.fill('Title', 'A day of workshops')
  page.choose('Topic', /^Child-on-child abuse/)
  for (const [index, row] of sessions.entries()) {
    if (index > 0) await page.press(row.block ? 'Add workshops' : 'Add sessions for everyone')
    page.fill('Date', day, index)
    page.fill('Starts at', row.start, index)
    page.fill('Ends at', row.end, index)
    if (!row.block) continue
    page.fill('Name of the session', row.title, index)
    page.fill('Part of a block of workshops', row.block, index - 1)
    page.fill('Places in the workshop', row.places ?? '', index - 1)
  }
  page.fill('Name of the session', 'Opening', 0)
  page.check('One for each session')
  problems.push(...(await look(page, 'workshops-event-form')))
  await page.press(/^Save/, -1)
  expect(page.path).toMatch(/^\/organiser\/events\/[A-Z0-9]+$/)
  const code = page.path.split('/').at(-1) ?? ''
  problems.push(...(await look(page, 'workshops-organiser-event')))
  await publish(page)
  return code
}

it('an organiser makes workshops, a school chooses them on a phone without JavaScript, and the organiser moves somebody', async () => {
  const problems: string[] = []
  const desk = aBrowser(organiser)
  const code = await aConference(desk, problems)
  await desk.goto(`/events/${code}`)
  problems.push(...(await look(desk, 'workshops-event')))
  expect(desk.text).toContain('1 of 1 places left')

  const email = 'workshops@walked.example'
  await addContact(desk, school, email)
  const page = aBrowser(await anAccount({ email }))
  await page.goto(`/events/${code}/book`)
  await chooseSchool(page, 'School or organisation', school)
  page.fill('Your name', 'Siân Pritchard')
  page.choose('Your role at the school', 'Business manager or office')
  await page.press('Add another person')
  for (const [index, name] of ['Ann Price', 'Ben Lloyd'].entries()) {
    page.fill('Full name', name, index)
    page.fill('Email address', `${name.split(' ')[0]?.toLowerCase()}@walked.example`, index)
    page.choose('Role at the school', 'Designated safeguarding lead', index)
  }
  await page.press('Ask for these places')
  await page.press('Book these 2 places')
  expect(page.path).toMatch(/^\/bookings\/[A-Z0-9]+$/)
  expect(page.text).toContain('2 places have no workshops yet')
  const booking = page.path
  await page.follow('Choose workshops', 0)
  page.check(/^Anxiety and attendance/, 0)
  page.check(/^Bullying online/, -1)
  page.check(/^Consent/, 0)
  await page.press('Save workshops')
  expect(page.path).toBe(booking)
  expect(page.text).toContain('Morning workshops: Anxiety and attendance')
  expect(page.text).toContain('One place has no workshop yet')
  await page.goto(`${booking}/workshops`)
  expect(page.isDisabled(/^Anxiety and attendance/, -1)).toBe(true)

  await desk.goto(`${booking}/workshops`)
  problems.push(...(await look(desk, 'workshops-choose')))
  await desk.goto(`/organiser/events/${code}/workshops`)
  problems.push(...(await look(desk, 'workshops-organiser')))
  await desk.follow('Anxiety and attendance')
  desk.check(/^Ann Price/)
  desk.check(/^Bullying online/)
  problems.push(...(await look(desk, 'workshops-people')))
  await desk.press('Check the move')
  problems.push(...(await look(desk, 'workshops-move')))
  await desk.press('Move them')
  expect(desk.path).toBe(`/organiser/events/${code}/workshops`)
  await desk.follow(/the one person who has not chosen/i)
  problems.push(...(await look(desk, 'workshops-assignment')))
  await desk.press(/put this person into/i)
  expect(desk.path).toBe(`/organiser/events/${code}/workshops`)
  expect(desk.text).toContain('2 people with a place')

  expect((await mailsTo('ann@walked.example')).map((mail) => mail.subject)).toEqual(
    expect.arrayContaining([expect.stringContaining('No longer your workshop: Safeguarding training: workshop')]),
  )
  expect(problems).toEqual([])
  expect(await brokenInvariants()).toEqual([])
})

it('a day with two talks for everyone and four workshops is made and published with at most 12 presses, typing apart', async () => {
  const page = aBrowser(organiser)
  await page.goto('/organiser/events/new')
  for (const [label, value] of [
    ['Length in hours', '5'],
    ['Name of the venue', 'Three Counties Hotel'],
    ['Number of places', '60'],
  ] as const)
    page.fill(label, value)
  page.fill('Title', 'Two talks and four workshops')
  page.choose('Topic', /^Child-on-child abuse/)
  page.fill('Date', day, 0)
  page.fill('Starts at', '09:30', 0)
  page.fill('Ends at', '10:30', 0)
  page.fill('How many sessions or workshops to add', '4')
  await page.press('Add workshops')
  page.fill('Name of the session', 'Opening', 0)
  for (const row of [2, 3, 4, 5]) {
    page.fill('Name of the session', `Workshop ${row - 1}`, row - 1)
    page.fill('Ends at', '12:00', row - 1)
  }
  await page.press('Add sessions for everyone')
  page.fill('Name of the session', 'What happens next', 5)
  page.fill('Ends at', '13:00', 5)
  await page.press(/^Save/, -1)
  expect(page.path).toMatch(/^\/organiser\/events\/[A-Z0-9]+$/)
  await publish(page)
  expect(page.text).toContain('Booking open')
  expect(page.presses).toBeGreaterThan(4)
  expect(page.presses).toBeLessThanOrEqual(12)
  await page.goto(page.path.replace('/organiser', ''))
  expect(page.texts('.muster-programme th[scope=row]')).toEqual(['9:30am to 10:30am', '10:30am to midday', 'midday to 1pm'])
})
