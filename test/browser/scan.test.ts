// Tickets read at the door: by a camera that films one, and by a scanner that types.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { qrPath } from '#base/qr.ts'
import { ticketsBy } from '#calendars/invites/invite-places.ts'
import { type Chromium, launchChromium, launchOnDevice } from '#test/support/chromium.ts'
import { brokenInvariants, eventUnderWay, type Muster, signedInAs, startMuster } from '#test/support/muster.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-scan-'))
let browser: Chromium
let muster: Muster
let event: { id: string; code: string }
let opened: BrowserContext[] = []
let devices = 0

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

/** Somebody who has not come, with their ticket: the first by name, or one of those after. */
const somebody = async (after = 0): Promise<{ id: string; name: string; ticket: string }> => {
  const [one] = (await muster.sql(
    `SELECT p.id, p.personId, n.name FROM Place p JOIN Person n ON n.id = p.personId WHERE p.eventId = '${event.id}' AND p.state = 'confirmed'
       AND NOT EXISTS (SELECT 1 FROM Arrival a WHERE a.placeId = p.id) ORDER BY n.name LIMIT 1 OFFSET ${after}`,
  )) as { id: string; personId: string; name: string }[]
  const ticket = await (await ticketsBy('local'))(one?.id ?? '', one?.personId ?? '')
  return { id: one?.id ?? '', name: one?.name ?? '', ticket: ticket ?? '' }
}

/** Types words and Enter. How far the keys are apart, in milliseconds, is said to the page, whatever the machine is busy with. */
const keyboardOf = async (page: Page): Promise<(words: string, apart: number) => Promise<void>> => {
  const session = await page.context().newCDPSession(page)
  let at = Date.now()
  return async (words, apart) => {
    at += 1000
    for (const key of [...words, 'Enter']) {
      at += apart
      const event = { key, text: key === 'Enter' ? '\r' : key, timestamp: at / 1000 }
      await session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event })
      await session.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp' })
    }
  }
}

/** A camera that films somebody who holds their ticket before it: one picture, in grey. */
const film = (ticket: string): string[] => {
  const [width, height, module] = [640, 480, 10]
  const { path, size } = qrPath(ticket)
  const light = Buffer.alloc(width * height, 200)
  const [left, top] = [Math.round((width - size * module) / 2), Math.round((height - size * module) / 2)]
  for (let y = 0; y < size * module; y += 1) light.fill(235, (top + y) * width + left, (top + y) * width + left + size * module)
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)\.5h(\d+)/g))
    for (let row = 0; row < module; row += 1) {
      const at = (top + Number(y) * module + row) * width + left + Number(x) * module
      light.fill(20, at, at + Number(length) * module)
    }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((width * height) / 2, 128)])
  const file = join(folder, `film-${devices}.y4m`)
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420mpeg2\n`), frame, frame, frame]))
  return ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`]
}

const atTheDoor = async (filmed?: string): Promise<Page> => {
  devices += 1
  const telephone = { viewport: { width: 390, height: 800 } }
  const context =
    filmed === undefined
      ? await browser.newContext(telephone)
      : await launchOnDevice(join(folder, `device-${devices}`), telephone, film(filmed))
  opened.push(context)
  const token = await signedInAs(muster, 'organiser@muster.example')
  await context.addCookies([{ name: 'muster', value: token, url: muster.url, expires: Math.floor(Date.now() / 1000) + 86_400 }])
  const page = await context.newPage()
  await page.goto(`${muster.url}/door/${event.code}`)
  await page.waitForSelector('#door[data-ready]')
  return page
}

const how = async (placeId: string) => (await muster.sql(`SELECT how FROM Arrival WHERE placeId = '${placeId}'`)).map((row) => row['how'])

it('the camera reads the ticket of an invitation where the browser has no reader of its own, and lets them in once', async () => {
  const one = await somebody()
  const page = await atTheDoor(one.ticket)
  expect(await page.evaluate('typeof BarcodeDetector')).toBe('undefined')
  await page.getByRole('button', { name: 'Scan tickets' }).click()
  await expect.poll(() => page.locator('#answer').textContent()).toContain(`Arrived${one.name}`)
  await expect.poll(() => how(one.id)).toEqual(['scan'])
  await page.getByRole('button', { name: 'Next' }).click()
  await expect.poll(() => page.locator('#answer').textContent()).toMatch(new RegExp(`^Here since .*${one.name}`))
  expect(await how(one.id)).toEqual(['scan'])
})

it('where the browser reads codes itself, its reader is asked', async () => {
  const one = await somebody()
  const page = await atTheDoor('M00000000000000000000000000000000')
  await page.evaluate(`globalThis.BarcodeDetector = class { detect() { return Promise.resolve([{ rawValue: '${one.ticket}' }]) } }`)
  await page.getByRole('button', { name: 'Scan tickets' }).click()
  await expect.poll(() => how(one.id)).toEqual(['scan'])
})

it('a ticket that is of nobody here is said to be so, and nothing is sent', async () => {
  const page = await atTheDoor('M0123456789ABCDEF0123456789ABCDEF')
  await page.getByRole('button', { name: 'Scan tickets' }).click()
  await expect.poll(() => page.locator('#answer').textContent()).toContain('This ticket is not of this event')
  expect(await page.locator('#status').textContent()).toContain('All saved')
})

it('a scanner that types lets in wherever the focus is, also in small letters, and keeps what was typed; slow fingers do not', async () => {
  const [page, one] = [await atTheDoor(), await somebody()]
  const type = await keyboardOf(page)
  await page.locator('#q').click()
  await type(one.ticket.toLowerCase(), 5)
  await expect.poll(() => how(one.id)).toEqual(['scan'])
  expect(await page.locator('#q').inputValue()).toBe('')
  const [amid, onButton] = [await somebody(), await somebody(1)]
  await page.locator('#q').fill('Sm')
  await type(amid.ticket, 5)
  await expect.poll(() => how(amid.id)).toEqual(['scan'])
  expect(await page.locator('#q').inputValue()).toBe('Sm')
  await page.getByRole('button', { name: 'Scan tickets' }).focus()
  await type(onButton.ticket, 5)
  await expect.poll(() => how(onButton.id)).toEqual(['scan'])
  expect(await page.locator('video').isVisible()).toBe(false)
  const [slow, quick] = [await somebody(), await somebody(1)]
  await type(slow.ticket, 80)
  await page.locator('#q').fill('')
  // Whoever is read after them is let in, and they are not.
  await type(quick.ticket, 5)
  await expect.poll(() => how(quick.id)).toEqual(['scan'])
  expect(await how(slow.id)).toEqual([])
})

it('on a processor slowed four times each ticket that was read shows its own result', async () => {
  const page = await atTheDoor()
  const slowed = await page.context().newCDPSession(page)
  await slowed.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const times: number[] = []
  for (let n = 0; n < 5; n += 1) {
    const one = await somebody()
    times.push(
      (await page.evaluate(`new Promise((done) => {
        const answer = document.getElementById('answer')
        const start = performance.now()
        const look = () => answer.textContent.includes(${JSON.stringify(one.name)}) ? requestAnimationFrame(() => done(performance.now() - start)) : setTimeout(look)
        for (const key of [...'${one.ticket}', 'Enter']) {
          const event = new KeyboardEvent('keydown', { key, bubbles: true })
          document.dispatchEvent(Object.defineProperty(event, 'timeStamp', { value: start }))
        }
        look()
      })`)) as number,
    )
    await expect.poll(() => how(one.id)).toEqual(['scan'])
  }
  console.log(`A read ticket at a quarter of the speed: ${times.map(Math.round).join(', ')} ms`)
})
