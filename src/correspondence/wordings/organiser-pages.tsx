import { type Context, Hono } from 'hono'
import { replaceTheirs, sayChanged } from '#base/changed.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import type { Sender } from '#emails/messages/mail.tsx'
import { readOwnWords } from '#messages/words/store.ts'
import { catalogue, found, templateAt } from './catalogue.ts'
import { fieldOf, listForm, problemsWith, typedWords, wordingForm } from './forms.ts'
import { saveWording } from './save-wording.ts'
import { sendWordingTest } from './send-wording-test.ts'
import { changedTemplates, wordingsOf } from './store.ts'
import { RestorePage, WordingPage } from './views/edit.tsx'
import { WordingsPage } from './views/list.tsx'
import { ownOf, pathOf, type Template, withWords } from './wording.ts'

type C = Context<AppEnv>

const back = { href: '/organiser', text: 'Organise' }
const listBack = { href: '/organiser/wordings', text: 'What messages say' }

const templateOf = (c: C): Template => {
  const template = templateAt(c.req.param('name') ?? '')
  if (!template) throw notFound('template')
  return template
}

const editable = (c: C): Template => {
  const template = templateOf(c)
  if (template.fixed) throw notFound('template')
  return template
}

/** A sample of the message in the council's name, with these words. */
const rendered = (c: C, template: Template, sample: number, own: Readonly<Record<string, string>>) => {
  const { act, council } = c.var
  const sender: Sender = {
    councilName: council.name,
    contactEmail: council.contactEmail,
    baseUrl: act.baseUrl,
    words: withWords(undefined, template, own),
    readsAnswers: act.mail !== undefined,
  }
  return (template.samples[sample] ?? template.samples[0]).render(sender, council)
}

const inFields = (template: Template, own: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(template.slots).map(([name, slot]) => [name, own[name] ?? slot.text]))

const show = (
  c: C,
  template: Template,
  stored: Awaited<ReturnType<typeof wordingsOf>>,
  shown: { typed?: Record<string, string>; sample: number; seen?: number; problems?: Problems | undefined; notice?: string },
) =>
  c.render(
    <WordingPage
      template={template}
      typed={shown.typed ?? inFields(template, stored.own)}
      seen={shown.seen ?? stored.changes.length}
      sample={shown.sample}
      preview={
        shown.problems
          ? undefined
          : {
              rendered: rendered(c, template, shown.sample, shown.typed ? ownOf(template, shown.typed) : stored.own),
              saved: shown.typed === undefined,
            }
      }
      changes={stored.changes}
      problems={shown.problems}
      isOwn={Object.keys(stored.own).length > 0}
      notice={shown.notice}
    />,
    { title: template.label, back: listBack, hasProblems: shown.problems !== undefined },
  )

/** The council's own words in messages. Mounted at /organiser/wordings. */
export const organiserWordingPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { q } = listForm.parse(c.req.query())
    const [changed, own] = await Promise.all([changedTemplates(c.env.DB), readOwnWords(c.env.DB)])
    return c.render(<WordingsPage templates={found(catalogue, q, own)} changed={changed} q={q} />, { title: 'What messages say', back })
  })

  .get('/:name', async (c) => {
    const template = templateOf(c)
    const { sample } = wordingForm.parse(c.req.query())
    return show(c, template, await wordingsOf(c.env.DB, template.name), { sample })
  })

  .post('/:name', async (c) => {
    const { act } = c.var
    const template = editable(c)
    const form = await c.req.parseBody()
    const { action, sample, seen } = wordingForm.parse(form)
    const typed = typedWords(template, form)
    const problems = problemsWith(template, typed)
    const stored = await wordingsOf(act.db, template.name)
    if (problems) {
      c.status(422)
      return show(c, template, stored, { typed, sample, seen, problems })
    }
    if (action === 'preview') return show(c, template, stored, { typed, sample, seen })
    if (action === 'test') {
      const own = ownOf(template, typed)
      await sendWordingTest(act, { template, rendered: rendered(c, template, sample, own) })
      const said = `A test is on its way to ${act.actor.email ?? 'you'}.`
      const asSaved = JSON.stringify(own) === JSON.stringify(ownOf(template, stored.own))
      if (!asSaved) return show(c, template, stored, { typed, sample, seen, notice: `${said} What you typed is not saved yet.` })
      flash(c, said)
      return c.redirect(`/organiser/wordings/${pathOf(template)}`, 303)
    }
    const saved = await saveWording(act, { template, typed, seen })
    if (!saved.ok) {
      c.status(409)
      const now = await wordingsOf(act.db, template.name)
      const [first = ''] = Object.keys(template.slots)
      return show(c, template, now, {
        typed,
        sample,
        seen: now.changes.length,
        problems: { [fieldOf(first)]: sayChanged('These words have', 'saved', replaceTheirs) },
      })
    }
    flash(
      c,
      saved.value.length === 0
        ? 'Nothing was different, so nothing has changed.'
        : 'The words are saved. Messages use them within some seconds.',
    )
    return c.redirect(`/organiser/wordings/${pathOf(template)}`, 303)
  })

  .get('/:name/default', async (c) => {
    const template = editable(c)
    const { own, changes } = await wordingsOf(c.env.DB, template.name)
    if (Object.keys(own).length === 0) return c.redirect(`/organiser/wordings/${pathOf(template)}`, 303)
    return c.render(<RestorePage template={template} own={own} seen={changes.length} />, {
      title: 'Put back the default',
      back: { href: `/organiser/wordings/${pathOf(template)}`, text: template.label },
    })
  })

  .post('/:name/default', async (c) => {
    const template = editable(c)
    const { seen } = wordingForm.parse(await c.req.parseBody())
    const saved = await saveWording(c.var.act, { template, typed: {}, seen })
    if (!saved.ok) {
      c.status(409)
      const { own, changes } = await wordingsOf(c.env.DB, template.name)
      return c.render(<RestorePage template={template} own={own} seen={changes.length} problem={sayChanged('These words have')} />, {
        title: 'Put back the default',
        back: { href: `/organiser/wordings/${pathOf(template)}`, text: template.label },
        hasProblems: true,
      })
    }
    flash(c, 'It says again what it says by default.')
    return c.redirect(`/organiser/wordings/${pathOf(template)}`, 303)
  })
