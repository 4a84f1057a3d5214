import type { CreateEmailOptions } from 'resend'
import { afterAll, expect, it } from 'vitest'
import { given, refusal, resendInNode } from '#test/support/resend-in-node.ts'

const twin = await resendInNode()
afterAll(() => twin.stop())

const mail = (more: Partial<CreateEmailOptions> = {}): CreateEmailOptions =>
  ({
    from: 'Muster <conferences@muster.example>',
    to: '"Siân Ŵyn" <sian@ashgrove.example>',
    subject: 'You have a place',
    text: 'You have a place.',
    html: '<p>You have a place.</p>',
    ...more,
  }) as CreateEmailOptions

it('accepts what the SDK sends, keeps every part of it byte for byte, and gives it back', async () => {
  const { resend, desk } = twin.account('parts')
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  const { id } = await given(
    resend.emails.send(
      mail({
        replyTo: 'ann@muster.example',
        headers: { 'List-Unsubscribe': '<https://muster.example/u>' },
        tags: [{ name: 'message', value: '0198-a' }],
        attachments: [{ filename: 'all.bin', content: bytes, contentType: 'application/octet-stream' }],
      }),
      { idempotencyKey: 'key-1' },
    ),
  )
  const [kept, ...others] = await desk.accepted()
  expect(others).toEqual([])
  expect(kept).toMatchObject({
    id,
    key: 'key-1',
    from: 'Muster <conferences@muster.example>',
    to: ['"Siân Ŵyn" <sian@ashgrove.example>'],
    reply_to: ['ann@muster.example'],
    subject: 'You have a place',
    text: 'You have a place.',
    html: '<p>You have a place.</p>',
    headers: { 'List-Unsubscribe': '<https://muster.example/u>' },
    tags: [{ name: 'message', value: '0198-a' }],
    attachments: [
      { filename: 'all.bin', content_type: 'application/octet-stream', content_id: null, content: Buffer.from(bytes).toString('base64') },
    ],
    last_event: 'delivered',
  })
  expect(await given(resend.emails.get(id))).toMatchObject({
    object: 'email',
    id,
    to: ['"Siân Ŵyn" <sian@ashgrove.example>'],
    reply_to: ['ann@muster.example'],
    cc: null,
    last_event: 'delivered',
    tags: [{ name: 'message', value: '0198-a' }],
  })
  expect(await refusal(resend.emails.get('0'))).toMatchObject({ statusCode: 404, name: 'not_found' })
})

it('asks for a key, and for one that it knows', async () => {
  const send = (headers: Record<string, string>) => twin.ask('/emails', { method: 'POST', headers, body: JSON.stringify(mail()) })
  expect([(await send({})).status, await (await send({})).json()]).toEqual([
    401,
    { statusCode: 401, name: 'missing_api_key', message: expect.any(String) },
  ])
  expect(await (await send({ authorization: 'Bearer of-nobody' })).json()).toMatchObject({ statusCode: 403, name: 'invalid_api_key' })
  const { resend, desk } = twin.account('revoked')
  await desk.settings({ isRevoked: true })
  expect(await refusal(resend.emails.send(mail()))).toMatchObject({ statusCode: 403, name: 'invalid_api_key' })
  expect(await desk.accepted()).toEqual([])
})

it('a key with sending access alone reads nothing', async () => {
  const { resend, desk } = twin.account('sends_only')
  await desk.settings({ sendsOnly: true })
  const { id } = await given(resend.emails.send(mail()))
  for (const asked of [resend.emails.get(id), resend.emails.receiving.get(id)])
    expect(await refusal(asked)).toMatchObject({ statusCode: 401, name: 'restricted_api_key' })
})

it('sends from a verified domain alone', async () => {
  const { resend, desk } = twin.account('domain')
  const elsewhere = mail({ from: 'conferences@elsewhere.example' })
  expect(await refusal(resend.emails.send(elsewhere))).toMatchObject({
    statusCode: 403,
    name: 'validation_error',
    message: expect.stringContaining('elsewhere.example domain is not verified'),
  })
  await desk.settings({ domains: ['elsewhere.example'] })
  await given(resend.emails.send(elsewhere))
  expect((await refusal(resend.emails.send(mail()))).statusCode).toBe(403)
})

it.each<[wrong: string, more: object, name: string]>([
  ['no recipient', { to: [] }, 'missing_required_field'],
  ['no subject', { subject: undefined }, 'missing_required_field'],
  ['no body', { text: undefined, html: undefined }, 'missing_required_field'],
  ['a recipient that is no address', { to: 'Siân Ŵyn' }, 'validation_error'],
  ['two recipients in one string', { to: 'a@b.example, c@d.example' }, 'validation_error'],
  ['an address at example.com', { to: 'ann@example.com' }, 'validation_error'],
  ['51 recipients', { to: Array.from({ length: 51 }, (_, n) => `a${n}@b.example`) }, 'validation_error'],
  ['a number for a text', { text: 7 }, 'validation_error'],
  ['a tag with a space', { tags: [{ name: 'kind', value: 'two words' }] }, 'validation_error'],
  ['a header of two lines', { headers: { 'X-A': 'a\r\nBcc: b@c.example' } }, 'validation_error'],
  ['an attachment without content', { attachments: [{ filename: 'a.txt' }] }, 'invalid_attachment'],
  ['an attachment that is no base64', { attachments: [{ filename: 'a.txt', content: 'not base64!' }] }, 'invalid_attachment'],
  ['a time to send it later', { scheduledAt: '2026-12-01T09:00:00Z' }, 'validation_error'],
])('refuses %s, and sends nothing', async (wrong, more, name) => {
  const { resend, desk } = twin.account(`strict_${wrong.replaceAll(/\W/g, '_')}`)
  expect(await refusal(resend.emails.send(mail(more)))).toEqual({ statusCode: 422, name, message: expect.any(String) })
  expect(await desk.accepted()).toEqual([])
  expect(await desk.events()).toEqual([])
})

it('refuses a field that it does not know, another method and another address', async () => {
  const headers = { authorization: 'Bearer re_unknown' }
  const post = (path: string, body: string) => twin.ask(path, { method: 'POST', headers, body })
  expect(await (await post('/emails', JSON.stringify({ ...mail(), replyTo: 'a@b.example' }))).json()).toMatchObject({
    statusCode: 422,
    message: expect.stringContaining('replyTo'),
  })
  expect(await (await post('/emails', '{')).json()).toMatchObject({ statusCode: 400, name: 'validation_error' })
  expect(await (await post('/letters', '{}')).json()).toMatchObject({ statusCode: 404, name: 'not_found' })
  expect(await (await twin.ask('/emails/1', { method: 'DELETE', headers })).json()).toMatchObject({
    statusCode: 405,
    name: 'method_not_allowed',
  })
})

it('takes 40 MB with attachments in base64, and no byte more', async () => {
  const { resend, desk } = twin.account('size')
  const attached = (bytes: number) =>
    mail({ text: 'four', html: 'four', attachments: [{ filename: 'a.bin', content: Buffer.alloc(bytes) }] })
  expect(await refusal(resend.emails.send(attached(30 * 1024 * 1024)))).toMatchObject({
    statusCode: 422,
    message: expect.stringContaining('40MB'),
  })
  await desk.settings({ largest: 4008 })
  await given(resend.emails.send(attached(3000)))
  expect((await refusal(resend.emails.send(attached(3001)))).statusCode).toBe(422)
})

it('a batch is accepted whole or not at all, unless it is asked for what can be', async () => {
  const { resend, desk } = twin.account('batch')
  const two = [mail({ subject: 'One' }), mail({ subject: 'Two', to: 'nobody' })]
  expect(await refusal(resend.batch.send(two))).toMatchObject({ statusCode: 422, name: 'validation_error' })
  expect(await desk.accepted()).toEqual([])
  const some = await given(resend.batch.send(two, { batchValidation: 'permissive' }))
  expect(some).toEqual({ data: [{ id: expect.any(String) }], errors: [{ index: 1, message: expect.stringContaining('`to`') }] })
  const both = await given(resend.batch.send([mail({ subject: 'Three' }), mail({ subject: 'Four' })]))
  expect(both).toEqual({ data: [{ id: expect.any(String) }, { id: expect.any(String) }] })
  expect((await desk.accepted()).map((one) => [one.id, one.subject])).toEqual([
    [some.data[0]?.id, 'One'],
    [both.data[0]?.id, 'Three'],
    [both.data[1]?.id, 'Four'],
  ])
})

it('a batch holds at most a hundred, without attachments', async () => {
  const { resend, desk } = twin.account('batch_limits')
  const many = Array.from({ length: 101 }, (_, index) => mail({ to: `a${index}@b.example` }))
  expect(await refusal(resend.batch.send(many))).toMatchObject({ statusCode: 422, message: expect.stringContaining('100') })
  const attached = mail({ attachments: [{ filename: 'a.txt', content: 'YQ==' }] })
  expect(await refusal(resend.batch.send([attached]))).toMatchObject({ statusCode: 422, message: expect.stringContaining('attachments') })
  expect((await given(resend.batch.send(many.slice(0, 100)))).data).toHaveLength(100)
  expect((await desk.acceptedBriefly()).map((one) => one.to[0])).toEqual(many.slice(0, 100).map((one) => one.to))
})

it('renders what it accepted as it travels, the same each time', async () => {
  const { resend, desk } = twin.account('mime')
  const calendar = 'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n'
  const { id } = await given(
    resend.emails.send(
      mail({
        headers: { 'X-Muster': 'yes' },
        attachments: [
          {
            filename: 'invite.ics',
            content: Buffer.from(calendar).toString('base64'),
            contentType: 'text/calendar; charset=utf-8; method=REQUEST',
          },
        ],
      }),
    ),
  )
  const eml = await desk.eml(id)
  expect(eml).toContain('From: Muster <conferences@muster.example>\r\n')
  expect(eml).toContain('Subject: You have a place\r\n')
  expect(eml).toContain('X-Muster: yes\r\n')
  expect(eml).toContain(`Message-ID: <${id}@`)
  expect(eml).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REQUEST/)
  expect(eml).toMatch(/multipart\/mixed[\s\S]+multipart\/alternative[\s\S]+text\/plain[\s\S]+text\/html[\s\S]+text\/calendar/)
  expect(await desk.eml(id)).toBe(eml)
})
