// Under which names schools stand in files, requests and the pages of both: one rule, so that they never disagree.
import { nameOn } from '#schools/schools/identity-store.ts'

/** SQL: the first day of the event `e`; '' when it has none. */
export const dayOf = (e: string): string => `COALESCE((SELECT date(MIN(o.startsAt)) FROM ActiveSession o WHERE o.eventId = ${e}.id), '')`

/**
 * SQL: who is billed by the payer `y` (its school `k`, its details `d`) for an event on `day`: the name that finance gave, else that of the trust,
 * else that of the school on the day.
 */
export const billedAs = (day: string): string =>
  `COALESCE(NULLIF(d.billingName, ''), IIF(y.kind = 'trust', (SELECT MAX(t.trustName) FROM School t WHERE t.trustUid = y.trustUid), ${nameOn('k.rootId', day)}), '')`
