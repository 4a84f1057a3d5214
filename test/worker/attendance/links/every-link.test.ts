// Every kind of link of a mail that does something without signing in, and everything that may happen to it on the way.
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { newToken } from '#base/id.ts'
import { aBrowser } from '#test/support/browsing.ts'
import { anAccount, anAct, anEvent, request, rows, run } from '#test/support/factories.ts'
import { aPriceList, setPrice } from '#test/support/money.ts'
import { pressed } from '#test/support/pressed.ts'
import { add } from '#test/support/rows.ts'
import { aDelegate } from '#test/support/school-facts.ts'
import { erasePerson } from '#upkeep/records/erase-person.ts'
import { aVatCode, type KindName, kinds, type Made } from './kinds.ts'
import { fill, monday, quiet } from './world.ts'

beforeAll(aVatCode)
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(monday.getTime() + 3_600_000) })
  await quiet()
})
afterEach(() => void vi.useRealTimers())

const names = Object.keys(kinds) as KindName[]
const byOffice = ({ office }: Made) => [{ accountId: office.accountId }]

/** The page of a new link of the kind, as somebody opened it who is not signed in, or as somebody else. */
const opened = async (name: KindName, cookie = '') => {
  const link: Made = await kinds[name].make()
  const page = aBrowser({ cookie })
  await page.goto(link.path)
  return { link, page, press: () => page.press(kinds[name].button) }
}

// “It books one place for the account that got it, whoever presses, with the right that this account has
// then; pressed twice it is one booking.” “It shows what the letter said of one person and nothing else of the school.”
it.each(names)(
  '%s: to open it changes nothing; who has it forwarded acts for whom it was sent to, once, and reads of nobody else',
  async (name) => {
    const { link, page, press } = await opened(name, (await anAccount()).cookie)
    await aDelegate(await anEvent({ title: 'Another day' }), link.school.id, { name: 'Other Person' })
    const logged = () => rows('SELECT COUNT(*) AS entries FROM Log')
    const before = await logged()
    for (const method of ['GET', 'HEAD']) {
      const { status, headers } = await request(link.path, { method })
      expect([status, headers.get('cache-control'), headers.get('referrer-policy')]).toEqual([200, 'private, no-store', 'no-referrer'])
    }
    await page.reload()
    expect([await link.done(), await logged()]).toEqual([[], before])
    expect([page.text.includes(link.office.email), page.text.includes('Other Person')]).toEqual([false, false])
    await press()
    expect(await link.done()).toEqual(byOffice(link))
    page.back()
    await press()
    expect(await link.done()).toEqual(byOffice(link))
  },
)

it.each(names)('%s: pressed in two browsers at once, it is done once', async (name) => {
  const { link, press } = await opened(name)
  const other = aBrowser()
  await other.goto(link.path)
  await Promise.all([press(), other.press(kinds[name].button)])
  expect(await link.done()).toEqual(byOffice(link))
})

it.each(names)('%s: neither another token nor the address of another kind of link shows or does anything', async (name) => {
  const { link, page } = await opened(name)
  const { to, fields } = pressed(page.html, kinds[name].button)
  const [, address = '', token = ''] = /^(.*\/)([^/]+)$/.exec(link.path) ?? []
  const others = ['/book-link/', '/asked/', '/offers/', '/session-offer/'].filter((other) => other !== address)
  for (const path of [`${address}${newToken()}`, ...others.map((other) => `${other}${token}`)])
    expect([(await request(path)).status, (await request(to.replace(link.path, path), { form: fields })).status]).toEqual([404, 404])
  expect(await link.done()).toEqual([])
})

it.each(['asked', 'not this time'] as const)(
  '%s: the form of one school, sent by the link of another, is done for neither',
  async (name) => {
    const [{ link, page }, { link: other }] = [await opened(name), await opened(name)]
    const { to, fields } = pressed(page.html, kinds[name].button)
    await request(to.replace(link.path, other.path), { form: fields })
    expect([await link.done(), await other.done()]).toEqual([[], []])
  },
)

const claim = ({ office }: Made, set: string) => run(`UPDATE Claim SET ${set} WHERE accountId = ?1`, office.accountId)
const event = (set: string) => (link: Made) => run(`UPDATE Event SET ${set}, version = version + 1 WHERE id = ?1`, link.event.id)
const gone = 'gone'
const notLetters = { asked: gone, 'not this time': gone, accept: gone, decline: gone, session: gone }
const all = { letter: gone, another: gone, tell: gone, ...notLetters }
const of = (letters: string, rest: Partial<Record<KindName, string>> = {}) => ({
  letter: letters,
  another: letters,
  tell: letters,
  ...rest,
})
const changed = 'what this link can book has changed'
const runOut = 'This offer has run out'
const calledOff = 'This event is cancelled'
const noPress = 'It cannot be booked with one press any more'
const mayNot = 'this address can no longer answer it'

// “It books nothing once a place costs more, the terms changed, the event is full, moved, closed or
// called off, the training is not due or the right to book ended.”
// “It ends with booking for the event, with the event, after 30 days, or when its account has another address.”
/** What happens after the page was opened, and what each kind says where it then does nothing; those left out do it. */
const happenings: [string, (link: Made) => Promise<unknown>, Partial<Record<KindName, string>>][] = [
  [
    'the right to book ended',
    (link) => claim(link, `state = 'ended', decidedAt = '2026-03-09T09:30:00.000Z'`),
    of('can no longer book for the school', { ...notLetters, asked: mayNot, 'not this time': mayNot }),
  ],
  [
    // “Links in mails that book, answer colleagues or accept offers end with the right, and do not come back with it.”
    'the right to book was taken, and given back',
    async (link) => {
      await anAccount({ schoolIds: [link.school.id] })
      await claim(link, 'mayBook = 0')
      await claim(link, 'mayBook = 1')
    },
    all,
  ],
  [
    'its account was erased',
    async ({ office }) => {
      await run(`UPDATE Message SET state = 'sent', claimedUntil = NULL WHERE state IN ('queued', 'sending')`)
      const [row] = await rows<{ personId: string }>('SELECT personId FROM Account WHERE id = ?1', office.accountId)
      const organiser = anAct({ actor: (await anAccount({ roles: ['organiser'] })).actor, now: new Date() })
      expect(await erasePerson(organiser, row?.personId ?? '', 'asked')).toMatchObject({ ok: true })
    },
    all,
  ],
  [
    // “They are gone once their account has another address.”
    'its account has another address',
    ({ office }) => run(`UPDATE Account SET email = 'new-' || email WHERE id = ?1`, office.accountId),
    all,
  ],
  [
    'the price rose',
    async (link) => setPrice(link.event.id, (await aPriceList({ basisPoints: 0, defaultPence: 9900 })).id),
    { letter: 'A place costs more than our email said', another: changed, asked: 'The price has to be accepted, or has changed' },
  ],
  [
    'the terms changed',
    async (link) => {
      const termsId = await add('CancellationTerms', { termsKey: link.event.id, name: 'Usual terms', fullPence: 5000, absentPence: 5000 })
      await event(`termsId = '${termsId}'`)(link)
    },
    {
      letter: 'The terms of cancelling have changed',
      another: changed,
      asked: 'The terms of cancelling have to be accepted, or have changed',
    },
  ],
  [
    // “Nor is one whose event has moved since the page was opened.”
    'the event moved',
    (link) =>
      run(
        `UPDATE Session SET startsAt = '2026-04-22T08:30:00.000Z', endsAt = '2026-04-22T15:00:00.000Z' WHERE eventId = ?1`,
        link.event.id,
      ),
    {
      ...{ letter: 'This event has moved to another time', another: changed, asked: 'The event has changed since you opened this page' },
      accept: 'The time of the event has changed since you opened this page',
    },
  ],
  [
    'the event is full',
    async (link) => (await rows('SELECT 1 FROM Place WHERE eventId = ?1', link.event.id)).length > 0 || fill(link.event),
    { letter: 'No place is free for your school', another: 'No place is free for your school', asked: 'This event is full' },
  ],
  [
    'the event is called off',
    event(`state = 'cancelled', cancelledAt = '2026-03-09T09:30:00.000Z'`),
    { letter: 'This event is called off', another: 'No other date fits yet', asked: noPress, accept: calledOff, decline: calledOff },
  ],
  [
    'booking closed',
    event(`bookingClosedAt = '2026-03-09T08:00:00.000Z'`),
    { letter: 'Booking for this event is closed', another: 'No other date fits yet', asked: noPress },
  ],
  [
    'the school closed',
    ({ school }) => run(`UPDATE School SET statusCode = '2' WHERE id = ?1`, school.id),
    of('The school has closed', { asked: noPress }),
  ],
  [
    'thirty-one days passed',
    async () => void vi.setSystemTime(monday.getTime() + 31 * 86_400_000),
    of('This link has run out', { asked: noPress, accept: runOut, decline: runOut }),
  ],
]

/** A session has no event before it is accepted, and who waits to hear of a date has none either. */
const hasEvent = (name: KindName): boolean => name !== 'session' && name !== 'tell'
const cells = happenings.flatMap((one) => names.flatMap((name) => (hasEvent(name) || one[2][name] ? [[one[0], name, one] as const] : [])))

it.each(cells)('once %s: %s', async (_, name, [, change, says]) => {
  const { link, page, press } = await opened(name)
  await change(link)
  await press()
  const expected = says[name]
  if (expected === undefined) return expect(await link.done()).toEqual(byOffice(link))
  expect(await link.done()).toEqual([])
  if (expected === gone) return expect([page.status, (await request(link.path)).status]).toEqual([404, 404])
  expect(page.text).toContain(expected)
})
