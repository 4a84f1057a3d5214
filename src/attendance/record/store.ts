import { sayCertificateNumber } from '#attendance/certificates/certificate.ts'
import { selectNames } from '#attendance/requirements/edition-store.ts'
import type { Seer } from '#attendance/requirements/state.ts'
import { type Attending, forTheSchool, selectTrainings } from '#attendance/requirements/training-store.ts'
import { selectExceptions } from '#attendance/standings/exception-store.ts'
import { selectHowSchoolStands } from '#attendance/standings/school-store.ts'
import type { Day } from '#base/dates.ts'
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import { selectProposals } from '#people/roles/proposal-store.ts'
import { identityOn } from '#schools/schools/identity-store.ts'
import { type Everybody, everybodyOf, type People } from './everybody.ts'
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

/** SQL: people who had a role at a school, or were booked, came or are on a list for it. */
const everybody = [
  'RoleAtSchool q ON q.supersededAt IS NULL AND',
  'Place q ON',
  'WalkIn q ON',
  'EarlierAttendance q ON q.supersededAt IS NULL AND',
]
  .map(
    (source) =>
      `SELECT m.rootId, q.personId AS id FROM json_each(?1) j CROSS JOIN School m ON m.rootId = j.value CROSS JOIN ${source} q.schoolId = m.id AND q.personId IS NOT NULL`,
  )
  .join(' UNION ')

const ofEverybody: Attending = { ...forTheSchool, people: everybody }

const selectPeople = (db: SqlDatabase, schoolId: string, day: Day): Read<People> => {
  const roots = JSON.stringify([schoolId])
  return mapped(
    together({
      known: all<People['known'][number]>(
        db
          .prepare(
            `SELECT n.id, n.name, (SELECT json_group_array(r.label) FROM School m CROSS JOIN RoleAtSchool ra ON ra.personId = n.id AND ra.schoolId = m.id
                 AND ra.supersededAt IS NULL AND ra.confirmedAt IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM RoleDispute d WHERE d.roleAtSchoolId = ra.id AND d.answer IS NULL)
                 AND (ra.fromDate IS NULL OR ra.fromDate <= ?2) AND (ra.toDate IS NULL OR ?2 < ra.toDate)
               CROSS JOIN Role r ON r.id = ra.roleId WHERE m.rootId = o.rootId) AS roles
             FROM (${everybody}) o CROSS JOIN Person n ON n.id = o.id WHERE n.erasedAt IS NULL ORDER BY n.name COLLATE NOCASE, n.id`,
          )
          .bind(roots, day),
        { roles: 'json' },
      ),
      trainings: selectTrainings(db, roots, ofEverybody),
      names: selectNames(db, day),
      certificates: all<People['certificates'][number]>(
        db
          .prepare(
            `SELECT c.personId, c.number FROM School m CROSS JOIN Certificate c ON c.schoolId = m.id
             WHERE m.rootId = ?1 AND c.toDay <= ?2 AND NOT EXISTS (SELECT 1 FROM CertificateEnd e WHERE e.certificateId = c.id)
             ORDER BY c.toDay DESC, c.id DESC`,
          )
          .bind(schoolId, day),
      ),
    }),
    ({ known, trainings, names: { topics }, certificates }) => ({
      known,
      trainings: trainings.get(schoolId) ?? [],
      topics,
      certificates: certificates.map(({ personId, number }) => ({ personId, number: sayCertificateNumber(number) })),
    }),
  )
}

/** Its training record, and everybody on record there. */
export const selectEverybody = (
  db: SqlDatabase,
  schoolId: string,
  day: Day,
  seer: Seer,
): Read<(TrainingRecord & { everybody: Everybody }) | undefined> =>
  mapped(
    together({ record: selectRecord(db, schoolId, day, seer), people: selectPeople(db, schoolId, day) }),
    ({ record, people }) => record && { ...record, everybody: everybodyOf(record, people) },
  )
