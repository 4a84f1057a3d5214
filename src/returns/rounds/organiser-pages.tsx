import { type Context, Hono } from 'hono'
import { type Instant, londonDay, londonTime } from '#base/dates.ts'
import { given, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, text, typedOf } from '#base/web/form.ts'
import { datesFields, datesForm } from './forms.ts'
import { postponeRound } from './postpone-round.ts'
import { countUnsubmitted, selectDatedReturn } from './postponement-store.ts'
import { selectRound } from './store.ts'
import { DatesPage } from './views/dates.tsx'
import { postponeRefusals } from './views/refusals.tsx'
import { roundPath } from './views/round.tsx'

type C = Context<AppEnv>

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

/** The round of the address, or one school in it. */
const readDates = async (c: C) => {
  const { DB: db } = c.env
  const id = c.req.param('round') ?? ''
  const returnId = c.req.param('return')
  const { round, told, own } = await readTogether(db, {
    ...{ round: selectRound(db, id), told: countUnsubmitted(db, id) },
    own: returnId === undefined ? given(undefined) : selectDatedReturn(db, id, returnId),
  })
  if (!round || round.openedAt === null || (returnId !== undefined && !own)) throw notFound('round')
  return { round, told, own }
}
type Of = Awaited<ReturnType<typeof readDates>>

const leadsTo = ({ round, own }: Of) => (own ? `${roundPath(round)}/schools/${own.id}` : roundPath(round))

const show = (c: C, of: Of, id: string, typed: Record<string, string>, problems?: Problems) =>
  c.render(<DatesPage {...{ ...of, id, typed, problems }} />, {
    title: of.own ? `Give ${of.own.school} longer` : 'Put off the deadline',
    hasProblems: problems !== undefined,
    back: { href: leadsTo(of), text: of.own?.school ?? of.round.title },
  })

/** A form says the minute; where it is that of the date before, the date stays. */
const keptOr = (typed: Instant, before: Instant): Instant => (typed.slice(0, 16) === before.slice(0, 16) ? before : typed)

const ask = async (c: C) => {
  const of = await readDates(c)
  if (of.round.closedAt !== null) throw notFound('open round')
  const { deadlineAt, finalAt } = of.own ?? of.round
  return show(c, of, newId(c.var.act.now), {
    ...{ deadlineOn: londonDay(deadlineAt), deadlineTime: londonTime(deadlineAt), finalOn: londonDay(finalAt) },
  })
}

const putOff = async (c: C) => {
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
    ...{ id, roundId: of.round.id, returnId: of.own?.id, from: { deadlineAt, finalAt }, to, reason: read.data.reason },
  })
  if (!done.ok) {
    c.status(409)
    // Another form, for it shows other dates.
    return show(c, of, newId(c.var.act.now), typed, { deadlineOn: postponeRefusals[done.reason] })
  }
  flash(c, of.own ? 'The school has longer, and is told' : 'The dates are put off, and schools that have not submitted are told')
  return c.redirect(leadsTo(of), 303)
}

const ofRound = `/:round{${uuid}}/dates`
const ofSchool = `/:round{${uuid}}/schools/:return{${uuid}}/dates`

/** Dates of an open round and of one school in it, for officers. Mounted at /organiser/returns. */
export const organiserDatePages = new Hono<AppEnv>().get(ofRound, ask).post(ofRound, putOff).get(ofSchool, ask).post(ofSchool, putOff)
