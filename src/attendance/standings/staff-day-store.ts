import type { StaffDay } from '#attendance/requirements/coming.ts'
import { type Act, stamp } from '#base/act.ts'
import { insertEach } from '#base/db/write.ts'
import { newId } from '#base/id.ts'

/** @param ids of those that the school no longer has */
export const endStaffDays = ({ db, now, actor }: Act, schoolId: string, ids: readonly string[]): SqlStatement =>
  db
    .prepare(
      `UPDATE StaffDay SET supersededAt = ?3, supersededById = ?4
       WHERE id IN (SELECT value FROM json_each(?2)) AND supersededAt IS NULL AND schoolId IN (SELECT id FROM School WHERE rootId = ?1)`,
    )
    .bind(schoolId, JSON.stringify(ids), now.toISOString(), actor.accountId ?? null)

export const insertStaffDays = (act: Act, schoolId: string, days: readonly StaffDay[]): SqlStatement =>
  insertEach(
    act.db,
    'StaffDay',
    days.map(({ day, what }) => ({ id: newId(act.now), heldOn: day, what })),
    ['id', 'heldOn', 'what'],
    { schoolId, ...stamp(act, 'entered') },
  )
