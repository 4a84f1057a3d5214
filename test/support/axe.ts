// What axe finds on pages. Of pages with one skeleton it judges the first.
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { inject } from 'vitest'
import { skeletonOfPage } from './skeleton.ts'

// Its own runner for Playwright brings every rule that passed across as well, and takes three times as long.
const require = createRequire(import.meta.url)
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/**
 * What axe finds on a page by WCAG 2.2 AA and good practice.
 * @param folder of the skeletons that it has judged in this run
 */
export const axeOn = async (page: Page, withoutRules: string[] = [], folder = inject('judged')): Promise<string[]> => {
  // A press ends when the next page begins to arrive, and axe wants all of it.
  await page.waitForLoadState('domcontentloaded')
  const skeleton = `${withoutRules} ${await page.evaluate(skeletonOfPage)}`
  const judged = join(folder, createHash('sha256').update(skeleton).digest('hex'))
  appendFileSync(join(folder, 'looks'), '.')
  if (existsSync(judged)) return []
  await page.evaluate(axe)
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
  if (problems.length === 0) writeFileSync(judged, '')
  return problems
}
