import type { Seer } from '#attendance/requirements/state.ts'
import { selectExceptions } from '#attendance/standings/exception-store.ts'
import { selectHowSchoolStands } from '#attendance/standings/school-store.ts'
import type { Day } from '#base/dates.ts'
import { mapped, one, type Read, together } from '#base/db/read.ts'
import { selectProposals } from '#people/roles/proposal-store.ts'
import { identityOn } from '#schools/schools/identity-store.ts'
import { type RecordSchool, recordOf, type TrainingRecord } from './record.ts'

/** A school (a root) as the register named it on a day, or as it is now where that says nothing. */
const selectSchoolOn = (db: SqlDatabase, schoolId: string, day: Day): Read<RecordSchool | undefined> =>
  mapped(
    one<Omit<RecordSchool, 'trustName'> & { trustName: string | null }>(
      db
        .prepare(
          `SELECT s.id, COALESCE(i.name, s.name) AS name, COALESCE(i.town, s.town) AS town, COALESCE(i.urn, s.urn) AS urn, s.outsideKind,
             IIF(i.id IS NULL, s.trustName, i.trustName) AS trustName
           FROM School s LEFT JOIN SchoolIdentity i ON i.id = ${identityOn('s.id', '?2')} WHERE s.id = ?1 AND s.rootId = ?1`,
        )
        .bind(schoolId, day),
    ),
    (row) => row && { ...row, trustName: row.trustName || undefined },
  )

/** undefined: there is no such school, or it goes on under another id. */
export const selectRecord = (
  db: SqlDatabase,
  schoolId: string,
  day: Day,
  seer: Seer,
): Read<(TrainingRecord & { proposals: number }) | undefined> =>
  mapped(
    together({
      school: selectSchoolOn(db, schoolId, day),
      stands: selectHowSchoolStands(db, schoolId, day, { seer, reader: 'council' }),
      exceptions: selectExceptions(db, schoolId),
      proposals: selectProposals(db, [schoolId]),
    }),
    ({ school, stands, exceptions, proposals }) =>
      school && stands && { ...recordOf(school, day, stands, exceptions), proposals: proposals.get(schoolId)?.length ?? 0 },
  )
