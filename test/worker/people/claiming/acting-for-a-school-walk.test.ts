// Who may act for a school, as people walk to it: a shared mailbox, a request made too early, the school's mailbox, colleagues, a trust.
import { expect, it } from 'vitest'
import { aBrowser, brokenInvariants, chooseSchool, codeFor, look, mailTo, manySchools, signIn } from '#test/support/browsing.ts'
import { holds } from '#test/support/claims.ts'
import { anAccount, anEvent, aSchool } from '#test/support/factories.ts'
import type { HtmlClient } from '#test/support/html-client.ts'
import { setTerms, someTerms } from '#test/worker/booking/pricing/terms.ts'

await manySchools()
const organiser = aBrowser(await anAccount({ roles: ['organiser'], email: 'organiser@muster.example' }))
const { id: eventId, code } = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
await setTerms(eventId, await someTerms())
const problems: string[] = []
const seen = async (page: HtmlClient, name: string): Promise<void> => void problems.push(...(await look(page, name)))

it('somebody new asks for a place, the school’s mailbox confirms them and they have it, without JavaScript', async () => {
  const { id } = await aSchool({ name: 'Brook Primary School' })
  const mailbox = 'office@brook.example'
  await holds(id, mailbox)
  const email = 'admin.two@elsewhere.example'
  const page = aBrowser()
  await page.goto('/sign-in')
  await signIn(page, email)
  expect(page.path).toBe('/account/mailbox')
  await seen(page, 'mailbox-shared')
  page.check('Yes, it is shared')
  page.fill('Your own name', 'Ffion Clerk')
  await page.press('Continue')

  await page.goto(`/school/claims/new?school=${id}`)
  await seen(page, 'claim-new-shared')
  page.choose('Your role at the school', 'Business manager or office')
  await page.press(/^Send/, -1)
  expect(page.path).toBe('/account')
  await seen(page, 'account-waiting')
  expect(page.html).not.toContain(mailbox)

  await page.goto(`/events/${code}/book`)
  expect(page.text).toContain('Nobody has confirmed yet')
  await seen(page, 'request-form')
  page.fill('Full name', 'Niamh O’Dowd', 0)
  page.fill('Email address', 'niamh.two@elsewhere.example', 0)
  page.choose('Role at the school', 'Designated safeguarding lead', 0)
  await page.press('Continue')
  await seen(page, 'request-check')
  page.check(/^I have authority to spend/)
  await page.press('Send this request')
  const requestPage = page.path
  expect(requestPage).toMatch(/^\/requests\//)
  expect(page.text).toContain('Waiting for you to be confirmed')
  await seen(page, 'request-waiting')

  await organiser.goto('/organiser/claims')
  await seen(organiser, 'claims-queue')
  await organiser.goto(`/organiser/events/${code}/requests`)
  await seen(organiser, 'event-requests')

  const mail = await mailTo(mailbox, new RegExp(email))
  const link = mail.text.match(/http\S+\/vouch\/[\w-]+/)?.[0] ?? ''
  const office = aBrowser()
  await office.goto(link)
  expect(office.heading).toContain('Does Ffion Clerk work at')
  await seen(office, 'vouch')
  await office.press('Yes, they work with us')
  expect(office.heading).toBe('Confirmed')
  await office.goto(link)
  await seen(office, 'vouch-over')

  await page.goto(requestPage)
  expect(page.html).not.toContain('Waiting for you to be confirmed')
  expect(page.text).toMatch(/Booked|On the waiting list/)
  await seen(page, 'request-settled')

  const colleague = aBrowser(await anAccount({ email: 'gwen.two@another.example', name: '' }))
  await colleague.goto(`/school/claims/new?school=${id}`)
  colleague.fill('Your name', 'Gwen Newcomer')
  colleague.choose('Your role at the school', 'Designated safeguarding lead')
  await colleague.press(/^Send/, -1)
  expect(colleague.path).toBe('/account')

  await page.goto(`/school/${id}/people`)
  await seen(page, 'people')
  await page.press('Approve Gwen Newcomer')
  expect(page.path).toBe(`/school/${id}/people`)
  await page.follow(/^Remove Gwen Newcomer/)
  await seen(page, 'people-remove')
  await page.press('Remove')
  expect(page.path).toBe(`/school/${id}/people`)
  expect(page.has('heading', 'Gwen Newcomer')).toBe(false)

  expect(problems).toEqual([])
  expect(await brokenInvariants()).toEqual([])
})

// From the page of the conference to the page that says what became of it, each answer that one looks at counted as a page.
it('somebody new has asked for a place on the seventh page, without JavaScript', async () => {
  const { id } = await aSchool({ name: 'Wharf Primary School', postcode: 'HR6 8QQ' })
  await holds(id, 'office@wharf.example')
  const page = aBrowser()
  const email = 'office@brand-new.example'
  await page.goto(`/events/${code}`)
  await page.follow(/book places|ask for places/i)
  const form = `/events/${code}/book`
  expect(page.path).toBe(form)
  await seen(page, 'newcomer-form')
  page.fill('Your email address', email)
  // Found by its postcode, in small letters and without the blank.
  await chooseSchool(page, 'School or organisation', 'hr68qq', 'Wharf Primary School')
  page.fill('Your name', 'Ffion Clerk')
  page.choose('Your role at the school', 'Business manager or office')
  page.fill('Full name', 'Niamh O’Dowd', 0)
  page.fill('Email address', 'niamh@brand-new.example', 0)
  page.choose('Role at the school', 'Designated safeguarding lead', 0)
  await page.press('Send me a code')
  page.fill('6-digit code', await codeFor(email))
  await page.press('Continue')
  page.check('Yes, it is shared')
  await page.press('Continue')
  page.check(/^I have authority to spend/)
  await page.press('Send this request')
  // Without JavaScript a school is found on an answer of its own.
  const pages = page.paths.map((path) => path.replace(/[0-9a-f-]{36}/, ':id'))
  expect(pages).toEqual([`/events/${code}`, form, form, `${form}/code`, form, form, '/requests/:id'])
  await seen(page, 'request-waiting-for-whom')
  await page.goto(`${page.path}/withdraw`)
  await seen(page, 'request-withdraw')
  await page.goto(`/events/${code}`)
  expect(page.text).toContain('You asked for 1 place')
  await seen(page, 'event-asked')
  await page.goto('/school/claims/unlisted')
  await seen(page, 'claim-unlisted')
  page.check('Church, charity or club')
  page.fill('Name of the setting', 'Kingfisher Club')
  page.fill('Postcode of the setting', 'ak43qq')
  page.choose('Your role there', 'Other member of staff')
  await page.press('Send to the council')
  await seen(page, 'account-unlisted')
  await organiser.goto('/organiser/claims')
  await organiser.follow(/^Kingfisher Club/)
  expect(organiser.path).toMatch(/\/unlisted\//)
  await seen(organiser, 'unlisted-claim')
  if (organiser.has('field', /^No: enter it as a new organisation/)) organiser.check(/^No: enter it as a new organisation/)
  await organiser.press('Approve')
  expect(organiser.text).toContain('Approved. The person is sent an email.')
  expect(problems).toEqual([])
  expect(await brokenInvariants()).toEqual([])
})

it('a trust’s contact asks for all its schools, and an organiser sees which they are', async () => {
  const trust = { trustUid: '5001', trustName: 'Hedgerow Learning Trust' }
  for (const name of ['Hazel Academy', 'Holly Academy', 'Hornbeam Academy']) await aSchool({ ...trust, name })
  await aSchool({ trustUid: '5002', trustName: 'Another Trust' })
  const lead = aBrowser(await anAccount({ email: 'rosalind.new@hedgerow.example', name: '' }))
  await lead.goto('/school/claims/new?for=trust')
  await seen(lead, 'trust-form')
  lead.choose('Trust', 'Hedgerow Learning Trust')
  lead.fill('Your name', 'Rosalind Newcome')
  lead.choose('Your role at the trust', /trust/i)
  await lead.press(/^Send/, -1)
  expect(lead.path).toBe('/account')
  await organiser.goto('/organiser/claims')
  await organiser.follow('Hedgerow Learning Trust')
  await seen(organiser, 'trust-claim')
  await organiser.press('Approve for these schools')
  expect(organiser.path).toBe('/organiser/claims')
  await lead.goto('/school')
  expect(lead.texts('main li').length).toBeGreaterThan(1)
  expect(problems).toEqual([])
})
