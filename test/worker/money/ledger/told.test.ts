import { expect, it } from 'vitest'
import { addMinutes } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { notifyLedgerChanges } from '#money/ledger/notify-ledger-changes.ts'
import { readNotices } from '#payments/cards/notice-store.ts'
import { notifyHoldEnded, notifyPaidTooLate, notifyPaymentReceived, notifyPaymentReturned } from '#payments/cards/notify-of-card.ts'
import { anAct, before, counting, db, rows, run, tick } from '#test/support/factories.ts'
import { insert } from '#test/support/rows.ts'
import { aPaidBooking, messagesOf } from './booked.ts'

// Lines of earlier tests are told first, so that each test sees its own alone.
const later = (at: Date, minutes: number) => anAct({ now: addMinutes(at, minutes) })

// “Charges and credits that no message told of for ten minutes are told to the booker, in one message for each booking.”
it('what nobody was told of for ten minutes is told once, in one message a booking', async () => {
  const at = tick()
  const booked = await aPaidBooking({ places: 2, at: at.toISOString() })
  await run(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE id = ?1`, booked.placeIds[0], at.toISOString())
  expect(await notifyLedgerChanges(later(at, 9))).toBe(false)
  expect(await notifyLedgerChanges(later(at, 11))).toBe(true)
  const messages = await messagesOf(booked.bookingId, 'money_changed')
  expect(messages.map(({ recipient }) => recipient)).toEqual([booked.accountId])
  expect(messages[0]?.text).toContain('New charges and credits for your booking')
  expect(messages[0]?.text).toContain(
    '* Charge: £120.00, of which £20.00 is VAT (Paid conferences, version 1: academy or free school, in the area, without a service agreement)',
  )
  expect(messages[0]?.text).toContain('* Credit: −£120.00, of which £20.00 is VAT (The place was given back)')
  expect(messages[0]?.text).toContain('With this, £120.00 is owed for the booking.')
  expect(await notifyLedgerChanges(later(at, 12))).toBe(false)
  expect(
    await rows(
      'SELECT COUNT(*) AS n FROM LineNotice n JOIN LedgerLine l ON l.number = n.lineNumber WHERE l.bookingId = ?1',
      booked.bookingId,
    ),
  ).toEqual([{ n: 3 }])
})

// “A credit says why: the event was called off by the council, there was no name in time, or the place was given back; and whose place it was.”
it('a credit says why, and whose place it was', async () => {
  const told = async (change: (placeId: string, eventId: string) => SqlStatement[], name?: string) => {
    const at = tick()
    const booked = await aPaidBooking({ at: at.toISOString() })
    const [placeId = ''] = booked.placeIds
    const personId = newId(at)
    if (name)
      await db.batch([
        insert('Person', { id: personId, name, createdAt: at.toISOString() }),
        db.prepare('UPDATE Place SET personId = ?2, namedAt = ?3 WHERE id = ?1').bind(placeId, personId, at.toISOString()),
      ])
    await db.batch([
      ...change(placeId, booked.event.id),
      db.prepare(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE id = ?1`).bind(placeId, at.toISOString()),
    ])
    await notifyLedgerChanges(later(at, 11))
    return (await messagesOf(booked.bookingId, 'money_changed'))[0]?.text
  }
  const calledOff = (eventId: string) =>
    db
      .prepare(`UPDATE Event SET state = 'cancelled', cancelledAt = ?2, version = version + 1 WHERE id = ?1`)
      .bind(eventId, tick().toISOString())
  expect(await told((_, eventId) => [calledOff(eventId)], 'Ann Lee')).toContain(
    '* Credit, Ann Lee: −£120.00, of which £20.00 is VAT (The event was called off by the council)',
  )
  expect(
    await told((_, eventId) => [
      db.prepare('UPDATE Event SET namesDueAt = ?2, namesRelease = 1 WHERE id = ?1').bind(eventId, '2026-05-01T15:00:00.000Z'),
    ]),
  ).toContain('* Credit: −£120.00, of which £20.00 is VAT (The place was given back: it had no name in time)')
  expect(await told(() => [], 'Bo Price')).toContain('* Credit, Bo Price: −£120.00, of which £20.00 is VAT (The place was given back)')
})

it('two runs at once tell once', async () => {
  const at = tick()
  const booked = await aPaidBooking({ at: at.toISOString() })
  await Promise.all([notifyLedgerChanges(later(at, 11)), notifyLedgerChanges(later(at, 11)), notifyLedgerChanges(later(at, 11))])
  expect(await messagesOf(booked.bookingId, 'money_changed')).toHaveLength(1)
  const next = await aPaidBooking({ at: at.toISOString() })
  const slow = { ...later(at, 12), db: before(1, () => notifyLedgerChanges(later(at, 12))) }
  expect(await notifyLedgerChanges(slow)).toBe(false)
  expect(await messagesOf(next.bookingId, 'money_changed')).toHaveLength(1)
})

it('looks once when there is nothing to tell', async () => {
  await notifyLedgerChanges(later(tick(), 60))
  const { db: counted, trips } = counting()
  await notifyLedgerChanges({ ...later(tick(), 60), db: counted })
  expect(trips()).toBe(1)
})

// “Where the title is discreet, so is every subject: of requests, money, cards and refunds too.”
it('no mail about the money of an event whose title is discreet names it in its subject', async () => {
  const at = tick()
  const booked = await aPaidBooking({ at: at.toISOString() })
  await run(`UPDATE Event SET calendarTitle = 'Staff meeting' WHERE id = (SELECT eventId FROM Booking WHERE id = ?1)`, booked.bookingId)
  expect(await notifyLedgerChanges(later(at, 11))).toBe(true)
  const told = await readNotices(db, booked.bookingId)
  const act = later(at, 12)
  await db.batch(
    (
      await Promise.all([
        notifyPaidTooLate(act, told, 100),
        notifyHoldEnded(act, told, 1),
        notifyPaymentReturned(act, told, 100),
        notifyPaymentReceived(act, told, 100),
      ])
    ).flat(),
  )
  const mails = await rows<{ kind: string; subject: string }>(
    'SELECT m.kind, b.subject FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.bookingId = ?1 ORDER BY m.kind, m.id',
    booked.bookingId,
  )
  expect([...new Set(mails.map(({ kind }) => kind))]).toEqual([
    ...['card_hold_ended', 'card_received', 'card_refund', 'card_too_late', 'money_changed'],
  ])
  expect(mails.filter(({ subject }) => !subject.includes('Staff meeting') || subject.includes(told.title))).toEqual([])
})
