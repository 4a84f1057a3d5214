// What finance reads before something is waived or written off is what approving does: the sum, its VAT, what it takes off what is owed, and
// whether anybody is told.
import { expect, it } from 'vitest'
import { decideProposal } from '#money/ledger/decide-proposal.ts'
import { proposeWaiver, proposeWaiverOfCharge, proposeWriteOff } from '#money/ledger/propose-money.ts'
import { chance } from '#test/support/chance.ts'
import { anAccount, anAct, db, request, rows, tick } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { aCharge, aPaidBooking, linesOf, messagesOf, owedOf } from '#test/worker/money/ledger/booked.ts'

const seed = 20_261_204
const { is, one } = chance(seed)
const base = '/organiser/finance'
const textOf = (html: string): string => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
const pence = (said: string | undefined): number => Math.round(Number((said ?? '').replaceAll(',', '')) * 100)

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
      await db.prepare(`UPDATE Claim SET state = 'ended', decidedAt = requestedAt WHERE accountId = ?1`).bind(booked.accountId).run()
      await db.prepare('UPDATE Booking SET bookedById = NULL WHERE id = ?1').bind(booked.bookingId).run()
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
      /(?:Left of it, with VAT|Total|Owed, with VAT) £([\d.,]+)/.exec(
        textOf(await (await request(`${base}/${path}`, { cookie: ada.cookie })).text()),
      ) ?? []
    const asked = await {
      line: () => proposeWaiver(by(ada), { ...ask, lineNumber: booked.numbers[0] ?? 0, pence: part }),
      charge: () => proposeWaiver(by(ada), { ...ask, lineNumber: number ?? 0, pence: undefined }),
      'not posted': () => proposeWaiverOfCharge(by(ada), { ...ask, chargeId: charge ?? '' }),
      write_off: () => proposeWriteOff(by(ada), { ...ask, bookingId: booked.bookingId, payerId: booked.payerId }),
    }[what]()
    expect([round, what, asked.ok]).toEqual([round, what, true])
    const page = textOf(await (await request(`${base}/proposals/${id}`, { cookie: ben.cookie })).text())
    const said = {
      gross: pence(/ £([\d.,]+)\?/.exec(page)?.[1]),
      vat: what === 'write_off' ? 0 : pence(/Without VAT £[\d.,]+ VAT £([\d.,]+)/.exec(page)?.[1]),
      owed: !page.includes('which is not owed yet'),
      told: page.includes('and whoever booked is told'),
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
