import type { Rendered } from '../../emails/mail.tsx'
import type { Act } from '../act.ts'
import { atomically } from '../db/atomically.ts'
import { newId } from '../id.ts'
import { logged } from '../log/store.ts'
import { queued } from '../outbox/store.ts'
import { ok, type Result, refuse } from '../result.ts'
import type { Template } from './wording.ts'

/** Sends a message with made-up facts to the address of whoever asks, and to nobody else; its subject says that it is a test. */
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
