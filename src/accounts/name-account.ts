import type { Act } from '../act.ts'
import { instant } from '../dates.ts'
import { atomically } from '../db/atomically.ts'
import { newId } from '../id.ts'
import { logged } from '../log/store.ts'
import { insertPerson, renamePerson, usedBy } from './store.ts'

/**
 * Says who uses the account. `same`: the person there was, whose name changes or was misspelt. `other`: somebody else uses the address
 * from now on; what the one before did stays theirs.
 */
export const nameAccount = async (
  act: Act & { actor: { accountId: string; email: string } },
  ask: { name: string; who: 'same' | 'other' },
): Promise<void> => {
  const { db, now, actor } = act
  const { accountId, personId } = actor
  if (personId !== undefined && ask.who === 'same') {
    await atomically(db, [renamePerson(db, personId, ask.name), logged(act, { act: 'person.renamed', subject: ['person', personId] })])
    return
  }
  const id = newId(now)
  await atomically(db, [
    insertPerson(db, instant(now), { id, name: ask.name, email: actor.email }),
    usedBy(db, accountId, id),
    logged(act, {
      act: 'account.user_named',
      subject: ['account', accountId],
      before: { personId: personId ?? null },
      after: { personId: id },
    }),
  ])
}
