// An event as an organiser begins it: from a template, or as last year's again.
import { expect, it } from 'vitest'
import { eventTemplates, templateNames } from '#events/editing/event-template.ts'
import { eventByCode } from '#events/events/store.ts'
import { aBrowser, inDays, look } from '#test/support/browsing.ts'
import { anAccount, db, existing } from '#test/support/factories.ts'

const organiser = await anAccount({ roles: ['organiser'] })
const nextYear = new Date().getUTCFullYear() + 1
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
  const saturday = [0, 1, 2, 3, 4, 5, 6].map((n) => inDays(60 + n)).find((one) => new Date(one).getUTCDay() === 6) ?? ''
  page.fill('Date', saturday)
  await page.press('Save and continue')
  expect(page.status).toBe(422)
  expect(page.text).toContain('Choose a topic')
  expect(page.text).toMatch(/Saturday \d+ \w+ \d{4} is at a weekend\. Sunday \d+ \w+ \d{4} is at a weekend\./)
  page.choose('Topic', /^Child-on-child abuse/)
  page.fill('Name of the venue', 'Three Counties Hotel')
  await page.press('Save and continue')
  expect(page.path).toMatch(/\/edit\/programme$/)
  expect(page.text).toContain('is at a weekend')
  expect(page.value('Name of session 4')).toBe('Day 2: afternoon')
})
