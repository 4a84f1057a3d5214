// The organiser's pages of a mailing, from the choice of people to what became of each.

import { expect, it } from 'vitest'
import { queueMailing } from '#correspondence/mailings/send-mailings.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { anAccount, anAct, anEvent, aSchool, bindings, htmlOf, request, rows, run, tripsOf } from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { aPlace } from '#test/worker/attendance/coverage/world.ts'
import { aContact, aDraft, mailing, sentTo, start, toSchools, underWay } from './world.ts'

const organiser = () => anAccount({ roles: ['organiser'] })
const field = (html: string, name: string): string => html.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? ''
const idIn = (answer: Response): string => (answer.headers.get('location') ?? '').split('/')[3] ?? ''

const anEventWithPeople = async (n: number) => {
  const event = await anEvent({
    title: 'Online safety',
    placesPerSchool: null,
    capacity: 200,
    startsAt: '2099-06-12T08:30:00.000Z',
    endsAt: '2099-06-12T15:00:00.000Z',
  })
  for (let at = 0; at < n; at += 1) await aPlace(event, await aSchool())
  return event
}

it('a message to those coming is chosen, written, looked at, tested, counted and sent', async () => {
  const event = await anEventWithPeople(3)
  const { cookie, email } = await organiser()
  const at = async (path: string) => (await request(path, { cookie })).text()
  expect(await at('/organiser/mailings/new')).toContain('People of one event')
  const form = await at(`/organiser/mailings/new?of=event&event=${event.code}&who=delegates`)
  expect(form).toMatch(/value="delegates" checked/)
  const begun = await request('/organiser/mailings/new', { cookie, form: { of: 'event', event: event.code, who: 'delegates' } })
  expect(begun.status).toBe(303)
  const id = idIn(begun)
  const page = `/organiser/mailings/${id}`
  expect(plain(await at(page))).toContain('3 people of 3 schools, of 3 schools chosen')
  const words = await at(`${page}/words`)
  expect(words).toMatch(/value="service" checked/)
  const saved = await request(`${page}/words`, {
    cookie,
    form: {
      seen: field(words, 'seen'),
      nature: 'service',
      subject: 'Parking at {title}',
      text: 'Dear {name},\r\n\r\nthe car park is full.',
    },
  })
  expect([saved.status, saved.headers.get('location')]).toEqual([303, page])
  const preview = plain(await at(`${page}/preview`))
  expect(preview).toContain('Subject Parking at Online safety')
  expect(preview).toContain('Dear Rhiannon Pugh,')
  expect(preview).toContain('You get this because of Online safety: you have a place, booked one or came.')
  await request(`${page}/test`, { cookie, form: {} })
  expect(
    await rows(`SELECT m.kind, m.sendingId, b.subject FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE b.email = ?1`, email),
  ).toEqual([{ kind: 'wording_test', sendingId: null, subject: 'Test: Parking at Online safety' }])
  const confirm = await at(`${page}/send`)
  expect(plain(confirm)).toContain('Send to 3 people')
  const press = () => request(`${page}/send`, { cookie, form: { mark: field(confirm, 'mark') } })
  const presses = await Promise.all([press(), press(), press()])
  expect(presses.map((answer) => [answer.status, answer.headers.get('location')])).toEqual(Array(3).fill([303, page]))
  // What follows a form queues it at once.
  expect(await sentTo(id)).toHaveLength(3)
  await deliverDue(bindings, new Date())
  const sent = plain(await at(page))
  // The job that notes its end has not run: nothing is left all the same, and there is nothing to
  // pause.
  expect(await rows('SELECT state FROM Sending WHERE id = ?1', id)).toEqual([{ state: 'sending' }])
  expect(['Going out', 'Pause', 'Stop for good'].filter((words) => sent.includes(words))).toEqual([])
  expect(sent).toContain('3 recipients of 3 schools')
  expect(sent).toContain('Everybody with a place and a name: Online safety')
  expect(sent).toContain('the car park is full.')
  expect(sent).toContain('Parking at Online safety')
  expect(plain(await at('/organiser/mailings'))).toContain('Parking at Online safety')
  expect((await request(`/organiser/sendings/${id}`, { cookie })).status).toBe(200)
  // Its other pages lead to this one now.
  for (const path of ['whom', 'words', 'people', 'preview', 'send', 'ring.csv'])
    expect((await request(`${page}/${path}`, { cookie })).headers.get('location')).toBe(page)
})

it('a form that was sent, and is sent again for other people, says that its message is there, and then begins another', async () => {
  const event = await anEventWithPeople(1)
  const { cookie } = await organiser()
  const id = crypto.randomUUID()
  const begin = (form: Record<string, string>) => request('/organiser/mailings/new', { cookie, form: { id, ...form } })
  const people = { of: 'event', event: event.code, who: 'delegates' }
  expect(idIn(await begin(people))).toBe(id)
  expect(idIn(await begin(people))).toBe(id)
  const other = await begin({ ...people, who: 'contacts' })
  const page = await other.text()
  expect(other.status).toBe(409)
  expect(plain(page)).toContain('This form was saved before: the message that it began is in the list of messages.')
  expect(page).toMatch(/value="contacts" checked/)
  const second = idIn(await begin({ ...people, who: 'contacts', id: field(page, 'id') }))
  expect([(await mailing(id)).audience, (await mailing(second)).audience]).toEqual([
    { of: 'event', event: event.code, who: 'delegates' },
    { of: 'event', event: event.code, who: 'contacts' },
  ])
  // An invitation begun by the same form is another one too.
  expect((await begin({ of: 'schools', answer: 'all', about: event.code, invite: 'yes' })).status).toBe(409)
})

it('“A field that does not exist is refused before anything is saved.”', async () => {
  const draft = await aDraft(toSchools())
  const { cookie } = await organiser()
  const words = await (await request(`/organiser/mailings/${draft.id}/words`, { cookie })).text()
  const write = (form: Record<string, string>) =>
    request(`/organiser/mailings/${draft.id}/words`, {
      cookie,
      form: { seen: field(words, 'seen'), nature: 'statutory', basis: 'A law', subject: 'A', text: 'B', ...form },
    })
  for (const [form, problem] of [
    [{ text: 'Dear {first name}' }, 'There is no field {first name}.'],
    [{ subject: '{Name}' }, 'There is no field {Name}.'],
    [{ text: 'On {day}' }, '{day} needs an event that the message is about'],
    [{ subject: '' }, 'Write a subject'],
    [{ subject: 'x'.repeat(151) }, 'The subject must be 150 characters or fewer'],
    [{ text: 'x'.repeat(5001) }, 'The message must be 5,000 characters or fewer'],
    [{ nature: 'service' }, 'A service message is only for people of an event'],
    // “A statutory notice says which law, or what of the safeguarding partners, it rests on, and
    // does not go without.”
    [{ basis: ' ' }, 'Say which law, or what the safeguarding partners ask'],
    [{ basis: 'x'.repeat(301) }, 'What it rests on must be 300 characters or fewer'],
    [{ nature: 'training' }, 'An invitation needs the event that it is to'],
  ] as [Record<string, string>, string][]) {
    const page = await textOf(write(form), 422)
    expect(page).toContain('There is a problem')
    expect(page).toContain(problem)
  }
  expect(await mailing(draft.id)).toEqual(draft)
})

it('“Of two organisers who change a draft at once, the second is shown what the first saved, and loses nothing of what they typed.”', async () => {
  const draft = await aDraft(toSchools())
  const [one, two] = [await organiser(), await organiser()]
  const words = await (await request(`/organiser/mailings/${draft.id}/words`, { cookie: one.cookie })).text()
  const write = (cookie: string, seen: string, text: string) =>
    request(`/organiser/mailings/${draft.id}/words`, {
      cookie,
      form: { seen, nature: 'statutory', basis: 'A law', subject: 'New procedures', text },
    })
  expect((await write(one.cookie, field(words, 'seen'), 'By the first')).status).toBe(303)
  const shown = await htmlOf(write(two.cookie, field(words, 'seen'), 'By the second'), 409)
  expect(plain(shown)).toContain('This draft has changed since you opened this page')
  expect([shown.includes('By the first'), shown.includes('By the second')]).toEqual([true, true])
  expect((await mailing(draft.id)).body).toBe('By the first')
  expect((await write(two.cookie, field(shown, 'seen'), 'By the second')).status).toBe(303)
  // Both at the very same moment: one is saved.
  const now = await (await request(`/organiser/mailings/${draft.id}/words`, { cookie: one.cookie })).text()
  const both = await Promise.all([write(one.cookie, field(now, 'seen'), 'A'), write(two.cookie, field(now, 'seen'), 'B')])
  expect(both.map((answer) => answer.status).toSorted()).toEqual([303, 409])
  // The choice of people is guarded the same way.
  const whom = await (await request(`/organiser/mailings/${draft.id}/whom`, { cookie: one.cookie })).text()
  expect(
    (
      await request(`/organiser/mailings/${draft.id}/whom`, {
        cookie: one.cookie,
        form: { of: 'schools', answer: 'never', seen: field(whom, 'seen') },
      })
    ).status,
  ).toBe(303)
  expect(
    (
      await request(`/organiser/mailings/${draft.id}/whom`, {
        cookie: two.cookie,
        form: { of: 'schools', answer: 'all', seen: field(whom, 'seen') },
      })
    ).status,
  ).toBe(409)
  expect((await mailing(draft.id)).audience).toMatchObject({ of: 'schools', answer: 'never' })
})

it('“Nothing that is typed becomes markup or a header.”', async () => {
  const event = await anEventWithPeople(1)
  const draft = await aDraft({ of: 'event', event: event.code, who: 'delegates' }, { nature: 'service', eventId: event.id })
  const { cookie } = await organiser()
  const words = await (await request(`/organiser/mailings/${draft.id}/words`, { cookie })).text()
  const subject = 'Hi\r\nBcc: all@example.org\u0001 \u202E<script>alert(1)</script> 🎉 שלום'
  const start5000 = '<script>alert(1)</script>\u0007 مرحبا 👩🏽‍🏫 https://example.org/a?b=1&c="x" {name}\r\n\r\n'
  const text = start5000 + 'x'.repeat(4_900)
  const saved = await request(`/organiser/mailings/${draft.id}/words`, {
    cookie,
    form: { seen: field(words, 'seen'), nature: 'service', subject, text },
  })
  expect(saved.status).toBe(303)
  expect((await mailing(draft.id)).subject).toBe('Hi Bcc: all@example.org <script>alert(1)</script> 🎉 שלום')
  for (const path of ['', '/words', '/preview', '/send', '/people'])
    expect(await (await request(`/organiser/mailings/${draft.id}${path}`, { cookie })).text()).not.toContain('<script>alert')
  await start(await mailing(draft.id))
  await queueMailing(anAct(), draft.id)
  const [body] = await rows<{ subject: string; html: string; text: string }>(
    'SELECT b.subject, b.html, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.sendingId = ?1',
    draft.id,
  )
  expect(body?.subject).toBe('Hi Bcc: all@example.org <script>alert(1)</script> 🎉 שלום')
  expect(body?.html).not.toContain('<script')
  expect(body?.html).toContain('href="https://example.org/a?b=1&amp;c="')
  expect(body?.text).toContain('مرحبا 👩🏽‍🏫')
  expect(/[^\P{Cc}\n]/u.test(body?.text ?? '')).toBe(false)
  expect(await (await request(`/organiser/mailings/${draft.id}`, { cookie })).text()).not.toContain('<script>alert')
})

it('whoever is not reached can be rung from a list, also as a file', async () => {
  const { cookie } = await organiser()
  const event = await anEvent({ placesPerSchool: null })
  const school = await aSchool({ name: '=Wye Primary' })
  const placeId = await aPlace(event, school)
  await run(`UPDATE Person SET email = NULL, telephone = '07700 900123' WHERE id = (SELECT personId FROM Place WHERE id = ?1)`, placeId)
  const draft = await aDraft({ of: 'event', event: event.code, who: 'delegates' }, { nature: 'service', eventId: event.id })
  const page = await textOf(request(`/organiser/mailings/${draft.id}/people`, { cookie }))
  expect(page).toContain('1 without any address')
  expect(page).toContain('07700 900123')
  const file = await request(`/organiser/mailings/${draft.id}/ring.csv`, { cookie })
  expect(await file.text()).toBe(
    `\uFEFFSchool,Town,URN,Name,Telephone,Why\r\n'=Wye Primary,Leominster,${school.urn},Rhiannon Pugh,07700 900123,No address\r\n`.replace(
      '\uFEFF',
      '',
    ),
  )
  const confirm = await (await request(`/organiser/mailings/${draft.id}/send`, { cookie })).text()
  expect(plain(confirm)).toContain('Nobody would get this message')
  expect(confirm).not.toContain('>Send to')
  const pressed = await request(`/organiser/mailings/${draft.id}/send`, { cookie, form: { mark: '' } })
  expect(pressed.status).toBe(422)
  for (const html of [confirm, await pressed.text()])
    expect([html.match(/class="govuk-error-summary"/g)?.length, html.includes('<title>Error: Check before sending')]).toEqual([1, true])
})

it('a mailing under way is paused, taken up, stopped after a question, and copied; a draft is discarded', async () => {
  const id = await underWay(120)
  const { cookie } = await organiser()
  const post = (path: string, form: Record<string, string> = { x: '' }) => request(`/organiser/mailings/${path}`, { cookie, form })
  expect((await post(`${id}/pause`)).status).toBe(303)
  expect([(await mailing(id)).state, await sentTo(id)]).toEqual(['paused', []])
  expect(await textOf(request(`/organiser/mailings/${id}`, { cookie }))).toContain('Go on')
  const question = await textOf(request(`/organiser/mailings/${id}/stop`, { cookie }))
  expect(question).toContain('120 mails have not gone yet and never will.')
  expect((await post(`${id}/stop`)).status).toBe(303)
  expect([(await mailing(id)).state, await sentTo(id)]).toEqual(['stopped', []])
  expect(await textOf(request(`/organiser/mailings/${id}?after=100`, { cookie }))).toContain('Not sent: the mailing was stopped before')
  expect((await request(`/organiser/mailings/${id}/stop`, { cookie })).status).toBe(303)
  const copy = idIn(await post(`${id}/again`))
  const copied = await mailing(copy)
  expect([copied.state, copied.subject, copied.audience]).toEqual(['draft', 'New procedures', (await mailing(id)).audience])
  const page = await (await request(`/organiser/mailings/${copy}`, { cookie })).text()
  expect((await post(`${copy}/discard`, { seen: 'stale' })).headers.get('location')).toBe(`/organiser/mailings/${copy}`)
  expect((await post(`${copy}/discard`, { seen: field(page, 'seen') })).headers.get('location')).toBe('/organiser/mailings')
  expect((await request(`/organiser/mailings/${copy}`, { cookie })).status).toBe(404)
})

it('an event, the list of its bookings and the coverage report lead to writing to their people', async () => {
  const event = await anEventWithPeople(1)
  const { cookie } = await organiser()
  expect(await (await request(`/organiser/events/${event.code}/messages`, { cookie })).text()).toContain(
    `/organiser/mailings/new?of=event&amp;event=${event.code}`,
  )
  const school = await aSchool()
  await aContact(school, { email: `x.${school.urn}@example.sch.uk` })
  const list = await (await request('/coverage/schools?answer=did-not&by=kind&category=primary', { cookie })).text()
  const link = (list.match(/href="(\/organiser\/mailings\/new\?[^"]+)"/)?.[1] ?? '').replaceAll('&amp;', '&')
  const form = await (await request(link, { cookie })).text()
  expect(form).toMatch(/value="did-not" checked/)
  expect(form).toMatch(/<option value="primary" selected/)
  const reader = await anAccount({ roles: ['reader'] })
  expect(await (await request('/coverage/schools?answer=did-not', { cookie: reader.cookie })).text()).not.toContain('/organiser/mailings')
})

it('the page of a school shows what was written to it, to those who may see people', async () => {
  const { cookie } = await organiser()
  const school = await aSchool()
  await aContact(school, { email: `lead.${school.urn}@example.sch.uk` })
  const draft = await aDraft(toSchools({ answer: 'all' }), { subject: 'Come and join us' }, anAct({ laCodes: ['884'] }))
  await start(draft, anAct({ laCodes: ['884'] }))
  for (let n = 0; n < 3; n += 1) await queueMailing(anAct(), draft.id)
  await run(`UPDATE Message SET state = 'sent', providerId = 'x', sentAt = createdAt WHERE sendingId = ?1`, draft.id)
  const page = await textOf(request(`/organiser/schools/${school.id}`, { cookie }))
  expect(page).toContain('Mailings to it (1)')
  expect(page).toContain('Come and join us')
  const reader = await anAccount({ roles: ['reader'] })
  expect(await textOf(request(`/organiser/schools/${school.id}`, { cookie: reader.cookie }))).not.toContain('Come and join us')
})

it('lists take the same number of round trips however long they are', async () => {
  const { cookie } = await organiser()
  const trips = async (path: string): Promise<number> =>
    tripsOf(async (on) => {
      expect((await request(path, { cookie, bindings: { DB: on } })).status).toBe(200)
    })
  const [few, many] = [await underWay(1), await underWay(120)]
  expect(await trips(`/organiser/mailings/${many}`)).toBe(await trips(`/organiser/mailings/${few}`))
  const one = await trips('/organiser/mailings')
  for (let n = 0; n < 5; n += 1) await aDraft(toSchools())
  expect(await trips('/organiser/mailings')).toBe(one)
})
