// What somebody claims about a school reaches no figure until somebody else has confirmed them.

import { expect, it } from 'vitest'
import { councilFrom } from '#base/council.ts'
import { newId } from '#base/id.ts'
import { requestBooking } from '#booking/requests/request-booking.ts'
import { settleRequests } from '#booking/requests/settle-requests.ts'
import { decideClaim } from '#people/claim-decisions/decide-claim.ts'
import { anAccount, anAct, anEvent, aSchool, request, rows } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aMark, anArea, firstSession, signOff } from './world.ts'

/** Somebody who has asked to act for a school, and for a place at an event; both wait. */
const anUnvouched = async (event: { code: string }, schoolId: string, laCode: string) => {
  const person = await anAccount()
  const claimId = newId(new Date())
  await add('Claim', {
    id: claimId,
    accountId: person.accountId,
    schoolId,
    evidence: 'self_asserted',
    requestedAt: new Date().toISOString(),
  })
  const actor = { ...person.actor, askedSchoolIds: [schoolId] }
  const kept = await requestBooking(anAct({ actor }), {
    code: event.code,
    schoolId,
    formId: crypto.randomUUID(),
    delegates: [{ name: 'Nia Okoro', email: `nia-${laCode}@example.sch.uk`.toLowerCase(), roleId: 'dsl', represents: [] }],
    unnamed: 0,
    acceptsFewer: false,
    termsId: undefined,
    answers: { booking: {}, rows: [{}] },
  })
  expect(kept.ok).toBe(true)
  return { ...person, claimId }
}

const headline = async (laCode: string, code: string): Promise<string> => {
  const { cookie } = await anAccount({ roles: ['officer'] })
  const page = await (await request(`/coverage?event=${code}`, { cookie, bindings: { LA_CODES: laCode } })).text()
  return plain(page, '').match(/\d+ of \d+ open schools took part/)?.[0] ?? 'no headline'
}

// “Attendance of somebody not confirmed never reaches a coverage figure: their request is on no register and cannot be marked.”
it('“Attendance of somebody not confirmed never reaches a coverage figure”: their request is on no register, and cannot be marked', async () => {
  const laCode = anArea()
  const event = await anEvent({ startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T15:00:00.000Z' })
  const [asked, other] = [await aSchool({ laCode }), await aSchool({ laCode })]
  await anUnvouched(event, asked.id, laCode)
  await anUnvouched(event, other.id, `${laCode}b`)
  expect(await rows('SELECT id FROM Place WHERE eventId = ?1', event.id)).toEqual([])
  const organiser = await anAccount({ roles: ['organiser'] })
  expect(await (await request(`/register/${firstSession(event)}`, { cookie: organiser.cookie })).text()).not.toContain('Nia Okoro')
  await signOff(event)
  expect(await headline(laCode, event.code)).toBe('0 of 2 open schools took part')
})

it('confirmed before the event, the same person is booked, comes and is counted', async () => {
  const laCode = anArea()
  const event = await anEvent({ startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T15:00:00.000Z' })
  const [asked] = [await aSchool({ laCode }), await aSchool({ laCode })]
  const person = await anUnvouched(event, asked.id, laCode)
  const organiser = await anAccount({ roles: ['organiser'] })
  await decideClaim(anAct({ actor: organiser.actor }), {
    claimId: person.claimId,
    decision: 'approve',
    reason: undefined,
    council: councilFrom(laCode),
  })
  await settleRequests(anAct())
  const [place] = await rows<{ id: string }>('SELECT id FROM Place WHERE eventId = ?1', event.id)
  await aMark(firstSession(event), { placeId: place?.id ?? '' }, 'attended')
  await signOff(event)
  expect(await headline(laCode, event.code)).toBe('1 of 2 open schools took part')
})
