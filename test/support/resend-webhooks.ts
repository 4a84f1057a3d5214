import { request } from './factories.ts'
import { payloadOf, signed, type Told, webhookSecret } from './signed-webhooks.ts'

export * from './signed-webhooks.ts'

/** Hands a webhook over as the provider would, and waits for what follows. */
export const tell = async (told: Told, id?: string): Promise<number> => {
  const body = payloadOf(told)
  const answer = await request('/resend/webhooks', {
    method: 'POST',
    body,
    headers: signed(body, id),
    bindings: { RESEND_WEBHOOK_SECRET: webhookSecret },
  })
  return answer.status
}
