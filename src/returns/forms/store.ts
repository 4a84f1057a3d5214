import { type Act, signed } from '#base/act.ts'
import { type Instant, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import { insert, insertEach, insertOnce, pick, sql, update, upsert } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { nameOfAccount } from '#people/ladder/contact-store.ts'
import type { Parts } from './ready-form.ts'
import type { FormHead, ListedForm, Power, Question, QuestionFacts, ReturnForm, Section, SectionFacts } from './return-form.ts'

const head = `SELECT v.id, v.formId, f.title, v.number, v.note, v.leadSigns, v.bodySigns, v.inOrder, v.publishedAt
  FROM ReturnFormVersion v JOIN ReturnForm f ON f.id = v.formId`
export const questionColumns =
  'q.id, q.sectionId, q.position, q.kind, q.label, q.hint, q.settings, q.mustAnswer, q.asksEvidence, q.asksAction, q.ifQuestionId, q.ifValue, q.filledFrom'

/** The questions of a statement that selects `questionColumns`. */
export const questionsBy = (statement: SqlStatement): Read<Question[]> => all<Question>(statement, { settings: 'json' })

export const selectForm = (db: SqlDatabase, versionId: string): Read<ReturnForm | undefined> =>
  mapped(
    together({
      found: one<FormHead>(db.prepare(`${head} WHERE v.id = ?1`).bind(versionId)),
      sections: all<Omit<Section, 'questions'>>(
        db
          .prepare('SELECT s.id, s.position, s.title, s.about FROM ReturnSection s WHERE s.versionId = ?1 ORDER BY s.position, s.id')
          .bind(versionId),
      ),
      questions: questionsBy(
        db.prepare(`SELECT ${questionColumns} FROM ReturnQuestion q WHERE q.versionId = ?1 ORDER BY q.position, q.id`).bind(versionId),
      ),
      powers: all<Power>(
        db
          .prepare(
            `SELECT p.sector, p.asks, p.power, p.checkedOn, p.checkedById, ${nameOfAccount('p.checkedById')} AS checkedBy
             FROM ReturnPower p WHERE p.versionId = ?1`,
          )
          .bind(versionId),
      ),
    }),
    ({ found, sections, questions, powers }) =>
      found && {
        ...found,
        powers,
        sections: sections.map((section) => ({ ...section, questions: questions.filter(({ sectionId }) => sectionId === section.id) })),
      },
  )

export const selectForms = (db: SqlDatabase): Read<ListedForm[]> =>
  all(
    db.prepare(
      `SELECT v.id, v.formId, f.title, v.number, v.note, v.leadSigns, v.bodySigns, v.inOrder, v.publishedAt,
         (SELECT COUNT(*) FROM ReturnQuestion q WHERE q.versionId = v.id) AS questions
       FROM ReturnFormVersion v JOIN ReturnForm f ON f.id = v.formId ORDER BY f.title, v.number DESC`,
    ),
  )

type NewVersion = { id: string; formId: string; note: string; leadSigns: number; bodySigns: number; inOrder: number }

/** A draft, numbered after the last version. */
export const insertVersion = (act: Act, version: NewVersion, title: string): SqlStatement[] => [
  insertOnce(act.db, 'ReturnForm', ['id'], { id: version.formId, title, createdAt: instant(act.now) }),
  insert(act.db, 'ReturnFormVersion', {
    ...pick(version, ['id', 'formId', 'note', 'leadSigns', 'bodySigns', 'inOrder']),
    number: sql('COALESCE((SELECT MAX(number) FROM ReturnFormVersion WHERE formId = ?1), 0) + 1', version.formId),
    ...signed(act, 'created'),
  }),
]

/** Of a new version; keys become ids. */
export const insertParts = (act: Act, versionId: string, parts: Parts, powers: readonly Power[]): SqlStatement[] => {
  const ids = new Map(parts.sections.flatMap(({ questions }) => questions.map(({ key }) => [key, newId(act.now)] as const)))
  const sections = parts.sections.map((section) => ({ ...section, id: newId(act.now) }))
  const questions = sections.flatMap(({ id: sectionId, questions: of }) =>
    of.map((question, position) => ({
      ...question,
      id: ids.get(question.key) ?? '',
      sectionId,
      position,
      ifQuestionId: question.ifKey === null ? null : (ids.get(question.ifKey) ?? null),
    })),
  )
  return [
    insertEach(
      act.db,
      'ReturnSection',
      sections.map(({ id, title, about }) => ({ id, title, about })),
      ['id', 'title', 'about'],
      { versionId, position: sql('key') },
    ),
    putQuestions(act.db, versionId, questions),
    ...replacePowers(act.db, versionId, powers).slice(1),
  ]
}

export const replacePowers = (db: SqlDatabase, versionId: string, powers: readonly Power[]): SqlStatement[] => [
  db.prepare('DELETE FROM ReturnPower WHERE versionId = ?1').bind(versionId),
  insertEach(db, 'ReturnPower', powers, ['sector', 'asks', 'power', 'checkedOn', 'checkedById'], { versionId }),
]

/** Of a published form, only texts that nobody had checked. */
export const checkPowers = (act: Act, versionId: string, sectors: readonly string[]): SqlStatement[] => [
  guard(
    act.db,
    `(SELECT COUNT(*) FROM ReturnPower p JOIN json_each(?2) j ON j.value = p.sector WHERE p.versionId = ?1 AND p.checkedOn IS NULL) = json_array_length(?2)`,
    versionId,
    JSON.stringify(sectors),
  ),
  update(
    act.db,
    'ReturnPower',
    { checkedOn: londonDay(act.now), checkedById: act.actor.accountId ?? null },
    { versionId, sector: sectors },
  ),
]

export const updateHead = (
  db: SqlDatabase,
  versionId: string,
  to: Pick<FormHead, 'note' | 'leadSigns' | 'bodySigns' | 'inOrder'>,
): SqlStatement => update(db, 'ReturnFormVersion', pick(to, ['note', 'leadSigns', 'bodySigns', 'inOrder']), { id: versionId })

const nextSection = 'COALESCE((SELECT MAX(position) FROM ReturnSection WHERE versionId = ?1), -1) + 1'

export const putSection = (db: SqlDatabase, versionId: string, id: string, { title, about }: SectionFacts): SqlStatement =>
  upsert(db, 'ReturnSection', ['id'], { id, versionId, position: sql(nextSection, versionId), title, about }, ['title', 'about'])

/** Adds questions or changes them; one without a position comes last in its section. */
export const putQuestions = (
  db: SqlDatabase,
  versionId: string,
  questions: readonly (QuestionFacts & { id: string; sectionId: string; position?: number })[],
): SqlStatement =>
  db
    .prepare(
      `INSERT INTO ReturnQuestion (id, versionId, sectionId, position, kind, label, hint, settings, mustAnswer, asksEvidence, asksAction, ifQuestionId, ifValue, filledFrom)
       SELECT value ->> 'id', ?1, value ->> 'sectionId',
         COALESCE(value ->> 'position', (SELECT COALESCE(MAX(q.position), -1) + 1 FROM ReturnQuestion q WHERE q.sectionId = value ->> 'sectionId')),
         value ->> 'kind', value ->> 'label', value ->> 'hint', value -> 'settings', value ->> 'mustAnswer', value ->> 'asksEvidence', value ->> 'asksAction',
         value ->> 'ifQuestionId', value ->> 'ifValue', value ->> 'filledFrom'
       FROM json_each(?2) WHERE TRUE
       ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, label = excluded.label, hint = excluded.hint, settings = excluded.settings,
         mustAnswer = excluded.mustAnswer, asksEvidence = excluded.asksEvidence, asksAction = excluded.asksAction, ifQuestionId = excluded.ifQuestionId,
         ifValue = excluded.ifValue, filledFrom = excluded.filledFrom, position = IIF(sectionId = excluded.sectionId, position, excluded.position),
         sectionId = excluded.sectionId`,
    )
    .bind(versionId, JSON.stringify(questions))

export const deleteQuestion = (db: SqlDatabase, versionId: string, id: string): SqlStatement =>
  db.prepare('DELETE FROM ReturnQuestion WHERE id = ?2 AND versionId = ?1').bind(versionId, id)

/** Only without questions. */
export const deleteSection = (db: SqlDatabase, versionId: string, id: string): SqlStatement =>
  db.prepare('DELETE FROM ReturnSection WHERE id = ?2 AND versionId = ?1').bind(versionId, id)

/** Puts sections or questions into this order. */
export const updateOrder = (
  db: SqlDatabase,
  of: 'ReturnSection' | 'ReturnQuestion',
  versionId: string,
  ids: readonly string[],
): SqlStatement =>
  db
    .prepare(
      `UPDATE ${of} SET position = (SELECT j.key FROM json_each(?2) j WHERE j.value = ${of}.id) WHERE versionId = ?1 AND id IN (SELECT value FROM json_each(?2))`,
    )
    .bind(versionId, JSON.stringify(ids))

/** Guard: the version has exactly the text that was checked for faults. */
export const whileAsRead = (db: SqlDatabase, form: ReturnForm): SqlStatement =>
  guard(
    db,
    `(SELECT group_concat(q.id || '/' || q.position || '/' || COALESCE(q.ifQuestionId, ''), ' ') FROM (SELECT * FROM ReturnQuestion WHERE versionId = ?1 ORDER BY id) q) IS ?2`,
    form.id,
    form.sections
      .flatMap(({ questions }) => questions)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, position, ifQuestionId }) => `${id}/${position}/${ifQuestionId ?? ''}`)
      .join(' ') || null,
  )

export const publishVersion = (act: Act, versionId: string, at: Instant): SqlStatement =>
  update(act.db, 'ReturnFormVersion', { publishedAt: at, publishedById: act.actor.accountId ?? null }, { id: versionId })
