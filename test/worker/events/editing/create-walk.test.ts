// An event as an organiser begins it: from a template, or as last year's again.
import { expect, it } from 'vitest'
import { countEvent } from '#attendance/editions/count-event.ts'
import { addDays, sayLongDay } from '#base/dates.ts'
import { eventTemplates, templateNames } from '#events/editing/event-template.ts'
import { eventByCode } from '#events/events/store.ts'
import { aBrowser, inDays, look } from '#test/support/browsing.ts'
import { anAccount, anAct, anEvent, aSchool, db, existing } from '#test/support/factories.ts'

const organiser = await anAccount({ roles: ['organiser'] })
const nextYear = new Date().getUTCFullYear() + 1
const saturday = Array.from({ length: 7 }, (_, n) => `${nextYear}-06-${10 + n}`).find((one) => new Date(one).getUTCDay() === 6) ?? ''
/** In summer, when London is an hour ahead. */
const day = `${nextYear}-06-15`

it.each(templateNames.filter((name) => name !== 'session'))(
  'an event from the template “%s” has its times, parts and places once title, topic, day and place are typed',
  async (name) => {
    const template = eventTemplates[name]
    const page = aBrowser(organiser)
    await page.goto('/organiser/events/new')
    await page.follow(template.name)
    page.fill('Title', template.name)
    page.choose('Topic', /^Child-on-child abuse/)
    page.fill('Date', day)
    if (name === 'online') page.fill('Joining link', 'https://example.org/join')
    else page.fill('Name of the venue', 'Three Counties Hotel')
    expect(await look(page, `event-template-${name}`)).toEqual([])
    await page.press('Save and see the event')
    const event = await eventByCode(db, page.path.split('/').at(-1) ?? '').then(existing)
    const on = ({ start }: { start: string }, date: string) =>
      `${date}T${String(Number(start.slice(0, 2)) - 1).padStart(2, '0')}${start.slice(2)}:00.000Z`
    expect(event.state).toBe('draft')
    expect(event.attendanceMode).toBe(name === 'online' ? 'online' : 'in_person')
    expect(event.capacity).toBe(Number(template.capacity))
    expect(event.sessions.map(({ title, startsAt, block, capacity }) => [title, startsAt, block, capacity])).toEqual(
      template.sessions.map((part: { title: string; start: string; day?: number; block?: string; places?: string }) => [
        part.title,
        on(part, part.day ? `${nextYear}-06-16` : day),
        part.block ?? '',
        part.places ? Number(part.places) : null,
      ]),
    )
    expect(event.breaks).toHaveLength('breaks' in template ? template.breaks.length : 0)
  },
)

it('a template keeps what was typed when something is missing, and a day at a weekend is said', async () => {
  const page = aBrowser(organiser)
  await page.goto('/organiser/events/new?template=course')
  page.fill('Title', 'Two days')
  const tuesday = addDays(saturday, 3)
  page.fill('Date', tuesday)
  await page.press('Save and continue')
  expect(page.status).toBe(422)
  expect(page.text).toContain('Choose a topic')
  expect(page.text).toContain(`${sayLongDay(tuesday)} and ${sayLongDay(addDays(tuesday, 1))}`)
  page.fill('First day', saturday)
  await page.press('Save and continue')
  expect(page.text).toMatch(/Saturday \d+ \w+ \d{4} is at a weekend\. Sunday \d+ \w+ \d{4} is at a weekend\./)
  page.choose('Topic', /^Child-on-child abuse/)
  page.fill('Name of the venue', 'Three Counties Hotel')
  await page.press('Save and continue')
  expect(page.path).toMatch(/\/edit\/programme$/)
  expect(page.text).toContain('is at a weekend')
  expect(page.value('Name of session 4')).toBe('Day 2: afternoon')
})

// The same weekday a year on lies ahead.
const lastYear = inDays(-330)

it('last year’s conference is held again with at most 6 presses, and schools are invited with 3 more', async () => {
  const { id, code } = await anEvent({
    title: 'Yearly conference',
    sessions: [{ startsAt: `${lastYear}T09:30:00.000Z`, endsAt: `${lastYear}T15:00:00.000Z` }],
  })
  const school = await aSchool()
  await anAccount({ schoolIds: [school.id] })
  await countEvent(anAct({ actor: organiser.actor }), {
    event: { id, state: 'published' },
    reason: undefined,
    seen: [],
    counts: [{ requirementId: 'lead', sessionId: undefined, countsAs: 'either' }],
  })
  const page = aBrowser(organiser)
  await page.goto('/organiser/events?show=past')
  await page.follow('Yearly conference')
  expect(page.path).toBe(`/organiser/events/${code}`)
  await page.follow('Settings', -1)
  await page.follow(/^Duplicate/)
  await page.press('Duplicate')
  expect(page.text).toContain('Before you publish it')
  expect(page.text).toContain('It is free of charge')
  await page.press('Publish')
  expect(page.presses).toBeLessThanOrEqual(6)
  expect(page.text).toContain('Booking open')
  const before = page.presses
  await page.follow('Invite schools')
  await page.press(/^(Continue|Choose)/)
  await page.press(/^Invite \d+ school/)
  expect(page.presses - before).toBeLessThanOrEqual(3)
  expect(page.path).toMatch(/^\/organiser\/(mailings|sendings)\//)
})

it('a draft says what to look at before it is published, and is shown as schools will see it', async () => {
  const on = (time: string) => `${saturday}T${time}:00.000Z`
  const sessions = [{ startsAt: on('08:30'), endsAt: on('14:00') }]
  const other = await anEvent({ title: 'Another conference', sessions })
  const draft = await anEvent({ title: 'A draft of ours', state: 'draft', capacity: 60, sessions })
  const page = aBrowser(organiser)
  await page.goto(`/organiser/events/${draft.code}`)
  expect(page.texts('main .govuk-task-list__link')).toEqual([
    'It is free of charge',
    'Say what it counts as, or that it counts as nothing',
    `${sayLongDay(saturday)} is at a weekend.`,
    'Enter the term dates: none reach this event',
    `At Three Counties Hotel there is also “Another conference”, ${sayLongDay(saturday)}, 9:30am to 3pm.`,
    `At Three Counties Hotel there is also “Two days: Day 1: morning”, ${sayLongDay(saturday)}, 9:30am to 12:30pm.`,
    '60 places',
  ])
  await page.follow('Preview')
  expect(page.path).toBe(`/organiser/events/${draft.code}/preview`)
  expect(page.text).toContain('Schools see this once the event is published')
  expect(page.texts('h1')).toEqual(['TrainingA draft of ours'])
  expect(await look(page, 'event-preview')).toEqual([])
  await page.goto(`/organiser/events/${other.code}/preview`)
  expect(page.path).toBe(`/events/${other.code}`)
})
