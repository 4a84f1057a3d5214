import { expect, it } from 'vitest'
import { councilFrom } from '#base/council.ts'
import { audienceOf, readWhom } from '#correspondence/mailings/audience-forms.ts'
import { composed } from '#correspondence/mailings/compose.ts'

const council = { ...councilFrom('884'), name: 'Wye Council' }
const sender = { council, contactEmail: 'events@example.gov.uk', baseUrl: 'https://muster.example' }
const draft = (body: string) => ({ subject: 'To {school}', body, nature: 'statutory' as const, basis: 'A law' })
const said = (body: string, to: { name: string; school: string; reference: string | null }) =>
  composed(sender, draft(body), undefined, { ...to, unsubscribe: undefined }, new Date('2026-11-30T09:00:00Z'))

it('fields are filled in once: what a name holds is no field and no link of its own', () => {
  const { subject, text, html } = said('Dear {name},\n\nsee {link} or https://example.org/a.\nBye.', {
    name: '{link} <b>',
    school: 'Wye\r\nBcc: x@example.org',
    reference: null,
  })
  expect(subject).toBe('To Wye Bcc: x@example.org')
  expect(text).toContain('Dear {link} <b>,\n\nsee https://muster.example/events or https://example.org/a.\nBye.')
  expect(html).toContain('Dear {link} &lt;b&gt;,')
  expect(html).toContain('href="https://example.org/a"')
  expect(html).toContain('href="https://muster.example/events"')
})

it('somebody without a name is a colleague, and whoever booked is led to the booking', () => {
  const { text } = said('Dear {name}, {link}', { name: '', school: 'Wye', reference: 'ABC234' })
  expect(text).toContain('Dear colleague, https://muster.example/bookings/ABC234')
})

const choices = {
  topics: [{ id: 'prevent', label: 'Prevent duty' }],
  events: [{ id: 'e1', code: 'ABC234', title: 'Online safety', startsOn: '2026-06-12', cancelled: false, marked: true }],
}
const noGroups = { event: undefined, roles: [] }
const read = (typed: Record<string, string>) => audienceOf(readWhom(typed), choices, noGroups, ['884'], '2026-11-25')

it('a choice of people needs an event and says who; a choice of schools has a period of its own', () => {
  expect(read({ of: 'event' }).problems).toEqual({ event: 'Choose an event', who: 'Choose who shall get the message' })
  expect(read({ of: 'event', event: 'zzzzzz', who: 'absent' }).problems).toEqual({ event: 'Choose an event from the list' })
  expect(read({ of: 'event', event: 'abc234', who: 'absent' })).toEqual({
    audience: { of: 'event', event: 'ABC234', who: 'absent' },
    eventId: 'e1',
    problems: {},
  })
  expect(read({ of: 'event', event: 'abc234', who: 'everyone', role: 'dsl' }).audience).toEqual({
    of: 'event',
    event: 'ABC234',
    who: 'everyone',
    role: 'dsl',
  })
  // A workshop or way of coming of an event that was chosen before.
  for (const stale of [{ workshop: 'w1' }, { way: 'online' }])
    expect(read({ of: 'event', event: 'abc234', who: 'delegates', ...stale } as Record<string, string>).problems).toEqual({
      event: 'This event has no such workshop or places: choose again which of its people',
    })
  expect(read({ of: 'schools', topic: 'prevent', by: 'sector-kind', category: 'maintained.primary' })).toEqual({
    audience: {
      of: 'schools',
      answer: 'did-not',
      topic: 'prevent',
      event: '',
      from: '2024-11-26',
      to: '2026-11-25',
      sector: 'maintained',
      kind: 'primary',
      phase: '',
      trust: '',
      ward: '',
      notBooked: '',
      reach: 'best',
    },
    eventId: null,
    problems: {},
  })
  expect(Object.keys(read({ of: 'schools', from: 'soon', notBooked: 'nope', topic: 'nope' }).problems).toSorted()).toEqual([
    'from',
    'notBooked',
    'topic',
  ])
})
