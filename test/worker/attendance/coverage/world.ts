// What coverage is made of, put straight into the database: places, marks, sign-offs, walk-ins, mergers, earlier records.
import { londonDay } from '#base/dates.ts'
import { newId, newReference } from '#base/id.ts'
import { anEvent, db, tick } from '#test/support/factories.ts'

let authority = 100
/** An authority of its own for each test: coverage counts every school of the area. */
export const anArea = (): string => {
  authority += 1
  return `A${authority}`
}

export const aPerson = async (name = 'Rhiannon Pugh'): Promise<string> => {
  const id = newId(tick())
  await db
    .prepare('INSERT INTO Person (id, name, email, createdAt) VALUES (?1, ?2, ?3, ?4)')
    .bind(id, name, `${id}@example.sch.uk`, tick().toISOString())
    .run()
  return id
}

type Event = Awaited<ReturnType<typeof anEvent>>

export const firstSession = (event: Event): string => event.sessions[0]?.id ?? ''

/** A confirmed place of a school at every session of the event. */
export const aPlace = async (
  event: Event,
  school: { id: string },
  more: { represents?: { id: string }[]; personId?: string; state?: 'confirmed' | 'cancelled' } = {},
): Promise<string> => {
  const at = tick().toISOString()
  const bookingId = newId(tick())
  const placeId = newId(tick())
  const personId = more.personId ?? (await aPerson())
  await db.batch([
    db
      .prepare(
        `INSERT INTO Booking (id, reference, eventId, schoolId, channel, formId, createdAt) VALUES (?1, ?2, ?3, ?4, 'organiser', ?1, ?5)`,
      )
      .bind(bookingId, newReference(8), event.id, school.id, at),
    db
      .prepare(
        `INSERT INTO Place (id, bookingId, eventId, schoolId, personId, roleId, state, stateAt, createdAt) VALUES (?1, ?2, ?3, ?4, ?5, 'dsl', ?6, ?7, ?7)`,
      )
      .bind(placeId, bookingId, event.id, school.id, personId, more.state ?? 'confirmed', at),
    ...event.sessions
      .filter((session) => !session.block)
      .map((session) => db.prepare('INSERT INTO PlaceSession (placeId, sessionId) VALUES (?1, ?2)').bind(placeId, session.id)),
    ...(more.represents ?? []).map((other) =>
      db.prepare('INSERT INTO PlaceRepresents (placeId, schoolId) VALUES (?1, ?2)').bind(placeId, other.id),
    ),
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
  const at = tick().toISOString()
  await db
    .prepare(
      `INSERT INTO Mark (id, sessionId, placeId, walkInId, markType, happenedAt, notedAt, receivedAt, source, correctsId, reason)
       SELECT ?1, s.id, ?3, ?4, ?5, MAX(?6, s.startsAt), MAX(?6, s.startsAt), MAX(?6, s.startsAt), ?9, ?7, ?8 FROM Session s WHERE s.id = ?2`,
    )
    .bind(
      id,
      sessionId,
      'placeId' in of ? of.placeId : null,
      'walkInId' in of ? of.walkInId : null,
      markType,
      at,
      correction?.correctsId ?? null,
      correction?.reason ?? null,
      source,
    )
    .run()
  return id
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
  await db
    .prepare('INSERT INTO WalkIn (id, eventId, sessionId, personId, schoolId, createdAt) VALUES (?1, ?2, ?3, ?4, ?5, ?6)')
    .bind(id, event.id, firstSession(event), await aPerson(), school?.id ?? null, tick().toISOString())
    .run()
  return id
}

export const signOff = async (event: Event): Promise<void> => {
  await db.batch(
    event.sessions.map((session) =>
      db
        .prepare(
          `INSERT INTO RegisterSignOff (id, sessionId, signedAt, attended, part, absent, apologies)
           SELECT ?1, s.id, MAX(?3, s.endsAt), 0, 0, 0, 0 FROM Session s WHERE s.id = ?2`,
        )
        .bind(newId(tick()), session.id, tick().toISOString()),
    ),
  )
}

export const anEarlierRecord = async (
  school: { id: string },
  heldOn: string,
  more: { source?: string; topicId?: string; markType?: MarkType } = {},
) => {
  await db
    .prepare(
      `INSERT INTO EarlierAttendance (id, batchId, schoolId, topicId, title, heldOn, markType, source, learnedAt) VALUES (?1, 'b1', ?2, ?3, 'Conference of old', ?4, ?5, ?6, ?7)`,
    )
    .bind(
      newId(tick()),
      school.id,
      more.topicId ?? 'child-on-child-abuse',
      heldOn,
      more.markType ?? 'attended',
      more.source ?? 'Spreadsheet of the training team',
      tick().toISOString(),
    )
    .run()
}

export const aSuccession = async (from: { id: string }, to: { id: string }, how: 'merger' | 'split'): Promise<void> => {
  const id = newId(tick())
  await db
    .prepare(`INSERT INTO Succession (id, fromSchoolId, toSchoolId, fromUrn, toUrn, how, learnedAt) VALUES (?1, ?2, ?3, ?2, ?3, ?4, ?5)`)
    .bind(id, from.id, to.id, how, tick().toISOString())
    .run()
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

/** The council leaves reports and reopened audits to one person. */
export const reportsByOne = async (): Promise<void> => {
  await db
    .prepare(
      `INSERT INTO Setting (key, value, changedAt) VALUES ('council', '{"reportsBy":"one","reopeningBy":"one"}', '2026-01-01T00:00:00.000Z')`,
    )
    .run()
}
