// The first booking of an address that nobody knows: a form, a code, and it is booked or asked for.
import { expect, it } from 'vitest'
import { aBrowser, chooseSchool, codeFor, look, mailsTo, manySchools } from '#test/support/browsing.ts'
import { holds } from '#test/support/claims.ts'
import { anAccount, anEvent, aSchool, rows, run } from '#test/support/factories.ts'
import type { HtmlClient } from '#test/support/html-client.ts'
import { aPricedEvent } from '#test/support/money.ts'

await manySchools()

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

const typeFirstBooking = async (page: HtmlClient, school: string, email: string): Promise<void> => {
  page.fill('Your email address', email)
  await chooseSchool(page, 'School or organisation', school)
  page.fill('Your name', 'Siân Pritchard')
  page.choose('Your role at the school', 'Business manager or office')
  page.fill('Full name', 'Nia Okoro')
  page.fill('Email address', `nia-${crypto.randomUUID().slice(0, 8)}@example.sch.uk`)
  page.choose('Role at the school', 'Designated safeguarding lead')
}

const booked = (eventId: string) =>
  rows(
    'SELECT s.name AS school, n.name FROM Place p JOIN School s ON s.id = p.schoolId JOIN Person n ON n.id = p.personId WHERE p.eventId = ?1',
    eventId,
  )

// “What somebody we do not know types to book is kept until they enter the code that they were
// mailed; until then it books nothing and is mailed to nobody.”
it('books for an unknown address in five pages, and mails nobody but the code before it is entered', async () => {
  const event = await anEvent({ ...inTime, title: 'A first conference' })
  const school = await aSchool({ name: 'Five Pages Primary' })
  const email = `first@${school.urn}.example`
  await holds(school.id, email)
  const page = aBrowser()
  const pages: string[] = []
  const problems: string[] = []
  await page.goto('/')
  pages.push(page.path)
  await page.goto(`/events/${event.code}`)
  pages.push(page.path)
  await page.follow(/^Book/, 0)
  pages.push(page.path)
  problems.push(...(await look(page, 'first-booking')))
  await typeFirstBooking(page, 'Five Pages Primary', email)
  await page.press('Send me a code')
  pages.push(page.path)
  problems.push(...(await look(page, 'first-booking-code')))
  expect(page.text).toContain('Nothing is booked yet.')
  expect((await mailsTo(email)).length).toBe(1)
  expect([await booked(event.id), await rows('SELECT id FROM Account WHERE email = ?1', email)]).toEqual([[], []])
  page.fill('6-digit code', '000000')
  await page.press('Continue')
  expect(page.text).toContain('That code did not work')
  page.fill('6-digit code', await codeFor(email))
  await page.press('Continue')
  pages.push(page.path)
  expect(pages).toEqual([
    '/',
    ...['', '/book', '/book/code'].map((below) => `/events/${event.code}${below}`),
    expect.stringMatching(/^\/bookings\//),
  ])
  expect(await booked(event.id)).toEqual([{ school: 'Five Pages Primary', name: 'Nia Okoro' }])
  expect([problems, await rows('SELECT id FROM SavedForm')]).toEqual([[], []])
})

it('leads somebody who may not book for the school, once their code is entered, to the form that asks it, and books nothing', async () => {
  const event = await anEvent(inTime)
  const school = await aSchool({ name: 'Asking Instead Primary' })
  await anAccount({ schoolIds: [school.id] })
  const { email } = await anAccount({ viewedSchoolIds: [school.id], name: 'Vera Viewer' })
  const page = aBrowser()
  await page.goto(`/events/${event.code}/book`)
  await typeFirstBooking(page, 'Asking Instead Primary', email)
  await page.press('Send me a code')
  page.fill('6-digit code', await codeFor(email))
  await page.press('Continue')
  expect(String(page.url)).toContain(`/events/${event.code}/ask?school=${school.id}`)
  expect([await booked(event.id), await rows('SELECT id FROM BookingRequest WHERE eventId = ?1', event.id)]).toEqual([[], []])
})

it('books again in three pages, without a page to check where there is nothing to check', async () => {
  const event = await anEvent({ ...inTime, title: 'A second conference' })
  const school = await aSchool({ name: 'Three Pages Primary' })
  const page = aBrowser(await anAccount({ schoolIds: [school.id], name: 'Olive Office' }))
  const pages: string[] = []
  await page.goto(`/events/${event.code}`)
  pages.push(page.path)
  await page.follow(/^Book/, 0)
  pages.push(page.path)
  page.fill('Full name', 'Nia Okoro', 0)
  page.fill('Email address', `nia@${school.urn}.example`, 0)
  page.choose('Role at the school', 'Designated safeguarding lead', 0)
  await page.press(/^Book|^Continue/)
  pages.push(page.path)
  expect(pages).toEqual([`/events/${event.code}`, `/events/${event.code}/book`, expect.stringMatching(/^\/bookings\//)])
  expect(await booked(event.id)).toEqual([{ school: 'Three Pages Primary', name: 'Nia Okoro' }])
})

it('keeps a request of an unknown address that nobody has confirmed, and asks who reads a shared mailbox after the code', async () => {
  const event = await anEvent(inTime)
  const school = await aSchool({ name: 'Unheld Primary' })
  const page = aBrowser()
  await page.goto(`/events/${event.code}/book`)
  await typeFirstBooking(page, 'Unheld Primary', 'somebody')
  await page.press('Send me a code')
  expect(page.text).toContain('Enter an email address in the right form')
  page.fill('Your email address', `office@${school.urn}.example`)
  await page.press('Send me a code')
  page.fill('6-digit code', await codeFor(`office@${school.urn}.example`))
  await page.press('Continue')
  // The form again, at its own address: reloading it sends nothing.
  expect([page.path, page.text.includes('What you typed is still here.')]).toEqual([`/events/${event.code}/book`, true])
  await page.reload()
  await page.press('Ask for these places')
  expect(page.text).toContain('Say whether several people read this mailbox')
  page.check(/^Yes/)
  await page.press('Ask for these places')
  expect(page.path).toMatch(/^\/requests\//)
  expect(await rows('SELECT state, places FROM BookingRequest WHERE schoolId = ?1', school.id)).toEqual([{ state: 'waiting', places: 1 }])
  expect(await booked(event.id)).toEqual([])
})

it('books for a school that the address may book for already, and asks whoever has signed in here before to sign in', async () => {
  const event = await anEvent(inTime)
  const school = await aSchool({ name: 'Known Primary' })
  const known = await anAccount({ email: `known@${school.urn}.example`, schoolIds: [school.id] })
  const page = aBrowser()
  await page.goto(`/events/${event.code}/book`)
  await typeFirstBooking(page, 'Known Primary', known.email)
  await page.press('Send me a code')
  page.fill('6-digit code', await codeFor(known.email))
  await page.press('Continue')
  expect(page.path).toMatch(/^\/bookings\//)
  expect(await booked(event.id)).toEqual([{ school: 'Known Primary', name: 'Nia Okoro' }])
  await page.press('Sign out')
  await page.goto(`/events/${event.code}/book`)
  expect(page.path).toBe('/sign-in')
})

it('shows whoever must agree to a price their form again after the code, and books it once they have checked it', async () => {
  const event = await aPricedEvent({ event: inTime })
  const school = await aSchool({ name: 'Paying Primary' })
  const email = `first@${school.urn}.example`
  await holds(school.id, email)
  const page = aBrowser()
  await page.goto(`/events/${event.code}/book`)
  await typeFirstBooking(page, 'Paying Primary', email)
  await page.press('Send me a code')
  page.fill('6-digit code', await codeFor(email))
  await page.press('Continue')
  expect([page.path, page.text.includes('What you typed is still here.')]).toEqual([`/events/${event.code}/book`, true])
  expect(page.text).not.toContain('This page has no field for')
  await page.press('Continue', 0)
  expect(page.text).toContain('Nia Okoro')
  await page.press(/^Book this place/)
  expect(await booked(event.id)).toEqual([{ school: 'Paying Primary', name: 'Nia Okoro' }])
})

it('keeps what was typed for another address, on the way back to the form, and says so only where it was kept', async () => {
  const event = await anEvent(inTime)
  const other = await anEvent(inTime)
  const school = await aSchool({ name: 'Mistyped Primary' })
  const email = `right@${school.urn}.example`
  await holds(school.id, email)
  const page = aBrowser()
  await page.goto(`/events/${event.code}/book`)
  await typeFirstBooking(page, 'Mistyped Primary', `wrong@${school.urn}.example`)
  await page.press('Send me a code')
  expect(page.text).toContain('What you typed is kept for an hour.')
  await page.goto(`/events/${other.code}/book`)
  expect(page.value('Your name')).toBe('')
  await page.goto(`/events/${event.code}/book/code`)
  await page.follow('Send another code, or use another address')
  expect([page.path, page.value('Your name'), page.value('Full name')]).toEqual([
    `/events/${event.code}/book`,
    'Siân Pritchard',
    'Nia Okoro',
  ])
  page.fill('Your email address', email)
  await page.press('Send me a code')
  page.fill('6-digit code', await codeFor(email))
  await page.press('Continue')
  expect(await booked(event.id)).toEqual([{ school: 'Mistyped Primary', name: 'Nia Okoro' }])

  const tooMuch = aBrowser()
  await tooMuch.goto(`/events/${other.code}/book`)
  await typeFirstBooking(tooMuch, 'Mistyped Primary', `long@${school.urn}.example`)
  await run('CREATE TRIGGER keeps_nothing BEFORE INSERT ON SavedForm BEGIN SELECT RAISE(IGNORE); END')
  await tooMuch.press('Send me a code')
  await run('DROP TRIGGER keeps_nothing')
  expect(tooMuch.text).toContain('what you typed could not be kept: fill in the form again once you have signed in.')
  expect(tooMuch.text).not.toContain('kept for an hour')
})
