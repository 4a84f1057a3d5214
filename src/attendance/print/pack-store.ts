import { all, mapped, type Read, together } from '#base/db/read.ts'
import { replacedAt } from '#booking/needs/store.ts'
import { selectEventByCode } from '#events/events/store.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import type { Pack, PersonOnPaper } from './pack.ts'

type Row = Omit<PersonOnPaper, 'school'> & SchoolNameRow
type SchoolNameRow = { school: string } & Pick<SchoolName, 'town' | 'urn'>

/** An event and everyone with a place; undefined if unknown. */
export const selectPack = (db: SqlDatabase, code: string, now: Date): Read<Pack | undefined> =>
  mapped(
    together({
      event: selectEventByCode(db, code, now),
      people: all<Row>(
        db
          .prepare(
            `SELECT p.id AS placeId, p.personId, p.personId IS NULL AS unnamed, p.attendance IS 'online' AS comesOnline, n.name, ro.label AS role, r.name AS school, r.town, r.urn,
             (SELECT json_group_array(x.sessionId) FROM PlaceSession x WHERE x.placeId = p.id) AS sessionIds
           FROM Place p JOIN Event e ON e.id = p.eventId JOIN School s ON s.id = p.schoolId JOIN School r ON r.id = s.rootId
             LEFT JOIN Person n ON n.id = p.personId LEFT JOIN Role ro ON ro.id = p.roleId
           WHERE e.code = ?1 AND p.state = 'confirmed' AND NOT ${replacedAt('p.id')}`,
          )
          .bind(code.toUpperCase()),
        { unnamed: 'flag', comesOnline: 'flag', sessionIds: 'json' },
      ),
    }),
    ({ event, people }) =>
      event && { event, people: people.map(({ school, town, urn, ...row }) => ({ ...row, school: { name: school, town, urn } })) },
  )
