// A conference with a plenary and two blocks of workshops, and places at it, for the tests of
// workshops.

import type { Act } from '#base/act.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, rows } from '#test/support/factories.ts'

const day = '2099-06-12'
const at = (time: string): string => `${day}T${time}:00.000Z`

/**
 * Everyone from 8:30 to 10; in the morning Anxiety or Bullying at 10:30, in the afternoon Consent
 * or Drugs at 13:00.
 */
export const aConference = async (
  facts: { capacity?: number; anxiety?: number; bullying?: number; placesPerSchool?: number | null; choicesCloseAt?: string } = {},
) => {
  const event = await anEvent({
    title: 'Safeguarding conference',
    capacity: facts.capacity ?? 60,
    placesPerSchool: facts.placesPerSchool === undefined ? null : facts.placesPerSchool,
    sessions: [
      { startsAt: at('08:30'), endsAt: at('10:00'), title: 'Opening' },
      { startsAt: at('10:30'), endsAt: at('11:30'), title: 'Anxiety', block: 'Morning workshops', capacity: facts.anxiety ?? 20 },
      { startsAt: at('10:30'), endsAt: at('11:30'), title: 'Bullying', block: 'Morning workshops', capacity: facts.bullying ?? 20 },
      { startsAt: at('13:00'), endsAt: at('14:00'), title: 'Consent', block: 'Afternoon workshops', capacity: 20 },
      { startsAt: at('13:00'), endsAt: at('14:00'), title: 'Drugs', block: 'Afternoon workshops' },
    ],
  })
  const [opening = '', anxiety = '', bullying = '', consent = '', drugs = ''] = event.sessions.map((session) => session.id)
  return { event, opening, anxiety, bullying, consent, drugs }
}

/** A school's booking of so many named people; placeIds in their order. */
export const aBooking = async (event: { code: string; id: string }, names: readonly string[], unnamed = 0) => {
  const school = await aSchool()
  const account = await anAccount({ schoolIds: [school.id], name: 'Olwen Office' })
  const act: Act = anAct({ actor: account.actor })
  const placed = await placeBooking(act, {
    code: event.code,
    schoolId: school.id,
    formId: crypto.randomUUID(),
    delegates: names.map((name) => ({
      name,
      email: `${name.toLowerCase().replaceAll(/[^a-z]/g, '')}.${school.urn}@example.sch.uk`,
      roleId: 'dsl',
      represents: [],
    })),
    unnamed,
  }).then(accepted)
  const places = await rows<{ id: string }>(
    'SELECT p.id FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1 ORDER BY p.rowid',
    placed.reference,
  )
  return { school, ...account, reference: placed.reference, placeIds: places.map(({ id }) => id), placeId: places[0]?.id ?? '' }
}

/** What a place has chosen, by title. */
export const chosenBy = async (placeId: string): Promise<string[]> =>
  (
    await rows<{ title: string }>(
      `SELECT s.title FROM PlaceSession c JOIN Session s ON s.id = c.sessionId WHERE c.placeId = ?1 AND s.block <> '' ORDER BY s.startsAt, s.title`,
      placeId,
    )
  ).map(({ title }) => title)

/** What is in the calendar of whoever is on a place, by the title of its entry. */
export const calendarOf = async (placeId: string): Promise<string[]> =>
  (
    await rows<{ title: string }>(
      `SELECT shown ->> '$.title' AS title FROM Invitation WHERE placeId = ?1 AND state = 'live' ORDER BY shown ->> '$.startsAt', title`,
      placeId,
    )
  ).map(({ title }) => title)

/** The newest messages about a place, oldest first: method and subject. */
export const mailsOf = async (placeId: string, after = 0) =>
  (
    await rows<{ method: string; subject: string }>(
      `SELECT m.method, b.subject FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.placeId = ?1 AND m.method IS NOT NULL ORDER BY m.rowid`,
      placeId,
    )
  )
    .slice(after)
    .map(({ method, subject }) => `${method} ${subject.replace(/, for School \d+$/, '')}`)
