// Events with terms of cancelling, and bookings that accepted them.
import { placeBooking } from '#booking/placing/place-booking.ts'
import { saveTerms } from '#money/terms/save-terms.ts'
import type { TermsFacts } from '#money/terms/terms.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, rows, run } from '#test/support/factories.ts'

/** Free up to ten working days before, £35 up to three, then £70; £50 for not attending. */
export const someTerms = async (facts: Partial<TermsFacts> = {}) => {
  const id = crypto.randomUUID()
  const terms: TermsFacts = {
    ...{
      name: 'Paid conferences',
      freeDays: 10,
      partDays: 3,
      partPence: 3500,
      fullPence: 7000,
      absentPence: 5000,
      termTimeOnly: false,
      notes: '',
    },
    ...facts,
  }
  await saveTerms(anAct(), { id, facts: terms })
  return id
}

export const setTerms = (eventId: string, termsId: string | null) =>
  run('UPDATE Event SET termsId = ?2, version = version + 1 WHERE id = ?1', eventId, termsId)

/** A booking of named people and unnamed places at an event on Friday 12 June 2026, made in March under `someTerms`. */
export const aBookingUnderTerms = async (
  facts: { event?: Parameters<typeof anEvent>[0]; terms?: Partial<TermsFacts>; people?: number; unnamed?: number } = {},
) => {
  const event = await anEvent({ placesPerSchool: null, ...facts.event })
  const termsId = await someTerms(facts.terms)
  await setTerms(event.id, termsId)
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const placed = await placeBooking(anAct({ actor: contact.actor }), {
    code: event.code,
    schoolId: school.id,
    formId: crypto.randomUUID(),
    delegates: Array.from({ length: facts.people ?? 2 }, (_, n) => ({
      name: `Person ${n}`,
      email: `p${n}-${school.urn}@example.sch.uk`,
      roleId: 'dsl',
      represents: [],
    })),
    unnamed: facts.unnamed ?? 0,
    termsId,
  }).then(accepted)
  const places = await rows<{ id: string }>('SELECT id FROM Place WHERE eventId = ?1 ORDER BY rowid', event.id)
  return { event, termsId, school, ...contact, reference: placed.reference, placeIds: places.map(({ id }) => id) }
}

export const chargesOf = (eventId: string) =>
  rows<{ placeId: string; kind: string; pence: number; rule: string; withdrawn: number; byId: string | null }>(
    `SELECT placeId, kind, pence, rule, withdrawnAt IS NOT NULL AS withdrawn, byId FROM Charge WHERE eventId = ?1 ORDER BY id`,
    eventId,
  )
