import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { contrastWithWhite } from '#base/colour.ts'
import { defaultPages } from '#base/council/default-page-text.ts'
import { fillIn, pageKeys, readText } from '#base/council/page-text.ts'
import { councilFrom } from '#base/council.ts'

const council = { ...councilFrom('884'), name: 'Herefordshire Council', contactEmail: 'conferences@herefordshire.gov.uk' }

it('reads headings, lists, paragraphs and links, and nothing else', () => {
  expect(readText('One\ntwo\n\n## Head\n- a\n- b https://ico.org.uk/x.\nafter <b>x</b>')).toEqual([
    { kind: 'paragraph', runs: ['One two'] },
    { kind: 'heading', text: 'Head' },
    { kind: 'list', items: [['a'], ['b ', { text: 'https://ico.org.uk/x', href: 'https://ico.org.uk/x' }, '.']] },
    { kind: 'paragraph', runs: ['after <b>x</b>'] },
  ])
  expect(readText('Write to a.b@example.gov.uk, or javascript:alert(1)')).toEqual([
    {
      kind: 'paragraph',
      runs: ['Write to ', { text: 'a.b@example.gov.uk', href: 'mailto:a.b@example.gov.uk' }, ', or javascript:alert(1)'],
    },
  ])
  expect(readText('')).toEqual([])
})

it('says in every default text what the law asks for, with the settings filled in', () => {
  const asked: Record<string, string[]> = {
    privacy: [
      'controller',
      'data protection officer',
      '6(1)(e)',
      'Cloudflare',
      'Resend',
      'How long we keep it',
      'Your rights',
      'Information Commissioner',
      'Where we got it',
    ],
    cookies: ['__Host-muster ', '__Host-muster-code', '__Host-muster-said'],
    accessibility: [
      'Compliance status',
      'partially compliant',
      'Non-accessible content',
      'Disproportionate burden',
      'Enforcement procedure',
      'EHRC',
      'prepared on',
      'Feedback',
    ],
    complaint: ['30 days', 'without undue delay', 'Information Commissioner'],
  }
  for (const key of pageKeys) {
    const text = fillIn(defaultPages[key], council)
    expect(text).not.toMatch(/[{}]/)
    for (const words of asked[key] ?? []) expect([key, words, text.includes(words)]).toEqual([key, words, true])
    if (key !== 'cookies') expect(text).toContain('conferences@herefordshire.gov.uk')
  }
})

it('The page on cookies names every cookie that is set.', () => {
  const text = fillIn(defaultPages.cookies, council)
  const src = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '../..', 'src')
  const sources = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path))
  const names = sources
    .map((path) => readFileSync(join(src, path), 'utf8'))
    .flatMap((source) => [...source.matchAll(/(?:browserCookie|ownCookie)\('([a-z-]+)'/g)].map((found) => `__Host-${found[1]}`))
  expect(names.toSorted()).toEqual([...text.matchAll(/^- (__Host-[a-z-]+) /gm)].map((found) => found[1]).toSorted())
})

it('measures contrast as WCAG does', () => {
  expect(contrastWithWhite('#000000')).toBeCloseTo(21, 5)
  expect(contrastWithWhite('#ffffff')).toBeCloseTo(1, 5)
  expect(contrastWithWhite('#767676')).toBeGreaterThanOrEqual(4.5)
  expect(contrastWithWhite('#777777')).toBeLessThan(4.5)
})
