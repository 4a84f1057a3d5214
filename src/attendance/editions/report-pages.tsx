import { Hono } from 'hono'
import { selectEditions, selectNames } from '#attendance/requirements/edition-store.ts'
import { londonDay, sayDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Link, P } from '#base/web/page-parts.tsx'
import type { Asked } from '#base/web/press.tsx'
import { unsaidEvents } from './event-store.ts'
import { labelOn, Requirement, Requirements } from './views/requirements.tsx'

const back = { href: '/requirements', text: 'Training rules' }

const readAll = ({ db, now }: Asked) => {
  const today = londonDay(now)
  return mapped(together({ editions: selectEditions(db), names: selectNames(db, today) }), (found) => ({ ...found, today }))
}

const all = page({
  at: '/',
  read: readAll,
  title: 'Training rules',
  wide: true,
  show: ({ editions, ...rest }, _, { act: { actor } }) => (
    <Requirements
      {...rest}
      requirements={[...Map.groupBy(editions, ({ requirementId }) => requirementId)].map(([id, own]) => ({ id, editions: own }))}
      mayChange={mayAsk(actor, 'GET /requirements/new')}
      seesUnsaid={mayAsk(actor, 'GET /requirements/unsaid-events')}
    />
  ),
})

const unsaid = list({
  at: '/unsaid-events',
  also: ({ actor }) => ({ isOrganiser: mayAsk(actor, 'GET /organiser/events') }),
  title: 'Events with nothing set for what they count as',
  back,
  rows: () => unsaidEvents,
  of: ['event'],
  tableCaption: () => 'Public events, the latest first',
  above: () => (
    <P>
      Until somebody sets it, the purpose, topic, level and length of an event decide what it counts as. An organiser can also set that it
      counts as nothing.
    </P>
  ),
  columns: [
    {
      name: 'Event',
      cell: ({ code, title }, { isOrganiser }) => (
        <Link href={isOrganiser ? `/organiser/events/${code}/requirements` : `/events/${code}`}>{title}</Link>
      ),
    },
    { name: 'First day', cell: ({ startsAt }) => (startsAt ? sayDay(startsAt) : 'No date yet') },
  ],
  none: 'What it counts as is set for every public event.',
})

const editionPage = page({
  at: '/:id',
  read: (asked) =>
    mapped(readAll(asked), ({ editions, ...rest }) => {
      const own = editions.filter(({ requirementId }) => requirementId === asked.part('id'))
      return own.length === 0 ? undefined : { ...rest, id: asked.part('id'), editions: own }
    }),
  title: ({ editions, today }) => labelOn(editions, today),
  back,
  wide: true,
  show: (rule, _, { act }) => <Requirement {...rule} mayChange={mayAsk(act.actor, 'GET /requirements/new')} />,
})

/** What must be done, to read. Mounted at /requirements. */
export const reportRequirementPages = withPages(new Hono<AppEnv>(), unsaid, all, editionPage)
