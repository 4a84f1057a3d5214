import { expect, it } from 'vitest'
import { decideProposal, withdrawProposal } from '#money/ledger/decide-proposal.ts'
import { proposeStatements } from '#money/ledger/proposal-store.ts'
import { proposeRefund, proposeWaiver, proposeWaiverOfCharge, proposeWriteOff } from '#money/ledger/propose-money.ts'
import { insertPayment } from '#money/ledger/store.ts'
import { anAccount, anAct, before, db, rows, run, tick } from '#test/support/factories.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aCharge, aPaidBooking, linesOf, messagesOf, owedOf } from './booked.ts'

const finance = () => anAccount({ roles: ['finance'] })
const newForm = () => crypto.randomUUID()

const twoPeople = async () => {
  const [ada, ben] = await Promise.all([finance(), finance()])
  return { ada, ben, by: (who: typeof ada) => anAct({ actor: who.actor }) }
}

const approve = (act: ReturnType<typeof anAct>, id: string) => decideProposal(act, { id, decision: 'approve', note: '' })

const pay = (booked: { bookingId: string; payerId: string }, pence: number, route: 'invoice' | 'card' = 'invoice') =>
  insertPayment(anAct(), { ...booked, route, pence, source: newForm(), rule: { why: 'by_hand' } }).run()

const chargeOf = async (id: string) =>
  (
    await rows<{ posted: number; withdrawn: number; proposalId: string | null }>(
      'SELECT postedAt IS NOT NULL AS posted, withdrawnAt IS NOT NULL AS withdrawn, proposalId FROM Charge WHERE id = ?1',
      id,
    )
  )[0]

// “A waiver, a refund and a write-off need a reason and a second person.” “Waiving part of a line waives its VAT in proportion, rounded to the penny.”
it('part of a line is waived when a second person approves it, with its VAT in proportion', async () => {
  const { ada, ben, by } = await twoPeople()
  const { bookingId, numbers, accountId } = await aPaidBooking({ pence: 10_001, vatPence: 2_000 })
  const lineNumber = numbers[0] ?? 0
  expect(await proposeWaiver(by(ada), { id: newForm(), lineNumber, pence: 3_333, reason: ' ' })).toEqual({
    ok: false,
    reason: 'reason_missing',
  })
  const id = newForm()
  const asked = await proposeWaiver(by(ada), { id, lineNumber, pence: 3_333, reason: 'Snow closed the road' })
  // 2000 × 3333 / 10001 = 666.53
  expect(asked).toEqual({ ok: true, value: { id, pence: 3_333, vatPence: 667 } })
  expect(await owedOf(bookingId)).toBe(12_001)
  expect((await approve(by(ben), id)).ok).toBe(true)
  expect((await linesOf(bookingId)).slice(1)).toEqual([
    {
      kind: 'waiver',
      pence: -3_333,
      vatPence: -667,
      byId: ada.accountId,
      approvedById: ben.accountId,
      reason: 'Snow closed the road',
    },
  ])
  const [told] = await messagesOf(bookingId, 'proposal_decided')
  expect(told?.recipient).toBe(accountId)
  expect(told?.text).toContain('The council has waived £40.00 of what was charged')
  expect(told?.text).toContain('With this, £80.01 is owed for the booking.')
  expect(
    await rows('SELECT n.messageId FROM LineNotice n JOIN LedgerLine l ON l.number = n.lineNumber WHERE l.proposalId = ?1', id),
  ).toEqual([{ messageId: told?.id }])
})

it('what is left of a line is waived to the last penny of its VAT', async () => {
  const { ada, ben, by } = await twoPeople()
  const { bookingId, numbers } = await aPaidBooking({ pence: 10_001, vatPence: 2_000 })
  for (const pence of [3_333, undefined]) {
    const id = newForm()
    await proposeWaiver(by(ada), { id, lineNumber: numbers[0] ?? 0, pence, reason: 'Snow' })
    expect((await approve(by(ben), id)).ok).toBe(true)
  }
  expect(await owedOf(bookingId)).toBe(0)
  expect(await proposeWaiver(by(ada), { id: newForm(), lineNumber: numbers[0] ?? 0, pence: undefined, reason: 'Snow' })).toEqual({
    ok: false,
    reason: 'nothing_there',
  })
})

const ownApproval = async () => {
  const { ada, by } = await twoPeople()
  const { bookingId, numbers } = await aPaidBooking()
  const id = newForm()
  await proposeWaiver(by(ada), { id, lineNumber: numbers[0] ?? 0, pence: undefined, reason: 'A friend' })
  // The same person under another address
  const second = await finance()
  await run('UPDATE Account SET personId = ?2 WHERE id = ?1', second.accountId, ada.personId)
  return { ada, second, id, bookingId, by }
}

// “Nobody approves their own proposal, under whichever of their addresses.”
it('nobody approves their own proposal, under another address either', async () => {
  const { ada, second, id, bookingId, by } = await ownApproval()
  expect(await approve(by(ada), id)).toEqual({ ok: false, reason: 'own_proposal' })
  expect(await approve(by(second), id)).toEqual({ ok: false, reason: 'own_proposal' })
  expect(await owedOf(bookingId)).toBe(12_000)
  expect(await messagesOf(bookingId, 'proposal_decided')).toEqual([])
})

it('nobody approves from a shared mailbox what they proposed under their own address, nor the other way round', async () => {
  const { ada, by } = await twoPeople()
  const { bookingId, numbers } = await aPaidBooking()
  const office = await finance()
  await run('UPDATE Account SET personId = NULL, shared = 1 WHERE id = ?1', office.accountId)
  const adaAtOffice = anAct({ actor: { ...office.actor, shared: true, personId: ada.personId } })
  for (const [proposer, approver] of [
    [by(ada), adaAtOffice],
    [adaAtOffice, by(ada)],
  ] as const) {
    const id = newForm()
    await proposeWaiver(proposer, { id, lineNumber: numbers[0] ?? 0, pence: 1_000, reason: 'A friend' })
    expect(await approve(approver, id)).toEqual({ ok: false, reason: 'own_proposal' })
  }
  expect(await owedOf(bookingId)).toBe(12_000)
})

it('it is the trigger that stops them: without it their account alone would not', async () => {
  const { ada, id, bookingId, by } = await ownApproval()
  await run('UPDATE Account SET personId = NULL WHERE id = ?1', ada.accountId)
  ada.actor.personId = undefined
  await dropTriggers('MoneyProposal_decided_once')
  expect((await approve(by(ada), id)).ok).toBe(true)
  expect(await owedOf(bookingId)).toBe(0)
})

// “When two people decide at once, the first decides.”
it('of two approvers at once one approves, and it is posted once', async () => {
  const { ada, ben, by } = await twoPeople()
  const cath = await finance()
  const { bookingId, numbers } = await aPaidBooking()
  const id = newForm()
  await proposeWaiver(by(ada), { id, lineNumber: numbers[0] ?? 0, pence: 1_000, reason: 'Snow' })
  const both = await Promise.all([approve(by(ben), id), approve(by(cath), id)])
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  expect(both.filter(({ ok }) => !ok)).toEqual([{ ok: false, reason: 'already_decided' }])
  expect(await owedOf(bookingId)).toBe(10_800)
  expect(await messagesOf(bookingId, 'proposal_decided')).toHaveLength(1)
})

it('one that is refused between reading and writing is not approved', async () => {
  const { ada, ben, by } = await twoPeople()
  const cath = await finance()
  const { bookingId, numbers } = await aPaidBooking()
  const id = newForm()
  await proposeWaiver(by(ada), { id, lineNumber: numbers[0] ?? 0, pence: 1_000, reason: 'Snow' })
  const meanwhile = before(3, () => decideProposal(by(cath), { id, decision: 'refuse', note: 'It did not snow' }))
  expect(await approve({ ...by(ben), db: meanwhile }, id)).toEqual({ ok: false, reason: 'already_decided' })
  expect(await owedOf(bookingId)).toBe(12_000)
})

it('a posted charge that is waived is withdrawn and its line taken back; one never posted is just withdrawn', async () => {
  const { ada, ben, by } = await twoPeople()
  const booked = await aPaidBooking()
  for (const posted of [true, false]) {
    const charge = await aCharge(booked, posted)
    expect(await owedOf(booked.bookingId)).toBe(posted ? 18_000 : 12_000)
    const id = newForm()
    expect(await proposeWaiverOfCharge(by(ada), { id, chargeId: charge, reason: 'Ill' })).toEqual({
      ok: true,
      value: { id, pence: 5_000, vatPence: 1_000 },
    })
    expect(await proposeWaiverOfCharge(by(ben), { id: newForm(), chargeId: charge, reason: 'Ill' })).toEqual({
      ok: false,
      reason: 'already_proposed',
    })
    expect((await approve(by(ben), id)).ok).toBe(true)
    expect(await chargeOf(charge)).toEqual({ posted: posted ? 1 : 0, withdrawn: 1, proposalId: id })
    expect(await owedOf(booked.bookingId)).toBe(12_000)
  }
  expect((await linesOf(booked.bookingId)).map(({ kind, approvedById }) => [kind, approvedById])).toEqual([
    ['charge', null],
    ['not_attending_charge', null],
    ['waiver', ben.accountId],
  ])
})

// “Nothing is waived, paid back or written off that is not there any more when it is approved.”
it('a waiver, a write-off and a refund are refused when what they take is gone by then', async () => {
  const { ada, ben, by } = await twoPeople()
  const booked = await aPaidBooking({ places: 2 })
  const [waiver, whole, writeOff, refund, charged] = [newForm(), newForm(), newForm(), newForm(), newForm()]
  const lineNumber = booked.numbers[0] ?? 0
  await proposeWaiver(by(ada), { id: waiver, lineNumber, pence: 6_000, reason: 'Snow' })
  await proposeWaiver(by(ada), { id: whole, lineNumber, pence: 6_000, reason: 'Snow' })
  expect((await approve(by(ben), waiver)).ok).toBe(true)
  expect(await approve(by(ben), whole)).toEqual({ ok: false, reason: 'more_than_there' })

  expect(await proposeWriteOff(by(ada), { ...booked, id: writeOff, reason: 'Closed' })).toEqual({
    ok: true,
    value: { id: writeOff, pence: 16_800, vatPence: 0 },
  })
  await pay(booked, 20_000)
  expect(await approve(by(ben), writeOff)).toEqual({ ok: false, reason: 'more_than_there' })

  expect(await proposeRefund(by(ada), { ...booked, id: refund, pence: 3_201, reason: 'BACS 12' })).toEqual({
    ok: false,
    reason: 'more_than_there',
  })
  expect((await proposeRefund(by(ada), { ...booked, id: refund, pence: 3_200, reason: 'BACS 12' })).ok).toBe(true)
  const charge = await aCharge(booked)
  expect(await approve(by(ben), refund)).toEqual({ ok: false, reason: 'more_than_there' })
  await proposeWaiverOfCharge(by(ada), { id: charged, chargeId: charge, reason: 'Came after all' })
  await run(`UPDATE Charge SET withdrawnAt = ?2 WHERE id = ?1`, charge, tick().toISOString())
  expect(await approve(by(ben), charged)).toEqual({ ok: false, reason: 'nothing_there' })
  expect((await approve(by(ben), refund)).ok).toBe(true)
  expect(await owedOf(booked.bookingId)).toBe(0)
  expect(await rows(`SELECT source, pence, reason FROM LedgerLine WHERE bookingId = ?1 AND kind = 'refund'`, booked.bookingId)).toEqual([
    { source: `refund:${refund}`, pence: 3_200, reason: 'BACS 12' },
  ])
})

it('what is owed is written off as one sum without VAT', async () => {
  const { ada, ben, by } = await twoPeople()
  const booked = await aPaidBooking()
  await pay(booked, 2_000)
  const id = newForm()
  await proposeWriteOff(by(ada), { ...booked, id, reason: 'The school is closed' })
  await approve(by(ben), id)
  expect((await linesOf(booked.bookingId)).at(-1)).toEqual({
    kind: 'write_off',
    pence: -10_000,
    vatPence: 0,
    byId: ada.accountId,
    approvedById: ben.accountId,
    reason: 'The school is closed',
  })
})

// “What was paid by card, through Stripe or by journal is not paid back by hand.”
it('what was paid by card goes back to the card and not by hand', async () => {
  const { ada, by } = await twoPeople()
  const booked = await aPaidBooking({ route: 'card' })
  await pay(booked, 12_000, 'card')
  await pay(booked, 500)
  const back = (pence: number) => proposeRefund(by(ada), { ...booked, id: newForm(), pence, reason: 'BACS 1' })
  expect((await back(500)).ok).toBe(true)
  await run(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE id = ?1`, booked.placeIds[0], tick().toISOString())
  expect(await owedOf(booked.bookingId)).toBe(-12_500)
  expect(await back(600)).toEqual({ ok: false, reason: 'returns_by_itself' })
})

for (const [route, source] of [
  ['stripe_invoice', 'stripe:inpay_1'],
  ['recharge', 'journal:1'],
] as const)
  it(`what came by ${source.split(':')[0]} goes back the same way, while a credit note or journal is still to do it, and not by hand too`, async () => {
    const { ada, ben, by } = await twoPeople()
    const booked = await aPaidBooking({ route })
    const at = tick()
    await db.batch([
      insertPayment(anAct({ now: at }), { ...booked, route, pence: 12_000, source: `${source}${booked.bookingId}`, rule: { why: 'paid' } }),
      db.prepare(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE id = ?1`).bind(booked.placeIds[0], at.toISOString()),
    ])
    expect(await owedOf(booked.bookingId)).toBe(-12_000)
    const id = newForm()
    const ask = { ...booked, id, pence: 12_000, reason: 'BACS 1' }
    expect(await proposeRefund(by(ada), ask)).toEqual({ ok: false, reason: 'returns_by_itself' })
    await db.batch(proposeStatements(by(ada), { ...ask, kind: 'refund', vatPence: 0 }))
    expect(await approve(by(ben), id)).toEqual({ ok: false, reason: 'more_than_there' })
    expect(await owedOf(booked.bookingId)).toBe(-12_000)
  })

// “Whoever booked is told of what was approved; a refused proposal is told to nobody.”
it('a refused proposal needs words, posts nothing and is told to nobody; its proposer may withdraw another', async () => {
  const { ada, ben, by } = await twoPeople()
  const { bookingId, numbers } = await aPaidBooking()
  const ask = async () => {
    const id = newForm()
    await proposeWaiver(by(ada), { id, lineNumber: numbers[0] ?? 0, pence: 1_000, reason: 'Snow' })
    return id
  }
  const id = await ask()
  expect(await decideProposal(by(ben), { id, decision: 'refuse', note: '' })).toEqual({ ok: false, reason: 'reason_missing' })
  expect((await decideProposal(by(ben), { id, decision: 'refuse', note: 'No snow' })).ok).toBe(true)
  expect(await approve(by(ben), id)).toEqual({ ok: false, reason: 'already_decided' })
  const another = await ask()
  expect(await withdrawProposal(by(ben), another)).toEqual({ ok: false, reason: 'no_such_proposal' })
  expect((await withdrawProposal(by(ada), another)).ok).toBe(true)
  expect(await owedOf(bookingId)).toBe(12_000)
  expect(await messagesOf(bookingId, 'proposal_decided')).toEqual([])
})

it('only finance and administrators propose and decide', async () => {
  const { ada, by } = await twoPeople()
  const { numbers } = await aPaidBooking()
  const id = newForm()
  const lineNumber = numbers[0] ?? 0
  await proposeWaiver(by(ada), { id, lineNumber, pence: 1_000, reason: 'Snow' })
  for (const roles of [['organiser'], ['reader'], []] as const) {
    const other = await anAccount({ roles: [...roles] })
    expect(await proposeWaiver(by(other), { id: newForm(), lineNumber, pence: 1, reason: 'x' })).toEqual({
      ok: false,
      reason: 'not_finance',
    })
    expect(await approve(by(other), id)).toEqual({ ok: false, reason: 'not_finance' })
  }
  // Somebody whose role was taken away since the page was read
  const gone = await finance()
  await run('UPDATE StaffRole SET revokedAt = ?2 WHERE accountId = ?1', gone.accountId, tick().toISOString())
  expect((await approve(by(gone), id)).ok).toBe(false)
})
