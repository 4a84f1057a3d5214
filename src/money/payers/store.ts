import type { Act } from '#base/act.ts'
import { type Day, instant } from '#base/dates.ts'
import { mapped, one, only, type Read } from '#base/db/read.ts'
import { onTheDay } from '#schools/schools/identity-store.ts'
import {
  type Area,
  type PayerDetails,
  type PayerRules,
  payerIdOf,
  type Route,
  type Standing,
  type Status,
  standingFrom,
  type WhoPays,
} from './payer.ts'

export { payerIdOf }

/** Inserts the payer if it is missing. */
export const ensurePayer = (act: Act, payer: WhoPays): D1PreparedStatement =>
  act.db
    .prepare('INSERT INTO Payer (id, kind, schoolId, trustUid, createdAt) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING')
    .bind(
      payerIdOf(payer),
      payer.kind,
      payer.kind === 'school' ? payer.schoolId : null,
      payer.kind === 'trust' ? payer.trustUid : null,
      instant(act.now),
    )

/** SQL: row `x`, with fromDay and toDay, holds on `day`. */
export const holdsOn = (x: string, day: string): string => `${x}.fromDay <= ${day} AND (${x}.toDay IS NULL OR ${day} < ${x}.toDay)`

/** SQL: places that draw on agreement `a` now. */
export const usedOf = (a: string): string => `(SELECT COUNT(*) FROM PlacePrice u WHERE u.agreementId = ${a}.id AND u.supersededAt IS NULL)`

// ?1 the school, ?2 the day. `legal` is what the school is on that day under any of its URNs. Rows
// about a school are found under every id that became it.
const ground = `
  WITH root AS MATERIALIZED (SELECT s.* FROM School n JOIN School s ON s.id = n.rootId WHERE n.id = ?1),
  member AS MATERIALIZED (SELECT m.id FROM root CROSS JOIN School m ON m.rootId = root.id),
  legal AS MATERIALIZED (
    SELECT i.sector, i.laCode, i.trustUid, i.trustName, i.urn FROM member m CROSS JOIN SchoolIdentity i ON i.schoolId = m.id AND i.supersededAt IS NULL
    ORDER BY ${onTheDay('i', '?2')}
    LIMIT 1),
  standing AS MATERIALIZED (
    SELECT root.id AS rootId, root.origin, COALESCE(l.sector, root.sector) AS sector, COALESCE(l.laCode, root.laCode) AS laCode,
      IIF(l.sector = 'academy', l.trustUid, NULL) AS trustUid, IIF(l.sector = 'academy', l.trustName, NULL) AS trustName, COALESCE(l.urn, root.urn) AS urn
    FROM root LEFT JOIN legal l ON root.origin = 'register'),
  central AS MATERIALIZED (
    SELECT EXISTS (SELECT 1 FROM CentralPayer c JOIN standing s ON s.trustUid = c.trustUid WHERE c.supersededAt IS NULL AND ${holdsOn('c', '?2')}) AS yes),
  payer AS MATERIALIZED (
    SELECT 'payer-of-trust-' || s.trustUid AS id, 1 AS first FROM standing s, central WHERE central.yes
    UNION ALL SELECT 'payer-of-' || m.id, m.id = s.rootId FROM member m, standing s, central WHERE NOT central.yes)
  SELECT s.*, central.yes AS central,
    (SELECT r.route FROM payer p JOIN PayerRoute r ON r.payerId = p.id AND r.supersededAt IS NULL AND ${holdsOn('r', '?2')}
      ORDER BY p.first DESC, r.createdAt DESC LIMIT 1) AS override,
    (SELECT json_group_array(json_object('status', d.status, 'area', d.area, 'route', d.route)) FROM RouteDefault d WHERE d.supersededAt IS NULL) AS defaults,
    (SELECT json_object('costCentre', d.costCentre, 'subjectiveCode', d.subjectiveCode, 'customerNumber', d.customerNumber,
        'billingName', d.billingName, 'billingEmail', d.billingEmail, 'billingAddress', d.billingAddress)
      FROM payer p JOIN PayerDetails d ON d.payerId = p.id AND d.supersededAt IS NULL ORDER BY p.first DESC, d.createdAt DESC LIMIT 1) AS details,
    (SELECT json_group_array(json_object('id', q.id, 'name', q.name, 'left', q.places - q.used)) FROM (
      SELECT a.id, a.name, a.places, ${usedOf('a')} AS used FROM Agreement a
      WHERE a.endedAt IS NULL AND ${holdsOn('a', '?2')} AND (a.schoolId IN (SELECT id FROM member) OR a.trustUid = s.trustUid)
      ORDER BY a.schoolId IS NULL, COALESCE(a.toDay, '9999'), a.places IS NULL, a.createdAt, a.id) q) AS agreements
  FROM standing s, central`

type GroundRow = {
  rootId: string
  origin: 'register' | 'outside'
  sector: string | null
  laCode: string | null
  trustUid: string | null
  trustName: string | null
  urn: string | null
  central: number
  override: Route | null
  defaults: string
  details: string | null
  agreements: string
  day: Day
  laCodes: string
}

type AgreementLeft = { id: string; name: string; left: number | null }

/** Everything that decides who pays for a school on a day, and how. */
export type PayerGround = {
  rootId: string
  /** The school's URN on the day, and its trust. */
  urn: string | null
  trustName: string | null
  standing: Standing
  rules: PayerRules
  /**
   * In the order of use, the school's own first. `left` is at least 0; null: any number of places.
   */
  agreements: AgreementLeft[]
  hasAgreement: boolean
  /** Of whoever pays: the trust when it pays centrally. */
  details: PayerDetails | undefined
}

const selectGround = (act: Act, schoolId: string, day: Day): D1PreparedStatement =>
  act.db.prepare(`SELECT g.*, ?2 AS day, json(?3) AS laCodes FROM (${ground}) g`).bind(schoolId, day, JSON.stringify(act.laCodes))

/** @param schoolId a root or not, which callers have checked to exist */
export const selectPayerGround = (act: Act, schoolId: string, day: Day): Read<PayerGround> =>
  mapped(only<GroundRow>(selectGround(act, schoolId, day)), groundOf)

/** The same of a school that is perhaps unknown. */
export const selectPossibleGround = (act: Act, schoolId: string, day: Day): Read<PayerGround | undefined> =>
  mapped(one<GroundRow>(selectGround(act, schoolId, day)), (row) => row && groundOf(row))

const groundOf = (row: GroundRow): PayerGround => {
  const agreements = (JSON.parse(row.agreements) as AgreementLeft[]).map((one) => ({
    ...one,
    left: one.left === null ? null : Math.max(0, one.left),
  }))
  return {
    rootId: row.rootId,
    urn: row.urn,
    trustName: row.trustName,
    standing: standingFrom(row, row.day, JSON.parse(row.laCodes) as string[]),
    rules: {
      central: row.central === 1,
      override: row.override ?? undefined,
      defaults: JSON.parse(row.defaults) as { status: Status; area: Area; route: Route }[],
    },
    agreements,
    hasAgreement: agreements.length > 0,
    details: row.details === null ? undefined : (JSON.parse(row.details) as PayerDetails),
  }
}
