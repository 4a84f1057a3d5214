import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { nameKey } from '#base/person-name.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { insertPeople, setAccountUser } from '#people/accounts/account-store.ts'
import type { MailboxPerson } from '#people/accounts/mailbox.ts'
import { notErased, readMailbox, setActing, setShared } from '#people/accounts/mailbox-store.ts'

type Me = Act & { actor: { accountId: string; email: string } }

/** The person meant, with statements that add a new one. */
const meant = (act: Me, people: readonly MailboxPerson[], name: string): { personId: string; statements: SqlStatement[] } => {
  const own =
    act.actor.personId !== undefined && act.actor.name !== undefined && nameKey(act.actor.name) === nameKey(name)
      ? act.actor.personId
      : undefined
  const known = own ?? people.find((one) => nameKey(one.name) === nameKey(name))?.id
  if (known) return { personId: known, statements: [] }
  const personId = newId(act.now)
  return { personId, statements: [...insertPeople(act.db, instant(act.now), [{ id: personId, name, email: act.actor.email }])] }
}

/** A known person or a typed name, until sign-out. Acts are logged as theirs. */
export const sayWhoActs = async (
  act: Me,
  ask: { signInId: string; personId: string | undefined; name: string },
): Promise<Result<undefined, 'no_such_person'>> => {
  const { people } = await readMailbox(act.db, act.actor.accountId)
  if (ask.personId !== undefined && !people.some(({ id }) => id === ask.personId)) return refuse('no_such_person')
  const { personId, statements } = ask.personId ? { personId: ask.personId, statements: [] } : meant(act, people, ask.name)
  const as: Act = { ...act, actor: { ...act.actor, personId } }
  const result = await atomically(
    act.db,
    [
      ...statements,
      notErased(act.db, act.actor.accountId, personId),
      setActing(act.db, ask.signInId, personId),
      logged(as, { act: 'account.acting_named', subject: ['account', act.actor.accountId], after: { personId } }),
    ],
    { [guardBroken]: 'no_such_person' } as const,
  )
  return result.ok ? ok(undefined) : result
}

/**
 * The holder says whether the mailbox is shared. If so, `name` acts now, and other browsers ask
 * before their next act; if not, `name` owns the address. A name alone never attaches a record that
 * has an address of its own, because co-readers know the names.
 */
export const sayWhetherShared = async (
  act: Me,
  ask: { signInId: string; shared: boolean; name: string },
): Promise<Result<undefined, 'no_such_person'>> => {
  const { accountId } = act.actor
  const { people } = await readMailbox(act.db, accountId)
  const here = people.filter((one) => one.here)
  const { shared, personId: acting } = act.actor
  const chosen = shared && !here.some(({ id }) => id === acting) ? undefined : acting
  const { personId, statements } = ask.shared
    ? meant(act, people, ask.name)
    : meant({ ...act, actor: { ...act.actor, personId: chosen } }, here, ask.name)
  const as: Act = { ...act, actor: { ...act.actor, personId } }
  const result = await atomically(
    act.db,
    [
      ...statements,
      notErased(act.db, accountId, personId),
      setShared(act, accountId, ask.shared),
      setActing(act.db, ask.signInId, personId),
      ...(ask.shared ? [] : [setAccountUser(act.db, accountId, personId)]),
      logged(as, { act: 'account.shared_set', subject: ['account', accountId], after: { shared: ask.shared, personId } }),
    ],
    { [guardBroken]: 'no_such_person' } as const,
  )
  return result.ok ? ok(undefined) : result
}
