import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, foreignKeyBroken, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { example, type Parts, usualPowers } from './ready-form.ts'
import {
  type CheckRefusal,
  type FormHead,
  type FormRefusal,
  faultsOf,
  type Power,
  type PublishRefusal,
  questionsOf,
  type ReturnForm,
} from './return-form.ts'
import { checkPowers, insertParts, insertVersion, publishVersion, whileAsRead } from './store.ts'

const empty: Parts = { sections: [] }

/** From the example or empty. @returns the id of its first version */
export const beginForm = async (
  act: Act,
  { id, title, from }: { id: string; title: string; from: 'example' | 'nothing' },
): Promise<string> => {
  const version = { id, formId: id, note: '', leadSigns: 0, bodySigns: 1, inOrder: 0 }
  await atomically(
    act.db,
    [
      ...insertVersion(act, version, title),
      ...insertParts(act, id, from === 'example' ? example : empty, usualPowers),
      logged(act, { act: 'return_form.begun', subject: ['return_form', id] }),
    ],
    // Pressed twice.
    { 'ReturnFormVersion.id': 'begun' } as const,
  )
  return id
}

/** For another year; no text is checked yet. */
export const copyForm = async (act: Act, form: ReturnForm): Promise<string> => {
  const id = newId(act.now)
  const parts: Parts = {
    sections: form.sections.map(({ title, about, questions }) => ({
      title,
      about,
      questions: questions.map(({ id: key, ...facts }) => ({ ...facts, key, ifKey: facts.ifQuestionId })),
    })),
  }
  await atomically(act.db, [
    ...insertVersion(act, { ...form, id }, form.title),
    ...insertParts(
      act,
      id,
      parts,
      form.powers.map((power): Power => ({ ...power, checkedOn: null, checkedById: null })),
    ),
    logged(act, { act: 'return_form.copied', subject: ['return_form', id], after: { from: form.id } }),
  ])
  return id
}

/** For drafts only: `statements` change its parts. */
export const changeForm = async (act: Act, form: FormHead, statements: SqlStatement[]): Promise<Result<undefined, FormRefusal>> => {
  const result = await atomically(act.db, [...statements, logged(act, { act: 'return_form.changed', subject: ['return_form', form.id] })], {
    form_is_published: 'form_is_published',
    [foreignKeyBroken]: 'others_depend',
  } as const)
  return result.ok ? ok(undefined) : result
}

/** The version never changes afterwards. */
export const publishForm = async (act: Act, form: ReturnForm): Promise<Result<undefined, PublishRefusal>> => {
  if (faultsOf(form).length > 0) return refuse('has_faults')
  const result = await atomically(
    act.db,
    [
      whileAsRead(act.db, form),
      publishVersion(act, form.id, instant(act.now)),
      logged(act, { act: 'return_form.published', subject: ['return_form', form.id], after: { questions: questionsOf(form).length } }),
    ],
    { form_is_published: 'form_is_published', [guardBroken]: 'has_faults' } as const,
  )
  return result.ok ? ok(undefined) : result
}

/** Records that texts of a published form were compared with the law. */
export const checkTexts = async (act: Act, form: ReturnForm, sectors: readonly string[]): Promise<Result<undefined, CheckRefusal>> => {
  const result = await atomically(
    act.db,
    [
      ...checkPowers(act, form.id, sectors),
      logged(act, { act: 'return_form.texts_checked', subject: ['return_form', form.id], after: { sectors } }),
    ],
    { [guardBroken]: 'text_is_checked' } as const,
  )
  return result.ok ? ok(undefined) : result
}
