import { revokeAllBrowsers } from '../accounts/sign-in-store.ts'
import type { Act } from '../act.ts'
import { addMinutes, type Instant, instant } from '../dates.ts'
import { atomically } from '../db/atomically.ts'
import { newId } from '../id.ts'
import { logged } from '../log/store.ts'
import { ok, type Result } from '../result.ts'
import { type UndoRow, undoRows } from './email-store.ts'

export const undoDays = 7

export type UndoReason = 'already_undone' | 'undo_has_ended' | 'address_taken'

/** Until when the link to the old address undoes a change; a trigger says the same. */
export const undoableUntil = (usedAt: Instant): Instant => instant(addMinutes(new Date(usedAt), undoDays * 24 * 60))

/**
 * Gives an account back the address that a change took from it, by the link that its old address got. Whoever is signed in is signed out
 * everywhere: the next sign-in needs a code from the old address. Needs no sign-in; the link works once, for a week.
 */
export const undoEmail = async (act: Act, row: UndoRow): Promise<Result<undefined, UndoReason>> => {
  const written = await atomically(
    act.db,
    [
      ...undoRows(act, newId(act.now), row),
      revokeAllBrowsers(act.db, row.accountId, act.now),
      logged(act, { act: 'account.email_change_undone', subject: ['account', row.accountId] }),
    ],
    {
      already_undone: 'already_undone',
      undo_has_ended: 'undo_has_ended',
      'Account.email': 'address_taken',
    } as const,
  )
  return written.ok ? ok(undefined) : written
}
