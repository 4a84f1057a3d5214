// A return that a school is asked for: a published form of two parts, an open round, and people of the school.

import type { Actor } from '#base/act.ts'
import { newId } from '#base/id.ts'
import { anAccount, anAct, aSchool, db, rows, tick } from '#test/support/factories.ts'
import { add, insert } from '#test/support/rows.ts'

type AskedQuestion = Partial<{
  kind: string
  label: string
  hint: string
  mustAnswer: boolean
  evidence: boolean
  action: boolean
  filledFrom: string
  ifQuestion: string
  ifValue: string
}>

export type AskedForm = Partial<{
  questions: Record<string, AskedQuestion>
  leadSigns: boolean
  note: string
  bodySigns: boolean
  inOrder: boolean
  deadlineAt: string
  finalAt: string
}>

/** In two parts: the first three of the first, the rest of the second. */
const usualQuestions: Record<string, AskedQuestion> = {
  boarders: { kind: 'yes_no', label: 'Does the school have boarders?' },
  inspected: { kind: 'date', label: 'When was boarding last inspected?', ifQuestion: 'boarders', ifValue: 'yes' },
  culture: { kind: 'grade', label: 'How well do pupils know whom to tell?', evidence: true, action: true },
  policy: { kind: 'where_kept', label: 'Where is the child protection policy kept?' },
  more: { kind: 'text', label: 'Is there anything else?', mustAnswer: false },
}

/** A round that asks a school, with the ids of its questions by their names. */
const aRound = async (form: AskedForm = {}) => {
  const officer = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
  const at = tick().toISOString()
  const ids = { form: newId(tick()), version: newId(tick()), round: newId(tick()), parts: [newId(tick()), newId(tick())] as const }
  const asked = Object.entries(form.questions ?? usualQuestions)
  const questions = Object.fromEntries(asked.map(([name]) => [name, newId(tick())])) as Record<string, string>
  const deadlineAt = form.deadlineAt ?? '2027-01-29T23:59:59.999Z'
  await db.batch([
    insert('ReturnForm', { id: ids.form, title: 'Safeguarding return', createdAt: at }),
    insert('ReturnFormVersion', {
      id: ids.version,
      formId: ids.form,
      note: form.note ?? '',
      leadSigns: form.leadSigns ? 1 : 0,
      bodySigns: form.bodySigns === false ? 0 : 1,
      inOrder: form.inOrder ? 1 : 0,
      createdAt: at,
      createdById: officer.accountId,
    }),
    insert('ReturnPower', {
      versionId: ids.version,
      power: 'Asked under section 175 of the Education Act 2002.',
      checkedOn: '2026-10-01',
      checkedById: officer.accountId,
    }),
    ...ids.parts.map((id, n) =>
      insert('ReturnSection', { id, versionId: ids.version, position: n + 1, title: ['Culture', 'Policies'][n] }),
    ),
    ...asked.map(([name, one], n) =>
      insert('ReturnQuestion', {
        id: questions[name],
        versionId: ids.version,
        sectionId: ids.parts[n < 3 ? 0 : 1],
        position: n + 1,
        kind: one.kind ?? 'text',
        label: one.label ?? name,
        hint: one.hint ?? '',
        mustAnswer: one.mustAnswer === false ? 0 : 1,
        asksEvidence: one.evidence ? 1 : 0,
        asksAction: one.action ? 1 : 0,
        ifQuestionId: one.ifQuestion ? questions[one.ifQuestion] : null,
        ifValue: one.ifValue ?? null,
        filledFrom: one.filledFrom ?? null,
      }),
    ),
    db.prepare('UPDATE ReturnFormVersion SET publishedAt = ?2, publishedById = ?3 WHERE id = ?1').bind(ids.version, at, officer.accountId),
    insert('ReturnRound', {
      id: ids.round,
      versionId: ids.version,
      deadlineAt,
      finalAt: form.finalAt ?? '2027-02-26T23:59:59.999Z',
      createdAt: at,
      createdById: officer.accountId,
    }),
    db.prepare('UPDATE ReturnRound SET openedAt = ?2, openedById = ?3 WHERE id = ?1').bind(ids.round, at, officer.accountId),
  ])
  return { ...ids, officer, questions }
}

/** A return of a school of one's own, or of another. */
export const aReturn = async (form: AskedForm = {}, of?: { id: string }) => {
  const school = of ?? (await aSchool())
  const round = await aRound(form)
  const id = newId(tick())
  await add('SchoolReturn', { id, roundId: round.round, schoolId: school.id })
  const place = { schoolId: school.id, returnId: id }
  return { ...round, id, school, place, at: `/school/${school.id}/returns/${id}`, q: (name: string): string => round.questions[name] ?? '' }
}

/** Confirms somebody in a role at a school. */
export const inRole = async (personId: string, schoolId: string, roleId: string): Promise<void> => {
  const now = tick().toISOString()
  await add('RoleAtSchool', { personId, schoolId, roleId, fromDate: '2025-09-01', learnedAt: now, confirmedAt: now })
}

/** Somebody in a role at the school, who signs in with their own address and has no claim. */
export const aHolder = async (schoolId: string, roleId: string, name: string) => {
  const account = await anAccount({ name })
  await inRole(account.personId, schoolId, roleId)
  return account
}

export const actOf = (actor: Actor, now = tick()) => anAct({ now, actor })

/** What stands of a return, by the names of its questions. */
export const standingOf = async (returnId: string, questions: Record<string, string>): Promise<Record<string, string>> => {
  const found = await rows<{ questionId: string; value: string }>(
    'SELECT questionId, value FROM CurrentEntry WHERE returnId = ?1',
    returnId,
  )
  const names = new Map(Object.entries(questions).map(([name, id]) => [id, name]))
  return Object.fromEntries(found.map(({ questionId, value }) => [names.get(questionId) ?? '', value]))
}
