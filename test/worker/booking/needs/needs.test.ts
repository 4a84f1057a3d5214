// docs/rules/needs.md, sentence by sentence.

import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { newId, sha256 } from '#base/id.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { entriesOf } from '#booking/history/history.ts'
import { selectHistory } from '#booking/history/history-store.ts'
import { deleteNeeds } from '#booking/needs/delete-needs.ts'
import { saveNeeds } from '#booking/needs/save-needs.ts'
import { readOwnPlace } from '#booking/needs/store.ts'
import { databaseWith } from '#test/support/database-with.ts'
import {
  anAccount,
  anAct,
  anEvent,
  aSchool,
  db,
  existing,
  htmlOf,
  leadsTo,
  request,
  rows,
  run,
  tick,
  tripsOf,
} from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add, insert } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aPerson } from '#test/worker/attendance/coverage/world.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z', placesPerSchool: 10 }

/**
 * A school that has booked for these people through the form, and the link that each got in their
 * invitation.
 */
const aWorld = async (names: string[] = ['Siân Ŵyn'], facts: Parameters<typeof anEvent>[0] = {}) => {
  const event = await anEvent({ ...inTime, ...facts })
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const made = await request(`/events/${event.code}/bookings`, {
    cookie: contact.cookie,
    form: [
      ['school', school.id],
      ['formId', crypto.randomUUID()],
      ['rows', String(names.length)],
      ...names.flatMap((name, index): [string, string][] => [
        [`name-${index + 1}`, name],
        [`email-${index + 1}`, `d${index}.${event.code.toLowerCase()}@example.sch.uk`],
        [`role-${index + 1}`, 'dsl'],
      ]),
    ],
  })
  if (made.status !== 303) throw new Error(`not booked: ${made.status}`)
  const places = await rows<{
    placeId: string
    personId: string
    bookingId: string
    reference: string
    text: string
    html: string
    attachments: string
  }>(
    `SELECT p.id AS placeId, p.personId, p.bookingId, b.reference, y.text, y.html, y.attachments FROM Place p JOIN Booking b ON b.id = p.bookingId
     JOIN Message m ON m.placeId = p.id AND m.kind = 'invitation' JOIN MessageBody y ON y.messageId = m.id WHERE p.eventId = ?1 ORDER BY p.rowid`,
    event.id,
  )
  const [first] = places
  if (!first) throw new Error('no place')
  return {
    event,
    school,
    contact,
    organiser: await anAccount({ roles: ['organiser'] }),
    places,
    first,
    links: places.map(({ text }) => linkIn(text)),
  }
}

const linkIn = (text: string): string => text.match(/\/place\/[\w-]{43}/)?.[0] ?? 'no link'

const vegan = {
  dietary: ['vegan', 'nut_allergy'],
  'dietary-words': 'Dim seleri',
  access: 'step_free',
  'access-words': 'Near the door',
  agreed: 'yes',
}

const save = (link: string | undefined, form: Record<string, string | string[]> = vegan, cookie?: string) =>
  request(`${link}/needs`, { form, ...(cookie ? { cookie } : {}) })

const needs = (placeId: string) =>
  rows<{ dietary: string; access: string; deleteAfter: string }>(
    'SELECT dietary, access, deleteAfter FROM Need WHERE placeId = ?1',
    placeId,
  )

it('a delegate says what they need through the link in their invitation, without signing in; it can be changed and deleted at any time', async () => {
  const { first, links } = await aWorld()
  const [link] = links
  const page = await (await request(link ?? '')).text()
  expect(page).toContain('Siân Ŵyn')
  expect(page).toContain('You do not have to tell us anything')
  expect(page).not.toContain('Programme')
  expect(await leadsTo(save(link))).toBe(link)
  expect(await needs(first.placeId)).toEqual([
    {
      dietary: JSON.stringify({ choices: ['vegan', 'nut_allergy'], words: 'Dim seleri' }),
      access: JSON.stringify({ choices: ['step_free'], words: 'Near the door' }),
      deleteAfter: '2099-07-12T15:00:00.000Z',
    },
  ])
  const owner = await anAccount()
  await run('UPDATE Account SET personId = (SELECT personId FROM Place WHERE id = ?2) WHERE id = ?1', owner.accountId, first.placeId)
  const shown = async (path: string, cookie?: string) => (await request(`${link}${path}`, cookie ? { cookie } : {})).text()
  expect(await shown('', owner.cookie)).toContain('Vegan; Nut allergy; Dim seleri')
  await save(link, { 'dietary-words': '無麩質 <script>', agreed: 'yes' })
  expect(await shown('/needs', owner.cookie)).toContain('無麩質 &lt;script&gt;')
  expect((await needs(first.placeId))[0]?.access).toBe('')
  expect((await request(`${link}/needs/deletion`, { form: { x: '1' } })).status).toBe(303)
  expect(await needs(first.placeId)).toEqual([])
  expect((await request(`${link}/needs/deletion`, { form: { x: '1' } })).status).toBe(303)
})

// “The link lets somebody write, replace and delete what was told; only its person, signed in
// with an address of their own, reads it.”
it('whoever holds the link of a place does not read what its person needs', async () => {
  const { first, links } = await aWorld()
  const [link] = links
  await save(link)
  const stranger = await anAccount()
  const shared = await anAccount()
  await run(
    'UPDATE Account SET shared = 1, sharedSaidAt = createdAt, personId = (SELECT personId FROM Place WHERE id = ?2) WHERE id = ?1',
    shared.accountId,
    first.placeId,
  )
  for (const cookie of [undefined, stranger.cookie, shared.cookie])
    for (const path of ['', '/needs']) {
      const page = await (await request(`${link}${path}`, cookie ? { cookie } : {})).text()
      expect([path, page.includes('You have told us something.'), /Dim seleri|Near the door|checked|Vegan; /.test(page)]).toEqual([
        path,
        true,
        false,
      ])
    }
  // What is saved there takes its place, and it can be deleted.
  await save(link, { access: 'step_free', agreed: 'yes' })
  expect(await needs(first.placeId)).toMatchObject([{ dietary: '', access: JSON.stringify({ choices: ['step_free'], words: '' }) }])
  expect(await (await request(`${link}/needs`)).text()).toContain('Delete what I told you')
})

// “Nobody has to.” “The notice says what for, who sees it, when it is deleted, how long the
// database’s own recovery keeps it, and the law; nothing is kept without agreement.” “What is
// deleted can be brought back for up to thirty days by the database’s own recovery.”
it('the notice says what for, who sees it, when it is deleted, how long recovery keeps it, and the law; nothing is kept without agreement', async () => {
  const { first, links } = await aWorld()
  const page = await (await request(`${links[0]}/needs`)).text()
  for (const words of [
    'only for food and access',
    'do not.',
    'without your name',
    '12 July 2099',
    'up to 30 days more',
    'explicit consent',
    'Articles 6(1)(a) and 9(2)(a)',
  ])
    expect(page).toContain(words)
  const { agreed: _agreed, ...without } = vegan
  const kept = await htmlOf(save(links[0], without), 422)
  expect(kept).toContain('Tick the box if you agree')
  expect(kept).toContain('Dim seleri')
  expect(await needs(first.placeId)).toEqual([])
  expect((await save(links[0], {})).status).toBe(303)
})

it('what is too long is refused and kept on the form; choices that are not offered are nothing', async () => {
  const { first, links } = await aWorld()
  const text = await htmlOf(save(links[0], { 'dietary-words': 'x'.repeat(501), 'access-words': 'y'.repeat(1001), agreed: 'yes' }), 422)
  expect(text).toContain('What you write about food must be 500 characters or fewer')
  expect(text).toContain('What you write about access must be 1,000 characters or fewer')
  await save(links[0], { dietary: ['<script>', '__proto__', 'halal'], 'access-words': '\u202Eevil\r\nline', agreed: 'yes' })
  expect(await needs(first.placeId)).toMatchObject([
    { dietary: JSON.stringify({ choices: ['halal'], words: '' }), access: JSON.stringify({ choices: [], words: 'evil\nline' }) },
  ])
})

it('the link is random, only its hash is stored, and its page is kept by no browser, search engine or other site', async () => {
  const { first, links } = await aWorld()
  const token = links[0]?.split('/').at(-1) ?? ''
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(await rows('SELECT tokenHash, endedAt FROM PlaceLink WHERE placeId = ?1', first.placeId)).toEqual([
    { tokenHash: await sha256(token), endedAt: null },
  ])
  const answer = await request(links[0] ?? '')
  expect([answer.headers.get('referrer-policy'), answer.headers.get('x-robots-tag'), answer.headers.get('cache-control')]).toEqual([
    'no-referrer',
    'noindex, nofollow',
    'private, no-store',
  ])
  expect(atobAll(first.attachments)).not.toContain(token)
  expect((await request(`/place/${token}/needs`, { form: vegan, headers: { origin: 'null' } })).status).toBe(303)
  expect((await request(`/place/${token}/needs`, { form: vegan, headers: { origin: 'https://evil.example' } })).status).toBe(403)
})

const atobAll = (attachments: string): string =>
  (JSON.parse(attachments) as { content: string }[]).map(({ content }) => atob(content)).join('\n')

it('an organiser who reads the message sees no link that lets them in', async () => {
  const { first, organiser, links } = await aWorld()
  const [message] = await rows<{ id: string }>(`SELECT id FROM Message WHERE placeId = ?1`, first.placeId)
  const page = await (await request(`/organiser/messages/${message?.id}`, { cookie: organiser.cookie })).text()
  expect(page).toContain('/place/…')
  expect(page).not.toContain(links[0]?.split('/').at(-1))
})

it('a link that leads nowhere says so kindly, whatever it looks like', async () => {
  for (const path of ['/place/x', `/place/${'A'.repeat(43)}`, `/place/${'A'.repeat(43)}/needs`, `/place/' OR 1=1 --`]) {
    expect(await htmlOf(request(path), 404)).toContain('This link does not work')
  }
})

// “What was told for a place is deleted at once when it is cancelled, changes hands or gets
// another address.”
it('when a place is cancelled its link ends and what was told for it is deleted at once', async () => {
  const { first, contact, links, places } = await aWorld(['Siân Ŵyn', 'Tomos Rees'])
  await save(links[0])
  await save(links[1])
  expect((await request(`/bookings/${first.reference}/cancel`, { cookie: contact.cookie, form: { place: first.placeId } })).status).toBe(
    303,
  )
  expect(await needs(first.placeId)).toEqual([])
  expect(await needs(places[1]?.placeId ?? '')).toHaveLength(1)
  const page = await htmlOf(request(links[0] ?? ''), 410)
  expect(page).toContain('This link has ended')
  expect(page).not.toContain('Siân')
  expect((await save(links[0])).status).toBe(410)
})

// “What a delegate said about food or access, and their own link, end with their place.”
// “When a place is cancelled or changes hands, its links end at once.”
it('when a place changes hands the link of the one who leaves ends, and what they told is deleted; two records of one address made one keep both', async () => {
  const { first, links } = await aWorld()
  await save(links[0])
  const kept = await aPerson('Siân Ŵyn')
  await db.batch([
    db.prepare('UPDATE Person SET email = (SELECT o.email FROM Person o WHERE o.id = ?2) WHERE id = ?1').bind(kept, first.personId),
    insert('PersonMerge', { keptId: kept, mergedId: first.personId, moved: '{}' }),
    db.prepare('UPDATE Place SET personId = ?2, namedAt = ?3 WHERE id = ?1').bind(first.placeId, kept, tick().toISOString()),
  ])
  expect(await needs(first.placeId)).toHaveLength(1)
  expect((await request(links[0] ?? '')).status).toBe(200)
  await run('UPDATE Place SET personId = ?2, namedAt = ?3 WHERE id = ?1', first.placeId, await aPerson('Tomos'), tick().toISOString())
  expect(await needs(first.placeId)).toEqual([])
  expect((await request(links[0] ?? '')).status).toBe(410)
})

/** A database that does something else between the reading and the writing of a verb. */
const withBetween = (meanwhile: () => Promise<unknown>): SqlDatabase => {
  let done = false
  return databaseWith(db, {
    batch: async (statements: SqlStatement[]) => {
      if (!done) {
        done = true
        await meanwhile()
      }
      return db.batch(statements)
    },
  })
}

const asSaved = { dietary: { choices: ['vegan' as const], words: '' }, access: { choices: [], words: '' } }

const raced = async () => {
  const { first, links, contact } = await aWorld()
  const link = await readOwnPlace(anAct(), await sha256(links[0]?.split('/').at(-1) ?? ''))
  if (link.state !== 'live') throw new Error('no place')
  const between = withBetween(() => cancelBooking(anAct({ actor: contact.actor }), first.reference, undefined))
  return { first, done: await saveNeeds(anAct({ db: between }), link.own, asSaved) }
}

it('needs that are saved while the place is being cancelled are not kept', async () => {
  const { first, done } = await raced()
  expect(done).toEqual({ ok: false, reason: 'link_ended' })
  expect(await needs(first.placeId)).toEqual([])
})

it('control: without the trigger the same race keeps needs of a place that nobody has', async () => {
  await dropTriggers('Need_of_present_person')
  expect(await needs((await raced()).first.placeId)).toHaveLength(1)
})

it('ten savings and a cancellation at once leave nothing', async () => {
  const { first, links, contact } = await aWorld()
  await Promise.all([
    ...Array.from({ length: 5 }, () => save(links[0])),
    request(`/bookings/${first.reference}/cancel`, { cookie: contact.cookie, form: { x: '1' } }),
    ...Array.from({ length: 5 }, () => save(links[0])),
  ])
  expect(await needs(first.placeId)).toEqual([])
})

it('two savings at once leave one of them whole', async () => {
  const { first, links } = await aWorld()
  await Promise.all([
    save(links[0], { dietary: 'vegan', 'dietary-words': 'one', agreed: 'yes' }),
    save(links[0], { dietary: 'halal', 'dietary-words': 'two', agreed: 'yes' }),
  ])
  const kept = await needs(first.placeId)
  expect(kept).toHaveLength(1)
  expect([JSON.stringify({ choices: ['vegan'], words: 'one' }), JSON.stringify({ choices: ['halal'], words: 'two' })]).toContain(
    kept[0]?.dietary,
  )
})

it('thirty days after the event nothing shows them any more, by the clock, and the next run deletes them', async () => {
  const { event, first, links, organiser } = await aWorld()
  await save(links[0])
  const token = await sha256(links[0]?.split('/').at(-1) ?? '')
  const at = async (now: string) => {
    const link = await readOwnPlace(anAct({ now: new Date(now) }), token)
    return link.state === 'live' && link.own.hasNeeds
  }
  expect([await at('2099-07-12T14:59:59.000Z'), await at('2099-07-12T15:00:00.000Z')]).toEqual([true, false])
  await run(`UPDATE Session SET startsAt = '2026-03-01T09:00:00.000Z', endsAt = '2026-03-01T15:00:00.000Z' WHERE eventId = ?1`, event.id)
  expect((await needs(first.placeId))[0]?.deleteAfter).toBe('2026-03-31T15:00:00.000Z')
  const sheet = await (await request(`/organiser/events/${event.code}/needs`, { cookie: organiser.cookie })).text()
  expect(sheet).not.toContain('Vegan')
  expect(await deleteNeeds(anAct({ now: new Date('2026-03-31T14:59:59.000Z') }))).toBe(false)
  expect(await needs(first.placeId)).toHaveLength(1)
  await deleteNeeds(anAct({ now: new Date('2026-03-31T15:00:00.000Z') }))
  await deleteNeeds(anAct({ now: new Date('2026-03-31T15:00:00.000Z') }))
  expect(await needs(first.placeId)).toEqual([])
  expect(await rows(`SELECT after FROM Log WHERE act = 'needs.deleted_on_time' AND eventId = ?1`, event.id)).toEqual([
    { after: '{"people":1}' },
  ])
})

// “The day moves with the event, with sessions added and taken out.”
it('the day of deletion moves with the event, with sessions added and taken out', async () => {
  const { event, first, links } = await aWorld()
  await save(links[0])
  const day = async () => (await needs(first.placeId))[0]?.deleteAfter
  const extra = newId(tick())
  await add('Session', {
    id: extra,
    eventId: event.id,
    position: 2,
    startsAt: '2099-09-01T09:00:00.000Z',
    endsAt: '2099-09-01T12:00:00.000Z',
  })
  expect(await day()).toBe('2099-10-01T12:00:00.000Z')
  await run('DELETE FROM Session WHERE id = ?1', extra)
  expect(await day()).toBe('2099-07-12T15:00:00.000Z')
})

it('once the event is over nothing more is kept, and what was told can still be deleted', async () => {
  const { event, first, links } = await aWorld()
  await save(links[0])
  await run(
    `UPDATE Session SET startsAt = '2026-11-23T09:00:00.000Z', endsAt = ?2 WHERE eventId = ?1`,
    event.id,
    new Date(Date.now() - 60_000).toISOString(),
  )
  expect((await save(links[0], { 'dietary-words': 'too late', agreed: 'yes' })).status).toBe(409)
  expect((await needs(first.placeId))[0]?.dietary).toContain('vegan')
  expect((await request(`${links[0]}/needs/deletion`, { form: { x: '1' } })).status).toBe(303)
  expect(await needs(first.placeId)).toEqual([])
})

it('nobody is asked about food at an event held online', async () => {
  const { first, links } = await aWorld(['Siân Ŵyn'], { attendanceMode: 'online', joiningLink: 'https://meet.example/x' })
  const page = await (await request(`${links[0]}/needs`)).text()
  expect(page).not.toContain('Vegetarian')
  expect(page).not.toContain('Step-free')
  expect(page).toContain('Captions')
  await save(links[0], { dietary: 'vegan', access: 'captions', agreed: 'yes' })
  expect(await needs(first.placeId)).toMatchObject([{ dietary: '', access: JSON.stringify({ choices: ['captions'], words: '' }) }])
})

// “Nothing is left out; the page says that in a small event a line can still tell who somebody
// is.”
it('the caterer gets one line for each person, so that two needs of one person stay together, without names and in an order that tells nothing', async () => {
  const { event, links, organiser } = await aWorld(['Zoë First', 'Ann Second', 'Bob Third', 'Cat Fourth'])
  await save(links[0], { dietary: ['vegan', 'nut_allergy'], agreed: 'yes' })
  await save(links[1], { dietary: 'vegan', agreed: 'yes' })
  await save(links[2], { dietary: 'vegan', agreed: 'yes' })
  await save(links[3], { 'dietary-words': '=cmd|calc', access: 'bsl', agreed: 'yes' })
  const answer = await request(`/organiser/events/${event.code}/needs`, { cookie: organiser.cookie })
  const page = await answer.text()
  expect(page).toMatch(/>Vegan<\/span><\/th><td[^>]*>2<\/td>/)
  expect(page).toMatch(/>Vegan; Nut allergy<\/span><\/th><td[^>]*>1<\/td>/)
  expect(page).toMatch(/>Vegan<\/th><td[^>]*>3<\/td>/)
  expect(page).toContain('With only 4 people at the event a line can still tell who somebody is')
  const csv = await (await request(`/organiser/events/${event.code}/needs.csv`, { cookie: organiser.cookie })).text()
  expect(csv.split('\r\n').slice(1, -1)).toEqual([`'=cmd|calc,1`, 'Vegan,2', 'Vegan; Nut allergy,1'])
  for (const text of [page, csv]) expect(text).not.toMatch(/Zoë|Ann Second|Bob|Cat Fourth|example\.sch\.uk/)
  // What the caterer is given says nothing of access.
  for (const text of [page.split('Access needs')[0] ?? '', csv]) expect(text).not.toContain('British Sign Language')
})

// “Access needs have names only behind a page that says so, because somebody has to greet the
// person and see to it.”
it('access needs have names only behind a page that says so, and each look is logged', async () => {
  const { event, links, organiser } = await aWorld()
  await save(links[0])
  const path = `/organiser/events/${event.code}/needs/access`
  const before = await (await request(path, { cookie: organiser.cookie })).text()
  expect(before).toContain('Names are shown because somebody has to greet them')
  expect(before).not.toContain('Siân')
  const names = await request(path, { cookie: organiser.cookie, form: { x: '1' } })
  const page = await names.text()
  expect(names.headers.get('cache-control')).toBe('private, no-store')
  expect(page).toContain('Siân Ŵyn')
  expect(page).toContain('Step-free way to every room\nNear the door')
  expect(page).not.toMatch(/vegan|seleri/i)
  expect(await rows(`SELECT accountId FROM Log WHERE act = 'needs.read_with_names' AND eventId = ?1`, event.id)).toEqual([
    { accountId: organiser.accountId },
  ])
})

// “A delegate says on the same page that they cannot come, or that it is not they: whoever booked
// is told of the same once a day, and nothing is cancelled.”
it('a delegate says that they cannot come, or that it is not they: whoever booked is told of the same once a day, and nothing is cancelled', async () => {
  const { first, contact, links } = await aWorld()
  expect((await request(`${links[0]}/tell`)).status).toBe(200)
  await Promise.all([1, 2, 3].map(() => request(`${links[0]}/tell`, { form: { statement: 'cannot_come' } })))
  const mails = await rows<{ toAddress: string; text: string }>(
    `SELECT y.toAddress, y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.kind = 'delegate_statement' AND m.bookingId = ?1`,
    first.bookingId,
  )
  expect(mails).toHaveLength(1)
  expect(mails[0]?.toAddress).toContain(contact.email)
  expect(mails[0]?.text).toContain('Siân Ŵyn has told us that they cannot come')
  expect(await rows('SELECT state FROM Place WHERE id = ?1', first.placeId)).toEqual([{ state: 'confirmed' }])
  // Who said it stays who said it when somebody else comes.
  await run('UPDATE Place SET personId = NULL, namedAt = ?2 WHERE id = ?1', first.placeId, new Date().toISOString())
  const history = await readNow(db, selectHistory(db, first.reference))
  const told = (history ? entriesOf(history, (kind) => kind) : []).filter(({ sentence }) => /cannot come|delegate_statement/.test(sentence))
  expect(told.map(({ sentence, who }) => [sentence.replace(/”: .*/, '”'), who])).toEqual([
    ['Said on their own page that they cannot come: Siân Ŵyn', 'Anyone who has the link from the email'],
    [`Message to ${contact.name}, “delegate_statement”`, 'The service itself'],
  ])
})

// “Once the event has begun nothing can be changed on the booking: whoever closes the register
// sees what they said.”
it('a delegate who cannot come once the event has begun is told, like whoever booked, who sees it and that nothing can be changed', async () => {
  const { first, event, links } = await aWorld()
  const hours = (n: number): string => new Date(Date.now() + n * 3_600_000).toISOString()
  await run('UPDATE Session SET startsAt = ?2, endsAt = ?3 WHERE eventId = ?1', event.id, hours(-1), hours(5))
  const read = async (path: string) => await textOf(request(path))
  const asking = await read(`${links[0]}/tell`)
  await request(`${links[0]}/tell`, { form: { statement: 'cannot_come' } })
  const own = await read(links[0] ?? '')
  const [mail] = await rows<{ text: string }>(
    `SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.kind = 'delegate_statement' AND m.bookingId = ?1`,
    first.bookingId,
  )
  expect(asking).toContain('The event has begun, so they can change nothing; the person who signs off the register sees it.')
  expect(own).toContain('you told us that you cannot come. The person who signs off the register sees it.')
  expect(mail?.text).toContain('The event has begun, so the booking cannot be changed. The staff at the register see this.')
  for (const said of [asking, own, mail?.text]) expect(said).not.toMatch(/send someone else|cancel the place/)
})

// “What they said stands on the booking, on the school's record and on their own page until
// somebody else comes, the place is cancelled, or they come after all.”
it('that somebody cannot come stands everywhere until it is dealt with', async () => {
  const { first, school, contact, links } = await aWorld()
  const words = async (path: string, cookie?: string) => await textOf(request(path, cookie ? { cookie } : {}))
  const everywhere = async () => ({
    booking: (await words(`/bookings/${first.reference}`, contact.cookie)).includes('said on'),
    school: (await words(`/school/${school.id}/bookings`, contact.cookie)).includes('Says that they cannot come'),
    own: (await words(links[0] ?? '')).includes('you told us that you cannot come'),
  })
  const tell = async (statement: string) => {
    await request(`${links[0]}/tell`, { form: { statement } })
  }
  expect(await everywhere()).toEqual({ booking: false, school: false, own: false })
  await tell('cannot_come')
  expect(await everywhere()).toEqual({ booking: true, school: true, own: true })
  const page = await words(`/bookings/${first.reference}`, contact.cookie)
  for (const offered of ['Send someone else instead of', 'Cancel this place']) expect(page).toContain(offered)
  await tell('comes')
  expect(await everywhere()).toEqual({ booking: false, school: false, own: false })
  await tell('not_me')
  expect(await words(`/bookings/${first.reference}`, contact.cookie)).toContain('that it is not for them')
  await tell('cannot_come')
  // One change of mind too many: it is neither kept nor sent.
  await tell('comes')
  expect(
    await rows(
      'SELECT w.statement FROM DelegateStatement w JOIN PlaceLink l ON l.id = w.linkId WHERE l.placeId = ?1 ORDER BY w.rowid',
      first.placeId,
    ),
  ).toEqual([{ statement: 'cannot_come' }, { statement: 'comes' }, { statement: 'not_me' }, { statement: 'cannot_come' }])
  expect(await everywhere()).toEqual({ booking: true, school: true, own: true })
  const gone = await cancelBooking(anAct({ actor: contact.actor, now: new Date() }), first.reference, [first.placeId])
  expect(gone.ok).toBe(true)
  expect((await words(`/bookings/${first.reference}`, contact.cookie)).includes('said on')).toBe(false)
})

// “Each message about a place brings a link of its own; the ones before go on working.”
it('a change of the event brings a new link, and the one before goes on working', async () => {
  const { event, first, links, organiser } = await aWorld()
  const { changeEvent } = await import('#events/editing/save-event.ts')
  const { eventByCode } = await import('#events/events/store.ts')
  const now = await eventByCode(db, event.code).then(existing)
  const { sessions, audience } = now
  const draft = {
    facts: { ...now, venueName: 'The Shire Hall' },
    sessions,
    breaks: [],
    roleIds: audience.roles.map(({ id }) => id),
    kinds: audience.kinds,
  }
  expect(await changeEvent(anAct({ actor: organiser.actor }), { event: now, version: now.version, draft: draft as never })).toMatchObject({
    ok: true,
  })
  const [changed] = await rows<{ text: string }>(
    `SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.placeId = ?1 AND m.kind = 'event_changed'`,
    first.placeId,
  )
  const link = linkIn(changed?.text ?? '')
  expect(link).not.toBe(links[0])
  expect([(await request(link)).status, (await request(links[0] ?? '')).status]).toEqual([200, 200])
})

it('the page of a place takes one round trip for everything, whatever is on it', async () => {
  const trips = async (names: string[]) => {
    const { links } = await aWorld(names)
    await save(links[0])
    return tripsOf((on) => request(links[0] ?? '', { bindings: { DB: on } }))
  }
  expect(await trips(['A One'])).toBe(await trips(['A One', 'B Two', 'C Three']))
})

// “They choose workshops and answer what is asked about them there too.”
// “The delegate can choose on their own link.”
it('a delegate chooses their workshops on their own page until the cut-off, and gets entries for their calendar', async () => {
  const { event, first, links } = await aWorld()
  const workshop = async (title: string, block: string, hour: string, capacity: number) => {
    const id = newId(tick())
    await add('Session', {
      id,
      eventId: event.id,
      position: capacity + 1,
      title,
      startsAt: `2099-06-12T${hour}:00:00.000Z`,
      endsAt: `2099-06-12T${hour}:45:00.000Z`,
      block,
      capacity,
    })
    return id
  }
  const art = await workshop('Art', 'Morning', '10', 1)
  await workshop('Bach', 'Morning', '10', 5)
  const [link] = links
  expect(await (await request(link ?? '')).text()).toContain('Not chosen yet')
  expect(await (await request(`${link}/workshops`)).text()).toContain('Bach')
  const sent = async () => (await (await request(`${link}/workshops`)).text()).match(/When you save, [^<]*/)?.[0]
  expect(await sent()).toBe(
    'When you save, we send you an entry for your calendar for each new workshop, and what takes out the entry of a workshop that you leave.',
  )
  await run(`UPDATE Event SET calendarEntries = 'day' WHERE id = ?1`, event.id)
  expect(await sent()).toBe('When you save, we send you an update of the entry for the day in your calendar.')
  await run(`UPDATE Event SET calendarEntries = 'each' WHERE id = ?1`, event.id)
  expect((await request(`${link}/workshops`, { form: { 'block-1': art } })).status).toBe(303)
  expect(
    await rows(
      `SELECT sessionId FROM PlaceSession c JOIN Session s ON s.id = c.sessionId WHERE c.placeId = ?1 AND s.block <> ''`,
      first.placeId,
    ),
  ).toEqual([{ sessionId: art }])
  expect(await rows(`SELECT accountId FROM Log WHERE act = 'booking.workshops_chosen' AND subjectId = ?1`, first.bookingId)).toEqual([
    { accountId: null },
  ])
  expect(await (await request(link ?? '')).text()).toContain('Art, ')
  await run(`UPDATE Event SET choicesCloseAt = '2026-01-01T00:00:00.000Z' WHERE id = ?1`, event.id)
  expect((await request(`${link}/workshops`)).status).toBe(303)
  expect((await request(`${link}/workshops`, { form: { 'block-1': '' } })).status).toBe(409)
})

it('a form in which somebody writes says once whom to call about a child, and not to write it there', async () => {
  const { links } = await aWorld()
  const page = await textOf(request(`${links[0]}/needs`))
  expect(page.match(/Worried about a child\? Do not write it here\. In an emergency call 999/g)).toHaveLength(1)
})
