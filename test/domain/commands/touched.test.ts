import { expect, it } from 'vitest'
import { touchedTests } from '../../../src/commands/touched.ts'

const texts = new Map(
  Object.entries({
    'src/app.tsx': `import { routes } from './routes.ts'`,
    'src/routes.ts': `import { pages } from './events/public-pages.tsx'\nimport { feeds } from './feeds/pages.tsx'`,
    'src/dates.ts': '',
    'src/events/event.ts': `import { day } from '../dates.ts'`,
    'src/events/public-pages.tsx': `import { event } from './event.ts'\nnew Hono().get('/events/:code', page)`,
    'src/feeds/feed.ts': '',
    'src/feeds/pages.tsx': `import { feed } from './feed.ts'\nnew Hono().get('/feeds/:file', page)`,
    'emails/booked.tsx': `import { event } from '../src/events/event.ts'`,
    'test/support/factories.ts': `import { app } from '../../src/app.tsx'`,
    'test/architecture.test.ts': '',
    'test/domain/dates.test.ts': `import { day } from '../../src/dates.ts'`,
    'test/domain/events/event.test.ts': `import { event } from '../../../src/events/event.ts'`,
    'test/domain/feeds/feed.test.ts': `import { feed } from '../../../src/feeds/feed.ts'`,
    'test/worker/events/pages.test.ts': `import { request } from '../../support/factories.ts'`,
    'test/worker/feeds/polling.test.ts': `import { request } from '../../support/factories.ts'\nrequest('/feeds/1')`,
    'test/worker/people/record.test.ts': `import { request } from '../../support/factories.ts'\nrequest('/events/ABC')`,
    'test/worker/people/search.test.ts': `import { request } from '../../support/factories.ts'\nrequest('/people')`,
    'test/browser/walk.test.ts': '',
  }),
)
const all = [...texts.keys()].filter((path) => path.includes('.test.')).sort()

it('a change reaches the tests that import it, those of its folder, and those that name a page which stands on it', () => {
  expect(touchedTests(['src/events/event.ts'], texts)).toEqual([
    'test/architecture.test.ts',
    'test/browser/walk.test.ts',
    'test/domain/events/event.test.ts',
    'test/worker/events/pages.test.ts',
    'test/worker/people/record.test.ts',
  ])
})

it('a change of a leaf leaves the others alone, and one of a helper of tests reaches those that use it', () => {
  expect(touchedTests(['src/feeds/feed.ts'], texts)).toEqual([
    'test/architecture.test.ts',
    'test/browser/walk.test.ts',
    'test/domain/feeds/feed.test.ts',
    'test/worker/feeds/polling.test.ts',
  ])
  expect(touchedTests(['test/support/factories.ts'], texts)).toEqual([
    'test/architecture.test.ts',
    'test/worker/events/pages.test.ts',
    'test/worker/feeds/polling.test.ts',
    'test/worker/people/record.test.ts',
    'test/worker/people/search.test.ts',
  ])
})

it('prose reaches the tests of prose alone, and the ground reaches everything', () => {
  expect(touchedTests(['docs/guide/schools.md', 'README.md'], texts)).toEqual(['test/architecture.test.ts'])
  expect(touchedTests(['prisma/migrations/0001_base.sql'], texts)).toEqual(all)
  expect(touchedTests(['src/app.tsx'], texts)).toEqual(all)
})
