// A session at a school, from what it asks to what it accepts, by the pages and mails of each.
import { afterEach, expect, it, vi } from 'vitest'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { notifyLedgerChanges } from '#money/ledger/notify-ledger-changes.ts'
import { aBrowser, brokenInvariants, inDays, look, mailsTo, mailTo } from '#test/support/browsing.ts'
import { anAccount, anAct, aSchool, bindings, request, rows } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aRole } from '../../attendance/requirements/world.ts'

afterEach(() => {
  vi.useRealTimers()
})

const ask = async (contact: ReturnType<typeof aBrowser>, schoolId: string, about: string) => {
  await contact.goto(`/school/${schoolId}`)
  await contact.follow('Ask for a session at your school')
  await contact.follow('Ask for a session')
  contact.fill('What should the session be about?', about)
  contact.fill('Day that suits you best', inDays(30))
  contact.fill('Another day (optional)', inDays(31))
  contact.fill('About how many people would come?', '40')
}

const stateOf = async (about: string) => (await rows<{ state: string }>('SELECT state FROM AskedSession WHERE about = ?1', about))[0]?.state

it('a school asks for a session, an organiser offers it, and the school accepts it by the link of the mail', async () => {
  const problems: string[] = []
  await add('VatCode', { code: 'S', name: 'Standard rate', basisPoints: 2000 })
  const school = await aSchool({ name: 'Lady Hawthorns' })
  const signedIn = await anAccount({ schoolIds: [school.id] })
  const contact = aBrowser(signedIn)
  await ask(contact, school.id, 'Online safety')
  problems.push(...(await look(contact, 'session-to-ask')))
  await contact.press('Ask for this session')
  expect(contact.text).toContain('We have your request. We answer it by email.')
  expect(contact.text).toContain('Online safety: Waiting for the council')
  problems.push(...(await look(contact, 'sessions-of-school')))

  const organiser = aBrowser(await anAccount({ roles: ['organiser'] }))
  await organiser.goto('/organiser')
  await organiser.follow('1 session asked for by schools to answer')
  problems.push(...(await look(organiser, 'sessions-asked')))
  await organiser.follow(/^Lady Hawthorns/)
  problems.push(...(await look(organiser, 'session-to-answer')))
  organiser.fill('Title', 'Online safety for all staff')
  organiser.choose('Topic', 'Online safety')
  organiser.fill('Starts at', '15:30')
  organiser.fill('Ends at', '15:00')
  organiser.fill('Trainer', 'Pat Lee')
  organiser.fill('Price of the whole session in pounds, without VAT', '350')
  await organiser.press('Send the offer')
  expect(organiser.text).toContain('Enter an end after the start')
  expect(organiser.text).toContain('Choose the VAT code of the price')
  organiser.choose('VAT code', /^S: /)
  organiser.fill('Ends at', '17:00')
  await organiser.press('Look for clashes')
  expect(organiser.text).toContain('The trainer and the place have nothing else at this time.')
  expect(await stateOf('Online safety')).toBe('asked')
  await organiser.press('Send the offer')
  expect(organiser.text).toContain('The offer is on its way to the school.')
  expect(organiser.text).toContain('Offered, waiting for the school')

  const mail = await mailTo(signedIn.email, /We can hold the session/)
  expect(mail.text).toContain('Pat Lee')
  expect(mail.text).toContain('£420.00, of which £70.00 is VAT')
  const link = /\/session-offer\/[\w-]+/.exec(mail.text)?.[0] ?? ''
  const head = aBrowser()
  await head.goto(link)
  problems.push(...(await look(head, 'session-offer')))
  expect(await stateOf('Online safety')).toBe('offered')
  await head.press('Accept for £420.00')
  expect(head.text).toContain('Accepted. The council holds the session for your school')
  expect(await stateOf('Online safety')).toBe('accepted')
  const [asked] = await rows<{ id: string }>(`SELECT id FROM AskedSession WHERE about = 'Online safety'`)
  await organiser.goto(`/organiser/sessions-asked/${asked?.id}`)
  problems.push(...(await look(organiser, 'session-accepted')))
  await organiser.follow('Online safety for all staff')
  expect(organiser.text).toContain('The school that asked for it, with those it named, and nobody else')
  await contact.goto(`/school/${school.id}/sessions`)
  await contact.follow('Online safety')
  expect(contact.text).toContain('Accepted by the school')
  expect(contact.text).not.toContain('Decline')
  problems.push(...(await look(contact, 'session-of-school')))
  expect((await mailsTo(signedIn.email)).filter(({ text }) => text.includes('Online safety'))).toHaveLength(2)
  expect((await mailTo(signedIn.email, /is booked/)).text).toContain('£420.00')
  expect(problems).toEqual([])
  expect(await brokenInvariants()).toEqual([])
})

it('a refusal names its reason, a school withdraws what nobody answered, and no other school sees either', async () => {
  const school = await aSchool({ name: 'Market Cross' })
  const signedIn = await anAccount({ schoolIds: [school.id] })
  const contact = aBrowser(signedIn)
  await ask(contact, school.id, 'Record keeping')
  await contact.press('Ask for this session')
  const [asked] = await rows<{ id: string }>(`SELECT id FROM AskedSession WHERE about = 'Record keeping'`)
  const path = `/school/${school.id}/sessions/${asked?.id}`
  const other = await aSchool()
  const elsewhere = await anAccount({ schoolIds: [other.id] })
  const seen = [path, `/school/${other.id}/sessions/${asked?.id}`, `/school/${school.id}/sessions`, `/school/${school.id}/sessions/new`]
  for (const at of seen) expect([at, (await request(at, { cookie: elsewhere.cookie })).status]).toEqual([at, 404])

  // Who may not book reads what was asked, and neither asks, answers nor withdraws.
  const { cookie } = await anAccount({ viewedSchoolIds: [school.id] })
  const viewer = aBrowser({ cookie })
  await viewer.goto(`/school/${school.id}/sessions`)
  expect(viewer.text).not.toContain('Ask for a session')
  await viewer.follow('Record keeping')
  expect([viewer.path, viewer.text.includes('Withdraw')]).toEqual([path, false])
  for (const at of [path, `${path}/withdraw`, `/school/${school.id}/sessions/new`])
    expect([at, (await request(at, { cookie, form: { answer: 'declined' } })).status]).toEqual([at, 404])
  expect(await stateOf('Record keeping')).toBe('asked')

  const organiser = aBrowser(await anAccount({ roles: ['organiser'] }))
  await organiser.goto(`/organiser/sessions-asked/${asked?.id}`)
  organiser.fill('Why?', 'No trainer is free on these days.')
  await organiser.press('Refuse the session')
  expect((await mailTo(signedIn.email, /We cannot hold the session/)).text).toContain('No trainer is free on these days.')
  await contact.goto(path)
  expect(contact.text).toContain('No trainer is free on these days.')

  await ask(contact, school.id, 'Prevent')
  await contact.press('Ask for this session')
  await contact.follow('Prevent')
  await contact.press('Withdraw the request')
  expect(contact.text).toContain('Withdrawn by the school')
  expect(await stateOf('Prevent')).toBe('withdrawn')
})

it('a twilight session goes from request to offer, acceptance by link, who came, invoice and standing, in counted presses', async () => {
  const counts: Record<string, { presses: number; pages: number }> = {}
  const counted = (what: string, by: ReturnType<typeof aBrowser>) => {
    counts[what] = { presses: by.presses, pages: by.paths.length }
  }
  const vat = await add('VatCode', { code: 'TW', name: 'Standard rate', basisPoints: 2000 })
  const school = await aSchool({ name: 'Twilight Academy', sector: 'academy' })
  const lead = await add('Person', { name: 'Asif Khan' })
  await aRole(lead, school)
  const signedIn = await anAccount({ schoolIds: [school.id] })
  const contact = aBrowser(signedIn)
  const near = await aSchool({ name: 'Next Door School' })
  await ask(contact, school.id, 'Annual update, at twilight')
  contact.choose('School', /^Next Door/)
  await contact.press('Ask for this session')
  counted('asks', contact)

  const organiser = aBrowser(await anAccount({ roles: ['organiser'] }))
  await organiser.goto('/organiser/sessions-asked?show=asked')
  await organiser.follow(/^Twilight Academy/)
  organiser.fill('Title', 'Annual update for all staff')
  organiser.choose('Topic', 'Annual safeguarding update')
  organiser.fill('Starts at', '15:30')
  organiser.fill('Ends at', '17:00')
  organiser.fill('Trainer', 'Pat Lee')
  organiser.fill('Price of the whole session in pounds, without VAT', '350')
  organiser.choose('VAT code', /^TW: /)
  await organiser.press('Send the offer')
  counted('offers', organiser)

  const mail = await mailTo(signedIn.email, /We can hold the session/)
  const head = aBrowser()
  await head.goto(/\/session-offer\/[\w-]+/.exec(mail.text)?.[0] ?? '')
  head.fill('Purchase order number', 'PO-4711')
  await head.press('Accept for £420.00')
  counted('accepts', head)
  const { text } = await mailTo(signedIn.email, /The session “Annual update for all staff” is booked/)
  expect(text).toContain('Purchase order: PO-4711')
  expect(text).not.toMatch(/Coming:|cannot come/)

  const [asked] = await rows<{ id: string; endsAt: string }>('SELECT id, endsAt FROM AskedSession WHERE schoolId = ?1', school.id)
  await organiser.reload()
  await organiser.follow('Say who came')
  organiser.fill('Who came', 'Asif Khan')
  await organiser.press('Mark them as attended')
  expect(organiser.text).toContain('The day of this session has not come: nobody can have come to it')
  // What the booking costs is told ten minutes later.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(Date.now() + 11 * 60_000) })
  await notifyLedgerChanges(anAct({ now: new Date() }))
  await deliverDue(bindings, new Date(), { messages: 100, seconds: 10 })
  expect((await mailTo(signedIn.email, /New charge for your booking/)).text).toContain('£420.00 is owed for the booking')
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(Date.parse(asked?.endsAt ?? '') + 60_000) })
  const register = aBrowser(await anAccount({ roles: ['organiser'] }))
  await register.goto(`/organiser/sessions-asked/${asked?.id}`)
  await register.follow('Say who came')
  register.fill('Who came', ['Asif Khan\t\tDSL', 'Ruth Jones\t\t', 'Bo Chan\t\t'].join('\n'))
  await register.press('Mark them as attended')
  expect(register.text).toContain('3 people are marked as attended.')
  await register.goto(`${register.path.replace(/\?.*/, '')}/walk-ins/list`)
  register.choose('School', /^Next Door/)
  register.fill('Who came', 'Kit Moss')
  await register.press('Mark them as attended')
  await register.follow('Sign off the register')
  await register.press('Sign off the register')
  expect(register.text).toContain('The register is signed off')
  counted('says who came', register)

  // What finance knows of whoever pays.
  await add('PayerDetails', { payerId: `payer-of-${school.id}`, customerNumber: 'C1', billingAddress: '1 High Street' })
  const finance = aBrowser(await anAccount({ roles: ['finance'] }))
  await finance.goto('/organiser/finance/invoice-requests/make')
  expect(finance.text).toContain('Make a file of 1 line, £420.00?')
  await finance.press('Make the file')
  counted('invoices', finance)
  expect((await rows<{ content: string }>('SELECT content FROM FinanceFile')).map(({ content }) => content.includes('PO-4711'))).toEqual([
    true,
  ])
  expect(await rows('SELECT pence, vatPence, vatCodeId, route FROM LedgerLine WHERE schoolId = ?1', school.id)).toEqual([
    { pence: 35_000, vatPence: 7_000, vatCodeId: vat, route: 'invoice' },
  ])

  const after = aBrowser(await anAccount({ schoolIds: [school.id] }))
  await after.goto(`/school/${school.id}/requirements`)
  expect(after.text).toMatch(/Asif Khan.*In date until/)
  counted('reads the standing', after)
  expect(after.text).toContain('3 people of your school came to “Annual update for all staff” on')
  await after.follow('State that 3 have done it')
  expect(after.text).toContain('Change the number if others have done it elsewhere.')
  expect(await rows('SELECT 1 FROM StaffStatement')).toEqual([])
  after.fill('How many staff are there?', '4')
  after.fill('Who states this?', 'Ann Lee, head')
  await after.press('State it')
  expect(after.text).toContain('All staff: update every year3 of 4')
  expect(after.text).not.toContain('State that 3 have done it')
  counted('states it of all staff', after)
  expect(await rows('SELECT trained, staff, asAt FROM StaffStatement')).toEqual([
    { trained: 3, staff: 4, asAt: asked?.endsAt.slice(0, 10) },
  ])
  // The school next door has its own number of it, and no charge.
  const other = aBrowser(await anAccount({ schoolIds: [near.id] }))
  await other.goto(`/school/${near.id}/requirements`)
  expect(other.text).toContain('1 person of your school came to “Annual update for all staff” on')
  expect(await rows('SELECT 1 FROM LedgerLine WHERE schoolId = ?1', near.id)).toEqual([])
  expect(await brokenInvariants()).toEqual([])
  expect(counts).toEqual({
    asks: { presses: 4, pages: 4 },
    offers: { presses: 4, pages: 3 },
    accepts: { presses: 1, pages: 2 },
    'says who came': { presses: 6, pages: 7 },
    invoices: { presses: 1, pages: 2 },
    'reads the standing': { presses: 0, pages: 1 },
    'states it of all staff': { presses: 2, pages: 3 },
  })
})

it('a school that is on no list stays as it was typed, and the page says that it sees nothing', async () => {
  for (let n = 0; n < 21; n += 1) await aSchool()
  const school = await aSchool({ name: 'Long List School' })
  await aSchool({ name: 'Riverbank Primary' })
  const contact = aBrowser(await anAccount({ schoolIds: [school.id] }))
  await ask(contact, school.id, 'Neglect')
  contact.fill('School', 'Riverbank')
  await contact.press('Add another school')
  contact.fill('School 2', 'Nowhere Nursery')
  await contact.press('Ask for this session')
  expect(contact.text).toContain('No school matches “Nowhere Nursery”')
  await contact.press('Ask for this session')
  await contact.follow('Neglect')
  expect(contact.text).toContain('Also forRiverbank Primary')
  expect(contact.text).toContain('Nowhere Nursery (not on our list: they see nothing of the session here)')
})
