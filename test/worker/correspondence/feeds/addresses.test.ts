// Making, renewing and ending the addresses of feeds, and what ends them by itself. Rules: docs/rules/feeds.md.

import { expect, it } from 'vitest'
import { newId, sha256 } from '#base/id.ts'
import { endFeed } from '#correspondence/feeds/end-feed.ts'
import { makeFeed } from '#correspondence/feeds/make-feed.ts'
import { comparisonHash, mergePeople } from '#people/people/merge-people.ts'
import { undoMerge } from '#people/people/undo-merge.ts'
import {
  accepted,
  anAccount,
  anAct,
  anEvent,
  aSchool,
  before,
  counting,
  db,
  htmlOf,
  leadsTo,
  request,
  rows,
  run,
  tick,
} from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aPerson } from '#test/worker/attendance/coverage/world.ts'
import { movable } from '#test/worker/people/people/movable.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { addressOf, aWorld, book, inTime, poll, readPoll } from './world.ts'

const feedsOf = (what: 'personId' | 'schoolId' | 'accountId', id: string) =>
  rows<{ id: string; tokenHash: string; endedAt: string | null; accountId: string | null }>(
    `SELECT id, tokenHash, endedAt, accountId FROM Feed WHERE ${what} = ?1 ORDER BY id`,
    id,
  )

/** The address that a page shows, this once. */
const shown = async (answer: Response): Promise<string> => {
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
  const found = (await answer.text()).match(/>http:\/\/localhost:8787(\/feeds\/[\w-]{43}\.ics)</)?.[1]
  if (!found) throw new Error('no address is shown')
  return found
}

const emptily = async (address: string, status: number) => {
  const answer = await poll(address)
  expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([status, '', 'text/plain; charset=utf-8'])
  expect([answer.headers.get('etag'), answer.headers.get('last-modified')]).toEqual([null, null])
}

it('the address of a person’s or a school’s feed is random, only its hash is stored, and it is shown once', async () => {
  const { school, contact } = await aWorld()
  const own = await shown(await request('/account/calendar/own', { cookie: contact.cookie, form: { seen: '' } }))
  const ours = await shown(await request(`/account/calendar/${school.id}`, { cookie: contact.cookie, form: { seen: '' } }))
  expect(own).not.toBe(ours)
  for (const [address, feeds] of [
    [own, await feedsOf('personId', contact.personId)],
    [ours, await feedsOf('schoolId', school.id)],
  ] as const) {
    const token = address.slice('/feeds/'.length, -'.ics'.length)
    expect(feeds).toEqual([{ id: expect.any(String), tokenHash: await sha256(token), endedAt: null, accountId: contact.accountId }])
    expect((await poll(address)).status).toBe(200)
    const page = await (await request('/account/calendar', { cookie: contact.cookie })).text()
    expect(page).not.toContain(token)
    expect(page).toContain('we cannot show it again')
  }
  expect(
    await rows(
      `SELECT act, subjectKind, schoolId, accountId FROM Log WHERE act LIKE 'feed.%' AND accountId = ?1 ORDER BY id`,
      contact.accountId,
    ),
  ).toEqual([
    { act: 'feed.made', subjectKind: 'feed', schoolId: null, accountId: contact.accountId },
    { act: 'feed.made', subjectKind: 'feed', schoolId: school.id, accountId: contact.accountId },
  ])
})

it('a new address ends the one before; a form sent twice makes no second one', async () => {
  const { contact } = await aWorld()
  const make = (seen: string) => request('/account/calendar/own', { cookie: contact.cookie, form: { seen } })
  const first = await shown(await make(''))
  expect(await htmlOf(make(''), 409)).toContain('The address that was shown last still works')
  expect((await poll(first)).status).toBe(200)
  const confirm = await (await request('/account/calendar/own/new', { cookie: contact.cookie })).text()
  const seen = confirm.match(/name="seen" value="([^"]+)"/)?.[1] ?? ''
  const second = await shown(await make(seen))
  expect((await make(seen)).status).toBe(409)
  await emptily(first, 410)
  expect((await poll(second)).status).toBe(200)
  expect((await feedsOf('personId', contact.personId)).map(({ endedAt }) => endedAt === null)).toEqual([false, true])
})

it('an address that has ended answers 410 and one that never was 404, and nothing else', async () => {
  const { contact } = await aWorld()
  const address = await shown(await request('/account/calendar/own', { cookie: contact.cookie, form: { seen: '' } }))
  const [feed] = await feedsOf('personId', contact.personId)
  const page = await (await request('/account/calendar/own/end', { cookie: contact.cookie })).text()
  expect(page).toContain(feed?.id ?? 'none')
  const ended = await request('/account/calendar/own/end', { cookie: contact.cookie, form: { seen: feed?.id ?? '' } })
  expect([ended.status, ended.headers.get('location')]).toEqual([303, '/account/calendar'])
  await emptily(address, 410)
  await emptily(`/feeds/${'x'.repeat(43)}.ics`, 404)
  for (const path of ['/feeds/', '/feeds/x.ics', `/feeds/${'x'.repeat(43)}`, `/feeds/${'x'.repeat(43)}.ics/more`]) await emptily(path, 404)
  expect((await request('/account/calendar/own/end', { cookie: contact.cookie, form: { seen: feed?.id ?? '' } })).status).toBe(409)
  expect((await request('/account/calendar/own/end', { cookie: contact.cookie })).headers.get('location')).toBe('/account/calendar')
  await expect(run('UPDATE Feed SET endedAt = NULL WHERE id = ?1', feed?.id)).rejects.toThrow('feed_is_ended')
})

it('a school’s feed stops as soon as its account no longer acts for the school, and a colleague’s goes on', async () => {
  const { school, contact } = await aWorld()
  const colleague = await anAccount({ schoolIds: [school.id] })
  const [address, theirs] = [
    await addressOf({ kind: 'school', schoolId: school.id }, contact),
    await addressOf({ kind: 'school', schoolId: school.id }, colleague),
  ]
  const etag = (await poll(address)).headers.get('etag') ?? ''
  await run(`UPDATE Claim SET state = 'ended' WHERE accountId = ?1`, contact.accountId)
  await emptily(address, 410)
  expect((await poll(address, { 'if-none-match': etag })).status).toBe(410)
  const { db: counted, trips } = counting()
  await poll(address, {}, { DB: counted })
  expect(trips()).toBe(1)
  expect((await readPoll(theirs)).entries).toHaveLength(1)
})

it('whoever acts for a trust has a feed of each of its schools, until the trust’s request ends or the school leaves it', async () => {
  const trustUid = `T${newId(tick())}`
  const school = await aSchool({ trustUid, trustName: 'Marches Trust' })
  const contact = await anAccount()
  const claimId = newId(tick())
  await add('TrustClaim', {
    id: claimId,
    accountId: contact.accountId,
    trustUid,
    state: 'approved',
    evidence: 'organiser',
    decidedAt: tick().toISOString(),
  })
  const address = await shown(await request(`/account/calendar/${school.id}`, { cookie: contact.cookie, form: { seen: '' } }))
  expect((await poll(address)).status).toBe(200)
  await run('UPDATE School SET trustUid = NULL WHERE id = ?1', school.id)
  await emptily(address, 410)
  await run('UPDATE School SET trustUid = ?2 WHERE id = ?1', school.id, trustUid)
  expect((await poll(address)).status).toBe(200)
  await run(`UPDATE TrustClaim SET state = 'ended' WHERE id = ?1`, claimId)
  await emptily(address, 410)
})

it('nobody makes, sees or ends the feed of a school for which they do not act', async () => {
  const { school, contact } = await aWorld()
  const other = await anAccount({ schoolIds: [(await aSchool()).id] })
  const organiser = await anAccount({ roles: ['organiser'] })
  await addressOf({ kind: 'school', schoolId: school.id }, contact)
  const [feed] = await feedsOf('schoolId', school.id)
  for (const { cookie, actor } of [other, organiser]) {
    expect((await request(`/account/calendar/${school.id}`, { cookie, form: { seen: '' } })).status).toBe(404)
    expect((await request(`/account/calendar/${school.id}/new`, { cookie })).status).toBe(404)
    expect((await request(`/account/calendar/${school.id}/end`, { cookie, form: { seen: feed?.id ?? '' } })).status).toBe(404)
    expect(await makeFeed(anAct({ actor }), { kind: 'school', schoolId: school.id }, '')).toEqual({ ok: false, reason: 'may_not' })
    expect(await endFeed(anAct({ actor }), { kind: 'school', schoolId: school.id }, feed?.id ?? '')).toEqual({
      ok: false,
      reason: 'may_not',
    })
  }
  expect((await request('/account/calendar')).headers.get('location')).toContain('/sign-in')
  expect(await feedsOf('schoolId', school.id)).toEqual([feed])
})

it('a right that ends while an address is being made makes none', async () => {
  const { school, contact } = await aWorld()
  const racing = before(1, () => run(`UPDATE Claim SET state = 'ended' WHERE accountId = ?1`, contact.accountId))
  expect(await makeFeed(anAct({ db: racing, actor: contact.actor }), { kind: 'school', schoolId: school.id }, '')).toEqual({
    ok: false,
    reason: 'changed',
  })
  expect(await feedsOf('schoolId', school.id)).toEqual([])
})

it('of several presses at once one makes an address', async () => {
  const { contact } = await aWorld()
  const of = { kind: 'person' as const, personId: contact.personId }
  const made = await Promise.all(Array.from({ length: 6 }, () => makeFeed(anAct({ actor: contact.actor }), of, '')))
  expect(made.filter(({ ok }) => ok)).toHaveLength(1)
  expect((await feedsOf('personId', contact.personId)).filter(({ endedAt }) => endedAt === null)).toHaveLength(1)
})

it('from a shared mailbox there is no feed of a person, but one of each school', async () => {
  const { school, contact } = await aWorld()
  await run('UPDATE Account SET shared = 1, sharedSaidAt = ?2 WHERE id = ?1', contact.accountId, tick().toISOString())
  expect((await request('/account/calendar', { cookie: contact.cookie })).headers.get('location')).toContain('/account/who')
  await run('UPDATE SignIn SET personId = ?2 WHERE accountId = ?1', contact.accountId, contact.personId)
  const page = await (await request('/account/calendar', { cookie: contact.cookie })).text()
  expect(page).not.toContain('Your own places')
  expect(page).toContain('Places of St Mary’s')
  expect((await request('/account/calendar/own', { cookie: contact.cookie, form: { seen: '' } })).status).toBe(404)
  expect((await request(`/account/calendar/${school.id}`, { cookie: contact.cookie, form: { seen: '' } })).status).toBe(200)
})

it('a delegate without an account makes, renews and ends their feed on their own page, for as long as the link to it works', async () => {
  const { first, school } = await aWorld()
  const at = `${first.link}/calendar`
  const address = await shown(await request(`${at}/feed`, { form: { seen: '' } }))
  expect((await readPoll(address)).entries.map(({ uid }) => uid)).toEqual([first.uid])
  const seen = (await (await request(`${at}/feed/new`)).text()).match(/name="seen" value="([^"]+)"/)?.[1] ?? ''
  const second = await shown(await request(`${at}/feed`, { form: { seen } }))
  await emptily(address, 410)
  const [, live] = await feedsOf('personId', first.personId)
  expect(live?.accountId).toBeNull()
  const page = await request(at)
  expect(await page.text()).toContain('There is an address')
  expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  expect(await leadsTo(request(`${at}/feed/end`, { form: { seen: live?.id ?? '' } }))).toBe(at)
  await emptily(second, 410)
  const third = await shown(await request(`${at}/feed`, { form: { seen: '' } }))
  // The place is given up: the link ends and can do nothing more, and the feed is the person’s still, without it.
  await run(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE id = ?1`, first.id, tick().toISOString())
  const [newest] = (await feedsOf('personId', first.personId)).slice(-1)
  for (const answer of [
    await request(at),
    await request(`${at}.ics`),
    await request(`${at}/feed/end`, { form: { seen: newest?.id ?? '' } }),
  ])
    expect(answer.status).toBe(410)
  expect((await poll(third)).status).toBe(200)
  expect(
    await makeFeed(
      anAct(),
      { kind: 'person', personId: first.personId, link: { placeId: first.id, schoolId: school.id } },
      newest?.id ?? '',
    ),
  ).toEqual({
    ok: false,
    reason: 'changed',
  })
})

/** The address that a delegate makes on the page of their place. */
const byLink = async (link: string): Promise<string> => shown(await request(`${link}/calendar/feed`, { form: { seen: '' } }))

it('“What a delegate makes by the link to a place is of their places of that school alone; one of everything needs a code to their own address.”', async () => {
  const { event, first } = await aWorld({}, ['Siân Ŵyn'])
  const other = await anEvent(inTime)
  const second = await anEvent(inTime)
  const elsewhere = await aSchool({ name: 'Elsewhere' })
  const contact = await anAccount({ schoolIds: [elsewhere.id] })
  await book(other, elsewhere, contact, ['Siân Ŵyn'], 0, event.code)
  const own = await anAccount({ schoolIds: [first.schoolId] })
  await book(second, { id: first.schoolId }, own, ['Siân Ŵyn'], 0, event.code)
  const uids = async (eventId: string) =>
    (await rows<{ uid: string }>('SELECT i.uid FROM Invitation i JOIN Place p ON p.id = i.placeId WHERE p.eventId = ?1', eventId)).map(
      ({ uid }) => uid,
    )
  expect(await rows('SELECT DISTINCT personId FROM Place WHERE eventId IN (?1, ?2, ?3)', event.id, other.id, second.id)).toHaveLength(1)
  const read = (await readPoll(await byLink(first.link))).entries.map(({ uid }) => uid)
  expect(read.toSorted()).toEqual([first.uid, ...(await uids(second.id))].toSorted())
  const all = await readPoll(await addressOf({ kind: 'person', personId: first.personId }))
  expect(all.entries.map(({ uid }) => uid)).toContain((await uids(other.id))[0])
  const page = await (await request(`${first.link}/calendar`)).text()
  expect(page).toContain('href="/account/calendar"')
})

it('“It ends when the address of the delegate is corrected, when the place passes to somebody else, and when two records become one”, and what an account made goes on', async () => {
  const ends: [string, (world: Awaited<ReturnType<typeof aWorld>>) => Promise<unknown>][] = [
    ['corrected', ({ first }) => run('UPDATE Person SET email = ?2 WHERE id = ?1', first.personId, `corrected.${first.email}`)],
    [
      'swapped',
      async ({ first }) =>
        run('UPDATE Place SET personId = ?2, namedAt = ?3 WHERE id = ?1', first.id, await aPerson(), tick().toISOString()),
    ],
    ['merged', async ({ first }) => merge(await aPerson(), first.personId)],
  ]
  for (const [how, end] of ends) {
    const world = await aWorld()
    const [link, account] = [await byLink(world.first.link), await addressOf({ kind: 'person', personId: world.first.personId })]
    expect([how, (await poll(link)).status]).toEqual([how, 200])
    await end(world)
    await emptily(link, 410)
    expect([how, (await poll(account)).status]).toEqual([how, 200])
    const [row] = await rows<{ late: number }>('SELECT endedAt >= createdAt AS late FROM Feed WHERE ofSchoolId = ?1', world.school.id)
    expect([how, row?.late]).toEqual([how, 1])
  }
})

it('control: without its trigger a feed outlives a correction of the address', async () => {
  const { first } = await aWorld()
  const link = await byLink(first.link)
  await dropTriggers('Feed_ends_with_address')
  await run('UPDATE Person SET email = ?2 WHERE id = ?1', first.personId, `corrected.${first.email}`)
  expect((await poll(link)).status).toBe(200)
})

it('“The link to a place ends thirty days after the event, and makes no feed any more.”', async () => {
  const { event, first } = await aWorld()
  const days = (n: number) => new Date(Date.now() + n * 24 * 3_600_000).toISOString()
  const over = (n: number) => run('UPDATE Session SET startsAt = ?2, endsAt = ?3 WHERE eventId = ?1', event.id, days(n - 1), days(n))
  await over(-29.9)
  expect((await request(first.link)).status).toBe(200)
  await over(-30.1)
  expect((await request(first.link)).status).toBe(410)
  expect((await request(`${first.link}/calendar/feed`, { form: { seen: '' } })).status).toBe(410)
})

it('a person’s feed ends when their details are erased', async () => {
  const { first } = await aWorld()
  const address = await addressOf({ kind: 'person', personId: first.personId })
  await run(
    'UPDATE Person SET name = NULL, email = NULL, telephone = NULL, erasedAt = ?2 WHERE id = ?1',
    first.personId,
    tick().toISOString(),
  )
  await emptily(address, 410)
  expect((await feedsOf('personId', first.personId))[0]?.endedAt).not.toBeNull()
  expect(await makeFeed(anAct(), { kind: 'person', personId: first.personId }, '')).toEqual({ ok: false, reason: 'changed' })
  const audit = await auditAll(db, tick())
  expect(audit.invariants.find(({ name }) => name === 'calendar_of_present_person')).toMatchObject({ ok: true })
})

const merge = async (keptId: string, mergedId: string): Promise<string> => {
  const { actor } = await anAccount({ roles: ['organiser'] })
  const done = await mergePeople(anAct({ actor }), {
    keptId,
    mergedId,
    seen: await comparisonHash(await movable(keptId), await movable(mergedId)),
  }).then(accepted)
  return done.mergeId
}

it('of two records made one the kept record’s feed goes on, and the other’s only where it has none', async () => {
  const [one, two] = [await aWorld(), await aWorld()]
  const [kept, merged] = [one.first.personId, two.first.personId]
  const [first, second] = [await addressOf({ kind: 'person', personId: kept }), await addressOf({ kind: 'person', personId: merged })]
  const tag = (await poll(first)).headers.get('last-modified')
  await merge(kept, merged)
  expect((await readPoll(first)).entries.map(({ uid }) => uid).toSorted()).toEqual([one.first.uid, two.first.uid].toSorted())
  expect((await poll(first)).headers.get('last-modified')).not.toBe(tag)
  await emptily(second, 410)
  // A record without a feed takes the other’s along, and gives it back when the two are made two again.
  const bare = await aPerson()
  const mergeId = await merge(bare, kept)
  expect((await readPoll(first)).entries).toHaveLength(2)
  expect((await feedsOf('personId', bare)).length).toBe(1)
  const { actor } = await anAccount({ roles: ['organiser'] })
  expect((await undoMerge(anAct({ actor }), mergeId)).ok).toBe(true)
  expect((await feedsOf('personId', kept)).map(({ endedAt }) => endedAt)).toEqual([null])
  expect((await readPoll(first)).entries).toHaveLength(2)
})

it('an address asked for under the name of a merged record is of the kept one', async () => {
  const [kept, merged] = [await aWorld(), await aPerson()]
  await merge(kept.first.personId, merged)
  const address = await addressOf({ kind: 'person', personId: merged })
  expect((await readPoll(address)).entries.map(({ uid }) => uid)).toEqual([kept.first.uid])
  expect(await makeFeed(anAct(), { kind: 'person', personId: merged }, '')).toEqual({ ok: false, reason: 'changed' })
})

it('the page of an account’s calendars takes the same number of round trips for one school and for many', async () => {
  const cost = async (schoolIds: string[]) => {
    const { cookie } = await anAccount({ schoolIds })
    const { db: counted, trips } = counting()
    expect((await request('/account/calendar', { cookie, bindings: { DB: counted } })).status).toBe(200)
    return trips()
  }
  const schools = await Promise.all(Array.from({ length: 12 }, () => aSchool()))
  expect(await cost(schools.map(({ id }) => id))).toBe(await cost([schools[0]?.id ?? '']))
})
