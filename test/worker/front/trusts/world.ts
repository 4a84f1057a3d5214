// A trust with an account that acts for it.

import { newId, newReference } from '#base/id.ts'
import { anAccount, aSchool, db, tick } from '#test/support/factories.ts'
import { add, insert } from '#test/support/rows.ts'

let trusts = 0

/** A trust of so many schools, and whoever acts for it. */
export const aTrust = async (names: readonly string[], facts: Parameters<typeof aSchool>[0] = {}) => {
  trusts += 1
  const uid = `T${trusts}`
  const schools: Awaited<ReturnType<typeof aSchool>>[] = []
  for (const name of names) schools.push(await aSchool({ ...facts, name, trustUid: uid, trustName: 'Hedgerow Trust' }))
  const account = await anAccount({ name: 'Tamsin Trust' })
  const at = tick().toISOString()
  await add('TrustClaim', {
    accountId: account.accountId,
    trustUid: uid,
    state: 'approved',
    evidence: 'organiser',
    requestedAt: at,
    decidedAt: at,
  })
  return { uid, schools, ...account }
}

/** A confirmed place of which nobody has said yet who comes. */
export const aPlaceWithoutName = async (event: { id: string }, schoolId: string) => {
  const [bookingId, placeId, at] = [newId(tick()), newId(tick()), tick().toISOString()]
  await db.batch([
    insert('Booking', { id: bookingId, reference: newReference(), eventId: event.id, schoolId, formId: bookingId, createdAt: at }),
    insert('Place', { id: placeId, bookingId, eventId: event.id, schoolId, stateAt: at, createdAt: at }),
  ])
}
