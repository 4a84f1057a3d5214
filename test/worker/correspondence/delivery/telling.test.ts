import { expect, it } from 'vitest'
import { tryAgain } from '#base/db/failed-job.ts'
import { selectSlice } from '#base/db/list-rows.ts'
import { readNow } from '#base/db/read.ts'
import { notifyOfAddressProblems } from '#correspondence/delivery/notify-of-address-problems.ts'
import { anAccount, anAct, before, db, htmlOf, request, rows, tripsOf } from '#test/support/factories.ts'
import { permanent, tell } from '#test/support/resend-webhooks.ts'
import { add } from '#test/support/rows.ts'
import { aWorld, book, due, troubles, written } from './world.ts'

const bounce = (messageId: string) => tell({ type: 'email.bounced', message: messageId, data: permanent })

it('When a delegate’s address does not work, the school’s contact is told whose, for which event and what to do; nothing goes to that address', async () => {
  const { event, contact, first } = await aWorld()
  await bounce(first.messageId)
  const [told, ...more] = await written(event.id, 'address_failed')
  expect([told?.to, more]).toEqual([contact.email, []])
  for (const words of ['We cannot reach Siân Ŵyn', event.title, `/bookings/${first.reference}`, 'Correct the address', 'not reached'])
    expect(told?.text).toContain(words)
  expect(told?.text).not.toContain(first.email)
  expect((await troubles(first.email))[0]).toMatchObject({ kind: 'bounced', solved: null, toldAt: expect.any(String) })
})

it('the organiser is told once of all whose addresses are found not to work at the same time, with names and schools', async () => {
  const { event, first, second } = await aWorld()
  // Both are told of before anything is written about either.
  for (const { messageId } of [first, second])
    await add('MailEvent', {
      type: 'email.bounced',
      at: '2026-11-01T09:00:00.000Z',
      receivedAt: '2026-11-01T09:00:00.000Z',
      providerId: crypto.randomUUID(),
      messageId,
      detail: '{"bounceType":"Permanent"}',
    })
  await due()
  const messages = await written(event.id, 'unreached')
  expect(messages.map(({ to, subject }) => [to, subject])).toEqual([
    ['events@example.gov.uk', '2 people could not be reached: Safeguarding conference, Friday 12 June 2099'],
  ])
  for (const words of ['Siân Ŵyn, School', 'Jo Price, School', `/organiser/events/${event.code}/unreached`])
    expect(messages[0]?.text).toContain(words)
  await due()
  expect((await written(event.id, 'unreached', 'address_failed')).length).toBe(3)
})

it('When the contact’s own address does not work, another who may act for the school is told, and else whom the council knows there', async () => {
  const { event, school, contact, first } = await aWorld()
  const [confirmation] = await written(event.id, 'booking_confirmed')
  await add('SchoolContact', {
    schoolId: school.id,
    name: 'Head',
    email: `head.${event.code.toLowerCase()}@example.sch.uk`,
    source: 'list',
    learnedAt: '2026-01-01T00:00:00.000Z',
  })
  await bounce(confirmation?.id ?? '')
  expect((await written(event.id, 'address_failed')).map(({ to }) => to)).toEqual([`head.${event.code.toLowerCase()}@example.sch.uk`])
  // From now on a colleague is there: what fails next is told to them.
  const colleague = await anAccount({ schoolIds: [school.id] })
  await bounce(first.messageId)
  const [, told] = await written(event.id, 'address_failed')
  expect(told?.to).toBe(colleague.email)
  expect(await written(event.id, 'unreached')).toMatchObject([
    { text: expect.stringContaining('Contact Olwen') },
    { text: expect.stringContaining('Siân Ŵyn') },
  ])
  expect(contact.email).not.toBe(told?.to)
})

it('with nobody else at the school the organiser alone is told', async () => {
  const { event } = await aWorld()
  const [confirmation] = await written(event.id, 'booking_confirmed')
  await bounce(confirmation?.id ?? '')
  expect((await written(event.id, 'address_failed', 'unreached')).map(({ kind }) => kind)).toEqual(['unreached'])
})

it('an organiser whose own address does not work is not written to about it', async () => {
  const { event, first } = await aWorld(undefined, { contactEmail: 'Closed@Example.gov.uk' })
  await add('AddressProblem', { email: 'closed@example.gov.uk', at: '2026-11-01T09:00:00.000Z', toldAt: '2026-11-01T09:00:00.000Z' })
  await bounce(first.messageId)
  expect((await written(event.id, 'address_failed', 'unreached')).map(({ kind }) => kind)).toEqual(['address_failed'])
})

it('Two people who share an address are one trouble, and both are named', async () => {
  const { event, school, contact } = await aWorld()
  const shared = `office.${event.code.toLowerCase()}@example.sch.uk`
  const [, , one] = await book(event, school, contact, [
    ['Ann Hughes', shared],
    ['Bryn Ellis', shared],
  ])
  await bounce(one?.messageId ?? '')
  expect((await troubles(shared)).length).toBe(1)
  const [told] = await written(event.id, 'address_failed')
  expect(told?.subject).toBe('We cannot reach Ann Hughes and Bryn Ellis')
  const page = await htmlOf(request(`/organiser/events/${event.code}`, { cookie: (await anAccount({ roles: ['organiser'] })).cookie }))
  expect(page.replaceAll(/\s+/g, ' ')).toMatch(/<a [^>]*href="[^"]*unreached"[^>]*> ?2 people could not be reached/)
})

// “It is told once, whatever ends the telling: the messages and the note that they were written
// are one batch.”
it('it is told once, although two runs tell at the same time or one dies on the way', async () => {
  const { event, first } = await aWorld()
  await add('AddressProblem', { email: first.email, at: '2026-11-01T09:00:00.000Z', messageId: first.messageId })
  for (const nth of [1, 2, 3]) {
    const dying = before(nth, () => Promise.reject(new Error('cut off')))
    await notifyOfAddressProblems(anAct({ now: new Date(), db: dying })).catch(() => undefined)
    expect([await written(event.id, 'address_failed', 'unreached'), (await troubles(first.email))[0]?.toldAt]).toEqual([[], null])
    await tryAgain(db, { now: new Date(Date.now() + 3_600_000) })
  }
  await Promise.all([1, 2, 3].map(() => notifyOfAddressProblems(anAct({ now: new Date() }))))
  expect((await written(event.id, 'address_failed', 'unreached')).map(({ kind }) => kind)).toEqual(['address_failed', 'unreached'])
})

it('The organiser sees who of an event could not be reached, and on the first page how many email addresses do not work; nobody else does', async () => {
  const { event, first, contact, organiser } = await aWorld()
  await bounce(first.messageId)
  const see = async (path: string, cookie = organiser.cookie) => (await (await request(path, { cookie })).text()).replaceAll(/\s+/g, ' ')
  const list = await see(`/organiser/events/${event.code}/unreached`)
  for (const words of [
    '1 person could not be reached',
    'Siân Ŵyn',
    first.reference,
    'The mail server of the address refuses our mail',
    '/correct',
  ])
    expect(list).toContain(words)
  expect(list).not.toContain('Jo Price')
  expect(await see('/organiser')).toMatch(/\d+ email address(es do| does) not work/)
  expect(await see('/organiser/addresses')).toContain('Siân Ŵyn')
  expect(await see(`/organiser/addresses?q=${encodeURIComponent('nobody at all')}`)).toContain('No address matches')
  const [trouble] = await troubles(first.email)
  expect(await see(`/organiser/addresses/${trouble?.id}`)).toContain('What was missed')
  for (const path of ['/organiser/addresses', `/organiser/addresses/${trouble?.id}`, `/organiser/events/${event.code}/unreached`])
    expect((await request(path, { cookie: contact.cookie })).status).toBe(404)
})

it('The school sees it beside the person on the page of the booking; another school’s contact sees nothing', async () => {
  const { first } = await aWorld()
  const { contact } = await (async () => {
    const world = await aWorld()
    await bounce(world.first.messageId)
    const page = await (await request(`/bookings/${world.first.reference}`, { cookie: world.contact.cookie })).text()
    expect(page.match(/Could not be reached/g)?.length).toBe(1)
    const [trouble] = await troubles(world.first.email)
    expect(page).toContain(`/bookings/${world.first.reference}/addresses/${trouble?.id}`)
    const other = await aWorld()
    for (const reference of [world.first.reference, other.first.reference])
      expect((await request(`/bookings/${reference}/addresses/${trouble?.id}`, { cookie: other.contact.cookie })).status).toBe(404)
    await request(`/bookings/${world.first.reference}/addresses/${trouble?.id}`, {
      cookie: other.contact.cookie,
      form: { confirmed: 'yes' },
    })
    await request(`/bookings/${other.first.reference}/addresses/${trouble?.id}`, {
      cookie: other.contact.cookie,
      form: { confirmed: 'yes' },
    })
    expect((await troubles(world.first.email)).map(({ solved }) => solved)).toEqual([null])
    return world
  })()
  expect(await (await request(`/bookings/${first.reference}`, { cookie: contact.cookie })).text()).not.toContain('Could not be reached')
})

it('the lists take as many round trips for many addresses as for one', async () => {
  const { selectUnreached, troubleRows } = await import('#correspondence/delivery/address-problem-store.ts')
  const { event, first, second } = await aWorld()
  const trips = async () =>
    tripsOf(async (on) => {
      await readNow(on, selectSlice(on, troubleRows({ show: 'all', q: '' }), {}))
      await readNow(on, selectUnreached(on, event.code, new Date()))
    })
  await bounce(first.messageId)
  expect(await trips()).toBe(2)
  await bounce(second.messageId)
  expect(await trips()).toBe(2)
  expect((await rows('SELECT 1 FROM AddressProblem WHERE email IN (?1, ?2)', first.email, second.email)).length).toBe(2)
})
