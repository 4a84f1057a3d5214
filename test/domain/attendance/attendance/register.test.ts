import { expect, it } from 'vitest'
import {
  bySchool,
  count,
  groupOf,
  matches,
  type PersonOnRegister,
  plain,
  type RegisterInList,
  registerTitle,
} from '#attendance/attendance/register.ts'

const person = (facts: Partial<PersonOnRegister>): PersonOnRegister => ({
  id: 'p',
  kind: 'place',
  name: 'Siân Ŵyn ap Llŷr',
  email: null,
  role: null,
  isCancelled: false,
  unnamed: false,
  school: { id: 's', name: 'St Mary’s CofE Primary School', town: 'Credenhill', urn: '116790' },
  organisation: '',
  represents: [],
  cannotComeAt: null,
  marks: [],
  ...facts,
})

it('two schools of one name are two groups, told apart by town and URN', () => {
  const groups = bySchool([
    person({ id: '1' }),
    person({ id: '2', school: { id: 't', name: 'St Mary’s CofE Primary School', town: 'Fownhope', urn: '116791' } }),
    person({ id: '3', kind: 'walk_in', school: undefined, organisation: 'Some nursery' }),
    person({ id: '4', isCancelled: true }),
  ])
  expect(groups.map((group) => [group.label, group.people.map((one) => one.id)])).toEqual([
    ['St Mary’s CofE Primary School, Credenhill (URN 116790)', ['1']],
    ['St Mary’s CofE Primary School, Fownhope (URN 116791)', ['2']],
    ['Not matched to a school yet', ['3']],
  ])
})

it('a search needs neither accents nor the right apostrophe, and looks through names and schools', () => {
  expect(plain(' Siân  O’Neill-Ŵyn ')).toBe('sian o neill wyn')
  expect(matches(person({}), 'sian llyr')).toBe(true)
  expect(matches(person({}), "st mary's credenhill")).toBe(true)
  expect(matches(person({}), 'fownhope')).toBe(false)
  expect(matches(person({}), '')).toBe(true)
})

it('a cancelled place is expected no longer, but what is marked of it counts in the figures', () => {
  const mark = {
    ...{ id: 'm', markType: 'attended' as const, happenedAt: '', notedAt: '', receivedAt: '', by: null },
    ...{ source: 'screen' as const, correctsId: null, reason: null, late: false },
  }
  expect(count([person({ id: '1' }), person({ id: '2', marks: [mark] }), person({ id: '3', isCancelled: true, marks: [mark] })])).toEqual({
    expected: 2,
    marked: 1,
    left: 1,
    figures: { attended: 2, part: 0, absent: 0, apologies: 0 },
  })
})

it('a session stands under today, to be closed, coming up or closed, by London days', () => {
  const session: RegisterInList = {
    ...{
      id: 's',
      code: 'ABC234',
      eventTitle: 'Conference',
      title: '',
      position: 2,
      sessions: 3,
      isCancelled: false,
      venueName: '',
      expected: 0,
      marked: 0,
    },
    ...{ startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T15:00:00.000Z', signedAt: null, calledOffAt: null },
  }
  expect(groupOf(session, new Date('2026-06-11T23:00:00.000Z'))).toBe('today')
  expect(groupOf(session, new Date('2026-06-11T22:59:00.000Z'))).toBe('upcoming')
  expect(groupOf(session, new Date('2026-06-12T23:00:00.000Z'))).toBe('to_close')
  expect(groupOf({ ...session, signedAt: '2026-06-12T15:10:00.000Z' }, new Date('2026-06-12T16:00:00.000Z'))).toBe('closed')
  expect(registerTitle(session)).toBe('Conference: Session 2 of 3')
})
