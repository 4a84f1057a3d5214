// Staff days as a school types them, or as its calendar file has them.
import { expect, it } from 'vitest'
import { readStaffDays, sayStaffDays } from '#attendance/standings/staff-day.ts'

it('a staff day is a date, in any usual form, and what it is for', () => {
  const typed = '4 January 2027, training day\n05/01/2027 Moderation\nFriday 12 Feb 2027: INSET\n\n2027-03-02'
  expect(readStaffDays(typed)).toEqual([
    { day: '2027-01-04', what: 'training day' },
    { day: '2027-01-05', what: 'Moderation' },
    { day: '2027-02-12', what: 'INSET' },
    { day: '2027-03-02', what: 'staff day' },
  ])
})

it('what is shown can be typed again, and a day is kept once', () => {
  const days = [
    { day: '2027-01-04', what: 'training day' },
    { day: '2027-02-12', what: 'INSET, all staff' },
  ]
  expect(readStaffDays(sayStaffDays(days))).toEqual(days)
  expect(readStaffDays('4 January 2027, first\n4/1/2027, second')).toEqual([{ day: '2027-01-04', what: 'first' }])
})

it('a line without a date, or with a day that does not exist, is named', () => {
  const says = (line: string) => `Begin each line with a date such as 4 January 2027: “${line}” does not`
  for (const line of ['INSET in January', '31 February 2027, INSET', '4 Smarch 2027']) expect(readStaffDays(line)).toBe(says(line))
  expect(readStaffDays(Array.from({ length: 61 }, (_, n) => `${(n % 28) + 1}/${1 + Math.floor(n / 28)}/2027`).join('\n'))).toBe(
    'Enter at most 60 days',
  )
})

it('all-day entries of a calendar file are staff days, and entries with an hour are not', () => {
  const calendar = [
    'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270104\r\nSUMMARY:Staff day\\, whole',
    ' \r\n  school\r\nEND:VEVENT',
    '\r\nBEGIN:VEVENT\r\nDTSTART:20270105T090000Z\r\nSUMMARY:Assembly\r\nEND:VEVENT\r\nEND:VCALENDAR',
  ].join('')
  const whole = [{ day: '2027-01-04', what: 'Staff day, whole' }]
  expect(readStaffDays(calendar.replace(' \r\n  school', ''))).toEqual(whole)
  expect(readStaffDays('', calendar.replace(' \r\n  school', '\r\n  school'))).toEqual([
    { day: '2027-01-04', what: 'Staff day, whole school' },
  ])
  expect(readStaffDays('BEGIN:VCALENDAR')).toBe('Begin each line with a date such as 4 January 2027: “BEGIN:VCALENDAR” does not')
})
