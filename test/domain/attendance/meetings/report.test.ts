import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readReport as readingReport } from '#attendance/meetings/report.ts'
import { minutesOf, unite } from '#attendance/meetings/span.ts'
import { holdsFor } from '#test/support/holds.ts'
import {
  type Cells,
  day,
  delimiters,
  type Encoding,
  encoded,
  encodings,
  fileOf,
  meet,
  type Somebody,
  session,
  teamsList,
  teamsOf2021,
  teamsSince2022,
  teamsTownHall,
  webex,
  writtenDurations,
  writtenTimes,
  zoom,
  zoomUnique,
  zoomWebinar,
} from './files.ts'

/** All steps at once. */
const readReport = (...asked: Parameters<typeof readingReport>) => {
  const steps = readingReport(...asked)
  let next = steps.next()
  while (!next.done) next = steps.next()
  return next.value
}

const hour = 60
const one = 13 * hour
const siân: Somebody = {
  name: 'Siân O’Neill'.replace('’', "'"),
  email: 'sian@kingsbridge.example',
  stays: [
    [one - 5, one + 50],
    [one + 60, one + 130],
  ],
}
const jane: Somebody = { name: 'Jane Doe', email: 'jane@marlbury.example', stays: [[one + 10, one + 40]] }
const omar: Somebody = { name: 'Omar Haddad', email: 'omar@stluke.example', stays: [[one, one + 120]] }
const people = [siân, jane, omar]

/** What a report says of people: their minutes of the session. */
const minutesIn = (bytes: Uint8Array<ArrayBuffer>): Record<string, number | null> | string => {
  const read = readReport(bytes, session)
  if (typeof read === 'string') return read
  return Object.fromEntries(read.participants.map((participant) => [participant.name, minutesOf([participant], session).minutes]))
}

const expected = { "Siân O'Neill": 110, 'Jane Doe': 30, 'Omar Haddad': 120 }
/**
 * Where only the first coming, the last leaving and a sum are known, what lies outside the session
 * cannot be told.
 */
const roughly = { "Siân O'Neill": 120, 'Jane Doe': 30, 'Omar Haddad': 120 }

const asBytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>

describe('a file that no meeting writes', () => {
  const line = 'Jane Doe,2026-10-06T12:00:00Z,2026-10-06T13:00:00Z'
  it('of many lines a meeting report is read in steps of at most 2,000 lines, so that others are served meanwhile', () => {
    const steps = readingReport(asBytes(`Name,Join Time,Leave Time\n${`${line}\n`.repeat(20_000)}`), session)
    let count = 0
    while (!steps.next().done) count += 1
    // Its characters, its lines as tables, its times, their order and what they say of somebody.
    expect(count).toBeGreaterThan((20_000 / 2000) * 5)
  })

  it('of many lines is read', () => {
    const read = readReport(asBytes(`Name,Join Time,Leave Time\n${`${line}\n`.repeat(70_000)}`), session)
    expect(typeof read === 'string' ? read : read.participants.map(({ name, lines }) => [name, lines.length])).toEqual([
      ['Jane Doe', 70_000],
    ])
  })
  it('of lines of two letters is no table, and nothing fails', () => {
    expect(readReport(asBytes('a,b,c\n'.repeat(200_000)), session)).toBe('no_table')
  })
  it('with a name of a hundred thousand brackets is read as far as a name goes', () => {
    const name = '('.repeat(100_000)
    const read = readReport(asBytes(`Name,Join Time,Leave Time\n${line.replace('Jane Doe', name)}\n`), session)
    expect(typeof read === 'string' ? read : read.participants.map((one) => one.name.length)).toEqual([300])
  })
  it('with more people than any meeting has says so', () => {
    const many = Array.from({ length: 5001 }, (_, n) => line.replace('Jane Doe', `Person ${n}`)).join('\n')
    expect(readReport(asBytes(`Name,Join Time,Leave Time\n${many}\n`), session)).toBe('too_many')
  })
})

const how = { time: writtenTimes.british, duration: writtenDurations.english }
const shapes: Record<string, { cells: Cells; says: Record<string, number> }> = {
  'a list of Teams': { cells: teamsList(people, how), says: expected },
  'Teams of 2021': { cells: teamsOf2021(people, how), says: expected },
  'Teams since 2022': { cells: teamsSince2022(people, how), says: expected },
  'a town hall of Teams': { cells: teamsTownHall(people, how), says: expected },
  'Zoom with the meeting': { cells: zoom(people, how, true), says: expected },
  Zoom: { cells: zoom(people, how, false), says: expected },
  'a line a person of Zoom': { cells: zoomUnique(people), says: roughly },
  'a webinar of Zoom': { cells: zoomWebinar(people, how), says: expected },
  Meet: { cells: meet(people, how), says: roughly },
  Webex: { cells: webex(people), says: expected },
}

describe('every shape in every encoding and with every delimiter says the same', () => {
  for (const [shape, { cells, says }] of Object.entries(shapes))
    it(shape, () => {
      const read = encodings.flatMap((encoding) =>
        delimiters.map((delimiter) => [encoding, delimiter, minutesIn(fileOf(cells, delimiter, encoding))]),
      )
      expect(read).toEqual(encodings.flatMap((encoding) => delimiters.map((delimiter) => [encoding, delimiter, says])))
    })

  it('and in whatever way times and durations are written', () => {
    for (const time of Object.values(writtenTimes))
      for (const duration of Object.values(writtenDurations)) {
        expect(minutesIn(fileOf(teamsSince2022(people, { time, duration })))).toEqual(expected)
        expect(minutesIn(fileOf(teamsList(people, { time, duration })))).toEqual(expected)
      }
  })

  it('and with its columns in any order', () => {
    holdsFor([fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 })], { numRuns: 100 }, (order) => {
      const whole = teamsSince2022(people, how)
      const activities = whole.slice(whole.findIndex(([title]) => title === '3. In-Meeting Activities') + 1)
      expect(minutesIn(fileOf(activities.map((row) => order.map((at) => row[at] ?? ''))))).toEqual(expected)
    })
  })

  it('and as a spreadsheet saves it again, where every line is filled up with empty cells', () => {
    const cells = teamsSince2022(people, how)
    const padded = cells.map((row) => [...row, ...Array.from({ length: 7 - row.length }, () => '')])
    expect(minutesIn(fileOf(padded, ';', 'windows-1252'))).toEqual(expected)
  })
})

describe('any number of people who come and go as they like', () => {
  const stay = fc
    .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 120 }))
    .map(([from, long]) => [one - 60 + from, one - 60 + from + long] as const)
  const names = ['Ann Berry', 'Bo Cole', 'Cas Dean', 'Di Eve', 'Ed Fox', 'Flo Gale']
  const somebody = fc
    .array(fc.array(stay, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 6 })
    .map((all): Somebody[] =>
      all.map((stays, at) => ({ name: names[at] ?? '', email: `${at}@school.example`, stays: unite(stays) as Somebody['stays'] })),
    )
  /** The minutes one by one: the slow way, of which nobody doubts that it is right. */
  const counted = ({ stays }: Somebody): number =>
    Array.from({ length: 120 }, (_, minute) => one + minute).filter((minute) => stays.some(([from, to]) => from <= minute && minute < to))
      .length

  it('have the minutes in which the session ran and they were there', () => {
    holdsFor([somebody, fc.constantFrom(...encodings), fc.constantFrom(...delimiters)], { numRuns: 60 }, (all, encoding, delimiter) => {
      const says = Object.fromEntries(all.map((person) => [person.name, counted(person)]))
      for (const cells of [teamsList(all, how), teamsOf2021(all, how), teamsSince2022(all, how), zoom(all, how, true)])
        expect(minutesIn(fileOf(cells, delimiter, encoding))).toEqual(says)
    })
  })

  it('whichever of the lines comes first, and with a line twice', () => {
    holdsFor([somebody, fc.integer()], { numRuns: 60 }, (all, seed) => {
      const [head = [], ...rows] = zoom(all, how, false)
      const shuffled = [...rows, ...rows.slice(0, 2)].sort((a, b) => ((a.join().length * seed) % 7) - ((b.join().length * seed) % 7))
      expect(minutesIn(fileOf([head, ...shuffled]))).toEqual(Object.fromEntries(all.map((person) => [person.name, counted(person)])))
    })
  })

  it('no file of whatever bytes breaks the reader', () => {
    holdsFor([fc.uint8Array({ maxLength: 400 })], {}, (bytes) => void readReport(Uint8Array.from(bytes), session))
    holdsFor(
      [
        fc.array(fc.array(fc.constantFrom('Name', 'Email', 'Joined', '06/10/2026, 13:00:00', '1h 2m', 'a@b.example', 'Ann', '', '"')), {
          maxLength: 9,
        }),
      ],
      {},
      (cells) => void readReport(fileOf(cells, ','), session),
    )
  })
})

const aList = (...times: string[]): Uint8Array<ArrayBuffer> =>
  fileOf([
    ['Full Name', 'User Action', 'Timestamp'],
    ...times.map((time, at) => [at % 2 === 0 ? 'Jane Doe' : 'Jane Doe', at % 2 === 0 ? 'Joined' : 'Left', time]),
  ])

const spans = (read: ReturnType<typeof readReport>): string[] | string =>
  typeof read === 'string'
    ? read
    : read.participants.flatMap((participant) => participant.spans.map((span) => span.map((at) => new Date(at).toISOString()).join(' to ')))

describe('whether the day or the month comes first', () => {
  it('is decided over the whole file by a value above 12', () => {
    expect(
      spans(readReport(aList('6/10/2026, 13:00:00', '6/10/2026, 14:00:00', '13/10/2026, 13:00:00', '13/10/2026, 14:00:00'), session)),
    ).toEqual(['2026-10-06T12:00:00.000Z to 2026-10-06T13:00:00.000Z', '2026-10-13T12:00:00.000Z to 2026-10-13T13:00:00.000Z'])
  })
  it('else by the day of the session', () => {
    expect(spans(readReport(aList('10/6/2026, 1:00:00 PM', '10/6/2026, 2:00:00 PM'), session))).toEqual([
      '2026-10-06T12:00:00.000Z to 2026-10-06T13:00:00.000Z',
    ])
  })
  it('else it is asked, and the answer holds', () => {
    const other = aList('7/8/2026, 13:00:00', '7/8/2026, 14:00:00')
    expect(readReport(other, session)).toBe('which_order')
    expect(spans(readReport(other, session, { order: 'month_first' }))).toEqual(['2026-07-08T12:00:00.000Z to 2026-07-08T13:00:00.000Z'])
  })
  it('two dates of which no reading exists are refused', () => {
    expect(readReport(aList('13/10/2026, 13:00:00', '10/13/2026, 14:00:00'), session)).toBe('impossible_dates')
  })
})

describe('by which clock its times are', () => {
  const list = aList('06/10/2026, 13:00:00', '06/10/2026, 14:00:00')
  it('is UK time where the file does not say, and said with the report', () => {
    expect(readReport(list, session)).toMatchObject({ zone: 'Europe/London' })
    expect(readReport(aList('2026-10-06T12:00:00Z', '2026-10-06T13:00:00Z'), session)).toMatchObject({ zone: '' })
  })
  it('is UTC where the importer says so', () => {
    expect(spans(readReport(list, session, { zone: 'UTC' }))).toEqual(['2026-10-06T13:00:00.000Z to 2026-10-06T14:00:00.000Z'])
  })
  it('is UTC where a heading says so', () => {
    const file = fileOf([
      ['Name', 'First Join (UTC)', 'Last Leave (UTC)', 'Duration'],
      ['Jane Doe', '06/10/2026 12:00:00', '06/10/2026 13:00:00', '1h'],
    ])
    expect([spans(readReport(file, session)), readReport(file, session)]).toMatchObject([
      ['2026-10-06T12:00:00.000Z to 2026-10-06T13:00:00.000Z'],
      { zone: '' },
    ])
  })
})

/**
 * Made after what next to nothing of public files may be kept of: their shape. Nobody in them
 * lives.
 */
describe('the shapes of public samples', () => {
  it('Teams of 2022 in UTF-16BE with plain line ends, names turned, addresses unlike the ids, and a summary that miscounts', () => {
    const lines = [
      ['1. Summary'],
      ['Meeting title', 'IDL'],
      ['Attended participants', '4'],
      ['Start time', '06/10/26, 12:58:12'],
      ['End time', '06/10/26, 14:02:01'],
      ['Meeting duration', '1h 3m 49s'],
      ['Average attendance time', '51m 2s'],
      [''],
      ['2. Participants'],
      ['Name', 'First join', 'Last leave', 'In-meeting duration', 'Email', 'Participant ID (UPN)', 'Role'],
      ['Berry, Ann', '06/10/26, 12:58:12', '06/10/26, 14:02:01', '1h 3m 48s', 'ann.berry@marl.example', 'u100@tenant.example', 'Organizer'],
      ['Cole, Bo (EXT)', '06/10/26, 13:00:46', '06/10/26, 13:50:12', '19m 26s', 'bo@cole.example', 'u101@tenant.example', 'Presenter'],
      ['Dean, Cas', '06/10/26, 13:30:00', '06/10/26, 14:00:00', '30m', '', '', 'Attendee'],
      [''],
      ['3. In-meeting activities'],
      ['Name', 'Join time', 'Leave time', 'Duration', 'Email', 'Role'],
      ['Berry, Ann', '06/10/26, 12:58:12', '06/10/26, 14:02:01', '1h 3m 48s', 'ann.berry@marl.example', 'Organizer'],
      ['Cole, Bo (EXT)', '06/10/26, 13:00:46', '06/10/26, 13:10:12', '9m 26s', 'bo@cole.example', 'Presenter'],
      ['Cole, Bo (EXT)', '06/10/26, 13:40:12', '06/10/26, 13:50:12', '10m', 'bo@cole.example', 'Presenter'],
      ['Dean, Cas', '06/10/26, 13:30:00', '06/10/26, 14:00:00', '30m', '', 'Attendee'],
    ]
    const text = lines.map((cells) => cells.join('\t')).join('\n')
    expect(minutesIn(encoded(text, 'utf-16be marked'))).toEqual({ 'Ann Berry': 62, 'Bo Cole': 19, 'Cas Dean': 30 })
    expect(minutesIn(encoded(text, 'utf-8'))).toEqual({ 'Ann Berry': 62, 'Bo Cole': 19, 'Cas Dean': 30 })
  })
  it('Zoom of which the empty line is of commas, hours have one figure, and minutes are rounded up', () => {
    const text = [
      'Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants',
      '948 1234 5678,Heroes,10/06/2026 12:54:15 PM,10/06/2026 3:00:00 PM,host@marl.example,126,3',
      ',,,,,,',
      'Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent',
      'Ann Berry,ann@marl.example,10/06/2026 12:54:15 PM,10/06/2026 3:00:00 PM,126,No,',
      'Bo (Bo Cole),,10/06/2026 1:10:00 PM,10/06/2026 1:10:20 PM,1,Yes,Y',
      'Cas Dean,,10/06/2026 1:00:00 PM,10/06/2026 2:40:00 PM,100,Yes,Y',
      'Cas Dean,,10/06/2026 1:05:00 PM,10/06/2026 2:51:40 PM,107,Yes,Y',
    ].join('\n')
    expect(minutesIn(encoded(text, 'utf-8'))).toEqual({ 'Ann Berry': 120, Bo: 0, 'Cas Dean': 112 })
  })
  it('a list of 2020 with two meetings in it, clocks of twelve hours and quoted names', () => {
    const text = [
      'Full Name\tUser Action\tTimestamp',
      '"Doe, Jane"\tJoined before\t6/10/2026, 1:00:00 PM',
      '"Haddad, Omar"\tJoined\t6/10/2026, 1:05:00 PM',
      '"Haddad, Omar"\tLeft\t6/10/2026, 1:35:00 PM',
      '"Doe, Jane"\tLeft\t6/10/2026, 1:40:00 PM',
      'Full Name\tUser Action\tTimestamp',
      '"Doe, Jane"\tJoined\t6/10/2026, 2:00:00 PM',
      '"Haddad, Omar"\tJoined\t6/10/2026, 2:00:00 PM',
      '"Doe, Jane"\tLeft\t6/10/2026, 2:30:00 PM',
    ].join('\r\n')
    expect(minutesIn(encoded(text, 'utf-16le marked'))).toEqual({ 'Jane Doe': 70, 'Omar Haddad': null })
  })
  it('Zoom’s webinar of several tables, with those who did not come and bytes of nothing', () => {
    const text = [
      'Attendee Report',
      'Report Generated:,10/06/2026 05:00:00 PM',
      'Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered,# Cancelled,Unique Viewers',
      'Heroes,948 1234,10/06/2026 01:00:00 PM,120,3,0,2',
      'Host Details',
      'Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name',
      'Yes,Olwen Rees,olwen@council.example,10/06/2026 12:50:00 PM,10/06/2026 03:00:00 PM,130,No,United Kingdom',
      'Attendee Details',
      'Attended,User Name (Original Name),First Name,Last Name,Email,Registration Time,Approval Status,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name',
      'Yes,Ann,Ann,Berry,ann@marl.example,10/01/2026 09:00:00 AM,approved,10/06/2026 01:00:00 PM,10/06/2026 02:00:00 PM,60,Yes,United Kingdom\0',
      'No,--,Bo,Cole,bo@marl.example,10/01/2026 09:00:00 AM,approved,--,--,--,--,--',
    ].join('\n')
    expect(minutesIn(encoded(text, 'utf-8'))).toEqual({ 'Olwen Rees': 120, Ann: 60 })
  })
  it('Meet with times of day alone and lengths in three ways', () => {
    const text = [
      'First name,Last name,Email,Duration,Time joined,Time exited',
      'Ann,Berry,ann@marl.example,1 hr 2 min,1:00 PM,2:02 PM',
      'Bo,Cole,bo@marl.example,42m,1:00 PM,1:42 PM',
      'Cas,Dean,cas@marl.example,1:02:30,1:30 PM,2:33 PM',
    ].join('\n')
    expect(minutesIn(encoded(text, 'utf-8'))).toEqual({ 'Ann Berry': 62, 'Bo Cole': 42, 'Cas Dean': 63 })
  })
})

const only = (cells: Cells) => {
  const read = readReport(fileOf(cells), session)
  return typeof read === 'string'
    ? read
    : read.participants.map((participant) => ({ name: participant.name, before: participant.before, ...minutesOf([participant], session) }))
}

describe('what is not in the file is not known', () => {
  const head = ['Name', 'Join Time', 'Leave Time', 'Duration', 'Email', 'Role']
  it('a stay whose end is missing has no minutes, and never none', () => {
    expect(only([head, ['Jane Doe', writtenTimes.british(one), '', '', '', 'Attendee']])).toEqual([
      { name: 'Jane Doe', before: '', minutes: null, atLeast: 0 },
    ])
  })
  it('a name alone, where times are hidden, has none either', () => {
    expect(
      only([
        head,
        ['Omar Haddad', writtenTimes.british(one), writtenTimes.british(one + 20), '20m', '', 'Attendee'],
        ['Jane Doe', '', '', '', '', 'Attendee'],
      ]),
    ).toEqual([
      { name: 'Omar Haddad', before: '', minutes: 20, atLeast: 20 },
      { name: 'Jane Doe', before: '', minutes: null, atLeast: 0 },
    ])
  })
  it('a beginning and a stated length make a stay', () => {
    expect(only([head, ['Jane Doe', writtenTimes.british(one), '', '45m 0s', '', 'Attendee']])).toEqual([
      { name: 'Jane Doe', before: '', minutes: 45, atLeast: 45 },
    ])
  })
  it('the report’s own figure is never exceeded between a first coming and a last leaving', () => {
    expect(
      only([
        ['Name', 'First Join', 'Last Leave', 'In-Meeting Duration'],
        ['Jane Doe', writtenTimes.british(one), writtenTimes.british(one + 100), '19m 26s'],
      ]),
    ).toEqual([{ name: 'Jane Doe', before: '', minutes: 19, atLeast: 19 }])
  })
  it('two devices at once are one stay, though each has its line', () => {
    const row = (from: number, to: number) => [
      'Jane Doe',
      writtenTimes.british(from),
      writtenTimes.british(to),
      `${to - from}m`,
      '',
      'Attendee',
    ]
    expect(only([head, row(one, one + 60), row(one + 30, one + 90)])).toEqual([{ name: 'Jane Doe', before: '', minutes: 90, atLeast: 90 }])
  })
})

describe('names', () => {
  const named = (...written: string[]) =>
    only([
      ['Name', 'Join Time', 'Leave Time', 'Role'],
      ...written.map((name) => [name, writtenTimes.british(one), writtenTimes.british(one + 10), 'Attendee']),
    ])
  it('lose what the program adds, and are turned', () => {
    expect(
      named('Jane Doe (Guest)', 'Haddad, Omar (EXT)', '[Marlbury School] Ann Berry', 'Bo Cole (Unverified)', 'New Name (Old Name)'),
    ).toMatchObject([
      { name: 'Jane Doe', before: '' },
      { name: 'Omar Haddad', before: '' },
      { name: 'Ann Berry', before: '' },
      { name: 'Bo Cole', before: '' },
      { name: 'New Name', before: 'Old Name' },
    ])
  })
  it('of telephones and of machines that take notes are counted and go no further', () => {
    const read = readReport(
      fileOf([
        ['Name', 'Join Time', 'Leave Time', 'Role'],
        ...['+44 7700 900123', 'Fireflies.ai Notetaker', 'Jane Doe'].map((name) => [
          name,
          writtenTimes.british(one),
          writtenTimes.british(one + 10),
          'Attendee',
        ]),
      ]),
      session,
    )
    expect(read).toMatchObject({ participants: [{ name: 'Jane Doe', lines: [4] }], telephones: 1, bots: 1 })
    expect(JSON.stringify(read)).not.toMatch(/7700|Fireflies/)
  })
})

describe('a file that is no report', () => {
  const bytes = (text: string, encoding: Encoding = 'utf-8') => encoded(text, encoding)
  it.each([
    ['empty', bytes('')],
    ['empty', bytes(' \r\n\t\r\n', 'utf-16le marked')],
    ['pdf', bytes('%PDF-1.7\n')],
    ['workbook', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0])],
    ['image', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10])],
    ['image', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0])],
    ['too_large', new Uint8Array(4_000_001)],
    ['open_quote', bytes('Name,Join Time,Leave Time\n"Jane,06/10/2026 13:00:00,06/10/2026 14:00:00\n')],
    ['no_table', bytes('Dear all,\nplease find the report attached.\n')],
    ['no_table', bytes('Name,School,Role\nJane Doe,Marlbury,Head\n')],
    ['no_table', bytes('Name,Beitrittszeit,Dauer\nJane Doe,06.10.26 13:00:00,59 Min. 0 Sek.\n')],
    ['no_table', bytes('Jane Doe\tJoined\t06/10/2026, 13:00:00\nJane Doe\tLeft\t06/10/2026, 14:00:00\n')],
  ] as const)('is told apart: %s', (why, file) => {
    expect(readReport(file, session)).toBe(why)
  })
})

it('a thousand people are all read', () => {
  const thousand = Array.from(
    { length: 1000 },
    (_, at): Somebody => ({
      name: `Person Number${at}`,
      email: `p${at}@school.example`,
      stays: [
        [one, one + 30],
        [one + 40, one + 100],
      ],
    }),
  )
  const read = readReport(fileOf(teamsSince2022(thousand, how)), session)
  expect(typeof read === 'string' ? read : read.participants.length).toBe(1000)
  expect(day.year).toBe(2026)
})
