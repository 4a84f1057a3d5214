import { Hono } from 'hono'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { londonDay, sayDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { withPages } from '#base/web/page.tsx'
import { Link } from '#base/web/page-parts.tsx'
import { selectAwaited } from '#guidance/answers/asked-store.ts'
import { dueSteps, lastTried, sayLast, sayMatter, sayStep } from '#people/ladder/chase.ts'
import { selectChases } from '#people/ladder/chase-store.ts'
import { stepsQuery } from '#people/ladder/forms.ts'
import { selectUnreached } from '#people/notices/store.ts'
import { selectAwaitedRounds } from '#returns/signing/due-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { Due } from './views/ladder.tsx'
import { BeforeSteps } from './views/steps.tsx'

const steps = list({
  at: '/',
  find: async (act, { query }) => {
    const asked = stepsQuery.parse(query)
    const today = londonDay(act.now)
    const ownerId = asked.whose === 'mine' ? act.actor.accountId : undefined
    const { chases, calendar, ...rest } = await readTogether(act.db, {
      chases: selectChases(act.db, { ownerId, q: asked.q }),
      awaited: selectAwaited(act),
      rounds: selectAwaitedRounds(act),
      unreached: selectUnreached(act.db),
      calendar: selectCalendar(act.db),
    })
    return { asked, today, ...rest, steps: dueSteps(chases, calendar, today, asked.due) }
  },
  title: 'Next steps due',
  whole: { rows: ({ steps }) => steps, idOf: ({ chase }) => chase.id },
  of: ['next step'],
  columns: [
    {
      name: 'School',
      width: 40,
      cell: ({ chase: { school } }) => <Link href={`/organiser/schools/${school.id}#follow-up`}>{schoolLabel(school)}</Link>,
      value: ({ chase }) => chase.school.name,
    },
    { name: 'Town', width: 20, value: ({ chase }) => chase.school.town },
    { name: 'URN', width: 10, value: ({ chase }) => chase.school.urn },
    { name: 'About', width: 45, cell: ({ chase }) => sayMatter(chase), value: ({ chase }) => sayMatter(chase) },
    {
      name: 'Last tried',
      width: 45,
      cell: ({ chase }) => {
        const last = lastTried(chase)
        return last ? `${sayLast(last)}, ${sayDay(last.happenedAt)}` : sayLast(last)
      },
      value: ({ chase }) => sayLast(lastTried(chase)),
    },
    { name: 'On', width: 12, value: ({ chase }) => (chase.tried.length > 0 ? londonDay(lastTried(chase)?.happenedAt ?? '') : '') },
    {
      name: 'Next step',
      width: 45,
      cell: ({ chase, step }) => sayStep(step, chase.owner),
      value: ({ chase, step }) => sayStep(step, chase.owner),
    },
    { name: 'Due', width: 12, cell: ({ step }, { today }) => <Due on={step.on} today={today} />, value: ({ step }) => step.on },
    { name: 'Whose', width: 25, cell: ({ chase }) => chase.owner, value: ({ chase }) => chase.owner },
  ],
  above: (shown) => <BeforeSteps {...shown} />,
  none: ({ asked }) => (asked.whose === 'mine' ? 'No next step of yours.' : 'No next step of anybody.'),
  file: {
    at: '/steps',
    name: ({ today }) => `next-steps-${today}`,
    log: ({ asked: { whose, due } }, schools) => ({ act: 'chasing_steps.exported', after: { schools, whose, due } }),
  },
})

/** Whom to contact next. Mounted at /organiser/chasing. */
export const organiserChasingPages = withPages(new Hono<AppEnv>(), steps)
