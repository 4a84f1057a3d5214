import { addMonths } from '#attendance/requirements/standing.ts'
import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { addDays, type Day, londonDay } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { readNow } from '#base/db/read.ts'
import { newId, newReference } from '#base/id.ts'
import { loggedAll } from '#base/log/store.ts'
import { mostAtOnce, numberLength } from './certificate.ts'
import {
  type End,
  followed,
  followedUntil,
  type Ground,
  insertCertificates,
  insertEnds,
  type NewCertificate,
  selectDueEvents,
  selectGround,
  toFollow,
} from './due-store.ts'
import type { Change } from './entitlement.ts'
import { tellIssued, tellRevoked } from './notify-holders.ts'
import { changesOfEvent } from './ready.ts'

const topicsOn = ({ topics }: Ground, ids: readonly string[], day: Day): string[] =>
  ids.map(
    (id) =>
      topics.find((one) => one.id === id && (one.fromDate === null || one.fromDate <= day) && (one.toDate === null || day < one.toDate))
        ?.label ?? id,
  )

const rowsOf = (act: Act, ground: Ground, changes: readonly Change[]): NewCertificate[] =>
  changes.flatMap((change) => {
    if (change.kind !== 'issue') return []
    const { topicIds, ...entitled } = change.entitled
    const { renewMonths } = ground.event
    return [
      {
        ...entitled,
        id: newId(act.now),
        number: newReference(numberLength),
        replacesId: change.replaces?.id ?? change.after ?? null,
        name: ground.people.get(entitled.personId)?.name ?? '',
        topics: topicsOn(ground, topicIds, entitled.toDay),
        renewBy: renewMonths === undefined ? null : addMonths(entitled.toDay, renewMonths),
      },
    ]
  })

/** How many were issued or ended, and how many more are to be. */
export type Issued = { done: number; left: number }

/**
 * Issues, supersedes and revokes as the registers of an event say, at most so many in one batch
 * with their mails. @param version of the row that is followed; undefined: an organiser presses
 */
const issueSome = async (act: Act, eventId: string, version: number | undefined, most: number, again?: string): Promise<Issued> => {
  const ground = await readNow(act.db, selectGround(act.db, eventId))
  if (!ground) return { done: 0, left: 0 }
  const { event } = ground
  const today = londonDay(act.now)
  const changes = changesOfEvent(ground, today, again)
  // Whoever answers today has theirs tomorrow, so that its minute does not tell when they answered.
  const later = event.waits && [...ground.people.values()].some(({ answeredOn }) => answeredOn !== null && answeredOn >= today)
  const done = (seen: number) =>
    later ? followedUntil(act, eventId, seen, `${addDays(today, 1)}T05:00:00.000Z`) : followed(act, eventId, seen)
  const now = changes.slice(0, most)
  const left = changes.length - now.length
  if (now.length === 0) {
    if (version !== undefined) await act.db.batch([done(version)])
    return { done: 0, left }
  }
  const council = await readCouncil(act.db, councilFrom(act.laCodes.join(',')))
  const rows = rowsOf(act, ground, now)
  const ends = now.flatMap((change): End[] =>
    change.kind === 'revoke'
      ? [{ id: change.id, how: 'revoked', why: change.why }]
      : change.replaces
        ? [{ ...change.replaces, how: 'superseded' }]
        : [],
  )
  const about = {
    eventId,
    title: event.title,
    level: event.level,
    provider: event.provider || council.name,
    council: council.name,
    colour: council.brandColour,
    checkAt: act.baseUrl,
  }
  const result = await atomically(
    act.db,
    [
      // Those that two records of one person leave over end first.
      insertEnds(
        act,
        ends.filter(({ how }) => how === 'revoked'),
      ),
      insertCertificates(act, about, rows),
      insertEnds(
        act,
        ends.filter(({ how }) => how === 'superseded'),
      ),
      ...(await tellIssued(act, ground, rows)),
      ...(await tellRevoked(
        act,
        ground,
        ends.filter(({ how, why }) => how === 'revoked' && why !== 'merge'),
      )),
      loggedAll(act, [
        ...rows.map(({ id, schoolId, replacesId }) => ({
          act: 'certificate.issued',
          subject: ['certificate', id] as const,
          eventId,
          schoolId: schoolId ?? undefined,
          after: { replaces: replacesId ?? undefined },
        })),
        ...ends.map(({ id, how, why }) => ({ act: `certificate.${how}`, subject: ['certificate', id] as const, eventId, after: { why } })),
      ]),
      ...(left > 0 ? (version === undefined ? [toFollow(act, eventId)] : []) : version === undefined ? [] : [done(version)]),
    ],
    // Another run, or another press, was quicker; or a register or a record changed meanwhile.
    {
      has_certificate: 'meanwhile',
      'CertificateEnd.certificateId': 'meanwhile',
      'Certificate.replacesId': 'meanwhile',
      did_not_attend: 'meanwhile',
      person_is_erased: 'meanwhile',
    } as const,
  )
  return result.ok ? { done: now.length, left } : { done: 0, left: changes.length }
}

/** Job: follows the registers of events that are over. */
export const issueCertificates = async (act: Act): Promise<boolean> => {
  const due = await readNow(act.db, selectDueEvents(act.db, act.now))
  let room = mostAtOnce
  return eachApart(
    act,
    'issueCertificates',
    due,
    ({ eventId }) => eventId,
    async ({ eventId, version }) => {
      if (room === 0) return false
      const { done } = await issueSome(act, eventId, version, room)
      room -= done
      return done > 0
    },
  )
}

/** An organiser does not wait for the end of the event: what is closed is issued at once. */
export const issueNow = (act: Act, eventId: string): Promise<Issued> => issueSome(act, eventId, undefined, mostAtOnce)

/** Issues another in the place of one that was revoked by hand, which stays so and names it. */
export const issueAgain = async (act: Act, eventId: string, certificateId: string): Promise<boolean> =>
  (await issueSome(act, eventId, undefined, 1, certificateId)).done > 0
