// What a booking owes is said before the button that changes it, and in the mail afterwards.

import { expect, it } from 'vitest'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { anAccount, anAct, request, rows, run } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { textOf } from '#test/support/plain.ts'
import { aBooker, book } from '#test/worker/booking/pricing/priced.ts'
import { setTerms, someTerms } from '#test/worker/booking/pricing/terms.ts'
import { offerNow, tokenOf } from './world.ts'

const far = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const read = async (path: string, cookie?: string) => await textOf(request(path, cookie ? { cookie } : {}))
const mailOf = async (bookingId: string, kind: string) =>
  (
    await rows<{ text: string }>(
      'SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.bookingId = ?1 AND m.kind = ?2 ORDER BY m.rowid DESC',
      bookingId,
      kind,
    )
  )[0]?.text
const owed = async (bookingId: string) =>
  (await rows<{ sum: number }>('SELECT COALESCE(SUM(pence + vatPence), 0) AS sum FROM LedgerLine WHERE bookingId = ?1', bookingId))[0]?.sum

const anOffer = async () => {
  const event = await aPricedEvent({ event: { ...far, capacity: 1 } })
  const [first, second] = [await aBooker(), await aBooker()]
  const held = await book(first, event, 12_000)
  const waits = await book(second, event, 12_000, { ifFull: 'wait' })
  await cancelBooking(anAct({ actor: first.actor, now: new Date() }), held.reference, undefined)
  await offerNow(new Date())
  return { event, first, second, held, waits, token: await tokenOf(waits.reference) }
}

// “Before an offer is accepted, a request approved or a cancellation undone, and in the mail,
// stands what the booking then owes.”
// “An offer of which the places cost something else by now is not accepted: the page says what
// they cost, and asks again.”
it('an offer says what its place costs and what is owed once it is accepted, and takes no answer to another price', async () => {
  const { waits, held, token } = await anOffer()
  expect(await mailOf(held.bookingId, 'booking_cancelled')).toContain('After this you owe nothing for this booking.')
  const offered = await mailOf(waits.bookingId, 'offer')
  expect(offered).toContain('If you accept: After this you owe £120.00 for this booking.')
  const page = await read(`/offers/${token}`)
  expect(page).toContain('Cost £120.00, of which £20.00 is VAT')
  expect(page).toContain('If you accept: After this you owe £120.00 for this booking.')
  const other = await request(`/offers/${token}`, { form: { answer: 'accept', seen: '9000' } })
  expect([other.status, (await textOf(other)).includes('What the places cost has changed since you opened this page')]).toEqual([409, true])
  expect(await owed(waits.bookingId)).toBe(0)
  expect((await request(`/offers/${token}`, { form: { answer: 'accept', seen: '12000' } })).status).toBe(303)
  expect(await owed(waits.bookingId)).toBe(12_000)
  expect(await mailOf(waits.bookingId, 'offer_accepted')).toContain('Owed: After this you owe £120.00 for this booking.')
})

it('whoever waits reads what the place would cost and the terms, on the page and in each mail on the way to it', async () => {
  const event = await aPricedEvent({ event: { ...far, capacity: 1 } })
  await setTerms(event.id, await someTerms({}))
  const [first, second] = [await aBooker(), await aBooker()]
  const termsId = (await rows<{ termsId: string }>('SELECT termsId FROM Event WHERE id = ?1', event.id))[0]?.termsId
  const held = await book(first, event, 12_000, { termsId })
  const waits = await book(second, event, 12_000, { ifFull: 'wait', termsId })
  const waiting = await mailOf(waits.bookingId, 'booking_confirmed')
  expect(waiting).toContain('If you get the places: £120.00, of which £20.00 is VAT for the place, as things stand.')
  expect(waiting).toMatch(/Cancelling is free of charge until .* All terms are on the page of your booking\./)
  expect(await read(`/bookings/${waits.reference}`, second.cookie)).toContain(
    'If you get the places: £120.00, of which £20.00 is VAT for the place, as things stand. Nothing is owed for them before that.',
  )
  expect(await read(`/bookings/${held.reference}`, first.cookie)).not.toContain('If you get the places')
  await cancelBooking(anAct({ actor: first.actor, now: new Date() }), held.reference, undefined, { byTerms: true })
  await offerNow(new Date())
  expect(await mailOf(waits.bookingId, 'offer')).toMatch(/Cancelling is free of charge until .* All terms are on the page of the offer\./)
  const token = await tokenOf(waits.reference)
  expect((await request(`/offers/${token}`, { form: { answer: 'accept', seen: '12000' } })).status).toBe(303)
  expect(await mailOf(waits.bookingId, 'offer_accepted')).toMatch(
    /Cancelling is free of charge until .* All terms are on the page of your booking\./,
  )
})

// “Declining an offer costs nothing, and so does naming somebody or sending someone else: the
// pages and mails say that what is owed stays as it is, and how much that is.”
it('declining says that nothing is owed, and sending someone else that what is owed stays', async () => {
  const { waits, token, event } = await anOffer()
  expect(await read(`/offers/${token}`)).toContain('your request for it ends: you pay nothing for it.')
  await request(`/offers/${token}`, { form: { answer: 'decline' } })
  expect(await mailOf(waits.bookingId, 'offer_ended')).toContain('Nothing is owed for this place.')
  expect(await owed(waits.bookingId)).toBe(0)
  const booker = await aBooker()
  const { reference, bookingId, placeIds } = await book(booker, event, 12_000)
  const path = `/bookings/${reference}/places/${placeIds[0]}/name`
  expect(await read(path, booker.cookie)).toContain(
    'what is owed for this booking stays as it is, and the place stays your school’s. After this you owe £120.00 for this booking.',
  )
  const { cookie } = await anAccount({ roles: ['organiser'] })
  expect(await read(path, cookie)).toContain('After this the school owes £120.00 for this booking.')
  const typed = { 'name-1': 'Cai Rees', 'email-1': `cai-${bookingId}@example.sch.uk`, 'role-1': 'dsl', place: placeIds[0] ?? '', rows: '1' }
  expect(await textOf(request(path, { cookie: booker.cookie, form: typed }))).toContain(
    'It costs nothing, and no other school’s place is touched. After this you owe £120.00 for this booking.',
  )
  const [was] = await rows<{ personId: string }>('SELECT personId FROM Place WHERE id = ?1', placeIds[0] ?? '')
  await nameDelegates(anAct({ actor: booker.actor, now: new Date() }), reference, [
    {
      placeId: placeIds[0] ?? '',
      was: was?.personId ?? null,
      delegate: { name: 'Cai Rees', email: `cai-${bookingId}@example.sch.uk`, roleId: 'dsl', represents: [] },
    },
  ])
  expect(await mailOf(bookingId, 'delegates_changed')).toContain(
    'Nothing. What is owed for this booking stays as it is. After this you owe £120.00 for this booking.',
  )
  expect(await owed(bookingId)).toBe(12_000)
})

it('undoing a cancellation and approving a request say what the booking owes then', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const event = await aPricedEvent({ event: far })
  const booker = await aBooker()
  const { reference, bookingId, placeIds } = await book(booker, event, 24_000, { places: 2 })
  const giveUp = `/bookings/${reference}/cancel?place=${placeIds[1]}`
  expect(await read(giveUp, booker.cookie)).toContain('After this you owe £120.00 for this booking.')
  expect(await read(giveUp, cookie)).toContain('After this the school owes £120.00 for this booking.')
  await cancelBooking(anAct({ actor: booker.actor, now: new Date() }), reference, placeIds.slice(1))
  expect(await mailOf(bookingId, 'booking_cancelled')).toContain('After this you owe £120.00 for this booking.')
  expect(await read(`/bookings/${reference}/undo`, cookie)).toContain('After this the school owes £240.00 for this booking.')
  expect((await request(`/bookings/${reference}/undo`, { cookie, form: { place: placeIds[1] ?? '' } })).status).toBe(303)
  expect(await owed(bookingId)).toBe(24_000)
  expect(await mailOf(bookingId, 'booking_restored')).toContain('Owed: After this you owe £240.00 for this booking.')
  await run('UPDATE Event SET approval = 1 WHERE id = ?1', event.id)
  const other = await aBooker()
  const asked = await book(other, event, 12_000)
  expect(await read(`/bookings/${asked.reference}/decision`, cookie)).toContain('After this the school owes £120.00 for this booking.')
  expect((await request(`/bookings/${asked.reference}/decision/approve`, { cookie, form: {} })).status).toBe(303)
  expect([await owed(asked.bookingId), await mailOf(asked.bookingId, 'booking_decided')]).toEqual([
    12_000,
    expect.stringContaining('Owed: After this you owe £120.00 for this booking.'),
  ])
})
