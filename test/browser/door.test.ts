// The door on phones whose connection comes and goes: after each story nothing is lost, nothing is doubled, and the audit is clean.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { axeOn } from '#test/support/axe.ts'
import { type Chromium, launchChromium, launchOnDevice, scrollsSideways } from '#test/support/chromium.ts'
import { brokenInvariants, eventUnderWay, type Muster, signedInAs, startMuster } from '#test/support/muster.ts'
import { copied, rowText, sql } from '#test/support/row-of.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-door-'))
let browser: Chromium
let muster: Muster
let event: { id: string; code: string }
let opened: BrowserContext[] = []

beforeAll(async () => {
  browser = await launchChromium()
  muster = await startMuster('demonstration')
  event = await eventUnderWay(muster)
})
afterEach(async () => {
  for (const context of opened) await context.close().catch(() => undefined)
  opened = []
  expect(await brokenInvariants(muster)).toEqual([])
})
afterAll(async () => {
  await browser.close()
  await muster.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** @param name of one that is switched off and on again in a story */
const device = async (name?: string): Promise<BrowserContext> => {
  const telephone = { viewport: { width: 390, height: 800 } }
  const context = name === undefined ? await browser.newContext(telephone) : await launchOnDevice(join(folder, name), telephone)
  opened.push(context)
  return context
}

/** A page of somebody who signed in long enough ago that codes do not matter here. */
const signedIn = async (context: BrowserContext): Promise<Page> => {
  const token = await signedInAs(muster, 'organiser@muster.example')
  // Until a day: one without would end with the browser, which some of these stories kill.
  await context.addCookies([{ name: 'muster', value: token, url: muster.url, expires: Math.floor(Date.now() / 1000) + 86_400 }])
  return context.newPage()
}

const openDoor = async (page: Page): Promise<void> => {
  await page.goto(`${muster.url}/door/${event.code}`)
  await page.waitForSelector('#door[data-ready]')
}

/** Signed in, with the door open and kept by its service worker. */
const atTheDoor = async (name?: string): Promise<{ context: BrowserContext; page: Page }> => {
  const context = await device(name)
  const page = await signedIn(context)
  await page.clock.install()
  await openDoor(page)
  await page.evaluate('navigator.serviceWorker.ready')
  await openDoor(page)
  return { context, page }
}

/** It asks what others said every five seconds, which go by at once. */
const hears = (page: Page): Promise<void> => page.clock.fastForward(5000)

const status = (page: Page): Promise<string | null> => page.locator('#status').textContent()
const expected = async (): Promise<{ name: string; id: string }[]> =>
  (await muster.sql(
    `SELECT n.name, p.id FROM Place p JOIN Person n ON n.id = p.personId WHERE p.eventId = '${event.id}' AND p.state = 'confirmed'
       AND NOT EXISTS (SELECT 1 FROM Arrival a WHERE a.placeId = p.id) ORDER BY n.name`,
  )) as { name: string; id: string }[]
const arrivalsOf = async (placeId: string | undefined) => (await muster.sql(`SELECT id FROM Arrival WHERE placeId = '${placeId}'`)).length

/** Of how many doors names are kept. */
const snapshotsOn = (page: Page): Promise<unknown> =>
  page.evaluate(`new Promise((done) => {
    indexedDB.open('muster-door').onsuccess = ({ target }) => {
      target.result.transaction('snapshots').objectStore('snapshots').count().onsuccess = ({ target }) => done(target.result)
    }
  })`)

const arrive = async (page: Page, name: string | undefined): Promise<void> => {
  await page.locator('#q').fill(name ?? '')
  await page
    .getByRole('button', { name: `Arrived ${name}` })
    .first()
    .click()
  await page
    .getByText(/Here since/)
    .first()
    .waitFor()
}

it('a door opens, searches, lets in, takes back and adds somebody with no connection, after a reload, and sends it all once there is one', async () => {
  const { context, page } = await atTheDoor()
  const [one, other] = await expected()
  await context.setOffline(true)
  await openDoor(page)
  await arrive(page, one?.name)
  await arrive(page, other?.name)
  await page
    .getByRole('button', { name: other?.name ?? '', exact: true })
    .first()
    .click()
  await page.getByRole('button', { name: `Undo ${other?.name}` }).click()
  await page.getByRole('button', { name: 'Add someone' }).click()
  await page.getByLabel('Full name').fill('Nerys Offline')
  await page.getByLabel('Another school, or not sure: what they said').fill('Ysgol Newydd')
  await page.getByRole('button', { name: 'Add: they have arrived' }).dblclick({ delay: 120 })
  await expect.poll(() => status(page)).toContain('4 not sent yet')
  await openDoor(page)
  expect(await status(page)).toContain('4 not sent yet')
  await page.locator('#q').fill('Nerys Offline')
  expect(await page.getByText(/Here since/).count()).toBeGreaterThan(0)
  await context.setOffline(false)
  await expect.poll(() => status(page)).toContain('All saved')
  expect([await arrivalsOf(one?.id), await arrivalsOf(other?.id)]).toEqual([1, 2])
  expect(
    await muster.sql(
      `SELECT n.name FROM WalkIn w JOIN Person n ON n.id = w.personId WHERE w.eventId = '${event.id}' AND n.name = 'Nerys Offline'`,
    ),
  ).toHaveLength(1)
})

it('a register opens by its own address without a connection, at the check-in of its event', async () => {
  const { context, page } = await atTheDoor()
  await page.evaluate(`navigator.serviceWorker.getRegistration('/register/').then(({ active, installing, waiting }) =>
    active ?? new Promise((done) => (installing ?? waiting).addEventListener('statechange', ({ target }) => target.state === 'activated' && done())))
    .then(() => true)`)
  const [session] = await muster.sql(`SELECT s.id, e.title FROM Session s JOIN Event e ON e.id = s.eventId WHERE e.id = '${event.id}'`)
  await context.setOffline(true)
  await page.goto(`${muster.url}/register/${session?.['id']}`)
  await page.waitForSelector('#door[data-ready]')
  expect([new URL(page.url()).pathname, await page.locator('h1').textContent()]).toEqual([`/door/${event.code}`, session?.['title']])
  await context.setOffline(false)
  await page.goto(`${muster.url}/register/${session?.['id']}`)
  expect(new URL(page.url()).pathname).toBe(`/register/${session?.['id']}`)
})

it('a press during which the page is drawn anew lets in, and what is new is shown after it', async () => {
  const { page } = await atTheDoor()
  const [one, other] = await expected()
  await page.locator('#q').fill(one?.name ?? '')
  await page
    .getByRole('button', { name: `Arrived ${one?.name}` })
    .first()
    .hover()
  await page.mouse.down()
  await page.evaluate(`{
    const q = document.getElementById('q')
    q.value = ${JSON.stringify(other?.name)}
    q.dispatchEvent(new Event('input'))
  }`)
  await page.mouse.up()
  await expect.poll(() => arrivalsOf(one?.id)).toBe(1)
  await page
    .getByRole('button', { name: `Arrived ${other?.name}` })
    .first()
    .waitFor()
})

it('apologies and attending in part are marked with no connection, shown as pressed, and stand in the register once they are sent', async () => {
  const { context, page } = await atTheDoor()
  const [one] = await expected()
  await context.setOffline(true)
  await page.locator('#q').fill(one?.name ?? '')
  await page
    .getByRole('button', { name: one?.name ?? '', exact: true })
    .first()
    .click()
  await page.getByRole('button', { name: new RegExp(`^Apologies of ${one?.name}`) }).click()
  await page
    .getByText(/apologies/)
    .first()
    .waitFor()
  await openDoor(page)
  await page.locator('#q').fill(one?.name ?? '')
  await page
    .getByRole('button', { name: one?.name ?? '', exact: true })
    .first()
    .click()
  const pressed = page.getByRole('button', { name: new RegExp(`^Apologies of ${one?.name}`) })
  expect(await pressed.getAttribute('aria-pressed')).toBe('true')
  expect(await axeOn(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
  await page.getByRole('button', { name: new RegExp(`^Attended in part of ${one?.name}`) }).click()
  await expect.poll(() => status(page)).toContain('2 not sent yet')
  await context.setOffline(false)
  await expect.poll(() => status(page)).toContain('All saved')
  expect(await muster.sql(`SELECT markType, reason FROM CurrentMark WHERE placeId = '${one?.id}'`)).toEqual([
    { markType: 'part', reason: 'Marked at the door' },
  ])
})

it('a browser that is killed between a press and its sending still sends it, and every page says until then that it waits', async () => {
  const { context, page } = await atTheDoor('killed')
  const [one] = await expected()
  await context.setOffline(true)
  await arrive(page, one?.name)
  await expect.poll(() => status(page)).toContain('1 not sent yet')
  await context.close()
  const again = await device('killed')
  const other = await again.newPage()
  await other.route('**/door/**', (route) => route.abort())
  await other.goto(`${muster.url}/events`)
  await expect.poll(() => other.locator('.muster-waiting').textContent()).toContain('1 not yet sent from the door')
  await other.unroute('**/door/**')
  await openDoor(other)
  await expect.poll(() => status(other)).toContain('All saved')
  expect(await arrivalsOf(one?.id)).toBe(1)
  await other.goto(`${muster.url}/events`)
  expect(await other.locator('.muster-waiting').count()).toBe(0)
})

it('two devices see each other’s arrivals within seconds, and what both say of one person is kept from both', async () => {
  const [one, other] = [await atTheDoor(), await atTheDoor()]
  const [first, second] = await expected()
  await arrive(one.page, first?.name)
  await expect.poll(() => arrivalsOf(first?.id)).toBe(1)
  await other.page.locator('#q').fill(first?.name ?? '')
  await hears(other.page)
  await other.page
    .getByText(/Here since/)
    .first()
    .waitFor()
  await other.context.setOffline(true)
  await arrive(other.page, second?.name)
  await arrive(one.page, second?.name)
  await other.context.setOffline(false)
  await expect.poll(() => status(other.page)).toContain('All saved')
  await expect.poll(() => arrivalsOf(second?.id)).toBe(2)
  expect(await muster.sql(`SELECT markType FROM CurrentMark WHERE placeId = '${second?.id}'`)).toHaveLength(1)
})

it('a phone that learns of an arrival and of a mark that cannot both be right asks which is, and the answer stands', async () => {
  const [one, other] = [await atTheDoor(), await atTheDoor()]
  const [first] = await expected()
  const press = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name} of ${first?.name}`) }).click()
  await one.context.setOffline(true)
  await other.page.locator('#q').fill(first?.name ?? '')
  await other.page
    .getByRole('button', { name: first?.name ?? '', exact: true })
    .first()
    .click()
  await press(other.page, 'Did not attend')
  await expect.poll(() => status(other.page)).toContain('All saved')
  await arrive(one.page, first?.name)
  await one.context.setOffline(false)
  await expect.poll(() => arrivalsOf(first?.id)).toBe(1)
  await hears(other.page)
  for (const { page } of [one, other]) await page.getByText(/^Arrived at .* “Did not attend”\. Which is right\?$/).waitFor()
  await other.page.locator('#q').fill('')
  await other.page.getByRole('heading', { name: 'Which is right?' }).waitFor()
  await press(one.page, 'They came')
  await expect.poll(() => one.page.getByText(/Which is right/).count()).toBe(0)
  await expect.poll(() => status(one.page)).toContain('All saved')
  expect(await muster.sql(`SELECT markType FROM CurrentMark WHERE placeId = '${first?.id}'`)).toEqual([{ markType: 'attended' }])
})

it('a clock that is an hour fast is said aloud, and the arrival has the right time', async () => {
  const context = await device()
  await context.addInitScript(
    `{ const now = Date.now.bind(Date); Date = class extends Date { constructor(...all) { all.length ? super(...all) : super(now() + 3600000) } static now() { return now() + 3600000 } } }`,
  )
  const page = await signedIn(context)
  await openDoor(page)
  expect(await status(page)).toContain('The clock of this device is 60 minutes fast')
  const [one] = await expected()
  await arrive(page, one?.name)
  await expect.poll(() => arrivalsOf(one?.id)).toBe(1)
  const [row] = await muster.sql(`SELECT happenedAt, receivedAt, clockAhead FROM Arrival WHERE placeId = '${one?.id}'`)
  expect(Math.abs(Date.parse(String(row?.['happenedAt'])) - Date.parse(String(row?.['receivedAt'])))).toBeLessThan(60_000)
  expect(Math.abs(Number(row?.['clockAhead']) - 3600)).toBeLessThan(5)
})

it('five hundred presses that wait are sent fifty at a time, each once', async () => {
  const { context, page } = await atTheDoor()
  const [one] = await expected()
  await context.setOffline(true)
  await arrive(page, one?.name)
  await expect.poll(() => status(page)).toContain('1 not sent yet')
  await page.evaluate(`new Promise((done, failed) => {
    const opening = indexedDB.open('muster-door')
    opening.onsuccess = () => {
      const batch = opening.result.transaction('unsent', 'readwrite')
      const unsent = batch.objectStore('unsent')
      unsent.getAll().onsuccess = ({ target: { result: [row] } }) => {
        for (let n = 0; n < 499; n += 1)
          unsent.put({ ...row, order: row.order + n + 1, entry: { ...row.entry, id: crypto.randomUUID(), do: n % 2 ? 'arrived' : 'left' } })
      }
      batch.oncomplete = done
      batch.onerror = failed
    }
  })`)
  await openDoor(page)
  expect(await status(page)).toContain('500 not sent yet')
  const answers: number[] = []
  page.on('response', (answer) => void (answer.url().endsWith('/entries') && answers.push(answer.status())))
  await context.setOffline(false)
  await expect.poll(() => status(page)).toContain('All saved')
  expect(await arrivalsOf(one?.id)).toBe(500)
  expect(answers).toEqual(Array.from({ length: 10 }, () => 200))
})

it('a browser that keeps nothing says so, and lets in as long as there is a connection', async () => {
  const context = await device()
  await context.addInitScript(
    `Object.defineProperty(window, 'indexedDB', { get: () => { throw new DOMException('Not allowed', 'SecurityError') } })`,
  )
  const page = await signedIn(context)
  await openDoor(page)
  expect(await status(page)).toContain('This browser keeps nothing')
  const [one] = await expected()
  await arrive(page, one?.name)
  await expect.poll(() => arrivalsOf(one?.id)).toBe(1)
})

it('a sign-in that ended without a connection loses nothing: what waits is sent by the device', async () => {
  const { context, page } = await atTheDoor()
  const [one] = await expected()
  await context.setOffline(true)
  await muster.sql(`UPDATE SignIn SET expiresAt = '${new Date().toISOString()}'`)
  await arrive(page, one?.name)
  await context.setOffline(false)
  await expect.poll(() => status(page)).toContain('All saved')
  expect(await arrivalsOf(one?.id)).toBe(1)
})

it('a device whose account was signed out everywhere sends what waits, and forgets the names', async () => {
  const { context, page } = await atTheDoor()
  const [one] = await expected()
  await context.setOffline(true)
  await muster.sql(`UPDATE SignIn SET revokedAt = '${new Date().toISOString()}'`)
  await arrive(page, one?.name)
  await context.setOffline(false)
  await expect.poll(() => page.locator('#door').textContent()).toContain('The names are no longer on this device')
  expect(await arrivalsOf(one?.id)).toBe(1)
  expect(await snapshotsOn(page)).toBe(0)
})

it('a device that was taken off the door forgets the names at its next contact, and says of what waited that it was not taken', async () => {
  const { context, page } = await atTheDoor()
  const [one] = await expected()
  await context.setOffline(true)
  await arrive(page, one?.name)
  await muster.sql(`UPDATE DoorDevice SET revokedAt = '${new Date().toISOString()}' WHERE revokedAt IS NULL`)
  await context.setOffline(false)
  await expect.poll(() => page.locator('#door').textContent()).toContain('The names are no longer on this device')
  expect(await page.locator('#door').textContent()).toContain('Not taken')
  expect(await arrivalsOf(one?.id)).toBe(0)
  expect(await snapshotsOn(page)).toBe(0)
})

it('signing out takes the names off the device, and practice leaves no trace', async () => {
  const { page } = await atTheDoor()
  const [one] = await expected()
  await page.getByRole('button', { name: 'Practise' }).click()
  await arrive(page, one?.name)
  expect(await status(page)).toContain('Practice')
  await page.getByRole('button', { name: 'End practice' }).click()
  await expect.poll(() => status(page)).toContain('All saved')
  expect(await arrivalsOf(one?.id)).toBe(0)
  await page.goto(`${muster.url}/account`)
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await page.waitForURL((to) => !to.pathname.startsWith('/account'))
  expect(await snapshotsOn(page)).toBe(0)
})

it('names that a door kept more than a day ago go as soon as any page of the service is opened', async () => {
  const { context, page } = await atTheDoor()
  const snapshots = (act: string) =>
    page.evaluate(`new Promise((done) => {
      indexedDB.open('muster-door').onsuccess = ({ target: { result } }) => {
        const store = result.transaction('snapshots', 'readwrite').objectStore('snapshots')
        ${act}
        store.count().onsuccess = ({ target }) => { result.close(); done(target.result) }
      }
    })`)
  const age = (hours: number) =>
    snapshots(`store.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return
      cursor.update({ ...cursor.value, savedAt: Date.now() - ${hours} * 3600000 })
      cursor.continue()
    }`)
  await page.goto(`${muster.url}/events`)
  await age(23)
  await page.reload()
  expect(await snapshots('')).toBe(1)
  await age(25)
  await page.reload()
  await expect.poll(() => snapshots('')).toBe(0)
  await context.close()
})

// “On a shared tablet the names are kept under a PIN: it is asked for before they are shown, five wrong ones take them off, and what waits is sent without it.”
it('a shared tablet asks for its PIN before it shows names, sends what waits without it, and after five wrong tries has no names', async () => {
  const { context, page } = await atTheDoor('shared-tablet')
  const [one, other] = await expected()
  await page.getByRole('button', { name: 'Shared tablet', exact: true }).click()
  const choose = async (pin: string, again: string) => {
    await page.getByLabel('A PIN of at least 6 digits').fill(pin)
    await page.getByLabel('The same again').fill(again)
    await page.getByRole('button', { name: 'Keep the names under this PIN' }).click()
  }
  await choose('12345', '12345')
  await expect.poll(() => status(page)).toContain('Enter a PIN of 6 to 12 digits')
  await choose('123456', '123456')
  await expect.poll(() => status(page)).toContain('harder to guess')
  await choose('502918', '502917')
  await expect.poll(() => status(page)).toContain('the same PIN in both fields')
  await choose('502918', '502918')
  await expect.poll(() => status(page)).toContain('Names and your sign-in are kept under the PIN')
  await context.setOffline(true)
  await arrive(page, one?.name)
  await context.close()

  const again = await device('shared-tablet')
  await again.setOffline(true)
  const locked = await again.newPage()
  await openDoor(locked)
  const text = async () => (await locked.locator('#door').textContent()) ?? ''
  expect([(await text()).includes(one?.name ?? ''), await status(locked)]).toEqual([false, expect.stringContaining('1 not sent yet')])
  expect(await locked.getByLabel('Find a name or a school').isVisible()).toBe(false)
  expect(await arrivalsOf(one?.id)).toBe(0)
  await again.setOffline(false)
  await expect.poll(() => status(locked)).toContain('All saved')
  expect([await arrivalsOf(one?.id), (await text()).includes(other?.name ?? '')]).toEqual([1, false])
  expect(await axeOn(locked)).toEqual([])
  expect(await scrollsSideways(locked)).toBe(false)
  const enter = async (pin: string) => {
    await locked.getByLabel('PIN of this tablet').fill(pin)
    await locked.getByRole('button', { name: 'Start check-in' }).click()
  }
  await again.setOffline(true)
  await enter('111111')
  await expect.poll(() => status(locked)).toContain('After 4 more wrong tries')
  // What is typed is not lost while what waits is sent.
  await enter('502918')
  await expect.poll(() => text()).toContain('still expected')
  await arrive(locked, other?.name)
  await locked.reload()
  await locked.waitForSelector('#door[data-ready]')
  for (const [n, says] of [
    [1, '4 more wrong tries'],
    [2, '3 more'],
    [3, '2 more'],
    [4, 'one more wrong try'],
    [5, 'were taken off this tablet'],
  ] as const) {
    await enter(`60000${n}`)
    await expect.poll(() => status(locked)).toContain(says)
  }
  const kept = `new Promise((done) => {
    const opening = indexedDB.open('muster-door')
    opening.onsuccess = () => { opening.result.transaction('snapshots').objectStore('snapshots').count().onsuccess = ({ target }) => done(target.result) }
  })`
  expect(await locked.evaluate(kept)).toBe(0)
  await again.setOffline(false)
  await expect.poll(() => status(locked)).toContain('All saved')
  expect(await arrivalsOf(other?.id)).toBe(1)
  // Somebody signs in, the names are fetched anew, and a PIN is chosen before they are shown.
  const fresh = await signedIn(again)
  await openDoor(fresh)
  await expect.poll(() => fresh.locator('#door').textContent()).toContain('Choose a PIN for this shared tablet')
  expect((await fresh.locator('#door').textContent())?.includes(other?.name ?? '')).toBe(false)
  expect(await fresh.evaluate(kept)).toBe(0)
})

/** Everything that a page of this site can read of what the browser keeps, as text. */
const keptOn = (page: Page): Promise<string> =>
  page.evaluate(`(async () => {
    const asText = (_, value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder('latin1').decode(value) : value
    const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result) })
    const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.documentElement.outerHTML, document.cookie]
    for (const { name } of await indexedDB.databases()) {
      const all = await asked(indexedDB.open(name))
      for (const store of all.objectStoreNames) found.push(JSON.stringify(await asked(all.transaction(store).objectStore(store).getAll()), asText))
      all.close()
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) found.push(request.url, await (await cache.match(request)).text())
    }
    return found.join(' ')
  })()`)

// “A shared tablet is locked when its page is left or its screen goes off, and forgets the names at its next contact once its account was signed out.”
it('a stolen shared tablet gives no name, address or need of the event, though its sign-in lives, and still sends what waits', async () => {
  const { context, page } = await atTheDoor('stolen-tablet')
  const [one, other] = await expected()
  const told = { dietary: '"Coeliac, and no sesame"', givenAt: new Date().toISOString(), accessAt: new Date().toISOString() }
  const deleteAfter = sql(`(SELECT strftime('%Y-%m-%dT%H:%M:%fZ', MAX(endsAt), '+30 days') FROM Session WHERE eventId = '${event.id}')`)
  const need = { placeId: sql('id'), ...copied('personId', 'eventId'), ...told, access: '', matter: sql('id'), deleteAfter }
  await muster.sql(`DELETE FROM Need WHERE placeId = '${one?.id}'`)
  await muster.sql(rowText('Need', need, `Place WHERE id = '${one?.id}'`))
  const people = await muster.sql(
    `SELECT name, email FROM Person WHERE id IN (SELECT personId FROM Place WHERE eventId = '${event.id}' UNION SELECT personId FROM WalkIn WHERE eventId = '${event.id}')`,
  )
  const secrets = ['Coeliac', 'Wyn Walker', 'Ysgol Gudd', ...people.flatMap(({ name, email }) => [name, email])].filter(
    (text) => typeof text === 'string',
  )
  const given = (text: string) => secrets.filter((secret) => text.includes(secret))
  const add = async () => {
    await page.getByRole('button', { name: 'Add someone' }).click()
    await page.getByLabel('Full name').fill('Wyn Walker')
    await page.getByLabel('Another school, or not sure: what they said').fill('Ysgol Gudd')
    await page.getByRole('button', { name: 'Add: they have arrived' }).click()
  }
  // What one person's own telephone keeps until it is sent can be read, so looking finds it.
  await context.setOffline(true)
  await add()
  await expect.poll(() => status(page)).toContain('1 not sent yet')
  expect(given(await keptOn(page))).toEqual(expect.arrayContaining(['Wyn Walker', 'Ysgol Gudd']))
  await context.setOffline(false)
  await expect.poll(() => status(page)).toContain('All saved')

  await page.getByRole('button', { name: 'Shared tablet', exact: true }).click()
  await page.getByLabel('A PIN of at least 6 digits').fill('502918')
  await page.getByLabel('The same again').fill('502918')
  await page.getByRole('button', { name: 'Keep the names under this PIN' }).click()
  await expect.poll(() => status(page)).toContain('Names and your sign-in are kept under the PIN')
  await context.setOffline(true)
  await arrive(page, other?.name)
  await add()
  await expect.poll(() => status(page)).toContain('2 not sent yet')
  await page.getByRole('button', { name: 'Lock' }).click()
  await page.getByLabel('PIN of this tablet').waitFor()
  expect(given(await keptOn(page))).toEqual([])
  await context.close()

  const thief = await device('stolen-tablet')
  await thief.setOffline(true)
  const stolen = await thief.newPage()
  await openDoor(stolen)
  expect(given(await keptOn(stolen))).toEqual([])
  await thief.setOffline(false)
  await expect.poll(() => status(stolen)).toContain('All saved')
  expect(await arrivalsOf(other?.id)).toBe(1)
  expect(
    await muster.sql(
      `SELECT DISTINCT w.organisation FROM WalkIn w JOIN Person n ON n.id = w.personId WHERE w.eventId = '${event.id}' AND n.name = 'Wyn Walker'`,
    ),
  ).toEqual([{ organisation: 'Ysgol Gudd' }])
  const [session] = await muster.sql(`SELECT id FROM Session WHERE eventId = '${event.id}'`)
  const door = `/door/${event.code}`
  for (const path of [
    ...[`${door}/snapshot`, `${door}/changes?since=0`, `${door}/people/${one?.id}`, `${door}/evacuation`, `${door}/close`, `${door}?q=a`],
    ...[`/register/${session?.['id']}`, '/register', '/account', `/organiser/events/${event.code}`, `/events/${event.code}`],
  ])
    expect([path, given(await stolen.evaluate(`fetch('${path}').then((answer) => answer.text())`))]).toEqual([path, []])
  expect(given(await keptOn(stolen))).toEqual([])
  // Whoever knows the PIN has the names anew, by the sign-in that went on all the time; signing out everywhere takes them off, locked as it is.
  const enter = async () => {
    await stolen.getByLabel('PIN of this tablet').fill('502918')
    await stolen.getByRole('button', { name: 'Start check-in' }).click()
  }
  await enter()
  await expect.poll(() => stolen.locator('#counts').textContent()).toContain('still expected')
  await stolen.locator('#q').fill('Wyn Walker')
  await stolen
    .getByText(/Here since/)
    .first()
    .waitFor()
  await stolen.evaluate(`{
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
    delete document.visibilityState
  }`)
  await stolen.getByLabel('PIN of this tablet').waitFor()
  expect(given(await keptOn(stolen))).toEqual([])
  await muster.sql(`UPDATE SignIn SET revokedAt = '${new Date().toISOString()}'`)
  await expect.poll(() => stolen.locator('#door').textContent()).toContain('The names are no longer on this device')
  expect([await snapshotsOn(stolen), given(await keptOn(stolen))]).toEqual([0, []])
})

it('a helper opens the link of the door, types a name, lets somebody in with no connection, and is named for it', async () => {
  const office = await browser.newContext({ viewport: { width: 1100, height: 900 } })
  opened.push(office)
  const organiser = await signedIn(office)
  await organiser.goto(`${muster.url}/organiser/events/${event.code}/door/links`)
  await organiser.getByRole('button', { name: 'Make a check-in link' }).click()
  await organiser.getByText('It lets in 10 helpers').waitFor()
  expect(await axeOn(organiser)).toEqual([])
  const link = await organiser.locator('#address').inputValue()

  const context = await device()
  const page = await context.newPage()
  await page.goto(link)
  expect([await axeOn(page), await scrollsSideways(page)]).toEqual([[], false])
  await page.getByLabel('Your name').fill('Sam Reed')
  await page.getByRole('button', { name: 'Start check-in' }).click()
  await page.waitForSelector('#door[data-ready]')
  expect(await axeOn(page)).toEqual([])
  await page.evaluate('navigator.serviceWorker.ready')
  await openDoor(page)
  const [one] = await expected()
  await context.setOffline(true)
  await openDoor(page)
  await arrive(page, one?.name)
  expect(await page.getByText('Sign off the day').count()).toBe(0)
  await context.setOffline(false)
  await page.evaluate(`window.dispatchEvent(new Event('online'))`)
  await expect.poll(() => status(page)).toContain('All saved')
  expect(await arrivalsOf(one?.id)).toBe(1)
  await organiser.goto(`${muster.url}/door/${event.code}/people/${one?.id}`)
  await organiser.getByText('Sam Reed (check-in link)').waitFor()
  await organiser.goto(`${muster.url}/organiser/events/${event.code}/door/links`)
  await organiser.getByRole('button', { name: 'Remove Sam Reed (check-in link)' }).click()
  await organiser.getByText('Removed on').waitFor()
  expect(await axeOn(organiser)).toEqual([])
  await page.clock.install()
  await hears(page)
  await page.getByText('An organiser took this device off check-in').waitFor()
})

it('whoever has a place online is not expected in the room, and is let in without a connection if they come to it after all', async () => {
  const [other, one] = (await expected()).slice(-2)
  await muster.sql(`UPDATE Event SET attendanceMode = 'mixed', onlineCapacity = 500 WHERE id = '${event.id}'`)
  const toRoom = `UPDATE Place SET attendance = 'in_person', attendanceAt = '${new Date().toISOString()}' WHERE id =`
  await muster.sql(`${toRoom} '${other?.id}'`)
  const { context, page } = await atTheDoor()
  const counts = async () =>
    / (\d+) online, (\d+) of \d+ still/
      .exec((await page.locator('#counts').textContent()) ?? '')
      ?.slice(1)
      .map(Number)
  await expect.poll(async () => (await counts())?.[1]).toBe(1)
  const [online = 0] = (await counts()) ?? []
  expect(await axeOn(page)).toEqual([])
  await context.setOffline(true)
  await page.locator('#q').fill(one?.name ?? '')
  await page.getByText('Has a place online').first().waitFor()
  await arrive(page, one?.name)
  expect(await counts()).toEqual([online - 1, 1])
  await context.setOffline(false)
  await expect.poll(() => status(page)).toContain('All saved')
  expect(await arrivalsOf(one?.id)).toBe(1)
})

it('the door fits a phone held in one hand, and axe finds nothing', async () => {
  const { page } = await atTheDoor()
  expect(await axeOn(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
})
