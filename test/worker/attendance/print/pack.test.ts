import { expect, it } from 'vitest'
import { qrPath } from '#base/qr.ts'
import { ticketsBy } from '#calendars/invites/invite-places.ts'
import { anAccount, anEvent, aSchool, bindings, db, request, rows, run } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { all } from '#test/support/rows.ts'
import { someNeeds } from '#test/support/school-facts.ts'
import { aPlace, cancelPlace } from '#test/worker/attendance/attendance/places.ts'

const { cookie } = await anAccount({ roles: ['organiser'] })

const morning = { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T09:30:00.000Z' }
const later = { startsAt: '2026-06-12T10:00:00.000Z', endsAt: '2026-06-12T11:00:00.000Z' }
const event = await anEvent({
  title: 'A day of workshops',
  placesPerSchool: null,
  sessions: [
    { ...morning, title: 'Opening' },
    { ...later, title: 'Records', block: 'Workshops' },
    { ...later, title: 'Parents', block: 'Workshops' },
  ],
})
const [opening, records, parents] = event.sessions.map(({ id }) => id)
await db.batch([
  db.prepare(`UPDATE Session SET room = 'Main hall', speakers = 'Dr Amara Whitlock' WHERE id = ?1`).bind(opening),
  db.prepare(`UPDATE Session SET room = 'Room 1' WHERE id = ?1`).bind(records),
])
const [oakwood, brook] = [await aSchool({ name: 'Oakwood Primary' }), await aSchool({ name: 'Brook Lane', town: 'Ross-on-Wye' })]
await aPlace(event, oakwood, { name: 'Delyth Mair Morgan', sessionIds: [opening ?? '', records ?? ''] })
await aPlace(event, brook, { name: 'Sam Abbott', sessionIds: [opening ?? '', parents ?? ''] })
await aPlace(event, oakwood, { name: 'Zoë Ní Bhriain', sessionIds: [opening ?? ''] })
const gone = await aPlace(event, oakwood, { name: 'Ivor Gone', sessionIds: [opening ?? '', records ?? ''] })
await cancelPlace(gone.placeId)

const page = async (path: string) => {
  const response = await request(`/organiser/events/${event.code}/print${path}`, { cookie })
  return { status: response.status, text: (await response.text()).replaceAll('&#39;', '’') }
}
/** The cells of each row of each table, and the tables' captions. */
const tablesOf = (text: string): { caption: string; rows: string[][] }[] =>
  [...text.matchAll(/<table[\s\S]*?<\/table>/g)].map(([table]) => ({
    caption: /<caption[^>]*>([^<]*)/.exec(table)?.[1] ?? '',
    rows: [...table.matchAll(/<tr[\s\S]*?<\/tr>/g)].map(([row]) => [...row.matchAll(/<t[hd][^>]*>([^<]*)/g)].map(([, cell]) => cell ?? '')),
  }))

// “What is printed is made anew each time from who has a place.” “Everybody with a place
// stands on the list from A to Z, with school, role and workshops, and on the sheet of their
// school.”
it('everybody with a place stands on the list by last name, with school, role and workshops', async () => {
  expect(tablesOf((await page('/names')).text)).toEqual([
    {
      caption: '3 people by last name',
      rows: [
        ['Name', 'School', 'Role', 'Workshops'],
        ['Abbott, Sam', 'Brook Lane, Ross-on-Wye', 'Designated safeguarding lead', '11am Parents'],
        ['Bhriain, Zoë Ní', 'Oakwood Primary, Leominster', 'Designated safeguarding lead', ''],
        ['Morgan, Delyth Mair', 'Oakwood Primary, Leominster', 'Designated safeguarding lead', '11am Records (Room 1)'],
      ],
    },
  ])
})

it('the sheet by school has a table for each school', async () => {
  expect(tablesOf((await page('/schools')).text).map(({ caption, rows }) => [caption, ...rows.slice(1).map(([name]) => name)])).toEqual([
    [`Brook Lane, Ross-on-Wye (URN ${brook.urn})`, 'Abbott, Sam'],
    [`Oakwood Primary, Leominster (URN ${oakwood.urn})`, 'Bhriain, Zoë Ní', 'Morgan, Delyth Mair'],
  ])
})

it('the programme is a timetable with rooms and speakers, under the council’s name', async () => {
  const { text } = await page('/programme')
  expect(tablesOf(text).map(({ caption }) => caption)).toEqual(['Friday 12 June 2026'])
  const said = plain(text)
  expect(said).toContain('Your council A day of workshops : programme Friday 12 June 2026, 9:30am to midday')
  expect(said).toContain('Time What 9:30am to 10:30am Opening Main hall Dr Amara Whitlock 11am to midday Workshops')
  expect(said).toContain('Records Room 1')
})

// “Each workshop has a sheet of its own, on which its people sign.”
it('each workshop has a sheet of its own on which its people sign', async () => {
  expect(tablesOf((await page('/workshops')).text)).toEqual([
    {
      caption: '1 person in Parents',
      rows: [
        ['Parents, Friday 12 June 2026, 11am to midday'],
        ['Name', 'School', 'Time in', 'Signature'],
        ['Abbott, Sam', 'Brook Lane, Ross-on-Wye', '', ''],
      ],
    },
    {
      caption: '1 person in Records',
      rows: [
        ['Records, Friday 12 June 2026, 11am to midday'],
        ['Name', 'School', 'Time in', 'Signature'],
        ['Morgan, Delyth Mair', 'Oakwood Primary, Leominster', '', ''],
      ],
    },
  ])
})

// “The sign-in sheet has a table for each day, with rows for those who come without a place.”
it('the sign-in sheet has a table for each day, with rows for those without a place', async () => {
  const [sheet, ...others] = tablesOf((await page('/sign-in')).text)
  expect(others).toEqual([])
  expect(sheet?.caption).toBe('Friday 12 June 2026')
  expect(sheet?.rows.map(([first]) => first)).toEqual([
    'A day of workshops, Friday 12 June 2026',
    ...['Name', 'Abbott, Sam', 'Bhriain, Zoë Ní', 'Morgan, Delyth Mair', 'Not on the list: write your name, and your school with its town'],
    ...Array.from({ length: 12 }, () => ''),
  ])
})

// “Of a mixed event those who come online stand apart on the lists, and on no sheet that is
// signed and no badge.”
it('of a mixed event those online stand apart on the lists, and on no sheet that is signed and no badge', async () => {
  const mixed = await anEvent({
    attendanceMode: 'mixed',
    onlineCapacity: 5,
    placesPerSchool: null,
    sessions: [{ ...later, block: 'Workshops' }],
  })
  await aPlace(mixed, oakwood, { name: 'Ann Lee', attendance: 'in_person' })
  await aPlace(mixed, oakwood, { name: 'Bo Hill', attendance: 'online' })
  const printed = async (part: string) =>
    tablesOf(await (await request(`/organiser/events/${mixed.code}/print/${part}`, { cookie })).text()).map(({ caption, rows }) => [
      caption,
      ...rows.map(([first]) => first).filter((first) => first?.includes(', ')),
    ])
  expect(await printed('names')).toEqual([
    ['1 person by last name', 'Lee, Ann'],
    ['1 person online', 'Hill, Bo'],
  ])
  const label = `Oakwood Primary, Leominster (URN ${oakwood.urn})`
  expect(await printed('schools')).toEqual([
    [label, 'Lee, Ann'],
    [`${label}: online`, 'Hill, Bo'],
  ])
  expect((await printed('sign-in')).flat()).not.toContain('Hill, Bo')
  expect((await printed('workshops')).flat()).not.toContain('Hill, Bo')
  const badges = await (await request(`/organiser/events/${mixed.code}/print/badges?size=10&blank=0`, { cookie })).text()
  expect([badges.includes('Ann Lee'), badges.includes('Bo Hill')]).toEqual([true, false])
  const register = await (await request(`/register/${mixed.sessions[0]?.id}/sheet`, { cookie })).text()
  expect([register.includes('Ann Lee'), register.includes('Bo Hill')]).toEqual([true, false])
})

// “Each room has a sign that says what takes place in it, when and with whom.”
it('each room has a sign that says what takes place in it, when and with whom', async () => {
  const signs = [...(await page('/rooms')).text.matchAll(/<section class="muster-sign[\s\S]*?<\/section>/g)].map(([sign]) =>
    plain(sign, '|'),
  )
  expect(signs).toEqual([
    '|Your council|Main hall|9:30am to 10:30am|Opening|Dr Amara Whitlock|A day of workshops|',
    '|Your council|Room 1|11am to midday|Records|A day of workshops|',
  ])
})

// “A badge names its person, role, school, workshops and rooms; blank ones come last, and no
// sheet is cut.”
it('a badge names its person, role, school, workshops and rooms; blank ones come last, and no sheet is cut', async () => {
  const { text } = await page('/badges?size=10&blank=12')
  expect(text).toContain('15 badges, 12 of them blank, on A4 sheets of ten badges of 95 by 54 mm, five rows of two.')
  const sheets = [...text.matchAll(/<ul aria-label="(Sheet[^"]*)">([\s\S]*?)<\/ul>/g)].map(([, label, sheet]) => [
    label,
    [...(sheet ?? '').matchAll(/<li[^>]*>([\s\S]*?)<\/li>/g)].map(([, badge = '']) => plain(badge, '|')),
  ])
  const blank = '|A day of workshops · Your council|Write your name and your school|'
  expect(sheets).toEqual([
    [
      'Sheet 1 of 2',
      [
        '|A day of workshops · Your council|Sam Abbott|Designated safeguarding lead|Brook Lane, Ross-on-Wye|11am Parents|',
        '|A day of workshops · Your council|Zoë Ní Bhriain|Designated safeguarding lead|Oakwood Primary, Leominster|9:30am Opening (Main hall)|',
        '|A day of workshops · Your council|Delyth Mair Morgan|Designated safeguarding lead|Oakwood Primary, Leominster|11am Records (Room 1)|',
        ...Array.from({ length: 7 }, () => blank),
      ],
    ],
    ['Sheet 2 of 2', Array.from({ length: 5 }, () => blank)],
  ])
  expect((await page('/badges?only=blank&blank=2&size=label')).text).toContain('2 badges, on labels of 100 by 62 mm, one badge on each.')
})

// “A badge carries the ticket of its person, the same that their page and their mails show; one
// without a person carries none.”
it('a badge carries the ticket of its person, and one without a person carries none', async () => {
  const ticketFor = await ticketsBy(bindings.TICKET_KEY)
  const day = await anEvent({ placesPerSchool: null })
  const { placeId, personId } = await aPlace(day, oakwood, { name: 'Mari Evans' })
  await aPlace(day, oakwood, { unnamed: true })
  const codesOf = async (event: { code: string }) =>
    [
      ...(await (await request(`/organiser/events/${event.code}/print/badges?size=10&blank=3`, { cookie })).text()).matchAll(
        /<path stroke="#000" d="([^"]*)"/g,
      ),
    ].map(([, path]) => path)
  expect(await codesOf(day)).toEqual([qrPath((await ticketFor(placeId, personId)) ?? '').path])
  const online = await anEvent({ placesPerSchool: null })
  await aPlace(online, oakwood, { name: 'Mari Evans' })
  await run(`UPDATE Event SET attendanceMode = 'online', joiningLink = 'https://meet.example/1' WHERE id = ?1`, online.id)
  expect(await codesOf(online)).toEqual([])
})

// “At most a hundred blank badges are printed at once.”
it('too many blank badges are refused with what was typed', async () => {
  const { status, text } = await page('/badges?size=label&blank=300')
  expect(status).toBe(422)
  expect(text).toContain('Type how many blank badges, from 0 to 100')
  expect(text).toContain('value="300"')
  expect(text).toMatch(/value="label" checked/)
})

// “Needs are printed as counts, and nobody's name stands beside them.”
it('needs are counted, and nobody’s name stands beside them', async () => {
  const day = '2026-06-12T08:30:00.000Z'
  const [sam] = await all('Person', { name: 'Sam Abbott' })
  await someNeeds(
    { eventId: event.id, personId: sam?.id ?? '' },
    {
      dietary: '{"choices":["vegan","nut_allergy"],"words":""}',
      access: '{"choices":["bsl"],"words":"Sit left of Ms Jones"}',
      givenAt: day,
    },
  )
  const { text } = await page('/needs')
  expect(tablesOf(text)).toEqual([
    {
      caption: 'Food and drink',
      rows: [
        ['Need', 'People'],
        ['Vegan', '1'],
        ['Nut allergy', '1'],
      ],
    },
    {
      caption: 'Taking part',
      rows: [
        ['Need', 'People'],
        ['British Sign Language interpreter', '1'],
        ['Something in words of their own', '1'],
      ],
    },
  ])
  expect(text).not.toMatch(/Abbott|Jones/)
})

it('without people, rooms and workshops each page says so', async () => {
  const bare = await anEvent()
  const text = async (part: string) => (await request(`/organiser/events/${bare.code}/print/${part}`, { cookie })).text()
  expect(await text('names')).toContain('Nobody has a place yet.')
  expect(await text('rooms')).toContain('No part of the programme says in which room it is.')
  expect(await text('workshops')).toContain('This event has no workshops to choose from.')
  expect(await text('badges')).toContain('There is nothing to print: nobody has a place yet, and no blank badges were asked for.')
  expect((await request(`/organiser/events/${bare.code}/print/other`, { cookie })).status).toBe(404)
})

// “An outside speaker gets names and schools without addresses, and the log says that the list
// was taken.”
it('an outside speaker gets names and schools without addresses, and the log says that the list was taken', async () => {
  await run(`UPDATE Person SET email = 'sam@brook.example', telephone = '01989 555 010' WHERE name = 'Sam Abbott'`)
  expect((await page('/speakers.csv')).text.replace('\uFEFF', '').trim().split('\r\n')).toEqual([
    'Name,Role,School,Town,Workshops',
    'Sam Abbott,Designated safeguarding lead,Brook Lane,Ross-on-Wye,Parents',
    'Zoë Ní Bhriain,Designated safeguarding lead,Oakwood Primary,Leominster,',
    'Delyth Mair Morgan,Designated safeguarding lead,Oakwood Primary,Leominster,Records',
  ])
  expect(await rows(`SELECT after FROM Log WHERE act = 'speaker_list.exported' AND eventId = ?1`, event.id)).toEqual([
    { after: '{"people":3}' },
  ])
})
