import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { mapped, readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { files } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { problemsOf } from '#base/web/form.ts'
import { withPages } from '#base/web/page.tsx'
import type { Maker } from '#base/web/sheet.tsx'
import { readEventNeeds } from '#booking/needs/store.ts'
import { ticketsBy } from '#calendars/invites/invite-places.ts'
import { badgeForm, partForm } from './forms.ts'
import { aToZ, inRoom, type Pack, type Part, type Tickets, workshopsOf } from './pack.ts'
import { selectPack } from './pack-store.ts'
import { BadgesPage } from './views/badges.tsx'
import { partWords } from './views/frame.tsx'
import { NeedsPage } from './views/needs.tsx'
import { PackPage } from './views/pack.tsx'
import { ProgrammePage } from './views/programme.tsx'
import { NamesPage, SchoolsPage, SignInPage, WorkshopSheetsPage } from './views/sheets.tsx'
import { RoomSignsPage } from './views/signs.tsx'

type C = Context<AppEnv>

const packOf = async (c: C): Promise<Pack> => {
  const pack = await readNow(c.var.act.db, selectPack(c.var.act.db, c.req.param('code') ?? '', c.var.act.now))
  if (!pack) throw notFound('event')
  return pack
}

/** Of those who come to the room. */
const ticketsOf = async (c: C, { event, people }: Pack): Promise<Tickets> => {
  const ticketFor = await ticketsBy(c.var.act.ticketKey)
  const present = event.attendanceMode === 'online' ? [] : inRoom(people)
  const tickets = present.map(async ({ placeId, personId }) => [placeId, personId && (await ticketFor(placeId, personId))] as const)
  return new Map((await Promise.all(tickets)).flatMap(([placeId, ticket]) => (ticket ? [[placeId, ticket]] : [])))
}

const showPack = (c: C, pack: Pack, problems?: Problems) => {
  if (problems) c.status(422)
  return c.render(<PackPage pack={pack} typed={c.req.query()} problems={problems} />, {
    title: `To print for ${pack.event.title}`,
    hasProblems: problems !== undefined,
  })
}

const views: Record<Exclude<Part, 'badges' | 'needs'>, (pack: Pack & { maker: Maker }) => Child> = {
  programme: ProgrammePage,
  'sign-in': SignInPage,
  names: NamesPage,
  schools: SchoolsPage,
  workshops: WorkshopSheetsPage,
  rooms: RoomSignsPage,
}

/** For whoever speaks or leads a workshop. */
const speakers = files({
  at: '/:code/print/speakers',
  beside: ({ db, now, part }) =>
    mapped(selectPack(db, part('code'), now), (pack) => pack && { ...pack, workshops: workshopsOf(pack.event) }),
  title: ({ event }) => `Who comes to ${event.title}`,
  whole: { rows: ({ people }) => aToZ(people) },
  columns: ({ workshops }) => [
    { name: 'Name', value: ({ name, unnamed }) => name ?? (unnamed ? 'Not named' : 'Name not given') },
    { name: 'Role', value: ({ role }) => role },
    { name: 'School', value: ({ school }) => school.name },
    { name: 'Town', value: ({ school }) => school.town },
    {
      name: 'Workshops',
      value: ({ sessionIds }) =>
        workshops
          .filter(({ id }) => sessionIds.includes(id))
          .map(({ title }) => title)
          .join('; '),
    },
  ],
  file: {
    name: ({ event }) => `people-${event.code}`,
    log: ({ event }, people) => ({ act: 'speaker_list.exported', eventId: event.id, after: { people } }),
  },
})

/** What is printed for the day. Mounted at /organiser/events. */
export const organiserPrintPages = withPages(new Hono<AppEnv>(), speakers)
  .get('/:code/print', async (c) => showPack(c, await packOf(c)))
  .get('/:code/print/:part', async (c) => {
    const asked = partForm.safeParse(c.req.param('part'))
    if (!asked.success) throw notFound('page')
    const part = asked.data
    const head = (title: string) => ({
      title: `${partWords[part].title}: ${title}`,
      back: { href: `/organiser/events/${c.req.param('code')}/print`, text: 'Everything to print' },
    })
    if (part === 'needs') {
      const needs = await readEventNeeds(c.var.act, c.req.param('code'))
      if (!needs) throw notFound('event')
      return c.render(<NeedsPage {...needs} maker={c.var.council} />, head(needs.event.title))
    }
    const pack = await packOf(c)
    if (part === 'badges') {
      const badges = badgeForm.safeParse(c.req.query())
      if (!badges.success) return showPack(c, pack, problemsOf(badges.error))
      return c.render(
        <BadgesPage pack={pack} maker={c.var.council} asked={badges.data} tickets={await ticketsOf(c, pack)} />,
        head(pack.event.title),
      )
    }
    const View = views[part]
    return c.render(<View {...pack} maker={c.var.council} />, head(pack.event.title))
  })
