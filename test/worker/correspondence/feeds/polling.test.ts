// What a poll costs, and when it is told that nothing changed. Rules: docs/rules/feeds.md.

import { expect, it } from 'vitest'
import { withoutSecrets } from '#base/web/secret-path.ts'
import { anAccount, anEvent, aSchool, counting, rows, run } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aPlace } from '#test/worker/attendance/coverage/world.ts'
import { addressOf, aWorld, book, change, inTime, poll } from './world.ts'

/** The addresses of the three feeds of one world. */
const three = async () => {
  const world = await aWorld()
  return {
    ...world,
    addresses: [
      await addressOf({ kind: 'person', personId: world.first.personId }),
      await addressOf({ kind: 'school', schoolId: world.school.id }, world.contact),
      '/events.ics',
    ],
  }
}

const counted = async (address: string, headers: Record<string, string> = {}, method = 'GET') => {
  const { db, trips } = counting()
  const answer = await poll(address, headers, { DB: db }, method)
  return { answer, trips: trips(), body: await answer.text() }
}

it('a poll costs one read of the database, whether anything changed or not, with one entry or with fifty', async () => {
  const { addresses, school, contact, first, event: world } = await three()
  const cost = async () => {
    for (const address of addresses) {
      const fresh = await counted(address, { cookie: contact.cookie })
      expect([fresh.answer.status, fresh.trips]).toEqual([200, 1])
      const again = await counted(address, { 'if-none-match': fresh.answer.headers.get('etag') ?? '', cookie: contact.cookie })
      expect([again.answer.status, again.trips, again.body]).toEqual([304, 1, ''])
    }
  }
  await cost()
  for (let n = 0; n < 49; n += 1) {
    const event = await anEvent({
      ...inTime,
      startsAt: `2099-07-${String((n % 28) + 1).padStart(2, '0')}T08:30:00.000Z`,
      endsAt: '2099-08-01T09:30:00.000Z',
    })
    // As if on other days: one address is written to forty times in a day at most.
    await run('DELETE FROM LimitUse')
    await book(event, school, contact, [first.name], 0, world.code)
  }
  for (const address of addresses.slice(0, 2)) expect((await counted(address)).body.match(/BEGIN:VEVENT/g)).toHaveLength(50)
  await cost()
  // What leads nowhere costs no more, and what cannot be an address costs nothing.
  expect((await counted(`/feeds/${'a'.repeat(43)}.ics`)).trips).toBe(1)
  expect((await counted('/feeds/short.ics')).trips).toBe(0)
})

it('an unchanged feed is answered without being written again: the tag is of what is stored', async () => {
  const { event, addresses, contact, school } = await three()
  const tags = async () => Promise.all(addresses.map(async (address) => (await poll(address)).headers.get('etag')))
  const before = await tags()
  for (const tag of before) expect(tag).toMatch(/^"[0-9a-f]{32}"$/)
  expect(await tags()).toEqual(before)
  await change(event.code, { venueName: 'The Courtyard' })
  const moved = await tags()
  for (const [index, tag] of moved.entries()) expect(tag).not.toBe(before[index])
  await book(event, school, contact, [], 1)
  const booked = await tags()
  expect([booked[0] === moved[0], booked[1] === moved[1], booked[2] === moved[2]]).toEqual([true, false, true])
})

it('tags are compared weakly, in lists, and an asterisk is any; a tag decides alone where there is one', async () => {
  const { addresses } = await three()
  for (const address of addresses) {
    const fresh = await poll(address)
    const etag = fresh.headers.get('etag') ?? ''
    const said = fresh.headers.get('last-modified')
    const status = async (headers: Record<string, string>) => (await poll(address, headers)).status
    expect(await status({ 'if-none-match': `W/${etag}` })).toBe(304)
    expect(await status({ 'if-none-match': `"x", W/${etag}` })).toBe(304)
    expect(await status({ 'if-none-match': '*' })).toBe(304)
    expect(await status({ 'if-none-match': '"x"' })).toBe(200)
    if (said) expect(await status({ 'if-none-match': '"x"', 'if-modified-since': said })).toBe(200)
  }
})

it('a date counts only when it is the very date that we said', async () => {
  const { first, event, school, contact } = await aWorld()
  // As if it had been booked long before the poll, and by the clock of the tests it was.
  const address = await addressOf({ kind: 'person', personId: first.personId })
  const ours = await addressOf({ kind: 'school', schoolId: school.id }, contact)
  for (const one of [address, ours]) {
    const fresh = await poll(one)
    const said = fresh.headers.get('last-modified') ?? ''
    expect(said).toMatch(/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/)
    const same = await counted(one, { 'if-modified-since': said })
    expect([same.answer.status, same.trips, same.answer.headers.get('last-modified'), same.answer.headers.get('etag')]).toEqual([
      304,
      1,
      said,
      fresh.headers.get('etag'),
    ])
    expect((await poll(one, { 'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT' })).status).toBe(200)
    expect((await poll(one, { 'if-modified-since': new Date().toUTCString() })).status).toBe(200)
    expect((await poll(one, { 'if-modified-since': 'whenever' })).status).toBe(200)
  }
  const [said, oursSaid] = await Promise.all([address, ours].map(async (one) => (await poll(one)).headers.get('last-modified') ?? ''))
  await change(event.code, { venueName: 'The Courtyard' })
  expect((await poll(address, { 'if-modified-since': said ?? '' })).status).toBe(200)
  expect((await poll(ours, { 'if-modified-since': oursSaid ?? '' })).status).toBe(200)
})

it('no date is said for half an hour after a change, so that of two changes within one second neither is hidden', async () => {
  const { first } = await aWorld()
  const address = await addressOf({ kind: 'person', personId: first.personId })
  const shown = (title: string) =>
    JSON.stringify({ title, startsAt: inTime.startsAt, endsAt: inTime.endsAt, where: 'Here', joiningLink: '' })
  const changeAt = (title: string, at: Date) =>
    run(
      'UPDATE Invitation SET shown = ?2, changedAt = ?3, sequence = sequence + 1 WHERE uid = ?1',
      first.uid,
      shown(title),
      at.toISOString(),
    )
  const second = new Date(Math.floor(Date.now() / 1000) * 1000)
  await changeAt('One', new Date(second.getTime() + 100))
  const one = await poll(address)
  expect(one.headers.get('last-modified')).toBeNull()
  await changeAt('Two', new Date(second.getTime() + 900))
  const two = await poll(address, { 'if-modified-since': second.toUTCString() })
  expect(two.status).toBe(200)
  expect(two.headers.get('etag')).not.toBe(one.headers.get('etag'))
  expect(await two.text()).toContain('SUMMARY:Two')
  // Long after, both within one second have one date, and it was never said between them.
  const longAgo = new Date('2026-01-01T00:00:00.000Z')
  await run('UPDATE Invitation SET changedAt = ?2 WHERE uid = ?1', first.uid, new Date(longAgo.getTime() + 900).toISOString())
  expect((await poll(address)).headers.get('last-modified')).toBe('Thu, 01 Jan 2026 00:00:01 GMT')
})

it('a place that is cancelled changes the date too, though nothing of it is left in the feed', async () => {
  const { first } = await aWorld()
  const address = await addressOf({ kind: 'person', personId: first.personId })
  const said = (await poll(address)).headers.get('last-modified') ?? ''
  await run(`UPDATE Invitation SET state = 'cancelled', sequence = 1, changedAt = '2026-04-01T00:00:00.500Z' WHERE uid = ?1`, first.uid)
  const answer = await poll(address, { 'if-modified-since': said })
  expect([answer.status, answer.headers.get('last-modified')]).toEqual([200, 'Wed, 01 Apr 2026 00:00:01 GMT'])
})

it('whatever changes who is who in the register changes the date of a school’s feed', async () => {
  const { school, contact } = await aWorld()
  const address = await addressOf({ kind: 'school', schoolId: school.id }, contact)
  const said = (await poll(address)).headers.get('last-modified') ?? ''
  await add('RegisterImport', {
    state: 'undone',
    fileName: 'f.csv',
    asAt: '2026-05-01',
    laCodes: '[]',
    startedAt: '2026-05-01T00:00:00.000Z',
    appliedAt: '2026-05-01T01:00:00.000Z',
    undoneAt: '2026-05-01T02:00:00.000Z',
  })
  const answer = await poll(address, { 'if-modified-since': said })
  expect([answer.status, answer.headers.get('last-modified')]).toEqual([200, 'Fri, 01 May 2026 02:00:01 GMT'])
})

it('HEAD is answered as GET, without the calendar', async () => {
  const { addresses } = await three()
  for (const address of addresses) {
    const [got, head] = [await poll(address), await counted(address, {}, 'HEAD')]
    expect([head.answer.status, head.trips, head.body]).toEqual([200, 1, ''])
    for (const name of ['etag', 'last-modified', 'content-type', 'content-disposition', 'cache-control'])
      expect(head.answer.headers.get(name)).toBe(got.headers.get(name))
    expect((await counted(address, { 'if-none-match': got.headers.get('etag') ?? '' }, 'HEAD')).answer.status).toBe(304)
  }
})

it('the address of a feed is kept by no cache, search engine or other site; anybody may keep the public one for five minutes', async () => {
  const { addresses } = await three()
  for (const address of addresses.slice(0, 2)) {
    for (const answer of [await poll(address), await poll(address, { 'if-none-match': '*' }), await poll(`/feeds/${'b'.repeat(43)}.ics`)]) {
      expect(answer.headers.get('cache-control')).toMatch(/^private, no-(cache|store)$/)
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
      expect(answer.headers.get('x-robots-tag')).toBe('noindex, nofollow')
      expect(answer.headers.get('set-cookie')).toBeNull()
    }
    const fresh = await poll(address)
    expect(fresh.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    expect(fresh.headers.get('content-disposition')).toBe('inline; filename="calendar.ics"')
    expect(fresh.headers.get('x-content-type-options')).toBe('nosniff')
  }
  const open = await poll('/events.ics')
  expect(open.headers.get('cache-control')).toBe('public, max-age=300')
  expect(open.headers.get('content-disposition')).toBe('inline; filename="events.ics"')
})

it('no log holds the address of a feed', async () => {
  const address = `/feeds/${'c'.repeat(43)}.ics`
  expect(withoutSecrets(`GET https://muster.example${address} failed`)).toBe('GET https://muster.example/feeds/….ics failed')
  const { first } = await aWorld()
  const made = await addressOf({ kind: 'person', personId: first.personId })
  const kept = JSON.stringify([await rows('SELECT * FROM Log'), await rows('SELECT * FROM Feed')])
  expect(kept).not.toContain(made.slice('/feeds/'.length, -'.ics'.length))
})

it('only reading is answered at the address of a feed', async () => {
  const { addresses } = await three()
  expect((await poll(addresses[0] ?? '', {}, {}, 'POST')).status).toBe(404)
})

it('other schools’ places are in nobody’s feed but theirs', async () => {
  const { school, contact } = await aWorld()
  const address = await addressOf({ kind: 'school', schoolId: school.id }, contact)
  const tag = (await poll(address)).headers.get('etag')
  const event = await anEvent({ ...inTime })
  const elsewhere = await aSchool()
  await aPlace(event, elsewhere)
  const other = await anAccount({ schoolIds: [elsewhere.id] })
  expect((await poll(address)).headers.get('etag')).toBe(tag)
  expect(await (await poll(await addressOf({ kind: 'school', schoolId: elsewhere.id }, other))).text()).toContain(event.code)
})
