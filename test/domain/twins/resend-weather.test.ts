// What goes wrong, and what a key is good for when it does.
import { afterAll, expect, it } from 'vitest'
import { given, refusal, resendInNode } from '#test/support/resend-in-node.ts'

const twin = await resendInNode()
afterAll(() => twin.stop())

const mail = (subject = 'Hello') => ({ from: 'conferences@muster.example', to: 'ann@ashgrove.example', subject, text: 'Hello' })
const keyed = (key: string) => ({ idempotencyKey: key })

it('the same key and the same mail give the same answer, and one mail', async () => {
  const { resend, desk } = twin.account('same')
  const first = await given(resend.emails.send(mail(), keyed('k')))
  expect(await given(resend.emails.send(mail(), keyed('k')))).toEqual(first)
  expect((await desk.accepted()).map((one) => [one.id, one.key])).toEqual([[first.id, 'k']])
  expect((await desk.events()).map((one) => one.type)).toEqual(['email.sent', 'email.delivered'])
  await given(resend.emails.send(mail(), keyed('another')))
  expect(await desk.accepted()).toHaveLength(2)
})

it('the same key with another mail is refused, and so is a key of 257 letters', async () => {
  const { resend, desk } = twin.account('other')
  await given(resend.emails.send(mail(), keyed('k')))
  expect(await refusal(resend.emails.send(mail('Changed'), keyed('k')))).toMatchObject({
    statusCode: 409,
    name: 'invalid_idempotent_request',
  })
  expect(await refusal(resend.batch.send([mail()], keyed('k')))).toMatchObject({ statusCode: 409, name: 'invalid_idempotent_request' })
  expect(await refusal(resend.emails.send(mail(), keyed('k'.repeat(257))))).toMatchObject({
    statusCode: 400,
    name: 'invalid_idempotency_key',
  })
  await given(resend.emails.send(mail(), keyed('k'.repeat(256))))
  expect(await desk.accepted()).toHaveLength(2)
})

it('a key is kept for 24 hours', async () => {
  const { resend, desk } = twin.account('day')
  const first = await given(resend.emails.send(mail(), keyed('k')))
  await desk.advance(24 * 3600 - 60)
  expect(await given(resend.emails.send(mail(), keyed('k')))).toEqual(first)
  await desk.advance(120)
  expect(await given(resend.emails.send(mail(), keyed('k')))).not.toEqual(first)
  expect(await desk.accepted()).toHaveLength(2)
})

it('a key that is in use is told so, and a refused mail leaves its key free', async () => {
  const { resend, desk } = twin.account('under_way')
  await desk.fault('slow', 1, 120)
  const slow = resend.emails.send(mail(), keyed('k'))
  while ((await desk.waiting()) === 0);
  expect((await refusal(resend.emails.send(mail(), keyed('k')))).name).toBe('concurrent_idempotent_requests')
  await desk.advance(120)
  const { id } = await given(slow)
  expect(await given(resend.emails.send(mail(), keyed('k')))).toEqual({ id })
  expect((await refusal(resend.emails.send({ ...mail(), to: 'nobody' }, keyed('free')))).statusCode).toBe(422)
  await given(resend.emails.send(mail(), keyed('free')))
  expect(await desk.accepted()).toHaveLength(2)
})

it('a batch has one key, and is sent once under it', async () => {
  const { resend, desk } = twin.account('batch_key')
  const send = () => resend.batch.send([mail('One'), mail('Two')], keyed('b'))
  const first = await given(send())
  expect(await given(send())).toEqual(first)
  expect((await desk.accepted()).map((one) => [one.key, one.subject])).toEqual([
    ['b', 'One'],
    ['b', 'Two'],
  ])
})

it.each([
  ['500', 500, 0],
  ['500_after', 500, 1],
  ['lost', null, 1],
  ['broken', null, 0],
] as const)('%s: the caller hears %s, and %s was accepted; the next attempt makes it one', async (fault, status, accepted) => {
  const { resend, desk } = twin.account(`fault_${fault}`)
  await desk.fault(fault)
  expect(await refusal(resend.emails.send(mail(), keyed('k')))).toMatchObject({ statusCode: status, name: 'application_error' })
  expect(await desk.accepted()).toHaveLength(accepted)
  const { id } = await given(resend.emails.send(mail(), keyed('k')))
  expect((await desk.accepted()).map((one) => one.id)).toEqual([id])
})

it('a time-out: accepted, and whoever gives up waiting does not know', async () => {
  const { resend, desk } = twin.account('timeout')
  await desk.fault('timeout', 1, 120)
  const giving = new AbortController()
  const sent = resend.emails.send(mail(), { ...keyed('k'), signal: giving.signal })
  while ((await desk.waiting()) === 0);
  giving.abort()
  expect((await sent).error?.statusCode).toBeNull()
  expect(await desk.accepted()).toHaveLength(1)
  const { id } = await given(resend.emails.send(mail(), keyed('k')))
  expect((await desk.accepted()).map((one) => one.id)).toEqual([id])
})

it('a share of the calls fails, in the same places for the same seed, until it is ended', async () => {
  const run = async (name: string): Promise<string> => {
    const { resend, desk } = twin.account(name)
    await desk.failing(0.2, ['500', 'lost'], 7)
    let heard = ''
    for (let index = 0; index < 60; index++) heard += (await resend.emails.send(mail(), keyed(`${index}`))).data ? '.' : 'x'
    await desk.failing(0)
    for (let index = 0; index < 60; index++) await given(resend.emails.send(mail(), keyed(`${index}`)))
    expect((await desk.accepted()).map((one) => one.key).sort()).toEqual(Array.from({ length: 60 }, (_, index) => `${index}`).sort())
    return heard
  }
  const [first, second] = [await run('share_a'), await run('share_b')]
  expect(second).toBe(first)
  const failed = first.replaceAll('.', '').length
  expect([failed > 4, failed < 24]).toEqual([true, true])
})

it('limits the requests of a second, says so in every answer, and how long to wait', async () => {
  const { resend, desk } = twin.account('limited')
  expect((await resend.emails.send(mail())).headers?.['ratelimit-limit']).toBeUndefined()
  await desk.settings({ perSecond: 2 })
  await desk.clock('2026-06-12T09:00:00Z', true)
  const answers = [await resend.emails.send(mail()), await resend.emails.get('0'), await resend.emails.send(mail())]
  expect(answers.map(({ error, headers }) => [error?.name, headers?.['ratelimit-limit'], headers?.['ratelimit-remaining']])).toEqual([
    [undefined, '2', '1'],
    ['not_found', '2', '0'],
    ['rate_limit_exceeded', '2', '0'],
  ])
  expect(answers[2]?.error?.statusCode).toBe(429)
  expect([answers[2]?.headers?.['retry-after'], answers[2]?.headers?.['ratelimit-reset']]).toEqual(['1', '1'])
  await desk.advance(1)
  await given(resend.emails.send(mail()))
  expect((await desk.calls()).map((one) => [one.method, one.status])).toEqual([
    ['POST', 200],
    ['POST', 200],
    ['GET', 404],
    ['POST', 429],
    ['POST', 200],
  ])
  await desk.settings({ perSecond: null })
  for (let index = 0; index < 5; index++) await given(resend.emails.send(mail()))
})

it('a quota of the day ends with the day', async () => {
  const { resend, desk } = twin.account('quota')
  await desk.settings({ dailyQuota: 3 })
  await desk.clock('2026-06-12T22:00:00Z', true)
  await given(resend.batch.send([mail(), mail()]))
  expect(await refusal(resend.batch.send([mail(), mail()]))).toMatchObject({ statusCode: 429, name: 'daily_quota_exceeded' })
  await given(resend.emails.send(mail()))
  expect((await refusal(resend.emails.send(mail()))).name).toBe('daily_quota_exceeded')
  await desk.advance(2 * 3600)
  await given(resend.emails.send(mail()))
})
