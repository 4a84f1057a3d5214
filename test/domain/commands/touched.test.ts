import { expect, it } from 'vitest'
import { touchedTests } from '#commands/touched.ts'

const sql = `CREATE TABLE Feed (id TEXT);
CREATE TABLE Booking (id TEXT);
CREATE VIEW LiveFeed AS SELECT id FROM Feed;
-- Whoever was called off has no feed.
CREATE TRIGGER Feed_ends BEFORE UPDATE ON Feed BEGIN
  SELECT RAISE(ABORT, 'feed_has_ended');
END;
INSERT INTO Reason (id) VALUES
  ('other'),
  ('has_place');
CREATE TRIGGER Booking_feeds BEFORE INSERT ON Booking BEGIN
  SELECT RAISE(ABORT, 'no_feed') WHERE NOT EXISTS (SELECT 1 FROM LiveFeed);
END;
`
const texts = new Map(
  Object.entries({
    'prisma/migrations/0013_feeds.sql': sql,
    'src/app.tsx': `import { routes } from './routes.ts'`,
    'src/routes.ts': `import { pages } from '#events/events/public-pages.tsx'
import { feeds } from '#correspondence/feeds/public-pages.tsx'
export const routes = [['/events', pages], ['/feeds', feeds]]`,
    'src/base/dates.ts': '',
    'src/booking/bookings/store.ts': `db.prepare('INSERT INTO Booking VALUES (1)')`,
    'src/events/events/event.ts': `import { day } from '#base/dates.ts'`,
    'src/events/events/public-pages.tsx': `import { event } from './event.ts'
export const pages = new Hono().get('/:code', page).get('/:code/calendar', page)`,
    'src/correspondence/feeds/feed.ts': `import { calendar } from 'ical-generator'`,
    'src/correspondence/feeds/store.ts': `db.prepare('SELECT id FROM LiveFeed')`,
    'src/correspondence/feeds/public-pages.tsx': `import { feed } from './feed.ts'
export const feeds = new Hono().get('/:file', page)`,
    'emails/booking/booked.tsx': `import { event } from '#events/events/event.ts'`,
    'test/support/factories.ts': `import { app } from '#app.tsx'`,
    'test/support/resend-twin.ts': `import type { Account } from '#tools/twins/resend/account.ts'`,
    'test/vitest.config.ts': `import { defineConfig } from 'vitest/config'`,
    'tools/twins/resend/account.ts': '',
    'test/architecture.test.ts': '',
    'test/domain/base/dates.test.ts': `import { day } from '#base/dates.ts'`,
    'test/domain/base/db/baseline.test.ts': `readdirSync('prisma/migrations')`,
    'test/domain/events/events/event.test.ts': `import { event } from '#events/events/event.ts'`,
    'test/domain/correspondence/feeds/feed.test.ts': `import { feed } from '#correspondence/feeds/feed.ts'`,
    'test/worker/booking/bookings/refused.test.ts': `expect(answer).toBe('no_feed')`,
    'test/worker/money/ledger/reasons.test.ts': `expect(line.reason).toBe('other')`,
    'test/worker/events/events/pages.test.ts': `import { request } from '#test/support/factories.ts'`,
    'test/worker/correspondence/feeds/polling.test.ts': `import { request } from '#test/support/factories.ts'\nrequest('/feeds/1')`,
    'test/worker/messages/outbox/sending.test.ts': `import { twin } from '#test/support/resend-twin.ts'`,
    'test/worker/people/people/record.test.ts': `import { request } from '#test/support/factories.ts'\nrequest('/events/ABC')`,
    'test/worker/people/people/search.test.ts': `import { request } from '#test/support/factories.ts'\nrequest('/people?next=/events-of-people')`,
    'test/browser/pages-of-schools.test.ts': '',
    'test/browser/walk.test.ts': `open('/events')`,
  }),
)
const all = [...texts.keys()].filter((path) => path.includes('.test.')).sort()
const touchedBy = (path: string, after = texts.get(path) ?? '', before = ''): string[] => touchedTests([{ path, before, after }], texts)
const migration = 'prisma/migrations/0013_feeds.sql'

it('a change reaches the tests that import it, those of its folder, and those that name a page which stands on it', () => {
  expect(touchedBy('src/events/events/event.ts')).toEqual([
    'test/architecture.test.ts',
    'test/browser/pages-of-schools.test.ts',
    'test/browser/walk.test.ts',
    'test/domain/events/events/event.test.ts',
    'test/worker/events/events/pages.test.ts',
    'test/worker/people/people/record.test.ts',
  ])
})

it('a change of a leaf leaves the others alone, and one of a helper of tests reaches those that use it', () => {
  const ofFeeds = [
    'test/architecture.test.ts',
    'test/browser/pages-of-schools.test.ts',
    'test/domain/correspondence/feeds/feed.test.ts',
    'test/worker/correspondence/feeds/polling.test.ts',
  ]
  expect(touchedBy('src/correspondence/feeds/feed.ts')).toEqual(ofFeeds)
  expect(touchedBy('test/support/factories.ts')).toEqual([
    'test/architecture.test.ts',
    'test/worker/correspondence/feeds/polling.test.ts',
    'test/worker/events/events/pages.test.ts',
    'test/worker/people/people/record.test.ts',
    'test/worker/people/people/search.test.ts',
  ])
  expect(touchedBy('tools/twins/resend/account.ts')).toContain('test/worker/messages/outbox/sending.test.ts')
  // A line of the mounts is a change of the pages that it names.
  const routes = texts.get('src/routes.ts') ?? ''
  expect(touchedBy('src/routes.ts', routes, routes.replace(`, ['/feeds', feeds]`, ''))).toEqual(expect.arrayContaining(ofFeeds))
})

it('a changed statement of the data model reaches who asks for its table, who writes where it watches, and who has its word or row', () => {
  const ground = ['test/architecture.test.ts', 'test/browser/pages-of-schools.test.ts', 'test/domain/base/db/baseline.test.ts']
  const ofFeeds = ['test/domain/correspondence/feeds/feed.test.ts', 'test/worker/correspondence/feeds/polling.test.ts']
  const without = (part: RegExp): string => sql.replace(part, '')
  // A trigger asks for the view, and so a booking stands on it, too.
  expect(touchedBy(migration, sql, without(/^CREATE VIEW .*$/m))).toEqual(
    [...ground, ...ofFeeds, 'test/worker/booking/bookings/refused.test.ts'].sort(),
  )
  expect(touchedBy(migration, sql, without(/^CREATE TRIGGER Booking_feeds[\s\S]*?^END;/m))).toEqual(
    [...ground, 'test/worker/booking/bookings/refused.test.ts'].sort(),
  )
  expect(touchedBy(migration, sql, without(/^ {2}\('other'\),$/m))).toEqual([...ground, 'test/worker/money/ledger/reasons.test.ts'].sort())
  expect(touchedBy(migration, sql, without(/^-- .*$/m))).toEqual(ground)
  expect(touchedBy('prisma/migrations/9999_version.sql', 'INSERT INTO Booking VALUES (1)', '')).toEqual(ground)
})

it('another version of a package reaches who imports it or what stands on it, and other lines of package.json nobody', () => {
  const manifest = (version: string, script = 'vitest run') =>
    JSON.stringify({ scripts: { test: script }, dependencies: { 'ical-generator': version } })
  expect(touchedBy('package.json', manifest('2'), manifest('1'))).toContain('test/domain/correspondence/feeds/feed.test.ts')
  expect(touchedBy('package.json', manifest('1', 'vitest'), manifest('1'))).toEqual([
    'test/architecture.test.ts',
    'test/browser/pages-of-schools.test.ts',
  ])
  const lock = (version: string, of: string) =>
    JSON.stringify({
      packages: {
        '': {},
        'node_modules/rrule': { version: of === 'rrule' ? version : '1' },
        'node_modules/ical-generator': { version: '1', dependencies: { rrule: '*' } },
        'node_modules/workerd': { version: of === 'workerd' ? version : '1' },
        'node_modules/vitest': { version: '1', dependencies: { workerd: '*' } },
      },
    })
  expect(touchedBy('package-lock.json', lock('2', 'rrule'), lock('1', 'rrule'))).toContain('test/domain/correspondence/feeds/feed.test.ts')
  expect(touchedBy('package-lock.json', lock('2', 'rrule'), lock('1', 'rrule'))).not.toContain('test/domain/base/dates.test.ts')
  expect(touchedBy('package-lock.json', lock('2', 'workerd'), lock('1', 'workerd'))).toEqual(all)
})

it('prose reaches the tests of prose alone, and the ground reaches everything', () => {
  expect([...touchedBy('docs/guide/schools.md'), ...touchedBy('README.md')]).toEqual([
    'test/architecture.test.ts',
    'test/architecture.test.ts',
  ])
  expect(touchedBy('test/vitest.config.ts')).toEqual(all)
  expect(touchedBy('src/app.tsx')).toEqual(all)
})
