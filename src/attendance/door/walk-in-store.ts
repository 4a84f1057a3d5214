import { one, readTogether } from '#base/db/read.ts'

type PlaceInstead = { schoolId: string; roleId: string | null; sessionIds: string[] }

/** What adding somebody depends on, in one round trip. */
export const readToAdd = async (
  db: SqlDatabase,
  eventId: string,
  asked: { id: string; schoolId?: string | undefined; roleId?: string | undefined; insteadOfId?: string | undefined },
) => {
  const { known, chosen, place } = await readTogether(db, {
    known: one<{ walkInId: string | null }>(db.prepare('SELECT walkInId FROM Arrival WHERE id = ?1').bind(asked.id)),
    chosen: one<{ schoolId: string | null; roleId: string | null }>(
      db
        .prepare('SELECT (SELECT rootId FROM School WHERE id = ?1) AS schoolId, (SELECT id FROM Role WHERE id = ?2) AS roleId')
        .bind(asked.schoolId ?? null, asked.roleId ?? null),
    ),
    place: one<PlaceInstead>(
      db
        .prepare(
          `SELECT o.rootId AS schoolId, p.roleId, (SELECT json_group_array(ps.sessionId) FROM PlaceSession ps WHERE ps.placeId = p.id) AS sessionIds
             FROM Place p JOIN School o ON o.id = p.schoolId WHERE p.id = ?1 AND p.eventId = ?2 AND p.state = 'confirmed'`,
        )
        .bind(asked.insteadOfId ?? '', eventId),
      { sessionIds: 'json' },
    ),
  })
  return { known, place, schoolId: chosen?.schoolId ?? null, roleId: chosen?.roleId ?? null }
}
