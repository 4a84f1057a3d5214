import { expect, it } from 'vitest'
import { closeRegister } from '#attendance/attendance/close-register.ts'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { newId } from '#base/id.ts'
import { decideProposal } from '#money/ledger/decide-proposal.ts'
import { postAbsences } from '#payments/accounting/post-absences.ts'
import { anAccount, anAct, before, request, rows, tick } from '#test/support/factories.ts'
import { aBookingUnderTerms } from '#test/worker/booking/pricing/terms.ts'
import { messagesOf } from '#test/worker/money/ledger/booked.ts'

/** A free event whose terms charge £50 for not attending; its register is closed with so many people who did not come. */
const nobodyCame = async (people = 2) => {
  const booked = await aBookingUnderTerms({ people })
  const door = await anAccount({ doorEventIds: [booked.event.id] })
  const sessionId = booked.event.sessions[0]?.id ?? ''
  let minute = 10
  const act = () => {
    minute += 1
    return anAct({ actor: door.actor, now: new Date(`2026-06-12T15:${minute}:00.000Z`) })
  }
  const mark = (person: string, markType: 'absent' | 'attended', correctsId?: string) =>
    markAttendance(act(), {
      ...{ id: newId(tick()), sessionId, person, markType, source: 'screen' },
      ...(correctsId ? { correctsId, reason: 'Sheet checked' } : {}),
    })
  for (const place of booked.placeIds) await mark(place, 'absent')
  await closeRegister(act(), { sessionId, seen: { attended: 0, part: 0, absent: people, apologies: 0 } })
  const charges = (await rows<{ id: string }>('SELECT id FROM Charge WHERE eventId = ?1 ORDER BY rowid', booked.event.id)).map(
    ({ id }) => id,
  )
  const [booking] = await rows<{ id: string }>('SELECT id FROM Booking WHERE reference = ?1', booked.reference)
  const lines = () =>
    rows<{ kind: string; pence: number; payerId: string; route: string }>(
      'SELECT kind, pence, payerId, route FROM LedgerLine WHERE bookingId = ?1 ORDER BY number',
      booking?.id,
    )
  const came = async (place: string) => {
    const [standing] = await rows<{ id: string }>('SELECT id FROM CurrentMark WHERE placeId = ?1', place)
    await mark(place, 'attended', standing?.id ?? '')
  }
  return { ...booked, charges, bookingId: booking?.id ?? '', lines, came }
}

const finance = () => anAccount({ roles: ['finance'] })
const posting = (actor: Awaited<ReturnType<typeof finance>>['actor'], charges: readonly string[], db?: SqlDatabase) =>
  postAbsences(anAct({ actor, now: new Date('2026-06-15T09:00:00.000Z'), ...(db ? { db } : {}) }), charges)

// “A charge for not attending is proposed when the register closes, and owed only when finance has posted it.” “Whoever booked is told of a charge for not attending when it is posted, and on whose place nobody came.”
it('closing proposes, posting makes it owed with a payer, and tells whoever booked once', async () => {
  const { actor } = await finance()
  const { charges, lines, bookingId, school, accountId } = await nobodyCame()
  expect(await lines()).toEqual([])
  const both = await Promise.all([posting(actor, charges), posting(actor, charges)])
  expect(both.map((one) => one.ok && one.value.posted).toSorted()).toEqual([0, 2])
  const line = { kind: 'not_attending_charge', pence: 5_000, payerId: `payer-of-${school.id}`, route: 'recharge' }
  expect(await lines()).toEqual([line, line])
  const told = await messagesOf(bookingId, 'money_changed')
  expect(told.map(({ recipient }) => recipient)).toEqual([accountId])
  expect(told[0]?.text).toContain('With this, £100.00 is owed for the booking.')
  const people = await rows<{ name: string }>(
    'SELECT n.name FROM Place p JOIN Person n ON n.id = p.personId WHERE p.bookingId = ?1',
    bookingId,
  )
  expect(people).toHaveLength(2)
  for (const { name } of people)
    expect(told[0]?.text.replaceAll(/\s+/g, ' ')).toContain(`(${name} did not come, and nobody instead, by the terms that were accepted`)
  expect(told[0]?.text).not.toContain('Nobody came')
  expect(
    await rows('SELECT COUNT(*) AS n FROM LineNotice n JOIN LedgerLine l ON l.number = n.lineNumber WHERE l.bookingId = ?1', bookingId),
  ).toEqual([{ n: 2 }])
})

it('a mark corrected to attended takes a posted charge back, and keeps one that was not posted from being', async () => {
  const { actor } = await finance()
  const { charges, lines, came, placeIds } = await nobodyCame()
  await posting(actor, charges.slice(0, 1))
  await came(placeIds[0] ?? '')
  expect((await lines()).map(({ kind, pence }) => [kind, pence])).toEqual([
    ['not_attending_charge', 5_000],
    ['credit', -5_000],
  ])
  const meanwhile = before(2, () => came(placeIds[1] ?? ''))
  expect(await posting(actor, charges.slice(1), meanwhile)).toEqual({ ok: true, value: { posted: 0, left: 1 } })
  expect(await lines()).toHaveLength(2)
})

it('finance goes through the list: asks to waive one, posts the others after a question', async () => {
  const [ada, ben] = [await finance(), await finance()]
  const { charges, lines, bookingId } = await nobodyCame(3)
  const list = '/organiser/finance/absences'
  const page = await (await request(list, { cookie: ada.cookie })).text()
  for (const id of charges) expect(page).toContain(`value="${id}"`)
  const id = crypto.randomUUID()
  expect((await request(`${list}/${charges[0]}/waiver`, { cookie: ada.cookie, form: { id, reason: 'In hospital' } })).status).toBe(303)
  expect((await request(`${list}/check`, { cookie: ada.cookie, form: { which: 'chosen' } })).status).toBe(422)
  const check = await (await request(`${list}/check`, { cookie: ada.cookie, form: { which: 'chosen', charge: charges } })).text()
  expect(check).toContain('Post 2 charges for not attending?')
  expect((await request(`${list}/post`, { cookie: ada.cookie, form: { charge: charges } })).status).toBe(303)
  expect((await lines()).map(({ kind }) => kind)).toEqual(['not_attending_charge', 'not_attending_charge'])
  expect((await decideProposal(anAct({ actor: ben.actor }), { id, decision: 'approve', note: '' })).ok).toBe(true)
  expect(await rows('SELECT withdrawnAt IS NOT NULL AS gone, postedAt FROM Charge WHERE id = ?1', charges[0])).toEqual([
    { gone: 1, postedAt: null },
  ])
  expect(await lines()).toHaveLength(2)
  expect(await messagesOf(bookingId, 'proposal_decided')).toHaveLength(1)
  const organiser = await anAccount({ roles: ['organiser'] })
  expect((await request(`${list}/post`, { cookie: organiser.cookie, form: { charge: charges } })).status).toBe(404)
})
