import { Hono } from 'hono'
import { selectEditions, selectNames } from '#attendance/requirements/edition-store.ts'
import { londonDay } from '#base/dates.ts'
import { mapped, readNow, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { oneAtATime } from '#base/web/pace.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { press } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { applySource, planSource, planUndoing, type SourcePlan, undoSource } from './apply-source.ts'
import { sourceForm, sourceTyped } from './forms.ts'
import { type SourceEdition, sourcesOn } from './source.ts'
import { selectSourceEdition, selectSourceEditions } from './source-store.ts'
import { changesOtherwise, sourceRefusals } from './views/refusals.tsx'
import { AboutUndoing, SourceChanges, SourceFields, Sources } from './views/source.tsx'

const list = { href: '/requirements/sources', text: 'New editions' }

const all = page({
  at: '/',
  read: ({ db, now }) =>
    mapped(together({ editions: selectEditions(db), brought: selectSourceEditions(db) }), ({ editions, brought }) => ({
      sources: sourcesOn(editions, londonDay(now)),
      brought,
    })),
  title: 'New editions',
  back: { href: '/requirements', text: 'Training rules' },
  wide: true,
  show: (subject) => <Sources {...subject} />,
})

const bringIn = question({
  at: '/new',
  // The source that is asked for, or the one of most rules.
  read: ({ db, now, query: { of } }) =>
    mapped(selectEditions(db), (editions) => {
      const sources = sourcesOn(editions, londonDay(now))
      return of === undefined ? sources[0] : sources.find(({ name }) => name === of)
    }),
  title: 'Bring in a new edition',
  caption: ({ name }) => `In place of ${name}`,
  back: list,
  form: (_, source) => sourceForm(source),
  filled: sourceTyped,
  shape: (fields, { editions }) => <SourceFields fields={fields} editions={editions} />,
  button: 'See what changes',
  check: async (act, facts, { subject: source }) => {
    const plan = await oneAtATime(act, (giveWay) => planSource(act, facts, giveWay))
    if (!plan.ok) return plan
    const names = await readNow(act.db, selectNames(act.db, plan.value.day))
    const rules = facts.rules.filter(({ way }) => way !== 'stay').length
    return ok({
      shows: (form) => <SourceChanges source={source} facts={facts} names={names} form={form} plan={plan.value} />,
      button: `Bring in ${facts.source} for ${counted(rules, 'rule')}`,
      state: plan.value.state,
    })
  },
  act: (act, facts, { id, field }) => oneAtATime(act, (giveWay) => applySource(act, { id, facts, state: field('state') }, giveWay)),
  refused: sourceRefusals,
  done: ({ values }) => `${values.source} is brought in`,
  to: list.href,
})

const undo = press({
  at: '/:id/undo',
  read: ({ db, part }) => selectSourceEdition(db, part('id')),
  hidden: ({ plan }: { of: SourceEdition; plan: SourcePlan }) => ({ state: plan.state }),
  button: ({ of }) => `Undo ${of.source}`,
  act: (act, _, { subject: { id }, field }) => oneAtATime(act, (giveWay) => undoSource(act, { id, state: field('state') }, giveWay)),
  refused: { changed_meanwhile: changesOtherwise },
  done: ({ subject }) => `${subject.source} is undone`,
  to: list.href,
})

const undoing = page({
  at: '/:id/undo',
  read: ({ db, part }) => mapped(selectSourceEdition(db, part('id')), (of) => of && { of }),
  also: async (act, { of }) => {
    const planned = await oneAtATime(act, (giveWay) => planUndoing(act, of.id, giveWay))
    if (!planned) throw notFound('source edition')
    return { plan: planned.ok ? planned.value : undefined }
  },
  title: ({ of }) => `Undo ${of.source}`,
  back: list,
  wide: true,
  presses: { undo },
  show: ({ of, plan }, forms) => <AboutUndoing of={of} plan={plan} form={plan ? forms.undo({ of, plan }) : null} />,
})

/** New editions of sources, for officers and administrators. Mounted at /requirements/sources. */
export const organiserSourcePages = withPages(new Hono<AppEnv>(), all, bringIn, undoing)
