import { happenedAt } from '#attendance/attendance/arrival.ts'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { nameAtDoor } from '#attendance/attendance/name-at-door.ts'
import { takesDay } from '#attendance/attendance/register.ts'
import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { given, readNow, together } from '#base/db/read.ts'
import { cutTo } from '#base/words.ts'
import { addAtDoor } from './add-at-door.ts'
import type { DoorEvent, DoorSession } from './day.ts'
import type { Device } from './door.ts'
import { actorOf, isOpen, isOver, sessionsFor } from './door.ts'
import { selectDevice, selectDoor } from './door-store.ts'
import { type Entry, entrySchema } from './forms.ts'
import { selectDoorPeople, selectStandingMark } from './people-store.ts'
import { type ArrivalAsked, type AtDoor, type PeopleToArrive, recordArrivals, selectToRecord } from './record-arrivals.ts'
import { addRefusals, arrivalRefusals, doorMarkRefusals, sayNameRefusal } from './views/refusals.tsx'

/** What became of one entry; `why` in words for whoever pressed. */
export type EntryAnswer = { id: string; said: 'ok' | 'already' | 'refused'; why?: string }

/** `ahead`: what the arrivals among the entries depend on, read with the door. */
export type OpenDoor = { device: Device; event: DoorEvent; sessions: DoorSession[]; act: Act; ahead?: PeopleToArrive | undefined }

/** The door that a device's token opens; undefined for an unknown one, or one of another event. */
export const openDoor = async (
  act: Act,
  code: string,
  tokenHash: string,
  sent: readonly SentEntry[] = [],
): Promise<OpenDoor | undefined> => {
  const arrivals = sent.flatMap(({ entry }) => (entry && isArrival(entry) ? arrivalOf(entry) : []))
  const { device, door, ahead } = await readNow(
    act.db,
    together({
      device: selectDevice(act.db, tokenHash),
      door: selectDoor(act.db, code),
      ahead: arrivals.length > 0 ? selectToRecord(act.db, arrivals) : given(undefined),
    }),
  )
  if (!device || device.eventId !== door.event?.id) return undefined
  const actor = actorOf(device)
  return { device, event: door.event, sessions: [...sessionsFor(actor, door.sessions)], act: { ...act, actor }, ahead }
}

/** One of those that a device sent: the entry, or what is wrong with it. */
export type SentEntry = { id: string; entry?: Entry; why?: string }

export const readEntries = (sent: readonly unknown[]): SentEntry[] =>
  sent.map((raw) => {
    const read = entrySchema.safeParse(raw)
    return read.success ? { id: read.data.id, entry: read.data } : { id: idOf(raw), why: whyOf(read.error) }
  })

const whyOf = (error: { issues: readonly { message: string }[] }): string => error.issues[0]?.message ?? 'This entry cannot be read'

const markedAtDoor = 'Marked at the door'

const refused = (id: string, why: string): EntryAnswer => ({ id, said: 'refused', why })

const idOf = (raw: unknown): string => cutTo(String((raw as { id?: unknown } | null)?.id ?? ''), 50)

const inWords = (answer: Awaited<ReturnType<typeof recordArrivals>>[number]): EntryAnswer =>
  answer.said === 'refused' ? refused(answer.id, arrivalRefusals[answer.reason]) : answer

type ArrivalEntry = Extract<Entry, { do: 'arrived' | 'left' | 'undo' }>

const isArrival = (entry: Entry): entry is ArrivalEntry => entry.do === 'arrived' || entry.do === 'left' || entry.do === 'undo'

const arrivalOf = (entry: ArrivalEntry): ArrivalAsked =>
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

/** By hand. Another's mark by hand is corrected only where the device had seen it. */
const mark = async ({ act, sessions }: OpenDoor, entry: Extract<Entry, { do: 'mark' }>): Promise<EntryAnswer> => {
  const session = sessions.find(({ id }) => id === entry.session)
  if (!session) return refused(entry.id, arrivalRefusals.not_expected)
  const stands = await readNow(act.db, selectStandingMark(act.db, entry.session, entry.person))
  const correctsId = entry.corrects ?? (stands?.source === 'arrival' ? stands.id : undefined)
  const done = await markAttendance(act, {
    id: entry.id,
    sessionId: entry.session,
    person: entry.person,
    markType: entry.markType,
    source: 'screen',
    correctsId,
    notedAt: happenedAt(entry.notedAt, entry.clockAhead, act.now),
    reason: correctsId === undefined && session.signedAt === null ? undefined : markedAtDoor,
  })
  return done.ok ? { id: entry.id, said: done.value.changed ? 'ok' : 'already' } : refused(entry.id, doorMarkRefusals[done.reason])
}

/** Takes entries in the order in which they were pressed, those that are only arrivals together. */
export const takeEntries = async (door: OpenDoor, sent: readonly SentEntry[]): Promise<EntryAnswer[]> => {
  const { act, device, event, sessions } = door
  if (isOver(device, act.now)) return sent.map((raw) => refused(idOf(raw), arrivalRefusals.device_ended))
  const at: AtDoor = { eventId: event.id, deviceId: device.id, isOpen: isOpen(event) }
  if (device.endsAt <= instant(act.now)) return sent.map(({ id }) => refused(id, arrivalRefusals.device_ended))
  const answers: EntryAnswer[] = []
  let ahead = door.ahead
  let arrivals: ArrivalAsked[] = []
  const takeArrivals = async () => {
    if (arrivals.length > 0) answers.push(...(await recordArrivals(act, at, arrivals, ahead)).map(inWords))
    arrivals = []
    // What comes next may hang on what was just written.
    ahead = undefined
  }
  for (const { id, entry, why = '' } of sent) {
    if (!entry) answers.push(refused(id, why))
    else if (!takesDay(act.actor, instant(happenedAt(entry.notedAt, entry.clockAhead, act.now))))
      answers.push(refused(id, arrivalRefusals.not_expected))
    else if (isArrival(entry)) arrivals.push(arrivalOf(entry))
    else {
      await takeArrivals()
      if (entry.do === 'name') answers.push(await name(door, at, entry))
      else if (entry.do === 'mark') answers.push(await mark(door, entry))
      else {
        const added = await addAtDoor(act, at, sessions, { ...entry, insteadOfId: entry.insteadOf })
        answers.push(added.ok ? { id: entry.id, said: 'ok' } : refused(entry.id, addRefusals[added.reason]))
      }
    }
  }
  await takeArrivals()
  return answers
}
