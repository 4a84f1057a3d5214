import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, text, typedOf } from '#base/web/form.ts'
import { oneAtATime } from '#base/web/pace.ts'
import { applySource, planSource, planUndoing, undoSource } from './apply-source.ts'
import { selectNames } from './choice-store.ts'
import { selectEditions } from './edition-store.ts'
import { sourceForm } from './forms.ts'
import { type Source, sourcesOn } from './source.ts'
import { selectSourceEdition, selectSourceEditions } from './source-store.ts'
import { sourceRefusals } from './views/refusals.tsx'
import { ConfirmSourcePage, SourceFormPage, SourcesPage, sourceFields, UndoSourcePage } from './views/source.tsx'

type C = Context<AppEnv>

const title = 'Bring in a new edition'
const back = { href: '/requirements/sources', text: 'New editions' }

/** The source of which a new edition is brought in, with its rules; the one of most rules. */
const sourceAsked = async (c: C): Promise<Source> => {
  const { act } = c.var
  const sources = sourcesOn(await readNow(act.db, selectEditions(act.db)), londonDay(act.now))
  const of = c.req.query('of')
  const source = of === undefined ? sources[0] : sources.find(({ name }) => name === of)
  if (!source) throw notFound('source')
  return source
}

const show = (c: C, source: Source, id: string, typed: Record<string, string>, problems?: Problems) =>
  c.render(<SourceFormPage {...{ source, id, typed, problems }} />, { title, back, hasProblems: problems !== undefined })

/** New editions of sources, for officers and administrators. Mounted at /requirements/sources. */
export const organiserSourcePages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { act } = c.var
    const { editions, brought } = await readTogether(act.db, { editions: selectEditions(act.db), brought: selectSourceEditions(act.db) })
    return c.render(<SourcesPage sources={sourcesOn(editions, londonDay(act.now))} brought={brought} />, {
      title: 'New editions',
      back: { href: '/requirements', text: 'Training rules' },
    })
  })
  .get('/new', async (c) => show(c, await sourceAsked(c), newId(c.var.act.now), {}))
  .post('/new', async (c) => {
    const { act } = c.var
    const form = await c.req.parseBody()
    const [source, id] = [await sourceAsked(c), formId(form, act.now)]
    const typed = typedOf(form, sourceFields(source))
    const facts = sourceForm(source.editions.map(({ requirementId }) => requirementId)).safeParse(form)
    if (!facts.success) {
      c.status(422)
      return show(c, source, id, typed, problemsOf(facts.error))
    }
    const action = text(form, 'action')
    if (action === 'again') return show(c, source, id, typed)
    if (action !== 'save') {
      const plan = await oneAtATime(act, (giveWay) => planSource(act, facts.data, giveWay))
      if (!plan.ok) {
        c.status(422)
        return show(c, source, id, typed, { validFrom: sourceRefusals[plan.reason] })
      }
      const names = await readNow(act.db, selectNames(act.db, plan.value.day))
      return c.render(<ConfirmSourcePage {...{ source, id, typed, names }} facts={facts.data} plan={plan.value} />, {
        title: 'Check what changes',
        back,
      })
    }
    const done = await oneAtATime(act, (giveWay) => applySource(act, { id, facts: facts.data, state: text(form, 'state') }, giveWay))
    if (!done.ok) {
      c.status(409)
      return show(c, source, newId(act.now), typed, { validFrom: sourceRefusals[done.reason] })
    }
    flash(c, `${facts.data.source} is brought in`)
    return c.redirect(back.href, 303)
  })
  .get('/:id/undo', async (c) => {
    const { act } = c.var
    const id = c.req.param('id')
    const plan = await oneAtATime(act, (giveWay) => planUndoing(act, id, giveWay))
    const of = await readNow(act.db, selectSourceEdition(act.db, id))
    if (!plan || !of) throw notFound('source edition')
    return c.render(<UndoSourcePage of={of} plan={plan.ok ? plan.value : undefined} />, { title: `Undo ${of.source}`, back })
  })
  .post('/:id/undo', async (c) => {
    const { act } = c.var
    const id = c.req.param('id')
    const of = await readNow(act.db, selectSourceEdition(act.db, id))
    if (!of) throw notFound('source edition')
    const state = text(await c.req.parseBody(), 'state')
    const done = await oneAtATime(act, (giveWay) => undoSource(act, { id, state }, giveWay))
    flash(c, done.ok ? `${of.source} is undone` : sourceRefusals[done.reason], done.ok)
    return c.redirect(done.ok ? back.href : `${back.href}/${id}/undo`, 303)
  })
