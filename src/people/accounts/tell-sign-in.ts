import type { Council } from '#base/council.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { type NewWayIn, signInChanged } from '#emails/people/sign-in-changed.tsx'
import { queuedAll } from '#messages/outbox/store.ts'
import type { OwnAct } from './own-act.ts'
import { selectOtherAdministrators } from './role-store.ts'

/**
 * Statements that tell the account of a new way to sign in to it and, where it is one of the
 * council's people, the other administrators. The owner of a changed address is told by
 * `email_changed`. One round trip.
 */
export const tellSignInChanged = async (act: OwnAct, way: NewWayIn, council: Council): Promise<SqlStatement[]> => {
  const { accountId, name, email } = act.actor
  const administrators = await readNow(act.db, selectOtherAdministrators(act.db, accountId))
  const of = { id: accountId, name: name ?? email }
  const recipients = [
    ...(way.kind === 'address' ? [] : [{ ...of, email, of: undefined }]),
    ...administrators.map((one) => ({ ...one, name: one.name ?? undefined, of })),
  ]
  return queuedAll(
    act,
    recipients.map((to) => ({
      id: newId(act.now),
      kind: 'sign_in_changed',
      recipient: to.id,
      to: { name: to.name, email: to.email },
      replyTo: council.contactEmail || undefined,
      ...signInChanged({ council, baseUrl: act.baseUrl, at: act.now, way, of: to.of }),
    })),
  )
}
