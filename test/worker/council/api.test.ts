import { expect, it } from 'vitest'
import { request } from '../../support/factories.ts'

const health = async (bindings: Record<string, unknown>) => {
  const response = await request('/health', { bindings })
  return [response.status, await response.json()] as const
}
const sender = 'Conferences <conferences@herefordshire.gov.uk>'

it('says that all is well where mail is kept locally, and where there are a key and a sender', async () => {
  expect(await health({})).toEqual([200, { ok: true, database: 'ok', mail: 'local' }])
  expect(await health({ LOCAL_MAIL: undefined, RESEND_API_KEY: 're_1', MAIL_FROM: sender })).toEqual([
    200,
    { ok: true, database: 'ok', mail: 'ok' },
  ])
})

it('fails when the deployment cannot send mail: no key, no sender, or the sender of the example', async () => {
  expect(await health({ LOCAL_MAIL: undefined, MAIL_FROM: sender })).toEqual([503, { ok: false, database: 'ok', mail: 'no_key' }])
  for (const MAIL_FROM of [undefined, '', 'Conferences', 'Muster <conferences@example.gov.uk>'])
    expect(await health({ LOCAL_MAIL: undefined, RESEND_API_KEY: 're_1', MAIL_FROM })).toEqual([
      503,
      { ok: false, database: 'ok', mail: 'no_sender' },
    ])
})

it('fails, and says so, when the database does not answer or was never migrated', async () => {
  const failing = (message: string) => ({
    prepare: () => ({ first: () => Promise.reject(new Error(message)) }),
  })
  expect(await health({ DB: failing('D1_ERROR: Network connection lost.') })).toEqual([
    503,
    { ok: false, database: 'no_answer', mail: 'local' },
  ])
  expect(await health({ DB: failing('D1_ERROR: no such table: Role: SQLITE_ERROR') })).toEqual([
    503,
    { ok: false, database: 'not_migrated', mail: 'local' },
  ])
})
