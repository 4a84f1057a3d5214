// What makes something due of a kind that rests is known by its sources, so that a release that changes it sweeps at once and any other does not.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { planner } from '#base/db/generated/planner.ts'
import { modulesOfPlanner, plannerOf, sourcesOf } from '#commands/planner.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')
const sources = sourcesOf(root)
const changed = (path: string, change: (text: string) => string) => {
  const text = sources.get(path)
  if (text === undefined || change(text) === text) throw new Error(`nothing of ${path} was changed`)
  return plannerOf(new Map([...sources, [path, change(text)]]))
}

it('is the same from one build to the next, in whatever order files are read, and what the Worker was built with', () => {
  expect([plannerOf(sourcesOf(root)), plannerOf(new Map([...sources].reverse()))]).toEqual([planner, planner])
})

it.each([
  ['src/correspondence/automatic/automatic.ts', 'when reminders are due'],
  ['src/correspondence/automatic/due-store.ts', 'who is reminded'],
  ['src/messages/outbox/switch.ts', 'which messages go by themselves'],
  ['src/payments/invoices/issue-store.ts', 'what is to be invoiced'],
  ['src/payments/invoices/credit-store.ts', 'what is to be credited'],
  ['src/payments/cards/refund-store.ts', 'what goes back to cards'],
  ['src/money/ledger/notice-store.ts', 'of which money somebody is told'],
  ['src/base/db/failed-job.ts', 'what is tried again'],
])('is another when %s changes: %s', (path) => {
  expect(changed(path, (text) => `${text}\nexport const more = 1\n`)).not.toBe(planner)
})

it('is another when a trigger that wakes a kind changes, and not when another does', () => {
  expect(changed('prisma/migrations/0003_schools.sql', (text) => text.replace('OLD.rootId <> NEW.rootId OR', ''))).not.toBe(planner)
  expect(changed('prisma/migrations/0003_schools.sql', (text) => text.replace("'urn_already_held'", "'urn_held'"))).toBe(planner)
})

it('is the same when something else changes, types alone included', () => {
  for (const path of ['src/booking/placing/place-booking.ts', 'src/schools/schools/school.ts', 'src/base/job.ts'])
    expect([path, changed(path, (text) => `${text}\n// more\n`)]).toEqual([path, planner])
})

it('control: a module that comes to be imported counts, and a kind whose module is not found stops the build', () => {
  const imported = (names: string) =>
    modulesOfPlanner(
      new Map([
        ...sources,
        ['src/messages/outbox/switch.ts', `import ${names} from '#base/money.ts'\n${sources.get('src/messages/outbox/switch.ts')}`],
      ]),
    )
  expect(imported('{ pounds }')).toContain('src/base/money.ts')
  expect(imported('type { Pence }')).not.toContain('src/base/money.ts')
  const due = sources.get('src/jobs.ts') ?? ''
  expect(() =>
    modulesOfPlanner(new Map([['src/jobs.ts', due.replaceAll('automaticPages', 'pagesOfIt').replace('pagesOfIt', 'x')]])),
  ).toThrow('src/jobs.ts asks pagesOfIt of a kind that rests and imports it from nowhere')
  expect(() => modulesOfPlanner(new Map([['src/jobs.ts', '']]))).toThrow('src/jobs.ts has no kind that rests')
})
