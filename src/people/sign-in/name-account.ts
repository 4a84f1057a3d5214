import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { insertPerson, renamePerson, setAccountUser } from '#people/accounts/account-store.ts'
import { notErased } from '#people/accounts/mailbox-store.ts'

/**
 * Sets who uses the account. `same`: a renamed or misspelt person. `other`: somebody else uses it
 * from now on; the former's acts stay theirs. `erased`: the person is gone.
 */
export const nameAccount = async (
  act: Act & { actor: { accountId: string; email: string } },
  ask: { name: string; who: 'same' | 'other' },
): Promise<Result<undefined, 'erased'>> => {
  const { db, now, actor } = act
  const { accountId, personId } = actor
  if (personId !== undefined && ask.who === 'same') {
    const renamed = await atomically(
      db,
      [
        notErased(db, accountId, personId),
        renamePerson(db, personId, ask.name),
        logged(act, { act: 'person.renamed', subject: ['person', personId] }),
      ],
      { [guardBroken]: 'erased' } as const,
    )
    return renamed.ok ? ok(undefined) : renamed
  }
  const id = newId(now)
  const written = await atomically(
    db,
    [
      insertPerson(db, instant(now), { id, name: ask.name, email: actor.email }),
      setAccountUser(db, accountId, id),
      logged(act, {
        act: 'account.user_named',
        subject: ['account', accountId],
        before: { personId: personId ?? null },
        after: { personId: id },
      }),
    ],
    { [guardBroken]: 'erased' } as const,
  )
  return written.ok ? ok(undefined) : written
}
