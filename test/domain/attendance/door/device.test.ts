import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type Answer,
  disagreementsOf,
  type Entry,
  type HandMark,
  type Known,
  learn,
  nextToSend,
  nothingKnown,
  sayUnsent,
  settle,
  shown,
  unsentOf,
  type Waiting,
} from '#attendance/door/device.ts'
import { atDoor, type DoorPerson, type Said } from '#attendance/door/people.ts'
import { holdsFor } from '#test/support/holds.ts'

const person = (key: string): DoorPerson => ({
  ...{
    key,
    kind: 'place',
    name: `Person ${key}`,
    unnamed: false,
    role: null,
    school: null,
    organisation: '',
    comesOnline: false,
    sessionIds: ['morning'],
    tickets: [],
  },
})
const everyone = ['a', 'b', 'c'].map(person)
const day = '2026-06-12'
const at = (minute: number): string => new Date(Date.parse('2026-06-12T08:00:00.000Z') + minute * 60_000).toISOString()

/**
 * The server as far as a device sees it: it takes each id once, numbers what it takes, and refuses
 * what cannot be.
 */
class Server {
  said: Said[] = []
  people = [...everyone]
  marks: HandMark[] = []
  refused = new Set<string>()
  nothingNew = new Set<string>()
  take(entries: readonly Entry[]): Answer[] {
    return entries.map((entry) => {
      if (this.said.some(({ id }) => id === entry.id)) return { id: entry.id, said: 'ok' }
      if (entry.do === 'mark') return this.mark(entry)
      const undone = entry.do === 'undo' ? this.said.find(({ id }) => id === entry.undoes) : undefined
      const cannot = entry.do === 'undo' && (!undone || this.said.some(({ undoesId }) => undoesId === entry.undoes))
      if (cannot) {
        this.refused.add(entry.id)
        return { id: entry.id, said: 'refused', why: 'There is nothing to take back' }
      }
      if (entry.do === 'add') this.people.push({ ...person(entry.person), kind: 'walk_in', name: entry.name })
      const kind = entry.do === 'left' ? 'left' : (undone?.kind ?? 'arrived')
      const undoesId = entry.do === 'undo' ? entry.undoes : null
      this.said.push({
        number: this.said.length + 1,
        id: entry.id,
        key: entry.person,
        day,
        kind,
        how: 'tap',
        happenedAt: entry.notedAt,
        undoesId,
        device: 'x',
      })
      return { id: entry.id, said: 'ok' }
    })
  }
  mark({ id, person: key, session, markType, corrects }: Extract<Entry, { do: 'mark' }>): Answer {
    if (this.marks.some((mark) => mark.id === id)) return { id, said: 'ok' }
    const stands = this.marks.findLast((mark) => mark.key === key && mark.session === session)
    if (stands?.markType === markType) {
      this.nothingNew.add(id)
      return { id, said: 'already' }
    }
    if (stands && stands.id !== corrects) {
      this.refused.add(id)
      return { id, said: 'refused', why: 'Marked otherwise meanwhile' }
    }
    this.marks.push({ id, key, session, markType, number: this.marks.length + 1 })
    return { id, said: 'ok' }
  }
  since(number: number, marksSince: number) {
    const said = this.said.filter((one) => (one.number ?? 0) > number)
    const marks = this.marks.filter((one) => (one.number ?? 0) > marksSince)
    return { said, marks, marksSince: this.marks.length, people: this.people.filter(({ key }) => said.some((one) => one.key === key)) }
  }
}

/** A device: what is stored outlives its tab; what it knows is stored too, but may be older. */
class Device {
  known: Known = { ...nothingKnown, people: everyone }
  storedKnown: Known = this.known
  waiting: Waiting[] = []
  readonly server: Server
  readonly name: string
  constructor(server: Server, name: string) {
    this.server = server
    this.name = name
  }
  press(entry: Entry) {
    this.waiting = [...this.waiting, { entry, device: this.name }]
  }
  /** @param lost where the connection breaks: on the way there, or on the way back */
  send(lost: 'no' | 'there' | 'back') {
    const next = nextToSend(this.waiting, 3)
    if (!next || lost === 'there') return
    const answers = this.server.take(next.entries)
    if (lost === 'back') return
    const settled = settle(this.known, this.waiting, answers)
    this.known = settled.known
    this.waiting = settled.waiting
  }
  hear() {
    this.known = learn(this.known, this.server.since(this.known.since, this.known.marksSince))
  }
  keep() {
    this.storedKnown = this.known
  }
  /** The tab is killed: only what was stored is there again. */
  kill() {
    this.known = this.storedKnown
  }
}

const presences = ({ people, said }: { people: readonly DoorPerson[]; said: readonly Said[] }) =>
  Object.fromEntries(atDoor(people, said, day, ['morning']).map(({ key, presence }) => [key, presence]))

/** What stands of each who was marked by hand. */
const marked = ({ marks }: { marks: readonly HandMark[] }) => Object.fromEntries(marks.map(({ key, markType }) => [key, markType]))

// “Nothing that was pressed is lost or doubled, however connections break and tabs are closed;
// when all is sent, every device shows the same.”
it('nothing that was pressed is lost or doubled, whatever happens to connections and tabs, and in the end every device shows the same', () => {
  const step = fc.record({
    device: fc.integer({ min: 0, max: 1 }),
    what: fc.constantFrom('arrived', 'left', 'undo', 'add', 'mark', 'send', 'lost there', 'lost back', 'hear', 'keep', 'kill'),
    who: fc.constantFrom('a', 'b', 'c'),
    which: fc.nat(),
  })
  holdsFor([fc.array(step, { maxLength: 60 })], { numRuns: 500 }, (steps) => {
    const server = new Server()
    const devices = [new Device(server, 'one'), new Device(server, 'other')]
    const pressed: string[] = []
    for (const [n, { device: at_, what, who, which }] of steps.entries()) {
      const device = devices[at_]
      if (!device) continue
      const entry = { id: `e${n}`, person: who, notedAt: at(n), clockAhead: 0 }
      const seen = shown(device.known, device.waiting).said.filter(({ undoesId }) => !undoesId)
      const undone = seen[which % Math.max(1, seen.length)]
      const press = (one: Entry) => {
        pressed.push(one.id)
        device.press(one)
      }
      if (what === 'arrived' || what === 'left') press({ ...entry, do: what, how: 'tap' })
      if (what === 'undo' && undone) press({ ...entry, person: undone.key, do: 'undo', undoes: undone.id })
      if (what === 'add') press({ ...entry, person: `new${n}`, do: 'add', name: `Walk-in ${n}` })
      if (what === 'mark') {
        const stands = shown(device.known, device.waiting).marks.find(({ key }) => key === who)
        const markType = which % 2 === 0 ? ('part' as const) : ('absent' as const)
        press({ ...entry, do: 'mark', session: 'morning', markType, ...(stands && { corrects: stands.id }) })
      }
      if (what === 'send') device.send('no')
      if (what === 'lost there') device.send('there')
      if (what === 'lost back') device.send('back')
      if (what === 'hear') device.hear()
      if (what === 'keep') device.keep()
      if (what === 'kill') device.kill()
    }
    for (const device of devices) for (let n = 0; n < pressed.length + 1; n += 1) device.send('no')
    for (const device of devices) device.hear()
    const there = [...server.said, ...server.marks].map(({ id }) => id)
    expect([...there, ...server.refused, ...server.nothingNew].sort()).toEqual([...pressed].sort())
    for (const device of devices) {
      expect(unsentOf(device.waiting)).toMatchObject({ unsent: 0, oldest: null })
      expect(device.waiting.every(({ entry }) => server.refused.has(entry.id))).toBe(true)
      expect(presences(shown(device.known, device.waiting))).toEqual(presences(server))
      expect(marked(shown(device.known, device.waiting))).toEqual(marked(server))
    }
  })
})

it('what was pressed is shown pressed before it is sent, and an undo shows it as not pressed', () => {
  const known: Known = { ...nothingKnown, people: everyone }
  const arrived: Waiting = { device: 'one', entry: { id: 'e1', person: 'a', do: 'arrived', how: 'scan', notedAt: at(1), clockAhead: 0 } }
  const back: Waiting = { device: 'one', entry: { id: 'e2', person: 'a', do: 'undo', undoes: 'e1', notedAt: at(2), clockAhead: 0 } }
  expect(presences(shown(known, [arrived]))).toMatchObject({ a: 'here', b: 'expected' })
  expect(presences(shown(known, [arrived, back]))).toMatchObject({ a: 'expected' })
})

it('entries of whoever used the device before are sent by their own token, before those of the next', () => {
  const entry = (id: string): Entry => ({ id, person: 'a', do: 'arrived', how: 'tap', notedAt: at(0), clockAhead: 0 })
  const waiting = [
    { entry: entry('e1'), device: 'of Huw' },
    { entry: entry('e2'), device: 'of Mari' },
    { entry: entry('e3'), device: 'of Huw' },
  ]
  expect(nextToSend(waiting)).toEqual({ device: 'of Huw', entries: [entry('e1'), entry('e3')] })
})

it('how much waits, and since when, is said by the clock of the server', () => {
  const entry = (minute: number, clockAhead = 0): Entry => ({
    ...{ id: `e${minute}`, person: 'a', do: 'arrived', how: 'tap', notedAt: at(minute), clockAhead },
  })
  const waiting = [41, 45].map((minute) => ({ entry: entry(minute + 60, 3600), device: 'one' }))
  expect(sayUnsent(unsentOf(waiting))).toBe('2 not sent yet, oldest 9:41am')
  expect(sayUnsent(unsentOf([]))).toBe('All saved')
  expect(sayUnsent(unsentOf(waiting.map((one, n) => (n ? { ...one, why: 'No' } : one))))).toBe('1 not sent yet, oldest 9:41am, 1 not taken')
})

// “Whoever arrived and is marked by hand as not attending is asked about: on every phone that
// learns of both, and on the page that closes the day.”
it('an arrival and a mark by hand that cannot both be right are found, of sessions that have begun', () => {
  const at = (time: string) => `2027-06-11T${time}:00.000Z`
  const sessions = [
    { id: 'am', startsAt: at('09:00'), endsAt: at('11:00') },
    { id: 'pm', startsAt: at('13:00'), endsAt: at('15:00') },
  ]
  const since = { id: 's', kind: 'arrived' as const, happenedAt: at('08:50') }
  const here = { key: 'ann', stays: [{ from: at('08:50'), to: null, since }] }
  const leftAtNoon = { key: 'ann', stays: [{ from: at('08:50'), to: at('12:00'), since }] }
  const mark = (session: string, markType: 'absent' | 'apologies' | 'attended' | 'part', key = 'ann') => ({
    id: `${session} ${markType}`,
    key,
    session,
    markType,
  })
  const found = (person: typeof here | typeof leftAtNoon, marks: ReturnType<typeof mark>[], now = at('16:00')) =>
    disagreementsOf(person, marks, sessions, new Date(now)).map(({ mark: { id }, from, came }) => [id, from, came])
  expect(found(here, [mark('am', 'absent')])).toEqual([['am absent', at('08:50'), 'attended']])
  expect(found(here, [mark('am', 'absent'), mark('pm', 'apologies')], at('10:00'))).toEqual([['am absent', at('08:50'), 'attended']])
  expect(found(leftAtNoon, [mark('am', 'apologies'), mark('pm', 'absent')])).toEqual([['am apologies', at('08:50'), 'attended']])
  expect(found(here, [mark('am', 'absent'), mark('am', 'attended')])).toEqual([])
  expect(found(here, [mark('am', 'part'), mark('am', 'absent', 'bo')])).toEqual([])
  expect(found({ key: 'ann', stays: [] } as never, [mark('am', 'absent')])).toEqual([])
})
