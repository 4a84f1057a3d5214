// A school whose booking was made through the form, so that messages were written, sent and kept as they are in life.

import type { Bindings } from '#base/web/env.ts'
import { runDue } from '#due.ts'
import { readingJobs } from '#jobs.ts'
import { anAccount, anEvent, aSchool, bindings, request, rows, run } from '#test/support/factories.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z', placesPerSchool: 10 }

export type Place = {
  placeId: string
  personId: string
  name: string
  email: string
  messageId: string
  bookingId: string
  reference: string
}

let people = 0

export const book = async (
  event: { id: string; code: string },
  school: { id: string },
  contact: { cookie: string },
  named: readonly (readonly [name: string, email: string])[],
  bindings: Partial<Bindings> = {},
): Promise<Place[]> => {
  const made = await request(`/events/${event.code}/bookings`, {
    cookie: contact.cookie,
    bindings,
    form: [
      ['school', school.id],
      ['formId', crypto.randomUUID()],
      ['rows', String(named.length)],
      ...named.flatMap(([name, email], index): [string, string][] => [
        [`name-${index + 1}`, name],
        [`email-${index + 1}`, email],
        [`role-${index + 1}`, 'dsl'],
      ]),
    ],
  })
  if (made.status !== 303) throw new Error(`not booked: ${made.status} ${await made.text()}`)
  return rows<Place>(
    `SELECT p.id AS placeId, p.personId, n.name, n.email, p.bookingId, b.reference,
       (SELECT m.id FROM Message m WHERE m.placeId = p.id AND m.kind = 'invitation' ORDER BY m.rowid DESC LIMIT 1) AS messageId
     FROM Place p JOIN Booking b ON b.id = p.bookingId JOIN Person n ON n.id = p.personId
     WHERE p.eventId = ?1 AND b.schoolId = ?2 ORDER BY p.rowid`,
    event.id,
    school.id,
  )
}

/** Two people of a school with places, and their contact. Names in order; addresses are new each time. */
export const aWorld = async (
  names: readonly string[] = ['Siân Ŵyn', 'Jo Price'],
  facts: Parameters<typeof anEvent>[0] = {},
  bindings: Partial<Bindings> = {},
) => {
  const event = await anEvent({ ...inTime, ...facts })
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id], name: 'Contact Olwen' })
  people += 1
  const places = await book(
    event,
    school,
    contact,
    names.map((name, index) => [name, `d${index}.${people}@example.sch.uk`] as const),
    bindings,
  )
  const [first, second] = places
  if (!first) throw new Error('no place')
  return { event, school, contact, places, first, second: second ?? first, organiser: await anAccount({ roles: ['organiser'] }) }
}

/** Everything of an event after its first messages: kind, to whom, what it sends again. */
export const written = (eventId: string, ...kinds: string[]) =>
  rows<{ id: string; kind: string; to: string; state: string; resendOfId: string | null; text: string; subject: string }>(
    `SELECT m.id, m.kind, y.email AS "to", m.state, m.resendOfId, y.text, y.subject FROM Message m JOIN MessageBody y ON y.messageId = m.id
     WHERE m.eventId = ?1 AND m.kind IN (SELECT value FROM json_each(?2)) ORDER BY m.rowid`,
    eventId,
    JSON.stringify(kinds),
  )

export const troubles = (email: string) =>
  rows<{ id: string; kind: string; toldAt: string | null; solved: string | null }>(
    'SELECT id, kind, toldAt, solved FROM AddressProblem WHERE email = ?1 ORDER BY rowid',
    email,
  )

/** All that is due, and then mail that came in, as the schedule does it. */
export const due = async (now = new Date(), more: Partial<Bindings> = {}): Promise<void> => {
  await runDue({ ...bindings, ...more }, now, 'http://localhost:8787')
  await runDue({ ...bindings, ...more }, now, 'http://localhost:8787', readingJobs)
}

/** As a deliverer that knows of the trouble leaves a message: it was not tried. */
export const withhold = (messageId: string) =>
  run(`UPDATE Message SET state = 'failed', withheld = 1, sentAt = NULL, providerId = NULL WHERE id = ?1`, messageId)
