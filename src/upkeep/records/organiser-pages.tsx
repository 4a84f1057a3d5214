import { type Context, Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, typedOf } from '#base/web/form.ts'
import { decideOnRun, proposeRun, setPeriod } from './decide-run.ts'
import { classForm, decisionForm, endForm, holdForm, monthsForm, reviewForm } from './forms.ts'
import { nameToHold, readHolds } from './hold-store.ts'
import { endHold, placeHold, reviewHold } from './place-hold.ts'
import { dueBefore, isRunClass, isWithin, type RunClass } from './record.ts'
import { countDue, readRetention } from './retention-store.ts'
import { openRequests } from './subject-store.ts'
import { EndHoldPage, HoldPage } from './views/holds.tsx'
import { holdRefusals, runRefusals } from './views/refusals.tsx'
import { CheckPeriodPage, PeriodPage, RecordsPage } from './views/retention.tsx'

type C = Context<AppEnv>
type Typed = Record<string, string | undefined>
const home = '/organiser/records'
const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const isUuid = new RegExp(`^${uuid}$`)

const showHome = async (c: C, problem?: string) => {
  const { db, now, actor } = c.var.act
  const [retention, holds, requests] = await Promise.all([readRetention(db, now), readHolds(db), openRequests(db)])
  return c.render(
    <RecordsPage
      {...retention}
      holds={holds}
      requests={requests}
      today={londonDay(now)}
      accountId={actor.accountId}
      administrator={hasRole(actor, 'administrator')}
      problem={problem}
    />,
    { title: 'Records', back: { href: '/organiser', text: 'Organise' }, hasProblems: problem !== undefined },
  )
}

const showHold = async (c: C, values: Typed, problems?: Problems) => {
  const id = values['person'] ?? ''
  const name = isUuid.test(id) ? await nameToHold(c.var.act.db, id) : null
  return c.render(<HoldPage values={values} problems={problems} of={name === null ? undefined : { id, name }} />, {
    title: 'Place a legal hold',
    back: name === null ? { href: home, text: 'Records' } : { href: `${home}/people/${id}`, text: 'What is stored about the person' },
    hasProblems: problems !== undefined,
  })
}

const showPeriod = async (c: C, months?: string, problem?: string) => {
  const of = c.req.param('class') ?? ''
  if (!isRunClass(of)) throw notFound('class of records')
  const { classes } = await readRetention(c.var.act.db, c.var.act.now)
  const state = classes.find((one) => one.class === of)
  return c.render(<PeriodPage of={of} months={months ?? String(state?.months ?? '')} problem={problem} />, {
    title: 'How long records are kept',
    back: { href: home, text: 'Records' },
    hasProblems: problem !== undefined,
  })
}

/** Before setting a period: how much it makes due. */
const showCheck = async (c: C, of: RunClass, months: number) => {
  const { db, now } = c.var.act
  const [{ classes }, due] = await Promise.all([readRetention(db, now), countDue(db, of, dueBefore(of, months, now))])
  const state = classes.find((one) => one.class === of)
  if (!state) throw notFound('class of records')
  return c.render(<CheckPeriodPage state={state} months={months} due={due} />, {
    title: 'Check the new period',
    back: { href: `${home}/periods/${of}`, text: 'How long records are kept' },
  })
}

const showEnd = async (c: C, why = '', problems?: Problems) => {
  const hold = (await readHolds(c.var.act.db)).find(({ id }) => id === c.req.param('id'))
  if (!hold) throw notFound('hold')
  return c.render(<EndHoldPage hold={hold} why={why} problems={problems} />, {
    title: 'End a legal hold',
    back: { href: home, text: 'Records' },
    hasProblems: problems !== undefined,
  })
}

/** What is due for destruction and what is held; mounted at /organiser/records. */
export const organiserRecordsPages = new Hono<AppEnv>()
  .get('/', (c) => showHome(c))

  .get('/periods/:class', (c) => showPeriod(c))

  .post('/periods/:class', async (c) => {
    const typed = typedOf(await c.req.parseBody(), ['months', 'sure'])
    const read = monthsForm.safeParse({ ...typed, class: c.req.param('class') })
    const asked = read.success && isRunClass(read.data.class) ? { of: read.data.class, months: read.data.months } : undefined
    if (asked && isWithin(asked.of, asked.months) && typed.sure !== String(asked.months)) return showCheck(c, asked.of, asked.months)
    const set = asked && (await setPeriod(c.var.act, asked.of, asked.months))
    if (!set?.ok) {
      c.status(422)
      return showPeriod(c, typed.months, set ? runRefusals[set.reason] : 'Enter the months as a number')
    }
    flash(c, 'The period is set.')
    return c.redirect(home, 303)
  })

  .post('/runs', async (c) => {
    const read = classForm.safeParse(await c.req.parseBody())
    if (!read.success || !isRunClass(read.data.class)) throw notFound('class of records')
    const proposed = await proposeRun(c.var.act, read.data.class)
    if (!proposed.ok) {
      c.status(409)
      return showHome(c, runRefusals[proposed.reason])
    }
    flash(c, 'Proposed. Nothing goes until somebody else approves it.')
    return c.redirect(home, 303)
  })

  .post(`/runs/:id{${uuid}}`, async (c) => {
    const read = decisionForm.safeParse(await c.req.parseBody())
    if (!read.success) {
      c.status(422)
      return showHome(c, 'Say whether it is approved or refused')
    }
    const { decision } = read.data
    const decided = await decideOnRun(c.var.act, c.req.param('id'), decision)
    if (!decided.ok) {
      c.status(409)
      return showHome(c, runRefusals[decided.reason])
    }
    flash(c, decision === 'approved' ? 'Approved. It is done in pieces from now on.' : 'Refused. Nothing is destroyed.')
    return c.redirect(home, 303)
  })

  .get('/holds/new', (c) => showHold(c, { person: c.req.query('person') }))

  .post('/holds', async (c) => {
    const form = await c.req.parseBody()
    const read = holdForm(londonDay(c.var.act.now)).safeParse(form)
    if (!read.success) {
      c.status(422)
      return showHold(c, typedOf(form, ['scope', 'class', 'person', 'event', 'reason', 'reviewOn']), problemsOf(read.error))
    }
    const placed = await placeHold(c.var.act, read.data)
    if (!placed.ok) {
      c.status(409)
      return showHold(c, typedOf(form, ['scope', 'class', 'person', 'event', 'reason', 'reviewOn']), {
        [read.data.scope]: holdRefusals[placed.reason],
      })
    }
    flash(c, 'It is held: nothing of it is destroyed until somebody ends the hold.')
    return c.redirect(home, 303)
  })

  .post(`/holds/:id{${uuid}}/review`, async (c) => {
    const read = reviewForm(londonDay(c.var.act.now)).safeParse(await c.req.parseBody())
    const reviewed = read.success ? await reviewHold(c.var.act, c.req.param('id'), read.data.reviewOn) : undefined
    if (!reviewed?.ok) {
      c.status(422)
      return showHome(c, reviewed ? 'The hold has been ended' : 'Enter a day of review that lies ahead, like 1/9/2027')
    }
    flash(c, 'Reviewed.')
    return c.redirect(home, 303)
  })

  .post(`/holds/:id{${uuid}}/end`, async (c) => {
    const typed = typedOf(await c.req.parseBody(), ['asked', 'why'])
    // The button of the list only asks.
    if (typed.asked !== 'yes') return showEnd(c)
    const read = endForm.safeParse(typed)
    if (!read.success) {
      c.status(422)
      return showEnd(c, typed.why, problemsOf(read.error))
    }
    const ended = await endHold(c.var.act, c.req.param('id'), read.data.why)
    if (!ended.ok) {
      c.status(409)
      return showHome(c, 'The hold has been ended')
    }
    flash(c, 'The hold is ended.')
    return c.redirect(home, 303)
  })
