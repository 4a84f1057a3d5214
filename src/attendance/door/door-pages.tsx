import { type Context, Hono } from 'hono'
import { nameAtDoor } from '#attendance/attendance/name-at-door.ts'
import { instant, londonDay } from '#base/dates.ts'
import { readNow, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { type Body, problemsOf, text, texts } from '#base/web/form.ts'
import { files } from '#base/web/generated/files.ts'
import { atStart, cutTo } from '#base/words.ts'
import { rolesOn } from '#schools/schools/role-store.ts'
import { addAtDoor } from './add-at-door.ts'
import { closeDay, readDayToClose } from './close-day.ts'
import type { DoorEvent, DoorSession } from './day.ts'
import { dayOfDoor, sessionsOn } from './day.ts'
import { isOpen, sessionsFor, takesDoor } from './door.ts'
import { selectDoor } from './door-store.ts'
import { arrivalForm, insteadForm, nameForm, walkInForm } from './forms.ts'
import { atDoor, countAtDoor, findAtDoor, lastAtDoor, letterOf, stillHere } from './people.ts'
import { selectDoorPeople, selectSaid, selectSaidOf } from './people-store.ts'
import { recordArrivals } from './record-arrivals.ts'
import { CloseDayPage, EvacuationPage, WalkInPage } from './views/day.tsx'
import { DoorPage, type DoorView, doorPath, mostListed } from './views/door.tsx'
import { PersonPage } from './views/person.tsx'
import { addRefusals, arrivalRefusals, closeDayRefusals, otherTicks, sayNameRefusal } from './views/refusals.tsx'

type C = Context<AppEnv, '/:code/*'>

type Door = { event: DoorEvent; sessions: DoorSession[]; day: string; ofDay: DoorSession[]; isToCome: boolean }

/** The door of the address; 404 for those who may not take it. */
const doorOf = async (c: C): Promise<Door> => {
  const { event, sessions: all } = await readNow(c.env.DB, selectDoor(c.env.DB, c.req.param('code')))
  const sessions = [...sessionsFor(c.var.act.actor, all)]
  const day = dayOfDoor(sessions, c.var.act.now)
  if (!event || !takesDoor(c.var.act.actor, event.id) || day === undefined) throw notFound('door')
  return { event, sessions, day, ofDay: sessionsOn(sessions, day), isToCome: day > londonDay(c.var.act.now) }
}

const peopleOf = async (c: C, { event, day, ofDay }: Door) => {
  const { people, said } = await readNow(
    c.env.DB,
    together({ people: selectDoorPeople(c.env.DB, event.id), said: selectSaid(c.env.DB, event.id) }),
  )
  return atDoor(
    people,
    said,
    day,
    ofDay.map(({ id }) => id),
  )
}

const arrivesAt = ({ event }: Door) => ({ eventId: event.id, deviceId: null, isOpen: isOpen(event) })
const pressed = (c: C) => ({ notedAt: c.var.act.now, clockAhead: 0 })
const back = (door: Door) => ({ href: `/door/${door.event.code}`, text: 'Back to the door' })
const bodyOf = (c: C): Promise<Body> => c.req.parseBody({ all: true })

const showPerson = async (c: C, door: Door, key: string, name = '', problems?: Problems) => {
  const { people, said } = await readNow(c.env.DB, selectSaidOf(c.env.DB, door.event.id, key))
  const [person] = people.map((one) => atDoor([one], said, door.day, one.sessionIds)[0])
  if (!person) throw notFound('person')
  if (problems) c.status(422)
  const ids = { id: newId(c.var.act.now), person: newId(c.var.act.now) }
  return c.render(
    <PersonPage event={door.event} person={person} said={said} ids={ids} isToCome={door.isToCome} name={name} problems={problems} />,
    {
      title: person.name ?? 'Who came?',
      hasProblems: Boolean(problems),
      back: back(door),
    },
  )
}

const showWalkIn = async (c: C, door: Door, body: Body, problems?: Problems) => {
  const [people, roles] = await Promise.all([peopleOf(c, door), rolesOn(c.env.DB, door.day)])
  const schools = [...new Map(people.flatMap(({ school }) => (school ? [[school.id, school]] : []))).values()]
  if (problems) c.status(422)
  const values = {
    name: text(body, 'name'),
    roleId: text(body, 'roleId'),
    schoolId: text(body, 'schoolId'),
    organisation: text(body, 'organisation'),
  }
  return c.render(
    <WalkInPage
      event={door.event}
      ids={{ id: newId(c.var.act.now), person: newId(c.var.act.now) }}
      schools={schools.sort((a, b) => (a.label < b.label ? -1 : 1))}
      roles={roles}
      values={values}
      problems={problems}
    />,
    { title: 'Add someone who is not on the list', hasProblems: Boolean(problems), back: back(door) },
  )
}

const showClose = async (c: C, door: Door, leftOut: ReadonlySet<string> = new Set(), problems?: Problems) => {
  const day = await readDayToClose(c.var.act, door.event, door.ofDay, leftOut)
  if (problems) c.status(409)
  const isOver = door.ofDay.every(({ endsAt }) => endsAt <= instant(c.var.act.now))
  return c.render(<CloseDayPage event={door.event} day={day} leftOut={leftOut} isOver={isOver} problems={problems} />, {
    title: 'Close the day',
    hasProblems: Boolean(problems),
    back: back(door),
  })
}

/** The door of an event, also without JavaScript. Mounted at /door. */
export const doorEventPages = new Hono<AppEnv>()
  .get('/:code', async (c) => {
    const door = await doorOf(c)
    const people = await peopleOf(c, door)
    const view: DoorView = { q: cutTo(c.req.query('q') ?? '', 100), letter: cutTo(c.req.query('letter') ?? '', 1) }
    const letter = view.letter || (people.length > mostListed && people[0] ? letterOf(people[0]) : '')
    const shown = view.q ? findAtDoor(people, view.q) : letter ? people.filter((person) => letterOf(person) === letter) : people
    return c.render(
      <DoorPage
        event={door.event}
        sessions={door.ofDay}
        day={door.day}
        isToCome={door.isToCome || !isOpen(door.event)}
        people={people}
        view={{ ...view, letter }}
        counts={countAtDoor(people)}
        last={lastAtDoor(people, 5)}
        shown={shown.slice(0, 200)}
        newId={() => newId(c.var.act.now)}
        account={c.var.act.actor.accountId}
        mayClose={mayAsk(c.var.act.actor, 'GET /door/:code/close')}
      />,
      {
        title: `Door: ${door.event.title}`,
        back: { href: '/register', text: 'Registers' },
        head: <script type="module" src={files['js/door.js']} />,
      },
    )
  })
  .post('/:code/arrivals', async (c) => {
    const door = await doorOf(c)
    const form = arrivalForm.safeParse(await bodyOf(c))
    if (!form.success) throw notFound('page')
    const { undoes, ...asked } = form.data
    const [answer] = await recordArrivals(c.var.act, arrivesAt(door), [{ ...asked, undoesId: undoes, ...pressed(c) }])
    if (answer?.said === 'refused') return showPerson(c, door, asked.person, '', { name: arrivalRefusals[answer.reason] })
    const view = { q: c.req.query('q') ?? '', letter: c.req.query('letter') ?? '' }
    return c.redirect(`${doorPath(door.event.code, view)}#p-${asked.person}`, 303)
  })
  .get('/:code/people/:person', async (c) => showPerson(c, await doorOf(c), c.req.param('person')))
  .post('/:code/people/:person/name', async (c) => {
    const door = await doorOf(c)
    const body = await bodyOf(c)
    const [form, placeId] = [nameForm.safeParse(body), c.req.param('person')]
    if (!form.success) return showPerson(c, door, placeId, text(body, 'name'), problemsOf(form.error))
    const { id, name } = form.data
    const named = await nameForDay(c, door, { id, name, placeId })
    if (named) return showPerson(c, door, placeId, name, { name: named })
    return c.redirect(`/door/${door.event.code}#p-${placeId}`, 303)
  })
  .post('/:code/people/:person/instead', async (c) => {
    const door = await doorOf(c)
    const body = await bodyOf(c)
    const [form, insteadOfId] = [insteadForm.safeParse(body), c.req.param('person')]
    if (!form.success) return showPerson(c, door, insteadOfId, text(body, 'name'), problemsOf(form.error))
    const added = await addAtDoor(c.var.act, arrivesAt(door), door.sessions, { ...form.data, organisation: '', insteadOfId, ...pressed(c) })
    if (!added.ok) return showPerson(c, door, insteadOfId, form.data.name, { name: addRefusals[added.reason] })
    flash(c, 'They have arrived instead')
    return c.redirect(`/door/${door.event.code}`, 303)
  })
  .get('/:code/walk-ins/new', async (c) => showWalkIn(c, await doorOf(c), {}))
  .post('/:code/walk-ins', async (c) => {
    const door = await doorOf(c)
    const body = await bodyOf(c)
    const form = walkInForm.safeParse(body)
    if (!form.success) return showWalkIn(c, door, body, problemsOf(form.error))
    const added = await addAtDoor(c.var.act, arrivesAt(door), door.sessions, { ...form.data, ...pressed(c) })
    if (!added.ok) return showWalkIn(c, door, body, { name: addRefusals[added.reason] })
    flash(c, 'They have arrived')
    return c.redirect(`/door/${door.event.code}`, 303)
  })
  .get('/:code/evacuation', async (c) => {
    const door = await doorOf(c)
    return c.render(<EvacuationPage event={door.event} people={stillHere(await peopleOf(c, door))} at={c.var.act.now} />, {
      title: 'Evacuation list',
      back: back(door),
    })
  })
  .get('/:code/close', async (c) => showClose(c, await doorOf(c)))
  .post('/:code/close', async (c) => {
    const door = await doorOf(c)
    const body = await bodyOf(c)
    const [ticked, left] = [texts(body, 'mark'), texts(body, 'left')]
    const leftOut = new Set(texts(body, 'person').filter((key) => !ticked.includes(key)))
    if (left.length !== leftOut.size || left.some((key) => !leftOut.has(key))) return showClose(c, door, leftOut, { figures: otherTicks })
    const done = await closeDay(c.var.act, door.event, door.ofDay, { seen: text(body, 'seen'), leftOut })
    if (!done.ok && done.reason !== 'nothing_to_close') return showClose(c, door, leftOut, { figures: closeDayRefusals[done.reason] })
    if (done.ok && leftOut.size > 0) {
      flash(c, `${atStart(leftOut.size, 'person is', 'people are')} not marked: their registers stay open`)
      return c.redirect('/register', 303)
    }
    flash(c, done.ok ? 'The registers of the day are closed and signed off' : closeDayRefusals.nothing_to_close, done.ok)
    return c.redirect(`/door/${door.event.code}`, 303)
  })

/** Names who came on a place and lets them in. @returns why not */
const nameForDay = async (c: C, door: Door, asked: { id: string; name: string; placeId: string }): Promise<string | undefined> => {
  const { people } = await readNow(c.env.DB, selectSaidOf(c.env.DB, door.event.id, asked.placeId))
  const sessionId = door.ofDay.find(({ id }) => people[0]?.sessionIds.includes(id))?.id
  if (!sessionId) return arrivalRefusals.not_expected
  const named = await nameAtDoor(c.var.act, { sessionId, placeId: asked.placeId, name: asked.name, personId: asked.id })
  if (!named.ok) return sayNameRefusal(named.reason)
  const arrival = { id: asked.id, person: asked.placeId, kind: 'arrived' as const, how: 'tap' as const, ...pressed(c) }
  const [answer] = await recordArrivals(c.var.act, arrivesAt(door), [arrival])
  return answer?.said === 'refused' ? arrivalRefusals[answer.reason] : undefined
}
