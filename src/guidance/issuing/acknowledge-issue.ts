import { type Act, nobody } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { OwnIssue, Receipt } from './issuing.ts'
import { fewStated, insertReceipts } from './receipt-store.ts'

type At = { schoolId: string; issue: Pick<OwnIssue, 'id' | 'documentId'> }

const noted = (act: Act, { schoolId, issue }: At, what: Receipt['what'], level: Receipt['level']): SqlStatement =>
  logged(act, { act: `guidance.${what}`, subject: ['guidance', issue.documentId], schoolId, after: { issueId: issue.id, level } }, true)

/** That a signed-in account fetched a version: written once, by whoever acts for the school. */
export const noteOpened = async (act: Act, at: At): Promise<void> => {
  await atomically(act.db, [
    insertReceipts(act, [{ issueId: at.issue.id, what: 'opened', level: 'seen', accountId: act.actor.accountId }]),
    noted(act, at, 'opened', 'seen'),
  ])
}

export const acknowledgeIssue = async (act: Act, at: At): Promise<void> => {
  await atomically(act.db, [
    insertReceipts(act, [{ issueId: at.issue.id, what: 'acknowledged', level: 'seen', accountId: act.actor.accountId }]),
    noted(act, at, 'acknowledged', 'seen'),
  ])
}

/** More than a school has people who are written to. */
const mostStated = 30

/** By a link: as the name and role were typed, whoever is signed in in that browser. */
export const stateIssue = async (by: Act, at: At, { name, role }: { name: string; role: string }): Promise<Result<void, 'too_many'>> => {
  const act = { ...by, actor: nobody }
  const result = await atomically(
    act.db,
    [
      fewStated(act.db, at.issue.id, mostStated),
      insertReceipts(act, [{ issueId: at.issue.id, what: 'acknowledged', level: 'stated', name, role }]),
      noted(act, at, 'acknowledged', 'stated'),
    ],
    { [guardBroken]: 'too_many' } as const,
  )
  return result.ok ? ok(undefined) : result
}
