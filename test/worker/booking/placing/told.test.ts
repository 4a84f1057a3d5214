// Who is written to about a booking, once whoever made it has left.
import { expect, it } from 'vitest'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { cancelEvent } from '#events/editing/cancel-event.ts'
import { eventById } from '#events/events/store.ts'
import { anAccount, anAct, db, existing, rows, run, tick } from '#test/support/factories.ts'
import { aBooking, person } from '#test/worker/booking/delegates/bookings.ts'

const leaves = (accountId: string) =>
  run(`UPDATE Claim SET state = 'ended', decidedAt = ?2 WHERE accountId = ?1`, accountId, tick().toISOString())

const told = async (eventId: string, kind: string) =>
  (
    await rows<{ to: string }>(
      `SELECT y.toAddress AS "to" FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.eventId = ?1 AND m.kind = ?2 AND m.invitationId IS NULL`,
      eventId,
      kind,
    )
  ).map(({ to }) => to)

it('“What is written about a booking goes to whoever booked as long as they act for the school, and then to a colleague who does.”', async () => {
  const { event, school, contact, reference, places } = await aBooking(['Ann Stays'], 1)
  const colleague = await anAccount({ schoolIds: [school.id], name: 'Cerys Colleague' })
  await leaves(contact.accountId)
  const placeId = places[1]?.id ?? ''
  const act = () => anAct({ actor: colleague.actor })
  expect((await nameDelegates(act(), reference, [{ placeId, was: null, delegate: person('Ben Private') }])).ok).toBe(true)
  expect(await cancelBooking(act(), reference, [placeId])).toEqual({ ok: true, value: 1 })
  for (const kind of ['delegates_changed', 'booking_cancelled']) {
    const to = await told(event.id, kind)
    expect(to).toHaveLength(1)
    expect(to[0]).toContain(colleague.email)
    expect(to[0]).toContain('Cerys Colleague')
  }
})

it('with nobody left who acts for the school, whoever booked hears that the event is cancelled', async () => {
  const { event, contact } = await aBooking(['Ann Alone'])
  await leaves(contact.accountId)
  const organiser = await anAccount({ roles: ['organiser'] })
  const read = await eventById(db, event.id, tick()).then(existing)
  const done = await cancelEvent(anAct({ actor: organiser.actor }), { event: read, version: read.version, reason: 'Snow.' })
  expect(done.ok).toBe(true)
  expect((await told(event.id, 'event_cancelled')).some((to) => to.includes(contact.email))).toBe(true)
})
