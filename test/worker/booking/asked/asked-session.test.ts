// Two who answer a session at once, links that no longer count, and limits.
import { beforeAll, expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { offerSession, refuseSession } from '#booking/asked/answer-session.ts'
import { askSession } from '#booking/asked/ask-session.ts'
import type { AskedSession } from '#booking/asked/asked-session.ts'
import { sessionBooked } from '#booking/asked/book-session.ts'
import { settleByLink, settleSession, withdrawSession } from '#booking/asked/settle-session.ts'
import { selectAskedSession } from '#booking/asked/store.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { undoCancellation } from '#booking/cancelling/undo-cancellation.ts'
import { sayClash } from '#events/events/engagement.ts'
import { anAccount, anAct, aSchool, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'

beforeAll(async () => {
  await add('VatCode', { id: 'S', code: 'S', name: 'Standard rate', basisPoints: 2000 })
})

const ask = { about: 'Online safety', days: ['2099-01-04'], people: 30, schoolIds: [], alsoFor: '' }
const offer = {
  ...{ startsAt: '2099-01-04T15:30:00.000Z', endsAt: '2099-01-04T17:00:00.000Z' },
  ...{ title: 'Online safety for all staff', topicId: 'online-safety', purpose: 'training' as const, level: '3' },
  ...{ trainer: 'Pat Lee', place: 'The hall', pence: 35_000, vatPence: 7_000, vatCodeId: 'S', termsId: null },
}

const found = async (id: string): Promise<AskedSession> => {
  const session = await readNow(anAct().db, selectAskedSession(anAct().db, id))
  if (!session) throw new Error('no such session')
  return session
}

const asked = async () => {
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const id = newId(tick())
  expect(await askSession(anAct({ actor: contact.actor }), id, school.id, ask)).toEqual({ ok: true, value: undefined })
  return { school, contact, id }
}

const organiser = async () => anAct({ actor: (await anAccount({ roles: ['organiser'] })).actor })
const mails = async (schoolId: string) =>
  (await rows<{ n: number }>(`SELECT COUNT(*) AS n FROM Message WHERE kind = 'session_answered' AND schoolId = ?1`, schoolId))[0]?.n

it('of two organisers who answer at once one is told, and one mail goes', async () => {
  const { school, id } = await asked()
  const session = await found(id)
  const answers = await Promise.all([
    offerSession(await organiser(), session, offer),
    refuseSession(await organiser(), session, 'No trainer is free'),
  ])
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(answers.filter(({ ok }) => !ok)).toEqual([{ ok: false, reason: 'changed' }])
  expect(await mails(school.id)).toBe(1)
})

it('two of a school who accept and decline at once give one answer, and the same again changes nothing', async () => {
  const { contact, id } = await asked()
  await offerSession(await organiser(), await found(id), offer)
  const session = await found(id)
  const act = anAct({ actor: contact.actor })
  const answers = await Promise.all([settleSession(act, session, 'accepted'), settleByLink(act, session, 'declined')])
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  const settled = await found(id)
  const state = settled.state === 'accepted' ? 'accepted' : 'declined'
  expect(await settleSession(act, settled, state)).toEqual({ ok: true, value: undefined })
  expect(await settleSession(act, settled, state === 'accepted' ? 'declined' : 'accepted')).toEqual({ ok: false, reason: 'changed' })
  expect(await withdrawSession(act, settled)).toEqual({ ok: false, reason: 'changed' })
})

const eventsOf = (schoolId: string) =>
  rows(
    `SELECT e.title, e.topicId, e.purpose, e.level, e.state, e.publishedAt, e.minutes, e.venueName, e.capacity, e.contactEmail, e.priceId,
       e.bookingClosedAt IS NOT NULL AS closed, s.startsAt, s.endsAt, s.speakers, b.bookedById, l.kind, l.pence, l.vatPence, l.vatCodeId, y.route, y.agreedAt IS NOT NULL AS agreed
     FROM Event e JOIN Session s ON s.eventId = e.id JOIN Booking b ON b.eventId = e.id LEFT JOIN LedgerLine l ON l.bookingId = b.id
       JOIN BookingPayer y ON y.bookingId = b.id
     WHERE b.schoolId = ?1`,
    schoolId,
  )

it('an accepted session is one event that only the school sees, and one charge, however often it is accepted', async () => {
  const { school, contact, id } = await asked()
  const by = await anAccount({ roles: ['organiser'] })
  await offerSession(anAct({ actor: by.actor }), await found(id), offer)
  const session = await found(id)
  const act = anAct({ actor: contact.actor })
  expect(await eventsOf(school.id)).toEqual([])
  await Promise.all([
    settleSession(act, session, 'accepted'),
    settleByLink(act, session, 'accepted'),
    settleSession(act, session, 'accepted'),
  ])
  const made = {
    ...{ title: offer.title, topicId: offer.topicId, purpose: 'training', level: '3', state: 'published', publishedAt: null, minutes: 90 },
    ...{ venueName: 'The hall', capacity: 30, contactEmail: by.email, priceId: null, closed: 1 },
    ...{ startsAt: offer.startsAt, endsAt: offer.endsAt, speakers: 'Pat Lee', bookedById: contact.accountId },
    ...{ kind: 'charge', pence: 35_000, vatPence: 7_000, vatCodeId: 'S', route: 'recharge', agreed: 1 },
  }
  expect(await eventsOf(school.id)).toEqual([made])
  expect((await found(id)).bookingReference).not.toBe(null)
  // Each of those who pressed would have written one: only that of the batch that won stands.
  expect(await rows(`SELECT recipient FROM Message WHERE kind = 'booking_confirmed' AND schoolId = ?1`, school.id)).toEqual([
    { recipient: contact.accountId },
  ])
  // The control: nothing but the offer that is answered once, and the form of its booking, keeps a second one away.
  const again = await sessionBooked(act, session, offer)
  await expect(act.db.batch(again.statements)).rejects.toThrow('Booking.formId')
  await act.db.batch((await sessionBooked(act, { ...session, id: newId(tick()) }, offer)).statements)
  expect(await eventsOf(school.id)).toEqual([made, made])
})

it('cancelling the booking of a session takes its price back, and no service agreement of places covers it', async () => {
  const { school, contact, id } = await asked()
  await add('Agreement', { schoolId: school.id, fromDay: '2020-01-01', name: 'All places' })
  await offerSession(await organiser(), await found(id), offer)
  const act = anAct({ actor: contact.actor })
  await settleSession(act, await found(id), 'accepted')
  expect(await eventsOf(school.id)).toMatchObject([{ pence: 35_000, vatPence: 7_000 }])
  const { bookingReference } = await found(id)
  expect(await cancelBooking(act, bookingReference ?? '', undefined, { seen: 0 })).toEqual({ ok: true, value: 1 })
  expect(await rows('SELECT kind, pence, vatPence FROM LedgerLine WHERE schoolId = ?1 ORDER BY number', school.id)).toEqual([
    { kind: 'charge', pence: 35_000, vatPence: 7_000 },
    { kind: 'credit', pence: -35_000, vatPence: -7_000 },
  ])
  const [place] = await rows<{ id: string }>('SELECT id FROM Place WHERE schoolId = ?1', school.id)
  expect(await undoCancellation(await organiser(), bookingReference ?? '', [place?.id ?? ''])).toEqual({ ok: true, value: 1 })
  const owed = 'SELECT SUM(pence) AS pence, SUM(vatPence) AS vatPence FROM LedgerLine WHERE schoolId = ?1'
  expect(await rows(owed, school.id)).toEqual([{ pence: 35_000, vatPence: 7_000 }])
})

it('a session that is free of charge is booked, and nothing is charged', async () => {
  const { school, contact, id } = await asked()
  await offerSession(await organiser(), await found(id), { ...offer, pence: 0, vatPence: 0, vatCodeId: null })
  expect(await settleSession(anAct({ actor: contact.actor }), await found(id), 'accepted')).toEqual({ ok: true, value: undefined })
  expect(await rows('SELECT channel FROM Booking WHERE schoolId = ?1', school.id)).toEqual([{ channel: 'school' }])
  expect(await rows('SELECT 1 FROM LedgerLine WHERE schoolId = ?1', school.id)).toEqual([])
})

it('an organiser withdraws an offer that waits with a reason, and then nobody accepts it', async () => {
  const { school, contact, id } = await asked()
  await offerSession(await organiser(), await found(id), offer)
  const session = await found(id)
  const answers = await Promise.all([
    refuseSession(await organiser(), session, 'The trainer is ill'),
    settleSession(anAct({ actor: contact.actor }), session, 'accepted'),
  ])
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  const settled = await found(id)
  const refused = settled.state === 'refused'
  expect(await mails(school.id)).toBe(refused ? 2 : 1)
  expect(await rows('SELECT 1 FROM Booking WHERE schoolId = ?1', school.id)).toHaveLength(refused ? 0 : 1)
  expect(await refuseSession(await organiser(), settled, 'Again')).toEqual({ ok: false, reason: 'changed' })
})

it('an offer ends when its session begins', async () => {
  const { contact, id } = await asked()
  await offerSession(await organiser(), await found(id), offer)
  const late = { ...anAct({ actor: contact.actor }), now: new Date(offer.startsAt) }
  expect(await settleSession(late, await found(id), 'accepted')).toEqual({ ok: false, reason: 'over' })
  await run(`UPDATE Claim SET state = 'ended' WHERE accountId = ?1`, contact.accountId)
  expect(await settleSession(anAct({ actor: contact.actor }), await found(id), 'accepted')).toEqual({ ok: false, reason: 'changed' })
})

it('the same form asks once, an eleventh waits for an answer to another, and nobody asks for a school of others', async () => {
  const { school, contact, id } = await asked()
  const act = anAct({ actor: contact.actor })
  expect(await askSession(act, id, school.id, ask)).toEqual({ ok: true, value: undefined })
  for (let n = 0; n < 9; n += 1) await askSession(act, newId(tick()), school.id, ask)
  expect(await askSession(act, newId(tick()), school.id, ask)).toEqual({ ok: false, reason: 'too_many_sessions_asked' })
  const other = await aSchool()
  expect(await askSession(act, newId(tick()), other.id, ask)).toEqual({ ok: false, reason: 'changed' })
})

it('a trainer who gives something else at the time is named, and the offer goes all the same', async () => {
  const [first, second] = [await asked(), await asked()]
  const anotherTrainer = { ...offer, trainer: 'Kim Fox', place: 'Room 2' }
  expect(await offerSession(await organiser(), await found(first.id), anotherTrainer)).toEqual({ ok: true, value: [] })
  const clash = { code: null, title: offer.title, startsAt: offer.startsAt, endsAt: offer.endsAt, trainers: ['kim fox'], place: '' }
  const twice = { ...anotherTrainer, trainer: 'kim fox', place: 'Room 3' }
  expect(await offerSession(await organiser(), await found(second.id), twice)).toEqual({ ok: true, value: [clash] })
  expect(sayClash(clash)).toBe('kim fox also gives “Online safety for all staff”, Sunday 4 January 2099, 3:30pm to 5pm.')
})

it('an order number is kept where an invoice is sent, and a colleague who accepts gets the confirmation beside who asked', async () => {
  const school = await aSchool({ sector: 'academy' })
  const contact = await anAccount({ schoolIds: [school.id] })
  const id = newId(tick())
  await askSession(anAct({ actor: contact.actor }), id, school.id, ask)
  await offerSession(await organiser(), await found(id), offer)
  const colleague = await anAccount({ schoolIds: [school.id] })
  expect(await settleSession(anAct({ actor: colleague.actor }), await found(id), 'accepted', ' PO-1 ')).toEqual({
    ok: true,
    value: undefined,
  })
  expect(
    await rows('SELECT y.route, y.poNumber FROM BookingPayer y JOIN Booking b ON b.id = y.bookingId WHERE b.schoolId = ?1', school.id),
  ).toEqual([{ route: 'invoice', poNumber: 'PO-1' }])
  expect(
    await rows(`SELECT recipient FROM Message WHERE kind = 'booking_confirmed' AND schoolId = ?1 ORDER BY recipient`, school.id),
  ).toEqual([contact.accountId, colleague.accountId].toSorted().map((recipient) => ({ recipient })))
})
