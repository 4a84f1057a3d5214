// What coverage is made of, put straight into the database: places, marks, sign-offs, walk-ins, mergers, earlier records.

import type { Question } from '#attendance/coverage/coverage.ts'
import { schoolsBehind, selectCounts } from '#attendance/coverage/schools-store.ts'
import { londonDay } from '#base/dates.ts'
import { selectRows } from '#base/db/list-rows.ts'
import { readTogether } from '#base/db/read.ts'
import { newId, newReference } from '#base/id.ts'
import { anEvent, db, tick } from '#test/support/factories.ts'
import { sql } from '#test/support/row-of.ts'
import { add, insert } from '#test/support/rows.ts'

let authority = 100
/** An authority of its own for each test: coverage counts every school of the area. */
export const anArea = (): string => {
  authority += 1
  return `A${authority}`
}

export const aPerson = async (name = 'Rhiannon Pugh'): Promise<string> => {
  const id = newId(tick())
  await add('Person', { id, name, email: `${id}@example.sch.uk` })
  return id
}

type Event = Awaited<ReturnType<typeof anEvent>>

export const firstSession = (event: Event): string => event.sessions[0]?.id ?? ''

/** A confirmed place of a school at every session of the event. */
export const aPlace = async (
  event: Event,
  school: { id: string },
  more: { represents?: { id: string }[]; personId?: string; state?: 'confirmed' | 'cancelled'; attendance?: 'in_person' | 'online' } = {},
): Promise<string> => {
  const at = tick().toISOString()
  const bookingId = newId(tick())
  const placeId = newId(tick())
  const personId = more.personId ?? (await aPerson())
  await db.batch([
    insert('Booking', {
      id: bookingId,
      reference: newReference(8),
      eventId: event.id,
      schoolId: school.id,
      formId: bookingId,
      createdAt: at,
    }),
    insert('Place', {
      id: placeId,
      bookingId,
      eventId: event.id,
      schoolId: school.id,
      personId,
      roleId: 'dsl',
      state: more.state ?? 'confirmed',
      stateAt: at,
      createdAt: at,
      ...(more.attendance ? { attendance: more.attendance, attendanceAt: at } : {}),
    }),
    ...event.sessions.filter((session) => !session.block).map((session) => insert('PlaceSession', { placeId, sessionId: session.id })),
    ...(more.represents ?? []).map((other) => insert('PlaceRepresents', { placeId, schoolId: other.id })),
  ])
  return placeId
}

type MarkType = 'attended' | 'part' | 'absent' | 'apologies'

export const aMark = async (
  sessionId: string,
  of: { placeId: string } | { walkInId: string },
  markType: MarkType,
  correction?: { correctsId: string; reason: string },
  source: 'screen' | 'stated' = 'screen',
): Promise<string> => {
  const id = newId(tick())
  const at = sql('MAX(?1, (SELECT startsAt FROM Session WHERE id = ?2))', tick().toISOString(), sessionId)
  return add('Mark', { id, sessionId, ...of, markType, happenedAt: at, notedAt: at, receivedAt: at, source, ...correction })
}

/** Somebody of the school was there: a place and its mark. */
export const cameTo = async (
  event: Event,
  school: { id: string },
  markType: MarkType = 'attended',
  more: Parameters<typeof aPlace>[2] = {},
) => {
  const placeId = await aPlace(event, school, more)
  const markId = await aMark(firstSession(event), { placeId }, markType)
  return { placeId, markId }
}

export const aWalkIn = async (event: Event, school: { id: string } | undefined): Promise<string> => {
  const id = newId(tick())
  await add('WalkIn', { id, eventId: event.id, sessionId: firstSession(event), personId: await aPerson(), schoolId: school?.id ?? null })
  return id
}

export const signOff = async (event: Event): Promise<void> => {
  await db.batch(
    event.sessions.map((session) =>
      insert('RegisterSignOff', {
        sessionId: session.id,
        signedAt: sql('MAX(?1, (SELECT endsAt FROM Session WHERE id = ?2))', tick().toISOString(), session.id),
      }),
    ),
  )
}

export const anEarlierRecord = async (
  school: { id: string },
  heldOn: string,
  more: { source?: string; topicId?: string; markType?: MarkType } = {},
) => {
  await add('EarlierAttendance', {
    batchId: 'b1',
    schoolId: school.id,
    topicId: more.topicId ?? 'child-on-child-abuse',
    title: 'Conference of old',
    heldOn,
    markType: more.markType ?? 'attended',
    source: more.source ?? 'Spreadsheet of the training team',
  })
}

export const aSuccession = async (from: { id: string }, to: { id: string }, how: 'merger' | 'split'): Promise<void> => {
  const id = newId(tick())
  await add('Succession', { id, fromSchoolId: from.id, toSchoolId: to.id, fromUrn: from.id, toUrn: to.id, how })
}

export const onDay = (day: string) => anEvent({ startsAt: `${day}T08:30:00.000Z`, endsAt: `${day}T15:00:00.000Z` })

export const asEvent = (event: Event) => ({
  id: event.id,
  code: event.code,
  title: event.title,
  startsOn: londonDay(event.sessions[0]?.startsAt ?? ''),
  cancelled: event.state === 'cancelled',
  marked: true,
})

/** Schools behind a figure, and how many are behind each. */
export const readSchools = async (db: SqlDatabase, question: Question, ask: Parameters<typeof schoolsBehind>[1]) => {
  const { schools, counts } = await readTogether(db, {
    schools: selectRows(db, schoolsBehind(question, ask)),
    counts: selectCounts(db, question, ask),
  })
  return { ...counts, schools }
}

/** The council leaves reports and reopened audits to one person. */
export const reportsByOne = async (): Promise<void> => {
  await add('Setting', { key: 'council', value: '{"reportsBy":"one","reopeningBy":"one"}', changedAt: '2026-01-01T00:00:00.000Z' })
}
