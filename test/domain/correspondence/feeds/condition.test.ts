// When a calendar program is told that nothing changed. Rules: docs/rules/feeds.md.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { datedAs, httpDate, isUnchanged, matchesTag, readHttpDate, restMinutes } from '#correspondence/feeds/condition.ts'
import { changedLast } from '#correspondence/feeds/feed.ts'
import { holdsFor } from '#test/support/holds.ts'

const etag = '"0123abcd"'
const lastModified = new Date('2026-06-12T08:30:01.000Z')
const asked = (ifNoneMatch?: string, ifModifiedSince?: string) => ({ ifNoneMatch, ifModifiedSince })

describe('tags', () => {
  it.each([
    [etag, true],
    [`W/${etag}`, true],
    ['*', true],
    [' * ', true],
    [`"other", ${etag}`, true],
    [`W/"other",W/${etag}`, true],
    [`"a,${etag.slice(1)}`, false],
    ['"other"', false],
    ['0123abcd', false],
    ['', false],
    ['W/"0123ABCD"', false],
  ])('%s matches: %s', (list, expected) => {
    expect(matchesTag(list, etag)).toBe(expected)
  })

  it('a comma within a tag does not part it', () => {
    expect(matchesTag('"a,b"', '"a,b"')).toBe(true)
    expect(matchesTag('"a,b"', '"b"')).toBe(false)
  })
})

it('a tag decides alone where there is one', () => {
  const said = httpDate(lastModified)
  expect(isUnchanged(asked('"other"', said), { etag, lastModified })).toBe(false)
  expect(isUnchanged(asked('', said), { etag, lastModified })).toBe(false)
  expect(isUnchanged(asked(etag, 'Sun, 06 Nov 1994 08:49:37 GMT'), { etag, lastModified })).toBe(true)
  expect(isUnchanged(asked(undefined, undefined), { etag, lastModified })).toBe(false)
})

it('a date counts only when it is the very date that we said', () => {
  const with_ = (date: string, last: Date | undefined = lastModified) => isUnchanged(asked(undefined, date), { etag, lastModified: last })
  expect(with_('Fri, 12 Jun 2026 08:30:01 GMT')).toBe(true)
  expect(with_('Fri, 12 Jun 2026 08:30:00 GMT')).toBe(false)
  expect(with_('Fri, 12 Jun 2026 08:30:02 GMT')).toBe(false)
  expect(with_('2026-06-12T08:30:01.000Z')).toBe(false)
  expect(with_('tomorrow')).toBe(false)
  expect(isUnchanged(asked(undefined, httpDate(lastModified)), { etag, lastModified: undefined })).toBe(false)
})

it('the three ways of writing a date in HTTP are read, and nothing else', () => {
  const time = Date.parse('1994-11-06T08:49:37.000Z')
  expect(readHttpDate('Sun, 06 Nov 1994 08:49:37 GMT')).toBe(time)
  expect(readHttpDate('Sunday, 06-Nov-94 08:49:37 GMT')).toBe(time)
  expect(readHttpDate('Sun Nov  6 08:49:37 1994')).toBe(time)
  for (const text of [
    '',
    '0',
    '1994-11-06',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 06 Nov 1994 08:49:37 +0100',
    '06 Nov 1994',
    'Sun, 99 Nov 1994 08:49:37 GMT',
  ])
    expect(readHttpDate(text)).toBeUndefined()
})

it('no date is said for half an hour after a change', () => {
  const changed = '2026-06-12T08:30:00.200Z'
  expect(datedAs(changed, new Date('2026-06-12T08:30:00.500Z'))).toBeUndefined()
  expect(datedAs(changed, new Date('2026-06-12T09:00:00.999Z'))).toBeUndefined()
  expect(datedAs(changed, new Date('2026-06-12T09:00:01.000Z'))).toEqual(new Date('2026-06-12T08:30:01.000Z'))
  expect(datedAs('2026-06-12T08:30:00.000Z', new Date('2026-06-13T00:00:00.000Z'))).toEqual(new Date('2026-06-12T08:30:01.000Z'))
  expect(datedAs(undefined, new Date('2026-06-12T09:00:01.000Z'))).toBeUndefined()
})

// A write carries the moment at which its act began and lands up to a quarter of an hour later;
// polls come at any moment between.
it('of changes within one second, and of those written late, none is ever hidden by a date', () => {
  const start = Date.parse('2026-06-12T08:30:00.000Z')
  const write = fc.record({ began: fc.integer({ min: 0, max: 4_000_000 }), took: fc.integer({ min: 0, max: 15 * 60_000 }) })
  holdsFor(
    [fc.array(write, { maxLength: 6 }), fc.integer({ min: 0, max: 8_000_000 }), fc.integer({ min: 0, max: 8_000_000 })],
    { numRuns: 2000 },
    (writes, one, other) => {
      const [first, second] = [Math.min(one, other), Math.max(one, other)]
      const seenAt = (at: number) => writes.filter(({ began, took }) => began + took <= at)
      const dateAt = (at: number) =>
        datedAs(
          changedLast(
            seenAt(at).map(({ began }) => new Date(start + began).toISOString()),
            [],
          ),
          new Date(start + at),
        )
      const said = dateAt(first)
      if (!said) return
      const unchanged = isUnchanged(asked(undefined, httpDate(said)), { etag, lastModified: dateAt(second) })
      if (unchanged) expect(seenAt(second)).toHaveLength(seenAt(first).length)
    },
  )
  expect(restMinutes).toBeGreaterThan(15)
})

it('what became too old changes a feed at that very moment', () => {
  expect(changedLast(['2026-06-01T00:00:00.000Z', null], [{ at: '2026-04-01T10:00:00.000Z', days: 90 }])).toBe('2026-06-30T10:00:00.000Z')
  expect(changedLast([null], [{ at: null, days: 90 }])).toBeUndefined()
})
