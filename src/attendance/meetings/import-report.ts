import { takesAllRegisters } from '#attendance/attendance/register.ts'
import { readRegister } from '#attendance/attendance/register-store.ts'
import type { Act } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { atOnce, type GiveWay, givingWay } from '#base/steps.ts'
import { type ReadReport, readReport } from './report.ts'
import { insertReport, readReportOfFile } from './report-store.ts'
import { minutesOf, touches } from './span.ts'
import type { Unreadable } from './table.ts'
import type { DateOrder, Zone } from './time.ts'

export type ImportRefusal = Unreadable | 'not_on_register' | 'other_time' | 'which_zone'

const mostKept = 1_500_000

const hashOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('')

type Hours = { startsAt: Instant; endsAt: Instant }

const minutesIn = ({ participants }: ReadReport, session: Hours): number =>
  participants.reduce((sum, participant) => sum + minutesOf([participant], session).atLeast, 0)

/** Whether times that do not say by which clock they are fit the session far better as UTC. */
const fitsUtc = (read: ReadReport, asUtc: ReadReport | Unreadable, session: Hours): boolean =>
  typeof asUtc !== 'string' && minutesIn(asUtc, session) > minutesIn(read, session) * 1.2

/**
 * Reads a report of a session, gives way meanwhile, and keeps who was in it until it is decided;
 * marks nobody. The file itself is not kept. @returns the report's id, the same for the same file
 */
export const importReport = async (
  act: Act,
  asked: { sessionId: string; bytes: Uint8Array<ArrayBuffer>; order?: DateOrder | undefined; zone?: Zone | undefined },
  giveWay: GiveWay = atOnce,
): Promise<Result<{ id: string; known: boolean }, ImportRefusal>> => {
  const { sessionId, bytes, order, zone } = asked
  const register = takesAllRegisters(act.actor) ? await readRegister(act.db, act.actor, sessionId) : undefined
  if (!register) return refuse('not_on_register')
  const fileHash = await hashOf(bytes)
  const known = await readReportOfFile(act.db, sessionId, fileHash)
  if (known) return ok({ id: known, known: true })
  const readBy = (by: Zone | undefined) => givingWay(readReport(bytes, register.session, { order, zone: by }), giveWay)
  const read = await readBy(zone)
  if (typeof read === 'string') return refuse(read)
  if (JSON.stringify(read.participants).length > mostKept) return refuse('too_large')
  if (read.zone !== '' && zone === undefined && fitsUtc(read, await readBy('UTC'), register.session)) return refuse('which_zone')
  const timed = read.participants.filter(({ spans, open }) => spans.length + open.length > 0)
  if (timed.length > 0 && !read.participants.some((participant) => touches(participant, register.session))) return refuse('other_time')
  const id = newId(act.now)
  const result = await atomically(
    act.db,
    [
      insertReport(act, { id, sessionId, fileHash, read }),
      logged(act, {
        act: 'meeting_report.read',
        subject: ['meeting_report', id],
        eventId: register.session.eventId,
        after: { session: sessionId, people: read.participants.length },
      }),
    ],
    { 'MeetingReport.sessionId': 'read_meanwhile' } as const,
  )
  if (result.ok) return ok({ id, known: false })
  return ok({ id: (await readReportOfFile(act.db, sessionId, fileHash)) ?? id, known: true })
}
