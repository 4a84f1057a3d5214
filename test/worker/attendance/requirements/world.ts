// What the states of requirements follow from, put straight into the database.
import { newId } from '#base/id.ts'
import { anEvent, db, tick } from '#test/support/factories.ts'
import { firstSession } from '../coverage/world.ts'

type Values = Record<string, string | number | null>

/** A row as given, with an id; `at` names its column of when it was written. */
export const insert = async (table: string, at: string | undefined, values: Values): Promise<string> => {
  const row: Values = { id: newId(tick()), ...(at ? { [at]: tick().toISOString() } : {}), ...values }
  const names = Object.keys(row)
  await db
    .prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_, n) => `?${n + 1}`).join(', ')})`)
    .bind(...Object.values(row))
    .run()
  return String(row['id'])
}

/** A lead of a school since September 2024 whom the school has confirmed, unless told otherwise. */
export const aRole = (personId: string, school: { id: string }, more: Values = {}): Promise<string> =>
  insert('RoleAtSchool', 'learnedAt', {
    ...{ personId, schoolId: school.id, roleId: 'dsl', fromDate: '2024-09-01', source: 'school', confirmedAt: tick().toISOString() },
    ...more,
  })

/** Lead training of six and a half hours on a day. */
export const leadTraining = (day: string, more: Parameters<typeof anEvent>[0] = {}) =>
  anEvent({
    ...{ title: 'Lead training', topicId: 'designated-lead', startsAt: `${day}T08:30:00.000Z`, endsAt: `${day}T15:00:00.000Z` },
    ...more,
  })

/** Somebody came to the first session of an event without a place. */
export const walkedIn = (
  event: Awaited<ReturnType<typeof anEvent>>,
  personId: string,
  school: { id: string } | undefined,
): Promise<string> =>
  insert('WalkIn', 'createdAt', { eventId: event.id, sessionId: firstSession(event), personId, schoolId: school?.id ?? null })

export const anEarlierTraining = (personId: string, school: { id: string }, heldOn: string, more: Values = {}): Promise<string> =>
  insert('EarlierAttendance', 'learnedAt', {
    ...{ batchId: 'b1', schoolId: school.id, topicId: 'designated-lead', title: 'Lead course', heldOn, purpose: 'training' },
    ...{ markType: 'attended', personId, source: 'Certificates of the school', ...more },
  })
