// The schools of a trust as they are today, root schools that are open, for whoever acts for it.
// Every query checks the claim on the trust: trust ?1, account ?2.

import type { Act } from '#base/act.ts'
import { one, type Read } from '#base/db/read.ts'
import { selectGrid } from '#front/home/grid-store.ts'
import type { OwnTrust } from '#schools/schools/record.ts'

const claimed = `EXISTS (SELECT 1 FROM TrustClaim t WHERE t.accountId = ?2 AND t.state = 'approved' AND t.trustUid = ?1)`

/** SQL: its schools `s`, if account ?2 acts for it. */
export const ofTrust = `School s WHERE s.trustUid = ?1 AND s.rootId = s.id AND s.isOpen AND ${claimed}`

const nameOfTrust = `COALESCE((SELECT MAX(n.trustName) FROM School n WHERE n.trustUid = t.trustUid), 'Trust ' || t.trustUid)`

/** undefined: the account does not act for it. */
export const selectTrust = (act: Act, trustUid: string): Read<OwnTrust | undefined> =>
  one<OwnTrust>(
    act.db
      .prepare(
        `SELECT t.trustUid AS uid, ${nameOfTrust} AS name FROM TrustClaim t WHERE t.trustUid = ?1 AND t.accountId = ?2 AND t.state = 'approved'`,
      )
      .bind(trustUid, act.actor.accountId ?? ''),
  )

export const selectTrustGrid = (act: Act, trustUid: string) => selectGrid(act, ofTrust, trustUid)
