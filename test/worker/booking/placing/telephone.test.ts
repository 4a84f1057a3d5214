// A school telephones, and an organiser books for it.

import { expect, it } from 'vitest'
import { withoutSecrets } from '#base/web/secret-path.ts'
import { readRingList } from '#booking/delegates/ring-store.ts'
import { anAccount, anAct, anEvent, aSchool, db, request, rows, run, tick } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { setTerms, someTerms } from '../pricing/terms.ts'

const times = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const organiser = await anAccount({ roles: ['organiser'], name: 'Mair Hughes' })
const { cookie } = organiser
const jo = { who: 'new', contactName: 'Jo Price', contactEmail: 'jo.price@hill.example', contactTelephone: '01632 960100' }
const unreachable = { who: 'new', contactName: 'Sam Lee', contactTelephone: '01632 960122' }

const formOf = (schoolId: string, who: Record<string, string>, more: Record<string, string> = {}) => ({
  ...{ school: schoolId, formId: crypto.randomUUID(), rows: '1', 'name-1': 'Ann Lee', 'email-1': 'ann@hill.example', 'role-1': 'dsl' },
  ...who,
  ...more,
})

/** Booked through the form, as an organiser does who has somebody on the telephone. */
const books = async (event: { code: string }, schoolId: string, who: Record<string, string>, more: Record<string, string> = {}) => {
  const done = await request(`/events/${event.code}/bookings`, { cookie, form: formOf(schoolId, who, more) })
  if (done.status !== 303) throw new Error(await textOf(done))
  return done.headers.get('location') ?? ''
}

const bookingOf = async (eventId: string) =>
  (
    await rows(
      `SELECT b.askedBy, a.email, p.name, p.telephone, t.email AS typedBy, (SELECT COUNT(*) FROM Claim c WHERE c.accountId = a.id) AS claims
       FROM Booking b LEFT JOIN Account a ON a.id = b.bookedById LEFT JOIN Person p ON p.id = b.bookerPersonId LEFT JOIN Account t ON t.id = b.enteredById
       WHERE b.eventId = ?1 ORDER BY b.id`,
      eventId,
    )
  ).at(-1)

const mailOf = (eventId: string, kind = 'booking_confirmed') =>
  rows<{ to: string; text: string }>(
    `SELECT y.email AS "to", y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.eventId = ?1 AND m.kind = ?2 ORDER BY m.rowid`,
    eventId,
    kind,
  )

const linkIn = (text: string): string => text.match(/\/agree\/[\w-]+/)?.[0] ?? ''

it('whoever types a booking for a school reads of the school, not of theirs', async () => {
  const event = await aPricedEvent({ event: { ...times, placesPerSchool: 2 } })
  const school = await aSchool({ name: 'Hill School' })
  const form = { ...formOf(school.id, jo), action: 'check' }
  const typing = await textOf(request(`/events/${event.code}/book?school=${school.id}`, { cookie }))
  expect(typing).toContain('the school has 0 of 2')
  const check = await textOf(request(`/events/${event.code}/book`, { cookie, form }))
  for (const words of [
    'The price is by what the school legally is',
    'the price and who pays are put right.',
    'the place is the school’s, if it is still free',
    'If the school was given one',
  ])
    expect(check).toContain(words)
  expect(check).not.toMatch(/your school|place is yours|you are told/)
})

// “The person who asked is the contact of the booking and gets its messages, not the organiser
// who typed it. That does not let them act for the school.”
it('The person who asked is the contact of the booking and gets its messages, not the organiser who typed it. That does not let them act for the school.', async () => {
  const event = await anEvent(times)
  const school = await aSchool({ name: 'Hill School' })
  const path = await books(event, school.id, jo)
  expect(await bookingOf(event.id)).toEqual({
    ...{ askedBy: 'by telephone', email: jo.contactEmail, name: 'Jo Price', telephone: '01632 960100' },
    ...{ typedBy: organiser.email, claims: 0 },
  })
  const mails = await mailOf(event.id)
  expect(mails.map(({ to }) => to)).toEqual([jo.contactEmail])
  expect(mails[0]?.text).toMatch(/As you asked by telephone on \w+ \d+ \w+ \d{4}, we booked one place at .*For: Hill School/s)
  expect(mails[0]?.text).not.toContain('/agree/')
  const page = await textOf(request(path, { cookie }))
  expect(page).toContain('asked for by Jo Price by telephone')
  expect(page).toContain('Jo Price, jo.price@hill.example')
  const strange = await anAccount()
  expect((await request(path, { cookie: strange.cookie })).status).toBe(404)
  await run(`UPDATE Booking SET bookedById = ?2 WHERE reference = ?1`, path.split('/').at(-1) ?? '', strange.accountId)
  expect((await request(path, { cookie: strange.cookie })).status).toBe(200)
  await run(
    `UPDATE Booking SET bookedById = (SELECT id FROM Account WHERE email = ?2) WHERE reference = ?1`,
    path.split('/').at(-1) ?? '',
    jo.contactEmail,
  )
  expect(await request(`${path}/cancel`, { cookie, form: {} })).toMatchObject({ status: 303 })
  expect((await mailOf(event.id, 'booking_cancelled')).map(({ to }) => to)).toEqual([jo.contactEmail])
  expect((await auditAll(db, tick())).invariants.filter(({ ok }) => !ok)).toEqual([])
})

it('Signed in, the person who asked sees that booking and nothing else of the school, can change nothing, and has the request to act for the school before them with their name and the school in it.', async () => {
  const event = await anEvent({ ...times, placesPerSchool: 9 })
  const school = await aSchool({ name: 'Hill School' })
  const [other] = [await anAccount()]
  const asker = { who: 'new', contactName: 'Cai Rees', contactEmail: 'cai.rees@hill.example' }
  const path = await books(event, school.id, asker, { rows: '2', 'name-2': 'Bo Price', 'role-2': 'dsl' })
  const contact = await anAccount()
  await run('UPDATE Booking SET bookedById = ?2 WHERE reference = ?1', path.split('/').at(-1) ?? '', contact.accountId)
  await run('UPDATE Account SET personId = NULL WHERE id = ?1', contact.accountId)
  const read = async (at: string) => {
    const answer = await request(at, { cookie: contact.cookie })
    return { status: answer.status, to: answer.headers.get('location'), text: await textOf(answer) }
  }
  const page = await read(path)
  expect(page.status).toBe(200)
  for (const words of [
    'The council booked this for Hill School, as you asked by telephone.',
    'Ann Lee: Booked',
    'Bo Price: Booked',
    'Say that you work at Hill School.',
  ])
    expect(page.text).toContain(words)
  for (const button of ['Cancel', 'Send someone else instead']) expect(page.text).not.toContain(button)
  for (const deeper of ['names', 'cancel', 'money', 'answers', 'move']) expect((await read(`${path}/${deeper}`)).to).toBe(path)
  const cancelled = await request(`${path}/cancel`, { cookie: contact.cookie, form: {} })
  expect([cancelled.status, (await read(`/school/${school.id}`)).status]).toEqual([404, 404])
  expect((await request(path, { cookie: other.cookie })).status).toBe(404)
  const form = await (await request(`/school/claims/new?school=${school.id}`, { cookie: contact.cookie })).text()
  expect(form).toContain('value="Cai Rees"')
  expect(form).toMatch(new RegExp(`<option value="${school.id}"[^>]* selected`))
  const claim = { schoolId: school.id, name: 'Cai Rees', roleId: 'dsl' }
  expect((await request('/school/claims', { cookie: contact.cookie, form: claim })).status).toBe(303)
  expect((await read(path)).text).toContain('You have asked to book for Hill School.')
  // Refused, they are the contact no longer.
  await run(
    `UPDATE Claim SET state = 'refused', decidedAt = ?2, decidedById = ?3 WHERE accountId = ?1`,
    contact.accountId,
    new Date().toISOString(),
    organiser.accountId,
  )
  expect((await read(path)).status).toBe(404)
  expect((await read(`${path}/names`)).status).toBe(404)
})

// “An organiser picks who asked from those known at the school, or enters a name with an
// address or a telephone number; nobody of the council is the contact.”
it('An organiser picks who asked from those known at the school, or enters a name with an address or a telephone number; nobody of the council is the contact.', async () => {
  const event = await anEvent({ ...times, placesPerSchool: 9 })
  const school = await aSchool({ name: 'Hill School' })
  const known = await anAccount({ schoolIds: [school.id], name: 'Cerys Contact' })
  await add('SchoolContact', { schoolId: school.id, email: 'office@hill.example', telephone: '01632 960111', source: 'list' })
  const form = await (await request(`/events/${event.code}/book?school=${school.id}`, { cookie })).text()
  expect(plain(form)).toContain('Who asked for this booking?')
  for (const one of ['Cerys Contact', known.email, 'office@hill.example', 'Somebody else, whom I enter below']) expect(form).toContain(one)
  const [, key] = form.match(/value="(account:[^"]+)"/) ?? []
  const [, held] = form.match(/value="(held:[^"]+)"/) ?? []
  const silent = await request(`/events/${event.code}/book`, { cookie, form: formOf(school.id, {}, { action: 'check' }) })
  expect([silent.status, (await textOf(silent)).includes('Choose who asked for this booking')]).toEqual([422, true])
  const nameless = await request(`/events/${event.code}/book`, { cookie, form: formOf(school.id, { who: 'new' }, { action: 'check' }) })
  const said = await textOf(nameless)
  expect(nameless.status).toBe(422)
  expect(said).toContain('Enter the name of the person who asked')
  expect(said).toContain('Enter the email address of the person who asked, or a telephone number if they have none')
  for (const [who, email, name] of [
    [key ?? '', known.email, 'Cerys Contact'],
    [held ?? '', 'office@hill.example', null],
  ] as const) {
    const check = await request(`/events/${event.code}/book`, { cookie, form: formOf(school.id, { who }, { action: 'check' }) })
    const html = await check.text()
    const carried = Object.fromEntries(
      [...html.matchAll(/name="(who|contact\w+|askedHow)" value="([^"]*)"/g)].map(([, n, v]) => [n, v]),
    ) as Record<string, string>
    expect(check.status).toBe(200)
    await books(event, school.id, carried, { 'name-1': name ? 'Bo Price' : 'Cai Rees', 'email-1': `d-${email}` })
    expect(await bookingOf(event.id)).toMatchObject({ email, name })
  }
  const own = await request(`/events/${event.code}/bookings`, {
    cookie,
    form: formOf(school.id, { ...jo, contactEmail: organiser.email }, { 'name-1': 'Bo Price', 'email-1': 'bo@hill.example' }),
  })
  expect(own.status).toBe(409)
  expect(await textOf(own)).toContain('This address is of somebody who works for the council.')
  expect(await db.prepare('SELECT COUNT(*) AS n FROM Booking WHERE eventId = ?1').bind(event.id).first('n')).toBe(2)
})

it('an organiser cannot be made the contact by going round the form either', async () => {
  const event = await anEvent(times)
  const school = await aSchool()
  await expect(
    add('Booking', {
      reference: 'ZZZ999',
      eventId: event.id,
      schoolId: school.id,
      formId: crypto.randomUUID(),
      bookedById: organiser.accountId,
      enteredById: organiser.accountId,
      createdAt: '2026-03-01T09:00:00.000Z',
    }),
  ).rejects.toThrow('contact_is_staff')
})

// “Of somebody who has only a telephone number the page says that nobody is told by email, and
// nobody is.”
it('Of somebody who has only a telephone number the page says that nobody is told by email, and nobody is.', async () => {
  const event = await anEvent({ ...times, placesPerSchool: 9 })
  const school = await aSchool()
  await anAccount({ schoolIds: [school.id] })
  const check = await request(`/events/${event.code}/book`, { cookie, form: formOf(school.id, unreachable, { action: 'check' }) })
  expect(await textOf(check)).toContain('Sam Lee gave no email address, so nobody is told by email, now or of a change')
  const path = await books(event, school.id, unreachable)
  expect(await mailOf(event.id)).toEqual([])
  expect(await textOf(request(path, { cookie }))).toContain('Nobody by email: no address of the person who asked is known.')
  await request(`${path}/cancel`, { cookie, form: {} })
  expect(await mailOf(event.id, 'booking_cancelled')).toEqual([])
  // Rings again, and is the same person.
  await books(event, school.id, { ...unreachable, contactTelephone: '01632960122' }, { 'name-1': 'Bo Price', 'email-1': 'bo@hill.example' })
  expect(await db.prepare('SELECT COUNT(DISTINCT bookerPersonId) AS n FROM Booking WHERE eventId = ?1').bind(event.id).first('n')).toBe(1)
})

// “Where something is owed the contact gets a link to agree, which needs no signing in, works
// for one booking and runs out. What was agreed, by whom and when, stays.”
it('Where something is owed the contact gets a link to agree, which needs no signing in, works for one booking and runs out. What was agreed, by whom and when, stays.', async () => {
  const event = await aPricedEvent({ event: times })
  const termsId = await someTerms()
  await setTerms(event.id, termsId)
  const school = await aSchool({ name: 'Hill School' })
  const check = await request(`/events/${event.code}/book`, { cookie, form: formOf(school.id, jo, { action: 'check' }) })
  const asked = await textOf(check)
  expect(asked).toContain('Jo Price of Hill School has said that they have authority to spend the school’s money on these charges')
  expect(asked).not.toContain('I have authority')
  const unsaid = await request(`/events/${event.code}/bookings`, {
    cookie,
    form: formOf(school.id, jo, { priceId: event.priceId, seen: '12000' }),
  })
  expect(await textOf(unsaid)).toContain('tick the box once the person who asked has said that the school accepts them')
  const path = await books(event, school.id, jo, { priceId: event.priceId, seen: '12000', termsId, authority: 'yes' })
  expect(await textOf(request(path, { cookie }))).toContain('Terms read out on the telephone; not yet agreed by the school')
  const payer = () =>
    rows(
      'SELECT p.agreedAt IS NOT NULL AS agreed, a.email FROM BookingPayer p JOIN Booking b ON b.id = p.bookingId LEFT JOIN Account a ON a.id = p.agreedById WHERE b.eventId = ?1 ORDER BY p.rowid',
      event.id,
    )
  expect(await payer()).toEqual([{ agreed: 0, email: null }])
  const [mail] = await mailOf(event.id)
  const link = linkIn(mail?.text ?? '')
  expect(await rows(`SELECT 1 FROM AcceptanceLink WHERE instr(tokenHash, ?1) > 0`, link.replace('/agree/', ''))).toEqual([])
  const opened = await request(link)
  expect([opened.status, ...['cache-control', 'x-robots-tag', 'referrer-policy'].map((name) => opened.headers.get(name))]).toEqual([
    200,
    'private, no-store',
    'noindex, nofollow',
    'no-referrer',
  ])
  // Whoever reads the message at the council does not get the school's link.
  expect(withoutSecrets(mail?.text ?? '')).toContain('/agree/…')
  expect(withoutSecrets(mail?.text ?? '')).not.toContain(link)
  const html = await opened.text()
  expect(plain(html)).toContain(
    'By pressing the button you say that you may spend this money for Hill School, which pays £120.00 and accepts these terms.',
  )
  expect(html).not.toContain('Ann Lee')
  expect(await payer()).toEqual([{ agreed: 0, email: null }])
  const fields = Object.fromEntries(
    [...html.matchAll(/name="(payer|seen)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  ) as Record<string, string>
  const stale = await request(link, { form: { ...fields, seen: '1' } })
  expect([stale.status, (await textOf(stale)).includes('What you agree to has changed since you opened this page')]).toEqual([409, true])
  // A browser that was told to send no referrer says no more of its origin than “null”.
  const headers = { origin: 'null' }
  const pressed = await Promise.all([request(link, { form: fields, headers }), request(link, { form: fields, headers })])
  expect(pressed.map(({ status }) => status)).toEqual([200, 200])
  expect(await payer()).toEqual([
    { agreed: 0, email: null },
    { agreed: 1, email: jo.contactEmail },
  ])
  expect(await textOf(request(link))).toContain('This has been agreed already')
  expect(
    await rows(`SELECT accountId IS NOT NULL AS who FROM Log WHERE act = 'booking.agreed_by_link' AND eventId = ?1`, event.id),
  ).toEqual([{ who: 1 }])
  expect(await textOf(request(path, { cookie }))).toMatch(/Agreed by Jo Price on \d+ \w+ \d{4}/)
  await expect(run('DELETE FROM AcceptanceLink')).rejects.toThrow('acceptance_link_stands')
  expect((await request('/agree/not-a-token-of-ours')).status).toBe(404)
})

it('a link that has run out says so, and an organiser sends another with the confirmation', async () => {
  const event = await aPricedEvent({ event: times })
  const school = await aSchool()
  const path = await books(event, school.id, jo, { priceId: event.priceId, seen: '12000' })
  const [first] = await mailOf(event.id)
  const late = '2020-01-02T00:00:00.000Z'
  await db.batch([
    db.prepare('DROP TRIGGER AcceptanceLink_kept'),
    db.prepare(`UPDATE AcceptanceLink SET createdAt = '2020-01-01T00:00:00.000Z', expiresAt = ?1`).bind(late),
    db.prepare(
      `CREATE TRIGGER AcceptanceLink_kept BEFORE UPDATE ON AcceptanceLink BEGIN SELECT RAISE(ABORT, 'acceptance_link_stands'); END`,
    ),
  ])
  const gone = await request(linkIn(first?.text ?? ''))
  expect([gone.status, (await textOf(gone)).includes('This link has run out.')]).toEqual([409, true])
  const stranger = await anAccount({ schoolIds: [school.id] })
  expect((await request(`${path}/ask-to-agree`, { cookie: stranger.cookie, form: {} })).status).toBe(404)
  expect((await request(`${path}/ask-to-agree`, { cookie, form: {} })).status).toBe(303)
  const mails = await mailOf(event.id)
  expect(mails).toHaveLength(2)
  expect((await request(linkIn(mails[1]?.text ?? ''))).status).toBe(200)
})

it('nobody is asked to agree to a price of nothing: neither by the confirmation, nor by the page, nor once more', async () => {
  const event = await aPricedEvent({ event: times, list: { defaultPence: 0 } })
  const path = await books(event, (await aSchool()).id, jo, { priceId: event.priceId, seen: '0' })
  const mails = await mailOf(event.id)
  expect(mails.map(({ text }) => /\/agree\//.test(text))).toEqual([false])
  expect(await textOf(request(path, { cookie }))).not.toMatch(/agreed by the school|link to agree/)
  expect((await request(`${path}/ask-to-agree`, { cookie, form: {} })).status).toBe(303)
  expect(await mailOf(event.id)).toHaveLength(1)
  expect(await rows(`SELECT id FROM AcceptanceLink WHERE bookingId IN (SELECT id FROM Booking WHERE eventId = ?1)`, event.id)).toEqual([])
})

// “An address of each delegate is not asked of whoever telephones; who has none gets nothing by
// email, and the contact is told whom to tell.”
it('An address of each delegate is not asked of whoever telephones; who has none gets nothing by email, and the contact is told whom to tell.', async () => {
  const event = await anEvent(times)
  const school = await aSchool()
  const form = formOf(school.id, jo, { action: 'check', 'email-1': '' })
  expect(await textOf(request(`/events/${event.code}/book`, { cookie, form }))).toContain(
    'Ann Lee has no email address and gets no invitation, no reminder and no word of a change. Jo Price is asked to tell them.',
  )
  const contact = await anAccount({ schoolIds: [school.id] })
  // Whoever books for their own school gets what goes to a person without an address.
  expect(await (await request(`/events/${event.code}/book`, { cookie: contact.cookie, form })).text()).toContain(contact.email)
  const path = await books(event, school.id, jo, { 'email-1': '' })
  expect(await rows('SELECT n.name, n.email FROM Place p JOIN Person n ON n.id = p.personId WHERE p.eventId = ?1', event.id)).toEqual([
    { name: 'Ann Lee', email: null },
  ])
  expect(await mailOf(event.id, 'invitation')).toEqual([])
  expect((await mailOf(event.id))[0]?.text).toContain('We have no email address of Ann Lee')
  const page = await (await request(path, { cookie })).text()
  expect(page).toContain('None: they get nothing by email, so tell them when and where')
  const [, correct, was] = [
    ...(page.match(/href="(\/bookings\/\w+\/places\/[^"]+\/correct)"/) ?? ['', '']),
    (await rows<{ id: string }>('SELECT personId AS id FROM Place WHERE eventId = ?1', event.id))[0]?.id,
  ]
  const added = await request(correct ?? '', { cookie, form: { 'name-1': 'Ann Lee', 'email-1': 'ann.lee@hill.example', was: was ?? '' } })
  expect(added.status).toBe(303)
  expect((await mailOf(event.id, 'invitation')).map(({ to }) => to)).toEqual(['ann.lee@hill.example'])
  expect((await auditAll(db, tick())).invariants.filter(({ ok }) => !ok)).toEqual([])
})

// “Each contact is on the telephone list once, with all their bookings.”
it('Each contact is on the telephone list once, with all their bookings.', async () => {
  const event = await anEvent({ ...times, capacity: 90, placesPerSchool: 90 })
  const schools = await Promise.all(['Hill', 'Dale', 'Moor'].map((name) => aSchool({ name: `${name} School` })))
  for (const [n, school] of schools.entries())
    await books(event, school.id, jo, { 'name-1': `Elin ${['Ash', 'Birch', 'Cedar'][n]}`, 'email-1': `d${n}@hill.example` })
  const [hill] = schools
  await books(event, hill?.id ?? '', unreachable, { 'name-1': 'Cai Rees', 'email-1': 'cai@hill.example' })
  await books(event, hill?.id ?? '', unreachable, { 'name-1': 'Dai Rees', 'email-1': 'dai@hill.example' })
  const contacts = (await readRingList(db, event.code))?.people.filter(({ kind }) => kind === 'contact')
  expect(contacts?.map(({ name, bookings, telephones, reach }) => [name, bookings.length, telephones, reach])).toEqual([
    ['Jo Price', 3, ['01632 960100'], 'nothing'],
    ['Sam Lee', 2, ['01632 960122'], 'no_address'],
  ])
  const list = await textOf(request(`/organiser/events/${event.code}/ring-list`, { cookie }))
  expect(list).toContain('7 people')
  expect(list).toContain('Contact of 3 bookings')
  expect(list).not.toContain('Mair Hughes')
})

// “An organiser who puts a school on the waiting list says who asked, and the offer goes to
// them.”
it('An organiser who puts a school on the waiting list says who asked, and the offer goes to them.', async () => {
  const event = await anEvent({ ...times, capacity: 1 })
  const [first, second] = [await aSchool(), await aSchool()]
  const had = await books(event, first.id, unreachable)
  const form = { school: second.id, formId: crypto.randomUUID(), places: '1' }
  const silent = await request(`/events/${event.code}/wait`, { cookie, form: { ...form, who: 'new' } })
  expect([silent.status, (await textOf(silent)).includes('Enter the name of the person who asked')]).toEqual([422, true])
  expect((await request(`/events/${event.code}/wait`, { cookie, form: { ...form, ...jo } })).status).toBe(303)
  expect(await bookingOf(event.id)).toMatchObject({ email: jo.contactEmail, typedBy: organiser.email })
  await request(`${had}/cancel`, { cookie, form: {} })
  const { offerFreedPlaces } = await import('#booking/waiting/offer-places.ts')
  await offerFreedPlaces(anAct())
  const [offer] = await mailOf(event.id, 'offer')
  expect(offer?.to).toBe(jo.contactEmail)
  const link = offer?.text.match(/\/offers?\/[\w-]+/)?.[0] ?? ''
  expect((await request(link)).status).toBe(200)
})
