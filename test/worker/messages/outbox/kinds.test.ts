// A kind of message that a list forgot: every kind is shown, and every one that goes by itself is audited.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { claimDue } from '#messages/outbox/claim-store.ts'
import { kindFacts, kinds, labelOf, type MessageKind, messageKinds, type SentWhile, type SentWhileOfSchool } from '#messages/outbox/kind.ts'
import { queuedAgain } from '#messages/outbox/message-store.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { anAccount, anAct, anEvent, aSchool, db, request, tick } from '#test/support/factories.ts'
import { copied, rowText, sql } from '#test/support/row-of.ts'
import { insert } from '#test/support/rows.ts'
import { aPerson, aPlace } from '#test/worker/attendance/coverage/world.ts'
import { auditAll } from '#upkeep/audit/store.ts'

const insertMessage = (kind: MessageKind, about: { eventId?: string; bookingId?: string; placeId?: string } = {}) => {
  const id = newId(tick())
  return db.batch([
    insert('Message', {
      id,
      kind,
      recipient: 'somebody',
      eventId: about.eventId ?? null,
      bookingId: about.bookingId ?? null,
      placeId: about.placeId ?? null,
    }),
    insert('MessageBody', { messageId: id, toAddress: 'b@example.sch.uk' }),
  ])
}

it('every kind can be chosen in the list of messages, and is then shown by its name', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  for (const kind of kinds) {
    await insertMessage(kind)
    const page = await (await request(`/organiser/messages?state=all&kind=${kind}`, { cookie })).text()
    expect([kind, page.includes(`<option value="${kind}" selected`), page.includes(`>${labelOf(kind)}<`)]).toEqual([kind, true, true])
  }
})

it.each(kinds.filter((kind) => kindFacts(kind).automatic))(
  'the audit finds a message of kind %s that nothing notes as sent',
  async (kind) => {
    const event = await anEvent()
    const placeId = await aPlace(event, await aSchool())
    const place = await db.prepare('SELECT bookingId FROM Place WHERE id = ?1').bind(placeId).first<{ bookingId: string }>()
    const found = async () =>
      (await auditAll(db, new Date('2026-06-01T09:00:00.000Z'))).invariants.find(({ name }) => name === 'automatic_message_once')?.count ??
      0
    const before = await found()
    await insertMessage(kind, { eventId: event.id, placeId, ...(place ? { bookingId: place.bookingId } : {}) })
    expect((await found()) - before).toBe(1)
  },
)

// “What is no longer so when it would leave is not sent, and its page says why.”
const payerId = sql(`'payer' || :booking`)
const bookingId = sql(':booking')
const invoice = {
  id: sql(`'invoice' || :booking`),
  number: sql('1 + (SELECT COUNT(*) FROM Invoice)'),
  pence: 100,
  vatPence: 0,
  taxPoint: '2026-03-02',
  dueOn: '2026-04-02',
}
const invoiced = (state: string) => [
  rowText('Payer', { id: payerId, ...copied('schoolId', 'createdAt') }, 'Booking WHERE id = :booking'),
  rowText('Invoice', { payerId, bookingId, state, ...invoice }),
]
const calledOff = `UPDATE Event SET state = 'cancelled', cancelledAt = :now, version = version + 1 WHERE id = :event`
const moved = `UPDATE Session SET startsAt = '2099-06-13T08:30:00.000Z', endsAt = '2099-06-13T15:00:00.000Z' WHERE eventId = :event`
const ended = `UPDATE Place SET state = 'cancelled', stateAt = :now, heldUntil = NULL WHERE id = :place`
const sameBooking = copied('bookingId', 'eventId', 'schoolId', 'stateAt', 'createdAt')
const unnamed = rowText('Place', { id: sql(`'unnamed' || id`), ...sameBooking }, 'Place WHERE id = :place')
const unnamedEnded = `UPDATE Place SET state = 'cancelled', stateAt = :now WHERE bookingId = :booking AND personId IS NULL`
const held = `UPDATE Place SET state = 'held', stateAt = :now, heldUntil = '2099-06-01T09:00:00.000Z' WHERE id = :place`
const tokenHash = sql(`'token' || :booking`)
const offer = { eventId: sql(':event'), bookingId, tokenHash, offeredAt: sql(':now'), expiresAt: '2099-06-01T09:00:00.000Z' }
const offered = rowText('Offer', { id: sql(`'offer' || :booking`), ...offer, state: 'open' })

type Changes = { so: readonly string[]; not: readonly (readonly [changed: string, why: string])[] }
const offCase = [calledOff, 'the event was called off'] as const
const movedCase = [moved, 'the event now begins at another time'] as const
const lateCase = [moved, 'the day was called off, or begins at another time'] as const
// Those of schools and of evaluations are in `reasons.test.ts`.
type OfBookings = Exclude<SentWhile, SentWhileOfSchool | 'evaluated'>
const changes: Record<OfBookings, Changes> = {
  bookable: {
    so: [ended],
    not: [
      ...[offCase, movedCase],
      [`UPDATE Event SET bookingClosedAt = :now WHERE id = :event`, 'booking had closed'],
      [`UPDATE Event SET bookingClosesAt = :now WHERE id = :event`, 'booking had closed'],
      [`UPDATE Place SET state = 'confirmed', stateAt = :now WHERE id = :place`, 'the school had booked'],
    ],
  },
  coming: { so: [], not: [offCase, lateCase, [ended, 'no place was confirmed any more']] },
  unnamed: { so: [unnamed], not: [offCase, movedCase, [unnamedEnded, 'no place was without a name']] },
  offered: {
    so: [held, offered],
    not: [[`UPDATE Offer SET state = 'declined', settledAt = :now WHERE bookingId = :booking`, 'the offer had ended']],
  },
  held: { so: [held], not: [[ended, 'the places were no longer held']] },
  owed: {
    so: invoiced('sent'),
    not: [[`UPDATE Invoice SET state = 'paid', settledAt = :now WHERE bookingId = :booking`, 'the invoice was settled']],
  },
}

const cases = (Object.keys(changes) as OfBookings[]).flatMap((one) => {
  const ofIt = one === 'bookable' ? (['mailing'] as const) : kinds.filter((kind) => kindFacts(kind).sentWhile === one)
  return ofIt.flatMap((kind) => changes[one].not.map(([changed, why]) => ({ one, kind, changed, why })))
})

it.each(cases)('a message of kind $kind that waits goes while it is so, and not once $why', async ({ one, kind, changed, why }) => {
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  const school = await aSchool()
  const person = await aPerson()
  const place = await aPlace(event, school, { personId: person })
  const booking = (await db.prepare('SELECT bookingId FROM Place WHERE id = ?1').bind(place).first<string>('bookingId')) ?? ''
  const run = async (sql: string) => {
    const values: Record<string, string> = { event: event.id, place, booking, person, now: tick().toISOString() }
    const names = [...new Set([...sql.matchAll(/:([a-z]+)/g)].map(([, name = '']) => name))]
    await db
      .prepare(names.reduce((text, name, at) => text.replaceAll(`:${name}`, `?${at + 1}`), sql))
      .bind(...names.map((name) => values[name]))
      .run()
  }
  for (const sql of changes[one].so) await run(sql)
  const waiting = async () => {
    const id = newId(tick())
    const ofPlace = messageKinds[kind].readers[0] === 'delegates' && kind !== 'mailing'
    await db.batch(
      queuedAll(anAct({ now: tick() }), [
        {
          ...{ id, kind, recipient: id, to: { email: `${id}@example.sch.uk` }, subject: 's', text: 't', html: 'h' },
          ...{ eventId: event.id, schoolId: school.id, ...(one === 'bookable' ? { nature: 'training' as const } : { bookingId: booking }) },
          ...(ofPlace ? { placeId: place } : {}),
        },
      ]),
    )
    return id
  }
  const claimed = async () => {
    const now = tick()
    const { claims } = await claimDue(db, now, { claim: newId(now), batch: newId(now) }, { alone: 10, together: 100 })
    return claims.map(({ messageId }) => messageId)
  }
  const goes = await waiting()
  expect(await claimed()).toContain(goes)
  const stays = await waiting()
  await run(changed)
  expect(await claimed()).not.toContain(stays)
  expect(
    await db
      .prepare('SELECT state, withheld, attempts, firstTriedAt, providerBatch, lastError FROM Message WHERE id = ?1')
      .bind(stays)
      .first(),
  ).toEqual({ ...{ state: 'failed', withheld: 1, attempts: 0, firstTriedAt: null, providerBatch: null }, lastError: `not tried: ${why}` })
  const { cookie } = await anAccount({ roles: ['organiser'] })
  expect(await (await request(`/organiser/messages/${stays}`, { cookie })).text()).toContain(`It was not tried: ${why}.`)
  // Sent again it says the same, and does not leave either.
  await db.prepare(`UPDATE Message SET withheld = 0 WHERE id = ?1`).bind(stays).run()
  const again = newId(tick())
  await db.batch(queuedAgain(anAct({ now: tick() }), stays, again))
  expect(await claimed()).not.toContain(again)
})
