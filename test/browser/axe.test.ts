// That axe judges each skeleton of a page once leaves no fault unseen.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeOn } from '#test/support/axe.ts'
import { type Chromium, launchChromium, look } from '#test/support/chromium.ts'

let browser: Chromium
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const around = (main: string): string => `<html lang="en"><title>Of skeletons</title><main><h1>Of skeletons</h1>${main}</main></html>`
const fields = (first: string, second: string): string =>
  `<label for="${first}">Name</label><input id="one"><label for="${second}">School</label><input id="two">`
const navs = (first: string, second: string): string =>
  `<nav aria-label="${first}"><p>A</p></nav><nav aria-label="${second}"><p>B</p></nav>`
const regions = (first: string, second: string): string =>
  `<section aria-labelledby="a"><h2 id="a">${first}</h2></section><section aria-labelledby="b"><h2 id="b">${second}</h2></section>`
const pale = '<style>p + p { color: #ccc }</style>'
const plainLink = '<a href="/a" style="color: #111; text-decoration: none">words</a>'
const buttons = (apart: number): string =>
  [0, 1].map((n) => `<button style="width: 12px; height: 12px; padding: 0; margin-right: ${apart}px">${n}</button>`).join('')

it.each([
  ['label', fields('one', 'two'), fields('one', 'one')],
  ['label', fields('two', 'one'), fields('two', 'three')],
  ['link-name', '<p><a href="/a">Words</a></p>', '<p><a href="/a"> </a></p>'],
  ['color-contrast', '<p style="color: #444">Words</p>', '<p style="color: #ccc">Words</p>'],
  ['heading-order', '<h2>Words</h2><p>Words</p>', '<h3>Words</h3><p>Words</p>'],
  ['landmark-unique', navs('Pages', 'Parts'), navs('Pages', 'Pages')],
  ['landmark-unique', regions('Pages', 'Parts'), regions('Pages', 'Pages')],
  ['aria-valid-attr-value', '<p aria-live="polite">Words</p>', '<p aria-live="loud">Words</p>'],
  ['target-size', buttons(40), buttons(2)],
  // Where an element itself is as it was, and what is around or beside it is not.
  ['color-contrast', '<div><p style="color: #666">Words</p></div>', '<div style="background: #888"><p style="color: #666">Words</p></div>'],
  ['color-contrast', `${pale}<h2>Words</h2><p>Words</p>`, `${pale}<p>Words</p><p>Words</p>`],
  ['label', '<label>Name <input></label>', '<label><input></label>'],
  ['aria-allowed-role', '<p role="note">Words</p>', '<h2 role="note">Words</h2>'],
  ['aria-required-parent', '<div role="list"><p role="listitem">A</p></div>', '<div><p role="listitem">A</p></div>'],
  ['link-in-text-block', `<p>${plainLink}</p>`, `<p>Words before it ${plainLink}</p>`],
])('control: %s is found on a page that differs from a judged one in that alone', async (rule, sound, faulty) => {
  const page = await browser.newPage()
  await page.setContent(around(sound))
  expect(await axeOn(page)).toEqual([])
  for (const _ of ['once', 'and on the next page with the same fault']) {
    await page.setContent(around(faulty))
    expect(await axeOn(page)).toEqual([expect.stringContaining(rule)])
  }
})

it('a page that has the skeleton of a judged one is not judged again: other words, and more rows of the same kind', async () => {
  const page = await browser.newPage()
  const rows = (...names: string[]): string => `<ul>${names.map((name) => `<li id="${name}">${name}</li>`).join('')}</ul>`
  for (const [main, loaded] of [
    [rows('ann', 'ben'), 'object'],
    [rows('cai', 'dee', 'eve'), 'undefined'],
    [rows('ann'), 'object'],
  ] as const) {
    await page.goto('about:blank')
    await page.setContent(around(main))
    expect(await axeOn(page)).toEqual([])
    expect(await page.evaluate('typeof axe')).toBe(loaded)
  }
})

it('control: of a page with faults each is told', async () => {
  const page = await browser.newPage()
  await page.setContent(
    '<html lang="en"><title>Faults</title><meta name="viewport" content="width=device-width"><main><h1>Faults</h1><input><div style="width: 500px">Wide</div></main></html>',
  )
  expect(await look(page, 'faults')).toEqual(['faults: label on input', 'faults: scrolls sideways on a phone'])
})
