import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, text, typedOf } from '#base/web/form.ts'
import {
  checkedForm,
  conditionOf,
  headFields,
  headForm,
  newForm,
  newFormFields,
  powerFields,
  powersForm,
  questionFields,
  questionForm,
  sectionFields,
  sectionForm,
} from './forms.ts'
import { faultsOf, moved, questionsOf, type ReturnForm } from './return-form.ts'
import { beginForm, changeForm, checkTexts, copyForm, publishForm } from './save-form.ts'
import {
  deleteQuestion,
  deleteSection,
  putQuestion,
  putSection,
  replacePowers,
  selectForm,
  selectForms,
  updateHead,
  updateOrder,
} from './store.ts'
import { FormPage, formPath, nameOfForm, QuestionPage, SectionPage } from './views/form.tsx'
import { FormsPage, NewFormPage } from './views/form-list.tsx'
import { PowersPage } from './views/powers.tsx'
import { checkRefusals, formRefusals, publishRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>
type Typed = Record<string, string>

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

const formOf = async (c: C): Promise<ReturnForm> => {
  const found = await readNow(c.env.DB, selectForm(c.env.DB, c.req.param('form') ?? ''))
  if (!found) throw notFound('form')
  return found
}

const draftOf = async (c: C): Promise<ReturnForm> => {
  const form = await formOf(c)
  if (form.publishedAt !== null) throw notFound('draft')
  return form
}

const back = (form: ReturnForm) => ({ back: { href: formPath(form), text: 'Back to the form' } })
const ticks = (facts: object): Typed =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, value === 1 ? 'yes' : value === 0 ? '' : String(value ?? '')]))

const showForm = (c: C, form: ReturnForm, typed: Typed, problems?: Problems) =>
  c.render(<FormPage {...{ form, typed, faults: faultsOf(form), ...(problems ? { problems } : {}) }} />, {
    title: nameOfForm(form),
    hasProblems: problems !== undefined,
    back: { href: '/organiser/returns/forms', text: 'Forms' },
  })

const showNew = (c: C, id: string, typed: Typed, problems?: Problems) =>
  c.render(<NewFormPage {...{ id, typed, problems }} />, {
    ...{ title: 'New form', hasProblems: problems !== undefined, back: { href: '/organiser/returns/forms', text: 'Forms' } },
  })

const showPowers = (c: C, form: ReturnForm, typed: Typed, problems?: Problems) =>
  c.render(<PowersPage {...{ form, typed, problems }} />, { title: 'Powers', hasProblems: problems !== undefined, ...back(form) })

/** Writes, and goes back to the form; `again` shows the page with what was typed. */
const saved = async (
  c: C,
  form: ReturnForm,
  statements: D1PreparedStatement[],
  again: (problem: string) => Response | Promise<Response>,
) => {
  const done = await changeForm(c.var.act, form, statements)
  if (!done.ok) {
    c.status(409)
    return again(formRefusals[done.reason])
  }
  flash(c, 'Saved')
  return c.redirect(formPath(form), 303)
}

const partPages = new Hono<AppEnv>()
  .get(`/:form{${uuid}}/sections/:section`, async (c) => {
    const form = await draftOf(c)
    const id = c.req.param('section')
    const section = form.sections.find((one) => one.id === id)
    if (!section && id !== 'new') throw notFound('section')
    const typed = { id: newId(c.var.act.now), ...ticks(section ?? {}) }
    return c.render(<SectionPage {...{ form, isNew: !section, typed }} />, { title: 'Section', ...back(form) })
  })
  .post(`/:form{${uuid}}/sections/:section`, async (c) => {
    const form = await draftOf(c)
    const isNew = c.req.param('section') === 'new'
    const body = await c.req.parseBody()
    const id = isNew ? formId(body, c.var.act.now) : c.req.param('section')
    if (!isNew && !form.sections.some((one) => one.id === id)) throw notFound('section')
    const show = (problems: Problems) =>
      c.render(<SectionPage {...{ form, isNew, problems, typed: { ...typedOf(body, sectionFields), id } }} />, {
        ...{ title: 'Section', hasProblems: true, ...back(form) },
      })
    if (!isNew && text(body, 'take') === 'out') return saved(c, form, [deleteSection(c.env.DB, form.id, id)], (title) => show({ title }))
    const read = sectionForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return show(problemsOf(read.error))
    }
    return saved(c, form, [putSection(c.env.DB, form.id, id, read.data)], (title) => show({ title }))
  })
  .get(`/:form{${uuid}}/questions/:question`, async (c) => {
    const form = await draftOf(c)
    const id = c.req.param('question')
    const questions = questionsOf(form)
    const at = questions.findIndex((one) => one.id === id)
    const question = questions[at]
    if (!question && id !== 'new') throw notFound('question')
    const typed = question
      ? { ...ticks(question), condition: conditionOf(question) }
      : { id: newId(c.var.act.now), sectionId: c.req.query('section') ?? '', kind: 'grade', mustAnswer: 'yes' }
    return c.render(<QuestionPage {...{ form, isNew: !question, before: at < 0 ? questions : questions.slice(0, at), typed }} />, {
      ...{ title: 'Question', ...back(form) },
    })
  })
  .post(`/:form{${uuid}}/questions/:question`, async (c) => {
    const form = await draftOf(c)
    const isNew = c.req.param('question') === 'new'
    const body = await c.req.parseBody()
    const id = isNew ? formId(body, c.var.act.now) : c.req.param('question')
    const questions = questionsOf(form)
    const at = questions.findIndex((one) => one.id === id)
    if (!isNew && at < 0) throw notFound('question')
    const before = at < 0 ? questions : questions.slice(0, at)
    const show = (problems: Problems) =>
      c.render(<QuestionPage {...{ form, isNew, before, problems, typed: { ...typedOf(body, questionFields), id } }} />, {
        ...{ title: 'Question', hasProblems: true, ...back(form) },
      })
    if (!isNew && text(body, 'take') === 'out') return saved(c, form, [deleteQuestion(c.env.DB, form.id, id)], (label) => show({ label }))
    const read = questionForm(
      before,
      form.sections.map((section) => section.id),
    ).safeParse(body)
    if (!read.success) {
      c.status(422)
      return show(problemsOf(read.error))
    }
    return saved(c, form, [putQuestion(c.env.DB, form.id, id, read.data)], (label) => show({ label }))
  })

/** Forms of the annual return, for officers. Mounted at /organiser/returns/forms. */
export const organiserFormPages = new Hono<AppEnv>()
  .get('/', async (c) =>
    c.render(<FormsPage forms={await readNow(c.env.DB, selectForms(c.env.DB))} />, {
      title: 'Forms of the safeguarding audit',
      back: { href: '/organiser/returns', text: 'Safeguarding audit' },
    }),
  )
  .get('/new', (c) => showNew(c, newId(c.var.act.now), { title: 'Safeguarding audit', from: 'example' }))
  .post('/new', async (c) => {
    const body = await c.req.parseBody()
    const id = formId(body, c.var.act.now)
    const read = newForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return showNew(c, id, typedOf(body, newFormFields), problemsOf(read.error))
    }
    return c.redirect(formPath({ id: await beginForm(c.var.act, { id, ...read.data }) }), 303)
  })
  .route('/', partPages)
  .get(`/:form{${uuid}}`, async (c) => {
    const form = await formOf(c)
    return showForm(c, form, ticks(form))
  })
  .post(`/:form{${uuid}}`, async (c) => {
    const form = await draftOf(c)
    const body = await c.req.parseBody()
    const read = headForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return showForm(c, form, typedOf(body, headFields), problemsOf(read.error))
    }
    return saved(c, form, [updateHead(c.env.DB, form.id, read.data)], (note) => showForm(c, form, typedOf(body, headFields), { note }))
  })
  .post(`/:form{${uuid}}/moves`, async (c) => {
    const form = await draftOf(c)
    const [what, id = '', way] = text(await c.req.parseBody(), 'move').split(' ')
    const by = way === 'up' ? -1 : 1
    const among =
      what === 'section' ? form.sections : form.sections.find(({ questions }) => questions.some((one) => one.id === id))?.questions
    const ids = (among ?? []).map((one) => one.id)
    const order = updateOrder(c.env.DB, what === 'section' ? 'ReturnSection' : 'ReturnQuestion', form.id, moved(ids, id, by))
    return saved(c, form, [order], (note) => showForm(c, form, ticks(form), { note }))
  })
  .get(`/:form{${uuid}}/powers`, async (c) => {
    const form = await formOf(c)
    const typed = form.powers.flatMap(({ sector, asks, power, checkedOn }) => [
      ...[[`asks-${sector}`, asks] as const, [`power-${sector}`, power] as const, [`checked-${sector}`, checkedOn ? 'yes' : ''] as const],
    ])
    return showPowers(c, form, Object.fromEntries(typed))
  })
  .post(`/:form{${uuid}}/powers`, async (c) => {
    const { act } = c.var
    const form = await formOf(c)
    const body = await c.req.parseBody()
    if (form.publishedAt !== null) {
      const checked = await checkTexts(act, form, checkedForm.parse(body))
      if (checked.ok) {
        flash(c, 'Noted as checked')
        return c.redirect(formPath(form), 303)
      }
      c.status(checked.reason === 'no_text_ticked' ? 422 : 409)
      return showPowers(c, await formOf(c), {}, { checked: checkRefusals[checked.reason] })
    }
    const read = powersForm({ today: londonDay(act.now), accountId: act.actor.accountId ?? null }, form.powers).safeParse(body)
    if (!read.success) {
      c.status(422)
      return showPowers(c, form, typedOf(body, powerFields), problemsOf(read.error))
    }
    return saved(c, form, replacePowers(c.env.DB, form.id, read.data), (problem) =>
      showPowers(c, form, typedOf(body, powerFields), { 'power-maintained': problem }),
    )
  })
  .post(`/:form{${uuid}}/publication`, async (c) => {
    const form = await formOf(c)
    const published = await publishForm(c.var.act, form)
    flash(c, published.ok ? 'The form is published' : publishRefusals[published.reason], published.ok)
    return c.redirect(formPath(form), 303)
  })
  .post(`/:form{${uuid}}/copies`, async (c) => {
    const id = await copyForm(c.var.act, await formOf(c))
    flash(c, 'Copied. This version can be changed')
    return c.redirect(formPath({ id }), 303)
  })
