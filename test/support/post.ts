// The twin of the mail provider, with what it tells of each mail.
import { expect } from 'vitest'
import { addMinutes } from '#base/dates.ts'
import { newToken } from '#base/id.ts'
import type { Bindings } from '#base/web/env.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { decideOnRun, proposeRun } from '#upkeep/records/decide-run.ts'
import { runRetention } from '#upkeep/records/run-retention.ts'
import { anAccount, anAct, request, bindings as testBindings } from './factories.ts'
import { resendTwinFor } from './resend-twin.ts'
import { webhookSecret } from './resend-webhooks.ts'

export const aPost = async () => {
  const key = `re_${newToken().replaceAll(/[^a-z]/gi, '')}`
  const bindings: Partial<Bindings> = { RESEND_API_KEY: key, RESEND_WEBHOOK_SECRET: webhookSecret, MAIL_FROM: 'Muster <m@example.gov.uk>' }
  Object.assign(bindings, { LOCAL_MAIL: undefined })
  const desk = resendTwinFor(key)
  await desk.endpoint('https://muster.example/resend/webhooks', webhookSecret)
  await desk.settings({ perSecond: null })
  const deliver = () => deliverDue({ ...testBindings, ...bindings }, new Date())
  /** Hands over what the provider has to tell, each webhook so many times. */
  const arrive = async (times = 1) => {
    for (let round = 0; round < 5; round += 1) {
      const deliveries = await desk.deliveries()
      if (deliveries.length === 0) return
      for (const { body, headers } of deliveries) {
        const sent = { method: 'POST', body, headers: { ...headers }, bindings }
        const answers = await Promise.all(Array.from({ length: times }, () => request('/resend/webhooks', sent)))
        expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
      }
    }
  }
  return { bindings, desk, deliver, arrive }
}

/** Eight years later, two people have messages destroyed, and what the provider told of them. */
export const destroyMails = async () => {
  const later = addMinutes(new Date(), 60 * 24 * 365 * 8)
  for (const of of ['messages', 'mail_reports'] as const) {
    const [proposer, second] = [await anAccount({ roles: ['administrator'] }), await anAccount({ roles: ['administrator'] })]
    const run = await proposeRun(anAct({ now: later, actor: proposer.actor }), of)
    if (run.ok) await decideOnRun(anAct({ now: later, actor: second.actor }), run.value.id, 'approved')
    for (let minute = 0; minute < 3; minute += 1) await runRetention(anAct({ now: later, origin: 'schedule' }))
  }
}
