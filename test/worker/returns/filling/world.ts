// A return that a school is asked for: a published form of two parts, an open round, and people of the school.
import type { Actor } from '#base/act.ts'
import { newId } from '#base/id.ts'
import { anAccount, anAct, aSchool, db, rows, tick } from '#test/support/factories.ts'

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
    db.prepare('INSERT INTO ReturnForm (id, title, createdAt) VALUES (?1, ?2, ?3)').bind(ids.form, 'Safeguarding return', at),
    db
      .prepare(
        `INSERT INTO ReturnFormVersion (id, formId, number, note, leadSigns, bodySigns, inOrder, createdAt, createdById) VALUES (?1, ?2, 1, ?8, ?3, ?4, ?5, ?6, ?7)`,
      )
      .bind(
        ...[ids.version, ids.form, form.leadSigns ? 1 : 0, form.bodySigns === false ? 0 : 1, form.inOrder ? 1 : 0, at, officer.accountId],
        form.note ?? '',
      ),
    db
      .prepare(
        `INSERT INTO ReturnPower (versionId, sector, asks, power, checkedOn, checkedById)
         VALUES (?1, 'maintained', 'council', 'Asked under section 175 of the Education Act 2002.', '2026-10-01', ?2)`,
      )
      .bind(ids.version, officer.accountId),
    ...ids.parts.map((id, n) =>
      db
        .prepare('INSERT INTO ReturnSection (id, versionId, position, title) VALUES (?1, ?2, ?3, ?4)')
        .bind(id, ids.version, n + 1, ['Culture', 'Policies'][n]),
    ),
    ...asked.map(([name, one], n) =>
      db
        .prepare(
          `INSERT INTO ReturnQuestion (id, versionId, sectionId, position, kind, label, hint, mustAnswer, asksEvidence, asksAction, ifQuestionId, ifValue, filledFrom)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)`,
        )
        .bind(
          ...[questions[name], ids.version, ids.parts[n < 3 ? 0 : 1], n + 1, one.kind ?? 'text', one.label ?? name, one.hint ?? ''],
          ...[one.mustAnswer === false ? 0 : 1, one.evidence ? 1 : 0, one.action ? 1 : 0],
          ...[one.ifQuestion ? questions[one.ifQuestion] : null, one.ifValue ?? null, one.filledFrom ?? null],
        ),
    ),
    db.prepare('UPDATE ReturnFormVersion SET publishedAt = ?2, publishedById = ?3 WHERE id = ?1').bind(ids.version, at, officer.accountId),
    db
      .prepare(
        `INSERT INTO ReturnRound (id, versionId, title, year, readers, controllers, deadlineAt, finalAt, createdAt, createdById)
         VALUES (?1, ?2, 'Safeguarding return 2026 to 2027', '2026-27', 'Two officers of the council', 'The council', ?3, ?4, ?5, ?6)`,
      )
      .bind(...[ids.round, ids.version, deadlineAt, form.finalAt ?? '2027-02-26T23:59:59.999Z', at, officer.accountId]),
    db.prepare('UPDATE ReturnRound SET openedAt = ?2, openedById = ?3 WHERE id = ?1').bind(ids.round, at, officer.accountId),
  ])
  return { ...ids, officer, questions }
}

/** A return of a school of one's own, or of another. */
export const aReturn = async (form: AskedForm = {}, of?: { id: string }) => {
  const school = of ?? (await aSchool())
  const round = await aRound(form)
  const id = newId(tick())
  await db
    .prepare(`INSERT INTO SchoolReturn (id, roundId, schoolId, why, createdAt) VALUES (?1, ?2, ?3, 'opened', ?4)`)
    .bind(id, round.round, school.id, tick().toISOString())
    .run()
  const place = { schoolId: school.id, returnId: id }
  return { ...round, id, school, place, at: `/school/${school.id}/returns/${id}`, q: (name: string): string => round.questions[name] ?? '' }
}

/** Confirms somebody in a role at a school. */
export const inRole = async (personId: string, schoolId: string, roleId: string): Promise<void> => {
  const now = tick().toISOString()
  await db
    .prepare(
      `INSERT INTO RoleAtSchool (id, personId, schoolId, roleId, fromDate, source, learnedAt, confirmedAt) VALUES (?1, ?2, ?3, ?4, '2025-09-01', 'school', ?5, ?5)`,
    )
    .bind(newId(tick()), personId, schoolId, roleId, now)
    .run()
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
