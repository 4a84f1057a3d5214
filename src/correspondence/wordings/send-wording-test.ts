import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { Rendered } from '#emails/messages/mail.tsx'
import { queued } from '#messages/outbox/store.ts'
import type { Template } from './wording.ts'

/** Sends a sample message to the reader's own address only; the subject says that it is a test. */
export const sendWordingTest = async (
  act: Act,
  ask: { template: Template; rendered: Rendered },
): Promise<Result<undefined, 'not_signed_in'>> => {
  const { accountId, email, name } = act.actor
  if (!accountId || !email) return refuse('not_signed_in')
  await atomically(
    act.db,
    [
      ...queued(act, {
        ...ask.rendered,
        subject: `[Test] ${ask.rendered.subject}`,
        id: newId(act.now),
        kind: 'wording_test',
        to: { name, email },
        recipient: accountId,
      }),
      logged(act, { act: 'wording.tested', subject: ['wording', ask.template.name] }),
    ],
    {},
  )
  return ok(undefined)
}
