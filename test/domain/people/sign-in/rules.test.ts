// The sentences that tests of this concept quote are those of docs/rules.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const quoting = [
  'test/worker/people/claiming/vouch-link.test.ts',
  'test/worker/people/claiming/colleagues.test.ts',
  'test/worker/people/own-account/mailbox.test.ts',
  'test/worker/people/claim-decisions/trust-claims.test.ts',
  'test/worker/booking/requests/settle-requests.test.ts',
  'test/worker/attendance/coverage/unvouched.test.ts',
]

/** Titles of a file's tests quote rules between “ and ”. */
const quotedIn = (path: string): string[] =>
  [...read(path).matchAll(/^it\((['`])(.*?)\1, async/gms)].flatMap((title) =>
    [...(title[2] ?? '').matchAll(/“([^”]+)”/g)].map((quote) => quote[1] ?? ''),
  )

const plain = (text: string): string => text.replaceAll('’', "'").replaceAll(/\s+/g, ' ')

it('every rule that a test quotes stands in docs/rules/acting-for-a-school.md', () => {
  const rules = plain(read('docs/rules/acting-for-a-school.md'))
  const quotes = quoting.flatMap(quotedIn)
  expect(quotes.length).toBeGreaterThan(15)
  expect(quotes.filter((quote) => !rules.includes(plain(quote).replace(/\.$/, '')))).toEqual([])
})
