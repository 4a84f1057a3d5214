import { expect, it } from 'vitest'
import { acceptOffer } from '#booking/waiting/settle-offer.ts'
import { cancelEvent } from '#events/editing/cancel-event.ts'
import { eventById } from '#events/events/store.ts'
import { anAct, db, existing, request, rows, tick } from '#test/support/factories.ts'
import { aFullEvent, aGuest, anOrganiser, asks, offerNow, offersOf, placesOf, tokenOf } from './world.ts'

it('When an event is cancelled its offers are withdrawn, those who wait end, and everyone is told', async () => {
  const { event, free } = await aFullEvent(2)
  const [offered, listed] = [await aGuest(), await aGuest()]
  const onOffer = await asks(offered, event.code, 1)
  const waiting = await asks(listed, event.code, 2)
  await free(1)
  await offerNow()
  const token = await tokenOf(onOffer)
  const read = await eventById(db, event.id, tick()).then(existing)
  const organiser = await anOrganiser()
  expect(await cancelEvent(organiser.act(), { event: read, version: read.version, reason: 'The hall is flooded.' })).toMatchObject({
    ok: true,
  })
  expect((await offersOf(event.id)).map(({ state }) => state)).toEqual(['withdrawn'])
  expect(await placesOf(onOffer)).toEqual([{ state: 'cancelled', waitsFor: 'list', n: 1 }])
  expect(await placesOf(waiting)).toEqual([{ state: 'cancelled', waitsFor: 'list', n: 2 }])
  expect(await acceptOffer(anAct(), { token })).toEqual({ ok: false, reason: 'event_cancelled' })
  const mails = await rows<{ toAddress: string; text: string }>(
    `SELECT y.toAddress, y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id
     WHERE m.eventId = ?1 AND m.kind = 'event_cancelled' AND m.invitationId IS NULL ORDER BY m.rowid`,
    event.id,
  )
  expect(mails).toHaveLength(3)
  for (const guest of [offered, listed]) {
    const mail = mails.find(({ toAddress }) => toAddress.includes(guest.act().actor.email ?? '?'))
    expect(mail?.text).toContain('An event that you waited for is cancelled')
    expect(mail?.text).toContain('The hall is flooded.')
  }
  expect(await offerNow()).toBe(false)
})

it('A school that joins the list while the event is cancelled is told too, or is refused', async () => {
  for (let round = 0; round < 4; round += 1) {
    const { event } = await aFullEvent(1)
    const guest = await aGuest()
    const organiser = await anOrganiser()
    const read = await eventById(db, event.id, tick()).then(existing)
    const [joined] = await Promise.all([
      asks(guest, event.code, 1).then(
        (reference) => reference,
        (error: Error) => error.message,
      ),
      cancelEvent(organiser.act(), { event: read, version: read.version, reason: 'Snow.' }),
    ])
    const told = await rows(
      `SELECT 1 FROM Message m WHERE m.eventId = ?1 AND m.kind = 'event_cancelled' AND m.recipient = ?2`,
      event.id,
      guest.accountId,
    )
    if (joined === 'event_cancelled') expect(told).toEqual([])
    else {
      expect(told).toHaveLength(1)
      expect(await placesOf(joined)).toEqual([{ state: 'cancelled', waitsFor: 'list', n: 1 }])
    }
  }
})

it('Before an event is cancelled its organiser reads that those who wait end too', async () => {
  const { event } = await aFullEvent(1, { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  await asks(await aGuest(), event.code, 2, { now: new Date() })
  const { cookie } = await anOrganiser()
  const page = (await (await request(`/organiser/events/${event.code}/cancel`, { cookie })).text()).replaceAll(/\s+/g, ' ')
  expect(page).toContain('1 place without a name from 1 school will be cancelled. Everyone is sent a message')
  expect(page).toContain('2 places that are waited for end too, and whoever asked is sent a message. This cannot be undone.')
})
