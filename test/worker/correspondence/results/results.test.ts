import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { anAccount, anEvent, aSchool, db, htmlOf, request, rows, run, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add, insert } from '#test/support/rows.ts'
import { aPlace, cancelPlace } from '#test/worker/attendance/attendance/places.ts'
import { without } from '#test/worker/booking/waiting/world.ts'
import { answer, held, look, morning as onMorning, tokens, useful } from '#test/worker/correspondence/evaluations/world.ts'

const { cookie, accountId } = await anAccount({ roles: ['organiser', 'administrator'] })

const morning = { startsAt: '2026-02-12T08:30:00.000Z', endsAt: '2026-02-12T09:30:00.000Z' }
const later = { startsAt: '2026-02-12T10:00:00.000Z', endsAt: '2026-02-12T11:00:00.000Z' }

const mark = (session: string, person: { placeId?: string; walkInId?: string }, markType: string, corrects: string | null = null) => {
  const id = newId(tick())
  return add('Mark', {
    id,
    sessionId: session,
    placeId: person.placeId ?? null,
    walkInId: person.walkInId ?? null,
    markType,
    accountId,
    source: 'screen',
    correctsId: corrects,
    reason: corrects ? 'A mistake' : '',
  }).then(() => id)
}

const aDay = async () => {
  const event = await anEvent({
    title: 'A day of workshops',
    placesPerSchool: null,
    sessions: [
      { ...morning, title: 'Opening' },
      { ...later, title: 'Records', block: 'Workshops' },
      { ...later, title: 'Parents', block: 'Workshops' },
    ],
  })
  const [opening = '', records = '', parents = ''] = event.sessions.map(({ id }) => id)
  const [oakwood, brook] = [await aSchool(), await aSchool()]
  const both = await aPlace(event, oakwood, { sessionIds: [opening, records] })
  const once = await aPlace(event, oakwood, { roleId: 'head', sessionIds: [opening, parents] })
  const sorry = await aPlace(event, brook, { sessionIds: [opening, parents] })
  const missing = await aPlace(event, brook, { sessionIds: [opening] })
  await aPlace(event, brook, { sessionIds: [opening] })
  await cancelPlace((await aPlace(event, oakwood, { sessionIds: [opening] })).placeId)
  const walkIn = newId(tick())
  await db.batch([
    insert('Person', { id: walkIn, name: 'Nia Bowen' }),
    insert('WalkIn', {
      id: walkIn,
      sessionId: opening,
      eventId: event.id,
      personId: walkIn,
      schoolId: brook.id,
      roleId: 'dsl',
      addedById: accountId,
    }),
  ])
  await mark(opening, both, 'attended')
  await mark(records, both, 'part')
  await mark(opening, once, 'absent', null).then((first) => mark(opening, once, 'attended', first))
  await mark(parents, once, 'absent')
  await mark(opening, sorry, 'apologies')
  await mark(opening, missing, 'absent')
  await mark(opening, { walkInId: walkIn }, 'attended')
  return event
}

it('the results of an event say who was booked and who came, by role, by part and from how many schools, and the same stands in a file', async () => {
  const event = await aDay()
  const response = await request(`/organiser/events/${event.code}/results.csv`, { cookie })
  expect((await response.text()).replace('\uFEFF', '').trim().split('\r\n')).toEqual([
    'About,What,Booked,Came,Number',
    'Event,Booked,,,5',
    'Event,Came with a place,,,2',
    'Event,Joined on a colleague’s screen,,,0',
    'Event,Came without a place,,,1',
    'Event,Absent,,,1',
    'Event,Sent apologies,,,1',
    'Event,Not marked,,,1',
    'Event,Places cancelled,,,1',
    'Event,Schools with a place,,,2',
    'Event,Schools that came,,,2',
    'Event,People with a food need,,,0',
    'Event,People with an access need,,,0',
    'Event,Income without VAT (£),,,0',
    'Role,Designated safeguarding lead,4,2,',
    'Role,Headteacher or principal,1,1,',
    'Part,Opening,5,3,',
    'Part,Workshops: Parents,2,0,',
    'Part,Workshops: Records,1,1,',
  ])
  const page = plain(await (await request(`/organiser/events/${event.code}/results`, { cookie })).text(), '|')
  for (const said of [
    '|As the registers say now; the event ended on 12 February 2026 at 11am. “Came” counts everybody who was there for at least part of it.',
    '|Came with a place|2|',
    '|Sent apologies|1|',
    '|Income without VAT|None|',
    '|Workshops: Records|12 February 2026 at 10am|1|1|',
  ])
    expect(page).toContain(said)
  expect(await rows(`SELECT COUNT(*) AS n FROM Log WHERE act = 'event_results.exported' AND eventId = ?1`, event.id)).toEqual([{ n: 1 }])
})

it('the results of an event of one part name no parts', async () => {
  const event = await anEvent()
  expect(await (await request(`/organiser/events/${event.code}/results`, { cookie })).text()).not.toContain('By part of the programme')
})

const shown = async (code: string) => {
  const at = `/organiser/events/${code}/results`
  const page = await (await request(at, { cookie })).text()
  return {
    page: plain(page, '|'),
    copy: /<textarea[^>]*>([\s\S]*?)<\/textarea>/.exec(page)?.[1] ?? '',
    file: (await (await request(`${at}.csv`, { cookie })).text()).split('\r\n'),
  }
}

it('of a mixed event the page, the file and the copy for the director say who came to the room and who online', async () => {
  const event = await anEvent({
    ...{ attendanceMode: 'mixed', joiningLink: 'https://meet.example.gov.uk/j/1', capacity: 5, onlineCapacity: 5, placesPerSchool: null },
    sessions: [{ ...morning, title: 'Opening' }],
  })
  const [opening = ''] = event.sessions.map(({ id }) => id)
  const school = await aSchool()
  const places = []
  for (const attendance of ['in_person', 'in_person', 'in_person', 'online', 'online'])
    places.push(
      await without(['Place_says_how_it_attends', 'Place_changes_attendance'], async () => {
        const place = await aPlace(event, school, { sessionIds: [opening] })
        await run('UPDATE Place SET attendance = ?2 WHERE id = ?1', place.placeId, attendance)
        return place
      }),
    )
  for (const [n, markType] of ['attended', 'part', 'absent', 'attended', 'apologies'].entries())
    await mark(opening, places[n] ?? {}, markType)
  const { page, copy, file } = await shown(event.code)
  expect(page).toContain('|By way of coming|How|Booked|Came|In the room|3|2|Online|2|1|')
  expect(file.filter((line) => line.startsWith('Way'))).toEqual(['Way,In the room,3,2,', 'Way,Online,2,1,'])
  expect(copy.split('\n\n').slice(2, 4)).toEqual([
    'By way of coming\nIn the room: 3 booked, 2 came\nOnline: 2 booked, 1 came',
    'By role\nDesignated safeguarding lead: 5 booked, 3 came',
  ])
})

it('of an online event nothing is said of rooms; a cancelled one says so, and what was cancelled with it', async () => {
  const online = await anEvent({
    ...{ attendanceMode: 'online', joiningLink: 'https://meet.example.gov.uk/j/1', sessions: [{ ...morning, title: 'Opening' }] },
  })
  const { placeId } = await aPlace(online, await aSchool(), { sessionIds: online.sessions.map(({ id }) => id) })
  await mark(online.sessions[0]?.id ?? '', { placeId }, 'attended')
  const said = await shown(online.code)
  expect(said.page).not.toContain('By way of coming')
  for (const text of ['As the registers say now; the event ended on', '|Came with a place|1|']) expect(said.page).toContain(text)
  expect(said.copy).toContain('Online')

  const off = await anEvent({ title: 'Autumn conference' })
  await aPlace(off, await aSchool(), { sessionIds: off.sessions.map(({ id }) => id) }).then(({ placeId: id }) => cancelPlace(id))
  await run(`UPDATE Event SET state = 'cancelled', cancelledAt = ?2 WHERE id = ?1`, off.id, tick().toISOString())
  const cancelled = await shown(off.code)
  for (const text of ['The event was cancelled, and its places with it.', '|Places cancelled|1|', '|Booked|0|'])
    expect(cancelled.page).toContain(text)
  expect(cancelled.page).not.toContain('the event end')
  expect(cancelled.copy).toContain('Autumn conference (cancelled)')
})

it('before anybody has booked the page says so, and of a draft that nobody can', async () => {
  expect((await shown((await anEvent()).code)).page).toContain('Nobody has booked yet.')
  expect((await shown((await anEvent({ state: 'draft' })).code)).page).toContain('The event is a draft, so nobody can book yet.')
})

it('an event has eight tabs, each with an address of its own, and each links to the others', async () => {
  const event = await anEvent({ title: 'Spring conference' })
  const at = `/organiser/events/${event.code}`
  const tabs = async (path: string) => {
    const page = await (await request(path, { cookie })).text()
    const nav = /<nav class="muster-shelves[^"]*" aria-label="Pages of the event">([\s\S]*?)<\/nav>/.exec(page)?.[1] ?? ''
    return [...nav.matchAll(/<a [^>]*href="([^"]*)"( aria-current="page")?>([^<]*)/g)].map(([, href, current, text]) => [
      text,
      href,
      current !== undefined,
    ])
  }
  const pages = [
    ['Overview', at],
    ['Programme', `${at}/programme`],
    ['People', `${at}/bookings`],
    ['Messages', `${at}/messages`],
    ['Day', `${at}/day`],
    ['Certificates and feedback', `${at}/results`],
    ['Money', `${at}/money`],
    ['Settings', `${at}/settings`],
  ]
  for (const [, path = ''] of pages) expect(await tabs(path)).toEqual(pages.map(([text, href]) => [text, href, href === path]))
})

it('the page of the day leads to registers, arrival, what is printed, door staff and needs; a draft expects nobody', async () => {
  const event = await anEvent()
  const links = async (code: string) =>
    [...(await (await request(`/organiser/events/${code}/day`, { cookie })).text()).matchAll(/<dd[\s\S]*?<\/dd>/g)].map(
      ([cell]) => /href="([^"]*)"/.exec(cell)?.[1],
    )
  const at = `/organiser/events/${event.code}`
  expect(await links(event.code)).toEqual([
    ...[`/door/${event.code}`, `/register/${event.sessions[0]?.id}`, `${at}/print`, `${at}/door`, `${at}/needs`],
  ])
  const draft = await anEvent({ state: 'draft' })
  expect(await htmlOf(request(`/organiser/events/${draft.code}/day`, { cookie }))).toContain(
    'Nobody is expected while the event is a draft.',
  )
})

it('the page of its money says that an event is free, and that nothing was charged', async () => {
  const event = await anEvent()
  const page = await (await request(`/organiser/events/${event.code}/money`, { cookie })).text()
  for (const said of ['Places are free of charge', 'Free of charge', 'Nothing has been charged for this event.'])
    expect(page).toContain(said)
})

it('the results of an event say what it was worth, in the file and in the copy for the director too, and under five people none of them says anything', async () => {
  const said = async (code: string) => {
    const at = `/organiser/events/${code}/results`
    const page = await (await request(at, { cookie })).text()
    const copy = /<textarea[^>]*>([\s\S]*?)<\/textarea>/.exec(page)?.[1] ?? ''
    return { page, copy, file: await (await request(`${at}.csv`, { cookie })).text() }
  }
  const few = await held(6)
  await look(onMorning('06-13'))
  for (const token of (await tokens(few.event)).slice(0, 4)) await answer(few.event, token, useful)
  await look(onMorning('06-14'))
  const little = await said(few.event.code)
  expect(little.copy).toContain('Right after: 4 of 6 answered (67%).')
  for (const text of Object.values(little)) expect(text).not.toContain('How useful was this event for your work?')
  const [fifth = ''] = (await tokens(few.event)).slice(4)
  await answer(few.event, fifth, useful)
  await look(onMorning('06-15'))
  const much = await said(few.event.code)
  expect(much.copy).toContain('How useful was this event for your work? 1: not at all: 0; 2: 0; 3: 0; 4: 5; 5: very much: 0; Left out: 0.')
  expect(much.file).toContain('Evaluation,How useful was this event for your work?: 4,,,5')
  expect(much.page).toContain('How useful was this event for your work?')
  // What somebody wrote is in neither until an officer has read it.
  for (const text of Object.values(much)) expect(text).not.toContain('Brief the governors')
})
