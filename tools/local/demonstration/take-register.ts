// The day itself, per session: who came, was absent or walked in; then the register is closed,
// unless planned otherwise: left open, a late sheet, or a later correction.
import { addWalkIn } from '#attendance/attendance/add-walk-in.ts'
import { closeRegister } from '#attendance/attendance/close-register.ts'
import type { Source } from '#attendance/attendance/mark.ts'
import { standing } from '#attendance/attendance/mark.ts'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { markEveryone } from '#attendance/attendance/mark-everyone.ts'
import { count, type PersonOnRegister } from '#attendance/attendance/register.ts'
import { readRegister } from '#attendance/attendance/register-store.ts'
import { recordArrivals } from '#attendance/door/record-arrivals.ts'
import type { Act } from '#base/act.ts'
import { addMinutes } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import type { MarkType } from '#base/standing.ts'
import type { EventDetails, EventSession } from '#events/events/event.ts'
import type { Cast } from './cast.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { Conference } from './conference.ts'
import { demonstrationDates } from './dates.ts'
import { canSignInAs } from './people.ts'
import { somebody, staffOf } from './staff.ts'
import { actOf } from './time.ts'

// As counted at Leicester's inter-agency training: 20 of 318 absent, 35 walk-ins.
const shares = { absent: 0.063, apologies: 0.03, part: 0.03, walkIn: 0.09 }

const draw = (chance: Chance): MarkType => {
  const share = chance.next()
  if (share < shares.absent) return 'absent'
  if (share < shares.absent + shares.apologies) return 'apologies'
  return share < shares.absent + shares.apologies + shares.part ? 'part' : 'attended'
}

export const takeRegister = async (
  act: Act,
  event: EventDetails,
  session: EventSession,
  conference: Conference,
  cast: Cast,
): Promise<void> => {
  const chance = chanceOf(`register ${conference.title} ${session.position} ${conference.capacity}`)
  const ended = new Date(session.endsAt)
  const isPaper = conference.turn === 'late_sheet'
  const source: Source = isPaper ? 'paper' : 'screen'
  // A paper sheet entered a week later is late.
  const when = (minutes: number): Date => addMinutes(isPaper ? addMinutes(ended, 7 * 24 * 60) : new Date(session.startsAt), minutes)
  const by = (minutes: number): Act => actOf(act, cast.organiser, when(minutes))
  const register = await readRegister(act.db, cast.organiser, session.id)
  if (!register) throw new Error(`${event.title} has no register`)

  const verdicts = new Map<MarkType, PersonOnRegister[]>()
  for (const person of register.people) {
    // A register left open has only the morning's marks.
    if (conference.turn === 'left_open' && chance.happens(0.22)) continue
    const markType = draw(chance)
    verdicts.set(markType, [...(verdicts.get(markType) ?? []), person])
  }
  let minutes = isPaper ? 20 : -12
  if (conference.door) await arrive(act, event, session, cast, [...(verdicts.get('attended') ?? []), ...(verdicts.get('part') ?? [])])
  for (const [markType, people] of verdicts) {
    minutes += 4
    if (conference.door && (markType === 'attended' || markType === 'part')) continue
    const asked = {
      sessionId: session.id,
      markType,
      source,
      marks: people.map((person) => ({ person: person.id, id: newId(when(minutes)) })),
    }
    const done = await markEveryone(by(markType === 'attended' || isPaper ? minutes : minutes + 40), asked)
    if (!done.ok) throw new Error(`${event.title}: ${done.reason}`)
  }
  await addUnexpected(by, event, session, chance, cast, { register: register.people, source })
  if (conference.turn === 'left_open') return

  const signed = await readRegister(act.db, cast.organiser, session.id)
  const seen = count(signed?.people ?? []).figures
  const signing = isPaper ? by(60) : actOf(act, cast.organiser, addMinutes(ended, 25))
  const closed = await closeRegister(signing, { sessionId: session.id, seen })
  if (!closed.ok) throw new Error(`${event.title}: ${closed.reason}`)
  if (conference.turn === 'corrected')
    await correctOne(actOf(act, cast.organiser, addMinutes(ended, 3 * 24 * 60)), session, signed?.people ?? [])
}

/** Accompanying colleagues, somebody of a school without a booking, and one unmatched person. */
const addUnexpected = async (
  by: (minutes: number) => Act,
  event: EventDetails,
  session: EventSession,
  chance: Chance,
  cast: Cast,
  on: { register: readonly PersonOnRegister[]; source: Source },
): Promise<void> => {
  const wanted = Math.round(on.register.length * shares.walkIn * (0.6 + chance.next() * 0.8))
  const names = new Set(on.register.map((person) => person.name))
  const known = cast.schools.filter((school) => cast.contacts.has(school.id))
  for (let n = 0; n < wanted; n += 1) {
    const school = chance.pick(known)
    const colleague = chance.pick(staffOf(school).colleagues.slice(3))
    if (names.has(colleague.name)) continue
    names.add(colleague.name)
    const unplaced = n === 0 && session.position === 1 && event.capacity >= 80
    const who = unplaced ? somebody(`walk-in ${event.title}`) : colleague
    const done = await addWalkIn(by(15 + n), {
      id: newId(new Date(Date.parse(session.startsAt) + n)),
      sessionId: session.id,
      name: who.name,
      email: who.email,
      roleId: unplaced ? undefined : colleague.roleId,
      schoolId: unplaced ? undefined : school.id,
      organisation: unplaced ? 'the new academy by the canal' : '',
      source: on.source,
    })
    if (!done.ok) throw new Error(`${event.title}: ${done.reason}`)
  }
}

const correctOne = async (act: Act, session: EventSession, people: readonly PersonOnRegister[]): Promise<void> => {
  const person = people.find((one) => standing(one.marks)?.markType === 'absent') ?? people[0]
  const mark = person ? standing(person.marks) : undefined
  if (!person || !mark) return
  await markAttendance(act, {
    id: newId(act.now),
    sessionId: session.id,
    person: person.id,
    markType: mark.markType === 'absent' ? 'attended' : 'part',
    source: 'screen',
    correctsId: mark.id,
    reason: 'Sheet checked: signed in on the second page',
  })
}

/** The conference of today is going on: some have arrived, the others are still expected. */
export const noteArrivals = async (act: Act, event: EventDetails, session: EventSession, cast: Cast): Promise<void> => {
  const register = await readRegister(act.db, cast.organiser, session.id)
  const chance = chanceOf(`arrivals ${event.title}`)
  const { doors, noted } = demonstrationDates(act.now).today
  const came = (register?.people ?? []).filter(({ email }) => chance.happens(0.4) && !canSignInAs(email ?? ''))
  const minutes = (noted.getTime() - doors.getTime()) / 60_000
  const entries = came.map((person) => arrivalOf(chance, person, 'arrived', addMinutes(doors, Math.floor(minutes * chance.next()))))
  await recordAll(actOf(act, cast.organiser, noted), event, entries)
}

type Entries = Parameters<typeof recordArrivals>[2]

const arrivalOf = (chance: Chance, person: PersonOnRegister, kind: 'arrived' | 'left', notedAt: Date): Entries[number] => ({
  ...{ id: newId(notedAt), person: person.id, kind, notedAt, clockAhead: 0 },
  how: chance.happens(0.6) ? 'scan' : 'tap',
})

const recordAll = async (act: Act, event: EventDetails, entries: Entries): Promise<void> => {
  const answers = await recordArrivals(act, { eventId: event.id, deviceId: null, isOpen: true }, entries)
  if (answers.some(({ said }) => said === 'refused')) throw new Error(`${event.title}: ${JSON.stringify(answers)}`)
}

/** Noted by a helper at the door in the half hour around the start; one of twelve leaves early. */
const arrive = async (
  act: Act,
  event: EventDetails,
  session: EventSession,
  cast: Cast,
  people: readonly PersonOnRegister[],
): Promise<void> => {
  const chance = chanceOf(`door ${event.title} ${session.position}`)
  const starts = new Date(session.startsAt)
  const came = people.map((person) => arrivalOf(chance, person, 'arrived', addMinutes(starts, chance.between(-22, 12))))
  const leaving = people
    .filter(() => chance.happens(0.08))
    .map((person) => arrivalOf(chance, person, 'left', addMinutes(starts, chance.between(200, 280))))
  await recordAll(actOf(act, cast.organiser, addMinutes(starts, 15)), event, came)
  await recordAll(actOf(act, cast.organiser, addMinutes(starts, 290)), event, leaving)
}
