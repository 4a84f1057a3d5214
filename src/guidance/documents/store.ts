import { type Act, signed, stamp } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read, readNow } from '#base/db/read.ts'
import { insert, insertEach, pick, sql, update } from '#base/db/write.ts'
import type { StoredFile } from '#base/files/file.ts'
import { fileColumns } from '#base/files/store.ts'
import type { Audience, DocumentFacts, FileOfVersion, GuidanceDocument, ListedDocument, Version, VersionFacts } from './document.ts'

/** SQL: of document `d`, the last version that was issued. */
const lastIssued =
  '(SELECT v.id FROM GuidanceVersion v WHERE v.documentId = d.id AND v.issuedAt IS NOT NULL ORDER BY v.number DESC LIMIT 1)'

const topic = `COALESCE(d.topicId, '') AS topic,
         COALESCE((SELECT l.label FROM TopicLabel l WHERE l.topicId = d.topicId AND l.preferred = 1 ORDER BY l.toDate IS NOT NULL LIMIT 1), '') AS topicLabel`

const issuedTo = 'SELECT COUNT(*) FROM GuidanceIssue i JOIN School s ON s.id = i.schoolId WHERE i.versionId = v.id AND s.origin'

export const selectDocuments = (db: SqlDatabase): Read<ListedDocument[]> =>
  all<ListedDocument>(
    db.prepare(
      `SELECT d.id, d.title, d.kind, d.asked, ${topic}, d.withdrawnAt, v.number, v.issuedAt, n.publishedOn AS availableOn,
         (${issuedTo} = 'register') AS schools, (${issuedTo} = 'outside') AS settings,
         (SELECT COUNT(DISTINCT f.schoolId) FROM NoticeReached f JOIN School s ON s.id = f.schoolId AND s.origin = 'register' WHERE f.notice = 'guidance' AND f.subjectId = v.id) AS reached,
         (SELECT n.number FROM GuidanceVersion n WHERE n.documentId = d.id AND n.issuedAt IS NULL) AS draft,
         EXISTS (SELECT 1 FROM StaffProposal p WHERE p.kind = 'guidance' AND p.subjectId = v.id AND p.state = 'proposed') AS unapproved
       FROM GuidanceDocument d LEFT JOIN GuidanceVersion v ON v.id = ${lastIssued} LEFT JOIN VersionAdvice n ON n.versionId = v.id
       ORDER BY d.withdrawnAt IS NOT NULL, COALESCE(v.issuedAt, d.createdAt) DESC, d.id LIMIT 500`,
    ),
  )

type DocumentRow = Omit<GuidanceDocument, 'audience'> & { audience: string }

export const selectDocument = (db: SqlDatabase, id: string): Read<GuidanceDocument | undefined> =>
  mapped(
    one<DocumentRow>(
      db
        .prepare(
          `SELECT d.id, d.title, d.kind, d.asked, ${topic}, d.withdrawnAt, d.withdrawnWhy, d.replacedById, n.title AS replacedBy,
             (SELECT json_group_array(json_array(a.dimension, a.value)) FROM GuidanceAudience a WHERE a.documentId = d.id) AS audience
           FROM GuidanceDocument d LEFT JOIN GuidanceDocument n ON n.id = d.replacedById WHERE d.id = ?1`,
        )
        .bind(id),
    ),
    (row) => {
      if (!row) return undefined
      const rows = JSON.parse(row.audience) as [string, string][]
      const of = (dimension: string): string[] => rows.filter(([one]) => one === dimension).map(([, value]) => value)
      return { ...row, audience: { sectors: of('sector'), kinds: of('kind'), settings: of('setting'), roles: of('role') } }
    },
  )

const versionColumns = {
  askAgain: 'flag',
  files: 'json',
  second: 'optional json',
  equalityOn: 'optional',
  issuedAt: 'optional',
  issuedBy: 'optional',
  decidedOn: 'optional',
  adviceId: 'optional',
  availableOn: 'optional',
  dueOn: 'optional',
  equalityReviewOn: 'optional',
} as const

const filesJson = `(SELECT json_group_array(json_object('id', fileId, 'name', name, 'size', size, 'title', title))
  FROM (SELECT g.fileId, f.name, f.size, g.title FROM GuidanceFile g JOIN StoredFile f ON f.id = g.fileId WHERE g.versionId = v.id ORDER BY g.position))`

/** SQL: what a second person was last asked of version `v`. */
const secondJson = `(SELECT json_object('id', p.id, 'state', p.state, 'decidedOn', date(p.decidedAt), 'dueOn', p.asked ->> '$.dueOn')
  FROM StaffProposal p WHERE p.kind = 'guidance' AND p.subjectId = v.id ORDER BY p.id DESC LIMIT 1)`

/** The latest first. @param number one of them */
export const selectVersions = (db: SqlDatabase, documentId: string, number?: number): Read<Version[]> =>
  all<Version>(
    db
      .prepare(
        `SELECT v.id, v.documentId, v.number, v.text, v.whatChanged, v.whatToDo, v.askAgain, v.source, v.decidedBy, v.decision, v.decidedOn, n.adviceId, n.publishedOn AS availableOn, v.dueBy, v.dueOn,
             v.equalityLink, v.equalityOn, v.equalityReviewOn, v.changedAt, v.issuedAt, ${filesJson} AS files, ${secondJson} AS second,
             (SELECT COALESCE(n.name, a.email) FROM Account a LEFT JOIN Person n ON n.id = a.personId WHERE a.id = v.issuedById) AS issuedBy,
             (${issuedTo} = 'register') AS schools, (${issuedTo} = 'outside') AS settings
           FROM GuidanceVersion v LEFT JOIN VersionAdvice n ON n.versionId = v.id
           WHERE v.documentId = ?1 AND (?2 IS NULL OR v.number IN (?2, ?2 - 1)) ORDER BY v.number DESC LIMIT 200`,
      )
      .bind(documentId, number ?? null),
    versionColumns,
  )

export const insertDocument = (act: Act, id: string, facts: DocumentFacts): SqlStatement =>
  insert(act.db, 'GuidanceDocument', {
    id,
    ...pick(facts, ['title', 'kind', 'asked']),
    topicId: sql('(SELECT id FROM Topic WHERE id = ?1)', facts.topic),
    ...signed(act, 'created'),
  })

/** Only what is new is written, so that of a document that was issued its topic can be. */
export const setDocument = ({ db }: Act, id: string, facts: DocumentFacts): SqlStatement[] => [
  db
    .prepare('UPDATE GuidanceDocument SET title = ?2, kind = ?3, asked = ?4 WHERE id = ?1 AND (title, kind, asked) <> (?2, ?3, ?4)')
    .bind(id, facts.title, facts.kind, facts.asked),
  db.prepare('UPDATE GuidanceDocument SET topicId = (SELECT id FROM Topic WHERE id = ?2) WHERE id = ?1').bind(id, facts.topic),
]

export const setAudience = ({ db }: Act, documentId: string, { sectors, kinds, settings, roles }: Audience): SqlStatement[] => {
  const rows = JSON.stringify([
    ...sectors.map((value) => ['sector', value]),
    ...kinds.map((value) => ['kind', value]),
    ...settings.map((value) => ['setting', value]),
    ...roles.map((value) => ['role', value]),
  ])
  return [
    db
      .prepare(
        `DELETE FROM GuidanceAudience WHERE documentId = ?1
           AND NOT EXISTS (SELECT 1 FROM json_each(?2) WHERE value ->> 0 = dimension AND value ->> 1 = GuidanceAudience.value)`,
      )
      .bind(documentId, rows),
    db
      .prepare(
        `INSERT OR IGNORE INTO GuidanceAudience (documentId, dimension, value) SELECT ?1, j.value ->> 0, j.value ->> 1 FROM json_each(?2) j
         WHERE j.value ->> 0 <> 'role' OR j.value ->> 1 IN (SELECT id FROM Role)`,
      )
      .bind(documentId, rows),
  ]
}

/** The next draft, with the text of the version before and what stays with it. */
export const insertDraft = (act: Act, id: string, documentId: string): SqlStatement[] => [
  act.db
    .prepare(
      `INSERT INTO GuidanceVersion (id, documentId, number, text, dueBy, source, changedAt, changedById)
       SELECT ?1, d.id, COALESCE(v.number, 0) + 1, COALESCE(v.text, ''), COALESCE(v.dueBy, 'governors'),
         COALESCE(v.source, IIF(d.kind IN ('policy', 'model'), 'own', 'passed_on')), ?3, ?4
       FROM GuidanceDocument d LEFT JOIN GuidanceVersion v ON v.id = ${lastIssued} WHERE d.id = ?2`,
    )
    .bind(id, documentId, instant(act.now), act.actor.accountId ?? null),
  act.db
    .prepare(
      `INSERT INTO GuidanceFile (versionId, fileId, position, title)
       SELECT ?1, g.fileId, g.position, g.title FROM GuidanceDocument d JOIN GuidanceFile g ON g.versionId = ${lastIssued} WHERE d.id = ?2`,
    )
    .bind(id, documentId),
]

/** Guard: the draft is as whoever edits it last saw it. */
export const draftAsRead = (db: SqlDatabase, version: Pick<Version, 'id' | 'changedAt'>): SqlStatement =>
  guard(db, 'EXISTS (SELECT 1 FROM GuidanceVersion WHERE id = ?1 AND changedAt = ?2)', version.id, version.changedAt)

export const draftColumns = (facts: VersionFacts) => ({
  text: facts.text,
  whatChanged: facts.whatChanged,
  whatToDo: facts.whatToDo,
  askAgain: facts.askAgain ? 1 : 0,
  source: facts.source,
  decidedBy: facts.decidedBy,
  equalityOn: facts.equalityOn ?? null,
  decision: facts.decision,
  decidedOn: facts.decidedOn ?? null,
  adviceId: facts.adviceId ?? null,
  dueBy: facts.dueBy,
  dueOn: facts.dueOn ?? null,
  equalityLink: facts.equalityLink,
  equalityReviewOn: facts.equalityReviewOn ?? null,
})

export type NamedFile = Pick<FileOfVersion, 'id' | 'title'>

export const setDraft = (act: Act, id: string, facts: VersionFacts, files: readonly NamedFile[]): SqlStatement[] => {
  const columns = Object.entries({ ...draftColumns(facts), changedAt: instant(act.now), changedById: act.actor.accountId ?? null })
  return [
    act.db
      .prepare(`UPDATE GuidanceVersion SET ${columns.map(([name], n) => `${name} = ?${n + 2}`).join(', ')} WHERE id = ?1`)
      .bind(id, ...columns.map(([, value]) => value)),
    deleteFiles(act.db, id),
    insertEach(act.db, 'GuidanceFile', files, ['title'], { versionId: id, fileId: sql(`value ->> 'id'`), position: sql('key + 1') }),
  ]
}

const deleteFiles = (db: SqlDatabase, versionId: string): SqlStatement =>
  db.prepare('DELETE FROM GuidanceFile WHERE versionId = ?1').bind(versionId)

export const deleteDraft = (db: SqlDatabase, id: string): SqlStatement[] => [
  deleteFiles(db, id),
  db.prepare('DELETE FROM GuidanceVersion WHERE id = ?1').bind(id),
]

export const setWithdrawn = (act: Act, id: string, why: string, replacedById: string | undefined): SqlStatement =>
  update(act.db, 'GuidanceDocument', { ...stamp(act, 'withdrawn'), withdrawnWhy: why, replacedById: replacedById ?? null }, { id })

/** Files of a version, in their order. @param fileId one of them */
export const filesOf = (db: SqlDatabase, versionId: string, fileId?: string): Promise<(StoredFile & { title: string })[]> =>
  readNow(
    db,
    all<StoredFile & { title: string }>(
      db
        .prepare(
          `SELECT ${fileColumns}, g.title FROM GuidanceFile g JOIN StoredFile f ON f.id = g.fileId
           WHERE g.versionId = ?1 AND (?2 IS NULL OR g.fileId = ?2) ORDER BY g.position`,
        )
        .bind(versionId, fileId ?? null),
    ),
  )
