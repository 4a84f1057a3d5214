import type { Act } from '#base/act.ts'
import { type Day, instant } from '#base/dates.ts'
import { all, mapped, one, only, type Read } from '#base/db/read.ts'
import { insertOnce } from '#base/db/write.ts'
import { identityOn } from '#schools/schools/identity-store.ts'
import {
  type AgreementLeft,
  type Area,
  type PayerDetails,
  type PayerRules,
  type PriceGround,
  payerIdOf,
  type Route,
  type Status,
  standingFrom,
  type WhoPays,
} from './payer.ts'

export { payerIdOf }

export const ensurePayer = (act: Act, payer: WhoPays): SqlStatement =>
  insertOnce(act.db, 'Payer', [], {
    id: payerIdOf(payer),
    kind: payer.kind,
    schoolId: payer.kind === 'school' ? payer.schoolId : null,
    trustUid: payer.kind === 'trust' ? payer.trustUid : null,
    createdAt: instant(act.now),
  })

/** SQL: row `x`, with fromDay and toDay, holds on `day`. */
export const holdsOn = (x: string, day: string): string => `${x}.fromDay <= ${day} AND (${x}.toDay IS NULL OR ${day} < ${x}.toDay)`

/** SQL: places that draw on agreement `a` now. */
export const usedOf = (a: string): string => `(SELECT COUNT(*) FROM PlacePrice u WHERE u.agreementId = ${a}.id AND u.supersededAt IS NULL)`

/** SQL: who pays for the school of row `s`, the one that is paid for first before others. */
const payers = `(SELECT 'payer-of-trust-' || s.trustUid AS id, 1 AS first WHERE s.central
    UNION ALL SELECT 'payer-of-' || m.id, m.id = s.rootId FROM School m WHERE m.rootId = s.rootId AND NOT s.central)`

/**
 * SQL: the ground of each school and day of `asked`. `legal` is what the school is on that day
 * under any of its URNs. Rows about a school are found under every id that became it.
 */
const groundOn = (asked: string): string => `
  WITH legal AS MATERIALIZED (
    SELECT a.day, root.id AS rootId, root.origin, COALESCE(l.sector, root.sector) AS sector, COALESCE(l.laCode, root.laCode) AS laCode,
      IIF(l.sector = 'academy', l.trustUid, NULL) AS trustUid, IIF(l.sector = 'academy', l.trustName, NULL) AS trustName, COALESCE(l.urn, root.urn) AS urn
    FROM (${asked}) a CROSS JOIN School root ON root.id = a.rootId
      LEFT JOIN SchoolIdentity l ON root.origin = 'register' AND l.id = ${identityOn('a.rootId', 'a.day')}),
  standing AS MATERIALIZED (
    SELECT l.*, EXISTS (SELECT 1 FROM CentralPayer c WHERE c.trustUid = l.trustUid AND c.supersededAt IS NULL AND ${holdsOn('c', 'l.day')}) AS central FROM legal l)
  SELECT s.*,
    (SELECT r.route FROM ${payers} p JOIN PayerRoute r ON r.payerId = p.id AND r.supersededAt IS NULL AND ${holdsOn('r', 's.day')}
      ORDER BY p.first DESC, r.createdAt DESC LIMIT 1) AS override,
    (SELECT json_group_array(json_object('status', d.status, 'area', d.area, 'route', d.route)) FROM RouteDefault d WHERE d.supersededAt IS NULL) AS defaults,
    (SELECT json_object('costCentre', d.costCentre, 'subjectiveCode', d.subjectiveCode, 'customerNumber', d.customerNumber,
        'billingName', d.billingName, 'billingEmail', d.billingEmail, 'billingAddress', d.billingAddress)
      FROM ${payers} p JOIN PayerDetails d ON d.payerId = p.id AND d.supersededAt IS NULL ORDER BY p.first DESC, d.createdAt DESC LIMIT 1) AS details,
    (SELECT json_group_array(json_object('id', q.id, 'name', q.name, 'left', q.left)) FROM (
      SELECT a.id, a.name, IIF(a.places IS NULL, NULL, a.places - ${usedOf('a')}) AS left FROM (
        SELECT y.* FROM School m CROSS JOIN Agreement y ON y.schoolId = m.id AND y.endedAt IS NULL WHERE m.rootId = s.rootId
        UNION ALL SELECT y.* FROM Agreement y WHERE y.trustUid = s.trustUid AND y.endedAt IS NULL) a
      WHERE ${holdsOn('a', 's.day')}
      ORDER BY a.schoolId IS NULL, COALESCE(a.toDay, '9999'), a.places IS NULL, a.createdAt, a.id) q) AS agreements
  FROM standing s`

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

/** Everything that decides who pays for a school on a day, and how. */
export type PayerGround = PriceGround & {
  /** The school's URN on the day, and its trust. */
  urn: string | null
  trustName: string | null
  rules: PayerRules
  /** Of whoever pays: the trust when it pays centrally. */
  details: PayerDetails | undefined
}

/**
 * SQL: each rootId of `asked` with its day `first`, and with each later day until its day `last`
 * from which another identity or agreement may hold.
 */
const turnsOf = (asked: string): string => `
  WITH span AS MATERIALIZED (${asked}),
    member AS MATERIALIZED (SELECT a.*, m.id AS schoolId FROM span a CROSS JOIN School m ON m.rootId = a.rootId),
    legal AS MATERIALIZED (SELECT o.*, i.trustUid, json_array(i.validFrom, i.validTo, i.opensOn, i.closesOn) AS days FROM member o
      CROSS JOIN SchoolIdentity i ON i.schoolId = o.schoolId AND i.supersededAt IS NULL),
    turn AS (SELECT rootId, first, last, days FROM legal
      UNION ALL SELECT o.rootId, o.first, o.last, json_array(y.fromDay, y.toDay) FROM member o CROSS JOIN Agreement y ON y.schoolId = o.schoolId AND y.endedAt IS NULL
      UNION ALL SELECT l.rootId, l.first, l.last, json_array(y.fromDay, y.toDay) FROM legal l CROSS JOIN Agreement y ON y.trustUid = l.trustUid AND y.endedAt IS NULL)
  SELECT rootId, first AS day FROM span
  UNION SELECT t.rootId, d.value FROM turn t CROSS JOIN json_each(t.days) d WHERE d.value > t.first AND d.value <= t.last`

const priceColumns = ['rootId', 'day', 'origin', 'sector', 'laCode', 'trustUid'].map((name) => `'${name}', g.${name}`).join(', ')

/**
 * SQL: what decides the prices of each rootId of `asked` from its day `first` to its day `last`,
 * for `priceGroundsOf`. It is read once for all days between two changes.
 */
export const priceGrounds = (asked: string): string =>
  `(SELECT json_group_array(json_object(${priceColumns}, 'agreements', json(g.agreements))) FROM (${groundOn(turnsOf(asked))}) g)`

type PriceRow = Pick<GroundRow, 'rootId' | 'day' | 'origin' | 'sector' | 'laCode' | 'trustUid'>
export type StoredPriceGround = PriceRow & { agreements: AgreementLeft[] }

/** In the order of days. */
export const priceGroundsOf = (rows: readonly StoredPriceGround[], laCodes: readonly string[]): PriceGround[] =>
  rows.toSorted((a, b) => (a.day < b.day ? -1 : 1)).map((row) => priceGroundOf(row, row.agreements, laCodes))

const priceGroundOf = (row: PriceRow, found: readonly AgreementLeft[], laCodes: readonly string[]): PriceGround => ({
  rootId: row.rootId,
  standing: standingFrom(row, row.day, laCodes),
  agreements: found.map((one) => ({ ...one, left: one.left === null ? null : Math.max(0, one.left) })),
  hasAgreement: found.length > 0,
})

const selectGround = (act: Act, schoolId: string, day: Day): SqlStatement =>
  act.db
    .prepare(`SELECT g.*, json(?3) AS laCodes FROM (${groundOn('SELECT n.rootId, ?2 AS day FROM School n WHERE n.id = ?1')}) g`)
    .bind(schoolId, day, JSON.stringify(act.laCodes))

/** @param schoolId a root or not, which callers have checked to exist */
export const selectPayerGround = (act: Act, schoolId: string, day: Day): Read<PayerGround> =>
  mapped(only<GroundRow>(selectGround(act, schoolId, day)), groundOf)

/** Of schools (roots), each on its day. */
export const selectPayerGroundsOn = (act: Act, asked: readonly { rootId: string; day: Day }[]): Read<PayerGround[]> =>
  mapped(
    all<GroundRow>(
      act.db
        .prepare(
          `SELECT g.*, json(?2) AS laCodes FROM (${groundOn(`SELECT DISTINCT value ->> 'rootId' AS rootId, value ->> 'day' AS day FROM json_each(?1)`)}) g`,
        )
        .bind(JSON.stringify(asked), JSON.stringify(act.laCodes)),
    ),
    (rows) => rows.map(groundOf),
  )

/**
 * On each day, in London or by UTC, on which an event with a price may begin, for a page that reads
 * the event in the same trip.
 */
export const selectPayerGroundsAt = (act: Act, schoolId: string, eventCode: string): Read<PayerGround[]> =>
  mapped(
    all<GroundRow>(
      act.db
        .prepare(
          `WITH begin AS MATERIALIZED (SELECT COALESCE((SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id), ?4) AS at
             FROM Event e WHERE e.code = ?2 AND e.priceId IS NOT NULL)
           SELECT g.*, json(?3) AS laCodes FROM (${groundOn(`SELECT n.rootId, d.day FROM School n
             CROSS JOIN (SELECT substr(at, 1, 10) AS day FROM begin UNION SELECT date(at, '+1 hour') FROM begin) d WHERE n.id = ?1`)}) g`,
        )
        .bind(schoolId, eventCode.toUpperCase(), JSON.stringify(act.laCodes), instant(act.now)),
    ),
    (rows) => rows.map(groundOf),
  )

export const selectPossibleGround = (act: Act, schoolId: string, day: Day): Read<PayerGround | undefined> =>
  mapped(one<GroundRow>(selectGround(act, schoolId, day)), (row) => row && groundOf(row))

const groundOf = (row: GroundRow): PayerGround => ({
  ...priceGroundOf(row, JSON.parse(row.agreements) as AgreementLeft[], JSON.parse(row.laCodes) as string[]),
  urn: row.urn,
  trustName: row.trustName,
  rules: {
    central: row.central === 1,
    override: row.override ?? undefined,
    defaults: JSON.parse(row.defaults) as { status: Status; area: Area; route: Route }[],
  },
  details: row.details === null ? undefined : (JSON.parse(row.details) as PayerDetails),
})
