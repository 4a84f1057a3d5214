// A trust with an account that acts for it.
import { newId, newReference } from '#base/id.ts'
import { anAccount, aSchool, db, tick } from '#test/support/factories.ts'

let trusts = 0

/** A trust of so many schools, and whoever acts for it. */
export const aTrust = async (names: readonly string[], facts: Parameters<typeof aSchool>[0] = {}) => {
  trusts += 1
  const uid = `T${trusts}`
  const schools: Awaited<ReturnType<typeof aSchool>>[] = []
  for (const name of names) schools.push(await aSchool({ ...facts, name, trustUid: uid, trustName: 'Hedgerow Trust' }))
  const account = await anAccount({ name: 'Tamsin Trust' })
  const at = tick().toISOString()
  await db
    .prepare(
      `INSERT INTO TrustClaim (id, accountId, trustUid, state, evidence, requestedAt, decidedAt) VALUES (?1, ?2, ?3, 'approved', 'organiser', ?4, ?4)`,
    )
    .bind(newId(tick()), account.accountId, uid, at)
    .run()
  return { uid, schools, ...account }
}

/** A confirmed place of which nobody has said yet who comes. */
export const aPlaceWithoutName = async (event: { id: string }, schoolId: string) => {
  const [bookingId, placeId, at] = [newId(tick()), newId(tick()), tick().toISOString()]
  await db.batch([
    db
      .prepare(
        `INSERT INTO Booking (id, reference, eventId, schoolId, channel, formId, createdAt) VALUES (?1, ?2, ?3, ?4, 'organiser', ?1, ?5)`,
      )
      .bind(bookingId, newReference(), event.id, schoolId, at),
    db
      .prepare(
        `INSERT INTO Place (id, bookingId, eventId, schoolId, state, stateAt, createdAt) VALUES (?1, ?2, ?3, ?4, 'confirmed', ?5, ?5)`,
      )
      .bind(placeId, bookingId, event.id, schoolId, at),
  ])
}
