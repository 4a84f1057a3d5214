// SQL that reads registers. Of what the actor may not take (`mayTake`) nothing is returned.

import type { Actor } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, londonDay } from '#base/dates.ts'
import { all, one, type Read, readNow, readTogether, together } from '#base/db/read.ts'
import type { Marked } from '#base/standing.ts'
import { replacedAt } from '#booking/needs/store.ts'
import { courseLacked } from '#people/people/earlier-course-store.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import { staysOf } from './arrival.ts'
import { saidCannotCome, selectSaidAt } from './arrival-store.ts'
import type { Mark, Source } from './mark.ts'
import { type PersonOnRegister, type Register, type SessionOfRegister, takesAllRegisters, takesRegister } from './register.ts'

/** SQL: the event was cancelled before the session began, or the session called off. */
const calledOff = `(e.state = 'cancelled' AND e.cancelledAt <= s.startsAt OR s.calledOffAt IS NOT NULL)`

const mayTake = <T extends { eventId: string; startsAt: Instant }>(session: T | undefined, actor: Actor): session is T =>
  session !== undefined && takesRegister(actor, session)

type SessionRow = Omit<SessionOfRegister, 'isCancelled' | 'isCalledOff' | 'signOff'> & {
  state: string
  isCalledOff: number
  signedAt: Instant | null
  signedBy: string | null
  attended: number
  part: number
  absent: number
  apologies: number
}

const sessionSql = `
  SELECT s.id, s.eventId, e.code, e.title AS eventTitle, s.title, s.position, s.startsAt, s.endsAt, e.state, ${calledOff} AS isCalledOff, s.calledOffAt, s.calledOffWhy AS why, e.attendanceMode,
    IIF(s.venueId IS NULL, e.venueName, s.venueName) AS venueName, IIF(s.venueId IS NULL, e.venueAddress, s.venueAddress) AS venueAddress,
    IIF(s.venueId IS NULL, e.venuePostcode, '') AS venuePostcode, (SELECT COUNT(*) FROM Session o WHERE o.eventId = s.eventId) AS sessions,
    r.signedAt, signer.name AS signedBy, r.attended, r.part, r.absent, r.apologies
  FROM Session s JOIN Event e ON e.id = s.eventId
  LEFT JOIN RegisterSignOff r ON r.sessionId = s.id
  LEFT JOIN Account a ON a.id = r.signedById LEFT JOIN Person signer ON signer.id = a.personId
  WHERE s.id = ?1 AND e.state <> 'draft'`

const sessionOf = ({
  state,
  isCalledOff,
  signedAt,
  signedBy,
  attended,
  part,
  absent,
  apologies,
  ...row
}: SessionRow): SessionOfRegister => ({
  ...row,
  isCancelled: state === 'cancelled',
  isCalledOff: isCalledOff === 1,
  signOff: signedAt === null ? undefined : { signedAt, signedBy, attended, part, absent, apologies },
})

type PersonRow = Omit<PersonOnRegister, 'school' | 'represents' | 'marks' | 'isCancelled' | 'isReplaced' | 'unnamed'> & {
  isCancelled: number
  isReplaced: number
  unnamed: number
  schoolId: string | null
  schoolName: string
  town: string
  urn: string | null
  represents: string
}

/** SQL: everyone on the register, or only places and walk-ins whose id matches `of`. */
const peopleSql = (of: (id: string) => string = () => '1'): string => `
  SELECT p.id, 'place' AS kind, p.personId IS NULL AS unnamed, person.name, person.email, role.label AS role, p.attendance,
    p.state = 'cancelled' AS isCancelled, ${replacedAt('p.id')} AS isReplaced, root.id AS schoolId, root.name AS schoolName, root.town, root.urn, '' AS organisation, ${saidCannotCome} AS cannotComeAt,
    ${courseLacked('p.personId', 'p.eventId')} AS lacks,
    (SELECT json_group_array(json_object('name', r.name, 'town', r.town, 'urn', r.urn))
     FROM PlaceRepresents pr JOIN School o ON o.id = pr.schoolId JOIN School r ON r.id = o.rootId WHERE pr.placeId = p.id) AS represents
  FROM PlaceSession ps JOIN Place p ON p.id = ps.placeId
  JOIN School school ON school.id = p.schoolId JOIN School root ON root.id = school.rootId
  LEFT JOIN Person person ON person.id = p.personId LEFT JOIN Role role ON role.id = p.roleId
  WHERE ps.sessionId = ?1
    AND (p.state = 'confirmed' OR EXISTS (SELECT 1 FROM Mark m WHERE m.placeId = p.id AND m.sessionId = ps.sessionId)) AND ${of('p.id')}
  UNION ALL
  SELECT w.id, 'walk_in', 0, person.name, person.email, role.label, NULL, 0, 0, root.id, root.name, root.town, root.urn,
    w.organisation, NULL, ${courseLacked('w.personId', 'w.eventId')}, '[]'
  FROM WalkIn w
  LEFT JOIN School school ON school.id = w.schoolId LEFT JOIN School root ON root.id = school.rootId
  LEFT JOIN Person person ON person.id = w.personId LEFT JOIN Role role ON role.id = w.roleId
  WHERE w.sessionId = ?1 AND ${of('w.id')}`

type MarkRow = Omit<Mark, 'late'> & { late: number; personKey: string }

const marksSql = (which: string): string => `
  SELECT m.id, COALESCE(m.placeId, m.walkInId) AS personKey, m.markType, m.happenedAt, m.notedAt, m.receivedAt, noter.name AS "by", m.source,
    m.correctsId, m.reason, m.late
  FROM Mark m LEFT JOIN Account a ON a.id = m.accountId LEFT JOIN Person noter ON noter.id = a.personId
  WHERE m.sessionId = ?1 AND ${which}`

const selectMarksOf = (db: SqlDatabase, sessionId: string, personKey: string): Read<MarkRow[]> =>
  all(db.prepare(marksSql('(m.placeId = ?2 OR m.walkInId = ?2)')).bind(sessionId, personKey))

const markOf = ({ late, personKey: _, ...row }: MarkRow): Mark => ({ ...row, late: late === 1 })

const personOf = (
  { schoolId, schoolName, town, urn, represents, isCancelled, isReplaced, unnamed, attendance, lacks, ...row }: PersonRow,
  marks: readonly MarkRow[],
  actor: Actor,
): PersonOnRegister => ({
  ...row,
  ...(attendance ? { attendance } : {}),
  ...(lacks ? { lacks } : {}),
  // Door staff see no addresses.
  email: takesAllRegisters(actor) ? row.email : null,
  isCancelled: isCancelled === 1,
  ...(isReplaced === 1 ? { isReplaced: true } : {}),
  unnamed: unnamed === 1,
  school: schoolId === null ? undefined : { id: schoolId, name: schoolName, town, urn },
  represents: JSON.parse(represents) as SchoolName[],
  marks: marks.map(markOf),
})

export const selectRegister = (db: SqlDatabase, sessionId: string) =>
  together({
    session: one<SessionRow>(db.prepare(sessionSql).bind(sessionId)),
    people: all<PersonRow>(db.prepare(peopleSql()).bind(sessionId)),
    marks: all<MarkRow>(db.prepare(marksSql('1')).bind(sessionId)),
    said: selectSaidAt(db, sessionId),
    calendar: selectCalendar(db),
  })

/** A session's whole register in one round trip; undefined if the actor may not take it. */
export const readRegister = async (db: SqlDatabase, actor: Actor, sessionId: string): Promise<Register | undefined> => {
  const { session, people, marks, said, calendar } = await readNow(db, selectRegister(db, sessionId))
  if (!mayTake(session, actor)) return undefined
  const day = londonDay(session.startsAt)
  const ofDay = said.filter((one) => one.day === day)
  const saidOf = Map.groupBy(ofDay, ({ key }) => key)
  const marksOf = Map.groupBy(marks, (mark) => mark.personKey)
  return {
    session: sessionOf(session),
    people: people.map((person) => ({
      ...personOf(person, marksOf.get(person.id) ?? [], actor),
      stays: staysOf(saidOf.get(person.id) ?? []),
    })),
    calendar,
  }
}

export type PersonToMark = {
  kind: 'place' | 'walk_in'
  eventId: string
  schoolId: string | null
  startsAt: Instant
  endsAt: Instant
  isSigned: boolean
  isCalledOff: boolean
  calendar: Calendar
  marks: Mark[]
  /** The mark with the given id, whoever it is about. */
  sameId: { personKey: string; markType: Marked; source: Source } | undefined
}

/** Said by the database as 0 and 1. */
type Flags = { isSigned: number; isCalledOff: number }

export const selectPersonToMark = (db: SqlDatabase, sessionId: string, personKey: string, markId: string) =>
  together({
    person: one<Omit<PersonToMark, keyof Flags | 'calendar' | 'marks' | 'sameId'> & Flags>(
      db
        .prepare(
          `SELECT s.eventId, e.code, s.startsAt, s.endsAt, r.id IS NOT NULL AS isSigned, ${calledOff} AS isCalledOff, CASE WHEN p.id IS NULL THEN 'walk_in' ELSE 'place' END AS kind,
             COALESCE(p.schoolId, w.schoolId) AS schoolId
           FROM Session s JOIN Event e ON e.id = s.eventId
           LEFT JOIN RegisterSignOff r ON r.sessionId = s.id
           LEFT JOIN PlaceSession ps ON ps.sessionId = s.id AND ps.placeId = ?2
           LEFT JOIN Place p ON p.id = ps.placeId AND p.state <> 'held'
           LEFT JOIN WalkIn w ON w.sessionId = s.id AND w.id = ?2
           WHERE s.id = ?1 AND e.state <> 'draft' AND (p.id IS NOT NULL OR w.id IS NOT NULL)`,
        )
        .bind(sessionId, personKey),
    ),
    marks: selectMarksOf(db, sessionId, personKey),
    sameId: one<NonNullable<PersonToMark['sameId']>>(
      db.prepare('SELECT COALESCE(placeId, walkInId) AS personKey, markType, source FROM Mark WHERE id = ?1').bind(markId),
    ),
    calendar: selectCalendar(db),
  })

/** What marking one person depends on, in one round trip; undefined without access. */
export const readPersonToMark = async (
  db: SqlDatabase,
  actor: Actor,
  ...asked: readonly [sessionId: string, personKey: string, markId: string]
): Promise<PersonToMark | undefined> => {
  const { person, marks, sameId, calendar } = await readNow(db, selectPersonToMark(db, ...asked))
  if (!mayTake(person, actor)) return undefined
  const flags = { isSigned: person.isSigned === 1, isCalledOff: person.isCalledOff === 1 }
  return { ...person, ...flags, calendar, marks: marks.map(markOf), sameId }
}

export type SessionToWrite = {
  eventId: string
  code: string
  startsAt: Instant
  endsAt: Instant
  isSigned: boolean
  isCalledOff: boolean
  /** The chosen school's root; null when none or unknown. */
  schoolId: string | null
  roleId: string | null
  calendar: Calendar
  walkIn: { sessionId: string; schoolId: string | null } | undefined
}

/** What adding or matching a walk-in depends on; undefined if the actor may not take it. */
export const readSessionToWrite = async (
  db: SqlDatabase,
  actor: Actor,
  sessionId: string,
  chosen: { walkInId: string; schoolId?: string | undefined; roleId?: string | undefined },
): Promise<SessionToWrite | undefined> => {
  const { session, walkIn, calendar } = await readTogether(db, {
    session: one<Omit<SessionToWrite, keyof Flags | 'walkIn' | 'calendar'> & Flags>(
      db
        .prepare(
          `SELECT s.eventId, e.code, s.startsAt, s.endsAt, r.id IS NOT NULL AS isSigned, ${calledOff} AS isCalledOff,
             (SELECT rootId FROM School WHERE id = ?2) AS schoolId,
             (SELECT id FROM Role WHERE id = ?3) AS roleId
           FROM Session s JOIN Event e ON e.id = s.eventId LEFT JOIN RegisterSignOff r ON r.sessionId = s.id
           WHERE s.id = ?1 AND e.state <> 'draft'`,
        )
        .bind(sessionId, chosen.schoolId ?? null, chosen.roleId ?? null),
    ),
    walkIn: one<NonNullable<SessionToWrite['walkIn']>>(
      db.prepare('SELECT sessionId, schoolId FROM WalkIn WHERE id = ?1').bind(chosen.walkInId),
    ),
    calendar: selectCalendar(db),
  })
  if (!mayTake(session, actor)) return undefined
  return { ...session, isSigned: session.isSigned === 1, isCalledOff: session.isCalledOff === 1, calendar, walkIn }
}
