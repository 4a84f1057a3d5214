// A session at a school, from what it asks to what it accepts, by the pages and mails of each.
import { expect, it } from 'vitest'
import { aBrowser, brokenInvariants, inDays, look, mailsTo, mailTo } from '#test/support/browsing.ts'
import { anAccount, aSchool, request, rows } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'

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
  expect(organiser.text).toContain('The school that asked for it, and nobody else')
  await contact.goto(`/school/${school.id}/sessions`)
  await contact.follow('Online safety')
  expect(contact.text).toContain('Accepted by the school')
  expect(contact.text).not.toContain('Decline')
  problems.push(...(await look(contact, 'session-of-school')))
  expect((await mailsTo(signedIn.email)).filter(({ text }) => text.includes('Online safety'))).toHaveLength(1)
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
