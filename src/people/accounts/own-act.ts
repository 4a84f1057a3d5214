import type { Act } from '#base/act.ts'
import { notFound } from '#base/errors.ts'

export type OwnAct = Act & { actor: { accountId: string; email: string } }

/** The signed-in account's act; the page's guard has checked that there is one. */
export const requireAccount = (act: Act): OwnAct => {
  const { accountId, email } = act.actor
  if (accountId === undefined || email === undefined) throw notFound('account')
  return { ...act, actor: { ...act.actor, accountId, email } }
}
