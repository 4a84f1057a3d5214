// What a council sets: how it is read, and that what SQL takes for the usual is the usual.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { settingsForm } from '#base/council/forms.ts'
import { councilFrom } from '#base/council.ts'
import { councilSettings } from '#base/council-settings.ts'
import { choice, differenceOf, email, limit, notTelephone, shownOf, whole, words } from '#base/setting.ts'

it('a number is read with commas, and left empty it is the usual one', () => {
  const days = whole('Days', { from: 1, to: 2000, usual: 14, unit: 'day' })
  expect(['', '1', '1,000', '0', '2001', '1.5', 'soon'].map((typed) => days.read(typed))).toEqual([
    { value: 14 },
    { value: 1 },
    { value: 1000 },
    { problem: 'Enter 1 day or more' },
    { problem: 'Enter 2,000 days or fewer' },
    { problem: 'Enter whole days' },
    { problem: 'Enter a number of days from 1 to 2,000' },
  ])
  const least = whole('Smallest count', { from: 5, to: 20, usual: 5, needed: true })
  expect(['', '4', '21', '5.5'].map((typed) => least.read(typed).problem)).toEqual([
    'Enter a number from 5 to 20',
    'Enter 5 or more',
    'Enter 20 or fewer',
    'Enter a whole number',
  ])
})

it('a number is read in figures alone, with commas between thousands', () => {
  const days = whole('Days', { from: 1, to: 2000, wrong: 'Enter days from 1 to 2,000' })
  expect([' 1,500 ', '1500'].map((typed) => days.read(typed))).toEqual([{ value: 1500 }, { value: 1500 }])
  const places = limit('Places', { wrong: 'Enter places from 1 to 999,999, or none' })
  expect(['', '999,999'].map((typed) => places.read(typed))).toEqual([{ value: null }, { value: 999_999 }])
  for (const typed of ['1,5', '1 5', '1,50', '15,00', '1e3', '0x10', '-1', '+1', 'Infinity']) {
    expect([typed, days.read(typed)]).toEqual([typed, { problem: 'Enter days from 1 to 2,000' }])
    expect([typed, places.read(typed)]).toEqual([typed, { problem: 'Enter places from 1 to 999,999, or none' }])
  }
  expect(places.read('1,000,000')).toEqual({ problem: 'Enter places from 1 to 999,999, or none' })
})

it('words have a length, an address the form of one, and a choice that is none is the usual one', () => {
  const name = words('Name', { most: 3, missing: 'Enter the name' })
  expect(['Ann', '', 'Anna'].map((typed) => name.read(typed))).toEqual([
    { value: 'Ann' },
    { problem: 'Enter the name' },
    { problem: 'Name must be 3 characters or fewer' },
  ])
  expect(['', 'a@b.gov.uk', 'nobody'].map((typed) => email('Address').read(typed).problem === undefined)).toEqual([true, true, false])
  const long = (letters: number) =>
    email('Address (optional)').read(`${'a'.repeat(letters)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.uk`)
  expect([long(64), long(80).problem]).toEqual([{ value: expect.stringContaining('@') }, 'Address must be 254 characters or fewer'])
  const whoever = choice('Who?', { one: 'One', two: 'Two' }, 'two')
  expect(['one', 'constructor', ''].map((typed) => whoever.read(typed))).toEqual([{ value: 'one' }, { value: 'two' }, { value: 'two' }])
  expect(choice('Who?', { one: 'One' }, 'one', { missing: 'Choose who' }).read('').problem).toBe('Choose who')
})

it('a telephone number has figures that can be rung', () => {
  const number = words('Telephone number', { most: 40, type: 'tel' })
  expect(['', '101', '01432 260000', '+44 (0)1432 260000 ext. 5'].map((typed) => number.read(typed).problem)).toEqual(
    Array(4).fill(undefined),
  )
  expect(['x', 'the office', '12', 'ext'].map((typed) => number.read(typed).problem)).toEqual(Array(4).fill(notTelephone))
})

it('every setting of a council is on its form, and what is shown of it is read as it was', () => {
  const council = { ...councilFrom('884,885'), contactAddress: 'Plough Lane\nHereford' }
  expect(Object.keys(settingsForm().fields)).toEqual(Object.keys(councilSettings))
  expect(settingsForm().schema.parse(shownOf(councilSettings, council))).toEqual(council)
})

it('the log says from what to what, and of what may be somebody’s own only that it changed', () => {
  const council = councilFrom('884')
  expect(
    differenceOf(council, { ...council, answerDays: 5, contactEmail: 'jo@example.gov.uk', laCodes: ['884'] }, councilSettings),
  ).toEqual({
    before: { answerDays: 3, contactEmail: 'as it was' },
    after: { answerDays: 5, contactEmail: 'changed' },
  })
})

it('triggers take the same for the usual', () => {
  const sql = readdirSync('prisma/migrations').map((file) => readFileSync(`prisma/migrations/${file}`, 'utf8'))
  const read = sql.flatMap((text) => [...text.matchAll(/value ->> '\$\.(\w+)' FROM Setting WHERE key = 'council'\), '?(\w+)'?\)/g)])
  const usual = councilFrom('') as Readonly<Record<string, unknown>>
  expect(read.map(([, name = '', value]) => [name, value])).toEqual(read.map(([, name = '']) => [name, String(usual[name])]))
  expect(read.length).toBeGreaterThan(2)
})

/** Where the rules or a guide say what a setting does, and in which words. */
const said: Record<keyof typeof councilSettings, readonly [file: string, words: string]> = {
  name: ['guide/administrator.md', '**Settings:** names,'],
  serviceName: ['guide/administrator.md', '**Settings:** names,'],
  brandColour: ['guide/administrator.md', 'the colour and logo of pages, emails and certificates'],
  laCodes: ['guide/administrator.md', 'authority codes of the area'],
  contactEmail: ['guide/administrator.md', 'contacts,'],
  contactTelephone: ['guide/administrator.md', 'contacts,'],
  contactAddress: ['guide/administrator.md', 'contacts,'],
  concernTelephone: ['guide/administrator.md', 'the number for concerns about a child'],
  answerDays: ['guide/administrator.md', 'days to answer requests to book for a school'],
  digestDay: ['guide/administrator.md', 'The **weekly letter** begins when you choose its weekday'],
  writtenFirst: ['guide/administrator.md', 'who is written to first at a school'],
  sealEmail: ['guide/administrator.md', "that gets each day's checkpoint"],
  dataProtectionName: ['guide/deploy.md', 'data protection officer'],
  dataProtectionEmail: ['guide/deploy.md', 'data protection officer'],
  returnControllers: ['guide/administrator.md', 'who answers for the audit'],
  returnBasis: ['guide/administrator.md', 'on which lawful basis'],
  staffIdleMinutes: ['rules/signing-in.md', 'after 30 to 60 minutes without use'],
  staffFactors: ['guide/administrator.md', '**Second factors:**'],
  factorDays: ['guide/administrator.md', 'After the days of grace (*Settings*)'],
  staffProvider: ['guide/administrator.md', '*Settings* can require one of your providers'],
  reportsBy: ['guide/administrator.md', '*Settings* says whether two make a report final'],
  reopeningBy: ['guide/administrator.md', 'and reopen an audit'],
  breakdowns: ['rules/coverage.md', 'Reports offer six breakdowns, and the rest where the council wants them'],
  answerLinkDays: ['guide/administrator.md', 'how long a link to an answer lasts'],
  mailsPerDay: ['guide/administrator.md', 'mails a day that your plan allows'],
}

it('the rules or a guide say what each setting of a council does', () => {
  const missing = Object.entries(said).filter(([, [file, words]]) => !readFileSync(`docs/${file}`, 'utf8').includes(words))
  expect(missing).toEqual([])
})
