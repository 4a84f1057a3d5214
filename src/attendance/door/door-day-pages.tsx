// The day at a door: newcomers, and signing off its registers.
import { afterSignOff } from '#attendance/attendance/register-path.ts'
import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { readNow, together } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { ok } from '#base/result.ts'
import { ownForm } from '#base/web/fields.tsx'
import { type Body, texts } from '#base/web/form.ts'
import { page } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, atField, press } from '#base/web/press.tsx'
import { atStart } from '#base/words.ts'
import { rolesOn } from '#schools/schools/role-store.ts'
import { addAtDoor } from './add-at-door.ts'
import { closeDay, type DayToClose, readDayToClose } from './close-day.ts'
import { type DoorEvent, type DoorSession, dayOfDoor, sessionsOn } from './day.ts'
import { isOpen, sessionsFor, takesDoor } from './door.ts'
import { selectDoor } from './door-store.ts'
import { type Choice, closeDayForm, walkInForm } from './forms.ts'
import { atDoor } from './people.ts'
import { selectDoorPeople, selectSaid } from './people-store.ts'
import { DayToSign } from './views/day.tsx'
import { addRefusals, closeDayRefusals, otherTicks } from './views/refusals.tsx'

export type Door = { event: DoorEvent; sessions: DoorSession[]; day: string; ofDay: DoorSession[]; isToCome: boolean }

/** The door of the address, for those who may take it. */
export const doorOf = async ({ db, actor, now }: Act, { part }: Pick<Asked, 'part'>): Promise<Door | undefined> => {
  const { event, sessions: all } = await readNow(db, selectDoor(db, part('code')))
  const sessions = [...sessionsFor(actor, all)]
  const day = dayOfDoor(sessions, now)
  if (!event || !takesDoor(actor, event.id) || day === undefined) return undefined
  return { event, sessions, day, ofDay: sessionsOn(sessions, day), isToCome: day > londonDay(now) }
}

export const peopleOf = async (db: SqlDatabase, { event, day, ofDay }: Door) => {
  const { people, said } = await readNow(db, together({ people: selectDoorPeople(db, event.id), said: selectSaid(db, event.id) }))
  return atDoor(
    people,
    said,
    day,
    ofDay.map(({ id }) => id),
  )
}

export const arrivesAt = ({ event }: Door) => ({ eventId: event.id, deviceId: null, isOpen: isOpen(event) })
export const pressed = ({ now }: Act) => ({ notedAt: now, clockAhead: 0 })
export const backTo = ({ event }: { event: DoorEvent }) => ({ href: `/door/${event.code}`, text: 'Back to check-in' })

type Newcomer = Door & { roles?: readonly Choice[]; schools?: readonly Choice[]; newcomerId?: string }

const add = press({
  at: '/:code/walk-ins',
  find: (act, asked): Promise<Newcomer | undefined> => doorOf(act, asked),
  form: (_, { roles = [], schools = [] }) => walkInForm(roles, schools),
  filled: ({ newcomerId }) => ({ person: newcomerId }),
  button: 'Add: they have arrived',
  act: (act, typed, { subject: door, id }) => addAtDoor(act, arrivesAt(door), door.sessions, { ...typed, id, ...pressed(act) }),
  refused: atField('name', addRefusals, 422),
  done: 'They have arrived',
  to: ({ part }) => `/door/${part('code')}`,
})

export const newcomer = page({
  at: '/:code/walk-ins/new',
  find: async (act, asked): Promise<Newcomer | undefined> => {
    const door = await doorOf(act, asked)
    if (!door) return undefined
    const [people, roles] = await Promise.all([peopleOf(act.db, door), rolesOn(act.db, door.day)])
    const schools = [...new Map(people.flatMap(({ school }) => (school ? [[school.id, school]] : []))).values()]
    return { ...door, roles, schools: schools.sort((a, b) => (a.label < b.label ? -1 : 1)), newcomerId: newId(act.now) }
  },
  title: 'Add someone who is not on the list',
  caption: ({ event }) => event.title,
  back: backTo,
  presses: { add },
  show: (found, forms) => (
    <>
      <P>They have arrived, and are on every register that is left of the day. Nothing is charged for it.</P>
      {forms.add(found)}
    </>
  ),
})

/** Those whose tick was taken away. */
const leftOutIn = (body: Body): ReadonlySet<string> => {
  const ticked = texts(body, 'mark')
  return new Set(texts(body, 'person').filter((key) => !ticked.includes(key)))
}

type Closing = { event: DoorEvent; day: DayToClose; leftOut: ReadonlySet<string>; isOver: boolean }

const sign = press({
  at: '/:code/close',
  find: doorOf,
  form: ownForm(closeDayForm),
  shape: (_, shown: Closing) => <DayToSign {...shown} />,
  button: 'Sign off the day',
  act: async (act, { left, seen }, { subject: { event, ofDay }, body }) => {
    const leftOut = leftOutIn(body)
    if (left.length !== leftOut.size || left.some((key) => !leftOut.has(key)))
      return { ok: false, refusal: { field: 'figures', says: otherTicks } }
    const done = await closeDay(act, event, ofDay, { seen, leftOut })
    return done.ok ? ok({ left: leftOut.size, to: leftOut.size > 0 ? '/register' : afterSignOff(act.actor, event.code) }) : done
  },
  refused: { ...atField('figures', closeDayRefusals), nothing_to_close: { after: closeDayRefusals.nothing_to_close } },
  done: (_, { left }) =>
    left > 0
      ? `${atStart(left, 'person is', 'people are')} not marked: their registers are not signed off`
      : 'The registers of the day are signed off',
  to: ({ part }, done) => done?.to ?? `/door/${part('code')}`,
})

export const closeDayPage = page({
  at: '/:code/close',
  find: async (act, asked): Promise<Closing | undefined> => {
    const door = await doorOf(act, asked)
    if (!door) return undefined
    const leftOut = leftOutIn(asked.typed ?? {})
    const isOver = door.ofDay.every(({ endsAt }) => endsAt <= instant(act.now))
    return { event: door.event, day: await readDayToClose(act, door.event, door.ofDay, leftOut), leftOut, isOver }
  },
  title: 'Sign off the day',
  caption: ({ event }) => event.title,
  back: backTo,
  presses: { sign },
  show: (closing, forms) =>
    closing.day.registers.length === 0 ? (
      <P id="figures">Every register of this day is signed off.</P>
    ) : closing.isOver ? (
      forms.sign(closing)
    ) : (
      <P id="figures">The last session is not over. You can sign off the day once it is.</P>
    ),
})
