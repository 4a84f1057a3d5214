// The first day of a council with nothing: its first steps, an event from a template, and the first booking of a school.
import { expect, it } from 'vitest'
import { aBrowser, inDays, mailTo, publish, signIn } from '#test/support/browsing.ts'
import { anAccount, anEvent, rows } from '#test/support/factories.ts'
import { registerCsv } from '#test/support/register-file.ts'

const register = registerCsv([
  { urn: '190101', name: 'Ashfield Primary' },
  { urn: '190102', name: 'Birch School' },
  { urn: '190103', name: 'Cedar School' },
])
const contacts = `URN,Role,Name,Email
190101,Designated safeguarding lead,Dana Ash,dana@ashfield.example
190102,Headteacher or principal,Hal Birch,hal@birch.example
190103,Business manager or office,Olly Cedar,olly@cedar.example
`

it('an administrator comes from nothing to a published event with its first booking in 26 presses, and the school books in 7', async () => {
  const page = aBrowser(await anAccount({ roles: ['administrator'], name: 'Ada Quill' }))
  const done = async () => {
    await page.goto('/organiser')
    return page.text.match(/(\d+) of 10 done/)?.[1]
  }
  expect(await done()).toBe('0')

  await page.follow(/^Name, telephone/)
  page.fill('Name of the council', 'Kite County Council')
  page.fill('Colour', '#123456')
  page.fill('Authority codes', '884')
  page.fill('Telephone number', '01632 960100')
  page.fill('Telephone number for concerns about a child', '01632 960199')
  await page.press('Save')
  expect(await done()).toBe('2')

  await page.follow(/^Schools from GIAS/)
  page.attach('Register file', new File([register], 'edubasealldata.csv'))
  await page.press('Read the file')
  await page.press(/^Apply/)
  expect(await done()).toBe('3')

  await page.follow(/^Contacts and DSLs/)
  page.fill('Where does this list come from?', 'The partnership’s list of November')
  page.attach('CSV file', new File([contacts], 'contacts.csv'))
  await page.press('Show what it would do')
  await page.press(/^(Apply|Import|Save)/)
  expect(await done()).toBe('4')

  await page.follow(/^Term dates/)
  page.fill('Name', 'Next half year')
  page.fill('First day', inDays(1))
  page.fill('Last day', inDays(180))
  page.fill('Where do you have it from?', 'The page of the council')
  await page.press('Add this term')
  expect(await done()).toBe('5')

  await page.follow(/^Privacy notice/, 0)
  await page.press('Save')
  expect(await done()).toBe('6')

  await page.follow(/^A first email/)
  await page.follow(/^Reminder/, 0)
  await page.press(/test/)
  expect(await done()).toBe('7')

  await page.follow(/^First event/)
  await page.follow('Half-day briefing')
  page.fill('Title', 'Safeguarding briefing')
  page.choose('Topic', /^Child-on-child abuse/)
  page.fill('Date', inDays(60))
  page.fill('Name of the venue', 'Kite Hall')
  await page.press('Save and see the event')
  await publish(page)
  await page.follow('Invite schools')
  page.unfold('Only some schools')
  page.fill('Or only these schools', '190101, 190103 190103')
  await page.press(/^Continue/)
  await page.press('Invite 2 schools')
  expect(await rows('SELECT s.name FROM SendingRecipient r JOIN School s ON s.id = r.schoolId ORDER BY 1')).toEqual([
    { name: 'Ashfield Primary' },
    { name: 'Cedar School' },
  ])
  expect(await done()).toBe('8')
  expect(page.texts('main .govuk-task-list__link').slice(0, 2)).toEqual(['A second factor for staff', 'Training before this service'])

  const school = aBrowser()
  await school.goto((await mailTo('dana@ashfield.example', /Safeguarding briefing/)).text.match(/http\S+\/events\/\S+/)?.[0] ?? '')
  await school.follow('Sign in', -1)
  await signIn(school, 'dana@ashfield.example')
  school.choose('School or organisation', /^Ashfield/)
  school.fill('Your name', 'Dana Ash')
  school.choose('Your role at the school', /^Designated safeguarding lead/)
  school.fill('Full name', 'Dana Ash', 0)
  school.fill('Email address', 'dana@ashfield.example', 0)
  school.choose('Role at the school', /^Designated safeguarding lead/)
  await school.press('Ask for these places')
  expect(school.text).toContain('Booked. Your reference is')
  expect(
    await rows(
      `SELECT s.name AS school, n.name AS person, p.state, e.title FROM Place p JOIN School s ON s.id = p.schoolId
         JOIN Person n ON n.id = p.personId JOIN Event e ON e.id = p.eventId`,
    ),
  ).toEqual([{ school: 'Ashfield Primary', person: 'Dana Ash', state: 'confirmed', title: 'Safeguarding briefing' }])
  expect([page.presses <= 26, school.presses <= 7]).toEqual([true, true])
})

it('an invitation to a number that no school has is begun for nobody, and what was typed stays', async () => {
  const event = await anEvent({
    title: 'For those we know',
    startsAt: `${inDays(60)}T09:00:00.000Z`,
    endsAt: `${inDays(60)}T12:00:00.000Z`,
  })
  const page = aBrowser(await anAccount({ roles: ['organiser'] }))
  await page.goto(`/organiser/events/${event.code}/invite`)
  page.unfold('Only some schools')
  page.fill('Or only these schools', '190101 999999')
  await page.press(/^Continue/)
  expect(page.texts('.govuk-error-summary__list li')).toEqual(['Enter the numbers (URN) of schools that we hold'])
  expect(page.html).toContain('value="190101 999999"')
  expect(await rows('SELECT id FROM Sending WHERE eventId = ?1', event.id)).toEqual([])
})
