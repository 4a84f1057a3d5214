// What finance reads before something is waived, written off, paid back or taken back is what approving does: the sum, its VAT, what is owed
// then, and whether anybody is told.

import { expect, it } from 'vitest'
import { decideProposal } from '#money/ledger/decide-proposal.ts'
import { proposeRefund, proposeTakeBack, proposeWaiver, proposeWaiverOfCharge, proposeWriteOff } from '#money/ledger/propose-money.ts'
import { putToBooking, recordPayment } from '#money/ledger/record-payment.ts'
import { insertPayment } from '#money/ledger/store.ts'
import { chance } from '#test/support/chance.ts'
import { anAccount, anAct, db, request, rows, run, tick } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { aCharge, aPaidBooking, linesOf, messagesOf, owedOf } from '#test/worker/money/ledger/booked.ts'

const seed = 20_261_204
const { is, one } = chance(seed)
const base = '/organiser/finance'
const pence = (said: string | undefined): number => Math.round(Number((said ?? '').replaceAll(',', '')) * 100)

/** What the page of a proposal says is owed once it is approved; below zero: in favour of the payer. */
const thenOf = (page: string): number => {
  const [, owed, favour] = /Owed for the booking then (?:£([\d.,]+)|Nothing(?:: £([\d.,]+) credit)?)/.exec(page) ?? []
  return favour ? -pence(favour) : pence(owed ?? '0')
}

// “What the page of a proposal to waive or to write off says is what approving it does: the sum and its VAT, whether it was owed, and whether anybody is told.”
it('what is said of a waiver before it is approved is what it does; the sum alone would say less than nothing of what was never owed', async () => {
  const [ada, ben] = [await anAccount({ roles: ['finance'] }), await anAccount({ roles: ['finance'] })]
  const by = (who: typeof ada) => anAct({ actor: who.actor, now: tick() })
  const otherwise = { sum: 0, told: 0, left: 0 }
  for (let round = 0; round < 36; round += 1) {
    const [net, vatPence] = one([
      [10_000, 2_000],
      [10_001, 2_000],
      [3_333, 0],
    ] as const)
    const event = await aPricedEvent({ event: { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' } })
    const booked = await aPaidBooking({ event, pence: net, vatPence, places: one([1, 2]) })
    const silent = is(0.3)
    if (silent) {
      await run(`UPDATE Claim SET state = 'ended', decidedAt = requestedAt WHERE accountId = ?1`, booked.accountId)
      await run('UPDATE Booking SET bookedById = NULL WHERE id = ?1', booked.bookingId)
    }
    const what = one(['line', 'line', 'charge', 'not posted', 'write_off'] as const)
    const charge = what === 'charge' || what === 'not posted' ? await aCharge(booked, what === 'charge') : undefined
    const number = (
      await rows<{ number: number }>('SELECT MAX(number) AS number FROM LedgerLine WHERE bookingId = ?1', booked.bookingId)
    )[0]?.number
    const path = {
      ...{ line: `lines/${booked.numbers[0]}/waiver`, charge: `lines/${number}/waiver`, 'not posted': `absences/${charge}/waiver` },
      write_off: `accounts/${booked.payerId}/write-off?booking=${booked.reference}`,
    }[what]
    const part = what === 'line' && is(0.6) ? one([3_333, 5, 2_000]) : undefined
    const id = crypto.randomUUID()
    const ask = { id, reason: 'Snow closed the road' }
    const [, left = ''] =
      /(?:Left of it, with VAT|Total|Owed, with VAT) £([\d.,]+)/.exec(await textOf(request(`${base}/${path}`, { cookie: ada.cookie }))) ??
      []
    const asked = await {
      line: () => proposeWaiver(by(ada), { ...ask, lineNumber: booked.numbers[0] ?? 0, pence: part }),
      charge: () => proposeWaiver(by(ada), { ...ask, lineNumber: number ?? 0, pence: undefined }),
      'not posted': () => proposeWaiverOfCharge(by(ada), { ...ask, chargeId: charge ?? '' }),
      write_off: () => proposeWriteOff(by(ada), { ...ask, bookingId: booked.bookingId, payerId: booked.payerId }),
    }[what]()
    expect([round, what, asked.ok]).toEqual([round, what, true])
    const page = await textOf(request(`${base}/proposals/${id}`, { cookie: ben.cookie }))
    const said = {
      gross: pence(/ £([\d.,]+)\?/.exec(page)?.[1]),
      vat: what === 'write_off' ? 0 : pence(/Without VAT £[\d.,]+ VAT £([\d.,]+)/.exec(page)?.[1]),
      owed: !page.includes('which is not owed yet'),
      told: page.includes('and the person who booked is told'),
    }
    // The form before said how much there is; all of it is asked for unless a sum was typed.
    if (part === undefined) expect([round, said.gross]).toEqual([round, pence(left)])
    else otherwise.left += 1
    const [owed, lines] = [await owedOf(booked.bookingId), (await linesOf(booked.bookingId)).length]
    const approved = await decideProposal(by(ben), { id, decision: 'approve', note: '' })
    expect([round, what, approved.ok]).toEqual([round, what, true])
    const posted = (await linesOf(booked.bookingId)).slice(lines)
    const messages = await messagesOf(booked.bookingId, 'proposal_decided')
    const after = await owedOf(booked.bookingId)
    // What is not owed yet is owed neither before nor after.
    expect([round, what, thenOf(page)]).toEqual([round, what, after])
    expect([round, what, said], `seed ${seed}`).toEqual([
      ...[round, what],
      {
        gross: said.owed ? owed - after : said.gross,
        vat: said.owed ? posted.reduce((sum, line) => sum - line.vatPence, 0) : said.vat,
        owed: posted.length > 0,
        told: messages.length === 1,
      },
    ])
    if (charge)
      expect(await rows('SELECT withdrawnAt IS NOT NULL AS withdrawn FROM Charge WHERE id = ?1', charge)).toEqual([{ withdrawn: 1 }])
    for (const { text } of messages) {
      expect(pence(/£([\d.,]*\d)/.exec(text)?.[1])).toBe(said.gross)
      const mailed = /With this, (?:£([\d.,]*\d)|nothing) is owed/.exec(text)
      if (mailed) expect([round, pence(mailed[1] ?? '0')]).toEqual([round, after])
    }
    // Controls: as it was said before, of every one.
    if (said.gross !== owed - after) otherwise.sum += 1
    if (messages.length === 0) otherwise.told += 1
  }
  expect(Object.values(otherwise).map((rounds) => rounds > 0)).toEqual([true, true, true])
})

// “The form of paying back names what can be paid back, and the page of a refund or of a payment to take back what is owed once it is approved.”
it('what is said before money is paid back or a payment taken back is what that does; all that is in favour of a payer may be more', async () => {
  const [ada, ben] = [await anAccount({ roles: ['finance'] }), await anAccount({ roles: ['finance'] })]
  const by = (who: typeof ada) => anAct({ actor: who.actor, now: tick() })
  const otherwise = { credit: 0, again: 0, account: 0 }
  for (let round = 0; round < 30; round += 1) {
    const booked = await aPaidBooking()
    const { bookingId, payerId } = booked
    const onCard = is(0.3) ? one([3_000, 12_000]) : 0
    if (onCard > 0)
      await db.batch([
        insertPayment(by(ada), { bookingId, payerId, route: 'card', pence: onCard, source: `stripe:${bookingId}`, rule: { why: 'paid' } }),
      ])
    const paid = one([2_000, 12_000, 15_000])
    const put = is(0.3) && onCard === 0 && paid <= 12_000
    const money = { payerId, pence: paid, happenedOn: '2026-03-01', reference: 'BACS 7', anyway: true }
    await recordPayment(by(ada), { ...money, formId: crypto.randomUUID(), bookingId: put ? null : bookingId })
    if (put) await putToBooking(by(ada), { formId: crypto.randomUUID(), payerId, bookingId, pence: paid })
    if (is(0.5)) await run(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE id = ?1`, booked.placeIds[0], tick().toISOString())
    const owed = await owedOf(bookingId)
    const [line] = await rows<{ number: number }>(
      `SELECT number FROM LedgerLine WHERE bookingId = ?1 AND kind = 'payment' ORDER BY number DESC LIMIT 1`,
      bookingId,
    )
    const id = crypto.randomUUID()
    const ask = { id, reason: 'The bank wrote' }
    const refund = is(0.5)
    if (refund) {
      const form = await (await request(`${base}/accounts/${payerId}/refund?booking=${booked.reference}`, { cookie: ada.cookie })).text()
      const most = pence(/name="amount"[^>]*value="([\d.]*)"/.exec(form)?.[1] || '0')
      // One penny more is not paid back, and all of it is.
      const more = await proposeRefund(by(ada), { ...ask, bookingId, payerId, pence: most + 1 })
      expect([round, more.ok]).toEqual([round, false])
      if (most === 0) continue
      if (most !== -owed) otherwise.credit += 1
      expect([round, (await proposeRefund(by(ada), { ...ask, bookingId, payerId, pence: most })).ok]).toEqual([round, true])
      const byItself = pence(/Goes back by itself £([\d.,]+)/.exec(plain(form))?.[1] ?? '0')
      expect([round, most + byItself]).toEqual([round, -owed])
    } else
      expect([round, (await proposeTakeBack(by(ada), { ...ask, lineNumber: line?.number ?? 0, why: 'returned' })).ok]).toEqual([
        round,
        true,
      ])
    const page = await textOf(request(`${base}/proposals/${id}`, { cookie: ben.cookie }))
    expect([round, (await decideProposal(by(ben), { id, decision: 'approve', note: '' })).ok]).toEqual([round, true])
    const after = await owedOf(bookingId)
    expect([round, refund, thenOf(page), page.includes('and the person who booked is told')], `seed ${seed}`).toEqual([
      round,
      refund,
      after,
      true,
    ])
    const [told, ...others] = await messagesOf(bookingId, 'proposal_decided')
    expect(others).toEqual([])
    const said = /With this, (?:£([\d.,]*\d) is (owed|in your favour)|nothing)/.exec(told?.text ?? '')
    expect([round, said?.[2] === 'in your favour' ? -pence(said[1]) : pence(said?.[1] ?? '0')]).toEqual([round, after])
    const account = -(
      (await rows<{ sum: number }>('SELECT SUM(pence) AS sum FROM LedgerLine WHERE payerId = ?1 AND bookingId IS NULL', payerId))[0]?.sum ??
      0
    )
    expect([round, page.includes('It is on account again')]).toEqual([round, account > 0])
    // Controls: as it was said before, that a booking owes the sum of its payment again.
    if (!refund && after !== paid) otherwise.again += 1
    if (account > 0) otherwise.account += 1
  }
  expect(Object.values(otherwise).map((rounds) => rounds > 0)).toEqual([true, true, true])
})
