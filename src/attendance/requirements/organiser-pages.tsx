import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, text } from '#base/web/form.ts'
import { selectNames } from './choice-store.ts'
import { correctedEdition, type EditionChange, type EditionFacts, newEdition } from './edition-change.ts'
import type { Names } from './edition-sentence.ts'
import { selectEditions } from './edition-store.ts'
import { editionForm, filledEdition, type TypedEdition, typedEdition } from './forms.ts'
import { organiserSourcePages } from './organiser-source-pages.tsx'
import { organiserTitlePages } from './organiser-title-pages.tsx'
import type { Edition } from './requirement.ts'
import { addRequirement, saveEdition, saysSame } from './save-edition.ts'
import { ConfirmEditionPage, EditionFormPage, type EditionWay } from './views/edition-form.tsx'
import { editionRefusals } from './views/refusals.tsx'
import { labelOn } from './views/requirements.tsx'

type C = Context<AppEnv>

/** What a form is about: what it shows first, and what saving it would do. */
type Asked = {
  way: EditionWay
  title: string
  back: { href: string; text: string }
  names: Names
  filled: TypedEdition
  /** The editions that stand: one that has the form's id was saved by it before. */
  standing: readonly Edition[]
  planned: (facts: EditionFacts, ids: { id: string; besideId: string }) => Result<EditionChange, 'begins_already' | 'changed_meanwhile'>
}

const empty = typedEdition({ whose: 'every_holder', purposes: 'training' })

const read = async (c: C) => {
  const { act } = c.var
  const today = londonDay(act.now)
  return { today, ...(await readTogether(act.db, { editions: selectEditions(act.db), names: selectNames(act.db, today) })) }
}

const addedRequirement = async (c: C): Promise<Asked> => {
  const { names, editions } = await read(c)
  return {
    ...{ way: 'first', title: 'Add a rule', back: { href: '/requirements', text: 'Training rules' }, names, filled: empty },
    standing: editions,
    planned: (facts, { id }) => ok({ edition: { ...facts, id, requirementId: id } }),
  }
}

const editionsOf = async (c: C) => {
  const { today, editions: every, names } = await read(c)
  const requirementId = c.req.param('id') ?? ''
  const editions = every.filter((edition) => edition.requirementId === requirementId)
  if (editions.length === 0) throw notFound('requirement')
  const back = { href: `/requirements/${requirementId}`, text: labelOn(editions, today) }
  return { requirementId, editions, names, back }
}

const addedEdition = async (c: C): Promise<Asked> => {
  const { requirementId, editions, names, back } = await editionsOf(c)
  const latest = editions.at(-1)
  return {
    ...{ way: 'new', title: `New edition of “${back.text}”`, back, names },
    filled: { ...(latest ? filledEdition(latest) : empty), validFrom: [''], validTo: [''], checked: [] },
    standing: editions,
    planned: (facts, ids) => newEdition(requirementId, editions, facts, ids),
  }
}

const changedEdition = async (c: C): Promise<Asked> => {
  const { editions, names, back } = await editionsOf(c)
  const of = editions.find(({ id }) => id === c.req.param('edition'))
  // Somebody who has typed a change meanwhile is told so, and keeps it.
  if (!of && c.req.method === 'GET') throw notFound('edition')
  return {
    ...{ way: 'change', title: 'Change this edition', back, names, filled: of ? filledEdition(of) : empty },
    standing: editions,
    planned: (facts, ids) => (of ? ok(correctedEdition(editions, of, facts, ids)) : refuse('changed_meanwhile')),
  }
}

const show = (c: C, { way, title, back, names }: Asked, id: string, typed: TypedEdition, problems?: Problems) =>
  c.render(<EditionFormPage {...{ way, title, names, id, typed, problems }} />, { title, back, hasProblems: problems !== undefined })

const saidOf = { change: 'The edition is changed', new: 'The new edition is saved', first: 'The rule is added' }

const answer = async (c: C, of: Asked) => {
  const { act } = c.var
  const form = await c.req.parseBody({ all: true })
  const id = formId(form, act.now)
  const typed = typedEdition(form)
  const facts = editionForm(of.names).safeParse(form)
  if (!facts.success) {
    c.status(422)
    return show(c, of, id, typed, problemsOf(facts.error))
  }
  const action = text(form, 'action')
  const before = of.standing.find((edition) => edition.id === id)
  if (action === 'save' && before) {
    if (saysSame(before, facts.data)) return c.redirect(`/requirements/${before.requirementId}`, 303)
    c.status(409)
    return show(c, of, newId(act.now), typed, { validFrom: editionRefusals.saved_otherwise })
  }
  const change = of.planned(facts.data, { id, besideId: newId(act.now) })
  if (!change.ok) {
    c.status(change.reason === 'begins_already' ? 422 : 409)
    return show(c, of, id, typed, { validFrom: editionRefusals[change.reason] })
  }
  if (action === 'again') return show(c, of, id, typed)
  if (action !== 'save')
    return c.render(<ConfirmEditionPage way={of.way} id={id} names={of.names} typed={typed} change={change.value} />, {
      title: 'Check what changes',
      back: of.back,
    })
  const saved = of.way === 'first' ? await addRequirement(act, change.value.edition) : await saveEdition(act, change.value)
  if (!saved.ok) {
    c.status(409)
    return show(c, of, id, typed, { validFrom: editionRefusals[saved.reason] })
  }
  flash(c, saidOf[of.way])
  return c.redirect(`/requirements/${change.value.edition.requirementId}`, 303)
}

const forms = { '/new': addedRequirement, '/:id/new-edition': addedEdition, '/:id/editions/:edition': changedEdition }

/** Requirements, to change: for officers and administrators. Mounted at /requirements. */
export const organiserRequirementPages = new Hono<AppEnv>().route('/sources', organiserSourcePages).route('/titles', organiserTitlePages)
for (const [path, askedOf] of Object.entries(forms)) {
  organiserRequirementPages
    .get(path, async (c) => {
      const of = await askedOf(c)
      return show(c, of, newId(c.var.act.now), of.filled)
    })
    .post(path, async (c) => answer(c, await askedOf(c)))
}
