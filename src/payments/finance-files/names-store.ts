// The names of schools in files, requests and their pages, from one rule, so that they agree.
import { nameOn } from '#schools/schools/identity-store.ts'

/** SQL: the first day of event `e`; '' when it has none. */
export const dayOf = (e: string): string => `COALESCE((SELECT date(MIN(o.startsAt)) FROM ActiveSession o WHERE o.eventId = ${e}.id), '')`

/** SQL: the name finance gave payer `y`, else its trust’s, else that of the school `k` on `day`. */
export const billedAs = (day: string): string =>
  `COALESCE(NULLIF(d.billingName, ''), IIF(y.kind = 'trust', (SELECT MAX(t.trustName) FROM School t WHERE t.trustUid = y.trustUid), ${nameOn('k.rootId', day)}), '')`
