import { happenedAt } from '#attendance/attendance/arrival.ts'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { nameAtDoor } from '#attendance/attendance/name-at-door.ts'
import type { Act } from '#base/act.ts'
import { readNow, together } from '#base/db/read.ts'
import { addAtDoor } from './add-at-door.ts'
import type { DoorEvent, DoorSession } from './day.ts'
import type { Device } from './door.ts'
import { actorOf, isOpen, isOver } from './door.ts'
import { selectDevice, selectDoor } from './door-store.ts'
import { type Entry, entrySchema } from './forms.ts'
import { selectDoorPeople, selectStandingMark } from './people-store.ts'
import { type ArrivalAsked, type AtDoor, recordArrivals } from './record-arrivals.ts'
import { addRefusals, arrivalRefusals, doorMarkRefusals, sayNameRefusal } from './views/refusals.tsx'

/** What became of one entry; `why` in words for whoever pressed. */
export type EntryAnswer = { id: string; said: 'ok' | 'already' | 'refused'; why?: string }

export type OpenDoor = { device: Device; event: DoorEvent; sessions: DoorSession[]; act: Act }

/** The door that a device's token opens; undefined for an unknown one, or one of another event. */
export const openDoor = async (act: Act, code: string, tokenHash: string): Promise<OpenDoor | undefined> => {
  const { device, door } = await readNow(act.db, together({ device: selectDevice(act.db, tokenHash), door: selectDoor(act.db, code) }))
  if (!device || device.eventId !== door.event?.id) return undefined
  return { device, event: door.event, sessions: door.sessions, act: { ...act, actor: actorOf(device) } }
}

const whyOf = (error: { issues: readonly { message: string }[] }): string => error.issues[0]?.message ?? 'This entry cannot be read'

const markedAtDoor = 'Marked at the door'

const refused = (id: string, why: string): EntryAnswer => ({ id, said: 'refused', why })

const idOf = (raw: unknown): string => String((raw as { id?: unknown } | null)?.id ?? '').slice(0, 50)

const inWords = (answer: Awaited<ReturnType<typeof recordArrivals>>[number]): EntryAnswer =>
  answer.said === 'refused' ? refused(answer.id, arrivalRefusals[answer.reason]) : answer

const arrivalOf = (entry: Extract<Entry, { do: 'arrived' | 'left' | 'undo' }>): ArrivalAsked =>
  entry.do === 'undo'
    ? { ...entry, kind: 'arrived', how: 'tap', undoesId: entry.undoes }
    : { ...entry, kind: entry.do, undoesId: undefined }

/** Names who came on a place that has no name, and lets them in. */
const name = async ({ act, event, sessions }: OpenDoor, at: AtDoor, entry: Extract<Entry, { do: 'name' }>): Promise<EntryAnswer> => {
  const [place] = await readNow(act.db, selectDoorPeople(act.db, event.id, [entry.person]))
  const session = sessions.find(({ id }) => place?.sessionIds.includes(id))
  if (!session) return refused(entry.id, arrivalRefusals.not_expected)
  const named = await nameAtDoor(act, { sessionId: session.id, placeId: entry.person, name: entry.name, personId: entry.id })
  if (!named.ok) return refused(entry.id, sayNameRefusal(named.reason))
  const [answer] = await recordArrivals(act, at, [{ ...entry, kind: 'arrived', how: 'tap' }])
  return answer ? inWords(answer) : refused(entry.id, arrivalRefusals.not_expected)
}

/**
 * Marks somebody by hand. What came from the door itself is corrected; what somebody else marked by
 * hand only where the device had seen it.
 */
const mark = async ({ act, sessions }: OpenDoor, entry: Extract<Entry, { do: 'mark' }>): Promise<EntryAnswer> => {
  const session = sessions.find(({ id }) => id === entry.session)
  if (!session) return refused(entry.id, arrivalRefusals.not_expected)
  const stands = await readNow(act.db, selectStandingMark(act.db, entry.session, entry.person))
  const correctsId = entry.corrects ?? (stands?.source === 'arrival' ? stands.id : undefined)
  const done = await markAttendance(act, {
    ...{ id: entry.id, sessionId: entry.session, person: entry.person, markType: entry.markType, source: 'screen', correctsId },
    notedAt: happenedAt(entry.notedAt, entry.clockAhead, act.now),
    reason: correctsId === undefined && session.signedAt === null ? undefined : markedAtDoor,
  })
  return done.ok ? { id: entry.id, said: done.value.changed ? 'ok' : 'already' } : refused(entry.id, doorMarkRefusals[done.reason])
}

/** Takes entries in the order in which they were pressed, those that are only arrivals together. */
export const takeEntries = async (door: OpenDoor, sent: readonly unknown[]): Promise<EntryAnswer[]> => {
  const { act, device, event, sessions } = door
  if (isOver(device, act.now)) return sent.map((raw) => refused(idOf(raw), arrivalRefusals.device_ended))
  const at: AtDoor = { eventId: event.id, deviceId: device.id, isOpen: isOpen(event) }
  const answers: EntryAnswer[] = []
  let arrivals: ArrivalAsked[] = []
  const takeArrivals = async () => {
    if (arrivals.length > 0) answers.push(...(await recordArrivals(act, at, arrivals)).map(inWords))
    arrivals = []
  }
  for (const raw of sent) {
    const read = entrySchema.safeParse(raw)
    if (!read.success) {
      answers.push(refused(idOf(raw), whyOf(read.error)))
      continue
    }
    const entry = read.data
    if (entry.do === 'add') {
      await takeArrivals()
      const added = await addAtDoor(act, at, sessions, { ...entry, insteadOfId: entry.insteadOf })
      answers.push(added.ok ? { id: entry.id, said: 'ok' } : refused(entry.id, addRefusals[added.reason]))
    } else if (entry.do === 'name') {
      await takeArrivals()
      answers.push(await name(door, at, entry))
    } else if (entry.do === 'mark') {
      await takeArrivals()
      answers.push(await mark(door, entry))
    } else arrivals.push(arrivalOf(entry))
  }
  await takeArrivals()
  return answers
}
