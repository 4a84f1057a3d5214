import { expect, it } from 'vitest'
import { londonDay, sayDay } from '#base/dates.ts'
import { decideProposal } from '#money/ledger/decide-proposal.ts'
import { proposeTakeBack } from '#money/ledger/propose-money.ts'
import { recordPayment } from '#money/ledger/record-payment.ts'
import { setSecondPerson } from '#money/ledger/set-second-person.ts'
import { anAccount, anAct, before, db, request, rows } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aPaidBooking, linesOf, messagesOf, owedOf } from './booked.ts'

const text = async (answer: Promise<Response>): Promise<string> => (await answer).text().then((html) => plain(html))

const finance = () => anAccount({ roles: ['finance'] })
const base = '/organiser/finance'

const setting = async () =>
  (await rows<{ value: string }>(`SELECT value FROM MoneySetting WHERE key = 'second_person' AND supersededAt IS NULL`)).map(
    ({ value }) => value,
  )

const paying = async () => {
  const [ada, ben, booked] = await Promise.all([finance(), finance(), aPaidBooking()])
  const by = (who: typeof ada, on = db) => ({ ...anAct({ actor: who.actor }), db: on })
  const pay = (pence: number, facts: { formId?: string; on?: SqlDatabase } = {}) =>
    recordPayment(by(ada, facts.on), {
      ...{ formId: facts.formId ?? crypto.randomUUID(), payerId: booked.payerId, bookingId: booked.bookingId, pence },
      ...{ happenedOn: '2026-02-27', reference: 'BACS 77', anyway: true },
    })
  const decide = (who: typeof ada, id: string, decision: 'approve' | 'refuse' = 'approve') =>
    decideProposal(by(who), { id, decision, note: 'It is not on the statement' })
  return { ada, ben, by, pay, decide, ...booked }
}

it('until finance sets a sum, a payment of more than £1,000 waits', async () => {
  const { ada, ben, pay, payerId } = await paying()
  const id = crypto.randomUUID()
  const paid = () => rows(`SELECT pence FROM LedgerLine WHERE payerId = ?1 AND kind = 'payment'`, payerId)
  expect([(await pay(100_001, { formId: id })).ok, await paid()]).toEqual([true, []])
  expect([(await pay(100_000)).ok, await paid()]).toEqual([true, [{ pence: -100_000 }]])
  // Whoever had the other's address is no second person.
  await add('EmailChange', {
    id: 'a tie',
    accountId: ben.accountId,
    oldEmail: ada.actor.email,
    newEmail: 'x@x.example',
    codeHash: 'h',
    createdAt: '2026-01-01T00:00:00.000Z',
    expiresAt: '2026-01-01T00:00:00.000Z',
    usedAt: '2026-01-01T00:00:00.000Z',
  })
  expect(await decideProposal({ ...anAct({ actor: ben.actor }) }, { id, decision: 'approve', note: '' })).toEqual({
    ok: false,
    reason: 'own_proposal',
  })
})

it('A proposal of money is asked about in the same way; the person asked decides on it, and on nothing else of money.', async () => {
  const { ada, pay, payerId } = await paying()
  const director = await anAccount({ roles: ['reader'], name: 'Dee Rowe' })
  const [id, other] = [crypto.randomUUID(), crypto.randomUUID()]
  for (const one of [id, other]) await pay(100_001, { formId: one })
  const [path, another] = [`${base}/proposals/${id}`, `${base}/proposals/${other}`]
  const form = { decision: 'approve', note: '' }
  const by = { cookie: director.cookie }
  const asked = async () => [(await request(path, by)).status, (await request(path, { ...by, form })).status]
  expect(await asked()).toEqual([404, 404])
  expect((await request(`${path}/asking`, { cookie: ada.cookie, form: { person: director.accountId } })).status).toBe(303)
  expect(await rows(`SELECT m.kind FROM Message m WHERE m.recipient = ?1`, director.accountId)).toEqual([{ kind: 'second_person' }])
  expect([(await request(another, by)).status, (await request(`${base}/proposals`, by)).status]).toEqual([404, 404])
  expect(await asked()).toEqual([200, 303])
  expect(await text(request(path, by))).toContain('Asked to decide Dee Rowe, until')
  expect(await rows(`SELECT pence, approvedById FROM LedgerLine WHERE payerId = ?1 AND kind = 'payment'`, payerId)).toEqual([
    { pence: -100_001, approvedById: director.accountId },
  ])
})

// “Above which sum a payment by hand needs a second person is £1,000 until finance sets another, or none, and is kept in the log.”
it('finance sets the sum on its page, which says what holds at present, and the log keeps what held before', async () => {
  const { cookie } = await finance()
  const page = `${base}/second-person`
  expect(await text(request(page, { cookie }))).toContain('At present: A payment of more than £1,000.00 counts for nothing')
  const wrong = await request(page, { cookie, form: { amount: 'lots' } })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('value="lots"')])
  expect(await setting()).toEqual([])
  expect((await request(page, { cookie, form: { amount: '100' } })).status).toBe(303)
  expect(await setting()).toEqual(['{"abovePence":10000}'])
  expect(await text(request(page, { cookie }))).toContain(
    'At present: A payment of more than £100.00 counts for nothing until a second person agrees to it.',
  )
  expect((await request(page, { cookie, form: { amount: '' } })).status).toBe(303)
  expect(await setting()).toEqual(['{"abovePence":null}'])
  expect(
    await rows(`SELECT "before", "after" FROM Log WHERE act = 'setting.changed' AND subjectId = 'second_person' ORDER BY at, id`),
  ).toEqual([
    { before: '{"abovePence":100000}', after: '{"abovePence":10000}' },
    { before: '{"abovePence":10000}', after: '{"abovePence":null}' },
  ])
  for (const role of ['organiser', 'officer'] as const)
    expect((await request(page, { cookie: (await anAccount({ roles: [role] })).cookie })).status).toBe(404)
})

// “A payment above that sum counts for nothing until a second person agrees, and pages say that it waits.”
it('a large payment counts for nothing until a second person agrees; one of the very sum counts at once', async () => {
  const { ada, ben, by, pay, decide, bookingId, payerId } = await paying()
  await setSecondPerson(by(ada), { abovePence: 10_000 })
  expect(await pay(10_000)).toEqual({ ok: true, value: { again: false, waits: false } })
  expect(await owedOf(bookingId)).toBe(2_000)
  const id = crypto.randomUUID()
  const both = await Promise.all([pay(10_001, { formId: id }), pay(10_001, { formId: id })])
  expect(both.map((one) => one.ok && [one.value.again, one.value.waits]).toSorted()).toEqual([
    [false, true],
    [true, true],
  ])
  expect(await owedOf(bookingId)).toBe(2_000)
  expect(await text(request(`${base}/accounts/${payerId}`, { cookie: ben.cookie }))).toContain(
    'Waiting for a second person, and not counted yet',
  )
  expect(await text(request(`${base}/proposals/${id}`, { cookie: ben.cookie }))).toContain(
    'Waiting for a second person It counts for nothing',
  )
  expect(await decide(ada, id)).toEqual({ ok: false, reason: 'own_proposal' })
  expect(await owedOf(bookingId)).toBe(2_000)
  expect((await decide(ben, id)).ok).toBe(true)
  expect(await decide(ben, id)).toEqual({ ok: false, reason: 'already_decided' })
  expect(await pay(10_001, { formId: id })).toEqual({ ok: true, value: { again: true, waits: true } })
  expect((await linesOf(bookingId)).at(-1)).toEqual({
    ...{ kind: 'payment', pence: -10_001, vatPence: 0, byId: ada.accountId, approvedById: ben.accountId, reason: 'BACS 77' },
  })
  expect(await rows('SELECT happenedOn, rule, source FROM LedgerLine WHERE proposalId = ?1', id)).toEqual([
    { happenedOn: '2026-02-27', rule: '{"why":"by_hand"}', source: `hand:${id}` },
  ])
  expect(await messagesOf(bookingId, 'proposal_decided')).toEqual([])
  await setSecondPerson(by(ada), { abovePence: null })
})

it('a large payment that the second person refuses is never counted', async () => {
  const { ada, ben, by, pay, decide, bookingId } = await paying()
  await setSecondPerson(by(ada), { abovePence: 100 })
  const id = crypto.randomUUID()
  await pay(12_000, { formId: id })
  expect((await decide(ben, id, 'refuse')).ok).toBe(true)
  expect(await owedOf(bookingId)).toBe(12_000)
  await setSecondPerson(by(ada), { abovePence: null })
})

// What is read before is checked by the database: the sum is set between reading and writing.
const setMeanwhile = async () => {
  const made = await paying()
  const on = before(2, () => setSecondPerson(made.by(made.ben), { abovePence: 100 }))
  const recorded = await made.pay(12_000, { on })
  await setSecondPerson(made.by(made.ben), { abovePence: null })
  return { ...made, recorded }
}

it('a payment that is recorded while the sum is set is not counted without a second person', async () => {
  const { recorded, bookingId } = await setMeanwhile()
  expect(recorded).toEqual({ ok: false, reason: 'changed_meanwhile' })
  expect(await owedOf(bookingId)).toBe(12_000)
})

it('it is the trigger that stops it: without it one person alone would have recorded it', async () => {
  await dropTriggers('LedgerLine_of_second_person')
  const { recorded, bookingId } = await setMeanwhile()
  expect(recorded.ok).toBe(true)
  expect(await owedOf(bookingId)).toBe(0)
})

// “Every page that tells a school what it owes says how much of it was recorded as paid and waits for a second person, and what may be taken back.”
it('a school whose payment waits is not told what it owes without that, on any page', async () => {
  const { ada, ben, by, pay, decide, bookingId, reference, cookie, school, payerId } = await paying()
  await setSecondPerson(by(ada), { abovePence: 100 })
  const id = crypto.randomUUID()
  await pay(8_500, { formId: id })
  await setSecondPerson(by(ada), { abovePence: null })
  const money = `/school/${school.id}/money`
  const waits = 'was recorded as paid and waits for a second person at the council to confirm it.'
  const pages = () =>
    Promise.all(
      [`/bookings/${reference}`, money, `${money}/${reference}`, `${money}/statement`].map((path) => text(request(path, { cookie }))),
    )
  const [booking, owed, lines, statement] = await pages()
  expect(booking).toContain(`To pay £120.00, of which £20.00 is VAT £85.00 of it ${waits}`)
  expect(owed).toContain(`£120.00 owed for the school’s bookings £85.00 of it ${waits}`)
  expect(owed).toContain(`£85.00 of what is to pay ${waits}`)
  expect(lines).toContain(`£120.00 to pay £85.00 of it ${waits}`)
  expect(statement).toContain(`£120.00 owed up to today, ${sayDay(londonDay(new Date()))}. £85.00 of it ${waits}`)
  const account = `/organiser/finance/accounts/${payerId}/statement`
  expect(await text(request(account, { cookie: ben.cookie }))).toContain(`£85.00 of it ${waits}`)
  expect((await decide(ben, id)).ok).toBe(true)
  for (const page of await pages()) expect(page).not.toContain('waits for a second person')

  const [payment] = await rows<{ number: number }>(`SELECT number FROM LedgerLine WHERE bookingId = ?1 AND kind = 'payment'`, bookingId)
  const asked = { id: crypto.randomUUID(), lineNumber: payment?.number ?? 0, why: 'returned' as const, reason: 'The bank wrote' }
  expect((await proposeTakeBack(by(ada), asked)).ok).toBe(true)
  const goes = '£85.00 that counts as paid may be undone: a second person at the council decides. If it is, that much more is owed.'
  for (const page of await pages()) {
    expect(page).toContain(goes)
    expect(page).not.toContain('The bank wrote')
  }
  expect((await decide(ben, asked.id, 'refuse')).ok).toBe(true)
  for (const page of await pages()) expect(page).not.toContain(goes)
})

it('more than is owed is not said to be of it, and money on account that waits is said for the school', async () => {
  const { ada, by, pay, payerId, reference, cookie, school } = await paying()
  await setSecondPerson(by(ada), { abovePence: 100 })
  await pay(15_000)
  await recordPayment(by(ada), {
    ...{ formId: crypto.randomUUID(), payerId, bookingId: null, pence: 700, happenedOn: '2026-02-27', reference: 'BACS 78', anyway: false },
  })
  await setSecondPerson(by(ada), { abovePence: null })
  expect(await text(request(`/bookings/${reference}`, { cookie }))).toContain(
    'To pay £120.00, of which £20.00 is VAT £150.00 was recorded as paid',
  )
  expect(await text(request(`/school/${school.id}/money`, { cookie }))).toContain('bookings £157.00 was recorded as paid')
})

it('whoever is about to pay by card reads first that a payment waits already', async () => {
  const card = await aPaidBooking({ route: 'card' })
  const ada = await finance()
  const act = anAct({ actor: ada.actor })
  await setSecondPerson(act, { abovePence: 100 })
  await recordPayment(act, {
    ...{ formId: crypto.randomUUID(), payerId: card.payerId, bookingId: card.bookingId, pence: 12_000 },
    ...{ happenedOn: '2026-02-27', reference: 'BACS 79', anyway: false },
  })
  await setSecondPerson(act, { abovePence: null })
  const bindings = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }
  const page = await text(request(`/bookings/${card.reference}/pay`, { cookie: card.cookie, bindings }))
  expect(page).toContain('To pay £120.00 £120.00 of it was recorded as paid and waits')
})
