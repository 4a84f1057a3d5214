// That the Worker of these tests reaches the twin, by the same library as in production, and hands its deliveries over as they were signed.
import { Resend } from 'resend'
import { expect, it } from 'vitest'
import { resendTwinFor } from '#test/support/resend-twin.ts'

const webhookSecret = `whsec_${btoa('the secret of these tests')}`
const mail = { from: 'Muster <conferences@example.gov.uk>', to: 'ann@ashgrove.example', subject: 'Hello', text: 'Hello' }

it('the library in workerd sends to the twin, and verifies what it signed', async () => {
  const [resend, desk] = [new Resend('re_in_workerd'), resendTwinFor('re_in_workerd')]
  await desk.endpoint('https://muster.example/resend/webhooks', webhookSecret)
  const sent = await resend.emails.send(mail, { idempotencyKey: 'k' })
  expect((await desk.accepted()).map((one) => one.id)).toEqual([sent.data?.id])
  const deliveries = await desk.deliveries()
  const events = deliveries.map(({ body, headers }) =>
    resend.webhooks.verify({
      payload: body,
      headers: { id: headers['svix-id'], timestamp: headers['svix-timestamp'], signature: headers['svix-signature'] },
      webhookSecret,
    }),
  )
  expect(events.map((one) => one.type)).toEqual(['email.sent', 'email.delivered'])
})

it('a lost connection is unreachable there too, and what arrived can be downloaded', async () => {
  const [resend, desk] = [new Resend('re_lost_in_workerd'), resendTwinFor('re_lost_in_workerd')]
  await desk.fault('lost')
  expect((await resend.emails.send(mail, { idempotencyKey: 'k' })).error).toMatchObject({ statusCode: null })
  expect(await desk.accepted()).toHaveLength(1)
  const letter = 'From: ann@ashgrove.example\r\nTo: conferences@example.gov.uk\r\nSubject: Parking\r\n\r\nWhere?\r\n'
  const { id } = await desk.inbound('conferences@example.gov.uk', letter)
  const got = await resend.emails.receiving.get(id)
  expect(await (await fetch(got.data?.raw?.download_url ?? '')).text()).toBe(letter)
})
