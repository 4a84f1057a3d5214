import { anEvent, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { firstSession } from '../coverage/world.ts'

type Values = Record<string, string | number | null>

/** A lead of a school since September 2024 whom the school has confirmed, unless told otherwise. */
export const aRole = (personId: string, school: { id: string }, more: Values = {}): Promise<string> =>
  add('RoleAtSchool', {
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
): Promise<string> => add('WalkIn', { eventId: event.id, sessionId: firstSession(event), personId, schoolId: school?.id ?? null })

export const anEarlierTraining = (personId: string, school: { id: string }, heldOn: string, more: Values = {}): Promise<string> =>
  add('EarlierAttendance', {
    ...{ batchId: 'b1', schoolId: school.id, topicId: 'designated-lead', title: 'Lead course', heldOn, purpose: 'training' },
    ...{ markType: 'attended', personId, source: 'Certificates of the school', ...more },
  })
