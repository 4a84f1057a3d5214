// The link of a weekly letter, which books one place for somebody whose training is due.

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { bookByLink } from '#attendance/links/book-by-link.ts'
import { findBookingLink } from '#attendance/links/find-link.ts'
import { newToken, sha256 } from '#base/id.ts'
import { sendDigests } from '#front/digest/send-digests.ts'
import { noApprover } from '#test/support/claims.ts'
import { anAccount, anAct, before, db, request, rows, run, tick, tripsOf, withoutGuards } from '#test/support/factories.ts'
import { aPriceList, setPrice, setRoute, someStripe } from '#test/support/money.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aDelegate } from '#test/support/school-facts.ts'
import { aPerson } from '../coverage/world.ts'
import { aRole, leadTraining } from '../requirements/world.ts'
import { aDueLead, aLetter, bookingsOf, client, letterTo, monday, pathsIn, quiet } from './world.ts'

const press = (path: string) => request(path, { form: {} })
const said = async (path: string) => textOf(await request(path))

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(monday.getTime() + 3_600_000) })
  await quiet()
})
afterEach(() => void vi.useRealTimers())

// “It begins with whose training is due and can be booked now, at most five people, the soonest
// first; a link books each without signing in.”
it('the office books its lead from the weekly letter with one press on one page, and gets the confirmation', async () => {
  const { school, office, personId, letter, path } = await aLetter()
  expect(letter).toContain('Book Sunita Rao for 21 April 2026, £95')
  expect(letter.indexOf('Book Sunita Rao')).toBeLessThan(letter.indexOf('Training: '))
  const reader = client()
  await reader.goto(path)
  for (const words of ['Book Sunita Rao for 21 April 2026', 'Lead training', 'Ashgrove Primary', 'Three Counties Hotel', '£95'])
    expect(reader.text).toContain(words)
  await reader.press('Book Sunita Rao for £95')
  expect([reader.presses, reader.paths.length]).toEqual([1, 2])
  const [booking, ...more] = await bookingsOf(personId)
  expect([booking, more]).toEqual([{ reference: booking?.reference, accountId: office.accountId, state: 'confirmed', pence: 9500 }, []])
  expect(reader.text).toContain(`Sunita Rao: booking ${booking?.reference}`)
  expect(
    await rows(
      `SELECT m.kind, b.toAddress LIKE '%' || ?2 || '%' AS toOffice FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'booking_confirmed' AND m.schoolId = ?1`,
      school.id,
      office.email,
    ),
  ).toEqual([{ kind: 'booking_confirmed', toOffice: 1 }])
})

it('a link books an event with workshops, says that they are chosen afterwards, and leaves that to do', async () => {
  const at = (hour: string, block = '') => ({ startsAt: `2026-04-21T${hour}:00:00.000Z`, endsAt: `2026-04-21T${hour}:45:00.000Z`, block })
  const { school, office, event, personId, path } = await aLetter({ event: { sessions: [at('09'), at('11', 'Morning')] } })
  expect(await said(path)).toContain('You choose workshops after booking.')
  await run(`UPDATE Event SET choicesCloseAt = '2026-03-09T08:00:00.000Z' WHERE id = ?1`, event.id)
  expect(await said(path)).not.toContain('You choose workshops')
  await run(`UPDATE Event SET choicesCloseAt = '2026-04-01T15:00:00.000Z' WHERE id = ?1`, event.id)
  const due = await textOf(await request(`/school/${school.id}/due`, { cookie: office.cookie }))
  expect(due).toContain('Lead training: You choose workshops after booking, by Wednesday 1 April 2026, 4pm.')
  const reader = client()
  await reader.goto(path)
  await reader.press('Book Sunita Rao for £95')
  const [booking] = await bookingsOf(personId)
  expect(booking?.state).toBe('confirmed')
  expect(await textOf(await request(`/school/${school.id}`, { cookie: office.cookie }))).toContain(
    'Choose workshops at “Lead training” for 1 place',
  )
})

it('a course of two days is offered with both, as in the letter', async () => {
  const on = (day: string) => ({ startsAt: `2026-04-${day}T09:00:00.000Z`, endsAt: `2026-04-${day}T15:00:00.000Z` })
  const { letter, path } = await aLetter({ event: { sessions: [on('21'), on('28')] } })
  for (const words of [letter, await said(path)]) expect(words).toContain('Book Sunita Rao for 21 and 28 April 2026')
})

it('the office books two who are due from its letter with one press and two pages each', async () => {
  const { school, office, event } = await aDueLead()
  await aRole(await aPerson('Raj Patel'), school)
  await sendDigests(anAct({ now: monday, origin: 'schedule' }))
  const reader = client()
  for (const path of pathsIn(await letterTo(office.email))) {
    await reader.goto(path)
    const who = reader.text.includes('Book Raj Patel') ? 'Raj Patel' : 'Sunita Rao'
    await reader.press(`Book ${who} for £95`)
  }
  expect([reader.presses, reader.paths.length]).toEqual([2, 4])
  expect(
    await rows(
      `SELECT n.name FROM Place p JOIN Person n ON n.id = p.personId WHERE p.eventId = ?1 AND p.state = 'confirmed' ORDER BY n.name`,
      event.id,
    ),
  ).toEqual([{ name: 'Raj Patel' }, { name: 'Sunita Rao' }])
})

it('where the school pays by card the place is held, and the page of the link says until when and where to pay', async () => {
  const { school, personId, path } = await aLetter()
  await setRoute(school.id, 'card')
  const now = new Date()
  expect(await bookByLink(anAct({ now, stripe: someStripe }), path.split('/').at(-1) ?? '')).toEqual({ ok: true, value: true })
  const [booking] = await bookingsOf(personId)
  expect(booking?.state).toBe('held')
  const html = await (await request(path)).text()
  expect([html.includes('The place is held until'), html.includes(`/bookings/${booking?.reference}/pay`)]).toEqual([true, true])
  expect((await press(path)).status).toBe(303)
  expect(await bookingsOf(personId)).toHaveLength(1)
})

/** A link of another letter for the same person and training. */
const anotherLink = async ({ path, eventId }: { path: string; eventId: string }): Promise<string> => {
  const token = newToken()
  await run(
    `INSERT INTO BookingLink (tokenHash, formId, accountId, schoolId, personId, roleId, requirementId, eventId, startsAt, pence, basis, sentAt, endsAt)
     SELECT ?2, ?2, accountId, schoolId, personId, roleId, requirementId, ?3, (SELECT MIN(startsAt) FROM Session WHERE eventId = ?3), 0, NULL, sentAt, endsAt
     FROM BookingLink WHERE tokenHash = ?1`,
    await sha256(path.split('/').at(-1) ?? ''),
    await sha256(token),
    eventId,
  )
  return `/book-link/${token}`
}

type World = Awaited<ReturnType<typeof aLetter>>
const ended: [string, string, (world: World) => Promise<unknown>][] = [
  [
    'the school has all its places',
    'No place is free for your school',
    async ({ event, school }) => {
      await setPrice(event.id, null)
      await aDelegate(event, school.id, { name: 'First One' })
      await aDelegate(event, school.id, { name: 'Second One' })
    },
  ],
  [
    'she left the role',
    'This training is not due any more',
    ({ personId }) => run(`UPDATE RoleAtSchool SET supersededAt = ?2 WHERE personId = ?1`, personId, tick().toISOString()),
  ],
]
it.each(ended)('the link books nothing once %s, and the page says so', async (_, sentence, change) => {
  const world = await aLetter()
  await change(world)
  const taken = (await bookingsOf(world.personId)).length
  expect(await said(world.path)).toContain(sentence)
  const refused = await press(world.path)
  expect([refused.status, (await textOf(refused, 409)).includes(sentence)]).toEqual([409, true])
  expect(await bookingsOf(world.personId)).toHaveLength(taken)
})

it('a place that has become cheaper is booked at its price', async () => {
  const { event, personId, path } = await aLetter()
  await setPrice(event.id, (await aPriceList({ basisPoints: 0, defaultPence: 8000 })).id)
  expect(await said(path)).toContain('£80 (our email said £95)')
  await press(path)
  expect((await bookingsOf(personId)).map(({ pence }) => pence)).toEqual([8000])
})

it('two letters offer her two dates: the second press is refused, also in the same moment', async () => {
  const { personId, path } = await aLetter()
  const other = await leadTraining('2026-04-28')
  const second = await anotherLink({ path, eventId: other.id })
  const both = await Promise.all([press(path), press(second)])
  expect(both.map(({ status }) => status).toSorted()).toEqual([303, 409])
  expect(await bookingsOf(personId)).toHaveLength(1)
})

it.each([
  ['it is refused', db, 1],
  ['control: without guards she is booked twice', withoutGuards, 2],
])('another link books her between reading and writing: %s', async (_, on, expected) => {
  const { personId, path } = await aLetter()
  const second = await anotherLink({ path, eventId: (await leadTraining('2026-04-28')).id })
  const token = (address: string) => address.split('/').at(-1) ?? ''
  await bookByLink(anAct({ db: before(5, () => press(second), on), now: new Date() }), token(path))
  expect(await bookingsOf(personId)).toHaveLength(expected)
})

it('her page is read in two round trips', async () => {
  const { path } = await aLetter()
  expect(await tripsOf((on) => findBookingLink(anAct({ db: on, now: new Date() }), path.split('/').at(-1) ?? ''))).toBe(2)
})

it('the letter to somebody who may not book says who is due, with no link that books and none to the page that does', async () => {
  const { school, office, event } = await aDueLead()
  const viewer = await anAccount({ viewedSchoolIds: [school.id], name: 'Vera Viewer' })
  await run('UPDATE Claim SET approver = 1 WHERE accountId = ?1', viewer.accountId)
  await sendDigests(anAct({ now: monday, origin: 'schedule' }))
  const said = async (email: string) => {
    const letter = await letterTo(email)
    return [letter.includes('Sunita Rao'), pathsIn(letter).length, /\/due\b|\/book\b/.test(letter)]
  }
  expect([await said(viewer.email), await said(office.email)]).toEqual([
    [true, 0, false],
    [true, 1, true],
  ])
  expect(await rows('SELECT accountId FROM BookingLink WHERE eventId = ?1', event.id)).toEqual([{ accountId: office.accountId }])
})

it('a letter names at most five people, the soonest first', async () => {
  const { school, office, personId } = await aDueLead()
  for (const name of ['Ada One', 'Ben Two', 'Cai Three', 'Dee Four', 'Eve Five']) await aRole(await aPerson(name), school)
  await sendDigests(anAct({ now: monday, origin: 'schedule' }))
  const letter = await letterTo(office.email)
  expect([...letter.matchAll(/Book (.+?) for 21 April 2026/g)].map(([, who]) => who)).toEqual([
    ...['Ada One', 'Ben Two', 'Cai Three', 'Dee Four', 'Eve Five'],
  ])
  expect(pathsIn(letter)).toHaveLength(5)
  expect(await rows('SELECT COUNT(*) AS n FROM BookingLink WHERE personId = ?1', personId)).toEqual([{ n: 0 }])
})

it('somebody who is not due is not named, nor anybody in a letter to somebody who does not hear of training', async () => {
  const { school, personId, event } = await aDueLead()
  await aDelegate(await leadTraining('2026-05-05', { title: 'Another day' }), school.id, { name: 'Not Due' })
  const clerk = await anAccount({ schoolIds: [school.id], name: 'Cleo Clerk' })
  await run(`UPDATE Claim SET roleId = 'business_manager' WHERE accountId = ?1`, clerk.accountId)
  await noApprover('accountId = ?1', clerk.accountId)
  await sendDigests(anAct({ now: monday, origin: 'schedule' }))
  const links = await rows(
    'SELECT personId, eventId, accountId = ?2 AS isClerk FROM BookingLink WHERE schoolId = ?1',
    school.id,
    clerk.accountId,
  )
  expect(links).toEqual([{ personId, eventId: event.id, isClerk: 0 }])
})

it('a letter and the page offer a date that needs an earlier course to whoever has it, and say why to others', async () => {
  const { school, office, personId, event } = await aDueLead()
  const second = await aPerson('Raj Patel')
  await aRole(second, school)
  await add('EventAudience', { eventId: event.id, dimension: 'course', value: 'online-safety' })
  await add('EarlierAttendance', {
    ...{ batchId: 'b1', schoolId: school.id, topicId: 'online-safety', title: 'Online safety', heldOn: '2024-03-04' },
    ...{ purpose: 'training', markType: 'attended', personId, source: 'Certificates' },
  })
  await sendDigests(anAct({ now: monday, origin: 'schedule' }))
  const letter = await letterTo(office.email)
  expect([letter.includes('Book Sunita Rao'), letter.includes('Book Raj Patel'), pathsIn(letter).length]).toEqual([true, false, 1])
  const page = await textOf(request(`/school/${school.id}/due`, { cookie: office.cookie }))
  expect(page).toContain('Lead training on 21 April 2026 needs an earlier course, which our record does not show for Raj Patel.')
  expect(page).not.toContain('does not show for Sunita Rao')
})
