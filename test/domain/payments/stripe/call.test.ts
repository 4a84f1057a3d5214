import { readFileSync } from 'node:fs'
import Stripe from 'stripe'
import { expect, it } from 'vitest'
import { keyStillKnown, nextAttempt, nextKey } from '#payments/stripe/call.ts'
import { apiVersion, faultOf, pagesOf, stripeFor } from '#payments/stripe/client.ts'
import { followedTypes } from '#payments/stripe/event.ts'

const now = new Date('2026-04-01T09:00:00.000Z')

it('a call is made again after 1, 2, 4 … minutes, at most an hour', () => {
  expect([1, 2, 3, 7, 20].map((attempts) => nextAttempt(attempts, now).slice(11, 16))).toEqual([
    '09:01',
    '09:02',
    '09:04',
    '10:00',
    '10:00',
  ])
})

it('the same key is used for a day less an hour', () => {
  expect(keyStillKnown('2026-03-31T10:00:01.000Z', now)).toBe(true)
  expect(keyStillKnown('2026-03-31T10:00:00.000Z', now)).toBe(false)
})

it('another key for the same act counts up', () => {
  expect([nextKey('refund.create:r1'), nextKey('refund.create:r1:2'), nextKey('refund.create:r1:9')]).toEqual([
    ...['refund.create:r1:2', 'refund.create:r1:3', 'refund.create:r1:10'],
  ])
})

const said = (statusCode: number, more: object = {}) =>
  faultOf(Stripe.errors.StripeError.generate({ statusCode, message: 'No.', ...more } as never))

it('only what Stripe has judged is refused; whatever else went wrong is asked again', () => {
  expect([400, 402, 403, 404].map((status) => said(status).kind)).toEqual(['refused', 'refused', 'refused', 'refused'])
  expect([401, 409, 429, 500, 503].map((status) => said(status).kind)).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'unknown'])
  expect(faultOf(new Error('connection lost'))).toEqual({ kind: 'unknown', words: 'connection lost', replayed: false })
  expect(said(500, { headers: { 'idempotent-replayed': 'true' } }).replayed).toBe(true)
})

it('the version of the API is the one of the library, so that the endpoint of the webhooks is made for it too', () => {
  expect(apiVersion).toBe(Stripe.API_VERSION)
  const guide = readFileSync('docs/guide/deploy.md', 'utf8')
  expect(guide).toContain(apiVersion)
  expect(followedTypes.filter((type) => !guide.includes(`\`${type}\``))).toEqual([])
})

it('Stripe is reached at its own address unless another is set, and so are its pages', () => {
  const keys = { secretKey: 'sk_test_1', webhookSecret: 'whsec_1' }
  expect(pagesOf({ ...keys, apiBase: undefined })).toBe('https://checkout.stripe.com')
  expect(pagesOf({ ...keys, apiBase: 'http://127.0.0.1:8788' })).toBe('http://127.0.0.1:8788')
  expect(stripeFor({ ...keys, apiBase: undefined }).getApiField('host')).toBe('api.stripe.com')
  expect(stripeFor({ ...keys, apiBase: 'http://127.0.0.1:8788' }).getApiField('port')).toBe('8788')
})
