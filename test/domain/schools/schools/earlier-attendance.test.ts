import { expect, it } from 'vitest'
import { dayTyped, type KnownForEarlier, planEarlier, topicNamed } from '#schools/schools/earlier-attendance.ts'

const root = { id: 'r1', name: 'Pembridge', town: 'Leominster', urn: '150001' }
const known: KnownForEarlier = {
  holders: [
    { urn: '150001', schoolId: 'new', root, validFrom: '2022-09-01', validTo: null },
    { urn: '116700', schoolId: 'old', root, validFrom: null, validTo: '2022-09-01' },
  ],
  topics: [
    { topicId: 'child-on-child-abuse', label: 'Peer-on-peer abuse', fromDate: null, toDate: '2022-09-01' },
    { topicId: 'child-on-child-abuse', label: 'Child-on-child abuse', fromDate: '2022-09-01', toDate: null },
    { topicId: 'prevent', label: 'Prevent duty', fromDate: null, toDate: null },
  ],
  roles: [{ id: 'dsl', label: 'Designated safeguarding lead' }],
  standing: [{ rootId: 'r1', heldOn: '2021-03-04', title: 'Prevent for schools', personName: 'Ann Lee' }],
  people: [{ rootId: 'r1', personId: 'p1', name: 'Ann Lee' }],
}
const row = { urn: '116700', date: '04/03/2021', title: 'Peer day', topic: 'peer-on-peer ABUSE', attended: 'Yes', name: '', role: '' }
const plan = (...rows: Record<string, string>[]) =>
  planEarlier(
    rows.map((cells, at) => ({ line: at + 2, cells: { ...row, ...cells } })),
    known,
    '2026-11-24',
  )

it('a date is British or international, and real', () => {
  expect(dayTyped('4/3/2021')).toBe('2021-03-04')
  expect(dayTyped('2021-03-04')).toBe('2021-03-04')
  expect(dayTyped('31/02/2021')).toBeUndefined()
  expect(dayTyped('03/04')).toBeUndefined()
})

it('a topic is found under a label of then, of now, or by its id', () => {
  expect(topicNamed(known.topics, 'Child-on-child abuse', '2021-01-01')).toBe('child-on-child-abuse')
  expect(topicNamed(known.topics, 'PEER-ON-PEER abuse', '2024-01-01')).toBe('child-on-child-abuse')
  expect(topicNamed(known.topics, 'Knitting', '2024-01-01')).toBeUndefined()
})

it('attendance under an old URN counts for the school that goes on, and keeps the identity that was there', () => {
  expect(plan({})[0]).toMatchObject({ outcome: 'added', schoolId: 'old', root, heldOn: '2021-03-04', markType: 'attended' })
})

it('a person of that school known by the name is the same person', () => {
  expect(plan({ name: 'ann  lee' })[0]).toMatchObject({ outcome: 'added', personId: 'p1' })
  expect(plan({ name: 'Somebody Else' })[0]).toMatchObject({ outcome: 'added', personId: null })
})

it('the same school, date, title and person are skipped, in the record and in the file', () => {
  const planned = plan({ title: 'prevent  for SCHOOLS', topic: 'prevent', name: 'Ann Lee', urn: '150001' }, {}, {})
  expect(planned.map((p) => p.outcome)).toEqual(['skipped', 'added', 'skipped'])
})

it('a bad row is refused with its reason', () => {
  const planned = plan(
    { urn: '' },
    { urn: '1' },
    { date: 'soon' },
    { date: '25/11/2026' },
    { title: '' },
    { title: 'x'.repeat(201) },
    { topic: 'Knitting' },
    { attended: 'perhaps' },
    { role: 'wizard' },
  )
  expect(planned.map((p) => (p.outcome === 'added' ? '' : p.reason))).toEqual([
    'urn_missing',
    'urn_unknown',
    'date_wrong',
    'date_in_future',
    'title_missing',
    'title_too_long',
    'topic_unknown',
    'attended_unknown',
    'role_unknown',
  ])
})
