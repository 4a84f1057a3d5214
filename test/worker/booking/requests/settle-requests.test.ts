// What somebody asks for before anybody has confirmed them: kept, and settled once they are.

import { expect, it } from 'vitest'
import { councilFrom } from '#base/council.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { requestBooking, withdrawRequest } from '#booking/requests/request-booking.ts'
import { settleRequests } from '#booking/requests/settle-requests.ts'
import { decideClaim } from '#people/claim-decisions/decide-claim.ts'
import { aClaimant, holds } from '#test/support/claims.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, db, leadsTo, request, rows, run, tripsOf } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'

const council = councilFrom('884')
const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const at = (offset = 0) => ({ now: new Date(Date.now() + offset) })
let number = 0
const delegate = (name = 'Nia Okoro') => {
  number += 1
  return { name, email: `nia${number}@example.sch.uk`, roleId: 'dsl', represents: [] }
}
const ask = (code: string, schoolId: string, more: object = {}) => ({
  code,
  schoolId,
  formId: crypto.randomUUID(),
  delegates: [delegate()],
  unnamed: 0,
  acceptsFewer: false,
  termsId: undefined,
  answers: { booking: {}, rows: [{}] },
  ...more,
})

/** Somebody who waits to be confirmed and has asked for places. */
const aRequest = async (event: { code: string }, more: object = {}, made = at()) => {
  const school = await aSchool()
  const person = await aClaimant(school.id)
  // What the claim left to be done is done: it is not to settle the request before the test does.
  const kept = await requestBooking(anAct({ ...made, actor: person.actor }), ask(event.code, school.id, more)).then(accepted)
  return { school, person, id: kept }
}

const confirm = async (claimId: string, decision: 'approve' | 'refuse' = 'approve') => {
  const organiser = await anAccount({ roles: ['organiser'] })
  return decideClaim(anAct({ ...at(), actor: organiser.actor }), {
    claimId,
    decision,
    reason: decision === 'refuse' ? 'Not known' : undefined,
    council,
  })
}
const requestRow = async (id: string) =>
  (
    await rows<{ state: string; typed: string | null; bookingId: string | null; reason: string | null }>(
      'SELECT state, typed, bookingId, reason FROM BookingRequest WHERE id = ?1',
      id,
    )
  )[0]
const placesOf = (eventId: string) =>
  rows<{ state: string; waitsFor: string | null }>('SELECT state, waitsFor FROM Place WHERE eventId = ?1 ORDER BY rowid', eventId)

const form = (schoolId: string, formId: string = crypto.randomUUID()) => ({
  school: schoolId,
  formId,
  rows: '1',
  places: '',
  naming: 'now',
  wait: 'all',
  'name-1': 'Nia Okoro',
  'email-1': `nia-${formId.slice(0, 8)}@example.sch.uk`,
  'role-1': 'dsl',
})

it('“Someone not confirmed yet may ask for places: the page says before anything is typed that it takes no place and keeps its turn.”', async () => {
  const event = await anEvent({ ...inTime, capacity: 60 })
  const school = await aSchool()
  const colleague = await anAccount({ schoolIds: [school.id], name: 'Secret Colleague' })
  await placeBooking(anAct({ ...at(), actor: colleague.actor }), {
    ...ask(event.code, school.id),
    delegates: [delegate('Hidden Delegate')],
  })
  const person = await aClaimant(school.id)
  const page = await (await request(`/events/${event.code}/book?school=${school.id}`, { cookie: person.cookie })).text()
  for (const said of ['Nobody has confirmed yet', 'We keep your request', 'It gets its turn from now', '59 of 60 places left'])
    expect(page).toContain(said)
  for (const secret of ['Hidden Delegate', 'Secret Colleague', 'your school has']) expect(page).not.toContain(secret)
  const typed = form(school.id)
  expect((await request(`/events/${event.code}/wait?school=${school.id}`, { cookie: person.cookie })).headers.get('location')).toBe(
    `/events/${event.code}/book?school=${school.id}`,
  )
  const check = await request(`/events/${event.code}/book`, { cookie: person.cookie, form: { ...typed, action: 'check' } })
  expect(check.status).toBe(200)
  expect(await check.text()).toContain('Check before you send')
  const path = await leadsTo(request(`/events/${event.code}/request`, { cookie: person.cookie, form: typed }))
  expect(path).toMatch(/^\/requests\//)
  const twice = await request(`/events/${event.code}/request`, { cookie: person.cookie, form: typed })
  expect(twice.headers.get('location')).toBe(path)
  expect(await placesOf(event.id)).toHaveLength(1)
  expect(await rows('SELECT id FROM Person WHERE email = ?1', typed['email-1'])).toEqual([])
  const own = await (await request(path, { cookie: person.cookie })).text()
  expect(own).toContain('Waiting for you to be confirmed')
  expect((await request(path, { cookie: colleague.cookie })).status).toBe(404)
  const other = await anAccount()
  expect((await request(path, { cookie: other.cookie })).status).toBe(404)
  expect((await request(`/events/${event.code}/book?school=${school.id}`, { cookie: other.cookie })).status).toBe(404)
  expect((await request(`/events/${event.code}/bookings`, { cookie: person.cookie, form: form(school.id) })).status).toBe(404)
})

// “They see their own request and what is left of the event, and nothing else: not what the
// school has, and not whether somebody they name has a place.”
it('whoever asks is never told whether a named person has a place, or how many the school has', async () => {
  const event = await anEvent({ ...inTime, placesPerSchool: 1 })
  const school = await aSchool()
  const colleague = await anAccount({ schoolIds: [school.id] })
  const known = delegate('Known Delegate')
  await placeBooking(anAct({ ...at(), actor: colleague.actor }), { ...ask(event.code, school.id), delegates: [known] })
  const person = await aClaimant(school.id)
  const typed = { ...form(school.id), 'name-1': known.name, 'email-1': known.email }
  const check = await request(`/events/${event.code}/book`, { cookie: person.cookie, form: { ...typed, action: 'check' } })
  expect([check.status, (await check.text()).includes('already')]).toEqual([200, false])
  expect((await request(`/events/${event.code}/request`, { cookie: person.cookie, form: typed })).status).toBe(303)
})

it('“Once somebody confirms the person, what they asked for is booked, and they are told.”', async () => {
  const event = await anEvent({ ...inTime })
  const { person, id, school } = await aRequest(event, { unnamed: 1 })
  expect(await placesOf(event.id)).toEqual([])
  const organiser = await anAccount({ roles: ['organiser'] })
  for (const path of ['/organiser/claims', `/organiser/claims/${person.claimId}`, `/organiser/events/${event.code}/requests`])
    expect(await (await request(path, { cookie: organiser.cookie })).text()).toContain(school.urn)
  await request(`/organiser/claims/${person.claimId}`, { cookie: organiser.cookie, form: { decision: 'approve' } })
  expect(await placesOf(event.id)).toEqual([
    { state: 'confirmed', waitsFor: null },
    { state: 'confirmed', waitsFor: null },
  ])
  expect(await requestRow(id)).toMatchObject({ state: 'booked', typed: null, reason: null })
  const [booking] = await rows<{ bookedById: string; channel: string }>(
    'SELECT bookedById, channel FROM Booking WHERE eventId = ?1',
    event.id,
  )
  expect(booking).toEqual({ bookedById: person.accountId, channel: 'school' })
  const mails = await rows<{ subject: string }>(`SELECT subject FROM LocalMail WHERE toAddress LIKE ?1`, `%${person.email}%`)
  expect(mails.map(({ subject }) => subject).join('\n')).toMatch(/We keep your request[\s\S]*Booked: /)
})

it('“If the event has filled meanwhile it goes on the waiting list with the turn of the request”: before a school that joined later', async () => {
  const event = await anEvent({ ...inTime, capacity: 1 })
  const { person, id } = await aRequest(event, {}, at(-60_000))
  const quick = await aSchool()
  const later = await aSchool()
  const book = async (school: { id: string }, when: { now: Date }) =>
    placeBooking(anAct({ ...when, actor: (await anAccount({ schoolIds: [school.id] })).actor }), {
      ...ask(event.code, school.id),
      ifFull: 'wait',
    })
  expect(await book(quick, at(-40_000))).toMatchObject({ ok: true, value: { waiting: 0 } })
  expect(await book(later, at(-20_000))).toMatchObject({ ok: true, value: { waiting: 1 } })
  await confirm(person.claimId)
  expect(await settleRequests(anAct(at()))).toBe(true)
  expect(await requestRow(id)).toMatchObject({ state: 'listed', typed: null })
  const turns = await rows<{ schoolId: string; waitingSince: string }>(
    'SELECT schoolId, waitingSince FROM Booking WHERE eventId = ?1 AND waitingSince IS NOT NULL ORDER BY waitingSince',
    event.id,
  )
  expect(turns.map(({ schoolId }) => schoolId)).toEqual([
    (await rows<{ schoolId: string }>('SELECT schoolId FROM BookingRequest WHERE id = ?1', id))[0]?.schoolId,
    later.id,
  ])
})

// “It is in time if booking was open when they asked and the event has not begun.”
it('a request kept while booking was open is in time, though booking has closed when the person is confirmed', async () => {
  const event = await anEvent({ ...inTime })
  const { person, id } = await aRequest(event, {}, at(-120_000))
  await run('UPDATE Event SET bookingClosedAt = ?2 WHERE id = ?1', event.id, at(-60_000).now.toISOString())
  const late = await aClaimant((await aSchool()).id)
  expect(await requestBooking(anAct({ ...at(), actor: late.actor }), ask(event.code, late.actor.askedSchoolIds[0] ?? ''))).toEqual({
    ok: false,
    reason: 'booking_closed',
  })
  await confirm(person.claimId)
  await settleRequests(anAct(at()))
  expect(await requestRow(id)).toMatchObject({ state: 'booked' })
})

it('“If the request to act for the school is refused, nothing is booked, what was typed is deleted and the person is told.”', async () => {
  const event = await anEvent({ ...inTime })
  const { person, id, school } = await aRequest(event)
  await confirm(person.claimId, 'refuse')
  expect(await settleRequests(anAct(at()))).toBe(true)
  expect(await requestRow(id)).toEqual({ state: 'refused', typed: null, bookingId: null, reason: 'not_confirmed' })
  expect(await placesOf(event.id)).toEqual([])
  expect(await rows(`SELECT id FROM Message WHERE kind = 'request_settled' AND recipient = ?1`, person.accountId)).toHaveLength(2)
  expect(await settleRequests(anAct(at()))).toBe(false)
  expect(JSON.stringify(await rows('SELECT * FROM Log WHERE schoolId = ?1', school.id))).not.toContain('Nia')
})

// “The same holds when the event is cancelled or begins first.”
it('what was typed is deleted too when the event is cancelled or begins first, or the limits do not let it be booked', async () => {
  const cancelled = await anEvent({ ...inTime })
  const first = await aRequest(cancelled)
  await run(`UPDATE Event SET state = 'cancelled', cancelledAt = ?2 WHERE id = ?1`, cancelled.id, at().now.toISOString())
  const begun = await anEvent({ startsAt: at(3_600_000).now.toISOString(), endsAt: at(7_200_000).now.toISOString() })
  const second = await aRequest(begun)
  const small = await anEvent({ ...inTime, placesPerSchool: 2 })
  const third = await aRequest(small, { unnamed: 1 })
  const colleague = await anAccount({ schoolIds: [third.school.id] })
  await placeBooking(anAct({ ...at(), actor: colleague.actor }), ask(small.code, third.school.id, { delegates: [delegate('Olu Ade')] }))
  await confirm(third.person.claimId)
  await settleRequests(anAct(at(4_000_000)))
  expect(await requestRow(first.id)).toEqual({ state: 'refused', typed: null, bookingId: null, reason: 'event_cancelled' })
  expect(await requestRow(second.id)).toEqual({ state: 'refused', typed: null, bookingId: null, reason: 'event_began' })
  expect(await requestRow(third.id)).toEqual({ state: 'refused', typed: null, bookingId: null, reason: 'school_limit_reached' })
  const page = await (await request(`/requests/${third.id}`, { cookie: third.person.cookie })).text()
  expect(page).toContain('as many places as one school can have')
  // “When the limits leave fewer than were asked for, nothing is booked; the mail says what the
  // school has and how many more it can have, and holds the people who were named as the form
  // takes them.”
  const [mail] = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'request_settled' AND m.recipient = ?1 AND b.subject LIKE 'Nothing was booked%'`,
    third.person.accountId,
  )
  for (const said of [
    `${third.school.name} has 1 of the 2 places that one school can have at this event, and you asked for 2. It can have 1 more.`,
    `Nia Okoro, nia${number - 2}@example.sch.uk, Designated safeguarding lead`,
    `/events/${small.code}/book?school=${third.school.id}`,
  ])
    expect(mail?.text.replaceAll(/\s+/g, ' ')).toContain(said)
})

// “A request can be withdrawn while it waits; what was typed is deleted then.”
it('“A request can be withdrawn while it waits”, after a page that says so', async () => {
  const event = await anEvent({ ...inTime })
  const { person, id } = await aRequest(event)
  expect(await (await request(`/requests/${id}/withdraw`, { cookie: person.cookie })).text()).toContain('lose your turn')
  expect((await request(`/requests/${id}/withdraw`, { cookie: person.cookie, form: {} })).status).toBe(303)
  expect(await requestRow(id)).toEqual({ state: 'withdrawn', typed: null, bookingId: null, reason: null })
  const again = await request(`/requests/${id}/withdraw`, { cookie: person.cookie, form: {} })
  expect(again.headers.get('location')).toBe(`/requests/${id}`)
  expect((await request(`/requests/${id}/withdraw`, { cookie: (await anAccount()).cookie, form: {} })).status).toBe(404)
  await confirm(person.claimId)
  await settleRequests(anAct(at()))
  expect(await placesOf(event.id)).toEqual([])
})

it('the claim is approved while the request is withdrawn: either it is booked or it is withdrawn, never both', async () => {
  const outcomes: string[] = []
  for (let n = 0; n < 6; n += 1) {
    const event = await anEvent({ ...inTime })
    const { person, id } = await aRequest(event)
    await confirm(person.claimId)
    const [, withdrawn] = await Promise.all([
      settleRequests(anAct(at())),
      (async () => {
        for (let wait = 0; wait < n; wait += 1) await Promise.resolve()
        return withdrawRequest(anAct({ ...at(), actor: person.actor }), id)
      })(),
      settleRequests(anAct(at())),
    ])
    const state = (await requestRow(id))?.state ?? ''
    outcomes.push(state)
    expect(withdrawn.ok).toBe(state === 'withdrawn')
    expect(await placesOf(event.id)).toHaveLength(state === 'booked' ? 1 : 0)
  }
  for (const outcome of outcomes) expect(['booked', 'withdrawn']).toContain(outcome)
})

it('control: without the triggers a request is withdrawn and its places are booked all the same', async () => {
  const names = ['Booking_settles_request', 'BookingRequest_settles_once']
  const triggers = await rows<{ name: string; sql: string }>(
    'SELECT name, sql FROM sqlite_master WHERE name IN (SELECT value FROM json_each(?1))',
    JSON.stringify(names),
  )
  expect(triggers).toHaveLength(2)
  for (const { name } of triggers) await run(`DROP TRIGGER ${name}`)
  try {
    const event = await anEvent({ ...inTime })
    const { person, id } = await aRequest(event)
    await confirm(person.claimId)
    await Promise.all([settleRequests(anAct(at())), withdrawRequest(anAct({ ...at(), actor: person.actor }), id)])
    expect((await requestRow(id))?.state).toBe('withdrawn')
    expect(await placesOf(event.id)).toHaveLength(1)
  } finally {
    for (const { sql } of triggers) await db.prepare(sql).run()
  }
})

// “Nobody who is not confirmed takes a place: the database refuses such a booking.”
it('“Nobody who is not confirmed takes a place”: the database refuses the booking itself', async () => {
  const event = await anEvent({ ...inTime })
  const school = await aSchool()
  const person = await aClaimant(school.id)
  const forged = { ...person.actor, schoolIds: [school.id] }
  expect(await placeBooking(anAct({ ...at(), actor: forged }), ask(event.code, school.id))).toEqual({ ok: false, reason: 'no_such_event' })
  expect(await placesOf(event.id)).toEqual([])
  await expect(
    add('Booking', {
      id: 'b',
      reference: 'b',
      eventId: event.id,
      schoolId: school.id,
      channel: 'school',
      formId: 'b',
      bookedById: person.accountId,
      createdAt: at().now.toISOString(),
    }),
  ).rejects.toThrow('not_vouched')
})

it('one request waits for a school at an event, and twenty in all; with nothing to settle the job takes one round trip', async () => {
  const event = await anEvent({ ...inTime })
  const { person, school } = await aRequest(event)
  const act = () => anAct({ ...at(), actor: person.actor })
  expect(await requestBooking(act(), ask(event.code, school.id))).toEqual({ ok: false, reason: 'already_asked' })
  for (let n = 1; n < 20; n += 1) expect((await requestBooking(act(), ask((await anEvent({ ...inTime })).code, school.id))).ok).toBe(true)
  expect(await requestBooking(act(), ask((await anEvent({ ...inTime })).code, school.id))).toEqual({
    ok: false,
    reason: 'too_many_requests',
  })
  expect(
    await tripsOf(async (on) => {
      expect(await settleRequests(anAct({ ...at(), db: on }))).toBe(false)
    }),
  ).toBe(1)
})

// “Somebody who waits to be confirmed is told who was asked, by which working day the council
// answers, and whom to ring.”
// “The page of an event shows what one has asked for there and leads to it, and does not offer
// to ask again.”
it('says who was asked, by when somebody answers and whom to ring, on every page and in the mail', async () => {
  const event = await anEvent({ ...inTime })
  const school = await aSchool()
  await holds(school.id, 'office@asked-school.example')
  const person = await aClaimant(school.id)
  const kept = await requestBooking(anAct({ ...at(), actor: person.actor }), ask(event.code, school.id, { unnamed: 1 }))
  const path = `/requests/${kept.ok ? kept.value : ''}`
  const page = await (await request(path, { cookie: person.cookie })).text()
  const [mail] = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'request_settled' AND m.recipient = ?1`,
    person.accountId,
  )
  for (const text of [page, mail?.text ?? '']) {
    expect(text).toContain('The office’s mailbox (o•••@asked-school.example) and Your council. The first answer decides')
    expect(text).toContain('at the latest: Your council answers within 3 working days')
    expect(text).toContain('Ask Your council')
    expect(text).not.toContain('office@asked-school')
  }
  const shown = plain(await (await request(`/events/${event.code}`, { cookie: person.cookie })).text(), '')
  expect(shown).toContain('You asked for 2 places on')
  expect(shown).toContain('waiting for the office’s mailbox (o•••@asked-school.example) or Your council')
  const html = await (await request(`/events/${event.code}`, { cookie: person.cookie })).text()
  expect(html).toContain(`href="${path}"`)
  expect(html).not.toContain(`href="/events/${event.code}/book"`)
  expect(await (await request('/account', { cookie: person.cookie })).text()).toContain('answers within 3 working days')
  await confirm(person.claimId)
  await settleRequests(anAct(at()))
  expect(await (await request(path, { cookie: person.cookie })).text()).not.toContain('Who was asked')
})

it('a request for an event whose title is discreet is kept and refused without naming it in a subject', async () => {
  const event = await anEvent({ ...inTime, title: 'Knife crime', calendarTitle: 'Staff meeting' })
  const { person, id } = await aRequest(event)
  await confirm(person.claimId, 'refuse')
  await settleRequests(anAct(at()))
  expect((await requestRow(id))?.state).toBe('refused')
  const mails = await rows<{ subject: string }>(
    `SELECT b.subject FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 ORDER BY m.rowid`,
    event.id,
  )
  expect(mails.map(({ subject }) => subject)).toEqual(['We keep your request: Staff meeting', 'Nothing was booked: Staff meeting'])
})
