// What a trainer gives: the list for organisers, and the calendar at a secret address.
import { expect, it } from 'vitest'
import { makeFeed } from '#correspondence/feeds/make-feed.ts'
import { aBrowser, look } from '#test/support/browsing.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, request, rows, run } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { poll, readPoll } from './world.ts'

const organiser = await anAccount({ roles: ['organiser'] })
const given = async (title: string, speakers: string, on: string, state = 'published') => {
  const event = await anEvent({ title, state, startsAt: `${on}T09:00:00.000Z`, endsAt: `${on}T12:00:00.000Z` })
  await run(`UPDATE Session SET speakers = ?2, room = 'Room 1' WHERE eventId = ?1`, event.id, speakers)
  await run(`UPDATE Event SET venueName = 'Town Hall' WHERE id = ?1`, event.id)
  return event
}
const past = await given('Refresher', 'Jo "JP" Price\nPat Lee, Hereford College', '2026-01-14')
const ahead = await given('Prevent', 'pat lee', '2099-01-14')
await given('Not yet', 'Pat Lee', '2099-01-15', 'draft')
const own = await given('Twilight', 'Pat Lee', '2099-01-16')
const other = await given('Update', 'Kim Fox', '2099-01-17')
const school = await aSchool({ name: 'Lady Hawthorns' })
await add('AskedSession', {
  ...{ state: 'accepted', pence: 0, eventId: own.id, schoolId: school.id, askedById: organiser.accountId },
  ...{ startsAt: '2099-01-16T09:00:00.000Z', endsAt: '2099-01-16T12:00:00.000Z' },
  ...{ answeredAt: '2026-01-01T09:00:00.000Z', settledAt: '2026-01-02T09:00:00.000Z' },
})

it('an organiser reads what a trainer gives, past and to come, and makes, renews and ends a calendar of it', async () => {
  const browser = aBrowser(organiser)
  await browser.goto('/organiser/trainers')
  const problems = await look(browser, 'trainers')
  expect(browser.text).toMatch(/Prevent.*Not yet Draft.*Twilight.*Kim Fox.*Update.*9am to midday Past.*Refresher/)
  await browser.follow('pat lee')
  expect(browser.path).not.toMatch(/pat/i)
  expect(browser.text).toMatch(/Prevent.*Not yet Draft.*Twilight.*Lady Hawthorns.*Wednesday 14 January 2026, 9am to midday Past ?Refresher/)
  expect(browser.text).not.toContain('Kim Fox')
  problems.push(...(await look(browser, 'trainer')))
  await browser.press(/^Make an address/)
  const address = browser.text.match(/\/feeds\/[\w-]{43}\.ics/)?.[0] ?? ''
  const { name, entries } = await readPoll(address)
  expect(name).toBe('Given by pat lee')
  const where = 'Room 1, Town Hall, Belmont Road, Hereford, HR2 7BP'
  expect(entries.map(({ summary, location, description }) => [summary, location, description])).toEqual([
    ['Prevent', where, `Details: http://localhost:8787/events/${ahead.code}`],
    ['Twilight', where, 'For Lady Hawthorns'],
  ])
  expect(await rows(`SELECT kind, trainer, personId, schoolId FROM Feed WHERE kind = 'trainer'`)).toEqual([
    { kind: 'trainer', trainer: 'pat lee', personId: null, schoolId: null },
  ])
  expect((await rows<{ after: string }>(`SELECT after FROM Log WHERE act = 'feed.made'`)).map(({ after }) => after)).not.toContain('pat')
  await run(`UPDATE Session SET speakers = 'Kim Fox' WHERE eventId = ?1`, ahead.id)
  expect((await readPoll(address)).entries.map(({ summary }) => summary)).toEqual(['Twilight'])
  await browser.follow('What this trainer gives')
  await browser.goto(`/organiser/trainers?of=${own.sessions[0]?.id}-0`)
  await browser.follow(/^End the address/)
  await browser.press('End the address')
  expect(browser.text).toContain('The address has ended')
  expect((await poll(address)).status).toBe(410)
  expect(problems).toEqual([])
})

it('of two organisers who make one at once one is told, and nobody else makes one or reads the list', async () => {
  const act = anAct({ actor: organiser.actor })
  const kim = { kind: 'trainer', trainer: 'KIM FOX' } as const
  const made = await Promise.all([makeFeed(act, kim, ''), makeFeed(act, { kind: 'trainer', trainer: 'Kim Fox' }, '')])
  expect(made.filter(({ ok }) => ok)).toHaveLength(1)
  expect(made.filter(({ ok }) => !ok)).toEqual([{ ok: false, reason: 'changed' }])
  const contact = await anAccount({ schoolIds: [school.id] })
  expect((await request('/organiser/trainers', { cookie: contact.cookie })).status).toBe(404)
  const [session] = await rows<{ id: string }>('SELECT id FROM Session WHERE eventId = ?1', other.id)
  const at = `/account/calendar/${session?.id}-0`
  expect((await request(at, { cookie: contact.cookie, form: { seen: '' } })).status).toBe(404)
  expect((await request(`/account/calendar/${session?.id}-1`, { cookie: organiser.cookie, form: { seen: '' } })).status).toBe(404)
  expect((await request(`/organiser/trainers?of=${session?.id}-1`, { cookie: organiser.cookie })).status).toBe(404)
  await run('UPDATE StaffRole SET revokedAt = ?2 WHERE accountId = ?1', organiser.accountId, new Date().toISOString())
  expect(await makeFeed(act, { kind: 'trainer', trainer: 'Pat Lee' }, '')).toEqual({ ok: false, reason: 'changed' })
})

it('“A trainer’s feed has what they give, published and under their name at the poll, and goes on until an organiser ends it.”', async () => {
  const admin = anAct({ actor: (await anAccount({ roles: ['administrator'] })).actor })
  const { token } = await makeFeed(admin, { kind: 'trainer', trainer: 'Jo "JP" Price' }, '').then(accepted)
  expect((await readPoll(`/feeds/${token}.ics`)).entries).toEqual([])
  const soon = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  await run(`UPDATE Session SET startsAt = ?2, endsAt = ?3 WHERE eventId = ?1`, past.id, `${soon}T09:00:00.000Z`, `${soon}T10:00:00.000Z`)
  expect((await readPoll(`/feeds/${token}.ics`)).entries.map(({ summary }) => summary)).toEqual(['Refresher'])
})
