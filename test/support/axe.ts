// What axe finds on pages. It judges pages with one skeleton once, and so it does parts of them where nothing beside them counts.
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { CDPSession, Page } from 'playwright-core'
import { inject } from 'vitest'
import { skeletonOfPage } from './skeleton.ts'

// Its own runner for Playwright brings every rule that passed across as well, and takes three times as long.
const require = createRequire(import.meta.url)
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** The rules that take longest and judge an element by itself, what is in it and what it is in: of elements that are alike in that, the first. */
const ofElements = [
  ...['color-contrast', 'target-size', 'scrollable-region-focusable', 'nested-interactive', 'link-name', 'button-name'],
  ...['aria-allowed-attr', 'aria-allowed-role', 'aria-conditional-attr', 'aria-deprecated-role', 'aria-prohibited-attr'],
  ...['aria-required-attr', 'aria-required-children', 'aria-roles', 'aria-valid-attr', 'aria-valid-attr-value'],
]
const leavingOut = (judged: readonly string[]): string => `{
  const judged = new Set(${JSON.stringify(judged)})
  const open = new Set([...skeletons].filter(([, word]) => !judged.has(word) && judged.add(word)).map(([node]) => node))
  for (const rule of axe._audit.rules.filter(({ id }) => ${JSON.stringify(ofElements)}.includes(id))) {
    const { gather } = rule
    rule.gather = (...given) => gather.apply(rule, given).filter(({ actualNode }) => open.has(actualNode))
  }
}`

const sessions = new WeakMap<Page, Promise<CDPSession>>()
/** Runs a long script in the page: Playwright would send it as a text that is to be evaluated there, which takes twice as long. */
const run = async (page: Page, script: string): Promise<void> => {
  const session = sessions.get(page) ?? page.context().newCDPSession(page)
  sessions.set(page, session)
  await (await session).send('Runtime.evaluate', { expression: script })
}

const loading = new WeakSet<Page>()
/** Each page opened there from now on has axe: to send it anew each time takes longer than to run it. */
export const withAxe = async (page: Page): Promise<Page> => {
  await page.addInitScript(axe)
  loading.add(page)
  return page
}

/**
 * What axe finds on a page by WCAG 2.2 AA and good practice.
 * @param folder of the skeletons that it has judged in this run
 */
export const axeOn = async (page: Page, withoutRules: string[] = [], folder = inject('judged')): Promise<string[]> => {
  // A press ends when the next page begins to arrive, and axe wants all of it.
  await page.waitForLoadState('domcontentloaded')
  const words = ((await page.evaluate(skeletonOfPage)) as string).split(' ')
  const file = join(folder, ['judged', ...withoutRules].join(' '))
  appendFileSync(join(folder, 'looks'), '.')
  const known = new Set(existsSync(file) ? readFileSync(file, 'utf8').split(/\s/) : [])
  const fresh = words.filter((word) => !known.has(word))
  if (!fresh.includes(words[0] ?? '')) return []
  if (!loading.has(page)) await run(page, axe)
  await run(page, leavingOut(words.filter((word) => known.has(word))))
  const options = {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: Object.fromEntries(withoutRules.map((rule) => [rule, { enabled: false }])),
    resultTypes: ['violations'],
    // The frame of a mail runs no script, axe included: asked to look into it, it never answers. There is no other frame.
    iframes: false,
  }
  const found = `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
    violations.map((v) => v.id + ' on ' + v.nodes.map((n) => n.target.join(' ')).join(', ')))`
  const problems = (await page.evaluate(found)) as string[]
  // A skeleton with a fault is told of each page that has it.
  if (problems.length === 0) appendFileSync(file, `${fresh.join(' ')}\n`)
  return problems
}
