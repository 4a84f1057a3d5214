import { type Context, Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { sayChanged, shownNow } from '#base/changed.ts'
import { instant, londonDay, londonTime } from '#base/dates.ts'
import { mapped, readNow } from '#base/db/read.ts'
import { files } from '#base/list/list.tsx'
import { refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, askedOf, gone, press } from '#base/web/press.tsx'
import { counted, plural } from '#base/words.ts'
import { blocksOf, type EventDetails, type EventSession } from '#events/events/event.ts'
import { assignmentForm, moveForm, readListed } from './forms.ts'
import { movePeople } from './move-people.ts'
import { listIn, type PeopleList, planAssignment, planMove } from './plan.ts'
import { selectWorkshops } from './store.ts'
import { AssignmentPage } from './views/assignment.tsx'
import { ConfirmMovePage, PeoplePage, sayUnmovable } from './views/people.tsx'
import { sayChoiceRefusal } from './views/refusals.tsx'
import { WorkshopsPage } from './views/workshops.tsx'

const toWorkshops = ({ part }: Pick<Asked, 'part'>): string => `/organiser/events/${part('code').toUpperCase()}/workshops`

const back = ({ event }: { event: EventDetails }) => ({ href: `/organiser/events/${event.code}/workshops`, text: 'All workshops' })

const readAll = ({ db, now, part }: Asked) => selectWorkshops(db, part('code'), now)

/** The list of the address: a workshop's people, or those in none of a block. */
const readList = (asked: Asked) => mapped(readAll(asked), (found) => found && listIn(found, readListed(asked.query), instant(asked.now)))

const workshops = page({
  at: '/events/:code/workshops',
  read: readAll,
  title: ({ event }) => `Workshops of ${event.title}`,
  heading: 'Workshops',
  wide: true,
  show: (found, _, { now }) => <WorkshopsPage {...found} now={now} />,
})

const notMoved = (field: 'place' | 'to', says: string) => ({ ok: false as const, refusal: { field, says } })

type Moving = { place: readonly string[]; to: EventSession; confirmed: boolean }

/** Shows who would move and what they are sent, and then moves them. */
const moveListed = async (act: Act, { place, to, confirmed }: Moving, list: PeopleList, c: Context<AppEnv>) => {
  const { event, block, workshop, people } = list
  const chosen = people.filter(({ id }) => place.includes(id))
  if (chosen.length < place.length && !confirmed)
    return notMoved('place', 'Somebody you chose is no longer in this list: it has changed since. Look at it again, then choose')
  const unmovable = sayUnmovable(planMove(event, chosen, to), to)
  if (unmovable) return notMoved('to', unmovable)
  if (!confirmed) return c.render(<ConfirmMovePage list={list} people={chosen} to={to} />, { title: 'Check the move', back: back(list) })
  const done = await movePeople(act, { block, from: workshop?.id, moves: place.map((placeId) => ({ placeId, to: to.id })) })
  if (done.ok) return done
  if (done.reason === 'no_such_place') return refuse(done.reason)
  // Somebody else was quicker: what is left there now?
  const now = (await readNow(act.db, readList(askedOf(c)))) ?? list
  const target = now.others.find(({ id }) => id === to.id) ?? to
  const still = now.people.filter(({ id }) => place.includes(id))
  return notMoved('to', sayUnmovable(planMove(now.event, still, target), target) ?? sayChoiceRefusal(done.reason, now.event, [to.id]))
}

const move = press({
  at: '/events/:code/workshops/people',
  read: readList,
  form: (_, list) => moveForm(list),
  shape: ({ place, to }, { others }) => (
    <>
      {place}
      {others.length > 0 ? to : <P>There is no other workshop of this block that has yet to begin.</P>}
    </>
  ),
  button: ({ others }) => (others.length > 0 ? 'Check the move' : []),
  act: (act, typed, { subject, c }) => moveListed(act, typed, subject, c),
  refused: { no_such_place: gone },
  done: ({ values: { to } }, n) =>
    n === 0 ? 'They are there already.' : `${counted(n, 'person has', 'people have')} been moved to “${to.title}”.`,
  to: toWorkshops,
})

const people = page({
  at: '/events/:code/workshops/people',
  read: readList,
  title: ({ workshop, block }) => workshop?.title ?? `Not chosen yet: ${block}`,
  heading: ({ workshop }) => workshop?.title ?? 'Not chosen yet',
  caption: ({ block }) => block,
  back,
  presses: { move },
  show: (list, forms) => <PeoplePage list={list} form={forms.move(list)} />,
})

/** Who would go where in the block of the address. */
const readAssignment = (asked: Asked) =>
  mapped(readAll(asked), (found) => {
    const at = found && blocksOf(found.event.sessions)[readListed(asked.query).block - 1]
    if (!found || !at) return undefined
    const assignment = planAssignment(found.event, found.people, at.block, instant(asked.now))
    return { event: found.event, block: at.block, assignment }
  })

const assign = press({
  at: '/events/:code/workshops/assignment',
  read: readAssignment,
  form: assignmentForm,
  shape: (_, { assignment }) => assignment.moves.map(({ placeId, to }) => <input type="hidden" name="move" value={`${placeId} ${to}`} />),
  button: ({ assignment: { moves } }) => `Put ${plural(moves.length, 'this person', `these ${moves.length} people`)} into workshops`,
  or: (found) => ({ ...back(found), text: 'Leave them as they are' }),
  act: async (act, { move: moves }, { subject: { block } }) => {
    const done = await movePeople(act, { block, from: undefined, moves })
    return done.ok ? done : refuse(done.reason === 'no_such_place' ? done.reason : 'choice_changed')
  },
  refused: { no_such_place: gone, choice_changed: `${sayChanged('Who has which workshop has', 'saved', shownNow)}.` },
  done: (_, n) => (n === 0 ? 'They are there already.' : `${counted(n, 'person has', 'people have')} a workshop now.`),
  to: toWorkshops,
})

const assignment = page({
  at: '/events/:code/workshops/assignment',
  read: readAssignment,
  title: 'Put those who have not chosen into workshops',
  caption: ({ block }) => block,
  back,
  wide: true,
  presses: { assign },
  show: (found, forms) => <AssignmentPage {...found} form={forms.assign(found)} />,
})

const startsAt = ({ workshop }: PeopleList): string => (workshop ? `${londonDay(workshop.startsAt)} ${londonTime(workshop.startsAt)}` : '')

const peopleFile = files({
  at: '/events/:code/workshops/people',
  beside: readList,
  title: 'Workshop',
  whole: { rows: ({ people }) => people },
  columns: [
    { name: 'Block', value: (_, { block }) => block },
    { name: 'Workshop', value: (_, { workshop }) => workshop?.title ?? 'Not chosen' },
    { name: 'Starts', value: (_, list) => startsAt(list) },
    { name: 'School', value: ({ school }) => school },
    { name: 'Town', value: ({ town }) => town },
    { name: 'URN', value: ({ urn }) => urn },
    { name: 'Name', value: ({ personId, name }) => (personId === null ? 'To be named' : name) },
    { name: 'Email', value: ({ email }) => email },
    { name: 'Role', value: ({ role }) => role },
    { name: 'Reference', value: ({ reference }) => reference },
  ],
  file: {
    name: ({ event, workshop }) => `workshop-${event.code}-${workshop ? workshop.position : 'not-chosen'}`,
    log: ({ event, workshop }, people) => ({
      act: 'workshop_list.exported',
      eventId: event.id,
      after: { sessionId: workshop?.id, people },
    }),
  },
})

/** Who chose which workshop, and moving them. Mounted at /organiser. */
export const organiserWorkshopPages = withPages(new Hono<AppEnv>(), workshops, people, peopleFile, assignment)
