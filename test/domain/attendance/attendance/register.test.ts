import { expect, it } from 'vitest'
import { bySchool, count, matches, type PersonOnRegister, plain, registerTitle } from '#attendance/attendance/register.ts'

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

it('a session without a title is named by its number, and the only one by its event', () => {
  const session = { eventTitle: 'Conference', title: '', position: 2, sessions: 3 }
  expect(registerTitle(session)).toBe('Conference: Session 2 of 3')
  expect(registerTitle({ ...session, title: 'Morning' })).toBe('Conference: Morning')
  expect(registerTitle({ ...session, position: 1, sessions: 1 })).toBe('Conference')
})
