import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { correctedEdition, type EditionChange, type EditionFacts, newEdition } from '#attendance/requirements/edition-change.ts'
import { selectEditions, selectNames } from '#attendance/requirements/edition-store.ts'
import type { Edition } from '#attendance/requirements/requirement.ts'
import { londonDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Texts } from '#base/web/fields.tsx'
import { question, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import type { Asked } from '#base/web/press.tsx'
import { type EditionWay, editionForm, editionTyped } from './forms.ts'
import { organiserSourcePages } from './organiser-source-pages.tsx'
import { organiserTitlePages } from './organiser-title-pages.tsx'
import { addRequirement, saveEdition, saysSame } from './save-edition.ts'
import { WhatChanges } from './views/edition-form.tsx'
import { editionRefusals } from './views/refusals.tsx'
import { labelOn } from './views/requirements.tsx'

/** The editions of the rule of the address, or of every rule; `of`: the one of the address. */
const readRule = ({ db, now, part }: Asked) => {
  const today = londonDay(now)
  return mapped(together({ every: selectEditions(db), names: selectNames(db, today) }), ({ every, names }) => {
    const id = part('id')
    const editions = id ? every.filter(({ requirementId }) => requirementId === id) : every
    const back = id ? { href: `/requirements/${id}`, text: labelOn(editions, today) } : { href: '/requirements', text: 'Training rules' }
    return id && editions.length === 0 ? undefined : { id, editions, names, back, of: editions.find((one) => one.id === part('edition')) }
  })
}

type Rule = { id: string; editions: readonly Edition[]; of: Edition | undefined; back: { text: string } }
type Ids = { id: string; besideId: string }

type Saying = {
  title: (rule: Rule) => string
  filled: (rule: Rule) => Texts
  /** What saving it does. */
  plan: (rule: Rule, facts: EditionFacts, ids: Ids) => Result<EditionChange, 'begins_already' | 'changed_meanwhile'>
  done: string
}

const empty = { whose: 'every_holder', purposes: 'training' }

const sayings: Record<EditionWay, Saying> = {
  first: {
    title: () => 'Add a rule',
    filled: () => empty,
    plan: (_, facts, { id }) => ok({ edition: { ...facts, id, requirementId: id } }),
    done: 'The rule is added',
  },
  new: {
    title: ({ back }) => `New edition of “${back.text}”`,
    filled: ({ editions }) => {
      const latest = editions.at(-1)
      return { ...(latest ? editionTyped(latest) : empty), validFrom: '', validTo: '', checked: '' }
    },
    plan: ({ id, editions }, facts, ids) => newEdition(id, editions, facts, ids),
    done: 'The new edition is saved',
  },
  change: {
    title: () => 'Change this edition',
    filled: ({ of }) => (of ? editionTyped(of) : empty),
    plan: ({ editions, of }, facts, ids) => (of ? ok(correctedEdition(editions, of, facts, ids)) : refuse('changed_meanwhile')),
    done: 'The edition is changed',
  },
}

const editionPage = (at: string, way: EditionWay) => {
  const { title, filled, plan, done } = sayings[way]
  return question({
    at,
    read: readRule,
    // Somebody who has typed a change meanwhile is told so, and keeps it.
    unless: ({ of }) => way === 'change' && !of,
    title,
    back: ({ back }) => back,
    above: () => (way === 'new' ? <P>The version before ends on the day on which this one begins, and can still be read.</P> : null),
    form: (_, { names }) => editionForm(names, way),
    filled,
    button: 'Continue',
    check: async (act, facts, { subject, id }) => {
      const change = plan(subject, facts, { id, besideId: newId(act.now) })
      if (!change.ok) return change
      const shows = (form: Child) => (
        <>
          <WhatChanges way={way} names={subject.names} change={change.value} />
          {form}
        </>
      )
      return ok({ shows, button: 'Save' })
    },
    act: async (act, facts, { subject, id }) => {
      const saved = subject.editions.find((edition) => edition.id === id)
      if (saved) return saysSame(saved, facts) ? ok(saved.requirementId) : refuse('saved_otherwise')
      const change = plan(subject, facts, { id, besideId: newId(act.now) })
      if (!change.ok) return change
      const { edition } = change.value
      const done = way === 'first' ? await addRequirement(act, edition) : await saveEdition(act, change.value)
      return done.ok ? ok(edition.requirementId) : done
    },
    refused: editionRefusals,
    done,
    to: (_, requirementId) => `/requirements/${requirementId}`,
  })
}

/** Requirements, to change: for officers and administrators. Mounted at /requirements. */
export const organiserRequirementPages = withPages(
  new Hono<AppEnv>().route('/sources', organiserSourcePages).route('/titles', organiserTitlePages),
  editionPage('/new', 'first'),
  editionPage('/:id/new-edition', 'new'),
  editionPage('/:id/editions/:edition', 'change'),
)
