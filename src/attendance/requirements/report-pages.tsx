import { Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { readPage } from '#base/web/page-number.ts'
import { selectNames } from './choice-store.ts'
import { selectEditions } from './edition-store.ts'
import { selectUnsaid } from './event-store.ts'
import { UnsaidEventsPage, unsaidPage } from './views/events.tsx'
import { labelOn, RequirementPage, RequirementsPage } from './views/requirements.tsx'

/** What must be done, to read. Mounted at /requirements. */
export const reportRequirementPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { act } = c.var
    const today = londonDay(act.now)
    const { editions, names } = await readTogether(act.db, { editions: selectEditions(act.db), names: selectNames(act.db, today) })
    const requirements = [...Map.groupBy(editions, ({ requirementId }) => requirementId)].map(([id, own]) => ({ id, editions: own }))
    const mayChange = mayAsk(act.actor, 'GET /requirements/new')
    const seesUnsaid = mayAsk(act.actor, 'GET /requirements/unsaid-events')
    return c.render(<RequirementsPage {...{ requirements, names, today, mayChange, seesUnsaid }} />, { title: 'Training rules' })
  })
  .get('/unsaid-events', async (c) => {
    const { act } = c.var
    const page = readPage(c.req.query('page'))
    const { events, total } = await readNow(act.db, selectUnsaid(act.db, page, unsaidPage))
    return c.render(
      <UnsaidEventsPage {...{ events, total, page }} url={c.req.url} isOrganiser={mayAsk(act.actor, 'GET /organiser/events')} />,
      {
        title: 'Events of which nobody has said what they count towards',
        back: { href: '/requirements', text: 'Training rules' },
      },
    )
  })
  .get('/:id', async (c) => {
    const { act } = c.var
    const today = londonDay(act.now)
    const id = c.req.param('id')
    const { editions: every, names } = await readTogether(act.db, { editions: selectEditions(act.db), names: selectNames(act.db, today) })
    const editions = every.filter(({ requirementId }) => requirementId === id)
    if (editions.length === 0) throw notFound('requirement')
    const mayChange = mayAsk(act.actor, 'GET /requirements/new')
    return c.render(<RequirementPage requirement={{ id, editions }} {...{ names, today, mayChange }} />, {
      title: labelOn(editions, today),
      back: { href: '/requirements', text: 'Training rules' },
    })
  })
