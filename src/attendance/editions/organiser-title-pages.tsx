import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { type CountedAs, countedWays, type ListedTitle, type TitleBatch, type TitleCounts } from '#attendance/requirements/training.ts'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { ownForm } from '#base/web/fields.tsx'
import { type Body, text } from '#base/web/form.ts'
import { oneAtATime } from '#base/web/pace.ts'
import { page, withPages } from '#base/web/page.tsx'
import { atField, press } from '#base/web/press.tsx'
import { mostTitles, planTitles, saveTitles } from './save-titles.ts'
import { selectBefore, selectTitleBatches, selectTitles } from './title-store.ts'
import { titleRefusals } from './views/refusals.tsx'
import { labelOn } from './views/requirements.tsx'
import { ConfirmTitlesPage, TitlesPage, TitlesTable } from './views/titles.tsx'

type TitlesShown = { titles: readonly ListedTitle[]; batches: readonly TitleBatch[] }

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

const confirm = async (c: Context<AppEnv>, said: readonly TitleCounts[], id: string, undoes: boolean) => {
  const { act } = c.var
  const plan = await oneAtATime(act, (giveWay) => planTitles(act, said, giveWay))
  if (!plan.ok) return plan
  const day = londonDay(act.now)
  const editions = Map.groupBy(await readNow(act.db, selectEditions(act.db)), ({ requirementId }) => requirementId)
  const labels = new Map([...editions].map(([requirementId, own]) => [requirementId, labelOn(own, day)]))
  return c.render(<ConfirmTitlesPage id={id} day={day} labels={labels} undoes={undoes} plan={plan.value} />, {
    title: 'Check what changes',
    back: { href: path, text: 'What courses counted as' },
  })
}

const save = press({
  at: '/',
  form: ownForm(z.looseObject({}).transform(saidIn)),
  shape: (_, { titles }: { titles: readonly ListedTitle[] }, { body, problems }) => (
    <TitlesTable titles={titles} said={saidIn(body)} problems={problems} />
  ),
  button: 'See what changes',
  act: async (act, said, { id, field, c }) => {
    if (field('action') !== 'save') {
      const shown = await confirm(c, said, id, false)
      return shown instanceof Response || shown.ok
        ? shown
        : { ok: false, refusal: { field: 'as-0', says: titleRefusals[shown.reason], status: 422 } }
    }
    return oneAtATime(act, (giveWay) => saveTitles(act, { batchId: id, said, state: field('state') }, giveWay))
  },
  refused: atField('as-0', titleRefusals),
  done: 'What these courses counted as is saved',
  to: path,
})

const titles = page({
  at: '/',
  find: async ({ db, now }, { query, c }): Promise<TitlesShown | Response> => {
    const undo = query['undo']
    if (undo === undefined || c.req.method === 'POST')
      return readTogether(db, { titles: selectTitles(db, mostTitles), batches: selectTitleBatches(db) })
    const before = await readNow(db, selectBefore(db, undo))
    const shown = before.length > 0 ? await confirm(c, before, newId(now), true) : undefined
    if (!(shown instanceof Response)) throw notFound('list of titles')
    return shown
  },
  title: 'What courses counted as',
  back: { href: '/requirements', text: 'Training rules' },
  wide: true,
  presses: { save },
  show: (found, forms) => <TitlesPage {...found} form={forms.save(found)} />,
})

/** As what courses counted, for officers and administrators. Mounted at /requirements/titles. */
export const organiserTitlePages = withPages(new Hono<AppEnv>(), titles)
