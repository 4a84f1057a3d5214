import { expect, it } from 'vitest'
import { decidePayer, type Route, type Standing } from '#money/payers/payer.ts'
import { offeredRoutes, sayHowSchoolPays, sayLeft, saySpan, sayWhy } from '#money/payers/words.ts'

const decision = (facts: Partial<Standing>, more: { central?: boolean; override?: Route; chosen?: 'card' } = {}) =>
  decidePayer(
    's1',
    { day: '2026-06-12', status: 'maintained', area: 'inside', trustUid: null, ...facts },
    { central: more.central ?? false, override: more.override, defaults: [{ status: 'independent', area: 'inside', route: 'card' }] },
    { stripe: true, chosen: more.chosen },
  )

it.each([
  [
    decision({}),
    null,
    undefined,
    'Your school is a maintained school; it pays for itself; the council recharges it to the school’s cost centre.',
  ],
  [
    decision({}),
    null,
    { costCentre: 'CC12' },
    'Your school is a maintained school; it pays for itself; the council recharges it to cost centre CC12.',
  ],
  [
    decision({ area: 'outside' }),
    null,
    undefined,
    'Your school is a maintained school of another council; it pays for itself; the council sends an invoice.',
  ],
  [
    decision({ status: 'academy', trustUid: 'T1' }, { central: true }),
    'Marches Trust',
    undefined,
    'Your school is an academy or free school; its trust, Marches Trust, pays; the council sends an invoice.',
  ],
  [
    decision({ status: 'academy' }, { override: 'stripe_invoice' }),
    null,
    undefined,
    'Your school is an academy or free school; it pays for itself; the council sends an invoice that can be paid online or by bank transfer.',
  ],
  [
    decision({ status: 'independent' }),
    null,
    undefined,
    'Your school is an independent school; it pays for itself; you pay by card when you book.',
  ],
  [
    decision({ status: 'further_education' }, { override: 'agreement' }),
    null,
    undefined,
    'Your school is in further education; it pays for itself; a service agreement covers it, so nothing is asked for.',
  ],
])('a school reads in one sentence what it is, who pays and how', (of, trust, details, sentence) => {
  expect(sayHowSchoolPays(of, trust, details)).toBe(sentence)
})

it('finance reads why it is this route', () => {
  expect(
    [
      decision({}),
      decision({ status: 'academy' }),
      decision({}, { override: 'invoice' }),
      decision({ status: 'independent' }),
      decision({ status: 'academy' }, { chosen: 'card' }),
    ].map(({ rule }) => sayWhy(rule)),
  ).toEqual([
    'maintained in the area: recharge',
    'not recharged, and finance has said nothing else: invoice of the council',
    'finance has said so for these days',
    'finance’s default: independent, in the area',
    'the person who booked chose to pay by card',
  ])
})

it('spans are said with their last day, and places left never below nothing', () => {
  expect([saySpan({ fromDay: '2026-04-01', toDay: '2027-04-01' }), saySpan({ fromDay: '2026-04-01', toDay: null })]).toEqual([
    '1 Apr 2026 to 31 Mar 2027',
    'since 1 Apr 2026',
  ])
  expect([sayLeft(5, 2), sayLeft(1, 0), sayLeft(3, 4), sayLeft(null, 9)]).toEqual([
    '3 of 5 places left',
    '1 of 1 place left',
    '0 of 3 places left',
    'any number of places',
  ])
})

it('routes of Stripe are offered only where there are keys', () => {
  expect(offeredRoutes(true)).toEqual(['recharge', 'invoice', 'stripe_invoice', 'card', 'agreement'])
  expect(offeredRoutes(false)).toEqual(['recharge', 'invoice', 'agreement'])
})
