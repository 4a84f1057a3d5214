// Each invariant of money, broken by hand: what is returned is the id that the audit must name.

import { newId } from '#base/id.ts'
import { anAccount, type anEvent, aSchool, db, rows, tick } from '#test/support/factories.ts'
import type { MoneyInvariant } from '#upkeep/audit/money.ts'

const at = '2026-05-20T09:00:00.000Z'

const run = (sql: string, ...values: unknown[]) =>
  db
    .prepare(sql)
    .bind(...values)
    .run()

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
  await run(`INSERT INTO Payer (id, kind, schoolId, createdAt) VALUES (?1, 'school', ?2, ?3) ON CONFLICT DO NOTHING`, payerId, schoolId, at)
  await run(
    `INSERT INTO BookingPayer (id, bookingId, payerId, route, pricedAsOf, rule, createdAt) VALUES (?1, ?2, ?3, ?4, ?5, '{}', ?5)`,
    ...[newId(tick()), bookingId, payerId, route, at],
  )
  return payerId
}

const aPriceList = async (freePlaces = 0) => {
  const id = newId(tick())
  await run(`INSERT INTO VatCode (id, code, name, basisPoints, createdAt) VALUES (?1, ?2, 'Standard', 2000, ?3)`, id, id.slice(-12), at)
  await run(
    `INSERT INTO PriceList (id, priceKey, version, name, defaultPence, vatCodeId, freePlaces, createdAt) VALUES (?1, ?1, 1, 'Prices', 5000, ?1, ?2, ?3)`,
    ...[id, freePlaces, at],
  )
  return id
}

type Priced = { basis?: string; pence?: number; agreementId?: string; codeId?: string }

const aPrice = async (world: World, place: Place, priceId: string, payerId: string, { basis = 'price', ...more }: Priced = {}) => {
  const id = newId(tick())
  const pence = more.pence ?? 5000
  await run(
    `INSERT INTO PlacePrice (id, placeId, bookingId, eventId, schoolId, payerId, route, priceId, status, area, agreement, basis, pence, vatPence, vatCodeId, agreementId, codeId, rule, createdAt)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'invoice', ?7, 'maintained', 'inside', 'without', ?8, ?9, ?10, ?7, ?11, ?12, '{}', ?13)`,
    ...[id, place.placeId, place.bookingId, world.event.id, world.school.id, payerId, priceId, basis, pence, pence / 5],
    ...[more.agreementId ?? null, more.codeId ?? null, at],
  )
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
  const made = await db
    .prepare(
      `INSERT INTO LedgerLine (kind, payerId, route, bookingId, pence, rule, reason, at, reversesNumber, source, proposalId, approvedById)
       VALUES (?1, ?2, 'invoice', ?3, ?4, '{}', 'r', ?5, ?6, ?7, ?8, ?9) RETURNING number`,
    )
    .bind(
      of.kind,
      of.payerId,
      of.bookingId,
      of.pence,
      of.at ?? at,
      of.reverses ?? null,
      of.source ?? null,
      of.proposalId ?? null,
      of.approvedById ?? null,
    )
    .first<{ number: number }>()
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
    const id = newId(tick())
    await run(
      `INSERT INTO Agreement (id, schoolId, name, fromDay, places, createdAt) VALUES (?1, ?2, 'Package', '2026-01-01', 5, ?3)`,
      ...[id, schoolId, at],
    )
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
    const id = newId(tick())
    await run(
      `INSERT INTO FinanceFile (id, kind, number, lines, pence, vatPence, content, createdAt) VALUES (?1, ?6, ?2, ?7, ?3, ?4, '', ?5)`,
      ...[id, await nextNumber(kind), pence, vatPence, at, kind, lines],
    )
    return id
  }

  type Asked = { payerId: string; bookingId: string; line: number }

  /** One request for both, in a file of its own. */
  const aJoinedRequest = async (parts: readonly Asked[]) => {
    const batchId = await aBatch(5000 * parts.length, 1000 * parts.length, 'invoice_request', parts.length)
    const reference = `joined ${batchId}`
    for (const { payerId, bookingId, line } of parts) {
      const id = newId(tick())
      await run(
        'INSERT INTO InvoiceRequest (id, reference, batchId, payerId, bookingId) VALUES (?1, ?2, ?3, ?4, ?5)',
        ...[id, reference, batchId, payerId, bookingId],
      )
      await run('INSERT INTO FinanceFileLine (lineNumber, batchId, requestId) VALUES (?1, ?2, ?3)', line, batchId, id)
    }
    return reference
  }

  const aPaidCheckout = async (withPayment: boolean) => {
    const world = await aPricedWorld()
    const id = newId(tick())
    await run(
      `INSERT INTO Checkout (id, bookingId, payerId, forWhat, pence, state, outcome, stripeId, paymentIntentId, expiresAt, createdAt)
       VALUES (?1, ?2, ?3, 'balance', 6000, 'paid', 'applied', ?1, ?1, ?4, ?4)`,
      ...[id, world.bookingId, world.payerId, at],
    )
    if (withPayment) await aLine({ kind: 'payment', ...world, pence: -6000, source: `stripe:${id}` })
    return { ...world, checkoutId: id }
  }

  const aRefund = async (
    { checkoutId, bookingId, payerId }: { checkoutId: string; bookingId: string; payerId: string },
    pence: number,
    state: string,
  ) => {
    const id = newId(tick())
    await run(
      `INSERT INTO CardRefund (id, checkoutId, bookingId, payerId, pence, why, state, stripeId, createdAt) VALUES (?1, ?2, ?3, ?4, ?5, 'terms', ?6, ?1, ?7)`,
      ...[id, checkoutId, bookingId, payerId, pence, state, at],
    )
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
      await run(`INSERT INTO Payer (id, kind, schoolId, createdAt) VALUES (?1, 'school', ?1, ?2)`, other.id, at)
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
      const proposalId = newId(tick())
      await run(
        `INSERT INTO MoneyProposal (id, kind, bookingId, payerId, lineNumber, pence, reason, proposedAt, proposedById) VALUES (?1, 'waiver', ?2, ?3, ?4, 100, 'Snow', ?5, ?6)`,
        ...[proposalId, world.bookingId, world.payerId, world.line, at, one.accountId],
      )
      return aLine({ kind: 'waiver', ...world, pence: -100, reverses: world.line, proposalId, approvedById: other.accountId })
    },
    payment_taken_back_once: async () => {
      const world = await aPricedWorld()
      const [one, other] = [await anAccount(), await anAccount()]
      const number = Number(await aLine({ kind: 'payment', ...world, pence: -100, source: `hand:${newId(tick())}` }))
      const proposalId = newId(tick())
      await run(
        `INSERT INTO MoneyProposal (id, kind, bookingId, payerId, lineNumber, pence, reason, why, proposedAt, proposedById) VALUES (?1, 'take_back', ?2, ?3, ?4, 100, 'Bank', 'returned', ?5, ?6)`,
        ...[proposalId, world.bookingId, world.payerId, number, at, one.accountId],
      )
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
      await run(
        `INSERT INTO MoneyProposal (id, kind, bookingId, payerId, pence, reason, happenedOn, source, proposedAt, proposedById)
         VALUES (?1, 'payment', ?2, ?3, 100, 'BACS', '2026-05-01', 'hand:' || ?1, ?4, ?5)`,
        ...[proposalId, world.bookingId, world.payerId, at, one.accountId],
      )
      await run(
        `UPDATE MoneyProposal SET state = 'approved', decidedAt = ?2, decidedById = ?3 WHERE id = ?1`,
        ...[proposalId, at, other.accountId],
      )
      return proposalId
    },
    large_payment_by_two: async () => {
      const world = await aPricedWorld()
      await run(
        `INSERT INTO MoneySetting (id, key, value, createdAt) VALUES (?1, 'second_person', '{"abovePence":5000}', '2026-05-19T09:00:00.000Z')`,
        newId(tick()),
      )
      await drop('LedgerLine_of_second_person')
      return aLine({ kind: 'payment', ...world, pence: -5001, source: `hand:${newId(tick())}` })
    },
    line_in_open_period: async () => {
      const world = await aPricedWorld()
      await run(`INSERT INTO ClosedPeriod (period, closedAt) VALUES ('2020-01', '2020-02-01T09:00:00.000Z') ON CONFLICT DO NOTHING`)
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
      const codeId = newId(tick())
      await run(
        `INSERT INTO PriceCode (id, priceKey, code, percentOff, mostPlaces, createdAt) VALUES (?1, ?2, 'EARLYBIRD', 100, 2, ?3)`,
        ...[codeId, priceId, at],
      )
      for (const place of [world, await aSoundPlace(world.event, world.school)])
        await aPrice(world, place, priceId, await aPayer(place.bookingId, world.school.id), { basis: 'code', pence: 0, codeId })
      await drop('PriceCode_only_ends')
      await run('UPDATE PriceCode SET mostPlaces = 1 WHERE id = ?1', codeId)
      return codeId
    },
    batch_adds_up: async () => {
      const world = await aPricedWorld()
      const batchId = await aBatch(1, 0)
      await run('INSERT INTO FinanceFileLine (lineNumber, batchId) VALUES (?1, ?2)', world.line, batchId)
      return batchId
    },
    line_in_one_file: async () => {
      const world = await aPricedWorld()
      await run('DROP INDEX FinanceFileLine_in_one_file')
      for (const batchId of [await aBatch(5000, 1000), await aBatch(5000, 1000)])
        await run('INSERT INTO FinanceFileLine (lineNumber, batchId) VALUES (?1, ?2)', world.line, batchId)
      return String(world.line)
    },
    rejected_file_gives_lines_back: async () => {
      const world = await aPricedWorld()
      const batchId = await aBatch(5000, 1000)
      await run('INSERT INTO FinanceFileLine (lineNumber, batchId) VALUES (?1, ?2)', world.line, batchId)
      await drop('FinanceFileAnswer_returns_lines')
      await run(
        `INSERT INTO FinanceFileAnswer (batchId, answer, reason, answeredAt) VALUES (?1, 'rejected', 'Wrong code', ?2)`,
        batchId,
        at,
      )
      return batchId
    },
    journal_settles_lines: async () => {
      const world = await aPricedWorld()
      const batchId = await aBatch(5000, 1000, 'journal')
      await drop('FinanceFileLine_of_route')
      await run('INSERT INTO FinanceFileLine (lineNumber, batchId) VALUES (?1, ?2)', world.line, batchId)
      await aLine({ kind: 'payment', ...world, pence: -5999, source: `journal:${world.line}` })
      return String(world.line)
    },
    request_adds_up: async () => {
      const world = await aPricedWorld()
      const batchId = await aBatch(5000, 1000)
      await drop('InvoiceRequest_stands')
      await run(
        `INSERT INTO InvoiceRequest (id, reference, batchId, payerId, bookingId) VALUES (?1, ?1, ?1, ?2, ?3)`,
        ...[batchId, world.payerId, world.bookingId],
      )
      await run('INSERT INTO FinanceFileLine (lineNumber, batchId, requestId) VALUES (?1, ?2, ?2)', world.line, batchId)
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
      const id = newId(tick())
      await run(
        `INSERT INTO Invoice (id, number, payerId, bookingId, state, pence, vatPence, taxPoint, dueOn, createdAt)
         VALUES (?1, ?2, ?3, ?4, 'draft', 1, 0, '2026-05-20', '2026-06-20', ?5)`,
        ...[id, await nextNumber('invoice'), world.payerId, world.bookingId, at],
      )
      await run('INSERT INTO InvoiceLine (invoiceId, lineNumber) VALUES (?1, ?2)', id, world.line)
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
      const id = newId(tick())
      await run(
        `INSERT INTO Place (id, bookingId, eventId, schoolId, state, heldUntil, stateAt, createdAt)
         SELECT ?2, b.id, b.eventId, b.schoolId, 'held', '2026-05-20T10:00:00.000Z', ?3, ?3 FROM Booking b WHERE b.id = ?1`,
        ...[world.bookingId, id, at],
      )
      return id
    },
  }
}
