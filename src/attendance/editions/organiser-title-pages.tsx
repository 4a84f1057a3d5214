import { type Context, Hono } from 'hono'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { type CountedAs, countedWays, type TitleCounts } from '#attendance/requirements/training.ts'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { type Body, formId, text } from '#base/web/form.ts'
import { oneAtATime } from '#base/web/pace.ts'
import { mostTitles, planTitles, saveTitles } from './save-titles.ts'
import { selectBefore, selectTitleBatches, selectTitles } from './title-store.ts'
import { titleRefusals } from './views/refusals.tsx'
import { labelOn } from './views/requirements.tsx'
import { ConfirmTitlesPage, TitlesPage } from './views/titles.tsx'

type C = Context<AppEnv>

const path = '/requirements/titles'

const isCounted = (said: string): said is CountedAs => countedWays.some((one) => one === said)

/** What the form says of each title that it names; of the rest nothing changes. */
const saidIn = (form: Body): TitleCounts[] =>
  Object.keys(form).flatMap((name) => {
    const n = /^title-(\d{1,3})$/.exec(name)?.[1]
    if (n === undefined) return []
    const as = text(form, `as-${n}`)
    return [{ title: text(form, name), countedAs: isCounted(as) ? as : null }]
  })

const show = async (c: C, said: readonly TitleCounts[], problems?: Problems) => {
  const { db } = c.var.act
  const { titles, batches } = await readTogether(db, { titles: selectTitles(db, mostTitles), batches: selectTitleBatches(db) })
  return c.render(<TitlesPage titles={titles} batches={batches} said={said} problems={problems} id={newId(c.var.act.now)} />, {
    title: 'What courses counted as',
    back: { href: '/requirements', text: 'Training rules' },
    hasProblems: problems !== undefined,
  })
}

const confirm = async (c: C, said: readonly TitleCounts[], id: string, undoes: boolean) => {
  const { act } = c.var
  const plan = await oneAtATime(act, (giveWay) => planTitles(act, said, giveWay))
  if (!plan.ok) {
    c.status(422)
    return show(c, said, { 'as-0': titleRefusals[plan.reason] })
  }
  const day = londonDay(act.now)
  const editions = Map.groupBy(await readNow(act.db, selectEditions(act.db)), ({ requirementId }) => requirementId)
  const labels = new Map([...editions].map(([requirementId, own]) => [requirementId, labelOn(own, day)]))
  return c.render(<ConfirmTitlesPage id={id} day={day} labels={labels} undoes={undoes} plan={plan.value} />, {
    title: 'Check what changes',
    back: { href: path, text: 'What courses counted as' },
  })
}

/** As what courses counted, for officers and administrators. Mounted at /requirements/titles. */
export const organiserTitlePages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const undo = c.req.query('undo')
    if (undo === undefined) return show(c, [])
    const before = await readNow(c.var.act.db, selectBefore(c.var.act.db, undo))
    if (before.length === 0) throw notFound('list of titles')
    return confirm(c, before, newId(c.var.act.now), true)
  })
  .post('/', async (c) => {
    const { act } = c.var
    const form = await c.req.parseBody()
    const [said, id, action] = [saidIn(form), formId(form, act.now), text(form, 'action')]
    if (action === 'again') return show(c, said)
    if (action !== 'save') return confirm(c, said, id, false)
    const done = await oneAtATime(act, (giveWay) => saveTitles(act, { batchId: id, said, state: text(form, 'state') }, giveWay))
    if (!done.ok) {
      c.status(409)
      return show(c, said, { 'as-0': titleRefusals[done.reason] })
    }
    flash(c, 'What these courses counted as is saved')
    return c.redirect(path, 303)
  })
