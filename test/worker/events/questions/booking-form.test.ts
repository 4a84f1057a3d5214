// docs/rules/questions.md: what a school is asked when it books.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import type { QuestionFacts } from '#events/questions/question.ts'
import { insertQuestion } from '#events/questions/store.ts'
import { anAccount, anAct, anEvent, aSchool, htmlOf, request, rows, run, tick } from '#test/support/factories.ts'
import { unescaped } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z', placesPerSchool: 4 }

const aWorld = async () => {
  const event = await anEvent(inTime)
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const ask = async (more: Partial<QuestionFacts>): Promise<string> => {
    const id = newId(tick())
    const facts: QuestionFacts = { ...{ scope: 'booking', kind: 'text', label: 'Q', hint: '', settings: {}, required: true }, ...more }
    await insertQuestion(anAct(), id, event.id, facts).run()
    return id
  }
  const once = await ask({ label: 'Cost centre?' })
  const each = await ask({ label: 'Which day?', scope: 'place', kind: 'choice', settings: { options: ['Mon', 'Dydd Mawrth'] } })
  const some = await ask({ label: 'Topics?', scope: 'place', kind: 'choices', settings: { options: ['A', 'B', 'C'] }, required: false })
  const people = (...names: string[]): [string, string][] => [
    ['school', school.id],
    ['formId', crypto.randomUUID()],
    ['rows', String(names.length)],
    ...names.flatMap((name, index): [string, string][] =>
      name
        ? [
            [`name-${index + 1}`, name],
            [`email-${index + 1}`, `${name.split(' ').at(-1) === 'Rees' ? 'tomos' : 'sian'}@example.sch.uk`],
            [`role-${index + 1}`, 'dsl'],
          ]
        : [],
    ),
  ]
  const check = (form: [string, string][], cookie = contact.cookie) =>
    request(`/events/${event.code}/book`, { cookie, form: [...form, ['action', 'check']] })
  const book = (form: [string, string][], cookie = contact.cookie) => request(`/events/${event.code}/bookings`, { cookie, form })
  const stored = () =>
    rows(
      `SELECT a.questionId, a.value, n.name, a.answeredById FROM Answer a LEFT JOIN Place p ON p.id = a.placeId LEFT JOIN Person n ON n.id = p.personId
       JOIN Booking b ON b.id = a.bookingId WHERE b.eventId = ?1 AND a.supersededAt IS NULL ORDER BY a.id`,
      event.id,
    )
  return { event, school, contact, once, each, some, people, check, book, stored }
}

/** The hidden fields of the form that a page would send to `action`. */
const carried = (page: string, action: string): [string, string][] => {
  const form = page.split('<form').find((part) => part.includes(`action="${action}"`)) ?? ''
  return [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    unescaped(value),
  ])
}

// “A question is asked once for the booking or for each person coming.”
it('the form asks once for the booking and for each person; a question that must be answered is asked again, and what was typed is kept', async () => {
  const { event, school, contact, once, each, people, check } = await aWorld()
  const form = await (await request(`/events/${event.code}/book?school=${school.id}`, { cookie: contact.cookie })).text()
  expect(form).toContain(`name="q-${once}"`)
  expect(form).toContain(`name="q-${each}-1"`)
  expect(form).toContain(`name="q-${each}-2"`)
  expect(form).toContain('Topics? (optional)')
  const answer = await check([...people('Siân Ŵyn', 'Tomos Rees'), [`q-${each}-2`, 'Dydd Mawrth']])
  const page = await answer.text()
  expect(answer.status).toBe(422)
  expect(page).toContain('Answer “Cost centre?”')
  expect(page).toContain('Answer “Which day?” for person 1')
  expect(page).not.toContain('Answer “Which day?” for person 2')
  expect(page).toMatch(new RegExp(`name="q-${each}-2"[^>]*value="Dydd Mawrth"[^>]*checked`))
  expect(page).toContain('value="Siân Ŵyn"')
})

// “A school is asked on the booking form, and sees the answers once more before it books.”
it('the answers are shown before booking, go through the check page and are stored with the booking, whatever rows were left empty', async () => {
  const { event, contact, once, each, some, people, check, book, stored } = await aWorld()
  const checked = await check([
    ...people('Siân Ŵyn', '', 'Tomos Rees'),
    [`q-${once}`, '<4711> & "co"'],
    [`q-${each}-1`, 'Mon'],
    [`q-${each}-3`, 'Dydd Mawrth'],
    [`q-${some}-3`, 'C'],
    [`q-${some}-3`, 'A'],
    [`q-${crypto.randomUUID()}`, 'of no event'],
  ])
  const page = await checked.text()
  expect(checked.status).toBe(200)
  expect(page).toContain('Cost centre?')
  expect(page).toContain('A; C')
  const form = carried(page, `/events/${event.code}/bookings`)
  expect((await book(form)).status).toBe(303)
  expect(await stored()).toEqual([
    { questionId: once, value: '<4711> & "co"', name: null, answeredById: contact.accountId },
    { questionId: each, value: 'Mon', name: 'Siân Ŵyn', answeredById: contact.accountId },
    { questionId: each, value: 'Dydd Mawrth', name: 'Tomos Rees', answeredById: contact.accountId },
    { questionId: some, value: 'A\nC', name: 'Tomos Rees', answeredById: contact.accountId },
  ])
  const [entry] = await rows<{ after: string }>(`SELECT after FROM Log WHERE act = 'booking.placed' AND eventId = ?1`, event.id)
  expect(entry?.after).not.toMatch(/4711|Mawrth/)
})

it('nobody books past the form without the answers that must be given: nothing is booked', async () => {
  const { event, each, people, book, stored } = await aWorld()
  const page = await htmlOf(book([...people('Siân Ŵyn'), [`q-${each}-1`, 'Friday, which is not offered']]), 422)
  expect(page).toContain('Answer “Cost centre?”')
  expect(page).toContain('“Which day?”: Choose one of the answers')
  expect(await stored()).toEqual([])
  expect(await rows('SELECT id FROM Booking WHERE eventId = ?1', event.id)).toEqual([])
})

it('an organiser who books for a school may leave out what must be answered', async () => {
  const { people, book, stored } = await aWorld()
  const organiser = await anAccount({ roles: ['organiser'] })
  expect(
    (
      await book(
        [...people('Siân Ŵyn'), ['who', 'new'], ['contactName', 'Jo Price'], ['contactTelephone', '01632 960100']],
        organiser.cookie,
      )
    ).status,
  ).toBe(303)
  expect(await stored()).toEqual([])
})

it('what is asked about each person is not asked about a place that is named later', async () => {
  const { once, people, check } = await aWorld()
  expect((await check([...people(''), [`q-${once}`, 'x'], ['places', '2'], ['naming', 'later']])).status).toBe(200)
})

/** A booking made through the form, its reference and its place ids. */
const aBooked = async () => {
  const world = await aWorld()
  const { once, each, people, book, event } = world
  const made = await book([...people('Siân Ŵyn'), [`q-${once}`, 'Coffi'], [`q-${each}-1`, 'Mon'], ['places', '2'], ['naming', 'later']])
  if (made.status !== 303) throw new Error(`not booked: ${made.status}`)
  const path = made.headers.get('location') ?? ''
  const places = (await rows<{ id: string }>('SELECT id FROM Place WHERE eventId = ?1 ORDER BY rowid', event.id)).map(({ id }) => id)
  return { ...world, path, places }
}

// “Answers may be changed until the event begins, by the school, an organiser, and the delegate where it is asked about them.” “The school reads its own answers on the page of the booking.”
it('answers stand on the page of the booking and may be changed until the event begins, by whoever acts for the school and by an organiser', async () => {
  const { contact, once, each, some, path, places, stored, event } = await aBooked()
  const page = await (await request(path, { cookie: contact.cookie })).text()
  expect(page).toContain('Coffi')
  expect(page).toContain('Mon')
  const form = await (await request(`${path}/answers`, { cookie: contact.cookie })).text()
  expect(form).toMatch(new RegExp(`name="q-${each}-1"[^>]*value="Mon"[^>]*checked`))
  expect(form).not.toContain(`q-${each}-2`)
  const place = places[0] ?? ''
  const sent = (cookie: string, ...fields: [string, string][]) =>
    request(`${path}/answers`, { cookie, form: [['place', place], ...fields] })
  expect((await sent(contact.cookie, [`q-${each}-1`, 'Mon'])).status).toBe(422)
  expect((await sent(contact.cookie, [`q-${once}`, 'Te'], [`q-${each}-1`, 'Mon'], [`q-${some}-1`, 'B'])).status).toBe(303)
  const organiser = await anAccount({ roles: ['organiser'] })
  expect((await sent(organiser.cookie, [`q-${once}`, 'Te'], [`q-${each}-1`, 'Dydd Mawrth'])).status).toBe(303)
  const value = (question: string, rows: Record<string, unknown>[]) => rows.find((row) => row['questionId'] === question)
  const now = await stored()
  expect([value(once, now)?.['value'], value(each, now)?.['value'], value(some, now)]).toEqual(['Te', 'Dydd Mawrth', undefined])
  const stranger = await anAccount({ schoolIds: [(await aSchool()).id] })
  expect([
    (await request(`${path}/answers`, { cookie: stranger.cookie })).status,
    (await sent(stranger.cookie, [`q-${once}`, 'x'])).status,
  ]).toEqual([404, 404])
  await run(`UPDATE Session SET startsAt = '2026-11-23T09:00:00.000Z' WHERE eventId = ?1`, event.id)
  expect((await sent(contact.cookie, [`q-${once}`, 'late'], [`q-${each}-1`, 'Mon'])).status).toBe(409)
  expect(await (await request(`${path}/answers`, { cookie: contact.cookie })).text()).toContain('The event has begun')
})

it('answers sent for somebody who is no longer on the booking are not given to whoever comes instead', async () => {
  const { contact, once, each, path, places, stored } = await aBooked()
  const before = await stored()
  const stale = await request(`${path}/answers`, {
    cookie: contact.cookie,
    form: [
      ['place', crypto.randomUUID()],
      [`q-${once}`, 'x'],
      [`q-${each}-1`, 'Dydd Mawrth'],
    ],
  })
  expect(stale.status).toBe(409)
  expect(await stored()).toEqual(before)
  expect(places).toHaveLength(2)
})

it('answers about somebody who was swapped while the form lay open are not given to whoever comes in their place', async () => {
  const { contact, once, each, path, stored } = await aBooked()
  const page = await (await request(`${path}/answers`, { cookie: contact.cookie })).text()
  const open = [...page.matchAll(/name="(place|person)" value="([^"]+)"/g)].map(([, name = '', value = '']): [string, string] => [
    name,
    value,
  ])
  const placeId = open.find(([name]) => name === 'place')?.[1]
  await add('Person', { id: 'swapped-in', name: 'Ben Instead', email: 'ben.instead@example.sch.uk', createdAt: new Date().toISOString() })
  await run(`UPDATE Place SET personId = 'swapped-in', namedAt = ?2 WHERE id = ?1`, placeId, new Date().toISOString())
  const before = await stored()
  const stale = await request(`${path}/answers`, {
    cookie: contact.cookie,
    form: [...open, [`q-${once}`, 'x'], [`q-${each}-1`, 'Dydd Mawrth']],
  })
  expect(stale.status).toBe(409)
  expect(await stored()).toEqual(before)
})

// “Somebody named later is asked then, and may answer on their own page: a missing answer never keeps a school from naming anybody.”
it('whoever is named later is asked about then, and may leave it to be answered on their own page', async () => {
  const { contact, each, path, places, stored } = await aBooked()
  const second = places[1] ?? ''
  const form = await (await request(`${path}/names`, { cookie: contact.cookie })).text()
  expect(form).toContain(`name="q-${each}-1"`)
  const name = (more: [string, string][]) =>
    request(`${path}/names`, {
      cookie: contact.cookie,
      form: [
        ['place', second],
        ['was', ''],
        ['rows', '1'],
        ['name-1', 'Eirlys Pugh'],
        ['email-1', 'eirlys@example.sch.uk'],
        ['role-1', 'dsl'],
        ['action', 'save'],
        ...more,
      ],
    })
  expect((await name([[`q-${each}-1`, 'Friday']])).status).toBe(422)
  expect((await name([[`q-${each}-1`, 'Dydd Mawrth']])).status).toBe(303)
  expect((await stored()).filter((row) => row['questionId'] === each).map(({ value, name: who }) => [who, value])).toEqual([
    ['Siân Ŵyn', 'Mon'],
    ['Eirlys Pugh', 'Dydd Mawrth'],
  ])
})

it('sending someone else ends the answers of the one who goes and takes those of the one who comes', async () => {
  const { contact, each, path, places, stored, event } = await aBooked()
  const [place] = places
  const [was] = await rows<{ personId: string }>('SELECT personId FROM Place WHERE id = ?1', place)
  const swap = (action: string) =>
    request(`${path}/places/${place}/name`, {
      cookie: contact.cookie,
      form: [
        ...([
          ['place', place ?? ''],
          ['was', was?.personId ?? ''],
          ['rows', '1'],
          ['name-1', 'Tomos Rees'],
          ['email-1', 'tomos@example.sch.uk'],
        ] as [string, string][]),
        ['role-1', 'dsl'],
        [`q-${each}-1`, 'Dydd Mawrth'],
        ['action', action],
      ],
    })
  const check = await swap('save')
  expect(await check.text()).toContain(`name="q-${each}-1" value="Dydd Mawrth"`)
  expect((await swap('swap')).status).toBe(303)
  expect((await stored()).filter((row) => row['questionId'] === each).map(({ value, name: who }) => [who, value])).toEqual([
    ['Tomos Rees', 'Dydd Mawrth'],
  ])
  expect(
    await rows(
      `SELECT COUNT(*) AS n FROM Answer a JOIN Booking b ON b.id = a.bookingId WHERE b.eventId = ?1 AND a.questionId = ?2`,
      event.id,
      each,
    ),
  ).toEqual([{ n: 2 }])
})

it('a delegate answers what is asked about them on their own page, where nobody of the school is named as having answered', async () => {
  const { each, some, stored, event } = await aBooked()
  const [mail] = await rows<{ text: string }>(
    `SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'invitation'`,
    event.id,
  )
  const link = mail?.text.match(/\/place\/[\w-]{43}/)?.[0] ?? ''
  expect(await (await request(`${link}/answers`)).text()).toMatch(new RegExp(`name="q-${each}-1"[^>]*value="Mon"[^>]*checked`))
  expect((await request(`${link}/answers`, { form: { [`q-${each}-1`]: 'Nonsense' } })).status).toBe(422)
  expect((await request(`${link}/answers`, { form: { [`q-${each}-1`]: 'Dydd Mawrth', [`q-${some}-1`]: ['A', 'B'] } })).status).toBe(303)
  expect((await stored()).filter((row) => row['name'] === 'Siân Ŵyn')).toMatchObject([
    { questionId: each, value: 'Dydd Mawrth', answeredById: null },
    { questionId: some, value: 'A\nB', answeredById: null },
  ])
})
