import { type Context, Hono } from 'hono'
import { type Instant, londonDay, londonTime } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, text, typedOf } from '#base/web/form.ts'
import { datesFields, datesForm } from './forms.ts'
import { postponeRound } from './postpone-round.ts'
import { countUnsubmitted } from './postponement-store.ts'
import { selectRound } from './store.ts'
import { DatesPage } from './views/dates.tsx'
import { postponeRefusals } from './views/refusals.tsx'
import { roundPath } from './views/round.tsx'

type C = Context<AppEnv>

const readDates = async (c: C) => {
  const id = c.req.param('round') ?? ''
  const { round, told } = await readTogether(c.env.DB, { round: selectRound(c.env.DB, id), told: countUnsubmitted(c.env.DB, id) })
  if (!round || round.openedAt === null) throw notFound('round')
  return { round, told }
}

const show = (c: C, of: Awaited<ReturnType<typeof readDates>>, id: string, typed: Record<string, string>, problems?: Problems) =>
  c.render(<DatesPage {...{ ...of, id, typed, problems }} />, {
    title: 'Put off the deadline',
    hasProblems: problems !== undefined,
    back: { href: roundPath(of.round), text: of.round.title },
  })

/** A form says the minute; where it is that of the date before, the date stays. */
const keptOr = (typed: Instant, before: Instant): Instant => (typed.slice(0, 16) === before.slice(0, 16) ? before : typed)

const at = '/:round{[0-9a-f]{8}-[0-9a-f-]{27}}/dates'

/** Dates of an open round, for officers. Mounted at /organiser/returns. */
export const organiserDatePages = new Hono<AppEnv>()
  .get(at, async (c) => {
    const of = await readDates(c)
    const { round } = of
    if (round.closedAt !== null) throw notFound('open round')
    return show(c, of, newId(c.var.act.now), {
      ...{ deadlineOn: londonDay(round.deadlineAt), deadlineTime: londonTime(round.deadlineAt), finalOn: londonDay(round.finalAt) },
    })
  })
  .post(at, async (c) => {
    const of = await readDates(c)
    const body = await c.req.parseBody()
    const id = formId(body, c.var.act.now)
    const typed = typedOf(body, datesFields)
    const read = datesForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return show(c, of, id, typed, problemsOf(read.error))
    }
    const [deadlineAt = '', finalAt = ''] = text(body, 'from').split(' ')
    const to = { deadlineAt: keptOr(read.data.to.deadlineAt, deadlineAt), finalAt: keptOr(read.data.to.finalAt, finalAt) }
    const done = await postponeRound(c.var.act, {
      ...{ id, roundId: of.round.id, from: { deadlineAt, finalAt }, to, reason: read.data.reason },
    })
    if (!done.ok) {
      c.status(409)
      // Another form, for it shows other dates.
      return show(c, of, newId(c.var.act.now), typed, { deadlineOn: postponeRefusals[done.reason] })
    }
    flash(c, 'The dates are put off, and schools that have not submitted are told')
    return c.redirect(roundPath(of.round), 303)
  })
