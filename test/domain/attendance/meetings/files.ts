// Attendance reports as Teams, Zoom, Meet and Webex write them in English, about people whom nobody has met.

/** Minutes of the day, London's clock. */
type Stay = readonly [from: number, to: number]
export type Somebody = { name: string; email: string; stays: readonly Stay[] }

export const day = { year: 2026, month: 10, day: 6 }
/** One to three in the afternoon in summer time. */
export const session = { startsAt: '2026-10-06T12:00:00.000Z', endsAt: '2026-10-06T14:00:00.000Z' }

const two = (value: number): string => String(value).padStart(2, '0')
const clock24 = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}:00`
const clock12 = (minute: number, blank = ' '): string => {
  const hour = Math.floor(minute / 60)
  return `${hour % 12 === 0 ? 12 : hour % 12}:${two(minute % 60)}:00${blank}${hour < 12 ? 'AM' : 'PM'}`
}

export const writtenTimes = {
  british: (minute: number) => `06/10/2026, ${clock24(minute)}`,
  short: (minute: number) => `06/10/26, ${clock24(minute)}`,
  american: (minute: number) => `10/6/26, ${clock12(minute, '\u202f')}`,
  webex: (minute: number) => `2026-10-06 ${clock24(minute)}`,
  words: (minute: number) => `Oct 6, 2026 ${clock24(minute)}`,
  iso: (minute: number) => `2026-10-06T${clock24(minute - 60)}Z`,
}

export const writtenDurations = {
  english: (minutes: number) => `${minutes >= 60 ? `${Math.floor(minutes / 60)}h ` : ''}${minutes % 60}m 0s`,
  meet: (minutes: number) => `${Math.floor(minutes / 60)} hr ${minutes % 60} min`,
  webex: (minutes: number) => `${minutes} mins`,
  clock: (minutes: number) => `${Math.floor(minutes / 60)}:${two(minutes % 60)}:00`,
}

const total = ({ stays }: Somebody): number => stays.reduce((sum, [from, to]) => sum + to - from, 0)
const first = ({ stays }: Somebody): number => Math.min(...stays.map(([from]) => from))
const last = ({ stays }: Somebody): number => Math.max(...stays.map(([, to]) => to))

export type Cells = string[][]
type How = { time: (minute: number) => string; duration: (minutes: number) => string }

/** What has been downloaded from a meeting since 2020: who did what when. */
export const teamsList = (people: readonly Somebody[], { time }: How): Cells => {
  const events = people.flatMap((one) =>
    one.stays.flatMap(([from, to]) => [
      { at: from, row: [one.name, 'Joined', time(from)] },
      { at: to, row: [one.name, 'Left', time(to)] },
    ]),
  )
  return [['Full Name', 'User Action', 'Timestamp'], ...events.sort((a, b) => a.at - b.at).map(({ row }) => row)]
}

export const teamsOf2021 = (people: readonly Somebody[], { time, duration }: How): Cells => [
  ['Full Name', 'Join Time', 'Leave Time', 'Duration', 'Email', 'Role', 'Participant ID (UPN)'],
  ...people.flatMap((one) =>
    one.stays.map(([from, to]) => [one.name, time(from), time(to), duration(to - from), one.email, 'Presenter', `upn-${one.email}`]),
  ),
]

export const teamsSince2022 = (people: readonly Somebody[], { time, duration }: How): Cells => [
  ['1. Summary'],
  ['Meeting title', 'Safeguarding, autumn'],
  ['Attended participants', String(people.length)],
  ['Start time', time(700)],
  ['End time', time(980)],
  ['Meeting duration', duration(280)],
  [''],
  ['2. Participants'],
  ['Name', 'First Join', 'Last Leave', 'In-Meeting Duration', 'Email', 'Participant ID (UPN)', 'Role'],
  ...people.map((one) => [one.name, time(first(one)), time(last(one)), duration(total(one)), one.email, `upn-${one.email}`, 'Attendee']),
  [''],
  ['3. In-Meeting Activities'],
  ['Name', 'Join Time', 'Leave Time', 'Duration', 'Email', 'Role'],
  ...people.flatMap((one) => one.stays.map(([from, to]) => [one.name, time(from), time(to), duration(to - from), one.email, 'Attendee'])),
]

export const teamsTownHall = (people: readonly Somebody[], how: How): Cells => [
  ...teamsSince2022(people, how).map((row) => (row[0] === 'Name' ? [...row, 'Registration Email'] : row.length > 4 ? [...row, ''] : row)),
  [''],
  ['4. Engagement'],
  ['Name', 'Reactions', 'Questions'],
  ...people.map(({ name }) => [name, '2', '0']),
]

const zoomMeta = (people: readonly Somebody[], { time }: How): Cells => [
  ['Meeting ID', 'Topic', 'Start Time', 'End Time', 'User Email', 'Duration (Minutes)', 'Participants'],
  ['812 3456 7890', 'Safeguarding, autumn', time(700), time(980), 'host@council.example', '280', String(people.length)],
  ['', '', '', '', '', '', ''],
]

export const zoom = (people: readonly Somebody[], how: How, meta: boolean): Cells => [
  ...(meta ? zoomMeta(people, how) : []),
  ['Name (Original Name)', 'User Email', 'Join Time', 'Leave Time', 'Duration (Minutes)', 'Guest', 'In Waiting Room'],
  ...people.flatMap((one) =>
    one.stays.map(([from, to]) => [one.name, one.email, how.time(from), how.time(to), String(to - from), 'Yes', 'No']),
  ),
]

export const zoomUnique = (people: readonly Somebody[]): Cells => [
  ['Name (Original Name)', 'User Email', 'Total Duration (Minutes)', 'Guest'],
  ...people.map((one) => [one.name, one.email, String(total(one)), 'Yes']),
]

export const zoomWebinar = (people: readonly Somebody[], { time }: How): Cells => {
  const head = [
    'Attended',
    'User Name (Original Name)',
    'Email',
    'Registration Time',
    'Approval Status',
    'Join Time',
    'Leave Time',
    'Time in Session (minutes)',
    'Is Guest',
    'Country/Region Name',
  ]
  const row = (one: Somebody) =>
    one.stays.map(([from, to]) => [
      'Yes',
      one.name,
      one.email,
      time(500),
      'approved',
      time(from),
      time(to),
      String(to - from),
      'No',
      'United Kingdom',
    ])
  return [
    ['Attendee Report'],
    ['Report Generated:', time(1000)],
    ['Topic', 'Webinar ID', 'Actual Start Time', 'Actual Duration (minutes)', '# Registered'],
    ['Safeguarding', '812 3456 7890', time(700), '280', '40'],
    ['Panelist Details'],
    head,
    ...people.slice(0, 1).flatMap(row),
    ['Attendee Details'],
    head,
    ...people.slice(1).flatMap(row),
    ['No', 'Nobody Came', 'nobody@school.example', time(500), 'approved', '--', '--', '--', '--', '--'],
  ]
}

const clockOnly = (minute: number): string => clock12(minute).replace(':00 ', ' ')

export const meet = (people: readonly Somebody[], { duration }: How): Cells => [
  ['First name', 'Last name', 'Email', 'Duration', 'Time joined', 'Time exited'],
  ...people.map((one) => {
    const [given = '', ...family] = one.name.split(' ')
    return [given, family.join(' '), one.email, duration(total(one)), clockOnly(first(one)), clockOnly(last(one))]
  }),
]

export const webex = (people: readonly Somebody[]): Cells => {
  const { webex: time } = writtenTimes
  return [
    [
      ...['Meeting Name', 'Meeting Start Time', 'Meeting End Time', 'Display Name', 'First Name', 'Last Name'],
      ...['Role', 'Attendee Email', 'Join Time', 'Leave Time', 'Attendance Duration', 'Connection Type'],
    ],
    ...people.flatMap((one) =>
      one.stays.map(([from, to]) => [
        ...['Safeguarding, autumn', time(700), time(980), one.name, '', '', 'Attendee', one.email],
        ...[time(from), time(to), writtenDurations.webex(to - from), 'Desktop app'],
      ]),
    ),
  ]
}

export const delimiters = ['\t', ',', ';'] as const
export const encodings = ['utf-8', 'utf-8 marked', 'utf-16le', 'utf-16le marked', 'utf-16be', 'utf-16be marked', 'windows-1252'] as const
export type Encoding = (typeof encodings)[number]

const cellOf = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || cell.includes('"') || cell.includes('\n') ? `"${cell.replaceAll('"', '""')}"` : cell

const written = (cells: Cells, delimiter: string, end = '\r\n'): string =>
  cells.map((row) => row.map((cell) => cellOf(cell, delimiter)).join(delimiter) + end).join('')

export const encoded = (text: string, encoding: Encoding): Uint8Array<ArrayBuffer> => {
  const marked = encoding.endsWith('marked') ? `\uFEFF${text}` : text
  if (encoding.startsWith('utf-8')) return Uint8Array.from(new TextEncoder().encode(marked))
  if (encoding === 'windows-1252') return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
  const bytes = new Uint8Array(marked.length * 2)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < marked.length; at += 1) view.setUint16(at * 2, marked.charCodeAt(at), encoding.startsWith('utf-16le'))
  return bytes
}

export const fileOf = (cells: Cells, delimiter = '\t', encoding: Encoding = 'utf-16le marked'): Uint8Array<ArrayBuffer> =>
  encoded(written(cells, delimiter), encoding)
