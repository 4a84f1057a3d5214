import { readChoices } from '#attendance/coverage/choices-store.ts'
import type { Choices, Dimension, Question } from '#attendance/coverage/coverage.ts'
import { questionOf, readAsked } from '#attendance/coverage/forms.ts'
import type { WhichSchools } from '#attendance/coverage/report.ts'
import { schoolsBehind } from '#attendance/coverage/schools-store.ts'
import type { Act } from '#base/act.ts'
import type { WrittenFirst } from '#base/council.ts'
import { addMinutes, instant, londonDay } from '#base/dates.ts'
import { selectRows } from '#base/db/list-rows.ts'
import { all, each, given, only, type Read, readNow, readTogether, together } from '#base/db/read.ts'
import type { EventDetails } from '#events/events/event.ts'
import { selectEventByCode } from '#events/events/store.ts'
import { attendanceWords } from '#events/events/views/words.tsx'
import { hasBooked } from '#messages/outbox/reason-store.ts'
import { telephoneSql } from '#schools/schools/contact-store.ts'
import {
  type Audience,
  type EventAudience,
  type Narrowing,
  narrowings,
  type SchoolAudience,
  type Settings,
  sayAudience,
} from './audience.ts'
import { selectCounting, selectDue, selectOutside } from './invitation-store.ts'
import type { Mailing } from './mailing.ts'
import type { TrustUnit, Unit } from './people.ts'
import {
  type AddressRow,
  addressesOf,
  bookingsWho,
  bySchool,
  placesWho,
  readBookers,
  readPeople,
  type SchoolColumns,
  schoolColumns,
  schoolOf,
  selectCancelled,
  writtenFirst,
} from './people-store.ts'
import { selectTrusts } from './trust-store.ts'

/** `trusts`: of an invitation, those of the schools. */
export type FoundSet = {
  units: Unit[]
  trusts: readonly TrustUnit[]
  words: string
  event: EventDetails | undefined
  ofPeople: boolean
  /** All addresses of a school. */
  every: boolean
  /** Each address gets one message, for however many schools. */
  once: boolean
}

const questionFor = (audience: SchoolAudience, choices: Choices, laCodes: readonly string[], now: Date): Question => {
  const { topic, event, from, to } = audience
  return questionOf(readAsked({ topic, event, from, to }), choices, laCodes, londonDay(now)).question
}

/** From coverage's own store, once per narrowing, so that its numbers agree with ours. */
const coveredSchools = async (act: Act, audience: Omit<SchoolAudience, 'answer'> & { answer: WhichSchools }, question: Question) => {
  const used = narrowings.filter((by) => audience[by] !== '')
  const { answer } = audience
  const lists = await readNow(
    act.db,
    each(
      (used.length > 0 ? used : (['sector'] as const)).map((by) => {
        const category = used.includes(by) ? audience[by] : undefined
        return selectRows(act.db, schoolsBehind(question, { dimension: by satisfies Dimension, category, answer }))
      }),
    ),
  )
  const [first = [], ...others] = lists
  const inAll = others.map((list) => new Set(list.map((school) => school.id)))
  const narrowed: Partial<Record<Narrowing, string>> = {}
  used.forEach((by, at) => {
    narrowed[by] = lists[at]?.[0]?.category ?? audience[by]
  })
  const schools = first.filter((school) => inAll.every((ids) => ids.has(school.id)))
  return { ids: schools.map((school) => school.id), narrowed }
}

type Without = {
  /** Those with, or waiting for, places at this event, or that asked for some. */
  bookedId?: string | undefined
  /** Those whose chase is over that this draft was prepared for. */
  sendingId?: string | undefined
  /** 'asked': nurseries and other settings that have not asked for news are asked for consent. */
  settings?: Settings | undefined
  /** Of an invitation: those invited to the event in the day before. */
  invitedId?: string | undefined
  /** Of one that goes once more: the one that it repeats. */
  againOfId?: string | null | undefined
}

/** In the given order, and of an invitation the trusts; the school's address comes first. */
const readSchoolUnits = async (
  act: Act,
  ids: readonly string[],
  without: Without,
  withTrusts: boolean,
): Promise<{ units: Unit[]; trusts: readonly TrustUnit[]; first: WrittenFirst }> => {
  const { db, now } = act
  const { bookedId, sendingId, invitedId } = without
  const { schools, addresses, chosen, trusts } = await readTogether(db, {
    trusts: withTrusts && invitedId ? selectTrusts(act, ids, invitedId, without.againOfId ?? null) : given([]),
    chosen: only<{ first: WrittenFirst }>(db.prepare(`SELECT ${writtenFirst} AS first`)),
    schools: all<SchoolColumns>(
      db
        .prepare(
          `SELECT ${schoolColumns}, ${telephoneSql} AS telephone FROM json_each(?1) j JOIN School r ON r.id = j.value
           WHERE (?2 IS NULL OR NOT ${hasBooked('?2', 'r.id')})
             AND NOT EXISTS (SELECT 1 FROM ChaseSending z JOIN Chase c ON c.id = z.chaseId AND c.endedAt IS NOT NULL JOIN School m ON m.id = c.schoolId
               WHERE z.sendingId = ?3 AND m.rootId = r.id)
             AND NOT EXISTS (SELECT 1 FROM School m CROSS JOIN SendingRecipient t ON t.schoolId = m.id AND t.state <> 'skipped'
                 AND NOT EXISTS (SELECT 1 FROM Message w WHERE w.id = t.messageId AND w.withheld = 1)
               JOIN Sending g ON g.id = t.sendingId AND g.nature = 'training' AND g.eventId = ?4 AND g.startedAt > ?5 WHERE m.rootId = r.id)
           ORDER BY j.key`,
        )
        .bind(JSON.stringify(ids), bookedId ?? null, sendingId ?? null, invitedId ?? null, instant(addMinutes(now, -24 * 60))),
    ),
    addresses: all<AddressRow>(addressesOf(db, 'SELECT value FROM json_each(?1)').bind(JSON.stringify(ids))),
  })
  const of = bySchool(addresses)
  const units = schools.map(
    (row): Unit => ({
      ...schoolOf(row),
      ...(without.settings === 'asked' && schoolOf(row).individual === 'not_known' ? { asksConsent: true } : {}),
      telephone: row.telephone,
      name: '',
      bookingId: null,
      reference: null,
      placeId: null,
      candidates: of.get(row.schoolId) ?? [],
    }),
  )
  return { units, trusts, first: chosen.first }
}

/** The roots of a choice of schools. */
const schoolsOf = async (act: Act, audience: SchoolAudience, question: Question, aboutId: string | null) => {
  const { answer } = audience
  const [covered, outside] = await Promise.all([
    coveredSchools(act, { ...audience, answer: answer === 'due' ? 'all' : answer }, question),
    audience.settings && narrowings.every((by) => audience[by] === '') ? readNow(act.db, selectOutside(act.db, answer === 'never')) : [],
  ])
  const ids = [...covered.ids, ...outside]
  if (answer !== 'due') return { ...covered, ids }
  const counting = aboutId === null ? [] : await readNow(act.db, selectCounting(act, aboutId, ids))
  const due = new Set(await readNow(act.db, selectDue(act, ids, counting)))
  return { ...covered, ids: ids.filter((id) => due.has(id)) }
}

/** Of what message a choice is read; '' for one that is not begun. */
type Of = Partial<Pick<Mailing, 'id' | 'eventId' | 'nature' | 'againOfId'>>

/** By what an event’s people can be narrowed. */
export type Groups = { event: EventDetails | undefined; roles: { id: string; label: string }[] }

export const selectRoles = (db: SqlDatabase): Read<Groups['roles']> => all(db.prepare('SELECT id, label FROM Role ORDER BY position'))

export const selectGroups = (db: SqlDatabase, code: string, now: Date): Read<Groups> =>
  together({
    event: selectEventByCode(db, code, now),
    roles: selectRoles(db),
  })

const sayOnly = ({ way, role, workshop }: EventAudience, { event, roles }: Groups): string[] => [
  ...(role ? [`only ${roles.find(({ id }) => id === role)?.label ?? 'a role that is no more'}`] : []),
  ...(way ? [`only places ${attendanceWords[way]}`] : []),
  ...(workshop ? [`only in the workshop “${event?.sessions.find(({ id }) => id === workshop)?.title ?? 'that is no more'}”`] : []),
]

const sayCancelled = (n: number): string[] => (n === 0 ? [] : [`${n} of them cancelled since`])

const readEventSet = async (act: Act, audience: EventAudience): Promise<FoundSet> => {
  const [ofPeople, ofBookings] = [audience.who in placesWho, audience.who in bookingsWho]
  const [{ groups, cancelled }, people, bookers] = await Promise.all([
    readTogether(act.db, {
      groups: selectGroups(act.db, audience.event.toUpperCase(), act.now),
      cancelled: audience.who === 'ticked' ? selectCancelled(act.db, audience) : given(0),
    }),
    ofPeople ? readPeople(act.db, audience) : [],
    ofBookings ? readBookers(act.db, audience, act.now) : [],
  ])
  const words = sayAudience(audience, {
    ...noNames,
    eventTitle: groups.event?.title,
    only: [...sayOnly(audience, groups), ...sayCancelled(cancelled)],
  })
  const once = ofPeople && ofBookings
  return { units: [...people, ...bookers], trusts: [], words, event: groups.event, ofPeople, every: false, once }
}

/** As of now. People of an event take one round trip; schools one or two more. */
export const readSet = async (act: Act, audience: Audience, of: Of = {}, read?: Choices): Promise<FoundSet> => {
  if (audience.of === 'event') return readEventSet(act, audience)
  const invitedId = of.nature === 'training' ? (of.eventId ?? undefined) : undefined
  const without = { sendingId: of.id, invitedId, againOfId: of.againOfId, bookedId: invitedId, settings: audience.settings }
  if (audience.of === 'named') {
    const { first, ...found } = await readSchoolUnits(act, audience.schools, without, typeof of.againOfId === 'string')
    const words = sayAudience(audience, { ...noNames, first })
    return { ...found, words, event: undefined, ofPeople: false, every: false, once: false }
  }
  const choices = read ?? (await readChoices(act.db, londonDay(act.now)))
  const question = questionFor(audience, choices, act.laCodes, act.now)
  const notBooked = choices.events.find((one) => one.code === audience.notBooked)
  const { ids, narrowed } = await schoolsOf(act, audience, question, of.eventId ?? null)
  const { first, ...found } = await readSchoolUnits(act, ids, { ...without, bookedId: invitedId ?? notBooked?.id }, true)
  const words = sayAudience(audience, {
    ...noNames,
    question,
    narrowed,
    notBookedTitle: notBooked?.title,
    first,
    aboutTitle: choices.events.find((one) => one.id === of.eventId)?.title,
  })
  return { ...found, words, event: undefined, ofPeople: false, every: audience.reach === 'every' && invitedId === undefined, once: false }
}

const noNames = { eventTitle: undefined, question: undefined, narrowed: {}, notBookedTitle: undefined, first: 'dsl' as const }
