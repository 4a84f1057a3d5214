import { type Context, Hono } from 'hono'
import { replaceTheirs, sayChanged } from '#base/changed.ts'
import { type Answers, given, mapped, readNow, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { page, withPages } from '#base/web/page.tsx'
import { P, SummaryList } from '#base/web/page-parts.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import type { Sender } from '#emails/messages/mail.tsx'
import { readOwnWords } from '#messages/outbox/store.ts'
import { catalogue, found, templateAt } from './catalogue.ts'
import { fieldOf, listForm, problemsWith, typedWords, wordingForm } from './forms.ts'
import { saveWording } from './save-wording.ts'
import { sendWordingTest } from './send-wording-test.ts'
import { selectChanged, selectWordings } from './store.ts'
import { WordingPage } from './views/edit.tsx'
import { WordingsPage } from './views/list.tsx'
import { ownOf, pathOf, type Template, withWords } from './wording.ts'

type C = Context<AppEnv>

const listBack = { href: '/organiser/wordings', text: 'What messages say' }

const templateOf = (c: C): Template => {
  const template = templateAt(c.req.param('name') ?? '')
  if (!template) throw notFound('template')
  return template
}

/** A sample of the message in the council's name, with these words. */
const rendered = (c: C, template: Template, sample: number, own: Readonly<Record<string, string>>) => {
  const { act, council } = c.var
  const sender: Sender = {
    council,
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
  stored: Answers<{ of: ReturnType<typeof selectWordings> }>['of'],
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

const all = page({
  at: '/',
  read: ({ db }) => together({ changed: selectChanged(db) }),
  also: async ({ db }, _, { query }) => {
    const { q } = listForm.parse(query)
    return { q, templates: found(catalogue, q, await readOwnWords(db)) }
  },
  title: listBack.text,
  wide: true,
  show: (shown) => <WordingsPage {...shown} />,
})

const readOwn = ({ db, part }: Asked) => {
  const template = templateAt(part('name'))
  return template && !template.fixed ? mapped(selectWordings(db, template.name), (words) => ({ template, ...words })) : given(undefined)
}

const putBack = press({
  at: '/:name/default',
  read: readOwn,
  hidden: ({ changes }) => ({ seen: `${changes.length}` }),
  button: [{ text: 'Put back the default', kind: 'warning' }],
  or: ({ template }) => ({ href: `${listBack.href}/${pathOf(template)}`, text: 'Keep your own words' }),
  act: (act, _, { subject: { template }, field }) => saveWording(act, { template, typed: {}, seen: Number(field('seen')) }),
  refused: { changed_meanwhile: { after: `${sayChanged('These words have')}.` }, wrong_words: gone, not_editable: gone },
  done: 'It says again what it says by default.',
  to: ({ part }) => `${listBack.href}/${part('name')}`,
})

const byDefault = page({
  at: '/:name/default',
  read: readOwn,
  also: async (_, { own, template }, { c }) =>
    Object.keys(own).length === 0 ? c.redirect(`${listBack.href}/${pathOf(template)}`, 303) : {},
  title: 'Put back the default',
  heading: ({ template }) => `Put back the default of “${template.label}”?`,
  back: ({ template }) => ({ href: `${listBack.href}/${pathOf(template)}`, text: template.label }),
  presses: { putBack },
  show: (words, forms) => (
    <>
      <P>Messages written from then on say what they say by default. Your own words stay in the list of changes:</P>
      <SummaryList rows={Object.entries(words.own).map(([name, text]) => [words.template.slots[name]?.label ?? name, text])} />
      {forms.putBack(words)}
    </>
  ),
})

/** The council's own words in messages. Mounted at /organiser/wordings. */
export const organiserWordingPages = withPages(new Hono<AppEnv>(), all, byDefault)
  .get('/:name', async (c) => {
    const template = templateOf(c)
    const { sample } = wordingForm.parse(c.req.query())
    return show(c, template, await readNow(c.env.DB, selectWordings(c.env.DB, template.name)), { sample })
  })

  .post('/:name', async (c) => {
    const { act } = c.var
    const template = templateOf(c)
    if (template.fixed) throw notFound('template')
    const form = await c.req.parseBody()
    const { action, sample, seen } = wordingForm.parse(form)
    const typed = typedWords(template, form)
    const problems = problemsWith(template, typed)
    const stored = await readNow(act.db, selectWordings(act.db, template.name))
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
      const now = await readNow(act.db, selectWordings(act.db, template.name))
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
