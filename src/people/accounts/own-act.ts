// The act of somebody about themselves.
import type { Act } from '#base/act.ts'
import { notFound } from '#base/errors.ts'

export type OwnAct = Act & { actor: { accountId: string; email: string } }

/** The act of somebody who is signed in, which the guard of the page has seen to. */
export const requireAccount = (act: Act): OwnAct => {
  const { accountId, email } = act.actor
  if (accountId === undefined || email === undefined) throw notFound('account')
  return { ...act, actor: { ...act.actor, accountId, email } }
}
