// A teacher asks their school for a place; somebody who books for the school answers.
import { expect, it } from 'vitest'
import { mailAsked } from '#booking/requests/mail-asked.ts'
import { settleRequests } from '#booking/requests/settle-requests.ts'
import { aBrowser, chooseSchool, codeFor, look, mailsTo, manySchools } from '#test/support/browsing.ts'
import { anAccount, anAct, anEvent, aSchool, request, rows, run } from '#test/support/factories.ts'
import type { HtmlClient } from '#test/support/html-client.ts'
import { add } from '#test/support/rows.ts'
import { aTrust } from '../../front/trusts/world.ts'

await manySchools()

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
let number = 0

/** A school with two contacts, an event, and somebody whom the school does not know. */
const aStory = async (event = {}) => {
  number += 1
  const name = `Asking Primary ${String.fromCharCode(64 + number)}`
  const school = await aSchool({ name })
  const contacts = [
    await anAccount({ schoolIds: [school.id], name: 'Olive Office' }),
    await anAccount({ schoolIds: [school.id], name: 'Huw Head' }),
  ] as const
  return { name, school, contacts, event: await anEvent({ ...inTime, ...event }), email: `teacher@${school.urn}.example` }
}
type Story = Awaited<ReturnType<typeof aStory>>

/** Asks for themselves, from the page of the event, with an address that nobody knows. */
const asks = async ({ name, event, email }: Story, problems: string[] = []): Promise<HtmlClient> => {
  const page = aBrowser()
  await page.goto(`/events/${event.code}`)
  await page.follow('Ask my school')
  page.fill('Email address', email)
  await page.press(/code/i)
  page.fill('6-digit code', await codeFor(email))
  await page.press('Sign in')
  problems.push(...(await look(page, 'ask-my-school')))
  page.fill('Your name', 'Tegan Teacher')
  await chooseSchool(page, 'Your school', name)
  page.check('I do')
  page.choose('Your role', 'Designated safeguarding lead')
  await page.press('Ask my school')
  return page
}

const stateAt = async ({ event }: Story) =>
  (await rows<{ state: string; reason: string | null }>('SELECT state, reason FROM BookingRequest WHERE eventId = ?1', event.id))[0]
const placesAt = ({ event }: Story) =>
  rows(`SELECT n.name FROM Place p JOIN Person n ON n.id = p.personId WHERE p.eventId = ?1 AND p.state = 'confirmed'`, event.id)
/** The addresses in the newest mail to a contact. */
const linksIn = async (email: string, says: RegExp): Promise<string[]> =>
  [...((await mailsTo(email)).at(-1)?.text ?? '').matchAll(/https?:\/\/[^/\s]+(\/\S+)/g)]
    .map(([, path = '']) => path)
    .filter((path) => says.test(path))

it('asks a school, which takes no place and tells nothing of the school, and mails each contact once', async () => {
  const story = await aStory()
  const problems: string[] = []
  const page = await asks(story, problems)
  expect(page.path).toMatch(/^\/requests\//)
  expect(page.text).toContain('Waiting for your school’s answer')
  expect([page.text.includes('Olive Office'), await placesAt(story), await stateAt(story)]).toEqual([
    false,
    [],
    { state: 'waiting', reason: null },
  ])
  for (const { email } of story.contacts)
    expect((await mailsTo(email)).map(({ subject }) => subject)).toEqual([
      `Places for ${story.name}, Leominster (URN ${story.school.urn}): your answer is needed`,
    ])
  const other = await anAccount({ name: 'Another Asker' })
  await request(`/events/${story.event.code}/ask`, {
    cookie: other.cookie,
    form: { schoolId: story.school.id, who: 'me', roleId: 'dsl', id: crypto.randomUUID() },
  })
  expect(await rows('SELECT COUNT(*) AS n FROM BookingRequest WHERE eventId = ?1', story.event.id)).toEqual([{ n: 2 }])
  expect((await mailsTo(story.contacts[0].email)).length).toBe(1)
  const own = aBrowser(story.contacts[0])
  await own.goto(`/school/${story.school.id}`)
  await own.follow(/^Answer 2 people who ask/)
  problems.push(...(await look(own, 'school-asked')))
  expect([own.text.includes('Tegan Teacher'), own.text.includes('Another Asker'), problems]).toEqual([true, true, []])
})

it('begins with the school at which the asker was last known, so that their role is all that is asked', async () => {
  const { school, event } = await aStory()
  const { personId, ...teacher } = await anAccount({ name: 'Tegan Teacher' })
  for (const [at, learnedAt] of [
    [await aSchool(), '2025-01-01T00:00:00.000Z'],
    [school, '2026-01-01T00:00:00.000Z'],
  ] as const)
    await add('RoleAtSchool', { personId, schoolId: at.id, roleId: 'dsl', source: 'person', learnedAt })
  const page = aBrowser(teacher)
  await page.goto(`/events/${event.code}/ask`)
  page.choose('Your role', 'Designated safeguarding lead')
  await page.press('Ask my school')
  expect(await rows('SELECT schoolId, places FROM BookingRequest WHERE eventId = ?1', event.id)).toEqual([
    { schoolId: school.id, places: 1 },
  ])
})

it('is answered “not this time” by the link of the mail, once: opening it changes nothing, and a second answer does neither', async () => {
  const story = await aStory()
  const asker = await asks(story)
  const [link = ''] = await linksIn(story.contacts[0].email, /^\/asked\//)
  // On a browser on which somebody else is signed in.
  const page = aBrowser(await anAccount({ roles: ['officer'] }))
  await page.goto(link)
  expect([await look(page, 'asked-by-link'), await stateAt(story)]).toEqual([[], { state: 'waiting', reason: null }])
  await page.press(/^Not this time/)
  expect(await stateAt(story)).toEqual({ state: 'refused', reason: 'not_this_time' })
  expect(
    await rows(
      "SELECT accountId, personId, after ->> 'byLink' AS byLink FROM Log WHERE act = 'request.refused' AND eventId = ?1",
      story.event.id,
    ),
  ).toEqual([{ accountId: story.contacts[0].accountId, personId: null, byLink: 1 }])
  expect(page.text).toContain('Nobody waits for your answer here.')
  const [second = ''] = await linksIn(story.contacts[1].email, /^\/asked\//)
  await page.goto(second)
  expect(page.text).toContain('Nobody waits for your answer here.')
  const told = (await mailsTo(story.email)).filter(({ text }) => text.includes('not this time'))
  expect(told.length).toBe(1)
  await asker.reload()
  expect(asker.text).toContain('The answer was: not this time.')
})

it('is booked by a contact from the mail with one press; two contacts who book at once make one booking', async () => {
  const story = await aStory()
  await asks(story)
  const pages = await Promise.all(
    story.contacts.map(async (contact) => {
      const page = aBrowser()
      const [book = ''] = await linksIn(contact.email, /^\/asked\//)
      await page.goto(book)
      return page
    }),
  )
  await Promise.all(pages.map((page) => page.press('Book Tegan Teacher, free of charge')))
  expect(await placesAt(story)).toEqual([{ name: 'Tegan Teacher' }])
  expect(await stateAt(story)).toEqual({ state: 'booked', reason: null })
  expect(pages.map(({ presses, paths }) => [presses, paths.length])).toEqual([
    [1, 2],
    [1, 2],
  ])
  for (const { text } of pages) expect(text).toContain('Nobody waits for your answer here.')
  expect(await rows('SELECT COUNT(*) AS n FROM Booking WHERE eventId = ?1', story.event.id)).toEqual([{ n: 1 }])
  expect(await rows('SELECT * FROM RequestToTell')).toEqual([])
  const heard = (await mailsTo(story.email)).filter(({ subject }) => !/code/i.test(subject))
  expect(heard.length).toBe(1)
})

it('takes a teacher eight presses on six pages, sign-in and search for the school among them, and the office one press on its mail’s page', async () => {
  const story = await aStory()
  const teacher = await asks(story)
  expect([teacher.presses, teacher.paths.length]).toEqual([8, 6])
  const office = aBrowser()
  const [link = ''] = await linksIn(story.contacts[0].email, /^\/asked\//)
  await office.goto(link)
  await office.press('Book Tegan Teacher, free of charge')
  const [heard = ''] = (await mailsTo(story.email)).map(({ subject }) => subject).filter((subject) => !/code/i.test(subject))
  await teacher.reload()
  expect([teacher.text.includes('Booked'), heard]).toEqual([true, expect.stringContaining('Safeguarding conference')])
  expect([office.presses, office.paths]).toEqual([1, [link, link]])
})

it('books nothing once the asker has withdrawn', async () => {
  const story = await aStory()
  const asker = await asks(story)
  const page = aBrowser(story.contacts[0])
  const book = `/school/${story.school.id}/asked`
  await page.goto(book)
  await asker.follow('Withdraw this request')
  await asker.press('Withdraw the request')
  await page.press(/^Book|^Continue/).catch(() => undefined)
  expect([await placesAt(story), (await stateAt(story))?.state]).toEqual([[], 'withdrawn'])
  await page.goto(book)
  expect([page.path, page.text.includes('Nobody waits for your answer here.')]).toEqual([`/school/${story.school.id}/asked`, true])
})

it('is nothing to somebody of another school, nor to whoever no longer books for this one', async () => {
  const story = await aStory()
  await asks(story)
  const [link = ''] = await linksIn(story.contacts[0].email, /^\/asked\//)
  const book = `/school/${story.school.id}/asked`
  const stranger = await anAccount({ schoolIds: [(await aSchool()).id] })
  const { id = '' } = (await rows<{ id: string }>('SELECT id FROM BookingRequest WHERE eventId = ?1', story.event.id))[0] ?? {}
  expect((await request(book, { cookie: stranger.cookie })).status).toBe(404)
  await request(`/school/${story.school.id}/asked`, { cookie: stranger.cookie, form: { request: id } })
  await run(`UPDATE Claim SET state = 'ended', decidedAt = requestedAt WHERE accountId = ?1`, story.contacts[0].accountId)
  await request(link, { form: { request: id } })
  expect(await stateAt(story)).toEqual({ state: 'waiting', reason: null })
})

it.each([
  ['booking closes without an answer', `UPDATE Event SET bookingClosedAt = '2020-01-01T00:00:00.000Z' WHERE id = ?1`, 'nobody_answered'],
  [
    'the event begins without an answer',
    `UPDATE Session SET startsAt = '2020-01-01T09:00:00.000Z', endsAt = '2020-01-01T10:00:00.000Z' WHERE eventId = ?1`,
    'nobody_answered',
  ],
  [
    'the event is called off',
    `UPDATE Event SET state = 'cancelled', cancelledAt = '2026-01-01T00:00:00.000Z' WHERE id = ?1`,
    'event_cancelled',
  ],
])('ends when %s, and the asker is told once', async (_, sql, reason) => {
  const story = await aStory()
  await asks(story)
  await run(sql, story.event.id)
  await settleRequests(anAct({ now: new Date(), origin: 'schedule' }))
  expect(await stateAt(story)).toEqual({ state: 'refused', reason })
  expect(await rows(`SELECT kind FROM Message WHERE kind = 'request_settled' AND eventId = ?1`, story.event.id)).toEqual([
    { kind: 'request_settled' },
  ])
})

it('asks the contacts of its trust for a school without contacts of its own, and only those', async () => {
  const { uid, schools, email: ofTrust } = await aTrust(['Trusting Primary', 'Trusted Primary'])
  const [school, other] = schools
  if (!school || !other) throw new Error('No schools')
  const contact = await anAccount({ schoolIds: [other.id] })
  const event = await anEvent(inTime)
  const ask = async (schoolId: string) => {
    const form = { schoolId, who: 'me', roleId: 'dsl', id: crypto.randomUUID() }
    return (await request(`/events/${event.code}/ask`, { cookie: (await anAccount()).cookie, form })).headers.get('location')
  }
  expect([await ask(school.id), await ask(other.id)]).toEqual([
    expect.stringMatching(/^\/requests\//),
    expect.stringMatching(/^\/requests\//),
  ])
  const subjects = async (to: string) => (await mailsTo(to)).map(({ subject }) => subject.replace(/,.*/, ''))
  expect([await subjects(ofTrust), await subjects(contact.email)]).toEqual([
    ['Places for Trusting Primary'],
    ['Places for Trusted Primary'],
  ])
  const [link = ''] = await linksIn(ofTrust, /^\/asked\//)
  const states = () => rows('SELECT state FROM BookingRequest WHERE eventId = ?1 ORDER BY requestedAt, id', event.id)
  const page = aBrowser()
  await run(`UPDATE School SET trustUid = 'T0' WHERE id = ?1`, school.id)
  await page.goto(link)
  expect(page.text).toContain('Nobody waits for your answer here.')
  expect(await ask(school.id)).toBe(`/events/${event.code}/book?invited=${school.id}`)
  await run('UPDATE School SET trustUid = ?2 WHERE id = ?1', school.id, uid)
  await page.goto(link)
  await page.press(/^Not this time/)
  expect(await states()).toEqual([{ state: 'refused' }, { state: 'waiting' }])
})

it('writes to a trust once a day about all its schools, and its link answers for each, but for one that left the trust', async () => {
  const { uid, schools, accountId } = await aTrust(['Alder Primary', 'Beech Primary', 'Cherry Primary'])
  const event = await anEvent(inTime)
  const ask = async (schoolId: string, name: string) => {
    const form = { schoolId, who: 'me', roleId: 'dsl', id: crypto.randomUUID() }
    await request(`/events/${event.code}/ask`, { cookie: (await anAccount({ name })).cookie, form })
  }
  for (const [n, { id }] of schools.entries()) await ask(id, ['Una Usher', 'Vic Verger', 'Wyn Warden'][n] ?? '')
  const mails = () =>
    rows<{ schoolId: string | null; subject: string; text: string }>(
      `SELECT m.schoolId, b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'school_asked' AND m.recipient = ?1 ORDER BY m.id`,
      accountId,
    )
  const [alder, beech, cherry] = schools.map(({ name, urn }) => `${name}, Leominster (URN ${urn})`)
  const subjects = async () => (await mails()).map(({ schoolId, subject }) => [schoolId, subject.replace(/:.*/, '')])
  expect(await subjects()).toEqual([[schools[0]?.id, `Places for ${alder}`]])
  const tomorrow = anAct({ now: new Date(Date.now() + 86_400_000), origin: 'schedule' })
  for (let run = 0; run < 2; run += 1) await mailAsked(tomorrow)
  expect(await subjects()).toEqual([
    [schools[0]?.id, `Places for ${alder}`],
    [null, 'Places for 2 of your schools'],
  ])
  const { text } = (await mails())[1] ?? { text: '' }
  expect(text.match(/^(School|Who): .*/gm)).toEqual([
    `School: ${beech}`,
    'Who: Vic Verger (Designated safeguarding lead)',
    `School: ${cherry}`,
    'Who: Wyn Warden (Designated safeguarding lead)',
  ])
  const [link = ''] = /\/asked\/[\w-]{20,}/.exec(text) ?? []
  await run(`UPDATE School SET trustUid = 'T0' WHERE id = ?1`, schools[1]?.id)
  const page = aBrowser()
  await page.goto(link)
  expect([page.text.includes('Vic Verger'), page.text.includes('Wyn Warden')]).toEqual([false, true])
  await page.press(/^Not this time/)
  expect(await rows('SELECT schoolId, state FROM BookingRequest WHERE eventId = ?1 ORDER BY requestedAt, id', event.id)).toEqual([
    { schoolId: schools[0]?.id, state: 'waiting' },
    { schoolId: schools[1]?.id, state: 'waiting' },
    { schoolId: schools[2]?.id, state: 'refused' },
  ])
  await run('UPDATE School SET trustUid = ?2 WHERE id = ?1', schools[1]?.id, uid)
})

it('leads whoever asks a school without contacts to the form that the council confirms', async () => {
  const school = await aSchool()
  const event = await anEvent(inTime)
  const { cookie } = await anAccount()
  const form = { schoolId: school.id, who: 'me', roleId: 'dsl', id: crypto.randomUUID() }
  const answer = await request(`/events/${event.code}/ask`, { cookie, form })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `/events/${event.code}/book?invited=${school.id}`])
})
