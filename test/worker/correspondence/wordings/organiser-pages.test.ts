import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { catalogue, templateAt } from '#correspondence/wordings/catalogue.ts'
import { saveWording } from '#correspondence/wordings/save-wording.ts'
import { selectChanged, selectWordings } from '#correspondence/wordings/store.ts'
import { pathOf, type Template } from '#correspondence/wordings/wording.ts'
import { readOwnWords } from '#messages/outbox/store.ts'
import { anAccount, anAct, anEvent, aSchool, before, counting, db, htmlOf, leadsTo, request, rows, run } from '#test/support/factories.ts'

const at = (name: string): Template => templateAt(name) as Template
const anOrganiser = () => anAccount({ roles: ['organiser'] })

/** A form as the page has it: every field with the default, but for these. */
const formOf = (template: Template, words: Record<string, string>, more: Record<string, string> = {}): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(template.slots).map(([name, slot]) => [`words-${name}`, words[name] ?? slot.text])),
  seen: '0',
  action: 'save',
  ...more,
})

const page = async (path: string, cookie: string) => (await request(path, { cookie })).text()

it('lists every message under who reads it, finds by words, and says which are the council’s own', async () => {
  const { cookie, actor } = await anOrganiser()
  await saveWording(anAct({ actor }), {
    template: at('booking-moved'),
    typed: { heading: 'Dyddiad newydd i chi' },
    seen: 0,
  })
  const html = await page('/organiser/wordings', cookie)
  expect(catalogue.filter((template) => !html.includes(`href="/organiser/wordings/${pathOf(template)}"`))).toEqual([])
  expect(html.match(/Your own/g)).toHaveLength(1)
  const fixed = catalogue.filter((template) => Object.keys(template.slots).length === 0)
  expect(html.match(/Cannot be changed/g)).toHaveLength(fixed.length)
  const links = (text: string) => [...text.matchAll(/href="\/organiser\/wordings\/([a-z-]+)"/g)].map((found) => found[1])
  expect(links(await page('/organiser/wordings?q=DYDDIAD', cookie))).toEqual(['booking-moved'])
  const none = await page('/organiser/wordings?q=%3Cscript%3E', cookie)
  expect([links(none), none.includes('<script>alert'), none.includes('No message has “&lt;script&gt;”')]).toEqual([[], false, true])
})

// A saved wording holds for messages that are written from then on, and the log says who changed
// which words.
it('what is saved is what messages say from then on, and is logged without the words', async () => {
  const { cookie, accountId } = await anOrganiser()
  const template = at('booking-repriced')
  const saved = await request('/organiser/wordings/booking-repriced', {
    cookie,
    form: formOf(template, { heading: 'Mae’r pris wedi newid', opening: '{why}\r\n\r\nDiolch, {school}.' }),
  })
  expect([saved.status, saved.headers.get('location')]).toEqual([303, '/organiser/wordings/booking-repriced'])
  expect((await readOwnWords(db))['booking_repriced']).toEqual({
    heading: 'Mae’r pris wedi newid',
    opening: '{why}\n\nDiolch, {school}.',
  })
  expect(
    await rows(`SELECT kind, slot, text, changedById, supersededAt FROM Wording WHERE kind = 'booking_repriced' ORDER BY slot`),
  ).toEqual([
    { kind: 'booking_repriced', slot: 'heading', text: 'Mae’r pris wedi newid', changedById: accountId, supersededAt: null },
    { kind: 'booking_repriced', slot: 'opening', text: '{why}\n\nDiolch, {school}.', changedById: accountId, supersededAt: null },
  ])
  expect(
    await rows(`SELECT act, subjectId, after, accountId FROM Log WHERE subjectKind = 'wording' AND subjectId = 'booking_repriced'`),
  ).toEqual([{ act: 'wording.changed', subjectId: 'booking_repriced', after: '{"slots":["heading","opening"]}', accountId }])
})

it('an invitation goes out in the council’s own words with the same facts', async () => {
  const { actor } = await anOrganiser()
  const typed = { subject: '{day}: {title}', heading: 'Mae lle i chi' }
  const saved = await saveWording(anAct({ actor }), { template: at('invitation'), typed, seen: 0 })
  expect(saved).toEqual({ ok: true, value: ['subject', 'heading'] })
  const event = await anEvent({ title: 'Safeguarding {name}' })
  const school = await aSchool({ name: 'St Mary’s' })
  const booker = await anAccount({ schoolIds: [school.id] })
  const placed = await placeBooking(anAct({ actor: booker.actor }), {
    code: event.code,
    schoolId: school.id,
    formId: crypto.randomUUID(),
    delegates: [{ name: 'Bo Lee', email: 'bo@example.org', roleId: 'dsl', represents: [] }],
  })
  expect(placed.ok).toBe(true)
  const [mail] = await rows<{ subject: string; text: string }>(
    `SELECT b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'invitation'`,
    event.id,
  )
  expect(mail?.subject).toMatch(/^\w+ \d+ \w+ \d{4}: Safeguarding \{name\}$/)
  expect(mail?.text).toMatch(/^Mae lle i chi\n=+\n\nDear Bo Lee,/)
  expect(mail?.text).toContain('How we have your details: St Mary’s')
})

// Words with an unknown field or without one that must stay are not saved, and nothing that was
// typed is lost.
it('refuses words with an unknown field or without one that must stay, names them, and keeps what was typed', async () => {
  const { cookie } = await anOrganiser()
  const template = at('names-due')
  const refused = await request('/organiser/wordings/names-due', {
    cookie,
    form: formOf(template, { subject: 'Who comes on {date}?', due: 'Please hurry <b>now</b>', closing: 'x'.repeat(2001) }),
  })
  const html = await refused.text()
  expect(refused.status).toBe(422)
  expect(html).toContain('“Subject” holds {date}, which this message does not know')
  expect(html).toContain('“Before names are due” must hold {namesDueAt}')
  expect(html).toContain('“When a place is not needed” must be 2,000 characters or fewer')
  expect(html).toContain('href="#words-subject"')
  expect(html).toContain('value="Who comes on {date}?"')
  expect(html).toContain('Please hurry &lt;b&gt;now&lt;/b&gt;')
  expect(html).toContain('x'.repeat(2001))
  expect(await rows(`SELECT * FROM Wording WHERE kind = 'names_due'`)).toEqual([])
})

// What is typed can be seen before it is saved: as mail on a telephone and in a wide window, and as
// plain text.
it('previews what is typed and saves nothing; the frames may do nothing', async () => {
  const { cookie } = await anOrganiser()
  const shown = await request('/organiser/wordings/offer-ended', {
    cookie,
    form: formOf(at('offer-ended'), { beganHeading: 'Dim lle <img src=x>' }, { action: 'preview', sample: '5' }),
  })
  const html = await shown.text()
  expect(shown.status).toBe(200)
  expect(html).toContain('As it would go out: not saved yet')
  expect(html).toContain('Dim lle &lt;img src=x&gt;\n===')
  const frames = [...html.matchAll(/<iframe[^>]*>/g)].map(([tag]) => tag)
  expect(frames).toHaveLength(2)
  for (const frame of frames) {
    expect(frame).toContain('sandbox=""')
    expect(frame).toContain('default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;')
    expect(frame).toContain('Dim lle &amp;lt;img src=x&amp;gt;')
  }
  expect(shown.headers.get('content-security-policy')).toContain("style-src 'self' 'unsafe-inline'")
  expect(shown.headers.get('content-security-policy')).toContain("default-src 'self'")
  expect((await request('/organiser/wordings', { cookie })).headers.get('content-security-policy')).not.toContain('unsafe-inline')
  expect(await rows(`SELECT * FROM Wording WHERE kind = 'offer_ended'`)).toEqual([])
})

// A test goes to the address of the person who asks for it, marked as a test, and to nobody else.
it('sends a test of what is typed to the organiser alone', async () => {
  const { cookie, email, accountId } = await anOrganiser()
  const form = formOf(at('claim-decided'), { refused: 'Na, {who}, {school}.' }, { action: 'test', sample: '1' })
  const html = await htmlOf(request('/organiser/wordings/claim-decided', { cookie, form }), 200)
  expect(html).toContain(`A test is on its way to ${email}. What you typed is not saved yet.`)
  expect(html).toContain('Na, {who}, {school}.')
  const sent = await rows<{ text: string }>(
    `SELECT m.kind, m.state, m.recipient, b.email, b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.recipient = ?1`,
    accountId,
  )
  expect(sent).toEqual([
    {
      kind: 'wording_test',
      state: 'sent',
      recipient: accountId,
      email,
      subject: expect.stringMatching(/^\[Test\] About booking for Ysgol Gynradd/),
      text: expect.stringContaining('Na, Your council, Ysgol Gynradd'),
    },
  ])
  expect(await rows(`SELECT subjectId FROM Log WHERE act = 'wording.tested' AND accountId = ?1`, accountId)).toEqual([
    { subjectId: 'claim_decided' },
  ])
  const asSaved = await request('/organiser/wordings/claim-decided', { cookie, form: formOf(at('claim-decided'), {}, { action: 'test' }) })
  expect([asSaved.status, asSaved.headers.get('location')]).toEqual([303, '/organiser/wordings/claim-decided'])
})

// Of two organisers who change the same message the first is heard, and the other sees both and
// loses nothing.
it('does not let one organiser overwrite what another has just saved', async () => {
  const one = await anOrganiser()
  const other = await anAccount({ roles: ['organiser'], name: 'Tomos Hughes' })
  const path = '/organiser/wordings/booking-restored'
  const template = at('booking-restored')
  expect((await request(path, { cookie: other.cookie, form: formOf(template, { heading: 'First' }) })).status).toBe(303)
  const late = await request(path, { cookie: one.cookie, form: formOf(template, { heading: 'Second' }) })
  const html = await late.text()
  expect(late.status).toBe(409)
  expect(html).toContain('These words have changed since you opened this page')
  expect(html).toContain('value="Second"')
  expect(html).toContain('Tomos Hughes')
  expect(html).toContain('<input type="hidden" name="seen" value="1"')
  expect((await readOwnWords(db))['booking_restored']).toEqual({ heading: 'First' })
  expect((await request(path, { cookie: one.cookie, form: formOf(template, { heading: 'Second' }, { seen: '1' }) })).status).toBe(303)
  expect((await readOwnWords(db))['booking_restored']).toEqual({ heading: 'Second' })
})

it('of two saves at the same instant one stands', async () => {
  const { actor } = await anOrganiser()
  const template = at('delegates-changed')
  const act = anAct({ actor })
  const racing = before(1, () => saveWording(act, { template, typed: { heading: 'Quick' }, seen: 0 }))
  expect(await saveWording(anAct({ actor, db: racing }), { template, typed: { heading: 'Slow' }, seen: 0 })).toEqual({
    ok: false,
    reason: 'changed_meanwhile',
  })
  expect((await readNow(db, selectWordings(db, template.name))).own).toEqual({ heading: 'Quick' })
  expect(await rows(`SELECT act FROM Log WHERE subjectKind = 'wording' AND subjectId = 'delegates_changed'`)).toHaveLength(1)
})

// A form that is sent twice changes nothing the second time.
it('the same words again change nothing', async () => {
  const { actor } = await anOrganiser()
  const template = at('delegate-statement')
  const act = anAct({ actor })
  expect(await saveWording(act, { template, typed: { closing: 'As you like.' }, seen: 0 })).toEqual({ ok: true, value: ['closing'] })
  expect(await saveWording(act, { template, typed: { closing: 'As you like.' }, seen: 1 })).toEqual({ ok: true, value: [] })
  expect((await readNow(db, selectWordings(db, template.name))).changes).toHaveLength(1)
})

// The default can be put back, after a question, and what was said before stays in the list of
// changes.
it('puts back the default after a question, and keeps what was said', async () => {
  const { cookie, actor } = await anAccount({ roles: ['organiser'], name: 'Delyth Morgan' })
  const template = at('money-changed')
  const path = '/organiser/wordings/money-changed'
  await saveWording(anAct({ actor }), { template, typed: { heading: 'Eich bil' }, seen: 0 })
  const asked = await page(`${path}/default`, cookie)
  expect(asked).toContain('Put back the default of “New charge or credit”?')
  expect(asked).toContain('Eich bil')
  expect(await leadsTo(request(`${path}/default`, { cookie, form: { seen: '0' } }))).toBe(path)
  expect((await readOwnWords(db))['money_changed']).toEqual({ heading: 'Eich bil' })
  expect((await request(`${path}/default`, { cookie, form: { seen: '1' } })).status).toBe(303)
  expect((await readOwnWords(db))['money_changed']).toBeUndefined()
  const twice = await request(`${path}/default`, { cookie, form: { seen: '1' } })
  const said = { cookie: `${cookie}; ${twice.headers.getSetCookie().join('; ')}` }
  expect(await (await request(path, said)).text()).toContain('These words have changed since you opened this page')
  const shown = await page(path, cookie)
  expect(shown).toContain('The default again')
  expect(shown).toContain('Eich bil')
  expect(shown).toContain('Delyth Morgan')
  expect((await readNow(db, selectChanged(db))).has('money_changed')).toBe(false)
  expect(await rows(`SELECT act FROM Log WHERE subjectKind = 'wording' AND subjectId = 'money_changed' ORDER BY id`)).toEqual([
    { act: 'wording.changed' },
    { act: 'wording.restored' },
  ])
})

it('a message that keeps accounts safe is shown, and cannot be changed by any address or verb', async () => {
  const { cookie, actor } = await anOrganiser()
  const shown = await page('/organiser/wordings/sign-in-code', cookie)
  expect(shown).toContain('They cannot be changed.')
  expect(shown).not.toContain('<form method="post" action="/organiser')
  expect((await request('/organiser/wordings/sign-in-code', { cookie, form: { action: 'save', seen: '0' } })).status).toBe(404)
  expect((await request('/organiser/wordings/sign-in-code/default', { cookie })).status).toBe(404)
  expect((await request('/organiser/wordings/no-such-thing', { cookie })).status).toBe(404)
  expect(await saveWording(anAct({ actor }), { template: at('sign-in-code'), typed: { heading: 'x' }, seen: 0 })).toEqual({
    ok: false,
    reason: 'not_editable',
  })
  expect(await saveWording(anAct({ actor }), { template: at('card-refund'), typed: { subject: 'No title' }, seen: 0 })).toEqual({
    ok: false,
    reason: 'wrong_words',
  })
})

// Words that were once saved can be superseded and never edited or deleted.
it('the database keeps every wording as it was', async () => {
  const { actor } = await anOrganiser()
  await saveWording(anAct({ actor }), { template: at('card-received'), typed: { heading: 'Diolch' }, seen: 0 })
  await expect(run(`UPDATE Wording SET text = 'x' WHERE kind = 'card_received'`)).rejects.toThrow('wording_stands')
  await expect(run(`DELETE FROM Wording WHERE kind = 'card_received'`)).rejects.toThrow('wording_stands')
})

it('takes as many round trips with one changed message as with many', async () => {
  const { actor } = await anOrganiser()
  const trips = async () => {
    const { db: counted, trips: count } = counting()
    await Promise.all([readNow(counted, selectChanged(counted)), readNow(counted, selectWordings(counted, 'invoice_sent'))])
    return count()
  }
  const first = await trips()
  for (const name of ['invoice-sent', 'invoice-reminder', 'card-hold-ended'])
    await saveWording(anAct({ actor }), { template: at(name), typed: { closing: 'Diolch yn fawr.' }, seen: 0 })
  await saveWording(anAct({ actor }), { template: at('invoice-sent'), typed: { closing: 'Diolch.' }, seen: 1 })
  expect([first, await trips()]).toEqual([2, 2])
})
