// Ten thousand places, put straight into the database: fifty events of two hundred places, a hundred schools, two places a booking.
import { newId } from '#base/id.ts'
import { anEvent, aSchool, db, tick } from '#test/support/factories.ts'

export const manyPlaces = async (facts: { title: string; events: number; bookingsEach: number; unnamedEvery?: number }) => {
  const schools = await Promise.all(Array.from({ length: 100 }, () => aSchool()))
  const events = []
  for (let n = 0; n < facts.events; n += 1)
    events.push(
      await anEvent({
        title: `${facts.title} ${n}`,
        startsAt: `2099-0${1 + (n % 9)}-12T08:30:00.000Z`,
        endsAt: `2099-0${1 + (n % 9)}-12T15:00:00.000Z`,
        capacity: 10_000,
        placesPerSchool: null,
      }),
    )
  const at = tick().toISOString()
  for (const [e, event] of events.entries()) {
    const bookings = Array.from({ length: facts.bookingsEach }, (_, n) => ({
      id: newId(tick()),
      reference: `M${e}X${n}`,
      school: schools[(e + n) % 100]?.id,
      places: [0, 1].map((p) => ({
        id: newId(tick()),
        person: n % (facts.unnamedEvery ?? Number.POSITIVE_INFINITY) === 1 && p === 1 ? null : newId(tick()),
        name: `Delegate ${e} ${n} ${p}`,
      })),
    }))
    const rows = JSON.stringify(bookings)
    await db.batch([
      db
        .prepare(
          `INSERT INTO Booking (id, reference, eventId, schoolId, channel, formId, createdAt)
           SELECT value ->> 'id', value ->> 'reference', ?2, value ->> 'school', 'school', value ->> 'id', ?3 FROM json_each(?1)`,
        )
        .bind(rows, event.id, at),
      db
        .prepare(
          `INSERT INTO Person (id, name, email, createdAt) SELECT p.value ->> 'person', p.value ->> 'name', (p.value ->> 'person') || '@example.sch.uk', ?2
           FROM json_each(?1) b, json_each(b.value -> 'places') p WHERE p.value ->> 'person' IS NOT NULL`,
        )
        .bind(rows, at),
      db
        .prepare(
          `INSERT INTO Place (id, bookingId, eventId, schoolId, personId, roleId, state, stateAt, createdAt)
           SELECT p.value ->> 'id', b.value ->> 'id', ?2, b.value ->> 'school', p.value ->> 'person', 'dsl', 'confirmed', ?3, ?3
           FROM json_each(?1) b, json_each(b.value -> 'places') p`,
        )
        .bind(rows, event.id, at),
    ])
  }
  return { events, schools }
}
