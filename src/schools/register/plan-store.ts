import { instant, londonDay } from '#base/dates.ts'
import { all, one, only, readTogether } from '#base/db/read.ts'
import { type Facts, textFacts } from './facts.ts'
import type { Held } from './register.ts'
import type { KnownReview } from './review.ts'

export type Known = {
  /** The current identity of each URN. */
  held: Map<string, Held>
  /** `from>to` of each recorded succession. */
  recorded: Set<string>
  /** Roots that a recorded succession continues or ends. */
  succeeded: Set<string>
  reviews: KnownReview[]
  /** Confirmed places in future sessions, by root. */
  futureBookings: Map<string, number>
  /** Confirmed heads by root: the role's id, and their name. */
  heads: Map<string, { id: string; name: string }[]>
  version: number
  lastAsAt: string | null
}

const pageRows = 5000

/** In brief, to compare with a file. */
export const readRegister = async (db: SqlDatabase, now: Date): Promise<Known> => {
  const { version, successions, reviews, bookings, heads, applied } = await readTogether(db, {
    version: one<{ version: number }>(db.prepare('SELECT version FROM RegisterVersion')),
    successions: all<{ edge: string; fromRoot: string; toRoot: string }>(
      db.prepare(
        `SELECT c.fromUrn || '>' || c.toUrn AS edge, f.rootId AS fromRoot, t.rootId AS toRoot
         FROM Succession c JOIN School f ON f.id = c.fromSchoolId JOIN School t ON t.id = c.toSchoolId WHERE c.supersededAt IS NULL`,
      ),
    ),
    reviews: all<KnownReview>(
      db.prepare(
        `SELECT id, kind, urn, otherUrn, decision, detail ->> 'laCode' AS laCode FROM RegisterReview
         WHERE undoneAt IS NULL AND decision IS NOT 'withdrawn'`,
      ),
    ),
    bookings: all<{ rootId: string; n: number }>(
      db
        .prepare(
          `SELECT s.rootId, COUNT(DISTINCT p.id) AS n FROM ActiveSession e JOIN PlaceSession ps ON ps.sessionId = e.id
           JOIN Place p ON p.id = ps.placeId AND p.state = 'confirmed' JOIN School s ON s.id = p.schoolId
           WHERE e.startsAt > ?1 GROUP BY s.rootId`,
        )
        .bind(instant(now)),
    ),
    heads: all<{ rootId: string; id: string; name: string }>(
      db
        .prepare(
          `SELECT s.rootId, x.id, n.name FROM RoleAtSchool x JOIN School s ON s.id = x.schoolId JOIN Person n ON n.id = x.personId AND n.erasedAt IS NULL
           WHERE x.roleId = 'head' AND x.confirmedAt IS NOT NULL AND x.supersededAt IS NULL AND (x.toDate IS NULL OR x.toDate > ?1)
             AND NOT EXISTS (SELECT 1 FROM RoleDispute d WHERE d.roleAtSchoolId = x.id AND d.answer IS NULL)`,
        )
        .bind(londonDay(now)),
    ),
    applied: only<{ asAt: string | null }>(db.prepare(`SELECT MAX(asAt) AS asAt FROM RegisterImport WHERE state = 'applied'`)),
  })
  const known: Known = {
    held: new Map(),
    recorded: new Set(successions.map(({ edge }) => edge)),
    succeeded: new Set(successions.flatMap(({ fromRoot, toRoot }) => [fromRoot, toRoot])),
    reviews,
    futureBookings: new Map(bookings.map(({ rootId, n }) => [rootId, n])),
    heads: Map.groupBy(heads, ({ rootId }) => rootId),
    version: version?.version ?? 0,
    lastAsAt: applied.asAt,
  }
  for (let after = ''; ; ) {
    const { results } = await db
      .prepare(
        `SELECT i.urn, i.name, i.laCode, i.laName, i.establishmentNumber, i.statusCode, i.town, i.postcode, i.opensOn, i.schoolId, s.rootId
         FROM SchoolIdentity i JOIN School s ON s.id = i.schoolId
         WHERE i.supersededAt IS NULL AND i.validTo IS NULL AND i.urn > ?1 ORDER BY i.urn LIMIT ?2`,
      )
      .bind(after, pageRows)
      .all<Held>()
    for (const row of results) known.held.set(row.urn, row)
    const last = results.at(-1)
    if (!last || results.length < pageRows) return known
    after = last.urn
  }
}

export type HeldFacts = Facts & { validFrom: string | null }

const factColumns = [...textFacts, 'sector', 'kind', 'latitude', 'longitude', 'opensOn', 'closesOn', 'validFrom']

/** Of some hundred URNs. */
export const heldFacts = async (db: SqlDatabase, urns: readonly string[]): Promise<Map<string, HeldFacts>> => {
  const { results } = await db
    .prepare(
      `SELECT ${factColumns.map((column) => `i.${column}`).join(', ')} FROM json_each(?1) u
       JOIN SchoolIdentity i ON i.urn = u.value AND i.supersededAt IS NULL AND i.validTo IS NULL`,
    )
    .bind(JSON.stringify(urns))
    .all<HeldFacts>()
  for (const row of results) for (const fact of textFacts) row[fact] ??= ''
  return new Map(results.map((row) => [row.urn, row]))
}

/** School ids by root, which a join moves. */
export const membersOf = async (db: SqlDatabase, rootIds: readonly string[]): Promise<Map<string, string[]>> => {
  if (rootIds.length === 0) return new Map()
  const { results } = await db
    .prepare('SELECT s.rootId, s.id FROM json_each(?1) r JOIN School s ON s.rootId = r.value')
    .bind(JSON.stringify(rootIds))
    .all<{ rootId: string; id: string }>()
  const members = new Map<string, string[]>()
  for (const { rootId, id } of results) members.set(rootId, [...(members.get(rootId) ?? []), id])
  return members
}
