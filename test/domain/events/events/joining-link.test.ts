import { expect, it } from 'vitest'
import { emptyEvent, readEvent } from '#events/editing/forms.ts'
import { missing } from '#events/events/draft.ts'
import { readJoiningLink } from '#events/events/joining-link.ts'

const links = [
  'https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%22Tid%22%3a%22a%22%7d',
  'https://us02web.zoom.us/j/81234567890?pwd=a.b-c#success',
  'http://meet.example.gov.uk:8443/safeguarding/@council',
  'HTTPS://MEET.EXAMPLE/x',
]
const noLinks = [
  ...['', 'meet.example/x', '//meet.example/x', 'http:meet.example', 'https://', 'https:///x', 'https://meet.example:99999/'],
  ...['javascript:alert(1)', ' JavaScript:alert(1)', 'javascript://meet.example/%0aalert(1)', 'data:text/html,<p>x', 'file:///etc/hosts'],
  ...['https://meet.example/a b', 'https://meet .example/', 'https://meet.example/\u00a0x', 'https:\\\\meet.example\\x'],
  ...['https://council.gov.uk@evil.example/', 'https://a:b@meet.example/', 'https://@meet.example/', 'mailto:a@meet.example'],
  `https://meet.example/${'x'.repeat(2000)}`,
]

it('a joining link is one address of the web, as meeting services give it', () => {
  expect(links.map(readJoiningLink)).toEqual(links)
  expect(readJoiningLink(' https://meet.example/x ')).toBe('https://meet.example/x')
  expect(noLinks.filter((typed) => readJoiningLink(typed) !== undefined)).toEqual([])
})

it('the form says what a joining link must be, and keeps what was typed', () => {
  const problemOf = (joiningLink: string) =>
    readEvent(
      { ...emptyEvent({ name: 'Mair', email: 'mair@example.gov.uk' }), attendanceMode: 'online', joiningLink },
      { topics: [], roles: [], venues: [] },
    ).problems?.['joiningLink']
  expect(links.filter((link) => problemOf(link) !== undefined)).toEqual([])
  // Nothing yet is allowed of a draft.
  for (const typed of noLinks.filter((link) => link !== ''))
    expect(problemOf(typed), typed).toBe(
      'Enter the joining link as one address that starts with https://, without blanks and without a name or password before an @',
    )
})

it('an online event is not seen by schools with a link that is none, also one from before links were looked at', () => {
  const session = { startsAt: '2027-06-11T08:30:00.000Z', endsAt: '2027-06-11T14:00:00.000Z' } as const
  const missingWith = (joiningLink: string) =>
    missing({
      ...{ attendanceMode: 'online', venueName: '', joiningLink, contactEmail: 'mair@example.gov.uk', sessions: [session] as never },
      ...{ bookingOpensAt: null, bookingClosesAt: null },
    })
  expect(missingWith('https://meet.example/x')).toEqual([])
  for (const typed of ['', 'javascript:alert(1)', 'https://council.gov.uk@evil.example/'])
    expect(missingWith(typed)).toEqual(['joining_link'])
})
