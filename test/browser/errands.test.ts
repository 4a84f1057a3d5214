// What organisers do most, each begun on their first page: in at most three presses, without a script.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { HtmlClient } from '#test/support/html-client.ts'
import { type Muster, startMuster } from '#test/support/muster.ts'

let muster: Muster
beforeAll(async () => {
  muster = await startMuster('demonstration')
})
afterAll(() => muster.stop())

const most = 3
/** A press of the link or button of that name; what stands after `Find:` is typed into the search at the top. */
type Errand = [says: string, presses: (string | RegExp)[], arrivesAt: RegExp]

const ahead = 'Safeguarding records that stand up'
const workshops = 'Child-on-child abuse: a day of workshops'

const errands: Errand[] = [
  ['print the badges of a coming event', [ahead, 'Day', 'Sheets, signs and badges'], /print/],
  ['see who is coming', [ahead, 'People'], /bookings$/],
  ['see whom mail does not reach', ['1 email address does not work'], /addresses/],
  ['let a helper take the register', [ahead, 'Day', 'Who may check people in'], /door/],
  [
    'find a lost certificate',
    ['Find:Child-on-child abuse: from policy to practice', 'Certificates and feedback', 'Certificates'],
    /certificates/,
  ],
  ['find a person', ['Find:Daniel Weatherby'], /people/],
  ['change the words of a mail', ['Messages', 'What messages say', /^Reminder/], /wordings/],
  ['change a price', ['Money', 'Prices'], /prices/],
  ['see where a school stands', ['Find:Al-Noor'], /schools/],
  ['work through a waiting list', [/places on the waiting list/], /waiting/],
  ['sign off a register', ['1 register to sign off'], /register/],
  ['let somebody book for a school', [/waiting to book for a school/], /claims/],
  ['create an event', ['Create an event'], /new/],
  ['hold an event again', [ahead, 'Settings', /^Duplicate/], /copy/],
  ['call an event off', [ahead, 'Settings', /^Cancel/], /cancel/],
  ['move an event', [ahead, 'Programme', /^Move/], /move/],
  ['write to everybody who comes', [ahead, 'Messages', /^Write to people/], /mailings/],
  ['change a joining link', [ahead, 'Change'], /edit/],
  ['hand out slides', [ahead, 'Settings', 'Materials'], /materials/],
  ['see access needs', [workshops, 'Day', 'Food and access'], /needs/],
  ['see who has chosen which workshop', [workshops, 'Programme', 'Who chose which workshop'], /workshops/],
  ['read feedback', ['Find:Child-on-child abuse: from policy to practice', 'Certificates and feedback', 'Feedback'], /evaluation/],
  ['enter term dates', ['Settings', 'Term dates'], /term/],
  ['see what was not sent', ['1 message could not be sent'], /messages/],
  ['take out all bookings', ['Events', 'Bookings', 'XLSX'], /bookings/],
  ['see who did what', ['Settings', 'Log'], /log/],
  ['add a venue', ['Events', 'Venues', /^Add/], /venues/],
  ['change a rule of training', ['Guidance and audit', 'Training rules', /every/], /requirements/],
  ['read coverage', ['Reports', 'Coverage'], /coverage/],
  ['see who owes what', ['Money', 'Who owes what'], /debtors/],
  ['bring in the national register', ['Schools', 'Update from GIAS', 'Import a file'], /register-imports\/new/],
  ['read the member’s answer', ['Reports'], /answer/],
  ['add a contact of a school', ['Find:Al-Noor', /^Add a contact/], /contacts/],
  ['see who has read guidance', ['Guidance and audit', 'Model policy on child-on-child abuse'], /guidance/],
]

const entered = async (email: RegExp): Promise<HtmlClient> => {
  const client = new HtmlClient(muster.url, (url, init) => fetch(url, init))
  await client.goto('/dev')
  await client.press(email)
  return client
}

const search = 'Find:'

it('thirty errands of an organiser take three presses at most', async () => {
  const client = await entered(/^Sign in as Jo Underhill/)
  const first = client.path
  const done: [says: string, isThere: boolean, presses: number][] = []
  for (const [says, presses, arrivesAt] of errands) {
    await client.goto(first)
    const before = client.presses
    for (const name of presses) {
      if (typeof name === 'string' && name.startsWith(search)) {
        client.fill('Find anything', name.slice(search.length))
        await client.press('Go')
      } else await client.follow(name, -1)
    }
    done.push([says, arrivesAt.test(client.path), client.presses - before])
  }
  expect(done).toHaveLength(34)
  expect(done.filter(([, isThere, presses]) => !isThere || presses > most)).toEqual([])
})
