import { type Context, Hono } from 'hono'
import { sayChanged, shownNow } from '#base/changed.ts'
import { instant, londonDay, londonTime } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { csvHeaders, toCsv } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { counted } from '#base/words.ts'
import { blocksOf } from '#events/events/event.ts'
import { readAssignment, readListed, readMove } from './forms.ts'
import { movePeople } from './move-people.ts'
import { peopleIn, planAssignment, planMove } from './plan.ts'
import { readWorkshops } from './store.ts'
import { AssignmentPage } from './views/assignment.tsx'
import { ConfirmMovePage, type PeopleList, PeoplePage, sayUnmovable } from './views/people.tsx'
import { sayChoiceRefusal } from './views/refusals.tsx'
import { WorkshopsPage } from './views/workshops.tsx'

type C = Context<AppEnv>

const read = async (c: C) => {
  const found = await readWorkshops(c.env.DB, c.req.param('code') ?? '', c.var.act.now)
  if (!found) throw notFound('event')
  return found
}

/** The requested list: a workshop's people, or those in none of a block. */
const readList = async (c: C, asked: { workshop: string; block: number }): Promise<PeopleList> => {
  const { event, people } = await read(c)
  const blocks = blocksOf(event.sessions)
  const workshop = asked.workshop ? event.sessions.find((one) => one.id === asked.workshop && one.block !== '') : undefined
  if (asked.workshop && !workshop) throw notFound('workshop')
  const index = workshop ? blocks.findIndex(({ block }) => block === workshop.block) : asked.block - 1
  const found = blocks[index]
  if (!found) throw notFound('block of workshops')
  const at = instant(c.var.act.now)
  return {
    event,
    block: found.block,
    number: index + 1,
    workshop,
    others: found.workshops.filter((one) => one.id !== workshop?.id && one.startsAt > at),
    people: peopleIn(event, people, found.block, workshop?.id),
  }
}

const headOf = (list: PeopleList, title: string, hasProblems = false) => ({
  title,
  hasProblems,
  back: { href: `/organiser/events/${list.event.code}/workshops`, text: 'All workshops' },
})
const titleOf = (list: PeopleList): string => list.workshop?.title ?? `Not chosen yet: ${list.block}`

const showList = (c: C, list: PeopleList, shown: { chosen?: readonly string[]; to?: string; problems?: Problems | undefined } = {}) =>
  c.render(<PeoplePage list={list} {...shown} />, headOf(list, titleOf(list), shown.problems !== undefined))

const move = async (c: C) => {
  const asked = readMove(await c.req.parseBody({ all: true }))
  const list = await readList(c, asked)
  const { event, workshop, others, people, block } = list
  const wanted = new Set(asked.placeIds)
  const chosen = people.filter((person) => wanted.has(person.id))
  const to = others.find((one) => one.id === asked.to)
  const again = (status: 409 | 422, problems: Problems) => {
    c.status(status)
    return showList(c, list, { chosen: asked.placeIds, to: asked.to, problems })
  }
  if (wanted.size === 0) return again(422, { place: 'Choose who is to move' })
  if (!to) return again(422, { to: 'Choose the workshop that they are to move to' })
  if (chosen.length < wanted.size && !asked.confirmed)
    return again(409, { place: 'Somebody you chose is no longer in this list: it has changed since. Look at it again, then choose' })
  const plan = planMove(event, chosen, to)
  const unmovable = sayUnmovable(plan, to)
  if (unmovable) return again(409, { to: unmovable })
  if (!asked.confirmed) return c.render(<ConfirmMovePage list={list} people={chosen} to={to} />, headOf(list, 'Check the move'))
  const done = await movePeople(c.var.act, {
    block,
    from: workshop?.id,
    moves: [...wanted].map((placeId) => ({ placeId, to: to.id })),
  })
  if (done.ok) {
    flash(
      c,
      done.value === 0 ? 'They are there already.' : `${counted(done.value, 'person has', 'people have')} been moved to “${to.title}”.`,
    )
    return c.redirect(`/organiser/events/${event.code}/workshops`, 303)
  }
  if (done.reason === 'no_such_place') throw notFound('place')
  c.status(409)
  const now = await readList(c, asked)
  const still = now.people.filter((person) => wanted.has(person.id))
  const target = now.others.find((one) => one.id === asked.to)
  const sentence =
    (target && sayUnmovable(planMove(now.event, still, target), target)) ?? sayChoiceRefusal(done.reason, now.event, [asked.to])
  return showList(c, now, { chosen: asked.placeIds, to: asked.to, problems: { to: sentence } })
}

const showAssignment = async (c: C, block: number, sentence?: string) => {
  const { event, people } = await read(c)
  const found = blocksOf(event.sessions)[block - 1]
  if (!found) throw notFound('block of workshops')
  const assignment = planAssignment(event, people, found.block, instant(c.var.act.now))
  return c.render(
    <AssignmentPage event={event} block={found.block} number={block} assignment={assignment} {...(sentence ? { sentence } : {})} />,
    {
      title: 'Put those who have not chosen into workshops',
      hasProblems: sentence !== undefined,
      back: { href: `/organiser/events/${event.code}/workshops`, text: 'All workshops' },
    },
  )
}

/** Who chose which workshop, and moving them. Mounted at /organiser. */
export const organiserWorkshopPages = new Hono<AppEnv>()
  .get('/events/:code/workshops', async (c) => {
    const { event, people } = await read(c)
    return c.render(<WorkshopsPage event={event} people={people} now={c.var.act.now} />, {
      title: `Workshops of ${event.title}`,
      back: { href: `/organiser/events/${event.code}`, text: 'Back to the event' },
    })
  })
  .get('/events/:code/workshops/people', async (c) => showList(c, await readList(c, readListed(c.req.query()))))
  .get('/events/:code/workshops/people.csv', async (c) => {
    const { event, workshop, block, people } = await readList(c, readListed(c.req.query()))
    await logExport(c.var.act, {
      act: 'workshop_list.exported',
      eventId: event.id,
      after: { sessionId: workshop?.id, people: people.length },
    })
    const starts = workshop ? `${londonDay(workshop.startsAt)} ${londonTime(workshop.startsAt)}` : ''
    const text = toCsv(
      ['Block', 'Workshop', 'Starts', 'School', 'Town', 'URN', 'Name', 'Email', 'Role', 'Reference'],
      people.map((one) => [
        block,
        workshop?.title ?? 'Not chosen',
        starts,
        one.school,
        one.town,
        one.urn,
        one.personId === null ? 'To be named' : one.name,
        one.email,
        one.role,
        one.reference,
      ]),
    )
    return c.body(text, 200, csvHeaders(`workshop-${event.code}-${workshop ? workshop.position : 'not-chosen'}`))
  })
  .post('/events/:code/workshops/move', move)
  .get('/events/:code/workshops/assignment', (c) => showAssignment(c, readListed(c.req.query()).block))
  .post('/events/:code/workshops/assignment', async (c) => {
    const { block, moves } = readAssignment(await c.req.parseBody({ all: true }))
    const { event } = await read(c)
    const found = blocksOf(event.sessions)[block - 1]
    if (!found) throw notFound('block of workshops')
    const done = await movePeople(c.var.act, { block: found.block, from: undefined, moves })
    if (done.ok) {
      flash(c, done.value === 0 ? 'They are there already.' : `${counted(done.value, 'person has', 'people have')} a workshop now.`)
      return c.redirect(`/organiser/events/${event.code}/workshops`, 303)
    }
    if (done.reason === 'no_such_place' && moves.length > 0) throw notFound('place')
    c.status(409)
    return showAssignment(c, block, `${sayChanged('Who has which workshop has', 'saved', shownNow)}.`)
  })
