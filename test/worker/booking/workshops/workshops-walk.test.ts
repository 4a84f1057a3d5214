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
    ['Title', 'A day of workshops'],
    ['Date', day],
    ['Starts at', '09:00'],
    ['Ends at', '10:00'],
    ['Name of the venue', 'Three Counties Hotel'],
    ['Address of the venue', 'Belmont Road\nHereford'],
    ['Postcode', 'HR2 7BP'],
  ] as const)
    page.fill(label, value)
  page.choose('Topic', /^Child-on-child abuse/)
  await page.press('Save and continue')
  page.fill('Name of session 1', 'Opening')
  for (const [nth, [first = 0, block]] of [
    [2, 'Morning workshops'],
    [4, 'Afternoon workshops'],
  ].entries()) {
    await page.press('Add a block of workshops')
    page.fill('Workshops, of which each person chooses one', String(block), nth)
    for (const [index, row] of sessions.filter((one) => one.block === block).entries()) {
      page.fill('Starts at', row.start, nth + 1)
      page.fill('Ends at', row.end, nth + 1)
      page.fill(`Name of workshop ${Number(first) + index}`, row.title)
      page.fill('Places', row.places ?? '', Number(first) - 2 + index)
    }
    if (nth === 0) for (const number of [5, 4]) await page.press(`Remove session ${number}`)
  }
  page.fill('Length in hours', '5')
  problems.push(...(await look(page, 'workshops-event-form')))
  await page.press('Save and continue')
  page.fill('Number of places', '60')
  page.fill('Places for each school', '')
  await page.press('Save and continue')
  page.unfold('In people’s calendars')
  page.check('One for each session')
  await page.press('Save')
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

it('a day with two talks for everyone and four workshops is made and published with at most 12 presses and 30 fields', async () => {
  const page = aBrowser(organiser)
  let fields = 0
  const fill = (label: string, value: string, which?: number): void => {
    page.fill(label, value, which)
    fields += 1
  }
  await page.goto('/organiser/events')
  await page.follow('Create an event')
  fill('Title', 'Two talks and four workshops')
  page.choose('Topic', /^Child-on-child abuse/)
  fields += 1
  fill('Date', day)
  fill('Starts at', '09:30')
  fill('Ends at', '10:30')
  fill('Name of the venue', 'Three Counties Hotel')
  await page.press('Save and continue')
  fill('Name of session 1', 'Opening')
  await page.press('Add a block of workshops')
  fill('Ends at', '12:00', 1)
  for (const row of [2, 3, 4, 5]) {
    fill(`Name of workshop ${row}`, `Workshop ${row - 1}`)
    fill('Places', '20', row - 2)
  }
  await page.press('Add a session')
  fill('Name of session 6', 'What happens next')
  await page.press('Save and continue')
  fill('Number of places', '60')
  await page.press('Save and continue')
  fill('Description', 'A day for leads.')
  await page.press('Save')
  expect(page.path).toMatch(/^\/organiser\/events\/[A-Z0-9]+$/)
  await publish(page)
  expect(page.text).toContain('Booking open')
  expect(page.presses).toBeGreaterThan(4)
  expect(page.presses).toBeLessThanOrEqual(12)
  expect(fields).toBeLessThanOrEqual(30)
  await page.goto(page.path.replace('/organiser', ''))
  expect(page.texts('.muster-programme th[scope=row]')).toEqual(['9:30am to 10:30am', '10:30am to midday', 'midday to 1pm'])
})
