import { Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { moved } from '#base/questions/order.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { Warning } from '#base/web/page-parts.tsx'
import { type Asked, atField, gone, press } from '#base/web/press.tsx'
import {
  checkedForm,
  headForm,
  moveForm,
  newForm,
  powersAfter,
  powersForm,
  questionForm,
  sectionForm,
  typedAuditQuestion,
  typedFacts,
  typedPowers,
} from './forms.ts'
import { isStored, questionsOf, type ReturnForm } from './return-form.ts'
import { beginForm, changeForm, checkTexts, copyForm, publishForm } from './save-form.ts'
import {
  deleteQuestion,
  deleteSection,
  putQuestions,
  putSection,
  replacePowers,
  selectForm,
  selectForms,
  updateHead,
  updateOrder,
} from './store.ts'
import { FormParts, formPath, type Moved, nameOfForm } from './views/form.tsx'
import { FormsPage } from './views/form-list.tsx'
import { Powers } from './views/powers.tsx'
import { checkRefusals, formRefusals, publishRefusals } from './views/refusals.tsx'

const uuid = '{[0-9a-f]{8}-[0-9a-f-]{27}}'
const forms = { href: '/organiser/returns/forms', text: 'Forms' }
const caption = 'Safeguarding audit'

const readForm = ({ db, part }: Asked) => mapped(selectForm(db, part('form')), (form) => form && { form })
const readDraft = (asked: Asked) => mapped(readForm(asked), (read) => (read?.form.publishedAt === null ? read : undefined))
const readPublished = (asked: Asked) => mapped(readForm(asked), (read) => (read?.form.publishedAt ? read : undefined))
const ofForm = {
  caption: ({ form }: { form: ReturnForm }) => nameOfForm(form),
  back: ({ form }: { form: ReturnForm }) => ({ href: formPath(form), text: 'Back to the form' }),
}
const changed = { done: 'Saved', to: ({ part }: Asked) => formPath({ id: part('form') }) }

const list = page({
  at: '/',
  read: ({ db }) => together({ forms: selectForms(db) }),
  title: 'Forms of the safeguarding audit',
  back: { href: '/organiser/returns', text: caption },
  wide: true,
  show: (subject) => <FormsPage {...subject} />,
})

const begin = question({
  at: '/new',
  title: 'New form',
  back: forms,
  form: newForm,
  filled: () => ({ title: 'Safeguarding audit', from: 'example' }),
  button: 'Begin',
  act: async (act, facts, { id }) => ok(await beginForm(act, { id, ...facts })),
  refused: {},
  to: (_, id) => formPath({ id: id ?? '' }),
})

const saveHead = press({
  at: `/:form${uuid}`,
  read: readDraft,
  form: headForm,
  filled: ({ form }) => typedFacts(form),
  button: [{ text: 'Save', kind: 'secondary' }],
  act: (act, facts, { subject: { form } }) => changeForm(act, form, [updateHead(act.db, form.id, facts)]),
  refused: atField('note', formRefusals),
  ...changed,
})

const orderAfter = ({ sections }: ReturnForm, what: string, part: string, way: string): string[] => {
  const among = what === 'section' ? sections : sections.find(({ questions }) => questions.some(({ id }) => id === part))?.questions
  return moved(
    (among ?? []).map(({ id }) => id),
    part,
    way === 'up' ? -1 : 1,
  )
}

const move = press({
  at: `/:form${uuid}/moves`,
  read: readDraft,
  form: moveForm,
  hidden: ({ what, part }: Moved) => ({ what, part }),
  button: ({ label }: Moved) => [
    { text: 'Move up', of: `: ${label}`, name: 'way', value: 'up', kind: 'secondary' },
    { text: 'Move down', of: `: ${label}`, name: 'way', value: 'down', kind: 'secondary' },
  ],
  act: (act, { what, part, way }, { subject: { form } }) =>
    changeForm(act, form, [
      updateOrder(act.db, what === 'section' ? 'ReturnSection' : 'ReturnQuestion', form.id, orderAfter(form, what, part, way)),
    ]),
  refused: formRefusals,
  ...changed,
})

const publish = press({
  at: `/:form${uuid}/publication`,
  read: readForm,
  shape: () => <Warning>Once it is published, nothing in it can be changed. A copy can.</Warning>,
  button: 'Publish this form',
  act: (act, _, { subject }) => publishForm(act, subject.form),
  refused: { form_is_published: { after: publishRefusals.form_is_published }, has_faults: { after: publishRefusals.has_faults } },
  ...changed,
  done: 'The form is published',
})

const copy = press({
  at: `/:form${uuid}/copies`,
  read: readForm,
  button: [{ text: 'Copy it for the next year', kind: 'secondary' }],
  act: async (act, _, { subject }) => ok(await copyForm(act, subject.form)),
  refused: {},
  done: 'Copied. This version can be changed',
  to: (_, id) => formPath({ id: id ?? '' }),
})

const formPage = page({
  at: `/:form${uuid}`,
  read: readForm,
  title: ({ form }) => nameOfForm(form),
  caption,
  back: forms,
  wide: true,
  presses: { saveHead, move, publish, copy },
  show: ({ form }, presses) => (
    <FormParts
      form={form}
      head={presses.saveHead({ form })}
      move={presses.move}
      publish={form.publishedAt === null ? presses.publish({ form }) : presses.copy({ form })}
    />
  ),
})

const readSection = (asked: Asked) =>
  mapped(readDraft(asked), (read) => {
    const section = read?.form.sections.find(({ id }) => id === asked.part('section'))
    return read && (section || asked.part('section') === 'new') ? { ...read, section } : undefined
  })

const saveSection = press({
  at: `/:form${uuid}/sections/:section`,
  read: readSection,
  form: sectionForm,
  filled: ({ section }) => typedFacts(section ?? {}),
  button: 'Save',
  act: async (act, facts, { subject: { form, section }, id }) => {
    const own = section?.id ?? id
    const stored = form.sections.find((one) => one.id === own)
    return isStored(stored, facts) ? ok(undefined) : changeForm(act, form, [putSection(act.db, form.id, own, facts)])
  },
  refused: atField('title', formRefusals),
  ...changed,
})

const removeSection = press({
  at: `/:form${uuid}/sections/:section/removal`,
  read: readSection,
  button: [{ text: 'Take it out', kind: 'warning' }],
  act: async (act, _, { subject: { form, section } }) =>
    section ? changeForm(act, form, [deleteSection(act.db, form.id, section.id)]) : { ok: false, refusal: gone },
  refused: formRefusals,
  ...changed,
})

const sectionPage = page({
  at: `/:form${uuid}/sections/:section`,
  read: readSection,
  title: 'Section',
  heading: ({ section }) => (section ? 'Change the section' : 'New section'),
  ...ofForm,
  presses: { saveSection, removeSection },
  show: (subject, presses) => [presses.saveSection(subject), subject.section ? presses.removeSection(subject) : null],
})

const readQuestion = (asked: Asked) =>
  mapped(readDraft(asked), (read) => {
    if (!read) return undefined
    const questions = questionsOf(read.form)
    const at = questions.findIndex(({ id }) => id === asked.part('question'))
    if (at < 0 && asked.part('question') !== 'new') return undefined
    return {
      ...read,
      question: questions[at],
      before: at < 0 ? questions : questions.slice(0, at),
      sectionId: asked.query['section'],
    }
  })

const saveQuestion = press({
  at: `/:form${uuid}/questions/:question`,
  read: readQuestion,
  form: (_, { before, form }) => questionForm(before, form.sections),
  filled: ({ question: one, sectionId }) => (one ? typedAuditQuestion(one) : { sectionId, kind: 'grade', mustAnswer: 'yes' }),
  button: 'Save',
  act: async (act, facts, { subject: { form, question: one }, id }) => {
    const own = one?.id ?? id
    const stored = questionsOf(form).find((question) => question.id === own)
    return isStored(stored, facts) ? ok(undefined) : changeForm(act, form, [putQuestions(act.db, form.id, [{ ...facts, id: own }])])
  },
  refused: atField('label', formRefusals),
  ...changed,
})

const removeQuestion = press({
  at: `/:form${uuid}/questions/:question/removal`,
  read: readQuestion,
  button: [{ text: 'Take it out', kind: 'warning' }],
  act: async (act, _, { subject: { form, question: one } }) =>
    one ? changeForm(act, form, [deleteQuestion(act.db, form.id, one.id)]) : { ok: false, refusal: gone },
  refused: formRefusals,
  ...changed,
})

const questionPage = page({
  at: `/:form${uuid}/questions/:question`,
  read: readQuestion,
  title: 'Question',
  heading: (subject) => (subject.question ? 'Change the question' : 'New question'),
  ...ofForm,
  presses: { saveQuestion, removeQuestion },
  show: (subject, presses) => [presses.saveQuestion(subject), subject.question ? presses.removeQuestion(subject) : null],
})

const savePowers = press({
  at: `/:form${uuid}/powers`,
  read: readDraft,
  form: (_, { form }) => powersForm(form.powers),
  filled: ({ form }) => typedPowers(form.powers),
  button: 'Save',
  act: (act, typed, { subject: { form } }) => {
    const by = { today: londonDay(act.now), accountId: act.actor.accountId ?? null }
    return changeForm(act, form, replacePowers(act.db, form.id, powersAfter(typed, form.powers, by)))
  },
  refused: atField('power-maintained', formRefusals),
  ...changed,
})

const checkPowers = press({
  at: `/:form${uuid}/powers/checks`,
  read: readPublished,
  form: (_, { form }) => checkedForm(form),
  button: 'Tick off',
  act: (act, { checked }, { subject: { form } }) => checkTexts(act, form, checked),
  refused: atField('checked', checkRefusals),
  ...changed,
  done: 'Noted as checked',
})

const powersPage = page({
  at: `/:form${uuid}/powers`,
  read: readForm,
  title: 'Powers',
  heading: 'In whose name and under what power',
  ...ofForm,
  presses: { savePowers, checkPowers },
  show: ({ form }, presses) => {
    const isAllChecked = form.powers.every(({ checkedOn }) => checkedOn !== null)
    const ask = form.publishedAt === null ? presses.savePowers({ form }) : isAllChecked ? null : presses.checkPowers({ form })
    return <Powers form={form} ask={ask} />
  },
})

export const organiserFormPages = withPages(new Hono<AppEnv>(), list, begin, formPage, sectionPage, questionPage, powersPage)
