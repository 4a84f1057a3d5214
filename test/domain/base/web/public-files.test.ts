// The files that pages load: nothing that a page uses is left out of the stylesheet, and browsers may keep them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { files } from '#base/web/generated/files.ts'
import { classesOf, prunedCss } from '#commands/pruned-css.ts'
import { usedClasses, wholeCss } from '#commands/public-files.ts'

const root = join(import.meta.dirname, '../../../..')
const kept = (path: string): string => readFileSync(join(root, 'public', path), 'utf8')

it('every class that a page says has its rules in the stylesheet, as GOV.UK Frontend and we wrote them', () => {
  const pages = (readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }) as string[]).filter((path) => path.endsWith('.tsx'))
  const said = new Set(
    pages.flatMap((path) =>
      [...readFileSync(join(root, 'src', path), 'utf8').matchAll(/class(?:Name|es)?=(?:"([^"]*)"|\{([^}]*)\})/g)].flatMap(
        ([, plain = '', made = '']) => (`${plain} ${made}`.match(/(?:govuk|muster)-[\w!-]+/g) ?? []).filter((name) => !name.endsWith('-')),
      ),
    ),
  )
  const styled = new Set(classesOf(kept(files['muster.css'])))
  const whole = new Set(classesOf(wholeCss()))
  expect(said.size).toBeGreaterThan(100)
  expect([...said].filter((name) => !styled.has(name) && (whole.has(name) || name.startsWith('muster-')))).toEqual([])
})

it('holds nothing of components that no page uses', () => {
  const css = kept(files['muster.css'])
  expect(['govuk-accordion', 'govuk-cookie-banner', 'govuk-tabs'].filter((name) => css.includes(name))).toEqual([])
  expect(css.length).toBeLessThan(99_900)
})

it('what is kept of a rule is what stood there, in its media query, and selectors of other pages go', () => {
  const css = '@charset "UTF-8";a:hover{x:"}"}.p,.q .p:not(.r),.s{y:1}@media print{.q{z:2}.s{z:3}}@media screen{.s{z:4}}@font-face{f:"g"}'
  expect(prunedCss(css, (name) => name === 'p' || name === 'q')).toBe(
    '@charset "UTF-8";a:hover{x:"}"}.p,.q .p:not(.r){y:1}@media print{.q{z:2}}@font-face{f:"g"}',
  )
  expect(prunedCss(wholeCss(), () => true)).toBe(wholeCss())
  expect(usedClasses()('govuk-tag--green')).toBe(true)
})

it('each file has a hash in its name, leads on by such names, is kept for a year and has the headers of pages', () => {
  for (const [name, address] of Object.entries(files)) {
    expect(address).toMatch(new RegExp(`^/${name.replace(/\.\w+$/, '')}\\.[0-9a-f]{12}\\.\\w+$`))
    for (const [, path = ''] of kept(address).matchAll(/from '(\/[^']+)'/g)) expect(Object.values(files)).toContain(path)
  }
  expect(kept('_headers').split('\n')).toEqual([
    '/*',
    `  content-security-policy: default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; img-src 'self' data:`,
    '  cross-origin-opener-policy: same-origin',
    '  cross-origin-resource-policy: same-origin',
    '  origin-agent-cluster: ?1',
    '  permissions-policy: camera=(), microphone=(), geolocation=()',
    '  referrer-policy: same-origin',
    '  strict-transport-security: max-age=31536000; includeSubDomains',
    '  x-content-type-options: nosniff',
    '  x-dns-prefetch-control: off',
    '  x-download-options: noopen',
    '  x-frame-options: DENY',
    '  x-permitted-cross-domain-policies: none',
    '  x-xss-protection: 0',
    '  cache-control: public, max-age=31536000, immutable',
    '',
  ])
})
