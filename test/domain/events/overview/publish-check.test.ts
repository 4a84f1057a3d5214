import { expect, it } from 'vitest'
import type { EventDetails } from '#events/events/event.ts'
import { publishChecks } from '#events/overview/publish-check.ts'
import type { PriceList } from '#money/prices/price.ts'
import type { Terms } from '#money/terms/terms.ts'

const calendar = {
  bankHolidays: new Set(['2026-05-25']),
  terms: [{ name: 'Summer', firstDay: '2026-04-13', lastDay: '2026-07-17' }],
}
const session = {
  title: 'Talk',
  startsAt: '2026-06-12T08:30:00.000Z',
  endsAt: '2026-06-12T15:00:00.000Z',
  block: '',
  capacity: null,
  room: '',
}
const draft = { code: 'ABC234', capacity: 60, onlineCapacity: null, venue: null, sessions: [session] } as unknown as EventDetails

const whole = {
  event: draft,
  cancelling: { terms: { name: 'Late', termTimeOnly: false } as Terms, calendar },
  prices: { name: 'Conferences', version: 2 } as PriceList,
  counts: [{ requirementId: null, label: '', countsAs: 'none' as const, session: undefined }],
  nearby: [{ code: 'XYZ567', title: 'Another day', startsAt: '2026-06-11T08:30:00.000Z' }],
  atOnce: [],
}

const toCheck = (of: Partial<typeof whole> | { prices: undefined }) =>
  publishChecks({ ...whole, ...of }).flatMap(({ isFine, text, hint }) => (isFine ? [] : [hint ? `${text} (${hint})` : text]))

const withSessions = (...sessions: object[]) => ({
  event: { ...draft, sessions: sessions.map((one) => ({ ...session, ...one })) } as EventDetails,
})

it('a draft with everything has nothing to check, and each thing in order leads to where it is changed', () => {
  expect(publishChecks(whole)).toEqual([
    { text: 'Price: Conferences, version 2', href: '/organiser/events/ABC234/rules', isFine: true },
    { text: 'Cancelling: Late', href: '/organiser/events/ABC234/rules', isFine: true },
    { text: 'Counts as: Nothing', href: '/organiser/events/ABC234/requirements', isFine: true },
    { text: 'On 12 June 2026', href: '/organiser/events/ABC234/move', isFine: true },
    { text: '60 places', href: '/organiser/events/ABC234/edit/booking', isFine: true },
  ])
})

it('what an organiser easily forgets is to be checked: money, what it counts as, its days, rooms, and another event of that day', () => {
  expect(toCheck({ prices: undefined })).toEqual(['It is free of charge'])
  expect(toCheck({ cancelling: { terms: undefined as unknown as Terms, calendar } })).toEqual(['Cancelling is free of charge'])
  expect(toCheck({ counts: [] })).toEqual([
    'Say what it counts as, or that it counts as nothing (Nobody has said: its purpose and topic decide.)',
  ])
  expect(toCheck({ nearby: [{ code: 'XYZ567', title: 'Another day', startsAt: '2026-06-12T12:00:00.000Z' }] })).toEqual([
    'Also on Friday 12 June 2026: Another day',
  ])
  expect(toCheck(withSessions({ startsAt: '2026-06-13T08:30:00.000Z' }))).toEqual(['Saturday 13 June 2026 is at a weekend.'])
  expect(toCheck(withSessions({ startsAt: '2026-05-25T08:30:00.000Z' }))).toEqual(['Monday 25 May 2026 is a bank holiday.'])
  expect(toCheck(withSessions({ startsAt: '2026-09-25T08:30:00.000Z' }))).toEqual(['Enter the term dates: none reach this event'])
  expect(toCheck(withSessions({ startsAt: '2027-06-11T08:30:00.000Z' }))).toEqual(['Enter the bank holidays of 2027'])
  const workshop = { block: 'Workshops', capacity: 40 }
  expect(toCheck(withSessions({ ...workshop, title: 'Workshop 1' }, { ...workshop, title: 'Consent' }))).toEqual([
    'Name the workshops (Workshop 1)',
  ])
  expect(toCheck(withSessions({ ...workshop, title: 'Consent' }))).toEqual([
    expect.stringMatching(/^Look at the programme again \(.*40 places/),
  ])
})
