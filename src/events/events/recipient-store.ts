import { all, mapped, type Read, readTogether } from '#base/db/read.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import type { Known } from './recipient.ts'

/** Failing addresses, waiting bookings and switched-off kinds, in one round trip. */
export const readKnown = async (db: SqlDatabase, eventId: string, messages: readonly OutgoingMessage[]): Promise<Known> => {
  const values = (of: (message: OutgoingMessage) => string | undefined): string =>
    JSON.stringify([...new Set(messages.map(of).filter((value) => value !== undefined))])
  const keys = (statement: SqlStatement): Read<Set<string>> =>
    mapped(all<{ key: string }>(statement), (rows) => new Set(rows.map(({ key }) => key)))
  const { schools, ...known } = await readTogether(db, {
    failing: keys(
      db
        .prepare('SELECT email AS key FROM AddressProblem WHERE solvedAt IS NULL AND email IN (SELECT value FROM json_each(?1))')
        .bind(values((message) => message.to.email.toLowerCase())),
    ),
    waiting: keys(
      db
        .prepare(
          `SELECT value AS key FROM json_each(?1) WHERE NOT EXISTS (SELECT 1 FROM Place p WHERE p.bookingId = value AND p.state = 'confirmed')`,
        )
        .bind(values((message) => message.bookingId)),
    ),
    off: keys(db.prepare('SELECT kind AS key FROM EventMessage WHERE eventId = ?1 AND isOn = 0').bind(eventId)),
    schools: all<{ key: string; name: string }>(
      db
        .prepare(
          'SELECT s.id AS key, r.name FROM School s JOIN School r ON r.id = s.rootId WHERE s.id IN (SELECT value FROM json_each(?1))',
        )
        .bind(values((message) => message.schoolId)),
    ),
  })
  return { ...known, schools: new Map(schools.map(({ key, name }) => [key, name])) }
}
