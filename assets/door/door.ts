// The door on a phone: it searches, scans, lets in and takes back from what it knows, with or without
// a connection, and sends each press once the server can be reached. Whether it can is known from a
// request that failed.
import { mostClockAhead } from '#attendance/attendance/arrival.ts'
import { type DoorSession, dayOfDoor, sessionsOn } from '#attendance/door/day.ts'
import {
  type Answer,
  disagreementsOf,
  type Entry,
  type HandMark,
  type Heard,
  learn,
  nextToSend,
  nothingKnown,
  sayUnsent,
  settle,
  shown,
  unsentOf,
  type Waiting,
} from '#attendance/door/device.ts'
import {
  atDoor,
  countAtDoor,
  type DoorView,
  isOnline,
  lastAtDoor,
  listAtDoor,
  nameOf,
  type PersonAtDoor,
  sayCounts,
  sayPresence,
  schoolAtDoor,
  stillHere,
} from '#attendance/door/people.ts'
import { londonDay, sayTime } from '#base/dates.ts'
import { type MarkType, markWords } from '#base/standing.ts'
import { button, h, newId, paragraph } from './parts.ts'
import { wrongPin } from './pin.ts'
import { hashOf, listenToScanner, type Scanning, scanWith } from './scan.ts'
import { type Grant, type Snapshot, Store } from './store.ts'

const root = document.getElementById('door')
const code = location.pathname.split('/')[2]?.toUpperCase() ?? ''
const base = `/door/${code}`
const every = 5000

type Page = DoorView & {
  /** What is shown instead of people. */
  at: '' | 'adding' | 'evacuation' | 'choosing a PIN'
  /** Of whom more is shown. */
  open: string
  practice: boolean
}

const page: Page = { q: '', letter: '', all: false, at: '', open: '', practice: false }
let scanning: Scanning | undefined

/** What the page shows otherwise from now on. */
const change = (is: Partial<Page>, then?: () => void): void => {
  Object.assign(page, is)
  afterDrawing = then
  draw()
}

/** Once what was asked for is on the page. */
let afterDrawing: (() => void) | undefined

let store: Store | undefined
let snapshot: Snapshot | undefined
let waiting: Waiting[] = []
let grant: Grant | undefined
let grants: Grant[] = []
/** Why the last request failed; '' while we are connected. */
let offline = ''
let notice = ''
/** The browser may forget what waits. */
let mayForget = false
let ended = false
/** A shared tablet: its names are here and wait for the PIN. */
let locked = false
let shared = false
let hasPin = false
/** On a shared tablet: the token of the sign-in, which no cookie holds. */
let signIn = ''

/** undefined: nothing was reached. */
type Answered = { status: number; body: unknown } | undefined

const json = async (path: string, options: RequestInit = {}): Promise<Answered> => {
  try {
    const headers = { ...options.headers, ...(signIn && { 'x-muster-sign-in': signIn }) }
    const answer = await fetch(base + path, { redirect: 'manual', ...options, headers })
    if (answer.status >= 500) throw new Error('The server is not well')
    offline = ''
    const body = answer.headers.get('content-type')?.includes('json') ? await answer.json() : undefined
    return { status: answer.type === 'opaqueredirect' ? 401 : answer.status, body }
  } catch {
    offline = 'No connection'
    return undefined
  }
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answered> =>
  json(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

/** What others on this device left is known apart: a token is of one account. */
const register = async (account: string): Promise<void> => {
  grants = (await store?.grants()) ?? grants
  const at = new Date().toISOString()
  grant = grants.findLast((one) => one.code === code && one.endsAt > at && (account === '' || one.account === account))
  if (grant || account === '') return
  const id = newId()
  const made = await post('/devices', { id, deviceId: (await store?.deviceId()) ?? newId(), deviceNow: new Date().toISOString() })
  if (made?.status !== 200) return
  grant = { id, code, ...(made.body as Omit<Grant, 'id' | 'code'>) }
  grants.push(grant)
  await store?.keepGrant(grant)
}

const keep = async (): Promise<void> => {
  if (snapshot) await store?.keepSnapshot(code, signIn ? { ...snapshot, signIn } : snapshot)
}

/** Takes the sign-in from the browser's cookie, so that no other page of this tablet is signed in. @returns the key of the names */
const takeSignIn = async (): Promise<string | undefined> => {
  const taken = await post('/shared', {}, { 'x-muster-door': grant?.token ?? '' })
  if (taken?.status !== 200) return undefined
  const { token, key } = taken.body as { token: string; key: string }
  signIn = token
  return key
}

const load = async (): Promise<void> => {
  const before = Date.now()
  let read = await json('/snapshot')
  if (read?.status === 401 && signIn) {
    // Somebody may have signed in again since.
    const ended = signIn
    signIn = ''
    read = await json('/snapshot')
    if (read?.status !== 200) signIn = ended
  }
  if (locked) return
  if (read?.status === 200) {
    const { event, sessions, roles, mayClose, people, said, marks, marksSince, now, account } = read.body as Snapshot &
      Heard & { now: string; account: string }
    // The page of a shared tablet does not say who is signed in.
    if (grant?.account !== account) await register(account)
    snapshot = { event, sessions, roles, mayClose, known: learn(nothingKnown, { said, people, marks, marksSince }) }
    await keepRegisters(sessions)
    if (hasPin && !signIn) await takeSignIn()
    if (grant) {
      grant.clockAhead = Math.round(((before + Date.now()) / 2 - Date.parse(now)) / 1000)
      await store?.keepGrant(grant)
    }
    await keep()
    return
  }
  if (read?.status === 404) return forget('Check-in of this event is not yours to take')
  const kept = await store?.snapshot(code)
  snapshot = kept?.snapshot
  if (kept && read?.status === 401) notice = 'You are signed out. What you press is sent all the same; sign in to see new names.'
}

/** Without a connection the address of a register leads here (`door-worker.js`). */
const keepRegisters = async (sessions: readonly DoorSession[]): Promise<void> => {
  const kept = await globalThis.caches?.open('registers').catch(() => undefined)
  for (const { id } of sessions) await kept?.put(`/register/${id}`, Response.redirect(base))
}

const forget = async (why: string): Promise<void> => {
  ended = true
  locked = false
  snapshot = undefined
  await store?.forget(code)
  notice = why
}

let sending = false
/** Something was pressed while it was sending. */
let again = false
/** Sends what waits, then asks what others said. */
const sync = async (): Promise<void> => {
  if (ended || page.practice) return
  if (sending) {
    again = true
    return
  }
  sending = true
  try {
    for (let next = nextToSend(waiting); next; next = nextToSend(waiting)) {
      const { device, entries } = next
      const by = grants.find(({ id }) => id === device)
      const sent = await post('/entries', { entries }, { 'x-muster-door': by?.token ?? '' })
      if (!sent) return
      if (sent.status === 410) {
        const why = 'This device was taken off check-in, or its time is over: write it down for an organiser'
        await answered(entries.map(({ id }): Answer => ({ id, said: 'refused', why })))
        if (device === grant?.id) return await forget(why)
        continue
      }
      if (sent.status !== 200) {
        offline = 'We could not send it'
        return
      }
      await answered((sent.body as { answers: Answer[] }).answers)
    }
    if (!grant || !(snapshot || locked)) return
    // While it is locked, only whether the names are to go.
    const { since, marksSince } = snapshot?.known ?? { since: 1e12, marksSince: 1e12 }
    const heard = await json(`/changes?since=${since}&marks=${marksSince}`, {
      headers: { 'x-muster-door': grant.token, ...(locked && { 'x-muster-sign-in-id': (await store?.signInId(code)) ?? '' }) },
    })
    if (heard?.status === 410) return await forget('An organiser took this device off check-in, or its time is over')
    if (heard?.status !== 200) return
    const { sessions, forget: isSignedOut, ...news } = heard.body as Heard & Pick<Snapshot, 'sessions'> & { forget: boolean }
    if (isSignedOut) return await forget('You were signed out, which took the names off this device')
    if (!snapshot) return
    snapshot = { ...snapshot, sessions, known: learn(snapshot.known, news) }
    if (sessions.every(({ signedAt }) => signedAt !== null)) return await forget('The day is signed off')
    if (news.said.length + news.marks.length > 0) await keep()
  } finally {
    sending = false
    draw()
    if (again) {
      again = false
      void sync()
    }
  }
}

const answered = async (answers: readonly Answer[]): Promise<void> => {
  const settled = settle(snapshot?.known ?? nothingKnown, waiting, answers)
  if (snapshot) snapshot = { ...snapshot, known: settled.known }
  waiting = settled.waiting
  const refused = waiting.filter(({ why }) => why !== undefined)
  await store?.settle(
    answers.filter(({ said }) => said !== 'refused').map(({ id }) => id),
    refused,
  )
  await keep()
}

type Without<E> = E extends Entry ? Omit<E, 'id' | 'notedAt' | 'clockAhead'> : never
type Press = Without<Entry>

/** Presses that are being kept: a second tap meanwhile is the same press. */
const beingKept = new Set<string>()

/** '' if it can be pressed now. */
const whyNot = (what: Press): string => {
  if (page.practice) return ''
  const isEarly = !(what.do === 'mark' && what.markType === 'apologies') && day() > londonDay(now())
  if (isEarly) return 'This day has not come: until then you can practise'
  return grant ? '' : 'This device could not be added to check-in: load the page again once there is a connection'
}

const press = async (what: Press): Promise<void> => {
  const why = whyNot(what)
  if (why) return say(why)
  const pressed = JSON.stringify(what)
  if (beingKept.has(pressed)) return
  beingKept.add(pressed)
  const entry = { ...what, id: newId(), notedAt: new Date().toISOString(), clockAhead: grant?.clockAhead ?? 0 } as Entry
  const one: Waiting = { entry, device: grant?.id ?? 'practice' }
  waiting = [...waiting, one]
  page.open = ''
  // Shown as pressed once it is kept: a tablet that dies then loses nothing that was seen.
  if (!page.practice) await store?.keepWaiting(code, one).catch(() => say('This device is full: keep the page open until it is sent'))
  beingKept.delete(pressed)
  draw()
  if (!page.practice) await sync()
}

/** The fields of a PIN, above the button that takes them. */
const pinForm = (labels: readonly string[], text: string, take: (...typed: string[]) => Promise<void>): HTMLElement => {
  const fields = labels.map((label, n) => field(label, `pin-${n}`))
  for (const [, input] of fields) {
    input.type = 'password'
    input.inputMode = 'numeric'
    input.maxLength = 12
  }
  return h(
    'form',
    {
      class: 'muster-register-filter',
      submit: (event) => {
        event.preventDefault()
        const typed = fields.map(([, { value }]) => value.trim())
        for (const [, input] of fields) input.value = ''
        void take(...typed)
      },
    },
    ...fields.map(([group]) => group),
    h('button', { type: 'submit', class: 'muster-mark__button muster-mark__button--attended' }, text),
  )
}

const choosePin = (): HTMLElement =>
  pinForm(['A PIN of at least 6 digits', 'The same again'], 'Keep the names under this PIN', async (pin, again) => {
    const wrong = wrongPin(pin ?? '', again ?? '')
    if (wrong || !store) return say(wrong || 'This browser keeps nothing')
    const key = await takeSignIn()
    if (!key) return say('This tablet cannot be shared now. Try again with a connection; if it fails again, tell an administrator')
    await store.share(pin ?? '', key)
    shared = true
    hasPin = true
    page.at = ''
    await keep()
    say('Names and your sign-in are kept under the PIN: it is asked for whenever check-in is opened on this tablet')
  })

const enterPin = (): HTMLElement =>
  pinForm(['PIN of this tablet'], 'Start check-in', async (pin) => {
    const { open, left } = (await store?.enter(code, pin ?? '')) ?? { open: false, left: 0 }
    if (!open && left > 0)
      return say(
        `This is not the PIN. After ${left === 1 ? 'one more wrong try' : `${left} more wrong tries`} the names are taken off this tablet`,
      )
    if (!open) return giveUpPin('Too many wrong tries: the names were taken off this tablet')
    locked = false
    hasPin = true
    notice = ''
    snapshot = (await store?.snapshot(code))?.snapshot
    signIn = snapshot?.signIn ?? ''
    waiting = (await store?.waiting(code)) ?? waiting
    await load()
    // Names are shown once it is known that the sign-in was not ended.
    await sync()
  })

/** Until the PIN is entered again: nothing that was shown stays in this page. */
const lock = async (): Promise<void> => {
  if (!hasPin) return
  if (page.practice) practise()
  stopScanning()
  Object.assign(page, { q: '', open: '', at: '' })
  search.value = ''
  store?.lock()
  snapshot = undefined
  hasPin = false
  locked = true
  signIn = notice = ''
  draw()
  // Without their names, as they are kept.
  const kept = (await store?.waiting(code)) ?? []
  waiting = waiting.map((one) => kept.find(({ entry }) => entry.id === one.entry.id) ?? one)
}

/** The names go, and whoever is signed in is not any more; what waits is sent all the same. */
const giveUpPin = async (why: string): Promise<void> => {
  locked = false
  await store?.forget(code)
  notice = `${why}. Sign in again to fetch them`
  await fetch('/sign-out', { method: 'POST', redirect: 'manual' }).catch(() => undefined)
  draw()
}

const unshare = async (): Promise<void> => {
  await store?.shareNoMore(code)
  shared = false
  hasPin = false
  snapshot = undefined
  signIn = ''
  say('This is no longer a shared tablet. Sign in to fetch the names')
}

const say = (text: string): void => {
  notice = text
  draw()
}

/** By a ticket: each answer has a word, and stays until the next unless nothing is left to do. */
const findTicket = async (ticket: string): Promise<void> => {
  const hash = await hashOf(ticket)
  const holds = ({ tickets }: { tickets: string[] }) => tickets.includes(hash)
  const person = everyone().find(holds)
  if (!person)
    return snapshot?.known.people.some(holds)
      ? answer('stop', 'Not today', ['Their place is on another day of this event.'])
      : answer('stop', 'Not on the list', [
          'This ticket is not of this event, or its place was given to somebody else.',
          'Find them by name, or add them.',
        ])
  const about = [nameOf(person), schoolAtDoor(person), ...workshopsOf(person)]
  if (person.presence === 'here') return answer('look', `Here since ${sayTime(person.stays.at(-1)?.from ?? '')}`, about, person)
  const what = { do: 'arrived', how: 'scan', person: person.key } as const
  const why = whyNot(what)
  if (why) return answer('stop', 'Not checked in', [...about, why])
  answer('come', person.presence === 'left' ? 'Back in' : 'Arrived', about)
  await press(what)
}

/** What to tell somebody who has arrived. */
const workshopsOf = ({ sessionIds }: PersonAtDoor): string[] =>
  sessionsOn(snapshot?.sessions ?? [], day())
    .filter(({ id, block }) => block !== '' && sessionIds.includes(id))
    .map(({ title, startsAt }) => `Workshop at ${sayTime(startsAt)}: ${title}`)

let hiding: ReturnType<typeof setTimeout> | undefined

const hideAnswer = (): void => {
  clearTimeout(hiding)
  result.replaceChildren()
  scanning?.next()
}

/** Over whatever is on the screen. @param here they may be leaving */
const answer = (kind: 'come' | 'look' | 'stop', word: string, lines: readonly string[], here?: PersonAtDoor): void => {
  clearTimeout(hiding)
  result.className = `muster-ticket muster-ticket--${kind}`
  result.replaceChildren(
    h('p', { class: 'muster-ticket__word' }, word),
    ...lines.map((line) => h('p', {}, line)),
    h(
      'div',
      { class: 'muster-ticket__acts' },
      here &&
        button('They are leaving', () => {
          hideAnswer()
          void press({ do: 'left', how: 'tap', person: here.key })
        }),
      button('Next', hideAnswer),
    ),
  )
  if (kind === 'come') hiding = setTimeout(() => result.replaceChildren(), 4000)
}

/** By the clock of the server. */
const now = (): Date => new Date(Date.now() - (grant?.clockAhead ?? 0) * 1000)

const day = (): string => dayOfDoor(snapshot?.sessions ?? [], now()) ?? ''

const everyone = (): PersonAtDoor[] => {
  if (!snapshot) return []
  const { people, said } = shown(snapshot.known, waiting)
  const ofDay = sessionsOn(snapshot.sessions, day()).map(({ id }) => id)
  return atDoor(people, said, day(), ofDay)
}

const field = (label: string, name: string): [HTMLElement, HTMLInputElement] => {
  const input = h('input', { class: 'govuk-input', id: name, name, autocomplete: 'off' }) as HTMLInputElement
  return [h('div', { class: 'govuk-form-group' }, h('label', { class: 'govuk-label', for: name }, label), input), input]
}

/** Their one button. */
const actOf = (person: PersonAtDoor): HTMLElement => {
  const { key, presence } = person
  const about = nameOf(person)
  if (person.unnamed)
    return button('Name who came', () => toggle(key, () => document.getElementById(`name-${key}`)?.focus()), {
      about: `for ${schoolAtDoor(person)}`,
    })
  if (presence === 'here') return button('Left', () => void press({ do: 'left', how: 'tap', person: key }), { about })
  const arrived = () => void press({ do: 'arrived', how: page.q ? 'search' : 'tap', person: key })
  return button(presence === 'left' ? 'Back in' : 'Arrived', arrived, { about, kind: 'attended' })
}

const undoOf = (person: PersonAtDoor): HTMLElement | false =>
  person.last !== undefined &&
  button('Undo', () => void press({ do: 'undo', person: person.key, undoes: person.last?.id ?? '' }), { about: nameOf(person) })

/** Who came on a place without a name, or instead of the person on it. */
const nameForm = (person: PersonAtDoor): HTMLElement[] => {
  const { key, unnamed } = person
  if (!unnamed && (person.kind !== 'place' || person.last)) return []
  const [nameField, name] = field(unnamed ? 'Who came?' : 'Someone came instead: their name', `name-${key}`)
  const named = () => {
    const typed = name.value.trim()
    if (typed === '') return
    // A second press in the same moment says nothing new.
    name.value = ''
    void press(unnamed ? { do: 'name', person: key, name: typed } : { do: 'add', person: newId(), name: typed, insteadOf: key })
  }
  return [nameField, button('They have arrived', named, { kind: 'attended' })]
}

const personItem = (person: PersonAtDoor): HTMLElement => {
  const { key } = person
  const isOpen = page.open === key
  const more = {
    type: 'button',
    id: `more-${key}`,
    class: 'muster-person__name',
    'aria-expanded': String(isOpen),
    click: () => toggle(key),
  }
  return h(
    'li',
    { class: 'muster-at-door', id: `p-${key}` },
    h(
      'div',
      {},
      h('h3', { class: 'govuk-heading-s govuk-!-margin-bottom-0' }, h('button', more, nameOf(person))),
      paragraph([schoolAtDoor(person), sayPresence(person), ...sayMarks(key)].filter(Boolean).join('. '), true),
    ),
    actOf(person),
    ...question(person),
    isOpen &&
      h(
        'div',
        { class: 'muster-person__more' },
        paragraph([person.role ?? 'Role not given', person.kind === 'walk_in' && 'came without a place'].filter(Boolean).join(', '), true),
        undoOf(person),
        ...nameForm(person),
        ...(person.kind === 'place' ? marksForm(person) : []),
      ),
  )
}

/** Whose arrival and mark cannot both be right, and at which sessions. */
const disagreements = (person: PersonAtDoor, marks: readonly HandMark[]) =>
  disagreementsOf(person, marks, sessionsOn(snapshot?.sessions ?? [], day()), now())

const question = (person: PersonAtDoor): Node[] => {
  const found = snapshot && person.stays.length > 0 ? disagreements(person, shown(snapshot.known, waiting).marks) : []
  const [first] = found
  if (!first) return []
  const about = `of ${nameOf(person)}`
  const came = async () => {
    for (const { mark, came: markType } of found)
      await press({ do: 'mark', person: person.key, session: mark.session, markType, corrects: mark.id })
  }
  const didNot = async () => {
    for (const { since, until } of person.stays)
      for (const one of [until, since]) if (one) await press({ do: 'undo', person: person.key, undoes: one.id })
  }
  return [
    h(
      'div',
      { class: 'govuk-inset-text muster-person__more' },
      paragraph(`Arrived at ${sayTime(first.from)}, and marked “${markWords[first.mark.markType]}”. Which is right?`),
      h(
        'div',
        { class: 'muster-mark__buttons' },
        button('They came', () => void came(), { about, kind: 'attended' }),
        button('They did not come', () => void didNot(), { about, kind: 'absent' }),
      ),
    ),
  ]
}

const asked = (all: readonly PersonAtDoor[]): Node[] => {
  const marks = snapshot ? shown(snapshot.known, waiting).marks : []
  const some = all.filter((person) => disagreements(person, marks).length > 0)
  return some.length > 0 ? [heading('Which is right?'), people(some)] : []
}

const doorMarks = ['part', 'apologies', 'absent'] as const

/** Of the day, what was marked of them by hand. */
const marksOf = (key: string): { session: DoorSession; mark: HandMark }[] => {
  if (!snapshot) return []
  const { marks } = shown(snapshot.known, waiting)
  return sessionsOn(snapshot.sessions, day()).flatMap((session) => {
    const mark = marks.find((one) => one.key === key && one.session === session.id)
    return mark && mark.markType !== 'none' ? [{ session, mark }] : []
  })
}

const sayMarks = (key: string): string[] =>
  marksOf(key).map(({ session, mark }) => `${session.title || sayTime(session.startsAt)}: ${markWords[mark.markType].toLowerCase()}`)

const marksForm = (person: PersonAtDoor): HTMLElement[] =>
  sessionsOn(snapshot?.sessions ?? [], day())
    .filter(({ id }) => person.sessionIds.includes(id))
    .map((session) => {
      const mark = marksOf(person.key).find((one) => one.session.id === session.id)?.mark
      const title = session.title || `The session at ${sayTime(session.startsAt)}`
      const one = (markType: MarkType) => {
        const corrects = mark && { corrects: mark.id }
        const made = button(
          markWords[markType],
          () => void press({ do: 'mark', person: person.key, session: session.id, markType, ...corrects }),
          { about: `of ${nameOf(person)}, ${title}`, kind: markType },
        )
        made.setAttribute('aria-pressed', String(mark?.markType === markType))
        return made
      }
      const types: MarkType[] = mark && !person.unnamed ? ['attended', ...doorMarks] : [...doorMarks]
      return h(
        'fieldset',
        { class: 'govuk-fieldset govuk-!-margin-top-3' },
        h('legend', { class: 'govuk-fieldset__legend govuk-fieldset__legend--s' }, title),
        h('div', { class: 'muster-mark__buttons' }, ...types.filter((type) => !(person.unnamed && type === 'part')).map(one)),
      )
    })

const toggle = (key: string, then?: () => void): void => change({ open: page.open === key ? '' : key }, then)

const people = (some: readonly PersonAtDoor[]): HTMLElement =>
  h('ul', { class: 'muster-people muster-door__people' }, ...some.map(personItem))
const heading = (text: string): HTMLElement => h('h2', { class: 'govuk-heading-m' }, text)
const hidden = (text: string): HTMLElement => h('h2', { class: 'govuk-visually-hidden' }, text)

/** The last five, folded: its summary names the last. */
const lastFold = h('details', { class: 'govuk-details', id: 'last' })
const lastOf = (all: readonly PersonAtDoor[]): Node[] => {
  const last = lastAtDoor(all, 5)
  const say = (person: PersonAtDoor) => `${nameOf(person)}, ${sayPresence(person).toLowerCase()}`
  const [first] = last
  if (!first) return []
  const summary = h('summary', { class: 'govuk-details__summary', id: 'last-summary' }, `Last: ${say(first)}`)
  const items = last.map((person) => h('li', { class: 'muster-at-door' }, say(person), undoOf(person)))
  lastFold.replaceChildren(summary, h('ul', { class: 'muster-people' }, ...items))
  return [lastFold]
}

const refusedList = (all: readonly PersonAtDoor[]): Node[] => {
  const refused = waiting.filter(({ why }) => why !== undefined)
  if (refused.length === 0) return []
  const name = ({ entry }: Waiting) =>
    'name' in entry
      ? entry.name || 'Somebody whose name is under the PIN'
      : nameOf(all.find(({ key }) => key === entry.person) ?? { name: null })
  return [
    heading('Not taken'),
    h(
      'ul',
      { class: 'govuk-list' },
      ...refused.map((one) =>
        h(
          'li',
          {},
          `${name(one)}, ${sayTime(one.entry.notedAt)}: ${one.why}. `,
          button('I have seen this', () => {
            waiting = waiting.filter((other) => other !== one)
            void store?.settle([one.entry.id], []).then(draw)
          }),
        ),
      ),
    ),
  ]
}

const addForm = (): HTMLElement => {
  const [nameField, name] = field('Full name', 'add-name')
  const [saidField, said] = field('Another school, or not sure: what they said', 'add-said')
  const schools = [...new Map((snapshot?.known.people ?? []).flatMap(({ school }) => (school ? [[school.id, school]] : []))).values()]
  const choice = h(
    'select',
    { class: 'govuk-select', id: 'add-school' },
    h('option', { value: '' }, 'Another, or not sure'),
  ) as HTMLSelectElement
  for (const { id, label } of schools.sort((a, b) => (a.label < b.label ? -1 : 1))) choice.append(h('option', { value: id }, label))
  const add = () => {
    if (page.at !== 'adding') return
    if (name.value.trim() === '' || (choice.value === '' && said.value.trim() === ''))
      return say('Enter their name, and their school or what they said')
    page.at = ''
    notice = ''
    const school = choice.value ? { schoolId: choice.value } : { organisation: said.value.trim() }
    void press({ do: 'add', person: newId(), name: name.value.trim(), ...school })
  }
  return h(
    'div',
    { class: 'muster-register-filter' },
    nameField,
    h('div', { class: 'govuk-form-group' }, h('label', { class: 'govuk-label', for: 'add-school' }, 'School'), choice),
    saidField,
    button('Add: they have arrived', add, { kind: 'attended' }),
  )
}

const evacuation = (all: readonly PersonAtDoor[]): HTMLElement[] => [
  heading(`Evacuation list: ${stillHere(all).length} here, as known at ${sayTime(new Date())}`),
  h(
    'ol',
    { class: 'govuk-list govuk-list--number' },
    ...stillHere(all).map((one) => h('li', {}, `${nameOf(one)}, ${one.school?.label ?? one.organisation}`)),
  ),
]

const clock = (): string => {
  const ahead = grant?.clockAhead ?? 0
  return Math.abs(ahead) < mostClockAhead
    ? ''
    : `The clock of this device is ${Math.round(Math.abs(ahead) / 60)} minutes ${ahead > 0 ? 'fast' : 'slow'}. Times are put right.`
}

const status = h('p', { class: 'govuk-body muster-door__status', role: 'status', id: 'status' })
const search = h('input', {
  class: 'govuk-input',
  id: 'q',
  type: 'search',
  autocomplete: 'off',
  input: () => change({ q: search.value, at: '' }),
}) as HTMLInputElement
const finding = h(
  'div',
  {},
  h('label', { class: 'govuk-label', for: 'q' }, 'Find a name or a school'),
  h(
    'div',
    { class: 'muster-door__find' },
    search,
    button('Scan tickets', () => void scan()),
  ),
)
const title = h('h1', { class: 'govuk-heading-m govuk-!-margin-bottom-2' })
const rest = h('div')
/** What a ticket says. */
const result = h('div', { id: 'answer', role: 'status', class: 'muster-ticket' })
const video = h('video', { playsinline: true, muted: true }) as HTMLVideoElement
const saved = h('p', { class: 'muster-door__status' })
const screen = h(
  'dialog',
  { class: 'muster-scan', 'aria-label': 'Scan tickets', close: () => stopScanning() },
  video,
  h(
    'div',
    { class: 'muster-scan__top' },
    saved,
    button('Stop scanning', () => stopScanning()),
  ),
) as HTMLDialogElement

const scan = async (): Promise<void> => {
  screen.showModal()
  hideAnswer()
  screen.append(result)
  scanning = await scanWith(video, (ticket) => void findTicket(ticket))
  if (scanning && screen.open) return
  stopScanning()
  say('The camera cannot be used: search by name, or use a scanner')
}

function stopScanning(): void {
  scanning?.stop()
  scanning = undefined
  hideAnswer()
  screen.close()
  root?.append(result)
}

const practise = (): void => {
  page.practice = !page.practice
  waiting = []
  notice = page.practice ? 'Practice: nothing that you press is kept or sent' : ''
  draw()
  if (page.practice) return
  void store?.waiting(code).then((kept) => {
    waiting = kept
    void sync()
  })
}

/** Shows the page anew, with what was typed in it and where somebody was. */
const show = (...children: (Node | false)[]): void => {
  const fields = () => [...rest.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')]
  const typed = new Map(fields().map(({ id, value }) => [id, value]))
  const at = document.activeElement?.id
  rest.replaceChildren(...children.filter((child) => child !== false))
  for (const one of fields()) one.value = typed.get(one.id) ?? one.value
  const now = at ? document.getElementById(at) : null
  if (now && rest.contains(now)) now.focus()
}

/** What is shown instead of people: a PIN is asked for, or there are no names. */
const without = (all: readonly PersonAtDoor[]): Node[] | undefined => {
  if (locked)
    return [
      heading('A shared tablet'),
      enterPin(),
      paragraph('What waits is sent without it. If nobody knows the PIN, take the names off and sign in again to fetch them.'),
      button('Take the names off', () => void giveUpPin('The names were taken off this tablet')),
      ...refusedList(all),
    ]
  if (shared && snapshot && !hasPin) return [heading('Choose a PIN for this shared tablet'), choosePin()]
  if (snapshot) return undefined
  const why =
    ended || shared ? 'The names are no longer on this device.' : 'The names are not on this device yet: load the page with a connection.'
  const link = h('a', { class: 'govuk-link', href: `/sign-in?next=${encodeURIComponent(base)}` }, 'Sign in to fetch them')
  return [paragraph(why), h('p', { class: 'govuk-body' }, link), ...refusedList(all)]
}

// The second press of a double click is none: by then the page may be drawn anew, with something
// else in that place, such as a link that leads away from the door.
document.addEventListener(
  'click',
  (event) => {
    if (event.detail < 2 || !(event.target as Element).closest('a, button')) return
    event.preventDefault()
    event.stopPropagation()
  },
  true,
)

/** Whether a press has begun: it counts only where it ends on the element that it began on. */
let pressing = false
let drawsLater = false
root?.addEventListener('pointerdown', () => {
  pressing = true
})
for (const end of ['pointerup', 'pointercancel'])
  document.addEventListener(end, () =>
    // The click comes right after.
    setTimeout(() => {
      pressing = false
      if (drawsLater) draw()
    }),
  )

/** Whether all is saved, in a word and a colour, and what else is to be known. */
const sayState = (): void => {
  const { unsent, ...of } = unsentOf(waiting)
  const isSaved = unsent + of.refused === 0 && !page.practice
  const state = page.practice ? 'Practice' : sayUnsent({ unsent, ...of })
  const dot = () => h('span', { class: `muster-dot${isSaved ? ' muster-dot--saved' : ''}`, 'aria-hidden': 'true' })
  const more = [
    offline && `${offline}: it is kept on this device and sent as soon as it can be`,
    unsent > 0 && mayForget && 'This browser may forget it when it runs out of room: send it before the day ends',
    clock(),
    !store && 'This browser keeps nothing: each press needs a connection, and is lost when you leave the page before it is sent',
    notice,
  ]
  const text = [state, ...more.filter(Boolean)].join('. ')
  // What is the same is not read out again.
  if (status.textContent === text) return
  status.replaceChildren(dot(), text)
  saved.replaceChildren(dot(), state)
}

const choice = (text: string, isChosen: boolean, choose: () => void): HTMLElement =>
  h('button', { type: 'button', 'aria-current': isChosen ? 'true' : undefined, click: choose }, text)

/** The people, and what finds one of them. */
const list = (all: readonly PersonAtDoor[]): Node[] => {
  const { people: found, letter, letters } = listAtDoor(all, page)
  if (page.q) {
    const add = () => {
      const typed = page.q
      search.value = ''
      change({ at: 'adding', q: '' }, () => ((document.getElementById('add-name') as HTMLInputElement).value = typed))
    }
    return found.length > 0 ? [hidden('Found'), people(found.slice(0, 30))] : [paragraph('Nobody found'), button('Add them', add)]
  }
  const room = found.filter((one) => !isOnline(one))
  const online = found.filter(isOnline)
  const none =
    all.length === 0
      ? 'Nobody has booked a place on this day.'
      : page.all
        ? 'Nobody here comes to the room.'
        : 'Nobody is still expected here.'
  return [
    h(
      'div',
      { class: 'muster-letters' },
      choice('Still expected', !page.all, () => change({ all: false, letter: '' })),
      choice('Everyone', page.all, () => change({ all: true, letter: '' })),
      choice('Evacuation list', false, () => change({ at: 'evacuation' })),
    ),
    ...(letters.length > 0
      ? [h('div', { class: 'muster-letters' }, ...letters.map((one) => choice(one, one === letter, () => change({ letter: one }))))]
      : []),
    ...(room.length > 0 ? [hidden(page.all ? 'Everyone' : 'Still expected'), people(room)] : [paragraph(none)]),
    ...(online.length > 0 ? [heading('Online'), people(online)] : []),
  ]
}

/** What is rarely done. */
const acts = (): HTMLElement =>
  h(
    'div',
    { class: 'muster-letters' },
    button('Add someone', () => change({ at: 'adding' })),
    button(page.practice ? 'End practice' : 'Practise', practise),
    store && !shared && button('Shared tablet', () => change({ at: 'choosing a PIN' })),
    shared && button('No longer a shared tablet', () => void unshare()),
    snapshot?.mayClose && h('a', { class: 'muster-change', href: `${base}/close` }, 'Sign off the day'),
  )

function draw(): void {
  if (!root) return
  drawsLater = pressing
  if (pressing) return
  const all = everyone()
  sayState()
  finding.hidden = !snapshot
  title.textContent = snapshot?.event.title ?? 'Check-in'
  const other = without(all)
  if (other) {
    result.replaceChildren()
    show(...other)
    return
  }
  const back = () => button('Back to the list', () => change({ at: '' }))
  const instead = { adding: () => [addForm()], evacuation: () => evacuation(all), 'choosing a PIN': () => [choosePin()] }
  show(
    h('p', { class: 'govuk-body govuk-!-margin-bottom-2', id: 'counts' }, sayCounts(countAtDoor(all))),
    shared &&
      h(
        'div',
        { class: 'muster-letters' },
        choice('Lock', false, () => void lock()),
      ),
    ...refusedList(all),
    ...(page.at ? [...instead[page.at](), back()] : [...(page.q ? [] : [...asked(all), ...lastOf(all)]), ...list(all), acts()]),
  )
  afterDrawing?.()
  afterDrawing = undefined
}

const begin = async (): Promise<void> => {
  if (!root) return
  store = await Store.open()
  for (const scope of ['/door/', '/register/']) await navigator.serviceWorker?.register('/door-worker.js', { scope }).catch(() => undefined)
  waiting = (await store?.waiting(code)) ?? []
  shared = (await store?.isShared()) ?? false
  locked = (await store?.isLocked(code)) ?? false
  await register(root.dataset['account'] ?? '')
  if (!locked) await load()
  const kept = await navigator.storage?.persist?.().catch(() => false)
  mayForget = store !== undefined && kept === false
  root.replaceChildren(title, finding, status, rest, screen, result)
  root.dataset['ready'] = 'yes'
  draw()
  listenToScanner((ticket) => void findTicket(ticket))
  await sync()
  // Others' arrivals are asked for only while somebody looks at the page.
  setInterval(() => document.visibilityState === 'visible' && void sync(), every)
  document.addEventListener('visibilitychange', () => void (document.visibilityState === 'visible' ? sync() : lock()))
  window.addEventListener('online', () => void sync())
}

void begin()
