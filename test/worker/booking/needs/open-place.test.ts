// Somebody who signs in comes to their own places and record.

import { expect, it } from 'vitest'
import { mostOpened } from '#booking/needs/open-place.ts'
import { anAccount, anEvent, aSchool, request, rows, run } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { aDelegate } from '#test/support/school-facts.ts'

const ahead = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const read = async (path: string, cookie: string) => await textOf(request(path, { cookie }))

type Account = Awaited<ReturnType<typeof anAccount>>

/** A place of somebody who signs in. */
const aPlaceOf = async (account: Account, title: string, facts: Parameters<typeof anEvent>[0] = ahead, markType?: string) => {
  const event = await anEvent({ ...facts, title })
  const { personId } = account
  const { placeId } = await aDelegate(event, (await aSchool({ name: 'Ysgol Gŵyr' })).id, { personId, ...(markType ? { markType } : {}) })
  return { event, placeId }
}

// “Somebody who signs in and acts for no school comes to their own coming places and record; whoever acts for a school finds both.”
it('a delegate finds what lies ahead first, then what was; a contact who is a delegate too finds both', async () => {
  const delegate = await anAccount({ name: 'Zoë Łukasz' })
  expect(await read('/account/record', delegate.cookie)).toContain('You have no place at an event to come.')
  await aPlaceOf(delegate, 'Conference to come')
  await aPlaceOf(delegate, 'Conference that was', { startsAt: '2026-01-12T08:30:00.000Z', endsAt: '2026-01-12T15:00:00.000Z' }, 'attended')
  await aPlaceOf(await anAccount(), 'Of somebody else')
  const page = await read('/account/record', delegate.cookie)
  expect(page).toContain('Friday 12 June 2099 Fri 12 Jun 2099 Conference to come Booked 9:30am to 4pm Three Counties Hotel')
  expect(page).toContain(
    'Ysgol Gŵyr, Designated safeguarding lead Open your place at Conference to come Food and access at Conference to come',
  )
  expect(page.indexOf('Conference to come')).toBeLessThan(page.indexOf('Conference that was'))
  expect(page.slice(page.indexOf('Attendance and places until now'))).not.toContain('Conference to come')
  expect(page).not.toContain('Of somebody else')
  const both = await anAccount({ schoolIds: [(await aSchool()).id] })
  await aPlaceOf(both, 'Her own place')
  expect(await read('/school', both.cookie)).toContain('Your own places and record')
  expect(await read('/account/record', both.cookie)).toContain('Her own place')
})

// “From there somebody opens the page of a place as by the link in their invitation: with its calendar, answers, what they need, and that they cannot come.”
it('one press leads to the page of the place, where somebody can say that they cannot come', async () => {
  const delegate = await anAccount()
  const { placeId } = await aPlaceOf(delegate, 'Conference to come')
  const opened = await request(`/account/places/${placeId}`, { cookie: delegate.cookie, form: {} })
  const own = opened.headers.get('location') ?? ''
  expect([opened.status, /^\/place\/[\w-]{43}$/.test(own)]).toEqual([303, true])
  const toNeeds = await request(`/account/places/${placeId}`, { cookie: delegate.cookie, form: { to: 'needs' } })
  expect(toNeeds.headers.get('location')).toMatch(/^\/place\/[\w-]{43}\/needs$/)
  const page = await read(own, delegate.cookie)
  expect(page).toContain('Add to your calendar')
  expect(page).toContain('I cannot come, or this is not me')
  expect((await request(`${own}/tell`, { cookie: delegate.cookie, form: { statement: 'cannot_come' } })).status).toBe(303)
  expect(await rows(`SELECT statement FROM DelegateStatement w JOIN PlaceLink l ON l.id = w.linkId WHERE l.placeId = ?1`, placeId)).toEqual(
    [{ statement: 'cannot_come' }],
  )
  expect(await rows(`SELECT accountId, after FROM Log WHERE act = 'place.opened' AND subjectId = ?1`, placeId)).toEqual([
    { accountId: delegate.accountId, after: JSON.stringify({ personId: delegate.personId }) },
    { accountId: delegate.accountId, after: JSON.stringify({ personId: delegate.personId }) },
  ])
})

// “Nobody opens a place of somebody else or one that has ended, nor at a shared address, and only so many times an hour.”
it('a place of somebody else, one that was cancelled and any at a shared address are not there; after sixty times an hour it is said', async () => {
  const delegate = await anAccount()
  const { placeId } = await aPlaceOf(delegate, 'Conference to come')
  const open = (id: string, cookie: string) => request(`/account/places/${id}`, { cookie, form: {} })
  const { placeId: cancelled } = await aPlaceOf(delegate, 'Cancelled')
  const links = () => rows<{ n: number }>('SELECT COUNT(*) AS n FROM PlaceLink WHERE placeId IN (?1, ?2)', placeId, cancelled)
  await run(`UPDATE Place SET state = 'cancelled' WHERE id = ?1`, cancelled)
  const before = await links()
  const other = await anAccount({ schoolIds: [(await aSchool()).id], roles: ['organiser'] })
  expect((await open(placeId, other.cookie)).status).toBe(404)
  expect((await open(cancelled, delegate.cookie)).status).toBe(404)
  expect((await open('00000000-0000-7000-8000-000000000000', delegate.cookie)).status).toBe(404)
  expect(await links()).toEqual(before)
  for (let n = 0; n < mostOpened; n += 1) expect((await open(placeId, delegate.cookie)).headers.get('location')).toMatch(/^\/place\//)
  expect((await open(placeId, delegate.cookie)).headers.get('location')).toBe('/account/record')
  await run(`UPDATE Account SET shared = 1, sharedSaidAt = createdAt, personId = NULL WHERE id = ?1`, other.accountId)
  expect((await open(placeId, other.cookie)).status).not.toBe(303)
  expect((await links())[0]?.n).toBe(mostOpened)
})

// “Somebody’s own record is a file of what they were booked for and attended, and of nobody else; the log says that it was taken.”
it('the own record is a file, and the log says so; without a record there is none', async () => {
  const delegate = await anAccount({ name: '=cmd' })
  await aPlaceOf(delegate, '=HYPERLINK("x")', { startsAt: '2026-01-12T08:30:00.000Z', endsAt: '2026-01-12T15:00:00.000Z' }, 'attended')
  await aPlaceOf(await anAccount(), 'Of somebody else')
  const csv = await (await request('/account/record.csv', { cookie: delegate.cookie })).text()
  expect(csv.replace('\uFEFF', '').trim().split('\r\n')).toEqual([
    'Event,Begins,Ends,School,Role,Also representing,Recorded,Known by,Level,Provider,Minutes known,How it is known,Certificate,State of the certificate,Counted towards',
    `"'=HYPERLINK(""x"")",2026-01-12,2026-01-12,Ysgol Gŵyr,Designated safeguarding lead,,Attended,A booking,,,,,,,`,
  ])
  expect(await rows(`SELECT after FROM Log WHERE act = 'own_record.exported' AND accountId = ?1`, delegate.accountId)).toEqual([
    { after: JSON.stringify({ personId: delegate.personId, rows: 1 }) },
  ])
  expect((await request('/account/record.csv', {})).status).not.toBe(200)
})
