// Bookings with their payer, prices and certain places, put straight into the database: agreed to
// and told of unless a test says otherwise.

import { newId, newReference } from '#base/id.ts'
import { anAccount, anEvent, aSchool, rows, run, tick } from '#test/support/factories.ts'
import { aPriceList } from '#test/support/money.ts'
import { add, addOnce, all } from '#test/support/rows.ts'

export type Facts = Partial<{
  route: 'recharge' | 'invoice'
  school: { id: string }
  event: { id: string }
  /** Net of each place; VAT is 20 %. */
  prices: number[]
  agreed: boolean
  termsAccepted: boolean
  told: 'sent' | 'queued' | 'no'
  poNumber: string
  costCentre: string
  subjectiveCode: string
  /**
   * What is known of the payer for its bills; a customer number and an address unless told
   * otherwise.
   */
  details: { costCentre?: string; customerNumber?: string; billingAddress?: string } | undefined
}>

/** Says of all lines of the booking that a message told of them. */
export const tell = async (bookingId: string, state: 'sent' | 'queued' = 'sent') => {
  const id = await add('Message', { kind: 'booking_confirmed', state, recipient: 'head@example.sch.uk', bookingId })
  for (const { number } of await all('LedgerLine', { bookingId })) await add('LineNotice', { lineNumber: number, messageId: id })
  return id
}

/** Who pays the booking from now on. */
export const setPayer = async (bookingId: string, payerId: string, facts: Facts) => {
  const at = tick().toISOString()
  await run('UPDATE BookingPayer SET supersededAt = ?2 WHERE bookingId = ?1 AND supersededAt IS NULL', bookingId, at)
  await add('BookingPayer', {
    bookingId,
    payerId,
    route: facts.route ?? 'recharge',
    poNumber: facts.poNumber ?? '',
    costCentre: facts.costCentre ?? 'S100',
    subjectiveCode: facts.subjectiveCode ?? '40150',
    pricedAsOf: at,
    agreedAt: facts.agreed === false ? null : at,
    rule: '{}',
    createdAt: at,
  })
}

export const setPrice = async (
  place: { placeId: string; bookingId: string; eventId: string; schoolId: string; payerId: string },
  list: { id: string; vatCodeId: string },
  route: string,
  pence: number,
) => {
  const at = tick().toISOString()
  await run('UPDATE PlacePrice SET supersededAt = ?2 WHERE placeId = ?1 AND supersededAt IS NULL', place.placeId, at)
  await add('PlacePrice', {
    placeId: place.placeId,
    bookingId: place.bookingId,
    eventId: place.eventId,
    schoolId: place.schoolId,
    payerId: place.payerId,
    route,
    priceId: list.id,
    basis: 'price',
    pence,
    vatPence: pence / 5,
    vatCodeId: list.vatCodeId,
    rule: '{}',
    createdAt: at,
  })
}

/** What is known of the payer from now on. */
export const setDetails = async (payerId: string, details: NonNullable<Facts['details']>) => {
  const at = tick().toISOString()
  await run('UPDATE PayerDetails SET supersededAt = ?2 WHERE payerId = ?1 AND supersededAt IS NULL', payerId, at)
  await add('PayerDetails', {
    payerId,
    costCentre: details.costCentre ?? '',
    customerNumber: details.customerNumber ?? '',
    billingAddress: details.billingAddress ?? '',
    createdAt: at,
  })
}

/**
 * One booking of a school that pays by recharge for one place of £100 and VAT, unless told
 * otherwise.
 */
export const aDebt = async (facts: Facts = {}) => {
  const route = facts.route ?? 'recharge'
  const school = facts.school ?? (await aSchool())
  const event = facts.event ?? (await anEvent({ capacity: 5000, placesPerSchool: null }))
  const list = await aPriceList()
  const payerId = `payer-of-${school.id}`
  const bookingId = newId(tick())
  const reference = newReference()
  const at = tick().toISOString()
  await addOnce('Payer', { id: payerId, schoolId: school.id, createdAt: at })
  await add('Booking', {
    id: bookingId,
    reference,
    eventId: event.id,
    schoolId: school.id,
    channel: 'school',
    formId: bookingId,
    createdAt: at,
    termsAcceptedAt: facts.termsAccepted === false ? null : at,
  })
  await setPayer(bookingId, payerId, facts)
  const details = 'details' in facts ? facts.details : { customerNumber: '300142', billingAddress: 'School Lane, Exampleton' }
  if (details)
    await addOnce('PayerDetails', {
      payerId,
      costCentre: details.costCentre ?? '',
      customerNumber: details.customerNumber ?? '',
      billingAddress: details.billingAddress ?? '',
      createdAt: at,
    })
  const places: string[] = []
  for (const pence of facts.prices ?? [10_000]) {
    const placeId = newId(tick())
    places.push(placeId)
    await setPrice({ placeId, bookingId, eventId: event.id, schoolId: school.id, payerId }, list, route, pence)
    await add('Place', { id: placeId, bookingId, eventId: event.id, schoolId: school.id, stateAt: at, createdAt: at })
  }
  if (facts.told !== 'no') await tell(bookingId, facts.told)
  return { bookingId, reference, payerId, school, event, list, places, numbers: await numbersOf(bookingId) }
}

/** The lines of a booking that are no money. */
export const numbersOf = async (bookingId: string): Promise<number[]> =>
  (
    await rows<{ number: number }>(
      `SELECT number FROM LedgerLine WHERE bookingId = ?1 AND kind NOT IN ('payment', 'refund') ORDER BY number`,
      bookingId,
    )
  ).map(({ number }) => number)

export const cancelPlace = (placeId: string) =>
  run(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE id = ?1`, placeId, tick().toISOString())

export const dispute = async (lineNumber: number): Promise<string> => {
  const id = await add('LineDispute', { lineNumber, words: 'We did not book this' })
  return id
}

export const settle = (disputeId: string) =>
  run(`UPDATE LineDispute SET outcome = 'stands', settledAt = ?2 WHERE id = ?1`, disputeId, tick().toISOString())

/** What the booking owes, with VAT. */
export const owedBy = async (bookingId: string): Promise<number> =>
  (await rows<{ sum: number }>('SELECT COALESCE(SUM(pence + vatPence), 0) AS sum FROM LedgerLine WHERE bookingId = ?1', bookingId))[0]
    ?.sum ?? 0

export const finance = () => anAccount({ roles: ['finance'] })
