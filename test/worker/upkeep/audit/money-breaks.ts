// Each invariant of money, broken by hand: what is returned is the id that the audit must name.

import { pick } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { anAccount, type anEvent, aSchool, db, rows, run, tick } from '#test/support/factories.ts'
import { rowText } from '#test/support/row-of.ts'
import { add, addOnce, all } from '#test/support/rows.ts'
import type { MoneyInvariant } from '#upkeep/audit/money.ts'

const at = '2026-05-20T09:00:00.000Z'

const drop = (trigger: string) => run(`DROP TRIGGER IF EXISTS ${trigger}`)

type Place = { placeId: string; bookingId: string }
type World = Place & { event: Awaited<ReturnType<typeof anEvent>>; school: { id: string } }
type Made = {
  aSoundWorld: () => Promise<World>
  aSoundPlace: (event: World['event'], school: { id: string }) => Promise<Place>
  aChargedPlace: (kind: 'cancellation') => Promise<Place & { chargeId: string; school: { id: string } }>
}

const aPayer = async (bookingId: string, schoolId: string, route = 'invoice'): Promise<string> => {
  const payerId = `payer-of-${schoolId}`
  await addOnce('Payer', { id: payerId, schoolId, createdAt: at })
  await add('BookingPayer', { bookingId, payerId, route, pricedAsOf: at, rule: '{}', createdAt: at })
  return payerId
}

const aPriceList = async (freePlaces = 0) => {
  const id = newId(tick())
  await add('VatCode', { id, code: id.slice(-12), name: 'Standard', createdAt: at })
  await add('PriceList', { id, priceKey: id, vatCodeId: id, freePlaces, createdAt: at })
  return id
}

type Priced = { basis?: string; pence?: number; agreementId?: string; codeId?: string }

const aPrice = async (world: World, place: Place, priceId: string, payerId: string, { basis = 'price', ...more }: Priced = {}) => {
  const id = newId(tick())
  const pence = more.pence ?? 5000
  await add('PlacePrice', {
    id,
    placeId: place.placeId,
    bookingId: place.bookingId,
    eventId: world.event.id,
    schoolId: world.school.id,
    payerId,
    route: 'invoice',
    priceId,
    basis,
    pence,
    vatPence: pence / 5,
    vatCodeId: priceId,
    agreementId: more.agreementId ?? null,
    codeId: more.codeId ?? null,
    rule: '{}',
    createdAt: at,
  })
  return id
}

/** `INSERT` of a line besides those that triggers post. */
const aLine = async (of: {
  kind: string
  payerId: string
  bookingId: string
  pence: number
  reverses?: number
  source?: string
  proposalId?: string
  approvedById?: string
  at?: string
}): Promise<string> => {
  const facts = ['kind', 'payerId', 'bookingId', 'pence', 'source', 'proposalId', 'approvedById'] as const
  const line = { ...pick(of, facts), route: 'invoice', reason: 'r', at: of.at ?? at, reversesNumber: of.reverses }
  const [made] = await rows<{ number: number }>(`${rowText('LedgerLine', line)} RETURNING number`)
  return String(made?.number)
}

const nextNumber = async (kind: string): Promise<number> =>
  (await db.prepare('UPDATE RunningNumber SET last = last + 1 WHERE kind = ?1 RETURNING last').bind(kind).first<{ last: number }>())
    ?.last ?? 0

export const moneyBreaks = ({ aSoundWorld, aSoundPlace, aChargedPlace }: Made): Record<MoneyInvariant, () => Promise<string>> => {
  /** A certain place that costs £50 and £10 of VAT, on the ledger. */
  const aPricedWorld = async (freePlaces = 0, priced: Priced = {}) => {
    const world = await aSoundWorld()
    const payerId = await aPayer(world.bookingId, world.school.id)
    const priceId = await aPriceList(freePlaces)
    const placePriceId = await aPrice(world, world, priceId, payerId, priced)
    const [line] = await rows<{ number: number }>('SELECT number FROM LedgerLine WHERE placePriceId = ?1', placePriceId)
    return { ...world, payerId, priceId, placePriceId, line: line?.number ?? 0 }
  }

  const aPostedCharge = async () => {
    const charged = await aChargedPlace('cancellation')
    const { accountId } = await anAccount()
    await drop('Charge_stands')
    await aPayer(charged.bookingId, charged.school.id)
    await run('UPDATE Charge SET postedAt = ?2, postedById = ?3 WHERE id = ?1', charged.chargeId, at, accountId)
    return charged
  }

  const anAgreement = async (schoolId: string) => {
    const id = await add('Agreement', { schoolId, name: 'Package', fromDay: '2026-01-01', places: 5, createdAt: at })
    return id
  }

  const aCoveredWorld = async () => {
    const world = await aSoundWorld()
    const payerId = await aPayer(world.bookingId, world.school.id)
    const agreementId = await anAgreement(world.school.id)
    await aPrice(world, world, await aPriceList(), payerId, { basis: 'agreement', pence: 0, agreementId })
    return agreementId
  }

  const aBatch = async (pence: number, vatPence: number, kind = 'invoice_request', lines = 1) => {
    const id = await add('FinanceFile', { kind, number: await nextNumber(kind), lines, pence, vatPence, createdAt: at })
    return id
  }

  type Asked = { payerId: string; bookingId: string; line: number }

  /** One request for both, in a file of its own. */
  const aJoinedRequest = async (parts: readonly Asked[]) => {
    const batchId = await aBatch(5000 * parts.length, 1000 * parts.length, 'invoice_request', parts.length)
    const reference = `joined ${batchId}`
    for (const { payerId, bookingId, line } of parts) {
      const id = await add('InvoiceRequest', { reference, batchId, payerId, bookingId })
      await add('FinanceFileLine', { lineNumber: line, batchId, requestId: id })
    }
    return reference
  }

  const aPaidCheckout = async (withPayment: boolean) => {
    const world = await aPricedWorld()
    const id = newId(tick())
    await add('Checkout', {
      id,
      bookingId: world.bookingId,
      payerId: world.payerId,
      pence: 6000,
      state: 'paid',
      outcome: 'applied',
      stripeId: id,
      paymentIntentId: id,
      expiresAt: at,
      createdAt: at,
    })
    if (withPayment) await aLine({ kind: 'payment', ...world, pence: -6000, source: `stripe:${id}` })
    return { ...world, checkoutId: id }
  }

  const aRefund = async (
    { checkoutId, bookingId, payerId }: { checkoutId: string; bookingId: string; payerId: string },
    pence: number,
    state: string,
  ) => {
    const id = newId(tick())
    await add('CardRefund', { id, checkoutId, bookingId, payerId, pence, why: 'terms', state, stripeId: id, createdAt: at })
    return id
  }

  return {
    ledger_is_prices_charges_and_money: async () => {
      const world = await aPricedWorld()
      await aLine({ kind: 'credit', ...world, pence: -1 })
      return world.bookingId
    },
    chargeable_place_has_payer: async () => {
      const world = await aPricedWorld()
      await run('UPDATE BookingPayer SET supersededAt = ?2 WHERE bookingId = ?1', world.bookingId, at)
      return world.placeId
    },
    certain_place_charged_once: async () => {
      const world = await aPricedWorld()
      const other = await aSchool()
      await add('Payer', { id: other.id, schoolId: other.id, createdAt: at })
      await drop('LedgerLine_stands')
      await run('UPDATE LedgerLine SET payerId = ?2 WHERE number = ?1', world.line, other.id)
      return world.placeId
    },
    ended_price_taken_back: async () => {
      const world = await aPricedWorld()
      await run('UPDATE PlacePrice SET supersededAt = ?2 WHERE id = ?1', world.placePriceId, at)
      await drop('LedgerLine_stands')
      await run('UPDATE LedgerLine SET reversesNumber = NULL WHERE reversesNumber = ?1', world.line)
      return world.placeId
    },
    posted_charge_has_line: async () => {
      const { chargeId } = await aPostedCharge()
      await drop('LedgerLine_stands')
      await run('UPDATE LedgerLine SET chargeId = NULL WHERE chargeId = ?1', chargeId)
      return chargeId
    },
    withdrawn_charge_taken_back: async () => {
      const { chargeId } = await aPostedCharge()
      await run('UPDATE Charge SET withdrawnAt = ?2 WHERE id = ?1', chargeId, at)
      await drop('LedgerLine_stands')
      await run('UPDATE LedgerLine SET reversesNumber = NULL WHERE chargeId = ?1', chargeId)
      return chargeId
    },
    nothing_taken_back_twice: async () => {
      const world = await aPricedWorld()
      await drop('LedgerLine_reverses_what_is_left')
      await aLine({ kind: 'credit', ...world, pence: -6001, reverses: world.line })
      await aLine({ kind: 'charge', ...world, pence: 6001 })
      return String(world.line)
    },
    two_people_let_off: async () => {
      const world = await aPricedWorld()
      const [one, other] = [await anAccount(), await anAccount()]
      const proposalId = await add('MoneyProposal', {
        kind: 'waiver',
        bookingId: world.bookingId,
        payerId: world.payerId,
        lineNumber: world.line,
        pence: 100,
        reason: 'Snow',
        proposedAt: at,
        proposedById: one.accountId,
      })
      return aLine({ kind: 'waiver', ...world, pence: -100, reverses: world.line, proposalId, approvedById: other.accountId })
    },
    payment_taken_back_once: async () => {
      const world = await aPricedWorld()
      const [one, other] = [await anAccount(), await anAccount()]
      const number = Number(await aLine({ kind: 'payment', ...world, pence: -100, source: `hand:${newId(tick())}` }))
      const proposalId = await add('MoneyProposal', {
        kind: 'take_back',
        bookingId: world.bookingId,
        payerId: world.payerId,
        lineNumber: number,
        pence: 100,
        reason: 'Bank',
        why: 'returned',
        proposedAt: at,
        proposedById: one.accountId,
      })
      await run(
        `UPDATE MoneyProposal SET state = 'approved', decidedAt = ?2, decidedById = ?3 WHERE id = ?1`,
        ...[proposalId, at, other.accountId],
      )
      await drop('LedgerLine_takes_payment_back')
      const back = { kind: 'taken_back', ...world, reverses: number, proposalId, approvedById: other.accountId }
      return aLine({ ...back, pence: 99, source: newId(tick()) })
    },
    put_is_whole: async () => {
      const world = await aPricedWorld()
      return aLine({ kind: 'payment', ...world, pence: -100, source: `put:${newId(tick())}:to` })
    },
    agreed_payment_posted_once: async () => {
      const world = await aPricedWorld()
      const [one, other] = [await anAccount(), await anAccount()]
      const proposalId = newId(tick())
      await add('MoneyProposal', {
        id: proposalId,
        kind: 'payment',
        bookingId: world.bookingId,
        payerId: world.payerId,
        pence: 100,
        reason: 'BACS',
        happenedOn: '2026-05-01',
        source: `hand:${proposalId}`,
        proposedAt: at,
        proposedById: one.accountId,
      })
      await run(
        `UPDATE MoneyProposal SET state = 'approved', decidedAt = ?2, decidedById = ?3 WHERE id = ?1`,
        ...[proposalId, at, other.accountId],
      )
      return proposalId
    },
    large_payment_by_two: async () => {
      const world = await aPricedWorld()
      await add('MoneySetting', { key: 'second_person', value: '{"abovePence":5000}', createdAt: '2026-05-19T09:00:00.000Z' })
      await drop('LedgerLine_of_second_person')
      return aLine({ kind: 'payment', ...world, pence: -5001, source: `hand:${newId(tick())}` })
    },
    line_in_open_period: async () => {
      const world = await aPricedWorld()
      await addOnce('ClosedPeriod', { period: '2020-01', closedAt: '2020-02-01T09:00:00.000Z' })
      await drop('LedgerLine_stands')
      await run(`UPDATE LedgerLine SET period = '2020-01' WHERE number = ?1`, world.line)
      return String(world.line)
    },
    agreement_within_places: async () => {
      const agreementId = await aCoveredWorld()
      await drop('Agreement_stands')
      await run('UPDATE Agreement SET places = 0 WHERE id = ?1', agreementId)
      return agreementId
    },
    agreement_drawn_and_given_back: async () => {
      const agreementId = await aCoveredWorld()
      await drop('AgreementLine_kept')
      await run('DELETE FROM AgreementLine WHERE agreementId = ?1', agreementId)
      return agreementId
    },
    first_places_free_within_limit: async () => {
      const world = await aPricedWorld(1, { basis: 'first_free', pence: 0 })
      await drop('PriceList_stands')
      await run('UPDATE PriceList SET freePlaces = 0 WHERE id = ?1', world.priceId)
      return `${world.event.id} ${world.school.id}`
    },
    first_free_place_used: async () => {
      const world = await aPricedWorld(0)
      await drop('PriceList_stands')
      await run('UPDATE PriceList SET freePlaces = 1 WHERE id = ?1', world.priceId)
      return `${world.event.id} ${world.school.id}`
    },
    code_within_limit: async () => {
      const world = await aSoundWorld()
      const priceId = await aPriceList()
      const codeId = await add('PriceCode', { priceKey: priceId, percentOff: 100, createdAt: at })
      for (const place of [world, await aSoundPlace(world.event, world.school)])
        await aPrice(world, place, priceId, await aPayer(place.bookingId, world.school.id), { basis: 'code', pence: 0, codeId })
      await drop('PriceCode_only_ends')
      await run('UPDATE PriceCode SET mostPlaces = 1 WHERE id = ?1', codeId)
      return codeId
    },
    batch_adds_up: async () => {
      const world = await aPricedWorld()
      const batchId = await aBatch(1, 0)
      await add('FinanceFileLine', { lineNumber: world.line, batchId })
      return batchId
    },
    line_in_one_file: async () => {
      const world = await aPricedWorld()
      await run('DROP INDEX FinanceFileLine_in_one_file')
      for (const batchId of [await aBatch(5000, 1000), await aBatch(5000, 1000)])
        await add('FinanceFileLine', { lineNumber: world.line, batchId })
      return String(world.line)
    },
    rejected_file_gives_lines_back: async () => {
      const world = await aPricedWorld()
      const batchId = await aBatch(5000, 1000)
      await add('FinanceFileLine', { lineNumber: world.line, batchId })
      await drop('FinanceFileAnswer_returns_lines')
      await add('FinanceFileAnswer', { batchId, answer: 'rejected', reason: 'Wrong code', answeredAt: at })
      return batchId
    },
    journal_settles_lines: async () => {
      const world = await aPricedWorld()
      const batchId = await aBatch(5000, 1000, 'journal')
      await drop('FinanceFileLine_of_route')
      await add('FinanceFileLine', { lineNumber: world.line, batchId })
      await aLine({ kind: 'payment', ...world, pence: -5999, source: `journal:${world.line}` })
      return String(world.line)
    },
    request_adds_up: async () => {
      const world = await aPricedWorld()
      const batchId = await aBatch(5000, 1000)
      await drop('InvoiceRequest_stands')
      await add('InvoiceRequest', { id: batchId, reference: batchId, batchId, payerId: world.payerId, bookingId: world.bookingId })
      await add('FinanceFileLine', { lineNumber: world.line, batchId, requestId: batchId })
      await run('UPDATE InvoiceRequest SET pence = 1 WHERE id = ?1', batchId)
      return batchId
    },
    joined_request_of_one_payer: async () => {
      await drop('InvoiceRequest_of_one_payer_and_event')
      return aJoinedRequest([await aPricedWorld(), await aPricedWorld()])
    },
    payment_is_of_its_request: async () => {
      const world = await aPricedWorld()
      await drop('LedgerLine_of_request')
      return aLine({ kind: 'payment', ...world, pence: -1, source: `request:IR999999:${newId(tick())}` })
    },
    joined_payment_is_whole: async () => {
      const world = await aPricedWorld()
      const second = await aSoundPlace(world.event, world.school)
      await aPayer(second.bookingId, world.school.id)
      const placePriceId = await aPrice(world, second, world.priceId, world.payerId)
      const [charge] = await rows<{ number: number }>('SELECT number FROM LedgerLine WHERE placePriceId = ?1', placePriceId)
      const other = { payerId: world.payerId, bookingId: second.bookingId, line: charge?.number ?? 0 }
      const source = `request:${await aJoinedRequest([world, other])}:BACS\n`
      const pay = async (part: Asked, second: string) => {
        const [booking] = await rows<{ reference: string }>('SELECT reference FROM Booking WHERE id = ?1', part.bookingId)
        return aLine({
          ...{ kind: 'payment', payerId: part.payerId, bookingId: part.bookingId, pence: -1 },
          ...{ source: `${source}${booking?.reference}`, at: `2026-05-20T09:00:0${second}.000Z` },
        })
      }
      const first = await pay(world, '1')
      await pay(other, '2')
      return first
    },
    invoice_adds_up: async () => {
      const world = await aPricedWorld()
      const id = await add('Invoice', {
        number: await nextNumber('invoice'),
        payerId: world.payerId,
        bookingId: world.bookingId,
        state: 'draft',
        pence: 1,
        vatPence: 0,
        taxPoint: '2026-05-20',
        dueOn: '2026-06-20',
        createdAt: at,
      })
      await add('InvoiceLine', { invoiceId: id, lineNumber: world.line })
      return id
    },
    invoice_numbers_without_gaps: async () => {
      await nextNumber('invoice')
      return 'invoice'
    },
    paid_checkout_is_a_payment: async () => (await aPaidCheckout(false)).checkoutId,
    refund_is_a_refund: async () => aRefund(await aPaidCheckout(true), 1000, 'succeeded'),
    no_more_refunded_than_paid: async () => {
      const world = await aPaidCheckout(true)
      await drop('CardRefund_of_what_was_paid')
      await aRefund(world, 6001, 'asked')
      return world.checkoutId
    },
    hold_ends: async () => {
      const world = await aSoundWorld()
      const [{ eventId, schoolId } = { eventId: '', schoolId: '' }] = await all('Booking', { id: world.bookingId })
      const held = { state: 'held', heldUntil: '2026-05-20T10:00:00.000Z', stateAt: at, createdAt: at }
      return add('Place', { bookingId: world.bookingId, eventId, schoolId, ...held })
    },
  }
}
