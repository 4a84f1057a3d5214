import { expect, it } from 'vitest'
import { readGround } from '#booking/bookings/context-store.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { anAccount, anAct, anEvent, aSchool, before, db, htmlOf, request, rows, run, tripsOf } from '#test/support/factories.ts'
import { insert } from '#test/support/rows.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

type Person = { name: string; email: string; role?: string; represents?: string[] }
const formOf = (schoolId: string, people: Person[], formId: string = crypto.randomUUID()): [string, string][] => [
  ['school', schoolId],
  ['formId', formId],
  ['rows', String(people.length)],
  ...people.flatMap((person, index): [string, string][] => [
    [`name-${index + 1}`, person.name],
    [`email-${index + 1}`, person.email],
    [`role-${index + 1}`, person.role ?? 'dsl'],
    ...(person.represents ?? []).map((id, other): [string, string] => [`represents-${index + 1}-${other + 1}`, id]),
  ]),
]

const aContact = async (facts: Parameters<typeof aSchool>[0] = {}) => {
  const school = await aSchool(facts)
  return { school, ...(await anAccount({ schoolIds: [school.id] })) }
}

const confirmedAt = async (eventId: string): Promise<number> =>
  (await rows<{ n: number }>(`SELECT COUNT(*) AS n FROM Place WHERE eventId = ?1 AND state = 'confirmed'`, eventId))[0]?.n ?? -1

it('a school books two places in one go, and everyone concerned is told', async () => {
  const event = await anEvent({ ...inTime, title: 'Autumn conference' })
  const { school, cookie, email } = await aContact({ name: 'St Mary’s', town: 'Ledbury' })
  const answer = await request(`/events/${event.code}/bookings`, {
    cookie,
    form: formOf(school.id, [
      { name: 'Siân Ŵyn ap Llŷr', email: 'Sian@Example.sch.uk' },
      { name: '<script>alert(1)</script>', email: 'x@example.sch.uk', role: 'deputy_dsl' },
    ]),
  })
  expect(answer.status).toBe(303)
  const [booking] = await rows('SELECT * FROM Booking WHERE eventId = ?1', event.id)
  expect(answer.headers.get('location')).toBe(`/bookings/${booking?.['reference']}`)
  expect(await confirmedAt(event.id)).toBe(2)
  expect(await rows('SELECT COUNT(*) AS n FROM PlaceSession WHERE sessionId = ?1', event.sessions[0]?.id)).toEqual([{ n: 2 }])
  expect(
    await rows(`SELECT i.state, i.sequence FROM Invitation i JOIN Place p ON p.id = i.placeId WHERE p.eventId = ?1`, event.id),
  ).toEqual([
    { state: 'live', sequence: 0 },
    { state: 'live', sequence: 0 },
  ])
  expect(await rows(`SELECT roleId FROM RoleAtSchool WHERE schoolId = ?1 ORDER BY roleId`, school.id)).toEqual([
    { roleId: 'deputy_dsl' },
    { roleId: 'dsl' },
  ])
  const mails = await rows<{ kind: string; state: string; toAddress: string; html: string; text: string }>(
    `SELECT m.kind, m.state, b.toAddress, b.html, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 ORDER BY m.rowid`,
    event.id,
  )
  expect(mails.map(({ kind, state, toAddress }) => [kind, state, toAddress])).toEqual([
    ['booking_confirmed', 'sent', `"Siân Pritchard" <${email}>`],
    ['invitation', 'sent', '"Siân Ŵyn ap Llŷr" <sian@example.sch.uk>'],
    ['invitation', 'sent', '"script alert(1) /script" <x@example.sch.uk>'],
  ])
  expect(mails[1]?.text).toContain('St Mary’s gave us your name')
  expect(mails[1]?.text).toContain('/privacy')
  expect(mails[1]?.text).not.toContain('alert(1)')
  expect(mails[2]?.html).not.toContain('<script')
  const [entry] = await rows<{ after: string }>(`SELECT after FROM Log WHERE act = 'booking.placed' AND eventId = ?1`, event.id)
  expect(entry?.after).not.toMatch(/Siân|example\.sch/)

  const page = await request(answer.headers.get('location') ?? '', { cookie })
  const text = await page.text()
  expect(text).toContain('Siân Ŵyn ap Llŷr')
  expect(text).toContain('Invitation sent on')
  expect(text).not.toContain('<script>alert')
})

it('the page says what is left before anything is typed', async () => {
  const event = await anEvent({ ...inTime, capacity: 60 })
  const { school, cookie } = await aContact()
  await request(`/events/${event.code}/bookings`, { cookie, form: formOf(school.id, [{ name: 'Ann Lee', email: 'a@example.sch.uk' }]) })
  const page = await (await request(`/events/${event.code}/book`, { cookie })).text()
  expect(page).toContain('59 of 60 places left; your school has 1 of 2')
})

/**
 * The heading that has the focus when a page opens: what a button added must not be left below the
 * fold.
 */
const opensAt = (page: string) => [...page.matchAll(/ autofocus[^>]*>\s*([^<]+?)\s*</g)].map((found) => found[1])

// “Nothing is booked before the check page is confirmed, and one form makes one booking however
// often it is sent.”
it('typed rows can be added to, taken from, checked and changed without JavaScript, and nothing is booked before the last step', async () => {
  const event = await anEvent({ ...inTime, placesPerSchool: 3 })
  const { school, cookie } = await aContact()
  const other = await aSchool({ name: 'Other School', town: 'Ross-on-Wye' })
  const post = async (people: Person[], action: string) =>
    request(`/events/${event.code}/book`, { cookie, form: [...formOf(school.id, people), ['action', action]] })
  const one = { name: 'Ann Lee', email: 'a@example.sch.uk', represents: [other.id] }
  const added = await (await post([one], 'add')).text()
  expect(added).toContain('name="name-2"')
  expect(added).toContain('value="Ann Lee"')
  expect(opensAt(added)).toEqual(['Person 2'])
  const removed = await (await post([one, { name: 'Bo', email: 'b@example.sch.uk' }], 'remove-1')).text()
  expect(removed).toContain('value="Bo"')
  expect(removed).not.toContain('value="Ann Lee"')
  expect(opensAt(removed)).toEqual(['Person 1'])
  const further = await (await post([one], 'represent-1')).text()
  expect(further).toContain('name="represents-1-2"')
  expect(opensAt(further)).toEqual(['Person 1'])
  expect(opensAt(await (await post([one], 'edit')).text())).toEqual([])
  const checked = await htmlOf(post([one], 'check'), 200)
  expect(checked).toContain('Check before you book')
  expect(checked).toContain(`Other School, Ross-on-Wye (URN ${other.urn})`)
  expect(await (await post([one], 'edit')).text()).toContain('value="Ann Lee"')
  expect(await confirmedAt(event.id)).toBe(0)
})

it('what is wrong is said beside its field, and what was typed is kept', async () => {
  const event = await anEvent({ ...inTime, placesPerSchool: 4 })
  const { school, cookie } = await aContact()
  const bad = await request(`/events/${event.code}/bookings`, {
    cookie,
    form: formOf(school.id, [
      { name: '', email: 'not an address' },
      { name: 'x'.repeat(10_000), email: 'b@example.sch.uk', role: '' },
    ]),
  })
  expect(bad.status).toBe(422)
  const text = await bad.text()
  expect(text).toContain('Enter the full name of person 1')
  expect(text).toContain('Enter the email address of person 1 in the form name@example.com')
  expect(text).toContain('must be 100 characters or fewer')
  expect(text).toContain('Choose the role of person 2')
  expect(text).toContain('value="not an address"')
  const twice = await request(`/events/${event.code}/bookings`, {
    cookie,
    form: formOf(school.id, [
      { name: 'Ann Lee', email: 'a@example.sch.uk' },
      { name: ' ann  LEE ', email: 'A@example.sch.uk' },
    ]),
  })
  expect(twice.status).toBe(422)
  expect(await twice.text()).toContain('Person 2 is the same as person 1')
  expect(await confirmedAt(event.id)).toBe(0)
})

it('each refusal says which it is', async () => {
  const { school, cookie } = await aContact({ kind: 'secondary' })
  const tell = async (facts: Parameters<typeof anEvent>[0], people = 1): Promise<[number, string]> => {
    const event = await anEvent({ ...inTime, ...facts })
    if (facts?.title === 'nearly full') {
      const rival = await aContact()
      await request(`/events/${event.code}/bookings`, {
        cookie: rival.cookie,
        form: formOf(rival.school.id, [{ name: 'Rival', email: 'r@example.sch.uk' }]),
      })
    }
    const answer = await request(`/events/${event.code}/bookings`, {
      cookie,
      form: formOf(
        school.id,
        Array.from({ length: people }, (_, n) => ({ name: `Person ${n}`, email: `p${n}@example.sch.uk` })),
      ),
    })
    return [answer.status, await answer.text()]
  }
  const expectRefusal = async (facts: Parameters<typeof anEvent>[0], people: number, sentence: string) => {
    const [status, text] = await tell(facts, people)
    expect(status).toBe(409)
    expect(text).toContain(sentence)
  }
  await expectRefusal({ title: 'nearly full', capacity: 3, placesPerSchool: 5 }, 3, 'There are 2 places left and you asked for 3')
  await expectRefusal({ title: 'nearly full', capacity: 1 }, 1, 'This event is full.')
  await expectRefusal({}, 3, `${school.name} has 0 of 2 places and you asked for 3 more`)
  await expectRefusal({ bookingOpensAt: '2098-01-05T09:00:00.000Z' }, 1, 'It opens on Sunday 5 January 2098, 9am')
  await expectRefusal({ bookingClosesAt: '2026-01-05T09:00:00.000Z' }, 1, 'Booking closed on 5 January 2026 at 9am')
  await expectRefusal({ state: 'cancelled' }, 1, 'has been cancelled')
  await expectRefusal({ startsAt: '2026-01-12T08:30:00.000Z', endsAt: '2026-01-12T15:00:00.000Z' }, 1, 'This event is over')
  expect((await tell({ state: 'draft' }))[0]).toBe(404)
})

it('a school at its limit is told so before it types anything', async () => {
  const event = await anEvent(inTime)
  const { school, cookie } = await aContact()
  await request(`/events/${event.code}/bookings`, {
    cookie,
    form: formOf(school.id, [
      { name: 'Ann', email: 'a@example.sch.uk' },
      { name: 'Bo', email: 'b@example.sch.uk' },
    ]),
  })
  const page = await (await request(`/events/${event.code}/book`, { cookie })).text()
  expect(page).toContain(`${school.name} has 2 of 2 places`)
  expect(page).not.toContain('name="name-1"')
})

it('a person who has a place cannot have a second one, however the name is spelt', async () => {
  const event = await anEvent(inTime)
  const { school, cookie } = await aContact()
  const book = (name: string) =>
    request(`/events/${event.code}/bookings`, { cookie, form: formOf(school.id, [{ name, email: 'a@example.sch.uk' }]) })
  expect((await book('Ann Lee')).status).toBe(303)
  expect(await htmlOf(book('ANN  lee'), 409)).toContain('already has a place')
  expect((await book('Another Person')).status).toBe(303)
  expect(await rows('SELECT COUNT(*) AS n FROM Person WHERE id IN (SELECT personId FROM Place WHERE eventId = ?1)', event.id)).toEqual([
    { n: 2 },
  ])
})

it('an event for some roles and kinds of school says so to others', async () => {
  const event = await anEvent(inTime)
  await db.batch([
    insert('EventAudience', { eventId: event.id }),
    insert('EventAudience', { eventId: event.id, dimension: 'kind', value: 'primary' }),
  ])
  const primary = await aContact()
  const wrongRole = await request(`/events/${event.code}/bookings`, {
    cookie: primary.cookie,
    form: formOf(primary.school.id, [
      { name: 'Bo', email: 'b@example.sch.uk' },
      { name: 'Ann', email: 'a@example.sch.uk', role: 'senco' },
    ]),
  })
  expect(wrongRole.status).toBe(409)
  expect(await wrongRole.text()).toContain('<a href="#role-2">This event is for these roles: Designated safeguarding lead')
  const secondary = await aContact({ kind: 'secondary', name: 'High School' })
  const page = await (await request(`/events/${event.code}/book`, { cookie: secondary.cookie })).text()
  expect(page).toContain('This event is for primary schools, and the register has High School as secondary')
  const through = await aContact({ kind: 'all_through' })
  expect(await (await request(`/events/${event.code}/book`, { cookie: through.cookie })).text()).toContain('How many places?')
})

// “A contact books for the schools they act for, while booking is open.”
it('nobody books for a school that is not theirs', async () => {
  const event = await anEvent(inTime)
  const { cookie } = await aContact()
  const other = await aContact({ name: 'Elsewhere School' })
  const form = formOf(other.school.id, [{ name: 'Ann', email: 'a@example.sch.uk' }])
  expect((await request(`/events/${event.code}/bookings`, { cookie, form })).status).toBe(404)
  expect((await request(`/events/${event.code}/book?school=${other.school.id}`, { cookie })).status).toBe(404)
  expect((await request(`/events/${event.code}/bookings`, { form })).headers.get('location')).toMatch(/^\/sign-in\?next=/)
  const theirs = `/events/${event.code}/book?school=${other.school.id}`
  expect((await request(theirs)).headers.get('location')).toBe(`/sign-in?next=${encodeURIComponent(theirs)}`)
  const nobodysContact = await anAccount()
  expect((await request(`/events/${event.code}/bookings`, { cookie: nobodysContact.cookie, form })).status).toBe(404)
  expect(await confirmedAt(event.id)).toBe(0)
})

it('someone who acts for several schools chooses one, told apart by town and URN', async () => {
  const event = await anEvent(inTime)
  const one = await aSchool({ name: 'St Peter’s', town: 'Bromyard' })
  const two = await aSchool({ name: 'St Peter’s', town: 'Kington' })
  const { cookie } = await anAccount({ schoolIds: [one.id, two.id] })
  const page = await (await request(`/events/${event.code}/book`, { cookie })).text()
  expect(page).toContain(`St Peter’s, Bromyard (URN ${one.urn})`)
  expect(page).toContain(`St Peter’s, Kington (URN ${two.urn})`)
})

it('one form sent twenty times at once makes one booking, and every answer leads to it', async () => {
  const event = await anEvent(inTime)
  const { school, cookie } = await aContact()
  const form = formOf(school.id, [{ name: 'Ann', email: 'a@example.sch.uk' }])
  const answers = await Promise.all(Array.from({ length: 20 }, () => request(`/events/${event.code}/bookings`, { cookie, form })))
  expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 20 }, () => 303))
  expect(new Set(answers.map((answer) => answer.headers.get('location'))).size).toBe(1)
  expect(await confirmedAt(event.id)).toBe(1)
  expect(await rows('SELECT COUNT(*) AS n FROM Message WHERE eventId = ?1', event.id)).toEqual([{ n: 2 }])
  const late = await request(`/events/${event.code}/bookings`, { cookie, form })
  expect(late.headers.get('location')).toBe(answers[0]?.headers.get('location'))
})

it('booking closes at its instant: one millisecond before is in time', async () => {
  const closes = '2026-05-01T09:00:00.000Z'
  const event = await anEvent({ bookingClosesAt: closes })
  const { school, actor } = await aContact()
  const ask = (name: string) => ({
    code: event.code,
    schoolId: school.id,
    formId: crypto.randomUUID(),
    delegates: [{ name, email: `${name}@example.sch.uk`, roleId: 'dsl', represents: [] }],
  })
  expect((await placeBooking(anAct({ actor, now: new Date('2026-05-01T08:59:59.999Z') }), ask('ann'))).ok).toBe(true)
  expect(await placeBooking(anAct({ actor, now: new Date(closes) }), ask('bo'))).toEqual({ ok: false, reason: 'booking_closed' })
})

it('who is known to the school is not entered twice, and the one who books needs no telling where her details came from', async () => {
  const event = await anEvent(inTime)
  const next = await anEvent(inTime)
  const { school, cookie, email, personId } = await aContact()
  for (const { code } of [event, next])
    await request(`/events/${code}/bookings`, { cookie, form: formOf(school.id, [{ name: 'Siân Pritchard', email }]) })
  expect(await rows('SELECT DISTINCT personId FROM Place WHERE schoolId = ?1', school.id)).toEqual([{ personId }])
  expect(await rows('SELECT COUNT(*) AS n FROM RoleAtSchool WHERE personId = ?1', personId)).toEqual([{ n: 1 }])
  const [mail] = await rows<{ text: string }>(
    `SELECT text FROM MessageBody b JOIN Message m ON m.id = b.messageId WHERE m.kind = 'invitation' AND m.eventId = ?1`,
    event.id,
  )
  expect(mail?.text).not.toContain('gave us your name')
})

// “An organiser books for any school until the event is over, and says who asked and how; the
// school sees it.” “What an organiser books for a school needs no approval.”
it('an organiser books for a school that cannot do it itself, also when booking is closed', async () => {
  const event = await anEvent({ ...inTime, bookingClosesAt: '2026-01-05T09:00:00.000Z' })
  await run('UPDATE Event SET approval = 1 WHERE id = ?1', event.id)
  const school = await aSchool()
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const form = formOf(school.id, [{ name: 'Ann', email: 'a@example.sch.uk' }])
  expect(await htmlOf(request(`/events/${event.code}/bookings`, { cookie, form }), 422)).toContain('Choose who asked for this booking')
  const who = { who: 'new', contactName: 'Jo Price', contactEmail: 'jo@example.sch.uk' }
  const answer = await request(`/events/${event.code}/bookings`, { cookie, form: [...form, ...Object.entries(who)] })
  expect(answer.status).toBe(303)
  expect(await rows('SELECT channel, askedBy FROM Booking WHERE eventId = ?1', event.id)).toEqual([
    { channel: 'organiser', askedBy: 'by telephone' },
  ])
  expect(await rows('SELECT state, waitsFor FROM Place WHERE eventId = ?1', event.id)).toEqual([{ state: 'confirmed', waitsFor: null }])
  expect(await (await request(answer.headers.get('location') ?? '', { cookie })).text()).toContain('asked for by Jo Price by telephone')
  const { after } =
    (await rows<{ after: string }>(`SELECT after FROM Log WHERE act = 'booking.placed' AND eventId = ?1`, event.id))[0] ?? {}
  expect(after).not.toContain('Jo Price')
})

it('the ground of the form is read in one round trip, however many schools and places there are', async () => {
  const event = await anEvent(inTime)
  for (const count of [1, 3]) {
    const schools = await Promise.all(Array.from({ length: count }, () => aContact()))
    for (const one of schools)
      await request(`/events/${event.code}/bookings`, {
        cookie: one.cookie,
        form: formOf(one.school.id, [{ name: 'Ann', email: 'a@example.sch.uk' }]),
      })
    expect(
      await tripsOf((on) =>
        readGround(
          anAct({ db: on }),
          event.code,
          schools.map((one) => one.school.id),
        ),
      ),
    ).toBe(1)
  }
})

it('a delegate whom the council booked is told that it was the council', async () => {
  const event = await anEvent(inTime)
  const school = await aSchool({ name: 'Tiny School' })
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const form = [
    ...formOf(school.id, [{ name: 'Ann', email: 'a@example.sch.uk' }]),
    ...Object.entries({ who: 'new', contactName: 'Jo', contactTelephone: '01632 960100' }),
  ]
  await request(`/events/${event.code}/bookings`, { cookie, form })
  const [mail] = await rows<{ text: string }>(
    `SELECT text FROM MessageBody b JOIN Message m ON m.id = b.messageId WHERE m.kind = 'invitation' AND m.eventId = ?1`,
    event.id,
  )
  expect(mail?.text).toContain('someone at Your council entered your name, email address and role when booking for Tiny School')
})

it('an event that an organiser changed between reading and booking is read again, and booked as it is now', async () => {
  const event = await anEvent(inTime)
  const { school, actor } = await aContact()
  // The event changes after the first read of this booking and before its write.
  const meddled = before(2, () => run(`UPDATE Event SET venueName = 'Shire Hall', version = version + 1 WHERE id = ?1`, event.id))
  const placed = await placeBooking(anAct({ actor, db: meddled }), {
    code: event.code,
    schoolId: school.id,
    formId: crypto.randomUUID(),
    delegates: [{ name: 'Ann', email: 'a@example.sch.uk', roleId: 'dsl', represents: [] }],
  })
  expect(placed.ok).toBe(true)
  const [invited] = await rows<{ shown: string }>(
    `SELECT i.shown FROM Invitation i JOIN Place p ON p.id = i.placeId WHERE p.eventId = ?1`,
    event.id,
  )
  expect(invited?.shown).toContain('Shire Hall')
})

it('a name cannot turn round the line that it stands in', async () => {
  const event = await anEvent(inTime)
  const { school, cookie } = await aContact()
  const people = [{ name: 'Mair \u202Esnave\u2066 👩🏽‍🏫', email: 'mair@turned.example' }]
  expect((await request(`/events/${event.code}/bookings`, { cookie, form: formOf(school.id, people) })).status).toBe(303)
  expect(await rows(`SELECT name FROM Person WHERE email = 'mair@turned.example'`)).toEqual([{ name: 'Mair snave 👩🏽‍🏫' }])
})
