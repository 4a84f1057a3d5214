import { expect, it } from 'vitest'
import { nobody } from '#base/act.ts'
import { readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { eventAndReach, organiserEvents } from '#events/events/list-store.ts'
import { searchTerms } from '#events/events/search.ts'
import { eventByCode } from '#events/events/store.ts'
import { publicEvent, publicEvents } from '#events/finding/public-store.ts'
import { selectToday } from '#front/today/store.ts'
import { anAccount, anEvent, aSchool, counting, db, request, rows, run, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add, insert } from '#test/support/rows.ts'
import { aDelegate } from '#test/support/school-facts.ts'

const year = new Date().getUTCFullYear() + 2
const ahead = (month = '06', time = '08:30') => `${year}-${month}-12T${time}:00.000Z`
const aFutureEvent = (facts: Parameters<typeof anEvent>[0] = {}) => anEvent({ startsAt: ahead(), endsAt: ahead('06', '15:00'), ...facts })
const text = async (path: string, cookie?: string) => (await request(path, cookie ? { cookie } : {})).text()

const places = async (event: { id: string }, school: { id: string }, count: number) => {
  for (let n = 0; n < count; n += 1) {
    const bookingId = newId(tick())
    await db.batch([
      insert('Booking', { id: bookingId, reference: bookingId, eventId: event.id, schoolId: school.id, formId: bookingId }),
      insert('Place', { bookingId, eventId: event.id, schoolId: school.id }),
    ])
  }
}

it('anyone may read an event and see how many places are left and what to do next', async () => {
  const event = await aFutureEvent({ title: 'Open to all', capacity: 60 })
  await places(event, await aSchool(), 2)
  const page = await text(`/events/${event.code}`)
  expect(page).toContain('58 of 60 places left')
  expect(page).toContain(`href="/events/${event.code}/book"`)
  expect(page).toContain('Also called Peer-on-peer abuse')
  expect(page).toContain(`<link rel="canonical" href="http://localhost:8787/events/${event.code}"/>`)
  expect(page).toContain('<meta name="description"')
  expect(await text(`/events/${event.code.toLowerCase()}`)).toContain('Open to all')
})

it('the next action follows the state of booking', async () => {
  const state = async (facts: Parameters<typeof anEvent>[0]) => text(`/events/${(await aFutureEvent(facts)).code}`)
  expect(await state({ bookingOpensAt: `${year}-01-05T09:00:00.000Z` })).toMatch(
    new RegExp(`Booking opens on \\w+day 5 January ${year}, 9am`),
  )
  expect(await state({ bookingClosesAt: '2026-01-05T09:00:00.000Z' })).toContain('Booking is closed')
  expect(await state({ startsAt: '2026-01-12T09:00:00.000Z', endsAt: '2026-01-12T15:00:00.000Z' })).toContain('This event has taken place')
  const full = await aFutureEvent({ capacity: 1 })
  await places(full, await aSchool(), 1)
  const page = await text(`/events/${full.code}`)
  expect(page).toContain('The only place is taken')
  expect(page).not.toContain('Book places')
  expect(page).toContain(`href="/events/${full.code}/wait"`)
})

it('a school contact sees how many places her own school has, and not those of another', async () => {
  const event = await aFutureEvent({ placesPerSchool: 2 })
  const [mine, other] = [await aSchool({ name: 'Ashfield Park Primary School' }), await aSchool({ name: 'Secretive School' })]
  await places(event, mine, 1)
  await places(event, other, 2)
  const { cookie } = await anAccount({ schoolIds: [mine.id] })
  const page = await text(`/events/${event.code}`, cookie)
  expect(page).toContain('47 of 50 places left; your school has 1 of 2.')
  expect(page).not.toContain('Secretive School')
  expect(await text(`/events/${event.code}`)).not.toContain('our school has')
})

it('the joining link is on no public page', async () => {
  const event = await aFutureEvent({ attendanceMode: 'online', joiningLink: 'https://meet.example/secret-room' })
  for (const path of [`/events/${event.code}`, '/events', '/']) expect(await text(path)).not.toContain('secret-room')
  expect(await text(`/events/${event.code}`)).toContain('The joining link is sent to those with a place')
})

it('a hostile title stays text, in the page and in the structured data', async () => {
  const title = '</script><script>alert(1)</script> <b>Ŵ</b> "=1+1"'
  const event = await aFutureEvent({ title })
  const page = await text(`/events/${event.code}`)
  expect(page).not.toContain('<script>alert')
  expect(page).not.toContain('<b>Ŵ')
  const data = page.match(/<script type="application\/ld\+json">(.*?)<\/script>/)?.[1] ?? ''
  const read = JSON.parse(data)
  expect(read).toMatchObject({
    '@type': 'EducationEvent',
    name: title,
    startDate: ahead(),
    eventStatus: 'https://schema.org/EventScheduled',
  })
  expect(await text('/events')).not.toContain('<b>Ŵ')
})

it('a topic is found by any name it has or had', async () => {
  const event = await aFutureEvent({ title: 'Autumn conference', topicId: 'child-on-child-abuse' })
  const other = await aFutureEvent({ title: 'Spring conference', topicId: 'prevent' })
  for (const q of ['peer-on-peer', 'Peer on peer abuse', 'CHILD-ON-CHILD', 'harmful sexual']) {
    const page = await text(`/events?q=${encodeURIComponent(q)}`)
    expect(page, q).toContain(event.code)
    expect(page, q).not.toContain(other.code)
  }
  expect(await text('/events?q=%25')).not.toContain(event.code)
  expect(await text(`/events?topic=prevent`)).not.toContain(event.code)
  expect(await text(`/events?q=${'x'.repeat(5000)}&page=-1&topic='&kind=none`)).toContain('Nothing found')
})

it('the topic carries the name of the day of the event', async () => {
  const event = await anEvent({ title: 'Long ago', startsAt: '2021-06-12T08:30:00.000Z', endsAt: '2021-06-12T15:00:00.000Z' })
  const page = await text(`/events/${event.code}`)
  expect(page).toContain('Peer-on-peer abuse')
  expect(page).toContain('Also called Child-on-child abuse')
})

it('events are listed by their day; past ones apart; drafts nowhere', async () => {
  const june = await aFutureEvent({ title: 'In June' })
  const july = await aFutureEvent({ title: 'In July', startsAt: ahead('07'), endsAt: ahead('07', '15:00') })
  const past = await anEvent({ title: 'Bygone', startsAt: '2024-06-12T08:30:00.000Z', endsAt: '2024-06-12T15:00:00.000Z' })
  const draft = await aFutureEvent({ title: 'Not ready', state: 'draft' })
  await run('UPDATE Event SET publishedAt = NULL WHERE id = ?1', draft.id)
  const page = await text('/events')
  const [inJune, inJuly] = [page.lastIndexOf(`12 June ${year}`, page.indexOf(june.code)), page.indexOf(`12 July ${year}`)]
  expect(inJune).toBeGreaterThan(-1)
  expect(page.indexOf(june.code)).toBeLessThan(inJuly)
  expect(inJuly).toBeLessThan(page.indexOf(july.code))
  expect(page).not.toContain(past.code)
  expect(await text('/events?show=past')).toContain(past.code)
  for (const path of ['/', '/events', '/events?show=past', '/sitemap.xml', '/events?q=Not+ready'])
    expect(await text(path), path).not.toContain(draft.code)
  expect((await request(`/events/${draft.code}`)).status).toBe(404)
})

it('an event for primary schools is shown to those, and one for everyone to all', async () => {
  const primary = await aFutureEvent({ title: 'Primary day' })
  const everyone = await aFutureEvent({ title: 'Everyone day' })
  await db.batch([
    insert('EventAudience', { eventId: primary.id, dimension: 'kind', value: 'primary' }),
    insert('EventAudience', { eventId: primary.id }),
  ])
  const secondary = await text('/events?kind=secondary')
  expect(secondary).not.toContain(primary.code)
  expect(secondary).toContain(everyone.code)
  expect(await text('/events?kind=primary&role=dsl')).toContain(primary.code)
  expect(await text('/events?kind=primary&role=head')).not.toContain(primary.code)
  expect(await text(`/events/${primary.code}`)).toContain('Primary schools')
})

it('the home page says how a school books and what comes next', async () => {
  await aFutureEvent({ title: 'Soonest', startsAt: `${year - 1}-01-12T08:30:00.000Z`, endsAt: `${year - 1}-01-12T15:00:00.000Z` })
  const page = await text('/')
  expect(page).toContain('How a school books')
  expect(page).toContain('Soonest')
  expect(page.match(/<h1/g)).toHaveLength(1)
})

it('search engines are told where to go and where not', async () => {
  const robots = await text('/robots.txt')
  expect(robots).toContain('Sitemap: http://localhost:8787/sitemap.xml')
  expect(robots).toContain('Disallow: /organiser')
})

it('a page reads the database as often for three events as for one', async () => {
  const trips = async (read: (counted: SqlDatabase) => Promise<unknown>) => {
    const { db: counted, trips: count } = counting()
    await read(counted)
    return count()
  }
  const now = tick()
  const event = await aFutureEvent()
  const school = await aSchool()
  await anAccount({ schoolIds: [school.id] })
  const signInId = (await rows<{ id: string }>('SELECT id FROM SignIn ORDER BY createdAt DESC LIMIT 1'))[0]?.id
  const all = async () => [
    await trips((d) => publicEvents(d, 'upcoming', { terms: searchTerms('peer') }, now, { limit: 30, offset: 0, signInId, laCodes: [] })),
    await trips((d) => organiserEvents({ db: d, now }, 'upcoming', { terms: [] }, { limit: 25, offset: 0 })),
    await trips((d) => readTogether(d, selectToday({ db: d, now, actor: nobody }, 10))),
    await trips((d) => publicEvent(d, event.code, { signInId, laCodes: [] }, now)),
    await trips((d) => eventAndReach(d, event.code, now)),
    await trips((d) => eventByCode(d, event.code)),
  ]
  expect(await all()).toEqual([1, 1, 1, 1, 1, 1])
  await aFutureEvent()
  await aFutureEvent()
  await places(event, school, 2)
  expect(await all()).toEqual([1, 1, 1, 1, 1, 1])
})

// “Short forms, posts and other names of the same thing find conferences; a mistyped word is put
// right by the words of those listed, and the page says so.”
it('finds conferences by a short form, a post, another name and a mistyped word, and says what to do when nothing is found', async () => {
  const title = `Keeping children safe in education: wherrington ${newId(tick()).slice(-6)}`
  const event = await aFutureEvent({ title })
  const forDeputies = await aFutureEvent({ title: 'For some only, wherrington' })
  await add('EventAudience', { eventId: forDeputies.id, value: 'deputy_dsl' })
  const list = (q: string) => text(`/events?q=${encodeURIComponent(q)}`)
  for (const q of ['KCSIE wherrington', 'keeping children safe in education wherrington', 'wherringtn KCSIE'])
    expect(await list(q), q).toContain(`href="/events/${event.code}"`)
  expect(await list('deputy wherrington')).toContain(`href="/events/${forDeputies.code}"`)
  expect(await list('deputy wherrington')).not.toContain(`href="/events/${event.code}"`)
  expect(await list('wherringtn')).toContain('Showing results for <strong>“wherrington”</strong>')
  // Nothing names the post, but every role may come.
  const open = await list('SENCO wherrington')
  expect(open).toContain('open to your role: <strong>Special educational needs co-ordinator')
  expect(open).toContain(`href="/events/${event.code}"`)
  expect(open).not.toContain(`href="/events/${forDeputies.code}"`)
  const nothing = await list('xylophone&quartz')
  for (const said of [
    'Nothing found',
    'Use fewer words',
    'href="/events?show=past&amp;q=xylophone%26quartz"',
    'See everything that is coming up',
  ])
    expect(nothing).toContain(said)
})

// “Places on offer and places held until they are paid for are said with their hour and where to
// press, and are not places that the school has.”
it('a school reads what is on offer to it until when, what is held for it and what an organiser decides on, and not that it has them', async () => {
  const event = await aFutureEvent({ placesPerSchool: 4 })
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const until = '2099-01-06T16:00:00.000Z'
  const become = async (values: string) => {
    const { placeId, reference } = await aDelegate(event, school.id)
    await run(`UPDATE Place SET state = 'held', ${values} WHERE id = ?1`, placeId)
    return reference
  }
  const held = await become(`heldUntil = '2099-01-06T18:31:00.000Z'`)
  const offered = await become(`waitsFor = 'list', heldUntil = '${until}'`)
  await become(`waitsFor = 'approval', heldUntil = stateAt`)
  const html = await text(`/events/${event.code}`, cookie)
  const page = plain(html)
  expect(page).toContain('your school has 0 of 4 and waits for 1; 1 is on offer to it; 1 is held until paid for.')
  expect(page).toContain('1 place is on offer to you until Tuesday 6 January 2099, 4pm: accept or decline')
  expect(page).toContain('1 place is held until Tuesday 6 January 2099, 6:31pm: pay by card')
  expect(page).toContain('Your school has asked for 1 place: the organiser decides.')
  for (const href of [`/bookings/${offered}/offer`, `/bookings/${held}/pay`]) expect(html).toContain(`href="${href}"`)
  await run('UPDATE Event SET placesPerSchool = 3 WHERE id = ?1', event.id)
  expect(await text(`/events/${event.code}`, cookie)).toContain('With those, your school has all the places that one school can have.')
  const both = await anAccount({ schoolIds: [school.id, (await aSchool()).id] })
  expect(await text(`/events/${event.code}`, both.cookie)).toContain(
    `With those, ${school.name} has all the places that one school can have.`,
  )
})

// “Whoever acts for many schools reads what they have together, and what each has on request.”
it('whoever acts for many schools reads what they have together in one sentence, and of each that has something on request', async () => {
  const event = await aFutureEvent({ placesPerSchool: 4 })
  const schools = await Promise.all(Array.from({ length: 40 }, (_, n) => aSchool({ name: `School ${n + 1}` })))
  const { cookie } = await anAccount({ schoolIds: schools.map(({ id }) => id) })
  const shown = async () => {
    const html = await text(`/events/${event.code}`, cookie)
    return plain(html.slice(html.indexOf('<main')))
  }
  expect(await shown()).toContain('None of your 40 schools has a place here.')
  const [first, second] = schools
  if (!first || !second) throw new Error('There are forty')
  await places(event, first, 2)
  await places(event, second, 1)
  const { placeId, reference } = await aDelegate(event, second.id)
  await run(`UPDATE Place SET state = 'held', waitsFor = 'list', heldUntil = '2099-01-06T16:00:00.000Z' WHERE id = ?1`, placeId)
  const page = await shown()
  expect(page).toContain('2 of your 40 schools have or wait for places here: 3 places and 1 on offer. School by school')
  expect(page).toContain(`1 place is on offer to School 2 until Tuesday 6 January 2099, 4pm: accept or decline`)
  expect(page).toMatch(
    /School 1 has 2 of 4\. See the booking of School 1 .* School 2 has 1 of 4; 1 is on offer to it\. See the booking of School 2/,
  )
  expect(page).toContain(reference)
  expect(page).not.toContain('School 3')
})

// “The page of an event links to what the reader’s school has booked, and offers nothing to
// book to a school that has all it may have.”
it('links to the school’s own booking and does not offer to book when the school has all it may have', async () => {
  const event = await aFutureEvent({ placesPerSchool: 2, capacity: 60 })
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  await places(event, school, 1)
  const one = await text(`/events/${event.code}`, cookie)
  expect(one).toContain('your school has 1 of 2')
  expect(one).toMatch(/href="\/bookings\/[^"]+">See your school’s booking/)
  expect(one).toContain(`href="/events/${event.code}/book"`)
  await places(event, school, 1)
  const all = await text(`/events/${event.code}`, cookie)
  for (const said of ['your school has 2 of 2', 'Your school has all the places that one school can have', 'See your school’s booking'])
    expect(all).toContain(said)
  expect(all).not.toContain(`href="/events/${event.code}/book"`)
  const stranger = await text(`/events/${event.code}`, (await anAccount()).cookie)
  expect(stranger).toContain(`href="/events/${event.code}/book"`)
  expect(stranger).not.toContain('/bookings/')
})
