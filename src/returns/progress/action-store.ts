import { type Act, signed } from '#base/act.ts'
import { type Day, instant } from '#base/dates.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { insertOnce, pick } from '#base/db/write.ts'
import { nameOfAccount } from '#people/ladder/contact-store.ts'
import type { PlannedAction, SaidOfAction } from './answer.ts'
import type { ToDo } from './progress.ts'

type Row = Omit<PlannedAction, 'said' | 'doneOn'> & { said: string }

/** Of a round or return: open ones first, the longest overdue at the top. */
export const selectActions = (db: SqlDatabase, of: { roundId: string } | { returnId: string }): Read<PlannedAction[]> =>
  mapped(
    all<Row>(
      db
        .prepare(
          `SELECT a.id, a.returnId, n.id AS schoolId, n.name AS school, a.questionId, q.label AS question, a.what, a.owner, a.dueOn,
             (SELECT json_group_array(json_object('id', d.id, 'doneOn', d.doneOn, 'words', d.words, 'by', ${nameOfAccount('d.byId')}, 'at', d.at) ORDER BY d.rowid)
              FROM ReturnActionSaid d WHERE d.actionId = a.id) AS said
           FROM SchoolReturn t JOIN ReturnAction a ON a.returnId = t.id LEFT JOIN ReturnQuestion q ON q.id = a.questionId
             JOIN School s ON s.id = t.schoolId JOIN School n ON n.id = s.rootId
           WHERE ${'roundId' in of ? 't.roundId' : 't.id'} = ?1 ORDER BY a.dueOn, n.name COLLATE NOCASE, a.id`,
        )
        .bind('roundId' in of ? of.roundId : of.returnId),
    ),
    (rows) =>
      rows
        .map(({ said: json, ...row }): PlannedAction => {
          const statements = JSON.parse(json) as SaidOfAction[]
          return { ...row, said: statements, doneOn: statements.at(-1)?.doneOn ?? null }
        })
        .toSorted((a, b) => Number(a.doneOn !== null) - Number(b.doneOn !== null)),
  )

export const insertAction = (
  act: Act,
  of: { id: string; returnId: string; questionId: string | null; what: string; owner: string; dueOn: Day },
): SqlStatement =>
  insertOnce(act.db, 'ReturnAction', ['id'], {
    ...pick(of, ['id', 'returnId', 'questionId', 'what', 'owner', 'dueOn']),
    ...signed(act, ''),
  })

/** Marks an action as done or, without a day, as not done. */
export const insertSaid = (
  act: Act,
  of: { id: string; within: string; actionId: string; doneOn: Day | null; words: string },
): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO ReturnActionSaid (id, actionId, doneOn, words, byId, at)
       SELECT ?1, a.id, ?4, ?5, ?6, ?7 FROM ReturnAction a JOIN SchoolReturn t ON t.id = a.returnId WHERE a.id = ?3 AND ?2 IN (t.roundId, t.id)`,
    )
    .bind(of.id, of.within, of.actionId, of.doneOn, of.words, act.actor.accountId ?? null, instant(act.now))

/** Of these roots: actions due by a day, and every open dispute. */
export const selectToDo = (db: SqlDatabase, rootIds: readonly string[], until: Day): Read<ToDo[]> =>
  all<ToDo>(
    db
      .prepare(
        `SELECT m.rootId AS schoolId, t.id AS returnId, o.title, a.dueOn, a.what, a.owner, NULL AS lookedAtBy
         FROM json_each(?1) j CROSS JOIN School m ON m.rootId = j.value CROSS JOIN SchoolReturn t ON t.schoolId = m.id JOIN ReturnRound o ON o.id = t.roundId
           CROSS JOIN OpenAction a ON a.returnId = t.id AND a.dueOn <= ?2
         UNION ALL
         SELECT m.rootId, t.id, o.title, NULL, q.label, COALESCE(${nameOfAccount('d.ownerId')}, ''), d.dueOn
         FROM json_each(?1) j CROSS JOIN School m ON m.rootId = j.value CROSS JOIN SchoolReturn t ON t.schoolId = m.id JOIN ReturnRound o ON o.id = t.roundId
           CROSS JOIN ReturnShown d ON d.returnId = t.id AND d.answer = 'disputed' AND d.settledAt IS NULL JOIN ReturnQuestion q ON q.id = d.questionId`,
      )
      .bind(JSON.stringify(rootIds), until),
  )
