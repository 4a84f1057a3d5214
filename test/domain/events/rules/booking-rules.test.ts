// The rules of an event: each is a column of Event, asked, said and copied.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Instant } from '#base/dates.ts'
import { usualOf } from '#base/setting.ts'
import { type BookingRules, bookingRules, isDeadline, namedRules, rulesOfCopy } from '#events/events/booking-rules.ts'
import { filledRules, type RulesGround, rulesForm } from '#events/rules/rules-forms.ts'

const usual: BookingRules = usualOf(bookingRules)
const session = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const event = {
  ...{ code: 'ABC234', state: 'draft', onlineCapacity: 20, termsId: null, priceId: null, earlyUntil: null },
  sessions: [
    { ...session, block: '' },
    { ...session, block: 'Workshops' },
  ],
  rules: usual,
} as unknown as RulesGround['event']
const ground: RulesGround = { event, terms: [], prices: [], calendar: { bankHolidays: new Set(), terms: [] } }
const now = new Date('2099-01-05T09:00:00.000Z')

it('each is a column of Event, whose default is the usual and whose values are the choices', () => {
  const [table = ''] = readFileSync('prisma/migrations/0006_events.sql', 'utf8').match(/CREATE TABLE Event \([\s\S]*?\n\)/) ?? []
  const columns = namedRules.map(([name]) => {
    const [, line = ''] = table.match(new RegExp(`^  ${name} (.*),$`, 'm')) ?? []
    const [, usually = 'NULL'] = line.match(/DEFAULT '?(\w+)'?/) ?? []
    return [name, usually, line.match(/ IN \((.*)\)\)/)?.[1]]
  })
  const stored = (value: unknown): string => (value === null ? 'NULL' : typeof value === 'boolean' ? String(Number(value)) : String(value))
  const choices = (name: keyof BookingRules): string | undefined => {
    const rule = bookingRules[name]
    if (typeof rule.usual === 'boolean') return '0, 1'
    return 'options' in rule ? rule.options?.map(({ value }) => `'${value}'`).join(', ') : undefined
  }
  expect(columns).toEqual(namedRules.map(([name, { usual: value }]) => [name, stored(value), choices(name)]))
})

it('an event with workshops and places online is asked all of them, and what its form shows is read as it was', () => {
  const rules: BookingRules = {
    ...usual,
    ...{ placesPerTrust: 6, approval: true, waitingOrder: 'no_record_first', offerHours: 24, namesRelease: true },
    ...{
      namesDueAt: '2099-06-01T14:00:00.000Z',
      choicesCloseAt: '2099-06-02T14:00:00.000Z',
      attendanceClosesAt: '2099-06-03T14:00:00.000Z',
    },
  }
  const set = { ...ground, event: { ...event, rules } }
  const { schema } = rulesForm(set, now, { terms: undefined, prices: undefined })
  expect(schema.parse(filledRules(set.event))).toEqual({ rules, accepting: { termsId: null, priceId: null, earlyUntil: null } })
})

it('a form of an event without workshops and places online leaves their deadlines as they are', () => {
  const plain = { ...ground, event: { ...event, onlineCapacity: null, sessions: event.sessions.slice(0, 1) } }
  const { schema } = rulesForm(plain, now, { terms: undefined, prices: undefined })
  const { choicesCloseAt: _choices, attendanceClosesAt: _attendance, ...asked } = usual
  expect(schema.parse({ ...filledRules(event), choicesCloseDate: '2099-06-02', choicesCloseTime: '15:00' }).rules).toEqual(asked)
})

it('all that is wrong is told at once, with the school hour that is used in place of a time at which no school works', () => {
  const typed = { ...filledRules(event), offerHours: '0', namesDueDate: '2099-05-31', namesDueTime: '12:00', termsId: 'x' }
  const { error } = rulesForm(ground, now, { terms: undefined, prices: undefined }).schema.safeParse(typed)
  expect(error?.issues.map(({ path }) => path)).toEqual([['offerHours'], ['namesDueDate'], ['termsId']])
  expect(error?.issues.flatMap((issue) => (issue.code === 'custom' ? [issue.params?.['instead']] : []))).toEqual([
    undefined,
    { namesDueDate: '2099-05-29', namesDueTime: '16:00' },
    { namesDueDate: '2099-05-29', namesDueTime: '16:00' },
  ])
})

it('places without a name are said to be released only where there is a time at which they are', () => {
  const says = (released: boolean, namesDueAt: Instant | null) => bookingRules.namesRelease.says(released, { namesDueAt })
  const due = '2099-06-01T14:00:00.000Z'
  expect([says(true, due), says(false, due), says(true, null)]).toEqual([', then places without a name are released', '', ''])
})

it('a copy has all of them, its deadlines moved', () => {
  const later = '2099-07-01T14:00:00.000Z'
  const moved = namedRules.map(([name, rule]) => [name, isDeadline(rule) ? later : usual[name]])
  expect(rulesOfCopy(usual, () => later)).toEqual(Object.fromEntries(moved))
})
