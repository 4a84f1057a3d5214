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

/** Until when the link to the old address undoes a change; a trigger says the same. */
export const undoableUntil = (usedAt: Instant): Instant => instant(addMinutes(new Date(usedAt), undoDays * 24 * 60))

/**
 * Gives an account back the address that a change took from it, to whoever reads its mail: by the link that went there, or by a code that was
 * asked for to sign in. It is signed out everywhere, and what was set up since to come in or to read along ends. Once, within a week.
 */
export const undoEmail = async (act: Act, row: UndoRow): Promise<Result<undefined, UndoReason>> => {
  const written = await atomically(
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
  return written.ok ? ok(undefined) : written
}
