// Ten thousand places, put straight into the database: fifty events of two hundred places, a hundred schools, two places a booking.
import { newId } from '#base/id.ts'
import { anEvent, aSchool, db, tick } from '#test/support/factories.ts'
import { insertEach } from '#test/support/rows.ts'

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
  const createdAt = tick().toISOString()
  for (const [e, { id: eventId }] of events.entries()) {
    const bookings = Array.from({ length: facts.bookingsEach }, (_, n) => ({
      id: newId(tick()),
      reference: `M${e}X${n}`,
      eventId,
      schoolId: schools[(e + n) % 100]?.id ?? '',
      channel: 'school',
      createdAt,
    }))
    const places = bookings.flatMap(({ id: bookingId, schoolId }, n) =>
      [0, 1].map((p) => {
        const personId = n % (facts.unnamedEvery ?? Number.POSITIVE_INFINITY) === 1 && p === 1 ? null : newId(tick())
        return { bookingId, eventId, schoolId, personId, roleId: 'dsl', stateAt: createdAt, createdAt }
      }),
    )
    const people = places.flatMap(({ personId: id }, n) =>
      id === null ? [] : [{ id, name: `Delegate ${e} ${Math.floor(n / 2)} ${n % 2}`, email: `${id}@example.sch.uk`, createdAt }],
    )
    await db.batch([insertEach('Booking', bookings), insertEach('Person', people), insertEach('Place', places)])
  }
  return { events, schools }
}
