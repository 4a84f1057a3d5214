// Facts held of a school, for its return.

import { type StandingRow, sayRowState } from '#attendance/requirements/standing-row.ts'
import { selectHowSchoolsStand } from '#attendance/standings/school-store.ts'
import { type Act, stamp } from '#base/act.ts'
import { type Day, instant, londonDay, sayShortDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, given, mapped, type Read, together } from '#base/db/read.ts'
import { insert } from '#base/db/write.ts'
import { becameSql } from '#guidance/issuing/standing-store.ts'
import { selectProposedNames } from '#people/roles/proposal-store.ts'
import { heldFacts } from '#returns/forms/return-form.ts'
import type { Held, HeldRole, HeldTraining } from './fact.ts'
import type { SaidOfHeld } from './school-return.ts'

const selectRoles = (db: SqlDatabase, schoolId: string, today: Day): Read<HeldRole[]> =>
  mapped(
    together({
      proposed: selectProposedNames(db, schoolId),
      rows: all<{ id: string; label: string; holders: string; gap: string | null }>(
        db
          .prepare(
            `SELECT l.id, l.label,
             (SELECT json_group_array(json_object('name', n.name, 'since', x.fromDate) ORDER BY n.name COLLATE NOCASE, x.id)
              FROM School o JOIN RoleAtSchool x ON x.schoolId = o.id AND x.roleId = l.id AND x.confirmedAt IS NOT NULL AND x.supersededAt IS NULL
                AND (x.fromDate IS NULL OR x.fromDate <= ?2) AND (x.toDate IS NULL OR x.toDate > ?2)
                AND NOT EXISTS (SELECT 1 FROM RoleDispute d WHERE d.roleAtSchoolId = x.id AND d.answer IS NULL)
              JOIN Person n ON n.id = x.personId AND n.erasedAt IS NULL WHERE o.rootId = ?1) AS holders,
             (SELECT json_object('answer', g.answer, 'since', g.fromDate) FROM School o JOIN RoleGap g ON g.schoolId = o.id AND g.roleId = l.id
                AND g.supersededAt IS NULL AND g.toDate IS NULL WHERE o.rootId = ?1 ORDER BY g.learnedAt DESC LIMIT 1) AS gap
           FROM Role l WHERE l.id IN (SELECT value FROM json_each(?3))`,
          )
          .bind(schoolId, today, JSON.stringify([...new Set(Object.values(heldFacts).map(({ role }) => role))])),
      ),
    }),
    ({ proposed, rows }) =>
      rows.map(({ holders, gap, ...row }) => ({
        ...row,
        holders: JSON.parse(holders),
        proposed: proposed.filter(({ roleId }) => roleId === row.id).map(({ name }) => name),
        gap: gap === null ? undefined : JSON.parse(gap),
      })),
  )

const trainingIn = ({ role, who, requirement, last, due, ...of }: StandingRow): HeldTraining => ({
  role,
  who,
  requirement,
  due,
  state: sayRowState(of, 'council'),
  last: last ? `${last.title}, ${sayShortDay(last.on)}` : '',
})

/** In force and to be answered, by title. */
export const selectDocuments = (db: SqlDatabase, schoolId: string): Read<{ id: string; title: string; became: Day | null }[]> =>
  all<{ id: string; title: string; became: Day | null }>(
    db
      .prepare(
        `SELECT q.id, q.title, (SELECT MAX(${becameSql}) FROM School o JOIN SchoolIdentity i ON i.schoolId = o.id AND i.supersededAt IS NULL
             WHERE o.rootId = q.rootId) AS became
           FROM (SELECT DISTINCT d.id, d.title, s.rootId FROM School s CROSS JOIN GuidanceIssue i ON i.schoolId = s.id
             JOIN GuidanceVersion v ON v.id = i.versionId JOIN GuidanceDocument d ON d.id = v.documentId AND d.withdrawnAt IS NULL AND d.asked IN ('adopt', 'answer')
             WHERE s.rootId = ?1) q ORDER BY q.title, q.id LIMIT 20`,
      )
      .bind(schoolId),
  )

/** Except guidance. */
export const selectHeld = (act: Act, schoolId: string): Read<Held> => {
  const today = londonDay(act.now)
  return together({
    roles: selectRoles(act.db, schoolId, today),
    trainings: mapped(selectHowSchoolsStand(act.db, [schoolId], today, { seer: 'school' }), ([stands]) =>
      (stands?.rows ?? []).filter(({ about }) => about !== 'proposed').map(trainingIn),
    ),
    guidance: given([]),
  })
}

/** Guard: neither submitted nor closed meanwhile, and not answered on paper. */
export const isStillOpen = (db: SqlDatabase, returnId: string): SqlStatement =>
  guard(
    db,
    `(SELECT count(*) FROM ReturnSubmission WHERE returnId = ?1) <= (SELECT count(*) FROM ReturnReopening WHERE returnId = ?1)
       AND NOT EXISTS (SELECT 1 FROM ReturnOtherAudit WHERE returnId = ?1)
       AND NOT EXISTS (SELECT 1 FROM SchoolReturn s JOIN ReturnRound r ON r.id = s.roundId WHERE s.id = ?1 AND r.closedAt IS NOT NULL)`,
    returnId,
  )

type NewSaid = Pick<SaidOfHeld, 'questionId' | 'shown' | 'heldOn' | 'answer' | 'words' | 'dueOn'> & {
  id: string
  returnId: string
  ownerId: string | null
}

/** Stores what was shown and the school's answer, if it differs from its last. */
export const insertSaid = (act: Act, said: NewSaid): SqlStatement =>
  insert(act.db, 'ReturnShown', {
    id: said.id,
    returnId: said.returnId,
    questionId: said.questionId,
    shown: said.shown,
    heldOn: said.heldOn,
    shownAt: instant(act.now),
    answer: said.answer,
    ...stamp(act, 'answered'),
    words: said.words,
    ownerId: said.ownerId,
    dueOn: said.dueOn,
  })
