// Job titles that are no roles we know, and the role chosen for everybody who has one.
import { expect, it } from 'vitest'
import { aBrowser } from '#test/support/browsing.ts'
import { anAccount, anEvent, aSchool, rows } from '#test/support/factories.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

const pastedBy = async (people: readonly string[]) => {
  const event = await anEvent({ ...inTime, capacity: 100, placesPerSchool: null })
  const school = await aSchool()
  const page = aBrowser(await anAccount({ schoolIds: [school.id] }))
  await page.goto(`/events/${event.code}/book`)
  page.unfold('Paste people from a spreadsheet')
  page.fill('A line for each person', people.join('\n'))
  await page.press('Fill in the people pasted')
  return { page, event }
}

const booked = (eventId: string) =>
  rows('SELECT n.name, p.roleId FROM Place p JOIN Person n ON n.id = p.personId WHERE p.eventId = ?1 ORDER BY n.name', eventId)

const peopleOf = (host: string) => [`Ann Lee, ann@${host}.example, Lunchtime supervisor`, `Bo Price, bo@${host}.example, Caretaker`]

it('a title keeps the role chosen for it where everybody with the title before it was given a role of their own', async () => {
  const { page, event } = await pastedBy(peopleOf('titles'))
  page.choose('Role at the school', 'Headteacher or principal', 0)
  page.choose('Lunchtime supervisor (1 person)', 'Designated safeguarding lead')
  page.choose('Caretaker (1 person)', 'Pastoral or attendance lead')
  await page.press('Use these roles')
  await page.press('Book these places')
  expect(await booked(event.id)).toEqual([
    { name: 'Ann Lee', roleId: 'head' },
    { name: 'Bo Price', roleId: 'pastoral' },
  ])
})

it('roles chosen for titles hold whichever button is pressed next', async () => {
  const { page, event } = await pastedBy(peopleOf('buttons'))
  page.choose('Lunchtime supervisor (1 person)', 'Designated safeguarding lead')
  await page.press('Add another person')
  expect([page.text.includes('Lunchtime supervisor'), page.text.includes('Caretaker (1 person)')]).toEqual([false, true])
  page.choose('Caretaker (1 person)', 'Pastoral or attendance lead')
  page.choose('How many places?', '2 places')
  await page.press('Book these places')
  expect(await booked(event.id)).toEqual([
    { name: 'Ann Lee', roleId: 'dsl' },
    { name: 'Bo Price', roleId: 'pastoral' },
  ])
})
