import { expect, it } from 'vitest'
import { daysOf, programmeOf } from '#calendars/invites/invite.ts'
import { whenOf } from '#emails/calendars/event-facts.ts'

const at = (time: string, day = '2026-06-12'): string => `${day}T${time}:00.000Z`
const session = (id: string, from: string, to: string, title = '', block = '', day = '2026-06-12') => ({
  ...{ id, title, block, startsAt: at(from, day), endsAt: at(to, day) },
})
// In London an hour later than written here.
const workshopDay = [
  session('opening', '08:00', '09:45', 'Opening'),
  session('a', '10:00', '11:30', 'Anxiety', 'Morning workshops'),
  session('b', '10:15', '11:30', 'Bullying', 'Morning workshops'),
  session('close', '13:45', '14:30', 'Closing'),
]

// “A message says when people are there, day by day from the first start to the last end, and the programme of what is on in that time.”
it('a day with workshops is from its first start to its last end, not what lies before and after the workshops', () => {
  expect(whenOf({ sessions: workshopDay })).toBe('Friday 12 June 2026, 9am to 3:30pm')
  expect(programmeOf(workshopDay)).toEqual([
    '9am to 10:45am: Opening',
    '11am to 12:30pm: Morning workshops: one of 2 workshops each',
    '2:45pm to 3:30pm: Closing',
  ])
  expect(programmeOf(workshopDay.slice(0, 2))[1]).toBe('11am to 12:30pm: Morning workshops: one workshop')
})

it('whoever has chosen a workshop reads its own time, and who has not that it is not chosen', () => {
  expect(programmeOf(workshopDay, ['b'])[1]).toBe('11:15am to 12:30pm: Morning workshops: Bullying')
  expect(programmeOf(workshopDay, [])[1]).toBe('11am to 12:30pm: Morning workshops: not chosen yet')
})

it('a course on two days names each day, and one session needs no programme', () => {
  const two = [session('2', '08:00', '11:00', '', '', '2026-06-13'), session('1', '08:00', '11:00')]
  expect(daysOf(two).map(({ startsAt }) => startsAt)).toEqual([at('08:00'), at('08:00', '2026-06-13')])
  expect(programmeOf(two)).toEqual([])
  const named = two.map((one) => ({ ...one, title: `Day ${one.id}` }))
  expect(programmeOf(named)).toEqual(['Friday 12 June 2026: Day 1', 'Saturday 13 June 2026: Day 2'])
  expect(programmeOf([...named, session('3', '12:00', '13:00', 'Practice')])).toEqual([
    'Friday 12 June 2026, 9am to midday: Day 1',
    'Friday 12 June 2026, 1pm to 2pm: Practice',
    'Saturday 13 June 2026: Day 2',
  ])
  expect(programmeOf([session('1', '08:00', '11:00', 'All day')])).toEqual([])
})

it('over a change of the clocks each day keeps its own hours', () => {
  const spring = [session('1', '09:00', '12:00', '', '', '2027-03-27'), session('2', '08:00', '11:00', '', '', '2027-03-28')]
  expect(whenOf({ sessions: spring })).toBe('Saturday 27 March 2027, 9am to midday; Sunday 28 March 2027, 9am to midday')
})
