import { expect, it } from 'vitest'
import { coversOn } from '#money/payers/agreement.ts'
import { decidePayer, type PayerRules, payerIdOf, type Route, type Standing, standingFrom } from '#money/payers/payer.ts'
import { payerOfId, placeOf } from '#money/payers/payer-record.ts'

const register = { sector: 'maintained', laCode: '884', trustUid: null, origin: 'register' } as const
const day = '2026-06-12'
const standing = (facts: Partial<Standing> = {}): Standing => ({ day, status: 'maintained', area: 'inside', trustUid: null, ...facts })
const rules = (facts: Partial<PayerRules> = {}): PayerRules => ({ central: false, override: undefined, defaults: [], ...facts })
const decide = (of: Standing, said: PayerRules, stripe = true, chosen?: 'card') => {
  const { payer, route, rule } = decidePayer('s1', of, said, { stripe, chosen })
  return [payerIdOf(payer), route, rule.why]
}

it.each([
  [register, { status: 'maintained', area: 'inside', trustUid: null }],
  [
    { ...register, laCode: '885' },
    { status: 'maintained', area: 'outside', trustUid: null },
  ],
  [
    { ...register, laCode: null },
    { status: 'maintained', area: 'outside', trustUid: null },
  ],
  [
    { ...register, sector: 'academy', trustUid: 'T1' },
    { status: 'academy', area: 'inside', trustUid: 'T1' },
  ],
  [
    { ...register, sector: 'academy' },
    { status: 'academy', area: 'inside', trustUid: null },
  ],
  [
    { ...register, sector: 'independent', trustUid: 'T1' },
    { status: 'independent', area: 'inside', trustUid: null },
  ],
  [
    { ...register, sector: 'further_education' },
    { status: 'further_education', area: 'inside', trustUid: null },
  ],
  [
    { ...register, sector: 'not_known' },
    { status: 'other', area: 'inside', trustUid: null },
  ],
  [
    { ...register, sector: null },
    { status: 'other', area: 'inside', trustUid: null },
  ],
  [
    { ...register, sector: 'academy', trustUid: 'T1', origin: 'outside' as const },
    { status: 'other', area: 'inside', trustUid: null },
  ],
])('what prices and routes know of a school is read from its identity: %j', (row, expected) => {
  expect(standingFrom(row, day, ['884'])).toEqual({ day, ...expected })
})

// “Where finance has said nothing, an area's maintained school is recharged, and everybody else gets the council's own invoice.”
it.each([
  [standing(), 'recharge', 'maintained_in_area'],
  [standing({ area: 'outside' }), 'invoice', 'council_invoice'],
  [standing({ status: 'academy' }), 'invoice', 'council_invoice'],
  [standing({ status: 'independent' }), 'invoice', 'council_invoice'],
  [standing({ status: 'further_education' }), 'invoice', 'council_invoice'],
  [standing({ status: 'other', area: 'outside' }), 'invoice', 'council_invoice'],
])('without word of finance: %j', (of, route, why) => {
  expect(decide(of, rules())).toEqual(['payer-of-s1', route, why])
})

// “Otherwise each school pays for itself.”
it('a trust pays only where it pays centrally, and only for a school that is in it on the day', () => {
  const academy = standing({ status: 'academy', trustUid: 'T1' })
  expect(decide(academy, rules({ central: true }))).toEqual(['payer-of-trust-T1', 'invoice', 'council_invoice'])
  expect(decide(academy, rules())).toEqual(['payer-of-s1', 'invoice', 'council_invoice'])
  expect(decide(standing(), rules({ central: true }))).toEqual(['payer-of-s1', 'recharge', 'maintained_in_area'])
})

it('what finance said goes before the default of the status, and that before the rule', () => {
  const defaults = [
    { status: 'maintained', area: 'inside', route: 'invoice' },
    { status: 'independent', area: 'outside', route: 'card' },
  ] as const
  expect(decide(standing(), rules({ defaults }))).toEqual(['payer-of-s1', 'invoice', 'status_default'])
  expect(decide(standing({ status: 'independent' }), rules({ defaults }))).toEqual(['payer-of-s1', 'invoice', 'council_invoice'])
  expect(decide(standing({ status: 'independent', area: 'outside' }), rules({ defaults }))).toEqual([
    'payer-of-s1',
    'card',
    'status_default',
  ])
  for (const override of ['recharge', 'invoice', 'stripe_invoice', 'card', 'agreement'] as Route[])
    expect(decide(standing(), rules({ defaults, override }))).toEqual(['payer-of-s1', override, 'payer_override'])
})

it('a route through Stripe becomes the council’s own invoice where there are no keys', () => {
  expect(decide(standing(), rules({ override: 'card' }), false)).toEqual(['payer-of-s1', 'invoice', 'payer_override'])
  expect(decide(standing(), rules({ override: 'stripe_invoice' }), false)).toEqual(['payer-of-s1', 'invoice', 'payer_override'])
  const defaults = [{ status: 'academy', area: 'inside', route: 'card' }] as const
  expect(decide(standing({ status: 'academy' }), rules({ defaults }), false)).toEqual(['payer-of-s1', 'invoice', 'status_default'])
})

// “A booker may choose card instead of an invoice, never instead of a recharge or of what finance has said.”
it('card is the booker’s own choice instead of an invoice alone', () => {
  const academy = standing({ status: 'academy' })
  expect(decide(academy, rules(), true, 'card')).toEqual(['payer-of-s1', 'card', 'chosen'])
  expect(decide(academy, rules(), false, 'card')).toEqual(['payer-of-s1', 'invoice', 'council_invoice'])
  expect(decide(standing(), rules(), true, 'card')).toEqual(['payer-of-s1', 'recharge', 'maintained_in_area'])
  expect(decide(academy, rules({ override: 'invoice' }), true, 'card')).toEqual(['payer-of-s1', 'invoice', 'payer_override'])
  const recharged = [{ status: 'academy', area: 'inside', route: 'recharge' }] as const
  expect(decide(academy, rules({ defaults: recharged }), true, 'card')).toEqual(['payer-of-s1', 'recharge', 'status_default'])
  const invoiced = [{ status: 'maintained', area: 'inside', route: 'invoice' }] as const
  expect(decide(standing(), rules({ defaults: invoiced }), true, 'card')).toEqual(['payer-of-s1', 'card', 'chosen'])
})

it('the decision carries the facts on which it rests', () => {
  const of = standing({ status: 'academy', trustUid: 'T1' })
  expect(decidePayer('s1', of, rules({ central: true }), { stripe: false })).toEqual({
    payer: { kind: 'trust', trustUid: 'T1' },
    route: 'invoice',
    rule: { why: 'council_invoice', status: 'academy', area: 'inside', day, central: true },
  })
})

it('a payer’s id says who it is, and is read back', () => {
  const school = { kind: 'school', schoolId: '0190a000-0000-7000-8000-000000000001' } as const
  const trust = { kind: 'trust', trustUid: '2043' } as const
  expect([payerOfId(payerIdOf(school)), payerOfId(payerIdOf(trust))]).toEqual([school, trust])
  expect([payerOfId('payer-of-'), payerOfId('payer-of-trust-'), payerOfId('somebody'), payerOfId(`x${payerIdOf(school)}`)]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

it('a span ends before its last stored day, and an ended agreement covers nothing', () => {
  const span = { fromDay: '2026-04-01', toDay: '2027-04-01' }
  expect(['2026-03-31', '2026-04-01', '2027-03-31', '2027-04-01'].map((one) => placeOf(span, one))).toEqual([
    'to_come',
    'now',
    'now',
    'past',
  ])
  expect(placeOf({ ...span, toDay: null }, '2099-01-01')).toBe('now')
  const agreement = { ...span, endedAt: null }
  expect(['2026-03-31', '2026-04-01', '2027-03-31', '2027-04-01'].map((one) => coversOn(agreement, one))).toEqual([
    false,
    true,
    true,
    false,
  ])
  expect(coversOn({ ...agreement, endedAt: '2026-05-01T00:00:00.000Z' }, '2026-06-12')).toBe(false)
})
