// What an event asks and what a delegate needs, as an organiser and a delegate without an account walk through it.
import { expect, it } from 'vitest'
import { aBrowser, brokenInvariants, chooseSchool, inDays, look, mailTo, manySchools } from '#test/support/browsing.ts'
import { holds } from '#test/support/claims.ts'
import { anAccount, anEvent, aSchool } from '#test/support/factories.ts'
import type { HtmlClient } from '#test/support/html-client.ts'

const school = await aSchool({ name: 'Ashfield Primary School' })
await holds(school.id, 'office@ashfield.example')
await manySchools()

/** In the invitation. */
const placeLink = /\/place\/[\w-]{43}/

it('an organiser asks, a delegate says what they need by their own link, and the caterer’s sheet has it without a name', async () => {
  const problems: string[] = []
  const see = async (page: HtmlClient, name: string) => problems.push(...(await look(page, name)))
  const organiser = aBrowser(await anAccount({ roles: ['organiser'] }))
  const day = inDays(60)
  const { code } = await anEvent({ title: 'A day with lunch', startsAt: `${day}T09:30:00.000Z`, endsAt: `${day}T15:30:00.000Z` })
  const at = `/organiser/events/${code}`

  await organiser.goto(`${at}/questions/new`)
  organiser.fill('Question', 'Any dietary requirements?')
  organiser.check('For each person coming')
  organiser.check('In their own words')
  await organiser.press('Save')
  expect(organiser.text).toContain('Use Needs instead')
  await see(organiser, 'question-warned')
  organiser.fill('Question', 'Which of these would help you most?')
  organiser.check('One of several answers')
  organiser.fill('Answers to choose from', 'A template\nA visit\nA telephone call')
  await organiser.press('Save')
  await organiser.goto(`${at}/questions/new`)
  organiser.fill('Question', 'What shall we talk about?')
  organiser.check('Once for the whole booking')
  organiser.check('In their own words')
  await organiser.press('Save')
  await see(organiser, 'questions')

  await organiser.goto(`/events/${code}/book`)
  await chooseSchool(organiser, 'School', 'primary', 'Ashfield Primary School')
  await organiser.press('Continue')
  organiser.check(/^Somebody else, whom I enter below/)
  organiser.fill('Name of whoever asked', 'Jo Price')
  organiser.fill('Their email address', 'jo.price@walked.example')
  organiser.fill('Full name', 'Siân Ŵyn', 0)
  organiser.fill(/^Email address/, 'sian.wyn@walked.example', 0)
  organiser.choose('Role at the school', 'Designated safeguarding lead', 0)
  organiser.fill(/What shall we talk about/, 'Sut i ddechrau')
  await see(organiser, 'booking-with-questions')
  await organiser.press('Continue')
  await see(organiser, 'booking-answers-checked')
  await organiser.press(/^Book this place/)
  expect(organiser.path).toMatch(/^\/bookings\/[A-Z0-9]+$/)
  await see(organiser, 'booking-answered')
  await organiser.follow('Answer or change answers')
  await see(organiser, 'booking-answers')

  const [link] = (await mailTo('sian.wyn@walked.example', placeLink)).text.match(placeLink) ?? []
  const page = aBrowser()
  await page.goto(link ?? '')
  await see(page, 'own-place')
  await page.follow('Say what you need')
  page.check('Vegan')
  page.check('Nut allergy')
  page.check('Hearing loop')
  await page.press('Save')
  expect(page.text).toContain('Tick the box if you agree')
  await see(page, 'own-needs')
  page.check(/^I agree that/)
  await page.press('Save')
  expect(page.text).toContain('You have told us something.')
  await page.follow('Answer')
  page.check('A visit')
  await see(page, 'own-answers')
  await page.press('Save')
  await page.follow(/cannot come/)
  await see(page, 'own-tell')
  page.check('I cannot come')
  await page.press('Tell them')
  await see(page, 'own-place-answered')
  await page.goto(`/place/${'A'.repeat(43)}`)
  await see(page, 'own-place-unknown')

  await organiser.goto(`${at}/needs`)
  expect(organiser.text).toContain('Vegan; Nut allergy')
  expect(organiser.html).not.toContain('Siân')
  await see(organiser, 'needs')
  await organiser.follow('See it, with names')
  await see(organiser, 'needs-before-names')
  await organiser.press('Show the names')
  expect(organiser.text).toContain('Siân Ŵyn')
  await see(organiser, 'needs-with-names')
  await organiser.goto(`${at}/answers`)
  expect(organiser.text).toContain('Sut i ddechrau')
  await see(organiser, 'answers')

  expect(problems).toEqual([])
  expect(await brokenInvariants()).toEqual([])
})
