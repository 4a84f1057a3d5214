// A booking of a school with some people and some places without a name, made through the verb that makes every booking.
import { placeBooking } from '#booking/placing/place-booking.ts'
import { databaseWith } from '#test/support/database-with.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, db, rows } from '#test/support/factories.ts'

export const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

export const person = (name: string, roleId = 'dsl', represents: string[] = []) => ({
  name,
  email: `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.sch.uk`,
  roleId,
  represents,
})

export const aBooking = async (
  names: readonly string[],
  unnamed = 0,
  facts: Parameters<typeof anEvent>[0] & { now?: Date; ifFull?: 'wait' } = {},
  event?: Awaited<ReturnType<typeof anEvent>>,
  attendance?: 'in_person' | 'online',
) => {
  const { now, ifFull, ...eventFacts } = facts
  const held = event ?? (await anEvent({ ...inTime, placesPerSchool: 10, ...eventFacts }))
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const placed = await placeBooking(anAct({ actor: contact.actor, ...(now ? { now } : {}) }), {
    code: held.code,
    schoolId: school.id,
    formId: crypto.randomUUID(),
    delegates: names.map((name) => ({ ...person(name), ...(attendance ? { attendance } : {}) })),
    unnamed,
    ifFull: ifFull ?? 'refuse',
  }).then(accepted)
  const places = await rows<{ id: string; personId: string | null }>(
    `SELECT p.id, p.personId FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1 ORDER BY p.rowid`,
    placed.reference,
  )
  return { event: held, school, contact, reference: placed.reference, places }
}

/** Who is on each place of an event, in the order of booking. */
export const namesOn = async (eventId: string) =>
  (
    await rows<{ name: string | null }>(
      `SELECT p.name FROM Place pl LEFT JOIN Person p ON p.id = pl.personId WHERE pl.eventId = ?1 AND pl.state <> 'cancelled' ORDER BY pl.rowid`,
      eventId,
    )
  ).map(({ name }) => name)

/** Every message about an event after `kinds` were sent: kind, method and to whom. */
export const messagesOf = (eventId: string, ...kinds: string[]) =>
  rows<{ kind: string; method: string | null; to: string }>(
    `SELECT m.kind, m.method, b.toAddress AS "to" FROM Message m JOIN MessageBody b ON b.messageId = m.id
     WHERE m.eventId = ?1 AND (?2 = '[]' OR m.kind IN (SELECT value FROM json_each(?2))) ORDER BY m.rowid`,
    eventId,
    JSON.stringify(kinds),
  )

/** The database without the guards of a batch, for controls: what was decided on an earlier read is not looked at again. */
export const guardless = (): SqlDatabase =>
  databaseWith(db, {
    batch: (statements: (SqlStatement & { guard?: true })[]) => db.batch(statements.filter((statement) => !statement.guard)),
    prepare: (sql: string) => {
      const statement = db.prepare(sql)
      if (!sql.includes("json('guard broken')")) return statement
      return { bind: (...values: unknown[]) => Object.assign(statement.bind(...values), { guard: true }) }
    },
  })
