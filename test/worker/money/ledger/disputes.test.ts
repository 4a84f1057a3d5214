import { expect, it } from 'vitest'
import { decideProposal } from '#money/ledger/decide-proposal.ts'
import { proposeWaiver } from '#money/ledger/propose-money.ts'
import { raiseDispute, withdrawDispute } from '#money/ledger/raise-dispute.ts'
import { settleDispute } from '#money/ledger/settle-dispute.ts'
import { anAccount, anAct, request, rows } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { aPaidBooking, messagesOf, owedOf } from './booked.ts'

const disputesOf = (lineNumber: number | undefined) =>
  rows<{ words: string; outcome: string | null; answer: string }>(
    'SELECT words, outcome, answer FROM LineDispute WHERE lineNumber = ?1 ORDER BY raisedAt, rowid',
    lineNumber,
  )

const disputed = async () => {
  const booked = await aPaidBooking()
  const lineNumber = booked.numbers[0] ?? 0
  const raise = (actor = booked.actor, words = 'We cancelled by telephone in May', of = lineNumber) => {
    const id = crypto.randomUUID()
    return raiseDispute(anAct({ actor }), { id, lineNumber: of, words }).then((raised) => ({ ...raised, id }))
  }
  return { ...booked, lineNumber, raise }
}

// “Only those who act for the school say that it does not agree with a charge, once at a time for each line, and may take it back.”
it('a contact says once that the school does not agree with a charge, and takes it back; nobody else can', async () => {
  const { lineNumber, raise, actor } = await disputed()
  const stranger = await anAccount({ schoolIds: [(await disputed()).school.id] })
  expect(await raise(stranger.actor)).toMatchObject({ ok: false, reason: 'no_such_line' })
  expect(await raise(actor, '  ')).toMatchObject({ ok: false, reason: 'words_missing' })
  const both = await Promise.all([raise(), raise()])
  expect(both.map((one) => (one.ok ? 'raised' : one.reason)).toSorted()).toEqual(['already_disputed', 'raised'])
  const id = both.find(({ ok }) => ok)?.id ?? ''
  expect(await withdrawDispute(anAct({ actor: stranger.actor }), id)).toEqual({ ok: false, reason: 'no_such_dispute' })
  expect((await withdrawDispute(anAct({ actor }), id)).ok).toBe(true)
  expect(await withdrawDispute(anAct({ actor }), id)).toEqual({ ok: false, reason: 'already_settled' })
  expect((await raise()).ok).toBe(true)
  expect((await disputesOf(lineNumber)).map(({ outcome }) => outcome)).toEqual(['withdrawn', null])
  const finance = await anAccount({ roles: ['finance'] })
  const overview = await textOf(request('/organiser/finance', { cookie: finance.cookie }))
  expect(overview).toContain(' 1 charge that a school does not agree with ')
  expect(await rows(`SELECT before, after FROM Log WHERE act = 'dispute.raised' AND subjectId = ?1`, id)).toEqual([
    { before: null, after: JSON.stringify({ line: lineNumber }) },
  ])
})

// “Finance settles it: the charge stands, and the school is told why, or it is waived by two people, which settles it.”
it('a charge stands with an answer that the school is told, or is waived by two people', async () => {
  const [ada, ben] = await Promise.all([anAccount({ roles: ['finance'] }), anAccount({ roles: ['administrator'] })])
  const one = await disputed()
  const raised = await one.raise()
  const settle = (actor: typeof ada.actor, answer: string) => settleDispute(anAct({ actor }), { id: raised.id, answer })
  expect(await settle(ada.actor, ' ')).toEqual({ ok: false, reason: 'words_missing' })
  expect(await settle(one.actor, 'No')).toEqual({ ok: false, reason: 'not_finance' })
  expect((await settle(ada.actor, 'Nothing was cancelled before the day')).ok).toBe(true)
  expect(await settle(ada.actor, 'Again')).toEqual({ ok: false, reason: 'already_settled' })
  expect((await disputesOf(one.lineNumber)).map(({ outcome, answer }) => [outcome, answer])).toEqual([
    ['stands', 'Nothing was cancelled before the day'],
  ])
  expect((await messagesOf(one.bookingId, 'proposal_decided'))[0]?.text).toContain('Nothing was cancelled before the day')

  const other = await disputed()
  await other.raise()
  const id = crypto.randomUUID()
  await proposeWaiver(anAct({ actor: ada.actor }), { id, lineNumber: other.lineNumber, pence: undefined, reason: 'True' })
  expect((await disputesOf(other.lineNumber)).map(({ outcome }) => outcome)).toEqual([null])
  await decideProposal(anAct({ actor: ben.actor }), { id, decision: 'approve', note: '' })
  expect((await disputesOf(other.lineNumber)).map(({ outcome }) => outcome)).toEqual(['let_off'])
  expect(await owedOf(other.bookingId)).toBe(0)
  expect(await other.raise()).toMatchObject({ ok: false, reason: 'no_such_line' })
})
