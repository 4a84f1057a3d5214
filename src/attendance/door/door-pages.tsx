import { Hono } from 'hono'
import { nameAtDoor } from '#attendance/attendance/name-at-door.ts'
import type { Act } from '#base/act.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { ok } from '#base/result.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { ownForm } from '#base/web/fields.tsx'
import { text } from '#base/web/form.ts'
import { files } from '#base/web/generated/files.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, askedOf, atField, press } from '#base/web/press.tsx'
import { cutTo } from '#base/words.ts'
import { addAtDoor } from './add-at-door.ts'
import { isOpen } from './door.ts'
import { arrivesAt, backTo, closeDayPage, type Door, doorOf, newcomer, peopleOf, pressed } from './door-day-pages.tsx'
import { arrivalForm, insteadForm, nameForm } from './forms.ts'
import { atDoor, type DoorView, nameOf, type PersonAtDoor, stillHere } from './people.ts'
import { selectSaidOf } from './people-store.ts'
import { recordArrivals } from './record-arrivals.ts'
import { EvacuationPage } from './views/day.tsx'
import { DoorPage, doorPath } from './views/door.tsx'
import { SaidAtDoor } from './views/person.tsx'
import { addRefusals, arrivalRefusals, sayNameRefusal } from './views/refusals.tsx'

const viewOf = ({ query }: Pick<Asked, 'query'>): DoorView => ({
  q: cutTo(query['q'] ?? '', 100),
  letter: cutTo(query['letter'] ?? '', 1),
  all: query['show'] === 'all',
})

/** Their line on the door's page. */
const toPerson = ({ part }: Asked): string => `/door/${part('code')}#p-${part('person')}`

/** On the person's page, not saved. */
const notSaved = (says: string) => ({ ok: false as const, refusal: { says, status: 422 as const } })

const arrive = press({
  at: '/:code/arrivals',
  keepsQuery: true,
  find: doorOf,
  form: ownForm(arrivalForm),
  act: async (act, { undoes, ...asked }, { subject: door }) => {
    const [answer] = await recordArrivals(act, arrivesAt(door), [{ ...asked, undoesId: undoes, ...pressed(act) }])
    return answer?.said === 'refused' ? notSaved(arrivalRefusals[answer.reason]) : ok(asked.person)
  },
  refused: {},
  to: ({ part, query }, person) => `${doorPath(part('code'), viewOf({ query }))}#p-${person}`,
})

/** Names who came on a place and lets them in. @returns why not */
const nameForDay = async (act: Act, door: Door, asked: { id: string; name: string; placeId: string }): Promise<string | undefined> => {
  const { people } = await readNow(act.db, selectSaidOf(act.db, door.event.id, asked.placeId))
  const sessionId = door.ofDay.find(({ id }) => people[0]?.sessionIds.includes(id))?.id
  if (!sessionId) return arrivalRefusals.not_expected
  const named = await nameAtDoor(act, { sessionId, placeId: asked.placeId, name: asked.name, personId: asked.id })
  if (!named.ok) return sayNameRefusal(named.reason)
  const arrival = { id: asked.id, person: asked.placeId, kind: 'arrived' as const, how: 'tap' as const, ...pressed(act) }
  const [answer] = await recordArrivals(act, arrivesAt(door), [arrival])
  return answer?.said === 'refused' ? arrivalRefusals[answer.reason] : undefined
}

const name = press({
  at: '/:code/people/:person/name',
  find: doorOf,
  form: nameForm,
  button: 'Name them: they have arrived',
  act: async (act, typed, { subject: door, part, id }) => {
    const why = await nameForDay(act, door, { ...typed, id, placeId: part('person') })
    return why === undefined ? ok(undefined) : { ok: false, refusal: { field: 'name', says: why, status: 422 } }
  },
  refused: {},
  to: toPerson,
})

const instead = press({
  at: '/:code/people/:person/instead',
  find: doorOf,
  form: insteadForm,
  filled: ({ newcomerId }: { newcomerId: string }) => ({ person: newcomerId }),
  button: 'They have arrived',
  act: (act, typed, { subject: door, part, id }) =>
    addAtDoor(act, arrivesAt(door), door.sessions, { ...typed, id, organisation: '', insteadOfId: part('person'), ...pressed(act) }),
  refused: atField('name', addRefusals, 422),
  done: 'They have arrived instead',
  to: ({ part }) => `/door/${part('code')}`,
})

const person = page({
  at: '/:code/people/:person',
  find: async (act, asked) => {
    const door = await doorOf(act, asked)
    if (!door) return undefined
    const key = asked.part('person') || text(asked.typed ?? {}, 'person')
    const { people, said } = await readNow(act.db, selectSaidOf(act.db, door.event.id, key))
    const [one] = people.map((found): PersonAtDoor | undefined => atDoor([found], said, door.day, found.sessionIds)[0])
    return one && { ...door, person: one, said, undoId: newId(act.now), newcomerId: newId(act.now) }
  },
  title: ({ person: one }) => one.name ?? 'Who came?',
  heading: ({ person: one }) => nameOf(one),
  caption: ({ person: one }) => one.school?.label ?? one.organisation,
  back: backTo,
  presses: { arrive, name, instead },
  show: (found, forms) => (
    <>
      <SaidAtDoor {...found} />
      {found.isToCome
        ? null
        : found.person.unnamed
          ? forms.name(found)
          : found.person.kind === 'place' && found.person.presence === 'expected'
            ? forms.instead(found)
            : null}
    </>
  ),
})

const doorRoutes = new Hono<AppEnv>()
  .get('/:code', async (c) => {
    const door = await doorOf(c.var.act, askedOf(c))
    if (!door) throw notFound('door')
    const { actor } = c.var.act
    return c.render(
      <DoorPage
        event={door.event}
        sessions={door.ofDay}
        day={door.day}
        isToCome={door.isToCome || !isOpen(door.event)}
        people={await peopleOf(c.env.DB, door)}
        view={viewOf({ query: c.req.query() })}
        newId={() => newId(c.var.act.now)}
        account={actor.accountId}
        maySignOff={mayAsk(actor, 'GET /door/:code/close')}
        mayInvite={mayAsk(actor, 'GET /organiser/events/:code/door/links')}
      />,
      {
        title: `Check-in: ${door.event.title}`,
        back: { href: '/register', text: 'Check-in' },
        head: <script type="module" src={files['js/door.js']} />,
      },
    )
  })
  .get('/:code/evacuation', async (c) => {
    const door = await doorOf(c.var.act, askedOf(c))
    if (!door) throw notFound('door')
    return c.render(<EvacuationPage event={door.event} people={stillHere(await peopleOf(c.env.DB, door))} at={c.var.act.now} />, {
      title: 'Evacuation list',
      back: backTo(door),
    })
  })

/** The door of an event, also without JavaScript. Mounted at /door. */
export const doorEventPages = withPages(doorRoutes, person, newcomer, closeDayPage)
