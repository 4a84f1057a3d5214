import { expect, it } from 'vitest'
import { touchedTests } from '#commands/touched.ts'

const texts = new Map(
  Object.entries({
    'src/app.tsx': `import { routes } from './routes.ts'`,
    'src/routes.ts': `import { pages } from '#events/events/public-pages.tsx'\nimport { feeds } from '#correspondence/feeds/public-pages.tsx'`,
    'src/base/dates.ts': '',
    'src/events/events/event.ts': `import { day } from '#base/dates.ts'`,
    'src/events/events/public-pages.tsx': `import { event } from './event.ts'\nnew Hono().get('/events/:code', page)`,
    'src/correspondence/feeds/feed.ts': '',
    'src/correspondence/feeds/public-pages.tsx': `import { feed } from './feed.ts'\nnew Hono().get('/feeds/:file', page)`,
    'emails/booking/booked.tsx': `import { event } from '#events/events/event.ts'`,
    'test/support/factories.ts': `import { app } from '#app.tsx'`,
    'test/architecture.test.ts': '',
    'test/domain/base/dates.test.ts': `import { day } from '#base/dates.ts'`,
    'test/domain/events/events/event.test.ts': `import { event } from '#events/events/event.ts'`,
    'test/domain/correspondence/feeds/feed.test.ts': `import { feed } from '#correspondence/feeds/feed.ts'`,
    'test/worker/events/events/pages.test.ts': `import { request } from '#test/support/factories.ts'`,
    'test/worker/correspondence/feeds/polling.test.ts': `import { request } from '#test/support/factories.ts'\nrequest('/feeds/1')`,
    'test/worker/people/people/record.test.ts': `import { request } from '#test/support/factories.ts'\nrequest('/events/ABC')`,
    'test/worker/people/people/search.test.ts': `import { request } from '#test/support/factories.ts'\nrequest('/people')`,
    'test/browser/walk.test.ts': '',
  }),
)
const all = [...texts.keys()].filter((path) => path.includes('.test.')).sort()

it('a change reaches the tests that import it, those of its folder, and those that name a page which stands on it', () => {
  expect(touchedTests(['src/events/events/event.ts'], texts)).toEqual([
    'test/architecture.test.ts',
    'test/browser/walk.test.ts',
    'test/domain/events/events/event.test.ts',
    'test/worker/events/events/pages.test.ts',
    'test/worker/people/people/record.test.ts',
  ])
})

it('a change of a leaf leaves the others alone, and one of a helper of tests reaches those that use it', () => {
  expect(touchedTests(['src/correspondence/feeds/feed.ts'], texts)).toEqual([
    'test/architecture.test.ts',
    'test/browser/walk.test.ts',
    'test/domain/correspondence/feeds/feed.test.ts',
    'test/worker/correspondence/feeds/polling.test.ts',
  ])
  expect(touchedTests(['test/support/factories.ts'], texts)).toEqual([
    'test/architecture.test.ts',
    'test/worker/correspondence/feeds/polling.test.ts',
    'test/worker/events/events/pages.test.ts',
    'test/worker/people/people/record.test.ts',
    'test/worker/people/people/search.test.ts',
  ])
})

it('prose reaches the tests of prose alone, and the ground reaches everything', () => {
  expect(touchedTests(['docs/guide/schools.md', 'README.md'], texts)).toEqual(['test/architecture.test.ts'])
  expect(touchedTests(['prisma/migrations/0001_base.sql'], texts)).toEqual(all)
  expect(touchedTests(['src/app.tsx'], texts)).toEqual(all)
})
