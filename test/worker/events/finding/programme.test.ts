import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { eventByCode } from '#events/events/store.ts'
import { anAccount, db, htmlOf, request, rows, run, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'

const { cookie } = await anAccount({ roles: ['organiser'], name: 'Mair Hughes' })
const year = new Date().getUTCFullYear() + 2
const day = `${year}-06-12`

type Fields = Record<string, string | string[]>

const facts: Fields = {
  title: 'A day of workshops',
  topicId: 'child-on-child-abuse',
  purpose: 'training',
  hours: '5',
  attendanceMode: 'in_person',
  venueName: 'Three Counties Hotel',
  capacity: '60',
  placesPerSchool: '2',
  contactEmail: 'events@example.gov.uk',
}

const session = (row: number, values: Fields): Fields =>
  Object.fromEntries(Object.entries(values).map(([part, value]) => [`session-${row}-${part}`, value]))

const programme: Fields = {
  ...session(1, { title: 'Opening', date: day, start: '09:30', end: '10:30', room: 'Main hall' }),
  ...session(1, { speakers: 'Dr Amara Whitlock, partnership\nJo Price', about: 'What six reviews found.\n\nAnd what came of it.' }),
  ...session(2, { title: 'Records', date: day, start: '11:00', end: '12:00', block: 'Workshops', places: '30', room: 'Room 1' }),
  ...session(3, {
    title: 'Parents <b>and</b> carers',
    date: day,
    start: '11:00',
    end: '12:00',
    block: 'Workshops',
    room: 'Ystafell y Cyngor',
  }),
  'break-1-title': 'Coffee',
  'break-1-date': day,
  'break-1-start': '10:30',
  'break-1-end': '11:00',
}

const create = async (fields: Fields) => {
  const id = newId(tick())
  const response = await request('/organiser/events/new', { cookie, form: { do: 'save', ...facts, ...fields, id } })
  return { id, response, code: response.headers.get('location')?.split('/').at(-1) ?? '' }
}

/** The fields of a form as a browser would send them. */
const typedIn = (page: string, part: string): string[] =>
  [
    ...page.matchAll(new RegExp(`name="session-\\d+-${part}"[^>]*?value="([^"]*)"|value="([^"]*)"[^>]*?name="session-\\d+-${part}"`, 'g')),
  ].map(([, one, other]) => one ?? other ?? '')

it('an organiser says where each part is, who speaks and what it is about, and when there is a break', async () => {
  const { id, code, response } = await create(programme)
  expect(response.status).toBe(303)
  expect(await rows('SELECT title, room, about, speakers, capacity FROM Session WHERE eventId = ?1 ORDER BY position', id)).toEqual([
    {
      title: 'Opening',
      room: 'Main hall',
      about: 'What six reviews found.\n\nAnd what came of it.',
      speakers: 'Dr Amara Whitlock, partnership\nJo Price',
      capacity: null,
    },
    { title: 'Records', room: 'Room 1', about: '', speakers: '', capacity: 30 },
    { title: 'Parents <b>and</b> carers', room: 'Ystafell y Cyngor', about: '', speakers: '', capacity: null },
  ])
  expect(await rows('SELECT title, startsAt, endsAt FROM EventBreak WHERE eventId = ?1', id)).toEqual([
    { title: 'Coffee', startsAt: `${day}T09:30:00.000Z`, endsAt: `${day}T10:00:00.000Z` },
  ])
  const page = plain(await (await request(`/organiser/events/${code}/programme`, { cookie })).text())
  expect(page).toContain('9:30am to 10:30am Opening Main hall')
  expect(page).toContain('10:30am to 11am Coffee')
})

it('everyone reads the programme by time, with what is left of each workshop', async () => {
  const { id, code } = await create(programme)
  await run(`UPDATE Event SET state = 'published', publishedAt = ?2 WHERE id = ?1`, id, tick().toISOString())
  const page = await (await request(`/events/${code}`)).text()
  const text = plain(page.slice(page.indexOf('id="programme"')))
  const order = [
    'Opening',
    'Main hall',
    'Dr Amara Whitlock',
    'What six reviews found.',
    'Coffee',
    'Workshops: each person chooses one',
    'Records',
  ]
  const found = order.map((words) => text.indexOf(words))
  expect(found).toEqual(found.toSorted((a, b) => a - b))
  expect(found).not.toContain(-1)
  expect(text).toContain('Records 30 of 30 places left, Room 1')
  expect(page).toContain('Parents &lt;b&gt;and&lt;/b&gt; carers')
})

it('a change keeps breaks and words that it does not touch, and takes out what is taken out', async () => {
  const { id, code } = await create(programme)
  const event = await eventByCode(db, code)
  const ids = Object.fromEntries((event?.sessions ?? []).map(({ id: of }, index) => [`session-${index + 1}-id`, of]))
  const edit = (fields: Fields) =>
    request(`/organiser/events/${code}/edit`, { cookie, form: { do: 'save', ...facts, ...programme, ...ids, ...fields } })
  expect((await edit({ version: '1', 'session-1-room': 'Chapel' })).status).toBe(303)
  expect(await rows('SELECT room, speakers FROM Session WHERE eventId = ?1 ORDER BY position LIMIT 1', id)).toEqual([
    { room: 'Chapel', speakers: 'Dr Amara Whitlock, partnership\nJo Price' },
  ])
  expect((await edit({ version: '2', 'break-1-start': '', 'break-1-end': '' })).status).toBe(303)
  expect(await rows('SELECT title FROM EventBreak WHERE eventId = ?1', id)).toEqual([])
})

it('workshops are added several at once, and go on where the last ended, at the times of their block', async () => {
  const first = session(1, { title: 'Opening', date: day, start: '09:30', end: '10:30' })
  const { id, code } = await create(first)
  const path = `/organiser/events/${code}/edit/programme`
  const page = await htmlOf(request(path, { cookie, form: { ...first, do: 'add-block' } }))
  expect(typedIn(page, 'start')).toEqual(['09:30', '', '', '', ''])
  expect(page).toMatch(/name="day"[^>]*value="\d{4}-06-12"/)
  expect(page).toMatch(/name="block-1-start"[^>]*value="10:30"/)
  expect(page).toMatch(/name="block-1-end"[^>]*value="11:30"/)
  expect(page).toMatch(/name="block-1-title"[^>]*value="Workshops"/)
  const rowsOfPage = Object.assign({}, ...[2, 3, 4, 5].map((row) => session(row, { id: '', in: '1', given: '10:30|11:30|Workshops' })))
  const block = { 'block-1-title': 'Before lunch', 'block-1-start': '10:45', 'block-1-end': '11:45' }
  const titles = { 'session-2-title': 'Records', 'session-4-title': 'Parents', 'session-4-start': '11:00' }
  const form = { ...first, day, ...rowsOfPage, ...block, ...titles, version: '1', do: 'save' }
  expect((await request(path, { cookie, form })).status).toBe(303)
  expect(await rows('SELECT title, block, substr(startsAt, 12, 5) AS start FROM Session WHERE eventId = ?1 ORDER BY startsAt', id)).toEqual(
    [
      { title: 'Opening', block: '', start: '08:30' },
      { title: 'Records', block: 'Before lunch', start: '09:45' },
      { title: 'Parents', block: 'Before lunch', start: '10:00' },
    ],
  )
})

it('a row that was added and never typed in is left out, and one with a time alone is not', async () => {
  const given = ['10:30', '', ''].join('|')
  const added = (values: Fields) => ({
    ...session(1, { title: 'Opening', date: day, start: '09:30', end: '10:30' }),
    ...session(2, { given, date: day, start: '10:30', end: '', block: '', ...values }),
  })
  const { id, response } = await create(added({}))
  expect(response.status).toBe(303)
  expect(await rows('SELECT title FROM Session WHERE eventId = ?1', id)).toEqual([{ title: 'Opening' }])
  const { response: refused } = await create(added({ start: '11:15' }))
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('Enter the time at which it ends (session 2)')
})

it('what is wrong with a programme is said by its row, and nothing is made', async () => {
  const cases: [Fields, string][] = [
    [{ 'session-1-room': 'x'.repeat(101) }, 'The room of session 1 must be 100 characters or fewer'],
    [{ 'session-2-speakers': Array.from({ length: 11 }, (_, n) => `Speaker ${n}`).join('\n') }, 'Enter at most 10 speakers in session 2'],
    [{ 'session-1-about': 'x'.repeat(2001) }, 'What session 1 is about must be 2,000 characters or fewer'],
    [{ 'break-1-end': '10:00' }, 'The end of break 1 must be after its start at 10:30'],
    [{ 'break-1-title': '' }, 'Enter what break 1 is, such as Lunch, in 100 characters or fewer'],
    [{ 'break-1-end': '' }, 'Enter the time at which break 1 ends, such as 13:15'],
    [
      { 'break-2-title': 'Coffee', 'break-2-date': day, 'break-2-start': '10:30', 'break-2-end': '10:45' },
      '“Coffee” is entered twice at the same time',
    ],
  ]
  for (const [fields, sentence] of cases) {
    const { id, response } = await create({ ...programme, ...fields })
    expect(response.status).toBe(422)
    const page = await response.text()
    expect(page).toContain(sentence)
    expect(page).toContain('value="Parents &lt;b&gt;and&lt;/b&gt; carers"')
    expect(await rows('SELECT id FROM Event WHERE id = ?1', id)).toEqual([])
  }
})
