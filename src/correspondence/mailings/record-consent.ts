import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { consents, mayTakeBack } from './consent.ts'
import { appendedConsent, type Statement, standingConsent, unsubscribeLink } from './consent-store.ts'

const append = async (act: Act, statement: Statement, subject: readonly [string, string]): Promise<void> => {
  const { given, how, topicId } = statement
  await atomically(
    act.db,
    [
      ...appendedConsent(act, statement),
      logged(act, {
        act: given ? 'consent.given' : 'consent.withdrawn',
        subject,
        after: { how, ...(topicId === '' ? {} : { topicId }) },
      }),
    ],
    // The same was stated a moment ago, so nothing is left to do.
    { [guardBroken]: 'said_already' },
  )
}

/**
 * A signed-in reader asks for news of new conferences, or for none; with a topic, for invitations
 * on it. Repeating changes nothing. @param of whose address: their own, or their school's office
 */
export const sayConsent = async (
  act: Act & { actor: { accountId: string; email: string } },
  given: boolean,
  topicId: string,
  of: string = act.actor.email,
): Promise<void> => {
  const { accountId } = act.actor
  const email = of.toLowerCase()
  if (consents(await standingConsent(act.db, email, topicId), topicId) === given) return
  await append(act, { email, topicId, given, how: 'account', accountId }, ['account', accountId])
}

/**
 * Follows the unsubscribe link for whoever holds it.
 * @param given false: no more; true: undoes what a link withdrew
 * @returns false for an unknown link
 */
export const followUnsubscribeLink = async (act: Act, tokenHash: string, given: boolean): Promise<boolean> => {
  const link = await unsubscribeLink(act.db, tokenHash)
  if (!link) return false
  const { email, sendingId, topicId, standing } = link
  if (given ? !mayTakeBack(standing) : !consents(standing, topicId)) return true
  const statement = { email, topicId, given, how: 'unsubscribe_link' as const, sendingId: sendingId ?? undefined }
  await append(act, statement, ['sending', sendingId ?? 'none'])
  return true
}
