import { type Context, Hono } from 'hono'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { logExport } from '#base/log/export-log.ts'
import { csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { selectAwaited } from '#guidance/answers/asked-store.ts'
import { dueSteps, stepColumns } from '#people/ladder/chase.ts'
import { selectChases } from '#people/ladder/chase-store.ts'
import { stepsQuery } from '#people/ladder/forms.ts'
import { selectUnreached } from '#people/notices/store.ts'
import { selectAwaitedRounds } from '#returns/signing/due-store.ts'
import { StepsPage } from './views/steps.tsx'

const pageSize = 50

const read = async (c: Context<AppEnv>) => {
  const { act } = c.var
  const asked = stepsQuery.parse(c.req.query())
  const today = londonDay(act.now)
  const ownerId = asked.whose === 'mine' ? act.actor.accountId : undefined
  const { chases, calendar, ...rest } = await readTogether(act.db, {
    chases: selectChases(act.db, { ownerId, q: asked.q }),
    awaited: selectAwaited(act),
    rounds: selectAwaitedRounds(act),
    unreached: selectUnreached(act.db),
    calendar: selectCalendar(act.db),
  })
  return { act, asked, today, ...rest, steps: dueSteps(chases, calendar, today, asked.due) }
}

export const organiserChasingPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { asked, today, awaited, rounds, unreached, steps } = await read(c)
    const shown = steps.slice((asked.page - 1) * pageSize, asked.page * pageSize)
    return c.render(<StepsPage {...{ asked, today, awaited, rounds, unreached, shown, pageSize }} total={steps.length} url={c.req.url} />, {
      title: 'Next steps due',
    })
  })
  .get('/steps.csv', async (c) => {
    const { act, asked, today, steps } = await read(c)
    await logExport(act, { act: 'chasing_steps.exported', after: { schools: steps.length, whose: asked.whose, due: asked.due } })
    return c.body(csvOf(stepColumns, steps), 200, csvHeaders(`next-steps-${today}`))
  })
