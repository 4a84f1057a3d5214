import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { insertPeople, renamePerson, setAccountUser } from '#people/accounts/account-store.ts'
import { notErased } from '#people/accounts/mailbox-store.ts'

type SignedIn = Act & { actor: { accountId: string; email: string } }

/** `same`: a new or corrected name; `other`: somebody else from now on; `erased`: they are gone. */
export const nameAccount = (act: SignedIn, ask: { name: string; who: 'same' | 'other' }): Promise<Result<undefined, 'erased'>> => {
  const { personId } = act.actor
  return personId !== undefined && ask.who === 'same' ? renameUser(act, personId, ask.name) : replaceUser(act, ask.name)
}

const renameUser = async (act: SignedIn, personId: string, name: string): Promise<Result<undefined, 'erased'>> => {
  const { db, actor } = act
  const result = await atomically(
    db,
    [
      notErased(db, actor.accountId, personId),
      renamePerson(db, personId, name),
      logged(act, { act: 'person.renamed', subject: ['person', personId] }),
    ],
    { [guardBroken]: 'erased' } as const,
  )
  return result.ok ? ok(undefined) : result
}

/** The new user is a person of their own; the first user of an account is one too. */
const replaceUser = async (act: SignedIn, name: string): Promise<Result<undefined, 'erased'>> => {
  const { db, now, actor } = act
  const id = newId(now)
  const result = await atomically(
    db,
    [
      ...insertPeople(db, instant(now), [{ id, name, email: actor.email }]),
      setAccountUser(db, actor.accountId, id),
      logged(act, {
        act: 'account.user_named',
        subject: ['account', actor.accountId],
        before: { personId: actor.personId ?? null },
        after: { personId: id },
      }),
    ],
    { [guardBroken]: 'erased' } as const,
  )
  return result.ok ? ok(undefined) : result
}
