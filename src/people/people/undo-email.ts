import type { Act } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { revokeAllBrowsers } from '#people/sign-in/sign-in-store.ts'
import { endMadeSince, type UndoRow, undoRows } from './email-store.ts'

export const undoDays = 7

export type UndoReason = 'already_undone' | 'undo_has_ended'

/** Until when the old address can undo a change; same as the trigger. */
export const undoableUntil = (usedAt: Instant): Instant => instant(addMinutes(new Date(usedAt), undoDays * 24 * 60))

/** Signs out everywhere, and ends what was set up since to get in or read along. Within a week. */
export const undoEmail = async (act: Act, row: UndoRow): Promise<Result<undefined, UndoReason>> => {
  const result = await atomically(
    act.db,
    [
      ...undoRows(act, newId(act.now), row),
      ...endMadeSince(act, row),
      revokeAllBrowsers(act.db, row.accountId, act.now),
      logged(act, { act: 'account.email_change_undone', subject: ['account', row.accountId] }),
    ],
    {
      already_undone: 'already_undone',
      undo_has_ended: 'undo_has_ended',
    } as const,
  )
  return result.ok ? ok(undefined) : result
}
