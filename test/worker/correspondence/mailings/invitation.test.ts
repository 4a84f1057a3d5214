// Invitations to training: to every school and setting, one mail each, from the event's page to who
// booked after it.

import { expect, it } from 'vitest'
import { followStandings } from '#attendance/requirements/follow-standings.ts'
import { readNow } from '#base/db/read.ts'
import { newId, sha256 } from '#base/id.ts'
import type { SchoolAudience } from '#correspondence/mailings/audience.ts'
import { byOutcome, type InvitedSchool, outcomeOf, sayOutcome, sayTrustOutcome } from '#correspondence/mailings/invitation.ts'
import { selectInvitedSchools, selectInvitedTrusts, selectOffers } from '#correspondence/mailings/invitation-store.ts'
import { inviteAgain, setAgain } from '#correspondence/mailings/invite-again.ts'
import { trustsToRing } from '#correspondence/mailings/people.ts'
import { previewOf } from '#correspondence/mailings/preview-mailing.ts'
import { followUnsubscribeLink } from '#correspondence/mailings/record-consent.ts'
import { queueMailing, sendMailings } from '#correspondence/mailings/send-mailings.ts'
import { prepareMailing, startMailing } from '#correspondence/mailings/start-mailing.ts'
import { inviteSchools } from '#correspondence/mailings/write-mailing.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { endSendings } from '#messages/outbox/sending-store.ts'
import { databaseWith, dyingAt } from '#test/support/database-with.ts'
import {
  anAccount,
  anAct,
  anEvent,
  aSchool,
  aSetting,
  before,
  bindings,
  db,
  leadsTo,
  request,
  rows,
  run,
  tick,
  tripsOf,
} from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { add, insert } from '#test/support/rows.ts'
import { anArea, aPerson, aPlace } from '#test/worker/attendance/coverage/world.ts'
import { aRole } from '#test/worker/attendance/requirements/world.ts'
import { aTrust } from '#test/worker/front/trusts/world.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { aContact, hasSaid, hasTrouble, mailing, sentTo, settledAs, toSchools } from './world.ts'

const field = (html: string, name: string): string => html.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? ''

type Event = Awaited<ReturnType<typeof anEvent>>

const ahead = (facts: Parameters<typeof anEvent>[0] = {}) =>
  anEvent({
    ...{ title: 'Lead training', topicId: 'designated-lead', capacity: 500, placesPerSchool: null },
    ...{ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' },
    ...facts,
  })

const toAll = (event: Event, more: Partial<SchoolAudience> = {}): SchoolAudience =>
  ({ ...toSchools({ notBooked: event.code }), ...more }) as SchoolAudience

/** An act in an area of the test's own. */
const inArea = () => {
  const area = anArea()
  return { area, act: (more: Parameters<typeof anAct>[0] = {}) => anAct({ laCodes: [area], ...more }) }
}

type MadeAct = ReturnType<typeof inArea>['act']

const aDraftTo = async (act: MadeAct, event: Event, more: Partial<SchoolAudience> = {}) => {
  const id = newId(tick())
  await inviteSchools(act(), { id, eventId: event.id, audience: toAll(event, more) })
  return mailing(id)
}

const press = async (act: MadeAct, draft: Awaited<ReturnType<typeof mailing>>) =>
  startMailing(act(), draft, (await prepareMailing(act(), draft)).mark)

/** Everything that waits leaves, also that of other tests. */
const delivered = async (): Promise<void> => {
  for (const waits = `SELECT 1 FROM Message WHERE state = 'queued' LIMIT 1`; (await rows(waits)).length > 0; ) {
    // Whatever the mail plan has for a day.
    await run('DELETE FROM LimitUse')
    await deliverDue(bindings, new Date())
  }
}

/** Invites, and everything leaves. */
const invited = async (act: MadeAct, event: Event, more: Partial<SchoolAudience> = {}): Promise<string> => {
  const draft = await aDraftTo(act, event, more)
  expect(await press(act, draft)).toEqual({ ok: true, value: undefined })
  await sendMailings(act())
  await delivered()
  await endSendings(db, tick())
  return draft.id
}

const outcomes = async (id: string) =>
  Object.fromEntries((await readNow(db, selectInvitedSchools(db, id))).map((one): [string, string] => [one.schoolId, outcomeOf(one)]))

const textsOf = (id: string) =>
  rows<{ email: string; text: string; subject: string }>(
    'SELECT b.email, b.text, b.subject FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.sendingId = ?1 ORDER BY m.rowid',
    id,
  )

const anOutside = async (outsideKind: string): Promise<{ id: string }> => {
  const id = newId(tick())
  await add('School', { id, rootId: id, outsideKind, name: `${outsideKind} ${id}` })
  return { id }
}

const stopIn = (text: string): string => text.match(/\/unsubscribe\/([\w-]+)/)?.[1] ?? ''

it('“On the first day every school is invited: one mail each, and those without an address are a list to ring.”', async () => {
  const event = await ahead()
  const schools = await Promise.all(Array.from({ length: 119 }, (_, at) => aSchool({ name: `School ${at + 1}`, telephone: `01432 ${at}` })))
  for (const [at, school] of schools.slice(6).entries()) {
    await aContact(school, { email: `office${at}@example.sch.uk`, roleId: 'business_manager' })
    await aContact(school, { email: `head${at}@example.sch.uk`, roleId: 'head' })
    if (at % 2 === 0) await aContact(school, { email: `dsl${at}@example.sch.uk`, roleId: 'dsl' })
  }
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const at = async (path: string) => (await request(path, { cookie })).text()
  expect(await at(`/organiser/events/${event.code}`)).toContain(`href="/organiser/events/${event.code}/invite"`)
  const form = await at(`/organiser/events/${event.code}/invite`)
  const choose = () =>
    request(`/organiser/events/${event.code}/invite`, { cookie, form: { id: field(form, 'id'), answer: 'all', settings: 'yes' } })
  const chosen = await Promise.all([choose(), choose(), choose()])
  const page = chosen[0]?.headers.get('location') ?? ''
  expect(chosen.map((answer) => [answer.status, answer.headers.get('location')])).toEqual(Array(3).fill([303, page]))
  const check = await at(page)
  expect(plain(check)).toContain('6 schools have no address')
  expect(plain(check)).toContain('School 10 is invited to “Lead training” on Friday 12 June 2099.')
  expect(plain(check)).toContain('Price for School 10: Free of charge')
  expect(plain(check)).toContain('Subject Invitation: Lead training, Friday 12 June 2099')
  expect(plain(check)).toContain('Reaches 113 schools')
  expect(plain(check)).toContain('Invite 113 schools')
  const send = () => request(page, { cookie, form: { mark: field(check, 'mark') } })
  const presses = await Promise.all([send(), send(), send()])
  expect(presses.map(({ status }) => status)).toEqual([303, 303, 303])
  for (let piece = 0; piece < 2; piece += 1) await deliverDue(bindings, new Date())
  const id = page.split('/')[3] ?? ''
  const emails = await sentTo(id)
  expect(emails.toSorted()).toEqual(Array.from({ length: 113 }, (_, n) => `${n % 2 === 0 ? 'dsl' : 'head'}${n}@example.sch.uk`).toSorted())
  const sent = await at(`/organiser/mailings/${id}`)
  for (const said of [
    '119 schools chosen',
    '113 reached',
    '0 booked after it',
    '0 stopped these invitations',
    '0 came back',
    '6 schools to ring',
  ])
    expect(plain(sent)).toContain(said)
  // Figures equal rows.
  expect(
    await rows(
      'SELECT COUNT(*) AS n, COUNT(DISTINCT schoolId) AS schools, SUM(why IS ?2) AS silent FROM SendingRecipient WHERE sendingId = ?1',
      id,
      'no_address',
    ),
  ).toEqual([{ n: 119, schools: 119, silent: 6 }])
  const ring = (await (await request(`/organiser/mailings/${id}/ring.csv`, { cookie })).text()).trim().split('\r\n')
  expect(ring.slice(1).map((row) => [row.split(',')[0], row.split(',').at(-1)])).toEqual(
    Array.from({ length: 6 }, (_, n) => [`School ${n + 1}`, 'No address: ring them']),
  )
  const refused = await request(`/organiser/mailings/${id}/once-more`, { cookie, form: { day: 'soon' } })
  expect([refused.status, (await refused.text()).includes(`href="/organiser/mailings/${id}?after=`)]).toEqual([422, true])
  const overview = plain(await at(`/organiser/events/${event.code}/invite`))
  expect(overview).toMatch(/Invitation Chosen Reached Booked after it Stopped Came back To ring \d+ \w+ \d{4} 119 113 0 0 0 6/)
  // A second organiser on the same day has nobody to invite but those without an address.
  const second = await request(`/organiser/events/${event.code}/invite`, { cookie, form: { answer: 'all' } })
  expect(plain(await at(second.headers.get('location') ?? ''))).toContain('Nobody would get this message')
})

it('“An invitation says what a place costs the school and whose training is due there, by role, and leads to booking for it.”', async () => {
  const { area, act } = inArea()
  const event = await ahead()
  const [due, unknown] = [await aSchool({ laCode: area, name: 'Ashfield' }), await aSchool({ laCode: area, name: 'Bosbury' })]
  for (const school of [due, unknown]) await aContact(school, { email: `dsl.${school.id}@example.sch.uk`, name: 'Siân Pritchard' })
  await aRole(await aPerson('Rhiannon Pugh'), due)
  await followStandings(act())
  const draft = await aDraftTo(act, event)
  const prepared = await prepareMailing(act(), draft)
  const preview = await previewOf(act(), draft, prepared, 1)
  const id = draft.id
  expect((await press(act, draft)).ok).toBe(true)
  await queueMailing(act(), id)
  const [first, second] = await textsOf(id)
  const stopless = (text = '') => text.replace(/\/unsubscribe\/[\w-]+|\/account\/messages/, '')
  // What the organiser saw is what goes.
  expect([stopless(preview.rendered.text), preview.rendered.subject]).toEqual([stopless(first?.text), first?.subject])
  expect(first?.subject).toBe('Invitation: Lead training, Friday 12 June 2099')
  expect(first?.text).toContain('Ashfield is invited to “Lead training” on Friday 12 June 2099.')
  expect(first?.text).toContain('Price for Ashfield: Free of charge')
  expect(first?.text).toContain(
    'It counts for training that is due at Ashfield by our record:\n\n* Designated safeguarding lead: no training on our record\n\n',
  )
  expect(first?.text).toContain(`Book places:\nhttp://localhost:8787/events/${event.code}/book?invited=${due.id}`)
  expect(first?.text).not.toContain('Rhiannon')
  expect(first?.text).toContain(
    'invites schools, trusts and settings to training on the topic “Designated safeguarding lead training”, at one address each.',
  )
  expect(second?.text).not.toContain('It counts for training')
  const [headers] = await rows<{ headers: string }>(
    'SELECT b.headers FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.sendingId = ?1 ORDER BY m.rowid',
    id,
  )
  expect(JSON.parse(headers?.headers ?? '')).toEqual({
    'List-Unsubscribe': `<http://localhost:8787/unsubscribe/${stopIn(first?.text ?? '')}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  })
})

it('whoever signs in for the first time with the link of an invitation books for the school that it names', async () => {
  const event = await ahead()
  const school = await aSchool({ name: 'Cradley School' })
  const { cookie, email } = await anAccount({ name: '' })
  await aContact(school, { email })
  const at = `/events/${event.code}/book?invited=${school.id}`
  for (const page of [await (await request(at)).text(), await (await request(at, { cookie })).text()]) {
    expect(plain(page)).toMatch(/Book places/)
    expect(page).toMatch(new RegExp(`value="${school.id}"[^>]*(checked|selected)`))
  }
  expect((await request(`/events/${event.code}/book?invited=nothing`, { cookie })).status).toBe(404)
  // Who acts for it is led to its form, and who acts for another school alone to asking for this
  // one.
  const [own, other] = [await anAccount({ schoolIds: [school.id] }), await anAccount({ schoolIds: [(await aSchool()).id] })]
  const ledTo = async (who: { cookie: string }, path = at) => (await request(path, { cookie: who.cookie })).headers.get('location')
  expect(await ledTo(own)).toBe(`/events/${event.code}/book?school=${school.id}`)
  expect(await ledTo(other)).toBe(`/school/claims/new?school=${school.id}`)
  expect(await ledTo(other, `/events/${event.code}/book?invited=%0a//x.example`)).toBe('/school/claims/new?school=%0A%2F%2Fx.example')
})

it('“Schools with training due are those whose invitation says so; who has booked is in none.”', async () => {
  const { area, act } = inArea()
  const event = await ahead()
  const other = await ahead({ title: 'Another date' })
  const [due, elsewhere, inDate, booked, untold] = await Promise.all(Array.from({ length: 5 }, () => aSchool({ laCode: area })))
  if (!due || !elsewhere || !inDate || !booked || !untold) throw new Error('No schools')
  for (const school of [due, elsewhere, inDate, booked, untold]) await aContact(school, { email: `dsl.${school.id}@example.sch.uk` })
  for (const school of [due, booked]) await aRole(await aPerson(), school)
  const person = await aPerson()
  await aRole(person, elsewhere)
  await aPlace(other, elsewhere, { personId: person })
  await aPlace(event, booked)
  const trained = await aPerson()
  await aRole(trained, inDate)
  await add('EarlierAttendance', {
    batchId: 'b1',
    schoolId: inDate.id,
    topicId: 'designated-lead',
    title: 'Lead course',
    heldOn: '2026-02-02',
    purpose: 'training',
    personId: trained,
    source: 'Certificates',
  })
  while (await followStandings(act()));
  const set = async (answer: 'all' | 'due' | 'never') =>
    (await prepareMailing(act(), await aDraftTo(act, event, { answer }))).chosen.recipients.map(({ schoolId }) => schoolId).toSorted()
  const offers = await readNow(db, selectOffers(act(), event.id, [due.id, elsewhere.id, inDate.id, untold.id]))
  const saying = [...offers].filter(([, offer]) => offer.due.length > 0).map(([id]) => id)
  expect(await set('due')).toEqual(saying.toSorted())
  expect(await set('due')).toEqual([due.id])
  expect(await set('all')).toEqual([due.id, elsewhere.id, inDate.id, untold.id].toSorted())
  expect(await set('never')).toEqual([due.id, elsewhere.id, untold.id].toSorted())
})

it('“A stop link stops invitations on its topic to its address, at once, and organisers see who stopped them.”', async () => {
  const { area, act } = inArea()
  const event = await ahead()
  const [stops, waits, stays] = await Promise.all(Array.from({ length: 3 }, () => aSchool({ laCode: area })))
  if (!stops || !waits || !stays) throw new Error('No schools')
  for (const school of [stops, waits, stays]) {
    await aContact(school, { email: `dsl.${school.id}@example.sch.uk` })
    await aContact(school, { email: `head.${school.id}@example.sch.uk`, roleId: 'head' })
  }
  const draft = await aDraftTo(act, event)
  await press(act, draft)
  await queueMailing(act(), draft.id)
  const texts = await textsOf(draft.id)
  const linkOf = (school: { id: string }) => stopIn(texts.find(({ email }) => email === `dsl.${school.id}@example.sch.uk`)?.text ?? '')
  const stop = linkOf(stops)
  expect(await (await request(`/unsubscribe/${stop}`)).text()).toContain('Stop invitations on “Designated safeguarding lead training”?')
  // Opening it stops nothing; pressing it twice does once, before its mail has left.
  expect(await rows('SELECT 1 FROM MailConsent WHERE email = ?1', `dsl.${stops.id}@example.sch.uk`)).toEqual([])
  await Promise.all([request(`/unsubscribe/${stop}`, { form: {} }), request(`/unsubscribe/${stop}`, { form: {} })])
  expect(await rows('SELECT given, how, topicId FROM MailConsent WHERE email = ?1', `dsl.${stops.id}@example.sch.uk`)).toEqual([
    { given: 0, how: 'unsubscribe_link', topicId: 'designated-lead' },
  ])
  await delivered()
  await endSendings(db, tick())
  expect(await rows('SELECT state FROM Message WHERE sendingId = ?1 ORDER BY state', draft.id)).toEqual([
    { state: 'failed' },
    { state: 'sent' },
    { state: 'sent' },
  ])
  expect(await outcomes(draft.id)).toEqual({ [stops.id]: 'stopped', [waits.id]: 'not_answered', [stays.id]: 'not_answered' })
  // The next invitation on the topic leaves the school out, also its head; one on another topic
  // does not.
  const later = await ahead({ title: 'Again' })
  const { chosen } = await prepareMailing(act(), await aDraftTo(act, later))
  expect([chosen.counts.stopped, chosen.counts.people, chosen.ring]).toEqual([1, 2, []])
  expect(chosen.recipients.find(({ schoolId }) => schoolId === stops.id)?.why).toBe('unsubscribed')
  const elsewhere = await prepareMailing(act(), await aDraftTo(act, await ahead({ title: 'Prevent', topicId: 'prevent' })))
  expect(elsewhere.chosen.counts.people).toBe(3)
  // Between the press and the queueing, and in the very moment of it.
  const last = await aDraftTo(act, later)
  await press(act, last)
  await hasSaid(`dsl.${waits.id}@example.sch.uk`, 0, 'unsubscribe_link', 'designated-lead')
  await queueMailing({ ...act(), db: before(1, () => hasSaid(`dsl.${stays.id}@example.sch.uk`, 0, 'account', 'designated-lead')) }, last.id)
  await queueMailing(act(), last.id)
  expect(await sentTo(last.id)).toEqual([])
  expect((await settledAs(last.id)).map(({ why }) => why)).toEqual(['unsubscribed', 'unsubscribed', 'unsubscribed'])
  // The same link takes it back.
  await request(`/unsubscribe/${stop}/undo`, { form: {} })
  expect((await prepareMailing(act(), await aDraftTo(act, later))).chosen.counts.stopped).toBe(2)
})

it('whoever is signed in sees which invitations their address stopped, and asks for them again', async () => {
  const { cookie, email } = await anAccount({})
  await hasSaid(email, 0, 'unsubscribe_link', 'prevent')
  const page = await textOf(request('/account/messages', { cookie }))
  expect(page).toContain('You stopped invitations on “Prevent duty”.')
  expect(page).toContain('No more invitations on “Prevent duty”')
  // A topic is only asked for again here, and one that was never stopped changes nothing.
  for (const topic of ['prevent', 'prevent', "x' OR 1=1", 'governance'])
    expect((await request('/account/messages', { cookie, form: { topic, news: 'no' } })).status).toBe(303)
  expect(await rows('SELECT given, topicId FROM MailConsent WHERE email = ?1 ORDER BY at, id', email)).toEqual([
    { given: 0, topicId: 'prevent' },
    { given: 1, topicId: 'prevent' },
  ])
})

it('“Bodies are asked for no consent; a childminder gets an invitation only after asking for news.”', async () => {
  const { act } = inArea()
  const event = await ahead()
  const made = await Promise.all(
    (['childminder', 'childminder', 'nursery', 'partner_agency'] as const).map(async (outsideKind) => {
      const { id } = await anOutside(outsideKind)
      await aContact({ id }, { email: `${id}@example.org`, roleId: null })
      return id
    }),
  )
  const [asked = '', , nursery = '', agency = ''] = made
  await hasSaid(`${asked}@example.org`, 1)
  const draft = await aDraftTo(act, event, { settings: true })
  const { chosen, set } = await prepareMailing(act(), draft)
  expect(set.words).toContain('with settings and organisations outside the register')
  expect(
    chosen.recipients
      .filter(({ why, schoolId }) => why === null && made.includes(schoolId))
      .map(({ schoolId }) => schoolId)
      .toSorted(),
  ).toEqual([asked, nursery, agency].toSorted())
  expect(chosen.ring.filter(({ schoolId }) => made.includes(schoolId)).map(({ why }) => why)).toEqual(['no_consent'])
  expect((await press(act, draft)).ok).toBe(true)
  await hasSaid(`${asked}@example.org`, 0)
  await queueMailing(act(), draft.id)
  expect((await sentTo(draft.id)).filter((email) => made.some((id) => email.startsWith(id))).toSorted()).toEqual(
    [`${nursery}@example.org`, `${agency}@example.org`].toSorted(),
  )
  // Without settings only schools.
  const { chosen: schools } = await prepareMailing(act(), await aDraftTo(act, await ahead()))
  expect(schools.recipients.filter(({ schoolId }) => made.includes(schoolId))).toEqual([])
})

it('“The council chooses whether the safeguarding lead, the head or the office of a school is written to first.”', async () => {
  const { area, act } = inArea()
  const school = await aSchool({ laCode: area })
  for (const roleId of ['dsl', 'head', 'business_manager'])
    await aContact(school, { email: `${roleId}.${school.id}@example.sch.uk`, roleId })
  const event = await ahead()
  for (const writtenFirst of ['head', 'business_manager', 'dsl']) {
    await aSetting('council', { writtenFirst })
    const { chosen } = await prepareMailing(act(), await aDraftTo(act, event))
    expect(chosen.recipients.map(({ email }) => email)).toEqual([`${writtenFirst}.${school.id}@example.sch.uk`])
  }
  await run(`DELETE FROM Setting WHERE key = 'council'`)
})

it('an event for some kinds of school invites no other, and one that nobody can book invites nobody', async () => {
  const { area, act } = inArea()
  const [primary, secondary] = [await aSchool({ laCode: area, kind: 'primary' }), await aSchool({ laCode: area, kind: 'secondary' })]
  for (const school of [primary, secondary]) await aContact(school, { email: `dsl.${school.id}@example.sch.uk` })
  const event = await ahead()
  await add('EventAudience', { eventId: event.id, dimension: 'kind', value: 'secondary' })
  const draft = await aDraftTo(act, event)
  expect((await prepareMailing(act(), draft)).chosen.recipients.map(({ schoolId }) => schoolId)).toEqual([secondary.id])
  await run(`UPDATE Event SET bookingClosedAt = ?2 WHERE id = ?1`, event.id, tick().toISOString())
  expect((await prepareMailing(act(), draft)).missing).toEqual({ event: 'Nobody can book this event now, so nobody can be invited to it' })
  expect(await press(act, draft)).toEqual({ ok: false, reason: 'not_ready' })
})

it('an invitation keeps an event, whatever its author chooses otherwise', async () => {
  const event = await ahead()
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const draft = await aDraftTo(anAct, event)
  const at = `/organiser/mailings/${draft.id}/whom`
  const form = async (more: Record<string, string>) => {
    const seen = field(await (await request(at, { cookie })).text(), 'seen')
    return request(at, { cookie, form: { seen, of: 'schools', answer: 'all', about: '', ...more } })
  }
  for (const about of ['', 'NOSUCH', "'; --"]) {
    const answer = await form({ about })
    expect([answer.status, /Choose (the|an) event/.test(await answer.text())]).toEqual([422, true])
  }
  expect((await mailing(draft.id)).eventId).toBe(event.id)
  expect((await form({ about: event.code, answer: 'never' })).status).toBe(303)
  expect((await mailing(draft.id)).audience).toMatchObject({ of: 'schools', answer: 'never' })
  // People of an event are no schools: it is kept as chosen, and does not go.
  expect((await form({ of: 'event', event: event.code, who: 'delegates' })).status).toBe(303)
  expect((await prepareMailing(anAct(), await mailing(draft.id))).missing).toMatchObject({
    nature: 'An invitation is for schools: choose another kind of message, or schools under “To whom”',
  })
})

// “A school gets one invitation to an event a day, however many organisers press.”
it.each([
  [true, 1],
  [false, 2],
])('two organisers invite the same schools in one moment; with the rule (%s) each school has %i mail', async (guarded, mails) => {
  const { area, act } = inArea()
  const event = await ahead()
  const schools = await Promise.all([aSchool({ laCode: area }), aSchool({ laCode: area })])
  for (const school of schools) await aContact(school, { email: `dsl.${school.id}@example.sch.uk` })
  const [one, two] = [await aDraftTo(act, event), await aDraftTo(act, event)]
  const [rule] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'SendingRecipient_invited_once'`)
  if (!guarded) await run('DROP TRIGGER SendingRecipient_invited_once')
  let reads = 0
  const counted = databaseWith(db, {
    batch: (statements: SqlStatement[]) => {
      reads += 1
      return db.batch(statements)
    },
  })
  const { mark } = await prepareMailing(act({ db: counted }), two)
  // The other organiser's press is written after this one has read and before it writes.
  const second = await startMailing(act({ db: before(reads + 1, () => press(act, one)) }), two, mark)
  expect(second).toEqual(guarded ? { ok: false, reason: 'set_changed' } : { ok: true, value: undefined })
  await sendMailings(act())
  const written = await rows<{ n: number }>(
    'SELECT COUNT(*) AS n FROM Message WHERE eventId = ?1 AND nature = ?2 GROUP BY schoolId',
    event.id,
    'training',
  )
  expect(written).toEqual([{ n: mails }, { n: mails }])
  if (!guarded && rule) await db.prepare(rule.sql).run()
})

it('a school is invited at one of its addresses only, also where somebody asks for every contact', async () => {
  const { area, act } = inArea()
  const event = await ahead()
  const school = await aSchool({ laCode: area })
  await aContact(school, { email: `dsl.${school.id}@example.sch.uk` })
  await aContact(school, { email: `head.${school.id}@example.sch.uk`, roleId: 'head' })
  const draft = await aDraftTo(act, event, { reach: 'every' })
  expect((await prepareMailing(act(), draft)).chosen.counts.people).toBe(1)
  await press(act, draft)
  await expect(
    add('SendingRecipient', { sendingId: draft.id, number: 9, email: 'head@example.sch.uk', schoolId: school.id }),
  ).rejects.toThrow('school_is_invited')
})

it.each([
  [1, 'before'],
  [1, 'after'],
  [2, 'before'],
  [2, 'after'],
] as const)('130 invitations are queued once each when batch %i is cut off %s it is done', async (nth, when) => {
  const { area, act } = inArea()
  const event = await ahead()
  const schools = await Promise.all(Array.from({ length: 130 }, () => aSchool({ laCode: area })))
  await db.batch(
    schools.map((school) => insert('SchoolContact', { schoolId: school.id, roleId: 'dsl', email: `dsl.${school.id}@example.sch.uk` })),
  )
  const draft = await aDraftTo(act, event)
  await press(act, draft)
  await expect(queueMailing(act({ db: dyingAt(db, nth, when, 'cut off') }), draft.id)).rejects.toThrow('cut off')
  expect(await tripsOf((on) => queueMailing(act({ db: on }), draft.id))).toBeLessThanOrEqual(11)
  expect((await sentTo(draft.id)).toSorted()).toEqual(schools.map(({ id }) => `dsl.${id}@example.sch.uk`).toSorted())
})

it('“It goes once more on the day that its author chose, to the schools that have neither booked nor stopped it.”', async () => {
  const { area, act } = inArea()
  const event = await ahead()
  const [books, stops, fails, silent, asks] = await Promise.all(Array.from({ length: 5 }, () => aSchool({ laCode: area })))
  if (!books || !stops || !fails || !silent || !asks) throw new Error('No schools')
  const address = (school: { id: string }, who = 'dsl') => `${who}.${school.id}@example.sch.uk`
  for (const school of [books, stops, fails, silent, asks]) {
    await aContact(school, { email: address(school) })
    await aContact(school, { email: address(school, 'head'), roleId: 'head' })
  }
  const id = await invited(act, event)
  expect(await setAgain(act(), await mailing(id), '2026-05-01T08:00:00.000Z')).toMatchObject({ ok: true })
  await aPlace(event, books)
  const texts = await textsOf(id)
  await followUnsubscribeLink(act(), await sha256(stopIn(texts.find(({ email }) => email === address(stops))?.text ?? '')), false)
  await run(`UPDATE Message SET deliveryStatus = 'bounced' WHERE sendingId = ?1 AND schoolId = ?2`, id, fails.id)
  await hasTrouble(address(fails))
  expect(await outcomes(id)).toEqual({
    ...{ [books.id]: 'booked', [stops.id]: 'stopped', [fails.id]: 'came_back' },
    ...{ [silent.id]: 'not_answered', [asks.id]: 'not_answered' },
  })
  expect(await inviteAgain(act({ now: new Date('2026-05-01T07:59:00.000Z') }))).toBe(false)
  const due = () => inviteAgain(act({ now: new Date('2026-05-01T08:00:00.000Z') }))
  expect((await Promise.all([due(), due()])).filter(Boolean)).toHaveLength(1)
  expect(await due()).toBe(false)
  const [again] = await rows<{ id: string }>('SELECT id FROM Sending WHERE againOfId = ?1', id)
  await queueMailing(act(), again?.id ?? '')
  expect((await sentTo(again?.id ?? '')).toSorted()).toEqual([address(silent), address(asks), address(fails, 'head')].toSorted())
  expect((await textsOf(again?.id ?? ''))[0]?.text).toMatch(/We invited .* on 2 March 2026, and no place is booked yet\./)
  // It has gone: the day is chosen no more.
  expect(await setAgain(act(), await mailing(id), '2026-06-01T08:00:00.000Z')).toEqual({ ok: false, reason: 'gone_before' })
})

it('an invitation goes once more to nobody after booking has closed, and its page says when it may', async () => {
  const { area, act } = inArea()
  const event = await ahead()
  const school = await aSchool({ laCode: area })
  await aContact(school, { email: `dsl.${school.id}@example.sch.uk` })
  const id = await invited(act, event)
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const say = async (day: string) => {
    await request(`/organiser/mailings/${id}/once-more`, { cookie, form: { day } })
    return (await rows<{ againAt: string | null }>('SELECT againAt FROM Sending WHERE id = ?1', id))[0]?.againAt
  }
  expect([await say('soon'), await say('2000-01-01'), await say('2099-06-13'), await say("2099-01-01'--")]).toEqual([
    null,
    null,
    null,
    null,
  ])
  expect(await say('2099-01-14')).toBe('2099-01-14T09:00:00.000Z')
  expect(await textOf(request(`/organiser/mailings/${id}`, { cookie }))).toContain('Once more, to schools that have not answered by then')
  expect(await say('')).toBe(null)
  await say('2099-01-14')
  await run(`UPDATE Event SET bookingClosedAt = ?2 WHERE id = ?1`, event.id, tick().toISOString())
  expect(await inviteAgain(act({ now: new Date('2099-01-14T09:00:00.000Z') }))).toBe(false)
  expect(
    await rows('SELECT againAt, (SELECT COUNT(*) FROM Sending o WHERE o.againOfId = s.id) AS n FROM Sending s WHERE id = ?1', id),
  ).toEqual([{ againAt: null, n: 0 }])
  expect(await leadsTo(request(`/organiser/mailings/${id}/once-more`, { cookie, form: { day: 'soon' } }))).toBe(`/organiser/mailings/${id}`)
})

it('“An invitation that waits does not leave once its event is called off, moved or closed, or its school has booked.”', async () => {
  const { area, act } = inArea()
  const event = await ahead()
  const [books, silent] = await Promise.all(Array.from({ length: 2 }, () => aSchool({ laCode: area })))
  if (!books || !silent) throw new Error('No schools')
  for (const school of [books, silent]) await aContact(school, { email: `dsl.${school.id}@example.sch.uk` })
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const queued = async () => {
    const draft = await aDraftTo(act, event)
    expect((await press(act, draft)).ok).toBe(true)
    await queueMailing(act(), draft.id)
    return draft.id
  }
  const whys = async (id: string) =>
    Object.fromEntries((await readNow(db, selectInvitedSchools(db, id))).map((one): [string, string] => [one.schoolId, sayOutcome(one)]))
  const first = await queued()
  await aPlace(event, books)
  await run(`UPDATE Session SET startsAt = '2099-06-13T08:30:00.000Z', endsAt = '2099-06-13T15:00:00.000Z' WHERE eventId = ?1`, event.id)
  await delivered()
  const late = 'Not sent: the event now begins at another time'
  expect(await whys(first)).toEqual({ [books.id]: late, [silent.id]: late })
  const page = await textOf(request(`/organiser/mailings/${first}`, { cookie }))
  for (const said of ['2 schools chosen', '0 reached', '0 booked after it', '2 not sent', late]) expect(page).toContain(said)
  // The same day again, with the day as it is now, to who has not booked.
  const second = await queued()
  expect((await textsOf(second)).map(({ email, text }) => [email, text.includes('Saturday 13 June 2099')])).toEqual([
    [`dsl.${silent.id}@example.sch.uk`, true],
  ])
  await aPlace(event, silent)
  await delivered()
  expect(await whys(second)).toEqual({ [silent.id]: 'Not sent: the school had booked' })
  expect((await rows(`SELECT 1 FROM Message WHERE eventId = ?1 AND state = 'sent'`, event.id)).length).toBe(0)
  // Nor is anybody told later that they were invited.
  expect(await setAgain(act(), await mailing(second), '2026-05-01T08:00:00.000Z')).toMatchObject({ ok: true })
  expect(await inviteAgain(act({ now: new Date('2026-05-01T08:00:00.000Z') }))).toBe(false)
})

it('“Where the record does not say whether one person runs a setting, the page says so before sending, and the organiser decides whether those that have not asked for news get it.”', async () => {
  const { area, act } = inArea()
  const event = await ahead()
  const nursery = await anOutside('nursery')
  const school = await aSchool({ laCode: area })
  await aContact(nursery, { email: `nursery.${nursery.id}@example.org` })
  await aContact(school, { email: `dsl.${school.id}@example.sch.uk` })
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const who = async (settings: 'yes' | 'asked' | '') => {
    const answer = await request(`/organiser/events/${event.code}/invite`, { cookie, form: { answer: 'all', settings } })
    const page = answer.headers.get('location') ?? ''
    const { chosen } = await prepareMailing(act(), await mailing(page.split('/')[3] ?? ''))
    const people = (n: number) => request(page.replace(/send$/, n > 0 ? `people?after=${n}` : 'people'), { cookie })
    const list = plain((await Promise.all([0, 50, 100].map(async (n) => (await people(n)).text()))).join(' '))
    const ofNursery = chosen.recipients.filter(({ schoolId }) => schoolId === nursery.id).map(({ why }) => why)
    // “The lists of an invitation say of each school and setting whether a body or one person
    // runs it, or that it is not known.”
    if (settings === 'yes') expect(list).toContain(`nursery ${nursery.id} Not known: a body or one person`)
    return [ofNursery, (await textOf(request(page, { cookie }))).includes('Our record does not say whether one person runs')]
  }
  expect([await who('yes'), await who('asked'), await who('')]).toEqual([
    [[null], true],
    [['no_consent'], false],
    [[], false],
  ])
  // Also of what has been started: whoever takes the consent back meanwhile gets none.
  await hasSaid(`nursery.${nursery.id}@example.org`, 1)
  const draft = await aDraftTo(act, event, { settings: 'asked' })
  await press(act, draft)
  await hasSaid(`nursery.${nursery.id}@example.org`, 0)
  await queueMailing(act(), draft.id)
  expect((await settledAs(draft.id)).find(({ email }) => email.startsWith('nursery.'))).toMatchObject({ why: 'unsubscribed' })
})

it('“Who stopped invitations is on the page of the school; the school sees it, and asks for those to its office again.”', async () => {
  const school = await aSchool({ name: 'Dilwyn School' })
  const [lead, office] = [`lead.${school.id}@example.sch.uk`, `office.${school.id}@example.sch.uk`]
  await aContact(school, { email: lead, name: 'Siân Pritchard' })
  await aContact(school, { email: office, roleId: 'business_manager' })
  for (const email of [lead, office]) await hasSaid(email, 0, 'unsubscribe_link', 'designated-lead')
  const [organiser, own, other] = [
    await anAccount({ roles: ['organiser'] }),
    await anAccount({ schoolIds: [school.id] }),
    await anAccount({ schoolIds: [(await aSchool()).id] }),
  ]
  const page = async (who: { cookie: string }, path = '/account/messages') => await textOf(request(path, { cookie: who.cookie }))
  expect(await page(organiser, `/organiser/schools/${school.id}`)).toMatch(
    /Who stopped invitations to training Email Topic Since lead.*Designated safeguarding lead training.*office.*Designated safeguarding lead training/,
  )
  const mine = await page(own)
  expect(mine).toContain(`${lead} stopped invitations on “Designated safeguarding lead training” on`)
  expect(mine).toContain('Only they can ask for them again, on this page or with the link in the invitation.')
  expect(mine).toContain(`Send them again : Designated safeguarding lead training, ${office}`)
  expect(await page(other)).not.toContain('stopped invitations')
  const again = async (who: { cookie: string }, email: string) =>
    (await request('/account/messages', { cookie: who.cookie, form: { topic: 'designated-lead', email } })).status
  expect([await again(other, office), await again(own, lead), await again(own, office), await again(own, office)]).toEqual([
    404, 404, 303, 404,
  ])
  expect(await rows('SELECT email, given FROM CurrentConsent WHERE email IN (?1, ?2) ORDER BY email', lead, office)).toEqual([
    { email: lead, given: 0 },
    { email: office, given: 1 },
  ])
})

/** Trusts of an area, each school with a lead, and what became of an invitation of each by name. */
const trustsIn = (area: string) => ({
  make: async (names: readonly string[], trustName: string) => {
    const trust = await aTrust(names, { laCode: area })
    await run('UPDATE School SET trustName = ?2 WHERE trustUid = ?1', trust.uid, trustName)
    for (const { id } of trust.schools) await aContact({ id }, { email: `dsl.${id}@example.sch.uk` })
    return trust
  },
  became: async (id: string) => (await readNow(db, selectInvitedTrusts(db, id))).map((one) => [one.name, one.emails, sayTrustOutcome(one)]),
})

it('“The trust of schools that are invited gets one mail too, at a confirmed address: it names those that have not booked, with the price and whose training is due at each, and leads to booking for all of them.”', async () => {
  const { area, act } = inArea()
  const { make, became } = trustsIn(area)
  const event = await ahead()
  const trust = await make(['Ash', 'Birch', 'Cedar'], 'Hedgerow Trust')
  const [ash, birch, cedar] = trust.schools
  if (!ash || !birch || !cedar) throw new Error('No schools')
  const [lone, both] = [await make(['Dock'], 'Ivy Trust'), await make(['Elm'], 'Oak Trust')]
  // Nobody is confirmed for the one; the other's address is that of its school.
  await run(`UPDATE TrustClaim SET state = 'ended' WHERE trustUid = ?1`, lone.uid)
  await run('UPDATE SchoolContact SET email = ?2 WHERE schoolId = ?1', both.schools[0]?.id, both.email)
  await aRole(await aPerson('Rhiannon Pugh'), ash)
  await followStandings(act())
  await aPlace(event, cedar)
  const draft = await aDraftTo(act, event)
  const prepared = await prepareMailing(act(), draft)
  const { cookie } = await anAccount({ roles: ['organiser'] })
  expect([prepared.chosen.counts.people, prepared.trusts.counts.people]).toEqual([4, 1])
  // “A trust that no mail reaches stands on the list to ring; one whose address gets the mail of
  // a school does not.”
  expect(trustsToRing(prepared.trusts).map(({ school, why }) => [school.name, why])).toEqual([['Ivy Trust', 'no_address']])
  const preview = await previewOf(act(), draft, prepared, 5)
  expect((await press(act, draft)).ok).toBe(true)
  await queueMailing(act(), draft.id)
  const texts = await textsOf(draft.id)
  // Nobody gets two.
  expect(texts.map(({ email }) => email).toSorted()).toEqual(
    [trust.email, both.email, ...[ash, birch, ...lone.schools].map(({ id }) => `dsl.${id}@example.sch.uk`)].toSorted(),
  )
  const mail = texts.find(({ email }) => email === trust.email)
  const stopless = (text = '') => text.replace(/\/unsubscribe\/[\w-]+|\/account\/messages/, '')
  expect([preview.of, stopless(preview.rendered.text), preview.to?.email]).toEqual([5, stopless(mail?.text), trust.email])
  expect(mail?.text).toContain('Hedgerow Trust (for 2 of its schools) is invited to “Lead training” on Friday 12 June 2099.')
  expect(mail?.text).toContain(
    '* Ash: Free of charge. Due by our record: Designated safeguarding lead: no training on our record\n* Birch: Free of charge\n\nBook places for your schools:\n',
  )
  for (const other of ['Cedar', 'Rhiannon', 'Dock']) expect(mail?.text).not.toContain(other)
  const at = `/trusts/${trust.uid}/events/${event.code}`
  expect(mail?.text).toContain(`http://localhost:8787${at}\n`)
  expect((await request(at, { cookie: trust.cookie })).status).toBe(200)
  expect(
    await rows(
      'SELECT schoolId, email, state, why FROM SendingRecipient WHERE sendingId = ?1 AND trustUid IS NOT NULL ORDER BY number',
      draft.id,
    ),
  ).toEqual([
    { schoolId: null, email: trust.email, state: 'queued', why: null },
    { schoolId: null, email: both.email, state: 'skipped', why: 'with_school' },
    { schoolId: null, email: '', state: 'skipped', why: 'no_address' },
  ])
  await delivered()
  expect(await became(draft.id)).toEqual([
    ['Hedgerow Trust', trust.email, 'Sent'],
    ['Ivy Trust', '', 'No confirmed address'],
    ['Oak Trust', both.email, 'Not sent: its address gets the invitation of a school'],
  ])
  await aPlace(event, birch)
  const page = await textOf(request(`/organiser/mailings/${draft.id}`, { cookie }))
  for (const said of ['4 schools chosen', '4 reached', '1 of 3 trusts reached beside them', `Hedgerow Trust ${trust.email} 2 1 Sent`])
    expect(page).toContain(said)
  expect(page).toContain('1 trust School or trust Telephone Why Ivy Trust Not known No confirmed address')
  const ring = (await (await request(`/organiser/mailings/${draft.id}/ring.csv`, { cookie })).text()).trim().split('\r\n')
  expect(ring.slice(1)).toEqual(['Ivy Trust,,,,,No confirmed address'])
  // Once a day, whoever invites further schools of it.
  const further = await aSchool({ laCode: area, name: 'Fern', trustUid: trust.uid, trustName: 'Hedgerow Trust' })
  await aContact(further, { email: `dsl.${further.id}@example.sch.uk` })
  const second = await prepareMailing(act(), await aDraftTo(act, event))
  expect([second.chosen.counts.people, second.trusts.counts.schools]).toEqual([1, 0])
})

it('“A trust stops invitations with a link of its own, and gets none whose schools have all booked by the time that it would leave; once more goes to trusts that were written to, with the schools that have not booked.”', async () => {
  const { area, act } = inArea()
  const { make, became } = trustsIn(area)
  const event = await ahead()
  const [stops, books, waits] = [
    await make(['Ash', 'Birch'], 'Ash Trust'),
    await make(['Cedar'], 'Cedar Trust'),
    await make(['Dock', 'Elm'], 'Dock Trust'),
  ]
  const draft = await aDraftTo(act, event)
  await press(act, draft)
  await queueMailing(act(), draft.id)
  await aPlace(event, books.schools[0] ?? { id: '' })
  await delivered()
  await endSendings(db, tick())
  const link = stopIn((await textsOf(draft.id)).find(({ email }) => email === stops.email)?.text ?? '')
  await followUnsubscribeLink(act(), await sha256(link), false)
  expect(await became(draft.id)).toEqual([
    ['Ash Trust', stops.email, 'Stopped these invitations'],
    ['Cedar Trust', books.email, 'Not sent: its schools had booked'],
    ['Dock Trust', waits.email, 'Sent'],
  ])
  await aPlace(event, waits.schools[0] ?? { id: '' })
  expect(await setAgain(act(), await mailing(draft.id), '2026-05-01T08:00:00.000Z')).toMatchObject({ ok: true })
  // A trust whose first address is confirmed meanwhile was not invited before.
  await make(['Fern'], 'Fern Trust')
  expect(await inviteAgain(act({ now: new Date('2026-05-01T08:00:00.000Z') }))).toBe(true)
  const [again] = await rows<{ id: string }>('SELECT id FROM Sending WHERE againOfId = ?1', draft.id)
  await queueMailing(act(), again?.id ?? '')
  const texts = await textsOf(again?.id ?? '')
  expect(texts.map(({ email }) => email).toSorted()).toEqual(
    [waits.email, ...[...stops.schools, waits.schools[1]].map((school) => `dsl.${school?.id}@example.sch.uk`)].toSorted(),
  )
  expect(texts.find(({ email }) => email === waits.email)?.text).toMatch(
    /We invited Dock Trust \(for Elm\) on 2 March 2026, and no place is booked yet\./,
  )
  // Whose claim ends before it is written gets none, and learns nothing of the schools.
  const other = await ahead()
  const late = await aDraftTo(act, other)
  await press(act, late)
  await run(`UPDATE TrustClaim SET state = 'ended' WHERE trustUid = ?1`, waits.uid)
  await queueMailing(act(), late.id)
  expect((await settledAs(late.id)).find(({ email }) => email === waits.email)).toMatchObject({ state: 'skipped', why: 'settled' })
})

it('figures are counted from the rows of the page, whatever became of each, and what somebody looks for comes first', () => {
  const one = (more: Partial<InvitedSchool>): InvitedSchool => ({
    ...{ schoolId: 's', trustUid: null, name: 'S', town: '', urn: null, telephone: '', individual: 'no', emails: 'a@example.org' },
    ...{ written: 1, went: 1, cameBack: 0, noConsent: 0, stopped: 0, booked: 0, notSent: null, ...more },
  })
  expect(
    [
      one({}),
      one({ went: 0 }),
      one({ went: 0, cameBack: 1 }),
      one({ written: 0, went: 0, emails: '' }),
      one({ written: 0, went: 0 }),
      one({ written: 0, went: 0, noConsent: 1 }),
      one({ stopped: 1 }),
      one({ stopped: 1, booked: 1 }),
      one({ went: 0, cameBack: 1, booked: 1 }),
      one({ went: 0, notSent: 'the event was called off', booked: 1 }),
      one({ went: 0, notSent: 'they want no such messages any more', stopped: 1 }),
    ].map(outcomeOf),
  ).toEqual([
    ...['not_answered', 'waiting', 'came_back', 'no_address', 'came_back', 'no_consent', 'stopped', 'booked', 'booked'],
    ...['not_sent', 'stopped'],
  ])
  const some = [one({}), one({ written: 0, went: 0, emails: '' }), one({ stopped: 1 }), one({ booked: 1 })]
  expect(byOutcome(some).map(outcomeOf)).toEqual(['booked', 'stopped', 'no_address', 'not_answered'])
})

it('after all of this the audit finds nobody written to twice, and no invitation that was stopped before', async () => {
  const { invariants } = await auditAll(db, new Date('2026-06-01T09:00:00.000Z'))
  const ours = invariants.filter(({ name }) =>
    ['mailing_to_each_once', 'promotion_was_wanted', 'invitation_was_not_stopped'].includes(name),
  )
  expect(ours.map(({ name, ok }) => [name, ok])).toEqual([
    ['mailing_to_each_once', true],
    ['promotion_was_wanted', true],
    ['invitation_was_not_stopped', true],
  ])
})
