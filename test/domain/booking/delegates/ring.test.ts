import { expect, it } from 'vitest'
import { cellsOf } from '#base/web/csv.ts'
import { inOrder, numbersOnce, reachOf, ringColumns, type ToRing } from '#booking/delegates/ring.ts'

it('somebody with several messages is as well reached as the worst of them', () => {
  expect(reachOf({ accepted: 2, bounced: 1 }, true)).toBe('not_delivered')
  expect(reachOf({ accepted: 2, withheld: 1, waiting: 1 }, true)).toBe('not_delivered')
  expect(reachOf({ accepted: 2, waiting: 1 }, true)).toBe('waiting')
  expect(reachOf({ accepted: 2, delayed: 1 }, true)).toBe('sent')
  expect(reachOf({ accepted: 2, complained: 1 }, true)).toBe('accepted')
  expect(reachOf({}, true)).toBe('nothing')
  expect(reachOf({}, false)).toBe('no_address')
  expect(reachOf({ bounced: 1 }, false)).toBe('not_delivered')
})

const one = (facts: Partial<ToRing>): ToRing => ({
  kind: 'delegate',
  id: 'p1',
  name: 'Ann Lee',
  role: 'DSL',
  schoolId: 'hill',
  school: { name: 'Hill School', town: 'Leominster', urn: '100001' },
  bookings: [{ reference: 'ABC234', school: { name: 'Hill School', town: 'Leominster', urn: '100001' } }],
  telephones: [],
  schoolTelephone: '',
  reach: 'accepted',
  rung: [],
  ...facts,
})
const spoke = { how: 'spoke' as const, at: '2026-06-12T08:30:00.000Z', by: 'Mair Hughes' }

it('whoever is not known to have it is rung first, and of them whoever nobody has spoken to', () => {
  const people = [
    one({ id: 'accepted' }),
    one({ id: 'spoken', reach: 'not_delivered', rung: [spoke] }),
    one({ id: 'left', reach: 'not_delivered', rung: [{ ...spoke, how: 'left_message' }] }),
    one({ id: 'b', reach: 'not_delivered', school: { name: 'B', town: '', urn: null } }),
    one({ id: 'a', reach: 'not_delivered', school: { name: 'A', town: '', urn: null } }),
    one({ id: 'none', reach: 'no_address' }),
    one({ id: 'later', reach: 'nothing' }),
    one({ id: 'sent', reach: 'sent' }),
  ]
  expect(inOrder(people).map(({ id }) => id)).toEqual(['a', 'b', 'left', 'spoken', 'none', 'sent', 'later', 'accepted'])
})

it('a row of the file says whom to ring, where, what is known and what was noted, in London time', () => {
  const [row = []] = cellsOf(ringColumns, [
    one({ telephones: ['07700 900123', '01432 555001'], schoolTelephone: '01432 555000', reach: 'sent', rung: [spoke] }),
  ])
  expect(row).toEqual([
    'Ann Lee',
    'Delegate',
    'DSL',
    'Hill School, Leominster (URN 100001)',
    '07700 900123; 01432 555001',
    '01432 555000',
    'ABC234',
    'Sent, nothing heard yet',
    'Spoke to them, 2026-06-12 09:30, Mair Hughes',
  ])
})

it('a number is shown once, however it is written, and the school’s as the school’s', () => {
  expect(numbersOnce([' 01432 260000 ', '+44 1432 260000', '07700 900123', '', '(01568) 123456'], '01568 123456')).toEqual([
    '01432 260000',
    '07700 900123',
  ])
  expect(numbersOnce(['01432 260000'], '')).toEqual(['01432 260000'])
})
