// Whatever organisers and schools do, replaying what each recipient received leaves exactly what they should have in their calendar.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sha256 } from '#base/id.ts'
import { calendarMails, checkedEntry, type ReadEntry } from '#test/support/calendar.ts'
import { inOrder, ModelCalendar, type ModelEntry, type Received, shouldHold } from '#test/support/calendar-model.ts'
import { rows } from '#test/support/factories.ts'
import { aWorld, type Doing, doIn, doing, type World } from './acts.ts'

// The same sequences each time: a landing must not depend on luck. Another number looks elsewhere; a failure prints its own.
const seed = 20_261_125

type Watch = {
  world: World
  last: number
  received: Map<string, Received[]>
  calendars: Map<string, ModelCalendar>
  sequences: Map<string, number>
  owners: Map<string, string>
  saw: Map<string, string>
}

/** What an entry says of itself; its parts are the lines before the link. */
const entryOf = (read: ReadEntry): ModelEntry => ({
  summary: read.summary,
  startsAt: read.startsAt,
  endsAt: read.endsAt,
  location: read.location,
  parts: read.description.split('\n').filter((line) => / to /.test(line)),
})

const tokenIn = (location: string): string | undefined => /\/join\/([\w-]{43})$/.exec(location)?.[1]

/** Everybody's own link leads to where the event is held at that moment. */
const whereLed = async (location: string): Promise<string> => {
  const token = tokenIn(location)
  if (!token) return location
  const [event] = await rows<{ joiningLink: string }>(
    'SELECT e.joiningLink FROM PlaceLink l JOIN Place p ON p.id = l.placeId JOIN Event e ON e.id = p.eventId WHERE l.joinHash = ?1',
    await sha256(token),
  )
  return event?.joiningLink ?? 'nowhere'
}

/** Messages that have come since the last look, each checked by itself and against the ones before. */
const receive = async (watch: Watch): Promise<void> => {
  const { world } = watch
  const names = world.people.map(({ name }) => name)
  const mails = await calendarMails('m.eventId IN (?1, ?2) AND m.rowid > ?3', world.ids[0], world.ids[1], watch.last)
  for (const mail of mails) {
    watch.last = mail.rowid
    const own = mail.toAddress.match(/^"([^"]+)"/)?.[1]
    const read = checkedEntry(
      mail,
      names.filter((name) => name !== own),
    )
    expect(read.sequence).toBeGreaterThan(watch.sequences.get(read.uid) ?? -1)
    watch.sequences.set(read.uid, read.sequence)
    const owner = `${mail.personId} ${read.attendee}`
    expect(watch.owners.get(read.uid) ?? owner).toBe(owner)
    watch.owners.set(read.uid, owner)
    const entry = entryOf(read)
    const seen = tokenIn(read.location) ? { ...entry, location: 'their own link' } : entry
    const told = JSON.stringify([read.method, seen, mail.text.match(/“([^”]+)”/)?.[1], mail.text.match(/Your day: (.*)/)?.[1]])
    expect(watch.saw.get(read.uid)).not.toBe(told)
    watch.saw.set(read.uid, told)
    const { method, uid, sequence, stamp } = read
    const one = { method, uid, sequence, stamp, entry }
    watch.received.set(read.attendee, [...(watch.received.get(read.attendee) ?? []), one])
    const calendar = watch.calendars.get(read.attendee) ?? new ModelCalendar()
    watch.calendars.set(read.attendee, calendar)
    calendar.receive(one)
  }
}

/** What a calendar holds, with where it leads now. */
const entriesNow = async (calendar: ModelCalendar | undefined): Promise<ModelEntry[]> => {
  const entries = calendar?.entries() ?? []
  const led = await Promise.all(entries.map(async (entry) => ({ ...entry, location: await whereLed(entry.location) })))
  return led.sort(inOrder)
}

const everyCalendar = async (watch: Watch): Promise<Record<string, ModelEntry[]>> =>
  Object.fromEntries(
    await Promise.all([...watch.world.addresses].map(async (email) => [email, await entriesNow(watch.calendars.get(email))] as const)),
  )

const asShould = ({ world }: Watch): Record<string, ModelEntry[]> =>
  Object.fromEntries([...world.addresses].map((email) => [email, shouldHold(world.events, world.places, email)]))

/** The same messages in another order: those of one entry stay in theirs, or not even that. */
const shuffled = (messages: readonly Received[], random: (below: number) => number, keepsOrder: boolean): Received[] => {
  const left = [...messages]
  const out: Received[] = []
  while (left.length > 0) {
    const pick = left[random(left.length)] as Received
    const next = keepsOrder ? (left.find(({ uid }) => uid === pick.uid) as Received) : pick
    left.splice(left.indexOf(next), 1)
    out.push(next)
  }
  return out
}

const replayed = async (messages: readonly Received[]): Promise<ModelEntry[]> => {
  const calendar = new ModelCalendar()
  for (const message of messages) calendar.receive(message)
  return await entriesNow(calendar)
}

const everything = [
  ...['book', 'send', 'choose', 'correct', 'cancel', 'cancelBooking', 'undo', 'move', 'cancelEvent', 'callOff'],
  ...['time', 'title', 'session', 'venue', 'online', 'link', 'entries', 'words', 'turn', 'alarm', 'add'].map((what) => `edit ${what}`),
]

// “After whatever sequence of bookings, moves, renamings, swaps, corrections, cancellations and returns, each address holds exactly the entries it should have, with the right times and titles.”
// “No message tells a recipient what they have seen already.” “The SEQUENCE of an entry only rises, and its UID is never another person's or address's.”
// “Messages about different entries may overtake each other, and those about one entry too: the calendar ends up the same.”
it('after any sequence of acts, what each address received leaves exactly the entries that it should have', async () => {
  const done = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(
      fc.array(doing, { minLength: 12, maxLength: 30, size: 'max' }),
      fc.infiniteStream(fc.nat(1_000_000)),
      async (doings: Doing[], numbers) => {
        const world = await aWorld()
        const watch: Watch = {
          ...{ world, last: 0, received: new Map(), calendars: new Map(), sequences: new Map(), owners: new Map(), saw: new Map() },
        }
        const first: Doing = { does: 'book', event: 0, people: [0, 4], unnamed: 1 }
        for (const one of [first, ...doings]) {
          await doIn(world, one)
          await receive(watch)
          expect(await everyCalendar(watch)).toEqual(asShould(watch))
        }
        const random = (below: number): number => (numbers.next().value as number) % below
        for (const [email, messages] of watch.received) {
          const should = shouldHold(world.events, world.places, email).sort(inOrder)
          expect(await replayed(shuffled(messages, random, true))).toEqual(should)
          expect(await replayed(shuffled(messages, random, false))).toEqual(should)
        }
        for (const [what, times] of world.done) done.set(what, (done.get(what) ?? 0) + times)
      },
    ),
    { numRuns: 20, seed, endOnFailure: false },
  )
  // The sequences have come to everything that they are about.
  expect(everything.filter((what) => !done.has(what))).toEqual([])
})
